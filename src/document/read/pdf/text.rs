//! The document that the lines of all pages make, and what cannot be read of it.

use super::glyph::FileFacts;
use super::page::PageLines;
use super::quality::Quality;
use super::roles::{self, Roles};
use super::script::superscript_value;
use crate::document::read::extracted::Extracted;
use crate::document::read::{Declared, RawDocument};
use crate::text::Markup;
use crate::text::letters::{digit_value, fold_solid};

/// Glyphs below which a page has no text of its own.
const FEW_GLYPHS: usize = 15;
/// Share of a page from which an image is a scan.
const SCAN: f32 = 0.4;

/// Makes the document; the reason if there is no text to make it of. `all` is how many pages the
/// file has, `inferred` how many glyphs were told by the words around them.
pub fn document(
    pages: &[PageLines],
    facts: &FileFacts,
    all: usize,
    inferred: usize,
) -> Result<RawDocument, String> {
    let texts: Vec<Vec<String>> = pages
        .iter()
        .map(|page| page.lines.iter().map(|l| tidy(&l.text())).collect())
        .collect();
    let mut states: Vec<State> = pages
        .iter()
        .zip(&texts)
        .map(|(page, texts)| State::of(page, texts))
        .collect();
    // A document that reads well as a whole may have odd pages (tables, code), and the reverse.
    let whole = states
        .iter()
        .fold(Quality::default(), |sum, s| sum.plus(s.quality));
    for state in &mut states {
        if state.kind == Kind::Short && whole.is_unreadable() {
            state.kind = Kind::Unreadable;
        }
    }
    let roles = roles::find(pages, &texts, &facts.bookmarks);
    let mut out = Extracted::default();
    for (number, (texts, roles)) in texts.iter().zip(&roles).enumerate() {
        out.page(number as u32 + 1);
        if states[number].kind != Kind::Unreadable {
            write(&mut out, texts, roles);
        }
    }
    let warnings = warnings(&states, pages, all, inferred);
    let text = out.finish().ok_or_else(|| no_text(&states))?;
    let front: String = texts
        .iter()
        .take(3)
        .flatten()
        .map(|t| fold_solid(t))
        .collect();
    Ok(RawDocument {
        declared: declared(facts, &front),
        text,
        encoding: "PDF",
        known_letters: whole.share(),
        labels: facts.labels.clone(),
        warnings,
        ..RawDocument::default()
    })
}

/// What can be said of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Readable,
    /// Too little text to judge.
    Short,
    Unreadable,
    Scan,
    Damaged,
}

struct State {
    kind: Kind,
    quality: Quality,
}

impl State {
    fn of(page: &PageLines, texts: &[String]) -> State {
        let mut text = String::new();
        for line in texts {
            text += line;
            text.push('\n');
        }
        let quality = Quality::of(&text);
        let untold = page.untold * 2 > page.glyphs && page.glyphs >= FEW_GLYPHS;
        let kind = if page.failure.is_some() {
            Kind::Damaged
        } else if page.glyphs < FEW_GLYPHS && page.image >= SCAN {
            Kind::Scan
        } else if quality.is_unreadable() || untold {
            Kind::Unreadable
        } else if quality.share().is_none() && quality.latin < 60 {
            Kind::Short
        } else {
            Kind::Readable
        };
        State { kind, quality }
    }
}

/// Why no page gives text, with the pages.
fn no_text(states: &[State]) -> String {
    let reasons: Vec<String> = [
        (
            Kind::Unreadable,
            "text layer unreadable, needs OCR (ocrmypdf --force-ocr)",
        ),
        (Kind::Scan, "images without text, needs OCR (ocrmypdf)"),
        (
            Kind::Damaged,
            "damaged, nothing could be read; get it again, or mend it (qpdf FILE OUT)",
        ),
    ]
    .into_iter()
    .map(|(kind, what)| (numbers(states, kind), what))
    .filter(|(pages, _)| !pages.is_empty())
    .map(|(pages, what)| format!("{}: {what}", ranges(&pages)))
    .collect();
    if reasons.is_empty() {
        return "no text was found in it; if a viewer shows some, it is damaged or drawn, and needs OCR"
            .into();
    }
    format!("no readable text; {}", reasons.join("; "))
}

fn numbers(states: &[State], kind: Kind) -> Vec<usize> {
    (0..states.len())
        .filter(|i| states[*i].kind == kind)
        .map(|i| i + 1)
        .collect()
}

fn warnings(states: &[State], pages: &[PageLines], all: usize, inferred: usize) -> Vec<String> {
    let mut warnings = Vec::new();
    let mut say = |kind, what: &str| {
        let numbers = numbers(states, kind);
        if !numbers.is_empty() {
            warnings.push(format!("{}: {what}", ranges(&numbers)));
        }
    };
    say(
        Kind::Unreadable,
        "text layer unreadable, needs OCR; left out",
    );
    say(Kind::Scan, "an image without text, needs OCR");
    say(Kind::Damaged, "damaged, read in part or not at all");
    if all > pages.len() {
        warnings.push(format!(
            "only the first {} of {all} pages are read; allow more with --file-pages",
            pages.len()
        ));
    }
    if inferred > 0 {
        warnings.push(format!(
            "{inferred} shapes of letters are not named in the file; they were inferred from the words they stand in"
        ));
    }
    warnings
}

/// Page numbers in words: "page 3", "pages 1-4, 7".
fn ranges(numbers: &[usize]) -> String {
    let mut parts: Vec<(usize, usize)> = Vec::new();
    for &number in numbers {
        match parts.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => parts.push((number, number)),
        }
    }
    let parts: Vec<String> = parts
        .into_iter()
        .map(|(a, b)| {
            if a == b {
                a.to_string()
            } else {
                format!("{a}-{b}")
            }
        })
        .collect();
    let noun = if numbers.len() == 1 { "page" } else { "pages" };
    format!("{noun} {}", parts.join(", "))
}

/// A line's text without doubled spaces, what was not told as U+FFFD.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let c = match c {
            '\t' => '\t',
            c if c.is_whitespace() || c.is_control() => ' ',
            c => c,
        };
        let doubled = c == ' ' && out.ends_with([' ', '\t']);
        if c == '\t' && out.ends_with(' ') {
            out.pop();
        }
        if !doubled {
            out.push(c);
        }
    }
    out.trim().to_owned()
}

/// Title and author of the metadata, if the first pages confirm them: what programs write there of
/// themselves is a file name as often as a title.
fn declared(facts: &FileFacts, front: &str) -> Declared {
    let confirmed = |text: &Option<String>| {
        let text = text
            .as_deref()?
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let words: Vec<String> = text
            .split_whitespace()
            .map(fold_solid)
            .filter(|w| w.chars().count() > 1)
            .collect();
        let found = words.iter().filter(|w| front.contains(w.as_str())).count();
        (!words.is_empty() && found * 5 >= words.len() * 4 && text.chars().count() >= 4)
            .then_some(text)
    };
    let authors = confirmed(&facts.author).map(|a| {
        a.split([',', '،', ';', '؛'])
            .map(|name| name.trim().to_owned())
            .filter(|name| !name.is_empty())
            .collect()
    });
    Declared {
        title: confirmed(&facts.title).filter(|t| t.split_whitespace().count() > 1),
        authors: authors.unwrap_or_default(),
        year: None,
    }
}

/// Writes the lines of a page with what parts them.
fn write(out: &mut Extracted, texts: &[String], roles: &Roles) {
    for (i, text) in texts.iter().enumerate() {
        if text.is_empty() {
            continue;
        }
        let markup = roles.markup[i];
        let before = i.checked_sub(1).map(|i| roles.markup[i]);
        let changes = before.is_some_and(|before| {
            markup != before && (is_set_apart(markup) || is_set_apart(before))
        });
        if i > 0 && (roles.apart[i] || changes) {
            out.blank();
        }
        if markup == Markup::Footnote {
            out.line(&numbered(text), markup);
        } else {
            out.line(text, markup);
        }
    }
}

fn is_set_apart(markup: Markup) -> bool {
    matches!(
        markup,
        Markup::Furniture | Markup::Footnote | Markup::Heading(_)
    )
}

/// A note's number as it is written before a note: raised digits as digits, a full stop after them.
fn numbered(text: &str) -> String {
    let digits = text
        .chars()
        .take_while(|c| digit_value(*c).is_some() || superscript_value(*c).is_some())
        .count();
    let rest: String = text.chars().skip(digits).collect();
    if digits == 0 || digits > 3 || !rest.trim_start().starts_with(char::is_alphabetic) {
        return text.to_owned();
    }
    let number: String = text
        .chars()
        .take(digits)
        .map(|c| superscript_value(c).map_or(c, |v| char::from(b'0' + v as u8)))
        .collect();
    format!("{number}. {}", rest.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_named() {
        assert_eq!(ranges(&[3]), "page 3");
        assert_eq!(ranges(&[1, 2, 3, 7, 9, 10]), "pages 1-3, 7, 9-10");
    }

    #[test]
    fn notes_are_numbered() {
        assert_eq!(numbered("¹²Data Diplomacy"), "12. Data Diplomacy");
        assert_eq!(numbered("1. Data"), "1. Data");
        assert_eq!(numbered("۲ دیپلماسی"), "۲. دیپلماسی");
        assert_eq!(numbered("1401"), "1401");
    }

    #[test]
    fn metadata_is_taken_if_the_pages_confirm_it() {
        let facts = FileFacts {
            title: Some("Microsoft Word - thesis.docx".into()),
            author: Some("سارا احمدی؛ رضا نیک".into()),
            ..FileFacts::default()
        };
        let front = fold_solid("دیپلماسی داده سارا احمدی و رضا نیک");
        let declared = declared(&facts, &front);
        assert_eq!(declared.title, None);
        assert_eq!(declared.authors, ["سارا احمدی", "رضا نیک"]);
    }
}
