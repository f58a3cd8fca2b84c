//! Footnotes: which lines are notes at the foot of a page, and what they say.

use super::shape::{Page, leading_number};
use crate::text::Markup;
use crate::text::letters::{digit_value, number};

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
            let mut starts = foreign_block(page, index, skip);
            starts.splice(0..0, own_note_before(page, index, skip, &notes));
            Some(starts)
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
                    let next = starts.get(i + 1).copied();
                    let lines = *start..next.unwrap_or(end);
                    let displaced = || displaced(page, lines.clone(), number_of(page, next?)?);
                    notes.extend(note(page, lines.clone()).or_else(displaced));
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
    joined(page, number, rest, lines)
}

/// A note with the text of its first line and its further lines.
fn joined(
    page: &Page,
    number: String,
    first: &str,
    lines: std::ops::Range<usize>,
) -> Option<Footnote> {
    let mut text = first.split_whitespace().collect::<Vec<_>>().join(" ");
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

/// Words at the beginning of a line among which a displaced number is looked for.
const DISPLACED: usize = 4;

/// A note whose number came to stand behind its first words, `word. 1 and so on`: it is the one
/// before that of the `next` note.
fn displaced(page: &Page, lines: std::ops::Range<usize>, next: u32) -> Option<Footnote> {
    let expected = next.checked_sub(1).filter(|n| *n > 0)?;
    let words: Vec<&str> = page.line(lines.start).split_whitespace().collect();
    let at = words.iter().take(DISPLACED).position(|word| {
        let digits = word.trim_matches(['.', '-']);
        let all = !digits.is_empty() && digits.chars().all(|c| digit_value(c).is_some());
        all && number(digits) == expected
    })?;
    let before = at.checked_sub(1).map_or("", |i| words[i]);
    let dotted = words[at].contains('.') || before.ends_with('.');
    if !dotted {
        return None;
    }
    let mut rest: Vec<&str> = words[..at].to_vec();
    if let Some(last) = rest.last_mut() {
        *last = last.trim_end_matches('.');
    }
    rest.extend(&words[at + 1..]);
    joined(page, expected.to_string(), &rest.join(" "), lines)
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

/// Lines before a block of notes at most on which the note before it begins.
const LINES_BEFORE: usize = 8;

/// The note before a block in the other script that does not begin with the first: one in the script
/// of the paper. It begins after a paragraph and ends with a sentence.
fn own_note_before(page: &Page, first: usize, skip: &[bool], notes: &[Footnote]) -> Option<usize> {
    let wanted = number_of(page, first)?.checked_sub(1).filter(|n| *n > 0)?;
    if !page.shapes[page.previous(first)?].terminated {
        return None;
    }
    // Where notes are numbered through the paper it stands on a page before, unless it is called again.
    if let Some(last) = notes.last().filter(|n| n.number == wanted.to_string())
        && !(last.lines.end..first).any(|i| calls(page.line(i), &last.number))
    {
        return None;
    }
    let floor = notes.last().map_or(0, |note| note.lines.end);
    let from = first.saturating_sub(LINES_BEFORE).max(floor);
    let start = (from..first)
        .rev()
        .take_while(|i| !skip[*i])
        .find(|i| number_of(page, *i).is_some())?;
    let parted =
        start == 0 || page.shapes[start - 1].is_blank() || page.shapes[start - 1].terminated;
    (number_of(page, start) == Some(wanted) && parted).then_some(start)
}

/// Whether a line calls a note: its number in square brackets, or glued to a word.
fn calls(line: &str, number: &str) -> bool {
    let mut from = 0;
    while let Some(at) = line[from..].find(|c| digit_value(c).is_some()) {
        let start = from + at;
        let len = line[start..].find(|c| digit_value(c).is_none());
        let end = len.map_or(line.len(), |len| start + len);
        let before = line[..start].chars().next_back();
        let called = before.is_some_and(|c| c == '[' || c.is_alphabetic());
        if called
            && line[start..end]
                .chars()
                .filter_map(digit_value)
                .eq(digits_of(number))
        {
            return true;
        }
        from = end;
    }
    false
}

fn digits_of(number: &str) -> impl Iterator<Item = u8> + '_ {
    number.chars().filter_map(digit_value)
}

/// Numbered lines from here on.
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
    fn a_note_whose_number_came_behind_its_first_word_was_lost() {
        let rule = " ".repeat(50);
        let text = format!(
            "متن مقاله فارسی که سطرهای آن کامل است و ادامه دارد\n{rule}\nشبکه. 1 اجتماعی جایی است که مردم در آن\nبا هم سخن می‌گویند.\n2. Social Capital\nمتن صفحه بعد\n"
        );
        assert_eq!(
            notes(&text),
            [
                (
                    "1".to_owned(),
                    "شبکه اجتماعی جایی است که مردم در آن با هم سخن می‌گویند.".to_owned(),
                    3
                ),
                ("2".to_owned(), "Social Capital".to_owned(), 5),
            ]
        );
    }

    #[test]
    fn a_persian_note_before_latin_ones_was_taken_for_text() {
        let text = "متن مقاله درباره ابن سینا1 و جامعه2 که در پایان سطر است.\n\n1. پزشک و فیلسوف ایرانی که در سال ۳۵۹ زاده شد و کتاب\nقانون را نوشت.\n\n2. Society\nمتن صفحه بعد که باز فارسی است\n";
        assert_eq!(
            notes(text),
            [
                (
                    "1".to_owned(),
                    "پزشک و فیلسوف ایرانی که در سال ۳۵۹ زاده شد و کتاب قانون را نوشت.".to_owned(),
                    3
                ),
                ("2".to_owned(), "Society".to_owned(), 6),
            ]
        );
    }

    #[test]
    fn a_number_that_is_called_again_is_another_note() {
        let text = "متن درباره قدرت1 است\n1. Power\nمتن صفحه بعد درباره ابن سینا[1] و جامعه[2] که پایان دارد.\n\n1. پزشک ایرانی بود.\n\n2. Society\nمتن دیگر\n";
        let numbers: Vec<(String, usize)> = notes(text).into_iter().map(|n| (n.0, n.2)).collect();
        let expected = [("1", 2), ("1", 5), ("2", 7)];
        assert_eq!(numbers, expected.map(|(n, line)| (n.to_owned(), line)));
    }

    #[test]
    fn an_item_of_a_list_is_no_note_where_notes_are_numbered_through_the_paper() {
        let text = "متن درباره قدرت1 است\n1. Power\nمتن صفحه بعد که فارسی است و پایان دارد.\n1. مورد نخست فهرست که جمله است.\n2. Society\nمتن دیگر\n";
        let numbers: Vec<(String, usize)> = notes(text).into_iter().map(|n| (n.0, n.2)).collect();
        assert_eq!(numbers, [("1".to_owned(), 2), ("2".to_owned(), 5)]);
    }

    #[test]
    fn lists_in_the_papers_own_script_are_no_notes() {
        assert_eq!(notes("متن فارسی\n1. مورد اول\n2. مورد دوم\n"), []);
        assert_eq!(notes("Some text\n1. First item\n2. Second item\n"), []);
    }
}
