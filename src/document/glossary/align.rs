//! Which of the words before a place are those that an English term translates.
//!
//! A call of a note says where a term ends, not where it begins. Each beginning is tried, and
//! counted are words that the general glossary or their sound lead to an English word, how many words
//! the English has, quotation marks, and words that do not stand in terms or only link them.

use super::words::{Script, Word};
use crate::language::bilingual;
use crate::language::transliteration::{NEAR, Sounds};

/// An English term as it is compared: its content words.
pub struct Term {
    /// Content words in small letters; of an acronym, its letters.
    words: Vec<String>,
    /// What each of them sounds like.
    sounds: Vec<Sounds>,
    /// Words that the Persian is expected to have.
    expected: f64,
    /// Whether it is an acronym, whose letters say only how many words there are.
    is_acronym: bool,
    /// Numbers in it.
    numbers: Vec<String>,
    /// Whether each word begins with a capital letter, as in names.
    capitals: bool,
}

/// The Persian side of a pair.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// First word and the word after the last.
    pub span: std::ops::Range<usize>,
    /// What speaks for it; see [`best`].
    pub score: f64,
    /// Share of the words of both sides that were led to each other.
    pub evidence: f64,
    /// Whether it stands in quotation marks.
    pub quoted: bool,
}

/// English words that carry no meaning of their own in a term.
const FUNCTION: [&str; 16] = [
    "of", "the", "and", "in", "a", "an", "for", "to", "on", "from", "with", "by", "or", "at", "as",
    "s",
];

/// Persian words that stand in no term: what ends the text before it.
const OUTSIDE: [&str; 60] = [
    "که",
    "را",
    "است",
    "این",
    "آن",
    "یک",
    "شد",
    "شده",
    "کرد",
    "کرده",
    "می",
    "نمی",
    "باشد",
    "بود",
    "هستند",
    "دارد",
    "دارند",
    "گردید",
    "کند",
    "کنند",
    "شود",
    "شوند",
    "مانند",
    "مثل",
    "نظیر",
    "همچون",
    "چون",
    "یعنی",
    "شامل",
    "توسط",
    "عنوان",
    "بعنوان",
    "نام",
    "مفهوم",
    "اصطلاح",
    "گفته",
    "همانطور",
    "چنانچه",
    "همچنین",
    "نیز",
    "اما",
    "ولی",
    "اگر",
    "هر",
    "همه",
    "پس",
    "سپس",
    "بین",
    "برای",
    "اصلی",
    "جمله",
    "نظر",
    "اساس",
    "باره",
    "درباره",
    "دیگری",
    "دیگر",
    "وی",
    "او",
    "ما",
];

/// Persian words that may stand inside a term but not begin it.
const LINKING: [&str; 13] = [
    "و", "در", "به", "از", "با", "بر", "تا", "ی", "ها", "های", "هایی", "ای", "میان",
];

/// Most words of a term, beyond those that the English leads to expect.
const FURTHER: usize = 4;

impl Term {
    /// A term of an English text. What stands in brackets after it is left out.
    pub fn of(english: &str) -> Term {
        let plain = english.split(['(', '[']).next().unwrap_or(english);
        let tokens: Vec<&str> = plain
            .split(|c: char| !c.is_alphanumeric())
            .filter(|t| !t.is_empty())
            .collect();
        let is_acronym = matches!(tokens[..], [token] if is_acronym(token));
        let content: Vec<&&str> = tokens
            .iter()
            .filter(|t| !FUNCTION.contains(&t.to_lowercase().as_str()))
            .collect();
        let numbers = content
            .iter()
            .filter(|t| t.len() > 2 && t.chars().all(|c| c.is_ascii_digit()))
            .map(|t| (**t).to_owned())
            .collect();
        let expected: usize = content.iter().map(|t| expected_words(t)).sum();
        let words: Vec<String> = if is_acronym {
            let letters = tokens[0].trim_end_matches('s').chars();
            letters.map(|c| c.to_lowercase().to_string()).collect()
        } else {
            content.iter().map(|t| t.to_lowercase()).collect()
        };
        Term {
            capitals: !content.is_empty()
                && content
                    .iter()
                    .all(|t| t.starts_with(|c: char| c.is_uppercase())),
            sounds: words.iter().map(|w| Sounds::of_latin(w)).collect(),
            words,
            expected: expected as f64,
            is_acronym,
            numbers,
        }
    }

    /// Whether it has anything to compare.
    pub fn is_empty(&self) -> bool {
        self.expected == 0.0
    }

    /// Whether a span has as many words as are expected, whatever they are.
    pub fn fits(&self, found: &Found, words: &[Word]) -> bool {
        let own = &words[found.span.clone()];
        let links = own
            .iter()
            .filter(|w| LINKING.contains(&w.folded.as_str()))
            .count();
        let expected = self.expected as usize;
        own.len() == expected || own.len() - links == expected
    }

    /// Whether a Persian word leads to any of its words.
    pub fn leads_from(&self, word: &Word) -> bool {
        self.counterpart(word).is_some()
    }

    /// The word to which a Persian word leads.
    fn counterpart(&self, word: &Word) -> Option<usize> {
        if word.script == Script::Digits {
            let number = crate::text::letters::number(&word.text).to_string();
            return self.words.iter().position(|w| *w == number);
        }
        if self.is_acronym {
            let initial = |l: &String| l.chars().next().unwrap_or(' ');
            return self
                .words
                .iter()
                .position(|letter| bilingual::has_initial(&word.folded, initial(letter)));
        }
        let mut english = self.words.iter().zip(&self.sounds);
        english.position(|(english, sounds)| {
            bilingual::translates(&word.folded, english)
                || english.chars().count() > 2 && word.sounds().likeness(sounds) >= NEAR
        })
    }
}

/// How many Persian words an English one is expected to be: an acronym is spelled or stands for as
/// many words as it has letters, and "non-" is a word of its own.
fn expected_words(token: &str) -> usize {
    if is_acronym(token) {
        token.trim_end_matches('s').chars().count().min(5)
    } else if token.len() > 6 && token.to_lowercase().starts_with("non") {
        2
    } else {
        1
    }
}

/// Whether an English text ends as no term does.
pub fn is_cut_off(english: &str) -> bool {
    let last = english.split_whitespace().next_back().unwrap_or("");
    FUNCTION.contains(&last.to_lowercase().as_str())
}

/// Whether an acronym is made of the initials of a text's content words.
pub fn abbreviates(acronym: &str, english: &str) -> bool {
    let initials = english
        .split(|c: char| !c.is_alphanumeric())
        .filter(|t| !t.is_empty() && !FUNCTION.contains(&t.to_lowercase().as_str()))
        .filter_map(|t| t.chars().next());
    initials.flat_map(char::to_uppercase).eq(acronym.chars())
}

/// Capitals, perhaps with digits and a plural s: ICT, G2G, NGOs.
pub fn is_acronym(token: &str) -> bool {
    let body = token.strip_suffix('s').unwrap_or(token);
    (2..=6).contains(&body.chars().count())
        && body
            .chars()
            .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
        && body.chars().any(|c| c.is_ascii_uppercase())
}

/// The best Persian term that ends before the word `end`.
pub fn best(words: &[Word], end: usize, after: &str, english: &Term) -> Option<Found> {
    let mut best: Option<Found> = None;
    // A call may have come to stand behind the word after its term.
    let is_bound = |w: &Word| LINKING.contains(&w.folded.as_str());
    let bound = words[..end]
        .iter()
        .rev()
        .take_while(|w| is_bound(w))
        .count();
    let end = end - bound;
    let most = english.expected as usize + FURTHER;
    let mut used = vec![false; english.words.len()];
    let (mut matched, mut unmatched, mut linking, mut content) = (0usize, 0.0, 0.0, 0usize);
    let closed = after.trim_start().starts_with(['»', '”']);
    for start in (0..end).rev().take(most + 6) {
        let word = &words[start];
        if word.script == Script::Latin || OUTSIDE.contains(&word.folded.as_str()) || is_verb(word)
        {
            break;
        }
        let links = LINKING.contains(&word.folded.as_str());
        let counterpart = english.counterpart(word);
        if word.script == Script::Digits && counterpart.is_none() {
            break;
        }
        match counterpart {
            _ if links => linking += 1.0,
            Some(index) if !used[index] => {
                used[index] = true;
                matched += 1;
                content += 1;
            }
            _ => {
                unmatched += 1.0;
                content += 1;
            }
        }
        let opens = word.gap.contains(['«', '“']);
        if !links && content <= most {
            // A word that links may have an English one behind it or not.
            let content_only = (content as f64 - english.expected).abs();
            let with_linking = (content as f64 + linking - english.expected).abs();
            let mut score = matched as f64
                - 0.3 * unmatched
                - 0.15 * linking
                - 0.45 * content_only.min(with_linking);
            let quoted = opens && closed;
            if quoted {
                score += 2.0;
            } else if opens {
                score += 0.5;
            }
            if best.as_ref().is_none_or(|b| score > b.score) {
                let both = content.max(english.words.len()).max(1) as f64;
                best = Some(Found {
                    span: start..end,
                    score,
                    evidence: matched as f64 / both,
                    quoted,
                });
            }
        }
        // A term does not reach over punctuation, but for a comma inside a name.
        let breaks = word
            .gap
            .contains(['.', '؛', ':', '(', ')', '؟', '!', '[', '/'])
            || word.gap.contains('،') && !(english.capitals && counterpart.is_some());
        // Where a line was put in order wrongly, a mark may stand inside a term.
        if breaks || opens && (closed || matched >= english.words.len()) {
            break;
        }
    }
    best.filter(|found| {
        let numbers = english.numbers.iter().all(|n| {
            words[found.span.clone()]
                .iter()
                .any(|w| crate::text::letters::number(&w.text).to_string() == *n)
        });
        // A year of the English that the Persian lacks speaks against the whole.
        numbers || found.evidence >= 0.5
    })
}

/// A verb with its prefix, as no term has.
fn is_verb(word: &Word) -> bool {
    ["می\u{200c}", "نمی\u{200c}"]
        .iter()
        .any(|prefix| word.text.starts_with(prefix))
}

/// The words of a span as one text, without the marks between them.
pub fn text(words: &[Word]) -> String {
    let mut out = String::new();
    for word in words {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&word.text);
    }
    out
}
