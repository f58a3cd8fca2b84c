//! A page: from its glyphs to its lines in reading order.

use super::cells::{Cell, Grid};
use super::columns::{self, Piece};
use super::font::is_untold;
use super::forms;
use super::gaps::Gaps;
use super::glyph::{Form, Glyph, PageGlyphs, Rule};
use super::line::{self, Line, Setting, by_baseline, mark_phantoms};
use super::overlaps;
use super::script::is_arabic;
use crate::text::letters::ZWNJ;
use rustc_hash::FxHashSet;

/// What of a document its pages need.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The gaps that are spaces, by font.
    pub gaps: Gaps,
    /// Fonts with letters of Arabic script: their untold glyphs are letters too. 0 stands for all
    /// fonts whose program is not known.
    pub arabic_fonts: FxHashSet<u64>,
    /// Whether TeX made the file.
    pub tex: bool,
}

/// The lines of a page.
#[derive(Clone, Debug, Default)]
pub struct PageLines {
    /// In reading order.
    pub lines: Vec<Line>,
    /// Horizontal rulings, for the rule above the notes.
    pub rules: Vec<Rule>,
    /// Height of the page.
    pub height: f32,
    /// Width of the page.
    pub width: f32,
    /// Glyphs that paint something.
    pub glyphs: usize,
    /// Those of them that nothing tells the letters of.
    pub untold: usize,
    /// Share of the page that its largest image covers.
    pub image: f32,
    /// Why the page is missing.
    pub failure: Option<String>,
}

/// Finds the lines of a page.
pub fn compose(mut page: PageGlyphs, facts: &Facts) -> PageLines {
    let mut glyphs = std::mem::take(&mut page.glyphs);
    let mut out = PageLines {
        height: page.height,
        width: page.width,
        image: page.image,
        failure: page.failure.take(),
        glyphs: glyphs.iter().filter(|g| !g.is_space()).count(),
        ..PageLines::default()
    };
    for glyph in &mut glyphs {
        if glyph.text.is_empty()
            && glyph.right - glyph.left > 0.08 * glyph.size
            && glyph.font != 0
            && facts.arabic_fonts.contains(&glyph.font)
        {
            glyph.text = "\u{fffd}".into();
        }
    }
    replace(&mut glyphs, &page.replacements);
    out.untold = glyphs
        .iter()
        .filter(|g| &*g.text == "\u{fffd}" || g.text.is_empty())
        .count();
    mark_phantoms(&mut glyphs);
    glyphs.retain(|g| !g.text.is_empty());
    let count = |test: fn(char) -> bool| glyphs.iter().filter(|g| g.text.chars().any(test)).count();
    let right_to_left = count(is_arabic) * 2 > count(|c| c.is_ascii_alphabetic());
    let setting = Setting {
        right_to_left,
        tex: facts.tex,
        gaps: &facts.gaps,
        arabic_fonts: &facts.arabic_fonts,
    };
    // Most of a page is written in one direction; what is turned to it comes after.
    let mut turns: Vec<(usize, u8)> = (0..4)
        .map(|t| (glyphs.iter().filter(|g| g.turn == t).count(), t))
        .collect();
    turns.sort_by_key(|(count, turn)| (std::cmp::Reverse(*count), *turn));
    for (count, turn) in turns {
        if count == 0 {
            continue;
        }
        let level: Vec<Glyph> = if count == glyphs.len() {
            std::mem::take(&mut glyphs)
        } else {
            glyphs.iter().filter(|g| g.turn == turn).cloned().collect()
        };
        let grid = if turn == 0 {
            Grid::new(&page.vertical, &page.horizontal)
        } else {
            Grid::new(&[], &[])
        };
        out.lines.extend(level_lines(level, &grid, &setting));
        if turn == 0 {
            out.rules = grid.horizontal().to_vec();
        }
    }
    out
}

/// Marked content that says its text itself.
fn replace(glyphs: &mut [Glyph], replacements: &[String]) {
    let mut start = 0;
    while start < glyphs.len() {
        let Some(number) = glyphs[start].replaced_by else {
            start += 1;
            continue;
        };
        let end = glyphs[start..]
            .iter()
            .position(|g| g.replaced_by != Some(number))
            .map_or(glyphs.len(), |n| start + n);
        let run = &mut glyphs[start..end];
        let (first, rest) = run.split_first_mut().expect("not empty");
        start = end;
        let (text, mut form) = forms::open(&replacements[number as usize]);
        let elsewhere = rest
            .iter()
            .any(|g| (g.baseline - first.baseline).abs() > first.size);
        if is_untold(&replacements[number as usize]) && !text.is_empty() || elsewhere {
            continue;
        }
        // A single letter keeps the joining of its glyph.
        if rest.is_empty() && form == Form::Unknown {
            form = first.form;
        }
        first.left = rest.iter().map(|g| g.left).fold(first.left, f32::min);
        first.right = if text == ZWNJ.to_string() {
            first.left
        } else {
            rest.iter().map(|g| g.right).fold(first.right, f32::max)
        };
        first.text = text.into();
        first.declared = None;
        first.form = form;
        for glyph in rest {
            glyph.text = "".into();
        }
    }
}

/// Pieces are parted by gaps of this width, in sizes of their letters.
const WIDE_GAP: f32 = 0.8;

fn level_lines(glyphs: Vec<Glyph>, grid: &Grid, setting: &Setting) -> Vec<Line> {
    let cells = grid.assign(&glyphs);
    let mut free = Vec::new();
    let mut celled: Vec<(Cell, Vec<Glyph>)> = Vec::new();
    for (glyph, cell) in glyphs.into_iter().zip(cells) {
        match cell {
            None => free.push(glyph),
            Some(cell) => match celled.iter_mut().rev().find(|c| c.0 == cell) {
                Some(known) => known.1.push(glyph),
                None => celled.push((cell, vec![glyph])),
            },
        }
    }
    let rows = rows(celled, setting);
    // Pieces of lines, and rows as pieces, settle which columns there are.
    let mut members: Vec<(Piece, Member)> = Vec::new();
    for (baseline, mut line) in by_baseline(free) {
        overlaps::part(&mut line);
        for piece in pieces(line) {
            members.push((shape(&piece, baseline), Member::Glyphs(piece)));
        }
    }
    for row in rows {
        let piece = Piece {
            left: row.left,
            right: row.right,
            baseline: row.lines[0].baseline,
            size: row.lines[0].size,
            letters: 0,
            scripts: [0; 2],
            row: true,
        };
        members.push((piece, Member::Row(row.lines)));
    }
    members.sort_by(|a, b| {
        a.0.baseline
            .total_cmp(&b.0.baseline)
            .then(b.0.left.total_cmp(&a.0.left))
    });
    let shapes: Vec<Piece> = members.iter().map(|m| m.0).collect();
    let mut members: Vec<Option<Member>> = members.into_iter().map(|m| Some(m.1)).collect();
    let mut out = Vec::new();
    for group in columns::reading_order(&shapes, setting.right_to_left) {
        let mut glyphs = Vec::new();
        let mut blocks: Vec<(f32, Vec<Line>)> = Vec::new();
        for index in group {
            match members[index].take() {
                Some(Member::Glyphs(piece)) => glyphs.extend(piece),
                Some(Member::Row(lines)) => blocks.push((shapes[index].baseline, lines)),
                None => {}
            }
        }
        blocks.extend(
            line::lines(glyphs, setting)
                .into_iter()
                .map(|l| (l.baseline, vec![l])),
        );
        blocks.sort_by(|a, b| a.0.total_cmp(&b.0));
        out.extend(blocks.into_iter().flat_map(|b| b.1));
    }
    out
}

enum Member {
    Glyphs(Vec<Glyph>),
    Row(Vec<Line>),
}

/// A baseline's glyphs, parted at wide gaps.
fn pieces(mut line: Vec<Glyph>) -> Vec<Vec<Glyph>> {
    line.sort_by(|a, b| a.left.total_cmp(&b.left));
    let mut pieces: Vec<Vec<Glyph>> = Vec::new();
    let mut end = f32::MIN;
    for glyph in line {
        let wide = glyph.left - end > WIDE_GAP * glyph.size;
        // A space of any width belongs to the gap.
        if !glyph.is_space() {
            end = end.max(glyph.right);
        }
        match pieces.last_mut() {
            Some(piece) if !wide || glyph.is_space() => piece.push(glyph),
            _ => pieces.push(vec![glyph]),
        }
    }
    pieces
}

fn shape(piece: &[Glyph], baseline: f32) -> Piece {
    let visible = || piece.iter().filter(|g| !g.is_space());
    let letters = |test: fn(char) -> bool| {
        let of_script = visible().filter(|g| g.text.starts_with(test));
        of_script.count() as u32
    };
    Piece {
        left: visible().map(|g| g.left).fold(f32::MAX, f32::min),
        right: visible().map(|g| g.right).fold(f32::MIN, f32::max),
        baseline,
        size: piece.iter().map(|g| g.size).fold(0.0, f32::max),
        letters: visible().count() as u32,
        scripts: [letters(is_arabic), letters(|c| c.is_ascii_alphabetic())],
        row: false,
    }
}

struct Row {
    left: f32,
    right: f32,
    lines: Vec<Line>,
}

/// Glyphs of a row that are written as one line at most; longer ones are text in a frame.
const LONGEST_ROW: usize = 1200;

/// The cells of each row from right to left, or left to right, joined.
fn rows(mut celled: Vec<(Cell, Vec<Glyph>)>, setting: &Setting) -> Vec<Row> {
    celled.retain(|c| c.1.iter().any(|g| !g.is_space()));
    let along = |cell: &Cell| {
        if setting.right_to_left {
            -cell[3]
        } else {
            cell[2]
        }
    };
    celled.sort_by_key(|(cell, _)| (cell[0], cell[1], along(cell)));
    let mut rows: Vec<((i32, i32), Row)> = Vec::new();
    for (cell, glyphs) in celled {
        let lines = line::lines(glyphs, setting);
        if lines.is_empty() {
            continue;
        }
        let (left, right) = (cell[2] as f32, cell[3] as f32);
        match rows.iter_mut().find(|r| r.0 == (cell[0], cell[1])) {
            Some((_, row)) => {
                row.left = row.left.min(left);
                row.right = row.right.max(right);
                row.lines.extend(lines.into_iter().map(|mut l| {
                    l.row = true;
                    l
                }));
            }
            None => rows.push(((cell[0], cell[1]), Row { left, right, lines })),
        }
    }
    rows.into_iter()
        .map(|(_, row)| {
            let long = row.lines.iter().map(|l| l.glyphs.len()).sum::<usize>() > LONGEST_ROW;
            if long { row } else { join(row) }
        })
        .collect()
}

/// One line of all lines of a row; `row` marks the first line of... each further cell.
fn join(row: Row) -> Row {
    let single = row.lines.len() == 1;
    let mut lines = row.lines.into_iter();
    let Some(mut all) = lines.next() else {
        return Row {
            lines: Vec::new(),
            ..row
        };
    };
    let mut bounds = (all.left, all.right);
    for line in lines {
        // Lines of one cell lie above each other, those of the next beside them.
        let beside = line.right <= bounds.0 + 1.0 || line.left >= bounds.1 - 1.0;
        let last = all.glyphs.last().cloned();
        if let Some(last) = last {
            let mark = if beside { " | " } else { " " };
            all.glyphs
                .push(Glyph::inserted(mark, last.left, last.left, &last));
        }
        bounds = if beside {
            (line.left, line.right)
        } else {
            (bounds.0.min(line.left), bounds.1.max(line.right))
        };
        all.left = all.left.min(line.left);
        all.right = all.right.max(line.right);
        all.glyphs.extend(line.glyphs);
    }
    all.row = !single;
    Row {
        left: row.left,
        right: row.right,
        lines: vec![all],
    }
}
