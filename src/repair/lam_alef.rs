//! Lam-alef that came out alef first: what most extractors make of the ligature لا in the PDFs of
//! word processors (اطالعات for اطلاعات, "information"; 438 of 441 such words in ten theses).
//!
//! [`damage`](is_swapped) is told from the whole document: one in seventy words of Persian has لا, and
//! a document in which it is missing, but اسالم and اطالعات stand, was swapped. Then the language
//! model says of each ال which way it was, because سالم ("healthy") is a word and so is سلام
//! ("greeting"): the most probable line wins.

use super::{Repaired, Verdict};
use crate::lexicon::model::tokens::{Found, part, scan};
use crate::lexicon::model::{self, Model, SENTENCE, UNKNOWN, Word};
use crate::text::SourceText;
use rustc_hash::FxHashSet;
use std::ops::Range;
use std::sync::LazyLock;

/// Bytes from the start of a document that tell.
const ENOUGH: usize = 1 << 16;
/// How many ال may stand for one لا in text that is not swapped: 1.5 in Persian, 200 and more where
/// they are swapped.
const RARE: usize = 8;
/// Different words that are likelier the other way round from which a document counts as swapped.
const FORMS: usize = 3;
/// How much likelier the other way round each of them must be.
const LIKELIER: f32 = 50.0;
/// How many swapped words must stand for one intact one.
const MOSTLY: usize = 4;
/// Readings of a line that are kept.
const BEAM: usize = 8;
/// Places of a word that are tried.
const PLACES: usize = 3;

/// Codes of ا, آ and ل.
static CODES: LazyLock<[u8; 3]> =
    LazyLock::new(|| ['ا', 'آ', 'ل'].map(|c| model::letter(c).unwrap_or_default()));

/// The places of a word where alef stands before lam, and those where it stands after it.
fn places(run: &[u8]) -> (Vec<usize>, usize) {
    let [alef, madda, lam] = *CODES;
    let is_alef = |letter: u8| letter == alef || letter == madda;
    let there = |at: &usize| is_alef(run[*at]) && run[*at + 1] == lam;
    let last = run.len().saturating_sub(1);
    let intact = run.windows(2).filter(|w| w[0] == lam && is_alef(w[1]));
    (
        (0..last).filter(there).take(PLACES).collect(),
        intact.count(),
    )
}

/// The word with lam and alef exchanged at those of the `places` whose bit is set.
fn exchanged(run: &[u8], places: &[usize], bits: usize) -> Vec<u8> {
    let mut run = run.to_vec();
    for (_, &at) in (0..).zip(places).filter(|(bit, _)| bits >> bit & 1 == 1) {
        run.swap(at, at + 1);
    }
    run
}

/// Share of a word, or of its stem, among all; 0 of an unknown one.
fn share(model: &Model, run: &[u8]) -> f32 {
    let (first, rest) = part(
        run,
        |letters| model.find(letters),
        |word| model.unigram(word),
    );
    match (first, rest) {
        (UNKNOWN, _) => 0.0,
        (first, None) => model.unigram(first),
        (first, Some((_, second))) => model.unigram(first).min(model.unigram(second)),
    }
}

/// Whether the lam-alefs of a document came out alef first.
pub fn is_swapped(text: &SourceText) -> bool {
    let bytes = text.traced.text.as_bytes();
    let head = &bytes[..bytes.len().min(ENOUGH)];
    let count = |of: &str| memchr::memmem::find_iter(head, of).count();
    let candidates = count("ال");
    if candidates < FORMS || count("لا") * RARE > candidates {
        return false;
    }
    let model = model::model();
    let mut forms: FxHashSet<Vec<u8>> = FxHashSet::default();
    let (mut swapped, mut intact) = (0, 0);
    for line in text.lines.iter().take_while(|l| l.range.start < ENOUGH) {
        scan(&text.traced.text[line.range.clone()], |found| {
            let Found::Run(run, ..) = found else { return };
            let (places, whole) = places(run);
            intact += usize::from(whole > 0);
            let here = share(model, run);
            let other = (1..1 << places.len())
                .map(|bits| share(model, &exchanged(run, &places, bits)))
                .fold(0.0, f32::max);
            if other > LIKELIER * here && other > 0.0 {
                swapped += 1;
                forms.insert(run.to_vec());
            }
        });
    }
    forms.len() >= FORMS && swapped >= MOSTLY * intact
}

/// A line read so far.
#[derive(Clone)]
struct Reading {
    words: [Word; 2],
    score: f32,
    /// For each word the places where it is exchanged, as bits.
    bits: Vec<u8>,
}

impl Reading {
    /// The reading that goes on with a word.
    fn and(&self, model: &Model, run: &[u8], bits: usize) -> Reading {
        let mut next = self.clone();
        next.bits.push(bits as u8);
        let (first, rest) = part(
            run,
            |letters| model.find(letters),
            |word| model.unigram(word),
        );
        next.say(model, first);
        if first == UNKNOWN {
            next.score += model.unknown(run);
        }
        if let Some((_, second)) = rest {
            next.say(model, second);
        }
        next
    }

    fn say(&mut self, model: &Model, word: Word) {
        self.score += model.probability(self.words, word).ln();
        self.words = [self.words[1], word];
    }
}

/// Puts the lam-alefs of a document in order that [is swapped](is_swapped).
pub fn restore(before: Repaired) -> Repaired {
    let model = model::model();
    let from = &before.text.traced;
    let mut out = Repaired::empty_like(&before.text);
    let mut restored = 0;
    let mut context = [SENTENCE; 2];
    for (index, line) in before.text.lines.iter().enumerate() {
        let text = &from.text[line.range.clone()];
        let mut swaps: Vec<[Range<usize>; 2]> = Vec::new();
        (context, swaps) = read(model, text, context, swaps);
        let start = line.range.start;
        let verdict = out.line(line.clone(), |out| {
            let mut at = start;
            for [alef, lam] in &swaps {
                let (alef, lam) = (
                    start + alef.start..start + alef.end,
                    start + lam.start..start + lam.end,
                );
                out.append(from, at..alef.start);
                out.append(from, lam.clone());
                out.append(from, alef.start..lam.start);
                at = lam.end;
            }
            out.append(from, at..line.range.end);
            match before.verdicts[index] {
                Verdict::Clean if !swaps.is_empty() => Verdict::Repaired,
                verdict => verdict,
            }
        });
        restored += swaps.len();
        out.verdicts.push(verdict);
    }
    out.counts = before.counts;
    out.counts.lam_alefs = restored;
    out.explanations = before.explanations;
    out
}

/// Reads a line after two words: adds the bytes of alef and lam wherever they are to be exchanged, and
/// returns them with the last two words.
fn read(
    model: &Model,
    text: &str,
    before: [Word; 2],
    mut swaps: Vec<[Range<usize>; 2]>,
) -> ([Word; 2], Vec<[Range<usize>; 2]>) {
    let mut readings = vec![Reading {
        words: before,
        score: 0.0,
        bits: Vec::new(),
    }];
    let mut words: Vec<Vec<[Range<usize>; 2]>> = Vec::new();
    scan(text, |found| match found {
        Found::Special(word, _) => readings.iter_mut().for_each(|r| r.say(model, word)),
        Found::Run(run, ranges, _) => {
            let (places, _) = places(run);
            // Two letters of one character (a ligature) have one range and stay.
            let places: Vec<usize> = places
                .into_iter()
                .filter(|&at| ranges[at].end <= ranges[at + 1].start)
                .collect();
            readings = (0..1 << places.len())
                .flat_map(|bits| {
                    let run = exchanged(run, &places, bits);
                    let next = readings.iter().map(move |r| r.and(model, &run, bits));
                    next.collect::<Vec<_>>()
                })
                .collect();
            readings.sort_by(|a, b| b.score.total_cmp(&a.score));
            readings.truncate(BEAM);
            let pair = |at: &usize| [ranges[*at].clone(), ranges[*at + 1].clone()];
            words.push(places.iter().map(pair).collect());
        }
    });
    let best = &readings[0];
    for (places, bits) in words.into_iter().zip(&best.bits) {
        let chosen = (0..).zip(places).filter(|(bit, _)| bits >> bit & 1 == 1);
        swaps.extend(chosen.map(|(_, place)| place));
    }
    (best.words, swaps)
}

#[cfg(test)]
mod tests {
    use crate::document::read::decode;
    use crate::repair::{Verdict, repair};

    const SWAPPED: &str = "\
جریان آزاد اطالعات در اسالم و در مقاالت پژوهشگران ایرانی بارها بررسی شده است.
کودکان سالم در سال گذشته از کاالهای تازه و خدمات مالی بیشتری بهره بردند.
او به همه سالم کرد و گفت که حاال باید از تالش های گذشته دفاع کنیم.
";

    const INTACT: &str = "\
جریان آزاد اطلاعات در اسلام و در مقالات پژوهشگران ایرانی بارها بررسی شده است.
کودکان سالم در سال گذشته از کالاهای تازه و خدمات مالی بیشتری بهره بردند.
او به همه سلام کرد و گفت که حالا باید از تلاش های گذشته دفاع کنیم.
";

    #[test]
    fn swapped_lam_alefs_are_put_in_order_and_words_with_alef_lam_stay() {
        let out = repair(decode(SWAPPED.as_bytes()).expect("text").text);
        let lines: Vec<&str> = out.text.line_texts().collect();
        assert_eq!(lines, INTACT.lines().collect::<Vec<_>>());
        assert_eq!(out.counts.lam_alefs, 7);
        assert_eq!(out.verdicts, [Verdict::Repaired; 3]);
    }

    #[test]
    fn intact_text_is_left_alone() {
        let out = repair(decode(INTACT.as_bytes()).expect("text").text);
        assert_eq!(out.counts.lam_alefs, 0);
        assert_eq!(out.verdicts, [Verdict::Clean; 3]);
        // One odd word is no damage of the document.
        let odd = INTACT.replace("آزاد", "اطالعات");
        let out = repair(decode(odd.as_bytes()).expect("text").text);
        assert_eq!(out.counts.lam_alefs, 0);
    }

    #[test]
    fn each_letter_leads_back_to_its_own_bytes() {
        let out = repair(decode(SWAPPED.as_bytes()).expect("text").text);
        let text = &out.text.traced.text;
        let at = text.find("لاعات").expect("the word");
        let of = |at: usize, c: char| {
            let ranges = out.text.traced.source_ranges(at..at + c.len_utf8());
            &SWAPPED[ranges[0].start as usize..ranges[0].end as usize]
        };
        assert_eq!((of(at, 'ل'), of(at + 2, 'ا')), ("ل", "ا"));
    }
}
