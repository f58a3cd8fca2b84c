//! Which lines may be headings: by what the format marks, by a number, by their words, or by their
//! place between paragraphs.

use super::super::shape::{Numbering, Page, leading_number, trailing_number};
use super::{Candidate, Matter, is_caption, known};
use crate::language::persian;
use crate::text::Markup;
use crate::text::letters::{digit_value, fold};

/// Longest title in words and in characters without spaces.
const LONGEST_TITLE: (u32, u32) = (16, 110);

/// What a line would be as a heading, if it may be one.
pub fn candidate(page: &Page, index: usize, skip: &[bool]) -> Option<Candidate> {
    let shape = &page.shapes[index];
    let line = page.line(index).trim();
    match shape.markup {
        Markup::Heading(level) => return Some(marked_heading(line, level)),
        Markup::None => {}
        _ => return None,
    }
    if shape.words > LONGEST_TITLE.0
        || shape.width > LONGEST_TITLE.1
        || shape.arabic + shape.latin < 2
        || line.ends_with(['،', ',', '.', '؛', ';', '»', '-'])
        || is_caption(line)
    {
        return None;
    }
    if let Some(matter) = known(line) {
        return Some(Candidate {
            level: Some(1),
            number: Vec::new(),
            title: line.trim_end_matches([':', ' ']).to_owned(),
            matter,
            second_line: None,
        });
    }
    let displaced = displaced_bracket(line);
    let line = displaced.as_deref().unwrap_or(line);
    let number = leading_number(line)
        .filter(|n| n.marked)
        .or_else(|| trailing_number(line));
    if let Some(number) = number {
        return numbered(page, index, skip, number);
    }
    let plain = |title: String, second_line| Candidate {
        level: None,
        number: Vec::new(),
        title,
        matter: Matter::Body,
        second_line,
    };
    if let Some(title) = bulleted_question(page, index, skip) {
        return Some(plain(title.to_owned(), None));
    }
    if let Some(second) = question_over_two_lines(page, index, skip) {
        let title = format!("{line} {}", page.line(second).trim());
        return Some(plain(title, Some(second)));
    }
    // The second line of such a question is none by itself.
    if page
        .previous(index)
        .is_some_and(|p| question_over_two_lines(page, p, skip) == Some(index))
    {
        return None;
    }
    unnumbered(page, index, skip).then(|| plain(line.to_owned(), None))
}

/// A line that extraction began with the bracket that ends it: `(ICT) 1. title` is `1. title (ICT)`.
fn displaced_bracket(line: &str) -> Option<String> {
    let inner_end = line.strip_prefix('(')?.find(')')? + 1;
    let (bracket, rest) = line.split_at(inner_end + 1);
    let number = leading_number(rest).filter(|n| n.marked && !n.rest.is_empty())?;
    let is_word = bracket.chars().any(char::is_alphabetic) && bracket.chars().count() < 24;
    (is_word && number.parts.len() <= 4).then(|| format!("{} {bracket}", rest.trim()))
}

/// A question behind a bullet that is no item of a list: no other bullet is near, and text follows.
fn bulleted_question<'a>(page: &Page<'a>, index: usize, skip: &[bool]) -> Option<&'a str> {
    let bullet = |i: usize| {
        let rest = page.line(i).trim_start().strip_prefix(BULLETS)?;
        rest.starts_with([' ', '\t']).then(|| rest.trim())
    };
    let title = bullet(index)?;
    let next = page.next(index).filter(|n| !skip[*n])?;
    let before = page.previous(index).filter(|p| !skip[*p])?;
    (title.ends_with(['?', '؟'])
        && bullet(next).is_none()
        && bullet(before).is_none()
        && page.shapes[before].terminated
        && is_full(page, next))
    .then_some(title)
}

const BULLETS: [char; 8] = ['-', '–', '•', '*', '▪', '■', '●', '◦'];

/// The second line of a question over two lines that stands by itself: after the end of a paragraph,
/// and before an empty line, a caption or another heading.
fn question_over_two_lines(page: &Page, index: usize, skip: &[bool]) -> Option<usize> {
    let shape = &page.shapes[index];
    if shape.terminated
        || page.is_short(index)
        || page.line(index).trim_start().starts_with(BULLETS)
    {
        return None;
    }
    let second = page.next(index).filter(|n| !skip[*n])?;
    let question = page.line(second).trim_end().ends_with(['?', '؟']);
    if !question || !page.is_short(second) || shape.words + page.shapes[second].words > 24 {
        return None;
    }
    let before = page.previous(index).filter(|p| !skip[*p])?;
    let after = page.next(second)?;
    let gap = (second + 1..after).any(|i| page.shapes[i].is_blank());
    let parted = is_caption(page.line(after))
        || gap && !page.double_spaced && page.shapes[before].terminated;
    (page.shapes[before].terminated && page.is_short(before) && parted).then_some(second)
}

fn is_full(page: &Page, index: usize) -> bool {
    !page.is_short(index) && page.shapes[index].words > 4
}

fn marked_heading(line: &str, level: u8) -> Candidate {
    let (number, title) = match leading_number(line).filter(|n| n.marked && !n.rest.is_empty()) {
        Some(number) => (number.parts, number.rest),
        None => (Vec::new(), line),
    };
    Candidate {
        level: Some(level.max(1)),
        number,
        title: title.to_owned(),
        matter: known(title).unwrap_or(Matter::Body),
        second_line: None,
    }
}

/// A numbered line is a heading if its number has several parts, or if it is short and text
/// follows it; otherwise it is an item of a list, a row of a table or a note.
fn numbered(page: &Page, index: usize, skip: &[bool], number: Numbering) -> Option<Candidate> {
    let shape = &page.shapes[index];
    let year_like = number.parts.iter().any(|p| *p > 99);
    if year_like || number.rest.chars().filter(|c| c.is_alphabetic()).count() < 2 {
        return None;
    }
    // A note in the other script is no heading.
    if number.parts.len() == 1 && page.arabic && shape.is_latin() {
        return None;
    }
    if shape.terminated && !page.line(index).trim_end().ends_with(['?', '؟']) {
        return None;
    }
    if number.parts.len() == 1 {
        let next = page.next(index).filter(|n| !skip[*n])?;
        let holds_next = leading_number(page.line(next))
            .is_some_and(|n| n.parts.len() > 1 && n.parts[0] == number.parts[0]);
        let text_follows = !page.is_short(next) || page.shapes[next].terminated;
        // A full line is the first of an item; titles end before.
        let short = shape.width * 20 < page.full_width * 17;
        if !short || !(text_follows || holds_next) {
            return None;
        }
    }
    let second_line = title_goes_on(page, index, skip);
    let mut title = number.rest.trim_start_matches([':', ' ']).to_owned();
    if let Some(second) = second_line {
        title = format!("{title} {}", page.line(second).trim());
    }
    let title = title.trim_end();
    let title = match title.strip_suffix(':').and_then(displaced_head) {
        Some(restored) => restored,
        None => title.trim_end_matches([':', ' ']).to_owned(),
    };
    Some(Candidate {
        level: (number.parts.len() > 1).then_some(number.parts.len() as u8),
        matter: known(&title).unwrap_or(Matter::Body),
        title,
        number: number.parts,
        second_line,
    })
}

/// A title whose known head and colon extraction put last: `نظریه چرخه قدرت چارچوب نظری:` is
/// `چارچوب نظری: نظریه چرخه قدرت` "theoretical framework: the theory of the power cycle".
fn displaced_head(title: &str) -> Option<String> {
    let words: Vec<&str> = title.split_whitespace().collect();
    (1..=3).rev().find_map(|count| {
        let cut = words.len().checked_sub(count).filter(|cut| *cut > 0)?;
        let head = words[cut..].join(" ");
        known(&head)?;
        Some(format!("{head}: {}", words[..cut].join(" ")))
    })
}

/// The second line of a title with a number of several parts: the first is full, the second short and
/// no sentence, and text or nothing follows.
fn title_goes_on(page: &Page, index: usize, skip: &[bool]) -> Option<usize> {
    let line = page.line(index).trim_end();
    if page.is_short(index) || line.ends_with([':', '?', '؟', '.']) {
        return None;
    }
    let second = (index + 1 < page.shapes.len()).then_some(index + 1)?;
    let second = if page.double_spaced {
        page.next(index)?
    } else {
        second
    };
    let shape = &page.shapes[second];
    let title = !skip[second]
        && !shape.is_blank()
        && !shape.terminated
        && shape.markup == Markup::None
        && shape.width * 2 < page.full_width
        && leading_number(page.line(second)).is_none()
        && known(page.line(second)).is_none();
    let after = page.next(second)?;
    (title && (is_full(page, after) || skip[after])).then_some(second)
}

/// A short line that stands alone, or between the end of a paragraph and the full lines of the next.
fn unnumbered(page: &Page, index: usize, skip: &[bool]) -> bool {
    let shape = &page.shapes[index];
    let line = page.line(index).trim();
    let question = line.ends_with(['?', '؟']);
    if !question && (shape.terminated || !page.is_short(index))
        || is_running_head(page, index)
        || shape.digits > 4
        || shape.arabic + shape.latin < 3
        || (page.arabic && shape.is_latin())
        || line.starts_with(['-', '–', '•', '*', '(', ')', '«', '"'])
        || line.contains(['=', '|', '@', '/'])
        || line.ends_with(['(', ')', ']'])
        || ends_in_function_word(line)
    {
        return false;
    }
    // Latin text wraps at word ends, so that a short line may be the last of a paragraph; a title
    // begins with a capital.
    if shape.is_latin() && !line.starts_with(char::is_uppercase) {
        return false;
    }
    // The first line of a document is its title.
    let Some(before) = (0..index)
        .rev()
        .find(|i| !page.shapes[*i].is_blank() && !skip[*i])
    else {
        return false;
    };
    let full = |i: usize| !skip[i] && is_full(page, i);
    let next = page.next(index);
    // «سؤال اصلی:» "main question:" and the like announce what follows.
    if line.ends_with(':')
        && shape.words <= 8
        && page.shapes[before].terminated
        && next.is_some_and(|n| !skip[n] && announces(line, shape.words, page.line(n)))
    {
        return true;
    }
    // «پرسش اصلی:» "main question:" has been asked in the title; this is its text.
    if question && page.line(before).trim_end().ends_with(':') {
        return false;
    }
    // A question may fill its line.
    if question
        && page.shapes[before].terminated
        && page.is_short(before)
        && next.is_some_and(|n| is_caption(page.line(n)))
    {
        return true;
    }
    if ends_in_verb(line) && !question || !page.is_short(index) {
        return false;
    }
    if stands_alone(page, index, skip) {
        // A subheading may follow directly, alone as well.
        return next.is_some_and(|n| {
            full(n)
                || page.shapes[n].terminated && !skip[n]
                || page.is_short(n) && stands_alone(page, n, skip) && page.next(n).is_some_and(full)
        });
    }
    let b = &page.shapes[before];
    // The last line of a paragraph, however short, has a full one before it; extraction may have put
    // its full stop first.
    let last_of_paragraph = (b.terminated || page.line(before).trim_start().starts_with(". "))
        && page.previous(before).is_some_and(|p| is_full(page, p));
    let after_paragraph = (b.terminated && b.words > 3)
        || last_of_paragraph
        || page.line(before).trim_end().ends_with(':')
        || known(page.line(before)).is_some();
    shape.words >= 2 && after_paragraph && next.is_some_and(full)
}

/// Whether a line has empty lines, page furniture or the ends of the document around it, where empty
/// lines say anything at all.
fn stands_alone(page: &Page, index: usize, skip: &[bool]) -> bool {
    let gap = |i: Option<usize>| {
        i.and_then(|i| page.shapes.get(i))
            .is_none_or(|s| s.is_blank())
    };
    let head_before = page.previous(index).is_some_and(|p| skip[p]);
    !page.double_spaced
        && !skip[index]
        && (gap(index.checked_sub(1)) || head_before)
        && gap(Some(index + 1))
}

/// Whether a line with a colon is the title of what follows: «اشکال دیپلماسی:» "forms of diplomacy", or
/// «ویژگی‌ها به شرح زیر است:» "the features are as follows" directly above the first of them.
fn announces(line: &str, words: u32, next: &str) -> bool {
    let displaced = displaced_bracket(next);
    let next = displaced.as_deref().unwrap_or(next);
    let first_item = leading_number(next).is_some_and(|n| n.marked && n.parts == [1])
        || next.trim_start().starts_with(BULLETS);
    let last = line
        .trim_end_matches([':', ' '])
        .split_whitespace()
        .next_back();
    match last {
        Some("است" | "هستند" | "می‌باشد") => first_item,
        _ => words <= 5 && !ends_in_verb(line),
    }
}

/// A line with a page number at its end, parted by a gap of empty lines from the text on one side: a
/// running head that came only once.
fn is_running_head(page: &Page, index: usize) -> bool {
    let line = page.line(index).trim();
    let numbered = [
        line.split_whitespace().next(),
        line.split_whitespace().next_back(),
    ]
    .into_iter()
    .flatten()
    .any(|word| {
        (2..=4).contains(&word.chars().count()) && word.chars().all(|c| digit_value(c).is_some())
    });
    let blank = |i: usize| page.shapes.get(i).is_none_or(|s| s.is_blank());
    let gap = |a: usize, b: usize| blank(a) && blank(b);
    numbered && (index > 1 && gap(index - 1, index - 2) || gap(index + 1, index + 2))
}

/// A line that ends in a verb is a sentence: «از این سند سه نکته برمی‌آید:» "three points follow".
fn ends_in_verb(line: &str) -> bool {
    let Some(last) = line
        .trim_end_matches([':', ' '])
        .split_whitespace()
        .next_back()
    else {
        return false;
    };
    let mut terms = Vec::new();
    if matches!(last, "است" | "هستند" | "بود" | "شد" | "نیست") {
        return true;
    }
    persian::analyze(&fold(last), &mut terms);
    matches!(terms.last(), Some(term) if term.rule == persian::Rule::Verb)
}

/// A heading does not end with a preposition or conjunction; a broken line does.
fn ends_in_function_word(line: &str) -> bool {
    const WORDS: [&str; 24] = [
        "و", "در", "به", "از", "که", "را", "با", "بر", "تا", "یا", "این", "آن", "برای", "است",
        "the", "of", "and", "in", "to", "a", "for", "with", "by", "or",
    ];
    line.split_whitespace()
        .next_back()
        .is_some_and(|w| WORDS.contains(&w.to_lowercase().as_str()))
}
