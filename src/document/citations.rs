//! In-text citations: `(Segal, 2020: 3)`, `ساتو (2017)`, several in one bracket.
//!
//! Brackets are taken in either direction, because extraction mirrors them.

use super::kind::Kind;
use super::passages::Passage;
use super::years::first_year;
use crate::text::letters::{Class, digit_value, letter};
use serde::Serialize;

/// A citation in the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Citation {
    /// Line of the source on which it begins.
    pub line: u32,
    /// Authors as printed.
    pub authors: String,
    /// Year, digits in ASCII.
    pub year: String,
    /// Page or pages, digits in ASCII; empty if none is given.
    pub page: String,
    /// The citation as printed.
    pub raw: String,
}

/// Longest bracket that is looked at, in bytes.
const LONGEST_BRACKET: usize = 400;

/// Finds the citations of a document, in the order of the text.
pub fn find(passages: &[Passage]) -> Vec<Citation> {
    let mut citations = Vec::new();
    for passage in passages.iter().filter(|p| p.kind != Kind::Reference) {
        in_text(&passage.traced.text, |at, mut citation| {
            citation.line = passage.traced.line_at(at).unwrap_or(0);
            citations.push(citation);
        });
    }
    citations
}

/// Calls `found` with the byte and the citation for each citation of a text.
fn in_text(text: &str, mut found: impl FnMut(usize, Citation)) {
    let brackets: Vec<usize> = text
        .char_indices()
        .filter(|(_, c)| matches!(c, '(' | ')'))
        .map(|(at, _)| at)
        .collect();
    let mut i = 0;
    while i + 1 < brackets.len() {
        let (open, close) = (brackets[i], brackets[i + 1]);
        let inner = &text[open + 1..close];
        if inner.len() > LONGEST_BRACKET || first_year(inner).is_none() {
            i += 1;
            continue;
        }
        let raw = &text[open..=close];
        if inner
            .chars()
            .any(|c| matches!(letter(c).class, Class::Arabic | Class::Latin))
        {
            parenthetical(inner, raw, open, &mut found);
        } else if let Some((start, authors)) = authors_before(&text[..open])
            && let Some((year, page)) = year_and_page(inner)
        {
            found(
                start,
                Citation {
                    line: 0,
                    authors,
                    year,
                    page,
                    raw: text[start..=close].to_owned(),
                },
            );
        }
        i += 2;
    }
}

/// One or several works in a bracket, parted by semicolons.
fn parenthetical(inner: &str, raw: &str, open: usize, found: &mut impl FnMut(usize, Citation)) {
    let mut last_authors = String::new();
    for part in inner.split([';', '؛']) {
        let Some((range, _)) = first_year(part) else {
            continue;
        };
        let authors = clean_authors(&part[..range.start]);
        let authors = if authors.is_empty() {
            last_authors.clone()
        } else {
            authors
        };
        let Some((year, page)) = year_and_page(&part[range.start..]) else {
            continue;
        };
        // A bracket that merely mentions a year has words and no mark between them and the year.
        let before = part[..range.start].trim_end();
        let marked = before.ends_with([',', '،', '.', ':']) || before.is_empty();
        if authors.is_empty() || !marked && authors.split_whitespace().count() > 3 {
            continue;
        }
        last_authors.clone_from(&authors);
        found(
            open,
            Citation {
                line: 0,
                authors,
                year,
                page,
                raw: raw.to_owned(),
            },
        );
    }
}

/// The first year, and the page after a colon, comma or p.
fn year_and_page(text: &str) -> Option<(String, String)> {
    let (range, year) = first_year(text)?;
    let mut rest = text[range.end..].trim_start();
    rest = rest
        .strip_prefix([':', ',', '،'])
        .unwrap_or("")
        .trim_start();
    for mark in ["pp.", "p.", "صص", "ص.", "ص"] {
        rest = rest.strip_prefix(mark).unwrap_or(rest).trim_start();
    }
    let page: String = rest
        .chars()
        .take_while(|c| digit_value(*c).is_some() || matches!(c, '-' | '–'))
        .map(|c| digit_value(c).map_or('-', |d| (b'0' + d) as char))
        .collect();
    Some((year.to_string(), page.trim_matches('-').to_owned()))
}

fn clean_authors(text: &str) -> String {
    let text = text.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, ',' | '،' | '.' | ':' | '&' | '-')
    });
    let text = ["see ", "cf. ", "e.g. ", "نک: ", "ر.ک: ", "ر.ک "]
        .iter()
        .fold(text, |t, prefix| t.strip_prefix(prefix).unwrap_or(t));
    let mut authors = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if authors.ends_with(" al") {
        authors.push('.');
    }
    authors
}

/// The names before a bracket that holds only a year: capitalized Latin words, or the last Persian
/// word with what `و` joins to it.
fn authors_before(text: &str) -> Option<(usize, String)> {
    let words: Vec<(usize, &str)> = {
        let mut words = Vec::new();
        let mut end = text.trim_end().len();
        while words.len() < 7 && end > 0 {
            let start = text[..end].rfind(char::is_whitespace).map_or(0, |at| {
                at + text[at..].chars().next().map_or(1, char::len_utf8)
            });
            words.push((start, &text[start..end]));
            end = text[..start].trim_end().len();
        }
        words
    };
    let latin = |w: &str| w.starts_with(|c: char| letter(c).class == Class::Latin);
    let first = words.first()?;
    let mut taken = 0;
    if latin(first.1) {
        while taken < words.len() {
            let word = words[taken].1;
            let name = word.starts_with(char::is_uppercase)
                && !(taken > 0 && word.ends_with(['.', ')']) && word.len() > 3);
            if !(name
                || taken > 0 && matches!(word, "and" | "&" | "et" | "al." | "de" | "von" | "van")
                || taken == 0 && matches!(word, "al." | "al"))
            {
                break;
            }
            taken += 1;
        }
    } else if first
        .1
        .starts_with(|c: char| letter(c).class == Class::Arabic)
        && !is_plain_word(first.1)
    {
        taken = 1;
        // «و همکاران», two authors, or first name and surname.
        if words.get(1).is_some_and(|w| w.1 == "و") && words.len() > 2 {
            taken = 3;
        } else if words.get(1).is_some_and(|w| {
            w.1.starts_with(|c: char| letter(c).class == Class::Arabic)
                && !is_plain_word(w.1)
                && !w.1.ends_with(['،', '.', '؛', ':'])
        }) {
            taken = 2;
        }
    }
    let kept = &words[..taken];
    let start = kept.last()?.0;
    let authors = kept.iter().rev().map(|w| w.1).collect::<Vec<_>>().join(" ");
    (authors.chars().filter(|c| c.is_alphabetic()).count() > 1)
        .then_some((start, clean_authors(&authors)))
}

/// Words that stand before a bracketed year without being a name: سال (2020) "the year".
fn is_plain_word(word: &str) -> bool {
    const WORDS: [&str; 22] = [
        "سال",
        "دهه",
        "قرن",
        "در",
        "از",
        "به",
        "که",
        "است",
        "بود",
        "شد",
        "مقاله",
        "کتاب",
        "قانون",
        "دوره",
        "جنگ",
        "پاییز",
        "بهار",
        "تابستان",
        "زمستان",
        "این",
        "آن",
        "میلادی",
    ];
    WORDS.contains(&word.trim_matches(|c: char| !c.is_alphabetic()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn citations(text: &str) -> Vec<(String, String, String)> {
        let mut all = Vec::new();
        in_text(text, |_, c| all.push((c.authors, c.year, c.page)));
        all
    }

    fn check(text: &str, expected: &[(&str, &str, &str)]) {
        let found = citations(text);
        let found: Vec<(&str, &str, &str)> = found
            .iter()
            .map(|(a, y, p)| (a.as_str(), y.as_str(), p.as_str()))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn citations_in_brackets() {
        check("است (Segal, 2020: 3).", &[("Segal", "2020", "3")]);
        check(
            "(Barrinha and Renard, 2017: 356-360; Doshi et al., 2021)",
            &[
                ("Barrinha and Renard", "2017", "356-360"),
                ("Doshi et al.", "2021", ""),
            ],
        );
        check(
            "(قنبری باغستانی، ۱۳۹۹؛ سیگال، ۱۳۹۹: ۱۲)",
            &[("قنبری باغستانی", "1399", ""), ("سیگال", "1399", "12")],
        );
        check(")Zetter, 2014(", &[("Zetter", "2014", "")]);
    }

    #[test]
    fn narrative_citations() {
        check("آدام سگال (2017) می‌گوید", &[("آدام سگال", "2017", "")]);
        check(
            "نصراللهی و باغبادرانی (۱۴۰۳)",
            &[("نصراللهی و باغبادرانی", "1403", "")],
        );
        check(
            "as Barrinha and Renard (2017: 5) say",
            &[("Barrinha and Renard", "2017", "5")],
        );
    }

    #[test]
    fn years_in_brackets_are_no_citations() {
        check("در سال (2020) و دهه (1990)", &[]);
        check("(a meeting that was held there in 2014)", &[]);
        check("no bracket 2014", &[]);
    }
}
