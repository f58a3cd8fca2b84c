//! The text of formats that hold no lines of their own (PDF, Word, web pages, books).
//!
//! Lines are those of the text that was read from the file, as `kavosh inspect FILE text` prints
//! it, numbered from 1; bytes are those of this text in UTF-8.

use crate::text::{Line, Markup, SourceText, Span};

/// Writes a text line by line.
#[derive(Debug, Default)]
pub struct Extracted {
    out: SourceText,
    number: u32,
    page: Option<u32>,
    new_page: bool,
    visible: bool,
}

impl Extracted {
    /// Begins a page, counted from 1.
    pub fn page(&mut self, page: u32) {
        self.new_page = page > 1;
        self.page = Some(page);
    }

    /// Writes a line; line breaks in it part it.
    pub fn line(&mut self, text: &str, markup: Markup) {
        for text in text.split('\n') {
            self.visible |= !text.trim().is_empty() && markup != Markup::Furniture;
            self.push(text.trim_end(), markup);
        }
    }

    /// Writes an empty line, which ends a paragraph; never two in a row.
    pub fn blank(&mut self) {
        let after_text = self.out.lines.last().is_some_and(|l| !l.range.is_empty());
        if after_text && !self.new_page {
            self.push("", Markup::None);
        }
    }

    /// The text; none if there is nothing to see in it.
    pub fn finish(self) -> Option<SourceText> {
        self.visible.then_some(self.out)
    }

    fn push(&mut self, text: &str, markup: Markup) {
        self.number += 1;
        let traced = &mut self.out.traced;
        let start = traced.text.len();
        traced.text.push_str(text);
        traced.push_span(Span {
            start: start as u32,
            len: text.len() as u32,
            source: start as u32,
            source_len: text.len() as u32,
            line: self.number,
            aligned: true,
        });
        self.out.lines.push(Line {
            range: start..start + text.len(),
            number: self.number,
            new_page: std::mem::take(&mut self.new_page),
            markup,
            page: self.page,
        });
        self.out.traced.append_inserted("\n");
    }
}

/// A text without line breaks and doubled spaces.
pub fn squeezed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() && c != '\u{a0}') {
        if !word.is_empty() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word);
        }
    }
    out
}
