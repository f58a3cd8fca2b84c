//! How much the classes weigh against the words, by how much a context knows.

use crate::lexicon::model::{SENTENCE, Word};

/// Rounds of expectation and maximisation; the weights stand still long before.
const ROUNDS: usize = 12;
/// A kind of context that stands less often keeps the weight it begins with.
const ENOUGH: f64 = 100.0;
/// See [`ENOUGH`].
const BEGINNING: f64 = 0.3;

/// Weights of the classes for each kind of context, such that a text becomes most probable. `both`
/// gives the kind of the context and the probabilities by words and by classes.
pub fn weights<const N: usize>(
    text: &[Word],
    both: impl Fn([Word; 2], Word) -> (usize, [f64; 2]),
) -> [f64; N] {
    let places: Vec<(usize, [f64; 2])> = (1..text.len())
        .map(|place| {
            let first = if place > 1 { text[place - 2] } else { SENTENCE };
            both([first, text[place - 1]], text[place])
        })
        .collect();
    let mut weights = [BEGINNING; N];
    for _ in 0..ROUNDS {
        let (mut shares, mut times) = ([0.0; N], [0.0; N]);
        for &(kind, [words, classes]) in &places {
            let share = weights[kind] * classes;
            shares[kind] += share / (share + (1.0 - weights[kind]) * words);
            times[kind] += 1.0;
        }
        for kind in 0..N {
            if times[kind] >= ENOUGH {
                weights[kind] = shares[kind] / times[kind];
            }
        }
    }
    weights
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_better_model_gets_the_weight() {
        let text = vec![5; 500];
        // Of kind 0 the words know more, of kind 1 the classes.
        let both = |[first, _]: [Word; 2], _| match first {
            SENTENCE => (0, [0.9, 0.1]),
            _ => (1, [0.1, 0.9]),
        };
        let [start, rest] = weights::<2>(&text, both);
        assert_eq!(start, BEGINNING);
        assert!(rest > 0.99);
    }
}
