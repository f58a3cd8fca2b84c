//! In-text citations: `(Segal, 2020: 3)`, `ساتو (2017)`, several in one bracket, «همان».
//!
//! Every year is looked at, and what stands beside it: names in Latin or Persian letters, a bracket,
//! a comma. Brackets count in either direction and need not match, since extraction mirrors and
//! displaces them; in a Persian text a run of Latin words with a comma and a year is a citation
//! wherever the brackets went. What a single place leaves open, the document settles: a name that is
//! cited elsewhere is a name (`known`), and a year of one calendar beside a citation of the same year
//! in the other is the same work cited in two scripts (`twins`).

mod beside_year;
mod names_before;
mod numbered;
pub(super) mod scan;
mod settled;
mod words;

use super::kind::Kind;
use super::names;
use super::passages::Passage;
use super::references::Reference;
use beside_year::with_names;
use memchr::memchr2;
use rustc_hash::FxHashSet;
use scan::{Scan, What};
use serde::Serialize;
use settled::{doubtful, twins};
use std::ops::Range;

/// A citation in the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Citation {
    /// Line of the source on which it begins.
    pub line: u32,
    /// Authors as printed; those of the work before for «همان» and ibid.
    pub authors: String,
    /// Year, digits in ASCII, with the letter that tells works of one year apart.
    pub year: String,
    /// Page or pages, digits in ASCII; empty if none is given.
    pub page: String,
    /// The citation as printed.
    pub raw: String,
    /// The entry it names, where the list of references is numbered (`[12]`).
    pub number: Option<u32>,
    /// Index of the passage in which it stands.
    pub passage: u32,
}

/// A citation in one passage, by tokens.
#[derive(Clone, Debug)]
struct Found {
    /// Tokens from the first of its names or year to after its page.
    tokens: Range<usize>,
    /// The token of its year, or of «همان».
    year_at: usize,
    authors: String,
    year: String,
    page: String,
    /// Said by «همان» or ibid: authors, and year if empty, are those of the citation before.
    same: bool,
}

/// Finds the citations of a document, in the order of the text. `references` are the entries of its
/// list, if it has one: numbers in square brackets cite those of a numbered list.
pub fn find(passages: &[Passage], references: &[Reference]) -> Vec<Citation> {
    let mut citations = by_name(passages);
    let numbered = numbered::find(passages, references);
    if !numbered.is_empty() {
        citations.extend(numbered);
        citations.sort_by_key(|c| c.passage);
    }
    citations
}

fn by_name(passages: &[Passage]) -> Vec<Citation> {
    let scans: Vec<(usize, Scan)> = passages
        .iter()
        .enumerate()
        .filter(|(_, p)| p.kind != Kind::Reference && may_cite(&p.traced.text))
        .map(|(index, p)| (index, Scan::of(&p.traced.text)))
        .collect();
    if scans.is_empty() {
        return Vec::new();
    }
    // First what is certain by itself; its names then help with the rest.
    let nobody = |_: &str| false;
    let mut known: FxHashSet<String> = FxHashSet::default();
    for (_, scan) in &scans {
        for found in certain(scan, &nobody) {
            known.extend(names::words(&found.authors));
        }
    }
    let is_known =
        |word: &str| !known.is_empty() && known.contains(&crate::text::letters::fold_solid(word));
    let mut citations: Vec<Citation> = Vec::new();
    for (index, scan) in &scans {
        let mut all = certain(scan, &is_known);
        doubtful(scan, &is_known, &mut all);
        twins(scan, &mut all);
        all.sort_by_key(|f| f.year_at);
        let passage = &passages[*index];
        for found in all {
            let first = found.tokens.start.min(found.year_at);
            let at = scan.tokens[first].start;
            let mut citation = Citation {
                line: passage.traced.line_at(at).unwrap_or(0),
                raw: raw(scan, &found.tokens),
                authors: found.authors,
                year: found.year,
                page: found.page,
                number: None,
                passage: *index as u32,
            };
            if first <= 3
                && let Some(before) = index.checked_sub(1).map(|i| &passages[i])
                && before.kind == passage.kind
                && let Some(head) = open_name(&before.traced.text)
            {
                citation.authors = format!("{head} {}", citation.authors);
            }
            if found.same {
                let Some(last) = citations.last() else {
                    continue;
                };
                citation.authors.clone_from(&last.authors);
                if citation.year.is_empty() {
                    citation.year.clone_from(&last.year);
                }
            }
            citations.push(citation);
        }
    }
    citations
}

/// The beginning of a name at the end of a passage, where a displaced full stop cut it in two:
/// `… Ministry of).`
fn open_name(text: &str) -> Option<&str> {
    let text = text.trim_end_matches([')', '(', '.', ' ', ',']);
    let is_latin = |c: char| c.is_ascii_alphabetic() || matches!(c, ' ' | '’' | '&');
    let start = text.len()
        - text
            .chars()
            .rev()
            .take_while(|c| is_latin(*c))
            .map(char::len_utf8)
            .sum::<usize>();
    let name = text[start..].trim();
    (name.starts_with(char::is_uppercase) && name.ends_with(" of") && name.len() < 60)
        .then_some(name)
}

/// A sign that is cheap to look for: a bracket, and four digits or the word for the same place.
fn may_cite(text: &str) -> bool {
    if memchr2(b'(', b')', text.as_bytes()).is_none() {
        return false;
    }
    let mut run = 0;
    for byte in text.bytes() {
        // Digits of one byte, and the second bytes of Persian and Arabic ones (their first are D9
        // and DB, which other letters have too: this only may be a year).
        match byte {
            b'0'..=b'9' | 0xb0..=0xb9 | 0xa0..=0xa9 => run += 1,
            0xd9 | 0xdb => {}
            _ => run = 0,
        }
        if run == 4 {
            return true;
        }
    }
    ["همان", "همو", "پیشین", "bid", "بی‌تا", "n.d."]
        .iter()
        .any(|word| memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some())
}

/// The citations that show themselves.
fn certain(scan: &Scan, known: &dyn Fn(&str) -> bool) -> Vec<Found> {
    let mut all: Vec<Found> = Vec::new();
    let mut at = 0;
    while at < scan.tokens.len() {
        if let Some(found) = same_place(scan, at) {
            at = found.tokens.end.max(at + 1);
            all.push(found);
            continue;
        }
        let Some((year, after)) = scan.year(at).or_else(|| undated(scan, at)) else {
            at += 1;
            continue;
        };
        let found = with_names(scan, at, year, after, all.last(), known);
        at = found.as_ref().map_or(after, |f| f.tokens.end.max(after));
        all.extend(found);
    }
    all
}

/// «بی‌تا» and n.d. stand for a year.
fn undated(scan: &Scan, at: usize) -> Option<(String, usize)> {
    let word = scan.word(at);
    let mut end = at + 1;
    let n_d = matches!(word, "n.d" | "n.d.");
    if n_d && scan.what(end) == Some(What::Mark('.')) {
        end += 1;
    }
    let persian = matches!(word, "بی‌تا" | "بیتا");
    ((n_d || persian) && at > 0 && (scan.is_comma(at - 1) || scan.is_bracket(at - 1)))
        .then(|| (if n_d { "n.d." } else { "بی‌تا" }.to_owned(), end))
}
/// «همان: ۲۵», `ibid., p. 3` in a bracket of their own; «همو، ۱۳۹۰» "the same author".
fn same_place(scan: &Scan, at: usize) -> Option<Found> {
    let author_only = matches!(scan.word(at), "همو" | "idem" | "Idem");
    let same = author_only
        || matches!(
            scan.word(at),
            "همان" | "پیشین" | "ibid" | "Ibid" | "ibid." | "Ibid." | "ib." | "Ib."
        );
    let begins =
        |i: usize| scan.is_bracket(i) || matches!(scan.what(i), Some(What::Mark(';' | '؛')));
    if !same || !at.checked_sub(1).is_some_and(begins) {
        return None;
    }
    let mut year = String::new();
    let mut page = String::new();
    let mut i = at + 1;
    while !scan.is_bracket(i) {
        if i - at > 10 {
            return None;
        }
        if let Some((found, after)) = scan.page(i) {
            page = found;
            i = after;
            continue;
        }
        match scan.what(i)? {
            What::Number => match scan.year(i) {
                Some((found, after)) if year.is_empty() => {
                    year = found;
                    i = after;
                    continue;
                }
                _ => page = scan.number(i)?.to_string(),
            },
            What::Mark(';' | '؛') => break,
            What::Mark(_) => {}
            _ => {
                let word = scan.word(i);
                let of_page = matches!(word, "ص" | "صص" | "ج" | "p" | "p." | "pp" | "pp." | "صفحه");
                let of_work = matches!(word, "منبع" | "جا" | "کتاب" | "مقاله" | "اثر" | "مأخذ");
                if !of_page && !of_work {
                    return None;
                }
            }
        }
        i += 1;
    }
    (!author_only || !year.is_empty()).then_some(Found {
        tokens: at..i,
        year_at: at,
        authors: String::new(),
        year,
        page,
        same: true,
    })
}

/// A citation as printed, with the brackets and marks at its sides.
fn raw(scan: &Scan, tokens: &Range<usize>) -> String {
    let mark = |i: usize| {
        matches!(
            scan.what(i),
            Some(What::Mark('(' | ')' | '[' | ']' | '.' | ','))
        )
    };
    let mut start = tokens.start;
    while start > 0 && tokens.start - start < 2 && mark(start - 1) {
        start -= 1;
        if scan.is_bracket(start) {
            break;
        }
    }
    let mut end = tokens.end;
    while end - tokens.end < 2 && mark(end) {
        end += 1;
        if scan.is_bracket(end - 1) {
            break;
        }
    }
    if end > tokens.end && !scan.is_bracket(end - 1) {
        end = tokens.end;
    }
    if start < tokens.start && !scan.is_bracket(start) {
        start = tokens.start;
    }
    scan.slice(start, end)
}

#[cfg(test)]
mod tests;
