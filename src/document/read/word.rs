//! Word (`.docx`): paragraphs with their styles, tables, notes.

use super::extracted::{Extracted, squeezed};
use super::guard::{Limits, Watch};
use super::package::Package;
use super::xml::{self, Attributes, Listener};
use super::{Declared, Input, RawDocument, Reader, Sink, guarded};
use crate::error::{Error, Result};
use crate::text::Markup;
use crate::text::letters::{Class, ZWNJ, letter};
use rustc_hash::FxHashMap;

/// `.docx`, `.docm`.
pub struct Word;

impl Reader for Word {
    fn extensions(&self) -> &'static [&'static str] {
        &["docx", "docm"]
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
    let mut styles = Styles::default();
    if let Some(xml) = package.file("word/styles.xml")? {
        xml::walk(&xml, &mut styles, &check)?;
    }
    let mut notes = FxHashMap::default();
    for (name, kind) in [
        ("word/footnotes.xml", "footnote"),
        ("word/endnotes.xml", "endnote"),
    ] {
        if let Some(xml) = package.file(name)? {
            let mut body = Body::new(&styles.levels, FxHashMap::default());
            body.note_element = Some(kind);
            xml::walk(&xml, &mut body, &check)?;
            notes.extend(
                body.notes_found
                    .into_iter()
                    .map(|(id, text)| ((kind, id), text)),
            );
        }
    }
    let xml = package
        .file("word/document.xml")?
        .ok_or("no Word document inside; give it its true extension")?;
    let mut body = Body::new(&styles.levels, notes);
    xml::walk(&xml, &mut body, &check)?;
    let mut properties = Properties::default();
    if let Some(xml) = package.file("docProps/core.xml")? {
        xml::walk(&xml, &mut properties, &check)?;
    }
    Ok(RawDocument {
        declared: properties.declared(),
        text: body.out.finish().ok_or("no text was found in it")?,
        encoding: "DOCX",
        ..RawDocument::default()
    })
}

/// Which paragraph styles are headings, by their names or outline levels.
#[derive(Default)]
struct Styles {
    style: String,
    levels: FxHashMap<String, u8>,
}

impl Listener for Styles {
    fn start(&mut self, name: &str, attributes: &Attributes) {
        match name {
            "style" => self.style = attributes.get("styleId").unwrap_or_default(),
            "name" => {
                let name = attributes.get("val").unwrap_or_default().to_lowercase();
                let level = match name.as_str() {
                    "title" => Some(1),
                    _ => name
                        .strip_prefix("heading ")
                        .and_then(|n| n.trim().parse().ok()),
                };
                if let Some(level) = level {
                    self.levels.insert(self.style.clone(), level);
                }
            }
            "outlineLvl" => {
                if let Some(level) = outline_level(attributes) {
                    self.levels.entry(self.style.clone()).or_insert(level);
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, _: &str) {}

    fn text(&mut self, _: &str) {}
}

fn outline_level(attributes: &Attributes) -> Option<u8> {
    let level: u8 = attributes.get("val")?.parse().ok()?;
    (level < 9).then_some(level + 1)
}

/// A paragraph in the making.
#[derive(Default)]
struct Paragraph {
    text: String,
    markup: Markup,
    notes: Vec<String>,
}

/// Hears the body of a document, or its notes.
struct Body<'s> {
    levels: &'s FxHashMap<String, u8>,
    notes: FxHashMap<(&'static str, String), String>,
    out: Extracted,
    /// Open paragraphs: text boxes hold some inside another.
    open: Vec<Paragraph>,
    /// Rows of open tables: finished cells, and the one in the making.
    rows: Vec<(Vec<String>, String)>,
    in_text: bool,
    /// Inside what repeats the same for old programs.
    fallback: usize,
    note_number: u32,
    note_element: Option<&'static str>,
    note: Option<(String, String)>,
    notes_found: Vec<(String, String)>,
}

impl<'s> Body<'s> {
    fn new(
        levels: &'s FxHashMap<String, u8>,
        notes: FxHashMap<(&'static str, String), String>,
    ) -> Self {
        Body {
            levels,
            notes,
            out: Extracted::default(),
            open: Vec::new(),
            rows: Vec::new(),
            in_text: false,
            fallback: 0,
            note_number: 0,
            note_element: None,
            note: None,
            notes_found: Vec::new(),
        }
    }

    fn push(&mut self, text: &str) {
        if let Some(paragraph) = self.open.last_mut() {
            paragraph.text.push_str(text);
        }
    }

    fn call(&mut self, kind: &'static str, attributes: &Attributes) {
        let id = attributes.get("id").unwrap_or_default();
        let Some(text) = self.notes.remove(&(kind, id)) else {
            return;
        };
        self.note_number += 1;
        let number = self.note_number;
        if let Some(paragraph) = self.open.last_mut() {
            paragraph.text.push_str(&superscript(number));
            paragraph.notes.push(format!("{number}. {text}"));
        }
    }

    fn end_paragraph(&mut self) {
        let Some(paragraph) = self.open.pop() else {
            return;
        };
        if let Some((_, note)) = &mut self.note {
            append(note, &squeezed(&paragraph.text));
            return;
        }
        if let Some((_, cell)) = self.rows.last_mut() {
            append(cell, &squeezed(&paragraph.text));
            for note in paragraph.notes {
                self.out.line(&note, Markup::Footnote);
            }
            return;
        }
        if paragraph.text.trim().is_empty() {
            self.out.blank();
        } else {
            let heading = matches!(paragraph.markup, Markup::Heading(_));
            let lines: Vec<String> = paragraph
                .text
                .split('\n')
                .map(|l| l.trim().to_owned())
                .filter(|l| !l.is_empty())
                .collect();
            let text = lines.join(if heading { " " } else { "\n" });
            if heading {
                self.out.blank();
            }
            self.out.line(&text, paragraph.markup);
            if paragraph.markup != Markup::ListItem {
                self.out.blank();
            }
        }
        for note in paragraph.notes {
            self.out.line(&note, Markup::Footnote);
            self.out.blank();
        }
    }
}

fn append(text: &mut String, more: &str) {
    if !text.is_empty() && !more.is_empty() {
        text.push(' ');
    }
    text.push_str(more);
}

/// A number as a reader sees it raised behind a word.
pub fn superscript(number: u32) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    number
        .to_string()
        .bytes()
        .map(|d| DIGITS[usize::from(d - b'0')])
        .collect()
}

impl Listener for Body<'_> {
    fn start(&mut self, name: &str, attributes: &Attributes) {
        if name == "Fallback" {
            self.fallback += 1;
        }
        if self.fallback > 0 {
            return;
        }
        match name {
            "p" => self.open.push(Paragraph::default()),
            "pStyle" => {
                let level = attributes
                    .get("val")
                    .and_then(|style| self.levels.get(&style).copied());
                if let (Some(level), Some(paragraph)) = (level, self.open.last_mut()) {
                    paragraph.markup = Markup::Heading(level);
                }
            }
            "outlineLvl" => {
                if let (Some(level), Some(paragraph)) =
                    (outline_level(attributes), self.open.last_mut())
                {
                    paragraph.markup = Markup::Heading(level);
                }
            }
            "numPr" => {
                if let Some(paragraph) = self.open.last_mut()
                    && paragraph.markup == Markup::None
                {
                    paragraph.markup = Markup::ListItem;
                }
            }
            "t" => self.in_text = true,
            // Inside the properties of a paragraph `tab` is a tab stop, without harm at its start.
            "tab" | "ptab" if attributes.get("val").is_none() => self.push("\t"),
            "br" | "cr" => self.push("\n"),
            "noBreakHyphen" => self.push("-"),
            "softHyphen" => {
                // In Persian typed for a joiner.
                let persian = self
                    .open
                    .last()
                    .and_then(|p| p.text.chars().next_back())
                    .is_some_and(|c| letter(c).class == Class::Arabic);
                if persian {
                    self.push(&ZWNJ.to_string());
                }
            }
            "footnoteReference" => self.call("footnote", attributes),
            "endnoteReference" => self.call("endnote", attributes),
            "tr" => self.rows.push((Vec::new(), String::new())),
            // Separators are notes with a type.
            "footnote" | "endnote"
                if self.note_element == Some(name_of(name))
                    && attributes.get("type").is_none_or(|t| t == "normal") =>
            {
                self.note = Some((attributes.get("id").unwrap_or_default(), String::new()));
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if name == "Fallback" {
            self.fallback = self.fallback.saturating_sub(1);
            return;
        }
        if self.fallback > 0 {
            return;
        }
        match name {
            "t" => self.in_text = false,
            "p" => self.end_paragraph(),
            "tc" => {
                if let Some((cells, cell)) = self.rows.last_mut() {
                    cells.push(std::mem::take(cell));
                }
            }
            "tr" => {
                if let Some((cells, _)) = self.rows.pop() {
                    let row = cells.join(" | ");
                    if let Some((_, cell)) = self.rows.last_mut() {
                        append(cell, &row);
                    } else if cells.iter().any(|c| !c.is_empty()) {
                        self.out.line(&row, Markup::TableRow);
                    }
                }
            }
            "tbl" if self.rows.is_empty() => self.out.blank(),
            "footnote" | "endnote" => self.notes_found.extend(self.note.take()),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.in_text && self.fallback == 0 {
            self.push(text);
        }
    }
}

fn name_of(name: &str) -> &'static str {
    if name == "footnote" {
        "footnote"
    } else {
        "endnote"
    }
}

/// Title and authors in the properties of office formats and books (Dublin Core).
#[derive(Default)]
pub struct Properties {
    element: String,
    title: String,
    creators: Vec<String>,
    date: String,
}

impl Properties {
    /// What they declare.
    pub fn declared(self) -> Declared {
        let title = squeezed(&self.title);
        let authors = self
            .creators
            .iter()
            .flat_map(|c| c.split([';', '؛', '،']))
            .map(squeezed)
            .filter(|name| name.split_whitespace().count() > 1)
            .collect();
        Declared {
            title: (title.split_whitespace().count() > 1).then_some(title),
            authors,
            year: self.date.get(..4).and_then(|y| y.parse().ok()),
        }
    }
}

impl Listener for Properties {
    fn start(&mut self, name: &str, _: &Attributes) {
        name.clone_into(&mut self.element);
        if name == "creator" {
            self.creators.push(String::new());
        }
    }

    fn end(&mut self, _: &str) {
        self.element.clear();
    }

    fn text(&mut self, text: &str) {
        match self.element.as_str() {
            "title" => self.title.push_str(text),
            "creator" => {
                if let Some(creator) = self.creators.last_mut() {
                    creator.push_str(text);
                }
            }
            "date" if self.date.is_empty() => self.date.push_str(text),
            _ => {}
        }
    }
}
