//! Words side by side, as ranking sees them: where they stand in a passage, and how near each other.

use super::weights::Weights;
use crate::error::Result;
use crate::index::{Snapshot, damaged};
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

/// Words that ask rather than name, by their lemmas. An encyclopedia seldom has them, so their rarity
/// would make them weigh most in a question, where they say least.
const ASKING: [&str; 30] = [
    "آیا",
    "چرا",
    "چطور",
    "چقدر",
    "چگونه",
    "چند",
    "چندم",
    "چندمین",
    "چه",
    "چی",
    "چیست",
    "چیستند",
    "کجا",
    "کجاست",
    "کدام",
    "کدامین",
    "کدامیک",
    "کی",
    "کیست",
    "کیستند",
    "what",
    "which",
    "who",
    "whom",
    "whose",
    "when",
    "where",
    "whi",
    "why",
    "how",
];

/// Neighbours of a word in the query with which it makes pairs, on either side.
const REACH: usize = 5;
/// Farthest that two words may stand apart to be near, in words.
const FARTHEST: u32 = 10;

/// A word of a query.
#[derive(Clone, Debug, PartialEq)]
pub struct Sought {
    /// Its lemma.
    pub lemma: String,
    /// Its share of its rarity.
    pub share: f32,
    /// Inverse document frequency among the passages, times the share.
    pub rarity: f32,
}

/// Words that were typed side by side.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bag {
    /// In the order of the query.
    pub words: Vec<Sought>,
}

/// Whether a lemma asks rather than names.
pub fn is_asking(lemma: &str) -> bool {
    ASKING.contains(&lemma)
}

impl Bag {
    /// The most that [`Bag::nearness`] can be.
    pub fn most(&self) -> f32 {
        let mut sum = 0.0;
        for (i, first) in self.words.iter().enumerate() {
            for (between, second) in (1_u16..).zip(self.words.iter().skip(i + 1).take(REACH)) {
                if first.lemma != second.lemma {
                    sum += (first.rarity * second.rarity).sqrt() / f32::from(between);
                }
            }
        }
        sum
    }

    /// How near the words stand to each other, given the positions of each in a passage: for each two
    /// of them the geometric mean of their rarities over their distance, in words. In the order of the
    /// query they count as one word nearer, and no nearer than they stand in the query.
    pub fn nearness(&self, places: &[Vec<u32>]) -> f32 {
        let mut sum = 0.0;
        for (i, first) in self.words.iter().enumerate() {
            if places[i].is_empty() {
                continue;
            }
            let reach = self.words.len().min(i + REACH + 1);
            for (j, second) in self.words[..reach].iter().enumerate().skip(i + 1) {
                if first.lemma == second.lemma {
                    continue;
                }
                if let Some(distance) = distance(&places[i], &places[j]) {
                    let between = distance.max((j - i) as u32);
                    sum += (first.rarity * second.rarity).sqrt() / between as f32;
                }
            }
        }
        sum
    }
}

/// The least distance between positions of two words, one more where the second comes first; none if
/// they stand too far apart. Both lists ascend.
fn distance(first: &[u32], second: &[u32]) -> Option<u32> {
    let mut least = FARTHEST + 1;
    let (mut i, mut j) = (0, 0);
    while let (Some(a), Some(b)) = (first.get(i), second.get(j)) {
        if a < b {
            least = least.min(b - a);
            i += 1;
        } else {
            least = least.min(a - b + 1);
            j += 1;
        }
    }
    (least <= FARTHEST).then_some(least)
}

/// Where the words of a bag stand in the passages of one segment, read in ascending order.
pub struct Places {
    postings: Vec<Option<SegmentPostings>>,
    /// Positions of each word in the passage last asked for.
    pub positions: Vec<Vec<u32>>,
}

impl Places {
    /// Opens the postings of a bag's words.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn open(snapshot: &Snapshot, segment: &SegmentReader, bag: &Bag) -> Result<Places> {
        let field = snapshot.fields.lemma;
        let failed = |e: tantivy::TantivyError| damaged(&snapshot.path, &e);
        let inverted = segment.inverted_index(field).map_err(failed)?;
        let mut postings = Vec::with_capacity(bag.words.len());
        for word in &bag.words {
            let term = Term::from_field_text(field, &word.lemma);
            let option = IndexRecordOption::WithFreqsAndPositions;
            postings.push(
                inverted
                    .read_postings(&term, option)
                    .map_err(|e| failed(e.into()))?,
            );
        }
        Ok(Places {
            positions: vec![Vec::new(); postings.len()],
            postings,
        })
    }

    /// The first passage from `from` on that has any of the words. Passages must be asked for in
    /// ascending order.
    pub fn next(&mut self, from: DocId) -> DocId {
        let mut next = TERMINATED;
        for postings in self.postings.iter_mut().flatten() {
            if postings.doc() < from {
                postings.seek(from);
            }
            next = next.min(postings.doc());
        }
        next
    }

    /// Reads the positions of the words in a passage.
    pub fn read(&mut self, passage: DocId) {
        for (postings, positions) in self.postings.iter_mut().zip(&mut self.positions) {
            positions.clear();
            let Some(postings) = postings else { continue };
            if postings.doc() < passage {
                postings.seek(passage);
            }
            if postings.doc() == passage {
                postings.positions(positions);
            }
        }
    }
}

/// The share of its rarity that a word weighs, beside others.
pub fn share(lemma: &str, alone: bool, weights: &Weights) -> f32 {
    if !alone && is_asking(lemma) {
        weights.asking
    } else {
        1.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bag(words: &[(&str, f32)]) -> Bag {
        Bag {
            words: words
                .iter()
                .map(|(lemma, rarity)| Sought {
                    lemma: (*lemma).to_owned(),
                    share: 1.0,
                    rarity: *rarity,
                })
                .collect(),
        }
    }

    #[test]
    fn distances_know_the_order() {
        assert_eq!(distance(&[3], &[4]), Some(1));
        assert_eq!(distance(&[4], &[3]), Some(2));
        assert_eq!(distance(&[1, 40], &[20, 45, 46]), Some(5));
        assert_eq!(distance(&[1], &[12]), None);
        assert_eq!(distance(&[1], &[11]), Some(10));
        assert_eq!(distance(&[], &[1]), None);
    }

    #[test]
    fn nearness_worked_out_by_hand() {
        let two = bag(&[("حاکمیت", 4.0), ("سایبری", 1.0)]);
        assert_eq!(two.nearness(&[vec![7], vec![8]]), 2.0);
        assert_eq!(two.nearness(&[vec![8], vec![7]]), 1.0);
        assert_eq!(two.nearness(&[vec![8], vec![]]), 0.0);
        // The first and third word of a query cannot be nearer than two words.
        let three = bag(&[("a", 1.0), ("b", 1.0), ("c", 1.0)]);
        assert_eq!(three.nearness(&[vec![1], vec![2], vec![3]]), 2.5);
        assert_eq!(three.nearness(&[vec![1], vec![], vec![2]]), 0.5);
        // A word typed twice is not near itself.
        let same = bag(&[("a", 1.0), ("a", 1.0)]);
        assert_eq!(same.nearness(&[vec![1, 2], vec![1, 2]]), 0.0);
        assert_eq!((two.most(), three.most(), same.most()), (2.0, 2.5, 0.0));
    }

    #[test]
    fn words_that_ask_weigh_less_beside_others() {
        let weights = Weights::default();
        assert_eq!(share("چگونه", false, &weights), weights.asking);
        assert_eq!(share("چگونه", true, &weights), 1.0);
        assert_eq!(share("سایبری", false, &weights), 1.0);
    }
}
