//! Citations by number, `[3]`, `[1, 4–6]`, of a numbered list of references.

use super::Citation;
use super::scan::{Scan, What};
use crate::document::kind::Kind;
use crate::document::passages::Passage;
use crate::document::references::Reference;
use rustc_hash::FxHashMap;

/// A list counts as numbered from so many numbered entries on.
const FEWEST: usize = 3;
/// Most entries of a span (`[3–9]`).
const LONGEST_SPAN: u32 = 30;

/// The citations of numbered entries, in the order of the text.
pub fn find(passages: &[Passage], references: &[Reference]) -> Vec<Citation> {
    let by_number: FxHashMap<u32, &Reference> = references
        .iter()
        .filter_map(|r| Some((r.number?, r)))
        .collect();
    if by_number.len() < FEWEST || by_number.len() * 2 < references.len() {
        return Vec::new();
    }
    let mut citations = Vec::new();
    for (index, passage) in passages.iter().enumerate() {
        if matches!(passage.kind, Kind::Reference | Kind::Footnote)
            || memchr::memchr(b'[', passage.traced.text.as_bytes()).is_none()
        {
            continue;
        }
        let scan = Scan::of(&passage.traced.text);
        for open in 0..scan.tokens.len() {
            // An index of a variable touches it.
            let touches =
                open > 0 && scan.glued(open - 1) && scan.before(open) == Some(What::Latin);
            if scan.what(open) != Some(What::Mark('[')) || touches {
                continue;
            }
            let Some((numbers, close)) = numbers(&scan, open) else {
                continue;
            };
            let at = scan.tokens[open].start;
            for number in numbers {
                let Some(reference) = by_number.get(&number) else {
                    continue;
                };
                citations.push(Citation {
                    line: passage.traced.line_at(at).unwrap_or(0),
                    authors: reference.authors.clone(),
                    year: reference.year.clone(),
                    page: String::new(),
                    raw: scan.slice(open, close + 1),
                    number: Some(number),
                    passage: index as u32,
                });
            }
        }
    }
    citations
}

/// The numbers between square brackets, spans written out, and the closing bracket.
fn numbers(scan: &Scan, open: usize) -> Option<(Vec<u32>, usize)> {
    let mut numbers = Vec::new();
    let mut at = open + 1;
    loop {
        let first = scan.number(at)?;
        at += 1;
        if matches!(scan.what(at), Some(What::Mark('-' | '–' | '—'))) {
            let last = scan.number(at + 1)?;
            if last < first || last - first > LONGEST_SPAN {
                return None;
            }
            numbers.extend(first..=last);
            at += 2;
        } else {
            numbers.push(first);
        }
        match scan.what(at)? {
            What::Mark(']') => return Some((numbers, at)),
            What::Mark(',' | ';' | '،' | '؛') => at += 1,
            _ => return None,
        }
    }
}
