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
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
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
    for document in snapshot.documents()? {
        stats.sections += document.sections.len() as u64;
        stats.citations += document.citations.len() as u64;
        stats.citing += u64::from(!document.citations.is_empty());
        stats.lines_repaired += u64::from(document.repaired.0);
        stats.lines_unsure += u64::from(document.repaired.1);
        stats.pairs += u64::from(document.pairs);
        stats.documents_with_pairs += u64::from(document.pairs > 0);
    }
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
