//! Documents ranked by all that their passages say.
//!
//! The passages of a document stand one after the other in their segment. So the postings of a word,
//! summed from one first passage to the next, are its postings over documents, with true frequencies,
//! lengths and document frequencies: BM25 of whole documents, from an index of passages. To that
//! come, for the best of them, its best passage (where the words stand near each other), how it
//! begins (a title and an abstract say what a paper is about), and its title.

use super::bag::{Bag, Places, Sought};
use super::plan::Plan;
use super::weights::Weights;
use crate::error::Result;
use crate::index::{Snapshot, damaged};
use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::cmp::Ordering;
use std::sync::Arc;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::ColumnValues;
use tantivy::postings::Postings;
use tantivy::query::Query;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId, DocSet, Score, SegmentOrdinal, SegmentReader, TERMINATED, Term};

/// Documents that are looked at closely, if no more are asked for.
const CANDIDATES: usize = 300;
/// Passages with which a document begins.
const BEGINNING: u64 = 2;
/// k1 and b of BM25 for passages, those of Tantivy.
const PASSAGE: Saturation = Saturation { k1: 1.2, b: 0.75 };

/// How k1 grows with the passages of a document, as a power of their mean number, and its most. A
/// longer text repeats its words more before that says less: articles of one passage want 1.2, of
/// seven 2 (measured on both; see ARCHITECTURE.md).
const LONGER: (f32, f32) = (0.3, 2.4);

/// A document that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Its score.
    pub score: f64,
    /// Its best passage.
    pub at: DocAddress,
    /// Parts of the score that no single passage has.
    pub parts: Vec<(String, f64)>,
}

/// How frequency and length count in BM25.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
pub struct Saturation {
    /// How slowly further occurrences lose their worth.
    pub k1: f32,
    /// How much length counts.
    pub b: f32,
}

impl Saturation {
    /// The worth of a frequency in a text of a length, given as a share of the mean.
    fn of(self, frequency: u32, length: f32) -> f32 {
        let frequency = frequency as f32;
        let k = self.k1 * (1.0 - self.b + self.b * length);
        frequency * (self.k1 + 1.0) / (frequency + k)
    }
}

/// The columns by which passages of a segment are put together.
struct Columns {
    ordinal: Arc<dyn ColumnValues<u64>>,
    words: Arc<dyn ColumnValues<u64>>,
}

impl Columns {
    fn open(segment: &SegmentReader) -> tantivy::Result<Columns> {
        let columns = segment.fast_fields();
        Ok(Columns {
            ordinal: columns.u64("ordinal")?.values,
            words: columns.u64("words")?.values,
        })
    }

    /// The first passage of the document of a passage.
    fn first(&self, passage: DocId) -> DocId {
        passage.saturating_sub(self.ordinal.get_val(passage) as DocId)
    }
}

/// A document: its segment and its first passage there.
type Key = DocAddress;

/// Scores of documents, in ascending order of these.
type Scores = Vec<(Key, f32)>;

/// Adds two lists of scores.
fn sum(a: &Scores, b: &Scores) -> Scores {
    let mut out = Vec::with_capacity(a.len().max(b.len()));
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        match a[i].0.cmp(&b[j].0) {
            Ordering::Less => {
                out.push(a[i]);
                i += 1;
            }
            Ordering::Greater => {
                out.push(b[j]);
                j += 1;
            }
            Ordering::Equal => {
                out.push((a[i].0, a[i].1 + b[j].1));
                (i, j) = (i + 1, j + 1);
            }
        }
    }
    out.extend_from_slice(&a[i..]);
    out.extend_from_slice(&b[j..]);
    out
}

/// The best documents, the best first. With `explain`, also what their scores are made of.
///
/// # Errors
/// When the index is damaged.
pub fn best(
    snapshot: &Snapshot,
    plan: &Plan,
    weights: &Weights,
    limit: usize,
    explain: bool,
) -> Result<Vec<Found>> {
    let failed = |e: tantivy::TantivyError| damaged(&snapshot.path, &e);
    let ranker = Ranker::new(snapshot, weights)?;
    // Where a query is more than words, it says which documents are meant.
    let mut matched: FxHashMap<Key, (Score, DocAddress)> = FxHashMap::default();
    let whole: &[Box<dyn Query>] = if plan.is_words {
        &[]
    } else {
        std::slice::from_ref(&plan.query)
    };
    for query in whole.iter().chain(&plan.nets).chain(&plan.extras) {
        let query = plan.deadline.around(query.as_ref());
        let search = snapshot.searcher.search(query.as_ref(), &ByDocument);
        plan.deadline.check()?;
        for (key, score, at) in search.map_err(failed)? {
            let best = matched.entry(key).or_insert((score, at));
            if score > best.0 {
                *best = (score, at);
            }
        }
    }
    let mut scores: Scores = Vec::new();
    let mut words: Vec<(String, Scores)> = Vec::new();
    // The same words, with their rarity among documents.
    let mut bags = plan.bags.clone();
    for word in bags.iter_mut().flat_map(|bag| &mut bag.words) {
        let mut own;
        (word.rarity, own) = ranker.word(word)?;
        plan.deadline.check()?;
        if !plan.is_words {
            own.retain(|(key, _)| matched.contains_key(key));
        }
        scores = sum(&scores, &own);
        if explain {
            words.push((format!("document:{}", word.lemma), own));
        }
    }
    let mut of_passages: Scores = matched
        .iter()
        .map(|(key, (score, _))| (*key, score * weights.passage))
        .collect();
    of_passages.sort_unstable_by_key(|(key, _)| *key);
    scores = sum(&scores, &of_passages);
    if explain {
        words.push(("passage".to_owned(), of_passages));
    }
    let mut chosen: Vec<(f32, Key)> = scores.into_iter().map(|(key, s)| (s, key)).collect();
    let order = |a: &(f32, Key), b: &(f32, Key)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
    let most = limit.max(CANDIDATES);
    if chosen.len() > most {
        chosen.select_nth_unstable_by(most, order);
        chosen.truncate(most);
    }
    chosen.sort_unstable_by_key(|(_, key)| *key);
    let mut found = Vec::with_capacity(chosen.len());
    for chosen in chosen.chunk_by(|a, b| a.1.segment_ord == b.1.segment_ord) {
        plan.deadline.check()?;
        ranker.look_closely(&bags, chosen, |score, key, close| {
            let other = matched.get(&key).map(|(_, at)| *at);
            let mut parts = Vec::new();
            if explain {
                for (name, scores) in &words {
                    if let Ok(at) = scores.binary_search_by_key(&key, |(key, _)| *key) {
                        parts.push((name.clone(), f64::from(scores[at].1)));
                    }
                }
                let names = ["best passage", "beginning", "title"];
                let values = [close.best, close.beginning, close.title];
                parts.extend(
                    names
                        .into_iter()
                        .zip(values)
                        .map(|(name, value)| (name.to_owned(), f64::from(value))),
                );
                parts.retain(|(_, value)| *value > 0.0);
            }
            let score = score + close.best + close.beginning + close.title;
            found.push(Found {
                score: f64::from(score),
                at: close.at.or(other).unwrap_or(key),
                parts,
            });
        })?;
    }
    found.sort_unstable_by(|a, b| b.score.total_cmp(&a.score).then(a.at.cmp(&b.at)));
    found.truncate(limit);
    Ok(found)
}

/// What a close look at a document adds to its score.
#[derive(Clone, Copy, Debug, Default)]
struct Close {
    best: f32,
    beginning: f32,
    title: f32,
    /// The best passage, if any has a word of the query.
    at: Option<DocAddress>,
}

struct Ranker<'a> {
    snapshot: &'a Snapshot,
    weights: &'a Weights,
    columns: Vec<Columns>,
    documents: f32,
    /// How frequency and length count in documents as long as these.
    saturation: Saturation,
    /// Mean length of documents and of passages, in words.
    mean: (f32, f32),
}

impl<'a> Ranker<'a> {
    fn new(snapshot: &'a Snapshot, weights: &'a Weights) -> Result<Ranker<'a>> {
        let failed = |e: tantivy::TantivyError| damaged(&snapshot.path, &e);
        let searcher = &snapshot.searcher;
        let mut words = 0;
        let mut columns = Vec::new();
        for segment in searcher.segment_readers() {
            let lemmas = segment
                .inverted_index(snapshot.fields.lemma)
                .map_err(failed)?;
            words += lemmas.total_num_tokens();
            columns.push(Columns::open(segment).map_err(failed)?);
        }
        let documents = snapshot.document_count()?.max(1) as f32;
        let passages = searcher.num_docs().max(1) as f32;
        let base = weights.document;
        let grown = base.k1 * (passages / documents).max(1.0).powf(LONGER.0);
        Ok(Ranker {
            snapshot,
            weights,
            columns,
            documents,
            saturation: Saturation {
                k1: grown.min(LONGER.1.max(base.k1)),
                ..base
            },
            mean: (
                (words as f32 / documents).max(1.0),
                (words as f32 / passages).max(1.0),
            ),
        })
    }

    /// The rarity of a word among documents, and the BM25 scores that it gives to them.
    fn word(&self, word: &Sought) -> Result<(f32, Scores)> {
        // A word of a run of Chinese, which is looked for as a whole.
        if word.share == 0.0 {
            return Ok((0.0, Vec::new()));
        }
        let snapshot = self.snapshot;
        let failed = |e: tantivy::TantivyError| damaged(&snapshot.path, &e);
        let term = Term::from_field_text(snapshot.fields.lemma, &word.lemma);
        let mut found: Vec<(Key, u32)> = Vec::new();
        for (ord, segment) in snapshot.searcher.segment_readers().iter().enumerate() {
            let inverted = segment.inverted_index(term.field()).map_err(failed)?;
            let postings = inverted
                .read_postings(&term, IndexRecordOption::WithFreqs)
                .map_err(|e| failed(e.into()))?;
            let Some(mut postings) = postings else {
                continue;
            };
            let alive = segment.alive_bitset();
            let columns = &self.columns[ord];
            while postings.doc() != TERMINATED {
                let passage = postings.doc();
                if alive.is_none_or(|alive| alive.is_alive(passage)) {
                    let key = DocAddress::new(ord as u32, columns.first(passage));
                    let frequency = postings.term_freq();
                    match found.last_mut() {
                        Some((last, sum)) if *last == key => *sum += frequency,
                        _ => found.push((key, frequency)),
                    }
                }
                postings.advance();
            }
        }
        let rarity = self.rarity(found.len() as f32) * word.share;
        let score = |(key, frequency): (Key, u32)| {
            let columns = &self.columns[key.segment_ord as usize];
            let length = columns.words.get_val(key.doc_id) as f32 / self.mean.0;
            (key, rarity * self.saturation.of(frequency, length))
        };
        Ok((rarity, found.into_iter().map(score).collect()))
    }

    /// Inverse document frequency of a word that so many documents have.
    fn rarity(&self, with: f32) -> f32 {
        ((self.documents - with + 0.5).max(0.0) / (with + 0.5)).ln_1p()
    }

    /// Looks at documents of one segment, which ascend, and hands on what that adds.
    fn look_closely(
        &self,
        bags: &[Bag],
        documents: &[(f32, Key)],
        mut sink: impl FnMut(f32, Key, Close),
    ) -> Result<()> {
        let Some(ord) = documents.first().map(|d| d.1.segment_ord) else {
            return Ok(());
        };
        let snapshot = self.snapshot;
        let failed = |e: tantivy::TantivyError| damaged(&snapshot.path, &e);
        let segment = snapshot.searcher.segment_reader(ord);
        let lengths = segment
            .get_fieldnorms_reader(snapshot.fields.lemma)
            .map_err(failed)?;
        let mut titles = Vec::new();
        let mut places = Vec::new();
        for bag in bags {
            places.push(Places::open(snapshot, segment, bag)?);
            titles.push(self.titles(segment, bag)?);
        }
        for (score, key) in documents {
            let mut close = Close::default();
            for ((bag, places), titles) in bags.iter().zip(&mut places).zip(&mut titles) {
                let mut passage = places.next(key.doc_id);
                while passage != TERMINATED
                    && self.columns[ord as usize].first(passage) == key.doc_id
                {
                    places.read(passage);
                    let length = lengths.fieldnorm(passage) as f32 / self.mean.1;
                    let words = bag.words.iter().zip(&places.positions);
                    let said: f32 = words
                        .filter(|(_, positions)| !positions.is_empty())
                        .map(|(word, p)| word.rarity * PASSAGE.of(p.len() as u32, length))
                        .sum();
                    let score = said + self.weights.near * bag.nearness(&places.positions);
                    if score * self.weights.passage > close.best {
                        close.best = score * self.weights.passage;
                        close.at = Some(DocAddress::new(ord, passage));
                    }
                    if u64::from(passage - key.doc_id) < BEGINNING {
                        close.beginning = close.beginning.max(said * self.weights.beginning);
                    }
                    passage = places.next(passage + 1);
                }
                for (word, title) in bag.words.iter().zip(titles) {
                    let Some(title) = title else { continue };
                    if title.doc() < key.doc_id {
                        title.seek(key.doc_id);
                    }
                    if title.doc() == key.doc_id {
                        close.title += word.rarity * self.weights.document_title;
                    }
                }
            }
            sink(*score, *key, close);
        }
        Ok(())
    }

    /// The postings of a bag's words in titles.
    fn titles(
        &self,
        segment: &SegmentReader,
        bag: &Bag,
    ) -> Result<Vec<Option<tantivy::postings::SegmentPostings>>> {
        let field = self.snapshot.fields.title;
        let failed = |e: tantivy::TantivyError| damaged(&self.snapshot.path, &e);
        let inverted = segment.inverted_index(field).map_err(failed)?;
        let read = |word: &Sought| {
            let term = Term::from_field_text(field, &word.lemma);
            inverted
                .read_postings(&term, IndexRecordOption::Basic)
                .map_err(|e| failed(e.into()))
        };
        bag.words.iter().map(read).collect()
    }
}

/// Collects for each document its best score and the passage that has it.
struct ByDocument;

struct ByDocumentInSegment {
    ord: SegmentOrdinal,
    columns: Columns,
    found: Vec<(Key, Score, DocAddress)>,
}

impl Collector for ByDocument {
    type Fruit = Vec<(Key, Score, DocAddress)>;
    type Child = ByDocumentInSegment;

    fn for_segment(
        &self,
        ord: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<ByDocumentInSegment> {
        Ok(ByDocumentInSegment {
            ord,
            columns: Columns::open(segment)?,
            found: Vec::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, fruits: Vec<Self::Fruit>) -> tantivy::Result<Self::Fruit> {
        Ok(fruits.concat())
    }
}

impl SegmentCollector for ByDocumentInSegment {
    type Fruit = Vec<(Key, Score, DocAddress)>;

    fn collect(&mut self, passage: DocId, score: Score) {
        let key = DocAddress::new(self.ord, self.columns.first(passage));
        let at = DocAddress::new(self.ord, passage);
        match self.found.last_mut() {
            Some(last) if last.0 == key => {
                if score > last.1 {
                    (last.1, last.2) = (score, at);
                }
            }
            _ => self.found.push((key, score, at)),
        }
    }

    fn harvest(self) -> Self::Fruit {
        self.found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_are_added_by_document() {
        let at = |segment, first| DocAddress::new(segment, first);
        let a = vec![(at(0, 1), 1.0), (at(0, 9), 2.0), (at(1, 0), 3.0)];
        let b = vec![(at(0, 9), 0.5), (at(0, 12), 4.0)];
        let expected = vec![
            (at(0, 1), 1.0),
            (at(0, 9), 2.5),
            (at(0, 12), 4.0),
            (at(1, 0), 3.0),
        ];
        assert_eq!(sum(&a, &b), expected);
        assert_eq!(sum(&b, &a), expected);
        assert_eq!(sum(&a, &Vec::new()), a);
    }

    #[test]
    fn frequency_saturates_and_length_counts() {
        let bm25 = Saturation { k1: 1.2, b: 0.75 };
        assert_eq!(bm25.of(1, 1.0), 1.0);
        assert!(bm25.of(100, 1.0) < 2.2 && bm25.of(100, 1.0) > 2.1);
        assert!(bm25.of(1, 2.0) < bm25.of(1, 1.0));
    }
}
