//! Takes an entry of a list of references apart: authors, year, title, and what follows it.
//!
//! Styles differ in order and marks, but share landmarks: a year, in brackets after the authors (APA,
//! Harvard, Iranian journals), after a full stop (Chicago), or near the end (Vancouver, IEEE, notes);
//! quotes around the title of an article; `vol`, «شماره», `3(4)`, `pp.`; a link.

use super::Reference;
use crate::document::citations::scan::{Scan, What};
use crate::document::shape::leading_number;
use crate::document::years::years;
use std::ops::Range;

const QUOTES: [(char, char); 5] = [('«', '»'), ('“', '”'), ('"', '"'), ('‘', '’'), ('„', '“')];

/// Characters within which a year in brackets follows the authors.
const LONGEST_AUTHORS: usize = 300;

/// Whether a text has so many letters or more.
fn has_letters(text: &str, least: usize) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic());
    letters.take(least).count() == least
}

/// Takes an entry apart; none if it says nothing.
pub fn parse(text: &str, line: u32) -> Option<Reference> {
    let raw = text.trim();
    let numbering =
        leading_number(raw).filter(|n| n.marked && n.parts.len() == 1 && n.parts[0] < 1000);
    let number = numbering.as_ref().map(|n| n.parts[0]);
    let body = numbering.map_or(raw, |n| n.rest);
    let body = body.trim_start_matches(|c: char| !c.is_alphanumeric() && !is_quote(c));
    if !has_letters(body, 3) {
        return None;
    }
    let link = link(body);
    let before_link = link.as_ref().map_or(body, |l| &body[..l.start]);
    let mut reference = Reference {
        line,
        number,
        raw: raw.to_owned(),
        ..Reference::default()
    };
    if let Some(range) = &link {
        let found = trim(&body[range.clone()]).to_owned();
        let doi = found
            .find("10.")
            .filter(|_| found.to_lowercase().contains("doi"))
            .map(|at| found[at..].to_owned());
        match doi {
            Some(doi) => reference.doi = doi,
            None => reference.link = found,
        }
    }
    let rest = match leading_year(before_link) {
        Some((authors, year, rest)) => {
            reference.authors = trim(authors).to_owned();
            reference.year = year;
            rest
        }
        None => {
            let end = authors_end(before_link).unwrap_or(0);
            reference.authors = trim(&before_link[..end]).to_owned();
            let rest = &before_link[end..];
            if let Some((_, year)) = years(rest).last() {
                reference.year = year.to_string();
            }
            rest
        }
    };
    for role in ["(Ed", "(Eds", "(ed", "(eds"] {
        if let Some(names) = reference.authors.strip_suffix(role) {
            reference.authors = trim(names).to_owned();
        }
    }
    let (title, rest) = title(rest);
    reference.title = title;
    details(&mut reference, rest);
    Some(reference)
}

/// Authors, year and the rest, where the year follows the authors: in brackets, or between full
/// stops or commas.
fn leading_year(body: &str) -> Option<(&str, String, &str)> {
    let first_quote = body.find(is_quote).unwrap_or(body.len());
    for (range, year) in years(body) {
        if range.start > LONGEST_AUTHORS || range.start > first_quote {
            return None;
        }
        let before = &body[..range.start];
        let opened = before.trim_end().ends_with(['(', '[', ')']);
        let stops = before.trim_end().ends_with(['.', '،', ',']);
        let after = &body[range.end..];
        let letter = after
            .chars()
            .next()
            .filter(|c| c.is_ascii_lowercase() && !after[1..].starts_with(char::is_alphanumeric));
        let after = &after[letter.map_or(0, char::len_utf8)..];
        let authors = before.trim_end_matches(|c: char| {
            c.is_whitespace() || matches!(c, '(' | '[' | ')' | '.' | ',' | '،')
        });
        if !has_letters(authors, 2) {
            continue;
        }
        let rest = if opened {
            // `(2017, May 3)` and `(چاپ دوم، 1390)`.
            let close = after.find([')', ']', '(']).filter(|at| *at < 40)?;
            &after[close + 1..]
        } else if stops
            && after.trim_start().starts_with(['.', '،', ','])
            && authors_end(before).is_none_or(|end| end + 4 >= authors.len())
        {
            after
        } else {
            continue;
        };
        // `Segal. Title of the article. Journal 3 (2020)`: more than authors.
        if opened
            && authors_end(authors).is_some_and(|end| authors[end..].split_whitespace().count() > 4)
        {
            return None;
        }
        let year = format!("{year}{}", letter.map_or(String::new(), String::from));
        return Some((authors, year, rest));
    }
    None
}

/// Where the authors end in an entry whose year comes later: at a quote, or at a full stop that is
/// none of an initial.
fn authors_end(body: &str) -> Option<usize> {
    let quote = body.find(is_quote);
    let stop = body.char_indices().find_map(|(at, c)| {
        if !matches!(c, '.' | ':' | '?') || !body[at + 1..].starts_with([' ', '«', '“']) {
            return None;
        }
        let word = body[..at]
            .rsplit([' ', '.', '-', '،', ','])
            .next()
            .unwrap_or("");
        // After an initial more names may come.
        let initial = word.chars().count() == 1 && !word.chars().all(char::is_lowercase);
        let next = body[at + 1..].trim_start();
        let next_word: String = next.chars().take_while(|c| c.is_alphabetic()).collect();
        let name_follows = next_word.chars().count() == 1
            || next[next_word.len()..].starts_with(',')
            || next.starts_with(['&', ','])
            || matches!(next_word.as_str(), "and" | "et");
        let abbreviated = matches!(word, "ed" | "eds" | "Jr" | "Dr" | "St");
        (!abbreviated && (!initial || !name_follows)).then_some(at + 1)
    });
    match (quote, stop) {
        (Some(quote), Some(stop)) => Some(quote.min(stop)),
        (quote, stop) => quote.or(stop),
    }
}

/// The title at the start of what follows authors and year, and what follows it: what is quoted, or
/// the first sentence; in Persian entries parted by commas, the first part.
fn title(rest: &str) -> (String, &str) {
    let rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric() && !is_quote(c));
    for (open, close) in QUOTES {
        if let Some(inner) = rest.strip_prefix(open)
            && let Some(end) = inner.find(close)
        {
            return (
                trim(&inner[..end]).to_owned(),
                &inner[end + close.len_utf8()..],
            );
        }
    }
    // A short question is the first half of a title.
    let ends = crate::text::sentence_ends(rest);
    let half = ends.first().is_some_and(|end| {
        let head = rest[..*end].trim_end();
        head.ends_with(['?', '؟']) && head.split_whitespace().count() < 4 && ends.len() > 1
    });
    let sentence = ends.get(usize::from(half)).copied().unwrap_or(rest.len());
    // «عنوان کتاب، ترجمه …، تهران: نشر نی.» "title, translated by …, Tehran: Ney"
    let part = rest[..sentence]
        .char_indices()
        .filter(|(_, c)| *c == '،')
        .map(|(at, _)| at)
        .find(|at| is_detail(&rest[at + '،'.len_utf8()..sentence]));
    let end = part.unwrap_or(sentence);
    (trim(&rest[..end]).to_owned(), &rest[end..])
}

/// Whether a part after a comma is no part of a title: a translator, a place with a publisher, a
/// volume, a journal.
fn is_detail(part: &str) -> bool {
    let head = part.trim_start();
    let words = [
        "ترجمه",
        "مترجم",
        "تهران",
        "قم",
        "مشهد",
        "اصفهان",
        "شیراز",
        "تبریز",
        "فصلنامه",
        "دوفصلنامه",
        "مجله",
        "نشریه",
        "پژوهشنامه",
        "ماهنامه",
        "دوره",
        "سال",
        "شماره",
        "جلد",
        "چاپ",
        "ص",
        "صص",
        "انتشارات",
        "نشر",
        "به کوشش",
        "زیر نظر",
        "پایان‌نامه",
        "رساله",
        "دانشگاه",
    ];
    words.iter().any(|w| {
        head.strip_prefix(w)
            .is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphabetic() || c == '\u{200c}'))
    }) || head
        .split(['،', '.'])
        .next()
        .is_some_and(|first| first.contains(':') && first.split_whitespace().count() <= 5)
}

/// Venue, volume, issue, pages, publisher.
fn details(reference: &mut Reference, rest: &str) {
    let rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
    let scan = Scan::of(rest);
    let colon = |i: usize| scan.what(i) == Some(What::Mark(':'));
    let mut venue_end = rest.len();
    let mut end_venue = |at: usize| venue_end = venue_end.min(at);
    let mut i = 0;
    while i < scan.tokens.len() {
        let start = scan.tokens[i].start;
        let word = scan.word(i).to_lowercase();
        let dot = usize::from(scan.what(i + 1) == Some(What::Mark('.')));
        let mut value = i + 1 + dot;
        if colon(value) {
            value += 1;
        }
        let number = span(&scan, value);
        match word.trim_end_matches('.') {
            "vol" | "volume" | "دوره" | "سال" | "جلد" | "ج" if number.is_some() => {
                end_venue(start);
                reference.volume = number.unwrap_or_default().0;
            }
            "no" | "issue" | "nr" | "شماره" | "ش" if number.is_some() => {
                end_venue(start);
                reference.issue = number.unwrap_or_default().0;
            }
            "pp" | "p" | "pages" | "صص" | "ص" | "صفحات" if number.is_some() => {
                end_venue(start);
                reference.pages = number.unwrap_or_default().0;
            }
            _ if scan.what(i) == Some(What::Number) => {
                // `3(4), 353-364`, `2009;3(4):333-89`
                let is_year = scan
                    .year(i)
                    .is_some_and(|(y, _)| reference.year.starts_with(&y));
                if !is_year
                    && scan.what(i + 1) == Some(What::Mark('('))
                    && reference.volume.is_empty()
                {
                    end_venue(start);
                    reference.volume = scan.number(i).map(|n| n.to_string()).unwrap_or_default();
                    if let Some((issue, after)) = span(&scan, i + 2) {
                        reference.issue = issue;
                        i = after;
                    }
                } else if let Some((pages, after)) = span(&scan, i)
                    && after > i + 1
                    && !is_year
                    && reference.pages.is_empty()
                {
                    end_venue(start);
                    reference.pages = pages;
                    i = after - 1;
                } else if is_year {
                    end_venue(start);
                } else if reference.volume.is_empty()
                    && scan.is_comma(i + 1) | colon(i + 1)
                    && i > 0
                {
                    end_venue(start);
                    reference.volume = scan.number(i).map(|n| n.to_string()).unwrap_or_default();
                }
            }
            _ => {}
        }
        i += 1;
    }
    let venue = trim(&rest[..venue_end]);
    let venue = venue
        .strip_prefix("In ")
        .or_else(|| venue.strip_prefix("In: "))
        .unwrap_or(venue);
    let venue = trim(venue.split(". ").next().unwrap_or(venue));
    // A place and a publisher.
    match rest[..venue_end].rsplit_once(':') {
        Some((place, publisher)) if reference.volume.is_empty() && !place.trim().is_empty() => {
            reference.publisher =
                trim(publisher.split(['،', ',', '.']).next().unwrap_or("")).to_owned();
            if let Some((venue, _)) = place.rsplit_once(['.', '،', ','])
                && venue.split_whitespace().count() > 2
            {
                reference.venue = trim(venue).to_owned();
            }
        }
        _ => reference.venue = venue.to_owned(),
    }
}

/// A number or a span of numbers, and the token after it.
fn span(scan: &Scan, at: usize) -> Option<(String, usize)> {
    let first = scan.number(at)?;
    let dash = matches!(scan.what(at + 1), Some(What::Mark('-' | '–' | '—')));
    match scan.number(at + 2) {
        Some(last) if dash => Some((format!("{first}-{last}"), at + 3)),
        _ => Some((first.to_string(), at + 1)),
    }
}

/// Where a link or DOI stands.
fn link(body: &str) -> Option<Range<usize>> {
    let lower = body.to_ascii_lowercase();
    let start = ["https://", "http://", "doi:", "doi.org/", "www."]
        .iter()
        .filter_map(|mark| lower.find(mark))
        .min()?;
    let skip = if lower[start..].starts_with("doi:") {
        4
    } else {
        0
    };
    let rest = &body[start + skip..];
    let lead = rest.len() - rest.trim_start().len();
    let len = rest
        .trim_start()
        .find(char::is_whitespace)
        .unwrap_or(rest.trim_start().len());
    Some(start..start + skip + lead + len)
}

fn is_quote(c: char) -> bool {
    matches!(c, '«' | '“' | '"' | '„')
}

pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '.' | ',' | '،' | '(' | ')' | ':' | ';' | '؛' | '»')
    })
}
