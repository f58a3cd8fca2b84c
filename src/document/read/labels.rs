//! What pages are called: the numbers printed on them, where they differ from their places in the
//! file (i, ii, iii, 1, 2 … in a book; 117, 118 … in an article of a journal).

use serde::{Deserialize, Serialize};

/// How the numbers of a stretch of pages are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Style {
    /// 1, 2, 3.
    Decimal,
    /// I, II, III.
    UpperRoman,
    /// i, ii, iii.
    LowerRoman,
    /// A to Z, AA to ZZ.
    UpperLetters,
    /// a to z, aa to zz.
    LowerLetters,
    /// The prefix alone.
    None,
}

/// A stretch of pages that are counted on, up to the next one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LabelRange {
    /// Its first page, by its place in the file, from 1.
    pub from: u32,
    /// How numbers are written.
    pub style: Style,
    /// What stands before each number.
    pub prefix: String,
    /// The number of its first page.
    pub first: u32,
}

/// The labels of all pages of a file; empty if pages bear the numbers of their places.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageLabels(Vec<LabelRange>);

/// Numbers up to which letters and Roman numerals are written; higher ones are an error of the file.
const HIGHEST: u32 = 4_999;

impl PageLabels {
    /// Labels from the stretches that a file lists, in any order; of several that begin on one page
    /// the first counts.
    pub fn new(mut ranges: Vec<LabelRange>) -> PageLabels {
        ranges.sort_by_key(|r| r.from);
        ranges.dedup_by_key(|r| r.from);
        let is_place =
            |r: &LabelRange| r.style == Style::Decimal && r.prefix.is_empty() && r.first == r.from;
        if ranges.iter().all(is_place) {
            ranges.clear();
        }
        PageLabels(ranges)
    }

    /// Whether pages bear the numbers of their places.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is printed on the page at a place in the file, from 1; empty if the file says that it
    /// bears nothing.
    pub fn label(&self, page: u32) -> String {
        let after = self.0.partition_point(|r| r.from <= page);
        let Some(range) = after.checked_sub(1).and_then(|i| self.0.get(i)) else {
            return page.to_string();
        };
        let number = range.first.saturating_add(page - range.from);
        let number = match range.style {
            Style::None => String::new(),
            _ if number > HIGHEST || number == 0 => number.to_string(),
            Style::Decimal => number.to_string(),
            Style::UpperRoman => roman(number).to_uppercase(),
            Style::LowerRoman => roman(number),
            Style::UpperLetters => letters(number).to_uppercase(),
            Style::LowerLetters => letters(number),
        };
        format!("{}{number}", range.prefix).trim().to_owned()
    }

    /// The label of a page, if it is no number and not empty.
    pub fn word(&self, page: u32) -> Option<String> {
        let is_word = |label: &String| !label.is_empty() && label.parse::<u32>().is_err();
        Some(self.label(page)).filter(is_word)
    }

    /// The label of a page, if it is a number.
    pub fn number(&self, page: u32) -> Option<u32> {
        if self.is_empty() {
            return Some(page);
        }
        self.label(page).parse().ok()
    }
}

fn roman(mut number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while number >= value {
            out.push_str(sign);
            number -= value;
        }
    }
    out
}

/// a to z, then each letter twice, three times and so on (ISO 32000-1, 12.4.2).
fn letters(number: u32) -> String {
    let letter = char::from(b'a' + ((number - 1) % 26) as u8);
    std::iter::repeat_n(letter, (number - 1) as usize / 26 + 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(from: u32, style: Style, prefix: &str, first: u32) -> LabelRange {
        LabelRange {
            from,
            style,
            prefix: prefix.into(),
            first,
        }
    }

    #[test]
    fn pages_bear_what_their_stretch_says() {
        let labels = PageLabels::new(vec![
            range(6, Style::Decimal, "", 23),
            range(2, Style::LowerRoman, "", 1),
            range(1, Style::None, "cover", 1),
            range(9, Style::UpperLetters, "A-", 26),
        ]);
        let all: Vec<String> = (1..=10).map(|p| labels.label(p)).collect();
        assert_eq!(
            all,
            [
                "cover", "i", "ii", "iii", "iv", "23", "24", "25", "A-Z", "A-AA"
            ]
        );
        assert_eq!(labels.number(7), Some(24));
        assert_eq!(labels.word(7), None);
        assert_eq!(labels.number(3), None);
        assert_eq!(labels.word(3).as_deref(), Some("ii"));
    }

    #[test]
    fn numbers_that_are_places_are_no_labels() {
        let labels = PageLabels::new(vec![range(1, Style::Decimal, "", 1)]);
        assert!(labels.is_empty());
        assert_eq!((labels.label(4), labels.number(4)), ("4".into(), Some(4)));
    }

    #[test]
    fn odd_numbers_are_written_as_they_are() {
        assert_eq!(roman(1994), "mcmxciv");
        let labels = PageLabels::new(vec![range(2, Style::LowerRoman, "", u32::MAX)]);
        assert_eq!(labels.label(1), "1");
        assert_eq!(labels.label(9), u32::MAX.to_string());
        let labels = PageLabels::new(vec![range(1, Style::LowerLetters, "", 0)]);
        assert_eq!(labels.label(1), "0");
    }
}
