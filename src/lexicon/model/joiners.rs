//! Whether two pieces that follow each other are one word: written with ZWNJ or solid, not apart.
//!
//! Affixes join always. Words join as pairs that were seen joined (بین‌المللی); a pair that was not
//! seen joins as far as its two words are wont to join with others (گذاری, پیش). Function words
//! (به, در) join only in pairs that were seen so (به‌ویژه).

use super::columns::exact;
use super::{FIRST, LATIN, NUMBER, Tables, UNKNOWN, Word, names};

/// The word is a prefix: می.
pub const PREFIX: u8 = 1;
/// The word is an ending: ها.
pub const SUFFIX: u8 = 1 << 1;
/// The word is a function word: به.
pub const FUNCTION: u8 = 1 << 2;
/// The word is the first of a listed pair.
pub const OPENS: u8 = 1 << 3;
/// The word is the second of a listed pair.
pub const CLOSES: u8 = 1 << 4;

/// Least and greatest probability that is given.
pub const RANGE: [f32; 2] = [0.0005, 0.995];
/// A prefix before a word.
const AFTER_PREFIX: f32 = 0.97;
/// An ending after a word.
const BEFORE_SUFFIX: f32 = 0.95;
/// An ending after foreign letters or digits (PDFها, ۱۴۰۰ها).
const SUFFIX_OF_FOREIGN: f32 = 0.4;

/// Probabilities of joining.
pub struct Joiners {
    marks: &'static [u8],
    habits: &'static [u8],
    keys: &'static [u8],
    steps: &'static [u8],
    /// The probability of each byte.
    probabilities: [f32; 256],
}

impl Joiners {
    /// Opens the tables of a model of `words` words.
    pub fn open(tables: &Tables, words: usize) -> Result<Self, String> {
        let [marks, habits, keys, steps] = tables.get(names::JOINERS)?;
        Ok(Self {
            marks: exact(marks, Some(words), "marks")?,
            habits: exact(habits, Some(words * 2), "habits of joining")?,
            keys: exact(keys, steps.len().checked_mul(4), "joined pairs")?,
            steps,
            probabilities: std::array::from_fn(|step| probability(step as u8)),
        })
    }

    /// Whether a word has any of these marks.
    #[inline]
    pub fn is(&self, word: Word, marks: u8) -> bool {
        self.marks[word as usize] & marks != 0
    }

    /// P(joined | the two follow each other).
    #[inline]
    pub fn joined(&self, first: Word, second: Word) -> f32 {
        if self.is(first, PREFIX) && (second >= FIRST || second == UNKNOWN) {
            return AFTER_PREFIX;
        }
        if self.is(second, SUFFIX) {
            return match first {
                UNKNOWN => BEFORE_SUFFIX,
                NUMBER | LATIN => SUFFIX_OF_FOREIGN,
                _ if first < FIRST => RANGE[0],
                _ => self.pair(first, second).unwrap_or(BEFORE_SUFFIX),
            };
        }
        if first < FIRST || second < FIRST {
            return RANGE[0];
        }
        if let Some(probability) = self.pair(first, second) {
            return probability;
        }
        if self.is(first, FUNCTION) || self.is(second, FUNCTION) {
            return RANGE[0];
        }
        let habits = [
            self.habits[first as usize * 2],
            self.habits[second as usize * 2 + 1],
        ];
        default(habits.map(|step| self.probabilities[usize::from(step)]))
    }

    /// The probability of a listed pair.
    fn pair(&self, first: Word, second: Word) -> Option<f32> {
        if !self.is(first, OPENS) || !self.is(second, CLOSES) {
            return None;
        }
        let key = key(first, second)?;
        let at = |place: usize| {
            let bytes = &self.keys[place * 4..place * 4 + 4];
            u32::from_le_bytes(bytes.try_into().expect("four bytes"))
        };
        let (mut low, mut high) = (0, self.steps.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if at(middle) < key {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        (low < self.steps.len() && at(low) == key)
            .then(|| self.probabilities[usize::from(self.steps[low])])
    }
}

/// The pair as the table has it; none for rare words.
pub fn key(first: Word, second: Word) -> Option<u32> {
    let (first, second) = (u16::try_from(first).ok()?, u16::try_from(second).ok()?);
    Some(u32::from(first) << 16 | u32::from(second))
}

/// The probability for a pair that is not listed, from how often the first joins the next and the
/// second joins the one before.
pub fn default([first, second]: [f32; 2]) -> f32 {
    (first.max(second) * 0.5).clamp(RANGE[0], RANGE[1])
}

/// A probability in a byte: the logit in twelfths, so that both ends are told finely.
pub fn step(probability: f32) -> u8 {
    let p = probability.clamp(RANGE[0], RANGE[1]);
    ((p / (1.0 - p)).ln() * 12.0 + 128.0).round() as u8
}

/// The probability of a byte.
pub fn probability(step: u8) -> f32 {
    let odds = ((f32::from(step) - 128.0) / 12.0).exp();
    (odds / (1.0 + odds)).clamp(RANGE[0], RANGE[1])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_keep_both_ends() {
        for p in [0.0005, 0.001, 0.02, 0.3, 0.5, 0.8, 0.97, 0.995] {
            let back = probability(step(p));
            assert!((back / p - 1.0).abs() < 0.05, "{p} {back}");
            assert!(((1.0 - back) / (1.0 - p) - 1.0).abs() < 0.05, "{p} {back}");
        }
    }
}
