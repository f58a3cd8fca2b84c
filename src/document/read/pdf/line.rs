//! Lines: glyphs that stand on one baseline, with the spaces between them.

use super::gaps::Gaps;
use super::glyph::{Form, Glyph};
use super::order::{self, Room};
use super::script::{Kind, PHANTOM, SUPERSCRIPTS, is_arabic, is_letter, is_mark, kind};
use crate::text::letters::{ZWNJ, digit_value};
use rustc_hash::FxHashSet;

/// A line in reading order.
#[derive(Clone, Debug)]
pub struct Line {
    /// Baseline.
    pub baseline: f32,
    /// Left edge.
    pub left: f32,
    /// Right edge.
    pub right: f32,
    /// Size of most of its letters.
    pub size: f32,
    /// Whether most of its letters are bold.
    pub bold: bool,
    /// Its glyphs in the order in which they are read.
    pub glyphs: Vec<Glyph>,
    /// Whether it is a row of a table, its cells parted by `|`.
    pub row: bool,
}

impl Line {
    /// The line of glyphs in reading order.
    pub fn of(glyphs: Vec<Glyph>, baseline: f32) -> Line {
        let visible = || glyphs.iter().filter(|g| g.shape != 0 && !g.is_space());
        let letters = || visible().filter(|g| g.text.chars().any(is_letter));
        let mut sizes: Vec<f32> = letters().map(|g| g.size).collect();
        if sizes.is_empty() {
            sizes = visible().map(|g| g.size).collect();
        }
        sizes.sort_by(f32::total_cmp);
        let bold = letters().filter(|g| g.bold).count();
        Line {
            baseline,
            left: visible().map(|g| g.left).fold(f32::MAX, f32::min),
            right: visible().map(|g| g.right).fold(f32::MIN, f32::max),
            size: sizes.get(sizes.len() / 2).copied().unwrap_or(10.0),
            bold: bold * 5 > letters().count() * 4,
            glyphs,
            row: false,
        }
    }

    /// Its text.
    pub fn text(&self) -> String {
        self.glyphs.iter().map(|g| &*g.text).collect()
    }
}

/// What is known of the document when its lines are put together.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'a> {
    /// Whether the page is mostly Persian.
    pub right_to_left: bool,
    /// Whether TeX made the file: it sets `10-1` from left to right.
    pub tex: bool,
    /// The gaps that are spaces.
    pub gaps: &'a Gaps,
    /// Fonts with letters of Arabic script.
    pub arabic_fonts: &'a FxHashSet<u64>,
}

/// Glyphs by baseline, from top to bottom, those of a baseline and a size in the order given; glyphs that are smaller than their
/// neighbours (notes' numbers, indices) belong to the baseline they are nearest to.
pub fn by_baseline(glyphs: Vec<Glyph>) -> Vec<(f32, Vec<Glyph>)> {
    let mut sorted = glyphs;
    sorted.sort_by(|a, b| b.size.total_cmp(&a.size));
    // Kept in the order of their baselines.
    let mut lines: Vec<(f32, f32, Vec<Glyph>)> = Vec::new();
    for glyph in sorted {
        let place = lines.partition_point(|l| l.0 < glyph.baseline);
        let distance = |i: usize| (lines[i].0 - glyph.baseline).abs();
        let fits = |i: &usize| distance(*i) < 0.5 * lines[*i].1.max(glyph.size);
        let nearest = (place.saturating_sub(2)..(place + 2).min(lines.len()))
            .filter(fits)
            .min_by(|a, b| distance(*a).total_cmp(&distance(*b)));
        match nearest {
            Some(i) => lines[i].2.push(glyph),
            None => lines.insert(place, (glyph.baseline, glyph.size, vec![glyph])),
        }
    }
    lines
        .into_iter()
        .map(|(y, _, glyphs)| (y, glyphs))
        .collect()
}

/// The glyphs of a column, or of a cell, put together to lines in reading order.
pub fn lines(glyphs: Vec<Glyph>, setting: &Setting) -> Vec<Line> {
    let visible = || glyphs.iter().filter(|g| !g.is_space());
    let left = visible().map(|g| g.left).fold(f32::MAX, f32::min);
    let right = visible().map(|g| g.right).fold(f32::MIN, f32::max);
    by_baseline(glyphs)
        .into_iter()
        .filter_map(|(baseline, glyphs)| {
            let spaced = spaced(glyphs, baseline, setting.gaps);
            // Word ends each paragraph with a space, an empty one too: no line, and it would stand
            // between the text and its notes.
            let visible = || spaced.iter().filter(|g| !g.is_space());
            let room = Room {
                left: visible().next()?.left - left,
                right: right - visible().next_back()?.right,
            };
            Some(Line::of(order::logical(spaced, room, setting), baseline))
        })
        .collect()
}

/// From left to right: marks upon their letters, spaces between the words.
fn spaced(glyphs: Vec<Glyph>, baseline: f32, gaps: &Gaps) -> Vec<Glyph> {
    let (marks, mut base): (Vec<Glyph>, Vec<Glyph>) = glyphs
        .into_iter()
        .partition(|g| !g.text.is_empty() && g.text.chars().all(is_mark));
    base.sort_by(|a, b| a.middle().total_cmp(&b.middle()));
    attach(marks, &mut base);
    raise(&mut base, baseline);
    let tallest = base.iter().map(|g| g.size).fold(0.0, f32::max);
    let mut line: Vec<Glyph> = Vec::with_capacity(base.len() + base.len() / 4);
    for glyph in base {
        if let Some(last) = line.last() {
            let overprinted = glyph.text == last.text
                && (glyph.left - last.left).abs() < 0.08 * glyph.size
                && glyph.right - glyph.left > 0.1 * glyph.size;
            if overprinted {
                continue;
            }
            let gap = glyph.left - last.right;
            let spaces = kind(&last.text) == Kind::Space || kind(&glyph.text) == Kind::Space;
            if !spaces
                && gap
                    > gaps.between(last, &glyph) * glyph.size.max(last.size.min(1.2 * glyph.size))
            {
                let wide = if gap > 3.0 * tallest { "\t" } else { " " };
                line.push(Glyph::inserted(wide, last.right, glyph.left, &glyph));
            }
        }
        line.push(glyph);
    }
    hide_covered_spaces(&mut line, tallest);
    line.retain(|g| !g.text.is_empty());
    line
}

/// Marks follow the letter above or below which they stand.
fn attach(marks: Vec<Glyph>, base: &mut [Glyph]) {
    for mark in marks {
        let nearest = base
            .iter_mut()
            .filter(|g| g.text.chars().any(is_arabic))
            .min_by(|a, b| {
                let distance = |g: &Glyph| (g.middle() - mark.middle()).abs();
                distance(a).total_cmp(&distance(b))
            });
        if let Some(letter) = nearest {
            letter.text = format!("{}{}", letter.text, mark.text).into();
        }
    }
}

/// Small raised digits are the numbers of notes: they become superscripts, and so no part of the
/// number or word that they touch.
fn raise(base: &mut [Glyph], baseline: f32) {
    let tallest = base
        .iter()
        .filter(|g| g.text.chars().any(is_letter))
        .map(|g| g.size)
        .fold(0.0, f32::max);
    for glyph in base {
        if glyph.size < 0.8 * tallest && glyph.baseline < baseline - 0.12 * tallest {
            let mut chars = glyph.text.chars();
            if let (Some(digit), None) = (chars.next().and_then(digit_value), chars.next()) {
                glyph.text = SUPERSCRIPTS[digit as usize % 10].to_string().into();
            }
        }
    }
}

/// A space whose neighbours touch was painted over one of them; it is no space, see `joiners`.
fn hide_covered_spaces(line: &mut [Glyph], tallest: f32) {
    for i in 1..line.len().saturating_sub(1) {
        let covered = line[i].shape != 0
            && line[i].is_space()
            && line[i + 1].left - line[i - 1].right < 0.06 * tallest
            && kind(&line[i - 1].text) == Kind::Right
            && kind(&line[i + 1].text) == Kind::Right;
        if covered {
            line[i].text = PHANTOM.to_string().into();
            line[i].shape = 0;
            line[i].form = Form::End;
        }
    }
}

/// How many glyphs before and after it may lie between a space and the letter that covers it.
const NEAR: usize = 4;

/// In the order of painting: a space painted under the letter before or after it.
pub fn mark_phantoms(glyphs: &mut [Glyph]) {
    for i in 0..glyphs.len() {
        let (left, right, size) = (glyphs[i].left, glyphs[i].right, glyphs[i].size);
        if !matches!(&*glyphs[i].text, " " | "\u{a0}") || right - left < 0.1 * size {
            continue;
        }
        // XeTeX paints several over each other.
        let is_blank = |g: &&Glyph| g.is_space() || is_joiner(&g.text);
        let before = glyphs[..i].iter().rev().take(NEAR).find(|g| !is_blank(g));
        let after = glyphs[i + 1..].iter().take(NEAR).find(|g| !is_blank(g));
        let covered = before.into_iter().chain(after).any(|other| {
            other.text.chars().any(is_arabic)
                && (other.baseline - glyphs[i].baseline).abs() <= 0.1 * size
                && other.right.min(right) - other.left.max(left) > 0.6 * (right - left)
        });
        if covered {
            glyphs[i].text = PHANTOM.to_string().into();
            glyphs[i].right = left;
            glyphs[i].shape = 0;
        }
    }
}

/// Whether a glyph stands for a joiner.
pub fn is_joiner(text: &str) -> bool {
    let mut chars = text.chars();
    matches!((chars.next(), chars.next()), (Some(ZWNJ | PHANTOM), None))
}
