//! How an unknown word is spelled: letters after letters.

use super::alphabet::LETTERS;
use super::columns::exact;
use super::steps::Scale;
use super::{Tables, names};

/// What stands before the first and after the last letter.
pub const EDGE: u8 = 0;
/// Letters and the edge.
pub const SYMBOLS: usize = LETTERS + 1;
/// Letters that a letter is judged by.
pub const BEFORE: usize = 2;

/// Probabilities of letters after the [`BEFORE`] letters before them.
pub struct Letters {
    steps: &'static [u8],
}

impl Letters {
    /// Opens the table: a step for each run of [`BEFORE`] + 1 symbols.
    pub fn open(tables: &Tables) -> Result<Self, String> {
        let [steps] = tables.get(names::LETTERS)?;
        let length = SYMBOLS.pow(BEFORE as u32 + 1);
        Ok(Self {
            steps: exact(steps, Some(length), "letters")?,
        })
    }

    /// ln P of the letters as the spelling of an unknown word, its end included.
    pub fn logarithm(&self, letters: &[u8]) -> f32 {
        let mut before = 0;
        let steps: u32 = letters
            .iter()
            .chain([&EDGE])
            .map(|&letter| {
                let at = before * SYMBOLS + usize::from(letter);
                before = at % SYMBOLS.pow(BEFORE as u32);
                u32::from(self.steps[at])
            })
            .sum();
        steps as f32 * Scale::LETTER.probability(1).ln()
    }
}
