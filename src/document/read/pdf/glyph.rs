//! What a page paints, as the layout needs it, and where it comes from.

use crate::document::read::PageLabels;
use std::sync::Arc;

/// How a painted letter joins the one after it, as a font or a character code tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// Not told.
    #[default]
    Unknown,
    /// Isolated or final: the letter ends a word or a part of one.
    End,
    /// Initial or medial: the word goes on.
    Join,
}

/// A painted glyph. Lengths are points; y grows downwards from the top of the page as it is shown.
#[derive(Clone, Debug)]
pub struct Glyph {
    /// Its text in logical order, presentation forms opened; U+FFFD if nothing tells it.
    pub text: Arc<str>,
    /// Another reading, by the file's table of characters, where the font's own table differs.
    pub declared: Option<Arc<str>>,
    /// Left edge.
    pub left: f32,
    /// Right edge, by the width of its advance.
    pub right: f32,
    /// Baseline.
    pub baseline: f32,
    /// Size of the font.
    pub size: f32,
    /// Names its shape: font program and glyph. 0 for what was inserted.
    pub shape: u64,
    /// Names its font program.
    pub font: u64,
    /// How it joins the next letter.
    pub form: Form,
    /// For a bracket, whether the painted shape is the one that opens in left-to-right text.
    pub opens: Option<bool>,
    /// Whether the font is bold.
    pub bold: bool,
    /// Whether it belongs to a run that is read from left to right within a right-to-left line.
    pub embedded: bool,
    /// Marked content with a text of its own that replaces the glyphs' (`ActualText`): its number.
    pub replaced_by: Option<u32>,
    /// The direction of writing on the page, in quarter turns clockwise.
    pub turn: u8,
    /// Its place in the order of painting, which is Word's order of reading, run by run.
    pub painted: u32,
}

impl Glyph {
    /// A glyph that stands for inserted text, between `left` and `right`.
    pub fn inserted(text: &str, left: f32, right: f32, like: &Glyph) -> Glyph {
        Glyph {
            text: text.into(),
            declared: None,
            left,
            right,
            shape: 0,
            font: 0,
            form: Form::Unknown,
            opens: None,
            embedded: false,
            replaced_by: None,
            ..like.clone()
        }
    }

    /// Middle of its width.
    pub fn middle(&self) -> f32 {
        (self.left + self.right) / 2.0
    }

    /// Whether it paints nothing.
    pub fn is_space(&self) -> bool {
        !self.text.is_empty() && self.text.trim().is_empty()
    }
}

/// A straight ruling: its place across, and its two ends along.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    /// x of a vertical rule, y of a horizontal one.
    pub at: f32,
    /// Where it begins: the top, or the left.
    pub from: f32,
    /// Where it ends.
    pub to: f32,
}

/// What a page holds.
#[derive(Clone, Debug, Default)]
pub struct PageGlyphs {
    /// Glyphs in the order in which they are painted.
    pub glyphs: Vec<Glyph>,
    /// Texts of marked content, see [`Glyph::replaced_by`].
    pub replacements: Vec<String>,
    /// Vertical rules.
    pub vertical: Vec<Rule>,
    /// Horizontal rules.
    pub horizontal: Vec<Rule>,
    /// Share of the page that its largest image covers, 0 to 1.
    pub image: f32,
    /// Width of the page.
    pub width: f32,
    /// Height of the page.
    pub height: f32,
    /// Why the page is missing, if it could not be read.
    pub failure: Option<String>,
}

/// An entry of the table of contents that a file carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bookmark {
    /// Depth, from 1.
    pub level: u8,
    /// Its title.
    pub title: String,
}

/// What a file says of itself.
#[derive(Clone, Debug, Default)]
pub struct FileFacts {
    /// Title in its metadata.
    pub title: Option<String>,
    /// Author in its metadata.
    pub author: Option<String>,
    /// Names of the programs that made it.
    pub producer: String,
    /// Its table of contents.
    pub bookmarks: Vec<Bookmark>,
    /// The numbers that its pages bear.
    pub labels: PageLabels,
}

/// Gives the glyphs of a PDF file, page by page. Several threads may ask for pages.
pub trait GlyphSource: Sync {
    /// How many pages there are.
    fn pages(&self) -> usize;

    /// What the file says of itself.
    fn facts(&self) -> FileFacts;

    /// Calls `each` with pages that `next` names until it names none. What one thread needs for all
    /// of its pages (fonts) is kept between them.
    fn read(
        &self,
        next: &(dyn Fn() -> Option<usize> + Sync),
        each: &mut dyn FnMut(usize, PageGlyphs),
    );
}
