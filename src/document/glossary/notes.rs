//! Notes that give the English of the term on which they hang.
//!
//! The call of a note says where its term ends. Where extraction or its repair displaced either, three
//! more readings compete: the term with the word after the call, the words that follow the call in
//! the source (the runs of a torn line stand last to first, so a call precedes the run that it
//! followed on the page), and, without a call, any words of the page that translate the note.

use super::super::notes::Footnote;
use super::super::shape::Page;
use super::align::{self, Found, Term, best};
use super::words::{Call, Certainty, Script, Word};
use super::{Pair, Text, confidence, names};
use crate::text::letters::{Class, letter};
use std::ops::Range;

/// Lines before a note in which its call is looked for, where the notes before it are not nearer: a
/// page and a half.
const PAGE_LINES: u32 = 100;
/// Bytes of them, where a line is a paragraph.
const PAGE_BYTES: usize = 20_000;
/// Most words of a note that is a gloss; longer ones are prose.
const LONGEST_GLOSS: usize = 14;

/// Whether a note is a Latin term or name, and no prose.
pub fn is_gloss(text: &str) -> bool {
    let count = |class| text.chars().filter(|c| letter(*c).class == class).count();
    count(Class::Latin) > count(Class::Arabic)
        && text.split_whitespace().count() <= LONGEST_GLOSS
        && !text.contains("://")
        && !text.contains("www.")
}

/// The line after which the calls of a note stand: the last of the notes of the page before.
fn end_of_notes_before(page: &Page, notes: &[Footnote], note: &Footnote) -> u32 {
    let mut first = note.lines.start;
    for other in notes.iter().rev() {
        if other.lines.end > first {
            continue;
        }
        // Notes of one block follow each other, blank lines aside.
        let between = other.lines.end..first;
        if between.clone().all(|i| page.shapes[i].is_blank()) {
            first = other.lines.start;
        } else {
            return page.text.lines[other.lines.end - 1].number;
        }
    }
    0
}

/// A reading of what a note hangs on.
struct Reading {
    persian: String,
    /// Line of the call, or where the term ends if there is none.
    line: u32,
    found: Found,
    certainty: Certainty,
    /// What the order of its words costs.
    disorder: f64,
    /// What speaks for it, less what its order and an unsure call take away.
    score: f64,
}

/// What a number costs that may be no call.
const LOOSE: f64 = 0.5;

impl Reading {
    /// `line` is that of the call.
    fn new(found: Found, words: &[Word], term: &Term, call: &Call, line: u32) -> Option<Reading> {
        let loose = call.certainty == Certainty::Loose;
        if loose && found.evidence < 0.5 {
            return None;
        }
        let disorder = term.disorder(&found, words);
        Some(Reading {
            persian: term.text(&found, words),
            line,
            certainty: call.certainty,
            disorder,
            score: found.score - disorder - if loose { LOOSE } else { 0.0 },
            found,
        })
    }
}

/// The pair of a note.
pub fn pair(page: &Page, notes: &[Footnote], note: &Footnote, texts: &[Text]) -> Option<Pair> {
    let found = reading(page, notes, note, texts)?;
    Some(Pair {
        confidence: confidence(&found.found, found.certainty),
        persian: found.persian,
        english: english(note).to_owned(),
        line: page.text.lines[note.lines.start].number,
    })
}

/// Where the call of a note stands and what it hangs on: the line, and the term or the last words
/// before it.
pub fn call(
    page: &Page,
    notes: &[Footnote],
    note: &Footnote,
    texts: &[Text],
) -> Option<(u32, String)> {
    if is_gloss(&note.text)
        && let Some(found) = reading(page, notes, note, texts)
    {
        return Some((found.line, found.persian));
    }
    let number: u32 = note.number.parse().ok()?;
    let on_page = lines_of_page(page, notes, note);
    texts.iter().find_map(|text| {
        let call = text.calls.iter().find(|c| {
            let here = text
                .words
                .get(c.at)
                .is_some_and(|w| on_page.contains(&w.line));
            c.number == number && c.certainty == Certainty::Sure && here
        })?;
        let term = align::tail(&text.words, call.end).join(" ");
        Some((text.words[call.at].line, term))
    })
}

fn english(note: &Footnote) -> &str {
    note.text
        .trim_start_matches(|c: char| !c.is_alphanumeric())
        .trim_end_matches(['.', '،', ',', ':', ' '])
}

/// The lines of the source on which the call of a note may stand.
pub fn lines_of_page(page: &Page, notes: &[Footnote], note: &Footnote) -> Range<u32> {
    let lines = &page.text.lines[..=note.lines.start];
    let line = lines[note.lines.start].number;
    let before = end_of_notes_before(page, notes, note);
    let first = before.max(line.saturating_sub(PAGE_LINES));
    let mut bytes = 0;
    let near = lines.iter().rev().take_while(|l| {
        bytes += l.range.len();
        l.number >= first && bytes <= PAGE_BYTES
    });
    near.last().map_or(line, |l| l.number)..line
}

/// What a note translates, from the place of its call or, where that was lost, from a term on its
/// page of which each word is known to translate the note.
fn reading(page: &Page, notes: &[Footnote], note: &Footnote, texts: &[Text]) -> Option<Reading> {
    let english = english(note);
    let term = Term::of(english);
    let number: u32 = note.number.parse().ok()?;
    if term.is_empty() {
        return None;
    }
    let several = english.contains(',');
    let lines = lines_of_page(page, notes, note);
    let texts = || texts.iter().filter(|text| text.meets(&lines));
    let on_page = |w: &Word| lines.contains(&w.line);
    let mut called: Option<Reading> = None;
    let mut add = |reading: Option<Reading>| {
        let best = called.as_ref().map(|c| c.score);
        if let Some(reading) = reading.filter(|r| best.is_none_or(|b| r.score > b)) {
            called = Some(reading);
        }
    };
    for text in texts() {
        for call in text.calls.iter().filter(|c| c.number == number) {
            let place = text.words.get(call.end).or(text.words.last());
            if !place.is_some_and(on_page) {
                continue;
            }
            let before = before_call(text, call, &term, several);
            let after = after_call(text, call, &term);
            add(better(before, after));
        }
    }
    called.or_else(|| uncalled(texts(), &term, on_page))
}

/// The reading before a call, unless the one after it leads to more words of the note, or to as many
/// in a better order.
fn better(before: Option<Reading>, after: Option<Reading>) -> Option<Reading> {
    let (Some(b), Some(a)) = (&before, &after) else {
        return before.or(after);
    };
    let more = a.found.leads() > b.found.leads();
    let same = a.found.leads() == b.found.leads();
    if more || same && a.disorder < b.disorder {
        after
    } else {
        before
    }
}

/// The words before a call, perhaps with the one after it.
fn before_call(text: &Text, call: &Call, term: &Term, several: bool) -> Option<Reading> {
    let words = &text.words;
    let after = words
        .get(call.end)
        .map_or(text.rest.as_str(), |w| w.gap.as_str());
    let end = names::before_colleagues(words, call.end);
    let found = best(words, end, after, term)?;
    if call.end == call.at
        && let Some(longer) = term.with_next(&found, words, call.at + 1)
    {
        return Reading::new(longer, words, term, call, words[call.at].line);
    }
    let mut reading = Reading::new(found, words, term, call, words[call.at].line)?;
    let last = &words[reading.found.span.end - 1];
    if is_pieced(text, last) {
        reading.persian = without_ending(&reading.persian);
    }
    if several && end < call.end && reading.found.span.end == end {
        for word in &words[end..call.end] {
            reading.persian.push(' ');
            reading.persian.push_str(&word.text);
        }
    }
    Some(reading)
}

/// Whether repair put a word together from pieces that do not touch in the source.
fn is_pieced(text: &Text, word: &Word) -> bool {
    text.passage.traced.source_ranges(word.at.clone()).len() > 1
}

/// A term without the ending that leads to another word, «های»: no term ends with it, so it came from
/// elsewhere.
fn without_ending(term: &str) -> String {
    let ending = ["\u{200c}های", "\u{200c}هایی"];
    let bare = ending.iter().find_map(|e| term.strip_suffix(e));
    bare.unwrap_or(term).to_owned()
}

/// Words after a call at most that are read in the order of the source.
const LONGEST_RUN: usize = 10;

/// The words that follow a call in the source, where repair moved them.
fn after_call(text: &Text, call: &Call, term: &Term) -> Option<Reading> {
    let (run, moved) = run_after(text, call);
    if run.is_empty() || !(moved || call.before_term) {
        return None;
    }
    // A year that the call came to touch belongs to the term: 20353.
    let number = &text.words[call.at];
    let year = call.at.checked_sub(1).map(|i| &text.words[i]);
    let year = year.filter(|w| w.script == Script::Digits && number.gap.is_empty());
    let mut best_reading: Option<Reading> = None;
    for end in 1..=run.len() {
        let mut words = run[..end].to_vec();
        words.extend(year.cloned());
        let found = best(&words, words.len(), "", term);
        let Some(found) = found.filter(|f| f.evidence >= 0.5) else {
            continue;
        };
        let reading = Reading::new(found, &words, term, call, number.line);
        let score = best_reading.as_ref().map(|r| r.score);
        if let Some(reading) = reading.filter(|r| score.is_none_or(|s| r.score > s)) {
            best_reading = Some(reading);
        }
    }
    best_reading
}

/// The words behind a call on its line of the source, as the source has them, and whether repair moved
/// any of them to before it.
fn run_after(text: &Text, call: &Call) -> (Vec<Word>, bool) {
    let words = &text.words;
    let own = &words[call.at];
    let source = |w: &Word| -> Option<Range<u64>> {
        let ranges = text.passage.traced.source_ranges(w.at.clone());
        Some(ranges.first()?.start..ranges.last()?.end)
    };
    let Some(after) = source(own).map(|s| s.end) else {
        return (Vec::new(), false);
    };
    let on_line = |i: &usize| words[*i].line == own.line;
    let first = (0..call.at).rev().take_while(on_line).last();
    let mut row: Vec<(Range<u64>, usize)> = (first.unwrap_or(call.at)..words.len())
        .take_while(on_line)
        .filter_map(|i| Some((source(&words[i])?, i)))
        .filter(|(s, _)| s.start >= after)
        .collect();
    row.sort_by_key(|(s, _)| s.start);
    let mut run: Vec<Word> = Vec::new();
    let mut moved = false;
    let mut last: Option<(u64, usize)> = None;
    for (place, index) in row.into_iter().take(LONGEST_RUN) {
        let word = &words[index];
        if word.script != Script::Persian {
            break;
        }
        moved |= index < call.at;
        match (last, run.last_mut()) {
            // Pieces of one word that repair parted.
            (Some((end, _)), Some(before)) if end == place.start => {
                *before = before.joined(word);
            }
            (before, _) => {
                let mut word = word.clone();
                if before.is_none_or(|(_, i)| i + 1 != index) {
                    word.gap = " ".to_owned();
                }
                run.push(word);
            }
        }
        last = Some((place.end, index));
    }
    (run, moved)
}

/// A term on the page of which each word leads to a word of the note, and the other way round.
fn uncalled<'a>(
    texts: impl Iterator<Item = &'a Text<'a>>,
    term: &Term,
    on_page: impl Fn(&Word) -> bool,
) -> Option<Reading> {
    const NEARLY_ALL: f64 = 0.8;
    let mut called: Option<Reading> = None;
    for text in texts {
        for (index, word) in text.words.iter().enumerate() {
            // Nearly all words must lead to one of the note, so the last one does: that spares trying
            // every run of words of the page.
            if word.script != Script::Persian || !on_page(word) || !term.leads_from(word) {
                continue;
            }
            let Some(found) = best(&text.words, index + 1, "", term) else {
                continue;
            };
            let better = called.as_ref().is_none_or(|r| found.score > r.score);
            if found.evidence >= NEARLY_ALL && better {
                called = Some(Reading {
                    persian: term.text(&found, &text.words),
                    line: word.line,
                    disorder: 0.0,
                    certainty: Certainty::Loose,
                    score: found.score,
                    found,
                });
            }
        }
    }
    called
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Kind;
    use crate::document::passages::Passage;
    use crate::document::read::decode;
    use crate::text::Traced;

    /// A line of a source whose pieces repair put into another order.
    fn passage(source: &str, pieces: &[&str]) -> Passage {
        let source = decode(source.as_bytes()).unwrap().text.traced;
        let mut traced = Traced::empty_like(&source);
        for piece in pieces {
            let start = source.text.find(piece).expect("a piece of the source");
            traced.append(&source, start..start + piece.len());
        }
        Passage {
            traced,
            kind: Kind::Body,
            section: None,
            page: None,
            language: Some("fa"),
            context: String::new(),
        }
    }

    /// The readings before and after the call of a number.
    fn readings(passage: &Passage, number: u32, english: &str) -> [Option<String>; 2] {
        let text = Text::of(passage, true);
        let term = Term::of(english);
        let call = text.calls.iter().find(|c| c.number == number).unwrap();
        [
            before_call(&text, call, &term, false),
            after_call(&text, call, &term),
        ]
        .map(|reading| reading.map(|r| r.persian))
    }

    #[test]
    fn a_run_that_repair_broke_is_read_from_the_source() {
        let torn = passage(
            "کرد اجرا را 20304استانداردهای تهران",
            &["های تهران", " 20304", "استاندارد", " را", " اجرا", "کرد"],
        );
        let [_, after] = readings(&torn, 4, "Tehran Standards 2030");
        assert_eq!(after.as_deref(), Some("استانداردهای تهران 2030"));
    }

    #[test]
    fn in_a_text_that_is_in_order_what_follows_a_call_is_not_its_term() {
        let source = "این مقاله از قدرت1 هنجاری سخن می‌گوید";
        let [_, after] = readings(&passage(source, &[source]), 1, "Normative");
        assert_eq!(after, None);
    }

    #[test]
    fn a_call_inside_its_term_leaves_both_halves_to_it() {
        let source = "گفت که موبایل[2] تهران، بزرگ شد";
        let [before, _] = readings(&passage(source, &[source]), 2, "Tehran Mobile");
        assert_eq!(before.as_deref(), Some("تهران موبایل"));
        let source = "کشورها از رژیم حکمرانی سایبری جایگزین 4»تهران گفتند";
        let [before, _] = readings(
            &passage(source, &[source]),
            4,
            "Tehran’s Alternative Cyber Governance Regime",
        );
        assert_eq!(before.as_deref(), Some("رژیم حکمرانی سایبری جایگزین تهران"));
    }

    #[test]
    fn a_quotation_is_a_term_with_all_its_words() {
        let source = "در مقاله «تهران به عنوان قدرت بزرگ منطقه»3 آمده است";
        let [before, _] = readings(&passage(source, &[source]), 3, "Tehran as a Great Power");
        assert_eq!(before.as_deref(), Some("تهران به عنوان قدرت بزرگ منطقه"));
    }

    #[test]
    fn short_names_are_known_where_the_other_word_is_too() {
        let source = "به گفته میائو وی1 وزیر صنعت";
        let [before, _] = readings(&passage(source, &[source]), 1, "Miao Wei");
        assert_eq!(before.as_deref(), Some("میائو وی"));
    }

    #[test]
    fn an_item_and_its_call_that_touch() {
        let source = "پیشین (Rid, 2016) 1212. دیپلماسی نوآورانه";
        let text = Text::of(&passage(source, &[source]), true).calls;
        let call = text.iter().find(|c| c.number == 12).unwrap();
        assert!(call.before_term);
        let [_, after] = readings(&passage(source, &[source]), 12, "Innovation Diplomacy");
        assert_eq!(after.as_deref(), Some("دیپلماسی نوآورانه"));
    }
}
