//! Names of authors in two scripts.

use super::align::{is_acronym, text};
use super::words::{Script, Word};
use super::{Pair, Text};
use crate::language::transliteration::Sounds;
use std::ops::Range;

/// Likeness that two citations of one year must have to be one author's.
const LIKE: f64 = 0.75;
/// How sure a pair of names is that a year supports.
const CONFIDENCE: f32 = 0.85;

/// Persian for "and others".
const COLLEAGUES: [&str; 3] = ["همکاران", "دیگران", "همکارانش"];

/// The place before «و همکاران», if it ends there.
pub fn before_colleagues(words: &[Word], end: usize) -> usize {
    let ends = |i: usize, ok: &dyn Fn(&str) -> bool| {
        i.checked_sub(1)
            .is_some_and(|i| ok(words[i].folded.as_str()))
    };
    if ends(end, &|w| COLLEAGUES.contains(&w)) && ends(end - 1, &|w| w == "و") {
        end - 2
    } else {
        end
    }
}

/// The first of several authors.
pub fn first_author(english: &str) -> Option<&str> {
    english.split_once(',').map(|(first, _)| first)
}

/// A name with the «و همکاران» that follows it, where the English names several.
pub fn with_colleagues(words: &[Word], span: Range<usize>, several: bool) -> Range<usize> {
    let end = (span.end + 2).min(words.len());
    if several && before_colleagues(words, end) == span.end {
        span.start..end
    } else {
        span
    }
}

/// An author, or two, with the year of the citation.
struct Cited {
    names: Range<usize>,
    year: u32,
}

/// Pairs `ساتو (2017)` with `(Satow, 2017)`: the same year, and names that sound alike. The Latin one
/// stands in a `bilingual` text, the Persian one there or in one of the others.
pub fn find(bilingual: &[Text], others: impl FnOnce() -> Vec<Text>, pairs: &mut Vec<Pair>) {
    let latin: Vec<(&Text, Cited)> = bilingual
        .iter()
        .flat_map(|t| latin(&t.words).into_iter().map(move |c| (t, c)))
        .collect();
    if latin.is_empty() {
        return;
    }
    for own in bilingual.iter().chain(&others()) {
        for cited in persian(&own.words) {
            let same = latin.iter().filter(|(_, l)| one_year(cited.year, l.year));
            for (other, l) in same {
                let (names, sounds) = (
                    &own.words[cited.names.clone()],
                    &other.words[l.names.clone()],
                );
                if let Some(length) = alike(names, sounds) {
                    let names = &names[names.len() - length..];
                    pairs.push(Pair {
                        persian: text(names),
                        english: written(sounds),
                        line: sounds[0].line,
                        confidence: CONFIDENCE,
                    });
                    break;
                }
            }
        }
    }
}

/// The surnames before a year in a bracket: `(Carr & Simon, 2020`.
fn latin(words: &[Word]) -> Vec<Cited> {
    let mut found = Vec::new();
    for (index, word) in words.iter().enumerate() {
        let Some(year) = year(word) else { continue };
        let mut start = index;
        while start > 0 && words[start - 1].script == Script::Latin && index - start < 3 {
            // The brackets around a citation end its names.
            let closes = words[start].gap.contains(['(', ')', ';', '؛', '.']);
            if closes && start < index {
                break;
            }
            start -= 1;
        }
        let name = |w: &Word| w.text.starts_with(char::is_uppercase) && !is_acronym(&w.text);
        let names = start..index;
        if !names.is_empty()
            && words[names.clone()]
                .iter()
                .all(|w| name(w) || w.folded == "and")
        {
            found.push(Cited { names, year });
        }
    }
    found
}

/// The words before a year in brackets: `کری و سایمون (2020)`, three at most.
fn persian(words: &[Word]) -> Vec<Cited> {
    let mut found = Vec::new();
    for (index, word) in words.iter().enumerate() {
        let Some(year) = year(word) else { continue };
        // `ساتو (2017)` or `(ساتو، 2017`
        if !matches!(word.gap.trim(), "(" | ")" | "،" | ",") {
            continue;
        }
        let end = before_colleagues(words, index);
        let start = (0..end)
            .rev()
            .take(3)
            .take_while(|i| words[*i].script == Script::Persian)
            .last();
        if let Some(start) = start {
            found.push(Cited {
                names: start..end,
                year,
            });
        }
    }
    found
}

fn year(word: &Word) -> Option<u32> {
    let value = crate::text::letters::number(&word.text);
    (word.script == Script::Digits && (1300..2100).contains(&value)).then_some(value)
}

/// Whether a Persian citation's year is that of a Latin one, which may be of the other calendar.
fn one_year(persian: u32, latin: u32) -> bool {
    persian == latin || persian < 1500 && (621..=622).contains(&latin.saturating_sub(persian))
}

/// How alike a Persian and a Latin word sound.
fn likeness(persian: &Word, latin: &Word) -> f64 {
    let latin = Sounds::of_latin(&latin.folded);
    persian.sounds().likeness(&latin)
}

/// How many of the last Persian words are the Latin names.
fn alike(persian: &[Word], latin: &[Word]) -> Option<usize> {
    let names: Vec<&Word> = latin.iter().filter(|w| w.folded != "and").collect();
    let last = persian.last()?;
    if names.len() == 2
        && let [.., first, and, second] = persian
        && and.folded == "و"
        && likeness(first, names[0]) >= LIKE
        && likeness(second, names[1]) >= LIKE
    {
        return Some(3);
    }
    // A surname of two words.
    if let ([.., first, second], [a, b]) = (persian, &names[..])
        && first.folded != "و"
        && likeness(first, a) >= LIKE
        && likeness(second, b) >= LIKE
        && latin.len() == 2
        && latin[1].gap.trim().is_empty()
    {
        return Some(2);
    }
    (names.len() == 1 && likeness(last, names[0]) >= LIKE).then_some(1)
}

/// Latin names as they are written.
fn written(words: &[Word]) -> String {
    let mut text = String::new();
    for (index, word) in words.iter().enumerate() {
        if index > 0 {
            text.push_str(&word.gap);
        }
        text.push_str(&word.text);
    }
    text
}
