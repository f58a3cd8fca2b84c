//! What the ending of a rare word says about its class.

use super::vocabulary::Vocabulary;
use crate::lexicon::model::FIRST;
use rustc_hash::FxHashMap;

/// Endings of up to so many letters tell the class of rare words; …
const ENDING: usize = 4;
/// … those of words up to this count …
const ENDING_FROM: u32 = 300;
/// … and an ending speaks if so many words have it.
const ENDING_WORDS: f64 = 5.0;

/// Classes of the words with an ending.
pub struct Endings {
    counts: FxHashMap<Vec<u8>, Vec<f64>>,
    all: Vec<f64>,
}

impl Endings {
    /// Counts the endings of the clustered words, by class.
    pub fn of(vocabulary: &Vocabulary, classes: &[u16], clustered: &[usize], count: usize) -> Self {
        let mut endings = Self {
            counts: FxHashMap::default(),
            all: vec![0.1; count],
        };
        for &word in clustered {
            let place = word - FIRST as usize;
            if vocabulary.counts[place] > ENDING_FROM {
                continue;
            }
            let run = &vocabulary.words[place];
            let class = usize::from(classes[word]);
            endings.all[class] += 1.0;
            for length in 1..=ENDING.min(run.len().saturating_sub(1)) {
                let ending = run[run.len() - length..].to_vec();
                endings
                    .counts
                    .entry(ending)
                    .or_insert_with(|| vec![0.0; count])[class] += 1.0;
            }
        }
        endings
    }

    /// ln P(class) of a rare word, by its longest ending that enough words have, leaning to the
    /// shorter ones.
    pub fn priors(&self, run: &[u8]) -> Vec<f64> {
        let sum: f64 = self.all.iter().sum();
        let mut priors: Vec<f64> = self.all.iter().map(|count| count / sum).collect();
        for length in 1..=ENDING.min(run.len()) {
            let Some(counts) = self.counts.get(&run[run.len() - length..]) else {
                break;
            };
            let total: f64 = counts.iter().sum();
            if total < ENDING_WORDS {
                break;
            }
            for (prior, count) in priors.iter_mut().zip(counts) {
                *prior = (count + ENDING_WORDS * *prior) / (total + ENDING_WORDS);
            }
        }
        priors.iter().map(|prior| prior.ln()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_an_ending_lean_to_its_class() {
        // Eight words in 3 of class 5, eight in 4 of class 6, and one to ask about.
        let words: Vec<Vec<u8>> = (0..16u8).map(|n| vec![10 + n, 3 + n / 8]).collect();
        let vocabulary = Vocabulary {
            counts: vec![20; words.len()],
            words,
            parted: Vec::new(),
            report: String::new(),
        };
        let first = FIRST as usize;
        let clustered: Vec<usize> = (first..first + 16).collect();
        let mut classes: Vec<u16> = (0..FIRST as u16).collect();
        classes.extend((0..16).map(|n| 5 + n / 8));
        let endings = Endings::of(&vocabulary, &classes, &clustered, 7);
        let priors = endings.priors(&[30, 4]);
        assert!(priors[6] > priors[5] && priors[5] > priors[0]);
    }
}
