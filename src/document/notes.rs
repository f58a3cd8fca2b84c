//! Footnotes: which lines are notes at the foot of a page, and what they say.

use super::shape::{Page, leading_number};
use crate::text::Markup;

/// A footnote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Footnote {
    /// Its number or mark as printed, digits in ASCII.
    pub number: String,
    /// Its text, lines joined.
    pub text: String,
    /// Lines of the document (indices), the first of which holds the number.
    pub lines: std::ops::Range<usize>,
}

/// Marks the lines of notes in a mask of lines to pass over.
pub fn mark(notes: &[Footnote], skip: &mut [bool]) {
    for note in notes {
        skip[note.lines.clone()].fill(true);
    }
}

/// Lines of a page's notes that are looked through for the next number.
const LONGEST_NOTE: usize = 14;

/// Finds the notes. `skip` says which lines are page furniture.
pub fn find(page: &Page, skip: &[bool]) -> Vec<Footnote> {
    let mut notes: Vec<Footnote> = Vec::new();
    let mut index = 0;
    while index < page.shapes.len() {
        if page.shapes[index].markup == Markup::Footnote {
            let end = block_end(page, index);
            notes.extend(note(page, index..end));
            index = end;
            continue;
        }
        let block = if is_rule(page, index) {
            page.next(index)
                .and_then(|first| ruled_block(page, first, skip))
        } else if starts_block(page, index, skip) {
            Some(foreign_block(page, index, skip))
        } else {
            None
        };
        match block {
            Some(starts) => {
                let ruled = is_rule(page, index);
                let end = starts
                    .last()
                    .map_or(index + 1, |l| last_line(page, *l, skip, ruled));
                for (i, start) in starts.iter().enumerate() {
                    let stop = starts.get(i + 1).copied().unwrap_or(end);
                    notes.extend(note(page, *start..stop));
                }
                index = end.max(index + 1);
            }
            None => index += 1,
        }
    }
    notes
}

/// The end of the lines that the format marks as one note.
fn block_end(page: &Page, start: usize) -> usize {
    (start + 1..page.shapes.len())
        .find(|i| page.shapes[*i].markup != Markup::Footnote || number_of(page, *i).is_some())
        .unwrap_or(page.shapes.len())
}

fn note(page: &Page, lines: std::ops::Range<usize>) -> Option<Footnote> {
    let first = page.line(lines.start);
    let (number, rest) = match leading_number(first).filter(|n| n.marked) {
        Some(n) => (n.parts[0].to_string(), n.rest),
        None if page.shapes[lines.start].markup == Markup::Footnote => {
            let (mark, rest) = first.split_once(". ")?;
            (mark.to_owned(), rest)
        }
        None => return None,
    };
    let mut text = rest.split_whitespace().collect::<Vec<_>>().join(" ");
    for index in lines.start + 1..lines.end {
        for word in page.line(index).split_whitespace() {
            text.push(' ');
            text.push_str(word);
        }
    }
    (!text.trim().is_empty()).then_some(Footnote {
        number,
        text,
        lines,
    })
}

/// The rule above the notes, as extractors leave it: a long line of spaces, underscores or dashes.
fn is_rule(page: &Page, index: usize) -> bool {
    let line = page.line(index);
    line.len() >= 20
        && (page.shapes[index].is_blank()
            || line
                .trim()
                .chars()
                .all(|c| matches!(c, '_' | '—' | '─' | '-')))
        && page.shapes[index].words <= 1
}

/// The number of a note that begins on this line.
fn number_of(page: &Page, index: usize) -> Option<u32> {
    let number = leading_number(page.line(index))?;
    (number.marked && number.parts.len() == 1 && number.parts[0] <= 200 && !number.rest.is_empty())
        .then(|| number.parts[0])
}

/// Below a rule: lines that count on from each other, and what stands between them.
fn ruled_block(page: &Page, first: usize, skip: &[bool]) -> Option<Vec<usize>> {
    if skip[first] {
        return None;
    }
    let mut expected = None;
    let mut starts = Vec::new();
    // A right-to-left note may have lost its number to the line's other end; notes then begin
    // before the first number that can be read.
    if number_of(page, first).is_none() {
        starts.push(first);
    }
    let mut index = first;
    let mut since = 0;
    while index < page.shapes.len() && !skip[index] && since < LONGEST_NOTE {
        if page.shapes[index].is_blank() && index > first && is_rule(page, index) {
            break;
        }
        since += 1;
        if let Some(number) = number_of(page, index)
            && expected.is_none_or(|e| number == e)
        {
            starts.push(index);
            expected = Some(number + 1);
            since = 0;
        }
        index += 1;
    }
    expected.map(|_| starts)
}

/// Whether a note in the other script begins here: a numbered Latin line in a Persian paper.
fn starts_block(page: &Page, index: usize, skip: &[bool]) -> bool {
    page.arabic
        && !skip[index]
        && page.shapes[index].markup == Markup::None
        && page.shapes[index].is_latin()
        && number_of(page, index).is_some()
        && page
            .previous(index)
            .is_some_and(|p| !page.shapes[p].is_latin() || number_of(page, p).is_some())
}

/// Numbered lines from here on; a block that begins with 2 has its first note before it, in the
/// script of the paper.
fn foreign_block(page: &Page, first: usize, skip: &[bool]) -> Vec<usize> {
    let mut starts = vec![first];
    let mut expected = number_of(page, first).unwrap_or(1) + 1;
    let mut index = first + 1;
    let mut since = 0;
    while index < page.shapes.len() && !skip[index] && since < LONGEST_NOTE {
        if page.shapes[index].is_blank() && page.text.lines[index].new_page {
            break;
        }
        since += 1;
        if let Some(number) = number_of(page, index) {
            let far = number != expected || since > 2 && !page.shapes[index].is_latin();
            if far {
                break;
            }
            starts.push(index);
            expected = number + 1;
            since = 0;
        } else if !page.shapes[index].is_blank() && !page.shapes[index].is_latin() {
            break;
        }
        index += 1;
    }
    starts
}

/// One past the last line of the note that begins on `start` and has no other after it: lines in
/// the note's script go on, up to an empty line. A note in the paper's own script, below a rule, goes
/// on to the line that ends its sentence if its first line is full.
fn last_line(page: &Page, start: usize, skip: &[bool], ruled: bool) -> usize {
    const LONGEST: usize = 8;
    let latin = page.shapes[start].is_latin();
    if ruled && !latin && !page.shapes[start].terminated && !page.is_short(start) {
        return (start + 1..page.shapes.len().min(start + LONGEST))
            .take_while(|i| !skip[*i] && !is_rule(page, *i) && number_of(page, *i).is_none())
            .find(|i| page.shapes[*i].terminated)
            .map_or(start + 1, |last| last + 1);
    }
    let mut end = start + 1;
    while end < page.shapes.len()
        && end < start + LONGEST_NOTE
        && !skip[end]
        && latin
        && page.shapes[end].is_latin()
        && page.arabic
    {
        end += 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::read::decode;

    fn notes(text: &str) -> Vec<(String, String, usize)> {
        let text = decode(text.as_bytes()).unwrap().text;
        let page = Page::of(&text);
        find(&page, &vec![false; text.lines.len()])
            .into_iter()
            .map(|n| (n.number, n.text, n.lines.start + 1))
            .collect()
    }

    #[test]
    fn latin_notes_of_a_persian_paper() {
        let text = "متن مقاله که ادامه دارد و به قدرت هنجاری1 می‌رسد\n1. Normative Power\n2. Cyber\n sovereignty \n3 . Adam Segal\nمتن صفحه بعد که باز فارسی است\n";
        assert_eq!(
            notes(text),
            [
                ("1".to_owned(), "Normative Power".to_owned(), 2),
                ("2".to_owned(), "Cyber sovereignty".to_owned(), 3),
                ("3".to_owned(), "Adam Segal".to_owned(), 5),
            ]
        );
    }

    #[test]
    fn a_rule_parts_the_notes_from_the_text() {
        let rule = " ".repeat(50);
        let text = format!(
            "متن مقاله فارسی\n{rule}\n1. توضیح فارسی یادداشت که دراز است و\nادامه دارد\n2. Big Data\nمتن صفحه بعد\n"
        );
        let found = notes(&text);
        assert_eq!(found[0].1, "توضیح فارسی یادداشت که دراز است و ادامه دارد");
        assert_eq!(found[1], ("2".to_owned(), "Big Data".to_owned(), 5));
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn the_last_note_ends_with_its_sentence() {
        let rule = " ".repeat(50);
        let text = format!(
            "متن مقاله فارسی که سطرهای آن کامل است و ادامه دارد\n{rule}\n1. Big Data\n2. توضیح یادداشتی که از یک سطر بیشتر است و\nدر سطر دوم پایان می‌یابد.\nمتن صفحه بعد که باز کامل است و ادامه دارد تا پایان\n"
        );
        let found = notes(&text);
        assert_eq!(
            found[1].1,
            "توضیح یادداشتی که از یک سطر بیشتر است و در سطر دوم پایان می‌یابد."
        );
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn lists_in_the_papers_own_script_are_no_notes() {
        assert_eq!(notes("متن فارسی\n1. مورد اول\n2. مورد دوم\n"), []);
        assert_eq!(notes("Some text\n1. First item\n2. Second item\n"), []);
    }
}
