//! Plain Tantivy, the yardstick: one text field, SimpleTokenizer and LowerCaser, positions, the text
//! stored.

use std::path::Path;
use tantivy::schema::{Field, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{LowerCaser, SimpleTokenizer, TextAnalyzer};
use tantivy::{Index, TantivyDocument};

/// Indexes texts as plain Tantivy does; the index and its field.
pub fn index(
    folder: &Path,
    texts: impl Iterator<Item = String>,
    threads: usize,
    memory: usize,
) -> (Index, Field) {
    let mut builder = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("plain")
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let field = builder.add_text_field(
        "text",
        TextOptions::default().set_indexing_options(indexing) | STORED,
    );
    let index = Index::create_in_dir(folder, builder.build())
        .expect("an index can be made in a temporary folder");
    index.tokenizers().register("plain", analyzer());
    let mut writer = index
        .writer_with_num_threads(threads, memory)
        .expect("a writer can be opened");
    for text in texts {
        let mut document = TantivyDocument::default();
        document.add_text(field, text);
        writer
            .add_document(document)
            .expect("a document can be added");
    }
    writer.commit().expect("a commit succeeds");
    writer.wait_merging_threads().expect("merges succeed");
    (index, field)
}

/// The analyzer of plain Tantivy.
pub fn analyzer() -> TextAnalyzer {
    TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(LowerCaser)
        .build()
}
