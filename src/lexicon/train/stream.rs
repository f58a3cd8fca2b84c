//! The training text as words of the model.

use super::raw::{Raw, Token};
use super::vocabulary::Vocabulary;
use crate::lexicon::model::tokens::Border;
use crate::lexicon::model::{FIRST, SENTENCE, UNKNOWN, Word};

/// Words in the order of the text, and what stands before each.
pub struct Stream {
    /// Words; begins and ends with [`SENTENCE`], never two of them in a row.
    pub words: Vec<Word>,
    /// For each word what stands before it; a parted solid form has [`Border::Other`] inside.
    pub borders: Vec<Border>,
    /// Where each line ends.
    pub line_ends: Vec<usize>,
}

impl Stream {
    /// The training lines.
    pub fn training(raw: &Raw, vocabulary: &Vocabulary) -> Self {
        Self::new(&raw.training, &raw.line_ends, vocabulary)
    }

    /// The lines kept for measuring.
    pub fn held_out(raw: &Raw, vocabulary: &Vocabulary) -> Self {
        Self::new(&raw.held_out, &raw.held_out_ends, vocabulary)
    }

    fn new(tokens: &[Token], line_ends: &[usize], vocabulary: &Vocabulary) -> Self {
        let mut stream = Self {
            words: vec![SENTENCE],
            borders: vec![Border::Other],
            line_ends: Vec::with_capacity(line_ends.len()),
        };
        let mut line_ends = line_ends.iter().peekable();
        for (place, token) in (1..).zip(tokens) {
            if token.code < FIRST {
                stream.push(token.code, Border::Other);
            } else {
                let (first, second) = vocabulary.parted[(token.code - FIRST) as usize];
                stream.push(first, token.border);
                if let Some(second) = second {
                    stream.push(second, Border::Other);
                }
            }
            if line_ends.next_if_eq(&&place).is_some() {
                stream.line_ends.push(stream.words.len());
            }
        }
        stream
    }

    fn push(&mut self, word: Word, border: Border) {
        if word == SENTENCE && self.words.last() == Some(&SENTENCE) {
            return;
        }
        self.words.push(word);
        self.borders.push(border);
    }

    /// The same with single letters made [`UNKNOWN`]: a label or a footnote mark says nothing about
    /// its neighbours.
    pub fn without(mut self, labels: &[bool]) -> Self {
        for word in &mut self.words {
            if labels[*word as usize] {
                *word = UNKNOWN;
            }
        }
        self
    }
}
