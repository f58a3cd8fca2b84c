//! Fields of the index.
//!
//! Three kinds of Tantivy documents live in it: passages, which are searched; one record for each
//! document, which passages point to; one record for each file, which tells an update what is there.
//! They share a commit, so that no crash can part them.

use crate::analysis::{PREPARED, Prepared};
use tantivy::Index;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};

/// Changes when fields or stored records change their meaning.
pub const SCHEMA_VERSION: u32 = 1;

/// Value of [`Fields::record`] for passages.
pub const PASSAGE: &str = "passage";
/// Value of [`Fields::record`] for documents.
pub const DOCUMENT: &str = "document";
/// Value of [`Fields::record`] for files.
pub const FILE: &str = "file";

/// The fields, by their name in the schema.
#[derive(Clone, Debug)]
pub struct Fields {
    /// What kind of record this is.
    pub record: Field,
    /// Lemmas of the passage, with positions: what is searched.
    pub lemma: Field,
    /// Exact forms of the passage, with frequencies only: what ranks the form that was typed first.
    pub exact: Field,
    /// Lemmas of the document's title.
    pub title: Field,
    /// Lemmas of the titles on the section path.
    pub section: Field,
    /// Exact forms of the authors' names.
    pub author: Field,
    /// Year of the document.
    pub year: Field,
    /// Kind of the passage.
    pub kind: Field,
    /// Main language of the passage.
    pub language: Field,
    /// Identifier of the document.
    pub id: Field,
    /// Hash of the identifier, to group passages by document.
    pub group: Field,
    /// Key of the file, by which an update deletes.
    pub file: Field,
    /// Text of the passage, as shown.
    pub text: Field,
    /// Where the passage stands (see [`super::record::Place`]), or the record's JSON.
    pub data: Field,
}

/// The schema and its fields.
pub fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let terms = |option| {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(PREPARED)
                .set_index_option(option),
        )
    };
    let positions = terms(IndexRecordOption::WithFreqsAndPositions);
    let frequencies = terms(IndexRecordOption::WithFreqs);
    let fields = Fields {
        record: builder.add_text_field("record", STRING),
        lemma: builder.add_text_field("lemma", positions.clone()),
        exact: builder.add_text_field("exact", frequencies),
        title: builder.add_text_field("title", positions.clone()),
        section: builder.add_text_field("section", positions.clone()),
        author: builder.add_text_field("author", positions),
        year: builder.add_i64_field("year", INDEXED | FAST),
        kind: builder.add_text_field("kind", STRING),
        language: builder.add_text_field("language", STRING),
        id: builder.add_text_field("id", STRING | FAST),
        group: builder.add_u64_field("group", FAST),
        file: builder.add_text_field("file", STRING),
        text: builder.add_text_field("text", STORED),
        data: builder.add_bytes_field("data", STORED),
    };
    (builder.build(), fields)
}

/// Registers the tokenizer of the text fields.
pub fn register(index: &Index) {
    index.tokenizers().register(PREPARED, Prepared::default());
}
