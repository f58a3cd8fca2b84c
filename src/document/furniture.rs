//! Page furniture: running heads, journal lines and page numbers, and which page a line is on.
//!
//! A running head is known by coming back: the same letters, with another number, at some distance.
//! What extraction did to the order of the line does not matter, since letters are compared as a
//! multiset.

use super::journal::{self, Journal};
use super::notes::Footnote;
use super::shape::Page;
use crate::text::Markup;
use crate::text::letters::{Class, digit_value, fold_solid, letter};
use rustc_hash::FxHashMap;

/// What stands on the pages around the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Furniture {
    /// Whether each line is page furniture.
    pub lines: Vec<bool>,
    /// The page of each line, where it is known.
    pub pages: Vec<Option<u32>>,
    /// The texts of the running heads without their page numbers, most frequent first.
    pub heads: Vec<String>,
    /// What running heads say of the journal.
    pub journal: Journal,
    /// Lines with page numbers that are too far apart to tell the page of each line between them.
    anchors: Vec<(usize, u32)>,
}

/// Lines wider than this in characters are no running heads.
const WIDEST_HEAD: u32 = 120;
/// A running head must come back; two of a kind may be chance.
const LEAST_REPEATS: usize = 3;

/// Finds the furniture of a document.
pub fn find(page: &Page) -> Furniture {
    let count = page.shapes.len();
    let mut furniture = Furniture {
        lines: vec![false; count],
        pages: vec![None; count],
        ..Furniture::default()
    };
    if page.text.lines.iter().any(|l| l.page.is_some()) {
        return of_format(page, furniture);
    }
    let mut numbers: Vec<(usize, u32)> = Vec::new();
    let repeated = repeated_lines(page);
    for group in &repeated {
        for &(line, number) in &group.lines {
            furniture.lines[line] = true;
            numbers.extend(number.map(|n| (line, n)));
        }
        furniture.heads.push(group.text.clone());
    }
    for (line, number) in lone_numbers(page, &furniture) {
        furniture.lines[line] = true;
        numbers.push((line, number));
    }
    let counted = !numbers.is_empty();
    let single = single_heads(page, &furniture.lines);
    let broken = broken_heads(page, &mut furniture);
    for (line, _) in &single {
        furniture.heads.push(without_numbers(page.line(*line)));
    }
    for (line, number) in single.into_iter().chain(broken) {
        furniture.lines[line] = true;
        numbers.push((line, number));
    }
    for line in (0..count).filter(|l| furniture.lines[*l]) {
        if let Some(found) = journal::read(page.line(line)) {
            journal::add(&mut furniture.journal, found);
        }
    }
    numbers.sort_unstable();
    let rising = rising(&numbers);
    // A few heads tell the pages at their lines and not those between.
    if !counted && !numbers.is_empty() && numbers.len() < 2 * LEAST_REPEATS {
        furniture.anchors = numbers;
        return furniture;
    }
    assign_pages(page, &furniture.lines, &rising, &mut furniture.pages);
    furniture
}

/// Lines of a page, at the least and at the most, empty ones counted.
const PAGE_LINES: std::ops::RangeInclusive<usize> = 15..=100;

/// Heads that came through only once or twice: lines with a page number at one end, parted from the
/// text by empty lines, whose numbers rise as their distance demands. One of them must name the
/// journal.
fn single_heads(page: &Page, furniture: &[bool]) -> Vec<(usize, u32)> {
    let blank = |i: usize| page.shapes.get(i).is_none_or(|s| s.is_blank());
    let candidates: Vec<(usize, u32)> = page
        .shapes
        .iter()
        .enumerate()
        .filter(|(_, s)| {
            (2..=14).contains(&s.digits) && s.arabic + s.latin >= 8 && s.width <= WIDEST_HEAD
        })
        .map(|(index, _)| index)
        .filter(|i| !furniture[*i] && *i > 0 && blank(*i - 1) && blank(*i + 1))
        .filter(|i| blank(i.saturating_sub(2)) || blank(*i + 2))
        .filter_map(|i| Some((i, edge_number(page.line(i)).filter(|n| *n > 9)?)))
        .collect();
    let fits = |a: &(usize, u32), b: &(usize, u32)| {
        b.1 > a.1 && {
            let lines = (b.0 - a.0) / (b.1 - a.1) as usize;
            PAGE_LINES.contains(&lines)
        }
    };
    let is_journal = |c: &(usize, u32)| journal::is_journal_line(page.line(c.0));
    let Some(anchor) = candidates.iter().find(|c| is_journal(c)) else {
        return Vec::new();
    };
    candidates
        .iter()
        .filter(|c| *c == anchor || fits(anchor, c) || fits(c, anchor))
        .copied()
        .collect()
}

/// Heads that extraction broke into a line for each part: «سال دوم», «شماره سوم», «پاییز 1404», a
/// page number, and the title of the paper. Marks the lines without a number; gives the others.
fn broken_heads(page: &Page, furniture: &mut Furniture) -> Vec<(usize, u32)> {
    let mut numbers = Vec::new();
    let mut index = 0;
    while index < page.shapes.len() {
        let is_cell = |i: usize| {
            let shape = &page.shapes[i];
            (2..=4).contains(&shape.words)
                && shape.width <= 20
                && journal::cell(page.line(i)).is_some()
        };
        if furniture.lines[index] || !is_cell(index) {
            index += 1;
            continue;
        }
        let is_number = |i: usize| {
            let shape = &page.shapes[i];
            (shape.digits > 0 && shape.arabic + shape.latin == 0)
                .then(|| number(page.line(i).trim()))
                .flatten()
        };
        let mut block = vec![index];
        while let Some(next) = page.next(block[block.len() - 1]) {
            if !is_cell(next) && is_number(next).is_none() {
                break;
            }
            block.push(next);
        }
        let after = block[block.len() - 1] + 1;
        let mut titled = false;
        while let Some(before) = page.previous(block[0]) {
            if is_number(before).is_none() {
                if titled || !repeats_front(page, before) {
                    break;
                }
                titled = true;
            }
            block.insert(0, before);
        }
        let cells: Vec<journal::Cell> = block
            .iter()
            .filter_map(|i| journal::cell(page.line(*i)))
            .collect();
        if cells.len() >= 2 {
            let mut found = Journal::default();
            for cell in cells {
                match cell {
                    journal::Cell::Volume(n) => found.volume = Some(n),
                    journal::Cell::Issue(n) => found.issue = Some(n),
                    journal::Cell::Year(n) => found.year = Some(n),
                }
            }
            journal::add(&mut furniture.journal, found);
            for line in block {
                furniture.lines[line] = true;
                numbers.extend(is_number(line).map(|n| (line, n)));
            }
        }
        index = after;
    }
    numbers
}

/// Whether a line comes again what stands among the first lines of the document: its title.
fn repeats_front(page: &Page, index: usize) -> bool {
    const FRONT: usize = 160;
    let shape = &page.shapes[index];
    shape.words > 1
        && shape.width <= WIDEST_HEAD
        && (0..FRONT.min(index)).any(|i| {
            page.shapes[i].width == shape.width
                && fold_solid(page.line(i)) == fold_solid(page.line(index))
        })
}

impl Furniture {
    /// Tells pages from a few heads and the notes: where notes end, a page does. A stretch between two
    /// such places is a page if its length is about that of the others; where pages without notes
    /// make it longer, its lines stay without a page.
    pub fn pages_from_notes(&mut self, page: &Page, notes: &[Footnote]) {
        let [(first, first_page), .., (last, last_page)] = self.anchors[..] else {
            return;
        };
        let length = (last - first) as f64 / f64::from(last_page - first_page);
        let mut breaks: Vec<usize> = vec![0];
        for (at, note) in notes.iter().enumerate() {
            let goes_on = notes
                .get(at + 1)
                .is_some_and(|next| page.next(note.lines.end - 1) == Some(next.lines.start));
            if !goes_on {
                breaks.push(page.next(note.lines.end - 1).unwrap_or(self.pages.len()));
            }
        }
        breaks.extend(self.anchors.iter().map(|a| a.0));
        breaks.push(self.pages.len());
        breaks.sort_unstable();
        breaks.dedup();
        let pages_in =
            |from: usize, to: usize| (((to - from) as f64 / length).round() as u32).max(1);
        let fits = |from: usize, to: usize, edge: bool| {
            let share = (to - from) as f64 / length;
            share < 1.5 && (edge || share > 0.5)
        };
        for pair in self.anchors.clone().windows(2) {
            let ((from, mut number), (to, next)) = (pair[0], pair[1]);
            let inside: Vec<usize> = breaks
                .iter()
                .copied()
                .filter(|b| (from..=to).contains(b))
                .collect();
            let counts: Vec<u32> = inside.windows(2).map(|w| pages_in(w[0], w[1])).collect();
            if counts.iter().sum::<u32>() != next - number {
                continue;
            }
            for (stretch, count) in inside.windows(2).zip(counts) {
                if count == 1 {
                    self.pages[stretch[0]..stretch[1]].fill(Some(number));
                }
                number += count;
            }
        }
        let mut number = last_page;
        let mut from = last;
        for to in breaks.iter().copied().filter(|b| *b > last) {
            if !fits(from, to, to == self.pages.len()) {
                break;
            }
            self.pages[from..to].fill(Some(number));
            (from, number) = (to, number + 1);
        }
        let mut number = first_page;
        let mut to = first;
        for from in breaks.iter().rev().copied().filter(|b| *b < first) {
            if !fits(from, to, from == 0) || number < 2 {
                break;
            }
            number -= 1;
            self.pages[from..to].fill(Some(number));
            to = from;
        }
    }
}

/// What the format itself says of pages and their furniture.
fn of_format(page: &Page, mut furniture: Furniture) -> Furniture {
    let mut heads: Vec<(String, usize)> = Vec::new();
    for (index, line) in page.text.lines.iter().enumerate() {
        furniture.pages[index] = line.page;
        furniture.lines[index] = line.markup == Markup::Furniture;
        let text = without_numbers(page.line(index));
        if furniture.lines[index] && text.chars().any(char::is_alphabetic) {
            match heads.iter_mut().find(|h| h.0 == text) {
                Some(head) => head.1 += 1,
                None => heads.push((text, 1)),
            }
        }
    }
    heads.sort_by_key(|h| std::cmp::Reverse(h.1));
    furniture.heads = heads.into_iter().map(|h| h.0).collect();
    furniture
}

struct Head {
    text: String,
    lines: Vec<(usize, Option<u32>)>,
}

/// Groups of lines that have the same letters and stand apart from each other.
fn repeated_lines(page: &Page) -> Vec<Head> {
    let mut groups: FxHashMap<Vec<char>, Vec<usize>> = FxHashMap::default();
    for (index, shape) in page.shapes.iter().enumerate() {
        let letters = shape.arabic + shape.latin;
        if shape.width > WIDEST_HEAD || letters < 8 || !stands_at_page_edge(page, index) {
            continue;
        }
        let mut key: Vec<char> = fold_solid(page.line(index))
            .chars()
            .filter(|c| {
                matches!(
                    letter(*c).class,
                    Class::Arabic | Class::Latin | Class::Other
                )
            })
            .collect();
        key.sort_unstable();
        groups.entry(key).or_default().push(index);
    }
    let mut heads: Vec<Head> = groups
        .into_values()
        .filter(|lines| lines.len() >= LEAST_REPEATS && are_apart(lines))
        .filter_map(|lines| head(page, lines))
        .collect();
    heads.sort_by_key(|h| (std::cmp::Reverse(h.lines.len()), h.lines[0].0));
    heads
}

/// A head needs page numbers on its lines, or page breaks before them: otherwise it is a refrain,
/// such as the header row of a table.
fn head(page: &Page, lines: Vec<usize>) -> Option<Head> {
    let numbers: Vec<Option<u32>> = lines.iter().map(|l| edge_number(page.line(*l))).collect();
    let numbered = numbers.iter().flatten().count();
    let distinct = {
        let mut all: Vec<u32> = numbers.iter().flatten().copied().collect();
        all.dedup();
        all.len()
    };
    let broken = lines
        .iter()
        .filter(|l| page.text.lines[**l].new_page)
        .count();
    if broken * 2 < lines.len() && (numbered * 2 < lines.len() || distinct * 2 < lines.len()) {
        return None;
    }
    Some(Head {
        text: without_numbers(page.line(lines[0])),
        lines: lines.into_iter().zip(numbers).collect(),
    })
}

/// A head without its page number.
fn without_numbers(line: &str) -> String {
    line.trim_matches(|c: char| digit_value(c).is_some() || c.is_whitespace())
        .to_owned()
}

/// Heads stand between pages: an empty line, a form feed or another odd line is near.
fn stands_at_page_edge(page: &Page, index: usize) -> bool {
    let blank =
        |i: Option<usize>| i.is_none_or(|i| page.shapes.get(i).is_none_or(|s| s.is_blank()));
    page.text.lines[index].new_page
        || blank(index.checked_sub(1))
        || blank(Some(index + 1))
        || edge_number(page.line(index)).is_some()
}

fn are_apart(lines: &[usize]) -> bool {
    lines.windows(2).all(|w| w[1] - w[0] >= 8)
}

/// The number of one to four digits at either end of a line, parted from the text by space.
fn edge_number(line: &str) -> Option<u32> {
    let line = line.trim();
    let words = || line.split_whitespace();
    [words().next(), words().next_back()]
        .into_iter()
        .flatten()
        .find_map(number)
}

fn number(word: &str) -> Option<u32> {
    let digits = word.chars().count();
    (1..=4)
        .contains(&digits)
        .then(|| {
            word.chars()
                .try_fold(0, |n, c| Some(n * 10 + u32::from(digit_value(c)?)))
        })
        .flatten()
}

/// Lines that hold nothing but a number and stand alone: page numbers, if many lines do.
fn lone_numbers(page: &Page, furniture: &Furniture) -> Vec<(usize, u32)> {
    let lines: Vec<(usize, u32)> = (0..page.shapes.len())
        .filter(|i| !furniture.lines[*i] && page.shapes[*i].digits > 0)
        .filter(|i| page.shapes[*i].arabic + page.shapes[*i].latin == 0)
        .filter(|i| stands_at_page_edge(page, *i))
        .filter_map(|i| {
            let text = page
                .line(i)
                .trim()
                .trim_matches(['-', '–', '—', '[', ']', ' ']);
            number(text).map(|n| (i, n))
        })
        .collect();
    // Page numbers rise by about one; cells of a table do not.
    let rising = rising(&lines);
    if rising.len() >= 2 && rising.len() * 2 > lines.len() {
        rising
    } else {
        Vec::new()
    }
}

/// The longest run of numbers that rise with their lines, by few at a time.
fn rising(numbers: &[(usize, u32)]) -> Vec<(usize, u32)> {
    let mut best: Vec<usize> = Vec::new();
    let mut length = vec![1usize; numbers.len()];
    let mut before = vec![usize::MAX; numbers.len()];
    // Quadratic in the worst case, so looking back is bounded; pages are near each other.
    for i in 0..numbers.len() {
        for j in i.saturating_sub(30)..i {
            let step = i64::from(numbers[i].1) - i64::from(numbers[j].1);
            if (1..=6).contains(&step) && length[j] + 1 > length[i] {
                (length[i], before[i]) = (length[j] + 1, j);
            }
        }
    }
    if let Some(mut at) = (0..numbers.len()).max_by_key(|i| length[*i]) {
        while at != usize::MAX {
            best.push(at);
            at = before[at];
        }
    }
    best.reverse();
    best.into_iter().map(|i| numbers[i]).collect()
}

/// Spreads page numbers over the lines between them. A number that stands after a form feed or
/// begins its page counts forward, one at the foot counts backward; heads are the common case.
fn assign_pages(
    page: &Page,
    furniture: &[bool],
    numbers: &[(usize, u32)],
    pages: &mut [Option<u32>],
) {
    if numbers.is_empty() {
        let mut current = None;
        if page.text.lines.iter().any(|l| l.new_page) {
            current = Some(1);
        }
        for (index, line) in page.text.lines.iter().enumerate() {
            if line.new_page && index > 0 {
                current = current.map(|n| n + 1);
            }
            pages[index] = current;
        }
        return;
    }
    let at_foot = numbers
        .iter()
        .filter(|(line, _)| is_foot(page, furniture, *line))
        .count()
        * 2
        > numbers.len();
    let mut next = 0;
    for (index, slot) in pages.iter_mut().enumerate() {
        if at_foot {
            while next < numbers.len() && numbers[next].0 < index {
                next += 1;
            }
            *slot = numbers
                .get(next)
                .map(|n| n.1)
                .or(numbers.last().map(|n| n.1 + 1));
        } else {
            while next + 1 < numbers.len() && numbers[next + 1].0 <= index {
                next += 1;
            }
            let (line, number) = numbers[next];
            *slot = if index >= line {
                Some(number)
            } else {
                number.checked_sub(1)
            };
        }
    }
}

/// Whether a page number stands at the foot: the next page begins right after it.
fn is_foot(page: &Page, furniture: &[bool], line: usize) -> bool {
    page.next(line)
        .is_some_and(|n| page.text.lines[n].new_page && !furniture[n])
        && !page.text.lines[line].new_page
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::read::decode;

    fn furniture(text: &str) -> (Furniture, crate::text::SourceText) {
        let text = decode(text.as_bytes()).unwrap().text;
        let found = find(&Page::of(&text));
        (found, text)
    }

    fn body(lines: usize) -> String {
        "این سطر از متن مقاله است و در هر صفحه چند بار می‌آید\n".repeat(lines)
    }

    #[test]
    fn running_heads_with_page_numbers_are_set_aside_even_when_scattered() {
        let mut text = String::new();
        for (page, head) in [
            "116  فصلنامه مطالعات بین‌المللی",
            "117  المللیفصلنامه مطالعات بین",
            "مطالعات بین‌المللی فصلنامه 118",
        ]
        .iter()
        .enumerate()
        {
            text += &format!("\n{head}\n\n{}", body(9 + page));
        }
        let (found, source) = furniture(&text);
        let set_aside: Vec<u32> = (0..found.lines.len())
            .filter(|i| found.lines[*i])
            .map(|i| source.lines[i].number)
            .collect();
        assert_eq!(set_aside, [2, 14, 27]);
        assert_eq!(found.heads, ["فصلنامه مطالعات بین‌المللی"]);
        assert_eq!(found.pages[5], Some(116));
        assert_eq!(found.pages[20], Some(117));
        assert_eq!(*found.pages.last().unwrap(), Some(118));
    }

    #[test]
    fn heads_that_came_once_tell_journal_and_pages() {
        let rule = " ".repeat(40);
        let mut text = String::new();
        text += &format!(
            "{}\n\n\nفصلنامه مطالعات بین‌المللی، سال 19، شماره 1، تابستان 1401 116\n\n\n",
            body(20)
        );
        text += &format!("{}{rule}\n1. Normative Power\n{}", body(20), body(22));
        text += &format!(
            "\n\n\nجایگاه دیپلماسی سایبری در نقش چین 118\n\n\n{}",
            body(20)
        );
        let source = decode(text.as_bytes()).unwrap().text;
        let page = Page::of(&source);
        let mut found = find(&page);
        assert_eq!(found.lines.iter().filter(|f| **f).count(), 2);
        assert_eq!(
            (
                found.journal.volume,
                found.journal.issue,
                found.journal.year
            ),
            (Some(19), Some(1), Some(1401))
        );
        let notes = crate::document::notes::find(&page, &found.lines);
        found.pages_from_notes(&page, &notes);
        let pages: Vec<Option<u32>> = [0, 30, 50, 80].map(|i| found.pages[i]).to_vec();
        assert_eq!(pages, [Some(115), Some(116), Some(117), Some(118)]);
    }

    #[test]
    fn a_head_in_pieces_is_no_text() {
        let text = format!(
            "عنوان این مقاله کوتاه\n{}\nعنوان این مقاله کوتاه\n\n73\n\nسال دوم\nشماره سوم\n\nپاییز 1404\n\n{}",
            body(20),
            body(9)
        );
        let (found, source) = furniture(&text);
        let lines: Vec<&str> = (0..found.lines.len())
            .filter(|i| found.lines[*i])
            .map(|i| source.line(i).trim())
            .collect();
        assert_eq!(
            lines,
            [
                "عنوان این مقاله کوتاه",
                "73",
                "سال دوم",
                "شماره سوم",
                "پاییز 1404"
            ]
        );
        assert_eq!(found.journal.year, Some(1404));
        assert_eq!(found.pages[3], None);
    }

    #[test]
    fn lone_page_numbers_at_the_foot_count_backward() {
        let text = format!("{}\n7\n\x0c{}\n8\n\x0c{}\n9\n", body(5), body(5), body(5));
        let (found, _) = furniture(&text);
        assert_eq!(found.lines.iter().filter(|f| **f).count(), 3);
        assert_eq!(found.pages[0], Some(7));
        assert_eq!(found.pages[9], Some(8));
    }

    #[test]
    fn numbers_in_a_table_and_repeated_cells_are_no_furniture() {
        let text = format!(
            "{}\n70\n\n12\n\n500\n\n{}جمع کل ستون\n{}جمع کل ستون\n",
            body(3),
            body(9),
            body(9)
        );
        let (found, _) = furniture(&text);
        assert_eq!(found.lines.iter().filter(|f| **f).count(), 0);
        assert_eq!(found.pages[0], None);
    }

    #[test]
    fn form_feeds_alone_count_pages() {
        let (found, _) = furniture("one\n\x0ctwo\nthree\n\x0cfour\n");
        assert_eq!(found.pages, [Some(1), Some(2), Some(2), Some(3)]);
    }
}
