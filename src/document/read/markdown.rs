//! Markdown: headings, lists, tables and notes are known from the markup, which the text loses.

use super::{Declared, Input, Limits, Reader, Sink, read_text, whole_file};
use crate::error::{Error, Result};
use crate::text::letters::{digit_value, number};
use crate::text::{Markup, SourceText, Traced};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// `.md`, `.markdown`, with YAML front matter for title, author and year.
pub struct Markdown;

impl Reader for Markdown {
    fn extensions(&self) -> &'static [&'static str] {
        &["md", "markdown"]
    }

    fn read(
        &self,
        input: &Input,
        _limits: &Limits,
        sink: &mut Sink,
        _bad: &mut dyn FnMut(Error),
    ) -> Result<()> {
        let decoded = read_text(input)?;
        let mut document = whole_file(decoded);
        let (text, front_matter) = parse(&document.text.traced);
        document.text = text;
        document.declared = declared(&front_matter);
        sink(document)
    }
}

/// The lines of the text without its markup, and its front matter.
fn parse(raw: &Traced) -> (SourceText, String) {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut walker = Walker {
        raw,
        out: SourceText {
            traced: Traced::empty_like(raw),
            lines: Vec::new(),
        },
        front_matter: String::new(),
        line_start: 0,
        number: 1,
        context: Vec::new(),
        in_front_matter: false,
    };
    for (event, range) in Parser::new_ext(&raw.text, options).into_offset_iter() {
        walker.event(event, range);
    }
    walker.end_line();
    (walker.out, walker.front_matter)
}

struct Walker<'a> {
    raw: &'a Traced,
    out: SourceText,
    front_matter: String,
    line_start: usize,
    number: u32,
    context: Vec<Markup>,
    in_front_matter: bool,
}

impl Walker<'_> {
    fn event(&mut self, event: Event, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag, range.start),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.in_front_matter => self.front_matter.push_str(&text),
            Event::Text(text) => self.text(&text, range),
            Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.text(&text, range)
            }
            Event::FootnoteReference(label) => self.text(&label, range),
            Event::SoftBreak | Event::HardBreak => self.end_line(),
            Event::Html(_) | Event::InlineHtml(_) | Event::Rule | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag, at: usize) {
        match tag {
            Tag::Heading { level, .. } => self.block(Markup::Heading(*level as u8)),
            Tag::Item => self.block(Markup::ListItem),
            Tag::TableHead | Tag::TableRow => self.block(Markup::TableRow),
            Tag::FootnoteDefinition(label) => {
                self.block(Markup::Footnote);
                self.number = self.raw.line_at(at).unwrap_or(self.number);
                self.out.traced.append_inserted(&format!("{label}. "));
            }
            Tag::CodeBlock(_) => self.block(Markup::Paragraph),
            Tag::MetadataBlock(_) => self.in_front_matter = true,
            Tag::TableCell if self.out.traced.text.len() > self.line_start => {
                self.out.traced.append_inserted(" | ");
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_)
            | TagEnd::Item
            | TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::FootnoteDefinition
            | TagEnd::CodeBlock => {
                self.end_line();
                self.context.pop();
                if !matches!(tag, TagEnd::Item | TagEnd::TableHead | TagEnd::TableRow) {
                    self.blank();
                }
            }
            TagEnd::Paragraph => {
                self.end_line();
                if self.context.is_empty() {
                    self.blank();
                }
            }
            TagEnd::List(_) | TagEnd::Table => self.blank(),
            TagEnd::MetadataBlock(_) => self.in_front_matter = false,
            _ => {}
        }
    }

    fn block(&mut self, markup: Markup) {
        self.end_line();
        self.context.push(markup);
    }

    /// Appends text that stands somewhere in `range` of the source, beside its markup.
    fn text(&mut self, text: &str, range: Range<usize>) {
        let traced = &mut self.out.traced;
        if traced.text.len() == self.line_start {
            self.number = self.raw.line_at(range.start).unwrap_or(self.number);
        }
        let mut lines = text.split('\n').peekable();
        let mut from = range.start;
        while let Some(line) = lines.next() {
            let found = self.raw.text[from..range.end]
                .find(line)
                .filter(|_| !line.is_empty());
            if let Some(at) = found {
                let piece = from + at..from + at + line.len();
                from = piece.end;
                self.out.traced.append(self.raw, piece);
            } else if !line.is_empty() {
                self.out
                    .traced
                    .append_replacement(line, self.raw, range.clone());
            }
            if lines.peek().is_some() {
                self.end_line();
                self.number += 1;
            }
        }
    }

    fn end_line(&mut self) {
        if self.out.traced.text.len() > self.line_start {
            let markup = self.context.last().copied().unwrap_or(Markup::Paragraph);
            self.out.end_line(self.line_start, self.number, markup);
            self.line_start = self.out.traced.text.len();
        }
    }

    /// An empty line: the end of a block.
    fn blank(&mut self) {
        self.end_line();
        self.out
            .end_line(self.line_start, self.number, Markup::None);
        self.line_start = self.out.traced.text.len();
    }
}

/// Title, authors and year of a front matter; other keys are left alone.
fn declared(front_matter: &str) -> Declared {
    let mut declared = Declared::default();
    let mut key = String::new();
    for line in front_matter.lines() {
        let value = if let Some(item) = line.trim_start().strip_prefix("- ") {
            item
        } else if let Some((name, value)) = line.split_once(':') {
            key = name.trim().to_lowercase();
            value
        } else {
            continue;
        };
        let values: Vec<String> = value
            .trim()
            .trim_matches(['[', ']'])
            .split(if value.trim().starts_with('[') {
                ','
            } else {
                '\u{0}'
            })
            .map(|v| v.trim().trim_matches(['"', '\'']).to_owned())
            .filter(|v| !v.is_empty())
            .collect();
        match key.as_str() {
            "title" => declared.title = declared.title.or(values.into_iter().next()),
            "author" | "authors" => declared.authors.extend(values),
            "year" | "date" => {
                declared.year = declared.year.or(values.first().and_then(|v| first_year(v)));
            }
            _ => {}
        }
    }
    declared
}

/// The first run of exactly four digits, in any digits.
fn first_year(text: &str) -> Option<i32> {
    text.split(|c| digit_value(c).is_none())
        .find(|digits| digits.chars().count() == 4)
        .map(|digits| number(digits) as i32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::read::decode;

    fn lines(markdown: &str) -> Vec<(Markup, String, u32)> {
        let decoded = decode(markdown.as_bytes()).unwrap();
        let (text, _) = parse(&decoded.text.traced);
        text.lines
            .iter()
            .enumerate()
            .filter(|(i, _)| !text.line(*i).is_empty())
            .map(|(i, l)| (l.markup, text.line(i).to_owned(), l.number))
            .collect()
    }

    #[test]
    fn markup_becomes_structure_and_leaves_the_text() {
        let found = lines(
            "# First *part*\n\nSome **bold** and\n[linked](http://x.y) text.\n\n- one\n- two `x`\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nNote[^1].\n\n[^1]: the note\n",
        );
        let expected = [
            (Markup::Heading(1), "First part", 1),
            (Markup::Paragraph, "Some bold and", 3),
            (Markup::Paragraph, "linked text.", 4),
            (Markup::ListItem, "one", 6),
            (Markup::ListItem, "two x", 7),
            (Markup::TableRow, "a | b", 9),
            (Markup::TableRow, "1 | 2", 11),
            (Markup::Paragraph, "Note1.", 13),
            (Markup::Footnote, "1. the note", 15),
        ];
        for (found, expected) in found.iter().zip(expected) {
            assert_eq!((found.0, found.1.as_str(), found.2), expected);
        }
        assert_eq!(found.len(), expected.len());
    }

    #[test]
    fn text_leads_back_to_its_bytes() {
        let markdown = "# T\n\nSome **bold** text";
        let decoded = decode(markdown.as_bytes()).unwrap();
        let (text, _) = parse(&decoded.text.traced);
        let at = text.traced.text.find("bold").unwrap();
        assert_eq!(text.traced.source_ranges(at..at + 4), vec![12..16]);
    }

    #[test]
    fn front_matter_declares() {
        let (_, front) = parse(
            &decode(
                b"---\ntitle: \"A b\"\nauthors:\n  - X Y\n  - Z\ndate: 2026-01-02\n---\n\ntext\n",
            )
            .unwrap()
            .text
            .traced,
        );
        assert_eq!(
            declared(&front),
            Declared {
                title: Some("A b".into()),
                authors: vec!["X Y".into(), "Z".into()],
                year: Some(2026)
            }
        );
        assert_eq!(declared("author: [A, B]\nyear: ۱۴۰۱").authors, ["A", "B"]);
        assert_eq!(declared("year: ۱۴۰۱").year, Some(1401));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(text in "(\\PC{0,8}(\n|\\*|#|\\[|\\||`|- )){0,20}") {
            if let Ok(decoded) = decode(text.as_bytes()) {
                let _ = parse(&decoded.text.traced);
            }
        }
    }
}
