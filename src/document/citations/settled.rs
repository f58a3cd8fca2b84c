//! What one place leaves open and the rest of the document settles: names that are cited elsewhere, and
//! the same work cited in two scripts.

use super::scan::{Scan, What};
use super::{Found, names, names_before};
use crate::language::transliteration;

/// A year somewhere in a bracket that stands behind a name cited elsewhere.
pub fn doubtful(scan: &Scan, known: &dyn Fn(&str) -> bool, all: &mut Vec<Found>) {
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
pub fn twins(scan: &Scan, all: &mut Vec<Found>) {
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
            .filter_map(|w| transliteration::key(w))
            .collect();
        let mut words: Vec<(usize, usize)> = (at.saturating_sub(REACH)..at)
            .filter(|i| scan.what(*i) == Some(What::Arabic))
            .filter_map(|i| {
                let key = transliteration::key(scan.word(i))?;
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
