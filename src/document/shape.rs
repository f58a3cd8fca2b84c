//! What a line looks like, measured once and judged by everything that looks for structure.

use crate::text::letters::{Class, TATWEEL, code_of_pair, digit_value, letter, number};
use crate::text::{Markup, SourceText, is_terminator};
use std::sync::LazyLock;

/// Measures of one line of repaired text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    /// Characters without white space and tatweel.
    pub width: u32,
    /// Words (runs between white space).
    pub words: u32,
    /// Letters of Arabic script.
    pub arabic: u32,
    /// Letters of Latin script.
    pub latin: u32,
    /// Digits.
    pub digits: u32,
    /// Whether its last visible character ends a sentence.
    pub terminated: bool,
    /// What the format says of it.
    pub markup: Markup,
}

impl Shape {
    /// Measures a line. Every character takes the same few steps, whatever it is: where words end,
    /// and which letters take one byte and which two, no processor can guess. All counts are lanes of
    /// one number, so that a character is one addition.
    pub fn of(line: &str, markup: Markup) -> Shape {
        let mut shape = Shape {
            markup,
            terminated: ends_sentence(line),
            ..Shape::default()
        };
        let signs: &[u64; 0x800] = &SIGNS;
        let bytes = line.as_bytes();
        let mut in_word = 0;
        let mut at = 0;
        while at < bytes.len() {
            let end = bytes.len().min(at + LANE as usize);
            let mut counts = 0;
            while at < end {
                let first = bytes[at];
                let sign = if first < 0xe0 {
                    let (two, second) = (first >= 0x80, bytes.get(at + 1).copied().unwrap_or(0));
                    let code = code_of_pair(first, second);
                    at += 1 + usize::from(two);
                    signs[if two { code } else { usize::from(first) }]
                } else {
                    let c = line[at..].chars().next().unwrap_or_default();
                    at += c.len_utf8();
                    sign(c)
                };
                counts += sign;
                shape.words += (sign & !in_word & VISIBLE) as u32;
                in_word = (in_word | sign) & !(sign / SPACE);
            }
            let count = |lane: u64| ((counts / lane) & LANE) as u32;
            shape.width += count(VISIBLE);
            shape.arabic += count(ARABIC);
            shape.latin += count(LATIN);
            shape.digits += count(DIGIT);
        }
        shape
    }

    /// Whether the line shows nothing.
    pub fn is_blank(&self) -> bool {
        self.width == 0
    }

    /// Whether more of its letters are Latin than Arabic.
    pub fn is_latin(&self) -> bool {
        self.latin > self.arabic
    }
}

/// What a lane of the counts holds at most.
const LANE: u64 = 0xfff;
const VISIBLE: u64 = 1;
const ARABIC: u64 = VISIBLE << 12;
const LATIN: u64 = ARABIC << 12;
const DIGIT: u64 = LATIN << 12;
/// The last lane, so that what is left of a division by it is nothing else.
const SPACE: u64 = DIGIT << 12;

/// What a character adds to the counts of [`Shape::of`].
fn sign(c: char) -> u64 {
    match letter(c).class {
        _ if c.is_whitespace() => SPACE,
        _ if c == TATWEEL => 0,
        Class::Arabic => VISIBLE | ARABIC,
        Class::Latin => VISIBLE | LATIN,
        Class::Digit => VISIBLE | DIGIT,
        _ => VISIBLE,
    }
}

/// The signs of the characters of one and two bytes.
static SIGNS: LazyLock<[u64; 0x800]> =
    LazyLock::new(|| std::array::from_fn(|code| char::from_u32(code as u32).map_or(0, sign)));

/// Whether the last visible character ends a sentence, a closing bracket or quote after it aside.
fn ends_sentence(line: &str) -> bool {
    let mut visible = line.chars().rev().filter(|c| !c.is_whitespace());
    match visible.next() {
        Some('»' | '”' | '"' | ')' | ']' | '(' | '«') => {
            visible.next().is_some_and(is_terminator)
        }
        Some(last) => is_terminator(last),
        None => false,
    }
}

/// The lines of a document with their measures.
pub struct Page<'a> {
    /// The repaired text.
    pub text: &'a SourceText,
    /// A shape for each line.
    pub shapes: Vec<Shape>,
    /// Width of a full line of running text, in characters without white space.
    pub full_width: u32,
    /// Whether most letters of the document are of Arabic script.
    pub arabic: bool,
    /// Whether empty lines stand between all lines, so that they say nothing about paragraphs.
    pub double_spaced: bool,
}

impl<'a> Page<'a> {
    /// Measures a document.
    pub fn of(text: &'a SourceText) -> Page<'a> {
        let shapes: Vec<Shape> = text
            .lines
            .iter()
            .enumerate()
            .map(|(index, line)| Shape::of(text.line(index), line.markup))
            .collect();
        let (arabic, latin) = shapes.iter().fold((0u64, 0u64), |(a, l), s| {
            (a + u64::from(s.arabic), l + u64::from(s.latin))
        });
        Page {
            text,
            full_width: full_width(&shapes),
            double_spaced: shapes.iter().filter(|s| s.is_blank()).count() * 5 > shapes.len() * 2,
            shapes,
            arabic: arabic > latin,
        }
    }

    /// The text of a line.
    pub fn line(&self, index: usize) -> &'a str {
        self.text.line(index)
    }

    /// The next line after `index` that shows something.
    pub fn next(&self, index: usize) -> Option<usize> {
        (index + 1..self.shapes.len()).find(|i| !self.shapes[*i].is_blank())
    }

    /// The last line before `index` that shows something.
    pub fn previous(&self, index: usize) -> Option<usize> {
        (0..index).rev().find(|i| !self.shapes[*i].is_blank())
    }

    /// Whether the line is much shorter than a line of running text.
    pub fn is_short(&self, index: usize) -> bool {
        self.shapes[index].width * 10 < self.full_width * 7
    }
}

/// The width that three quarters of the visible lines do not reach, a full line of running text
/// where lines are wrapped, since most lines of a paragraph are full.
fn full_width(shapes: &[Shape]) -> u32 {
    let mut widths: Vec<u32> = shapes.iter().map(|s| s.width).filter(|w| *w > 0).collect();
    if widths.is_empty() {
        return 0;
    }
    let at = (widths.len() - 1) * 3 / 4;
    *widths.select_nth_unstable(at).1
}

/// A number at the start of a line as lists, notes and headings have it: `3.`, `۳-`, `(3)`, `4-1-2`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbering<'a> {
    /// Its parts in order, `4-1-2` as 4, 1, 2.
    pub parts: Vec<u32>,
    /// Whether a full stop, dash, colon or bracket follows the number.
    pub marked: bool,
    /// The line after it.
    pub rest: &'a str,
}

/// Reads the number at the start of a line.
pub fn leading_number(line: &str) -> Option<Numbering<'_>> {
    let mut rest = line.trim_start();
    let bracketed = rest.starts_with(['(', '[']);
    rest = rest.trim_start_matches(['(', '[']);
    let mut parts = Vec::new();
    let mut marked = false;
    loop {
        let len = rest
            .find(|c: char| digit_value(c).is_none())
            .unwrap_or(rest.len());
        if len == 0 {
            break;
        }
        let digits = &rest[..len];
        if digits.chars().count() > 4 {
            return None;
        }
        parts.push(number(digits));
        rest = &rest[len..];
        let after = rest.trim_start_matches(' ');
        let Some(mark) = after.chars().next() else {
            break;
        };
        if !matches!(mark, '-' | '–' | '.' | ')' | ']' | ':' | '(' | 'ـ' | '،')
            || (matches!(mark, '(') && !bracketed)
        {
            break;
        }
        marked = true;
        rest = &after[mark.len_utf8()..];
        if !matches!(mark, '-' | '–' | '.') || !rest.starts_with(|c| digit_value(c).is_some()) {
            rest = rest.trim_start_matches(['-', '–', '.', ':', ')']);
            break;
        }
    }
    if parts.is_empty() || parts.len() > 5 {
        return None;
    }
    Some(Numbering {
        parts,
        marked,
        rest: rest.trim(),
    })
}

/// Reads a section number that extraction moved to the end of its line (`title -4-1`, `title-1`).
pub fn trailing_number(line: &str) -> Option<Numbering<'_>> {
    let line = line.trim_end();
    let start = line
        .rfind(|c: char| digit_value(c).is_none() && c != '-')
        .map_or(0, |at| {
            at + line[at..].chars().next().map_or(1, char::len_utf8)
        });
    let tail = line[start..].strip_prefix('-')?;
    let mut parts = Vec::new();
    for digits in tail.split('-') {
        if digits.is_empty() || digits.chars().count() > 2 {
            return None;
        }
        parts.push(number(digits));
    }
    Some(Numbering {
        parts,
        marked: true,
        rest: line[..start].trim(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_count_what_is_seen() {
        let shape = Shape::of("  دیپلماســی (2020) Segal.", Markup::None);
        assert_eq!(
            (shape.words, shape.arabic, shape.latin, shape.digits),
            (3, 8, 5, 4)
        );
        assert!(shape.terminated);
        assert!(Shape::of("پایان است.»", Markup::None).terminated);
        assert!(!Shape::of("پایان ندارد", Markup::None).terminated);
        assert!(Shape::of(" \u{c}", Markup::None).is_blank());
    }

    /// Words, width, Arabic and Latin letters, digits.
    fn counts(shape: &Shape) -> (u32, u32, u32, u32, u32) {
        let Shape { words, width, .. } = *shape;
        (words, width, shape.arabic, shape.latin, shape.digits)
    }

    #[test]
    fn every_kind_of_character_is_counted_as_what_it_is() {
        let shape = Shape::of(
            "«متنِ» می\u{200c}شود،\u{a0}۱۴۰۱ و ٢٣؛ ـ é-网 ء",
            Markup::None,
        );
        assert_eq!(counts(&shape), (7, 25, 9, 1, 6));
    }

    #[test]
    fn a_line_may_be_longer_than_a_lane_can_count() {
        let shape = Shape::of(&"متن one 12 ".repeat(3_000), Markup::None);
        assert_eq!(counts(&shape), (9_000, 24_000, 9_000, 9_000, 6_000));
    }

    #[test]
    fn numbers_at_the_start() {
        for (line, parts, marked, rest) in [
            ("4-1-1- قدرت هنجاری", vec![4, 1, 1], true, "قدرت هنجاری"),
            ("۲-۱. مبانی", vec![2, 1], true, "مبانی"),
            ("1. Rogier Creemers", vec![1], true, "Rogier Creemers"),
            ("3 .  Adam", vec![3], true, "Adam"),
            ("(2) second", vec![2], true, "second"),
            ("[12] J. Nye", vec![12], true, "J. Nye"),
            ("2014 was a year", vec![2014], false, "was a year"),
        ] {
            let number = leading_number(line).unwrap();
            assert_eq!(
                (number.parts, number.marked, number.rest),
                (parts, marked, rest),
                "{line}"
            );
        }
        assert_eq!(leading_number("no number"), None);
        assert_eq!(leading_number("123456 x"), None);
    }

    #[test]
    fn numbers_that_slipped_to_the_end() {
        let number = trailing_number(" اهداف و اولویت -4-1").unwrap();
        assert_eq!((number.parts, number.rest), (vec![4, 1], "اهداف و اولویت"));
        assert_eq!(trailing_number(" پیشینه-1").unwrap().parts, [1]);
        assert_eq!(trailing_number("سال 2020"), None);
        assert_eq!(trailing_number("1990-2000"), None);
    }
}
