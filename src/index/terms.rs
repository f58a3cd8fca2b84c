//! The terms of a text, made ready for the index.

use super::schema::INFLECTED;
use crate::analysis::{Analyzer, push_term};
use rustc_hash::FxBuildHasher;
use std::hash::BuildHasher;

/// Prepared text of one text at a time; its memory is used again for the next.
#[derive(Default)]
pub struct Terms {
    /// Terms of the exact field.
    pub exact: String,
    /// Terms of a field of lemmas.
    pub lemma: String,
    /// Where the lemmas of inflected forms stand in `lemma`, and those of base forms.
    inflected: Vec<Place>,
    bases: Vec<Place>,
}

/// Where a lemma stands, and a hash of it, so that most others are told from it without looking at
/// their letters.
#[derive(Clone, Copy)]
struct Place {
    hash: u32,
    start: u32,
    end: u32,
}

impl Terms {
    /// The exact forms and the lemmas of a title or a list of names.
    pub fn all(&mut self, analyzer: &mut Analyzer, text: &str) {
        self.clear();
        analyzer.tokens(text, |token| {
            push_term(&mut self.lemma, &[token.lemma]);
            push_term(&mut self.exact, &[token.exact]);
        });
    }

    /// The lemmas of a passage, and the exact forms that differ from them with the marks of
    /// [`Fields::exact`](super::schema::Fields::exact); the number of its words.
    pub fn passage(&mut self, analyzer: &mut Analyzer, text: &str) -> u64 {
        self.clear();
        analyzer.tokens(text, |token| {
            push_term(&mut self.lemma, &[token.lemma]);
            let end = self.lemma.len();
            let place = Place {
                hash: FxBuildHasher.hash_one(token.lemma) as u32,
                start: (end - token.lemma.len()) as u32,
                end: end as u32,
            };
            if token.is_base {
                self.bases.push(place);
            } else {
                push_term(&mut self.exact, &[token.exact]);
                self.inflected.push(place);
            }
        });
        let lemma = |place: &Place| &self.lemma[place.start as usize..place.end as usize];
        for place in &self.inflected {
            let is_same = |base: &Place| base.hash == place.hash && lemma(base) == lemma(place);
            if !self.bases.iter().any(is_same) {
                push_term(&mut self.exact, &[INFLECTED, lemma(place)]);
            }
        }
        (self.bases.len() + self.inflected.len()) as u64
    }

    fn clear(&mut self) {
        self.exact.clear();
        self.lemma.clear();
        self.inflected.clear();
        self.bases.clear();
    }
}
