//! What is remembered of words: from a raw spelling to its terms.
//!
//! Nine tokens in ten of a text are words met before, so this look-up decides the speed of analysis,
//! and what it costs is the memory it touches. A look-up touches two places: the slot, which holds all
//! of a word that has one term, as nearly all have, and the text of the word, where its raw spelling,
//! its lemma and its exact form lie together, each only if it differs from those before.

use super::analyzer::{Rule, Script};
use crate::language::persian::Binding;
use rustc_hash::FxBuildHasher;
use std::hash::BuildHasher;
use std::ops::Range;

/// A term of a word.
#[derive(Clone, Copy)]
pub struct Term {
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

/// A word: its terms, and whether it binds to its neighbours.
#[derive(Clone, Copy)]
pub struct Word {
    hash: u32,
    key: u32,
    key_len: u16,
    /// How it reaches for the word after it.
    pub forward: Binding,
    /// How it can be reached by the word before it.
    pub backward: Binding,
    terms: Terms,
}

#[derive(Clone, Copy)]
enum Terms {
    One(Term),
    /// So many from this one on.
    Several(u32, u8),
}

/// A table of words that grows.
pub struct Words {
    slots: Vec<Option<Word>>,
    len: usize,
    /// The terms of words that have not exactly one.
    terms: Vec<Term>,
    arena: String,
}

impl Default for Words {
    fn default() -> Words {
        Words {
            slots: vec![None; 1 << 12],
            len: 0,
            terms: Vec::new(),
            arena: String::new(),
        }
    }
}

impl Words {
    /// Number of words.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Forgets all words.
    pub fn clear(&mut self) {
        *self = Words::default();
    }

    /// The word with this raw spelling.
    #[inline]
    pub fn get(&self, raw: &str) -> Option<Word> {
        let hash = hash_of(raw);
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        while let Some(word) = &self.slots[at] {
            if word.hash == hash && is_same(self.key(word), raw.as_bytes()) {
                return Some(*word);
            }
            at = (at + 1) & mask;
        }
        None
    }

    /// Begins a word: its terms follow with [`Words::push`], and [`Words::end`] closes it.
    pub fn begin(&mut self, raw: &str) -> Word {
        let key = self.arena.len() as u32;
        self.arena.push_str(raw);
        Word {
            hash: hash_of(raw),
            key,
            key_len: raw.len() as u16,
            forward: Binding::default(),
            backward: Binding::default(),
            terms: Terms::Several(self.terms.len() as u32, 0),
        }
    }

    /// Adds a term to the word that was begun; `range` is its place in the raw spelling.
    pub fn push(
        &mut self,
        word: &mut Word,
        range: Range<usize>,
        exact: &str,
        lemma: &str,
        script: Script,
        rule: Rule,
    ) {
        let lemma_at = if self.key(word) == lemma.as_bytes() {
            word.key
        } else {
            self.write(lemma)
        };
        let exact_at = if exact == lemma {
            lemma_at
        } else if self.key(word) == exact.as_bytes() {
            word.key
        } else {
            self.write(exact)
        };
        let term = Term {
            exact: exact_at,
            exact_len: exact.len() as u16,
            lemma: lemma_at,
            lemma_len: lemma.len() as u16,
            start: range.start as u16,
            end: range.end as u16,
            script,
            rule,
        };
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
    pub fn end(&mut self, word: Word) -> Word {
        if self.len * 4 >= self.slots.len() * 3 {
            let size = self.slots.len() * 2;
            let old = std::mem::replace(&mut self.slots, vec![None; size]);
            old.into_iter().flatten().for_each(|word| self.place(word));
        }
        self.place(word);
        self.len += 1;
        word
    }

    /// The terms of a word.
    #[inline]
    pub fn terms<'a>(&'a self, word: &'a Word) -> &'a [Term] {
        match &word.terms {
            Terms::One(term) => std::slice::from_ref(term),
            Terms::Several(first, count) => {
                let first = *first as usize;
                &self.terms[first..first + usize::from(*count)]
            }
        }
    }

    /// The exact form of a term.
    #[inline]
    pub fn exact(&self, term: &Term) -> &str {
        &self.arena[term.exact as usize..term.exact as usize + usize::from(term.exact_len)]
    }

    /// The lemma of a term.
    #[inline]
    pub fn lemma(&self, term: &Term) -> &str {
        &self.arena[term.lemma as usize..term.lemma as usize + usize::from(term.lemma_len)]
    }

    #[inline]
    fn key(&self, word: &Word) -> &[u8] {
        &self.arena.as_bytes()[word.key as usize..word.key as usize + usize::from(word.key_len)]
    }

    fn write(&mut self, text: &str) -> u32 {
        let at = self.arena.len() as u32;
        self.arena.push_str(text);
        at
    }

    fn place(&mut self, word: Word) {
        let mask = self.slots.len() - 1;
        let mut at = word.hash as usize & mask;
        while self.slots[at].is_some() {
            at = (at + 1) & mask;
        }
        self.slots[at] = Some(word);
    }
}

impl Term {
    /// Whether the exact form is the lemma itself.
    #[inline]
    pub fn is_base(&self) -> bool {
        self.exact == self.lemma && self.exact_len == self.lemma_len
    }
}

/// Whether two words are written with the same bytes. Most have a few letters, which two overlapping
/// reads compare at once, without a call.
#[inline]
fn is_same(a: &[u8], b: &[u8]) -> bool {
    fn ends<const N: usize>(a: &[u8], b: &[u8]) -> bool {
        a.first_chunk::<N>() == b.first_chunk() && a.last_chunk::<N>() == b.last_chunk()
    }
    a.len() == b.len()
        && match a.len() {
            4..8 => ends::<4>(a, b),
            8..=16 => ends::<8>(a, b),
            _ => a == b,
        }
}

#[inline]
fn hash_of(raw: &str) -> u32 {
    FxBuildHasher.hash_one(raw.as_bytes()) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_one_term_takes_half_a_cache_line() {
        assert_eq!(size_of::<Option<Word>>(), 32);
    }

    #[test]
    fn words_of_any_length_are_told_apart_at_every_byte() {
        for len in 0..40 {
            let word: Vec<u8> = (0..len).collect();
            assert!(is_same(&word, &word.clone()));
            assert!(!is_same(&word, &[&word[..], &[0]].concat()));
            for at in 0..word.len() {
                let mut other = word.clone();
                other[at] ^= 0x80;
                assert!(!is_same(&word, &other), "{len} {at}");
            }
        }
    }

    #[test]
    fn words_are_found_again_after_the_table_has_grown() {
        let mut words = Words::default();
        for number in 0..20_000 {
            let raw = format!("w{number}");
            assert!(words.get(&raw).is_none());
            let mut word = words.begin(&raw);
            let terms = number % 4;
            for term in 0..terms {
                let lemma = format!("l{term}");
                words.push(&mut word, 0..2, &raw, &lemma, Script::Latin, Rule::Whole);
            }
            words.end(word);
        }
        for number in 0..20_000 {
            let raw = format!("w{number}");
            let word = words.get(&raw).unwrap();
            let terms = words.terms(&word);
            assert_eq!(terms.len(), number % 4);
            for (at, term) in terms.iter().enumerate() {
                assert_eq!(words.lemma(term), format!("l{at}"));
                assert_eq!(words.exact(term), raw);
                assert!(!term.is_base());
            }
        }
        words.clear();
        assert!(words.get("w1").is_none());
    }
}
