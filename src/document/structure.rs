//! Puts furniture, notes, outline and kinds together: what each line of a document is.

use super::furniture::{self, Furniture};
use super::journal;
use super::kind::Kind;
use super::notes::{self, Footnote};
use super::outline::{self, Matter, Outline};
use super::references;
use super::shape::{Page, leading_number};
use super::tables;
use crate::text::Markup;

/// The structure of a document, line by line.
pub struct Structure {
    /// Running heads, page numbers, and the page of each line.
    pub furniture: Furniture,
    /// Footnotes in order.
    pub notes: Vec<Footnote>,
    /// Headings and sections.
    pub outline: Outline,
    /// The kind of each line; none for empty lines and furniture, except one running head with the
    /// journal: that is a heading.
    pub kinds: Vec<Option<Kind>>,
    /// For lines that begin a unit of their own (a list item, a reference), true.
    pub starts: Vec<bool>,
}

/// Finds the structure of a document.
pub fn find(page: &Page) -> Structure {
    let mut furniture = furniture::find(page);
    let notes = notes::find(page, &furniture.lines);
    furniture.pages_from_notes(page, &notes);
    let mut skip = furniture.lines.clone();
    notes::mark(&notes, &mut skip);
    let cells = tables::find(page, &skip);
    for (skipped, cell) in skip.iter_mut().zip(&cells) {
        *skipped |= cell;
    }
    let outline = outline::find(page, &skip);
    let count = page.shapes.len();
    let mut structure = Structure {
        kinds: vec![None; count],
        starts: vec![false; count],
        furniture,
        notes,
        outline,
    };
    structure.assign_kinds(page, &cells);
    if let Some(line) = masthead(page, &structure.furniture) {
        structure.kinds[line] = Some(Kind::Heading);
        structure.starts[line] = true;
    }
    structure
}

/// The running head that says where the paper appeared: the first with a year, or the first. Running
/// heads are no text, but who looks for «فصلنامه …، سال 19، تابستان 1401» wants the paper; one of them
/// is therefore a heading of its own, outside the outline.
fn masthead(page: &Page, furniture: &Furniture) -> Option<usize> {
    let read = |line: usize| Some((line, journal::read(page.line(line))?));
    let mut first = None;
    for (line, journal) in (0..page.shapes.len())
        .filter(|line| furniture.lines[*line])
        .filter_map(read)
    {
        if journal.year.is_some() {
            return Some(line);
        }
        first.get_or_insert(line);
    }
    first
}

impl Structure {
    fn assign_kinds(&mut self, page: &Page, cells: &[bool]) {
        let mut state = State::default();
        for note in &self.notes {
            for index in note.lines.clone() {
                if !page.shapes[index].is_blank() {
                    self.kinds[index] = Some(Kind::Footnote);
                }
            }
            self.starts[note.lines.start] = true;
        }
        for (index, cell) in cells.iter().enumerate() {
            if page.shapes[index].is_blank() {
                state.after_blank = !page.double_spaced;
                continue;
            }
            if self.furniture.lines[index] || self.kinds[index].is_some() {
                continue;
            }
            let (kind, starts) = if *cell {
                (Kind::Table, !goes_on_with_cell(page, index, &state))
            } else {
                self.kind(page, index, &state)
            };
            self.kinds[index] = Some(kind);
            self.starts[index] = starts;
            if kind == Kind::Table && starts {
                state.cell = Cell::of(page.line(index));
            }
            if kind == Kind::Keywords {
                state.keywords_of = Some(self.outline.lines[index].section);
            }
            state.previous = Some((index, kind));
            state.after_blank = false;
        }
    }

    /// The kind of a line and whether it begins a unit.
    fn kind(&self, page: &Page, index: usize, state: &State) -> (Kind, bool) {
        let place = self.outline.lines[index];
        let shape = &page.shapes[index];
        let line = page.line(index);
        if place.heading {
            return (Kind::Heading, !place.continues);
        }
        if shape.markup == Markup::ListItem {
            let continued = matches!(state.previous, Some((_, Kind::List))) && !state.after_blank;
            return (Kind::List, !continued);
        }
        let matter = self.outline.matter(place.section);
        if matter == Matter::References {
            let starts = references::begins_entry(page, index, state.after_blank);
            return (Kind::Reference, starts);
        }
        if outline::is_caption(line) {
            return (Kind::Caption, true);
        }
        if matter == Matter::Keywords || keywords(line).is_some() {
            return (Kind::Keywords, true);
        }
        if let Some((before, Kind::Keywords)) = state.previous
            && !state.after_blank
            && !page.shapes[before].terminated
            && page.shapes[before].is_latin() == shape.is_latin()
        {
            return (Kind::Keywords, false);
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
        // What follows the keywords is no abstract, though no heading parts them.
        if matter == Matter::Abstract && state.keywords_of != Some(place.section) {
            return (Kind::Abstract, false);
        }
        (Kind::Body, false)
    }
}

/// How the cell of a table begins.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Cell {
    #[default]
    Plain,
    /// With a bullet or a dash.
    Item,
    /// With a number.
    Number,
}

impl Cell {
    fn of(line: &str) -> Cell {
        let numbered = leading_number(line.trim_start()).is_some();
        match begins_item(line) {
            true if numbered => Cell::Number,
            true => Cell::Item,
            false => Cell::Plain,
        }
    }
}

#[derive(Default)]
struct State {
    previous: Option<(usize, Kind)>,
    after_blank: bool,
    /// How the last cell began.
    cell: Cell,
    /// The section in which keywords stood last.
    keywords_of: Option<Option<u32>>,
}

/// Whether a line goes on with the cell of the line before: with its item, or its number's words. Other
/// lines of a table are cells of their own.
fn goes_on_with_cell(page: &Page, index: usize, state: &State) -> bool {
    let Some((before, Kind::Table)) = state.previous else {
        return false;
    };
    let line = page.line(index);
    if page.shapes[before].terminated || begins_item(line) || tables::looks_tabular(line) {
        return false;
    }
    match state.cell {
        Cell::Item => true,
        Cell::Number => before + 1 == index,
        Cell::Plain => false,
    }
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

    #[test]
    fn one_running_head_with_the_journal_stays() {
        let line = "این سطر کامل از متن مقاله است که تا کنار صفحه می‌رسد و ادامه دارد\n";
        let pages = (113..118).map(|page| {
            let head = format!("فصلنامه پژوهش، سال 19، شماره 1، تابستان 1401 {page}\n");
            head + &line.repeat(22)
        });
        let kinds = kinds(&pages.collect::<String>());
        let headings = kinds.iter().filter(|kind| **kind == "heading").count();
        assert_eq!(
            (kinds[0], headings, kinds.len()),
            ("heading", 1, 5 * 22 + 1)
        );
    }
}
