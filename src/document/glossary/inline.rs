//! Glosses in brackets: `فناوری اطلاعات و ارتباطات (ICT)`, `پاپ کلمنت (به انگلیسی: Clement)`.

use super::super::kind::Kind;
use super::align::{self, Term, best};
use super::words::{Certainty, Script, Word};
use super::{Pair, Text, confidence};

/// Most words of a gloss in brackets.
const LONGEST: usize = 6;
/// Most words before the bracket of a note that is about a term: they are the term.
const LONGEST_HEADWORD: usize = 5;

/// Languages that a gloss may name before it, «به انگلیسی:».
const LANGUAGES: [&str; 8] = [
    "انگلیسی",
    "لاتین",
    "لاتینی",
    "فرانسه",
    "فرانسوی",
    "آلمانی",
    "ایتالیایی",
    "اسپانیایی",
];

/// Appends the pairs of a passage: `term (English)`, brackets in either direction.
pub fn find(text: &Text, pairs: &mut Vec<Pair>) {
    let words = &text.words;
    let mut start = 1;
    while start < words.len() {
        let bracket = words[start].gap.contains(['(', ')']);
        let first = start + language(&words[start..]);
        let opens = bracket
            && words
                .get(first)
                .is_some_and(|w| w.script != Script::Persian);
        if !opens || words[start - 1].script == Script::Latin {
            start += 1;
            continue;
        }
        let mut end = first + 1;
        while end < words.len() && !words[end].gap.contains(['(', ')']) {
            end += 1;
        }
        let closing = words.get(end).map_or(text.rest.as_str(), |w| &w.gap);
        if closing.contains(['(', ')'])
            && let Some(english) = gloss(&words[first..end])
        {
            let term = Term::of(&english);
            let found = best(words, start, &words[start].gap, &term);
            if let Some(mut found) = found.filter(|f| f.score > 0.0 || term.fits(f, words)) {
                let number = usize::from(words[0].script == Script::Digits);
                let is_head = words[number..start]
                    .iter()
                    .all(|w| w.script == Script::Persian);
                let of_note = text.passage.kind == Kind::Footnote;
                if of_note && is_head && start - number <= LONGEST_HEADWORD {
                    found.span.start = number;
                }
                pairs.push(Pair {
                    persian: term.text(&found, words),
                    english,
                    line: words[first].line,
                    confidence: confidence(&found, Certainty::Sure),
                });
            }
        }
        start = end;
    }
}

/// How many words name the language of the gloss that follows them.
fn language(words: &[Word]) -> usize {
    let is = |i: usize, ok: &dyn Fn(&str) -> bool| {
        words.get(i).is_some_and(|w: &Word| ok(w.folded.as_str()))
    };
    let at = usize::from(is(0, &|w| w == "به"));
    let named = is(at, &|w| LANGUAGES.contains(&w))
        && words.get(at + 1).is_some_and(|w| w.gap.contains(':'));
    if named { at + 1 } else { 0 }
}

/// The text between brackets, if it is a term: Latin, short, no citation.
fn gloss(words: &[Word]) -> Option<String> {
    let count = words.len();
    let numbers = words.iter().filter(|w| w.script == Script::Digits);
    let has_year = words
        .iter()
        .any(|w| w.script == Script::Digits && w.text.chars().count() > 2);
    let persian = words.iter().any(|w| w.script == Script::Persian);
    let first = words.first()?;
    // A call that stands before the acronym it belongs to: `(2ICT)`.
    if let [number, acronym] = words
        && number.script == Script::Digits
        && acronym.gap.is_empty()
        && align::is_acronym(&acronym.text)
    {
        return Some(acronym.text.clone());
    }
    let is_note = matches!(
        first.folded.as_str(),
        "see" | "e" | "i" | "cf" | "p" | "pp" | "vol"
    );
    if count > LONGEST || has_year || persian || is_note || numbers.count() == count {
        return None;
    }
    let mut text = String::new();
    for (index, word) in words.iter().enumerate() {
        if index > 0 {
            text.push_str(&word.gap);
        }
        text.push_str(&word.text);
    }
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    (letters > 1 && !text.contains([';', '؛', ':']) && !align::is_cut_off(&text))
        .then(|| text.trim().to_owned())
}
