//! Passages: what is indexed, ranked and shown.
//!
//! Some 60–120 words of one kind in one section, cut between sentences, with lines joined and page
//! furniture left out. A note at the foot of a page does not interrupt the sentence that runs over
//! the page end.

mod joining;
mod packing;

pub use packing::{FEWEST_WORDS, MOST_WORDS};

use super::kind::Kind;
use super::metadata::Scripts;
use super::shape::Page;
use super::structure::Structure;
use super::tables;
use crate::repair::line_ends::LineEnds;
use crate::text::{Traced, sentence_ends};
use joining::{append_line, truncate};
use packing::{count_words, pack, trim};

/// Bytes below which a text is too short to be told for Arabic by itself.
const SHORT: usize = 200;

/// A passage of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Its text with the way back to the source.
    pub traced: Traced,
    /// What it is.
    pub kind: Kind,
    /// Index of its section.
    pub section: Option<u32>,
    /// Page on which it begins, where known.
    pub page: Option<u32>,
    /// The language of most of its letters, ISO 639-1; none without letters.
    pub language: Option<&'static str>,
    /// What its words stand under, for a passage that goes on with a table or a list: caption and column
    /// heads, or the sentence that leads to the list; else empty.
    pub context: String,
}

/// Cuts a document into passages, in the order of its lines; also its languages.
pub fn cut(page: &Page, structure: &Structure) -> (Vec<Passage>, Vec<&'static str>) {
    let visible = (0..page.shapes.len())
        .filter(|i| structure.kinds[*i].is_some())
        .map(|i| page.line(i));
    let mut cutter = Cutter {
        page,
        structure,
        line_ends: LineEnds::of_lines(visible),
        passages: Vec::new(),
        flows: Vec::new(),
        table: String::new(),
        in_table: false,
        heads_to_come: true,
        scripts: Scripts::default(),
    };
    for index in 0..page.shapes.len() {
        if let Some(kind) = structure.kinds[index] {
            cutter.line(index, kind);
        }
    }
    cutter.flush_all();
    let mut passages = cutter.passages;
    passages.sort_by_key(|p| p.traced.spans.first().map(|s| s.line));
    let languages = cutter.scripts.languages();
    // A short Persian text may happen to have no letter that Arabic lacks; its document knows.
    if languages.contains(&"fa") {
        for passage in &mut passages {
            if passage.language == Some("ar") && passage.traced.text.len() < SHORT {
                passage.language = Some("fa");
            }
        }
    }
    (passages, languages)
}

/// Text of one kind that is being collected.
struct Flow {
    kind: Kind,
    section: Option<u32>,
    traced: Traced,
    /// The sentence that leads to it, for a list.
    lead: String,
    /// Bytes at which a unit (paragraph, item, row) ends.
    breaks: Vec<usize>,
    /// The line last added.
    last: usize,
}

struct Cutter<'a> {
    page: &'a Page<'a>,
    structure: &'a Structure,
    line_ends: LineEnds,
    passages: Vec<Passage>,
    /// Open flows; running text stays open below tables and notes.
    flows: Vec<Flow>,
    /// Caption and column heads of the last table.
    table: String,
    /// Whether a row of that table has come.
    in_table: bool,
    /// Whether no passage of that table has been made yet.
    heads_to_come: bool,
    scripts: Scripts,
}

impl Cutter<'_> {
    fn line(&mut self, index: usize, kind: Kind) {
        let place = self.structure.outline.lines[index];
        let starts = self.structure.starts[index];
        let running = matches!(kind, Kind::Body | Kind::Abstract);
        if place.heading && !place.continues {
            self.flush_all();
        }
        // A running head with the journal stands in no section.
        let masthead = kind == Kind::Heading && !place.heading;
        let section = place.section.filter(|_| !masthead);
        // Running text goes on below a note, a table, a caption and that, but a list ends it.
        let keep = |flow: &Flow| {
            let same = flow.kind == kind && flow.section == place.section;
            let goes_on_below = matches!(flow.kind, Kind::Body | Kind::Abstract)
                && (masthead || matches!(kind, Kind::Footnote | Kind::Table | Kind::Caption));
            same || goes_on_below
        };
        let lead = (kind == Kind::List && starts)
            .then(|| self.lead_in(place.section))
            .flatten();
        while let Some(at) = self.flows.iter().position(|f| !keep(f)) {
            let flow = self.flows.remove(at);
            self.flush(flow);
        }
        let alone = starts
            && matches!(
                kind,
                Kind::Footnote | Kind::Reference | Kind::Heading | Kind::Caption
            );
        if alone && let Some(at) = self.flows.iter().position(|f| f.kind == kind) {
            let flow = self.flows.remove(at);
            self.flush(flow);
        }
        let at = match self.flows.iter().position(|f| f.kind == kind) {
            Some(at) => at,
            None => {
                self.flows.push(Flow {
                    kind,
                    section,
                    lead: lead.as_ref().map_or_else(String::new, |l| l.text.clone()),
                    traced: lead.unwrap_or_else(|| Traced::empty_like(&self.page.text.traced)),
                    breaks: Vec::new(),
                    last: index,
                });
                self.flows.len() - 1
            }
        };
        if matches!(kind, Kind::Caption | Kind::Table) {
            self.table_context(index, kind, starts);
        }
        let flow = &mut self.flows[at];
        let new_unit = if running {
            ends_paragraph(self.page, flow.last, index)
        } else {
            starts
        };
        append_line(self.page, &self.line_ends, flow, index, new_unit);
    }

    /// Takes the sentence with a colon that leads to a list away from the running text before it, so
    /// that items are found and shown with what they are items of.
    fn lead_in(&mut self, section: Option<u32>) -> Option<Traced> {
        let flow = self
            .flows
            .iter_mut()
            .find(|f| f.kind == Kind::Body && f.section == section)?;
        if self.page.next(flow.last).is_none() || !flow.traced.text.ends_with([':', '：']) {
            return None;
        }
        let text = &flow.traced.text;
        let ends = sentence_ends(text);
        let start = ends
            .into_iter()
            .chain(flow.breaks.iter().copied())
            .filter(|end| *end < text.len())
            .max()
            .unwrap_or(0);
        if count_words(&text[start..]) > FEWEST_WORDS {
            return None;
        }
        let range = trim(text, start..text.len());
        let mut lead = Traced::empty_like(&flow.traced);
        lead.append(&flow.traced, range);
        truncate(&mut flow.traced, start);
        flow.breaks.retain(|end| *end < start);
        Some(lead)
    }

    /// Remembers the caption of a table and its first row, the column heads.
    fn table_context(&mut self, index: usize, kind: Kind, starts: bool) {
        let line = self.page.line(index).trim();
        if kind == Kind::Caption && starts {
            self.table.clear();
            self.heads_to_come = true;
            self.in_table = !tables::is_of_table(line);
        }
        if !self.in_table {
            self.table.push_str(line);
            self.table.push_str(" ; ");
            self.in_table = kind == Kind::Table;
        }
    }

    fn flush_all(&mut self) {
        for flow in std::mem::take(&mut self.flows) {
            self.flush(flow);
        }
    }

    fn flush(&mut self, flow: Flow) {
        let whole = matches!(flow.kind, Kind::Heading | Kind::Keywords | Kind::Caption);
        let mut ranges = pack(&flow.traced.text, &flow.breaks);
        if whole {
            ranges.clear();
            ranges.push(0..flow.traced.text.len());
        }
        let mut first = true;
        for range in ranges {
            let range = trim(&flow.traced.text, range);
            if range.is_empty() {
                continue;
            }
            let mut traced = Traced::empty_like(&flow.traced);
            traced.text.reserve_exact(range.len());
            traced.append(&flow.traced, range);
            let page = traced.spans.first().and_then(|s| self.page_of_line(s.line));
            let scripts = Scripts::of(&traced.text);
            self.scripts.add(&scripts);
            let context = self.context(&flow, first);
            first = false;
            self.passages.push(Passage {
                language: scripts.languages().first().copied(),
                traced,
                context,
                kind: flow.kind,
                section: flow.section,
                page,
            });
        }
    }

    /// What a passage of cells or items stands under: nothing for the first of a table or list, which
    /// has the heads or the sentence before it.
    fn context(&mut self, flow: &Flow, first: bool) -> String {
        match flow.kind {
            Kind::Table if !std::mem::take(&mut self.heads_to_come) => self.table.clone(),
            Kind::List if !first => flow.lead.clone(),
            _ => String::new(),
        }
    }

    /// The page of a source line.
    fn page_of_line(&self, number: u32) -> Option<u32> {
        let lines = &self.page.text.lines;
        let index = lines.partition_point(|l| l.number < number);
        self.structure.furniture.pages.get(index).copied().flatten()
    }
}

/// Whether a paragraph ends between two lines of running text.
fn ends_paragraph(page: &Page, last: usize, next: usize) -> bool {
    let shape = &page.shapes[last];
    let blank_between = !page.double_spaced && (last + 1..next).any(|i| page.shapes[i].is_blank());
    shape.terminated && (page.is_short(last) || blank_between)
}

#[cfg(test)]
mod tests;
