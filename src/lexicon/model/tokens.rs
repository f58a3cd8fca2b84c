//! Clean text to the tokens of the model; the same for training and for use.
//!
//! A token is a piece between spaces or ZWNJ. How ZWNJ is written differs from text to text
//! (کتابها, کتاب ها, کتاب‌ها), so solid words are parted at bound affixes unless the model knows the
//! whole as a word of its own (تنها).

use super::affixes;
use super::alphabet::{letter, spell};
use super::{COLON, COMMA, FIRST, LATIN, Model, NUMBER, SENTENCE, UNKNOWN, Word};
use crate::text::letters::{self, Class, Folded, fold_char};
use std::ops::Range;
use std::sync::LazyLock;

/// What stands between a run of letters and the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Border {
    /// White space only.
    Space,
    /// One ZWNJ.
    Joiner,
    /// Anything else, or nothing.
    Other,
}

/// What the scanner finds.
pub enum Found<'a> {
    /// A run of letters of the Arabic script: codes of the letters, for each letter its bytes, what
    /// stands before. A letter that Persian has not has code 0.
    Run(&'a [u8], &'a [Range<usize>], Border),
    /// One of the tokens below [`FIRST`], and its bytes.
    Special(Word, Range<usize>),
}

/// Cuts text into runs of letters and what stands between them.
pub fn scan(text: &str, mut found: impl FnMut(Found)) {
    let mut scanner = Scanner::default();
    let mut chars = text.char_indices().peekable();
    let mut special: Option<(Word, Range<usize>)> = None;
    while let Some((at, c)) = chars.next() {
        let bytes = at..at + c.len_utf8();
        let known = letters::letter(c);
        if known.class == Class::Arabic && known.folded != Folded::Nothing {
            if let Some((word, bytes)) = special.take() {
                found(Found::Special(word, bytes));
                scanner.border = Border::Other;
            }
            scanner.push(c, bytes);
            continue;
        }
        let inside = match known.class {
            Class::Ignored => continue,
            Class::Arabic => continue,
            Class::Joiner => {
                scanner.flush(&mut found, Border::Joiner);
                continue;
            }
            Class::Digit => Some(NUMBER),
            Class::Latin | Class::Cjk | Class::Other => Some(LATIN),
            Class::Break => None,
        };
        if let Some(word) = inside {
            scanner.flush(&mut found, Border::Other);
            match &mut special {
                Some((before, range)) if *before == word => range.end = bytes.end,
                _ => {
                    if let Some((word, bytes)) = special.replace((word, bytes)) {
                        found(Found::Special(word, bytes));
                    }
                }
            }
            continue;
        }
        // A mark inside a number or between Latin letters (3.14, U.S.) parts nothing.
        if let Some((word, _)) = &special
            && matches!(c, '.' | ',' | '/' | ':' | '-' | '\'' | '٫' | '٬')
            && chars.peek().is_some_and(|&(_, next)| {
                let class = letters::letter(next).class;
                (*word == NUMBER && class == Class::Digit)
                    || (*word == LATIN && class == Class::Latin)
            })
        {
            continue;
        }
        let border = if c.is_whitespace() && c != '\n' {
            Border::Space
        } else {
            Border::Other
        };
        scanner.flush(&mut found, border);
        if let Some((word, bytes)) = special.take() {
            found(Found::Special(word, bytes));
            scanner.border = Border::Other;
        }
        match c {
            '.' | '؟' | '!' | '؛' | '?' | ';' | '…' | '۔' | '\n' => {
                found(Found::Special(SENTENCE, bytes));
            }
            '،' | ',' => found(Found::Special(COMMA, bytes)),
            ':' => found(Found::Special(COLON, bytes)),
            _ => {}
        }
    }
    scanner.flush(&mut found, Border::Other);
    if let Some((word, bytes)) = special {
        found(Found::Special(word, bytes));
    }
}

/// The run being read.
struct Scanner {
    run: Vec<u8>,
    ranges: Vec<Range<usize>>,
    border: Border,
    unfolded: String,
}

impl Default for Scanner {
    fn default() -> Self {
        Self {
            run: Vec::new(),
            ranges: Vec::new(),
            border: Border::Other,
            unfolded: String::new(),
        }
    }
}

impl Scanner {
    fn push(&mut self, c: char, bytes: Range<usize>) {
        if let Some(code) = letter(c) {
            self.run.push(code);
            self.ranges.push(bytes);
            return;
        }
        self.unfolded.clear();
        fold_char(c, &mut self.unfolded);
        for c in self.unfolded.chars() {
            self.run.push(letter(c).unwrap_or(0));
            self.ranges.push(bytes.clone());
        }
    }

    /// Gives the run out; `border` is what follows it.
    fn flush(&mut self, found: &mut impl FnMut(Found), border: Border) {
        if self.run.is_empty() {
            // Several characters between two runs: only spaces stay a space.
            if border != self.border {
                self.border = Border::Other;
            }
            return;
        }
        found(Found::Run(&self.run, &self.ranges, self.border));
        self.run.clear();
        self.ranges.clear();
        self.border = border;
    }
}

/// Affixes as letter codes.
struct Affixes {
    prefixes: Vec<Vec<u8>>,
    suffixes: Vec<Vec<u8>>,
    after_he: Vec<Vec<u8>>,
    he: u8,
}

static AFFIXES: LazyLock<Affixes> = LazyLock::new(|| {
    let all = |pieces: &[&str]| pieces.iter().filter_map(|piece| spell(piece)).collect();
    Affixes {
        prefixes: all(&affixes::PREFIXES),
        suffixes: all(&[&affixes::PLURALS[..], &affixes::DEGREES].concat()),
        after_he: all(&affixes::AFTER_HE),
        he: letter('ه').expect("a letter"),
    }
});

/// All places where a run of letters could be parted at a bound affix: letters before the cut, and
/// whether the stem stands after it.
pub fn affix_cuts(run: &[u8]) -> impl Iterator<Item = (usize, bool)> {
    let before = AFFIXES
        .prefixes
        .iter()
        .filter(move |prefix| run.starts_with(prefix) && run.len() >= prefix.len() + 2)
        .map(|prefix| (prefix.len(), true));
    let after = AFFIXES
        .suffixes
        .iter()
        .filter(move |suffix| run.ends_with(suffix) && run.len() >= suffix.len() + 2)
        .map(|suffix| (run.len() - suffix.len(), false));
    let after_he = AFFIXES
        .after_he
        .iter()
        .filter(move |suffix| {
            run.len() >= suffix.len() + 2
                && run.ends_with(suffix)
                && run[run.len() - suffix.len() - 1] == AFFIXES.he
        })
        .map(|suffix| (run.len() - suffix.len(), false));
    before.chain(after).chain(after_he)
}

/// The words of a run of letters: itself if it is known, else a stem and its affix if there is a
/// known stem (the most probable one), else [`UNKNOWN`]. Gives the words and the letters before the
/// second.
pub fn part(
    run: &[u8],
    find: impl Fn(&[u8]) -> Option<Word>,
    weight: impl Fn(Word) -> f32,
) -> (Word, Option<(usize, Word)>) {
    if let Some(word) = find(run) {
        return (word, None);
    }
    affix_cuts(run)
        .filter_map(|(cut, stem_is_last)| {
            let (first, second) = (find(&run[..cut])?, find(&run[cut..])?);
            let stem = if stem_is_last { second } else { first };
            Some((weight(stem), first, cut, second))
        })
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map_or((UNKNOWN, None), |(_, first, cut, second)| {
            (first, Some((cut, second)))
        })
}

/// The tokens of clean text and their bytes. Runs of sentence ends are one token.
pub fn tokens(text: &str, model: &Model) -> Vec<(Word, Range<usize>)> {
    let mut tokens: Vec<(Word, Range<usize>)> = Vec::new();
    scan(text, |found| match found {
        Found::Special(SENTENCE, bytes) => match tokens.last_mut() {
            Some((SENTENCE, before)) => before.end = bytes.end,
            _ => tokens.push((SENTENCE, bytes)),
        },
        Found::Special(word, bytes) => tokens.push((word, bytes)),
        Found::Run(run, ranges, _) => {
            let whole = ranges[0].start..ranges[run.len() - 1].end;
            let (first, rest) = part(run, |letters| model.find(letters), |w| model.unigram(w));
            match rest {
                None => tokens.push((first, whole)),
                Some((cut, second)) => {
                    tokens.push((first, whole.start..ranges[cut - 1].end));
                    tokens.push((second, ranges[cut].start..whole.end));
                }
            }
        }
    });
    debug_assert!(
        tokens
            .iter()
            .all(|&(word, _)| word < FIRST || (word as usize) < model.len())
    );
    tokens
}
