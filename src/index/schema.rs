//! Fields of the index.
//!
//! Three kinds of Tantivy documents live in it: passages, which are searched; one record for each
//! document, which passages point to; one record for each file, which tells an update what is there.
//! They share a commit, so that no crash can part them.

use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, NumericOptions, STORED, Schema, TextFieldIndexing,
    TextOptions,
};

/// Changes when fields, stored records or files change their meaning.
pub const SCHEMA_VERSION: u32 = 8;

/// Value of [`Fields::record`] for documents.
pub const DOCUMENT: &str = "document";
/// Value of [`Fields::record`] for files.
pub const FILE: &str = "file";

/// Value of [`Fields::lead`].
pub const LEAD: &str = "1";

/// The fields, by their name in the schema.
#[derive(Clone, Debug)]
pub struct Fields {
    /// What kind of record this is; passages have none.
    pub record: Field,
    /// Lemmas of the passage, with positions: what is searched.
    pub lemma: Field,
    /// Exact forms of the passage that differ from their lemma, and for each lemma that stands only in
    /// such forms the mark [`only_inflected`]. Five tokens in six are their own lemma; so this field
    /// costs a fifth of one that holds all forms, and a form can still be asked for exactly: an
    /// inflected one is here, a base form is in the lemma field where the mark is not here.
    pub exact: Field,
    /// Lemmas of the document's title.
    pub title: Field,
    /// Lemmas of the titles on the section path.
    pub section: Field,
    /// Exact forms of the authors' names.
    pub author: Field,
    /// Who is cited in the passage, see [`super::cites`].
    pub cites: Field,
    /// Year of the document.
    pub year: Field,
    /// Kind of the passage.
    pub kind: Field,
    /// Main language of the passage.
    pub language: Field,
    /// Identifier of the document, on its passages.
    pub id: Field,
    /// Hash of the identifier (see [`group_of`]), by which passages are grouped and lead to the
    /// record of their document.
    pub group: Field,
    /// Number of the passage in its document, from 0. The passages of a document stand one after the
    /// other in their segment, so this leads to the first, where [`Fields::words`] is.
    pub ordinal: Field,
    /// Words of the whole document, on its first passage; 0 on all else.
    pub words: Field,
    /// On the first passage of a document: [`LEAD`].
    pub lead: Field,
    /// The same as [`Fields::group`] as a term, on the record of the document.
    pub document: Field,
    /// Terms in two languages, on the record of the document that pairs them; see `index::glossary`.
    pub glossary: Field,
    /// Key of the file, by which an update deletes.
    pub file: Field,
    /// Which run of the indexer wrote it, so that what a run deletes of a file is not what it adds.
    pub run: Field,
    /// Text of the passage, as shown, packed (see [`crate::text::pack`]).
    pub text: Field,
    /// Where the passage stands (see [`super::record::Place`]), or the record's JSON.
    pub data: Field,
}

/// Begins the mark [`only_inflected`]; no word begins with it.
pub const INFLECTED: &str = "~";

/// The term of [`Fields::exact`] that says of a lemma: it stands in this passage, but only inflected.
pub fn only_inflected(lemma: &str) -> String {
    format!("{INFLECTED}{lemma}")
}

/// A number for a document by which its passages are grouped.
pub fn group_of(id: &str) -> u64 {
    let hash = blake3::hash(id.as_bytes());
    u64::from_le_bytes(hash.as_bytes()[..8].try_into().unwrap_or_default())
}

/// The term of [`Fields::document`] for a group number.
pub fn group_key(group: u64) -> String {
    format!("{group:016x}")
}

/// The schema and its fields.
pub fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    // Terms come from `index::segment`, never from a tokenizer of Tantivy's.
    let terms = |option, has_lengths| {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer("raw")
                .set_index_option(option)
                .set_fieldnorms(has_lengths),
        )
    };
    let positions = terms(IndexRecordOption::WithFreqsAndPositions, true);
    let presence = terms(IndexRecordOption::Basic, true);
    let label = terms(IndexRecordOption::Basic, false);
    let fields = Fields {
        record: builder.add_text_field("record", label.clone()),
        lemma: builder.add_text_field("lemma", positions.clone()),
        exact: builder.add_text_field("exact", presence.clone()),
        title: builder.add_text_field("title", positions.clone()),
        section: builder.add_text_field("section", positions.clone()),
        author: builder.add_text_field("author", positions),
        cites: builder.add_text_field("cites", presence),
        year: builder.add_i64_field("year", INDEXED | FAST),
        kind: builder.add_text_field("kind", label.clone()),
        language: builder.add_text_field("language", label.clone()),
        id: builder.add_text_field("id", label.clone()),
        group: builder.add_u64_field("group", FAST),
        ordinal: builder.add_u64_field("ordinal", FAST),
        words: builder.add_u64_field("words", FAST),
        lead: builder.add_text_field("lead", label.clone()),
        document: builder.add_text_field("document", label.clone()),
        glossary: builder.add_text_field("glossary", label.clone()),
        file: builder.add_text_field("file", label),
        run: builder.add_u64_field("run", NumericOptions::default().set_indexed()),
        text: builder.add_text_field("text", STORED),
        data: builder.add_bytes_field("data", STORED),
    };
    (builder.build(), fields)
}
