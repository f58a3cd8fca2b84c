//! From the order on the page, left to right, to the order of reading.
//!
//! A line of Persian is turned round, but for the runs in it that are read from left to right:
//! Latin words with what stands between them, and numbers.

use super::brackets;
use super::glyph::Glyph;
use super::line::Setting;
use super::script::{Kind, PAIRS, SUPERSCRIPTS, bracket, kind};

/// White space beside a line, up to the edges of its column.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    /// At its left.
    pub left: f32,
    /// At its right.
    pub right: f32,
}

impl Room {
    /// Whether the line stands at the left edge of its column, or at the right; none if it fills the
    /// column or is centred.
    fn is_at_left(self, size: f32) -> Option<bool> {
        let (near, far) = if self.left < self.right {
            (self.left, self.right)
        } else {
            (self.right, self.left)
        };
        (far > UNEVEN * near && far > LEAST_ROOM * size).then_some(self.left < self.right)
    }
}

/// A line stands at an edge if its white space at the other is so many times that at this one, and so
/// wide in sizes of its letters.
const UNEVEN: f32 = 4.0;
const LEAST_ROOM: f32 = 4.0;

/// Puts the glyphs of a line, given from left to right, in the order in which they are read.
pub fn logical(line: Vec<Glyph>, room: Room, setting: &Setting) -> Vec<Glyph> {
    let kinds: Vec<Kind> = line.iter().map(|g| kind(&g.text)).collect();
    let count = |kind| kinds.iter().filter(|k| **k == kind).count();
    let (right, left) = (count(Kind::Right), count(Kind::Left));
    let latin = !is_contents_line(&line, &kinds, setting)
        && match right {
            0 => is_latin_without_persian(&line, &kinds, room, setting),
            _ => right * 4 < left,
        };
    let places = if latin {
        left_to_right(&kinds)
    } else {
        // A heading's number is no part of the Latin words beside it.
        let number = (right == 0)
            .then(|| heading_number(&line, &kinds))
            .flatten();
        let (words, number) = line.split_at(number.unwrap_or(line.len()));
        let (left, right) = kinds.split_at(words.len());
        let first = right_to_left(number, right, setting)
            .into_iter()
            .map(|(place, embedded)| (place + words.len(), embedded));
        first.chain(right_to_left(words, left, setting)).collect()
    };
    let mut glyphs: Vec<Option<Glyph>> = line.into_iter().map(Some).collect();
    let mut ordered: Vec<Glyph> = places
        .into_iter()
        .filter_map(|(place, embedded)| {
            let mut glyph = glyphs[place].take()?;
            glyph.embedded |= embedded;
            Some(glyph)
        })
        .collect();
    brackets::turn(&mut ordered, latin);
    ordered
}

/// Whether a line without a Persian letter is read from left to right. On a Persian page the edge at
/// which it stands tells: a row of an English table stands at the left; at the right a heading
/// "۴ SaDE" begins with its number, an entry of a list with its bullet.
fn is_latin_without_persian(line: &[Glyph], kinds: &[Kind], room: Room, setting: &Setting) -> bool {
    let size = line.iter().map(|g| g.size).fold(0.0, f32::max);
    let persian_digit = |g: &Glyph| g.text.contains(|c| matches!(c, '٠'..='٩' | '۰'..='۹'));
    let first = line.iter().rfind(|g| !g.is_space());
    let bullet = first.is_some_and(|g| matches!(&*g.text, "•" | "▪" | "◦" | "●" | "■"));
    let left = kinds.contains(&Kind::Left);
    match room.is_at_left(size) {
        _ if !setting.right_to_left => true,
        Some(true) => left || !line.iter().any(persian_digit),
        Some(false) => left && !bullet && heading_number(line, kinds).is_none(),
        None => left,
    }
}

/// Where the number of a heading begins that stands at its right, parted by a gap wider than a space:
/// "SaDE   ۴".
fn heading_number(line: &[Glyph], kinds: &[Kind]) -> Option<usize> {
    let start = kinds.iter().rposition(|k| *k == Kind::Left)? + 1;
    let digit = start + kinds[start..].iter().position(|k| *k == Kind::Digit)?;
    let gap = line[digit].left - line[start - 1].right;
    let only_space = kinds[start..digit].iter().all(|k| *k == Kind::Space);
    (only_space && gap > HEADING_GAP * line[digit].size).then_some(start)
}

/// Width of the gap between a heading and its number, in sizes of its letters.
const HEADING_GAP: f32 = 0.8;

/// A line of the contents of a Persian book that names a Latin title: its page number stands at
/// the left, with dots or a gap between.
fn is_contents_line(line: &[Glyph], kinds: &[Kind], setting: &Setting) -> bool {
    let first = kinds.iter().find(|k| **k != Kind::Space);
    let dots = line
        .iter()
        .filter(|g| matches!(g.text.trim(), "." | "…"))
        .count();
    let tabs = line.iter().filter(|g| &*g.text == "\t").count();
    setting.right_to_left
        && !kinds.contains(&Kind::Right)
        && first == Some(&Kind::Digit)
        && kinds.contains(&Kind::Left)
        && (dots + tabs >= 6 || tabs > 0)
}

/// Runs of Persian inside a Latin line are turned round. Places in the order of reading, and
/// whether the glyph there belongs to a run that is read from left to right.
fn left_to_right(kinds: &[Kind]) -> Vec<(usize, bool)> {
    let mut out = Vec::with_capacity(kinds.len());
    let mut i = 0;
    while i < kinds.len() {
        if kinds[i] != Kind::Right {
            out.push((i, true));
            i += 1;
            continue;
        }
        let mut last = i;
        for (j, kind) in kinds.iter().enumerate().skip(i) {
            match kind {
                Kind::Right => last = j,
                Kind::Space | Kind::Neutral => {}
                _ => break,
            }
        }
        out.extend((i..=last).rev().map(|i| (i, false)));
        i = last + 1;
    }
    out
}

fn right_to_left(line: &[Glyph], kinds: &[Kind], setting: &Setting) -> Vec<(usize, bool)> {
    let runs = latin_runs(line, kinds, setting);
    let mut out = Vec::with_capacity(line.len());
    let mut end = line.len();
    for &(first, last) in runs.iter().rev() {
        out.extend((last + 1..end).rev().map(|i| (i, false)));
        out.extend((first..=last).map(|i| (i, true)));
        end = first;
    }
    out.extend((0..end).rev().map(|i| (i, false)));
    out
}

/// The stretches (first and last glyph) that are read from left to right.
fn latin_runs(line: &[Glyph], kinds: &[Kind], setting: &Setting) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    while at < line.len() {
        if !matches!(kinds[at], Kind::Left | Kind::Digit) {
            at += 1;
            continue;
        }
        let (mut first, mut last) = (at, at);
        let mut latin = kinds[at] == Kind::Left;
        for next in at + 1..line.len() {
            match kinds[next] {
                Kind::Right => break,
                Kind::Neutral | Kind::Space if &*line[next].text == "\t" => break,
                Kind::Neutral | Kind::Space => {}
                Kind::Left | Kind::Digit => {
                    if !continues(line, kinds, (first, last), next, latin, setting) {
                        break;
                    }
                    latin |= kinds[next] == Kind::Left;
                    last = next;
                }
            }
        }
        if latin {
            let before = runs.last().map_or(0, |r| r.1 + 1);
            (first, last) = with_brackets(line, first, last, before);
        }
        runs.push((first, last));
        at = last + 1;
    }
    runs
}

/// Whether the run that ends at `last` goes on at `next`, over what stands between.
fn continues(
    line: &[Glyph],
    kinds: &[Kind],
    (first, last): (usize, usize),
    next: usize,
    latin: bool,
    setting: &Setting,
) -> bool {
    let between = &line[last + 1..next];
    let text: String = between.iter().map(|g| &*g.text).collect();
    let text = text.trim();
    // A Persian comma in another font than its neighbours was typed in a right-to-left run.
    let persian_sign = between.iter().any(|g| {
        matches!(&*g.text, "،" | "؛" | "؟" | "٬")
            && g.font != line[last].font
            && g.font != line[next].font
    });
    if persian_sign {
        return false;
    }
    if between.is_empty() || latin && kinds[next] == Kind::Left {
        return true;
    }
    if latin {
        // A bracket that the run did not open belongs to the line around it.
        let run = &line[first..next];
        let odd = |pair: usize| {
            let brackets = run.iter().filter_map(|g| bracket(&g.text));
            brackets.filter(|b| b.0 == pair).count() % 2 == 1
        };
        if (0..PAIRS.len()).any(odd) {
            return false;
        }
        return !(text.contains(['٪', '%', '»', '«', '؟'])
            || text.contains(')') && text.contains('.'));
    }
    if kinds[next] == Kind::Left {
        // In a right-to-left line a number stands at the right of the Latin word it follows or
        // leads, unless both were typed in one left-to-right run, as "150 mA" is in Word: then both
        // are set in the font of Latin words.
        let number = &line[last];
        return matches!(text, "" | "/" | "-")
            && number.font == line[next].font
            && !setting.arabic_fonts.contains(&number.font)
            && !number.text.contains(SUPERSCRIPTS);
    }
    // A section's number "1-6-2" of Word has its parts one after the other from right to left.
    let painted_backwards = line[next].painted < line[last].painted;
    if kinds[next] != Kind::Digit || between.len() != 1 || painted_backwards {
        return false;
    }
    let to_the_end_no_persian = kinds[next..].iter().all(|k| *k != Kind::Right);
    matches!(text, "." | "," | ":" | "/" | "٫" | "٬" | "،" | "⁄")
        || text == "-" && (setting.tex || to_the_end_no_persian)
}

/// A Latin run keeps the bracket that closes, or opens, one of its own.
fn with_brackets(
    line: &[Glyph],
    mut first: usize,
    mut last: usize,
    before: usize,
) -> (usize, usize) {
    for pair in 0..PAIRS.len() {
        let is_pair = |i: usize| {
            line.get(i)
                .and_then(|g| bracket(&g.text))
                .is_some_and(|b| b.0 == pair)
        };
        let open: i32 = line[first..=last]
            .iter()
            .filter_map(|g| bracket(&g.text))
            .filter(|b| b.0 == pair)
            .map(|b| if b.1 { 1 } else { -1 })
            .sum();
        if open > 0 && is_pair(last + 1) {
            last += 1;
        } else if open < 0 && first > before && is_pair(first - 1) {
            first -= 1;
        }
    }
    (first, last)
}
