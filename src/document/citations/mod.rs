//! In-text citations: `(Segal, 2020: 3)`, `ساتو (2017)`, several in one bracket, «همان».
//!
//! Every year is looked at, and what stands beside it: names in Latin or Persian letters, a bracket,
//! a comma. Brackets count in either direction and need not match, since extraction mirrors and
//! displaces them; in a Persian text a run of Latin words with a comma and a year is a citation
//! wherever the brackets went. What a single place leaves open, the document settles: a name that is
//! cited elsewhere is a name (`known`), and a year of one calendar beside a citation of the same year
//! in the other is the same work cited in two scripts (`twins`).

mod names_before;
mod numbered;
pub(super) mod scan;
mod words;

use super::kind::Kind;
use super::names;
use super::passages::Passage;
use super::references::Reference;
use memchr::memchr2;
use names_before::Names;
use rustc_hash::FxHashSet;
use scan::{Scan, What};
use serde::Serialize;
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

/// The citation of the year at `at`, if names stand beside it.
fn with_names(
    scan: &Scan,
    at: usize,
    year: String,
    after: usize,
    last: Option<&Found>,
    known: &dyn Fn(&str) -> bool,
) -> Option<Found> {
    let left = Left::of(scan, at);
    let (page, end) = scan
        .page(after)
        .or_else(|| Some((left.page.clone()?, after)))
        .unwrap_or((String::new(), after));
    let found = |names: Names, end: usize| Found {
        tokens: names.tokens.start.min(at)..end.max(names.tokens.end),
        year_at: at,
        authors: names.authors,
        year: year.clone(),
        page: page.clone(),
        same: false,
    };
    // Another year of the same authors.
    if let Some(last) = last
        && last.tokens.end == left.end
        && left.end > 0
        && !left.brackets
    {
        let names = Names {
            tokens: last.tokens.end..last.tokens.end,
            authors: last.authors.clone(),
        };
        return Some(found(names, end));
    }
    let closed = (end..end + 3)
        .take_while(|i| matches!(scan.what(*i), Some(What::Mark(_))))
        .any(|i| scan.is_bracket(i));
    let turned = turned(scan, at, after);
    if let Some(names) = &turned
        && scan.before(left.end) != Some(What::Latin)
    {
        return Some(found(names.clone(), end));
    }
    match scan.before(left.end) {
        Some(What::Latin) if scan.arabic => {
            if let Some(names) = names_before::latin_run(scan, left.end) {
                let opened = (names.tokens.start.saturating_sub(3)..names.tokens.start)
                    .rev()
                    .take_while(|i| matches!(scan.what(*i), Some(What::Mark(_))))
                    .any(|i| scan.is_bracket(i));
                if left.comma || left.brackets || closed || opened {
                    return Some(found(names, end));
                }
            }
            // A name that begins before the year and goes on after it.
            let head = scan.word(left.end - 1);
            if matches!(head, "of" | "the" | "and" | "for")
                && let Some(tail) = &turned
            {
                let start = (0..left.end)
                    .rev()
                    .take_while(|i| scan.what(*i) == Some(What::Latin))
                    .last()?;
                return Some(found(
                    Names {
                        authors: format!("{} {}", scan.slice(start, left.end), tail.authors),
                        tokens: start..tail.tokens.end,
                    },
                    end,
                ));
            }
            turned.map(|names| found(names, end))
        }
        Some(What::Latin) => {
            let names = match inside(scan, at) {
                Some(open) if open + 1 < at && !left.opened => {
                    let start = (open + 1..left.end)
                        .rev()
                        .find(|i| matches!(scan.what(*i), Some(What::Mark(';') | What::Number)))
                        .map_or(open + 1, |i| i + 1);
                    let names = names_before::latin_names(scan, start..left.end)?;
                    let words = names.tokens.clone();
                    let words = words.filter(|i| scan.what(*i) == Some(What::Latin)).count();
                    (left.comma || words <= 6 && names.tokens.start == start).then_some(names)?
                }
                _ if left.opened => names_before::latin_before(scan, left.end)?,
                _ => return None,
            };
            Some(found(names, end))
        }
        Some(What::Arabic) => {
            if left.opened {
                if let Some(names) = reversed(scan, after) {
                    return Some(found(names, end));
                }
                let names = names_before::persian_before(scan, left.end, known)?;
                // Other words in the bracket, as where its end was displaced: only sure names.
                let sure = closed
                    || (names.tokens.clone()).all(|i| known(scan.word(i)) || scan.word(i) == "و")
                    || left.called
                    || names.authors.ends_with("همکاران");
                return sure.then(|| found(names, end));
            }
            let start = boundary(scan, left.end)?;
            let names = names_before::persian_names(scan, start..left.end, left.comma)?;
            Some(found(names, end))
        }
        _ => reversed(scan, after).map(|names| found(names, end)),
    }
}

/// What stands between a year and the names before it.
#[derive(Debug, Default)]
struct Left {
    /// The token after the names.
    end: usize,
    comma: bool,
    brackets: bool,
    /// A bracket stands directly before the year: the names are outside of it.
    opened: bool,
    /// The call of a note stands after the names.
    called: bool,
    /// A page that stands before the year.
    page: Option<String>,
}

impl Left {
    fn of(scan: &Scan, at: usize) -> Left {
        let mut left = Left {
            end: at,
            ..Left::default()
        };
        let colon = |i: usize| scan.what(i) == Some(What::Mark(':'));
        if at >= 2
            && scan.what(at - 1) == Some(What::Number)
            && colon(at - 2)
            && scan.year(at - 1).is_none()
        {
            left.page = scan.number(at - 1).map(|n| n.to_string());
            left.end = at - 2;
        }
        left.opened = left.end > 0 && scan.is_bracket(left.end - 1);
        while left.end > 0 && at - left.end < 7 {
            let i = left.end - 1;
            if scan.is_comma(i) {
                left.comma = true;
            } else if scan.what(i) == Some(What::Mark(']'))
                && scan.what(i.wrapping_sub(1)) == Some(What::Number)
                && scan.what(i.wrapping_sub(2)) == Some(What::Mark('['))
            {
                left.called = true;
                left.end = i - 2;
                continue;
            } else if scan.is_bracket(i) {
                left.brackets = true;
            } else if scan.what(i) == Some(What::Number)
                && left.brackets
                && i > 0
                && scan.glued(i - 1)
                && matches!(scan.before(i), Some(What::Arabic | What::Latin))
                && scan.word(i).chars().count() <= 2
            {
                // A call that touches the name.
                left.called = true;
            } else {
                let mark = matches!(scan.what(i), Some(What::Mark('.' | ':' | '-' | '’' | '»')));
                let and = left.end == at && matches!(scan.word(i), "و" | "and" | "&");
                if !mark && !and {
                    break;
                }
            }
            left.end = i;
        }
        left
    }
}

/// The bracket that is open at a place, in text whose brackets are in order, or all mirrored.
fn inside(scan: &Scan, at: usize) -> Option<usize> {
    let before = (at.saturating_sub(90)..at)
        .rev()
        .find(|i| scan.is_bracket(*i))?;
    let after = (at..at + 40).find(|i| scan.is_bracket(*i));
    let is = |i: usize, brackets: [char; 2]| matches!(scan.what(i), Some(What::Mark(c)) if brackets.contains(&c));
    let mirrored = is(before, [')', ']']) && after.is_some_and(|i| is(i, ['(', '[']));
    (is(before, ['(', '[']) || mirrored && before + 12 > at).then_some(before)
}

/// Where the stretch of a bracket begins that ends before `end`: after a bracket, a semicolon or an
/// earlier year.
fn boundary(scan: &Scan, end: usize) -> Option<usize> {
    (end.saturating_sub(24)..end)
        .rev()
        .find(|i| {
            scan.is_bracket(*i)
                || matches!(scan.what(*i), Some(What::Mark(';' | '؛')))
                || scan.what(*i) == Some(What::Number)
        })
        .filter(|i| scan.what(*i) != Some(What::Number) || scan.year(*i).is_some())
        .map(|i| i + 1)
}

/// A year that touches the Latin name after it, or has a mark and a bracket on its other side: a run
/// that was turned (`,2017Chan(`).
fn turned(scan: &Scan, at: usize, after: usize) -> Option<Names> {
    if !scan.arabic || !scan.glued(at) || !scan.is_capital(after) {
        return None;
    }
    let names = names_before::latin_run_after(scan, after)?;
    let marked = |i: usize| scan.is_bracket(i) || scan.is_comma(i);
    let beside = at.checked_sub(1).is_some_and(marked);
    (beside || marked(names.tokens.end)).then_some(names)
}

/// A line that was left in reverse order of its words: `(2019) همکاران و آسوی`.
fn reversed(scan: &Scan, after: usize) -> Option<Names> {
    let name = after + 3;
    (scan.is_bracket(after)
        && scan.word(after + 1) == "همکاران"
        && scan.word(after + 2) == "و"
        && scan.what(name) == Some(What::Arabic))
    .then(|| Names {
        tokens: after + 1..name + 1,
        authors: format!("{} و همکاران", scan.word(name)),
    })
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

/// A year somewhere in a bracket that stands behind a name cited elsewhere.
fn doubtful(scan: &Scan, known: &dyn Fn(&str) -> bool, all: &mut Vec<Found>) {
    for at in 0..scan.tokens.len() {
        let Some((year, after)) = scan.year(at) else {
            continue;
        };
        if all.iter().any(|f| f.tokens.contains(&at)) {
            continue;
        }
        let open = (at.saturating_sub(6)..at)
            .rev()
            .find(|i| scan.is_bracket(*i));
        let close = (after..after + 6).any(|i| scan.is_bracket(i));
        let Some(open) = open.filter(|_| close) else {
            continue;
        };
        let Some(names) = names_before::persian_before(scan, open, known) else {
            continue;
        };
        let several = names.tokens.len() > 1;
        if several
            && names
                .tokens
                .clone()
                .rev()
                .take(1)
                .all(|i| known(scan.word(i)))
        {
            all.push(Found {
                tokens: names.tokens.start..after,
                year_at: at,
                authors: names.authors,
                year,
                page: String::new(),
                same: false,
            });
        }
    }
}

/// The same work in two scripts, `(سیگال، 1399؛ Segal, 2020)`, where disorder parted the Persian
/// name from its year: a word before it sounds like the Latin name.
fn twins(scan: &Scan, all: &mut Vec<Found>) {
    const REACH: usize = 26;
    let mut more = Vec::new();
    for at in 0..scan.tokens.len() {
        let Some((year, after)) = scan.year(at) else {
            continue;
        };
        let Some(value) = year.parse::<i32>().ok().filter(|y| *y < 1450) else {
            continue;
        };
        if all.iter().any(|f| f.tokens.contains(&at)) {
            continue;
        }
        let Some(twin) = all.iter().find(|f| {
            let near = f.year_at > at && f.tokens.start < at + 8;
            near && f
                .year
                .parse::<i32>()
                .is_ok_and(|y| (621..=622).contains(&(y - value)))
        }) else {
            continue;
        };
        let keys: Vec<String> = names::words(&twin.authors)
            .iter()
            .filter_map(|w| names::skeleton(w))
            .collect();
        let mut words: Vec<(usize, usize)> = (at.saturating_sub(REACH)..at)
            .filter(|i| scan.what(*i) == Some(What::Arabic))
            .filter_map(|i| {
                let key = names::skeleton(scan.word(i))?;
                Some((keys.iter().position(|k| *k == key)?, i))
            })
            .collect();
        words.sort_unstable();
        words.dedup_by_key(|w| w.0);
        if words.is_empty() {
            continue;
        }
        let authors: Vec<&str> = words.iter().map(|(_, i)| scan.word(*i)).collect();
        more.push(Found {
            tokens: at..after,
            year_at: at,
            authors: authors.join(" "),
            year,
            page: scan.page(after).map(|p| p.0).unwrap_or_default(),
            same: false,
        });
    }
    all.extend(more);
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
