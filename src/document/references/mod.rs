//! Lists of references: where an entry begins, what it says, which in-text citations mean it, and
//! how it is handed to other programs.

pub mod export;
pub mod link;
mod parse;

use super::kind::Kind;
use super::passages::Passage;
use super::shape::{Page, leading_number};
use super::years::first_year;
use crate::text::letters::{Class, letter};
use serde::Serialize;

/// An entry of a list of references.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Reference {
    /// Line of the source on which it begins.
    pub line: u32,
    /// Its number, where the list is numbered.
    pub number: Option<u32>,
    /// Authors as printed.
    pub authors: String,
    /// Year as printed, digits in ASCII, with the letter that tells works of one year apart; empty if
    /// there is none.
    pub year: String,
    /// Title of the work.
    pub title: String,
    /// Journal, book or series in which it appeared.
    pub venue: String,
    /// Publisher of a book.
    pub publisher: String,
    /// Volume of a journal.
    pub volume: String,
    /// Issue of a journal.
    pub issue: String,
    /// Pages, `first-last`.
    pub pages: String,
    /// DOI, without the address before it.
    pub doi: String,
    /// Another link.
    pub link: String,
    /// The whole entry.
    pub raw: String,
}

impl Reference {
    /// What it is, as CSL calls it.
    pub fn kind(&self) -> &'static str {
        if !self.publisher.is_empty() {
            "book"
        } else if !self.volume.is_empty() || !self.issue.is_empty() || !self.pages.is_empty() {
            "article-journal"
        } else if !self.link.is_empty() {
            "webpage"
        } else {
            "document"
        }
    }
}

/// Whether a line of a list of references begins an entry: it is numbered, stands after an empty
/// line, or begins as authors do while the entry before it may be over.
pub fn begins_entry(page: &Page, index: usize, after_blank: bool) -> bool {
    let line = page.line(index);
    if leading_number(line).is_some_and(|n| n.marked && n.parts.len() == 1 && n.parts[0] < 1000) {
        return true;
    }
    let previous = page.previous(index);
    // A line that begins in the middle of an entry, also below an empty line.
    let goes_on = line.trim_start().starts_with(|c: char| c.is_lowercase())
        || previous.is_some_and(|p| page.line(p).trim_end().ends_with([',', '،', ':', '-', '–']));
    if after_blank && !goes_on {
        return true;
    }
    let before_ends = previous.is_none_or(|p| {
        let last = page.line(p).split_whitespace().next_back().unwrap_or("");
        let is_link = last.contains("://") || last.contains("www.") || last.contains("10.");
        page.shapes[p].terminated || page.is_short(p) || is_link
    });
    // The year may stand on the next line.
    let mut head: String = line.chars().take(110).collect();
    if let Some(next) = page.next(index) {
        head.push(' ');
        head.extend(page.line(next).chars().take(40));
    }
    let dated = first_year(&head).is_some() || head.contains("بی‌تا") || head.contains("n.d.");
    before_ends && dated && begins_with_name(line)
}

/// Whether a line begins with a name and a mark after it: `Segal, A.`, `Robertson SE,`, `نای، جوزف`.
fn begins_with_name(line: &str) -> bool {
    let line = line.trim_start_matches(|c: char| !c.is_alphanumeric());
    let Some(first) = line.chars().next() else {
        return false;
    };
    if first.is_lowercase() || !first.is_alphabetic() {
        return false;
    }
    let head: String = line.chars().take(70).collect();
    let mark = head.find([',', '،', '.', '(', ')', ';', '؛']);
    let words = head[..mark.unwrap_or(head.len())]
        .split_whitespace()
        .count();
    let arabic = letter(first).class == Class::Arabic;
    mark.is_some() && words <= if arabic { 5 } else { 7 }
}

/// The references of a document, from its passages of that kind.
pub fn find(passages: &[Passage]) -> Vec<Reference> {
    passages
        .iter()
        .filter(|p| p.kind == Kind::Reference)
        .filter_map(|p| parse::parse(&p.traced.text, p.traced.lines()?.0))
        .collect()
}

#[cfg(test)]
mod tests;
