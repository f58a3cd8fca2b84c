//! Tables by their ruling lines.

use super::glyph::{Glyph, Rule};

/// A cell between rulings: top, bottom, left, right, in whole points.
pub type Cell = [i32; 4];

/// The rulings of a page, ready to be asked.
pub struct Grid {
    vertical: Vec<Rule>,
    horizontal: Vec<Rule>,
}

/// Ends of rulings that should meet lie this far apart at most, in points.
const SLACK: f32 = 4.0;

impl Grid {
    /// Joins pieces of rulings that lie on one line.
    pub fn new(vertical: &[Rule], horizontal: &[Rule]) -> Grid {
        Grid {
            vertical: joined(vertical),
            horizontal: joined(horizontal),
        }
    }

    /// Whether there is a cell at all.
    pub fn is_empty(&self) -> bool {
        self.vertical.len() < 2
    }

    /// The horizontal rulings.
    pub fn horizontal(&self) -> &[Rule] {
        &self.horizontal
    }

    /// The cell around a point.
    pub fn cell(&self, x: f32, y: f32) -> Option<Cell> {
        let beside = |r: &&Rule| r.from - 1.0 <= y && y <= r.to + 1.0;
        let left = self
            .vertical
            .iter()
            .filter(|r| r.at <= x)
            .filter(beside)
            .max_by(|a, b| a.at.total_cmp(&b.at))?;
        let right = self
            .vertical
            .iter()
            .filter(|r| r.at > x)
            .filter(beside)
            .min_by(|a, b| a.at.total_cmp(&b.at))?;
        let across = |r: &&Rule| r.from <= left.at + SLACK && r.to >= right.at - SLACK;
        let top = self
            .horizontal
            .iter()
            .filter(|r| r.at < y)
            .filter(across)
            .map(|r| r.at)
            .max_by(f32::total_cmp)
            .unwrap_or(left.from.min(right.from));
        let bottom = self
            .horizontal
            .iter()
            .filter(|r| r.at >= y)
            .filter(across)
            .map(|r| r.at)
            .min_by(f32::total_cmp)
            .unwrap_or(left.to.max(right.to));
        Some([top, bottom, left.at, right.at].map(|v| v.round() as i32))
    }

    /// The cell of each glyph. A word goes to one cell as a whole, since the lines of a drawing may
    /// cross words.
    pub fn assign(&self, glyphs: &[Glyph]) -> Vec<Option<Cell>> {
        let mut cells = vec![None; glyphs.len()];
        if self.is_empty() {
            return cells;
        }
        let mut start = 0;
        while start < glyphs.len() {
            let mut end = start + 1;
            let (mut left, mut right) = (glyphs[start].left, glyphs[start].right);
            while let Some(next) = glyphs.get(end) {
                let last = &glyphs[end - 1];
                if next.is_space()
                    || last.is_space()
                    || (next.baseline - last.baseline).abs() > 0.3 * next.size
                    || (next.left - last.right).max(last.left - next.right) > 0.25 * next.size
                {
                    break;
                }
                left = left.min(next.left);
                right = right.max(next.right);
                end += 1;
            }
            let cell = self.cell(
                (left + right) / 2.0,
                glyphs[start].baseline - 0.25 * glyphs[start].size,
            );
            cells[start..end].fill(cell);
            start = end;
        }
        drop_frames(glyphs, &mut cells);
        cells
    }
}

/// A frame around most of a page, or around one text, is no table.
fn drop_frames(glyphs: &[Glyph], cells: &mut [Option<Cell>]) {
    let mut counts: Vec<(Cell, usize)> = Vec::new();
    for (glyph, cell) in glyphs.iter().zip(cells.iter()) {
        if let Some(cell) = cell.filter(|_| !glyph.is_space()) {
            match counts.iter_mut().find(|c| c.0 == cell) {
                Some(count) => count.1 += 1,
                None => counts.push((cell, 1)),
            }
        }
    }
    let touches = |a: &Cell, b: &Cell| {
        let apart = |lo: i32, hi: i32, lo2: i32, hi2: i32| lo.max(lo2) - hi.min(hi2);
        a != b && apart(a[0], a[1], b[0], b[1]) <= 6 && apart(a[2], a[3], b[2], b[3]) <= 6
    };
    let frames: Vec<Cell> = counts
        .iter()
        .filter(|(cell, count)| {
            let alone = !counts.iter().any(|(other, _)| touches(cell, other));
            let contains_others = counts.iter().any(|(other, _)| {
                other != cell
                    && other[0] >= cell[0]
                    && other[1] <= cell[1]
                    && other[2] >= cell[2]
                    && other[3] <= cell[3]
            });
            count * 2 > glyphs.len() && *count > 400
                || alone
                || contains_others && count * 4 > glyphs.len()
        })
        .map(|c| c.0)
        .collect();
    for cell in cells.iter_mut() {
        if cell.is_some_and(|c| frames.contains(&c)) {
            *cell = None;
        }
    }
}

fn joined(rules: &[Rule]) -> Vec<Rule> {
    let mut sorted = rules.to_vec();
    sorted.sort_by(|a, b| {
        a.at.round()
            .total_cmp(&b.at.round())
            .then(a.from.total_cmp(&b.from))
    });
    let mut out: Vec<Rule> = Vec::new();
    for rule in sorted {
        let near = out.iter_mut().rev().take(40).find(|p| {
            (p.at - rule.at).abs() < 1.2 && rule.from - p.to < 3.0 && p.from - rule.to < 3.0
        });
        match near {
            Some(piece) => {
                piece.from = piece.from.min(rule.from);
                piece.to = piece.to.max(rule.to);
            }
            None => out.push(rule),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(at: f32, from: f32, to: f32) -> Rule {
        Rule { at, from, to }
    }

    #[test]
    fn a_point_between_rulings_is_in_a_cell() {
        let vertical = [
            rule(10.0, 0.0, 20.0),
            rule(10.0, 20.0, 40.0),
            rule(50.0, 0.0, 40.0),
            rule(90.0, 0.0, 40.0),
        ];
        let horizontal = [
            rule(0.0, 10.0, 90.0),
            rule(20.0, 10.0, 90.0),
            rule(40.0, 10.0, 90.0),
        ];
        let grid = Grid::new(&vertical, &horizontal);
        assert_eq!(grid.vertical.len(), 3);
        assert_eq!(grid.cell(30.0, 10.0), Some([0, 20, 10, 50]));
        assert_eq!(grid.cell(60.0, 30.0), Some([20, 40, 50, 90]));
        assert_eq!(grid.cell(100.0, 30.0), None);
    }
}
