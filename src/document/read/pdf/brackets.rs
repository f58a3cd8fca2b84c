//! Brackets: which side a bracket opens to.
//!
//! The painted shape and the direction of the run tell it exactly. Where the shape is not known,
//! since the character code may have been mirrored or not, the spaces around it do, and the balance
//! of the line.

use super::glyph::Glyph;
use super::script::{PAIRS, bracket};

/// Turns the brackets of a line in reading order. `latin`: the line is read from left to right.
pub fn turn(line: &mut [Glyph], latin: bool) {
    let mut opens: Vec<Option<bool>> = vec![None; line.len()];
    for (i, opens) in opens.iter_mut().enumerate() {
        if bracket(&line[i].text).is_none() {
            continue;
        }
        let forward = line[i].embedded;
        *opens = match line[i].opens {
            Some(shape) => Some(shape == forward),
            None if latin => None,
            None => by_spaces(line, i),
        };
    }
    for pair in 0..PAIRS.len() {
        balance(line, pair, &mut opens, latin);
    }
    for (glyph, opens) in line.iter_mut().zip(opens) {
        if let (Some((pair, _)), Some(opens)) = (bracket(&glyph.text), opens) {
            let turned = if opens { PAIRS[pair].0 } else { PAIRS[pair].1 };
            glyph.text = turned.to_string().into();
        }
    }
}

/// A bracket opens towards the word it touches.
fn by_spaces(line: &[Glyph], at: usize) -> Option<bool> {
    let before = at
        .checked_sub(1)
        .and_then(|i| line[i].text.chars().next_back())
        .unwrap_or(' ');
    let after = line
        .get(at + 1)
        .and_then(|g| g.text.chars().next())
        .unwrap_or(' ');
    let ends = |c: char| c.is_whitespace() || ".،؛:,;؟!".contains(c);
    if before.is_whitespace() && !after.is_whitespace() {
        Some(true)
    } else if ends(after) && !before.is_whitespace() {
        Some(false)
    } else {
        None
    }
}

/// What is still open must be closed: settles the brackets of a pair that nothing else told.
fn balance(line: &[Glyph], pair: usize, opens: &mut [Option<bool>], latin: bool) {
    if latin {
        return;
    }
    let places: Vec<usize> = (0..line.len())
        .filter(|i| bracket(&line[*i].text).is_some_and(|b| b.0 == pair))
        .collect();
    let mut open = 0u32;
    for (n, &place) in places.iter().enumerate() {
        if opens[place].is_none() {
            let next = places[n + 1..].iter().find_map(|p| opens[*p]);
            opens[place] = match next {
                _ if open > 0 => Some(false),
                Some(false) => Some(true),
                Some(true) => Some(false),
                None => (n > 0).then_some(true),
            };
        }
        match opens[place] {
            Some(true) => open += 1,
            Some(false) => open = open.saturating_sub(1),
            None => {}
        }
    }
}
