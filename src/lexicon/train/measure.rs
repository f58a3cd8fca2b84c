//! How well a model foresees the lines kept from training.

use crate::lexicon::model::{Model, SENTENCE, Word};

/// Perplexity of the words of a text, each after the two before it.
pub fn perplexity(text: &[Word], probability: impl Fn([Word; 2], Word) -> f64) -> f64 {
    let mut sum = 0.0;
    for place in 1..text.len() {
        let first = if place > 1 { text[place - 2] } else { SENTENCE };
        sum -= probability([first, text[place - 1]], text[place]).ln();
    }
    (sum / (text.len() - 1) as f64).exp()
}

/// How well joining is foreseen in places of careful lines: the share of places where the likelier
/// is right, of those not bound by an affix, and the mean −ln P of what was written.
pub fn joining(sites: &[(Word, Word, bool)], model: &Model) -> (f64, f64) {
    let (mut right, mut all, mut cost) = (0, 0, 0.0);
    for &(first, second, joined) in sites {
        if model.is_prefix(first) || model.is_suffix(second) {
            continue;
        }
        let p = f64::from(model.joined(first, second));
        all += 1;
        right += usize::from((p > 0.5) == joined);
        cost -= if joined { p.ln() } else { (1.0 - p).ln() };
    }
    (right as f64 / all as f64, cost / all as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_die_of_six_sides_has_perplexity_six() {
        let value = perplexity(&[0, 5, 6, 7, 5], |_, _| 1.0 / 6.0);
        assert!((value - 6.0).abs() < 1e-9);
    }
}
