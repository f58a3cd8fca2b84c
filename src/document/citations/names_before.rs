//! The names that stand before (or, where extraction turned a run, after) a year.

use super::scan::{Scan, What};
use super::words::{
    CONNECTORS, EVENTS, FIRST_NAMES, FUNCTION_WORDS, LATIN_CUES, NO_AUTHORS, PERSIAN_CUES,
    PERSIAN_NO_AUTHORS,
};
use crate::language::persian::{self, Rule};
use crate::lexicon::{Flags, lexicon};
use crate::text::letters::{fold, fold_solid};
use std::ops::Range;

/// Words of authors found next to a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names {
    /// Tokens that hold them.
    pub tokens: Range<usize>,
    /// As printed, tidied.
    pub authors: String,
}

/// The run of Latin words that ends before `end`, wherever it begins: in a Persian text it is one
/// name or list of names. A bracket inside a name that goes on over it is passed over
/// (`U.S. Department of .) State`).
pub fn latin_run(scan: &Scan, end: usize) -> Option<Names> {
    let mut from = end;
    while from > 0 {
        match scan.what(from - 1) {
            Some(What::Latin) => from -= 1,
            Some(What::Mark(',' | '،' | '&' | '’' | '\'' | '-' | '–' | '.' | '(' | ')' | '/')) =>
            {
                // Marks between two words of a name.
                let mut to = from - 1;
                while to > 0
                    && from - to < 4
                    && matches!(
                        scan.what(to - 1),
                        Some(What::Mark(',' | '&' | '’' | '\'' | '.' | '(' | ')'))
                    )
                {
                    to -= 1;
                }
                let bracket = (to..from).any(|i| scan.is_bracket(i));
                let word_before = to
                    .checked_sub(1)
                    .filter(|i| scan.what(*i) == Some(What::Latin));
                match word_before {
                    Some(before) if !bracket || CONNECTORS.contains(&scan.word(before)) => {
                        from = before;
                    }
                    _ => break,
                }
            }
            _ => break,
        }
        if end - from > 24 {
            return None;
        }
    }
    latin_names(scan, from..end)
}

/// The run of Latin words that begins at `from`.
pub fn latin_run_after(scan: &Scan, from: usize) -> Option<Names> {
    let mut end = from;
    while end - from < 24
        && matches!(
            scan.what(end),
            Some(What::Latin | What::Mark('&' | '’' | '\'' | ',' | '-'))
        )
    {
        end += 1;
    }
    latin_names(scan, from..end)
}

/// Names in a stretch of Latin words, or none if it is something else: cues before them are left
/// out, and every word in lower case must be one that names have.
pub fn latin_names(scan: &Scan, range: Range<usize>) -> Option<Names> {
    let Range { mut start, mut end } = range;
    let is_word = |i: usize| scan.what(i) == Some(What::Latin);
    let lower = |i: usize| scan.word(i).to_lowercase();
    // Everything up to the last cue in lower case.
    if let Some(cue) = (start..end).rev().find(|i| {
        is_word(*i)
            && LATIN_CUES.contains(&scan.word(*i).trim_end_matches('.'))
            && !(*i > start && scan.is_capital(*i - 1))
    }) {
        start = cue + 1;
    }
    while start < end
        && (!is_word(start)
            || matches!(
                lower(start).trim_end_matches('.'),
                "see"
                    | "cf"
                    | "and"
                    | "also"
                    | "e.g"
                    | "of"
                    | "for"
                    | "al"
                    | "et"
                    | "as"
                    | "the"
                    | "by"
            ) && !scan.is_capital(start))
    {
        start += 1;
    }
    while start < end && !is_word(end - 1) {
        end -= 1;
    }
    if start >= end || end - start > 24 {
        return None;
    }
    let words: Vec<usize> = (start..end).filter(|i| is_word(*i)).collect();
    let is_domain = |i: usize| {
        let word = scan.word(i);
        word.contains('.') && word.len() > 5 && !word.starts_with("et.") && !word.contains("..")
    };
    let named = words.iter().any(|i| {
        (scan.is_capital(*i) || is_domain(*i)) && !NO_AUTHORS.contains(&lower(*i).as_str())
    });
    let ends_open = matches!(
        lower(end - 1).as_str(),
        "of" | "the" | "and" | "for" | "in" | "on"
    );
    let fits = words
        .iter()
        .all(|i| scan.is_capital(*i) || is_domain(*i) || CONNECTORS.contains(&scan.word(*i)));
    let first_is_none = NO_AUTHORS.contains(&lower(words[0]).as_str()) && words.len() == 1
        || NO_AUTHORS[..17].contains(&lower(*words.last()?).as_str());
    if !named
        || ends_open
        || !fits
        || first_is_none
        || words.len() == 1 && is_product(scan.word(start))
    {
        return None;
    }
    Some(Names {
        tokens: start..end,
        authors: tidy(&scan.slice(start, end)),
    })
}

/// A word with a capital inside, other than after the prefix of a surname: WannaCry, YouTube.
fn is_product(word: &str) -> bool {
    let Some((at, _)) = word
        .char_indices()
        .skip(1)
        .find(|(at, c)| c.is_uppercase() && word[..*at].ends_with(char::is_lowercase))
    else {
        return false;
    };
    !matches!(
        &word[..at],
        "Mc" | "Mac"
            | "De"
            | "Di"
            | "Le"
            | "La"
            | "Van"
            | "Von"
            | "Fitz"
            | "Du"
            | "Del"
            | "O"
            | "Al"
            | "El"
    )
}

/// Authors as printed, without what disorder left: a run that begins with the `s` of a genitive comes
/// after the one that its apostrophe ends.
fn tidy(text: &str) -> String {
    let mut text = text.replace(['(', ')', '[', ']'], " ");
    if let Some((tail, head)) = text.split_once(['’', '\''])
        && tail.starts_with("s ")
        && head.trim_start().starts_with(char::is_uppercase)
    {
        text = format!("{}’{}", head.trim(), tail.trim().trim_end_matches(','));
    }
    let text = text.replace(" .", "");
    let mut text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for genitive in ["’s", "'s"] {
        if let Some(name) = text.strip_suffix(genitive) {
            text = name.to_owned();
        }
    }
    let trimmed = text.trim_matches(|c: char| matches!(c, ',' | '،' | '&' | '-' | ' ' | ':'));
    let mut text = trimmed.to_owned();
    if text.ends_with(" al") || text.ends_with("et.al") {
        text.push('.');
    }
    text
}

/// The names of a narrative citation in an English text: `Barrinha and Renard (2017)`, before `end`.
pub fn latin_before(scan: &Scan, end: usize) -> Option<Names> {
    let mut from = end;
    let connector = |i: usize| {
        matches!(
            scan.word(i),
            "and" | "&" | "et" | "de" | "van" | "von" | "der" | "al" | "al."
        )
    };
    while from > 0 && end - from < 9 {
        let i = from - 1;
        let ends_sentence = scan.glued(i) && matches!(scan.what(i + 1), Some(What::Mark('.')));
        if scan.is_capital(i) && !ends_sentence
            || connector(i)
            || scan.is_comma(i)
                && from < end
                && i > 0
                && scan.is_capital(i - 1)
                && scan.is_capital(i + 1)
        {
            from = i;
        } else {
            break;
        }
    }
    // A capital at the beginning of a sentence may be that of any word.
    let fillers = [
        "In",
        "As",
        "By",
        "According",
        "The",
        "For",
        "However",
        "While",
        "Although",
        "See",
        "Following",
        "Both",
        "And",
        "But",
        "Thus",
        "Similarly",
    ];
    while from < end
        && (fillers.contains(&scan.word(from))
            || connector(from)
                && scan.word(from) != "de"
                && scan.word(from) != "van"
                && scan.word(from) != "von"
            || scan.is_comma(from))
    {
        from += 1;
    }
    if scan.is_comma(from + 1) && fillers.contains(&scan.word(from)) {
        from += 2;
    }
    // «Treaty of Lisbon (2007)»: named after a place, not written there.
    let of = from > 1 && scan.word(from - 1) == "of" && scan.is_capital(from - 2);
    (!of).then(|| latin_names(scan, from..end)).flatten()
}

/// The names before a year in a bracket in Persian letters: `(قنبری باغستانی، ۱۳۹۹)`; the stretch is
/// what stands between the bracket and the year.
pub fn persian_names(scan: &Scan, range: Range<usize>, comma: bool) -> Option<Names> {
    let Range { mut start, mut end } = range;
    let is_word = |i: usize| scan.what(i) == Some(What::Arabic);
    let cue_end = (start..end)
        .take_while(|i| {
            PERSIAN_CUES.contains(&scan.word(*i))
                || matches!(scan.what(*i), Some(What::Mark(':' | '.' | ',' | '،')))
        })
        .count();
    // «از» and its like lead to a name, they do not make one.
    if cue_end > 0 && start + cue_end < end {
        start += cue_end;
    }
    while start < end && !is_word(start) && scan.what(start) != Some(What::Latin) {
        start += 1;
    }
    while start < end && !is_word(end - 1) && scan.what(end - 1) != Some(What::Latin) {
        end -= 1;
    }
    let words: Vec<usize> = (start..end).filter(|i| is_word(*i)).collect();
    if words.is_empty() || words.len() > 14 {
        return None;
    }
    let word = |i: &usize| scan.word(*i);
    let names_nothing = |i: &usize| is_no_author(word(i));
    let odd_mark = (start..end).any(|i| {
        matches!(scan.what(i), Some(What::Mark(c)) if !matches!(c, '،' | ',' | '-' | '.' | '–' | '/' | '\''))
            || scan.what(i) == Some(What::Number)
    });
    if odd_mark || names_nothing(&words[0]) && !(comma && words.len() > 2) {
        return None;
    }
    let function = words
        .iter()
        .filter(|i| word(i) != "و" && is_function(word(i)))
        .count();
    let verb = words.last().is_some_and(|i| is_verb(word(i)));
    let fits = if comma {
        function <= 1
            && !verb
            && words.len() <= 10
            && words.last().is_none_or(|i| !names_nothing(i))
    } else {
        function == 0 && !verb && words.len() <= 3 && !words.iter().any(names_nothing)
    };
    fits.then(|| Names {
        tokens: start..end,
        authors: tidy(&scan.slice(start, end)),
    })
}

/// The names before a bracket that holds a year, in Persian letters: `آدام سگال (2017)`.
pub fn persian_before(scan: &Scan, end: usize, known: &dyn Fn(&str) -> bool) -> Option<Names> {
    let mut from = end;
    let mut last = from.checked_sub(1)?;
    let is = |i: usize, word: &str| scan.word(i) == word;
    if matches!(
        scan.word(last),
        "همکاران" | "دیگران" | "همکارش" | "همکارانش"
    ) && last > 1
        && is(last - 1, "و")
    {
        from = last - 1;
        last = from.checked_sub(1)?;
    }
    from = person(scan, from, known)?;
    // «الف و ب»; before them, parted by commas, only who is known or no common word.
    for _ in 0..6 {
        let Some(i) = from.checked_sub(1) else { break };
        let joined = is(i, "و");
        if !joined && !scan.is_comma(i) {
            break;
        }
        let Some(next) = person(scan, i, known) else {
            break;
        };
        let sure = (next..i).all(|w| known(scan.word(w)) || !is_common(scan.word(w)));
        if !sure && (!joined || i - next == 1 && is_function(scan.word(next))) {
            break;
        }
        from = next;
    }
    let event = from.checked_sub(1).is_some_and(|i| {
        EVENTS.contains(&scan.word(i))
            || scan.word(i) != "و"
                && is_no_author(scan.word(i))
                && scan.word(i) != "مقاله"
                && scan.word(i) != "کتاب"
    });
    let event = event || (from..end).any(|i| EVENTS.contains(&scan.word(i)));
    if event || last < from && end - from < 1 {
        return None;
    }
    Some(Names {
        tokens: from..end,
        authors: tidy(&scan.slice(from, end)),
    })
}

/// The first token of a person whose surname stands before `end`: with it, words that are no common
/// ones, a first name and another.
fn person(scan: &Scan, end: usize, known: &dyn Fn(&str) -> bool) -> Option<usize> {
    let surname = end.checked_sub(1)?;
    let word = scan.word(surname);
    if scan.what(surname)? != What::Arabic {
        return None;
    }
    if !known(word) && (is_no_author(word) || is_function(word) || is_verb(word)) {
        return None;
    }
    let mut from = surname;
    while from > 0 && end - from < 3 {
        let before = scan.word(from - 1);
        let name = scan.what(from - 1) == Some(What::Arabic)
            && (known(before) || !is_common(before) && before != "و")
            && !is_no_author(before);
        if !name {
            break;
        }
        from -= 1;
    }
    Some(from)
}

fn is_no_author(word: &str) -> bool {
    PERSIAN_NO_AUTHORS.contains(&word)
        || word.chars().count() == 1 && word.chars().all(char::is_alphabetic)
}

fn is_function(word: &str) -> bool {
    FUNCTION_WORDS.contains(&word)
}

fn is_verb(word: &str) -> bool {
    const VERBS: &[&str] = &[
        "است",
        "بود",
        "شد",
        "کند",
        "کرد",
        "شود",
        "دارد",
        "داد",
        "گیرد",
        "گردید",
        "هستند",
        "بودند",
    ];
    VERBS.contains(&word)
        || word.starts_with("می\u{200c}") && word.chars().count() > 4
        || word.starts_with("نمی\u{200c}")
}

/// Whether a word is used for what it means: it takes plural or comparative endings, is no noun, or is
/// so frequent that who has it for a name is rare beside those who use it. Of 20 first names and
/// surnames tried, none takes plural endings in the lexicon, and of 12 words that stand before names
/// (نظریه, مدل, گفته) all but two do.
fn is_common(word: &str) -> bool {
    if FIRST_NAMES.contains(&word) {
        return false;
    }
    let is_word = |form: &str| {
        lexicon().get(form).map(|entry| {
            let words = Flags::FUNCTION
                | Flags::VERB
                | Flags::ADVERB
                | Flags::NUMERAL
                | Flags::PLURAL
                | Flags::TAKES_PLURAL
                | Flags::TAKES_DEGREE;
            entry.is(words)
                || entry.count()
                    > if entry.is(Flags::ADJECTIVE) {
                        600
                    } else {
                        2500
                    }
        })
    };
    // A form that the lexicon has not may be one of a word that it has.
    let known = is_word(&fold_solid(word));
    if known == Some(true) {
        return true;
    }
    let mut terms = Vec::new();
    persian::analyze(&fold(word), &mut terms);
    terms.iter().any(|term| {
        let plural = matches!(term.rule, Rule::Plural | Rule::PluralAn | Rule::PluralAt);
        (known.is_none() || plural) && is_word(&term.lemma) == Some(true)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn before(text: &str) -> Option<String> {
        let scan = Scan::of(text);
        persian_before(&scan, scan.tokens.len(), &|_| false).map(|n| n.authors)
    }

    #[test]
    fn persons_end_where_common_words_begin() {
        for (text, expected) in [
            (
                "در این مقاله نصراللهی و باغبادرانی",
                Some("نصراللهی و باغبادرانی"),
            ),
            ("به گفته کانسولو و همکاران", Some("کانسولو و همکاران")),
            ("بر اساس لیندسی", Some("لیندسی")),
            (
                "که توسط آندره بارینیا و توماس رنارد",
                Some("آندره بارینیا و توماس رنارد"),
            ),
            ("آغاز شد. کیسنجر", Some("کیسنجر")),
            ("ویروس موریس", None),
            ("در سال", None),
            ("که این کشور در دهه", None),
        ] {
            assert_eq!(before(text).as_deref(), expected, "{text}");
        }
    }
}
