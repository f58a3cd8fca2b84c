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

/// Years from which on a number is one of the Gregorian calendar.
const GREGORIAN: i64 = 1500;

/// A span of years as spans of both calendars, ends included: a year of one begins in March of the
/// other's and so overlaps two of it (1401 is 2022 and 2023). 0 and 9999 stand for open ends. A span
/// from one calendar to the other is left as it is.
pub fn in_both_calendars(first: i64, last: i64) -> Vec<(i64, i64)> {
    let solar = |first: i64, last: i64| (first, last.min(GREGORIAN - 1));
    match (first, last) {
        (0, last) if last < GREGORIAN => vec![(0, last), (GREGORIAN, last + 622)],
        (first, 9999) if first < GREGORIAN && first > 0 => {
            vec![solar(first, 9999), (first + 621, 9999)]
        }
        (first, last) if last < GREGORIAN => vec![(first, last), (first + 621, last + 622)],
        (0, last) => vec![(GREGORIAN, last), solar(0, last - 621)],
        (first, last) if first >= GREGORIAN => vec![(first, last), solar(first - 622, last - 621)],
        _ => vec![(first, last)],
    }
}

/// The first year of a text.
pub fn first_year(text: &str) -> Option<(Range<usize>, i32)> {
    years(text).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_of_years_in_both_calendars() {
        for (first, last, expected) in [
            (1401, 1401, vec![(1401, 1401), (2022, 2023)]),
            (2022, 2022, vec![(2022, 2022), (1400, 1401)]),
            (2017, 2020, vec![(2017, 2020), (1395, 1399)]),
            (0, 1399, vec![(0, 1399), (1500, 2021)]),
            (0, 2020, vec![(1500, 2020), (0, 1399)]),
            (1400, 9999, vec![(1400, 1499), (2021, 9999)]),
            (2017, 9999, vec![(2017, 9999), (1395, 1499)]),
            (1390, 2020, vec![(1390, 2020)]),
        ] {
            assert_eq!(in_both_calendars(first, last), expected, "{first}..{last}");
        }
    }

    #[test]
    fn years_in_both_calendars_and_all_digits() {
        let found: Vec<i32> = years("in 2017, ۱۴۰۱ and ١٩٩٩; not 353-3640, 12345 or 3000")
            .map(|y| y.1)
            .collect();
        assert_eq!(found, [2017, 1401, 1999]);
        assert_eq!(first_year("سال 1403)").unwrap().0, 7..11);
    }
}
