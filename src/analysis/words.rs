//! What is remembered of words: from a raw spelling to its terms.
//!
//! Nine tokens in ten of a text are words met before, so this look-up decides the speed of analysis,
//! and what it costs is the memory it touches and the branches that nobody can predict. Words of up to
//! sixteen bytes, eight Persian letters, are one number, which stands in the slot: they are hashed and
//! compared without a question about their length. The slot, one line of the cache, also holds all of a
//! word that has one term, as nearly all have; what is handed on fits a register. The letters of raw
//! spellings, lemmas and exact forms lie together in one text, each only if it differs from those
//! before, and are touched where a lemma is not its raw spelling.

use super::analyzer::{Rule, Script};
use crate::language::persian::Binding;
use rustc_hash::FxBuildHasher;
use std::hash::BuildHasher;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

/// A term of a word.
#[derive(Clone, Copy)]
pub struct Term {
    exact: u32,
    lemma: u32,
    exact_len: u16,
    lemma_len: u16,
    /// Its place among the terms of all words.
    pub number: u32,
    /// First byte in the raw spelling.
    pub start: u16,
    /// Byte after the last.
    pub end: u16,
    /// Its script.
    pub script: Script,
    /// Why the lemma is what it is.
    pub rule: Rule,
}

/// A word that is remembered, and whether it binds to its neighbours. Valid as
/// long as the table does not grow ([`Words::places`]).
#[derive(Clone, Copy)]
pub struct Word {
    /// Its place in the table.
    slot: u32,
    /// How it reaches for the word after it.
    pub forward: Binding,
    /// How it can be reached by the word before it.
    pub backward: Binding,
}

/// A place of the table: what is remembered of a word.
#[derive(Clone, Copy)]
#[repr(align(64))]
pub struct Slot {
    key: Key,
    /// Where its raw spelling begins in the text of all words.
    raw: u32,
    forward: Binding,
    backward: Binding,
    terms: Terms,
}

impl Slot {
    /// A place without a word.
    fn empty() -> Slot {
        Slot {
            key: Key::NONE,
            raw: 0,
            forward: Binding::default(),
            backward: Binding::default(),
            terms: Terms::Several(0, 0),
        }
    }

    fn is_empty(&self) -> bool {
        self.key == Key::NONE
    }
}

/// What a raw spelling is looked up by: its bytes if they are sixteen at most, else a hash of them.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Key {
    number: u128,
    len: u16,
}

impl Key {
    /// Bytes of a spelling that fit the number.
    const SHORT: usize = size_of::<u128>();
    /// That of no word: none is so long.
    const NONE: Key = Key {
        number: 0,
        len: u16::MAX,
    };

    /// The key of a part of a text, on character boundaries.
    #[inline]
    fn of(text: &str, range: &Range<usize>) -> Key {
        let bytes = &text.as_bytes()[range.start..];
        let len = range.len();
        let number = match bytes.first_chunk() {
            // What follows the word in the text is masked away.
            Some(&chunk) if (1..=Key::SHORT).contains(&len) => {
                u128::from_le_bytes(chunk) & u128::MAX >> (8 * (Key::SHORT - len))
            }
            _ => Key::with_care(&bytes[..len]),
        };
        Key {
            number,
            len: len as u16,
        }
    }

    /// The number of a long spelling, or of one at the end of a text.
    #[cold]
    fn with_care(raw: &[u8]) -> u128 {
        let mut chunk = [0; Key::SHORT];
        match chunk.get_mut(..raw.len()) {
            Some(start) => start.copy_from_slice(raw),
            None => return FxBuildHasher.hash_one(raw).into(),
        }
        u128::from_le_bytes(chunk)
    }
}

/// Folds both halves of a key into a number of which the low bits are good.
#[inline]
fn hash(number: u128) -> usize {
    // Digits of pi, as in rustc-hash.
    let low = number as u64 ^ 0x243f_6a88_85a3_08d3;
    let high = (number >> 64) as u64 ^ 0x1319_8a2e_0370_7344;
    let product = u128::from(low) * u128::from(high);
    (product as u64 ^ (product >> 64) as u64) as usize
}

#[derive(Clone, Copy)]
enum Terms {
    One(Term),
    /// So many from this one on.
    Several(u32, u8),
}

/// A table of words that grows.
pub struct Words {
    slots: Vec<Slot>,
    len: usize,
    /// The terms of words that have not exactly one.
    terms: Vec<Term>,
    /// How many terms all words have.
    numbers: u32,
    memory: u64,
    arena: String,
}

/// Tables that were made so far.
static MEMORIES: AtomicU64 = AtomicU64::new(0);

impl Default for Words {
    fn default() -> Words {
        Words {
            slots: vec![Slot::empty(); 1 << 12],
            len: 0,
            terms: Vec::new(),
            numbers: 0,
            memory: MEMORIES.fetch_add(1, Ordering::Relaxed),
            arena: String::new(),
        }
    }
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

    /// The word whose raw spelling is a part of a text.
    #[inline]
    pub fn get(&self, text: &str, range: &Range<usize>) -> Option<Word> {
        let key = Key::of(text, range);
        let mask = self.slots.len() - 1;
        let mut at = hash(key.number) & mask;
        loop {
            let slot = &self.slots[at];
            let is_same = || self.raw(slot) == &text.as_bytes()[range.clone()];
            if slot.key == key && (range.len() <= Key::SHORT || is_same()) {
                return Some(Word {
                    slot: at as u32,
                    forward: slot.forward,
                    backward: slot.backward,
                });
            }
            if slot.is_empty() {
                return None;
            }
            at = (at + 1) & mask;
        }
    }

    /// Begins a word: its terms follow with [`Words::push`], and [`Words::end`] closes it.
    pub fn begin(&mut self, raw: &str) -> Slot {
        Slot {
            key: Key::of(raw, &(0..raw.len())),
            raw: self.write(raw),
            terms: Terms::Several(self.terms.len() as u32, 0),
            ..Slot::empty()
        }
    }

    /// Adds a term to the word that was begun; `range` is its place in the raw spelling.
    pub fn push(
        &mut self,
        word: &mut Slot,
        range: Range<usize>,
        exact: &str,
        lemma: &str,
        script: Script,
        rule: Rule,
    ) {
        let lemma_at = if self.raw(word) == lemma.as_bytes() {
            word.raw
        } else {
            self.write(lemma)
        };
        let exact_at = if exact == lemma {
            lemma_at
        } else if self.raw(word) == exact.as_bytes() {
            word.raw
        } else {
            self.write(exact)
        };
        let term = Term {
            exact: exact_at,
            exact_len: exact.len() as u16,
            lemma: lemma_at,
            lemma_len: lemma.len() as u16,
            number: self.numbers,
            start: range.start as u16,
            end: range.end as u16,
            script,
            rule,
        };
        self.numbers += 1;
        word.terms = match word.terms {
            Terms::Several(_, 0) => Terms::One(term),
            Terms::One(first) => {
                self.terms.extend([first, term]);
                Terms::Several(self.terms.len() as u32 - 2, 2)
            }
            Terms::Several(first, count) => {
                self.terms.push(term);
                Terms::Several(first, count + 1)
            }
        };
    }

    /// Closes a word, which can then be found.
    pub fn end(&mut self, slot: Slot, forward: Binding, backward: Binding) -> Word {
        if self.len * 4 >= self.slots.len() * 3 {
            let size = self.slots.len() * 2;
            let old = std::mem::replace(&mut self.slots, vec![Slot::empty(); size]);
            for slot in old.into_iter().filter(|slot| !slot.is_empty()) {
                self.place(slot);
            }
        }
        self.len += 1;
        Word {
            slot: self.place(Slot {
                forward,
                backward,
                ..slot
            }),
            forward,
            backward,
        }
    }

    /// The terms of a word.
    #[inline]
    pub fn terms(&self, word: Word) -> &[Term] {
        match &self.slots[word.slot as usize].terms {
            Terms::One(term) => std::slice::from_ref(term),
            Terms::Several(first, count) => {
                let first = *first as usize;
                &self.terms[first..first + usize::from(*count)]
            }
        }
    }

    /// The exact form of a term of a word that is spelled `raw`.
    #[inline]
    pub fn exact<'a>(&'a self, word: Word, term: &Term, raw: &'a str) -> &'a str {
        self.form(word, term.exact, term.exact_len, raw)
    }

    /// The lemma of a term of a word that is spelled `raw`.
    #[inline]
    pub fn lemma<'a>(&'a self, word: Word, term: &Term, raw: &'a str) -> &'a str {
        self.form(word, term.lemma, term.lemma_len, raw)
    }

    /// What is spelled as the word itself is taken from the text, which is at hand.
    #[inline]
    fn form<'a>(&'a self, word: Word, at: u32, len: u16, raw: &'a str) -> &'a str {
        if at == self.slots[word.slot as usize].raw {
            raw
        } else {
            &self.arena[at as usize..at as usize + usize::from(len)]
        }
    }

    /// Places of the table. Words that were handed on before it changed are valid no more.
    pub fn places(&self) -> usize {
        self.slots.len()
    }

    fn raw(&self, slot: &Slot) -> &[u8] {
        &self.arena.as_bytes()[slot.raw as usize..slot.raw as usize + usize::from(slot.key.len)]
    }

    fn write(&mut self, text: &str) -> u32 {
        let at = self.arena.len() as u32;
        self.arena.push_str(text);
        at
    }

    fn place(&mut self, slot: Slot) -> u32 {
        let mask = self.slots.len() - 1;
        let mut at = hash(slot.key.number) & mask;
        while !self.slots[at].is_empty() {
            at = (at + 1) & mask;
        }
        self.slots[at] = slot;
        at as u32
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
    fn a_slot_is_a_cache_line_and_a_word_fits_a_register() {
        assert_eq!(size_of::<Slot>(), 64);
        assert_eq!(size_of::<Word>(), 8);
    }

    #[test]
    fn words_of_any_length_are_told_apart_at_every_byte_wherever_they_stand() {
        for len in 1..40 {
            let word: String = ('a'..='z').cycle().take(len).collect();
            let mut words = Words::default();
            let begun = words.begin(&word);
            words.end(begun, Binding::default(), Binding::default());
            for (before, after) in [("", ""), ("", "x"), ("متن ", " و بیست بایت دیگر پس از آن")]
            {
                let text = format!("{before}{word}{after}");
                let range = before.len()..before.len() + len;
                assert!(words.get(&text, &range).is_some(), "{text}");
                assert!(words.get(&text, &(range.start..range.end - 1)).is_none());
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
    fn words_are_found_again_after_the_table_has_grown() {
        let mut words = Words::default();
        for number in 0..20_000 {
            let raw = format!("w{number}");
            assert!(words.get(&raw, &(0..raw.len())).is_none());
            let mut word = words.begin(&raw);
            let terms = number % 4;
            for term in 0..terms {
                let lemma = format!("l{term}");
                words.push(&mut word, 0..2, &raw, &lemma, Script::Latin, Rule::Whole);
            }
            words.end(word, Binding::default(), Binding::default());
        }
        for number in 0..20_000 {
            let raw = format!("w{number}");
            let word = words.get(&raw, &(0..raw.len())).unwrap();
            let terms = words.terms(word);
            assert_eq!(terms.len(), number % 4);
            for (at, term) in terms.iter().enumerate() {
                assert_eq!(words.lemma(word, term, &raw), format!("l{at}"));
                assert_eq!(words.exact(word, term, &raw), raw);
                assert!(!term.is_base());
            }
        }
        words.clear();
        assert!(words.get("w1", &(0..2)).is_none());
    }
}
