//! What of documents and files goes into which field.

use super::cites;
use super::glossary;
use super::record::{DocumentRecord, FileRecord, Place};
use super::schema::{DOCUMENT, FILE, Fields, LEAD, group_key, group_of};
use super::segment::Builder;
use crate::analysis::Analyzer;
use crate::document::{Document, Passage, outline};
use crate::text::pack;
use tantivy::schema::Field;
use tantivy::{TantivyDocument, Term};

/// Bytes of what is stored of an entry besides its text and data.
const SMALL: usize = 128;

/// Adds entries to a segment.
pub struct Entries<'s> {
    /// The segment.
    pub builder: &'s mut Builder,
    /// The fields of the index.
    pub fields: &'s Fields,
    /// The term of [`Fields::run`].
    pub run: &'s Term,
}

impl Entries<'_> {
    /// Adds the passages of a document, one after the other, and its record.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn document(
        mut self,
        analyzer: &mut Analyzer,
        document: &Document,
        record: &DocumentRecord,
    ) -> tantivy::Result<()> {
        let fields = self.fields;
        let group = group_of(&record.id);
        self.passages(analyzer, document, record, group)?;
        self.label(fields.document, &group_key(group));
        let pairs = glossary::terms(analyzer, &document.glossary);
        if !pairs.is_empty() {
            let pairs = self.builder.numbers(fields.glossary, pairs);
            self.builder.terms(fields.glossary, &pairs);
        }
        self.record(DOCUMENT, &record.file, &json(record))
    }

    /// Adds the record of a file.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn file(mut self, record: &FileRecord) -> tantivy::Result<()> {
        self.record(FILE, &record.key, &json(record))
    }

    fn passages(
        &mut self,
        analyzer: &mut Analyzer,
        document: &Document,
        record: &DocumentRecord,
        group: u64,
    ) -> tantivy::Result<()> {
        let fields = self.fields;
        let title = lemmas(analyzer, record.title.as_deref().unwrap_or(""));
        let title = self.builder.numbers(fields.title, title);
        let authors = exact_forms(analyzer, &record.authors.join(" ; "));
        let authors = self.builder.numbers(fields.author, authors);
        let id = self.builder.numbers(fields.id, [&record.id]);
        let mut section = (None, Vec::new());
        let mut citations = document.citations.iter().peekable();
        let mut cites = Vec::new();
        let mut words = 0;
        for (ordinal, passage) in document.passages.iter().enumerate() {
            if section.0 != Some((passage.section, &passage.context)) {
                let mut path = outline::path(&document.sections, passage.section).join(" ; ");
                // Words of a table are found by its caption and column heads as those of a section
                // are by its title.
                if !passage.context.is_empty() {
                    path = format!("{path} ; {}", passage.context);
                }
                let path = lemmas(analyzer, &path);
                let path = self.builder.numbers(fields.section, path);
                section = (Some((passage.section, &passage.context)), path);
            }
            words += self.builder.passage(analyzer, &passage.traced.text);
            cites.clear();
            while let Some(citation) = citations.next_if(|c| c.passage as usize <= ordinal) {
                cites::push_terms(&citation.authors, &citation.year, &mut cites);
            }
            let cites = self.builder.numbers(fields.cites, &cites);
            for (field, terms) in [
                (fields.title, &title),
                (fields.section, &section.1),
                (fields.author, &authors),
                (fields.cites, &cites),
                (fields.id, &id),
            ] {
                if !terms.is_empty() {
                    self.builder.terms(field, terms);
                }
            }
            self.label(fields.kind, passage.kind.name());
            if let Some(language) = passage.language {
                self.label(fields.language, language);
            }
            if let Some(year) = record.year {
                let year = Term::from_field_i64(fields.year, i64::from(year));
                self.builder.term(&year);
            }
            if ordinal == 0 {
                self.label(fields.lead, LEAD);
            }
            let text = pack(&passage.traced.text);
            let data = place(ordinal, passage).pack(&passage.traced);
            let mut stored = TantivyDocument::with_capacity(text.len() + data.len() + SMALL);
            stored.add_text(fields.text, text);
            stored.add_bytes(fields.data, &data);
            self.end(&record.file, &stored)?;
        }
        for ordinal in 0..document.passages.len() {
            let words = if ordinal == 0 { words } else { 0 };
            let mut columns = self.columns(ordinal as u64, words);
            columns.add_u64(fields.group, group);
            if let Some(year) = record.year {
                columns.add_i64(fields.year, i64::from(year));
            }
            self.builder.columns(&columns)?;
        }
        Ok(())
    }

    /// Adds a record of a file or of a document that came from it.
    fn record(&mut self, kind: &str, file: &str, data: &[u8]) -> tantivy::Result<()> {
        self.label(self.fields.record, kind);
        let mut stored = TantivyDocument::default();
        stored.add_bytes(self.fields.data, data);
        self.end(file, &stored)?;
        self.builder.columns(&self.columns(0, 0))
    }

    /// The columns that are read for each posting have a value in every entry, which makes them an array.
    fn columns(&self, ordinal: u64, words: u64) -> TantivyDocument {
        let mut columns = TantivyDocument::default();
        columns.add_u64(self.fields.ordinal, ordinal);
        columns.add_u64(self.fields.words, words);
        columns
    }

    /// Ends an entry that came from a file.
    fn end(&mut self, file: &str, stored: &TantivyDocument) -> tantivy::Result<()> {
        self.label(self.fields.file, file);
        self.builder.term(self.run);
        self.builder.end(stored)
    }

    fn label(&mut self, field: Field, label: &str) {
        self.builder.term(&Term::from_field_text(field, label));
    }
}

fn lemmas(analyzer: &mut Analyzer, text: &str) -> Vec<String> {
    let mut lemmas = Vec::new();
    analyzer.tokens(text, |token| lemmas.push(token.lemma.to_owned()));
    lemmas
}

fn exact_forms(analyzer: &mut Analyzer, text: &str) -> Vec<String> {
    let mut forms = Vec::new();
    analyzer.tokens(text, |token| forms.push(token.exact.to_owned()));
    forms
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
