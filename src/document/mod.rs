//! What a document is: readers, structure, passages.
//!
//! [`Document::build`] takes what a reader gives through repair and structure to passages; nothing
//! after it looks at lines again.

pub mod bibliography;
pub mod citations;
pub mod furniture;
pub mod glossary;
pub mod journal;
mod kind;
mod metadata;
pub mod names;
pub mod notes;
pub mod outline;
mod passages;
pub mod read;
pub mod references;
mod shape;
mod structure;
mod tables;
mod years;

pub use kind::Kind;
pub use outline::Section;
pub use passages::{FEWEST_WORDS, MOST_WORDS, Passage};
pub use years::{in_both_calendars, is_year};

use crate::repair::{self, Counts, Repaired, Verdict};
use crate::text::SourceText;
use citations::Citation;
use glossary::Pair;
use journal::Journal;
use notes::Footnote;
use read::{Declared, PageLabels, RawDocument};
use references::Reference;
use shape::Page;
use structure::Structure;

/// A document, taken apart.
#[derive(Debug)]
pub struct Document {
    /// Title, authors and year, declared by the file or found in the text.
    pub about: Declared,
    /// Its digital object identifier, where a bibliography beside it gives one.
    pub doi: Option<String>,
    /// Languages by share of the text, ISO 639-1.
    pub languages: Vec<&'static str>,
    /// The section tree, in the order of the text.
    pub sections: Vec<Section>,
    /// The passages, in the order of the text.
    pub passages: Vec<Passage>,
    /// In-text citations, in the order of the text.
    pub citations: Vec<Citation>,
    /// Entries of the list of references.
    pub references: Vec<Reference>,
    /// The journal in which it appeared, as running heads tell.
    pub journal: Journal,
    /// Terms that it gives in two languages.
    pub glossary: Vec<Pair>,
    /// What repair did.
    pub repairs: Counts,
    /// What repair says of each line.
    pub verdicts: Vec<Verdict>,
    /// The numbers that its pages bear, where they are not their places in the file.
    pub labels: PageLabels,
    /// Share of its letters in known words, where the reader measured it.
    pub known_letters: Option<f64>,
    /// What was lost in reading, in words for the user.
    pub warnings: Vec<String>,
    /// The repaired text, line by line.
    pub text: SourceText,
}

/// The scholarly apparatus of a document, as `kavosh inspect` shows it.
#[derive(Debug)]
pub struct Apparatus {
    /// Footnotes in order.
    pub footnotes: Vec<NotePlace>,
    /// Line of the source on which the title of the paper stands.
    pub title_line: Option<u32>,
}

/// A footnote and its places.
#[derive(Debug)]
pub struct NotePlace {
    /// Line of the source on which it begins.
    pub line: u32,
    /// Its page, where known.
    pub page: Option<u32>,
    /// The note.
    pub note: Footnote,
    /// The line of its call and what it hangs on, the term or the last words before it.
    pub call: Option<(u32, String)>,
}

impl Document {
    /// The texts of its abstracts, one for each section that is one.
    pub fn abstracts(&self) -> Vec<String> {
        let mut abstracts: Vec<(Option<u32>, String)> = Vec::new();
        for passage in self.passages.iter().filter(|p| p.kind == Kind::Abstract) {
            match abstracts.last_mut() {
                Some((section, text)) if *section == passage.section => {
                    text.push(' ');
                    text.push_str(&passage.traced.text);
                }
                _ => abstracts.push((passage.section, passage.traced.text.clone())),
            }
        }
        abstracts.into_iter().map(|(_, text)| text).collect()
    }

    /// Its keywords, of all languages in the order of the text.
    pub fn keywords(&self) -> Vec<String> {
        self.passages
            .iter()
            .filter(|p| p.kind == Kind::Keywords)
            .flat_map(|p| {
                let text = &p.traced.text;
                structure::keywords(text)
                    .unwrap_or(text)
                    .split(['،', ',', ';', '؛'])
            })
            .map(|word| word.trim().trim_end_matches('.').to_owned())
            .filter(|word| !word.is_empty())
            .collect()
    }

    /// Repairs a document, finds its structure and cuts it into passages. `repair` false leaves the
    /// text as it stands in the file.
    pub fn build(mut raw: RawDocument, repair: bool) -> Document {
        let text = std::mem::take(&mut raw.text);
        let repaired = if repair {
            repair::repair(text)
        } else {
            repair::leave(text)
        };
        Document::of_repaired(raw, repaired)
    }

    /// Finds the structure of a document whose text was repaired and cuts it into passages.
    pub fn of_repaired(raw: RawDocument, repaired: Repaired) -> Document {
        Document::with_structure(raw, repaired).0
    }

    /// Like [`Document::build`], with the notes and terms too.
    pub fn inspect(mut raw: RawDocument) -> (Document, Apparatus) {
        let repaired = repair::repair(std::mem::take(&mut raw.text));
        let (document, structure) = Document::with_structure(raw, repaired);
        let page = Page::of(&document.text);
        let calls = glossary::calls(&page, &structure, &document.passages);
        let title_line = document
            .about
            .title
            .as_deref()
            .and_then(|title| metadata::title_line(&page, &structure.furniture, title));
        let places = structure.notes.into_iter().zip(calls);
        let apparatus = Apparatus {
            title_line: title_line.map(|at| document.text.lines[at].number),
            footnotes: places
                .map(|(note, call)| NotePlace {
                    line: document.text.lines[note.lines.start].number,
                    page: structure.furniture.pages[note.lines.start],
                    note,
                    call,
                })
                .collect(),
        };
        (document, apparatus)
    }

    /// Takes over what a bibliography says of the document.
    pub fn describe(&mut self, entry: &bibliography::Entry) {
        if !entry.title.is_empty() {
            self.about.title = Some(entry.title.clone());
        }
        if !entry.authors.is_empty() {
            self.about.authors.clone_from(&entry.authors);
        }
        self.about.year = entry.year.or(self.about.year);
        self.doi = entry.doi.clone().or(self.doi.take());
    }

    fn with_structure(raw: RawDocument, repaired: Repaired) -> (Document, Structure) {
        let page = Page::of(&repaired.text);
        let mut structure = structure::find(&page);
        let (passages, languages) = passages::cut(&page, &structure);
        let about = metadata::complete(
            raw.declared,
            &page,
            &structure.furniture,
            &structure.outline,
        );
        let references = references::find(&passages);
        let citations = citations::find(&passages, &references);
        let glossary = glossary::find(&page, &structure, &passages, &citations);
        let document = Document {
            about,
            doi: None,
            glossary,
            languages,
            citations,
            references,
            journal: std::mem::take(&mut structure.furniture.journal),
            sections: std::mem::take(&mut structure.outline.sections),
            passages,
            repairs: repaired.counts,
            verdicts: repaired.verdicts,
            labels: raw.labels,
            known_letters: raw.known_letters,
            warnings: raw.warnings,
            text: repaired.text,
        };
        (document, structure)
    }
}
