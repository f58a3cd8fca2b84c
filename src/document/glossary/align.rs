//! Which of the words before a place are those that an English term translates.
//!
//! A call of a note says where a term ends, not where it begins. Each beginning is tried, and
//! counted are words that the general glossary or their sound lead to an English word, how many words
//! the English has, quotation marks, and words that do not stand in terms or only link them.

use super::words::{Script, Word};
use crate::language::bilingual;
use crate::language::transliteration::{Sounds, short_likeness};

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
    /// Whether the general glossary has all its words, so that it is no name.
    is_known: bool,
    /// Whether it seems to be somebody's name: capitals, and no word that the general glossary has.
    is_name: bool,
    /// Where each word comes in the Persian, head first: of `Code of Conduct for Information Security`
    /// code, conduct, security, information. The letters of an acronym have none.
    ranks: Vec<usize>,
    /// Whether its words may come in another order: `Segal, Adam`.
    is_turned: bool,
}

/// A word of a span and the English word to which it leads.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Led {
    word: usize,
    english: usize,
    by_sound: bool,
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
    /// Content words of the span.
    content: usize,
    /// Which words lead where, the last word first.
    led: Vec<Led>,
}

/// English words after which a new phrase begins, the head of which comes after it in Persian too.
const PREPOSITIONS: [&str; 9] = ["of", "in", "for", "to", "on", "from", "with", "by", "at"];

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

impl Found {
    /// How many of its words lead to an English one.
    pub fn leads(&self) -> usize {
        self.led.len()
    }
}

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
        let capitals = !content.is_empty()
            && content
                .iter()
                .all(|t| t.starts_with(|c: char| c.is_uppercase()));
        Term {
            is_known: words.iter().all(|w| bilingual::knows(w)),
            capitals,
            is_name: capitals
                && !is_acronym
                && (2..=3).contains(&words.len())
                && !words.iter().any(|w| bilingual::knows(w)),
            ranks: ranks(&tokens),
            is_turned: plain.contains(','),
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
        self.counterpart(word, &[]).is_some()
    }

    /// The word to which a Persian word leads, one that is not `used` if there is one; whether it is
    /// its sound that leads there.
    fn counterpart(&self, word: &Word, used: &[bool]) -> Option<(usize, bool)> {
        let mut found = None;
        for index in 0..self.words.len() {
            let Some(by_sound) = self.leads_to(word, index) else {
                continue;
            };
            if used.get(index) != Some(&true) {
                return Some((index, by_sound));
            }
            found.get_or_insert((index, by_sound));
        }
        found
    }

    /// Whether a Persian word leads to this English one, and whether by its sound.
    fn leads_to(&self, word: &Word, index: usize) -> Option<bool> {
        let english = &self.words[index];
        if word.script == Script::Digits {
            let number = crate::text::letters::number(&word.text).to_string();
            return (number == *english).then_some(false);
        }
        if self.is_acronym {
            let initial = english.chars().next().unwrap_or(' ');
            return bilingual::has_initial(&word.folded, initial).then_some(false);
        }
        if word.script != Script::Persian {
            return None;
        }
        let long = english.chars().count() > 2;
        let alike = long && word.sounds().is_near(&self.sounds[index])
            || self.is_name
                && self.sounds[index].is_short()
                && word.sounds().is_short()
                && short_likeness(&word.folded, english) >= SHORT_NAME;
        (alike || bilingual::translates(&word.folded, english)).then_some(alike)
    }

    /// Whether each word of both sides leads to one of the other. Of four or more one may lead nowhere
    /// on both sides: it translates what is left.
    fn is_covered(&self, found: &Found) -> bool {
        let words = self.words.len().max(found.content);
        let open = words - found.led.len().min(words);
        open == 0 || open == 1 && words > 3 && self.words.len() == found.content
    }

    /// The span and the word after it, if that leads to what the span leaves out: the call of a note
    /// may stand inside its term.
    pub fn with_next(&self, found: &Found, words: &[Word], next: usize) -> Option<Found> {
        let word = words.get(next)?;
        let links = LINKING.contains(&word.folded.as_str());
        if self.is_acronym || links || word.gap.contains(['.', '؛', ':', '؟', '!', '،']) {
            return None;
        }
        let mut used = vec![false; self.words.len()];
        for led in &found.led {
            used[led.english] = true;
        }
        let (english, by_sound) = self.counterpart(word, &used)?;
        let mut longer = found.clone();
        let off = |content: usize| (content as f64 - self.expected).abs();
        longer.score += 1.0 + LENGTH * (off(found.content) - off(found.content + 1));
        longer.content += 1;
        longer.led.insert(
            0,
            Led {
                word: next,
                english,
                by_sound,
            },
        );
        if used[english] || !self.is_covered(&longer) {
            return None;
        }
        longer.evidence = longer.led.len() as f64 / self.words.len().max(longer.content) as f64;
        Some(longer)
    }

    /// What a span loses by the order of its words: names stand in that of the Latin, else the head
    /// comes first, and what belongs to it follows mostly from the last to the first. Tells apart which
    /// of two readings is in disorder.
    pub fn disorder(&self, found: &Found, words: &[Word]) -> f64 {
        if self.is_acronym {
            return 0.0;
        }
        let mut led = found.led.clone();
        self.by_elimination(&mut led, found, words);
        let names = self.names(&led);
        // Names with a word from behind the call are put in order; see `text`.
        if names && led.iter().any(|l| !found.span.contains(&l.word)) {
            return 0.0;
        }
        let rank = |l: &Led| {
            if names {
                l.english
            } else {
                self.ranks[l.english]
            }
        };
        // The last word comes first in `led`.
        let turned = led.windows(2).filter(|w| rank(&w[1]) > rank(&w[0])).count();
        let head_first = led.iter().all(|l| rank(l) > 0) || led.last().is_none_or(|l| rank(l) == 0);
        TURNED * turned as f64 + if head_first { 0.0 } else { HEAD_LATE }
    }

    /// The only word of the span that leads nowhere translates the only English word that is left.
    fn by_elimination(&self, led: &mut Vec<Led>, found: &Found, words: &[Word]) {
        let open: Vec<usize> = (0..self.words.len())
            .filter(|i| led.iter().all(|l| l.english != *i))
            .collect();
        let left: Vec<usize> = found
            .span
            .clone()
            .filter(|i| led.iter().all(|l| l.word != *i))
            .filter(|i| !LINKING.contains(&words[*i].folded.as_str()))
            .collect();
        if let ([english], [word]) = (&open[..], &left[..]) {
            led.push(Led {
                word: *word,
                english: *english,
                by_sound: false,
            });
            led.sort_by_key(|l| std::cmp::Reverse(l.word));
        }
    }

    /// Whether words are names, which keep the order of the Latin: all sound like it, and the general
    /// glossary does not have them all.
    fn names(&self, led: &[Led]) -> bool {
        led.len() > 1 && !self.is_known && !self.is_turned && led.iter().all(|l| l.by_sound)
    }

    /// The words of a find as one text. A word from behind the call comes last, but among names in the
    /// order of the Latin ones.
    pub fn text(&self, found: &Found, words: &[Word]) -> String {
        let mut indices: Vec<usize> = found.span.clone().collect();
        let outside = found.led.iter().map(|l| l.word);
        indices.extend(outside.filter(|w| !found.span.contains(w)));
        let moved = indices.len() > found.span.len();
        if moved && self.names(&found.led) && found.led.len() == indices.len() {
            let mut led = found.led.clone();
            led.sort_by_key(|l| l.english);
            indices = led.into_iter().map(|l| l.word).collect();
        }
        let own: Vec<&str> = indices.iter().map(|i| words[*i].text.as_str()).collect();
        own.join(" ")
    }
}

/// Likeness that the short words of a name need.
const SHORT_NAME: f64 = 0.75;

/// What two neighbours in another order cost, as «بین‌المللی ارتباطات» or «حقوق مدنی و سیاسی» may be.
const TURNED: f64 = 0.2;
/// What a head costs that does not come first.
const HEAD_LATE: f64 = 2.0;

/// What each word costs that a term has more or fewer than are expected.
const LENGTH: f64 = 0.45;

/// For each content word of an English term its place in the Persian one: phrases in their order, the
/// words of each from the last to the first, and its numbers after them.
fn ranks(tokens: &[&str]) -> Vec<usize> {
    let is_number = |token: &str| token.bytes().all(|b| b.is_ascii_digit());
    let preposition = |token: &&str| PREPOSITIONS.contains(&token.to_lowercase().as_str());
    let mut ranks = Vec::new();
    for phrase in tokens.split(preposition) {
        let before = ranks.len();
        let content = phrase
            .iter()
            .filter(|t| !FUNCTION.contains(&t.to_lowercase().as_str()));
        let words = content.clone().filter(|t| !is_number(t)).count();
        let (mut left, mut numbers) = (words, 0);
        for token in content {
            if is_number(token) {
                ranks.push(before + words + numbers);
                numbers += 1;
            } else {
                left -= 1;
                ranks.push(before + left);
            }
        }
    }
    ranks
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

/// Words of a quotation at most that is looked at as a whole.
const LONGEST_QUOTE: usize = 14;

/// The best Persian term that ends before the word `end`; `after` is what stands between.
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
    let (mut unmatched, mut linking, mut content) = (0.0, 0.0, 0usize);
    let mut led: Vec<Led> = Vec::new();
    let opens = |w: &Word| w.gap.contains(['«', '“']);
    let closed = after.trim_start().starts_with(['»', '”']);
    // A quotation is a term or title as a whole, whatever words it has.
    let quote = (0..end)
        .rev()
        .take(LONGEST_QUOTE)
        .find(|i| opens(&words[*i]));
    let quote = quote.filter(|_| closed).unwrap_or(end);
    for start in (0..end).rev().take(most + 6) {
        let word = &words[start];
        let counterpart = match word.script {
            Script::Latin => break,
            _ => english.counterpart(word, &used),
        };
        let outside = OUTSIDE.contains(&word.folded.as_str()) || is_verb(word);
        let named = english.is_name && counterpart.is_some();
        if outside && !named && start < quote {
            break;
        }
        let links = LINKING.contains(&word.folded.as_str()) || outside && !named;
        if word.script == Script::Digits && counterpart.is_none() {
            break;
        }
        match counterpart {
            _ if links => linking += 1.0,
            Some((index, by_sound)) if !used[index] => {
                used[index] = true;
                led.push(Led {
                    word: start,
                    english: index,
                    by_sound,
                });
                content += 1;
            }
            _ => {
                unmatched += 1.0;
                content += 1;
            }
        }
        let opens = opens(word);
        if !links && content <= most {
            // A word that links may have an English one behind it or not.
            let content_only = (content as f64 - english.expected).abs();
            let with_linking = (content as f64 + linking - english.expected).abs();
            let mut score = led.len() as f64
                - 0.3 * unmatched
                - 0.15 * linking
                - LENGTH * content_only.min(with_linking);
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
                    evidence: led.len() as f64 / both,
                    quoted,
                    content,
                    led: led.clone(),
                });
            }
        }
        // A term does not reach over punctuation, but for a comma inside a name.
        let breaks = word
            .gap
            .contains(['.', '؛', ':', '(', ')', '؟', '!', '[', '/'])
            || word.gap.contains('،') && !(english.capitals && counterpart.is_some());
        // Where a line was put in order wrongly, a mark may stand inside a term.
        if breaks && start <= quote || opens && (closed || led.len() >= english.words.len()) {
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

/// Words at most that a note is said to hang on if it does not translate them.
const LONGEST_TAIL: usize = 3;

/// The last words before a place, back to punctuation or a word that stands in no term.
pub fn tail(words: &[Word], end: usize) -> Vec<&str> {
    let mut start = end;
    while start > 0 && end - start < LONGEST_TAIL {
        let word = &words[start - 1];
        if word.script == Script::Digits || OUTSIDE.contains(&word.folded.as_str()) {
            break;
        }
        start -= 1;
        if word.gap.contains(|c: char| !c.is_whitespace()) {
            break;
        }
    }
    while start < end && LINKING.contains(&words[start].folded.as_str()) {
        start += 1;
    }
    words[start..end].iter().map(|w| w.text.as_str()).collect()
}

/// A verb with its prefix, as no term has.
fn is_verb(word: &Word) -> bool {
    ["می\u{200c}", "نمی\u{200c}"]
        .iter()
        .any(|prefix| word.text.starts_with(prefix))
}
