//! Probabilities into the tables that the model reads.

use super::counts::{Counts, context, last};
use super::smoothing::{Kept, Smoothed};
use crate::lexicon::model::columns::Ranks;
use crate::lexicon::model::ngrams::LIMIT;
use crate::lexicon::model::steps::Scale;
use std::ops::Range;

/// Lists of successors being written: where each list starts, members, steps.
#[derive(Default)]
pub struct Lists {
    starts: Vec<u8>,
    members: Vec<u8>,
    steps: Vec<u8>,
}

impl Lists {
    /// Ends the list and begins the next.
    pub fn begin(&mut self) {
        let start = self.steps.len() as u32;
        self.starts.extend_from_slice(&start.to_le_bytes()[..3]);
    }

    /// Adds a member to the list; members ascend.
    pub fn push(&mut self, member: u16, step: u8) {
        self.members.extend_from_slice(&member.to_le_bytes());
        self.steps.push(step);
    }

    /// The three tables.
    pub fn finish(mut self) -> [Vec<u8>; 3] {
        self.begin();
        [self.starts, self.members, self.steps]
    }
}

/// The tables of the words: singles and backoffs, pairs, triples.
pub struct Words {
    /// P(word) and what is left after it.
    pub singles: [Vec<u8>; 2],
    /// Pairs.
    pub pairs: [Vec<u8>; 3],
    /// Triples.
    pub triples: [Vec<u8>; 5],
}

/// The weight of what a list leaves over, so that rounded probabilities sum to one: what the listed
/// members leave of 1, shared among what they leave of the lower order.
pub fn left_over(listed: f64, lower: f64) -> u8 {
    let left = (1.0 - listed).max(0.0) / (1.0 - lower).max(1e-6);
    Scale::BACKOFF.step(left.max(1e-3))
}

/// Rounds and lays out the kept pairs and triples.
pub fn words(counts: &Counts, kept: &Kept, model: &Smoothed) -> Words {
    let listed = counts.words.len().min(LIMIT as usize);
    let singles: Vec<u8> = (model.singles.iter())
        .map(|&p| Scale::SINGLE.step(p))
        .collect();
    let single = |word: u32| f64::from(Scale::SINGLE.probability(singles[word as usize]));
    let successor = |step: u8| f64::from(Scale::SUCCESSOR.probability(step));

    // Pairs, and the rounded probability of every pair for the triples.
    let mut pairs = Lists::default();
    let mut backoffs = vec![0; listed];
    let mut rounded = vec![0f32; kept.pairs.len()];
    let mut at = 0;
    for first in 0..listed as u32 {
        pairs.begin();
        let from = at;
        while at < kept.pairs.len() && context(counts.pairs.keys[at]) == u64::from(first) {
            at += 1;
        }
        let (mut own, mut lower) = (0.0, 0.0);
        for place in (from..at).filter(|&place| kept.pairs[place]) {
            let second = last(counts.pairs.keys[place]);
            let step = Scale::SUCCESSOR.step(model.pairs[place]);
            pairs.push(second as u16, step);
            rounded[place] = successor(step) as f32;
            own += successor(step);
            lower += single(second);
        }
        let left = left_over(own, lower);
        backoffs[first as usize] = left;
        for place in (from..at).filter(|&place| !kept.pairs[place]) {
            let left = f64::from(Scale::BACKOFF.probability(left));
            rounded[place] = (left * single(last(counts.pairs.keys[place]))) as f32;
        }
    }

    let listed =
        |pair: usize| kept.pairs[pair] && context(counts.pairs.keys[pair]) < u64::from(LIMIT);
    Words {
        singles: [singles, backoffs],
        pairs: pairs.finish(),
        triples: triples(counts, kept, model, &rounded, listed),
    }
}

/// The tables of the triples, over the pairs that are listed; `rounded` are the probabilities of
/// all pairs.
fn triples(
    counts: &Counts,
    kept: &Kept,
    model: &Smoothed,
    rounded: &[f32],
    listed: impl Fn(usize) -> bool,
) -> [Vec<u8>; 5] {
    let mut contexts = Vec::new();
    let (mut lists, mut backoffs) = (Lists::default(), Vec::new());
    for (pair, places) in by_context(counts) {
        if !listed(pair) {
            continue;
        }
        let is_context = kept.triples[places.clone()].contains(&true);
        contexts.push(is_context);
        if is_context {
            backoffs.push(list(counts, kept, model, rounded, places, &mut lists));
        }
    }
    let [starts, members, steps] = lists.finish();
    [Ranks::write(&contexts), backoffs, starts, members, steps]
}

/// Every pair with the places of its triples.
fn by_context(counts: &Counts) -> impl Iterator<Item = (usize, Range<usize>)> {
    let mut at = 0;
    (0..counts.pairs.keys.len()).map(move |pair| {
        let from = at;
        while counts.contexts.get(at) == Some(&(pair as u32)) {
            at += 1;
        }
        (pair, from..at)
    })
}

/// Writes the list of one context, and gives the step of what it leaves over.
fn list(
    counts: &Counts,
    kept: &Kept,
    model: &Smoothed,
    rounded: &[f32],
    places: Range<usize>,
    lists: &mut Lists,
) -> u8 {
    lists.begin();
    let (mut own, mut lower) = (0.0, 0.0);
    for place in places.filter(|&place| kept.triples[place]) {
        let step = Scale::SUCCESSOR.step(model.triples[place]);
        lists.push(last(counts.triples.keys[place]) as u16, step);
        own += f64::from(Scale::SUCCESSOR.probability(step));
        lower += f64::from(rounded[counts.tails[place] as usize]);
    }
    left_over(own, lower)
}

/// The tables of the classes: pairs as a square of steps, and triples.
pub fn classes(counts: &Counts, kept: &Kept, model: &Smoothed) -> (Vec<u8>, [Vec<u8>; 5]) {
    let count = counts.words.len();
    let mut square = Vec::with_capacity(count * count);
    for first in 0..count {
        let left = model.pair_left[first];
        square.extend(model.singles.iter().map(|&single| left * single));
    }
    let mut is_context = vec![false; count * count];
    let (mut lists, mut backoffs) = (Lists::default(), Vec::new());
    let cell = |key: u64| context(key) as usize * count + last(key) as usize;
    for (&key, &probability) in counts.pairs.keys.iter().zip(&model.pairs) {
        square[cell(key)] = probability;
    }
    let square: Vec<u8> = square
        .into_iter()
        .map(|p| Scale::SUCCESSOR.step(p))
        .collect();
    let rounded: Vec<f32> = (counts.pairs.keys.iter())
        .map(|&key| Scale::SUCCESSOR.probability(square[cell(key)]))
        .collect();
    for (pair, places) in by_context(counts) {
        if kept.triples[places.clone()].contains(&true) {
            is_context[cell(counts.pairs.keys[pair])] = true;
            backoffs.push(list(counts, kept, model, &rounded, places, &mut lists));
        }
    }
    let [starts, members, steps] = lists.finish();
    (
        square,
        [Ranks::write(&is_context), backoffs, starts, members, steps],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_over_makes_the_sum_one() {
        let step = left_over(0.7, 0.1);
        let left = f64::from(Scale::BACKOFF.probability(step));
        assert!((0.7 + left * 0.9 - 1.0).abs() < 0.01);
        // Rounding may bring the listed ones above 1.
        assert!(Scale::BACKOFF.probability(left_over(1.01, 0.5)) > 0.0);
    }

    #[test]
    fn lists_know_where_they_start() {
        let mut lists = Lists::default();
        for list in [&[3u16, 9][..], &[], &[4]] {
            lists.begin();
            list.iter().for_each(|&member| lists.push(member, 7));
        }
        let [starts, members, steps] = lists.finish();
        assert_eq!(starts, [0, 0, 0, 2, 0, 0, 2, 0, 0, 3, 0, 0]);
        assert_eq!(members, [3, 0, 9, 0, 4, 0]);
        assert_eq!(steps, [7, 7, 7]);
    }
}
