//! The words of a passage as the glossary looks at them, with the calls of notes between them.

use super::super::passages::Passage;
use crate::language::transliteration::Sounds;
use crate::text::letters::{Class, ZWNJ, digit_value, fold_solid, letter, number};
use std::cell::OnceCell;

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
    /// See [`Word::sounds`].
    sounds: OnceCell<Sounds>,
}

impl Word {
    /// What a Persian word sounds like.
    pub fn sounds(&self) -> &Sounds {
        self.sounds.get_or_init(|| Sounds::of_persian(&self.folded))
    }
}

/// Cuts a passage into words; the text after the last word is returned too.
pub fn of_passage(passage: &Passage) -> (Vec<Word>, String) {
    let text = &passage.traced.text;
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
        words.push(Word {
            folded: fold_solid(word).to_lowercase(),
            text: word.to_owned(),
            script,
            gap: text[gap_start..start].to_owned(),
            line: passage.traced.line_at(start).unwrap_or(0),
            sounds: OnceCell::new(),
        });
        gap_start = end;
    }
    (words, text[gap_start..].to_owned())
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
    /// The word after the term: a term ends before it.
    pub end: usize,
    /// How it was recognized.
    pub certainty: Certainty,
}

/// All calls among words. `rest` is what stands after the last.
pub fn calls(words: &[Word], rest: &str) -> Vec<Call> {
    let mut calls = Vec::new();
    let mut call = |number, end, certainty| {
        calls.push(Call {
            number,
            end,
            certainty,
        });
    };
    for (index, word) in words.iter().enumerate() {
        if word.script != Script::Digits {
            continue;
        }
        let digits = word.text.chars().count();
        let after = words.get(index + 1).map_or(rest, |next| next.gap.as_str());
        let value = number(&word.text);
        let bracketed = word.gap.ends_with('[') && after.starts_with(']');
        let glued = index > 0 && words[index - 1].script == Script::Persian;
        let at_mark = (index > 0 && word.gap.ends_with(['»', '”', '،']))
            || after.starts_with(['«', '»', '“', '”']);
        if digits <= 2 {
            let sure = bracketed || at_mark || glued && word.gap.is_empty();
            let certainty = if sure {
                Certainty::Sure
            } else {
                Certainty::Loose
            };
            call(value, index, certainty);
            // The call stands before what is quoted where a line was put in order wrongly.
            if after.starts_with('«') {
                let close = (index + 2..words.len()).find(|i| words[*i].gap.starts_with('»'));
                if let Some(close) = close {
                    call(value, close, Certainty::Sure);
                }
            }
        }
    }
    calls
}
