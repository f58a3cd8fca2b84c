//! Words broken at the end of a line.
//!
//! A hyphen at a line end was put there by the typesetter (`strat-` / `egies`) or belongs to the
//! word (`cyber-` / `diplomacy`). The document itself tells: the form it uses elsewhere is right. A
//! word that it uses in neither form is taken for broken by the typesetter.
//!
//! In Persian text a hyphen at a line end stands where a joined word was parted (`می-` / `شود`, for
//! می‌شود "becomes"); the language model tells it from a dash.

use crate::lexicon::model;
use crate::text::letters::{Class, SOFT_HYPHEN, letter};
use rustc_hash::FxHashSet;

/// How the end of one line meets the start of the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Join {
    /// A space stands between them.
    Space,
    /// Nothing does: the hyphen is part of the word.
    Hyphenated,
    /// Nothing does, and the hyphen at the end of the first goes.
    Broken,
    /// A ZWNJ does, in place of the hyphen.
    Joined,
}

/// The words of a document that can settle what a hyphen at a line end means.
#[derive(Debug, Default)]
pub struct LineEnds {
    words: FxHashSet<String>,
}

impl LineEnds {
    /// Collects words, hyphenated ones too, from lines that the reader of the text will see.
    pub fn of_lines<'a>(lines: impl Iterator<Item = &'a str> + Clone) -> LineEnds {
        let mut words = FxHashSet::default();
        if !lines.clone().any(|l| broken_stem(l).is_some()) {
            return LineEnds { words };
        }
        for line in lines {
            for word in line.split(|c: char| c.is_whitespace()) {
                let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '-');
                if word.is_ascii() && word.len() > 3 && !word.ends_with('-') {
                    words.insert(word.to_ascii_lowercase());
                }
            }
        }
        LineEnds { words }
    }

    /// How `line` meets the line `next` after it.
    pub fn join(&self, line: &str, next: &str) -> Join {
        let Some(stem) = broken_stem(line) else {
            return if is_parted(line, next) {
                Join::Joined
            } else {
                Join::Space
            };
        };
        let next = next.trim_start();
        let rest_len = next
            .find(|c: char| letter(c).class != Class::Latin)
            .unwrap_or(next.len());
        let rest = &next[..rest_len];
        if !rest.starts_with(char::is_lowercase) {
            // A capital or a digit after the hyphen: a compound (US-China) or a range.
            return if rest.is_empty() {
                Join::Space
            } else {
                Join::Hyphenated
            };
        }
        let hyphenated = format!("{stem}-{rest}").to_lowercase();
        let whole = format!("{stem}{rest}").to_lowercase();
        if self.words.contains(&hyphenated) && !self.words.contains(&whole) {
            Join::Hyphenated
        } else {
            Join::Broken
        }
    }
}

impl LineEnds {
    /// The lines with words that were broken between them joined on the line where they begin.
    pub fn joined(&self, lines: &[&str]) -> Vec<String> {
        let mut out: Vec<String> = Vec::with_capacity(lines.len());
        let mut rest_of = 0;
        for (index, line) in lines.iter().enumerate() {
            let line = &line[rest_of..];
            rest_of = 0;
            let Some(next) = lines.get(index + 1) else {
                out.push(line.to_owned());
                break;
            };
            let join = self.join(line, next);
            if join == Join::Space {
                out.push(line.to_owned());
                continue;
            }
            let start = next.len() - next.trim_start().len();
            let end = next[start..]
                .find(char::is_whitespace)
                .map_or(next.len(), |at| start + at);
            let head = match join {
                Join::Hyphenated => line.trim_end(),
                _ => without_hyphen(line),
            };
            let joiner = if join == Join::Joined { "\u{200c}" } else { "" };
            out.push(format!("{head}{joiner}{}", &next[start..end]));
            rest_of = next.len() - next[end..].trim_start().len();
        }
        out
    }
}

/// The part of a word before the hyphen at the end of a line, if there is one.
fn broken_stem(line: &str) -> Option<&str> {
    let line = line.trim_end();
    let stem = line.strip_suffix(['-', '\u{2010}', SOFT_HYPHEN])?;
    let start = stem
        .rfind(|c: char| letter(c).class != Class::Latin)
        .map_or(0, |at| {
            at + stem[at..].chars().next().map_or(1, char::len_utf8)
        });
    let word = &stem[start..];
    (word.chars().count() >= 2).then_some(word)
}

/// Whether a Persian word was parted at the hyphen that ends the line: its halves are written
/// together rather than apart.
fn is_parted(line: &str, next: &str) -> bool {
    let persian = |c: char| model::letter(c).is_some();
    let Some(stem) = line.trim_end().strip_suffix(['-', '\u{2010}', SOFT_HYPHEN]) else {
        return false;
    };
    let start = stem.rfind(|c| !persian(c)).map_or(0, |at| {
        at + stem[at..].chars().next().map_or(1, char::len_utf8)
    });
    let next = next.trim_start();
    let end = next.find(|c| !persian(c)).unwrap_or(next.len());
    let model = model::model();
    let word = |text: &str| {
        let letters = model::spell(text).filter(|letters| !letters.is_empty())?;
        model.find(&letters)
    };
    match (word(&stem[start..]), word(&next[..end])) {
        (Some(first), Some(second)) => model.joined(first, second) > 0.5,
        _ => false,
    }
}

/// The text of a line without the hyphen of a broken word at its end.
pub fn without_hyphen(line: &str) -> &str {
    let line = line.trim_end();
    line.strip_suffix(['-', '\u{2010}', SOFT_HYPHEN])
        .unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_settles_what_a_hyphen_means() {
        let lines = [
            "A cyber-power has strat-",
            "egies and cyber-",
            "power, be-",
            "low US-",
            "China in 1990-",
            "2000 and –",
        ];
        let ends = LineEnds::of_lines(lines.into_iter());
        let joins: Vec<Join> = lines.windows(2).map(|w| ends.join(w[0], w[1])).collect();
        assert_eq!(
            joins,
            [
                Join::Broken,
                Join::Hyphenated,
                Join::Broken,
                Join::Hyphenated,
                Join::Space
            ]
        );
    }

    #[test]
    fn joined_lines_lose_no_word() {
        let lines = ["a strat-", "egies and US-", "China", "", "end-"];
        let ends = LineEnds::of_lines(lines.into_iter());
        assert_eq!(
            ends.joined(&lines),
            ["a strategies", "and US-China", "", "", "end-"]
        );
    }

    #[test]
    fn persian_words_are_joined_where_they_were_parted() {
        let ends = LineEnds::default();
        assert_eq!(ends.join("و فناوری ارائه می-", "کنند و"), Join::Joined);
        assert_eq!(ends.join("تهدید نکنند و سلاح-", "های"), Join::Joined);
        assert_eq!(
            ends.joined(&["ارائه می-", "کنند و"]),
            ["ارائه می\u{200c}کنند", "و"]
        );
    }

    #[test]
    fn persian_and_dashes_are_left_alone() {
        let ends = LineEnds::default();
        assert_eq!(ends.join("روش توصیفی-", "تحلیلی"), Join::Space);
        assert_eq!(ends.join("so it is -", "and more"), Join::Space);
        assert_eq!(ends.join("", ""), Join::Space);
    }
}
