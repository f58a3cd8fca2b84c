//! Columns: the order in which the pieces of a page are read.
//!
//! A gutter is a vertical strip that no piece of text crosses over a number of lines, with running
//! text on both sides. Verses and the cells of tables without rulings have gutters too; they are
//! narrower than a column of prose, and are read line by line.

/// A piece of a line: no wide gap is inside it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Piece {
    /// Left edge.
    pub left: f32,
    /// Right edge.
    pub right: f32,
    /// Baseline.
    pub baseline: f32,
    /// Size of its letters.
    pub size: f32,
    /// Characters that it shows.
    pub letters: u32,
    /// Whether it is a row of a table with rulings: such a row fits in a column, but tells nothing of
    /// how long the lines of its text are.
    pub row: bool,
}

/// Lines that each side of a gutter has at least.
const LEAST_LINES: usize = 5;
/// Characters that a line of a column has at least, on average.
const LEAST_LETTERS: u32 = 24;
/// Width of a column at least, in sizes of its letters.
const LEAST_WIDTH: f32 = 14.0;
/// Half the width of a gutter at least, in the same.
const HALF_GUTTER: f32 = 0.4;
/// How often a page may be cut.
const DEEPEST: usize = 8;

/// Groups of pieces (indices) in reading order, each to be read line by line. `pieces` are in the
/// order of their baselines.
pub fn reading_order(pieces: &[Piece], right_to_left: bool) -> Vec<Vec<usize>> {
    let mut groups = Vec::new();
    let all = (0..pieces.len()).collect();
    split(pieces, all, right_to_left, DEEPEST, &mut groups);
    groups
}

fn split(
    pieces: &[Piece],
    members: Vec<usize>,
    rtl: bool,
    depth: usize,
    out: &mut Vec<Vec<usize>>,
) {
    if members.is_empty() {
        return;
    }
    let Some(gutter) = (depth > 0).then(|| best_gutter(pieces, &members)).flatten() else {
        out.push(members);
        return;
    };
    let (first, last) = gutter.run;
    let side = |right: bool| -> Vec<usize> {
        members[first..last]
            .iter()
            .copied()
            .filter(|i| (middle(&pieces[*i]) > gutter.at) == right)
            .collect()
    };
    split(pieces, members[..first].to_vec(), rtl, depth - 1, out);
    split(pieces, side(rtl), rtl, depth - 1, out);
    split(pieces, side(!rtl), rtl, depth - 1, out);
    split(pieces, members[last..].to_vec(), rtl, depth - 1, out);
}

fn middle(piece: &Piece) -> f32 {
    (piece.left + piece.right) / 2.0
}

struct Gutter {
    at: f32,
    /// The members between which it runs.
    run: (usize, usize),
    letters: u32,
}

fn best_gutter(pieces: &[Piece], members: &[usize]) -> Option<Gutter> {
    if members.len() < 2 * LEAST_LINES {
        return None;
    }
    let mut sizes: Vec<f32> = members.iter().map(|i| pieces[*i].size).collect();
    sizes.sort_by(f32::total_cmp);
    let size = sizes[sizes.len() / 2];
    let left = members
        .iter()
        .map(|i| pieces[*i].left)
        .fold(f32::MAX, f32::min);
    let right = members
        .iter()
        .map(|i| pieces[*i].right)
        .fold(f32::MIN, f32::max);
    let mut best: Option<Gutter> = None;
    let mut at = left + LEAST_WIDTH * size;
    while at < right - LEAST_WIDTH * size {
        for run in runs(pieces, members, at, size) {
            let letters = judge(pieces, &members[run.0..run.1], at, size);
            if letters > best.as_ref().map_or(0, |b| b.letters) {
                best = Some(Gutter { at, run, letters });
            }
        }
        at += size / 4.0;
    }
    best
}

/// The stretches of members that nothing crosses at `at`.
fn runs(pieces: &[Piece], members: &[usize], at: f32, size: f32) -> Vec<(usize, usize)> {
    let half = HALF_GUTTER * size;
    let mut runs = Vec::new();
    let mut start = 0;
    for (i, member) in members.iter().enumerate() {
        let piece = &pieces[*member];
        if piece.left < at + half && piece.right > at - half {
            if i > start {
                runs.push((start, i));
            }
            start = i + 1;
        }
    }
    if members.len() > start {
        runs.push((start, members.len()));
    }
    runs
}

/// The letters beside a gutter, if both sides are columns of running text; else 0.
fn judge(pieces: &[Piece], run: &[usize], at: f32, size: f32) -> u32 {
    let mut total = 0;
    let mut spans = Vec::new();
    for right in [false, true] {
        let side: Vec<&Piece> = run
            .iter()
            .map(|i| &pieces[*i])
            .filter(|p| (middle(p) > at) == right)
            .collect();
        let mut lines = 0;
        let mut last = f32::MIN;
        let text = || side.iter().filter(|p| !p.row);
        for piece in text() {
            if piece.baseline - last > 0.5 * size {
                lines += 1;
                last = piece.baseline;
            }
        }
        let letters: u32 = text().map(|p| p.letters).sum();
        let from = side.iter().map(|p| p.left).fold(f32::MAX, f32::min);
        let to = side.iter().map(|p| p.right).fold(f32::MIN, f32::max);
        if lines < LEAST_LINES
            || letters < LEAST_LETTERS * lines as u32
            || to - from < LEAST_WIDTH * size
        {
            return 0;
        }
        spans.push((side[0].baseline, last));
        total += letters;
    }
    let both = spans[0].1.min(spans[1].1) - spans[0].0.max(spans[1].0);
    let shorter = (spans[0].1 - spans[0].0).min(spans[1].1 - spans[1].0);
    if both < 0.5 * shorter { 0 } else { total }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(left: f32, right: f32, baseline: f32) -> Piece {
        Piece {
            left,
            right,
            baseline,
            size: 10.0,
            letters: ((right - left) / 5.0) as u32,
            row: false,
        }
    }

    #[test]
    fn two_columns_below_a_title_are_read_one_after_the_other() {
        let mut pieces = vec![piece(100.0, 500.0, 50.0)];
        for line in 0..8 {
            let y = 80.0 + 14.0 * line as f32;
            pieces.push(piece(310.0, 550.0, y));
            pieces.push(piece(50.0, 290.0, y));
        }
        pieces.push(piece(60.0, 540.0, 300.0));
        let groups = reading_order(&pieces, true);
        assert_eq!(groups.len(), 4);
        assert_eq!(groups[0], [0]);
        assert_eq!(groups[1], (0..8).map(|l| 1 + 2 * l).collect::<Vec<_>>());
        assert_eq!(groups[2], (0..8).map(|l| 2 + 2 * l).collect::<Vec<_>>());
        assert_eq!(reading_order(&pieces, false)[1], groups[2]);
    }

    #[test]
    fn a_table_in_a_column_leaves_it_one() {
        let mut pieces = Vec::new();
        for line in 0..12 {
            let y = 80.0 + 14.0 * line as f32;
            pieces.push(piece(310.0, 450.0, y));
            let row = line < 6;
            pieces.push(Piece {
                letters: if row { 3 } else { 28 },
                row,
                ..piece(160.0, 300.0, y)
            });
        }
        let groups = reading_order(&pieces, true);
        assert_eq!(groups.len(), 2);
        assert_eq!(groups[0].len(), 12);
    }

    #[test]
    fn verses_are_read_line_by_line() {
        let mut pieces = Vec::new();
        for line in 0..10 {
            let y = 80.0 + 14.0 * line as f32;
            pieces.push(piece(310.0, 430.0, y));
            pieces.push(piece(150.0, 270.0, y));
        }
        assert_eq!(reading_order(&pieces, true).len(), 1);
    }
}
