//! The training text as it is written: runs of letters, numbered, and what stands between them.

use crate::lexicon::model::tokens::{Border, Found, scan};
use crate::lexicon::model::{FIRST, SENTENCE, Word};
use rustc_hash::{FxHashMap, FxHashSet, FxHasher};
use std::collections::VecDeque;
use std::hash::{Hash, Hasher};

/// Lines are kept from training in blocks of this many, so that few of their sentences go on in
/// training lines …
const BLOCK: usize = 100;
/// … and one block of so many: 2 %.
const HELD_OUT_OF: usize = 50;
/// The word that ends a run of this many words seen before is a repetition.
const REPEATED: usize = 8;

/// One token of a line: a special token, or [`FIRST`] plus the number of a spelling.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// The token.
    pub code: Word,
    /// What stands before it.
    pub border: Border,
}

/// A text cut into tokens, without what it repeats: collections of passages have the same ones again
/// and again with other ends, which would make whole sentences the most probable of successors.
#[derive(Default)]
pub struct Raw {
    /// The spellings (letter codes), by number in the order of their first use.
    pub spellings: Vec<Vec<u8>>,
    /// Tokens of the lines to learn from; each line ends with [`SENTENCE`].
    pub training: Vec<Token>,
    /// Where each training line ends.
    pub line_ends: Vec<usize>,
    /// Tokens of the lines to measure on.
    pub held_out: Vec<Token>,
    /// Where each of those lines ends.
    pub held_out_ends: Vec<usize>,
}

impl Raw {
    /// Cuts a text.
    pub fn read(text: &str) -> Self {
        let mut raw = Self::default();
        let mut numbers: FxHashMap<Vec<u8>, Word> = FxHashMap::default();
        let mut repetitions = Repetitions::default();
        for (line, content) in text.lines().enumerate() {
            let held_out = line / BLOCK % HELD_OUT_OF == HELD_OUT_OF - 1;
            let (tokens, ends) = if held_out {
                (&mut raw.held_out, &mut raw.held_out_ends)
            } else {
                (&mut raw.training, &mut raw.line_ends)
            };
            scan(content, |found| {
                let (code, border) = match found {
                    Found::Special(word, _) => (word, Border::Other),
                    Found::Run(run, _, border) => {
                        let code = numbers.get(run).copied().unwrap_or_else(|| {
                            let code = FIRST + raw.spellings.len() as Word;
                            raw.spellings.push(run.to_vec());
                            numbers.insert(run.to_vec(), code);
                            code
                        });
                        (code, border)
                    }
                };
                match repetitions.next(code) {
                    Repeated::No => tokens.push(Token { code, border }),
                    Repeated::First => tokens.push(Token {
                        code: SENTENCE,
                        border: Border::Other,
                    }),
                    Repeated::Yes => {}
                }
            });
            tokens.push(Token {
                code: SENTENCE,
                border: Border::Other,
            });
            ends.push(tokens.len());
        }
        raw
    }

    /// How often each spelling stands in the training lines.
    pub fn counts(&self) -> Vec<u32> {
        let mut counts = vec![0; self.spellings.len()];
        for token in &self.training {
            if token.code >= FIRST {
                counts[(token.code - FIRST) as usize] += 1;
            }
        }
        counts
    }

    /// Pairs of spellings with a space or ZWNJ between them in the training lines.
    pub fn pairs(&self) -> Counted {
        let pairs = self
            .training
            .windows(2)
            .filter(|pair| {
                pair[0].code >= FIRST && pair[1].code >= FIRST && pair[1].border != Border::Other
            })
            .map(|pair| pair_key(pair[0].code - FIRST, pair[1].code - FIRST))
            .collect();
        Counted::new(pairs)
    }
}

/// Whether a token is part of a repetition.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Repeated {
    No,
    /// It is, and the one before was not.
    First,
    Yes,
}

/// Finds runs of words that were seen before.
#[derive(Default)]
struct Repetitions {
    last: VecDeque<Word>,
    seen: FxHashSet<u64>,
    repeating: bool,
}

impl Repetitions {
    /// Takes the next token; what is no word goes with the word before it.
    fn next(&mut self, code: Word) -> Repeated {
        let before = self.repeating;
        if code >= FIRST {
            self.last.push_back(code);
            if self.last.len() > REPEATED {
                self.last.pop_front();
            }
            let mut hasher = FxHasher::default();
            self.last.hash(&mut hasher);
            self.repeating = !self.seen.insert(hasher.finish());
        }
        match (before, self.repeating) {
            (_, false) => Repeated::No,
            (false, true) => Repeated::First,
            (true, true) => Repeated::Yes,
        }
    }
}

/// Two numbers as one key, ordered by the first.
pub fn pair_key(first: u32, second: u32) -> u64 {
    u64::from(first) << 32 | u64::from(second)
}

/// Keys with their counts, ascending.
pub struct Counted {
    /// The distinct keys.
    pub keys: Vec<u64>,
    /// The count of each.
    pub counts: Vec<u32>,
}

impl Counted {
    /// Counts equal keys.
    pub fn new(mut all: Vec<u64>) -> Self {
        all.sort_unstable();
        let (mut keys, mut counts) = (Vec::new(), Vec::new());
        for group in all.chunk_by(|a, b| a == b) {
            keys.push(group[0]);
            counts.push(group.len() as u32);
        }
        Self { keys, counts }
    }

    /// The count of a key.
    pub fn get(&self, key: u64) -> u32 {
        self.keys
            .binary_search(&key)
            .map_or(0, |place| self.counts[place])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::model::alphabet::spell;
    use crate::lexicon::model::{COMMA, NUMBER};

    #[test]
    fn text_becomes_tokens_with_borders() {
        let raw = Raw::read("می\u{200c}شود، ۱۲٫۵ می شود.\n");
        let codes: Vec<Word> = raw.training.iter().map(|token| token.code).collect();
        let [first, second] = [FIRST, FIRST + 1];
        assert_eq!(
            codes,
            [
                first, second, COMMA, NUMBER, first, second, SENTENCE, SENTENCE
            ]
        );
        assert_eq!(raw.training[1].border, Border::Joiner);
        assert_eq!(raw.training[5].border, Border::Space);
        assert_eq!(Some(&raw.spellings[0]), spell("می").as_ref());
        assert_eq!(raw.counts(), [2, 2]);
        assert_eq!(raw.pairs().get(pair_key(0, 1)), 2);
    }

    #[test]
    fn what_is_repeated_is_left_out() {
        let line = "یک دو سه چهار پنج شش هفت هشت نه ده";
        let raw = Raw::read(&format!("{line}\n{line} یازده\n"));
        let words = raw.training.iter().filter(|token| token.code >= FIRST);
        // The second time the first seven words are not yet known to be a repetition.
        assert_eq!(words.count(), 10 + 7 + 1);
    }
}
