//! Lists of references: where an entry begins, and its authors, year and title.

use super::kind::Kind;
use super::passages::Passage;
use super::shape::{Page, leading_number};
use super::years::first_year;
use serde::Serialize;

/// An entry of a list of references.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reference {
    /// Line of the source on which it begins.
    pub line: u32,
    /// Authors as printed.
    pub authors: String,
    /// Year as printed, digits in ASCII; empty if there is none.
    pub year: String,
    /// Title of the work.
    pub title: String,
    /// The whole entry.
    pub raw: String,
}

/// Whether a line of a list of references begins an entry.
pub fn begins_entry(page: &Page, index: usize, after_blank: bool) -> bool {
    let line = page.line(index);
    if after_blank
        || leading_number(line).is_some_and(|n| n.marked && n.parts.len() == 1 && n.parts[0] < 1000)
    {
        return true;
    }
    let before_ends = page
        .previous(index)
        .is_none_or(|p| page.shapes[p].terminated || page.is_short(p));
    let head: String = line.chars().take(100).collect();
    let starts_with_name = line
        .trim_start()
        .starts_with(|c: char| c.is_uppercase() || (c.is_alphabetic() && !c.is_lowercase()));
    before_ends && starts_with_name && first_year(&head).is_some()
}

/// The references of a document, from its passages of that kind.
pub fn find(passages: &[Passage]) -> Vec<Reference> {
    passages
        .iter()
        .filter(|p| p.kind == Kind::Reference)
        .filter_map(|p| parse(&p.traced.text, p.traced.lines()?.0))
        .collect()
}

/// Takes an entry apart at its year, the one part that all styles have.
fn parse(text: &str, line: u32) -> Option<Reference> {
    let raw = text.trim();
    let body = leading_number(raw)
        .filter(|n| n.marked && n.parts.len() == 1)
        .map_or(raw, |n| n.rest);
    if body.chars().filter(|c| c.is_alphabetic()).count() < 3 {
        return None;
    }
    let (authors, year, rest) = match first_year(body) {
        Some((range, year)) => (&body[..range.start], year.to_string(), &body[range.end..]),
        None => ("", String::new(), body),
    };
    let (authors, title) = if authors.chars().filter(|c| c.is_alphabetic()).count() > 2 {
        let title = title_of(rest);
        // Vancouver and Chicago put the year at the end: the title then stands with the authors.
        match authors.split_once(". ") {
            Some((names, more))
                if title.chars().count() < 4 || more.split_whitespace().count() > 6 =>
            {
                (names, title_of(more))
            }
            _ => (authors, title),
        }
    } else {
        match body.split_once(['.', '،']) {
            Some((names, more)) => (names, title_of(more)),
            None => ("", body.to_owned()),
        }
    };
    Some(Reference {
        line,
        authors: trim(authors).to_owned(),
        year,
        title,
        raw: raw.to_owned(),
    })
}

/// The title at the start of what follows the year: what is quoted, or the first sentence.
fn title_of(rest: &str) -> String {
    let rest =
        rest.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '«' | '“' | '"'));
    for (open, close) in [('«', '»'), ('“', '”'), ('"', '"')] {
        if let Some(inner) = rest.strip_prefix(open)
            && let Some(end) = inner.find(close)
        {
            return trim(&inner[..end]).to_owned();
        }
    }
    let end = crate::text::sentence_ends(rest)
        .first()
        .copied()
        .unwrap_or(rest.len());
    trim(&rest[..end]).to_owned()
}

fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '.' | ',' | '،' | '(' | ')' | ':' | ';' | '؛')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_of_references() {
        for (text, authors, year, title) in [
            (
                "Barrinha, A. and Renard, T. (2017). Cyber-diplomacy: the making of an international society. Global Affairs, 3(4-5), 353-364.",
                "Barrinha, A. and Renard, T",
                "2017",
                "Cyber-diplomacy: the making of an international society",
            ),
            (
                "نصراللهی، محمد و باغبادرانی، علی (۱۴۰۳). «مفهوم‌شناسی دیپلماسی سایبر». فصلنامه مطالعات.",
                "نصراللهی، محمد و باغبادرانی، علی",
                "1403",
                "مفهوم‌شناسی دیپلماسی سایبر",
            ),
            (
                "[3] Robertson SE, Zaragoza H. The probabilistic relevance framework: BM25 and beyond. Found Trends Inf Retr. 2009;3(4):333-89.",
                "Robertson SE, Zaragoza H",
                "2009",
                "The probabilistic relevance framework: BM25 and beyond",
            ),
        ] {
            let reference = parse(text, 1).unwrap();
            assert_eq!(
                (
                    reference.authors.as_str(),
                    reference.year.as_str(),
                    reference.title.as_str()
                ),
                (authors, year, title)
            );
        }
        assert_eq!(parse("12", 1), None);
    }
}
