//! Letters after letters, for the spelling of unknown words.

use super::vocabulary::Vocabulary;
use crate::lexicon::model::letters::{BEFORE, EDGE, SYMBOLS};
use crate::lexicon::model::steps::Scale;

/// Weight of the next shorter context, as a number of letters seen.
const PRIOR: f64 = 8.0;
/// Words above this count are known everywhere; unknown words are spelled like the rarer ones.
const RARE: u32 = 100;

/// The table: a step for each run of letters, the last one judged by those before. Counted over
/// spellings and not over the text, since each unknown word is a new one.
pub fn table(vocabulary: &Vocabulary) -> Vec<u8> {
    // By length of the context, from none.
    let mut counts: Vec<Vec<f64>> = (0..=BEFORE as u32)
        .map(|before| vec![0.0; SYMBOLS.pow(before + 1)])
        .collect();
    for (word, _) in (vocabulary.words.iter())
        .zip(&vocabulary.counts)
        .filter(|(_, count)| **count <= RARE)
    {
        let mut run = vec![EDGE; BEFORE];
        run.extend(word);
        run.push(EDGE);
        for window in run.windows(BEFORE + 1) {
            for (before, counts) in counts.iter_mut().enumerate() {
                counts[index(&window[BEFORE - before..])] += 1.0;
            }
        }
    }
    let mut shorter = vec![1.0 / SYMBOLS as f64; SYMBOLS];
    for counts in counts {
        let mut probabilities = vec![0.0; counts.len()];
        for (context, row) in counts.chunks(SYMBOLS).enumerate() {
            let total: f64 = row.iter().sum();
            for (letter, count) in row.iter().enumerate() {
                let at = context * SYMBOLS + letter;
                let prior = PRIOR * shorter[at % shorter.len()];
                probabilities[at] = (count + prior) / (total + PRIOR);
            }
        }
        shorter = probabilities;
    }
    shorter.iter().map(|&p| Scale::LETTER.step(p)).collect()
}

fn index(symbols: &[u8]) -> usize {
    symbols
        .iter()
        .fold(0, |index, &symbol| index * SYMBOLS + usize::from(symbol))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_after_letters_sum_to_one_and_know_what_was_seen() {
        let vocabulary = Vocabulary {
            words: vec![vec![1, 2, 3], vec![1, 2, 4], vec![1, 5]],
            counts: vec![1; 3],
            parted: Vec::new(),
            report: String::new(),
        };
        let table = table(&vocabulary);
        for row in table.chunks(SYMBOLS) {
            let sum: f32 = row.iter().map(|&s| Scale::LETTER.probability(s)).sum();
            assert!((0.95..1.05).contains(&sum), "{sum}");
        }
        let after = |letter: u8| table[index(&[1, 2, letter])];
        assert!(after(3) < after(5) && after(4) < after(5));
    }
}
