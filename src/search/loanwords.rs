//! Long words that are written with other vowel letters: آنفولانزا, آنفلوانزا and آنفلوآنزا (influenza).
//!
//! Persian writes the vowels of foreign words as each author hears them. The consonants stay, in their
//! order, and so do the beginning and the end of the word, which tell it from its derivations. Terms
//! of an index that differ in nothing but vowel letters are found by walking its dictionary with an
//! automaton, which looks only at what may match.

use tantivy_fst::Automaton;

/// Fewest letters of a word that is looked for in other spellings: in short ones another vowel makes
/// another word (سلمان and سلیمان are two names).
const SHORTEST: usize = 7;
/// Fewest consonants.
const FEWEST: usize = 4;
/// Most vowel letters between two consonants.
const MOST_VOWELS: u8 = 2;

/// The letters of a word that stay, as an automaton over the bytes of terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skeleton {
    /// Letters that all spellings have, in order.
    letters: Vec<char>,
    /// Those before which vowel letters may stand.
    inside: std::ops::Range<usize>,
}

impl Skeleton {
    /// The skeleton of a folded Persian word; none if it is too short.
    pub fn of(word: &str) -> Option<Skeleton> {
        let all: Vec<char> = word.chars().collect();
        let first = all.iter().position(|c| !is_vowel(*c))?;
        let last = all.iter().rposition(|c| !is_vowel(*c))?;
        let kept = |at: usize| !(first..=last).contains(&at) || !is_vowel(all[at]);
        let letters: Vec<char> = (0..all.len())
            .filter(|at| kept(*at))
            .map(|at| all[at])
            .collect();
        let consonants = letters.len() - first - (all.len() - 1 - last);
        let is_persian = all.iter().all(|c| c.len_utf8() == 2);
        (all.len() >= SHORTEST && consonants >= FEWEST && is_persian).then(|| Skeleton {
            inside: first + 1..first + consonants,
            letters,
        })
    }
}

/// Letters that write a vowel, as folding leaves them, or may.
fn is_vowel(c: char) -> bool {
    matches!(c, 'ا' | 'آ' | 'و' | 'ی' | 'ئ' | 'ء')
}

/// Where the automaton stands in a term.
#[derive(Clone, Copy, Debug)]
pub enum State {
    /// So many letters were met, so many vowels since the last of them, and perhaps the first byte of
    /// the next letter.
    At(usize, u8, Option<u8>),
    /// It is another word.
    Other,
}

impl Automaton for Skeleton {
    type State = State;

    fn start(&self) -> State {
        State::At(0, 0, None)
    }

    fn is_match(&self, state: &State) -> bool {
        matches!(state, State::At(met, _, None) if *met == self.letters.len())
    }

    fn can_match(&self, state: &State) -> bool {
        matches!(state, State::At(..))
    }

    fn accept(&self, state: &State, byte: u8) -> State {
        let (met, vowels, first) = match *state {
            State::At(met, vowels, None) => return State::At(met, vowels, Some(byte)),
            State::At(met, vowels, Some(first)) => (met, vowels, first),
            State::Other => return State::Other,
        };
        let letter = [first, byte];
        let Some(c) = str::from_utf8(&letter).ok().and_then(|s| s.chars().next()) else {
            return State::Other;
        };
        if self.letters.get(met) == Some(&c) {
            State::At(met + 1, 0, None)
        } else if self.inside.contains(&met) && is_vowel(c) && vowels < MOST_VOWELS {
            State::At(met, vowels + 1, None)
        } else {
            State::Other
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(word: &str, other: &str) -> bool {
        let skeleton = Skeleton::of(word).expect("long enough");
        let end = other.bytes().fold(skeleton.start(), |state, byte| {
            skeleton.accept(&state, byte)
        });
        skeleton.is_match(&end)
    }

    #[test]
    fn vowel_letters_inside_are_free() {
        for (a, b) in [
            ("انفولانزا", "انفلوانزا"),
            ("انفولانزا", "انفلونزا"),
            ("کامپیوتر", "کمپیوتر"),
            ("کامپیوتر", "کامپوتر"),
            ("دیپلماسی", "دیپلوماسی"),
            ("تلویزیون", "تلوزیون"),
        ] {
            assert!(matches(a, b), "{a} {b}");
        }
    }

    #[test]
    fn consonants_the_beginning_and_the_end_are_not() {
        for (a, b) in [
            ("اجتماعی", "اجتماع"),
            ("انفولانزا", "انفولانز"),
            ("کامپیوتر", "کامپیوترها"),
            ("دیپلماسی", "دیپلماتی"),
            ("استراتژی", "ستراتژی"),
            ("تلویزیون", "تلویزیونی"),
            ("تلویزیون", ""),
            ("تلویزیون", "television"),
        ] {
            assert!(!matches(a, b), "{a} {b}");
        }
    }

    #[test]
    fn short_words_have_one_spelling() {
        for word in ["سلمان", "سلیمان", "اجتماع", "", "computers", "اواییواا"]
        {
            assert_eq!(Skeleton::of(word), None, "{word}");
        }
    }
}
