//! The reading of which the fewest words can be expected to be wrong.
//!
//! The most probable reading is not the one with the fewest errors to be expected: where others have
//! nearly its probability and agree with each other on most words, a reading in their middle has
//! (minimum Bayes risk; Goel and Byrne 2000, *Minimum Bayes-risk automatic speech recognition*).

use super::readings::Piece;
use super::search::{Join, Reading};
use crate::text::edits;

/// How much the differences between scores count: scores of neighbouring words are not independent,
/// so that readings lie further apart than their probabilities.
const FLATTER: f32 = 0.7;

/// The reading nearest to all of them, each weighed by its probability; with the score of the best,
/// which tells how probable it is that the line was torn. The first is the best.
pub(super) fn fewest_errors(mut readings: Vec<Reading>) -> Option<Reading> {
    let best = readings.first()?.score;
    let weights: Vec<f32> = (readings.iter())
        .map(|reading| ((reading.score - best) * FLATTER).exp())
        .collect();
    let words: Vec<Vec<Vec<Piece>>> = readings.iter().map(words).collect();
    let risk = |one: &Vec<Vec<Piece>>| -> f32 {
        let others = words.iter().zip(&weights);
        others
            .map(|(other, weight)| weight * edits(one, other) as f32)
            .sum()
    };
    let (chosen, _) = (words.iter().map(risk).enumerate()).min_by(|a, b| a.1.total_cmp(&b.1))?;
    let mut chosen = readings.swap_remove(chosen);
    chosen.score = best;
    Some(chosen)
}

/// The words of a reading, each told by the units that it is made of.
fn words(reading: &Reading) -> Vec<Vec<Piece>> {
    let mut words: Vec<Vec<Piece>> = Vec::new();
    for step in &reading.steps {
        if !step.token.what.is_word() && !step.token.what.is_foreign() {
            continue;
        }
        match words.last_mut() {
            Some(word) if step.join == Join::Joiner => word.extend(step.token.pieces()),
            _ => words.push(step.token.pieces().to_vec()),
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::super::readings::{Token, What};
    use super::super::search::Step;
    use super::*;

    /// A reading of words that are one unit each.
    fn reading(units: &[u16], score: f32) -> Reading {
        let step = |&unit: &u16| Step {
            token: Token {
                word: 6,
                what: What::Word,
                pieces: [(unit, unit + 1), (0, 0), (0, 0)],
                count: 1,
                lam: u16::MAX,
                units: 1,
                cost: 0.0,
                least: 0.0,
                run: (0, 9),
                at: unit + 1,
            },
            join: Join::Space,
            cost: 0.0,
        };
        Reading {
            steps: units.iter().map(step).collect(),
            score,
        }
    }

    #[test]
    fn a_reading_in_the_middle_of_many_is_chosen_over_the_best() {
        let best = reading(&[3, 2, 1, 0], -10.0);
        let others = [[0, 1, 2, 3], [0, 1, 3, 2], [1, 0, 2, 3]];
        let all = || {
            let others = others.iter().map(|units| reading(units, -10.2));
            std::iter::once(best.clone()).chain(others).collect()
        };
        let chosen = fewest_errors(all()).expect("a reading");
        assert_eq!(words(&chosen), words(&reading(&[0, 1, 2, 3], 0.0)));
        assert_eq!(chosen.score, -10.0);
    }

    #[test]
    fn a_reading_far_better_than_the_others_is_chosen() {
        let all = vec![reading(&[3, 2], -10.0), reading(&[2, 3], -18.0)];
        let chosen = fewest_errors(all).expect("a reading");
        assert_eq!(words(&chosen), [[(3, 4)], [(2, 3)]]);
        assert!(fewest_errors(Vec::new()).is_none());
    }

    #[test]
    fn pieces_joined_by_a_zwnj_are_one_word() {
        let mut joined = reading(&[0, 1, 2], 0.0);
        joined.steps[1].join = Join::Joiner;
        assert_eq!(words(&joined), [vec![(0, 1), (1, 2)], vec![(2, 3)]]);
    }
}
