//! The terms of a field, each with a number.

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;
use std::hash::BuildHasher;
use std::ops::Range;

/// Terms and their numbers, in the order in which they came.
#[derive(Default)]
pub struct Dictionary {
    numbers: HashTable<u32>,
    /// The bytes of all terms.
    bytes: Vec<u8>,
    /// Where each ends.
    ends: Vec<usize>,
}

impl Dictionary {
    /// The number of a term, a new one if it is new.
    pub fn number(&mut self, term: &[u8]) -> u32 {
        let Dictionary {
            numbers,
            bytes,
            ends,
        } = self;
        let found = numbers.entry(
            hash(term),
            |number| &bytes[range(ends, *number)] == term,
            |number| hash(&bytes[range(ends, *number)]),
        );
        *found
            .or_insert_with(|| {
                bytes.extend_from_slice(term);
                ends.push(bytes.len());
                (ends.len() - 1) as u32
            })
            .get()
    }

    /// Whether a term is there.
    pub fn contains(&self, term: &[u8]) -> bool {
        let is_same = |number: &u32| self.term(*number) == term;
        self.numbers.find(hash(term), is_same).is_some()
    }

    /// Number of terms.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The numbers of the terms, in the order of their bytes.
    pub fn sorted(&self) -> Vec<u32> {
        // Most are told apart by their first bytes, which are compared as one number.
        let mut terms: Vec<(u64, u32)> = (0..self.len() as u32)
            .map(|number| {
                let term = self.term(number);
                let mut first = [0; size_of::<u64>()];
                let len = term.len().min(first.len());
                first[..len].copy_from_slice(&term[..len]);
                (u64::from_be_bytes(first), number)
            })
            .collect();
        terms.sort_unstable_by(|(a, m), (b, n)| {
            a.cmp(b).then_with(|| self.term(*m).cmp(self.term(*n)))
        });
        terms.into_iter().map(|(_, number)| number).collect()
    }

    /// Bytes of memory, with those that sorting will take.
    pub fn memory(&self) -> usize {
        self.numbers.allocation_size()
            + self.bytes.capacity()
            + self.ends.capacity() * size_of::<usize>()
            + self.len() * size_of::<(u64, u32)>()
    }

    /// The term of a number.
    pub fn term(&self, number: u32) -> &[u8] {
        &self.bytes[range(&self.ends, number)]
    }
}

fn range(ends: &[usize], number: u32) -> Range<usize> {
    let number = number as usize;
    let start = number.checked_sub(1).map_or(0, |before| ends[before]);
    start..ends[number]
}

fn hash(term: &[u8]) -> u64 {
    FxBuildHasher.hash_one(term)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_term_keeps_its_number_and_all_come_back_in_order(
            terms in proptest::collection::vec("[آ-پa-c\u{0}]{0,6}", 0..60)
        ) {
            let mut dictionary = Dictionary::default();
            let numbers: Vec<u32> = terms
                .iter()
                .map(|term| dictionary.number(term.as_bytes()))
                .collect();
            for (term, number) in terms.iter().zip(&numbers) {
                prop_assert_eq!(dictionary.number(term.as_bytes()), *number);
                prop_assert!(dictionary.contains(term.as_bytes()));
            }
            prop_assert!(!dictionary.contains("d".as_bytes()));
            let mut all: Vec<&[u8]> = terms.iter().map(|term| term.as_bytes()).collect();
            all.sort_unstable();
            all.dedup();
            let sorted = dictionary.sorted();
            let sorted: Vec<&[u8]> = sorted.iter().map(|number| dictionary.term(*number)).collect();
            prop_assert_eq!(sorted, all);
        }
    }
}
