//! `kavosh inspect`

use super::Outcome;
use super::args::{InspectArgs, InspectFormat, What};
use super::output::Output;
use crate::document::read::read_one;
use crate::document::{Apparatus, Document, outline};
use crate::error::Result;
use serde_json::{Value, json};

/// Shows what is found in a file.
///
/// # Errors
/// When the file cannot be read.
pub fn run(args: &InspectArgs, output: &mut Output) -> Result<Outcome> {
    let raw = read_one(&args.file)?;
    let (document, apparatus) = Document::inspect(raw);
    let (names, rows) = table(args.what, &document, &apparatus);
    let found = rows.len();
    for row in rows {
        match args.format {
            InspectFormat::Json => {
                let object: serde_json::Map<String, Value> =
                    names.iter().map(|n| (*n).to_owned()).zip(row).collect();
                output.json(&object)?;
            }
            InspectFormat::Tsv => {
                let columns: Vec<String> = row.iter().map(as_column).collect();
                let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
                output.row(&columns)?;
            }
        }
    }
    Ok(Outcome::of_hits(found))
}

type Table = (&'static [&'static str], Vec<Vec<Value>>);

/// Names of the columns, and the rows.
fn table(what: What, document: &Document, apparatus: &Apparatus) -> Table {
    match what {
        What::Outline => (
            &["line", "level", "number", "title"],
            document
                .sections
                .iter()
                .map(|s| {
                    vec![
                        json!(s.line),
                        json!(s.level),
                        json!(s.number),
                        json!(s.title),
                    ]
                })
                .collect(),
        ),
        What::Footnotes => (
            &["line", "number", "text"],
            apparatus
                .footnotes
                .iter()
                .map(|(line, note)| vec![json!(line), json!(note.number), json!(note.text)])
                .collect(),
        ),
        What::Citations => (
            &["line", "authors", "year", "page", "raw"],
            apparatus
                .citations
                .iter()
                .map(|c| {
                    vec![
                        json!(c.line),
                        json!(c.authors),
                        json!(c.year),
                        json!(c.page),
                        json!(c.raw),
                    ]
                })
                .collect(),
        ),
        What::References => (
            &["line", "authors", "year", "title", "raw"],
            apparatus
                .references
                .iter()
                .map(|r| {
                    vec![
                        json!(r.line),
                        json!(r.authors),
                        json!(r.year),
                        json!(r.title),
                        json!(r.raw),
                    ]
                })
                .collect(),
        ),
        What::Glossary => (
            &["persian", "english", "line"],
            apparatus
                .glossary
                .iter()
                .map(|p| vec![json!(p.persian), json!(p.english), json!(p.line)])
                .collect(),
        ),
        What::Passages => (
            &["first_line", "last_line", "kind", "section", "text"],
            document
                .passages
                .iter()
                .map(|p| {
                    let (first, last) = p.traced.lines().unwrap_or((0, 0));
                    let section = outline::path(&document.sections, p.section).join(" > ");
                    vec![
                        json!(first),
                        json!(last),
                        json!(p.kind.name()),
                        json!(section),
                        json!(p.traced.text),
                    ]
                })
                .collect(),
        ),
    }
}

fn as_column(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
