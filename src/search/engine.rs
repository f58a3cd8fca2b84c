//! Runs queries over an index.

use super::complete::{self, Completion};
use super::deadline::Deadline;
use super::documents;
use super::highlight::{Marked, highlight};
use super::hit::{Hit, HitDocument, Match, Part};
use super::passages;
use super::plan::{Plan, plan};
use super::query::parse;
use super::spelling;
use super::vocabulary::Vocabulary;
use super::weights::Weights;
use crate::analysis::Analyzer;
use crate::document::outline;
use crate::error::{Error, Result};
use crate::index::{DocumentRecord, Place, Snapshot, Store, bad_record};
use crate::text::Traced;
use rustc_hash::FxHashMap;
use std::cmp::Ordering;
use std::path::Path;
use std::rc::Rc;
use std::time::Duration;
use tantivy::DocAddress;

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
    /// Whether words also stand for what the glossary of the index calls them in the other language.
    pub expand: bool,
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
    timeout: Option<Duration>,
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
    /// Parts of the score that are known already.
    parts: Vec<(String, f64)>,
}

/// Most words of a query.
pub const MOST_WORDS: usize = 512;

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
            timeout: None,
        })
    }

    /// The same index, each of whose queries is given up after this time.
    pub fn with_timeout(mut self, timeout: Option<Duration>) -> Engine {
        self.timeout = timeout;
        self
    }

    /// The same index, ranked with other weights.
    pub fn with_weights(mut self, weights: Weights) -> Engine {
        self.weights = weights;
        self
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
    /// When the query is not well formed or takes too long, or the index is damaged.
    pub fn search(&mut self, qid: &str, query: &str, options: SearchOptions) -> Result<Vec<Hit>> {
        let plan = self.plan(query, options)?;
        let mut hits = Vec::new();
        for candidate in self.candidates(&plan, options)? {
            plan.deadline.check()?;
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
        let plan = self.plan(query, options)?;
        let snapshot = &self.engine.snapshot;
        let mut items = Vec::new();
        for candidate in self.candidates(&plan, options)? {
            plan.deadline.check()?;
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

    /// What a query may have meant, where the index does not know a word of it.
    ///
    /// # Errors
    /// As [`Session::search`].
    pub fn meant(&mut self, query: &str) -> Result<Option<String>> {
        parse(query)?;
        self.few_words(query)?;
        let deadline = Deadline::after(self.engine.timeout);
        let vocabulary = Vocabulary::new(&self.engine.snapshot).until(deadline);
        spelling::meant(query, &vocabulary, &mut self.analyzer)
    }

    /// Completions of what was begun to type, the most frequent first.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn complete(&mut self, typed: &str, limit: usize) -> Result<Vec<Completion>> {
        let vocabulary = Vocabulary::new(&self.engine.snapshot);
        complete::completions(typed, limit, &vocabulary, &mut self.analyzer)
    }

    fn plan(&mut self, query: &str, options: SearchOptions) -> Result<Plan> {
        let deadline = Deadline::after(self.engine.timeout);
        let node = parse(query)?;
        self.few_words(query)?;
        let vocabulary = Vocabulary::new(&self.engine.snapshot).until(deadline);
        let (analyzer, weights) = (&mut self.analyzer, &self.engine.weights);
        plan(&node, &vocabulary, analyzer, weights, options)
    }

    /// Refuses a query of too many words: several may stand in one clause, in a phrase or in Chinese.
    fn few_words(&mut self, query: &str) -> Result<()> {
        let (mut words, mut first_too_many) = (0, None);
        self.analyzer.tokens(query, |token| {
            words += 1;
            if words > MOST_WORDS {
                first_too_many.get_or_insert(token.start..token.end);
            }
        });
        let Some(place) = first_too_many else {
            return Ok(());
        };
        Err(Error::Query {
            query: query.to_owned(),
            start: query[..place.start].chars().count(),
            len: query[place].chars().count(),
            reason: format!("a query has at most {MOST_WORDS} words"),
        })
    }

    fn candidates(&self, plan: &Plan, options: SearchOptions) -> Result<Vec<Candidate>> {
        if options.limit == 0 {
            return Ok(Vec::new());
        }
        match options.unit {
            Unit::Passage => self.passages(plan, options.limit),
            Unit::Document => self.documents(plan, options),
        }
    }

    /// The best passages.
    fn passages(&self, plan: &Plan, limit: usize) -> Result<Vec<Candidate>> {
        let engine = self.engine;
        let found = passages::best(&engine.snapshot, plan, &engine.weights, limit)?;
        let groups = engine.snapshot.groups(found.iter().map(|(_, at)| *at))?;
        let candidate = |((score, at), group)| Candidate {
            score,
            at,
            group,
            parts: Vec::new(),
        };
        Ok(found.into_iter().zip(groups).map(candidate).collect())
    }

    /// The best documents.
    fn documents(&self, plan: &Plan, options: SearchOptions) -> Result<Vec<Candidate>> {
        let engine = self.engine;
        let (limit, explain) = (options.limit, options.explain);
        let found = documents::best(&engine.snapshot, plan, &engine.weights, limit, explain)?;
        let groups = engine.snapshot.groups(found.iter().map(|found| found.at))?;
        let candidate = |(found, group): (documents::Found, u64)| Candidate {
            score: found.score,
            at: found.at,
            group,
            parts: found.parts,
        };
        Ok(found.into_iter().zip(groups).map(candidate).collect())
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
        let (matches, translations) = highlight(&mut self.analyzer, &traced.text, &plan.targets)
            .into_iter()
            .map(|marked| in_characters(&traced, marked))
            .partition(|found| found.via.is_none());
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
                doi: record.doi.clone(),
                languages: record.languages.clone(),
            },
            section: outline::path(&record.sections, place.section),
            kind: place.kind,
            lines: traced.lines().unwrap_or((0, 0)),
            page: place.page.and_then(|p| record.labels.number(p)),
            page_label: place.page.and_then(|p| record.labels.word(p)),
            bytes: (bytes.start, bytes.end),
            matches,
            translations,
            explain: explain.then(|| self.explain(plan, candidate)).transpose()?,
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

    /// What each part of the query adds to the score of a hit.
    fn explain(&self, plan: &Plan, candidate: &Candidate) -> Result<Vec<Part>> {
        let engine = self.engine;
        let at = [candidate.at];
        let mut parts = Vec::new();
        let mut part = |part: &str, score: f64| {
            parts.push(Part {
                part: part.to_owned(),
                score: rounded(score),
            });
        };
        for (name, score) in &candidate.parts {
            part(name, *score);
        }
        if candidate.parts.is_empty() {
            for (name, query) in &plan.parts {
                passages::add(&engine.snapshot, query, &at, |_, score| {
                    part(name, f64::from(score));
                })?;
            }
            for (_, nearness) in passages::nearness(&engine.snapshot, plan, &at)? {
                part("near", f64::from(nearness * engine.weights.near));
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
fn in_characters(traced: &Traced, marked: Marked) -> Match {
    let range = marked.range;
    let start = traced.text[..range.start].chars().count();
    Match {
        start,
        end: start + traced.text[range.clone()].chars().count(),
        line: traced.line_at(range.start).unwrap_or(0),
        via: marked.via.map(|via| via.to_string()),
    }
}
