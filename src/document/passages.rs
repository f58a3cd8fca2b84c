//! Passages: what is indexed, ranked and shown.
//!
//! Some 60–120 words of one kind in one section, cut between sentences, with lines joined and page
//! furniture left out. A note at the foot of a page does not interrupt the sentence that runs over
//! the page end.

use super::kind::Kind;
use super::metadata::Scripts;
use super::shape::Page;
use super::structure::Structure;
use super::tables;
use crate::repair::line_ends::{Join, LineEnds, without_hyphen};
use crate::text::letters::ZWNJ;
use crate::text::pairs::{ANY, Pairs};
use crate::text::{Traced, sentence_ends};
use std::ops::Range;

/// Below this many words a passage takes in the next sentence.
pub const FEWEST_WORDS: usize = 60;
/// Above this many words a passage is closed before the next sentence.
pub const MOST_WORDS: usize = 120;
/// A sentence longer than this many words is cut at a comma or a space: no full stop was found.
pub const LONGEST_SENTENCE: usize = 180;

/// Bytes after which a sentence is cut that has neither spaces nor clauses.
const LONGEST_RUN: usize = LONGEST_SENTENCE * 24;

/// Bytes below which a text is too short to be told for Arabic by itself.
const SHORT: usize = 200;

/// A passage of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Its text with the way back to the source.
    pub traced: Traced,
    /// What it is.
    pub kind: Kind,
    /// Index of its section.
    pub section: Option<u32>,
    /// Page on which it begins, where known.
    pub page: Option<u32>,
    /// The language of most of its letters, ISO 639-1; none without letters.
    pub language: Option<&'static str>,
    /// What its words stand under: caption and column heads of a table, for a passage that goes on with
    /// one; else empty.
    pub context: String,
}

/// Cuts a document into passages, in the order of its lines; also its languages.
pub fn cut(page: &Page, structure: &Structure) -> (Vec<Passage>, Vec<&'static str>) {
    let visible = (0..page.shapes.len())
        .filter(|i| structure.kinds[*i].is_some())
        .map(|i| page.line(i));
    let mut cutter = Cutter {
        page,
        structure,
        line_ends: LineEnds::of_lines(visible),
        passages: Vec::new(),
        flows: Vec::new(),
        table: String::new(),
        in_table: false,
        heads_to_come: true,
        scripts: Scripts::default(),
    };
    for index in 0..page.shapes.len() {
        if let Some(kind) = structure.kinds[index] {
            cutter.line(index, kind);
        }
    }
    cutter.flush_all();
    let mut passages = cutter.passages;
    passages.sort_by_key(|p| p.traced.spans.first().map(|s| s.line));
    let languages = cutter.scripts.languages();
    // A short Persian text may happen to have no letter that Arabic lacks; its document knows.
    if languages.contains(&"fa") {
        for passage in &mut passages {
            if passage.language == Some("ar") && passage.traced.text.len() < SHORT {
                passage.language = Some("fa");
            }
        }
    }
    (passages, languages)
}

/// Text of one kind that is being collected.
struct Flow {
    kind: Kind,
    section: Option<u32>,
    traced: Traced,
    /// Bytes at which a unit (paragraph, item, row) ends.
    breaks: Vec<usize>,
    /// The line last added.
    last: usize,
}

struct Cutter<'a> {
    page: &'a Page<'a>,
    structure: &'a Structure,
    line_ends: LineEnds,
    passages: Vec<Passage>,
    /// Open flows; running text stays open below tables and notes.
    flows: Vec<Flow>,
    /// Caption and column heads of the last table.
    table: String,
    /// Whether a row of that table has come.
    in_table: bool,
    /// Whether no passage of that table has been made yet.
    heads_to_come: bool,
    scripts: Scripts,
}

impl Cutter<'_> {
    fn line(&mut self, index: usize, kind: Kind) {
        let place = self.structure.outline.lines[index];
        let starts = self.structure.starts[index];
        let running = matches!(kind, Kind::Body | Kind::Abstract);
        if place.heading && !place.continues {
            self.flush_all();
        }
        // A running head with the journal stands in no section.
        let masthead = kind == Kind::Heading && !place.heading;
        let section = place.section.filter(|_| !masthead);
        // Running text goes on below a note, a table, a caption and that, but a list ends it.
        let keep = |flow: &Flow| {
            let same = flow.kind == kind && flow.section == place.section;
            let goes_on_below = matches!(flow.kind, Kind::Body | Kind::Abstract)
                && (masthead || matches!(kind, Kind::Footnote | Kind::Table | Kind::Caption));
            same || goes_on_below
        };
        let lead = (kind == Kind::List && starts)
            .then(|| self.lead_in(place.section))
            .flatten();
        while let Some(at) = self.flows.iter().position(|f| !keep(f)) {
            let flow = self.flows.remove(at);
            self.flush(flow);
        }
        let alone = starts
            && matches!(
                kind,
                Kind::Footnote | Kind::Reference | Kind::Heading | Kind::Caption
            );
        if alone && let Some(at) = self.flows.iter().position(|f| f.kind == kind) {
            let flow = self.flows.remove(at);
            self.flush(flow);
        }
        let at = match self.flows.iter().position(|f| f.kind == kind) {
            Some(at) => at,
            None => {
                self.flows.push(Flow {
                    kind,
                    section,
                    traced: lead.unwrap_or_else(|| Traced::empty_like(&self.page.text.traced)),
                    breaks: Vec::new(),
                    last: index,
                });
                self.flows.len() - 1
            }
        };
        if matches!(kind, Kind::Caption | Kind::Table) {
            self.table_context(index, kind, starts);
        }
        let flow = &mut self.flows[at];
        let new_unit = if running {
            ends_paragraph(self.page, flow.last, index)
        } else {
            starts
        };
        append_line(self.page, &self.line_ends, flow, index, new_unit);
    }

    /// Takes the sentence with a colon that leads to a list away from the running text before it, so
    /// that items are found and shown with what they are items of.
    fn lead_in(&mut self, section: Option<u32>) -> Option<Traced> {
        let flow = self
            .flows
            .iter_mut()
            .find(|f| f.kind == Kind::Body && f.section == section)?;
        if self.page.next(flow.last).is_none() || !flow.traced.text.ends_with([':', '：']) {
            return None;
        }
        let text = &flow.traced.text;
        let ends = sentence_ends(text);
        let start = ends
            .into_iter()
            .chain(flow.breaks.iter().copied())
            .filter(|end| *end < text.len())
            .max()
            .unwrap_or(0);
        if count_words(&text[start..]) > FEWEST_WORDS {
            return None;
        }
        let range = trim(text, start..text.len());
        let mut lead = Traced::empty_like(&flow.traced);
        lead.append(&flow.traced, range);
        truncate(&mut flow.traced, start);
        flow.breaks.retain(|end| *end < start);
        Some(lead)
    }

    /// Remembers the caption of a table and its first row, the column heads.
    fn table_context(&mut self, index: usize, kind: Kind, starts: bool) {
        let line = self.page.line(index).trim();
        if kind == Kind::Caption && starts {
            self.table.clear();
            self.heads_to_come = true;
            self.in_table = !tables::is_of_table(line);
        }
        if !self.in_table {
            self.table.push_str(line);
            self.table.push_str(" ; ");
            self.in_table = kind == Kind::Table;
        }
    }

    fn flush_all(&mut self) {
        for flow in std::mem::take(&mut self.flows) {
            self.flush(flow);
        }
    }

    fn flush(&mut self, flow: Flow) {
        let whole = matches!(flow.kind, Kind::Heading | Kind::Keywords | Kind::Caption);
        let mut ranges = pack(&flow.traced.text, &flow.breaks);
        if whole {
            ranges.clear();
            ranges.push(0..flow.traced.text.len());
        }
        for range in ranges {
            let range = trim(&flow.traced.text, range);
            if range.is_empty() {
                continue;
            }
            let mut traced = Traced::empty_like(&flow.traced);
            traced.text.reserve_exact(range.len());
            traced.append(&flow.traced, range);
            let page = traced.spans.first().and_then(|s| self.page_of_line(s.line));
            let scripts = Scripts::of(&traced.text);
            self.scripts.add(&scripts);
            let context = self.context(flow.kind);
            self.passages.push(Passage {
                language: scripts.languages().first().copied(),
                traced,
                context,
                kind: flow.kind,
                section: flow.section,
                page,
            });
        }
    }

    /// What a passage of cells stands under: nothing for the first of a table, which has the heads.
    fn context(&mut self, kind: Kind) -> String {
        if kind != Kind::Table {
            return String::new();
        }
        if std::mem::take(&mut self.heads_to_come) {
            return String::new();
        }
        self.table.clone()
    }

    /// The page of a source line.
    fn page_of_line(&self, number: u32) -> Option<u32> {
        let lines = &self.page.text.lines;
        let index = lines.partition_point(|l| l.number < number);
        self.structure.furniture.pages.get(index).copied().flatten()
    }
}

/// Whether a paragraph ends between two lines of running text.
fn ends_paragraph(page: &Page, last: usize, next: usize) -> bool {
    let shape = &page.shapes[last];
    let blank_between = !page.double_spaced && (last + 1..next).any(|i| page.shapes[i].is_blank());
    shape.terminated && (page.is_short(last) || blank_between)
}

fn append_line(page: &Page, line_ends: &LineEnds, flow: &mut Flow, index: usize, new_unit: bool) {
    let traced = &mut flow.traced;
    let range = page.text.lines[index].range.clone();
    let line = page.line(index);
    if !traced.text.is_empty() {
        if new_unit {
            flow.breaks.push(traced.text.len());
            traced.append_inserted(" ");
        } else {
            match line_ends.join(page.line(flow.last), line) {
                Join::Space => traced.append_inserted(" "),
                Join::Hyphenated => {}
                Join::Joined => {
                    let kept = without_hyphen(&traced.text).len();
                    truncate(traced, kept);
                    traced.append_inserted(ZWNJ.encode_utf8(&mut [0; 4]));
                }
                Join::Broken => {
                    let kept = without_hyphen(&traced.text).len();
                    truncate(traced, kept);
                }
            }
        }
    }
    let start = range.start + (line.len() - line.trim_start().len());
    append_collapsed(
        traced,
        &page.text.traced,
        start..range.start + line.trim_end().len(),
    );
    flow.last = index;
}

/// Appends a line with each run of white space as one space, the page break character among it.
fn append_collapsed(out: &mut Traced, from: &Traced, range: Range<usize>) {
    let text = &from.text[range.clone()];
    let mut piece = 0;
    while let Some(odd) = odd_space(text, piece) {
        out.append(from, range.start + piece..range.start + odd.start);
        out.append_inserted(" ");
        piece = odd.end;
    }
    out.append(from, range.start + piece..range.end);
}

/// Where white space other than a single space may begin.
static ODD_SPACE: Pairs = Pairs::new(&[
    (b" ", &[(b' ', b' ')]),
    (&[b'\t', 0x0b, 0x0c, 0x0d], ANY),
    (&[0xc2], &[(0x85, 0x85), (0xa0, 0xa0)]),
    (&[0xe1], &[(0x9a, 0x9a)]),
    (&[0xe2], &[(0x80, 0x81)]),
    (&[0xe3], &[(0x80, 0x80)]),
]);

/// The next run of white space after byte `from` that is not a single space.
fn odd_space(text: &str, mut from: usize) -> Option<Range<usize>> {
    loop {
        let at = ODD_SPACE.find(text.as_bytes(), from)?;
        let rest = &text[at..];
        if rest.starts_with(char::is_whitespace) {
            return Some(text[..at].trim_end().len()..text.len() - rest.trim_start().len());
        }
        from = at + 1;
    }
}

/// Shortens a text, its spans with it.
fn truncate(traced: &mut Traced, len: usize) {
    traced.text.truncate(len);
    while let Some(last) = traced.spans.last_mut() {
        if (last.start as usize) >= len {
            traced.spans.pop();
            continue;
        }
        let surplus = (last.start + last.len) as usize - len.min((last.start + last.len) as usize);
        if surplus > 0 && last.aligned {
            // The cut part is a hyphen: one byte, or three that stand for one character.
            let kept = (last.len as usize - surplus) as u32;
            let start = last.start as usize;
            last.len = kept;
            last.source_len = traced.units.source_len(&traced.text[start..len]) as u32;
        } else if surplus > 0 {
            last.len -= surplus as u32;
        }
        break;
    }
}

/// Byte ranges of passages: sentences packed between [`FEWEST_WORDS`] and [`MOST_WORDS`], preferring
/// to break where a unit ends.
fn pack(text: &str, breaks: &[usize]) -> Vec<Range<usize>> {
    let mut passages: Vec<(Range<usize>, usize)> = Vec::new();
    let mut current = 0..0;
    let mut words = 0;
    for sentence in sentences(text, breaks) {
        let count = count_words(&text[sentence.clone()]);
        let at_unit = breaks.binary_search(&current.end).is_ok();
        if words > 0
            && (words + count > MOST_WORDS && words >= FEWEST_WORDS / 2
                || at_unit && words >= FEWEST_WORDS)
        {
            passages.push((current.clone(), words));
            current = sentence.clone();
            words = 0;
        }
        current.end = sentence.end;
        words += count;
    }
    if text[current.clone()].bytes().any(is_shown) {
        passages.push((current, words));
    }
    // A short rest joins the passage before it.
    if let [.., (before, a), (rest, b)] = &mut passages[..]
        && *b < FEWEST_WORDS / 2
        && *a + *b <= MOST_WORDS + FEWEST_WORDS / 2
    {
        before.end = rest.end;
        *a += *b;
        passages.pop();
    }
    passages.into_iter().map(|(range, _)| range).collect()
}

/// Whether a byte belongs to a letter or a digit: what is nothing but rules and dots is no passage.
fn is_shown(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0xc3
}

/// Ranges of sentences; units end sentences too, and one without end is cut.
fn sentences(text: &str, breaks: &[usize]) -> Vec<Range<usize>> {
    let mut ends = sentence_ends(text);
    ends.extend_from_slice(breaks);
    ends.sort_unstable();
    ends.dedup();
    let mut out = Vec::with_capacity(ends.len());
    let mut start = 0;
    for end in ends {
        cut_long(text, start..end, &mut out);
        start = end;
    }
    out
}

/// Cuts a sentence that is too long after a clause mark, or else at any space.
fn cut_long(text: &str, range: Range<usize>, out: &mut Vec<Range<usize>>) {
    // White space was collapsed, so there is a space between any two words.
    let spaces = memchr::memchr_iter(b' ', &text.as_bytes()[range.clone()]).count();
    if spaces + 1 < LONGEST_SENTENCE && range.len() <= LONGEST_RUN {
        out.push(range);
        return;
    }
    let (mut start, mut words, mut clause) = (range.start, 0, None);
    let mut in_word = false;
    for (at, c) in text[range.clone()].char_indices() {
        let at = range.start + at;
        if !c.is_whitespace() {
            in_word = true;
            if matches!(c, '،' | '؛' | ',' | ';' | ':' | '，' | '；' | '、') {
                clause = Some(at + c.len_utf8());
            }
            // A run of text without any space (a long Chinese text, a data dump).
            if at - start > LONGEST_RUN {
                out.push(start..at);
                (start, words, clause) = (at, 0, None);
            }
            continue;
        }
        words += usize::from(std::mem::take(&mut in_word));
        if words >= LONGEST_SENTENCE {
            let end = clause.unwrap_or(at);
            out.push(start..end);
            words = count_words(&text[end..at]);
            (start, clause) = (end, None);
        }
    }
    if start < range.end {
        out.push(start..range.end);
    }
}

/// Words of a text whose white space is single spaces; a word of Chinese is counted as one for each two
/// characters. What begins with a sign other than an opening one (a dash, the dots of a table of
/// contents) is no word. Every byte takes the same few comparisons, so that a processor can make
/// many of them at once.
fn count_words(text: &str) -> usize {
    let bytes = text.as_bytes();
    let begins = |byte: u8| {
        byte >= 0x80
            || byte.wrapping_sub(b'0') < 10
            || (byte | 0x20).wrapping_sub(b'a') < 26
            || byte == b'('
            || byte == b'['
            || byte == b'"'
    };
    let is_space = |byte: u8| byte == b' ' || byte == b'\n' || byte == b'\t';
    let mut words = usize::from(bytes.first().is_some_and(|first| begins(*first)));
    let mut cjk = 0;
    let after = bytes.get(1..).unwrap_or_default();
    // Counted in bytes, chunk by chunk.
    for (chunk, next) in bytes.chunks(CHUNK).zip(after.chunks(CHUNK)) {
        let (mut some_words, mut some_cjk) = (0u8, 0u8);
        for (byte, next) in chunk.iter().zip(next) {
            some_words += u8::from(is_space(*byte) & begins(*next));
            some_cjk += u8::from(next.wrapping_sub(0xe3) <= 0xed - 0xe3);
        }
        words += usize::from(some_words);
        cjk += usize::from(some_cjk);
    }
    words + cjk / 2
}

/// So many bytes are counted in a byte.
const CHUNK: usize = 255;

fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let piece = &text[range.clone()];
    let start = range.start + (piece.len() - piece.trim_start().len());
    start..start + piece.trim().len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::read::decode;
    use crate::document::structure;
    use proptest::prelude::*;

    fn passages(text: &str) -> Vec<Passage> {
        let text = decode(text.as_bytes()).unwrap().text;
        let page = Page::of(&text);
        cut(&page, &structure::find(&page)).0
    }

    fn sentence(words: usize) -> String {
        format!("{}پایان.\n", "واژه ".repeat(words - 1))
    }

    #[test]
    fn passages_hold_whole_sentences_of_sixty_to_a_hundred_and_twenty_words() {
        let text: String = (0..40).map(|i| sentence(11 + i % 17)).collect();
        let found = passages(&text);
        assert!(found.len() > 4);
        for passage in &found {
            let words = count_words(&passage.traced.text);
            assert!((FEWEST_WORDS..=MOST_WORDS + 30).contains(&words), "{words}");
            assert!(passage.traced.text.ends_with('.'));
        }
    }

    #[test]
    fn a_passage_never_crosses_a_section() {
        let text = format!("1- مقدمه\n{}2- پیشینه\n{}", sentence(20), sentence(20));
        let found: Vec<(Kind, Option<u32>)> = passages(&text)
            .iter()
            .map(|p| (p.kind, p.section))
            .collect();
        assert_eq!(
            found,
            [
                (Kind::Heading, Some(0)),
                (Kind::Body, Some(0)),
                (Kind::Heading, Some(1)),
                (Kind::Body, Some(1))
            ]
        );
    }

    #[test]
    fn a_sentence_runs_on_below_a_note_at_the_page_foot() {
        let text = "جمله‌ای که در این صفحه آغاز می‌شود و با قدرت هنجاری1\n1. Normative Power\nدر صفحه بعد پایان می‌یابد.\n";
        let found = passages(text);
        assert_eq!(found.len(), 2);
        assert_eq!(
            found[0].traced.text,
            "جمله‌ای که در این صفحه آغاز می‌شود و با قدرت هنجاری1 در صفحه بعد پایان می‌یابد."
        );
        assert_eq!(found[0].traced.lines(), Some((1, 3)));
        assert_eq!(
            (found[1].kind, found[1].traced.text.as_str()),
            (Kind::Footnote, "1. Normative Power")
        );
    }

    #[test]
    fn broken_words_are_joined_and_found_again() {
        let text = "The strat-\negies of a state are many and the author lists them all.\n";
        let found = passages(text);
        assert!(found[0].traced.text.starts_with("The strategies of"));
        assert_eq!(found[0].traced.source_ranges(4..14), vec![4..9, 11..16]);
    }

    #[test]
    fn items_come_with_the_sentence_that_leads_to_them() {
        let text = format!(
            "{}این سند سه هدف دارد که چنین‌اند:\n- هدف نخست آن\n- هدف دوم آن\n",
            sentence(20)
        );
        let found = passages(&text);
        assert_eq!(found.len(), 2);
        assert!(found[0].traced.text.ends_with("پایان."));
        assert_eq!(found[1].kind, Kind::List);
        assert_eq!(
            found[1].traced.text,
            "این سند سه هدف دارد که چنین‌اند: - هدف نخست آن - هدف دوم آن"
        );
        assert_eq!(found[1].traced.lines(), Some((2, 4)));
    }

    #[test]
    fn cells_far_down_a_table_know_its_caption_and_column_heads() {
        let full = "این سطر کامل از متن مقاله است که تا کنار صفحه می‌رسد و ادامه دارد\n";
        let cells = "چین\nحاکمیت\n".repeat(80);
        let text = format!("{full}{full}{full}جدول 1. رویکرد کشورها\nکشور رویکرد\n{cells}");
        let found = passages(&text);
        let tables: Vec<&Passage> = found.iter().filter(|p| p.kind == Kind::Table).collect();
        assert!(tables.len() > 1);
        assert!(tables[0].traced.text.starts_with("کشور رویکرد چین حاکمیت"));
        assert_eq!(tables[0].context, "");
        for table in &tables[1..] {
            assert_eq!(table.context, "جدول 1. رویکرد کشورها ; کشور رویکرد ; ");
        }
        assert!(
            found
                .iter()
                .all(|p| p.kind == Kind::Table || p.context.is_empty())
        );
    }

    #[test]
    fn a_text_without_sentences_is_still_cut() {
        let found = passages(&"word ".repeat(2000));
        assert!(found.len() >= 2000 / LONGEST_SENTENCE);
        let found = passages(&"网".repeat(30_000));
        assert!(found.len() > 2);
    }

    proptest! {
        /// Every visible character of a document is in exactly one passage, but for line-end
        /// hyphens and page furniture.
        #[test]
        fn nothing_is_lost(text in "([a-zآ-ی0-9 .،؟:()\\-]{0,60}\n){1,20}") {
            prop_assume!(!text.trim().is_empty());
            let source = decode(text.as_bytes()).unwrap().text;
            let page = Page::of(&source);
            let structure = structure::find(&page);
            let found = cut(&page, &structure).0;
            let visible = |s: &str| s.chars().filter(|c| c.is_alphanumeric()).count();
            let expected: usize = (0..page.shapes.len())
                .filter(|i| structure.kinds[*i].is_some())
                .map(|i| visible(page.line(i)))
                .sum();
            let got: usize = found.iter().map(|p| visible(&p.traced.text)).sum();
            prop_assert_eq!(got, expected);
            for passage in &found {
                for span in &passage.traced.spans {
                    let range = span.start as usize..(span.start + span.len) as usize;
                    let source = passage.traced.source_ranges(range.clone());
                    let bytes = &text.as_bytes()[source[0].start as usize..source[0].end as usize];
                    prop_assert_eq!(passage.traced.text[range].as_bytes(), bytes);
                }
            }
        }
    }
}
