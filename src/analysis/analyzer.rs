//! The analyzer: mixed text to tokens, script run by script run.
//!
//! Documents and queries pass through the same code. Per character it only asks a table for the
//! class; the language work is done once for each different word, remembered under its raw
//! spelling, so that a word met again costs one look-up.

use super::words::{Word, Words};
use crate::language::cjk::{Dictionaries, Segmenter};
use crate::language::english::{self, English, Reason};
use crate::language::persian::{self, Binding};
use crate::text::letters::{self, Class, ZWNJ, fold_char};
use std::ops::Range;

/// The script of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    /// Persian, Arabic and their neighbours.
    Arabic,
    /// English and all that is written like it.
    Latin,
    /// A number.
    Number,
    /// Chinese, Japanese, Korean.
    Cjk,
    /// Any other.
    Other,
}

impl Script {
    /// The name that `kavosh analyze` prints.
    pub fn name(self) -> &'static str {
        match self {
            Script::Arabic => "arabic",
            Script::Latin => "latin",
            Script::Number => "number",
            Script::Cjk => "cjk",
            Script::Other => "other",
        }
    }
}

/// Why a lemma is what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// A rule of Persian.
    Persian(persian::Rule),
    /// A rule of English.
    English(english::Reason),
    /// A number.
    Number,
    /// A word of a dictionary of Chinese, Japanese or Korean.
    Dictionary,
    /// No rule: the word is its own lemma.
    Whole,
}

impl Rule {
    /// The rule in a few English words.
    pub fn phrase(self) -> &'static str {
        match self {
            Rule::Persian(rule) => rule.phrase(),
            Rule::English(Reason::Whole) => "whole",
            Rule::English(Reason::Stem) => "english stem",
            Rule::English(Reason::Entry) => "entry",
            Rule::English(Reason::Spelling) => "spelling, english stem",
            Rule::Number => "number",
            Rule::Dictionary => "dictionary",
            Rule::Whole => "whole",
        }
    }
}

/// A token of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token<'a> {
    /// First byte in the text.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// Place in the order of tokens, from 0.
    pub position: u32,
    /// Its script.
    pub script: Script,
    /// The folded form, for the exact field.
    pub exact: &'a str,
    /// The form it is found under, for the lemma field.
    pub lemma: &'a str,
    /// Why the lemma is what it is.
    pub rule: Rule,
    /// Whether the exact form is the lemma itself.
    pub is_base: bool,
}

/// A token as it is met in a text; what is not asked for is not looked up.
pub struct Found<'a> {
    text: &'a str,
    position: u32,
    source: Source<'a>,
}

/// What is known of a token.
enum Source<'a> {
    /// It is a term of a word that is remembered and stands at this place in the text.
    Remembered {
        words: &'a Words,
        word: &'a Range<usize>,
        number: u32,
    },
    /// It is a word of a dictionary of Chinese, Japanese or Korean.
    Dictionary {
        place: Range<usize>,
        folded: &'a str,
    },
}

impl<'a> Found<'a> {
    /// The number of a term that is remembered, see [`Analyzer::memory`].
    #[inline]
    pub fn number(&self) -> Option<u32> {
        match self.source {
            Source::Remembered { number, .. } => Some(number),
            Source::Dictionary { .. } => None,
        }
    }

    /// All that is known of it.
    pub fn token(&self) -> Token<'a> {
        match &self.source {
            Source::Remembered {
                words,
                word,
                number,
            } => {
                let term = words.term(*number);
                let raw = &self.text[word.start..word.end];
                Token {
                    start: word.start + usize::from(term.start),
                    end: word.start + usize::from(term.end),
                    position: self.position,
                    script: term.script,
                    exact: words.exact(term, raw),
                    lemma: words.lemma(term, raw),
                    rule: term.rule,
                    is_base: term.is_base(),
                }
            }
            Source::Dictionary { place, folded } => Token {
                start: place.start,
                end: place.end,
                position: self.position,
                script: Script::Cjk,
                exact: folded,
                lemma: folded,
                rule: Rule::Dictionary,
                is_base: true,
            },
        }
    }
}

/// Words are cut after this many bytes: nothing in a paper is longer, and garbage should not fill
/// the index.
const LONGEST_WORD: usize = 240;
/// Different words that are remembered before the memory is emptied.
const MOST_WORDS: usize = 3 << 16;

/// Turns text into tokens. Cheap to keep and costly to make new for each text; one for each thread.
pub struct Analyzer {
    words: Words,
    english: English,
    segmenter: Segmenter,
    scratch: Scratch,
}

#[derive(Default)]
struct Scratch {
    folded: String,
    persian: Vec<persian::Term>,
}

/// A word that waits to see whether the next one binds to it.
struct Pending {
    range: Range<usize>,
    word: Word,
}

impl Analyzer {
    /// An analyzer that cuts Chinese, Japanese and Korean with these dictionaries.
    pub fn new(dictionaries: &Dictionaries) -> Analyzer {
        Analyzer {
            words: Words::default(),
            english: English::default(),
            segmenter: Segmenter::new(dictionaries),
            scratch: Scratch::default(),
        }
    }

    /// Calls `sink` with the tokens of `text` in order.
    pub fn tokens(&mut self, text: &str, mut sink: impl FnMut(Token)) {
        self.each(text, |found| sink(found.token()));
    }

    /// Names what is remembered now: as long as it is the same, [`Found::number`] stands for the same
    /// exact form and lemma. No two analyzers have the same. It changes only between two texts.
    pub fn memory(&self) -> u64 {
        self.words.memory()
    }

    /// Calls `sink` with the tokens of `text` in order, for callers that rarely need their forms.
    #[inline]
    pub fn each(&mut self, text: &str, mut sink: impl FnMut(&Found)) {
        let mut position = 0;
        let mut pending: Option<Pending> = None;
        let mut at = 0;
        loop {
            // Most words stand after a space.
            let start = at + usize::from(text.as_bytes().get(at) == Some(&b' '));
            let (class, range, known) = match self.words.get_before_space(text, start) {
                Some((end, word)) => (Class::Arabic, start..end, Some(word)),
                None => match next_run(text, at) {
                    Some((class, range)) => (class, range, None),
                    None => break,
                },
            };
            at = range.end;
            if class == Class::Arabic {
                let word = match known {
                    Some(word) => word,
                    None => self.arabic(text, &range),
                };
                pending = Some(match pending.take() {
                    Some(before) if binds(text, &before, &range, &word) => {
                        let range = before.range.start..range.end;
                        let word = self.arabic(text, &range);
                        Pending { range, word }
                    }
                    Some(before) => {
                        self.emit(text, &before, &mut position, &mut sink);
                        Pending { range, word }
                    }
                    None => Pending { range, word },
                });
                continue;
            }
            if let Some(before) = pending.take() {
                self.emit(text, &before, &mut position, &mut sink);
            }
            match class {
                Class::Cjk => self.cjk(text, range, &mut position, &mut sink),
                _ => {
                    let word = self.other(text, &range, class);
                    self.emit(text, &Pending { range, word }, &mut position, &mut sink);
                }
            }
        }
        if let Some(before) = pending {
            self.emit(text, &before, &mut position, &mut sink);
        }
        if self.words.len() > MOST_WORDS {
            self.words.clear();
        }
    }

    #[inline]
    fn emit(
        &self,
        text: &str,
        Pending { range, word }: &Pending,
        position: &mut u32,
        sink: &mut impl FnMut(&Found),
    ) {
        for number in word.terms() {
            sink(&Found {
                text,
                position: *position,
                source: Source::Remembered {
                    words: &self.words,
                    word: range,
                    number,
                },
            });
            *position += 1;
        }
    }

    /// A word of Arabic script, or several pieces that belong together, with the space between them.
    #[inline]
    fn arabic(&mut self, text: &str, range: &Range<usize>) -> Word {
        match self.words.get(text, range) {
            Some(word) => word,
            None => self.new_arabic(&text[range.clone()]),
        }
    }

    fn new_arabic(&mut self, raw: &str) -> Word {
        let Scratch {
            folded,
            persian: terms,
        } = &mut self.scratch;
        folded.clear();
        terms.clear();
        fold_group(raw, folded);
        persian::analyze(folded, terms);
        let word = self.words.begin(raw);
        let ranges: Vec<Range<usize>> = terms
            .iter()
            .map(|term| raw_range(raw, folded, term.start..term.end))
            .collect();
        if ranges.windows(2).all(|pair| pair[0].end <= pair[1].start) {
            for (term, range) in terms.iter().zip(ranges) {
                let rule = Rule::Persian(term.rule);
                let (exact, lemma) = (&term.exact, &term.lemma);
                self.words
                    .push(&word, range, exact, lemma, Script::Arabic, rule);
            }
        } else {
            // Two terms share a character: a ligature such as ﷻ, which is two words.
            let whole = folded.replace(ZWNJ, "");
            let range = 0..raw.len();
            self.words
                .push(&word, range, &whole, &whole, Script::Arabic, Rule::Whole);
        }
        let (forward, backward) = (Binding::forward(folded), Binding::backward(folded));
        self.words.end(word, forward, backward)
    }

    /// A word of Latin letters and digits, or of another script.
    fn other(&mut self, text: &str, range: &Range<usize>, class: Class) -> Word {
        match self.words.get(text, range) {
            Some(word) => word,
            None => self.new_other(&text[range.clone()], class),
        }
    }

    fn new_other(&mut self, raw: &str, class: Class) -> Word {
        let word = self.words.begin(raw);
        for piece in pieces(raw) {
            let text = &raw[piece.clone()];
            let mut folded = String::with_capacity(text.len());
            for c in text.chars() {
                match c {
                    '\'' | '’' => folded.push('\''),
                    _ if letters::letter(c).class != Class::Break => fold_char(c, &mut folded),
                    _ => {}
                }
            }
            let folded = english::without_possessive(&folded).replace(['\'', ZWNJ], "");
            if folded.is_empty() {
                continue;
            }
            let (exact, lemma, script, rule);
            if folded.bytes().all(|b| b.is_ascii_digit()) {
                (script, rule) = (Script::Number, Rule::Number);
                (exact, lemma) = (folded.clone(), folded);
            } else if class == Class::Other {
                (script, rule) = (Script::Other, Rule::Whole);
                (exact, lemma) = (folded.clone(), folded);
            } else {
                let found = self.english.lemma(&folded);
                script = Script::Latin;
                (lemma, rule) = (found.0, Rule::English(found.1));
                exact = english::exact(text, &folded);
            }
            self.words.push(&word, piece, &exact, &lemma, script, rule);
        }
        self.words.end(word, Binding::NONE, Binding::NONE)
    }

    /// Words of a run of Chinese, Japanese or Korean.
    fn cjk(
        &mut self,
        text: &str,
        range: Range<usize>,
        position: &mut u32,
        sink: &mut impl FnMut(&Found),
    ) {
        let run = &text[range.clone()];
        let folded = &mut self.scratch.folded;
        self.segmenter.segment(run, |word| {
            folded.clear();
            run[word.clone()].chars().for_each(|c| fold_char(c, folded));
            if !folded.is_empty() {
                sink(&Found {
                    text,
                    position: *position,
                    source: Source::Dictionary {
                        place: range.start + word.start..range.start + word.end,
                        folded,
                    },
                });
                *position += 1;
            }
        });
    }
}

/// The next run of word characters at or after `at`: its class and bytes.
fn next_run(text: &str, at: usize) -> Option<(Class, Range<usize>)> {
    let classes = letters::classes();
    let bytes = text.as_bytes();
    // The class of the character at `at` and its length; two-byte characters, nearly all of Persian,
    // are decoded here and looked up at once.
    let class_at = |at: usize| -> Option<(Class, usize)> {
        let first = *bytes.get(at)?;
        if first < 0x80 {
            return Some((classes[usize::from(first)], 1));
        }
        if let Some(class) = class_of_pair(classes, first, *bytes.get(at + 1)?) {
            return Some((class, 2));
        }
        let c = text[at..].chars().next()?;
        Some((letters::letter(c).class, c.len_utf8()))
    };
    let mut start = at;
    let class = loop {
        let (class, len) = class_at(start)?;
        if class.is_word() {
            break class;
        }
        start += len;
    };
    let mut end = start;
    if class == Class::Arabic {
        // Nearly all words of a Persian text are letters of two bytes up to a space.
        let is_letter = |pair: &&[u8; 2]| class_of_pair(classes, pair[0], pair[1]) == Some(class);
        let (pairs, _) = bytes[start..].as_chunks();
        let letters = 2 * pairs.iter().take_while(is_letter).count();
        if letters < LONGEST_WORD {
            end += letters;
        }
        if end > start && bytes.get(end) == Some(&b' ') {
            return Some((class, start..end));
        }
    }
    // What is ignored at the end of a word is no part of it; an apostrophe inside one is.
    let mut last = end;
    while let Some((next, len)) = class_at(end) {
        if end - start >= LONGEST_WORD && class != Class::Cjk {
            break;
        }
        match next {
            Class::Ignored => {}
            Class::Joiner if class == Class::Arabic => {}
            _ if next == class => {
                end += len;
                // The letters that follow in a row need no further questions.
                while let Some((_, len)) = class_at(end).filter(|(next, _)| *next == class)
                    && (end - start < LONGEST_WORD || class == Class::Cjk)
                {
                    end += len;
                }
                last = end;
                continue;
            }
            Class::Latin | Class::Digit if matches!(class, Class::Latin | Class::Digit) => {
                last = end + len
            }
            Class::Break if class == Class::Latin && is_apostrophe(text, end, len) => {}
            Class::Break if class == Class::Digit && is_separator(text, start, end) => {}
            Class::Break if class == Class::Latin && is_acronym_dot(text, start, end) => {}
            _ => break,
        }
        end += len;
    }
    Some((class, start..last))
}

/// The class of a character that these two bytes are.
#[inline]
fn class_of_pair(classes: &[Class; 0x800], first: u8, second: u8) -> Option<Class> {
    matches!(first, 0xc0..0xe0).then(|| classes[letters::code_of_pair(first, second)])
}

/// An apostrophe between two letters.
fn is_apostrophe(text: &str, at: usize, len: usize) -> bool {
    matches!(&text[at..at + len], "'" | "’")
        && text[at + len..]
            .chars()
            .next()
            .is_some_and(|c| letters::letter(c).class == Class::Latin)
}

/// The dot of an acronym, between single letters: U.S., U.K., Ph.D. is none.
fn is_acronym_dot(text: &str, start: usize, at: usize) -> bool {
    let capital = |c: Option<char>| c.is_some_and(|c| c.is_ascii_uppercase());
    let mut before = text[start..at].chars().rev();
    let mut rest = text[at..].chars();
    rest.next() == Some('.')
        && capital(before.next())
        && before.next().is_none_or(|c| c == '.')
        && capital(rest.next())
        && rest.next().is_none_or(|c| !c.is_alphanumeric())
}

/// A comma between digits that parts thousands: three digits follow, and no more.
fn is_separator(text: &str, start: usize, at: usize) -> bool {
    let digits = text[start..at]
        .chars()
        .rev()
        .take_while(|c| letters::digit_value(*c).is_some())
        .count();
    let mut rest = text[at..].chars();
    matches!(rest.next(), Some(',' | '٬'))
        && (1..=3).contains(&digits)
        && rest
            .by_ref()
            .take(3)
            .filter(|c| letters::digit_value(*c).is_some())
            .count()
            == 3
        && rest
            .next()
            .is_none_or(|c| letters::digit_value(c).is_none())
}

/// Whether a word is taken together with the one before it: the two bind, as an affix does, and
/// nothing but a space stands between them.
fn binds(text: &str, before: &Pending, range: &Range<usize>, word: &Word) -> bool {
    before.word.forward.meets(word.backward)
        && matches!(&text[before.range.end..range.start], " " | "\u{a0}" | "")
        && range.end - before.range.start < LONGEST_WORD
}

/// Folds a group; the space between bound pieces becomes ZWNJ.
fn fold_group(raw: &str, folded: &mut String) {
    for c in raw.chars() {
        if c == ' ' || c == '\u{a0}' {
            folded.push(ZWNJ);
        } else {
            fold_char(c, folded);
        }
    }
}

/// The bytes of `raw` from which the bytes `range` of its folded form came.
fn raw_range(raw: &str, folded: &str, range: Range<usize>) -> Range<usize> {
    if range.start == 0 && range.end == folded.len() {
        return 0..raw.len();
    }
    let mut buffer = String::new();
    let (mut start, mut end) = (0, raw.len());
    for (at, c) in raw.char_indices() {
        let before = buffer.len();
        fold_group(c.encode_utf8(&mut [0; 4]), &mut buffer);
        if before <= range.start && buffer.len() > range.start {
            start = at;
        }
        if before < range.end && buffer.len() >= range.end {
            end = at + c.len_utf8();
            break;
        }
    }
    start..end
}

/// Cuts a run of Latin letters and digits where extraction glued two things together: a year and a
/// name (2020Segal), a word and its note call (diplomacy1). What is one (5G, COVID19, 20th) stays.
fn pieces(raw: &str) -> Vec<Range<usize>> {
    let mut runs: Vec<(bool, Range<usize>)> = Vec::new();
    for (at, c) in raw.char_indices() {
        let digit = letters::letter(c).class == Class::Digit;
        let end = at + c.len_utf8();
        match runs.last_mut() {
            Some((kind, range)) if *kind == digit || letters::letter(c).class == Class::Break => {
                range.end = end;
            }
            _ => runs.push((digit, at..end)),
        }
    }
    let chars = |range: &Range<usize>| raw[range.clone()].chars().count();
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut previous: Option<(bool, Range<usize>)> = None;
    for (digit, range) in runs {
        let glued = previous.as_ref().is_some_and(|(_, before)| {
            let (digits, word) = if digit {
                (&range, before)
            } else {
                (before, &range)
            };
            let year = chars(digits) == 4 && chars(word) >= 3;
            let lower = raw[word.clone()]
                .chars()
                .next_back()
                .is_some_and(char::is_lowercase);
            let call = digit && chars(word) >= 4 && chars(digits) <= 2 && lower;
            year || call
        });
        match out.last_mut() {
            Some(last) if !glued => last.end = range.end,
            _ => out.push(range.clone()),
        }
        previous = Some((digit, range));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn analyzer() -> Analyzer {
        Analyzer::new(&Dictionaries::embedded())
    }

    fn tokens(text: &str) -> Vec<(String, String, String)> {
        let mut all = Vec::new();
        analyzer().tokens(text, |t| {
            all.push((
                text[t.start..t.end].to_owned(),
                t.exact.to_owned(),
                t.lemma.to_owned(),
            ));
        });
        all
    }

    fn lemmas(text: &str) -> Vec<String> {
        tokens(text).into_iter().map(|t| t.2).collect()
    }

    #[test]
    fn three_spellings_of_a_persian_word_are_one() {
        for spellings in [
            ["کتاب‌های", "کتابهای", "کتاب های"],
            ["می‌شود", "میشود", "می شود"],
            ["بین‌المللی", "بینالمللی", "بین المللی"],
            ["سیاست‌ها", "سیاستها", "سیاست ها"],
        ] {
            let found: Vec<Vec<String>> = spellings.iter().map(|s| lemmas(s)).collect();
            assert_eq!(found[0], found[1], "{spellings:?}");
            assert_eq!(found[0], found[2], "{spellings:?}");
        }
        assert_eq!(lemmas("حاكميت سايبري"), lemmas("حـاکمیت سایبری"));
    }

    #[test]
    fn scripts_are_told_apart_run_by_run() {
        let found = tokens("ورود به 5G (cyber-powers) 网络主权 در ۱۴۰۱ΩμΣ");
        let raw: Vec<&str> = found.iter().map(|t| t.0.as_str()).collect();
        assert_eq!(
            raw,
            [
                "ورود", "به", "5G", "cyber", "powers", "网络", "主权", "در", "۱۴۰۱", "ΩμΣ"
            ]
        );
        assert_eq!(found[4].2, "power");
        assert_eq!(found[8].1, "1401");
    }

    #[test]
    fn glued_years_and_calls_part_and_names_with_digits_stay() {
        for (text, parts) in [
            ("2020Segal", vec!["2020", "segal"]),
            ("diplomacy1", vec!["diplomacy", "1"]),
            ("20353استانداردهای", vec!["20353", "استانداردهای"]),
            ("5G COVID19 20th", vec!["5g", "COVID19", "20th"]),
            ("Iran’s 1,000 states'", vec!["iran", "1000", "states"]),
            ("1,2,3", vec!["1", "2", "3"]),
        ] {
            let exact: Vec<String> = tokens(text).into_iter().map(|t| t.1).collect();
            assert_eq!(exact, parts, "{text}");
        }
    }

    #[test]
    fn parts_of_a_compound_point_to_their_letters() {
        let found = tokens("بـیـن‌المـللی");
        let raw: Vec<&str> = found.iter().map(|t| t.0.as_str()).collect();
        assert_eq!(raw, ["بـیـن", "المـللی"]);
    }

    #[test]
    fn a_ligature_of_two_words_is_one_token() {
        assert_eq!(tokens("ﷻ").len(), 1);
        assert_eq!(tokens("الله ﷺ").len(), 2);
    }

    #[test]
    fn acronyms_are_exact_in_capitals() {
        let found = tokens("US us WHO's");
        let exact: Vec<&str> = found.iter().map(|t| t.1.as_str()).collect();
        assert_eq!(exact, ["US", "us", "WHO"]);
        assert_eq!(found[0].2, found[1].2);
        let found = tokens("U.S. policy, J.Nye and A. B. Smith.");
        let exact: Vec<&str> = found.iter().map(|t| t.1.as_str()).collect();
        assert_eq!(
            exact,
            ["US", "policy", "j", "nye", "and", "a", "b", "smith"]
        );
    }

    proptest! {
        #[test]
        fn tokens_of_any_text_are_in_order_and_on_character_boundaries(text in "(\\PC|[آ-ی\u{200c} ـ٠-٩a-z'網络]){0,60}") {
            let mut analyzer = analyzer();
            let (mut last, mut position) = (0, 0);
            analyzer.tokens(&text, |t| {
                assert!(t.start >= last && t.start < t.end, "{text:?} {t:?}");
                assert!(text.is_char_boundary(t.start) && text.is_char_boundary(t.end));
                assert!(!t.exact.is_empty() && !t.lemma.is_empty());
                assert_eq!(t.position, position);
                (last, position) = (t.end, position + 1);
            });
        }

        #[test]
        fn what_was_read_before_changes_nothing(
            before in "([آ-ی]{1,4}[ \u{200c}،.]?|[a-c12]{1,3} ?){0,30}",
            text in "([آ-ی]{1,4}[ \u{200c}،.]?|[a-c12]{1,3} ?){0,30}",
        ) {
            let collect = |analyzer: &mut Analyzer, text: &str| {
                let mut all = Vec::new();
                analyzer.tokens(text, |t| {
                    all.push((t.start, t.end, t.lemma.to_owned(), t.exact.to_owned()));
                });
                all
            };
            let expected = collect(&mut analyzer(), &text);
            let mut analyzer = analyzer();
            // The words of both, alone, before a space, and before what the other begins with.
            for text in [&before, &text, &text.replace(' ', "  "), &format!("{before}{text}")] {
                collect(&mut analyzer, text);
            }
            prop_assert_eq!(collect(&mut analyzer, &text), expected);
        }
    }
}
