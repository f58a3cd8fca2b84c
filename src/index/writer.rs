//! Writes documents into an index.

use super::record::{DocumentRecord, FileRecord, Place};
use super::schema::{DOCUMENT, FILE, Fields, group_key, group_of, only_inflected, schema};
use super::store::{Store, damaged};
use crate::analysis::{Analyzer, END};
use crate::document::{Document, Passage, outline};
use crate::error::{Error, Result};
use std::path::PathBuf;
use std::sync::RwLock;
use tantivy::{IndexWriter, TantivyDocument, Term};

/// The least memory that Tantivy takes for a thread, in bytes.
pub const LEAST_MEMORY: usize = 15_000_000;

/// The most memory that Tantivy takes for a thread, in bytes.
const MOST_MEMORY: usize = 4_000_000_000;

/// A writer that many threads share. Documents are added whole between commits.
pub struct Writer {
    path: PathBuf,
    inner: RwLock<IndexWriter>,
    fields: Fields,
}

/// Terms of one text, made ready for the index.
#[derive(Default)]
struct Prepared {
    exact: String,
    lemma: String,
}

impl Writer {
    /// A writer with `threads` indexing threads that use `memory` bytes in all before they write a
    /// segment.
    ///
    /// # Errors
    /// When the index is damaged or the disk is full.
    pub fn new(store: &Store, threads: usize, memory: usize) -> Result<Writer> {
        let threads = threads.clamp(1, (memory / LEAST_MEMORY).max(1));
        let memory = memory.clamp(LEAST_MEMORY * threads, MOST_MEMORY * threads);
        let inner = store
            .index
            .writer_with_num_threads(threads, memory)
            .map_err(|e| damaged(&store.path, &e))?;
        Ok(Writer {
            path: store.path.clone(),
            inner: RwLock::new(inner),
            fields: schema().1,
        })
    }

    /// Removes everything that came from a file.
    pub fn delete_file(&self, key: &str) -> Result<()> {
        let writer = self.inner.read().map_err(|_| self.poisoned())?;
        writer.delete_term(Term::from_field_text(self.fields.file, key));
        Ok(())
    }

    /// Adds a document with its passages; the number of passages.
    ///
    /// # Errors
    /// When the index cannot take it (a full disk); nothing of it is committed then.
    pub fn add_document(
        &self,
        analyzer: &mut Analyzer,
        document: &Document,
        mut record: DocumentRecord,
    ) -> Result<u32> {
        record.passages = document.passages.len() as u32;
        let fields = &self.fields;
        let title = self
            .terms(analyzer, record.title.as_deref().unwrap_or(""))
            .lemma;
        let authors = self.terms(analyzer, &record.authors.join(" ; ")).exact;
        let group = group_of(&record.id);
        // One document enters whole or not at all: a commit waits until it is in.
        let writer = self.inner.read().map_err(|_| self.poisoned())?;
        let add = |document| {
            writer
                .add_document(document)
                .map_err(|e| damaged(&self.path, &e))
        };
        let mut section_terms = (None, String::new());
        for (ordinal, passage) in document.passages.iter().enumerate() {
            let terms = self.passage_terms(analyzer, &passage.traced.text);
            if section_terms.0 != Some(passage.section) {
                let path = outline::path(&document.sections, passage.section).join(" ; ");
                section_terms = (Some(passage.section), self.terms(analyzer, &path).lemma);
            }
            let mut entry = TantivyDocument::default();
            entry.add_text(fields.lemma, terms.lemma);
            entry.add_text(fields.exact, terms.exact);
            for (field, text) in [
                (fields.title, &title),
                (fields.section, &section_terms.1),
                (fields.author, &authors),
            ] {
                if !text.is_empty() {
                    entry.add_text(field, text);
                }
            }
            entry.add_text(fields.kind, passage.kind.name());
            if let Some(language) = passage.language {
                entry.add_text(fields.language, language);
            }
            if let Some(year) = record.year {
                entry.add_i64(fields.year, i64::from(year));
            }
            entry.add_text(fields.id, &record.id);
            entry.add_u64(fields.group, group);
            entry.add_text(fields.file, &record.file);
            entry.add_text(fields.text, &passage.traced.text);
            entry.add_bytes(fields.data, &place(ordinal, passage).pack(&passage.traced));
            add(entry)?;
        }
        let mut entry = TantivyDocument::default();
        entry.add_text(fields.record, DOCUMENT);
        entry.add_text(fields.document, group_key(group));
        entry.add_text(fields.file, &record.file);
        entry.add_bytes(fields.data, &json(&record));
        add(entry)?;
        Ok(record.passages)
    }

    /// Adds the record of a file, after its documents.
    pub fn add_file(&self, record: &FileRecord) -> Result<()> {
        let mut entry = TantivyDocument::default();
        entry.add_text(self.fields.record, FILE);
        entry.add_text(self.fields.file, &record.key);
        entry.add_bytes(self.fields.data, &json(record));
        let writer = self.inner.read().map_err(|_| self.poisoned())?;
        writer
            .add_document(entry)
            .map(|_| ())
            .map_err(|e| damaged(&self.path, &e))
    }

    /// Makes all that was added and deleted so far visible and lasting, at once.
    ///
    /// # Errors
    /// When the disk is full or fails; the index is then as it was after the last commit.
    pub fn commit(&self) -> Result<()> {
        let mut writer = self.inner.write().map_err(|_| self.poisoned())?;
        writer
            .commit()
            .map(|_| ())
            .map_err(|e| damaged(&self.path, &e))
    }

    /// Waits for merges of segments and closes the writer.
    pub fn finish(self) -> Result<()> {
        let path = self.path.clone();
        let inner = self.inner.into_inner().map_err(|_| {
            Error::index(
                &path,
                "a thread failed while writing; run the command again",
            )
        })?;
        inner.wait_merging_threads().map_err(|e| damaged(&path, &e))
    }

    /// The terms of a passage for both its fields; see [`Fields::exact`].
    fn passage_terms(&self, analyzer: &mut Analyzer, text: &str) -> Prepared {
        let mut prepared = Prepared {
            exact: String::with_capacity(text.len() / 2),
            lemma: String::with_capacity(text.len()),
        };
        // Where the lemmas of inflected forms stand in `prepared.lemma`, and those of base forms.
        let (mut inflected, mut bases) = (Vec::new(), Vec::new());
        analyzer.tokens(text, |token| {
            let start = prepared.lemma.len() as u32;
            push(&mut prepared.lemma, token.lemma);
            let place = (start, prepared.lemma.len() as u32);
            if token.is_base {
                bases.push(place);
            } else {
                push(&mut prepared.exact, token.exact);
                inflected.push(place);
            }
        });
        let lemma = |place: &(u32, u32)| &prepared.lemma[place.0 as usize..place.1 as usize];
        for place in &inflected {
            let has_base = bases
                .iter()
                .any(|base| base.1 - base.0 == place.1 - place.0 && lemma(base) == lemma(place));
            if !has_base {
                // The lemma is taken with the END after it.
                prepared.exact.push_str(&only_inflected(lemma(place)));
            }
        }
        prepared
    }

    /// The terms of a title or a list of names.
    fn terms(&self, analyzer: &mut Analyzer, text: &str) -> Prepared {
        let mut prepared = Prepared::default();
        analyzer.tokens(text, |token| {
            push(&mut prepared.lemma, token.lemma);
            push(&mut prepared.exact, token.exact);
        });
        prepared
    }

    fn poisoned(&self) -> Error {
        Error::index(
            &self.path,
            "a thread failed while writing; run the command again",
        )
    }
}

fn place(ordinal: usize, passage: &Passage) -> Place {
    Place {
        ordinal: ordinal as u32,
        kind: passage.kind,
        section: passage.section,
        page: passage.page,
    }
}

/// Appends a term of prepared text.
fn push(prepared: &mut String, term: &str) {
    prepared.push_str(term);
    prepared.push(END);
}

fn json(record: &impl serde::Serialize) -> Vec<u8> {
    // Records hold strings and numbers only, which always serialize.
    serde_json::to_vec(record).unwrap_or_default()
}
