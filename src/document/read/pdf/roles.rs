//! What the lines of a document are, by how and where they are set: headings by size and weight,
//! notes by size and rule, running heads and page numbers by their place on the pages.

use super::glyph::{Bookmark, Rule};
use super::line::Line;
use super::page::PageLines;
use super::script::{PAIRS, superscript_value};
use crate::text::Markup;
use crate::text::letters::{digit_value, fold_solid};
use rustc_hash::FxHashMap;

/// The roles of a page's lines, and before which of them a paragraph ends.
#[derive(Clone, Debug, Default)]
pub struct Roles {
    /// For each line.
    pub markup: Vec<Markup>,
    /// Lines above which there is more room than between the lines of a paragraph.
    pub apart: Vec<bool>,
}

/// Finds the roles of all lines. `texts` are the lines' texts, page by page.
pub fn find(pages: &[PageLines], texts: &[Vec<String>], bookmarks: &[Bookmark]) -> Vec<Roles> {
    let body = body_size(pages);
    let mut roles: Vec<Roles> = pages
        .iter()
        .map(|page| Roles {
            markup: page
                .lines
                .iter()
                .map(|l| {
                    if l.row {
                        Markup::TableRow
                    } else {
                        Markup::None
                    }
                })
                .collect(),
            apart: apart(page),
        })
        .collect();
    mark_furniture(pages, texts, &mut roles);
    for ((page, texts), roles) in pages.iter().zip(texts).zip(&mut roles) {
        mark_notes(page, texts, body, roles);
    }
    mark_headings(pages, texts, bookmarks, body, &mut roles);
    roles
}

/// The size in which most letters of the document are set.
fn body_size(pages: &[PageLines]) -> f32 {
    let mut letters: FxHashMap<u32, usize> = FxHashMap::default();
    for line in pages.iter().flat_map(|p| &p.lines) {
        *letters.entry((line.size * 2.0).round() as u32).or_default() += line.glyphs.len();
    }
    let most = letters
        .into_iter()
        .max_by_key(|(size, count)| (*count, *size));
    most.map_or(10.0, |(size, _)| size as f32 / 2.0)
}

/// Room above a line that parts it from the one before, as a multiple of the usual distance.
const WIDER: f32 = 1.35;

fn apart(page: &PageLines) -> Vec<bool> {
    let distances: Vec<f32> = page
        .lines
        .windows(2)
        .map(|w| w[1].baseline - w[0].baseline)
        .collect();
    let mut usual: Vec<f32> = page
        .lines
        .windows(2)
        .map(|w| (w[1].baseline - w[0].baseline) / w[1].size.max(1.0))
        .filter(|d| (0.8..4.0).contains(d))
        .collect();
    usual.sort_by(f32::total_cmp);
    let Some(usual) = usual.get(usual.len() / 2).copied() else {
        return vec![false; page.lines.len()];
    };
    let mut apart = vec![false];
    for (distance, line) in distances.iter().zip(page.lines.iter().skip(1)) {
        // Upwards is the next column.
        apart.push(*distance > WIDER * usual * line.size);
    }
    apart.truncate(page.lines.len());
    apart
}

/// Pages on which a line must come back at the same height to be a running head, and how many pages
/// may lie from the first of them to the last: running heads stand on each page or on each second
/// one. What comes back at the head of each chapter (an introduction) is its heading.
const LEAST_REPEATS: usize = 3;
const NEAR: usize = 6;
/// Lines at the head and at the foot of a page that are looked at.
const EDGE: usize = 3;

/// Lines at the edge of pages that come back with another number, and lone numbers that count the
/// pages.
fn mark_furniture(pages: &[PageLines], texts: &[Vec<String>], roles: &mut [Roles]) {
    type Place = (usize, usize);
    let mut groups: FxHashMap<(bool, String), Vec<Place>> = FxHashMap::default();
    let mut numbers: FxHashMap<(bool, i64), Vec<Place>> = FxHashMap::default();
    for (number, (page, texts)) in pages.iter().zip(texts).enumerate() {
        let mut order: Vec<usize> = (0..page.lines.len()).collect();
        order.sort_by(|a, b| page.lines[*a].baseline.total_cmp(&page.lines[*b].baseline));
        let edges = order
            .iter()
            .take(EDGE)
            .map(|i| (true, *i))
            .chain(order.iter().rev().take(EDGE).map(|i| (false, *i)));
        for (head, line) in edges {
            let at = page.lines[line].baseline;
            let in_margin = if head {
                at < 0.2 * page.height
            } else {
                at > 0.8 * page.height
            };
            let text = &texts[line];
            // A raised number begins a note, and many notes are the same name over and over.
            let note = text.starts_with(|c| superscript_value(c).is_some());
            let long = text.chars().count() > 140;
            if !in_margin || note || long || page.lines[line].row {
                continue;
            }
            let letters: String = fold_solid(text)
                .chars()
                .filter(|c| c.is_alphabetic())
                .collect();
            if letters.chars().count() >= 3 {
                groups
                    .entry((head, letters))
                    .or_default()
                    .push((number, line));
            } else if let Some(printed) = lone_number(text) {
                // Pages that count on differ from their place by the same number.
                numbers
                    .entry((head, printed - number as i64))
                    .or_default()
                    .push((number, line));
            }
        }
    }
    let by_letters = groups.into_values().filter(|places| {
        let mut pages_of: Vec<usize> = places.iter().map(|p| p.0).collect();
        pages_of.dedup();
        let heights: Vec<f32> = places
            .iter()
            .map(|(p, l)| pages[*p].lines[*l].baseline)
            .collect();
        let spread = heights.iter().copied().fold(f32::MIN, f32::max)
            - heights.iter().copied().fold(f32::MAX, f32::min);
        let near = pages_of
            .windows(LEAST_REPEATS)
            .any(|w| w[LEAST_REPEATS - 1] - w[0] <= NEAR);
        near && spread < 40.0
    });
    let by_number = numbers.into_values().filter(|places| {
        places.len() >= LEAST_REPEATS || places.len() == pages.len() && pages.len() > 1
    });
    for (page, line) in by_letters.chain(by_number).flatten() {
        roles[page].markup[line] = Markup::Furniture;
    }
}

/// The number of a line that holds nothing else.
fn lone_number(text: &str) -> Option<i64> {
    let digits: Vec<char> = text
        .chars()
        .filter(|c| {
            !c.is_whitespace()
                && !matches!(c, '-' | '–' | '—' | '[' | ']' | '(' | ')' | '|' | '/' | '.')
        })
        .collect();
    if digits.is_empty() || digits.len() > 5 {
        return None;
    }
    digits
        .iter()
        .try_fold(0i64, |n, c| Some(n * 10 + i64::from(digit_value(*c)?)))
}

/// Notes stand at the foot of a column, smaller than the text, below a short rule or with a number.
fn mark_notes(page: &PageLines, texts: &[String], body: f32, roles: &mut Roles) {
    let kept: Vec<usize> = (0..page.lines.len())
        .filter(|i| roles.markup[*i] != Markup::Furniture)
        .collect();
    // Upwards is the next column.
    for column in kept.chunk_by(|a, b| page.lines[*a].baseline <= page.lines[*b].baseline) {
        let first = first_note(page, texts, body, column);
        for i in &column[first.unwrap_or(column.len())..] {
            roles.markup[*i] = Markup::Footnote;
        }
    }
}

/// Where the notes begin among the lines of a column: of the small ones at its end, what is above
/// the rule or the first number is none (the caption of a figure).
fn first_note(page: &PageLines, texts: &[String], body: f32, column: &[usize]) -> Option<usize> {
    let line = |n: usize| &page.lines[column[n]];
    let top = |n: usize| line(n).baseline - line(n).size;
    let small = |n: &usize| line(*n).size < 0.93 * body && !line(*n).row;
    let tail = (0..column.len()).rev().take_while(small).last()?;
    let low = (tail..column.len()).filter(|n| top(*n) >= 0.3 * page.height);
    // The rule of notes begins where lines do, which the frame of a figure does by chance only.
    let at_an_edge = |r: &Rule| {
        let mut lines = column.iter().map(|i| &page.lines[*i]);
        lines.any(|l| (l.left - r.from).abs() < EDGE_SLACK || (l.right - r.to).abs() < EDGE_SLACK)
    };
    let ruled = |n: &usize| {
        let above = n.checked_sub(1).map(|above| line(above).baseline);
        above.is_some_and(|above| {
            page.rules.iter().any(|r| {
                (above - 2.0..top(*n) + 0.5 * body).contains(&r.at)
                    && r.to - r.from < 0.75 * page.width
                    && at_an_edge(r)
            })
        })
    };
    low.clone().find(ruled).or_else(|| {
        low.into_iter()
            .find(|n| starts_with_number(&texts[column[*n]]))
    })
}

/// How far a rule may end from the edge of a line, in points.
const EDGE_SLACK: f32 = 3.0;

/// A small number, then text.
fn starts_with_number(text: &str) -> bool {
    let text = text.trim_start();
    let digits = text
        .chars()
        .take_while(|c| digit_value(*c).is_some() || superscript_value(*c).is_some())
        .count();
    (1..=3).contains(&digits) && text.chars().skip(digits).any(char::is_alphabetic)
}

/// Words of a heading at most.
const LONGEST_HEADING: usize = 20;

/// Headings are larger than the text, or bold and short; the larger, the higher. What the outline
/// of the file names is one for certain.
fn mark_headings(
    pages: &[PageLines],
    texts: &[Vec<String>],
    bookmarks: &[Bookmark],
    body: f32,
    roles: &mut [Roles],
) {
    if mark_bookmarks(pages, texts, bookmarks, roles) {
        return;
    }
    // (page, line, style)
    let mut found: Vec<(usize, usize, (u32, bool))> = Vec::new();
    for (number, (page, texts)) in pages.iter().zip(texts).enumerate() {
        for (i, line) in page.lines.iter().enumerate() {
            if roles[number].markup[i] != Markup::None {
                continue;
            }
            let larger = line.size >= 1.12 * body;
            let bold = line.bold
                && line.size >= 0.97 * body
                && (roles[number].apart[i]
                    || begins_column(page, i)
                    || roles[number].apart.get(i + 1).copied().unwrap_or(true));
            if (larger || bold) && looks_like_heading(&texts[i], line, page) {
                found.push((number, i, ((line.size * 2.0).round() as u32, line.bold)));
            }
        }
    }
    // In a document set in one style throughout, nothing is a heading.
    let all: usize = pages.iter().map(|p| p.lines.len()).sum();
    if found.len() * 4 > all {
        return;
    }
    let mut styles: Vec<(u32, bool)> = found.iter().map(|f| f.2).collect();
    styles.sort_by(|a, b| b.cmp(a));
    styles.dedup();
    for (page, line, style) in found {
        let level = styles.iter().position(|s| *s == style).unwrap_or(0).min(5) + 1;
        roles[page].markup[line] = Markup::Heading(level as u8);
    }
}

/// Whether a line is the first of its column and the next one is set otherwise.
fn begins_column(page: &PageLines, i: usize) -> bool {
    let first = i == 0 || page.lines[i].baseline < page.lines[i - 1].baseline;
    first && page.lines.get(i + 1).is_some_and(|next| !next.bold)
}

fn looks_like_heading(text: &str, line: &Line, page: &PageLines) -> bool {
    let text = text.trim();
    let words = text.split_whitespace().count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let ends = text.chars().next_back().unwrap_or('.');
    let quoted = PAIRS.iter().any(|p| text.starts_with(p.0)) && words > 6;
    words > 0
        && words <= LONGEST_HEADING
        && letters >= 2
        && letters * 2 > text.chars().filter(|c| !c.is_whitespace()).count()
        && !matches!(ends, '.' | '؛' | ';' | '،' | ',' | '!')
        && !(ends == ':' && words > 6)
        && !quoted
        && line.right - line.left < 0.95 * page.width
}

/// Marks the lines that the outline of the file names, in its order; false if they are not found.
fn mark_bookmarks(
    pages: &[PageLines],
    texts: &[Vec<String>],
    bookmarks: &[Bookmark],
    roles: &mut [Roles],
) -> bool {
    if bookmarks.len() < 3 {
        return false;
    }
    let key = |text: &str| {
        fold_solid(text)
            .chars()
            .filter(|c| c.is_alphabetic())
            .collect::<String>()
    };
    let mut places: FxHashMap<String, Vec<(usize, usize)>> = FxHashMap::default();
    for (number, texts) in texts.iter().enumerate() {
        for (i, text) in texts.iter().enumerate() {
            if roles[number].markup[i] == Markup::None {
                places.entry(key(text)).or_default().push((number, i));
            }
        }
    }
    let mut found = Vec::new();
    let mut after = (0, 0);
    for bookmark in bookmarks {
        // The contents name them too, before: of several the largest is the heading.
        let Some(candidates) = places.get(&key(&bookmark.title)) else {
            continue;
        };
        let size = |place: &(usize, usize)| pages[place.0].lines[place.1].size;
        let best = candidates
            .iter()
            .filter(|place| **place >= after)
            .max_by(|a, b| size(a).total_cmp(&size(b)).then(b.cmp(a)));
        if let Some(&place) = best {
            after = place;
            found.push((place, bookmark.level));
        }
    }
    if found.len() * 2 < bookmarks.len() {
        return false;
    }
    for ((page, line), level) in found {
        roles[page].markup[line] = Markup::Heading(level.clamp(1, 6));
    }
    true
}
