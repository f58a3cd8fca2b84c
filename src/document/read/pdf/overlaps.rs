//! Runs that were painted over the end of another: LibreOffice, for one, sets what follows the call
//! of a note in a line too far back, so that `دهه ۲۰۱۰` comes to lie as `د۱۰ه۲۰ه`.
//!
//! Glyphs are read by their places, so two such runs would be read interleaved. What was painted in
//! one go belongs together: the later run is moved off the end that it covers.

use super::glyph::Glyph;
use super::script::{Kind, is_mark, kind};
use crate::text::letters::TATWEEL;
use std::ops::Range;

/// Gap between neighbours in painting that still belong to one run, in sizes.
const CLOSE: f32 = 0.3;
/// How far from the end of the run below it a run may reach, in sizes. What lies further inside was
/// set there on purpose.
const DEEPEST: f32 = 3.0;
/// Lines of more runs are drawings.
const MOST_RUNS: usize = 64;

/// What was painted in one go.
struct Run {
    glyphs: Range<usize>,
    left: f32,
    right: f32,
}

/// Parts the runs of a line that lie upon each other. `glyphs` are in the order of painting.
pub fn part(glyphs: &mut [Glyph]) {
    let mut runs = runs(glyphs);
    if runs.len() > MOST_RUNS {
        return;
    }
    for later in 1..runs.len() {
        for earlier in 0..later {
            let (below, above) = (&runs[earlier], &runs[later]);
            if below.left >= above.right || above.left >= below.right {
                continue;
            }
            let step = step(glyphs, below, above);
            if step == 0.0 {
                continue;
            }
            let run = &mut runs[later];
            run.left += step;
            run.right += step;
            for glyph in &mut glyphs[run.glyphs.clone()] {
                glyph.left += step;
                glyph.right += step;
            }
        }
    }
}

fn runs(glyphs: &[Glyph]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (i, glyph) in glyphs.iter().enumerate() {
        let close = i > 0 && {
            let last = &glyphs[i - 1];
            let gap = (glyph.left - last.right).max(last.left - glyph.right);
            // Neither far from its neighbour nor upon it.
            gap.abs() < CLOSE * glyph.size && glyph.size == last.size
        };
        match runs.last_mut() {
            Some(run) if close => {
                run.glyphs.end = i + 1;
                run.left = run.left.min(glyph.left);
                run.right = run.right.max(glyph.right);
            }
            _ => runs.push(Run {
                glyphs: i..i + 1,
                left: glyph.left,
                right: glyph.right,
            }),
        }
    }
    runs
}

/// How far the run above must be moved to leave the one below; 0 if it lies where it should.
fn step(glyphs: &[Glyph], below: &Run, above: &Run) -> f32 {
    let (under, over) = (&glyphs[below.glyphs.clone()], &glyphs[above.glyphs.clone()]);
    let size = under[0].size;
    let to_the_left = below.left - above.right;
    let to_the_right = below.right - above.left;
    let (step, reaches) = if -to_the_left <= to_the_right {
        (to_the_left, above.left < below.left + size)
    } else {
        (to_the_right, above.right > below.right - size)
    };
    if !reaches || step.abs() > DEEPEST * size {
        return 0.0;
    }
    let visible = || over.iter().filter(|g| shows(g));
    // Half of one of them lies upon the other.
    let lies_upon = |these: &[Glyph], those: &[Glyph]| {
        let visible = || these.iter().filter(|g| shows(g));
        let covered = visible().filter(|g| those.iter().any(|o| covers(o, g)));
        let covered = covered.count();
        covered > 0 && covered * 2 >= visible().count()
    };
    let overprinted = visible().any(|g| {
        under
            .iter()
            .any(|u| u.text == g.text && (u.left - g.left).abs() < 0.1 * g.size)
    });
    // Only what would be read interleaved is moved.
    let interleaved = visible().any(|g| {
        under.iter().filter(|u| shows(u)).any(|u| {
            let before = u.middle() < g.middle();
            before == (step < 0.0)
        })
    });
    if interleaved && !overprinted && (lies_upon(over, under) || lies_upon(under, over)) {
        step
    } else {
        0.0
    }
}

/// Whether half of one of two glyphs lies upon the other.
fn covers(a: &Glyph, b: &Glyph) -> bool {
    let both = a.right.min(b.right) - a.left.max(b.left);
    shows(a) && both > 0.5 * (a.right - a.left).min(b.right - b.left)
}

/// Whether a glyph takes room in a line: a letter, a digit or a sign, no mark and no tatweel.
fn shows(glyph: &Glyph) -> bool {
    glyph.right - glyph.left > 0.1 * glyph.size
        && matches!(kind(&glyph.text), Kind::Right | Kind::Left | Kind::Digit)
        && !glyph.text.chars().all(|c| is_mark(c) || c == TATWEEL)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::read::pdf::glyph::Form;

    fn glyph(text: &str, left: f32, width: f32) -> Glyph {
        Glyph {
            text: text.into(),
            declared: None,
            left,
            right: left + width,
            baseline: 100.0,
            size: 12.0,
            shape: 1,
            font: 1,
            form: Form::Unknown,
            opens: None,
            bold: false,
            embedded: false,
            replaced_by: None,
            turn: 0,
            painted: 0,
        }
    }

    /// The texts from right to left.
    fn read(mut glyphs: Vec<Glyph>) -> String {
        part(&mut glyphs);
        glyphs.sort_by(|a, b| b.middle().total_cmp(&a.middle()));
        glyphs.iter().map(|g| &*g.text).collect()
    }

    #[test]
    fn a_number_upon_the_word_before_it_is_moved_off() {
        let word = [("د", 118.0), ("ه", 110.0), ("ه", 102.0)].map(|(t, x)| glyph(t, x, 8.0));
        let number = [("2", 104.0), ("0", 109.0), ("1", 114.0)].map(|(t, x)| glyph(t, x, 5.0));
        assert_eq!(read([word.to_vec(), number.to_vec()].concat()), "دهه102");
    }

    #[test]
    fn what_lies_beside_or_is_painted_twice_stays() {
        let word = [("د", 118.0), ("ه", 110.0)].map(|(t, x)| glyph(t, x, 8.0));
        let beside = [glyph("1", 104.0, 5.0)];
        let mut glyphs = [word.to_vec(), beside.to_vec()].concat();
        part(&mut glyphs);
        assert_eq!(glyphs[2].left, 104.0);
        let mut twice = [word.to_vec(), word.to_vec()].concat();
        twice[2].left += 0.3;
        part(&mut twice);
        assert_eq!(twice[2].left, 118.3);
        // A tatweel fills a gap inside a word.
        let mut filled = [word.to_vec(), vec![glyph("ـ", 116.0, 4.0)]].concat();
        part(&mut filled);
        assert_eq!(filled[2].left, 116.0);
    }
}
