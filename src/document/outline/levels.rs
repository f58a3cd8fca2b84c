//! Which candidates are headings after all, and on which level of the tree each stands.

use super::super::shape::Page;
use super::{Candidate, Section, known};
use crate::text::letters::fold_solid;

/// Numbered lines that follow each other without text between them are a list, and so are numbers
/// that do not count on from a heading before them.
pub fn drop_lists(page: &Page, found: &mut Vec<(usize, Candidate)>) {
    let single = |c: &Candidate| c.level.is_none() && c.number.len() == 1;
    let mut keep = vec![true; found.len()];
    for i in 1..found.len() {
        let (line, candidate) = &found[i];
        let (before_line, before) = &found[i - 1];
        let adjacent = page.next(*before_line) == Some(*line);
        if adjacent && single(candidate) && single(before) {
            (keep[i - 1], keep[i]) = (false, false);
        }
    }
    let mut keep = keep.into_iter();
    found.retain(|_| keep.next().unwrap_or(true));
}

/// The number of a heading that counts in a series of single numbers; 0 for one that ends it.
pub fn series_number(candidate: &Candidate) -> Option<u32> {
    match (&candidate.number[..], candidate.level) {
        ([part], None) => Some(*part),
        (_, Some(_)) => Some(0),
        _ => None,
    }
}

/// Headings that hold others which have no number.
fn is_container(title: &str) -> bool {
    let folded = fold_solid(title);
    [
        "نظری",
        "یافته",
        "روش",
        "پیشینه",
        "ادبیات",
        "بحث",
        "method",
        "result",
        "framework",
    ]
    .iter()
    .any(|word| folded.to_lowercase().contains(word))
}

/// Numbers say the level; a known heading stands at the top. Any other stands in the series of single
/// numbers around it if that goes on after it (`next_number`), else beside the last heading like it,
/// else below what holds it.
pub fn level_of(
    candidate: &Candidate,
    sections: &[Section],
    stack: &[u32],
    next_number: Option<u32>,
) -> u8 {
    if let Some(level) = candidate.level {
        return level;
    }
    let open: Vec<&Section> = stack.iter().map(|s| &sections[*s as usize]).collect();
    let single = |s: &Section| s.number.parse::<u32>().ok();
    if let [part] = candidate.number[..] {
        // The next number of a series stands beside the one before it.
        let mut lowest = u8::MAX;
        for section in sections.iter().rev() {
            lowest = lowest.min(section.level);
            if section.level == lowest && single(section).is_some_and(|n| n < part && n + 8 > part)
            {
                return section.level;
            }
        }
        return match open.last() {
            Some(last) if part == 1 && !last.title.is_empty() && known(&last.title).is_none() => {
                (last.level + 1).min(6)
            }
            _ => 1,
        };
    }
    let in_series = open
        .iter()
        .rev()
        .find(|s| single(s).is_some_and(|n| next_number.is_some_and(|next| next > n)));
    if let Some(series) = in_series {
        // Below a top number, as sections have them; beside an item of a series under a title.
        return if series.level == 1 { 2 } else { series.level };
    }
    if let Some(like) = open
        .iter()
        .rev()
        .find(|s| s.number.is_empty() && known(&s.title).is_none())
    {
        return like.level;
    }
    match open.last() {
        Some(above) if !above.number.is_empty() => (above.level + 1).min(6),
        Some(above) if is_container(&above.title) || candidate.title.ends_with(':') => {
            (above.level + 1).min(6)
        }
        _ => 1,
    }
}
