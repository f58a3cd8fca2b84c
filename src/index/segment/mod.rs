//! A segment in the making.
//!
//! Tantivy's own writer takes text, cuts it into terms, and looks up each of these in a table for each
//! time it occurs. Here the terms of a passage are known when it is read, most of them under a number
//! ([`passages`]), so the thread that reads only takes note of numbers ([`postings`]) and writes
//! the files of a segment itself, with Tantivy's serializers, which are public. From then on the segment
//! is Tantivy's: it commits it, deletes from it and merges it.

mod dictionary;
mod passages;
mod postings;
#[cfg(test)]
mod tests;

use super::schema::Fields;
use crate::analysis::Analyzer;
use passages::Passages;
use postings::{Place, Postings};
use tantivy::directory::TerminatingWrite;
use tantivy::fastfield::FastFieldsWriter;
use tantivy::fieldnorm::{FieldNormReaders, FieldNormsSerializer, FieldNormsWriter};
use tantivy::index::{Segment, SegmentComponent};
use tantivy::postings::InvertedIndexSerializer;
use tantivy::schema::{Field, Schema};
use tantivy::store::StoreWriter;
use tantivy::tokenizer::TokenizerManager;
use tantivy::{DocId, IndexWriter, TantivyDocument, Term};

/// A segment to which entries are added.
pub struct Builder {
    segment: Segment,
    schema: Schema,
    fields: Fields,
    memory: usize,
    /// Entries that are complete.
    entries: DocId,
    passages: Passages,
    /// The other indexed fields, by the number of the field.
    others: Vec<Postings>,
    norms: FieldNormsWriter,
    columns: FastFieldsWriter,
    store: StoreWriter,
}

impl Builder {
    /// An empty segment that may take so many bytes of memory.
    ///
    /// # Errors
    /// When its files cannot be made.
    pub fn new(writer: &IndexWriter, fields: &Fields, memory: usize) -> tantivy::Result<Builder> {
        let segment = writer.new_segment();
        let schema = segment.schema();
        let settings = segment.index().settings().clone();
        let store = StoreWriter::new(
            segment.open_write(SegmentComponent::Store)?,
            settings.docstore_compression,
            settings.docstore_blocksize,
            false,
        )?;
        Ok(Builder {
            fields: fields.clone(),
            memory,
            entries: 0,
            passages: Passages::default(),
            others: schema.fields().map(|_| Postings::default()).collect(),
            norms: FieldNormsWriter::for_schema(&schema),
            columns: FastFieldsWriter::from_schema_and_tokenizer_manager(
                &schema,
                TokenizerManager::default(),
            )?,
            store,
            schema,
            segment,
        })
    }

    /// Adds the words of the entry's passage; how many they are.
    pub fn passage(&mut self, analyzer: &mut Analyzer, text: &str) -> u64 {
        let words = self.passages.add(self.entries, analyzer, text);
        for (field, postings) in [
            (self.fields.lemma, &self.passages.lemma),
            (self.fields.exact, &self.passages.exact),
        ] {
            self.norms.record(self.entries, field, postings.len());
        }
        words
    }

    /// The numbers of terms of another field, for [`Builder::terms`]. They are the same as long as the
    /// segment is not finished.
    pub fn numbers<T: AsRef<str>>(
        &mut self,
        field: Field,
        terms: impl IntoIterator<Item = T>,
    ) -> Vec<u32> {
        let dictionary = &mut self.others[field.field_id() as usize].terms;
        let number = |term: T| dictionary.number(term.as_ref().as_bytes());
        terms.into_iter().map(number).collect()
    }

    /// Adds the terms of another field of the entry, in order.
    pub fn terms(&mut self, field: Field, numbers: &[u32]) {
        let postings = &mut self.others[field.field_id() as usize];
        postings.begin(self.entries);
        numbers.iter().for_each(|number| postings.push(*number));
        self.norms.record(self.entries, field, postings.len());
    }

    /// Adds the one term of a field of the entry.
    pub fn term(&mut self, term: &Term) {
        let field = term.field();
        let dictionary = &mut self.others[field.field_id() as usize].terms;
        let number = dictionary.number(term.serialized_value_bytes());
        self.terms(field, &[number]);
    }

    /// Completes the entry with what of it is stored.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn end(&mut self, stored: &TantivyDocument) -> tantivy::Result<()> {
        self.store.store(stored, &self.schema)?;
        self.entries += 1;
        Ok(())
    }

    /// What stands in columns for an entry; once for each, in their order, now or later.
    ///
    /// # Errors
    /// When a value is not of its column's kind.
    pub fn columns(&mut self, values: &TantivyDocument) -> tantivy::Result<()> {
        self.columns.add_document(values)
    }

    /// Whether an entry has this term.
    pub fn contains(&self, term: &Term) -> bool {
        let postings = &self.others[term.field().field_id() as usize];
        postings.terms.contains(term.serialized_value_bytes())
    }

    /// Whether it takes as much memory as it may, with what writing will take at least: a quarter for the
    /// places of tokens. With less, all tokens would have to be gone through more often; with more,
    /// segments would be smaller, and merging them costs most.
    pub fn is_full(&self) -> bool {
        let places = self.passages.lemma.tokens() * size_of::<Place>();
        self.used() + places.min(self.memory / 4) >= self.memory
    }

    /// Bytes of memory that are taken.
    fn used(&self) -> usize {
        self.passages.memory()
            + self.others.iter().map(Postings::memory).sum::<usize>()
            + self.norms.mem_usage()
            + self.columns.mem_usage()
            + self.store.mem_usage()
    }

    /// Places of tokens that are held at a time when it is written: for all that is left of its memory.
    fn places(&self) -> usize {
        self.memory.saturating_sub(self.used()).max(self.memory / 4) / size_of::<Place>()
    }

    /// Writes the segment and hands it to Tantivy's writer, whose next commit makes it part of the
    /// index. What was deleted before is not deleted from it.
    ///
    /// # Errors
    /// When the files cannot be written.
    pub fn finish(mut self, writer: &IndexWriter) -> tantivy::Result<()> {
        let places = self.places();
        let segment = &mut self.segment;
        self.norms.fill_up_to_max_doc(self.entries);
        let norms = segment.open_write(SegmentComponent::FieldNorms)?;
        let norms = FieldNormsSerializer::from_write(norms)?;
        self.norms.serialize(norms, None)?;
        let norms = segment.open_read(SegmentComponent::FieldNorms)?;
        let norms = FieldNormReaders::open(norms)?;
        let mut files = InvertedIndexSerializer::open(segment)?;
        for (field, entry) in self.schema.fields() {
            let postings = match field {
                field if field == self.fields.lemma => &mut self.passages.lemma,
                field if field == self.fields.exact => &mut self.passages.exact,
                field => &mut self.others[field.field_id() as usize],
            };
            let option = entry.field_type().get_index_record_option();
            if let Some(option) = option
                && !postings.is_empty()
            {
                let norms = norms.get_field(field)?;
                postings.write(field, option.has_positions(), places, norms, &mut files)?;
            }
        }
        files.close()?;
        let mut columns = segment.open_write(SegmentComponent::FastFields)?;
        self.columns.serialize(&mut columns, None)?;
        columns.terminate()?;
        self.store.close()?;
        let segment = self.segment.with_max_doc(self.entries);
        let meta = segment.meta().clone();
        meta.untrack_temp_docstore();
        writer.add_segment(meta)
    }
}
