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
    /// Whether the line is (part of) its heading.
    pub heading: bool,
    /// Whether the line goes on with the heading of the line before.
    pub continues: bool,
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
pub fn without_call(title: &str) -> &str {
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
    /// The line on which a heading over two lines ends.
    second_line: Option<usize>,
}

/// Finds the headings. `skip` says which lines are page furniture, notes or cells of tables.
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
    let series: Vec<Option<u32>> = found.iter().map(|(_, c)| series_number(c)).collect();
    let mut stack: Vec<u32> = Vec::new();
    let mut headings = found.into_iter().enumerate().peekable();
    for index in 0..count {
        if headings.peek().is_some_and(|(_, (line, _))| *line == index)
            && let Some((nth, (_, candidate))) = headings.next()
        {
            let sections = &mut outline.sections;
            let next_number = series[nth + 1..].iter().flatten().next().copied();
            let level = level_of(&candidate, sections, &stack, next_number);
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
            if let Some(second) = candidate.second_line {
                outline.lines[second].heading = true;
                outline.lines[second].continues = true;
            }
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

/// The number of a heading that counts in a series of single numbers; 0 for one that ends it.
fn series_number(candidate: &Candidate) -> Option<u32> {
    match (&candidate.number[..], candidate.level) {
        ([part], None) => Some(*part),
        (_, Some(_)) => Some(0),
        _ => None,
    }
}

/// Headings that hold others which have no number.
fn is_container(title: &str) -> bool {
    let folded = fold_solid(title);
    [
        "نظری",
        "یافته",
        "روش",
        "پیشینه",
        "ادبیات",
        "بحث",
        "method",
        "result",
        "framework",
    ]
    .iter()
    .any(|word| folded.to_lowercase().contains(word))
}

/// Numbers say the level; a known heading stands at the top. Any other stands in the series of single
/// numbers around it if that goes on after it (`next_number`), else beside the last heading like it,
/// else below what holds it.
fn level_of(
    candidate: &Candidate,
    sections: &[Section],
    stack: &[u32],
    next_number: Option<u32>,
) -> u8 {
    if let Some(level) = candidate.level {
        return level;
    }
    let open: Vec<&Section> = stack.iter().map(|s| &sections[*s as usize]).collect();
    let single = |s: &Section| s.number.parse::<u32>().ok();
    if let [part] = candidate.number[..] {
        // The next number of a series stands beside the one before it.
        let mut lowest = u8::MAX;
        for section in sections.iter().rev() {
            lowest = lowest.min(section.level);
            if section.level == lowest && single(section).is_some_and(|n| n < part && n + 8 > part)
            {
                return section.level;
            }
        }
        return match open.last() {
            Some(last) if part == 1 && !last.title.is_empty() && known(&last.title).is_none() => {
                (last.level + 1).min(6)
            }
            _ => 1,
        };
    }
    let in_series = open
        .iter()
        .rev()
        .find(|s| single(s).is_some_and(|n| next_number.is_some_and(|next| next > n)));
    if let Some(series) = in_series {
        // Below a top number, as sections have them; beside an item of a series under a title.
        return if series.level == 1 { 2 } else { series.level };
    }
    if let Some(like) = open
        .iter()
        .rev()
        .find(|s| s.number.is_empty() && known(&s.title).is_none())
    {
        return like.level;
    }
    match open.last() {
        Some(above) if !above.number.is_empty() => (above.level + 1).min(6),
        Some(above) if is_container(&above.title) || candidate.title.ends_with(':') => {
            (above.level + 1).min(6)
        }
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
    if folded.len() > 60 {
        return None;
    }
    let find = |name: &str| KNOWN.iter().find(|(k, _)| *k == name).map(|(_, m)| *m);
    // «مبانی نظری پژوهش», «یافته‌های تحقیق»: of this work, as all are.
    find(&folded).or_else(|| {
        let head = ["پژوهش", "تحقیق", "مقاله", "مطالعه", "بحث"]
            .iter()
            .find_map(|work| folded.strip_suffix(work))?;
        find(head).or_else(|| find(head.strip_suffix('ی')?))
    })
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
    fn headings_over_two_lines() {
        let text = format!(
            "مقدمه\n{P}2-1- بررسی جایگاه نهادهای بین‌المللی در سیاست‌گذاری رسانه‌ای\nکشورهای منطقه\n{P}جایگاه رسانه‌های نو در سیاست خارجی کشورهای منطقه در این دوره\nچگونه است؟\n\n{P}",
            P = PARAGRAPH
        );
        check(
            &text,
            &[
                (1, "", "مقدمه"),
                (
                    2,
                    "2-1",
                    "بررسی جایگاه نهادهای بین‌المللی در سیاست‌گذاری رسانه‌ای کشورهای منطقه",
                ),
            ],
        );
    }

    #[test]
    fn questions_and_bullets_may_be_headings() {
        let text = format!(
            "یافته‌ها\n{P}کوتاه است.\n- رسانه نو چیست؟\n{P}کوتاه است.\nجایگاه رسانه‌های نو در سیاست خارجی کشورهای منطقه در این دوره تازه\nچگونه است؟\n\nجدول 1. جایگاه رسانه\n",
            P = PARAGRAPH
        );
        check(
            &text,
            &[
                (1, "", "یافته‌ها"),
                (2, "", "رسانه نو چیست؟"),
                (
                    2,
                    "",
                    "جایگاه رسانه‌های نو در سیاست خارجی کشورهای منطقه در این دوره تازه چگونه است؟",
                ),
            ],
        );
        // Several bullets are a list, whatever they end with.
        let list = format!("مقدمه\n{PARAGRAPH}- رسانه نو چیست؟\n- رسانه کهن چیست؟\n{PARAGRAPH}");
        assert_eq!(outline(&list).len(), 1);
    }

    #[test]
    fn titles_with_a_colon_announce_what_follows() {
        let text = format!(
            "مقدمه\n{P}\nپرسش اصلی:\nرسانه نو چیست؟\n{P}\nویژگی‌های رسانه نو چنین است:\n\n1. سرعت رسانه\n{P}نتیجه این بررسی چنین است:\n{P}",
            P = PARAGRAPH
        );
        check(
            &text,
            &[
                (1, "", "مقدمه"),
                (2, "", "پرسش اصلی:"),
                (2, "", "ویژگی‌های رسانه نو چنین است:"),
                (3, "1", "سرعت رسانه"),
            ],
        );
    }

    #[test]
    fn what_extraction_displaced_in_a_title_is_put_back() {
        let text = format!(
            "{PARAGRAPH}\n(ICT) 1. وابستگی به فناوری\n{PARAGRAPH}\n2- نظریه چرخه قدرت مبانی نظری:\n{PARAGRAPH}"
        );
        check(
            &text,
            &[
                (1, "1", "وابستگی به فناوری (ICT)"),
                (1, "2", "مبانی نظری: نظریه چرخه قدرت"),
            ],
        );
    }

    #[test]
    fn a_series_goes_on_over_items_that_lost_their_numbers() {
        let text = format!(
            "یافته‌ها\n{P}\nویژگی‌های رسانه\n{P}\n1. سرعت رسانه\n{P}\nگستره رسانه نو\n{P}\n3. بهای رسانه\n{P}\nآینده رسانه‌ها\n{P}\n1. آینده نزدیک\n{P}",
            P = PARAGRAPH
        );
        check(
            &text,
            &[
                (1, "", "یافته‌ها"),
                (2, "", "ویژگی‌های رسانه"),
                (3, "1", "سرعت رسانه"),
                (3, "", "گستره رسانه نو"),
                (3, "3", "بهای رسانه"),
                (2, "", "آینده رسانه‌ها"),
                (3, "1", "آینده نزدیک"),
            ],
        );
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
