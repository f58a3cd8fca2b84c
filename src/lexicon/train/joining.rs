//! How probable it is that two pieces are written together, learned from careful writers.
//!
//! Many of the lines never write ZWNJ, so the share of a pair that is joined in all the text says
//! more about keyboards than about spelling. Counted are the lines that write ZWNJ wherever an affix
//! calls for it (می‌شود, کتاب‌ها), at least once, and never a space there: what such a line writes with
//! a space is meant apart. Pairs of the lexicon that the text has rarely lean to the lexicon.

use super::careful::{Seen, careful_sites};
use super::raw::{Counted, pair_key};
use super::stream::Stream;
use super::vocabulary::Vocabulary;
use crate::lexicon::model::affixes;
use crate::lexicon::model::joiners::{
    CLOSES, FUNCTION, OPENS, PREFIX, RANGE, SUFFIX, default, key, probability, step,
};
use crate::lexicon::model::{FIRST, Word};
use crate::lexicon::{Flags, Lexicon};
use rustc_hash::FxHashMap;

/// Weight of what is expected of a pair before it is seen, as a number of times seen.
const PRIOR: f32 = 2.0;
/// The same for the habits of a word.
const HABIT_PRIOR: f32 = 8.0;
/// What is expected of a pair that the lexicon writes with ZWNJ.
const LISTED: f32 = 0.7;
/// A pair with a function word must be seen joined this often to count as joined at all.
const FUNCTION_SEEN: u32 = 5;
/// A pair whose logit differs by less than this from the default is not listed.
const WORTH: f32 = 0.5;

/// The joiner tables being made.
pub struct Joining {
    marks: Vec<u8>,
    habits: Vec<[u8; 2]>,
    listed: Vec<(u32, u8)>,
    /// What was counted, for the report.
    pub report: String,
}

impl Joining {
    /// Learns from the training lines and the lexicon.
    pub fn learn(stream: &Stream, vocabulary: &Vocabulary, lexicon: &Lexicon) -> Self {
        let words = vocabulary.words.len() + FIRST as usize;
        let mut marks = vec![0u8; words];
        for (index, run) in (FIRST as usize..).zip(&vocabulary.words) {
            let piece = super::vocabulary::written(run);
            if affixes::PREFIXES.contains(&&piece[..]) {
                marks[index] |= PREFIX;
            }
            if affixes::is_suffix(&piece) {
                marks[index] |= SUFFIX;
            }
            if affixes::FUNCTION.contains(&&piece[..]) {
                marks[index] |= FUNCTION;
            }
        }
        let sites = careful_sites(stream, &marks);
        let mut seen_after = vec![Seen::default(); words];
        let mut seen_before = vec![Seen::default(); words];
        let (mut joined, mut apart) = (Vec::new(), Vec::new());
        for &(first, second, is_joined) in &sites {
            if is_joined {
                joined.push(pair_key(first, second));
            } else {
                apart.push(pair_key(first, second));
            }
            let bound = marks[first as usize] & PREFIX != 0 || marks[second as usize] & SUFFIX != 0;
            for seen in [
                &mut seen_after[first as usize],
                &mut seen_before[second as usize],
            ] {
                if !bound {
                    seen.all += 1;
                    seen.joined += u32::from(is_joined);
                }
            }
        }
        let rate = |seen: Seen| step(seen.rate(0.0, HABIT_PRIOR));
        let habits: Vec<[u8; 2]> = (seen_after.iter().zip(&seen_before))
            .map(|(&after, &before)| [rate(after), rate(before)])
            .collect();
        let report = format!(
            "joining: {} places in careful lines, {} joined\n",
            sites.len(),
            joined.len()
        );
        let mut joining = Self {
            marks,
            habits,
            listed: Vec::new(),
            report,
        };
        let listed = listed_pairs(vocabulary, lexicon);
        joining.list(&Counted::new(joined), &Counted::new(apart), &listed);
        joining
    }

    /// Lists the pairs whose probability is not what their words let expect.
    fn list(&mut self, joined: &Counted, apart: &Counted, lexicon: &[u64]) {
        let mut keys = [&joined.keys[..], &apart.keys, lexicon].concat();
        keys.sort_unstable();
        keys.dedup();
        for pair in keys {
            let (first, second) = ((pair >> 32) as usize, (pair & 0xffff_ffff) as usize);
            let Some(key) = key(first as Word, second as Word) else {
                continue;
            };
            let (first_marks, second_marks) = (self.marks[first], self.marks[second]);
            if first_marks & PREFIX != 0 {
                continue;
            }
            let seen = Seen {
                joined: joined.get(pair),
                all: joined.get(pair) + apart.get(pair),
            };
            let function = (first_marks | second_marks) & FUNCTION != 0;
            let expected = if second_marks & SUFFIX != 0 {
                0.95
            } else if function {
                RANGE[0]
            } else {
                default([
                    probability(self.habits[first][0]),
                    probability(self.habits[second][1]),
                ])
            };
            let is_listed = lexicon.binary_search(&pair).is_ok() && !function;
            let prior = if is_listed {
                LISTED.max(expected)
            } else {
                expected
            };
            let rate = if function && seen.joined < FUNCTION_SEEN {
                RANGE[0]
            } else {
                seen.rate(prior, PRIOR)
            };
            let logit = |p: f32| {
                let p = p.clamp(RANGE[0], RANGE[1]);
                (p / (1.0 - p)).ln()
            };
            if (logit(rate) - logit(expected)).abs() >= WORTH && (seen.all >= 2 || is_listed) {
                self.listed.push((key, step(rate)));
                self.marks[first] |= OPENS;
                self.marks[second] |= CLOSES;
            }
        }
        self.report += &format!("joining: {} pairs listed\n", self.listed.len());
    }

    /// Places in the careful lines of another text, to measure on.
    pub fn sites(&self, stream: &Stream) -> Vec<(Word, Word, bool)> {
        careful_sites(stream, &self.marks)
    }

    /// The tables: marks, habits, pairs, steps.
    pub fn tables(self) -> [Vec<u8>; 4] {
        let (keys, steps): (Vec<u32>, Vec<u8>) = self.listed.into_iter().unzip();
        [
            self.marks,
            self.habits.concat(),
            keys.iter().flat_map(|key| key.to_le_bytes()).collect(),
            steps,
        ]
    }
}

/// Pairs of words that the lexicon writes with ZWNJ between them.
fn listed_pairs(vocabulary: &Vocabulary, lexicon: &Lexicon) -> Vec<u64> {
    let numbers: FxHashMap<&[u8], Word> = (FIRST..)
        .zip(&vocabulary.words)
        .map(|(word, run)| (&run[..], word))
        .collect();
    let mut pairs = Vec::new();
    for (form, entry) in lexicon.iter() {
        if !entry.is(Flags::COMPOUND) {
            continue;
        }
        let Some(run) = crate::lexicon::model::alphabet::spell(&form) else {
            continue;
        };
        let cuts: Vec<usize> = std::iter::once(0)
            .chain(entry.cuts())
            .chain([run.len()])
            .collect();
        for window in cuts.windows(3) {
            let first = numbers.get(&run[window[0]..window[1]]);
            let second = numbers.get(&run[window[1]..window[2]]);
            if let (Some(&first), Some(&second)) = (first, second) {
                pairs.push(pair_key(first, second));
            }
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::lexicon;
    use crate::lexicon::model::joiners;
    use crate::lexicon::train::raw::Raw;

    #[test]
    fn only_careful_lines_are_believed() {
        let careful = "کتاب\u{200c}ها را بین\u{200c}المللی می\u{200c}خواند\n";
        let careless = "کتاب ها را بین المللی می خواند\n";
        let text = [careful.repeat(3), careless.repeat(20)].concat();
        // Each line is a repetition of others but for its number of words.
        let text: String = (text
            .lines()
            .zip(["خانه", "شهر", "ده", "باغ", "راه"].iter().cycle()))
        .map(|(line, word)| format!("{word} {line}\n"))
        .collect();
        let raw = Raw::read(&text);
        let vocabulary = Vocabulary::choose(&raw, lexicon());
        let stream = Stream::training(&raw, &vocabulary);
        let joining = Joining::learn(&stream, &vocabulary, lexicon());
        let key = |first: &str, second: &str| {
            let first = vocabulary.find(first).expect("a word");
            joiners::key(first, vocabulary.find(second).expect("a word"))
        };
        let listed = joining
            .listed
            .iter()
            .find(|(pair, _)| Some(*pair) == key("بین", "المللی"));
        let probability = listed.map(|&(_, step)| joiners::probability(step));
        assert!(probability.is_some_and(|p| p > 0.8), "{probability:?}");
    }
}
