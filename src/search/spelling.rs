//! What a query may have meant, where the index does not know a word of it.
//!
//! Two slips are looked for: letters of the word (edits, those between letters that sound alike
//! cheaper), and the keyboard, left on the other layout. A correction is a word that the index has;
//! among several, the likelier by its frequency and by what it costs wins, as in a noisy channel.

use super::nearby::{self, Nearby};
use super::vocabulary::{Vocabulary, letters};
use crate::analysis::{Analyzer, Script};
use crate::error::Result;
use std::ops::Range;
use tantivy::Term;

/// Fewest letters of a word that is corrected by edits: a shorter one is near too many.
const SHORTEST: usize = 3;
/// Most unknown words of a query that are corrected; one with more is in a language of its own.
const MOST_UNKNOWN: usize = 16;
/// Letters from which on a word may have two mistakes.
const LONG: usize = 6;
/// Nats that an edit costs, against the logarithm of the frequency.
const EDIT: f64 = 4.0;
/// What a letter costs that was taken for one that sounds alike, in edits.
const ALIKE: f64 = 0.5;

/// Letters of Persian that sound alike.
const SOUNDS: [&str; 6] = ["زذضظ", "سصث", "تط", "هح", "قغ", "اعآ"];

/// Keys of the English layout and what they write on the Persian one (ISIRI 9147; پ also where the
/// older layout of Windows has it).
const LAYOUT: [(char, char); 36] = [
    ('q', 'ض'),
    ('w', 'ص'),
    ('e', 'ث'),
    ('r', 'ق'),
    ('t', 'ف'),
    ('y', 'غ'),
    ('u', 'ع'),
    ('i', 'ه'),
    ('o', 'خ'),
    ('p', 'ح'),
    ('[', 'ج'),
    (']', 'چ'),
    ('a', 'ش'),
    ('s', 'س'),
    ('d', 'ی'),
    ('f', 'ب'),
    ('g', 'ل'),
    ('h', 'ا'),
    ('j', 'ت'),
    ('k', 'ن'),
    ('l', 'م'),
    (';', 'ک'),
    ('\'', 'گ'),
    ('z', 'ظ'),
    ('x', 'ط'),
    ('c', 'ز'),
    ('v', 'ر'),
    ('b', 'ذ'),
    ('n', 'د'),
    ('m', 'پ'),
    (',', 'و'),
    ('\\', 'پ'),
    ('`', 'پ'),
    ('H', 'آ'),
    ('C', 'ژ'),
    ('m', 'ئ'),
];

/// What a query may have meant: the query with the words that the index does not know put right;
/// none if it knows them all or nothing near them.
///
/// # Errors
/// When the index cannot be read.
pub fn meant(
    query: &str,
    vocabulary: &Vocabulary,
    analyzer: &mut Analyzer,
) -> Result<Option<String>> {
    let mut corrected = String::with_capacity(query.len());
    let (mut at, mut unknown) = (0, 0);
    for typed in typed_words(query, analyzer) {
        if typed.start < at || is_known(&query[typed.clone()], vocabulary, analyzer)? {
            continue;
        }
        unknown += 1;
        if unknown > MOST_UNKNOWN {
            break;
        }
        let chunk = chunk(query, &typed);
        let (place, word) = match on_other_layout(&query[chunk.clone()], vocabulary, analyzer)? {
            Some(word) if chunk.start >= at => (chunk, Some(word)),
            _ => {
                let near = nearest(&query[typed.clone()], vocabulary)?;
                (typed, near)
            }
        };
        if let Some(word) = word {
            corrected.push_str(&query[at..place.start]);
            corrected.push_str(&word);
            at = place.end;
        }
    }
    corrected.push_str(&query[at..]);
    Ok((at > 0).then_some(corrected))
}

/// The places of the words of a query that are searched in the text: no operators, no names and
/// values of fields, nothing with a star or a tilde.
fn typed_words(query: &str, analyzer: &mut Analyzer) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    analyzer.tokens(query, |token| {
        if matches!(token.script, Script::Arabic | Script::Latin) {
            words.push(token.start..token.end);
        }
    });
    words.retain(|word| {
        let before = &query[..word.start];
        let after = query[word.end..].chars().next();
        let is_operator = ["AND", "OR", "NOT"].contains(&&query[word.clone()]);
        let of_field = before
            .strip_suffix('"')
            .unwrap_or(before)
            .strip_suffix(':')
            .is_some_and(|name| name.ends_with(|c: char| c.is_ascii_alphabetic()));
        !is_operator && !of_field && !matches!(after, Some('*' | '~' | ':'))
    });
    words
}

/// The stretch without spaces and syntax around a word: on the other layout, some letters are
/// punctuation.
fn chunk(query: &str, word: &Range<usize>) -> Range<usize> {
    let is_border = |c: char| c.is_whitespace() || matches!(c, '"' | '(' | ')' | '+');
    let start = query[..word.start].rfind(is_border).map_or(0, |at| {
        at + query[at..].chars().next().map_or(1, char::len_utf8)
    });
    let end = query[word.end..]
        .find(is_border)
        .map_or(query.len(), |at| word.end + at);
    start..end
}

/// Whether the index has a word, in any form and any field, or written apart.
fn is_known(text: &str, vocabulary: &Vocabulary, analyzer: &mut Analyzer) -> Result<bool> {
    let mut tokens = Vec::new();
    analyzer.tokens(text, |t| {
        tokens.push((t.lemma.to_owned(), t.exact.to_owned(), t.script));
    });
    let fields = vocabulary.fields();
    for (lemma, exact, script) in tokens {
        let has = |field, term: &str| vocabulary.count(&Term::from_field_text(field, term));
        let known = vocabulary.knows(&lemma)?
            || has(fields.exact, &exact)? > 0
            || has(fields.title, &lemma)? > 0
            || has(fields.section, &lemma)? > 0
            || has(fields.author, &exact)? > 0
            || !vocabulary.splits(&lemma, script, analyzer)?.is_empty();
        if !known {
            return Ok(false);
        }
    }
    Ok(true)
}

/// What the same keys write on the other layout, if the index knows that.
fn on_other_layout(
    chunk: &str,
    vocabulary: &Vocabulary,
    analyzer: &mut Analyzer,
) -> Result<Option<String>> {
    let mut found: Option<(u64, String)> = None;
    for word in retyped(chunk) {
        let mut frequency = u64::MAX;
        let mut lemmas = Vec::new();
        analyzer.tokens(&word, |t| lemmas.push(t.lemma.to_owned()));
        for lemma in &lemmas {
            frequency = frequency.min(vocabulary.frequency(lemma)?);
        }
        let better = found.as_ref().is_none_or(|(most, _)| frequency > *most);
        if !lemmas.is_empty() && frequency > 0 && better {
            found = Some((frequency, word));
        }
    }
    Ok(found.map(|(_, word)| word))
}

/// The other layout's readings of what was typed; none if a character is on no letter key.
fn retyped(typed: &str) -> Vec<String> {
    let mut readings = vec![String::new()];
    let to_persian = typed.is_ascii();
    for c in typed.chars() {
        let mut letters: Vec<char> = if to_persian {
            let of_key = |key: char| {
                LAYOUT
                    .iter()
                    .filter(move |(k, _)| *k == key)
                    .map(|(_, l)| *l)
            };
            let exactly: Vec<char> = of_key(c).collect();
            if exactly.is_empty() {
                of_key(c.to_ascii_lowercase()).collect()
            } else {
                exactly
            }
        } else {
            let c = match c {
                'ي' => 'ی',
                'ك' => 'ک',
                c => c,
            };
            let key = LAYOUT.iter().find(|(_, letter)| *letter == c);
            key.map(|(key, _)| key.to_ascii_lowercase())
                .into_iter()
                .collect()
        };
        letters.dedup();
        if letters.is_empty() || readings.len() * letters.len() > 16 {
            return Vec::new();
        }
        readings = readings
            .iter()
            .flat_map(|reading| {
                letters
                    .iter()
                    .map(move |letter| format!("{reading}{letter}"))
            })
            .collect();
    }
    readings
}

/// The likeliest word of the index that is few edits away.
fn nearest(typed: &str, vocabulary: &Vocabulary) -> Result<Option<String>> {
    let folded = letters(typed);
    let wanted: Vec<char> = folded.chars().collect();
    if wanted.len() < SHORTEST {
        return Ok(None);
    }
    let most = if wanted.len() < LONG { 1 } else { 2 };
    // The first letter is seldom the wrong one; then nearly all terms need not be looked at.
    let near = |is_anchored| {
        let nearby = Nearby::new(&wanted, most as u8, halves, is_anchored);
        nearby.map_or(Ok(Vec::new()), |nearby| vocabulary.forms_near(&nearby))
    };
    let mut forms = near(true)?;
    if forms.is_empty() {
        forms = near(false)?;
    }
    let mut best: Option<(f64, String)> = None;
    for (form, count) in forms {
        let Some(edits) = distance(&wanted, &form, most) else {
            continue;
        };
        let likelihood = (count as f64).ln() - EDIT * edits;
        if form != folded && best.as_ref().is_none_or(|(most, _)| likelihood > *most) {
            best = Some((likelihood, form));
        }
    }
    Ok(best.map(|(_, form)| form))
}

fn sound_alike(a: char, b: char) -> bool {
    SOUNDS.iter().any(|s| s.contains(a) && s.contains(b))
}

/// What it costs to write one letter for another, in halves of an edit; see [`ALIKE`].
fn halves(a: char, b: char) -> u8 {
    if sound_alike(a, b) {
        nearby::EDIT / 2
    } else {
        nearby::EDIT
    }
}

/// The edits between two words (optimal string alignment, letters that sound alike at [`ALIKE`]), if
/// they are at most `most`.
fn distance(wanted: &[char], term: &str, most: usize) -> Option<f64> {
    let term: Vec<char> = term.chars().collect();
    if wanted.len().abs_diff(term.len()) > most {
        return None;
    }
    let alike = |a: char, b: char| {
        if a == b {
            0.0
        } else if sound_alike(a, b) {
            ALIKE
        } else {
            1.0
        }
    };
    let mut rows = [
        vec![0.0; term.len() + 1],
        (0..=term.len()).map(|n| n as f64).collect(),
        vec![0.0; term.len() + 1],
    ];
    for i in 1..=wanted.len() {
        let [before, last, row] = &mut rows;
        row[0] = i as f64;
        let mut least = row[0];
        for j in 1..=term.len() {
            let substituted = last[j - 1] + alike(wanted[i - 1], term[j - 1]);
            row[j] = substituted.min(last[j] + 1.0).min(row[j - 1] + 1.0);
            if i > 1 && j > 1 && wanted[i - 1] == term[j - 2] && wanted[i - 2] == term[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1.0);
            }
            least = least.min(row[j]);
        }
        if least > most as f64 {
            return None;
        }
        rows.rotate_left(1);
    }
    let edits = rows[1][term.len()];
    (edits <= most as f64).then_some(edits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::cjk::Dictionaries;

    #[test]
    fn keys_are_read_on_the_other_layout() {
        assert_eq!(retyped("shdfvd"), ["سایبری"]);
        assert_eq!(retyped("ضعثقغ"), ["query"]);
        assert_eq!(retyped("سایبری"), ["shdfvd"]);
        assert_eq!(retyped(";jhf"), ["کتاب"]);
        assert_eq!(retyped("m"), ["پ", "ئ"]);
        assert_eq!(retyped("HC"), ["آژ"]);
        assert!(retyped("a1").is_empty());
        assert!(retyped("سایبری!").is_empty());
    }

    #[test]
    fn letters_that_sound_alike_cost_less() {
        let between = |a: &str, b: &str, most| distance(&a.chars().collect::<Vec<_>>(), b, most);
        assert_eq!(between("حاکمیت", "حاکمیت", 2), Some(0.0));
        assert_eq!(between("هاکمیت", "حاکمیت", 2), Some(0.5));
        assert_eq!(between("حکامیت", "حاکمیت", 2), Some(1.0));
        assert_eq!(between("soveriegnty", "sovereignty", 2), Some(1.0));
        assert_eq!(between("sovregnty", "sovereignty", 2), Some(2.0));
        assert_eq!(between("abc", "xyz", 2), None);
    }

    #[test]
    fn syntax_is_no_word() {
        let mut analyzer = Analyzer::new(&Dictionaries::embedded());
        let query = "حاکمیت AND title:cyber \"power law\" نظام* year:1401 exact:\"a b\"";
        let words: Vec<&str> = typed_words(query, &mut analyzer)
            .into_iter()
            .map(|range| &query[range])
            .collect();
        assert_eq!(words, ["حاکمیت", "power", "law", "b"]);
    }

    #[test]
    fn a_chunk_ends_at_spaces_and_syntax() {
        let query = "\"اول ;jhf\" x";
        let at = query.find("jhf").unwrap();
        assert_eq!(&query[chunk(query, &(at..at + 3))], ";jhf");
    }
}
