//! The line of a journal: its name, volume, issue, season and year, as running heads and the first
//! page have it, whole or broken over several lines.

use super::years::years;
use crate::text::letters::{digit_value, fold, number};
use serde::Serialize;

/// Where a paper appeared.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Journal {
    /// Name of the journal.
    pub name: String,
    /// Volume, or the year of the journal's life that Iranian journals count («سال دوم»).
    pub volume: Option<u32>,
    /// Issue.
    pub issue: Option<u32>,
    /// Year of publication.
    pub year: Option<i32>,
}

const NAMES: [&str; 12] = [
    "فصلنامه",
    "دوفصلنامه",
    "مجله",
    "نشریه",
    "پژوهشنامه",
    "ماهنامه",
    "دوماهنامه",
    "journal",
    "quarterly",
    "review",
    "studies",
    "bulletin",
];
const SEASONS: [&str; 10] = [
    "بهار",
    "تابستان",
    "پاییز",
    "زمستان",
    "spring",
    "summer",
    "autumn",
    "fall",
    "winter",
    "year",
];
const ORDINALS: [&str; 21] = [
    "",
    "اول",
    "دوم",
    "سوم",
    "چهارم",
    "پنجم",
    "ششم",
    "هفتم",
    "هشتم",
    "نهم",
    "دهم",
    "یازدهم",
    "دوازدهم",
    "سیزدهم",
    "چهاردهم",
    "پانزدهم",
    "شانزدهم",
    "هفدهم",
    "هجدهم",
    "نوزدهم",
    "بیستم",
];

/// What a short line says, if it says nothing but a volume, an issue or a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// «سال دوم», `Vol. 3`.
    Volume(u32),
    /// «شماره سوم», `No. 2`.
    Issue(u32),
    /// «پاییز 1404», `Spring 2020`.
    Year(i32),
}

/// Reads a line of at most four words as one part of a journal line.
pub fn cell(line: &str) -> Option<Cell> {
    let folded = fold(line);
    let words: Vec<&str> = folded
        .split(|c: char| !c.is_alphanumeric() && c != '\u{200c}')
        .filter(|w| !w.is_empty())
        .collect();
    let (first, rest) = words.split_first()?;
    if SEASONS.contains(first) {
        let (_, year) = years(rest.first()?).next()?;
        return (rest.len() == 1).then_some(Cell::Year(year));
    }
    let value = value(rest.first()?).filter(|_| rest.len() == 1)?;
    match *first {
        "سال" | "دوره" | "جلد" | "vol" | "volume" if value < 300 => {
            Some(Cell::Volume(value))
        }
        "شماره" | "no" | "issue" | "number" if value < 1000 => Some(Cell::Issue(value)),
        _ => None,
    }
}

/// A number in digits or as an ordinal.
fn value(word: &str) -> Option<u32> {
    if word.chars().all(|c| digit_value(c).is_some()) && word.chars().count() <= 4 {
        return Some(number(word));
    }
    ORDINALS
        .iter()
        .skip(1)
        .position(|o| *o == word)
        .map(|at| at as u32 + 1)
}

/// Whether a line names a journal, or has a volume and an issue.
pub fn is_journal_line(line: &str) -> bool {
    read(line).is_some()
}

/// Reads a whole journal line; none if it has neither a name of one nor volume and issue.
pub fn read(line: &str) -> Option<Journal> {
    let folded = fold(line);
    let words: Vec<&str> = folded
        .split(|c: char| !c.is_alphanumeric() && c != '\u{200c}')
        .filter(|w| !w.is_empty())
        .collect();
    let mut journal = Journal::default();
    for pair in words.windows(2) {
        let Some(value) = value(pair[1]) else {
            continue;
        };
        match pair[0] {
            "سال" | "دوره" | "vol" | "volume" if value < 300 && journal.volume.is_none() => {
                journal.volume = Some(value);
            }
            "شماره" | "no" | "issue" if value < 1000 && journal.issue.is_none() => {
                journal.issue = Some(value);
            }
            _ => {}
        }
    }
    let named = words.iter().any(|w| NAMES.contains(w));
    let season = words.iter().any(|w| SEASONS.contains(w));
    let parts = u32::from(journal.volume.is_some())
        + u32::from(journal.issue.is_some())
        + u32::from(season);
    if !(named && parts > 0 || parts > 1) {
        return None;
    }
    journal.year = years(line).last().map(|(_, year)| year);
    if named {
        // The name goes to the first comma or the first part that is counted.
        let end = [
            "،",
            ",",
            ";",
            "؛",
            "سال ",
            "سال[",
            "دوره ",
            "شماره ",
            "Vol",
            "vol",
            "No.",
            "بهار",
            "تابستان",
            "پاییز",
            "زمستان",
        ]
        .iter()
        .filter_map(|mark| line.find(mark))
        .filter(|at| *at > 4)
        .min()
        .unwrap_or(line.len());
        journal.name = line[..end]
            .split_whitespace()
            .filter(|w| !w.chars().all(|c| digit_value(c).is_some()))
            .collect::<Vec<_>>()
            .join(" ");
    }
    Some(journal)
}

/// Adds what another line says and this one does not.
pub fn add(journal: &mut Journal, other: Journal) {
    if journal.name.is_empty() {
        journal.name = other.name;
    }
    journal.volume = journal.volume.or(other.volume);
    journal.issue = journal.issue.or(other.issue);
    journal.year = journal.year.or(other.year);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_lines() {
        let found =
            read("فصلنامه مطالعات بین‌المللی، سال 19 شماره 1، (73)، تابستان 1401 116").unwrap();
        assert_eq!(found.name, "فصلنامه مطالعات بین‌المللی");
        assert_eq!(
            (found.volume, found.issue, found.year),
            (Some(19), Some(1), Some(1401))
        );
        let found = read("Journal of Peace Research, Vol. 43, No. 2, Spring 2006").unwrap();
        assert_eq!(found.name, "Journal of Peace Research");
        assert_eq!(
            (found.volume, found.issue, found.year),
            (Some(43), Some(2), Some(2006))
        );
        assert_eq!(read("در سال 2010 شورا تشکیل شد"), None);
        assert_eq!(read("مجله و کتاب"), None);
    }

    #[test]
    fn parts_on_lines_of_their_own() {
        assert_eq!(cell("سال دوم"), Some(Cell::Volume(2)));
        assert_eq!(cell("شماره سوم"), Some(Cell::Issue(3)));
        assert_eq!(cell("پاییز 1404"), Some(Cell::Year(1404)));
        assert_eq!(cell("Vol. 12"), Some(Cell::Volume(12)));
        for none in [
            "سال 1390",
            "پاییز",
            "شماره تلفن",
            "در سال دوم",
            "سال دوم اجرا",
        ] {
            assert_eq!(cell(none), None, "{none}");
        }
    }
}
