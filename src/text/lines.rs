//! A document's text as its source has it: line by line.

use super::Traced;
use std::ops::Range;

/// What a reader knows of a line from the markup of its format, where a plain text gives nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Markup {
    /// Nothing: structure is to be found out from the text.
    #[default]
    None,
    /// A heading of this level, from 1.
    Heading(u8),
    /// Running text, certainly no heading.
    Paragraph,
    /// A list item.
    ListItem,
    /// A row of a table, cells parted by ` | `.
    TableRow,
    /// A note.
    Footnote,
    /// A running head or a page number: no part of the text.
    Furniture,
}

impl Markup {
    /// The word for it in the output of `kavosh inspect FILE text`; empty for nothing.
    pub fn name(self) -> String {
        match self {
            Markup::None => String::new(),
            Markup::Heading(level) => format!("heading {level}"),
            Markup::Paragraph => "paragraph".into(),
            Markup::ListItem => "list".into(),
            Markup::TableRow => "table".into(),
            Markup::Footnote => "footnote".into(),
            Markup::Furniture => "furniture".into(),
        }
    }
}

/// One line of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Bytes of the text, without the line break.
    pub range: Range<usize>,
    /// Line of the source file, from 1.
    pub number: u32,
    /// Whether a new page begins with this line (a form feed stands before it).
    pub new_page: bool,
    /// What the format says of it.
    pub markup: Markup,
    /// Page of the file, from 1, where the format has pages.
    pub page: Option<u32>,
}

/// The text of a document and its lines.
#[derive(Clone, Debug, Default)]
pub struct SourceText {
    /// The text, its lines each followed by a line break, with its way back to the file.
    pub traced: Traced,
    /// The lines in the order of the source.
    pub lines: Vec<Line>,
}

impl SourceText {
    /// The text of line `index` (from 0).
    pub fn line(&self, index: usize) -> &str {
        &self.traced.text[self.lines[index].range.clone()]
    }

    /// The lines' texts in order.
    pub fn line_texts(&self) -> impl Iterator<Item = &str> {
        self.lines
            .iter()
            .map(|l| &self.traced.text[l.range.clone()])
    }

    /// Ends the line that was appended to the text since byte `start`.
    pub fn end_line(&mut self, start: usize, number: u32, markup: Markup) {
        self.lines.push(Line {
            range: start..self.traced.text.len(),
            number,
            new_page: false,
            markup,
            page: None,
        });
        self.traced.append_inserted("\n");
    }
}
