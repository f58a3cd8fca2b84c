//! How much each kind of evidence counts.

use super::documents::Saturation;
use serde::Deserialize;

/// Weights of the parts of a score. Where nothing else is said, a part is a BM25 score (k1 = 1.2,
/// b = 0.75) in its field. What each is worth on each set is in `docs/relevance.md`.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Weights {
    /// The lemma in the text.
    pub word: f32,
    /// The form that was typed.
    pub exact: f32,
    /// The lemma in the titles of the sections around.
    pub section: f32,
    /// The lemma in the title of the document.
    pub title: f32,
    /// The word among the authors' names.
    pub author: f32,
    /// All words of the query in a row.
    pub whole: f32,
    /// Words of the query near each other; for each two the mean of their rarities
    /// over their distance.
    pub near: f32,
    /// The same word written solid or apart.
    pub respelled: f32,
    /// What a compound is about that the index hardly has (همسر for همسرداری).
    pub about: f32,
    /// Share of its rarity that a word weighs that asks rather than names (what, چگونه).
    pub asking: f32,
    /// BM25 of words in whole documents, which counts 1; k1 is that of documents of one passage.
    pub document: Saturation,
    /// The best passage of a document.
    pub passage: f32,
    /// The better of the passages with which a document begins, by its words alone.
    pub beginning: f32,
    /// The rarity of words in the title of a document.
    pub document_title: f32,
    /// A run of words as the glossary gives it in the other language, as a share of what the run itself
    /// brings in a passage of usual length. A match in a passage three times as long brings 0.55 of it.
    pub translation: f32,
    /// What is left of [`Weights::translation`] where the index has the words as typed more often than
    /// their translation: who asks in the language of the papers wants these first.
    pub minor: f32,
    /// The share of [`Weights::translation`] that is the same for every passage.
    pub steady: f32,
}

impl Default for Weights {
    fn default() -> Weights {
        Weights {
            word: 1.0,
            exact: 0.3,
            section: 0.15,
            title: 0.4,
            author: 0.3,
            whole: 0.2,
            near: 0.8,
            respelled: 0.6,
            about: 0.6,
            asking: 0.3,
            document: Saturation { k1: 1.2, b: 0.75 },
            passage: 0.35,
            beginning: 0.25,
            document_title: 0.3,
            translation: 0.55,
            minor: 0.75,
            steady: 0.75,
        }
    }
}
