//! Runs queries over an index.

use super::highlight::highlight;
use super::hit::{Hit, HitDocument, Match, Part};
use super::plan::{Plan, plan};
use super::query::parse;
use super::vocabulary::Vocabulary;
use super::weights::Weights;
use crate::analysis::Analyzer;
use crate::document::outline;
use crate::error::Result;
use crate::index::{DocumentRecord, Place, Snapshot, Store, bad_record, damaged};
use crate::text::Traced;
use rustc_hash::FxHashMap;
use std::cmp::Ordering;
use std::collections::hash_map::Entry;
use std::path::Path;
use std::rc::Rc;
use tantivy::collector::TopDocs;
use tantivy::query::EnableScoring;
use tantivy::{DocAddress, Score};

/// What is ranked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unit {
    /// Passages.
    #[default]
    Passage,
    /// Documents, by their passages together.
    Document,
}

/// How to search.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SearchOptions {
    /// Most hits.
    pub limit: usize,
    /// What is ranked.
    pub unit: Unit,
    /// Whether to tell the parts of each score.
    pub explain: bool,
}

/// A hit as far as ranking goes: what a run file holds.
#[derive(Clone, Debug, PartialEq)]
pub struct RankedItem {
    /// Identifier of the document.
    pub id: String,
    /// First and last line of the passage; none where documents are ranked.
    pub lines: Option<(u32, u32)>,
    /// Score.
    pub score: f64,
}

impl RankedItem {
    /// The name in a TREC run: the document, or for a passage the document and its lines. Columns
    /// of a run are parted by spaces, so spaces in a name become underscores.
    pub fn docno(&self) -> String {
        let id = self.id.replace(char::is_whitespace, "_");
        match self.lines {
            None => id,
            Some((first, last)) => format!("{id}:{first}-{last}"),
        }
    }
}

/// An index that answers queries. Shared by threads, each of which searches in a
/// [`Session`] of its own.
pub struct Engine {
    store: Store,
    snapshot: Snapshot,
    weights: Weights,
}

/// What one thread needs to search: its analyzer, and the records it has met.
pub struct Session<'a> {
    engine: &'a Engine,
    analyzer: Analyzer,
    records: FxHashMap<u64, Rc<DocumentRecord>>,
}

/// A passage that was found, before its text is read.
struct Candidate {
    score: f64,
    at: DocAddress,
    /// Number of its document.
    group: u64,
    /// Passages of its document that match, it among them.
    passages: usize,
}

/// Passages that are looked at for each document that is asked for.
const PASSAGES_PER_DOCUMENT: usize = 20;
/// What a further passage of a document adds, as a share of its score, and the share of that which
/// the next adds.
const FURTHER: f64 = 0.5;
/// Records that a session remembers.
const MOST_RECORDS: usize = 10_000;

impl Engine {
    /// Opens an index.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open(path: &Path) -> Result<Engine> {
        let (store, snapshot) = Snapshot::open(path)?;
        Ok(Engine {
            snapshot,
            store,
            weights: Weights::default(),
        })
    }

    /// The state of the index that is searched.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// A session for a thread.
    pub fn session(&self) -> Session<'_> {
        Session {
            engine: self,
            analyzer: Analyzer::new(&self.store.dictionaries),
            records: FxHashMap::default(),
        }
    }
}

impl Session<'_> {
    /// Answers a query.
    ///
    /// # Errors
    /// When the query is not well formed, or the index is damaged.
    pub fn search(&mut self, qid: &str, query: &str, options: SearchOptions) -> Result<Vec<Hit>> {
        let plan = self.plan(query)?;
        let mut hits = Vec::new();
        for candidate in self.candidates(&plan, options)? {
            hits.push(self.hit(qid, query, &plan, &candidate, options.explain)?);
        }
        hits.sort_by(|a, b| {
            by_score_and_place(
                (a.score, &a.document.id, Some(a.lines)),
                (b.score, &b.document.id, Some(b.lines)),
            )
        });
        for (index, hit) in hits.iter_mut().enumerate() {
            hit.rank = index + 1;
        }
        Ok(hits)
    }

    /// Ranks without reading texts: for run files and evaluation.
    ///
    /// # Errors
    /// As [`Session::search`].
    pub fn rank(&mut self, query: &str, options: SearchOptions) -> Result<Vec<RankedItem>> {
        let plan = self.plan(query)?;
        let snapshot = &self.engine.snapshot;
        let mut items = Vec::new();
        for candidate in self.candidates(&plan, options)? {
            let lines = match options.unit {
                Unit::Document => None,
                Unit::Passage => {
                    let (text, data) = snapshot.stored(candidate.at)?;
                    let (_, traced) =
                        Place::unpack(&data, text).ok_or_else(|| bad_record(&snapshot.path))?;
                    traced.lines()
                }
            };
            items.push(RankedItem {
                id: self.record(candidate.group)?.id.clone(),
                lines,
                score: rounded(candidate.score),
            });
        }
        items.sort_by(|a, b| {
            by_score_and_place((a.score, &a.id, a.lines), (b.score, &b.id, b.lines))
        });
        Ok(items)
    }

    fn plan(&mut self, query: &str) -> Result<Plan> {
        let node = parse(query)?;
        let vocabulary = Vocabulary::new(&self.engine.snapshot);
        plan(&node, &vocabulary, &mut self.analyzer, &self.engine.weights)
    }

    fn candidates(&self, plan: &Plan, options: SearchOptions) -> Result<Vec<Candidate>> {
        if options.limit == 0 {
            return Ok(Vec::new());
        }
        match options.unit {
            Unit::Passage => self.top(plan, options.limit),
            Unit::Document => self.documents(plan, options.limit),
        }
    }

    /// The best passages.
    fn top(&self, plan: &Plan, limit: usize) -> Result<Vec<Candidate>> {
        let snapshot = &self.engine.snapshot;
        let most = snapshot.searcher.num_docs().max(1) as usize;
        let best = TopDocs::with_limit(limit.min(most)).order_by_score();
        let found: Vec<(Score, DocAddress)> = snapshot
            .searcher
            .search(&plan.query, &best)
            .map_err(|e| damaged(&snapshot.path, &e))?;
        let groups = snapshot.groups(found.iter().map(|(_, at)| *at))?;
        Ok(found
            .into_iter()
            .zip(groups)
            .map(|((score, at), group)| Candidate {
                score: f64::from(score),
                at,
                group,
                passages: 1,
            })
            .collect())
    }

    /// The best documents: each is scored by its best passage and, less and less, by its others.
    fn documents(&self, plan: &Plan, limit: usize) -> Result<Vec<Candidate>> {
        let passages = self.top(plan, limit.saturating_mul(PASSAGES_PER_DOCUMENT).max(1000))?;
        let mut found: FxHashMap<u64, Candidate> = FxHashMap::default();
        for passage in passages {
            match found.entry(passage.group) {
                Entry::Occupied(mut best) => {
                    let best = best.get_mut();
                    best.score += passage.score * FURTHER.powi(best.passages as i32);
                    best.passages += 1;
                }
                Entry::Vacant(none) => {
                    none.insert(passage);
                }
            }
        }
        let mut candidates: Vec<Candidate> = found.into_values().collect();
        candidates.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.at.cmp(&b.at)));
        candidates.truncate(limit);
        Ok(candidates)
    }

    fn hit(
        &mut self,
        qid: &str,
        query: &str,
        plan: &Plan,
        candidate: &Candidate,
        explain: bool,
    ) -> Result<Hit> {
        let snapshot = &self.engine.snapshot;
        let (text, data) = snapshot.stored(candidate.at)?;
        let (place, traced) =
            Place::unpack(&data, text).ok_or_else(|| bad_record(&snapshot.path))?;
        let record = self.record(candidate.group)?;
        let matches = highlight(&mut self.analyzer, &traced.text, &plan.targets)
            .into_iter()
            .map(|range| in_characters(&traced, range))
            .collect();
        let bytes = traced.source_hull().unwrap_or(0..0);
        Ok(Hit {
            qid: qid.to_owned(),
            query: query.to_owned(),
            rank: 0,
            score: rounded(candidate.score),
            document: HitDocument {
                id: record.id.clone(),
                path: record.path.clone(),
                title: record.title.clone(),
                authors: record.authors.clone(),
                year: record.year,
                languages: record.languages.clone(),
            },
            section: outline::path(&record.sections, place.section),
            kind: place.kind,
            lines: traced.lines().unwrap_or((0, 0)),
            page: place.page,
            bytes: (bytes.start, bytes.end),
            matches,
            explain: explain
                .then(|| self.explain(plan, candidate.at))
                .transpose()?,
            text: traced.text,
        })
    }

    /// The record of the document with this number.
    fn record(&mut self, group: u64) -> Result<Rc<DocumentRecord>> {
        let snapshot = &self.engine.snapshot;
        if let Some(record) = self.records.get(&group) {
            return Ok(record.clone());
        }
        if self.records.len() >= MOST_RECORDS {
            self.records.clear();
        }
        let record = snapshot.document_of_group(group)?;
        let record = Rc::new(record.ok_or_else(|| bad_record(&snapshot.path))?);
        self.records.insert(group, record.clone());
        Ok(record)
    }

    /// What each part of the query adds to the score of a passage.
    fn explain(&self, plan: &Plan, at: DocAddress) -> Result<Vec<Part>> {
        let snapshot = &self.engine.snapshot;
        let failed = |e: tantivy::TantivyError| damaged(&snapshot.path, &e);
        let scoring = EnableScoring::enabled_from_searcher(&snapshot.searcher);
        let reader = snapshot.searcher.segment_reader(at.segment_ord);
        let mut parts = Vec::new();
        for (name, query) in &plan.parts {
            let weight = query.weight(scoring).map_err(failed)?;
            let mut scorer = weight.scorer(reader, 1.0).map_err(failed)?;
            if scorer.doc() < at.doc_id {
                scorer.seek(at.doc_id);
            }
            if scorer.doc() == at.doc_id {
                parts.push(Part {
                    part: name.clone(),
                    score: rounded(f64::from(scorer.score())),
                });
            }
        }
        parts.sort_by(|a, b| b.score.total_cmp(&a.score));
        Ok(parts)
    }
}

/// Score, document and lines, by which hits are ordered.
type Standing<'a> = (f64, &'a String, Option<(u32, u32)>);

/// The best first; equal scores by place, so that the same index always answers alike.
fn by_score_and_place(a: Standing, b: Standing) -> Ordering {
    b.0.total_cmp(&a.0)
        .then_with(|| a.1.cmp(b.1))
        .then_with(|| a.2.cmp(&b.2))
}

/// A score as it is told: to four decimals.
fn rounded(score: f64) -> f64 {
    (score * 1e4).round() / 1e4
}

/// A match in characters, with its line in the source.
fn in_characters(traced: &Traced, range: std::ops::Range<usize>) -> Match {
    let start = traced.text[..range.start].chars().count();
    Match {
        start,
        end: start + traced.text[range.clone()].chars().count(),
        line: traced.line_at(range.start).unwrap_or(0),
    }
}
