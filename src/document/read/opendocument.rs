//! OpenDocument text (`.odt`): headings, paragraphs, lists, tables, notes.

use super::extracted::{Extracted, squeezed};
use super::guard::{Limits, Watch};
use super::package::Package;
use super::word::{Properties, superscript};
use super::xml::{self, Attributes, Listener};
use super::{Input, RawDocument, Reader, Sink, guarded};
use crate::error::{Error, Result};
use crate::text::Markup;

/// `.odt`.
pub struct OpenDocument;

impl Reader for OpenDocument {
    fn extensions(&self) -> &'static [&'static str] {
        &["odt"]
    }

    fn read(
        &self,
        input: &Input,
        limits: &Limits,
        sink: &mut Sink,
        _bad: &mut dyn FnMut(Error),
    ) -> Result<()> {
        guarded(input, limits, sink, read)
    }
}

fn read(
    bytes: Vec<u8>,
    limits: &Limits,
    watch: &Watch,
) -> std::result::Result<RawDocument, String> {
    let mut package = Package::open(bytes, limits, watch)?;
    let check = || watch.check();
    let xml = package
        .file("content.xml")?
        .ok_or("no OpenDocument text inside; give it its true extension")?;
    let mut body = Body::default();
    xml::walk(&xml, &mut body, &check)?;
    let mut properties = Properties::default();
    if let Some(xml) = package.file("meta.xml")? {
        xml::walk(&xml, &mut properties, &check)?;
    }
    Ok(RawDocument {
        declared: properties.declared(),
        text: body.out.finish().ok_or("no text was found in it")?,
        encoding: "ODT",
        ..RawDocument::default()
    })
}

#[derive(Default)]
struct Body {
    out: Extracted,
    /// Open paragraphs, the innermost last: a note holds some inside another.
    open: Vec<(String, Markup)>,
    lists: usize,
    rows: Vec<(Vec<String>, String)>,
    /// The text of the note in the making, and notes that wait for the end of their paragraph.
    note: Option<String>,
    waiting: Vec<String>,
    notes: u32,
    /// Inside what is not shown (the number of a note, a comment, tracked deletions).
    hidden: usize,
}

const HIDDEN: [&str; 4] = ["note-citation", "annotation", "tracked-changes", "desc"];

impl Body {
    fn push(&mut self, text: &str) {
        if self.hidden == 0
            && let Some((paragraph, _)) = self.open.last_mut()
        {
            paragraph.push_str(text);
        }
    }

    fn end_paragraph(&mut self) {
        let Some((text, markup)) = self.open.pop() else {
            return;
        };
        let into = |target: &mut String, text: &str| {
            if !target.is_empty() && !text.is_empty() {
                target.push(' ');
            }
            target.push_str(text);
        };
        if let Some(note) = &mut self.note {
            return into(note, &squeezed(&text));
        }
        if let Some((_, cell)) = self.rows.last_mut() {
            into(cell, &squeezed(&text));
        } else {
            let lines: Vec<&str> = text
                .split('\n')
                .map(str::trim)
                .filter(|l| !l.is_empty())
                .collect();
            if !lines.is_empty() {
                let markup = if markup == Markup::None && self.lists > 0 {
                    Markup::ListItem
                } else {
                    markup
                };
                self.out.line(&lines.join("\n"), markup);
            }
            if self.lists == 0 {
                self.out.blank();
            }
        }
        for note in std::mem::take(&mut self.waiting) {
            self.out.line(&note, Markup::Footnote);
            self.out.blank();
        }
    }
}

impl Listener for Body {
    fn start(&mut self, name: &str, attributes: &Attributes) {
        if HIDDEN.contains(&name) {
            self.hidden += 1;
        }
        if self.hidden > 0 {
            return;
        }
        match name {
            "p" => self.open.push((String::new(), Markup::None)),
            "h" => {
                let level = attributes
                    .get("outline-level")
                    .and_then(|l| l.parse().ok())
                    .unwrap_or(1);
                self.out.blank();
                self.open.push((String::new(), Markup::Heading(level)));
            }
            "s" => self.push(" "),
            "tab" => self.push("\t"),
            "line-break" => self.push("\n"),
            "list" => self.lists += 1,
            "table-row" => self.rows.push((Vec::new(), String::new())),
            "note" => {
                self.notes += 1;
                let call = superscript(self.notes);
                self.push(&call);
                self.note = Some(String::new());
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if HIDDEN.contains(&name) {
            self.hidden = self.hidden.saturating_sub(1);
            return;
        }
        if self.hidden > 0 {
            return;
        }
        match name {
            "p" | "h" => self.end_paragraph(),
            "list" => {
                self.lists = self.lists.saturating_sub(1);
                if self.lists == 0 {
                    self.out.blank();
                }
            }
            "table-cell" => {
                if let Some((cells, cell)) = self.rows.last_mut() {
                    cells.push(std::mem::take(cell));
                }
            }
            "table-row" => {
                if let Some((cells, _)) = self.rows.pop() {
                    let row = cells.join(" | ");
                    match self.rows.last_mut() {
                        Some((_, cell)) => cell.push_str(&row),
                        None if cells.iter().any(|c| !c.is_empty()) => {
                            self.out.line(&row, Markup::TableRow)
                        }
                        None => {}
                    }
                }
            }
            "table" if self.rows.is_empty() => self.out.blank(),
            "note" => {
                if let Some(text) = self.note.take() {
                    self.waiting.push(format!("{}. {text}", self.notes));
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        // Line breaks of the XML are no line breaks of the text.
        let text: String = text
            .chars()
            .map(|c| if c == '\n' || c == '\r' { ' ' } else { c })
            .collect();
        self.push(&text);
    }
}
