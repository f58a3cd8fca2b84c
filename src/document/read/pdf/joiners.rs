//! Where a Persian word has a joiner (ZWNJ) that nothing painted: at a letter in its final shape
//! that another letter follows without a space.
//!
//! Fonts tell most shapes. Shapes that no font tells are learned from where they stand in the
//! document: a shape that often ends words is a final one.

use super::glyph::{Form, Glyph};
use super::line::{Line, is_joiner};
use super::script::{Kind, PHANTOM, begins_arabic, ends_joining, is_arabic, kind, last_letter};
use crate::text::letters::{TATWEEL, ZWNJ};
use rustc_hash::{FxHashMap, FxHashSet};

/// Settles joiners and spaces inside words in all lines of a document.
pub fn settle(lines: &mut [&mut Line]) {
    settle_phantoms(lines);
    for line in lines.iter_mut() {
        close_words(line);
    }
    find_tatweels(lines);
    let ends = Ends::learn(lines);
    for line in lines.iter_mut() {
        insert(line, &ends);
    }
}

/// Word paints spaces over letters, TeX paints the joiner so. Whether such a space follows letters
/// in their final shape tells which it is, by the vote of the document.
fn settle_phantoms(lines: &mut [&mut Line]) {
    let phantom = |g: &Glyph| g.text.chars().eq([PHANTOM]);
    let (mut after_end, mut after_join) = (0u32, 0u32);
    for line in lines.iter() {
        for three in line.glyphs.windows(3) {
            if phantom(&three[1]) && ends_joining(&three[0].text) && begins_arabic(&three[2].text) {
                match three[0].form {
                    Form::End => after_end += 1,
                    Form::Join => after_join += 1,
                    Form::Unknown => {}
                }
            }
        }
    }
    let are_joiners = after_join * 20 <= after_end;
    for line in lines.iter_mut() {
        if are_joiners {
            for glyph in line.glyphs.iter_mut().filter(|g| phantom(g)) {
                glyph.text = ZWNJ.to_string().into();
            }
        } else {
            line.glyphs.retain(|g| !phantom(g));
        }
    }
}

/// Letters that are no further apart than this touch, in sizes.
const TOUCH: f32 = 0.1;

/// After an initial or medial shape the word goes on: what was painted between is no space.
fn close_words(line: &mut Line) {
    let glyphs = &line.glyphs;
    let mut dropped = vec![false; glyphs.len()];
    let mut at = 0;
    while at < glyphs.len() {
        let glyph = &glyphs[at];
        // An initial ه alone is an abbreviation (ه. ش), unless it touches the letter after it: then
        // what is painted there is a kashida, which some fonts call a space.
        let before = (0..at).rev().find(|i| !dropped[*i]);
        let lone = last_letter(&glyph.text) == Some('ه')
            && before.is_none_or(|i| kind(&glyphs[i].text) != Kind::Right);
        let mut next = at + 1;
        if glyph.form == Form::Join && ends_joining(&glyph.text) {
            while next < glyphs.len()
                && (glyphs[next].is_space() && &*glyphs[next].text != "\t"
                    || is_joiner(&glyphs[next].text))
            {
                next += 1;
            }
            if next > at + 1
                && next < glyphs.len()
                && begins_arabic(&glyphs[next].text)
                && (glyph.left - glyphs[next].right).abs()
                    < if lone { TOUCH } else { 1.5 } * glyph.size
            {
                dropped[at + 1..next].fill(true);
            }
        }
        at = next;
    }
    let mut dropped = dropped.into_iter();
    line.glyphs.retain(|_| !dropped.next().unwrap_or(false));
}

/// Glyphs without letters that always stand inside words, between a joining letter and another, are
/// tatweels: files name them by no character, or by a wrong one (LibreOffice: a bracket).
fn find_tatweels(lines: &mut [&mut Line]) {
    let mut tatweels = inside_words(lines, &|_| false);
    if !tatweels.is_empty() {
        // Not by `Glyph::form` alone: a font whose table gives letters for its initial and medial
        // shapes seems to show ends only. Where each shape stands tells better.
        let ends = Ends::learn(lines);
        tatweels = inside_words(lines, &|glyph| {
            glyph.form == Form::End && ends.is_end(glyph)
        });
    }
    for line in lines.iter_mut() {
        for glyph in &mut line.glyphs {
            if tatweels.contains(&glyph.shape) && may_be_tatweel(glyph) {
                glyph.text = TATWEEL.to_string().into();
            }
        }
        // Only typesetting lengthens words.
        for glyph in &mut line.glyphs {
            if glyph.text.contains(TATWEEL) && glyph.text.chars().count() > 1 {
                glyph.text = glyph.text.replace(TATWEEL, "").into();
            }
        }
    }
}

/// The shapes without letters that nearly always stand inside words; `is_end` tells letters after
/// which no word goes on.
fn inside_words(lines: &[&mut Line], is_end: &dyn Fn(&Glyph) -> bool) -> FxHashSet<u64> {
    let mut seen: FxHashMap<u64, (u32, u32)> = FxHashMap::default();
    for line in lines.iter() {
        for (i, glyph) in line.glyphs.iter().enumerate() {
            if !may_be_tatweel(glyph) {
                continue;
            }
            let before = line.glyphs[..i]
                .iter()
                .rev()
                .find(|g| g.shape != glyph.shape);
            let after = line.glyphs[i + 1..].iter().find(|g| g.shape != glyph.shape);
            // Several in a row may stand apart: the outer ones touch the letters. The letter before
            // stands at the right.
            let same = |g: &&Glyph| g.shape == glyph.shape;
            let first = line.glyphs[..i].iter().rev().take_while(same).last();
            let last = line.glyphs[i + 1..].iter().take_while(same).last();
            let touches = |right: &Glyph, left: &Glyph| {
                right.left - left.right < 0.15 * glyph.size || &*glyph.text == "\u{fffd}"
            };
            let between = before.is_some_and(|g| {
                ends_joining(&g.text) && !is_end(g) && touches(g, first.unwrap_or(glyph))
            }) && after
                .is_some_and(|g| begins_arabic(&g.text) && touches(last.unwrap_or(glyph), g));
            let counts = seen.entry(glyph.shape).or_default();
            counts.0 += u32::from(between);
            counts.1 += 1;
        }
    }
    seen.into_iter()
        .filter(|(_, (between, all))| *between >= 5 && between * 5 > all * 4)
        .map(|(shape, _)| shape)
        .collect()
}

fn may_be_tatweel(glyph: &Glyph) -> bool {
    glyph.shape != 0
        && (&*glyph.text == "\u{fffd}"
            || matches!(kind(&glyph.text), Kind::Neutral | Kind::Digit | Kind::Left)
                && !is_joiner(&glyph.text))
}

/// How often each shape ends a word, and how often a letter follows it.
struct Ends {
    counts: FxHashMap<u64, (u32, u32)>,
    /// The shapes in which a font shows a letter, two of them at most.
    shapes: FxHashMap<(u64, char), Vec<u64>>,
}

impl Ends {
    fn learn(lines: &[&mut Line]) -> Ends {
        let mut counts: FxHashMap<u64, (u32, u32)> = FxHashMap::default();
        let mut shapes: FxHashMap<(u64, char), Vec<u64>> = FxHashMap::default();
        for line in lines {
            for (i, glyph) in line.glyphs.iter().enumerate() {
                if !ends_joining(&glyph.text) {
                    continue;
                }
                let next = line.glyphs.get(i + 1).and_then(|g| g.text.chars().next());
                if let Some(letter) = last_letter(&glyph.text) {
                    let shapes = shapes.entry((glyph.font, letter)).or_default();
                    if shapes.len() < 2 && !shapes.contains(&glyph.shape) {
                        shapes.push(glyph.shape);
                    }
                }
                let counts = counts.entry(glyph.shape).or_default();
                match next {
                    Some(c) if is_arabic(c) || c == TATWEEL || c == '\u{fffd}' => counts.1 += 1,
                    Some(c) if !c.is_whitespace() && c != ZWNJ => {}
                    _ => counts.0 += 1,
                }
            }
        }
        Ends { counts, shapes }
    }

    /// Whether a glyph shows the end of a word or of a part of one.
    fn is_end(&self, glyph: &Glyph) -> bool {
        let (ends, goes_on) = self.counts.get(&glyph.shape).copied().unwrap_or_default();
        match glyph.form {
            Form::Join => false,
            // A font that names its shapes wrongly is found out.
            Form::End => goes_on < 4 || ends * 20 >= ends + goes_on,
            Form::Unknown => {
                // A glyph that shows a letter wherever it stands tells nothing.
                let shaped = last_letter(&glyph.text)
                    .and_then(|letter| self.shapes.get(&(glyph.font, letter)))
                    .is_some_and(|shapes| shapes.len() > 1);
                shaped && ends >= 2 && f64::from(ends) > 0.08 * f64::from(ends + goes_on)
            }
        }
    }
}

fn insert(line: &mut Line, ends: &Ends) {
    let mut out: Vec<Glyph> = Vec::with_capacity(line.glyphs.len() + 4);
    let mut glyphs = std::mem::take(&mut line.glyphs)
        .into_iter()
        .filter(|g| !g.text.chars().eq([TATWEEL]))
        .peekable();
    while let Some(glyph) = glyphs.next() {
        let next = glyphs.peek();
        if is_joiner(&glyph.text) {
            // At the edge of a word, or doubled, a joiner says nothing.
            let inside = out
                .last()
                .is_some_and(|g| last_letter(&g.text).is_some_and(is_arabic))
                && next.is_some_and(|g| begins_arabic(&g.text));
            if inside {
                out.push(glyph);
            }
            continue;
        }
        let next = next.filter(|g| begins_arabic(&g.text) && !g.text.starts_with('ء'));
        let Some(next) = next.filter(|_| ends_joining(&glyph.text) && ends.is_end(&glyph)) else {
            out.push(glyph);
            continue;
        };
        let gap = if next.right <= glyph.left + 0.01 {
            glyph.left - next.right
        } else {
            0.0
        };
        let mark = if gap > 0.07 * glyph.size && glyph.form == Form::End {
            " ".to_owned()
        } else {
            ZWNJ.to_string()
        };
        let joiner = Glyph::inserted(&mark, next.right, glyph.left, &glyph);
        out.extend([glyph, joiner]);
    }
    line.glyphs = out;
}
