//! The model of the classes: which follow which, and the share of each word in its class.

use super::counts::Counts;
use super::prune::{self, Mixed, prune};
use super::smoothing::{Kept, Smoothed};
use crate::lexicon::model::Word;

/// Added to the counts of words, so that those which the text has not have a share too.
const UNSEEN: f64 = 0.1;

/// Classes of words and how the text goes on from class to class.
pub struct Classed {
    /// The class of each word.
    pub of: Vec<u16>,
    /// The share of each word in its class.
    pub shares: Vec<f64>,
    /// The text as classes, counted.
    pub counts: Counts,
}

impl Classed {
    /// Counts the classes of a text; `count` is how many there are.
    pub fn new(text: &[Word], of: Vec<u16>, count: usize) -> Self {
        let mut times = vec![UNSEEN; of.len()];
        for &word in text {
            times[word as usize] += 1.0;
        }
        let mut totals = vec![0.0; count];
        for (&class, &times) in of.iter().zip(&times) {
            totals[usize::from(class)] += times;
        }
        let shares = (of.iter().zip(&times))
            .map(|(&class, &times)| times / totals[usize::from(class)])
            .collect();
        let classes: Vec<Word> = (text.iter())
            .map(|&word| Word::from(of[word as usize]))
            .collect();
        Self {
            counts: Counts::new(&classes, count),
            of,
            shares,
        }
    }

    /// The class triples that fit into a number of bytes.
    pub fn prune(&self, bytes: usize) -> Kept {
        let alone = Mixed {
            other: &|_, _| 1e-30,
            weight: 0.0,
        };
        prune(&self.counts, &alone, prune::CLASSES, bytes)
    }

    /// P(word | before) by a model over the counted classes.
    pub fn probability(&self, model: &Smoothed, before: [Word; 2], word: Word) -> f64 {
        let class = |word: Word| Word::from(self.of[word as usize]);
        model.probability(before.map(class), class(word)) * self.shares[word as usize]
    }
}
