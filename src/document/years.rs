//! Years in text, in both calendars and any digits.

use crate::text::letters::{self, digit_value};
use std::ops::Range;

/// Whether a number can be the year of a work: solar Hijri 1250–1450 or Gregorian 1500–2100.
pub fn is_year(number: i32) -> bool {
    (1250..=1450).contains(&number) || (1500..=2100).contains(&number)
}

/// The years of a text with their byte ranges: runs of exactly four digits.
pub fn years(text: &str) -> impl Iterator<Item = (Range<usize>, i32)> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < text.len() {
            let start = at + text[at..].find(|c| digit_value(c).is_some())?;
            let len = text[start..]
                .find(|c| digit_value(c).is_none())
                .unwrap_or(text.len() - start);
            at = start + len;
            let digits = &text[start..at];
            if digits.chars().count() == 4 {
                let number = letters::number(digits) as i32;
                if is_year(number) {
                    return Some((start..at, number));
                }
            }
        }
        None
    })
}

/// The first year of a text.
pub fn first_year(text: &str) -> Option<(Range<usize>, i32)> {
    years(text).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_in_both_calendars_and_all_digits() {
        let found: Vec<i32> = years("in 2017, ۱۴۰۱ and ١٩٩٩; not 353-3640, 12345 or 3000")
            .map(|y| y.1)
            .collect();
        assert_eq!(found, [2017, 1401, 1999]);
        assert_eq!(first_year("سال 1403)").unwrap().0, 7..11);
    }
}
