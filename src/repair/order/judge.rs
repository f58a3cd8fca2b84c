//! What a search pays for the words of a reading and for what stands between them.

use super::costs::{LineEnd, Pace, Place};
use super::readings::{Token, What};
use super::search::{Hypothesis, Join, Means, Search};
use crate::lexicon::model::{self, COLON, COMMA, LATIN, NUMBER, SENTENCE, UNKNOWN, Word};

/// A ZWNJ is where a run ends as good as always (78 of 78 in the open gold lines).
const ALWAYS: f32 = 0.02;

/// What it is worth that the line then begins with the number of a heading.
const HEADING: f32 = 6.0;
/// Cost of no white space, and of some, where a run was cut off after the end of a sentence: a full
/// stop that was not cut off leaves the space at the cut like any word; one that was cut off takes it
/// along in two cases of three (`X. Y` emitted as `Y. X` and not as `Y .X`).
const AFTER_STOP: [[f32; 2]; 2] = [[2.3, 0.1], [0.4, 1.1]];

/// The better of a space and a ZWNJ.
fn cheaper(space: f32, joiner: f32) -> (f32, Join) {
    if joiner < space {
        (joiner, Join::Joiner)
    } else {
        (space, Join::Space)
    }
}

/// What was asked of the model before, and room to work in, kept for a whole document. The tables are small enough for
/// the caches of a processor and forget: what was asked last takes the place of what was asked before.
pub struct Known {
    /// Number of the line that is read.
    line: u64,
    /// Weighted log probabilities of words after two others, by line: the memory has a part in them.
    here: Table<f32>,
    /// What is known of two words, by line.
    pairs: Table<Pair>,
    /// Room for hypotheses by the number of units read.
    pub(super) buckets: Vec<Vec<Hypothesis>>,
    /// What the model has listed for the two words that were asked for last.
    context: ([Word; 2], Option<model::Context>),
}

impl Default for Known {
    fn default() -> Self {
        Known {
            line: 0,
            here: Table::new(1 << 13),
            pairs: Table::new(1 << 12),
            buckets: Vec::new(),
            context: ([Word::MAX; 2], None),
        }
    }
}

/// Bits that hold the number of a word in a key; the model has fewer than 2^16 words.
const WORD: u32 = 17;
/// Lines that the bits left over can tell apart.
const LINES: u64 = 1 << (64 - 3 * WORD);

impl Known {
    /// Begins another line, or the same with another memory or other costs.
    pub fn begin_line(&mut self) {
        self.line += 1;
        if self.line == LINES {
            self.line = 0;
            self.here = Table::new(self.here.places.len());
            self.pairs = Table::new(self.pairs.places.len());
        }
    }
}

/// What is known of two words that follow each other.
#[derive(Clone, Copy, Debug, Default)]
struct Pair {
    /// Log probability of a space between them.
    apart: f32,
    /// Log probability of a ZWNJ.
    joined: f32,
    /// Probability of the second after the first, as the words of the model have it.
    after: f32,
    /// The same as the memory has it; not a number if it says nothing.
    here: f32,
}

/// A table with one place for each key, which several keys share.
struct Table<V> {
    places: Vec<(u64, V)>,
}

impl<V: Copy + Default> Table<V> {
    /// A table of so many places, a power of two.
    fn new(places: usize) -> Self {
        // No key is made of words that do not exist.
        Table {
            places: vec![(u64::MAX, V::default()); places],
        }
    }

    /// Where a key lies, if it is there.
    #[inline]
    fn place(&mut self, key: u64) -> &mut (u64, V) {
        // The multiplier is the golden ratio (Knuth 6.4): neighbours are spread.
        let spread = key.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let at = (spread >> 40) as usize & (self.places.len() - 1);
        &mut self.places[at]
    }

    /// The value of a key.
    #[inline]
    fn find(&mut self, key: u64) -> Option<V> {
        let place = self.place(key);
        (place.0 == key).then_some(place.1)
    }

    /// Remembers the value of a key, and gives it back.
    #[inline]
    fn put(&mut self, key: u64, value: V) -> V {
        *self.place(key) = (key, value);
        value
    }

    /// The value of a key, computed if it is not there.
    #[inline]
    fn get(&mut self, key: u64, compute: impl FnOnce() -> V) -> V {
        let place = self.place(key);
        if place.0 != key {
            *place = (key, compute());
        }
        place.1
    }
}

impl Search<'_> {
    /// Score of the hypothesis that reads `token` after `from` for `cost`, before the language model has spoken;
    /// how the token hangs on the one before; the pace and the words of its run before it.
    pub(super) fn junction(
        &self,
        from: &Hypothesis,
        token: &Token,
        cost: f32,
        known: &mut Known,
    ) -> (f32, Join, Pace, u8) {
        let mut score = from.score - cost;
        let mut join = Join::Space;
        let (mut pace, mut in_run) = (from.pace, from.in_run);
        if from.what != What::Nothing {
            let new_run = from.ended();
            let (cost, how) = if new_run {
                let next = self.units.get(usize::from(from.run.0));
                let spaces = next.map_or(0, |unit| unit.spaces);
                self.cut(from, token, spaces, known)
            } else {
                self.uncut(from, token, known)
            };
            score -= cost;
            join = how;
            if new_run {
                pace = pace.after(in_run);
                in_run = 0;
            }
        }
        if token.count > 1 {
            pace = pace.after(in_run + 1);
            in_run = 0;
        }
        (score, join, pace, in_run)
    }

    /// Adds what the language model says of the token that `next` has just read after a token of
    /// kind `before`.
    pub(super) fn speak(
        &self,
        next: &mut Hypothesis,
        token: &Token,
        before: What,
        known: &mut Known,
    ) {
        let words = next.words;
        next.words = [words[1], token.word];
        match token.what {
            What::Word => {
                next.score += self.language(words, token.word, known);
                next.in_run = (next.in_run + 1).min(2);
            }
            What::Unknown => {
                next.score += self.language(words, UNKNOWN, known);
                next.in_run = (next.in_run + 1).min(2);
            }
            What::Number | What::Latin => {
                next.score += self.foreign(words, token, before, known);
            }
            _ if token.word == SENTENCE => {
                next.score += 0.7 * self.language(words, SENTENCE, known);
                next.words = [SENTENCE; 2];
            }
            _ if matches!(token.word, COMMA | COLON) => {
                next.score += 0.7 * self.language(words, token.word, known);
            }
            _ => next.words = words,
        }
    }

    /// What is known of two words.
    #[inline]
    fn pair(&self, a: Word, b: Word, known: &mut Known) -> Pair {
        let key = known.line << (2 * WORD) | u64::from(a) << WORD | u64::from(b);
        known.pairs.get(key, || {
            let Means {
                model,
                memory,
                context,
                ..
            } = self.means;
            let probability = model.joined(a, b);
            let (apart, joined) = match memory.joins([a, b]) {
                0.0 => (ln(1.0 - probability), ln(probability)),
                here => {
                    let odds = probability / (1.0 - probability) * here.exp();
                    (-odds.ln_1p(), -(1.0 / odds).ln_1p())
                }
            };
            Pair {
                apart,
                joined,
                after: model.after_one(a, b),
                here: memory.probability(a, b, context.own).unwrap_or(f32::NAN),
            }
        })
    }

    /// Cost of going on in another run, and how the token then hangs on the one before.
    fn cut(&self, from: &Hypothesis, token: &Token, spaces: u8, known: &mut Known) -> (f32, Join) {
        let before = from.what;
        let prices = self.means.prices;
        let pause = prices.at_space(from.pace, from.in_run, true);
        // The token begins the run that follows.
        let evidence = |place| match token.pieces[0].0 {
            0 => prices.evidence_at_last(place, spaces, self.line_end),
            _ => prices.evidence(place, spaces),
        };
        if before.is_word() && token.what.is_word() {
            let Pair { apart, joined, .. } = self.pair(from.words[1], token.word, known);
            return cheaper(
                pause + evidence(Place::Space) - apart,
                ALWAYS + evidence(Place::Joiner) - joined,
            );
        }
        let cost = match (before, token.what) {
            (_, What::Closing) if token.word == COMMA => 3.0,
            (_, What::Closing) => 0.9,
            (What::Closing, what) if what.is_word() && from.words[1] == COMMA => {
                pause + evidence(Place::Space)
            }
            (What::Closing, what) if what.is_word() => {
                pause + AFTER_STOP[usize::from(from.in_run == 0)][usize::from(spaces > 0)]
            }
            (a, b) if a.is_foreign() || b.is_foreign() => 0.1,
            _ => pause.min(1.2),
        };
        (cost, Join::Space)
    }

    /// Cost of going on in the same run.
    fn uncut(&self, from: &Hypothesis, token: &Token, known: &mut Known) -> (f32, Join) {
        let before = from.what;
        let first = &self.units[usize::from(token.pieces[0].0)];
        let costs = self.means.costs;
        let stay = self.means.prices.at_space(from.pace, from.in_run, false);
        let glued = first.spaces == 0;
        if before.is_word() && token.what.is_word() {
            if first.joiner {
                return (0.0, Join::Joiner);
            }
            let Pair { apart, joined, .. } = self.pair(from.words[1], token.word, known);
            if !glued {
                return (
                    stay,
                    if joined > -0.1 {
                        Join::Joiner
                    } else {
                        Join::Space
                    },
                );
            }
            return cheaper(costs.lost_space - apart, costs.lost_joiner - joined);
        }
        let join = if glued { Join::Glued } else { Join::Space };
        let cost = match (before, token.what) {
            (_, What::Closing) if token.word == COMMA => 0.02,
            (_, What::Closing) => 0.5,
            (What::Closing, what) if what.is_word() => {
                stay + if glued { costs.lost_space / 2.0 } else { 0.0 }
            }
            (a, b) if a.is_foreign() && b.is_word() || a.is_word() && b.is_foreign() => {
                costs.uncut_number
            }
            (What::Number, _) | (_, What::Number) => self.means.costs.uncut_number * 0.4,
            (a, b) if a.is_foreign() || b.is_foreign() => 0.5,
            _ if glued => 0.3,
            _ => stay * 0.7,
        };
        (cost, join)
    }

    /// Cost of the place of the white space that ended the line, for a reading that ends so: where
    /// every word is a run, it is one too. Tells nothing after the end of a sentence, where a
    /// paragraph ends, and of a line of one run.
    pub(super) fn end_of_line(&self, last: &Hypothesis) -> f32 {
        let whole = usize::from(last.run.1) == self.units.len() && last.run.0 == 0;
        let goes_on = last.what.is_word() || last.words[1] == COMMA;
        if self.line_end == LineEnd::Unknown || whole || !goes_on {
            return 0.0;
        }
        let cut = self.line_end == LineEnd::Cut;
        self.means.prices.at_space(last.pace, last.in_run, cut)
    }

    /// What a number or a Latin phrase costs here.
    fn foreign(&self, words: [Word; 2], token: &Token, before: What, known: &mut Known) -> f32 {
        match (token.what, words[1]) {
            (What::Latin, LATIN) => -0.7,
            (What::Latin, _) => -4.0,
            (_, LATIN) => -1.5,
            // A number at the start of the line that stood at its end: a heading's or list's number.
            _ if before == What::Nothing && self.leads(token) => HEADING,
            _ => self.language(words, NUMBER, known).max(-6.0),
        }
    }

    /// Whether a number at the end of the line is that of a heading: 4-1-.
    fn leads(&self, token: &Token) -> bool {
        let (first, end) = token.pieces[0];
        let last = &self.units[usize::from(end) - 1];
        usize::from(end) == self.units.len() && first > 0 && matches!(last.c, '-' | '–')
    }

    /// Log probability of `word` after `words`: language model and memory, weighted.
    #[inline]
    pub(super) fn language(&self, words: [Word; 2], word: Word, known: &mut Known) -> f32 {
        let key = known.line << (3 * WORD)
            | u64::from(words[0]) << (2 * WORD)
            | u64::from(words[1]) << WORD
            | u64::from(word);
        if let Some(known) = known.here.find(key) {
            return known;
        }
        let pair = self.pair(words[1], word, known);
        if known.context.0 != words {
            known.context = (words, Some(self.means.model.context(words)));
        }
        let context = known.context.1;
        let general = context.map_or(0.0, |context| {
            self.means.model.after_pair(&context, pair.after, word)
        });
        let here = Some(pair.here).filter(|here| !here.is_nan());
        known.here.put(key, self.weighted(general, here))
    }

    /// A probability of the model with what the memory says of the pair mixed in, as a weighted
    /// logarithm.
    #[inline]
    pub(super) fn weighted(&self, general: f32, here: Option<f32>) -> f32 {
        let costs = self.means.costs;
        let mixed = match here {
            Some(here) => general + costs.memory * (here - general),
            None => general,
        };
        ln(mixed.max(1e-12)) * costs.language
    }
}

/// The natural logarithm of a positive normal number, to seven digits: the exponent, and the series of
/// the area tangent for what is left (Abramowitz and Stegun 4.1.27).
#[inline]
fn ln(x: f32) -> f32 {
    /// The bits of √½: what is left lies between it and √2.
    const ROOT: u32 = 0x3f35_04f3;
    let exponent = (x.to_bits().wrapping_sub(ROOT) as i32) >> 23;
    let left = f32::from_bits(x.to_bits().wrapping_sub((exponent as u32) << 23));
    let s = (left - 1.0) / (left + 1.0);
    let z = s * s;
    let series = 2.0 + z * (2.0 / 3.0 + z * (2.0 / 5.0 + z * (2.0 / 7.0)));
    exponent as f32 * std::f32::consts::LN_2 + s * series
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logarithms_are_those_of_the_library() {
        let mut x = 1e-12f32;
        while x < 1e3 {
            let (here, there) = (ln(x), x.ln());
            assert!(
                (here - there).abs() <= 2e-6 * there.abs().max(0.1),
                "{x}: {here} {there}"
            );
            x *= 1.0007;
        }
        assert_eq!(ln(1.0), 0.0);
    }

    #[test]
    fn a_table_forgets_what_lay_where_another_key_lies() {
        let mut table: Table<u8> = Table::new(1);
        assert_eq!(table.find(3), None);
        assert_eq!(table.put(3, 30), 30);
        assert_eq!(table.find(3), Some(30));
        assert_eq!(table.get(3, || unreachable!()), 30);
        assert_eq!(table.get(4, || 40), 40);
        assert_eq!(table.find(3), None);
    }
}
