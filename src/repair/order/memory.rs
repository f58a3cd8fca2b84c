//! What the document itself teaches: its words and pairs of words, as read so far.

use super::super::glued::gain_of_row;
use super::readings::What;
use super::search::Reading;
use super::units::{Kind, Unit};
use crate::lexicon::model::{COLON, COMMA, FIRST, LATIN, Model, NUMBER, SENTENCE, UNKNOWN, Word};
use rustc_hash::FxHashMap;

/// Counts of words and of pairs of neighbours.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    words: FxHashMap<Word, f32>,
    pairs: FxHashMap<u64, f32>,
    total: f32,
    /// How much oftener a pair stood without white space where one would be, than with it.
    bare: FxHashMap<u64, f32>,
}

/// Nats that white space, or its absence, between two words tells about the ZWNJ between them.
const TELLS: f32 = 3.0;

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

    /// Share of the words that are this one, not counting one occurrence, which may be the one that
    /// asks; none if it was not met.
    pub fn share(&self, word: Word) -> Option<f32> {
        let count = self.words.get(&word)?;
        Some((count - 1.0).max(0.0) / (self.total + 1.0))
    }

    /// Words that were added.
    pub fn total(&self) -> usize {
        self.total as usize
    }

    /// The same with all counts made smaller in one measure, so that they stand for `most` words.
    pub fn at_most(&self, most: f32) -> Memory {
        let mut memory = self.clone();
        let share = (most / self.total).min(1.0);
        if share < 1.0 {
            memory.words.values_mut().for_each(|count| *count *= share);
            memory.pairs.values_mut().for_each(|count| *count *= share);
            memory.total *= share;
        }
        memory
    }

    /// Adds which neighbours of a reading stood with white space between them, and which without. (Where
    /// the line's last run begins, white space is also that of the line's end.)
    pub fn add_borders(&mut self, units: &[Unit], reading: &Reading) {
        for steps in reading.steps.windows(2) {
            let [before, here] = [steps[0].token, steps[1].token];
            let cut = before.at == before.run.1;
            let border = if cut { before.run.0 } else { here.pieces[0].0 };
            if before.what != What::Word || here.what != What::Word || cut && here.run.0 == 0 {
                continue;
            }
            let unit = &units[usize::from(border)];
            let count = self.bare.entry(pair(before.word, here.word)).or_default();
            *count += if unit.spaces > 0 { -1.0 } else { 1.0 };
        }
    }

    /// Nats for a ZWNJ between two words that the rest of the document gives; one occurrence is not
    /// counted, as it may be the one that asks.
    pub fn joins(&self, words: [Word; 2]) -> f32 {
        let seen = self.bare.get(&pair(words[0], words[1])).copied();
        seen.map_or(0.0, |seen| {
            TELLS * seen.signum() * (seen.abs() - 1.0).max(0.0)
        })
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

/// Words of the document that no list knows, names and terms mostly, by their letters: what stands
/// solid several times is spelled right, however unlikely its letters are.
#[derive(Clone, Debug, Default)]
pub struct Names {
    counts: FxHashMap<Vec<u8>, f32>,
    total: f32,
}

/// The words of a line, its numbers and its marks.
fn pieces(units: &[Unit]) -> impl Iterator<Item = &[Unit]> {
    units.chunk_by(|a, b| a.kind == b.kind && a.kind != Kind::Mark && b.spaces == 0 && !b.joiner)
}

/// The words of a line as it stands, as the language model knows them.
pub fn words(units: &[Unit], model: &Model) -> Vec<Word> {
    let word = |piece: &[Unit]| match piece[0].kind {
        Kind::Letter => {
            let letters: Vec<u8> = piece.iter().map(|unit| unit.letter).collect();
            Some(model.find(&letters).unwrap_or(UNKNOWN))
        }
        Kind::Digit => Some(NUMBER),
        Kind::Latin => Some(LATIN),
        Kind::Mark => match piece[0].c {
            '.' | '!' | '?' | '؟' => Some(SENTENCE),
            '،' | '؛' => Some(COMMA),
            ':' => Some(COLON),
            _ => None,
        },
    };
    pieces(units).filter_map(word).collect()
}

/// How often a word must stand in the document.
const OFTEN: f32 = 3.0;
/// Letters from which a word is looked at; shorter ones are pieces of torn words.
const LETTERS: usize = 4;

impl Names {
    /// Counts the words that stand solid in a line.
    pub fn count(&mut self, units: &[Unit]) {
        for word in pieces(units).filter(|word| word.len() >= LETTERS && !word[0].torn) {
            if word[0].kind == Kind::Letter {
                let letters: Vec<u8> = word.iter().map(|unit| unit.letter).collect();
                *self.counts.entry(letters).or_default() += 1.0;
            }
        }
    }

    /// Keeps of the words that were counted those that are neither known nor a row of known words
    /// without the spaces between them.
    pub fn settle(mut self, model: &Model) -> Names {
        self.counts
            .retain(|word, &mut count| count >= OFTEN && !is_known(word, model));
        self.total = self.counts.values().sum();
        self
    }

    /// Cost of the spelling of an unknown word, if it is one of these.
    pub fn cost(&self, letters: &[u8]) -> Option<f32> {
        let count = self.counts.get(letters)?;
        Some((2.0 * (self.total + 1.0) / count).ln())
    }
}

/// Nats by which a row of known words must be likelier than an unknown word to be what is meant, which it
/// is that stands solid several times: کان ولو شن are words, but کانولوشن (convolution) is no row of them.
const ROW: f32 = -5.0;

/// Whether letters are a known word, or several without the spaces between them.
fn is_known(letters: &[u8], model: &Model) -> bool {
    model.find(letters).is_some() || gain_of_row(model, letters).is_some_and(|gain| gain > ROW)
}

/// Two words as one number.
pub fn pair(a: Word, b: Word) -> u64 {
    u64::from(a) << 32 | u64::from(b)
}

#[cfg(test)]
mod tests {
    use super::super::units::units;
    use super::*;
    use crate::lexicon::model::{model, spell};

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
    fn a_word_that_was_met_once_has_no_share() {
        let mut memory = Memory::default();
        memory.add(&[A, B, B, B], 1.0);
        assert_eq!(memory.share(A), Some(0.0));
        assert_eq!(memory.share(B), Some(0.4));
        assert_eq!(memory.share(FIRST + 2), None);
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

    #[test]
    fn what_stands_solid_three_times_is_a_name_unless_it_is_a_row_of_words() {
        let lines = [
            "باترورث و کشورها و دراین باتوجهبه",
            "باترورث در کشورها دراین باتوجهبه",
            "با باترورث دراین باتوجهبه",
        ];
        let units: Vec<Vec<Unit>> = lines.iter().map(|line| units(line)).collect();
        let mut names = Names::default();
        units.iter().for_each(|units| names.count(units));
        let names = names.settle(model());
        let cost = |word| names.cost(&spell(word).expect("letters"));
        assert!(cost("باترورث").is_some_and(|cost| cost < 2.0));
        assert_eq!(cost("دراین"), None, "two words");
        assert_eq!(cost("باتوجهبه"), None, "three words");
        assert_eq!(cost("کشورها"), None, "twice only");
    }

    #[test]
    fn one_bare_border_may_be_the_one_that_asks_and_two_tell() {
        let mut memory = Memory::default();
        for (seen, nats) in [(0, 0.0), (1, 0.0), (2, TELLS), (3, 2.0 * TELLS)] {
            memory.bare.insert(pair(A, B), seen as f32);
            assert_eq!(memory.joins([A, B]), nats);
            memory.bare.insert(pair(A, B), -seen as f32);
            assert_eq!(memory.joins([A, B]), if nats == 0.0 { 0.0 } else { -nats });
        }
        assert_eq!(memory.joins([B, A]), 0.0);
    }
}
