//! Which entry of the list of references an in-text citation means, and what is missing on either
//! side.

use super::Reference;
use crate::document::citations::Citation;
use crate::document::names;
use crate::language::transliteration;

/// For each citation the entry it means, by first author and year: the names agree in letters, or by
/// sound where one is Persian and the other Latin; the years are the same, or one year of the two
/// calendars. A citation of a numbered list names the entry itself.
pub fn link(citations: &[Citation], references: &[Reference]) -> Vec<Option<usize>> {
    let entries: Vec<(Vec<String>, &str)> = references
        .iter()
        .map(|r| (names::words(&r.authors), r.year.as_str()))
        .collect();
    citations
        .iter()
        .map(|citation| {
            if let Some(number) = citation.number {
                return references.iter().position(|r| r.number == Some(number));
            }
            let words = names::words(names::first(&citation.authors));
            let best = |fits: &dyn Fn(&str) -> bool| {
                entries
                    .iter()
                    .enumerate()
                    .filter(|(_, (_, year))| fits(year))
                    .filter_map(|(at, (theirs, _))| {
                        let place = theirs
                            .iter()
                            .position(|t| words.iter().any(|w| same(w, t)))?;
                        Some((place, at))
                    })
                    .min()
                    .map(|(_, at)| at)
            };
            let year = citation.year.as_str();
            best(&|y| y == year)
                .or_else(|| best(&|y| plain(y) == plain(year)))
                .or_else(|| best(&|y| other_calendar(y, year)))
        })
        .collect()
}

/// The entries that no citation means.
pub fn uncited(links: &[Option<usize>], references: &[Reference]) -> Vec<usize> {
    (0..references.len())
        .filter(|at| !links.contains(&Some(*at)))
        .collect()
}

fn same(a: &str, b: &str) -> bool {
    a == b
        || a.is_ascii() != b.is_ascii()
            && transliteration::key(a).is_some_and(|s| transliteration::key(b) == Some(s))
}

fn plain(year: &str) -> &str {
    year.trim_end_matches(|c: char| c.is_ascii_lowercase())
}

fn other_calendar(a: &str, b: &str) -> bool {
    match (plain(a).parse::<i32>(), plain(b).parse::<i32>()) {
        (Ok(a), Ok(b)) => (621..=622).contains(&(a - b).abs()),
        _ => false,
    }
}
