//! `kavosh inspect`

use super::Outcome;
use super::args::{FoundFormat, InspectArgs, What};
use super::output::Output;
use crate::document::bibliography::Shelf;
use crate::document::read::{RawDocument, read_one};
use crate::document::references::{export, link};
use crate::document::{Apparatus, Document, outline};
use crate::error::{Error, Result};
use serde_json::{Value, json};
use std::path::Path;

/// Shows what is found in a file.
///
/// # Errors
/// When the file cannot be read.
pub fn run(args: &InspectArgs, output: &mut Output) -> Result<Outcome> {
    let raw = read_one(&args.file)?;
    for warning in &raw.warnings {
        anstream::eprintln!("{}: {warning}", args.file.display());
    }
    if let Some(share) = raw.known_letters {
        anstream::eprintln!(
            "{}: {:.1} % of the letters are in known words",
            args.file.display(),
            100.0 * share
        );
    }
    let for_references = matches!(args.format, FoundFormat::Bibtex | FoundFormat::Csl);
    if args.what == What::Text && !for_references {
        return text(&raw, args.format, output);
    }
    let (mut document, apparatus) = Document::inspect(raw);
    let folder = args.file.parent().unwrap_or(Path::new(""));
    let shelf = Shelf::of_folder(folder, &mut |error| anstream::eprintln!("{error}"));
    if let Some(entry) = shelf.about(&args.file, document.about.title.as_deref()) {
        document.describe(entry);
    }
    if for_references {
        return references(args, &document, output);
    }
    let (names, rows) = table(args.what, &document, &apparatus);
    let found = rows.len();
    for row in rows {
        match args.format {
            FoundFormat::Json => {
                let object: serde_json::Map<String, Value> =
                    names.iter().map(|n| (*n).to_owned()).zip(row).collect();
                output.json(&object)?;
            }
            FoundFormat::Tsv => {
                let columns: Vec<String> = row.iter().map(as_column).collect();
                let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
                // JSON tells more than the columns that scripts rely on.
                let most = match args.what {
                    What::Glossary | What::Footnotes => 3,
                    _ => COLUMNS,
                };
                output.row(&columns[..columns.len().min(most)])?;
            }
            FoundFormat::Bibtex | FoundFormat::Csl => {}
        }
    }
    Ok(Outcome::of_hits(found))
}

/// Most columns of the tsv form.
const COLUMNS: usize = 5;

/// The list of references for other programs.
fn references(args: &InspectArgs, document: &Document, output: &mut Output) -> Result<Outcome> {
    if args.what != What::References {
        return Err(Error::document(
            &args.file,
            "only references are written as bibtex or csl; ask for `references`",
        ));
    }
    let references = &document.references;
    if references.is_empty() {
        return Ok(Outcome::NoHits);
    }
    if args.format == FoundFormat::Bibtex {
        output.line(&export::bibtex(references))?;
    } else {
        output.json(&export::csl(references))?;
    }
    Ok(Outcome::Done)
}

/// The text as it was read: line, page, what the format says of it.
fn text(raw: &RawDocument, format: FoundFormat, output: &mut Output) -> Result<Outcome> {
    for (index, line) in raw.text.lines.iter().enumerate() {
        let page = line.page.map(|p| raw.labels.label(p)).unwrap_or_default();
        let markup = line.markup.name();
        let text = raw.text.line(index);
        match format {
            FoundFormat::Json => output.json(&json!({
                "line": line.number,
                "page": line.page.and_then(|p| raw.labels.number(p)),
                "label": page,
                "markup": markup,
                "text": text,
            }))?,
            _ => output.row(&[&line.number.to_string(), &page, &markup, text])?,
        }
    }
    Ok(Outcome::of_hits(raw.text.lines.len()))
}

type Table = (&'static [&'static str], Vec<Vec<Value>>);

/// Names of the columns, and the rows.
fn table(what: What, document: &Document, apparatus: &Apparatus) -> Table {
    match what {
        What::Outline => (
            &["line", "level", "number", "title"],
            outline_rows(document, apparatus),
        ),
        What::Footnotes => (
            &["line", "number", "text", "page", "call", "term"],
            apparatus
                .footnotes
                .iter()
                .map(|place| {
                    let (call, term) = place.call.as_ref().map(|(l, t)| (*l, t.as_str())).unzip();
                    vec![
                        json!(place.line),
                        json!(place.note.number),
                        json!(place.note.text),
                        json!(place.page),
                        json!(call),
                        json!(term),
                    ]
                })
                .collect(),
        ),
        What::Citations => (
            &["line", "authors", "year", "page", "raw", "reference"],
            document
                .citations
                .iter()
                .zip(link::link(&document.citations, &document.references))
                .map(|(c, entry)| {
                    vec![
                        json!(c.line),
                        json!(c.authors),
                        json!(c.year),
                        json!(c.page),
                        json!(c.raw),
                        json!(entry.map(|at| document.references[at].line)),
                    ]
                })
                .collect(),
        ),
        What::References => (
            &[
                "line",
                "authors",
                "year",
                "title",
                "raw",
                "number",
                "venue",
                "publisher",
                "volume",
                "issue",
                "pages",
                "doi",
                "link",
                "cited",
            ],
            reference_rows(document),
        ),
        What::About => (&["field", "value"], about_rows(document)),
        What::Unmatched => (
            &["problem", "line", "authors", "year", "raw"],
            unmatched_rows(document),
        ),
        What::Glossary => (
            &["persian", "english", "line", "confidence"],
            document
                .glossary
                .iter()
                .map(|p| {
                    let confidence = (f64::from(p.confidence) * 100.0).round() / 100.0;
                    vec![
                        json!(p.persian),
                        json!(p.english),
                        json!(p.line),
                        json!(confidence),
                    ]
                })
                .collect(),
        ),
        // Shown before structure is looked for.
        What::Text => (&[], Vec::new()),
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

/// The title of the paper on level 0, where it stands in the text and is no section's, and the
/// sections.
fn outline_rows(document: &Document, apparatus: &Apparatus) -> Vec<Vec<Value>> {
    let row = |line: u32, level: u8, number: &str, title: &str| {
        vec![json!(line), json!(level), json!(number), json!(title)]
    };
    let mut rows: Vec<Vec<Value>> = document
        .sections
        .iter()
        .map(|s| row(s.line, s.level, &s.number, &s.title))
        .collect();
    if let (Some(line), Some(title)) = (apparatus.title_line, &document.about.title) {
        let at = document.sections.partition_point(|s| s.line < line);
        if document.sections.get(at).is_none_or(|s| s.line != line) {
            rows.insert(at, row(line, 0, "", title));
        }
    }
    rows
}

/// What is known of the document as a whole, a row for each value.
fn about_rows(document: &Document) -> Vec<Vec<Value>> {
    let about = &document.about;
    let journal = &document.journal;
    let pages = || {
        let pages = document.passages.iter().filter_map(|p| p.page);
        pages.filter_map(|p| document.labels.number(p))
    };
    let text = |text: &str| (!text.is_empty()).then(|| json!(text));
    let mut rows: Vec<(&str, Option<Value>)> =
        vec![("title", about.title.as_ref().map(|t| json!(t)))];
    rows.extend(about.authors.iter().map(|a| ("author", Some(json!(a)))));
    rows.push(("year", about.year.map(|y| json!(y))));
    rows.push(("doi", document.doi.as_ref().map(|d| json!(d))));
    rows.extend(
        document
            .languages
            .iter()
            .map(|l| ("language", Some(json!(l)))),
    );
    rows.push(("journal", text(&journal.name)));
    rows.push(("volume", journal.volume.map(|v| json!(v))));
    rows.push(("issue", journal.issue.map(|i| json!(i))));
    rows.push(("first page", pages().min().map(|p| json!(p))));
    rows.push(("last page", pages().max().map(|p| json!(p))));
    rows.extend(
        document
            .abstracts()
            .iter()
            .map(|a| ("abstract", Some(json!(a)))),
    );
    rows.extend(
        document
            .keywords()
            .iter()
            .map(|k| ("keyword", Some(json!(k)))),
    );
    rows.into_iter()
        .filter_map(|(field, value)| Some(vec![json!(field), value?]))
        .collect()
}

fn reference_rows(document: &Document) -> Vec<Vec<Value>> {
    let links = link::link(&document.citations, &document.references);
    let cited = |at: usize| -> Vec<u32> {
        links
            .iter()
            .zip(&document.citations)
            .filter(|(link, _)| **link == Some(at))
            .map(|(_, c)| c.line)
            .collect()
    };
    document
        .references
        .iter()
        .enumerate()
        .map(|(at, r)| {
            vec![
                json!(r.line),
                json!(r.authors),
                json!(r.year),
                json!(r.title),
                json!(r.raw),
                json!(r.number),
                json!(r.venue),
                json!(r.publisher),
                json!(r.volume),
                json!(r.issue),
                json!(r.pages),
                json!(r.doi),
                json!(r.link),
                json!(cited(at)),
            ]
        })
        .collect()
}

/// What is cited and not listed, and what is listed and not cited, in the order of the lines.
fn unmatched_rows(document: &Document) -> Vec<Vec<Value>> {
    let links = link::link(&document.citations, &document.references);
    let citations = links
        .iter()
        .zip(&document.citations)
        .filter(|(link, _)| link.is_none())
        .map(|(_, c)| ("not listed", c.line, &c.authors, &c.year, &c.raw));
    let entries = link::uncited(&links, &document.references)
        .into_iter()
        .map(|at| &document.references[at])
        .map(|r| ("not cited", r.line, &r.authors, &r.year, &r.raw));
    citations
        .chain(entries)
        .map(|(problem, line, authors, year, raw)| {
            vec![
                json!(problem),
                json!(line),
                json!(authors),
                json!(year),
                json!(raw),
            ]
        })
        .collect()
}

fn as_column(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
