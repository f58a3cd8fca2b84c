//! References for other programs: BibTeX and CSL-JSON.

use super::Reference;
use crate::document::names;
use crate::text::letters::{Class, letter};
use serde_json::{Map, Value, json};

/// A person or body as bibliographies want it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Family name, or the whole name of a body.
    pub family: String,
    /// Given names or initials; none for a body.
    pub given: Option<String>,
}

/// The authors of an entry, one by one: `Barrinha, A. and Renard, T`, `Robertson SE, Zaragoza H`,
/// `رضایی، علی و محمدی، حسن`, `A. Segal`.
pub fn persons(authors: &str) -> Vec<Person> {
    let mut text = authors
        .replace(" & ", ";")
        .replace(" and ", ";")
        .replace(" و ", ";");
    for others in ["et al.", "et al", "همکاران"] {
        text = text.replace(others, "");
    }
    let mut persons = Vec::new();
    for part in text.split([';', '؛']) {
        let items: Vec<&str> = part
            .split([',', '،'])
            .map(str::trim)
            .filter(|item| !item.is_empty())
            .collect();
        let mut at = 0;
        while let Some(item) = items.get(at) {
            let (head, initials) = item.rsplit_once(' ').unwrap_or((item, ""));
            let next = items.get(at + 1);
            if is_initials(initials) && !initials.contains('.') && !is_initials(head) {
                // Vancouver: Robertson SE.
                persons.push(person(head, Some(initials)));
            } else if let Some(given) = next.filter(|given| given_follows(item, given)) {
                persons.push(person(item, Some(given)));
                at += 1;
            } else if item.split_whitespace().count().clamp(2, 3) == item.split_whitespace().count()
                && !item.contains(" of ")
                && is_latin(item)
            {
                // IEEE, and the second author in Chicago style: given names first.
                persons.push(person(initials, Some(head)));
            } else {
                persons.push(person(item, None));
            }
            at += 1;
        }
    }
    persons
}

fn person(family: &str, given: Option<&str>) -> Person {
    Person {
        family: family.trim().to_owned(),
        given: given.map(|g| g.trim().to_owned()),
    }
}

fn is_latin(text: &str) -> bool {
    text.chars().all(|c| letter(c).class != Class::Arabic)
}

fn is_initials(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    (1..=3).contains(&letters)
        && text
            .chars()
            .all(|c| c.is_uppercase() || matches!(c, '.' | '-' | ' '))
}

/// Whether what follows a comma is a given name: initials, or one or two words after one.
fn given_follows(family: &str, given: &str) -> bool {
    let words = |text: &str| text.split_whitespace().count();
    is_initials(given) || words(family) <= 3 && words(given) <= 2
}

/// The entries as BibTeX, in UTF-8. Keys are first author and year, told apart by a letter.
pub fn bibtex(references: &[Reference]) -> String {
    let mut out = String::new();
    for (reference, key) in references.iter().zip(keys(references)) {
        let authors: Vec<String> = persons(&reference.authors)
            .into_iter()
            .map(|p| match p.given {
                Some(given) => format!("{}, {given}", escape(&p.family)),
                None => format!("{{{}}}", escape(&p.family)),
            })
            .collect();
        let kind = match reference.kind() {
            "article-journal" => "article",
            "book" => "book",
            "webpage" => "online",
            _ => "misc",
        };
        out += &format!("@{kind}{{{key},\n");
        let venue = if kind == "article" {
            "journal"
        } else {
            "howpublished"
        };
        let authors = authors.join(" and ");
        let title = if reference.title.is_empty() {
            String::new()
        } else {
            format!("{{{}}}", escape(&reference.title))
        };
        for (name, value) in [
            ("author", authors),
            ("title", title),
            ("year", escape(&reference.year)),
            (venue, escape(&reference.venue)),
            ("publisher", escape(&reference.publisher)),
            ("volume", escape(&reference.volume)),
            ("number", escape(&reference.issue)),
            ("pages", reference.pages.replace('-', "--")),
            ("doi", reference.doi.clone()),
            ("url", reference.link.clone()),
        ] {
            if !value.is_empty() {
                out += &format!("  {name} = {{{value}}},\n");
            }
        }
        out += "}\n\n";
    }
    out.truncate(out.trim_end().len());
    out
}

/// Characters that mean something to TeX.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out += "\\textbackslash{}",
            '~' => out += "\\textasciitilde{}",
            '^' => out += "\\textasciicircum{}",
            '{' | '}' | '%' | '&' | '#' | '_' | '$' => {
                out.push('\\');
                out.push(c);
            }
            _ => out.push(c),
        }
    }
    out
}

/// A key for each entry.
fn keys(references: &[Reference]) -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    for reference in references {
        let name: String = names::key(&reference.authors)
            .chars()
            .filter(|c| c.is_alphanumeric())
            .collect();
        let name = if name.is_empty() {
            format!("line{}", reference.line)
        } else {
            name
        };
        let base = format!("{name}{}", reference.year.replace(['.', '\u{200c}'], ""));
        let mut key = base.clone();
        let mut letter = b'b';
        while keys.contains(&key) {
            key = format!("{base}{}", char::from(letter));
            letter = if letter < b'z' { letter + 1 } else { letter };
            if letter == b'z' && keys.contains(&key) {
                key = format!("{base}-{}", reference.line);
                break;
            }
        }
        keys.push(key);
    }
    keys
}

/// The entries as items of CSL-JSON.
pub fn csl(references: &[Reference]) -> Vec<Value> {
    references
        .iter()
        .zip(keys(references))
        .map(|(reference, key)| {
            let mut item = Map::new();
            item.insert("id".into(), json!(key));
            item.insert("type".into(), json!(reference.kind()));
            let authors: Vec<Value> = persons(&reference.authors)
                .into_iter()
                .map(|p| match p.given {
                    Some(given) => json!({"family": p.family, "given": given}),
                    None => json!({"literal": p.family}),
                })
                .collect();
            if !authors.is_empty() {
                item.insert("author".into(), json!(authors));
            }
            let digits: String = reference
                .year
                .chars()
                .take_while(char::is_ascii_digit)
                .collect();
            if let Ok(year) = digits.parse::<i32>() {
                item.insert("issued".into(), json!({"date-parts": [[year]]}));
            }
            for (name, value) in [
                ("title", &reference.title),
                ("container-title", &reference.venue),
                ("publisher", &reference.publisher),
                ("volume", &reference.volume),
                ("issue", &reference.issue),
                ("page", &reference.pages),
                ("DOI", &reference.doi),
                ("URL", &reference.link),
            ] {
                if !value.is_empty() {
                    item.insert(name.into(), json!(value));
                }
            }
            Value::Object(item)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(authors: &str) -> Vec<(String, String)> {
        persons(authors)
            .into_iter()
            .map(|p| (p.family, p.given.unwrap_or_default()))
            .collect()
    }

    #[test]
    fn authors_one_by_one() {
        for (authors, expected) in [
            (
                "Barrinha, A. and Renard, T",
                vec![("Barrinha", "A."), ("Renard", "T")],
            ),
            (
                "Smith, J. K., Jones, L., & Lee, M.",
                vec![("Smith", "J. K."), ("Jones", "L."), ("Lee", "M.")],
            ),
            (
                "Robertson SE, Zaragoza H",
                vec![("Robertson", "SE"), ("Zaragoza", "H")],
            ),
            (
                "Barrinha, André, and Thomas Renard",
                vec![("Barrinha", "André"), ("Renard", "Thomas")],
            ),
            ("A. Segal", vec![("Segal", "A.")]),
            (
                "رضایی، علی و محمدی، حسن",
                vec![("رضایی", "علی"), ("محمدی", "حسن")],
            ),
            ("وزارت امور خارجه", vec![("وزارت امور خارجه", "")]),
            (
                "World Economic Forum of Davos",
                vec![("World Economic Forum of Davos", "")],
            ),
        ] {
            let found = people(authors);
            let found: Vec<(&str, &str)> = found
                .iter()
                .map(|(f, g)| (f.as_str(), g.as_str()))
                .collect();
            assert_eq!(found, expected, "{authors}");
        }
    }

    #[test]
    fn what_tex_would_take_for_a_command_is_escaped() {
        assert_eq!(escape("R&D_1 {50%}"), "R\\&D\\_1 \\{50\\%\\}");
    }
}
