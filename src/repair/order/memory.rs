//! What the document itself teaches: its words and pairs of words, as read so far.

use crate::lexicon::model::{FIRST, Word};
use rustc_hash::FxHashMap;

/// Counts of words and of pairs of neighbours.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    words: FxHashMap<Word, f32>,
    pairs: FxHashMap<u64, f32>,
    total: f32,
}

/// Share of the pairs against single words in what the memory says.
const PAIRS: f32 = 0.8;
/// Words below which the memory says nothing.
const ENOUGH: f32 = 50.0;

impl Memory {
    /// Adds the words of a line, each occurrence counted as `weight`.
    pub fn add(&mut self, words: &[Word], weight: f32) {
        for words in words.windows(2) {
            *self.pairs.entry(pair(words[0], words[1])).or_default() += weight;
        }
        for &word in words {
            *self.words.entry(word).or_default() += weight;
        }
        self.total += weight * words.len() as f32;
    }

    /// Probability of `word` after `before`, without what the line's own former reading `own`
    /// contributed (a line must not confirm itself); none if there is too little to tell.
    pub fn probability(&self, before: Word, word: Word, own: &[Word]) -> Option<f32> {
        let total = self.total - own.len() as f32;
        if total < ENOUGH || word < FIRST {
            return None;
        }
        let once = |of: Word| own.iter().filter(|&&w| w == of).count() as f32;
        let get = |of: Word| self.words.get(&of).copied().unwrap_or(0.0);
        let alone = (get(word) - once(word)).max(0.0) / (total + 1.0);
        let after = match self.pairs.get(&pair(before, word)) {
            Some(&count) => {
                let own = own
                    .windows(2)
                    .filter(|p| p[0] == before && p[1] == word)
                    .count() as f32;
                let of = (get(before) - once(before)).max(0.0);
                (count - own - 0.5).max(0.0) / (of + 1.0)
            }
            None => 0.0,
        };
        Some(PAIRS * after + (1.0 - PAIRS) * alone)
    }
}

/// Two words as one number.
pub fn pair(a: Word, b: Word) -> u64 {
    u64::from(a) << 32 | u64::from(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: Word = FIRST;
    const B: Word = FIRST + 1;

    #[test]
    fn a_pair_that_was_read_is_likelier_than_one_that_was_not() {
        let mut memory = Memory::default();
        assert_eq!(memory.probability(A, B, &[]), None);
        for _ in 0..60 {
            memory.add(&[A, B], 1.0);
        }
        let seen = memory.probability(A, B, &[]).expect("enough words");
        let turned = memory.probability(B, A, &[]).expect("enough words");
        assert!(seen > 2.0 * turned, "{seen} {turned}");
        assert!(seen <= 1.0);
    }

    #[test]
    fn a_line_does_not_confirm_itself() {
        let mut memory = Memory::default();
        let rest: Vec<Word> = (10..90).map(|n| FIRST + n).collect();
        memory.add(&rest, 1.0);
        memory.add(&[A, B], 1.0);
        assert_eq!(memory.probability(A, B, &[A, B]), Some(0.0));
        assert!(memory.probability(A, B, &[]) > Some(0.0));
    }
}
