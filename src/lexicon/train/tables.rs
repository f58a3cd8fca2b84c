//! The parts of a model put together into one file.

use super::class_model::Classed;
use super::counts::Counts;
use super::joining::Joining;
use super::smoothing::{Kept, Smoothed};
use super::vocabulary::Vocabulary;
use super::{letters, pack};
use crate::lexicon::container;
use crate::lexicon::model::ngrams::KINDS;
use crate::lexicon::model::steps::Scale;
use crate::lexicon::model::{FIRST, names, trie};

/// A single letter other than و is a label or a footnote mark; its share of the text is divided by
/// this.
const LABEL: f64 = 50.0;
/// Added to the counts of words, so that those which the text has not have a share too.
const UNSEEN: f64 = 0.1;

/// Named tables.
pub struct Tables {
    sizes: names::Sizes,
    all: Vec<([u8; 8], Vec<u8>)>,
}

impl Tables {
    /// No tables yet, for a model of so many words and classes.
    pub fn new(words: usize, classes: usize) -> Self {
        Self {
            sizes: names::Sizes {
                words: words as u32,
                classes: classes as u32,
                weights: [0; KINDS],
            },
            all: Vec::new(),
        }
    }

    fn add<const N: usize>(&mut self, names: [[u8; 8]; N], tables: [Vec<u8>; N]) {
        self.all.extend(names.into_iter().zip(tables));
    }

    /// The tree of the words, how frequent they are, and the letters of unknown ones.
    pub fn add_words(&mut self, vocabulary: &Vocabulary, labels: &[bool], counts: &Counts) {
        let mut sorted: Vec<(&[u8], u32)> = (vocabulary.words.iter().zip(FIRST..))
            .map(|(word, number)| (&word[..], number))
            .collect();
        sorted.sort_unstable();
        self.add(names::TRIE, trie::write(&sorted));
        let total: f64 = counts.words.iter().map(|&count| f64::from(count)).sum();
        let frequencies = (0..labels.len())
            .map(|word| {
                let count = match word.checked_sub(FIRST as usize) {
                    Some(place) if labels[word] => f64::from(vocabulary.counts[place]) / LABEL,
                    Some(place) => f64::from(vocabulary.counts[place]),
                    None => f64::from(counts.words[word]),
                };
                Scale::SINGLE.step((count + UNSEEN) / total)
            })
            .collect();
        self.add([names::FREQUENCIES], [frequencies]);
        self.add(names::LETTERS, [letters::table(vocabulary)]);
    }

    /// Pairs and triples of words.
    pub fn add_ngrams(&mut self, counts: &Counts, kept: &Kept, model: &Smoothed) {
        let packed = pack::words(counts, kept, model);
        self.add(names::SINGLES, packed.singles);
        self.add(names::PAIRS, packed.pairs);
        self.add(names::TRIPLES, packed.triples);
    }

    /// Classes, their pairs and triples.
    pub fn add_classes(&mut self, classed: &Classed, kept: &Kept, model: &Smoothed) {
        let of = classed.of.iter().flat_map(|class| class.to_le_bytes());
        let shares = classed
            .shares
            .iter()
            .map(|&share| Scale::SINGLE.step(share));
        let (pairs, triples) = pack::classes(&classed.counts, kept, model);
        self.add(names::CLASSES, [of.collect(), shares.collect(), pairs]);
        self.add(names::CLASS_TRIPLES, triples);
    }

    /// Joining.
    pub fn add_joining(&mut self, joining: Joining) {
        self.add(names::JOINERS, joining.tables());
    }

    /// Sets the weights of the classes by kind of context.
    pub fn weigh(&mut self, weights: [f64; KINDS]) {
        self.sizes.weights = weights.map(|weight| (weight * 1000.0).round() as u16);
    }

    /// The file.
    pub fn write(&self) -> Vec<u8> {
        let sizes = self.sizes.write();
        let mut tables: Vec<([u8; 8], &[u8])> = vec![(names::SIZES, &sizes)];
        tables.extend(self.all.iter().map(|(name, table)| (*name, &table[..])));
        container::write(&tables)
    }

    /// How large the tables are.
    pub fn report(&self) -> String {
        let sizes = self.all.iter().map(|(name, table)| {
            let name = String::from_utf8_lossy(name);
            format!("{} {}", name.trim_end(), table.len())
        });
        sizes.collect::<Vec<_>>().join(", ")
    }
}
