//! Which works the papers of an index cite.

use super::cites::split_year;
use super::record::CitationRecord;
use super::snapshot::Snapshot;
use crate::document::names;
use crate::error::Result;
use crate::language::transliteration;
use rustc_hash::FxHashMap;
use serde::Serialize;
use std::path::Path;

/// A work that is cited: all citations of one first author and year.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CitedWork {
    /// Authors, in the form in which they are printed most often.
    pub authors: String,
    /// Year as printed, digits in ASCII.
    pub year: String,
    /// How often it is cited.
    pub count: usize,
    /// In how many documents.
    pub documents: usize,
    /// Other forms in which it is cited, with their years.
    pub also: Vec<String>,
    /// Where, in the order of the documents.
    pub places: Vec<CitedAt>,
}

/// Where a work is cited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CitedAt {
    /// Identifier of the document.
    pub document: String,
    /// Line of its source.
    pub line: u32,
    /// Page of the cited work, if one is given.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub page: String,
}

/// The works that are cited in an index, the most frequent first. `name` keeps those of an author, in
/// either script, and of a year if it has one.
///
/// # Errors
/// When the index cannot be read.
pub fn cited(path: &Path, name: Option<&str>) -> Result<Vec<CitedWork>> {
    let (_, snapshot) = Snapshot::open(path)?;
    let mut works = Works::default();
    let mut documents = snapshot.documents()?;
    documents.sort_by(|a, b| a.id.cmp(&b.id));
    for document in &documents {
        for citation in &document.citations {
            works.add(&document.id, citation);
        }
    }
    let mut works = works.finish();
    if let Some(name) = name {
        works.retain(|work| is_by(work, name));
    }
    Ok(works)
}

#[derive(Default)]
struct Works {
    works: Vec<Work>,
    by_key: FxHashMap<(String, String), usize>,
}

#[derive(Default)]
struct Work {
    /// Printed forms with their years, and how often each occurs.
    forms: Vec<((String, String), usize)>,
    places: Vec<CitedAt>,
}

impl Works {
    fn add(&mut self, document: &str, citation: &CitationRecord) {
        let key = (names::key(&citation.authors), citation.year.clone());
        let at = *self.by_key.entry(key).or_insert_with(|| {
            self.works.push(Work::default());
            self.works.len() - 1
        });
        let work = &mut self.works[at];
        let form = (citation.authors.clone(), citation.year.clone());
        match work.forms.iter_mut().find(|(f, _)| *f == form) {
            Some((_, count)) => *count += 1,
            None => work.forms.push((form, 1)),
        }
        work.places.push(CitedAt {
            document: document.to_owned(),
            line: citation.line,
            page: citation.page.clone(),
        });
    }

    /// Joins what is cited in two scripts, and sorts.
    fn finish(mut self) -> Vec<CitedWork> {
        let mut keys: Vec<((String, String), usize)> = self.by_key.into_iter().collect();
        keys.sort();
        let sound = |name: &str| {
            (!name.contains(' '))
                .then(|| transliteration::key(name))
                .flatten()
        };
        for ((name, year), at) in &keys {
            if name.is_ascii() {
                continue;
            }
            let (Some(own), Ok(year)) = (sound(name), year.parse::<i32>()) else {
                continue;
            };
            let twin = keys.iter().find(|((other, other_year), _)| {
                let same_year = other_year
                    .parse::<i32>()
                    .is_ok_and(|y| y == year || (621..=622).contains(&(y - year)));
                other.is_ascii() && same_year && sound(other).as_ref() == Some(&own)
            });
            if let Some((_, twin)) = twin {
                let moved = std::mem::take(&mut self.works[*at]);
                self.works[*twin].forms.extend(moved.forms);
                self.works[*twin].places.extend(moved.places);
            }
        }
        let mut works: Vec<CitedWork> = self
            .works
            .into_iter()
            .filter(|w| !w.places.is_empty())
            .map(Work::finish)
            .collect();
        works.sort_by(|a, b| (b.count, &a.authors, &a.year).cmp(&(a.count, &b.authors, &b.year)));
        works
    }
}

impl Work {
    fn finish(mut self) -> CitedWork {
        self.places
            .sort_by(|a, b| (&a.document, a.line).cmp(&(&b.document, b.line)));
        self.forms.sort_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
        let mut documents: Vec<&str> = self.places.iter().map(|p| p.document.as_str()).collect();
        documents.dedup();
        let mut forms = self.forms.into_iter().map(|(form, _)| form);
        let (authors, year) = forms.next().unwrap_or_default();
        let also = forms
            .map(|(other, its)| {
                if its == year {
                    other
                } else {
                    format!("{other} {its}")
                }
            })
            .collect();
        CitedWork {
            authors,
            year,
            count: self.places.len(),
            documents: documents.len(),
            also,
            places: self.places,
        }
    }
}

/// Whether a work is by somebody, in any of the forms in which it is cited.
fn is_by(work: &CitedWork, name: &str) -> bool {
    let (name, year) = split_year(name);
    let wanted = names::words(&name);
    let mut forms = work.also.iter().chain([&work.authors]);
    let fits_name = |form: &String| {
        let words = names::words(form);
        wanted.iter().all(|w| {
            words.iter().any(|x| {
                x == w
                    || x.is_ascii() != w.is_ascii()
                        && transliteration::key(x)
                            .is_some_and(|s| Some(s) == transliteration::key(w))
            })
        })
    };
    let fits_year = year.is_none_or(|y| {
        let plain =
            |text: &str| text.trim_end_matches(|c: char| c.is_ascii_lowercase()) == y || text == y;
        plain(&work.year) || work.also.iter().any(|form| form.split(' ').any(plain))
    });
    fits_year && (wanted.is_empty() || forms.any(fits_name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn works(citations: &[(&str, u32, &str, &str)]) -> Vec<CitedWork> {
        let mut works = Works::default();
        for (document, line, authors, year) in citations {
            works.add(
                document,
                &CitationRecord {
                    line: *line,
                    authors: (*authors).to_owned(),
                    year: (*year).to_owned(),
                    page: String::new(),
                },
            );
        }
        works.finish()
    }

    #[test]
    fn works_are_counted_over_documents_and_scripts() {
        let found = works(&[
            ("a", 9, "Segal", "2020"),
            ("a", 3, "Adam Segal", "2020"),
            ("b", 7, "Segal", "2020"),
            ("b", 8, "سیگال", "1399"),
            ("b", 9, "Nye", "2004"),
            ("b", 10, "Segal", "2017"),
        ]);
        assert_eq!(
            found
                .iter()
                .map(|w| (w.authors.as_str(), w.year.as_str(), w.count, w.documents))
                .collect::<Vec<_>>(),
            [
                ("Segal", "2020", 4, 2),
                ("Nye", "2004", 1, 1),
                ("Segal", "2017", 1, 1)
            ]
        );
        assert_eq!(found[0].also, ["Adam Segal", "سیگال 1399"]);
        let lines: Vec<(&str, u32)> = found[0]
            .places
            .iter()
            .map(|p| (p.document.as_str(), p.line))
            .collect();
        assert_eq!(lines, [("a", 3), ("a", 9), ("b", 7), ("b", 8)]);
        for (name, fits) in [
            ("segal", true),
            ("سگال", true),
            ("Segal 2020", true),
            ("Segal 1399", true),
            ("Segal 2017", false),
            ("Nye", false),
        ] {
            assert_eq!(is_by(&found[0], name), fits, "{name}");
        }
    }
}
