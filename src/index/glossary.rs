//! Terms in two languages, kept where they can be looked up at no cost to anything else: in a term
//! dictionary.
//!
//! The record of a document carries, for each pair and each of its sides, the term
//! `lemmas of the side`, U+001F, `the other side as written`, U+001F, `confidence in hundredths`.
//! So what a run of words means in the other language is a short range of the dictionary, merged
//! over all documents of a segment; pairs leave with their document, since a term without living
//! documents is passed over; and an index that has no pairs pays nothing.

use super::snapshot::Snapshot;
use super::store::damaged;
use crate::analysis::{Analyzer, Script};
use crate::document::glossary::Pair;
use crate::error::Result;
use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, SegmentReader, TERMINATED};

/// Parts the parts of a term; folded text never holds it, and it is smaller than a space, so that
/// a run of words stands in front of the longer runs that begin with it.
const BETWEEN: char = '\u{1f}';

/// Most words of a side that is looked up. Longer ones are titles; they are found by their words.
pub const MOST_WORDS: usize = 8;

/// What the papers of the index say that a term is called in the other language.
#[derive(Clone, Debug, PartialEq)]
pub struct Translation {
    /// The other side, as written.
    pub text: String,
    /// How sure the pair is, from 0 to 1, all documents that give it taken together.
    pub confidence: f64,
    /// Documents that give it.
    pub documents: u32,
}

/// The lemmas of a text with a space between, under which it is looked up; none if it has no words
/// or too many.
pub fn key(analyzer: &mut Analyzer, text: &str) -> Option<String> {
    let mut key = String::new();
    let mut words = 0;
    analyzer.tokens(text, |token| {
        if words > 0 {
            key.push(' ');
        }
        key.push_str(token.lemma);
        words += 1;
    });
    (1..=MOST_WORDS).contains(&words).then_some(key)
}

/// The terms of a document's pairs, each once.
pub fn terms(analyzer: &mut Analyzer, pairs: &[Pair]) -> FxHashSet<String> {
    let mut terms = FxHashSet::default();
    let mut add = |persian: &str, english: &str, confidence: f32| {
        let keys = (key(analyzer, persian), key(analyzer, english));
        let (Some(by_persian), Some(by_english)) = keys else {
            return;
        };
        let confidence = (confidence * 100.0).round() as u32;
        for (from, to) in [(by_persian, english), (by_english, persian)] {
            terms.insert(format!("{from}{BETWEEN}{to}{BETWEEN}{confidence}"));
        }
    };
    for pair in pairs {
        for english in pair.english_forms() {
            add(&pair.persian, english, pair.confidence);
        }
        for (persian, english) in pair.surnames() {
            add(&persian, &english, pair.confidence);
        }
    }
    terms
}

impl Snapshot {
    /// Whether any pair begins with this lemma: one look-up that spares those of all runs of words
    /// that begin with it.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn begins_pair(&self, lemma: &str) -> Result<bool> {
        let mut begins = false;
        self.each_pair(lemma, |term, _| {
            begins |= term
                .strip_prefix(lemma)
                .is_some_and(|rest| rest.starts_with([' ', BETWEEN]));
            Ok(false)
        })?;
        Ok(begins)
    }

    /// What a run of lemmas (see [`key`]) is called in the other language, the surest first.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn translations(&self, key: &str) -> Result<Vec<Translation>> {
        let prefix = format!("{key}{BETWEEN}");
        let mut merged = Merged::default();
        self.each_pair(&prefix, |term, documents| {
            let Some(rest) = term.strip_prefix(&prefix) else {
                return Ok(false);
            };
            if let Some((text, confidence)) = rest.split_once(BETWEEN) {
                merged.add(text, confidence, documents()?);
            }
            Ok(true)
        })?;
        Ok(merged.surest_first())
    }

    /// All pairs of the index, Persian and English, in the order of the English lemmas.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn glossary(&self) -> Result<Vec<(String, Translation)>> {
        let mut keys: std::collections::BTreeMap<String, Merged> = Default::default();
        self.each_pair("", |term, documents| {
            let mut parts = term.split(BETWEEN);
            if let (Some(key), Some(text), Some(confidence)) =
                (parts.next(), parts.next(), parts.next())
                && script_of(key) == Script::Latin
            {
                let merged = keys.entry(key.to_owned()).or_default();
                merged.add(text, confidence, documents()?);
            }
            Ok(true)
        })?;
        Ok(keys
            .into_iter()
            .flat_map(|(key, merged)| {
                let key = move |t| (key.clone(), t);
                merged.surest_first().into_iter().map(key)
            })
            .collect())
    }

    /// Calls `visit` with the terms from `from` on, and with what counts the documents that have them,
    /// until it says no.
    fn each_pair(
        &self,
        from: &str,
        mut visit: impl FnMut(&str, &dyn Fn() -> Result<u32>) -> Result<bool>,
    ) -> Result<()> {
        for segment in self.searcher.segment_readers() {
            let failed = |e: tantivy::TantivyError| damaged(&self.path, &e);
            let inverted = segment
                .inverted_index(self.fields.glossary)
                .map_err(failed)?;
            if inverted.terms().num_terms() == 0 {
                continue;
            }
            let mut stream = inverted
                .terms()
                .range()
                .ge(from.as_bytes())
                .into_stream()
                .map_err(|e| failed(e.into()))?;
            while stream.advance() {
                let Ok(term) = std::str::from_utf8(stream.key()) else {
                    continue;
                };
                let info = stream.value();
                let documents = || {
                    let postings =
                        inverted.read_postings_from_terminfo(info, IndexRecordOption::Basic);
                    Ok(living(segment, postings.map_err(|e| failed(e.into()))?))
                };
                if !visit(term, &documents)? {
                    break;
                }
            }
        }
        Ok(())
    }
}

/// Documents of a posting list that were not deleted.
fn living(segment: &SegmentReader, mut postings: impl DocSet) -> u32 {
    let mut count = 0;
    while postings.doc() != TERMINATED {
        count += u32::from(!segment.is_deleted(postings.doc()));
        postings.advance();
    }
    count
}

/// The script of a key's first letter: Latin, or Arabic for anything else.
fn script_of(key: &str) -> Script {
    match key.chars().find(|c| c.is_alphabetic()) {
        Some(c) if c.is_ascii() => Script::Latin,
        _ => Script::Arabic,
    }
}

/// Translations of one key: by text, the chance that all who give it are wrong, and how many do.
#[derive(Default)]
struct Merged(FxHashMap<String, (f64, u32)>);

impl Merged {
    fn add(&mut self, text: &str, confidence: &str, documents: u32) {
        let Ok(confidence) = confidence.parse::<u32>() else {
            return;
        };
        if documents == 0 {
            return;
        }
        let wrong = 1.0 - f64::from(confidence.min(99)) / 100.0;
        let entry = self.0.entry(text.to_owned()).or_insert((1.0, 0));
        // Papers copy from each other, so a second one says less than half of what it seems to.
        entry.0 *= wrong.powf(f64::from(documents).sqrt());
        entry.1 += documents;
    }

    fn surest_first(self) -> Vec<Translation> {
        let mut found: Vec<Translation> = self
            .0
            .into_iter()
            .map(|(text, (wrong, documents))| Translation {
                text,
                confidence: 1.0 - wrong,
                documents,
            })
            .collect();
        found.sort_by(|a, b| {
            let by_confidence = b.confidence.total_cmp(&a.confidence);
            by_confidence.then_with(|| a.text.cmp(&b.text))
        });
        found
    }
}
