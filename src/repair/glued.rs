//! Words that lost the space between them (بهطورجدی for به‌طور جدی, دیپلماتیکفراهم) in documents whose order is
//! intact; where it is not, [`order`](super::order) parts them.
//!
//! A word that no list knows may be a name, a typing error or two words. Which it is, the document
//! tells: in careful text few unknown words fall into known ones, in text that lost its spaces most
//! do. Then each is read as the most probable row of known words, with the word before it, unless its
//! letters are as likely those of an unknown word.

use super::{Repaired, Verdict};
use crate::lexicon::model::tokens::{Border, Found, part, scan};
use crate::lexicon::model::{self, Model, SENTENCE, UNKNOWN, Word};
use crate::text::SourceText;

/// Share of glued words from which a document counts as glued. Of 7,522 news articles and
/// encyclopedia passages (shared/retrieval), in which the typists left out a space now and then, none
/// has more than 6.5 %, and 95 % have less than 1.5 %; where every tenth space was taken away it is
/// 6 % in the median.
const SHARE: f64 = 0.08;
/// Glued words that must be found at least.
const LEAST: usize = 5;
/// Letters from which a word is looked at.
const LETTERS: usize = 5;
/// Letters above which it is none: a rule, a line of verse without spaces.
const MOST: usize = 60;
/// Nats for a lost space.
const LOST_SPACE: f32 = 2.5;
/// Nats for a lost ZWNJ.
const LOST_JOINER: f32 = 0.5;
/// The same for a word that is to count as evidence.
const CERTAIN: f32 = 10.0;
/// Readings kept at each letter.
const BEAM: usize = 6;

/// A word and the words that it is made of.
struct Parts {
    /// Letters before each place where a space was lost.
    cuts: Vec<usize>,
    /// The last two words.
    words: [Word; 2],
    /// Nats by which it is likelier than an unknown word.
    gain: f32,
}

/// A reading of the letters up to a place.
#[derive(Clone)]
struct Reading {
    score: f32,
    words: [Word; 2],
    cuts: Vec<usize>,
}

/// Nats by which a row of known words is likelier to be meant by these letters than an unknown word; none
/// if they fall into no such row.
pub fn gain_of_row(model: &Model, letters: &[u8]) -> Option<f32> {
    Some(parts(model, [SENTENCE; 2], letters)?.gain)
}

/// The known words of which an unknown one is most likely made, after two others; none if there is no
/// such row.
fn parts(model: &Model, before: [Word; 2], run: &[u8]) -> Option<Parts> {
    let mut best: Vec<Vec<Reading>> = vec![Vec::new(); run.len() + 1];
    best[0].push(Reading {
        score: 0.0,
        words: before,
        cuts: Vec::new(),
    });
    for start in 0..run.len() {
        let mut here = std::mem::take(&mut best[start]);
        here.sort_by(|a, b| b.score.total_cmp(&a.score));
        here.truncate(BEAM);
        let mut node = Model::ROOT;
        for (length, &letter) in (1..).zip(&run[start..]) {
            let Some(next) = model.step(node, letter) else {
                break;
            };
            node = next;
            let Some(word) = model
                .word(node)
                .filter(|_| length > 1 || Some(letter) == and())
            else {
                continue;
            };
            for reading in &here {
                let mut next = reading.clone();
                if start > 0 {
                    let joined = model.joined(next.words[1], word);
                    let apart = (1.0 - joined).ln() - LOST_SPACE;
                    let together = joined.ln() - LOST_JOINER;
                    if apart > together {
                        next.cuts.push(start);
                    }
                    next.score += apart.max(together);
                }
                next.score += model.probability(next.words, word).ln();
                next.words = [next.words[1], word];
                best[start + length].push(next);
            }
        }
    }
    let found = best
        .pop()?
        .into_iter()
        .max_by(|a, b| a.score.total_cmp(&b.score))?;
    let unknown = model.probability(before, UNKNOWN).ln() + model.unknown(run);
    Some(Parts {
        gain: found.score - unknown,
        cuts: found.cuts,
        words: found.words,
    })
}

/// Code of و, the only word of one letter.
fn and() -> Option<u8> {
    model::letter('و')
}

/// Calls `found` with the words of a line that are glued, the bytes before which a space was lost, and
/// the nats that say so; returns how many words there are and the last two.
fn look(
    model: &Model,
    line: &str,
    mut words: [Word; 2],
    mut found: impl FnMut(Vec<usize>, f32),
) -> (usize, [Word; 2]) {
    let mut count = 0;
    scan(line, |piece| match piece {
        Found::Special(word, _) => words = [words[1], word],
        Found::Run(run, ranges, border) => {
            count += usize::from(border != Border::Joiner);
            let (first, rest) = part(run, |letters| model.find(letters), |w| model.unigram(w));
            let looked_at = first == UNKNOWN && (LETTERS..=MOST).contains(&run.len());
            // Letters that came out of one character cannot be parted.
            let apart = |at: &usize| ranges[*at - 1].end <= ranges[*at].start;
            let glued = looked_at
                .then(|| parts(model, words, run))
                .flatten()
                .filter(|parts| !parts.cuts.is_empty() && parts.cuts.iter().all(apart))
                .filter(|parts| parts.gain >= CLEAR);
            match glued {
                Some(parts) => {
                    found(
                        parts.cuts.iter().map(|&at| ranges[at].start).collect(),
                        parts.gain,
                    );
                    words = parts.words;
                }
                None => {
                    words = [words[1], first];
                    if let Some((_, second)) = rest {
                        words = [words[1], second];
                    }
                }
            }
        }
    });
    (count, words)
}

/// Whether a document lost spaces between words. Reads every word; worth asking where many are unknown
/// ([`detect::look`](super::order::detect::look)).
pub fn is_glued(text: &SourceText) -> bool {
    let model = model::model();
    let (mut glued, mut words) = (0, 0);
    for line in text.line_texts() {
        let (count, _) = look(model, line, [SENTENCE; 2], |_, gain| {
            glued += usize::from(gain >= CERTAIN);
        });
        words += count;
    }
    glued >= LEAST && glued as f64 >= SHARE * words as f64
}

/// Puts the spaces back in a document that [is glued](is_glued).
pub fn restore(before: Repaired) -> Repaired {
    let model = model::model();
    let from = &before.text.traced;
    let mut out = Repaired::empty_like(&before.text);
    let mut restored = 0;
    let mut words = [SENTENCE; 2];
    for (index, line) in before.text.lines.iter().enumerate() {
        let mut places: Vec<usize> = Vec::new();
        let text = &from.text[line.range.clone()];
        (_, words) = look(model, text, words, |cuts, _| places.extend(cuts));
        let start = line.range.start;
        let verdict = out.line(line.clone(), |out| {
            let mut at = start;
            for place in &places {
                out.append(from, at..start + place);
                out.append_inserted(" ");
                at = start + place;
            }
            out.append(from, at..line.range.end);
            match before.verdicts[index] {
                Verdict::Clean if !places.is_empty() => Verdict::Repaired,
                verdict => verdict,
            }
        });
        restored += places.len();
        out.verdicts.push(verdict);
    }
    out.counts = before.counts;
    out.counts.order.spaces += restored;
    out.explanations = before.explanations;
    out
}

/// The words of which one without spaces is made: `فضایمجازی` (cyberspace) → `فضای`, `مجازی`. None if it is
/// known, if no space is missing in it (`بهطور`, which is written with a ZWNJ), or if its parts are not
/// `clear` nats likelier than an unknown word; `f32::NEG_INFINITY` parts all that can be.
/// For measuring; documents are read by [`restore`].
pub fn part_word(word: &str, clear: f32) -> Option<Vec<&str>> {
    let model = model::model();
    let run = model::spell(word)?;
    let places: Vec<usize> = word.char_indices().map(|(at, _)| at).collect();
    let (known, _) = part(&run, |letters| model.find(letters), |w| model.unigram(w));
    let found = parts(model, [SENTENCE; 2], &run)
        .filter(|parts| !parts.cuts.is_empty())
        .filter(|parts| known == UNKNOWN && parts.gain >= clear && run.len() == places.len())?;
    let starts = std::iter::once(0).chain(found.cuts.iter().map(|&at| places[at]));
    let ends = found.cuts.iter().map(|&at| places[at]).chain([word.len()]);
    Some(
        starts
            .zip(ends)
            .map(|(start, end)| &word[start..end])
            .collect(),
    )
}

/// Nats from which [`restore`] parts a word.
pub const CLEAR: f32 = 6.0;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::read::decode;
    use crate::repair::repair;

    const GLUED: &str = "\
این پژوهش بهطورجدی بر روابطدیپلماتیک دو کشور و همکاریهایسایبری آنها تمرکزدارد.
دولت چین فضایمجازی را میدانقدرت میداند و برایحفظ امنیتملی خود تلاشمیکند.
نتایج نشانمیدهد که لیجیان در سازمانملل ازحاکمیت سایبری دفاعکرده است.
";

    #[test]
    fn glued_words_are_parted_in_a_document_that_has_many() {
        let out = repair(decode(GLUED.as_bytes()).expect("text").text);
        let lines: Vec<&str> = out.text.line_texts().collect();
        assert_eq!(
            lines,
            [
                "این پژوهش بهطور جدی بر روابط دیپلماتیک دو کشور و همکاریهای سایبری آنها تمرکز دارد.",
                "دولت چین فضای مجازی را میدان قدرت میداند و برای حفظ امنیت ملی خود تلاش میکند.",
                "نتایج نشان میدهد که لیجیان در سازمان ملل از حاکمیت سایبری دفاع کرده است.",
            ]
        );
        assert_eq!(out.counts.order.spaces, 13);
        assert_eq!(out.verdicts, [Verdict::Repaired; 3]);
        let at = out.text.traced.text.find("دیپلماتیک").expect("the word");
        let ranges = out.text.traced.source_ranges(at..at + "دیپلماتیک".len());
        assert_eq!(
            &GLUED[ranges[0].start as usize..ranges[0].end as usize],
            "دیپلماتیک"
        );
    }

    #[test]
    fn a_document_with_a_slip_or_two_is_left_alone() {
        let text = out_of(GLUED).replace("روابط دیپلماتیک", "روابطدیپلماتیک");
        let out = repair(decode(text.as_bytes()).expect("text").text);
        assert_eq!(
            out.text.line_texts().collect::<Vec<_>>(),
            text.lines().collect::<Vec<_>>()
        );
        assert_eq!(out.verdicts, [Verdict::Clean; 3]);
    }

    fn out_of(text: &str) -> String {
        let out = repair(decode(text.as_bytes()).expect("text").text);
        out.text.line_texts().collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn names_and_joined_words_are_no_glue() {
        // به‌طور is written together, so it is one word without its ZWNJ.
        for word in [
            "لیجیان",
            "بهطور",
            "میشود",
            "کتابهایشان",
            "بینالمللی",
            "دانشگاه",
        ] {
            assert_eq!(part_word(word, CLEAR), None, "{word}");
        }
        assert_eq!(part_word("فضایمجازی", CLEAR), Some(vec!["فضای", "مجازی"]));
    }
}
