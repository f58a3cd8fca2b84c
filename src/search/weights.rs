//! How much each kind of evidence counts.

/// Weights of the parts of a score. Each part is a BM25 score (k1 = 1.2, b = 0.75) in its field.
#[derive(Clone, Copy, Debug, PartialEq)]
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
    /// Two words of the query in order.
    pub phrase: f32,
    /// Two words of the query with at most [`Weights::window`] others between.
    pub near: f32,
    /// All words of the query in a row.
    pub whole: f32,
    /// The same word written solid or apart.
    pub respelled: f32,
    /// Words between two that count as near.
    pub window: u32,
}

impl Default for Weights {
    fn default() -> Weights {
        Weights {
            word: 1.0,
            exact: 0.3,
            section: 0.15,
            title: 0.4,
            author: 0.3,
            phrase: 0.4,
            near: 0.1,
            whole: 0.4,
            respelled: 0.6,
            window: 4,
        }
    }
}
