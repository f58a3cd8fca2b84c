//! Writes documents into an index.

use super::cites;
use super::glossary;
use super::queue::{Held, Queue};
use super::record::{DocumentRecord, FileRecord, Place};
use super::schema::{DOCUMENT, FILE, Fields, LEAD, group_key, group_of, schema};
use super::sealed;
use super::store::{Store, damaged};
use super::terms::Terms;
use crate::analysis::Analyzer;
use crate::document::{Document, Passage, outline};
use crate::error::{Error, Result};
use crate::text::pack;
use std::path::PathBuf;
use std::sync::RwLock;
use tantivy::indexer::{LogMergePolicy, UserOperation};
use tantivy::{IndexWriter, TantivyDocument, Term};

/// The least memory that Tantivy takes for a thread, in bytes.
pub const LEAST_MEMORY: usize = 15_000_000;

/// The most memory that Tantivy takes for a thread, in bytes.
const MOST_MEMORY: usize = 4_000_000_000;

/// Share of a segment's entries that may be deleted ones before it is merged, so that an index that is
/// updated again and again stays near the size of a new one.
const MOST_DELETED: f32 = 0.3;

/// Entries above which a segment is left as it is: what a merge reads, writes and holds in memory stays
/// bounded however large the index grows, and segments of some million passages are few.
const MOST_MERGED: usize = 500_000;

/// Bytes of a passage's small fields, and those before the values of all its fields.
const SMALL: usize = 128;

/// A writer that many threads share. Documents are added whole between commits.
pub struct Writer {
    path: PathBuf,
    inner: RwLock<IndexWriter<Held>>,
    queue: Queue,
    fields: Fields,
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
        let failed = |e: tantivy::TantivyError| damaged(&store.path, &e);
        let inner: IndexWriter<Held> = store
            .streamed()?
            .writer_with_num_threads(threads, memory)
            .map_err(failed)?;
        let mut merges = LogMergePolicy::default();
        merges.set_del_docs_ratio_before_merge(MOST_DELETED);
        merges.set_max_docs_before_merge(MOST_MERGED);
        inner.set_merge_policy(Box::new(merges));
        // Operations are numbered on from the last commit, and the bitmaps of deleted documents are
        // named by these numbers. So what a killed writer left must be gone before the same names
        // come again.
        inner.garbage_collect_files().wait().map_err(failed)?;
        Ok(Writer {
            path: store.path.clone(),
            inner: RwLock::new(inner),
            queue: Queue::default(),
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
        let mut terms = Terms::default();
        terms.all(analyzer, record.title.as_deref().unwrap_or(""));
        let title = terms.lemma.clone();
        terms.all(analyzer, &record.authors.join(" ; "));
        let authors = terms.exact.clone();
        let group = group_of(&record.id);
        // Handed over together, the passages of a document stand one after the other in one segment.
        let mut entries = Vec::with_capacity(document.passages.len() + 1);
        let mut words = 0;
        let mut section = (None, String::new());
        let mut citations = document.citations.iter().peekable();
        let mut cites = String::new();
        for (ordinal, passage) in document.passages.iter().enumerate() {
            if section.0 != Some((passage.section, &passage.context)) {
                let mut path = outline::path(&document.sections, passage.section).join(" ; ");
                // Words of a table are found by its caption and column heads as those of a section
                // are by its title.
                if !passage.context.is_empty() {
                    path = format!("{path} ; {}", passage.context);
                }
                terms.all(analyzer, &path);
                section = (
                    Some((passage.section, &passage.context)),
                    terms.lemma.clone(),
                );
            }
            words += terms.passage(analyzer, &passage.traced.text);
            let text = &passage.traced.text;
            let data = place(ordinal, passage).pack(&passage.traced);
            let packed = pack(text);
            let size = terms.lemma.len() + terms.exact.len() + packed.len() + data.len();
            let around = title.len() + section.1.len() + authors.len() + record.file.len();
            let size = size + around + record.id.len() + SMALL;
            let mut entry = TantivyDocument::with_capacity(size);
            entry.add_text(fields.lemma, &terms.lemma);
            entry.add_text(fields.exact, &terms.exact);
            for (field, text) in [
                (fields.title, &title),
                (fields.section, &section.1),
                (fields.author, &authors),
            ] {
                if !text.is_empty() {
                    entry.add_text(field, text);
                }
            }
            cites.clear();
            while let Some(citation) = citations.next_if(|c| c.passage as usize <= ordinal) {
                cites::push_terms(&citation.authors, &citation.year, &mut cites);
            }
            if !cites.is_empty() {
                entry.add_text(fields.cites, &cites);
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
            entry.add_u64(fields.ordinal, ordinal as u64);
            if ordinal == 0 {
                entry.add_text(fields.lead, LEAD);
            } else {
                entry.add_u64(fields.words, 0);
            }
            entry.add_text(fields.file, &record.file);
            entry.add_text(fields.text, &packed);
            entry.add_bytes(fields.data, &data);
            entries.push((entry, size));
        }
        if let Some((lead, _)) = entries.first_mut() {
            lead.add_u64(fields.words, words);
        }
        let mut entry = self.record(DOCUMENT);
        entry.add_text(fields.document, group_key(group));
        for term in glossary::terms(analyzer, &document.glossary) {
            entry.add_text(fields.glossary, term);
        }
        entry.add_text(fields.file, &record.file);
        let data = json(&record);
        entry.add_bytes(fields.data, &data);
        entries.push((entry, data.len() + SMALL));
        let entries = self.queue.hold(entries).into_iter();
        let entries = entries.map(UserOperation::Add).collect::<Vec<_>>();
        // One document enters whole or not at all: a commit waits until it is in.
        let writer = self.inner.read().map_err(|_| self.poisoned())?;
        writer.run(entries).map_err(|e| damaged(&self.path, &e))?;
        Ok(record.passages)
    }

    /// Adds the record of a file, after its documents.
    pub fn add_file(&self, record: &FileRecord) -> Result<()> {
        let mut entry = self.record(FILE);
        entry.add_text(self.fields.file, &record.key);
        entry.add_bytes(self.fields.data, &json(record));
        let entries = self.queue.hold(vec![(entry, SMALL)]).into_iter();
        let writer = self.inner.read().map_err(|_| self.poisoned())?;
        writer
            .run(entries.map(UserOperation::Add))
            .map(|_| ())
            .map_err(|e| damaged(&self.path, &e))
    }

    /// The beginning of a record. The columns that are read for each posting have a value in every
    /// entry, which makes them an array.
    fn record(&self, kind: &str) -> TantivyDocument {
        let mut entry = TantivyDocument::default();
        entry.add_text(self.fields.record, kind);
        entry.add_u64(self.fields.ordinal, 0);
        entry.add_u64(self.fields.words, 0);
        entry
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

    /// Gives up what was not committed, and the space that it took, after an error; the error for which
    /// the threads that write ended, if it was that they did.
    pub fn abandon(self, error: Error) -> Error {
        let Ok(mut inner) = self.inner.into_inner() else {
            return error;
        };
        let cause = match inner.prepare_commit() {
            Err(cause) => damaged(&self.path, &cause),
            Ok(_) => error,
        };
        if inner.rollback().is_ok() {
            // If that fails too, the next writer does it.
            let _ = inner.garbage_collect_files().wait();
        }
        cause
    }

    /// Waits for merges of segments, closes the writer, and deletes the files that the last commit does
    /// not name: a merge clears up behind itself, but on a thread that nobody waits for.
    pub fn finish(self) -> Result<()> {
        let path = self.path.clone();
        let inner = self.inner.into_inner().map_err(|_| {
            Error::index(
                &path,
                "a thread failed while writing; run the command again",
            )
        })?;
        let failed = |e: tantivy::TantivyError| damaged(&path, &e);
        let mut index = inner.index().clone();
        inner.wait_merging_threads().map_err(failed)?;
        let named = sealed::files(&index).map_err(failed)?;
        let directory = index.directory_mut();
        directory
            .garbage_collect(|| named.into_iter().collect())
            .map_err(failed)?;
        Ok(())
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

fn json(record: &impl serde::Serialize) -> Vec<u8> {
    // Records hold strings and numbers only, which always serialize.
    serde_json::to_vec(record).unwrap_or_default()
}
