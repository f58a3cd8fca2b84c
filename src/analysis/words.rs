//! What is remembered of words: from a raw spelling to its terms.
//!
//! Nine tokens in ten of a text are words met before, so this look-up decides the speed of analysis,
//! and what it costs is the memory it touches and the branches that nobody can predict. Words of up to
//! sixteen bytes, eight Persian letters, are one number, which stands in the slot: they are hashed and
//! compared without a question about their length. A slot is half a line of the cache; what is handed on
//! fits a register and says which terms the word has. The terms themselves, and the text in which their
//! letters lie, are touched only by those who ask for them.

use super::analyzer::{Rule, Script};
use crate::language::persian::Binding;
use crate::text::letters::{Class, letter};
use rustc_hash::FxBuildHasher;
use std::hash::BuildHasher;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

/// A term of a word.
#[derive(Clone, Copy)]
pub struct Term {
    /// Where its forms begin in the text of all words, or [`RAW`].
    exact: u32,
    lemma: u32,
    exact_len: u16,
    lemma_len: u16,
    /// First byte in the raw spelling.
    pub start: u16,
    /// Byte after the last.
    pub end: u16,
    /// Its script.
    pub script: Script,
    /// Why the lemma is what it is.
    pub rule: Rule,
}

/// The form is the raw spelling of the word.
const RAW: u32 = u32::MAX;

/// A word that is remembered: its terms, and whether it binds to its neighbours.
#[derive(Clone, Copy)]
pub struct Word {
    /// The number of its first term.
    first: u32,
    terms: u8,
    /// How it reaches for the word after it.
    pub forward: Binding,
    /// How it can be reached by the word before it.
    pub backward: Binding,
    /// Whether its spelling is nothing but letters of Arabic script: then where it stands between
    /// spaces it is a word, whatever stands beyond.
    is_plain: bool,
}

/// A place of the table.
#[derive(Clone, Copy)]
struct Slot {
    key: u128,
    /// Where its raw spelling begins in the text of all words, if that does not fit the key.
    raw: u32,
    word: Word,
}

impl Slot {
    /// A place without a word.
    const EMPTY: Slot = Slot {
        key: 0,
        raw: 0,
        word: Word {
            first: 0,
            terms: 0,
            forward: Binding::NONE,
            backward: Binding::NONE,
            is_plain: false,
        },
    };
}

/// Bytes of a spelling that fit a key.
const SHORT: usize = size_of::<u128>();

/// What a raw spelling is looked up by: its bytes if they are sixteen at most, and zeros; else a hash of
/// them after a byte that no text has. Not zero: no word is empty, and zero is none of its bytes.
#[inline]
fn key(text: &str, range: &Range<usize>) -> u128 {
    let bytes = &text.as_bytes()[range.start..];
    match bytes.first_chunk() {
        // What follows the word in the text is masked away.
        Some(&chunk) if (1..=SHORT).contains(&range.len()) => {
            u128::from_le_bytes(chunk) & u128::MAX >> (8 * (SHORT - range.len()))
        }
        _ => key_with_care(&bytes[..range.len()]),
    }
}

/// The key of a long spelling, or of one at the end of a text.
#[cold]
fn key_with_care(raw: &[u8]) -> u128 {
    let mut chunk = [0; SHORT];
    match chunk.get_mut(..raw.len()) {
        Some(start) => start.copy_from_slice(raw),
        None => {
            chunk[..8].copy_from_slice(&FxBuildHasher.hash_one(raw).to_le_bytes());
            chunk[SHORT - 1] = 0xff;
        }
    }
    u128::from_le_bytes(chunk)
}

/// Folds both halves of a key into a number of which the low bits are good.
#[inline]
fn hash(key: u128) -> usize {
    // Digits of pi, as in rustc-hash.
    let low = key as u64 ^ 0x243f_6a88_85a3_08d3;
    let high = (key >> 64) as u64 ^ 0x1319_8a2e_0370_7344;
    let product = u128::from(low) * u128::from(high);
    (product as u64 ^ (product >> 64) as u64) as usize
}

/// A table of words that grows.
pub struct Words {
    slots: Vec<Slot>,
    len: usize,
    /// The terms of all words, those of each together.
    terms: Vec<Term>,
    /// Long raw spellings, and forms that differ from theirs.
    arena: String,
    memory: u64,
}

/// Tables that were made so far.
static MEMORIES: AtomicU64 = AtomicU64::new(0);

impl Default for Words {
    fn default() -> Words {
        Words {
            slots: vec![Slot::EMPTY; 1 << 12],
            len: 0,
            terms: Vec::new(),
            arena: String::new(),
            memory: MEMORIES.fetch_add(1, Ordering::Relaxed),
        }
    }
}

/// A word that is being added.
pub struct Begun<'r> {
    raw: &'r str,
    first: usize,
}

impl Words {
    /// Number of words.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Differs from that of every other table, and from what it was before words were forgotten.
    pub fn memory(&self) -> u64 {
        self.memory
    }

    /// Forgets all words.
    pub fn clear(&mut self) {
        *self = Words::default();
    }

    /// The word whose raw spelling is a part of a text, which is not empty.
    #[inline]
    pub fn get(&self, text: &str, range: &Range<usize>) -> Option<Word> {
        let raw = &text.as_bytes()[range.clone()];
        self.find(key(text, range), |slot| {
            raw.len() <= SHORT || self.is_spelled(slot, raw)
        })
    }

    /// The word that fills a text from byte `at` to the next space, and where that is; if it is a short
    /// one of letters of Arabic script, and remembered. Nine words in ten of Persian texts are, and then
    /// nobody has to ask what each of its letters is.
    #[inline]
    pub fn get_before_space(&self, text: &str, at: usize) -> Option<(usize, Word)> {
        let chunk: &[u8; SHORT] = text.as_bytes().get(at..)?.first_chunk()?;
        // A word of English is not looked up here to be looked up again.
        if chunk[0].is_ascii() {
            return None;
        }
        let chunk = u128::from_le_bytes(*chunk);
        // The lowest byte that is a space has the lowest bit that stays.
        let odd = chunk ^ u128::from_le_bytes([b' '; SHORT]);
        let spaces = odd.wrapping_sub(u128::from_le_bytes([1; SHORT]))
            & !odd
            & u128::from_le_bytes([0x80; SHORT]);
        let len = spaces.trailing_zeros() / 8;
        if len == 0 || spaces == 0 {
            return None;
        }
        let key = chunk & (u128::MAX >> (128 - 8 * len));
        let word = self.find(key, |_| true)?;
        word.is_plain.then_some((at + len as usize, word))
    }

    #[inline]
    fn find(&self, key: u128, is_it: impl Fn(&Slot) -> bool) -> Option<Word> {
        let mask = self.slots.len() - 1;
        let mut at = hash(key) & mask;
        loop {
            let slot = &self.slots[at];
            if slot.key == key && is_it(slot) {
                return Some(slot.word);
            }
            if slot.key == 0 {
                return None;
            }
            at = (at + 1) & mask;
        }
    }

    /// Whether a long word has this spelling.
    fn is_spelled(&self, slot: &Slot, raw: &[u8]) -> bool {
        self.arena.as_bytes()[slot.raw as usize..].starts_with(raw)
            && self.arena.as_bytes().get(slot.raw as usize + raw.len()) == Some(&0)
    }

    /// Begins a word: its terms follow with [`Words::push`], and [`Words::end`] closes it.
    pub fn begin<'r>(&self, raw: &'r str) -> Begun<'r> {
        Begun {
            raw,
            first: self.terms.len(),
        }
    }

    /// Adds a term to the word that was begun; `range` is its place in the raw spelling.
    pub fn push(
        &mut self,
        word: &Begun,
        range: Range<usize>,
        exact: &str,
        lemma: &str,
        script: Script,
        rule: Rule,
    ) {
        let lemma_at = if lemma == word.raw {
            RAW
        } else {
            self.write(lemma)
        };
        let exact_at = if exact == lemma {
            lemma_at
        } else if exact == word.raw {
            RAW
        } else {
            self.write(exact)
        };
        self.terms.push(Term {
            exact: exact_at,
            exact_len: exact.len() as u16,
            lemma: lemma_at,
            lemma_len: lemma.len() as u16,
            start: range.start as u16,
            end: range.end as u16,
            script,
            rule,
        });
    }

    /// Closes a word, which can then be found.
    pub fn end(&mut self, word: Begun, forward: Binding, backward: Binding) -> Word {
        if self.len * 4 >= self.slots.len() * 3 {
            let size = self.slots.len() * 2;
            let old = std::mem::replace(&mut self.slots, vec![Slot::EMPTY; size]);
            for slot in old.into_iter().filter(|slot| slot.key != 0) {
                self.place(slot);
            }
        }
        let raw = match word.raw.len() <= SHORT {
            true => 0,
            false => {
                let at = self.write(word.raw);
                self.arena.push('\0');
                at
            }
        };
        self.len += 1;
        let slot = Slot {
            key: key(word.raw, &(0..word.raw.len())),
            raw,
            word: Word {
                first: word.first as u32,
                terms: (self.terms.len() - word.first) as u8,
                forward,
                backward,
                is_plain: word.raw.chars().all(|c| letter(c).class == Class::Arabic),
            },
        };
        self.place(slot);
        slot.word
    }

    /// The term of a number.
    #[inline]
    pub fn term(&self, number: u32) -> &Term {
        &self.terms[number as usize]
    }

    /// The exact form of a term of a word that is spelled `raw`.
    pub fn exact<'a>(&'a self, term: &Term, raw: &'a str) -> &'a str {
        self.form(term.exact, term.exact_len, raw)
    }

    /// The lemma of a term of a word that is spelled `raw`.
    pub fn lemma<'a>(&'a self, term: &Term, raw: &'a str) -> &'a str {
        self.form(term.lemma, term.lemma_len, raw)
    }

    fn form<'a>(&'a self, at: u32, len: u16, raw: &'a str) -> &'a str {
        if at == RAW {
            raw
        } else {
            &self.arena[at as usize..at as usize + usize::from(len)]
        }
    }

    fn write(&mut self, text: &str) -> u32 {
        let at = self.arena.len() as u32;
        self.arena.push_str(text);
        at
    }

    fn place(&mut self, slot: Slot) {
        let mask = self.slots.len() - 1;
        let mut at = hash(slot.key) & mask;
        while self.slots[at].key != 0 {
            at = (at + 1) & mask;
        }
        self.slots[at] = slot;
    }
}

impl Word {
    /// The numbers of its terms: their places among the terms of all words.
    #[inline]
    pub fn terms(self) -> Range<u32> {
        self.first..self.first + u32::from(self.terms)
    }
}

impl Term {
    /// Whether the exact form is the lemma itself.
    #[inline]
    pub fn is_base(&self) -> bool {
        self.exact == self.lemma && self.exact_len == self.lemma_len
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_is_half_a_cache_line_and_a_word_fits_a_register() {
        assert_eq!(size_of::<Slot>(), 32);
        assert_eq!(size_of::<Word>(), 8);
    }

    #[test]
    fn no_word_holds_the_byte_that_keys_are_filled_with() {
        assert!(!letter('\0').class.is_word());
    }

    #[test]
    fn words_of_any_length_are_told_apart_at_every_byte_wherever_they_stand() {
        for len in 1..40 {
            let word: String = ('a'..='z').cycle().take(len).collect();
            let mut words = Words::default();
            let begun = words.begin(&word);
            words.end(begun, Binding::NONE, Binding::NONE);
            for (before, after) in [("", ""), ("", "x"), ("متن ", " و بیست بایت دیگر پس از آن")]
            {
                let text = format!("{before}{word}{after}");
                let range = before.len()..before.len() + len;
                assert!(words.get(&text, &range).is_some(), "{text}");
                if len > 1 {
                    let shorter = range.start..range.end - 1;
                    assert!(words.get(&text, &shorter).is_none(), "{text}");
                }
                for at in range.clone() {
                    let mut other = text.clone().into_bytes();
                    other[at] ^= 1;
                    let other = String::from_utf8(other).unwrap();
                    assert!(words.get(&other, &range).is_none(), "{other}");
                }
            }
        }
    }

    #[test]
    fn words_before_a_space() {
        let mut words = Words::default();
        for raw in ["کتاب", "می\u{200c}رود", "book", "کتابخانه‌ها"] {
            let begun = words.begin(raw);
            words.end(begun, Binding::NONE, Binding::NONE);
        }
        let found = |text: &str| {
            let text = format!("{text} و دیگر چیزها");
            words.get_before_space(&text, 0).map(|(end, _)| end)
        };
        assert_eq!(found("کتاب"), Some(8));
        for other in [
            "",
            "کتا",
            "کتاب،",
            "کتابی",
            "book",
            "می\u{200c}رود",
            "کتابخانه‌ها",
        ] {
            assert_eq!(found(other), None, "{other}");
        }
        assert!(words.get_before_space("کتاب ", 0).is_none(), "near the end");
    }

    #[test]
    fn a_long_word_is_not_taken_for_one_that_begins_with_it() {
        let mut words = Words::default();
        let long = "a".repeat(30);
        for len in [20, 30] {
            let begun = words.begin(&long[..len]);
            words.end(begun, Binding::NONE, Binding::NONE);
        }
        for len in 17..=30 {
            let found = words.get(&long, &(0..len)).is_some();
            assert_eq!(found, len == 20 || len == 30, "{len}");
        }
    }

    #[test]
    fn words_are_found_again_after_the_table_has_grown() {
        let mut words = Words::default();
        for number in 0..20_000 {
            let raw = format!("w{number}");
            assert!(words.get(&raw, &(0..raw.len())).is_none());
            let word = words.begin(&raw);
            for term in 0..number % 4 {
                let lemma = format!("l{term}");
                words.push(&word, 0..2, &raw, &lemma, Script::Latin, Rule::Whole);
            }
            words.end(word, Binding::NONE, Binding::NONE);
        }
        for number in 0..20_000 {
            let raw = format!("w{number}");
            let terms = words.get(&raw, &(0..raw.len())).unwrap().terms();
            assert_eq!(terms.len(), number % 4);
            for (at, term) in terms.enumerate() {
                let term = words.term(term);
                assert_eq!(words.lemma(term, &raw), format!("l{at}"));
                assert_eq!(words.exact(term, &raw), raw);
                assert!(!term.is_base());
            }
        }
        words.clear();
        assert!(words.get("w1", &(0..2)).is_none());
    }
}
