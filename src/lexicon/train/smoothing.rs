//! Interpolated modified Kneser–Ney smoothing (Chen and Goodman 1999) of pairs and triples, with
//! the corrected counts of pruned models (Siivola, Hirsimäki and Virpioja 2007).
//!
//! In Kneser–Ney the lower order is counted by how many contexts a word has and not by how often it
//! stands, since it is asked only for what the higher order does not list. A triple that is pruned
//! *is* asked of the lower order, so it counts there with all its occurrences.

use super::counts::{Counts, context, last, pair, triple};
use super::discounts::Discounts;
use crate::lexicon::model::{SENTENCE, Word};

/// A smoothed model over the pairs and triples of [`Counts`], or those of them that are kept.
pub struct Smoothed<'a> {
    counts: &'a Counts,
    /// P(word) of the lowest order.
    pub singles: Vec<f64>,
    /// For each pair P(second | first), also of pairs that are not kept.
    pub pairs: Vec<f64>,
    /// For each triple P(third | first two), also of triples that are not kept.
    pub triples: Vec<f64>,
    /// What the kept pairs after a word leave over.
    pub pair_left: Vec<f64>,
    /// What the kept triples after a pair leave over, by the place of the pair.
    pub triple_left: Vec<f64>,
    /// Corrected counts of the pairs.
    pub pair_counts: Vec<u32>,
}

/// Which pairs and triples a model lists, by their places in [`Counts`].
pub struct Kept {
    /// Pairs.
    pub pairs: Vec<bool>,
    /// Triples.
    pub triples: Vec<bool>,
}

impl Kept {
    /// All of them.
    pub fn all(counts: &Counts) -> Self {
        Self {
            pairs: vec![true; counts.pairs.keys.len()],
            triples: vec![true; counts.triples.keys.len()],
        }
    }
}

impl<'a> Smoothed<'a> {
    /// Estimates the model that lists what is kept.
    pub fn new(counts: &'a Counts, kept: &Kept) -> Self {
        let pair_counts = corrected(counts, &kept.triples);
        let single_counts = single_counts(counts, &pair_counts, &kept.pairs);
        let singles = singles(&single_counts);
        let (pairs, pair_left) = pairs(counts, &pair_counts, &kept.pairs, &singles);
        let (triples, triple_left) = triples(counts, &kept.triples, &pairs);
        Self {
            counts,
            singles,
            pairs,
            triples,
            pair_left,
            triple_left,
            pair_counts,
        }
    }

    /// P(word | before), for measuring.
    pub fn probability(&self, before: [Word; 2], word: Word) -> f64 {
        let keys = &self.counts.pairs.keys;
        let mut left = 1.0;
        let context = pair(before[0], before[1]);
        if before[1] != SENTENCE
            && let Ok(place) = keys.binary_search(&context)
        {
            let key = triple(context, word);
            if let Ok(place) = self.counts.triples.keys.binary_search(&key) {
                return self.triples[place];
            }
            left = self.triple_left[place];
        }
        match keys.binary_search(&pair(before[1], word)) {
            Ok(place) => left * self.pairs[place],
            Err(_) => left * self.pair_left[before[1] as usize] * self.singles[word as usize],
        }
    }
}

/// How often each pair counts as the lower order of triples: one for each kept triple that ends in
/// it, all occurrences of the others. After a sentence end there are no triples, and pairs count as
/// they occur.
fn corrected(counts: &Counts, kept: &[bool]) -> Vec<u32> {
    let keys = &counts.pairs.keys;
    let mut corrected: Vec<u32> = keys
        .iter()
        .zip(&counts.pairs.counts)
        .map(|(&key, &count)| {
            if context(key) == u64::from(SENTENCE) {
                count
            } else {
                0
            }
        })
        .collect();
    for ((&tail, &count), &kept) in (counts.tails.iter()).zip(&counts.triples.counts).zip(kept) {
        corrected[tail as usize] += if kept { 1 } else { count };
    }
    // The first pair of the text ends no triple.
    corrected
        .iter_mut()
        .for_each(|count| *count = (*count).max(1));
    corrected
}

fn single_counts(counts: &Counts, pair_counts: &[u32], kept: &[bool]) -> Vec<u32> {
    let mut singles = vec![0; counts.words.len()];
    for ((&key, &count), &kept) in counts.pairs.keys.iter().zip(pair_counts).zip(kept) {
        singles[last(key) as usize] += if kept { 1 } else { count };
    }
    singles
}

/// The lowest order: discounted shares, and the discounts shared evenly by all words.
fn singles(counts: &[u32]) -> Vec<f64> {
    let discounts = Discounts::new(counts.iter().copied());
    let total: f64 = counts.iter().map(|&count| f64::from(count)).sum();
    let taken: f64 = counts.iter().map(|&count| discounts.take(count)).sum();
    let even = (total - taken) / counts.len() as f64;
    counts
        .iter()
        .map(|&count| (discounts.take(count) + even) / total)
        .collect()
}

fn pairs(
    counts: &Counts,
    pair_counts: &[u32],
    kept: &[bool],
    singles: &[f64],
) -> (Vec<f64>, Vec<f64>) {
    let discounts = Discounts::new(pair_counts.iter().copied());
    let keys = &counts.pairs.keys;
    let mut left = vec![1.0; counts.words.len()];
    let mut pairs = vec![0.0; keys.len()];
    let mut at = 0;
    for group in keys.chunk_by(|&a, &b| context(a) == context(b)) {
        let places = at..at + group.len();
        at = places.end;
        let total: f64 = places.clone().map(|p| f64::from(pair_counts[p])).sum();
        let listed: f64 = places
            .clone()
            .filter(|&place| kept[place])
            .map(|place| discounts.take(pair_counts[place]))
            .sum();
        let rest = 1.0 - listed / total;
        left[context(group[0]) as usize] = rest;
        for place in places {
            let own = if kept[place] {
                discounts.take(pair_counts[place]) / total
            } else {
                0.0
            };
            pairs[place] = own + rest * singles[last(keys[place]) as usize];
        }
    }
    (pairs, left)
}

fn triples(counts: &Counts, kept: &[bool], pairs: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let discounts = Discounts::new(counts.triples.counts.iter().copied());
    let (keys, times) = (&counts.triples.keys, &counts.triples.counts);
    let mut left = vec![1.0; pairs.len()];
    let mut triples = vec![0.0; keys.len()];
    let mut at = 0;
    for group in keys.chunk_by(|&a, &b| context(a) == context(b)) {
        let places = at..at + group.len();
        at = places.end;
        let total: f64 = places.clone().map(|place| f64::from(times[place])).sum();
        let listed: f64 = places
            .clone()
            .filter(|&place| kept[place])
            .map(|place| discounts.take(times[place]))
            .sum();
        let rest = 1.0 - listed / total;
        left[counts.contexts[places.start] as usize] = rest;
        for place in places {
            let own = if kept[place] {
                discounts.take(times[place]) / total
            } else {
                0.0
            };
            triples[place] = own + rest * pairs[counts.tails[place] as usize];
        }
    }
    (triples, left)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A little text of 8 words after [`SENTENCE`].
    fn counts() -> Counts {
        let mut text = vec![SENTENCE];
        for at in 0..400u32 {
            text.push([5, 6, 5, 7, 6, 8, 9, SENTENCE, 10, 5, 11, 12][(at * at / 7 % 12) as usize]);
            if text.ends_with(&[SENTENCE, SENTENCE]) {
                text.pop();
            }
        }
        Counts::new(&text, 13)
    }

    #[test]
    fn probabilities_sum_to_one_whatever_is_kept() {
        let counts = counts();
        let mut kept = Kept::all(&counts);
        for every in [1, 2, 3] {
            for (place, kept) in kept.triples.iter_mut().enumerate() {
                *kept = place % every == 0;
            }
            let model = Smoothed::new(&counts, &kept);
            for before in [[0, 0], [5, 6], [6, 5], [7, 7], [1, 12], [5, 0]] {
                let sum: f64 = (0..13).map(|word| model.probability(before, word)).sum();
                assert!((sum - 1.0).abs() < 1e-9, "{every} {before:?} {sum}");
            }
        }
    }

    #[test]
    fn a_pruned_triple_counts_in_full_below() {
        let counts = counts();
        let mut kept = Kept::all(&counts);
        let all = Smoothed::new(&counts, &kept);
        kept.triples.fill(false);
        let none = Smoothed::new(&counts, &kept);
        // But for the first pair of the text, which ends no triple.
        let sum = |model: &Smoothed| model.pair_counts.iter().sum::<u32>();
        assert!(sum(&all) < sum(&none));
        for (corrected, count) in none.pair_counts.iter().zip(&counts.pairs.counts) {
            assert_eq!(corrected, count);
        }
    }
}
