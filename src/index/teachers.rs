//! What the papers of an index teach the reading of a torn one.
//!
//! The words of a torn paper are still there, so it finds its like as a query does: by its most telling
//! words, in the passages of papers that were not torn. Their words and the order of these are what
//! repair then goes by, besides the language and the paper itself ([`Lessons`]).

use super::snapshot::Snapshot;
use super::store::damaged;
use crate::analysis::{Analyzer, Script};
use crate::error::Result;
use crate::repair::lessons::{ENOUGH, Lessons};
use crate::text::SourceText;
use rustc_hash::FxHashMap;
use std::path::Path;
use tantivy::Term;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;

/// Words of the torn paper that are asked for.
const TELLING: usize = 64;
/// Passages that are looked at, those of torn papers among them.
const NEAREST: usize = 1000;

/// The papers of an index that can teach.
pub struct Teachers(Snapshot);

/// What the papers of an index teach the reading of a text.
///
/// # Errors
/// As [`Snapshot::open`].
pub fn lessons(index: &Path, text: &SourceText) -> Result<Lessons> {
    let (store, snapshot) = Snapshot::open(index)?;
    let mut analyzer = Analyzer::new(&store.dictionaries);
    Teachers::of_snapshot(snapshot).lessons(text, &mut analyzer)
}

impl Teachers {
    /// Those of a committed state.
    pub fn of_snapshot(snapshot: Snapshot) -> Teachers {
        Teachers(snapshot)
    }

    /// What the passages nearest to a torn text teach.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn lessons(&self, text: &SourceText, analyzer: &mut Analyzer) -> Result<Lessons> {
        let Teachers(snapshot) = self;
        let failed = |e: tantivy::TantivyError| damaged(&snapshot.path, &e);
        let clauses = self.telling(text, analyzer)?.into_iter().map(|term| {
            let query: Box<dyn Query> =
                Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs));
            (Occur::Should, query)
        });
        let query = BooleanQuery::new(clauses.collect());
        let nearest = TopDocs::with_limit(NEAREST).order_by_score();
        let found = snapshot.searcher.search(&query, &nearest).map_err(failed)?;
        let groups = snapshot.groups(found.iter().map(|(_, at)| *at))?;
        // Which of the segments a passage is in depends on the threads that wrote them.
        let mut found: Vec<_> = found.into_iter().zip(groups).collect();
        found.sort_by(|((a, at), x), ((b, to), y)| {
            b.total_cmp(a)
                .then(x.cmp(y))
                .then(at.doc_id.cmp(&to.doc_id))
        });
        let mut is_torn: FxHashMap<u64, bool> = FxHashMap::default();
        let mut lessons = Lessons::default();
        for ((_, at), group) in found {
            let is_torn = match is_torn.get(&group) {
                Some(known) => *known,
                None => {
                    let record = snapshot.document_of_group(group)?;
                    let torn = record.is_none_or(|record| record.torn);
                    is_torn.insert(group, torn);
                    torn
                }
            };
            if !is_torn {
                lessons.learn(&snapshot.stored(at)?.0);
                if lessons.words() >= ENOUGH {
                    break;
                }
            }
        }
        Ok(lessons)
    }

    /// The words that tell most of what a text is about.
    fn telling(&self, text: &SourceText, analyzer: &mut Analyzer) -> Result<Vec<Term>> {
        let Teachers(snapshot) = self;
        let mut counts: FxHashMap<String, u32> = FxHashMap::default();
        for line in text.line_texts() {
            analyzer.tokens(line, |token| {
                if token.script == Script::Arabic {
                    *counts.entry(token.lemma.to_owned()).or_default() += 1;
                }
            });
        }
        let all = snapshot.searcher.num_docs() as f64;
        let mut telling = Vec::new();
        for (lemma, count) in counts {
            let term = Term::from_field_text(snapshot.fields.lemma, &lemma);
            let passages = snapshot
                .searcher
                .doc_freq(&term)
                .map_err(|e| damaged(&snapshot.path, &e))?;
            if passages > 0 {
                let weight = f64::from(1 + count).ln() * (1.0 + all / passages as f64).ln();
                telling.push((weight, lemma, term));
            }
        }
        telling.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        telling.truncate(TELLING);
        Ok(telling.into_iter().map(|(_, _, term)| term).collect())
    }
}
