//! What a character is to the layout of a page: its direction, and how it joins its neighbours.

use crate::text::letters::{TATWEEL, ZWNJ, digit_value};

/// A letter of Arabic script; no mark and no tatweel.
pub fn is_arabic(c: char) -> bool {
    matches!(c, '\u{620}'..='\u{63f}' | '\u{641}'..='\u{64a}' | '\u{66e}'..='\u{66f}'
        | '\u{671}'..='\u{6d3}' | '\u{6d5}' | '\u{6ee}'..='\u{6ef}' | '\u{6fa}'..='\u{6ff}'
        | '\u{750}'..='\u{77f}' | '\u{8a0}'..='\u{8c7}' | '\u{fb50}'..='\u{fdfb}' | '\u{fe80}'..='\u{fefc}')
}

/// A letter of any script. Most are of two, which are quicker told than all of Unicode.
pub fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic() || is_arabic(c) || !c.is_ascii() && c.is_alphabetic()
}

/// A mark above or below a letter.
pub fn is_mark(c: char) -> bool {
    matches!(c, '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e4}' | '\u{300}'..='\u{36f}')
}

/// Whether a letter joins the letter after it, so that it has other shapes inside a word.
pub fn joins(c: char) -> bool {
    is_arabic(c)
        && !matches!(
            c,
            'ا' | 'أ'
                | 'إ'
                | 'آ'
                | 'ٱ'
                | 'د'
                | 'ذ'
                | 'ر'
                | 'ز'
                | 'ژ'
                | 'و'
                | 'ؤ'
                | 'ۆ'
                | 'ۇ'
                | 'ۈ'
                | 'ۋ'
                | 'ڈ'
                | 'ڑ'
                | 'ڕ'
                | 'ء'
                | 'ة'
                | 'ۀ'
                | 'ى'
                | 'ے'
                | 'ە'
        )
        || c == 'ى'
}

/// The last letter of a glyph's text, marks aside.
pub fn last_letter(text: &str) -> Option<char> {
    text.chars().rev().find(|c| !is_mark(*c))
}

/// Whether a glyph's text ends in a letter that joins the next one.
pub fn ends_joining(text: &str) -> bool {
    last_letter(text).is_some_and(joins)
}

/// Whether a glyph's text begins with a letter of Arabic script.
pub fn begins_arabic(text: &str) -> bool {
    text.chars().next().is_some_and(is_arabic)
}

/// The direction in which a glyph is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Right to left.
    Right,
    /// Left to right.
    Left,
    /// A digit: left to right in a number, wherever the number stands.
    Digit,
    /// Punctuation and signs.
    Neutral,
    /// Space.
    Space,
}

/// The kind of a glyph's text; the first strong character decides.
pub fn kind(text: &str) -> Kind {
    let mut kind = Kind::Neutral;
    let mut visible = false;
    for c in text.chars() {
        if is_arabic(c) || c == TATWEEL || c == '\u{fffd}' || matches!(c, '\u{590}'..='\u{5ff}') {
            return Kind::Right;
        }
        visible |= !c.is_whitespace();
        if digit_value(c).is_some() || superscript_value(c).is_some() {
            kind = Kind::Digit;
        } else if kind != Kind::Digit && is_letter(c) {
            kind = Kind::Left;
        } else if c == ZWNJ || c == PHANTOM {
            visible = true;
        }
    }
    if visible || kind != Kind::Neutral {
        kind
    } else {
        Kind::Space
    }
}

/// Stands for a space that was painted over its neighbour: a ZWNJ or nothing, see `joiners`.
pub const PHANTOM: char = '\u{200d}';

/// Superscript digits, by value.
pub const SUPERSCRIPTS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

/// The value of a superscript digit.
pub fn superscript_value(c: char) -> Option<usize> {
    SUPERSCRIPTS.iter().position(|s| *s == c)
}

/// Pairs of brackets, opening and closing.
pub const PAIRS: [(char, char); 5] = [('(', ')'), ('[', ']'), ('«', '»'), ('{', '}'), ('‹', '›')];

/// The pair a bracket belongs to, and whether it is the one that opens in left-to-right text.
pub fn bracket(text: &str) -> Option<(usize, bool)> {
    let mut chars = text.chars();
    let c = chars.next().filter(|_| chars.next().is_none())?;
    PAIRS
        .iter()
        .position(|p| p.0 == c || p.1 == c)
        .map(|pair| (pair, PAIRS[pair].0 == c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds() {
        for (text, expected) in [
            ("لا", Kind::Right),
            ("a", Kind::Left),
            ("۷", Kind::Digit),
            ("¹", Kind::Digit),
            ("،", Kind::Neutral),
            (" ", Kind::Space),
            ("\u{200c}", Kind::Neutral),
            ("ـ", Kind::Right),
        ] {
            assert_eq!(kind(text), expected, "{text}");
        }
        assert!(ends_joining("بِ") && !ends_joining("ر") && ends_joining("ی"));
        assert_eq!(bracket("»"), Some((2, false)));
    }
}
