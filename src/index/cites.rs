//! The terms of [`Fields::cites`](super::schema::Fields::cites): who is cited in a passage.
//!
//! For each name of a citation: the name, the name with the year, and both with the name's skeleton
//! (`~a` for one printed in Arabic script, `~l` for Latin), by which a query in the other script
//! finds it; and the year alone. A term with the year in it needs no positions to say that name and
//! year belong together.

use crate::analysis::END;
use crate::document::names;
use crate::text::letters::{Class, digit_value, letter};

/// Appends the terms of a citation as prepared text.
pub fn push_terms(authors: &str, year: &str, prepared: &mut String) {
    let plain_year = year.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let mut push = |term: &str| {
        prepared.push_str(term);
        prepared.push(END);
    };
    let mut with_year = |name: &str| {
        push(name);
        push(&format!("{name} {year}"));
        if plain_year != year && !plain_year.is_empty() {
            push(&format!("{name} {plain_year}"));
        }
    };
    for name in names::words(authors) {
        with_year(&name);
        if let Some(sound) = sound(&name) {
            with_year(&sound);
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
            if let Some(across) = across(&word) {
                terms.push(with_year(&across));
            }
            Wanted {
                name: Some(word),
                terms,
            }
        })
        .collect()
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

/// The term by which a name is found from the other script; none if its consonants say too little.
pub fn sound(name: &str) -> Option<String> {
    let skeleton = names::skeleton(name)?;
    Some(format!("{}{skeleton}", script_mark(name)))
}

/// The term of what sounds so in the other script.
pub fn across(name: &str) -> Option<String> {
    let other = if script_mark(name) == LATIN {
        ARABIC
    } else {
        LATIN
    };
    let skeleton = names::skeleton(name)?;
    Some(format!("{other}{skeleton}"))
}

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
        let mut prepared = String::new();
        push_terms(authors, year, &mut prepared);
        let terms: Vec<&str> = prepared.split(END).collect();
        let wanted = wanted(query);
        !wanted.is_empty()
            && wanted
                .iter()
                .all(|w| w.terms.iter().any(|t| terms.contains(&t.as_str())))
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
