//! Counts of pairs and triples of words.

use super::raw::Counted;
use crate::lexicon::model::{SENTENCE, Word};

/// Bits of a word in the key of a triple.
const BITS: u32 = 21;
const MASK: u64 = (1 << BITS) - 1;

/// The key of a pair; ascends by the first word.
pub fn pair(first: Word, second: Word) -> u64 {
    u64::from(first) << BITS | u64::from(second)
}

/// The key of a triple whose first two words have a key.
pub fn triple(context: u64, word: Word) -> u64 {
    context << BITS | u64::from(word)
}

/// The context of a pair or triple: all but the last word.
pub fn context(key: u64) -> u64 {
    key >> BITS
}

/// The last word of a pair or triple.
pub fn last(key: u64) -> Word {
    (key & MASK) as Word
}

/// A pair or triple without its first word: the last two words of a triple, the last of a pair.
pub fn tail(key: u64) -> u64 {
    key & (MASK << BITS | MASK)
}

/// Counts of a text.
pub struct Counts {
    /// Occurrences of words.
    pub words: Vec<u32>,
    /// Occurrences of pairs.
    pub pairs: Counted,
    /// Occurrences of triples, but those with a sentence end in the middle.
    pub triples: Counted,
    /// For each triple the place of its first two words among the pairs.
    pub contexts: Vec<u32>,
    /// For each triple the place of its last two words among the pairs.
    pub tails: Vec<u32>,
}

impl Counts {
    /// Counts the words of a text; `vocabulary` is how many there are.
    pub fn new(text: &[Word], vocabulary: usize) -> Self {
        let mut words = vec![0; vocabulary];
        for &word in text {
            words[word as usize] += 1;
        }
        let pairs = text.windows(2).map(|w| pair(w[0], w[1])).collect();
        let triples = text
            .windows(3)
            .filter(|w| w[1] != SENTENCE)
            .map(|w| triple(pair(w[0], w[1]), w[2]))
            .collect();
        let (pairs, triples) = (Counted::new(pairs), Counted::new(triples));
        let place = |key: u64| match pairs.keys.binary_search(&key) {
            Ok(place) => place as u32,
            Err(_) => unreachable!("two neighbours of a triple are a pair"),
        };
        let contexts = triples
            .keys
            .iter()
            .map(|&key| place(context(key)))
            .collect();
        let tails = triples.keys.iter().map(|&key| place(tail(key))).collect();
        Self {
            words,
            pairs,
            triples,
            contexts,
            tails,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_apart_again() {
        let key = triple(pair(7, 1_000_000), 3);
        assert_eq!(context(key), pair(7, 1_000_000));
        assert_eq!(tail(key), pair(1_000_000, 3));
        assert_eq!(last(key), 3);
        assert_eq!(context(context(key)), 7);
    }

    #[test]
    fn counts_skip_triples_across_sentences() {
        let counts = Counts::new(&[0, 5, 6, 0, 5, 6], 7);
        assert_eq!(counts.words, [2, 0, 0, 0, 0, 2, 2]);
        assert_eq!(counts.pairs.get(pair(5, 6)), 2);
        assert_eq!(counts.triples.get(triple(pair(0, 5), 6)), 2);
        assert_eq!(counts.triples.get(triple(pair(6, 0), 5)), 0);
    }
}
