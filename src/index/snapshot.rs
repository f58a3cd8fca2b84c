//! One committed state of an index, for reading: searching, looking up records, counting.

use super::record::{DocumentRecord, FileRecord};
use super::schema::{DOCUMENT, FILE, Fields, group_key, group_of, schema};
use super::store::{Store, damaged};
use crate::error::{Error, Result};
use crate::text::pack;
use rustc_hash::FxHashSet;
use serde::de::DeserializeOwned;
use std::path::{Path, PathBuf};
use tantivy::collector::DocSetCollector;
use tantivy::query::{AllQuery, BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{DocAddress, Index, ReloadPolicy, Searcher, TantivyDocument, Term};

/// A state of an index that does not change while it is read.
pub struct Snapshot {
    /// Folder of the index.
    pub path: PathBuf,
    /// Tantivy's view of it.
    pub searcher: Searcher,
    /// Its fields.
    pub fields: Fields,
}

impl Snapshot {
    /// Opens an index and its last committed state.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open(path: &Path) -> Result<(Store, Snapshot)> {
        let (store, snapshot) = Store::read(path, Snapshot::of_store)?;
        Ok((store, snapshot?))
    }

    /// The last committed state of an index.
    pub fn of_store(store: &Store) -> Result<Snapshot> {
        Snapshot::of_index(store, &store.index)
    }

    /// The last committed state, for reading what stands all over the index, such as
    /// [`Snapshot::files`]: nothing is mapped into memory, where all of it would stay.
    pub fn streamed(store: &Store) -> Result<Snapshot> {
        Snapshot::of_index(store, &store.streamed()?)
    }

    fn of_index(store: &Store, index: &Index) -> Result<Snapshot> {
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()
            .map_err(|e| damaged(&store.path, &e))?;
        Ok(Snapshot {
            path: store.path.clone(),
            searcher: reader.searcher(),
            fields: schema().1,
        })
    }

    /// The records of all files.
    pub fn files(&self) -> Result<Vec<FileRecord>> {
        self.records(FILE)
    }

    /// The records of all documents.
    pub fn documents(&self) -> Result<Vec<DocumentRecord>> {
        self.records(DOCUMENT)
    }

    /// The keys of all files that anything in the index came from, those that a killed run left
    /// without a record among them.
    pub fn file_keys(&self) -> Result<FxHashSet<String>> {
        let failed = |e: tantivy::TantivyError| damaged(&self.path, &e);
        let mut keys = FxHashSet::default();
        for segment in self.searcher.segment_readers() {
            let inverted = segment.inverted_index(self.fields.file).map_err(failed)?;
            let mut stream = inverted.terms().stream().map_err(|e| failed(e.into()))?;
            while stream.advance() {
                keys.insert(String::from_utf8_lossy(stream.key()).into_owned());
            }
        }
        Ok(keys)
    }

    /// Whether anything in the index came from a file; its term may outlive what was deleted.
    pub fn has_file(&self, key: &str) -> Result<bool> {
        let query = self.term(Term::from_field_text(self.fields.file, key));
        let count = self
            .searcher
            .search(&query, &tantivy::collector::Count)
            .map_err(|e| damaged(&self.path, &e))?;
        Ok(count > 0)
    }

    /// The record of a document.
    pub fn document(&self, id: &str) -> Result<Option<DocumentRecord>> {
        Ok(self
            .document_of_group(group_of(id))?
            .filter(|record| record.id == id))
    }

    /// The record of the document with this group number; see [`group_of`].
    pub fn document_of_group(&self, group: u64) -> Result<Option<DocumentRecord>> {
        let term = Term::from_field_text(self.fields.document, &group_key(group));
        let found = self.run(self.term(term).as_ref())?;
        found
            .into_iter()
            .next()
            .map(|at| self.record(at))
            .transpose()
    }

    /// The group numbers of the documents of these passages, in their order; see [`group_of`].
    pub fn groups(&self, passages: impl Iterator<Item = DocAddress>) -> Result<Vec<u64>> {
        let columns: Vec<_> = self
            .searcher
            .segment_readers()
            .iter()
            .map(|segment| segment.fast_fields().u64("group"))
            .collect::<tantivy::Result<_>>()
            .map_err(|e| damaged(&self.path, &e))?;
        passages
            .map(|at| columns[at.segment_ord as usize].first(at.doc_id))
            .collect::<Option<_>>()
            .ok_or_else(|| bad_record(&self.path))
    }

    /// Number of passages.
    pub fn passages(&self) -> Result<u64> {
        let count = self
            .searcher
            .search(&self.all_passages(), &tantivy::collector::Count)
            .map_err(|e| damaged(&self.path, &e))?;
        Ok(count as u64)
    }

    /// Number of documents; those that were deleted count until their segment is merged.
    pub fn document_count(&self) -> Result<u64> {
        self.searcher
            .doc_freq(&Term::from_field_text(self.fields.record, DOCUMENT))
            .map_err(|e| damaged(&self.path, &e))
    }

    /// A query for all passages: what is no record.
    pub fn all_passages(&self) -> BooleanQuery {
        let record = |kind| self.term(Term::from_field_text(self.fields.record, kind));
        BooleanQuery::new(vec![
            (Occur::Must, Box::new(AllQuery) as Box<dyn Query>),
            (Occur::MustNot, record(DOCUMENT)),
            (Occur::MustNot, record(FILE)),
        ])
    }

    /// A query for one term, without scores.
    pub fn term(&self, term: Term) -> Box<dyn Query> {
        Box::new(TermQuery::new(term, IndexRecordOption::Basic))
    }

    /// The stored text and data of an entry.
    pub fn stored(&self, at: DocAddress) -> Result<(String, Vec<u8>)> {
        let document: TantivyDocument =
            self.searcher.doc(at).map_err(|e| damaged(&self.path, &e))?;
        let packed = document
            .get_first(self.fields.text)
            .and_then(|v| v.as_str())
            .unwrap_or_default();
        let text = pack(packed);
        let data = document
            .get_first(self.fields.data)
            .and_then(|v| v.as_bytes())
            .unwrap_or(&[])
            .to_owned();
        Ok((text, data))
    }

    fn records<T: DeserializeOwned>(&self, kind: &str) -> Result<Vec<T>> {
        let query = self.term(Term::from_field_text(self.fields.record, kind));
        let mut found: Vec<DocAddress> = self.run(query.as_ref())?.into_iter().collect();
        found.sort_unstable();
        found.into_iter().map(|at| self.record(at)).collect()
    }

    fn run(&self, query: &dyn Query) -> Result<std::collections::HashSet<DocAddress>> {
        self.searcher
            .search(query, &DocSetCollector)
            .map_err(|e| damaged(&self.path, &e))
    }

    fn record<T: DeserializeOwned>(&self, at: DocAddress) -> Result<T> {
        let (_, data) = self.stored(at)?;
        serde_json::from_slice(&data).map_err(|_| bad_record(&self.path))
    }
}

/// The error for a stored record that cannot be read.
pub fn bad_record(path: &Path) -> Error {
    Error::index(
        path,
        format!(
            "a record is damaged; make it anew with `kavosh index --rebuild FOLDER --index {}`",
            path.display()
        ),
    )
}
