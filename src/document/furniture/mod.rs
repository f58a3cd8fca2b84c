//! Page furniture: running heads, journal lines and page numbers, and which page a line is on.
//!
//! A running head is known by coming back: the same letters, with another number, at some distance.
//! What extraction did to the order of the line does not matter, since letters are compared as a
//! multiset.

mod heads;
mod pages;

use super::journal::{self, Journal};
use super::shape::Page;
use crate::text::Markup;
use heads::{
    broken_heads, number, repeated_lines, single_heads, stands_at_page_edge, without_numbers,
};
use pages::{assign_pages, rising};

/// What stands on the pages around the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Furniture {
    /// Whether each line is page furniture.
    pub lines: Vec<bool>,
    /// The page of each line, where it is known.
    pub pages: Vec<Option<u32>>,
    /// The texts of the running heads without their page numbers, most frequent first.
    pub heads: Vec<String>,
    /// What running heads say of the journal.
    pub journal: Journal,
    /// Lines with page numbers that are too far apart to tell the page of each line between them.
    anchors: Vec<(usize, u32)>,
}

/// Lines wider than this in characters are no running heads.
const WIDEST_HEAD: u32 = 120;
/// A running head must come back; two of a kind may be chance.
const LEAST_REPEATS: usize = 3;

/// Finds the furniture of a document.
pub fn find(page: &Page) -> Furniture {
    let count = page.shapes.len();
    let mut furniture = Furniture {
        lines: vec![false; count],
        pages: vec![None; count],
        ..Furniture::default()
    };
    if page.text.lines.iter().any(|l| l.page.is_some()) {
        return of_format(page, furniture);
    }
    let mut numbers: Vec<(usize, u32)> = Vec::new();
    let repeated = repeated_lines(page);
    for group in &repeated {
        for &(line, number) in &group.lines {
            furniture.lines[line] = true;
            numbers.extend(number.map(|n| (line, n)));
        }
        furniture.heads.push(group.text.clone());
    }
    for (line, number) in lone_numbers(page, &furniture) {
        furniture.lines[line] = true;
        numbers.push((line, number));
    }
    let counted = !numbers.is_empty();
    let single = single_heads(page, &furniture.lines);
    let broken = broken_heads(page, &mut furniture);
    for (line, _) in &single {
        furniture.heads.push(without_numbers(page.line(*line)));
    }
    for (line, number) in single.into_iter().chain(broken) {
        furniture.lines[line] = true;
        numbers.push((line, number));
    }
    for line in (0..count).filter(|l| furniture.lines[*l]) {
        if let Some(found) = journal::read(page.line(line)) {
            journal::add(&mut furniture.journal, found);
        }
    }
    numbers.sort_unstable();
    let rising = rising(&numbers);
    // A few heads tell the pages at their lines and not those between.
    if !counted && !numbers.is_empty() && numbers.len() < 2 * LEAST_REPEATS {
        furniture.anchors = numbers;
        return furniture;
    }
    assign_pages(page, &furniture.lines, &rising, &mut furniture.pages);
    furniture
}
/// What the format itself says of pages and their furniture.
fn of_format(page: &Page, mut furniture: Furniture) -> Furniture {
    let mut heads: Vec<(String, usize)> = Vec::new();
    for (index, line) in page.text.lines.iter().enumerate() {
        furniture.pages[index] = line.page;
        furniture.lines[index] = line.markup == Markup::Furniture;
        let text = without_numbers(page.line(index));
        if furniture.lines[index] && text.chars().any(char::is_alphabetic) {
            match heads.iter_mut().find(|h| h.0 == text) {
                Some(head) => head.1 += 1,
                None => heads.push((text, 1)),
            }
        }
    }
    heads.sort_by_key(|h| std::cmp::Reverse(h.1));
    furniture.heads = heads.into_iter().map(|h| h.0).collect();
    furniture
}

/// Lines that hold nothing but a number and stand alone: page numbers, if many lines do.
fn lone_numbers(page: &Page, furniture: &Furniture) -> Vec<(usize, u32)> {
    let lines: Vec<(usize, u32)> = (0..page.shapes.len())
        .filter(|i| !furniture.lines[*i] && page.shapes[*i].digits > 0)
        .filter(|i| page.shapes[*i].arabic + page.shapes[*i].latin == 0)
        .filter(|i| stands_at_page_edge(page, *i))
        .filter_map(|i| {
            let text = page
                .line(i)
                .trim()
                .trim_matches(['-', '–', '—', '[', ']', ' ']);
            number(text).map(|n| (i, n))
        })
        .collect();
    // Page numbers rise by about one; cells of a table do not.
    let rising = rising(&lines);
    if rising.len() >= 2 && rising.len() * 2 > lines.len() {
        rising
    } else {
        Vec::new()
    }
}

#[cfg(test)]
mod tests;
