//! The words of a passage as the glossary looks at them, with the calls of notes between them.

use super::super::passages::Passage;
use crate::language::transliteration::Sounds;
use crate::text::letters::{Class, ZWNJ, digit_value, fold_solid, letter, number};
use std::cell::OnceCell;
use std::ops::Range;

/// What a word is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    Persian,
    Latin,
    Digits,
}

/// A word of a passage.
#[derive(Clone, Debug)]
pub struct Word {
    /// As written.
    pub text: String,
    /// Folded and solid, in small letters.
    pub folded: String,
    /// What it is written in.
    pub script: Script,
    /// What stands between the word before and this one.
    pub gap: String,
    /// Line of the source on which it begins.
    pub line: u32,
    /// Bytes of the passage.
    pub at: Range<usize>,
    /// See [`Word::sounds`].
    sounds: OnceCell<Sounds>,
}

impl Word {
    /// This word and the next as one.
    pub fn joined(&self, next: &Word) -> Word {
        let text = format!("{}{}", self.text, next.text);
        Word {
            folded: fold_solid(&text).to_lowercase(),
            text,
            at: self.at.start..next.at.end,
            sounds: OnceCell::new(),
            ..self.clone()
        }
    }

    /// What a Persian word sounds like.
    pub fn sounds(&self) -> &Sounds {
        self.sounds.get_or_init(|| Sounds::of_persian(&self.folded))
    }
}

/// Cuts a passage into words; the text after the last word is returned too.
pub fn of_passage(passage: &Passage) -> (Vec<Word>, String) {
    let traced = &passage.traced;
    of_text(&traced.text, |at| traced.line_at(at).unwrap_or(0))
}

/// Cuts a text into words, whose lines `line_at` tells from their first bytes.
pub fn of_text(text: &str, line_at: impl Fn(usize) -> u32) -> (Vec<Word>, String) {
    let mut words: Vec<Word> = Vec::new();
    let mut gap_start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let Some(script) = script_of(c) else {
            continue;
        };
        let mut end = start + c.len_utf8();
        while let Some((at, next)) = chars.peek().copied() {
            let inside = matches!(letter(next).class, Class::Ignored)
                || next == ZWNJ && script == Script::Persian
                || matches!(next, '’' | '\'' | '-') && script == Script::Latin;
            if script_of(next) != Some(script) && !inside {
                break;
            }
            end = at + next.len_utf8();
            chars.next();
        }
        let word = text[start..end].trim_end_matches([ZWNJ, '’', '\'', '-']);
        let end = start + word.len();
        let call = (script == Script::Digits)
            .then(|| year_and_call(word))
            .flatten();
        let middle = call.map_or(end, |at| start + at);
        for at in [start..middle, middle..end] {
            if at.is_empty() {
                continue;
            }
            let word = &text[at.clone()];
            words.push(Word {
                // Only Latin letters have two cases.
                folded: match script {
                    Script::Latin => fold_solid(word).to_lowercase(),
                    _ => fold_solid(word),
                },
                text: word.to_owned(),
                script,
                gap: text[gap_start..at.start].to_owned(),
                line: line_at(at.start),
                sounds: OnceCell::new(),
                at: at.clone(),
            });
            gap_start = at.end;
        }
    }
    (words, text[gap_start..].to_owned())
}

/// Where the call of a note begins that touches a year: `20353` is 2035 with the call 3.
fn year_and_call(digits: &str) -> Option<usize> {
    let (at, _) = digits.char_indices().nth(4)?;
    let call = digits[at..].chars().count();
    ((1300..2100).contains(&number(&digits[..at])) && call <= 2).then_some(at)
}

fn script_of(c: char) -> Option<Script> {
    if digit_value(c).is_some() {
        return Some(Script::Digits);
    }
    match letter(c).class {
        Class::Arabic => Some(Script::Persian),
        Class::Latin => Some(Script::Latin),
        _ => None,
    }
}

/// How a call was recognized.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// A number that stands alone, which may be any number.
    Loose,
    /// A number at a word or a quotation mark, or in square brackets.
    Sure,
}

/// The call of a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Call {
    /// The number of the note.
    pub number: u32,
    /// The word that is its number.
    pub at: usize,
    /// The word after the term: a term ends before it.
    pub end: usize,
    /// Whether it may stand before its term in a text that is in order: an item of a list and its call
    /// that came to touch, `44. term`.
    pub before_term: bool,
    /// How it was recognized.
    pub certainty: Certainty,
}

/// All calls among words. `rest` is what stands after the last.
pub fn calls(words: &[Word], rest: &str) -> Vec<Call> {
    let mut calls = Vec::new();
    for (index, word) in words.iter().enumerate() {
        if word.script != Script::Digits {
            continue;
        }
        let digits = word.text.chars().count();
        let after = words.get(index + 1).map_or(rest, |next| next.gap.as_str());
        let value = number(&word.text);
        let loose = Call {
            number: value,
            at: index,
            end: index,
            before_term: false,
            certainty: Certainty::Loose,
        };
        if let Some(number) = item_and_call(&word.text).filter(|_| after.starts_with('.')) {
            calls.push(Call {
                number,
                before_term: true,
                ..loose
            });
        }
        if digits > 2 {
            continue;
        }
        let bracketed = word.gap.ends_with('[') && after.starts_with(']');
        let glued = index > 0 && words[index - 1].script != Script::Latin;
        let at_mark = (index > 0 && word.gap.ends_with(['»', '”', '،']))
            || after.starts_with(['«', '»', '“', '”']);
        if bracketed || at_mark || glued && word.gap.is_empty() {
            calls.push(Call {
                certainty: Certainty::Sure,
                ..loose
            });
        } else {
            calls.push(loose);
        }
        // The call stands before what is quoted where a line was put in order wrongly.
        if after.starts_with('«') {
            let close = (index + 2..words.len()).find(|i| words[*i].gap.starts_with('»'));
            calls.extend(close.map(|end| Call {
                end,
                certainty: Certainty::Sure,
                ..loose
            }));
        }
    }
    calls
}

/// The number of a list's item that its own call came to touch: 1111 is item 11 with the call 11.
fn item_and_call(digits: &str) -> Option<u32> {
    let count = digits.chars().count();
    let (half, _) = digits.char_indices().nth(count / 2)?;
    let equal = matches!(count, 2 | 4) && digits[..half] == digits[half..];
    equal.then(|| number(&digits[..half]))
}
