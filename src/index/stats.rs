//! What is in an index.

use super::snapshot::Snapshot;
use super::store::damaged;
use crate::document::Kind;
use crate::error::Result;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;
use tantivy::Term;

/// Counts of an index.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Stats {
    /// Files indexed.
    pub files: usize,
    /// Documents.
    pub documents: u64,
    /// Passages.
    pub passages: u64,
    /// Sections of the documents.
    pub sections: u64,
    /// In-text citations.
    pub citations: u64,
    /// Documents in which citations were found.
    pub citing: u64,
    /// Tokens in the texts of the passages.
    pub tokens: u64,
    /// Different lemmas, counted in each segment.
    pub lemmas: u64,
    /// Lines that repair changed.
    pub lines_repaired: u64,
    /// Lines that repair could not read with confidence.
    pub lines_unsure: u64,
    /// Pairs of terms in two languages, counted in each document.
    pub pairs: u64,
    /// Documents that give terms in two languages.
    pub documents_with_pairs: u64,
    /// How well the texts of PDF files can be read.
    pub known_letters: KnownLetters,
    /// Bytes of the files when they were indexed.
    pub file_bytes: u64,
    /// Bytes of the index on disk.
    pub index_bytes: u64,
    /// Segments.
    pub segments: usize,
    /// Passages of each kind.
    pub kinds: BTreeMap<String, u64>,
    /// Passages in each language.
    pub languages: BTreeMap<String, u64>,
    /// Version of kavosh that made it.
    pub version: String,
    /// What the index depends on.
    pub fingerprint: String,
}

/// How well texts can be read: the share of letters of Arabic script that stand in known words. Below
/// 0.70 a page is left out as unreadable; below 0.85 a document is doubtful.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct KnownLetters {
    /// Documents in which letters were counted.
    pub documents: usize,
    /// The share in the middle one of them.
    pub median: Option<f64>,
    /// Doubtful documents, the worst first, and the worst document in any case.
    pub lowest: Vec<DocumentShare>,
}

/// The share of known letters of a document.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DocumentShare {
    /// Path of its file as it was given when it was indexed.
    pub path: String,
    /// The share, 0 to 1.
    pub share: f64,
}

/// Doubtful documents that are named.
const MOST_DOUBTFUL: usize = 20;

impl KnownLetters {
    fn of(mut shares: Vec<(u16, String)>) -> KnownLetters {
        shares.sort();
        let share = |thousandths: u16| f64::from(thousandths) / 1000.0;
        KnownLetters {
            documents: shares.len(),
            median: shares.get(shares.len() / 2).map(|s| share(s.0)),
            lowest: shares
                .into_iter()
                .enumerate()
                .take_while(|(i, s)| *i == 0 || s.0 < 850)
                .take(MOST_DOUBTFUL)
                .map(|(_, s)| DocumentShare {
                    path: s.1,
                    share: share(s.0),
                })
                .collect(),
        }
    }
}

/// Counts what is in the index in a folder.
///
/// # Errors
/// When it cannot be read.
pub fn stats(path: &Path) -> Result<Stats> {
    let (store, snapshot) = Snapshot::open(path)?;
    let files = snapshot.files()?;
    let fields = &snapshot.fields;
    let failed = |e: tantivy::TantivyError| damaged(path, &e);
    let mut stats = Stats {
        files: files.len(),
        documents: files.iter().map(|f| f.documents).sum(),
        passages: snapshot.passages()?,
        file_bytes: files.iter().map(|f| f.bytes).sum(),
        index_bytes: size(&path.join(&store.header.generation)),
        segments: snapshot.searcher.segment_readers().len(),
        version: store.header.version.clone(),
        fingerprint: store.header.fingerprint.clone(),
        ..Stats::default()
    };
    let mut shares = Vec::new();
    for document in snapshot.documents()? {
        shares.extend(document.known_letters.map(|k| (k, document.path.clone())));
        stats.sections += document.sections.len() as u64;
        stats.citations += document.citations.len() as u64;
        stats.citing += u64::from(!document.citations.is_empty());
        stats.lines_repaired += u64::from(document.repaired.0);
        stats.lines_unsure += u64::from(document.repaired.1);
        stats.pairs += u64::from(document.pairs);
        stats.documents_with_pairs += u64::from(document.pairs > 0);
    }
    stats.known_letters = KnownLetters::of(shares);
    for kind in Kind::ALL {
        let term = Term::from_field_text(fields.kind, kind.name());
        let count = snapshot.searcher.doc_freq(&term).map_err(failed)?;
        if count > 0 {
            stats.kinds.insert(kind.name().to_owned(), count);
        }
    }
    for segment in snapshot.searcher.segment_readers() {
        let lemmas = segment.inverted_index(fields.lemma).map_err(failed)?;
        stats.tokens += lemmas.total_num_tokens();
        stats.lemmas += lemmas.terms().num_terms() as u64;
        let languages = segment.inverted_index(fields.language).map_err(failed)?;
        let mut stream = languages.terms().stream().map_err(|e| failed(e.into()))?;
        while stream.advance() {
            if let Ok(code) = std::str::from_utf8(stream.key()) {
                *stats.languages.entry(code.to_owned()).or_default() +=
                    u64::from(stream.value().doc_freq);
            }
        }
    }
    Ok(stats)
}

/// Bytes of the files in a folder.
fn size(folder: &Path) -> u64 {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.metadata().ok())
        .filter(|metadata| metadata.is_file())
        .map(|metadata| metadata.len())
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_document_and_doubtful_ones_are_named() {
        let shares = |list: &[(u16, &str)]| {
            KnownLetters::of(list.iter().map(|(s, p)| (*s, (*p).to_owned())).collect())
        };
        let found = shares(&[(990, "a"), (955, "b"), (940, "c")]);
        assert_eq!((found.documents, found.median), (3, Some(0.955)));
        assert_eq!(found.lowest.len(), 1);
        assert_eq!(found.lowest[0].path, "c");
        let found = shares(&[(990, "a"), (840, "b"), (711, "c")]);
        let paths: Vec<&str> = found.lowest.iter().map(|d| d.path.as_str()).collect();
        assert_eq!(paths, ["c", "b"]);
        assert_eq!(shares(&[]), KnownLetters::default());
    }
}
