//! What a search expects the unread part of a line to cost.

use super::readings::{Piece, What};
use super::search::{Means, Reading, Search, Step};
use super::units::Kind;
use crate::lexicon::model::Word;

/// Estimated cost of a word border without white space.
const NAKED: f32 = 2.0;
/// What such a border costs at most once the words are known.
const NAKED_AT_MOST: f32 = 0.5;
/// Estimated cost of an unknown word, besides its spelling.
const UNKNOWN_WORD: f32 = 3.8;
/// Estimated cost of a number.
const NUMERAL: f32 = 3.5;
/// Estimated cost of a Latin phrase.
const PHRASE: f32 = 4.2;
/// Estimated cost of a mark.
const MARK: f32 = 1.2;
/// Estimated cost of a piece of a word.
const FRAGMENT: f32 = 9.0;
/// Estimated cost of each of its letters.
const FRAGMENT_LETTER: f32 = 0.8;
/// Share of what a word costs by itself that it costs beside its neighbours.
const BESIDE_NEIGHBOURS: f32 = 0.7;
/// Share of the document's own words in what a word costs by itself.
const HERE: f32 = 0.5;
/// Estimated cost of the junctions of a word.
const STEP: f32 = 0.3;
/// What a border in the middle of a word is expected to cost at most.
const BROKEN: f32 = 12.0;

/// What the unread units of a line are expected to cost.
#[derive(Default)]
pub(super) struct Expected {
    /// What the units before each place cost.
    before: Vec<f32>,
    /// What it costs besides that the words before each place end there: much where that cuts a word
    /// in two of which the first part is none.
    ending: Vec<f32>,
    /// What it costs besides that the words after each place begin there.
    beginning: Vec<f32>,
}

impl Expected {
    /// What is unread costs, where reading stands at unit `at` of the run `run` and all runs behind
    /// that are read.
    #[inline]
    pub fn unread(&self, run: Piece, at: u16) -> f32 {
        let [first, end, at] = [run.0, run.1, at].map(usize::from);
        let before = self.before[first] + self.ending[first];
        if at == end {
            return before;
        }
        let broken = self.beginning[at].max(self.ending[end]);
        before + self.before[end] - self.before[at] + broken
    }

    /// Takes what a reading of the line paid for each token as what its units cost, and that token's
    /// ends for borders that cost nothing besides.
    pub fn learn(&mut self, reading: &Reading) {
        let mut costs = vec![0.0; self.before.len()];
        for Step { token, cost, .. } in &reading.steps {
            for &(first, end) in token.pieces() {
                for border in [first, end].map(usize::from) {
                    self.ending[border] = 0.0;
                    self.beginning[border] = 0.0;
                }
                costs[usize::from(first)..usize::from(end)].fill(cost / f32::from(token.units));
            }
        }
        let mut so_far = 0.0;
        for (before, cost) in self.before.iter_mut().zip(costs) {
            *before = so_far;
            so_far += cost;
        }
    }

    /// What it costs besides that the words before a place end there.
    #[inline]
    pub fn ending(&self, at: usize) -> f32 {
        self.ending[at]
    }

    /// What a line of so many units costs.
    pub fn all(&self) -> f32 {
        self.before.last().copied().unwrap_or(0.0)
    }
}

/// A word, or a piece of one, that the line can be read as from one place to another.
struct Arc {
    start: usize,
    end: usize,
    cost: f32,
    /// None for a piece, a number, a mark.
    word: Option<Word>,
}

/// The cheapest way to a place.
#[derive(Clone, Copy)]
struct Way {
    cost: f32,
    /// The arc that it ends with.
    last: usize,
}

impl Search<'_> {
    /// What the units of the line will cost, roughly: the line is read in its own order, and each word
    /// is taken to follow whichever of its two neighbours predicts it better (in a run that is the one
    /// before it, between runs of one word the one after it). The costs are shared out over the
    /// letters. A place that is no border of that reading costs what the cheapest reading up to it, or
    /// from it on, costs more than its share.
    ///
    /// Besides, what it costs that the words before each place end there.
    pub(super) fn expected(&self) -> (Expected, Vec<f32>) {
        let n = self.units.len();
        let arcs = self.arcs();
        let mut ways = vec![
            Way {
                cost: f32::INFINITY,
                last: usize::MAX
            };
            n + 1
        ];
        ways[0].cost = 0.0;
        for (at, arc) in arcs.iter().enumerate() {
            let cost = ways[arc.start].cost + arc.cost;
            if cost < ways[arc.end].cost {
                ways[arc.end] = Way { cost, last: at };
            }
        }
        let mut rest = vec![f32::INFINITY; n + 1];
        rest[n] = 0.0;
        for arc in arcs.iter().rev() {
            rest[arc.start] = rest[arc.start].min(arc.cost + rest[arc.end]);
        }
        let mut path: Vec<&Arc> = Vec::new();
        let mut end = n;
        while let Some(arc) = arcs.get(ways[end].last) {
            path.push(arc);
            end = arc.start;
        }
        path.reverse();
        let mut ending = vec![0.0; n + 1];
        let mut beginning = vec![0.0; n + 1];
        for arc in &path {
            for at in arc.start + 1..arc.end {
                let share = (at - arc.start) as f32 / (arc.end - arc.start) as f32;
                let here = ways[arc.start].cost + share * arc.cost;
                let behind = ways[n].cost - here;
                ending[at] = (ways[at].cost - here).clamp(0.0, BROKEN);
                beginning[at] = (rest[at] - behind).clamp(0.0, BROKEN);
            }
        }
        let expected = Expected {
            before: self.shared_out(&path),
            ending: ending.clone(),
            beginning,
        };
        (expected, ending)
    }

    /// The words and pieces of words that can be read from the line in its own order, by their starts.
    fn arcs(&self) -> Vec<Arc> {
        let reader = &self.reader;
        let n = self.units.len();
        let tears = self.units.iter().any(|u| u.torn);
        let mut arcs = Vec::with_capacity(16 * n);
        for (start, unit) in self.units.iter().enumerate() {
            for token in self.whole(start) {
                let end = start + usize::from(token.units);
                let naked = token.what.is_word()
                    && (self.units.get(end))
                        .is_some_and(|u| u.spaces == 0 && u.kind == Kind::Letter);
                let cost = token.cost
                    + if naked { NAKED } else { 0.0 }
                    + match token.what {
                        What::Word => self.alone(token.word),
                        What::Unknown => UNKNOWN_WORD,
                        What::Number => NUMERAL,
                        What::Latin => PHRASE,
                        _ => MARK,
                    };
                arcs.push(Arc {
                    start,
                    end,
                    cost,
                    word: (token.what == What::Word).then_some(token.word),
                });
            }
            if unit.kind == Kind::Letter {
                for end in start + 1..=reader.word_end(start, n) {
                    let torn = unit.torn || tears && self.units.get(end).is_none_or(|u| u.torn);
                    let cost = FRAGMENT + FRAGMENT_LETTER * (end - start) as f32;
                    arcs.push(Arc {
                        start,
                        end,
                        cost: if torn { 0.5 * cost } else { cost },
                        word: None,
                    });
                }
            }
        }
        arcs
    }

    /// What a word costs wherever it stands.
    fn alone(&self, word: Word) -> f32 {
        let Means { model, memory, .. } = self.means;
        let cost = match memory.share(word) {
            Some(here) => -((1.0 - HERE) * model.unigram(word) + HERE * here).ln(),
            None => model.surprise(word),
        };
        cost * BESIDE_NEIGHBOURS
    }

    /// What the units before each place cost if the line is read so and each word follows its likelier
    /// neighbour.
    fn shared_out(&self, path: &[&Arc]) -> Vec<f32> {
        let word_of = |index: usize| path.get(index).and_then(|arc| arc.word);
        let mut before = vec![0.0f32];
        for (index, arc) in path.iter().enumerate() {
            let cost = match word_of(index) {
                Some(word) => {
                    let after = |other: Option<Word>| {
                        other.map_or(f32::NEG_INFINITY, |before| {
                            let Means {
                                model,
                                memory,
                                context,
                                ..
                            } = self.means;
                            let general = model.after(&model.context_of_one(before), word);
                            let here = memory.probability(before, word, context.own);
                            self.weighted(general, here)
                        })
                    };
                    let alone = -self.alone(word);
                    let likely = alone
                        .max(after(index.checked_sub(1).and_then(word_of)))
                        .max(after(word_of(index + 1)));
                    (arc.cost + alone - likely).min(NAKED_AT_MOST - likely) + STEP
                }
                None => arc.cost,
            };
            for at in 1..=arc.end - arc.start {
                let so_far = before[arc.start];
                before.push(so_far + cost * at as f32 / (arc.end - arc.start) as f32);
            }
        }
        debug_assert_eq!(before.len(), self.units.len() + 1);
        before
    }
}
