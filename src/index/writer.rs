//! Writes documents into an index.

use super::entries::Entries;
use super::record::{DocumentRecord, FileRecord};
use super::schema::{Fields, schema};
use super::sealed;
use super::segment::Builder;
use super::store::{Store, damaged};
use crate::analysis::Analyzer;
use crate::document::Document;
use crate::error::{Error, Result};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError, RwLock};
use tantivy::indexer::LogMergePolicy;
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{IndexWriter, TantivyError, Term};

/// The least memory of a thread, in bytes: with less, segments would be so small that merging them
/// costs more than making them.
const LEAST_MEMORY: usize = 8_000_000;

/// The least that Tantivy's writer takes as its limit.
const TANTIVY_MEMORY: usize = 15_000_000;

/// Share of a segment's entries that may be deleted ones before it is merged, so that an index that is
/// updated again and again stays near the size of a new one.
const MOST_DELETED: f32 = 0.3;

/// Entries above which a segment is left as it is: what a merge reads, writes and holds in memory stays
/// bounded however large the index grows, and segments of some million passages are few.
const MOST_MERGED: usize = 500_000;

/// A writer that many threads share. Documents are added whole between commits.
pub struct Writer {
    path: PathBuf,
    inner: RwLock<IndexWriter>,
    fields: Fields,
    /// A segment in the making for each thread that adds.
    builders: Vec<Mutex<Option<Builder>>>,
    /// Bytes of memory after which one is written.
    memory: usize,
    /// Marks what this writer adds.
    run: Term,
}

impl Writer {
    /// A writer for `threads` threads that use `memory` bytes in all before they write a segment, but
    /// not less than [`LEAST_MEMORY`] each.
    ///
    /// # Errors
    /// When the index is damaged or the disk is full.
    pub fn new(store: &Store, threads: usize, memory: usize) -> Result<Writer> {
        let failed = |e: TantivyError| damaged(&store.path, &e);
        // Its thread has nothing to do, and takes no memory: segments are made here.
        let inner: IndexWriter = store
            .streamed()?
            .writer_with_num_threads(1, TANTIVY_MEMORY)
            .map_err(failed)?;
        let mut merges = LogMergePolicy::default();
        merges.set_del_docs_ratio_before_merge(MOST_DELETED);
        merges.set_max_docs_before_merge(MOST_MERGED);
        inner.set_merge_policy(Box::new(merges));
        // Operations are numbered on from the last commit, and the bitmaps of deleted documents are
        // named by these numbers. So what a killed writer left must be gone before the same names
        // come again.
        inner.garbage_collect_files().wait().map_err(failed)?;
        let threads = threads.max(1);
        let fields = schema().1;
        // The number of an operation that does nothing: no other run will have it.
        let run = inner.run([]).map_err(failed)?;
        Ok(Writer {
            path: store.path.clone(),
            run: Term::from_field_u64(fields.run, run),
            inner: RwLock::new(inner),
            fields,
            builders: (0..threads).map(|_| Mutex::default()).collect(),
            memory: (memory / threads).max(LEAST_MEMORY),
        })
    }

    /// Removes everything that earlier runs added of a file.
    pub fn delete_file(&self, key: &str) -> Result<()> {
        // A segment may be told of what was deleted before it was there; so the query itself says
        // what is not meant.
        let term =
            |term| -> Box<dyn Query> { Box::new(TermQuery::new(term, IndexRecordOption::Basic)) };
        let file = Term::from_field_text(self.fields.file, key);
        let query = BooleanQuery::new(vec![
            (Occur::Must, term(file)),
            (Occur::MustNot, term(self.run.clone())),
        ]);
        let writer = self.inner.read().map_err(|_| self.poisoned())?;
        let deleted = writer.delete_query(Box::new(query));
        deleted.map(|_| ()).map_err(|e| damaged(&self.path, &e))
    }

    /// What one of the threads adds with; each has a number of its own, from 0.
    pub fn lane(&self, number: usize) -> Lane<'_> {
        Lane {
            writer: self,
            builder: &self.builders[number % self.builders.len()],
        }
    }

    /// Makes all that was added and deleted so far visible and lasting, at once.
    ///
    /// # Errors
    /// When the disk is full or fails; the index is then as it was after the last commit.
    pub fn commit(&self) -> Result<()> {
        let mut writer = self.inner.write().map_err(|_| self.poisoned())?;
        let finish = |builder: &Mutex<Option<Builder>>| {
            let mut builder = builder.lock().unwrap_or_else(PoisonError::into_inner);
            let builder = builder.take();
            builder.map_or(Ok(()), |builder| builder.finish(&writer))
        };
        let done: tantivy::Result<()> = std::thread::scope(|scope| {
            let builders = self.builders.iter();
            let threads: Vec<_> = builders
                .map(|builder| scope.spawn(|| finish(builder)))
                .collect();
            let mut done = threads.into_iter().map(|thread| thread.join());
            done.try_for_each(|done| done.unwrap_or(Err(TantivyError::Poisoned)))
        });
        done.and_then(|()| writer.commit().map(|_| ()))
            .map_err(|e| damaged(&self.path, &e))
    }

    /// Gives up what was not committed, and the space that it took.
    pub fn abandon(self) {
        drop(self.builders);
        if let Ok(mut inner) = self.inner.into_inner()
            && inner.rollback().is_ok()
        {
            // If that fails too, the next writer does it.
            let _ = inner.garbage_collect_files().wait();
        }
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
        let failed = |e: TantivyError| damaged(&path, &e);
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

/// What a thread adds documents with.
pub struct Lane<'w> {
    writer: &'w Writer,
    builder: &'w Mutex<Option<Builder>>,
}

impl Lane<'_> {
    /// Adds a document with its passages, all in one segment, one after the other; the number of
    /// passages.
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
        self.add(|entries| entries.document(analyzer, document, &record))?;
        Ok(record.passages)
    }

    /// Adds the record of a file, after its documents.
    pub fn add_file(&self, record: &FileRecord) -> Result<()> {
        self.add(|entries| entries.file(record))
    }

    /// Removes everything of a file, and what this lane added of it.
    pub fn delete_file(&self, key: &str) -> Result<()> {
        let writer = &self.writer;
        let inner = writer.inner.read().map_err(|_| writer.poisoned())?;
        let term = Term::from_field_text(writer.fields.file, key);
        let mut builder = self.builder.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(builder) = builder.take_if(|builder| builder.contains(&term)) {
            builder
                .finish(&inner)
                .map_err(|e| damaged(&writer.path, &e))?;
        }
        inner.delete_term(term);
        Ok(())
    }

    /// Adds to the segment in the making, and writes that when it is full.
    fn add(&self, add: impl FnOnce(Entries) -> tantivy::Result<()>) -> Result<()> {
        let writer = &self.writer;
        let failed = |e: TantivyError| damaged(&writer.path, &e);
        // One document enters whole or not at all: a commit waits until it is in.
        let inner = writer.inner.read().map_err(|_| writer.poisoned())?;
        let mut slot = self.builder.lock().unwrap_or_else(PoisonError::into_inner);
        let mut builder = match slot.take() {
            Some(builder) => builder,
            None => Builder::new(&inner, &writer.fields, writer.memory).map_err(failed)?,
        };
        let entries = Entries {
            builder: &mut builder,
            fields: &writer.fields,
            run: &writer.run,
        };
        add(entries).map_err(failed)?;
        if builder.is_full() {
            return builder.finish(&inner).map_err(failed);
        }
        *slot = Some(builder);
        Ok(())
    }
}
