//! Headings and the section tree.
//!
//! A heading is told by its number, its words or its place: a short line without a full stop
//! between the end of one paragraph and the full lines of the next. What the format marks as a
//! heading is one.

use super::shape::{Numbering, Page, leading_number, trailing_number};
use crate::language::persian;
use crate::text::Markup;
use crate::text::letters::{Folded, ZWNJ, digit_value, fold, fold_solid, letter};
use serde::{Deserialize, Serialize};

/// A section of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Depth in the tree, from 1.
    pub level: u8,
    /// Its number as printed, parts joined by `-`; empty if it has none.
    pub number: String,
    /// Its title, without the number.
    pub title: String,
    /// Line of the source on which the heading begins.
    pub line: u32,
    /// Index of the section that holds it.
    pub parent: Option<u32>,
}

impl Section {
    /// Number and title as the path of a hit shows them.
    pub fn label(&self) -> String {
        if self.number.is_empty() {
            self.title.clone()
        } else {
            format!("{} {}", self.number, self.title)
        }
    }
}

/// What the title of a section says of its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matter {
    /// Ordinary text.
    Body,
    /// An abstract.
    Abstract,
    /// Keywords.
    Keywords,
    /// A list of references.
    References,
    /// Notes at the end of the paper.
    Notes,
}

/// Headings of a document, in order: the line index and the section that begins there.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    /// The sections.
    pub sections: Vec<Section>,
    /// For each line, whether it is (part of) a heading, and the section it belongs to.
    pub lines: Vec<Place>,
    /// What each section holds.
    pub matters: Vec<Option<Matter>>,
}

/// Where a line stands in the outline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Index of the innermost section.
    pub section: Option<u32>,
    /// Whether the line is its heading.
    pub heading: bool,
}

/// The path of a section from the top, as labels.
pub fn path(sections: &[Section], section: Option<u32>) -> Vec<String> {
    let mut labels = Vec::new();
    let mut at = section;
    while let Some(section) = at.and_then(|i| sections.get(i as usize)) {
        labels.push(section.label());
        // A parent always stands before its child; anything else is a damaged record.
        at = section.parent.filter(|p| Some(*p) < at);
    }
    labels.reverse();
    labels
}

/// Headings that papers have without a number, folded without spaces and joiners.
const KNOWN: [(&str, Matter); 60] = [
    ("واژهنامه", Matter::Body),
    ("پیوست", Matter::Body),
    ("glossary", Matter::Body),
    ("appendix", Matter::Body),
    ("چکیده", Matter::Abstract),
    ("چکیدهمبسوط", Matter::Abstract),
    ("چکیدهانگلیسی", Matter::Abstract),
    ("خلاصه", Matter::Abstract),
    ("abstract", Matter::Abstract),
    ("extendedabstract", Matter::Abstract),
    ("summary", Matter::Abstract),
    ("کلیدواژه", Matter::Keywords),
    ("کلیدواژهها", Matter::Keywords),
    ("واژگانکلیدی", Matter::Keywords),
    ("واژههایکلیدی", Matter::Keywords),
    ("کلماتکلیدی", Matter::Keywords),
    ("keywords", Matter::Keywords),
    ("منابع", Matter::References),
    ("منابعفارسی", Matter::References),
    ("منابعانگلیسی", Matter::References),
    ("منابعلاتین", Matter::References),
    ("منابعوماخذ", Matter::References),
    ("فهرستمنابع", Matter::References),
    ("مراجع", Matter::References),
    ("کتابنامه", Matter::References),
    ("references", Matter::References),
    ("bibliography", Matter::References),
    ("workscited", Matter::References),
    ("پینوشت", Matter::Notes),
    ("پینوشتها", Matter::Notes),
    ("یادداشتها", Matter::Notes),
    ("notes", Matter::Notes),
    ("endnotes", Matter::Notes),
    ("مقدمه", Matter::Body),
    ("درآمد", Matter::Body),
    ("پیشگفتار", Matter::Body),
    ("طرحمسئله", Matter::Body),
    ("بیانمسئله", Matter::Body),
    ("پیشینه", Matter::Body),
    ("پیشینهپژوهش", Matter::Body),
    ("پیشینهتحقیق", Matter::Body),
    ("مبانینظری", Matter::Body),
    ("چارچوبنظری", Matter::Body),
    ("روشپژوهش", Matter::Body),
    ("روشتحقیق", Matter::Body),
    ("روششناسی", Matter::Body),
    ("یافتهها", Matter::Body),
    ("بحث", Matter::Body),
    ("نتیجهگیری", Matter::Body),
    ("بحثونتیجهگیری", Matter::Body),
    ("جمعبندی", Matter::Body),
    ("پیشنهادها", Matter::Body),
    ("تعارضمنافع", Matter::Body),
    ("introduction", Matter::Body),
    ("methods", Matter::Body),
    ("results", Matter::Body),
    ("discussion", Matter::Body),
    ("conclusion", Matter::Body),
    ("conclusions", Matter::Body),
    ("acknowledgements", Matter::Body),
];

/// A title without the call of a note at its end, `قدرت هنجاری[1]`.
fn without_call(title: &str) -> &str {
    title
        .strip_suffix(']')
        .map(|rest| rest.trim_end_matches(|c| digit_value(c).is_some()))
        .and_then(|rest| rest.strip_suffix('['))
        .map_or(title, str::trim_end)
}

/// Longest title in words and in characters without spaces.
const LONGEST_TITLE: (u32, u32) = (16, 110);

struct Candidate {
    level: Option<u8>,
    number: Vec<u32>,
    title: String,
    matter: Matter,
}

/// Finds the headings. `skip` says which lines are page furniture or notes.
pub fn find(page: &Page, skip: &[bool]) -> Outline {
    let count = page.shapes.len();
    let mut outline = Outline {
        lines: vec![Place::default(); count],
        ..Outline::default()
    };
    let mut found: Vec<(usize, Candidate)> = (0..count)
        .filter(|i| !skip[*i] && !page.shapes[*i].is_blank())
        .filter_map(|i| candidate(page, i, skip).map(|c| (i, c)))
        .collect();
    drop_lists(page, &mut found);
    let deepest_numbered = found.iter().any(|(_, c)| !c.number.is_empty());
    let mut stack: Vec<u32> = Vec::new();
    let mut headings = found.into_iter().peekable();
    for index in 0..count {
        if headings.peek().is_some_and(|(line, _)| *line == index)
            && let Some((_, candidate)) = headings.next()
        {
            let sections = &mut outline.sections;
            let level = level_of(&candidate, sections, &stack, deepest_numbered);
            while stack
                .last()
                .is_some_and(|s| sections[*s as usize].level >= level)
            {
                stack.pop();
            }
            let parts: Vec<String> = candidate.number.iter().map(u32::to_string).collect();
            sections.push(Section {
                level,
                number: parts.join("-"),
                title: without_call(&candidate.title).to_owned(),
                line: page.text.lines[index].number,
                parent: stack.last().copied(),
            });
            outline.matters.push(Some(candidate.matter));
            stack.push(sections.len() as u32 - 1);
            outline.lines[index].heading = true;
        }
        outline.lines[index].section = stack.last().copied();
    }
    outline
}

impl Outline {
    /// What the section of a line holds: its own matter, or that of the section around it.
    pub fn matter(&self, section: Option<u32>) -> Matter {
        let mut at = section;
        while let Some(index) = at {
            match self.matters[index as usize] {
                Some(Matter::Body) | None => at = self.sections[index as usize].parent,
                Some(matter) => return matter,
            }
        }
        Matter::Body
    }
}

fn candidate(page: &Page, index: usize, skip: &[bool]) -> Option<Candidate> {
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
        });
    }
    let number = leading_number(line)
        .filter(|n| n.marked)
        .or_else(|| trailing_number(line));
    if let Some(number) = number {
        return numbered(page, index, skip, number);
    }
    unnumbered(page, index, skip).then(|| Candidate {
        level: None,
        number: Vec::new(),
        title: line.to_owned(),
        matter: Matter::Body,
    })
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
        if !page.is_short(index) || !(text_follows || holds_next) {
            return None;
        }
    }
    Some(Candidate {
        level: (number.parts.len() > 1).then_some(number.parts.len() as u8),
        title: number.rest.trim_end_matches([':', ' ']).to_owned(),
        matter: known(number.rest).unwrap_or(Matter::Body),
        number: number.parts,
    })
}

/// A short line that stands alone, or between the end of a paragraph and the full lines of the next.
fn unnumbered(page: &Page, index: usize, skip: &[bool]) -> bool {
    let shape = &page.shapes[index];
    let line = page.line(index).trim();
    let question = line.ends_with(['?', '؟']);
    if (shape.terminated && !question)
        || !page.is_short(index)
        || shape.digits > 4
        || shape.arabic + shape.latin < 3
        || (page.arabic && shape.is_latin())
        || line.starts_with(['-', '–', '•', '*', '(', ')', '«', '"'])
        || line.contains(['=', '|', '@', '/'])
        || line.ends_with(['(', ')', ']'])
        || ends_in_function_word(line)
        || !question && ends_in_verb(line)
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
    let full = |i: usize| !skip[i] && !page.is_short(i) && page.shapes[i].words > 4;
    let next = page.next(index);
    if stands_alone(page, index, skip) {
        // A subheading may follow directly, alone as well.
        return next.is_some_and(|n| {
            full(n)
                || page.shapes[n].terminated && !skip[n]
                || page.is_short(n) && stands_alone(page, n, skip) && page.next(n).is_some_and(full)
        });
    }
    let b = &page.shapes[before];
    let after_paragraph = (b.terminated && b.words > 3)
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

/// Numbered lines that follow each other without text between them are a list, and so are numbers
/// that do not count on from a heading before them.
fn drop_lists(page: &Page, found: &mut Vec<(usize, Candidate)>) {
    let single = |c: &Candidate| c.level.is_none() && c.number.len() == 1;
    let mut keep = vec![true; found.len()];
    for i in 1..found.len() {
        let (line, candidate) = &found[i];
        let (before_line, before) = &found[i - 1];
        let adjacent = page.next(*before_line) == Some(*line);
        if adjacent && single(candidate) && single(before) {
            (keep[i - 1], keep[i]) = (false, false);
        }
    }
    let mut keep = keep.into_iter();
    found.retain(|_| keep.next().unwrap_or(true));
}

/// Numbers say the level; a known heading stands at the top; any other stands below the last
/// heading that is known or numbered.
fn level_of(candidate: &Candidate, sections: &[Section], stack: &[u32], numbered: bool) -> u8 {
    if let Some(level) = candidate.level {
        return level;
    }
    let open: Vec<&Section> = stack.iter().map(|s| &sections[*s as usize]).collect();
    if let [part] = candidate.number[..] {
        // The next number of a series stands beside the one before it.
        let sibling = open.iter().rev().find(|s| {
            s.number
                .parse::<u32>()
                .is_ok_and(|n| n < part && n + 3 > part)
        });
        if let Some(sibling) = sibling {
            return sibling.level;
        }
        return match open.last() {
            Some(last) if part == 1 && !last.title.is_empty() && known(&last.title).is_none() => {
                (last.level + 1).min(6)
            }
            _ => 1,
        };
    }
    match open
        .iter()
        .rev()
        .find(|s| known(&s.title).is_some() || !s.number.is_empty())
    {
        Some(above) if numbered && known(&above.title).is_none() => (above.level + 1).min(6),
        _ => 1,
    }
}

/// Whether a line is a heading by its words alone, and what its section holds.
pub fn known(line: &str) -> Option<Matter> {
    if line.trim().len() > 60 {
        return None;
    }
    let folded: String = fold_solid(line)
        .chars()
        .filter(|c| !c.is_whitespace() && *c != ZWNJ)
        .collect();
    if folded.len() > 40 {
        return None;
    }
    KNOWN.iter().find(|(k, _)| *k == folded).map(|(_, m)| *m)
}

/// Whether a line is the caption of a table or figure (جدول 1: …, Table 2. …).
pub fn is_caption(line: &str) -> bool {
    const WORDS: [&str; 10] = [
        "جدول",
        "شکل",
        "نمودار",
        "تصویر",
        "نقشه",
        "table",
        "figure",
        "fig",
        "chart",
        "map",
    ];
    /// First letters of the words: nearly all lines are told by theirs.
    const FIRST: &str = "جشنتtfcm";
    let start = line.trim_start();
    if let Some(Folded::One(first)) = start.chars().next().map(|c| letter(c).folded)
        && !FIRST.contains(first)
    {
        return false;
    }
    let head_len = start
        .char_indices()
        .nth(24)
        .map_or(start.len(), |(at, _)| at);
    let folded = fold(&start[..head_len]);
    let mut words = folded.split_whitespace();
    let (Some(first), Some(second)) = (words.next(), words.next()) else {
        return false;
    };
    let second = if second == "شماره" {
        words.next().unwrap_or("")
    } else {
        second
    };
    WORDS.contains(&first)
        && second.starts_with(|c: char| c.is_ascii_digit())
        && line.split_whitespace().count() <= 24
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::read::decode;

    fn outline(text: &str) -> Vec<(u8, String, String)> {
        let text = decode(text.as_bytes()).unwrap().text;
        let page = Page::of(&text);
        find(&page, &vec![false; text.lines.len()])
            .sections
            .into_iter()
            .map(|s| (s.level, s.number, s.title))
            .collect()
    }

    fn check(text: &str, expected: &[(u8, &str, &str)]) {
        let found = outline(text);
        let found: Vec<(u8, &str, &str)> = found
            .iter()
            .map(|(l, n, t)| (*l, n.as_str(), t.as_str()))
            .collect();
        assert_eq!(found, expected);
    }

    const PARAGRAPH: &str = "این سطر کامل از متن مقاله است که تا کنار صفحه می‌رسد و ادامه دارد\n\
        و سطر دوم هم کامل است و تا کنار صفحه می‌رسد و در پایان آن نقطه است.\n";

    #[test]
    fn numbered_headings_make_a_tree() {
        let text = format!(
            "چکیده\n{P}\n1- مقدمه\n{P}\n4- بررسی دیپلماسی سایبری چین\n\n4-1- اهداف و اولویت‌ها\n{P}\n4-1-1- قدرت هنجاری1\n{P}\nنتیجه‌گیری\n{P}",
            P = PARAGRAPH
        );
        check(
            &text,
            &[
                (1, "", "چکیده"),
                (1, "1", "مقدمه"),
                (1, "4", "بررسی دیپلماسی سایبری چین"),
                (2, "4-1", "اهداف و اولویت‌ها"),
                (3, "4-1-1", "قدرت هنجاری1"),
                (1, "", "نتیجه‌گیری"),
            ],
        );
    }

    #[test]
    fn headings_without_numbers_stand_between_paragraphs() {
        let text = format!(
            "مقدمه\n{P}تاریخچه دیپلماسی سایبری در جهان\n{P}این سطر کوتاه\n{P}",
            P = PARAGRAPH
        );
        let found = outline(&text);
        assert_eq!(found[1].2, "تاریخچه دیپلماسی سایبری در جهان");
        assert!(
            outline(&format!(
                "مقدمه\n{PARAGRAPH}جمع کل ۱۲۳۴۵ تومان\n{PARAGRAPH}"
            ))
            .len()
                == 1
        );
    }

    #[test]
    fn lists_captions_and_sentences_are_no_headings() {
        let text = format!(
            "مقدمه\n{P}1. مورد اول\n2. مورد دوم\n3. مورد سوم\nجدول 1: رویکردها\n{P}1. این یک جمله است.\n{P}",
            P = PARAGRAPH
        );
        check(&text, &[(1, "", "مقدمه")]);
    }

    #[test]
    fn numbers_moved_to_the_end_count_too() {
        let text = format!("{PARAGRAPH}\n اهداف و اولویت -4-1\n{PARAGRAPH}");
        check(&text, &[(2, "4-1", "اهداف و اولویت")]);
    }

    #[test]
    fn english_papers() {
        let p = "A full line of English text that reaches the margin of the page again and\nends here with a second full line of text that also reaches the margin.\n";
        check(
            &format!(
                "Extended Abstract\n{p}1. Introduction\n{p}2.1 What is searched\n{p}References\n{p}"
            ),
            &[
                (1, "", "Extended Abstract"),
                (1, "1", "Introduction"),
                (2, "2-1", "What is searched"),
                (1, "", "References"),
            ],
        );
    }

    #[test]
    fn captions() {
        assert!(is_caption("جدول 1: رویکردهای امنیت"));
        assert!(is_caption("جدول شماره ۲ رویکردها"));
        assert!(is_caption("Table 3. Peers"));
        assert!(!is_caption("جدول زیر نشان می‌دهد"));
    }

    #[test]
    fn a_path_leads_from_the_top() {
        let section = |level, title: &str, parent| Section {
            level,
            number: String::new(),
            title: title.into(),
            line: 1,
            parent,
        };
        let sections = [
            section(1, "a", None),
            section(2, "b", Some(0)),
            section(2, "c", Some(9)),
        ];
        assert_eq!(path(&sections, Some(1)), ["a", "b"]);
        assert_eq!(path(&sections, Some(2)), ["c"]);
        assert!(path(&sections, None).is_empty());
    }
}
