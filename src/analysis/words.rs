//! What is remembered of words: from a raw spelling to its terms.
//!
//! Nine tokens in ten of a text are words met before, so this look-up decides the speed of analysis.
//! A slot is eight bytes, and all that belongs to a word lies together in one string: its raw
//! spelling, its exact form, its lemma.

use super::analyzer::Script;
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
    pub rule: &'static str,
}

/// A word: its terms, and whether it binds to its neighbours.
#[derive(Clone, Copy)]
pub struct Entry {
    key: u32,
    first: u32,
    key_len: u16,
    count: u8,
    /// Binds to the word after it.
    pub forward: bool,
    /// Binds to the word before it.
    pub backward: bool,
}

#[derive(Clone, Copy)]
struct Slot {
    hash: u32,
    entry: u32,
}

const EMPTY: u32 = u32::MAX;

/// A table of words that grows.
pub struct Words {
    slots: Vec<Slot>,
    entries: Vec<Entry>,
    terms: Vec<Term>,
    arena: String,
}

impl Default for Words {
    fn default() -> Words {
        Words {
            slots: vec![
                Slot {
                    hash: 0,
                    entry: EMPTY
                };
                1 << 12
            ],
            entries: Vec::new(),
            terms: Vec::new(),
            arena: String::new(),
        }
    }
}

impl Words {
    /// Number of words.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Forgets all words.
    pub fn clear(&mut self) {
        *self = Words::default();
    }

    /// The word with this raw spelling.
    #[inline]
    pub fn get(&self, raw: &str) -> Option<Entry> {
        let hash = hash_of(raw);
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            let slot = self.slots[at];
            if slot.entry == EMPTY {
                return None;
            }
            if slot.hash == (hash >> 32) as u32 {
                let entry = self.entries[slot.entry as usize];
                let key = entry.key as usize;
                if self.arena.as_bytes()[key..key + usize::from(entry.key_len)] == *raw.as_bytes() {
                    return Some(entry);
                }
            }
            at = (at + 1) & mask;
        }
    }

    /// Begins a word: its terms follow with [`Words::push`], and [`Words::end`] closes it.
    pub fn begin(&mut self, raw: &str) -> Entry {
        let key = self.arena.len() as u32;
        self.arena.push_str(raw);
        Entry {
            key,
            key_len: raw.len() as u16,
            first: self.terms.len() as u32,
            count: 0,
            forward: false,
            backward: false,
        }
    }

    /// Adds a term to the word that was begun; `range` is its place in the raw spelling.
    pub fn push(
        &mut self,
        range: Range<usize>,
        exact: &str,
        lemma: &str,
        script: Script,
        rule: &'static str,
    ) {
        let exact_at = self.arena.len() as u32;
        self.arena.push_str(exact);
        let lemma_at = if exact == lemma {
            exact_at
        } else {
            self.arena.push_str(lemma);
            exact_at + exact.len() as u32
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
    pub fn end(&mut self, mut entry: Entry) -> Entry {
        entry.count = (self.terms.len() - entry.first as usize) as u8;
        if self.entries.len() * 2 >= self.slots.len() {
            self.grow();
        }
        let key = entry.key as usize;
        let hash = hash_of(&self.arena[key..key + usize::from(entry.key_len)]);
        let number = self.entries.len() as u32;
        self.entries.push(entry);
        self.place(hash, number);
        entry
    }

    /// The terms of a word.
    pub fn terms(&self, entry: Entry) -> &[Term] {
        let first = entry.first as usize;
        &self.terms[first..first + usize::from(entry.count)]
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

    fn grow(&mut self) {
        let size = self.slots.len() * 2;
        self.slots = vec![
            Slot {
                hash: 0,
                entry: EMPTY
            };
            size
        ];
        for number in 0..self.entries.len() {
            let entry = self.entries[number];
            let key = entry.key as usize;
            let hash = hash_of(&self.arena[key..key + usize::from(entry.key_len)]);
            self.place(hash, number as u32);
        }
    }

    fn place(&mut self, hash: u64, entry: u32) {
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        while self.slots[at].entry != EMPTY {
            at = (at + 1) & mask;
        }
        self.slots[at] = Slot {
            hash: (hash >> 32) as u32,
            entry,
        };
    }
}

impl Term {
    /// Whether the exact form is the lemma itself.
    #[inline]
    pub fn is_base(&self) -> bool {
        self.exact == self.lemma && self.exact_len == self.lemma_len
    }
}

#[inline]
fn hash_of(raw: &str) -> u64 {
    FxBuildHasher.hash_one(raw.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_again_after_the_table_has_grown() {
        let mut words = Words::default();
        for number in 0..20_000 {
            let raw = format!("w{number}");
            assert!(words.get(&raw).is_none());
            let entry = words.begin(&raw);
            words.push(
                0..raw.len(),
                &raw,
                &format!("l{number}"),
                Script::Latin,
                "test",
            );
            words.end(entry);
        }
        for number in 0..20_000 {
            let entry = words.get(&format!("w{number}")).unwrap();
            let [term] = words.terms(entry) else {
                panic!("one term was pushed");
            };
            assert_eq!(words.lemma(term), format!("l{number}"));
            assert!(!term.is_base());
        }
        words.clear();
        assert!(words.get("w1").is_none());
    }
}
