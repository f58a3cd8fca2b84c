//! Headings and the section tree.
//!
//! A heading is told by its number, its words or its place: a short line without a full stop
//! between the end of one paragraph and the full lines of the next. What the format marks as a
//! heading is one.

mod candidates;
mod levels;
mod titles;

pub use titles::{is_caption, known, without_call};

use super::shape::Page;
use candidates::candidate;
use levels::{drop_lists, level_of, series_number};
use serde::{Deserialize, Serialize};

/// A section of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Depth in the tree, from 1.
    pub level: u8,
    /// Its number as printed, parts joined by `-`; empty if it has none.
    pub number: String,
    /// Its title, without the number.
    pub title: String,
    /// Line of the source on which the heading begins.
    pub line: u32,
    /// Index of the section that holds it.
    pub parent: Option<u32>,
}

impl Section {
    /// Number and title as the path of a hit shows them.
    pub fn label(&self) -> String {
        if self.number.is_empty() {
            self.title.clone()
        } else {
            format!("{} {}", self.number, self.title)
        }
    }
}

/// What the title of a section says of its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matter {
    /// Ordinary text.
    Body,
    /// An abstract.
    Abstract,
    /// Keywords.
    Keywords,
    /// A list of references.
    References,
    /// Notes at the end of the paper.
    Notes,
}

/// Headings of a document, in order: the line index and the section that begins there.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    /// The sections.
    pub sections: Vec<Section>,
    /// For each line, whether it is (part of) a heading, and the section it belongs to.
    pub lines: Vec<Place>,
    /// What each section holds.
    pub matters: Vec<Option<Matter>>,
}

/// Where a line stands in the outline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Index of the innermost section.
    pub section: Option<u32>,
    /// Whether the line is (part of) its heading.
    pub heading: bool,
    /// Whether the line goes on with the heading of the line before.
    pub continues: bool,
}

/// The path of a section from the top, as labels.
pub fn path(sections: &[Section], section: Option<u32>) -> Vec<String> {
    let mut labels = Vec::new();
    let mut at = section;
    while let Some(section) = at.and_then(|i| sections.get(i as usize)) {
        labels.push(section.label());
        // A parent always stands before its child; anything else is a damaged record.
        at = section.parent.filter(|p| Some(*p) < at);
    }
    labels.reverse();
    labels
}
/// A line that may be a heading.
struct Candidate {
    level: Option<u8>,
    number: Vec<u32>,
    title: String,
    matter: Matter,
    /// The line on which a heading over two lines ends.
    second_line: Option<usize>,
}

/// Finds the headings. `skip` says which lines are page furniture, notes or cells of tables.
pub fn find(page: &Page, skip: &[bool]) -> Outline {
    let count = page.shapes.len();
    let mut outline = Outline {
        lines: vec![Place::default(); count],
        ..Outline::default()
    };
    let mut found: Vec<(usize, Candidate)> = (0..count)
        .filter(|i| !skip[*i] && !page.shapes[*i].is_blank())
        .filter_map(|i| candidate(page, i, skip).map(|c| (i, c)))
        .collect();
    drop_lists(page, &mut found);
    let series: Vec<Option<u32>> = found.iter().map(|(_, c)| series_number(c)).collect();
    let mut stack: Vec<u32> = Vec::new();
    let mut headings = found.into_iter().enumerate().peekable();
    for index in 0..count {
        if headings.peek().is_some_and(|(_, (line, _))| *line == index)
            && let Some((nth, (_, candidate))) = headings.next()
        {
            let sections = &mut outline.sections;
            let next_number = series[nth + 1..].iter().flatten().next().copied();
            let level = level_of(&candidate, sections, &stack, next_number);
            while stack
                .last()
                .is_some_and(|s| sections[*s as usize].level >= level)
            {
                stack.pop();
            }
            let parts: Vec<String> = candidate.number.iter().map(u32::to_string).collect();
            sections.push(Section {
                level,
                number: parts.join("-"),
                title: without_call(&candidate.title).to_owned(),
                line: page.text.lines[index].number,
                parent: stack.last().copied(),
            });
            outline.matters.push(Some(candidate.matter));
            stack.push(sections.len() as u32 - 1);
            outline.lines[index].heading = true;
            if let Some(second) = candidate.second_line {
                outline.lines[second].heading = true;
                outline.lines[second].continues = true;
            }
        }
        outline.lines[index].section = stack.last().copied();
    }
    outline
}

impl Outline {
    /// What the section of a line holds: its own matter, or that of the section around it.
    pub fn matter(&self, section: Option<u32>) -> Matter {
        let mut at = section;
        while let Some(index) = at {
            match self.matters[index as usize] {
                Some(Matter::Body) | None => at = self.sections[index as usize].parent,
                Some(matter) => return matter,
            }
        }
        Matter::Body
    }
}

#[cfg(test)]
mod tests;
