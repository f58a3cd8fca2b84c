//! Terms in two languages that the paper itself pairs: `قدرت هنجاری1` with the note
//! `1. Normative Power`, and `فناوری اطلاعات و ارتباطات (ICT)`.

use super::notes::Footnote;
use super::shape::Page;
use crate::text::letters::{Class, digit_value, letter, number};
use serde::Serialize;

/// A pair of terms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Pair {
    /// The Persian term.
    pub persian: String,
    /// The English term.
    pub english: String,
    /// Line of the source that gives the English.
    pub line: u32,
}

/// Lines before a note in which its call is looked for: a page.
const PAGE_LINES: usize = 70;

/// Finds the pairs of a document.
pub fn find(page: &Page, notes: &[Footnote], skip: &[bool]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for note in notes {
        if !is_latin(&note.text) || note.text.split_whitespace().count() > 14 {
            continue;
        }
        if let Some(persian) = called_term(page, note, skip) {
            pairs.push(Pair {
                persian,
                english: note.text.trim_end_matches(['.', ' ']).to_owned(),
                line: page.text.lines[note.lines.start].number,
            });
        }
    }
    for (index, skipped) in skip.iter().enumerate() {
        if !skipped && !page.shapes[index].is_blank() {
            inline(page.line(index), page.text.lines[index].number, &mut pairs);
        }
    }
    pairs.sort_by_key(|p| p.line);
    pairs.dedup();
    pairs
}

fn is_latin(text: &str) -> bool {
    let count = |class| text.chars().filter(|c| letter(*c).class == class).count();
    count(Class::Latin) > count(Class::Arabic)
}

/// The term before the last call of a note on its page.
fn called_term(page: &Page, note: &Footnote, skip: &[bool]) -> Option<String> {
    let first = note.lines.start.saturating_sub(PAGE_LINES);
    let wanted: u32 = note.number.parse().ok()?;
    let words = note
        .text
        .split_whitespace()
        .filter(|w| !matches!(*w, "of" | "the" | "and" | "in" | "a" | "for"))
        .count();
    (first..note.lines.start)
        .rev()
        .filter(|i| !skip[*i])
        .find_map(|i| {
            let line = page.line(i);
            let (at, _) = calls(line).find(|(_, number)| *number == wanted)?;
            let term = term_before(&line[..at], words.clamp(1, 5));
            (!term.is_empty()).then_some(term)
        })
}

/// Calls of notes: numbers of one or two digits glued to the end of a word of Arabic script, in
/// square brackets where repair found them; with their places.
fn calls(line: &str) -> impl Iterator<Item = (usize, u32)> + '_ {
    line.char_indices().filter_map(|(at, c)| {
        let bracket = c == '[';
        if !bracket {
            digit_value(c)?;
        }
        let before = line[..at].chars().next_back()?;
        if letter(before).class != Class::Arabic && !matches!(before, '»' | '”') {
            return None;
        }
        let from = at + usize::from(bracket);
        let digits: String = line[from..]
            .chars()
            .take_while(|c| digit_value(*c).is_some())
            .collect();
        let closed = !bracket || line[from + digits.len()..].starts_with(']');
        (closed && (1..=2).contains(&digits.chars().count())).then(|| (at, number(&digits)))
    })
}

/// The last words of a text as a term: what is quoted, or as many words as the English has, not
/// reaching over punctuation or a function word.
fn term_before(text: &str, most: usize) -> String {
    if let Some(inner) = text.trim_end().strip_suffix('»')
        && let Some(open) = inner.rfind('«')
    {
        return inner[open + '«'.len_utf8()..].trim().to_owned();
    }
    const STOP: [&str; 16] = [
        "و", "در", "به", "از", "که", "را", "با", "بر", "تا", "یا", "این", "آن", "است", "یک",
        "برای", "ی",
    ];
    let mut words = Vec::new();
    for word in text.split_whitespace().rev() {
        let ends = word.ends_with(['،', '.', '؛', ':', ')', '(', '»', '؟']);
        if words.len() == most || ends || STOP.contains(&word) {
            break;
        }
        words.push(word.trim_start_matches(['(', '«', '[']));
        if word.starts_with(['(', '«', '[', ')']) {
            break;
        }
    }
    words.reverse();
    words.join(" ")
}

/// `term (English)` inside a line, brackets in either direction.
fn inline(line: &str, number: u32, pairs: &mut Vec<Pair>) {
    let mut open = None;
    for (at, c) in line.char_indices() {
        if !matches!(c, '(' | ')') {
            continue;
        }
        if let Some(start) = open.take() {
            let english = line[start + 1..at].trim();
            let only_latin = english.chars().all(|c| {
                matches!(
                    letter(c).class,
                    Class::Latin | Class::Break | Class::Ignored
                )
            });
            let count = english.split_whitespace().count();
            if only_latin && english.chars().filter(|c| c.is_alphabetic()).count() > 1 && count <= 6
            {
                // An acronym stands for as many words as it has letters, `و` among them.
                let acronym = count == 1
                    && english
                        .chars()
                        .all(|c| c.is_uppercase() || !c.is_alphabetic());
                let most = if acronym {
                    english.chars().count().clamp(2, 6)
                } else {
                    count
                };
                let persian = term_before_gloss(&line[..start], most);
                if persian.chars().any(|c| letter(c).class == Class::Arabic) {
                    pairs.push(Pair {
                        persian,
                        english: english.to_owned(),
                        line: number,
                    });
                    continue;
                }
            }
        }
        open = Some(at);
    }
}

/// Like [`term_before`], but `و` may stand inside an acronym's term.
fn term_before_gloss(text: &str, most: usize) -> String {
    let words: Vec<&str> = text.split_whitespace().rev().take(most + 1).collect();
    if most >= 3 && words.get(1) == Some(&"و") && words.len() == most + 1 {
        return words.into_iter().rev().collect::<Vec<_>>().join(" ");
    }
    term_before(text, most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::notes;
    use crate::document::read::decode;

    fn pairs(text: &str) -> Vec<(String, String)> {
        let text = decode(text.as_bytes()).unwrap().text;
        let page = Page::of(&text);
        let skip = vec![false; text.lines.len()];
        let notes = notes::find(&page, &skip);
        let mut skip = skip;
        for note in &notes {
            skip[note.lines.clone()].fill(true);
        }
        find(&page, &notes, &skip)
            .into_iter()
            .map(|p| (p.persian, p.english))
            .collect()
    }

    #[test]
    fn notes_give_the_english_of_the_term_they_hang_on() {
        let text = "مقاله از قدرت هنجاری1 و «حاکمیت سایبری»2 سخن می‌گوید که در متن آمده است\n1. Normative Power\n2. Cyber Sovereignty\n";
        assert_eq!(
            pairs(text),
            [
                ("قدرت هنجاری".to_owned(), "Normative Power".to_owned()),
                ("حاکمیت سایبری".to_owned(), "Cyber Sovereignty".to_owned())
            ]
        );
    }

    #[test]
    fn glosses_in_brackets() {
        assert_eq!(
            pairs(
                "گسترش فناوری اطلاعات و ارتباطات (ICT) و رایانش ابری (cloud computing) در ایران\n"
            ),
            [
                ("فناوری اطلاعات و ارتباطات".to_owned(), "ICT".to_owned()),
                ("رایانش ابری".to_owned(), "cloud computing".to_owned())
            ]
        );
    }
}
