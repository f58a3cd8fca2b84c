//! The letters of the model: the 33 of Persian as `text::letters` folds them, numbered from 1.

use crate::text::letters::{self, Class, Folded};
use std::sync::LazyLock;

/// The letters, in the order of their codes.
const ALPHABET: &str = "اآبپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی";

/// How many letters there are; codes run from 1 to this.
pub const LETTERS: usize = 33;

/// Characters below this bound are looked up; the letters of Persian and Arabic are all below.
const BOUND: usize = 0x700;

static CODES: LazyLock<[u8; BOUND]> = LazyLock::new(|| {
    let mut codes = [0; BOUND];
    for (at, entry) in codes.iter_mut().enumerate() {
        if let Letter::Code(code) = char::from_u32(at as u32).map_or(Letter::Foreign, compute) {
            *entry = code;
        }
    }
    codes
});

/// What a character of the Arabic class is to the model.
enum Letter {
    Code(u8),
    Foreign,
}

fn compute(c: char) -> Letter {
    match letters::letter(c) {
        letters::Letter {
            class: Class::Arabic,
            folded: Folded::One(folded),
        } => (1..)
            .zip(ALPHABET.chars())
            .find(|&(_, letter)| letter == folded)
            .map_or(Letter::Foreign, |(code, _)| Letter::Code(code)),
        _ => Letter::Foreign,
    }
}

/// The code of the letter a character folds to; none for all that is no letter of Persian, for
/// marks and for ligatures (unfold those first).
#[inline]
pub fn letter(c: char) -> Option<u8> {
    match CODES.get(c as usize) {
        Some(0) => None,
        Some(&code) => Some(code),
        // Presentation forms and the like; rare.
        None => match compute(c) {
            Letter::Code(code) => Some(code),
            Letter::Foreign => None,
        },
    }
}

/// The letter of a code.
pub fn character(code: u8) -> char {
    ALPHABET
        .chars()
        .nth(usize::from(code) - 1)
        .expect("a code of the alphabet")
}

/// The codes of a word; none if it has other characters than letters.
pub fn spell(word: &str) -> Option<Vec<u8>> {
    word.chars().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_run_from_one_and_go_back_to_their_letters() {
        assert_eq!(ALPHABET.chars().count(), LETTERS);
        for (code, c) in (1..).zip(ALPHABET.chars()) {
            assert_eq!(letter(c), Some(code));
            assert_eq!(character(code), c);
        }
    }

    #[test]
    fn spellings_of_one_letter_have_one_code() {
        for (typed, folded) in [('ي', 'ی'), ('ك', 'ک'), ('ئ', 'ی'), ('ة', 'ه'), ('أ', 'ا')]
        {
            assert_eq!(letter(typed), letter(folded));
        }
        assert_eq!(letter('ﻢ'), letter('م'));
        assert_ne!(letter('آ'), letter('ا'));
    }

    #[test]
    fn other_characters_have_none() {
        for c in [
            'a', '۱', ' ', '\u{200c}', 'ـ', '\u{64e}', 'ء', '،', 'ﻼ', 'ڕ', '网',
        ] {
            assert_eq!(letter(c), None, "{c}");
        }
    }
}
