//! Which pairs and triples are worth their bytes.
//!
//! A triple is pruned if the model without it expects the text hardly less: by the relative entropy
//! of Stolcke (1998), with the contexts weighted as they occur (the weights of a Kneser–Ney model
//! itself would be wrong). Pairs go the same way, unless a kept triple needs them as its context.
//! What counts is the mixture with the classes: a triple that the classes foresee is no loss.

use super::counts::{Counts, context, last};
use super::smoothing::{Kept, Smoothed};
use crate::lexicon::model::Word;
use crate::lexicon::model::ngrams::LIMIT;

/// What is paid, in bytes.
#[derive(Clone, Copy)]
pub struct Prices {
    /// For a listed pair; nothing if all are listed anyway.
    pub pair: usize,
    /// For a listed triple.
    pub triple: usize,
    /// For a pair that is a context, more.
    pub context: usize,
}

/// The prices of words, as `model::successors` lays them out.
pub const WORDS: Prices = Prices {
    pair: 3,
    triple: 3,
    context: 4,
};
/// The prices of classes, whose pairs are a square.
pub const CLASSES: Prices = Prices {
    pair: 0,
    triple: 3,
    context: 4,
};

/// A model that is mixed with the one to be pruned.
pub struct Mixed<'a> {
    /// P(word | before) there.
    pub other: &'a dyn Fn([Word; 2], Word) -> f64,
    /// Its weight.
    pub weight: f64,
}

/// Losses of all pairs and triples, in nats over the whole text.
struct Losses {
    pairs: Vec<f32>,
    triples: Vec<f32>,
}

/// Keeps the best pairs and triples that fit into a number of bytes.
pub fn prune(counts: &Counts, mixed: &Mixed, prices: Prices, bytes: usize) -> Kept {
    let full = Smoothed::new(counts, &Kept::all(counts));
    let mut losses = losses(counts, &full, mixed);
    if prices.pair == 0 {
        losses.pairs.fill(f32::MAX);
    }
    let greatest = |losses: &[f32]| losses.iter().copied().fold(0f32, f32::max);
    let (mut low, mut high) = (0f32, greatest(&losses.triples));
    if prices.pair > 0 {
        high = high.max(greatest(&losses.pairs));
    }
    for _ in 0..32 {
        let middle = (low + high) / 2.0;
        if size(&keep(counts, &losses, middle), counts, prices) > bytes {
            low = middle;
        } else {
            high = middle;
        }
    }
    keep(counts, &losses, high)
}

fn keep(counts: &Counts, losses: &Losses, bound: f32) -> Kept {
    let triples: Vec<bool> = losses.triples.iter().map(|&loss| loss > bound).collect();
    let mut pairs: Vec<bool> = losses.pairs.iter().map(|&loss| loss > bound).collect();
    for (&context, &kept) in counts.contexts.iter().zip(&triples) {
        pairs[context as usize] |= kept;
    }
    Kept { pairs, triples }
}

fn size(kept: &Kept, counts: &Counts, prices: Prices) -> usize {
    let listed = |kept: &[bool]| kept.iter().filter(|&&kept| kept).count();
    let mut contexts = vec![false; kept.pairs.len()];
    for (&context, &kept) in counts.contexts.iter().zip(&kept.triples) {
        contexts[context as usize] |= kept;
    }
    listed(&kept.pairs) * prices.pair
        + listed(&kept.triples) * prices.triple
        + listed(&contexts) * prices.context
}

fn losses(counts: &Counts, full: &Smoothed, mixed: &Mixed) -> Losses {
    let mut losses = Losses {
        pairs: Vec::with_capacity(counts.pairs.keys.len()),
        triples: Vec::with_capacity(counts.triples.keys.len()),
    };
    for (place, &key) in counts.pairs.keys.iter().enumerate() {
        let (first, second) = (context(key) as Word, last(key));
        losses.pairs.push(if first >= LIMIT || second >= LIMIT {
            f32::MIN
        } else {
            let lower = full.singles[second as usize];
            loss(
                f64::from(counts.words[first as usize]),
                full.pairs[place],
                full.pair_left[first as usize],
                lower,
                mixed.weight,
                (mixed.other)([first, first], second),
            )
        });
    }
    for (place, &key) in counts.triples.keys.iter().enumerate() {
        let pair = counts.contexts[place] as usize;
        let (first, second) = (context(context(key)) as Word, last(context(key)));
        let third = last(key);
        losses
            .triples
            .push(if first.max(second).max(third) >= LIMIT {
                f32::MIN
            } else {
                loss(
                    f64::from(counts.pairs.counts[pair]),
                    full.triples[place],
                    full.triple_left[pair],
                    full.pairs[counts.tails[place] as usize],
                    mixed.weight,
                    (mixed.other)([first, second], third),
                )
            });
    }
    losses
}

/// What a text with this context `times` times loses if a word after it is no longer listed.
/// `left` is what the list leaves over now, `lower` the probability in the lower order, `other` that
/// in the model mixed in.
fn loss(times: f64, listed: f64, left: f64, lower: f64, weight: f64, other: f64) -> f32 {
    let own = listed - left * lower;
    let more = left + own;
    let mix = |words: f64| words + weight * (other - words);
    let forgone = listed * (mix(listed).ln() - mix(more * lower).ln());
    // All that is not listed becomes a little more probable.
    let gained = left * (more / left).ln() * (1.0 - weight);
    (times * (forgone - gained.min(own))) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_fits_and_contexts_are_kept() {
        let text: Vec<Word> = (0..3000u32).map(|at| 5 + at * at / 3 % 17).collect();
        let counts = Counts::new(&text, 22);
        let mixed = Mixed {
            other: &|_, _| 0.05,
            weight: 0.3,
        };
        for bytes in [100, 400, 1000] {
            let kept = prune(&counts, &mixed, WORDS, bytes);
            assert!(size(&kept, &counts, WORDS) <= bytes);
            assert!(bytes < 400 || kept.pairs.contains(&true));
            for (&context, &is_kept) in counts.contexts.iter().zip(&kept.triples) {
                assert!(!is_kept || kept.pairs[context as usize]);
            }
        }
        let kept = prune(&counts, &mixed, CLASSES, 400);
        assert!(kept.pairs.iter().all(|&kept| kept));
    }

    #[test]
    fn what_the_other_model_foresees_is_no_loss() {
        let surprising = loss(10.0, 0.5, 0.4, 0.01, 0.3, 0.001);
        let foreseen = loss(10.0, 0.5, 0.4, 0.01, 0.3, 0.9);
        assert!(surprising > 2.0 * foreseen && foreseen > 0.0);
    }
}
