//! Puts furniture, notes, outline and kinds together: what each line of a document is.

use super::furniture::{self, Furniture};
use super::kind::Kind;
use super::notes::{self, Footnote};
use super::outline::{self, Matter, Outline};
use super::references;
use super::shape::{Page, leading_number};
use crate::text::Markup;
use crate::text::letters::fold_solid;

/// The structure of a document, line by line.
pub struct Structure {
    /// Running heads, page numbers, and the page of each line.
    pub furniture: Furniture,
    /// Footnotes in order.
    pub notes: Vec<Footnote>,
    /// Headings and sections.
    pub outline: Outline,
    /// The kind of each line; none for empty lines and furniture.
    pub kinds: Vec<Option<Kind>>,
    /// For lines that begin a unit of their own (a list item, a reference), true.
    pub starts: Vec<bool>,
}

/// Finds the structure of a document.
pub fn find(page: &Page) -> Structure {
    let furniture = furniture::find(page);
    let notes = notes::find(page, &furniture.lines);
    let mut skip = furniture.lines.clone();
    notes::mark(&notes, &mut skip);
    let outline = outline::find(page, &skip);
    let count = page.shapes.len();
    let mut structure = Structure {
        kinds: vec![None; count],
        starts: vec![false; count],
        furniture,
        notes,
        outline,
    };
    structure.assign_kinds(page);
    structure
}

impl Structure {
    fn assign_kinds(&mut self, page: &Page) {
        let mut state = State::default();
        for note in &self.notes {
            for index in note.lines.clone() {
                if !page.shapes[index].is_blank() {
                    self.kinds[index] = Some(Kind::Footnote);
                }
            }
            self.starts[note.lines.start] = true;
        }
        for index in 0..page.shapes.len() {
            if page.shapes[index].is_blank() {
                state.after_blank = !page.double_spaced;
                continue;
            }
            if self.furniture.lines[index] || self.kinds[index].is_some() {
                continue;
            }
            let (kind, starts) = self.kind(page, index, &mut state);
            self.kinds[index] = Some(kind);
            self.starts[index] = starts;
            state.previous = Some((index, kind));
            state.after_blank = false;
        }
    }

    /// The kind of a line and whether it begins a unit.
    fn kind(&self, page: &Page, index: usize, state: &mut State) -> (Kind, bool) {
        let place = self.outline.lines[index];
        let shape = &page.shapes[index];
        let line = page.line(index);
        if place.heading {
            state.table_until_text = false;
            return (Kind::Heading, true);
        }
        match shape.markup {
            Markup::TableRow => return (Kind::Table, true),
            Markup::ListItem => {
                let continued =
                    matches!(state.previous, Some((_, Kind::List))) && !state.after_blank;
                return (Kind::List, !continued);
            }
            _ => {}
        }
        let matter = self.outline.matter(place.section);
        if matter == Matter::References {
            let starts = references::begins_entry(page, index, state.after_blank);
            return (Kind::Reference, starts);
        }
        if outline::is_caption(line) {
            state.table_until_text =
                fold_solid(line).contains("جدول") || line.to_lowercase().contains("table");
            return (Kind::Caption, true);
        }
        if matter == Matter::Keywords || keywords(line).is_some() {
            return (Kind::Keywords, true);
        }
        if matches!(state.previous, Some((_, Kind::Keywords))) && !state.after_blank {
            return (Kind::Keywords, false);
        }
        if state.table_until_text || looks_tabular(line) {
            if state.table_until_text && is_running_text(page, index) {
                state.table_until_text = false;
            } else {
                return (Kind::Table, true);
            }
        }
        if begins_item(line) && shape.markup == Markup::None {
            return (Kind::List, true);
        }
        if let Some((before, Kind::List)) = state.previous
            && !(state.after_blank && page.shapes[before].terminated)
            && !(page.shapes[before].terminated && page.is_short(before))
            && shape.markup == Markup::None
        {
            return (Kind::List, false);
        }
        if matter == Matter::Abstract {
            return (Kind::Abstract, false);
        }
        (Kind::Body, false)
    }
}

#[derive(Default)]
struct State {
    previous: Option<(usize, Kind)>,
    after_blank: bool,
    /// Since the caption of a table, until lines of running text come.
    table_until_text: bool,
}

/// Two full lines in a row are running text, not cells.
fn is_running_text(page: &Page, index: usize) -> bool {
    let full =
        |i: usize| page.shapes[i].width * 10 >= page.full_width * 9 && page.shapes[i].words > 6;
    full(index)
        && page
            .next(index)
            .is_none_or(|n| full(n) || page.shapes[n].terminated)
}

/// Cells parted by tabs or bars.
fn looks_tabular(line: &str) -> bool {
    let count = |line: &str, mark| memchr::memchr_iter(mark, line.as_bytes()).count();
    count(line, b'|') >= 2 || count(line.trim(), b'\t') >= 2
}

/// Whether a line begins an item of a list: a bullet, a dash and a space, or a number that is no
/// heading's.
fn begins_item(line: &str) -> bool {
    let line = line.trim_start();
    if let Some(rest) = line.strip_prefix(['•', '●', '▪', '■', '◦', '*', '-', '–', '—', '\u{f0b7}'])
    {
        return rest.starts_with([' ', '\t']) && rest.trim().chars().count() > 1;
    }
    leading_number(line).is_some_and(|n| {
        n.marked
            && n.parts.len() == 1
            && n.parts[0] <= 50
            && n.rest.chars().any(char::is_alphabetic)
    })
}

/// Characters within which the colon after the name of the keywords stands.
const LONGEST_NAME: usize = 24;

/// The keywords of a line that begins with their name and a colon.
pub fn keywords(line: &str) -> Option<&str> {
    let (at, colon) = line
        .char_indices()
        .take(LONGEST_NAME)
        .find(|(_, c)| matches!(c, ':' | '：'))?;
    (outline::known(&line[..at]) == Some(Matter::Keywords))
        .then_some(&line[at + colon.len_utf8()..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::read::decode;

    fn kinds(text: &str) -> Vec<&'static str> {
        let text = decode(text.as_bytes()).unwrap().text;
        let page = Page::of(&text);
        find(&page)
            .kinds
            .into_iter()
            .flatten()
            .map(Kind::name)
            .collect()
    }

    #[test]
    fn a_page_of_a_paper() {
        let full = "این سطر کامل از متن مقاله است که تا کنار صفحه می‌رسد و ادامه دارد\n";
        let text = format!(
            "چکیده\n{full}{full}\nواژگان کلیدی: حاکمیت، سایبر،\nچین\n\n1- مقدمه\n{full}{full}پایان بند.\n- مورد اول\n- مورد دوم که\nادامه دارد.\nجدول 1: کشورها\nآمریکا\nچین\n{full}{full}منابع\nنای، جوزف (1390). قدرت نرم.\n"
        );
        assert_eq!(
            kinds(&text),
            [
                "heading",
                "abstract",
                "abstract",
                "keywords",
                "keywords",
                "heading",
                "body",
                "body",
                "body",
                "list",
                "list",
                "list",
                "caption",
                "table",
                "table",
                "body",
                "body",
                "heading",
                "reference"
            ]
        );
    }

    #[test]
    fn keywords_are_known_by_their_name() {
        assert_eq!(keywords("Keywords: a, b"), Some(" a, b"));
        assert_eq!(keywords("کلیدواژه‌ها: الف"), Some(" الف"));
        assert_eq!(keywords("نتیجه: الف"), None);
    }
}
