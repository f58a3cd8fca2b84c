//! Running heads: lines that come back, heads that came through once, and heads in pieces.

use super::super::journal::{self, Journal};
use super::super::shape::Page;
use super::{Furniture, LEAST_REPEATS, WIDEST_HEAD};
use crate::text::letters::{Class, digit_value, fold_solid, letter};
use rustc_hash::FxHashMap;

/// Lines of a page, at the least and at the most, empty ones counted.
const PAGE_LINES: std::ops::RangeInclusive<usize> = 15..=100;

/// Heads that came through only once or twice: lines with a page number at one end, parted from the
/// text by empty lines, whose numbers rise as their distance demands. One of them must name the
/// journal.
pub fn single_heads(page: &Page, furniture: &[bool]) -> Vec<(usize, u32)> {
    let blank = |i: usize| page.shapes.get(i).is_none_or(|s| s.is_blank());
    let candidates: Vec<(usize, u32)> = page
        .shapes
        .iter()
        .enumerate()
        .filter(|(_, s)| {
            (2..=14).contains(&s.digits) && s.arabic + s.latin >= 8 && s.width <= WIDEST_HEAD
        })
        .map(|(index, _)| index)
        .filter(|i| !furniture[*i] && *i > 0 && blank(*i - 1) && blank(*i + 1))
        .filter(|i| blank(i.saturating_sub(2)) || blank(*i + 2))
        .filter_map(|i| Some((i, edge_number(page.line(i)).filter(|n| *n > 9)?)))
        .collect();
    let fits = |a: &(usize, u32), b: &(usize, u32)| {
        b.1 > a.1 && {
            let lines = (b.0 - a.0) / (b.1 - a.1) as usize;
            PAGE_LINES.contains(&lines)
        }
    };
    let is_journal = |c: &(usize, u32)| journal::is_journal_line(page.line(c.0));
    let Some(anchor) = candidates.iter().find(|c| is_journal(c)) else {
        return Vec::new();
    };
    candidates
        .iter()
        .filter(|c| *c == anchor || fits(anchor, c) || fits(c, anchor))
        .copied()
        .collect()
}

/// Heads that extraction broke into a line for each part: «سال دوم», «شماره سوم», «پاییز 1404», a
/// page number, and the title of the paper. Marks the lines without a number; gives the others.
pub fn broken_heads(page: &Page, furniture: &mut Furniture) -> Vec<(usize, u32)> {
    let mut numbers = Vec::new();
    let mut index = 0;
    while index < page.shapes.len() {
        let is_cell = |i: usize| {
            let shape = &page.shapes[i];
            (2..=4).contains(&shape.words)
                && shape.width <= 20
                && journal::cell(page.line(i)).is_some()
        };
        if furniture.lines[index] || !is_cell(index) {
            index += 1;
            continue;
        }
        let is_number = |i: usize| {
            let shape = &page.shapes[i];
            (shape.digits > 0 && shape.arabic + shape.latin == 0)
                .then(|| number(page.line(i).trim()))
                .flatten()
        };
        let mut block = vec![index];
        while let Some(next) = page.next(block[block.len() - 1]) {
            if !is_cell(next) && is_number(next).is_none() {
                break;
            }
            block.push(next);
        }
        let after = block[block.len() - 1] + 1;
        let mut titled = false;
        while let Some(before) = page.previous(block[0]) {
            if is_number(before).is_none() {
                if titled || !repeats_front(page, before) {
                    break;
                }
                titled = true;
            }
            block.insert(0, before);
        }
        let cells: Vec<journal::Cell> = block
            .iter()
            .filter_map(|i| journal::cell(page.line(*i)))
            .collect();
        if cells.len() >= 2 {
            let mut found = Journal::default();
            for cell in cells {
                match cell {
                    journal::Cell::Volume(n) => found.volume = Some(n),
                    journal::Cell::Issue(n) => found.issue = Some(n),
                    journal::Cell::Year(n) => found.year = Some(n),
                }
            }
            journal::add(&mut furniture.journal, found);
            for line in block {
                furniture.lines[line] = true;
                numbers.extend(is_number(line).map(|n| (line, n)));
            }
        }
        index = after;
    }
    numbers
}

/// Whether a line comes again what stands among the first lines of the document: its title.
fn repeats_front(page: &Page, index: usize) -> bool {
    const FRONT: usize = 160;
    let shape = &page.shapes[index];
    shape.words > 1
        && shape.width <= WIDEST_HEAD
        && (0..FRONT.min(index)).any(|i| {
            page.shapes[i].width == shape.width
                && fold_solid(page.line(i)) == fold_solid(page.line(index))
        })
}

/// A running head.
pub struct Head {
    /// Its text without the page number.
    pub text: String,
    /// Its lines, with the number at their edge.
    pub lines: Vec<(usize, Option<u32>)>,
}

/// Groups of lines that have the same letters and stand apart from each other.
pub fn repeated_lines(page: &Page) -> Vec<Head> {
    let mut groups: FxHashMap<Vec<char>, Vec<usize>> = FxHashMap::default();
    for (index, shape) in page.shapes.iter().enumerate() {
        let letters = shape.arabic + shape.latin;
        if shape.width > WIDEST_HEAD || letters < 8 || !stands_at_page_edge(page, index) {
            continue;
        }
        let mut key: Vec<char> = fold_solid(page.line(index))
            .chars()
            .filter(|c| {
                matches!(
                    letter(*c).class,
                    Class::Arabic | Class::Latin | Class::Other
                )
            })
            .collect();
        key.sort_unstable();
        groups.entry(key).or_default().push(index);
    }
    let mut heads: Vec<Head> = groups
        .into_values()
        .filter(|lines| lines.len() >= LEAST_REPEATS && are_apart(lines))
        .filter_map(|lines| head(page, lines))
        .collect();
    heads.sort_by_key(|h| (std::cmp::Reverse(h.lines.len()), h.lines[0].0));
    heads
}

/// A head needs page numbers on its lines, or page breaks before them: otherwise it is a refrain,
/// such as the header row of a table.
fn head(page: &Page, lines: Vec<usize>) -> Option<Head> {
    let numbers: Vec<Option<u32>> = lines.iter().map(|l| edge_number(page.line(*l))).collect();
    let numbered = numbers.iter().flatten().count();
    let distinct = {
        let mut all: Vec<u32> = numbers.iter().flatten().copied().collect();
        all.dedup();
        all.len()
    };
    let broken = lines
        .iter()
        .filter(|l| page.text.lines[**l].new_page)
        .count();
    if broken * 2 < lines.len() && (numbered * 2 < lines.len() || distinct * 2 < lines.len()) {
        return None;
    }
    Some(Head {
        text: without_numbers(page.line(lines[0])),
        lines: lines.into_iter().zip(numbers).collect(),
    })
}

/// A head without its page number.
pub fn without_numbers(line: &str) -> String {
    line.trim_matches(|c: char| digit_value(c).is_some() || c.is_whitespace())
        .to_owned()
}

/// Heads stand between pages: an empty line, a form feed or another odd line is near.
pub fn stands_at_page_edge(page: &Page, index: usize) -> bool {
    let blank =
        |i: Option<usize>| i.is_none_or(|i| page.shapes.get(i).is_none_or(|s| s.is_blank()));
    page.text.lines[index].new_page
        || blank(index.checked_sub(1))
        || blank(Some(index + 1))
        || edge_number(page.line(index)).is_some()
}

fn are_apart(lines: &[usize]) -> bool {
    lines.windows(2).all(|w| w[1] - w[0] >= 8)
}

/// The number of one to four digits at either end of a line, parted from the text by space.
fn edge_number(line: &str) -> Option<u32> {
    let line = line.trim();
    let words = || line.split_whitespace();
    [words().next(), words().next_back()]
        .into_iter()
        .flatten()
        .find_map(number)
}

pub fn number(word: &str) -> Option<u32> {
    let digits = word.chars().count();
    (1..=4)
        .contains(&digits)
        .then(|| {
            word.chars()
                .try_fold(0, |n, c| Some(n * 10 + u32::from(digit_value(c)?)))
        })
        .flatten()
}
