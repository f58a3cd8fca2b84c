//! Words, numbers and marks of a passage, as far as citations need them.

use crate::document::years::is_year;
use crate::text::letters::{Class, digit_value, letter, number};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A word in Latin or another script with capitals; initials and domains are one word.
    Latin,
    /// A word in Arabic script, with its joiners.
    Arabic,
    /// A run of digits.
    Number,
    /// Any other visible character.
    Mark(char),
}

/// A token with its bytes in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// What it is.
    pub what: What,
}

/// A text in tokens. Places outside it hold no token, so that looking around needs no bounds.
pub struct Scan<'a> {
    /// The text.
    pub text: &'a str,
    /// Its tokens in order.
    pub tokens: Vec<Token>,
    /// Whether Latin words stand in it as guests: a quarter of its words or more are of Arabic script.
    pub arabic: bool,
}

impl<'a> Scan<'a> {
    /// Cuts a text into tokens.
    pub fn of(text: &'a str) -> Scan<'a> {
        let mut tokens = Vec::with_capacity(text.len() / 5);
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            let end = match letter(c).class {
                Class::Arabic => end_of(text, at, |c| {
                    matches!(
                        letter(c).class,
                        Class::Arabic | Class::Joiner | Class::Ignored
                    )
                }),
                Class::Digit => end_of(text, at, |c| digit_value(c).is_some()),
                Class::Latin | Class::Other => latin_end(text, at),
                _ => at + c.len_utf8(),
            };
            let what = match letter(c).class {
                Class::Arabic => What::Arabic,
                Class::Digit => What::Number,
                Class::Latin | Class::Other => What::Latin,
                _ => What::Mark(c),
            };
            let visible =
                !c.is_whitespace() && !matches!(letter(c).class, Class::Ignored | Class::Joiner);
            if visible {
                tokens.push(Token {
                    start: at,
                    end,
                    what,
                });
            }
            at = end;
        }
        let count = |what| tokens.iter().filter(|t| t.what == what).count();
        Scan {
            arabic: count(What::Arabic) * 3 > count(What::Latin),
            text,
            tokens,
        }
    }

    /// What stands at a place.
    pub fn what(&self, index: usize) -> Option<What> {
        self.tokens.get(index).map(|t| t.what)
    }

    /// What stands before a place.
    pub fn before(&self, index: usize) -> Option<What> {
        self.what(index.checked_sub(1)?)
    }

    /// The text of a token.
    pub fn word(&self, index: usize) -> &'a str {
        self.tokens
            .get(index)
            .map_or("", |t| &self.text[t.start..t.end])
    }

    /// The text from one token to before another, white space made single.
    pub fn slice(&self, from: usize, to: usize) -> String {
        let (Some(first), Some(last)) = (
            self.tokens.get(from),
            to.checked_sub(1).and_then(|l| self.tokens.get(l)),
        ) else {
            return String::new();
        };
        if from >= to {
            return String::new();
        }
        let words = self.text[first.start..last.end].split_whitespace();
        words.collect::<Vec<_>>().join(" ")
    }

    /// Whether two neighbours touch.
    pub fn glued(&self, index: usize) -> bool {
        match (self.tokens.get(index), self.tokens.get(index + 1)) {
            (Some(a), Some(b)) => a.end == b.start,
            _ => false,
        }
    }

    /// Whether a bracket of either direction stands at a place.
    pub fn is_bracket(&self, index: usize) -> bool {
        matches!(self.what(index), Some(What::Mark('(' | ')' | '[' | ']')))
    }

    /// Whether a comma of either script stands at a place.
    pub fn is_comma(&self, index: usize) -> bool {
        matches!(self.what(index), Some(What::Mark(',' | '،')))
    }

    /// Whether a word with a capital stands at a place.
    pub fn is_capital(&self, index: usize) -> bool {
        self.what(index) == Some(What::Latin) && self.word(index).starts_with(char::is_uppercase)
    }

    /// The value of a number.
    pub fn number(&self, index: usize) -> Option<u32> {
        (self.what(index)? == What::Number && self.word(index).chars().count() <= 6)
            .then(|| number(self.word(index)))
    }

    /// The year at a place, digits in ASCII and with the letter that tells works of one year apart;
    /// also the place after it. Four digits whose order extraction turned count between brackets.
    pub fn year(&self, index: usize) -> Option<(String, usize)> {
        let word = self.word(index);
        if self.what(index)? != What::Number || word.chars().count() != 4 {
            return None;
        }
        let mut value = number(word) as i32;
        if !is_year(value) {
            let digits: String = word.chars().rev().collect();
            value = number(&digits) as i32;
            let plausible = (1980..2030).contains(&value) || (1380..1410).contains(&value);
            if !plausible || !self.is_bracket(index.checked_sub(1)?) {
                return None;
            }
        }
        // A span of years, a date, a part of a larger number.
        let number_at = |i: Option<usize>| i.is_some_and(|i| self.what(i) == Some(What::Number));
        let dash = |i: usize| matches!(self.what(i), Some(What::Mark('-' | '–' | '/' | '.')));
        if index > 0 && self.glued(index - 1) && dash(index - 1) && number_at(index.checked_sub(2))
            || self.glued(index)
                && dash(index + 1)
                && number_at(Some(index + 2))
                && self.glued(index + 1)
        {
            return None;
        }
        let mut year = value.to_string();
        let mut next = index + 1;
        if self.glued(index) && self.what(next) == Some(What::Latin) {
            match self.word(next) {
                "s" => return None,
                letter @ ("a" | "b" | "c" | "d" | "e" | "f") => {
                    year.push_str(letter);
                    next += 1;
                }
                _ => {}
            }
        }
        Some((year, next))
    }

    /// The page at a place (`: 3`, `, pp. 3-5`, `، ص ۱۲`) and the place after it.
    pub fn page(&self, index: usize) -> Option<(String, usize)> {
        let mut at = index;
        // A bracket that extraction left inside.
        let colon = |i| self.what(i) == Some(What::Mark(':'));
        if self.is_bracket(at) && colon(at + 1) {
            at += 1;
        }
        let strong = colon(at);
        if !strong && !self.is_comma(at) {
            return None;
        }
        at += 1;
        let mut named = false;
        while matches!(
            self.word(at),
            "p" | "p."
                | "pp"
                | "pp."
                | "P"
                | "PP"
                | "ص"
                | "صص"
                | "صفحه"
                | "صفحات"
                | "."
                | "ج"
                | "جلد"
        ) {
            named |= self.word(at) != ".";
            at += 1;
        }
        if strong && self.is_bracket(at) && self.what(at + 1) == Some(What::Number) {
            at += 1;
        }
        let first = self.number(at)?;
        if !strong && !named && (self.year(at).is_some() || first > 3000) {
            return None;
        }
        let mut page = first.to_string();
        at += 1;
        if matches!(self.what(at), Some(What::Mark('-' | '–' | '—')))
            && let Some(last) = self.number(at + 1)
        {
            page = format!("{page}-{last}");
            at += 2;
        }
        Some((page, at))
    }
}

fn end_of(text: &str, from: usize, holds: impl Fn(char) -> bool) -> usize {
    text[from..]
        .find(|c| !holds(c))
        .map_or(text.len(), |len| from + len)
}

/// The end of a Latin word: apostrophes, hyphens and dots between letters belong to it, and so does
/// the dot after an initial and after `al`.
fn latin_end(text: &str, from: usize) -> usize {
    let is_letter = |c: char| matches!(letter(c).class, Class::Latin | Class::Other);
    let word = |at| {
        end_of(text, at, |c| {
            is_letter(c) || letter(c).class == Class::Ignored
        })
    };
    let mut end = word(from);
    loop {
        let mut rest = text[end..].chars();
        let Some(mark) = rest.next() else { return end };
        let inner = matches!(mark, '\'' | '’' | '-' | '.' | '/' | '‐');
        if inner && rest.next().is_some_and(is_letter) {
            // A full stop without a space after it ends a word, unless it is one of an abbreviation
            // or a domain.
            let next = end + mark.len_utf8();
            let next_end = word(next);
            let capital = text[next..].starts_with(char::is_uppercase);
            let short = text[from..end].chars().count() <= 2;
            if matches!(mark, '.' | '/') && capital && !short {
                return end;
            }
            end = next_end;
            continue;
        }
        let so_far = &text[from..end];
        let last = so_far.rsplit(['.', '-']).next().unwrap_or(so_far);
        let abbreviated = last.chars().count() == 1 && last.chars().all(char::is_uppercase)
            || matches!(last, "al" | "Jr" | "Sr" | "Dr" | "eds" | "cit");
        return end + usize::from(mark == '.' && abbreviated);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        let scan = Scan::of(text);
        (0..scan.tokens.len()).map(|i| scan.word(i)).collect()
    }

    #[test]
    fn words_numbers_and_marks() {
        assert_eq!(
            words("U.S. Department (2017Chan) www.scio.gov.cn, O’Neil et.al. J. می‌شود؛2020"),
            [
                "U.S.",
                "Department",
                "(",
                "2017",
                "Chan",
                ")",
                "www.scio.gov.cn",
                ",",
                "O’Neil",
                "et.al.",
                "J.",
                "می‌شود",
                "؛",
                "2020"
            ]
        );
    }

    #[test]
    fn years_and_pages() {
        let year = |text: &str| {
            let scan = Scan::of(text);
            (0..scan.tokens.len())
                .find_map(|i| scan.year(i))
                .map(|y| y.0)
        };
        assert_eq!(year("(2017a)").as_deref(), Some("2017a"));
        assert_eq!(year("۱۳۹۹").as_deref(), Some("1399"));
        assert_eq!(year("(0202)").as_deref(), Some("2020"));
        for none in ["1980s", "1990-2000", "12/5/2019", "353-364", "0202"] {
            assert_eq!(year(none), None, "{none}");
        }
        let page = |text: &str| Scan::of(text).page(0).map(|p| p.0);
        assert_eq!(page(": 356-360)").as_deref(), Some("356-360"));
        assert_eq!(page("، ص ۱۲").as_deref(), Some("12"));
        assert_eq!(page(", pp. 3–5").as_deref(), Some("3-5"));
        assert_eq!(page(": (17 وی").as_deref(), Some("17"));
        assert_eq!(page(", 2020)"), None);
    }
}
