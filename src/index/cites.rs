//! The terms of [`Fields::cites`](super::schema::Fields::cites): who is cited in a passage.
//!
//! For each name of a citation: the name, the name with the year, and both with the name's key by sound
//! (`~a` for one printed in Arabic script, `~l` for Latin), by which a query in the other script
//! finds it; and the year alone. A term with the year in it needs no positions to say that name and
//! year belong together.

use super::snapshot::Snapshot;
use super::store::damaged;
use crate::document::names;
use crate::error::Result;
use crate::language::transliteration;
use crate::text::letters::{Class, digit_value, letter};

/// Appends the terms of a citation.
pub fn push_terms(authors: &str, year: &str, terms: &mut Vec<String>) {
    let plain_year = year.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let mut push = |term: &str| terms.push(term.to_owned());
    let mut with_year = |name: &str| {
        push(name);
        push(&format!("{name} {year}"));
        if plain_year != year && !plain_year.is_empty() {
            push(&format!("{name} {plain_year}"));
        }
    };
    for name in names::words(authors) {
        with_year(&name);
        if let Some(sound) = transliteration::key(&name) {
            with_year(&format!("{}{sound}", script_mark(&name)));
        }
    }
    if !plain_year.is_empty() {
        push(plain_year);
    }
}

/// One thing that a query of the field asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The name, folded, to be marked in hits; none for a year alone.
    pub name: Option<String>,
    /// Terms, any of which fits.
    pub terms: Vec<String>,
}

/// What a query such as `Doshi 2021` asks for: all of these.
pub fn wanted(text: &str) -> Vec<Wanted> {
    let (name, year) = split_year(text);
    let year = year.as_deref();
    let with_year = |name: &str| match year {
        Some(year) => format!("{name} {year}"),
        None => name.to_owned(),
    };
    let words = names::words(&name);
    if words.is_empty() {
        let year = year.map(str::to_owned);
        return year
            .map(|year| Wanted {
                name: None,
                terms: vec![year],
            })
            .into_iter()
            .collect();
    }
    words
        .into_iter()
        .map(|word| {
            let mut terms = vec![with_year(&word)];
            if let Some(sound) = transliteration::key(&word) {
                let other = if script_mark(&word) == LATIN {
                    ARABIC
                } else {
                    LATIN
                };
                terms.push(with_year(&format!("{other}{sound}")));
            }
            Wanted {
                name: Some(word),
                terms,
            }
        })
        .collect()
}

impl Snapshot {
    /// The names of cited authors in the other script that sound like a word, folded: for سیگال segal.
    /// Only where a passage cites one: that takes a look-up, and the names are gone through after it.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn names_alike(&self, word: &str) -> Result<Vec<String>> {
        let Some(key) = transliteration::key(word) else {
            return Ok(Vec::new());
        };
        // Latin letters stand before Persian ones in the dictionary.
        let (mark, from, to) = if script_mark(word) == LATIN {
            (ARABIC, "\u{600}", "\u{700}")
        } else {
            (LATIN, "a", "{")
        };
        let mut found = Vec::new();
        for segment in self.searcher.segment_readers() {
            let failed = |e: tantivy::TantivyError| damaged(&self.path, &e);
            let inverted = segment.inverted_index(self.fields.cites).map_err(failed)?;
            let terms = inverted.terms();
            let known = terms.get(format!("{mark}{key}").as_bytes());
            if known.map_err(|e| failed(e.into()))?.is_none() {
                continue;
            }
            let range = terms.range().ge(from.as_bytes()).lt(to.as_bytes());
            let mut stream = range.into_stream().map_err(|e| failed(e.into()))?;
            while stream.advance() {
                let Ok(name) = std::str::from_utf8(stream.key()) else {
                    continue;
                };
                let alike = || transliteration::key(name).is_some_and(|k| k == key);
                if !name.contains(' ') && !found.iter().any(|f| f == name) && alike() {
                    found.push(name.to_owned());
                }
            }
        }
        Ok(found)
    }
}

/// A name and the year in it, digits in ASCII.
pub fn split_year(text: &str) -> (String, Option<String>) {
    let mut name = String::new();
    let mut year = None;
    for word in text.split([' ', ',', '،', '(', ')', ':']) {
        let digits = word
            .chars()
            .take_while(|c| digit_value(*c).is_some())
            .count();
        let rest = word.chars().skip(digits).collect::<String>();
        let letters = rest.chars().count() <= 1 && rest.chars().all(|c| c.is_ascii_lowercase());
        if digits == 4 && letters {
            let ascii = word
                .chars()
                .map(|c| digit_value(c).map_or(c, |d| (b'0' + d) as char));
            year = Some(ascii.collect());
        } else {
            name.push_str(word);
            name.push(' ');
        }
    }
    (name, year)
}

const ARABIC: &str = "~a ";
const LATIN: &str = "~l ";

fn script_mark(name: &str) -> &'static str {
    if name.chars().any(|c| letter(c).class == Class::Arabic) {
        ARABIC
    } else {
        LATIN
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(query: &str, authors: &str, year: &str) -> bool {
        let mut terms = Vec::new();
        push_terms(authors, year, &mut terms);
        let wanted = wanted(query);
        !wanted.is_empty()
            && wanted
                .iter()
                .all(|w| w.terms.iter().any(|term| terms.contains(term)))
    }

    #[test]
    fn names_and_years_in_either_script() {
        for (query, authors, year, expected) in [
            ("Segal", "Segal", "2020", true),
            ("segal 2020", "Adam Segal", "2020", true),
            ("Segal 2017", "Segal", "2020", false),
            ("سیگال", "Segal", "2020", true),
            ("Segal", "سیگال", "1399", true),
            ("سیگال ۱۳۹۹", "سیگال", "1399", true),
            ("Doshi 2021", "Doshi et al.", "2021a", true),
            ("Doshi 2021a", "Doshi et al.", "2021a", true),
            ("Renard Barrinha", "Barrinha and Renard", "2017", true),
            ("2017", "Barrinha and Renard", "2017", true),
            ("Renard", "Segal", "2020", false),
            ("et al", "Segal", "2020", false),
        ] {
            assert_eq!(finds(query, authors, year), expected, "{query} {authors}");
        }
    }
}
