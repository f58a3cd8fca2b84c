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
    /// Those of Arabic and of Latin script among them.
    pub scripts: [u32; 2],
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
    let page = Page {
        pieces,
        parts_bands: &parts_bands(pieces),
        right_to_left,
    };
    split(&page, all, DEEPEST, &mut groups);
    groups
}

/// What is cut.
struct Page<'a> {
    pieces: &'a [Piece],
    /// For each piece, whether it is a heading across the columns.
    parts_bands: &'a [bool],
    right_to_left: bool,
}

fn split(page: &Page, members: Vec<usize>, depth: usize, out: &mut Vec<Vec<usize>>) {
    if members.is_empty() {
        return;
    }
    let pieces = page.pieces;
    let Some(gutter) = (depth > 0).then(|| best_gutter(page, &members)).flatten() else {
        out.push(members);
        return;
    };
    let (first, last) = gutter.run;
    let rtl = direction(pieces, &members[first..last]).unwrap_or(page.right_to_left);
    let side = |right: bool| -> Vec<usize> {
        members[first..last]
            .iter()
            .copied()
            .filter(|i| (middle(&pieces[*i]) > gutter.at) == right)
            .collect()
    };
    split(page, members[..first].to_vec(), depth - 1, out);
    split(page, side(rtl), depth - 1, out);
    split(page, side(!rtl), depth - 1, out);
    split(page, members[last..].to_vec(), depth - 1, out);
}

/// Whether columns are read from right to left, if nearly all of their text is of one script: an
/// English abstract in two columns may stand on a page of Persian. An English column beside a Persian
/// one tells nothing.
fn direction(pieces: &[Piece], run: &[usize]) -> Option<bool> {
    let count = |script: usize| -> u32 { run.iter().map(|i| pieces[*i].scripts[script]).sum() };
    let (arabic, latin) = (count(0), count(1));
    if latin > MAINLY * arabic {
        Some(false)
    } else if arabic > MAINLY * latin {
        Some(true)
    } else {
        None
    }
}

/// How many times as many letters of one script make a text one of it.
const MAINLY: u32 = 4;

fn middle(piece: &Piece) -> f32 {
    (piece.left + piece.right) / 2.0
}

struct Gutter {
    at: f32,
    /// The members between which it runs.
    run: (usize, usize),
    letters: u32,
}

/// The size of most pieces.
fn median_size(sizes: impl Iterator<Item = f32>) -> f32 {
    let mut sizes: Vec<f32> = sizes.collect();
    sizes.sort_by(f32::total_cmp);
    sizes.get(sizes.len() / 2).copied().unwrap_or(10.0)
}

fn best_gutter(page: &Page, members: &[usize]) -> Option<Gutter> {
    let pieces = page.pieces;
    if members.len() < 2 * LEAST_LINES {
        return None;
    }
    let size = median_size(members.iter().map(|i| pieces[*i].size));
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
        for run in runs(page, members, at, size) {
            let letters = judge(pieces, &members[run.0..run.1], at, size);
            if letters > best.as_ref().map_or(0, |b| b.letters) {
                best = Some(Gutter { at, run, letters });
            }
        }
        at += size / 4.0;
    }
    best
}

/// How much larger than the text a heading is that parts bands of columns, and the room above and
/// below its baseline that it has for itself, in its sizes: lines of a column beside it would stand
/// closer.
const LARGER: f32 = 1.1;
const ALONE: f32 = 1.0;

/// For each piece, whether it is a heading across columns, though it is too short to cross their
/// gutter: it is larger than the text, nothing stands beside it, and below it columns begin beside each
/// other. (Beside a figure a heading in a column has nothing either, but no columns begin.)
fn parts_bands(pieces: &[Piece]) -> Vec<bool> {
    let size = median_size(pieces.iter().map(|p| p.size));
    let baseline = |place: usize| pieces.get(place).map(|p| p.baseline);
    let parts = |(place, heading): (usize, &Piece)| {
        let above = place.checked_sub(1).and_then(baseline);
        let below = baseline(place + 1);
        // Paragraphs at the top of their columns may keep unequal room.
        let columns_begin = pieces
            .get(place + 1)
            .zip(pieces.get(place + 2))
            .is_some_and(|(a, b)| {
                b.baseline - a.baseline < 1.5 * size && (a.right < b.left || b.right < a.left)
            });
        heading.size > LARGER * size
            && above.is_none_or(|y| heading.baseline - y > ALONE * heading.size)
            && below.is_some_and(|y| y - heading.baseline > ALONE * heading.size)
            && columns_begin
    };
    pieces.iter().enumerate().map(parts).collect()
}

/// The stretches of members that nothing crosses at `at` and no heading parts.
fn runs(page: &Page, members: &[usize], at: f32, size: f32) -> Vec<(usize, usize)> {
    let half = HALF_GUTTER * size;
    let mut runs = Vec::new();
    let mut start = 0;
    for (i, member) in members.iter().enumerate() {
        let piece = &page.pieces[*member];
        if page.parts_bands[*member] || piece.left < at + half && piece.right > at - half {
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
    let sides = [false, true].map(|right| {
        let side = run.iter().map(|i| &pieces[*i]);
        Side::of(side.filter(|p| (middle(p) > at) == right), size)
    });
    let [one, other] = &sides;
    let long = LONG * LEAST_LINES;
    let enough = |side: &Side, beside: &Side| side.lines >= LEAST_LINES || beside.lines >= long;
    let overlap = one.last.min(other.last) - one.first.max(other.first);
    let shorter = (one.last - one.first).min(other.last - other.first);
    let columns = sides.iter().all(|side| side.is_prose(size))
        && enough(one, other)
        && enough(other, one)
        && overlap >= 0.5 * shorter;
    if columns {
        one.letters + other.letters
    } else {
        0
    }
}

/// How many times the least number of lines a column has beside which another may be of a few lines:
/// the end of a text, whose gutter a long column leaves free all the way.
const LONG: usize = 3;

/// What stands at one side of a gutter.
struct Side {
    /// Lines of text, and their characters.
    lines: usize,
    letters: u32,
    /// Baselines of the first and the last line.
    first: f32,
    last: f32,
    width: f32,
}

impl Side {
    fn of<'p>(pieces: impl Iterator<Item = &'p Piece>, size: f32) -> Side {
        let (mut left, mut right) = (f32::MAX, f32::MIN);
        let mut side = Side {
            lines: 0,
            letters: 0,
            first: f32::MAX,
            last: f32::MIN,
            width: 0.0,
        };
        for piece in pieces {
            left = left.min(piece.left);
            right = right.max(piece.right);
            side.first = side.first.min(piece.baseline);
            if piece.row {
                continue;
            }
            side.letters += piece.letters;
            if piece.baseline - side.last > 0.5 * size {
                side.lines += 1;
                side.last = piece.baseline;
            }
        }
        side.width = right - left;
        side
    }

    /// Whether its lines are as long as those of prose.
    fn is_prose(&self, size: f32) -> bool {
        self.lines > 0
            && self.letters >= LEAST_LETTERS * self.lines as u32
            && self.width >= LEAST_WIDTH * size
    }
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
            scripts: [0; 2],
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
    fn a_short_heading_parts_bands_of_columns() {
        let mut pieces = Vec::new();
        for line in 0..16 {
            let y = 80.0 + 14.0 * line as f32 + if line < 8 { 0.0 } else { 44.0 };
            if line == 8 {
                pieces.push(Piece {
                    size: 14.0,
                    ..piece(320.0, 400.0, 209.0)
                });
            }
            pieces.push(piece(310.0, 550.0, y));
            pieces.push(piece(50.0, 290.0, y));
        }
        let groups = reading_order(&pieces, true);
        let firsts: Vec<usize> = groups.iter().map(|g| g[0]).collect();
        assert_eq!(firsts, [0, 1, 16, 17, 18]);
        // Beside a figure it stands in its column.
        pieces.retain(|p| p.left > 300.0 || p.baseline < 190.0 || p.baseline > 260.0);
        assert_eq!(reading_order(&pieces, true).len(), 2);
    }

    #[test]
    fn english_columns_on_a_persian_page_are_read_from_left_to_right() {
        let mut pieces = Vec::new();
        for line in 0..8 {
            let y = 80.0 + 14.0 * line as f32;
            for (left, right) in [(310.0, 550.0), (50.0, 290.0)] {
                pieces.push(Piece {
                    scripts: [0, 40],
                    ..piece(left, right, y)
                });
            }
        }
        assert_eq!(reading_order(&pieces, true)[0][0], 1);
        for piece in &mut pieces {
            piece.scripts = [20, 20];
        }
        assert_eq!(reading_order(&pieces, true)[0][0], 0);
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
