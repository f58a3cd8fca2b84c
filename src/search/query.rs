//! The query language.
//!
//! ```text
//! query   = or
//! or      = and ("OR" and)*
//! and     = group ("AND" group)*
//! group   = clause+                      words side by side: any may match, all rank higher
//! clause  = ["+" | "-" | "NOT"] unit
//! unit    = "(" query ")" | [field ":"] (phrase | word)
//! phrase  = '"' words '"' ["~" number]   must occur in this order, with so many words between
//! word    = text ["*" | "~" [number]]    prefix, or within so many edits
//! field   = title section author cites year kind lang doc exact
//! ```
//!
//! A colon makes a field only directly between a Latin word and what follows it; so
//! `ایران: سند` and `3:15` are words.

use crate::document::{Kind, is_year};
use crate::error::{Error, Result};
use crate::text::letters::{self, digit_value};
use std::ops::Range;

/// A query, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// Any of them.
    Or(Vec<Node>),
    /// All of them.
    And(Vec<Node>),
    /// Words and other clauses side by side.
    Group(Vec<Clause>),
}

/// One clause of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// Whether it may, must or must not match.
    pub occur: Occur,
    /// What it asks for.
    pub unit: Unit,
}

/// Whether a clause may, must or must not match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occur {
    /// Matching ranks higher.
    May,
    /// What does not match is no hit.
    Must,
    /// What matches is no hit.
    MustNot,
}

/// What a clause asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A query in brackets.
    Nested(Node),
    /// A word or several that the analyzer will find in it.
    Word {
        /// Where it is searched.
        field: Field,
        /// As typed.
        text: String,
    },
    /// Words in order.
    Phrase {
        /// Where it is searched.
        field: Field,
        /// As typed, without quotes.
        text: String,
        /// Words that may stand between.
        slop: u32,
    },
    /// Words that begin so.
    Prefix {
        /// Where it is searched.
        field: Field,
        /// As typed, without star.
        text: String,
    },
    /// Words within an edit distance.
    Fuzzy {
        /// Where it is searched.
        field: Field,
        /// As typed, without tilde.
        text: String,
        /// Edits, 1 or 2.
        distance: u8,
    },
    /// Documents of these years, both included.
    Year(i64, i64),
    /// Passages of this kind.
    Kind(Kind),
    /// Passages in this language.
    Language(String),
    /// Documents whose identifier is this, or begins so (with a star).
    Document {
        /// As typed, without star.
        id: String,
        /// Whether a star followed.
        prefix: bool,
    },
}

impl Unit {
    /// Whether it only restricts what is searched, and ranks nothing.
    pub fn is_filter(&self) -> bool {
        matches!(
            self,
            Unit::Year(..)
                | Unit::Kind(_)
                | Unit::Language(_)
                | Unit::Document { .. }
                | Unit::Word {
                    field: Field::Cites,
                    ..
                }
                | Unit::Phrase {
                    field: Field::Cites,
                    ..
                }
        )
    }

    /// Whether it stands for many words.
    fn is_wide(&self) -> bool {
        matches!(
            self,
            Unit::Prefix { .. } | Unit::Fuzzy { .. } | Unit::Document { prefix: true, .. }
        )
    }

    /// Whether a unit without a sign must match: phrases, filters, and what names its field.
    fn restricts(&self) -> bool {
        match self {
            Unit::Nested(_) => false,
            Unit::Word { field, .. } | Unit::Prefix { field, .. } | Unit::Fuzzy { field, .. } => {
                *field != Field::Text
            }
            _ => true,
        }
    }
}

/// A field in which words are searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The text, by lemma and exact form.
    Text,
    /// The text, by exact form only.
    Exact,
    /// The title of the document.
    Title,
    /// The titles of the sections around the passage.
    Section,
    /// The authors.
    Author,
    /// Who is cited, and in which year the work appeared.
    Cites,
}

/// Longest query, in characters.
pub const LONGEST_QUERY: usize = 4096;
/// Most clauses of a query.
pub const MOST_CLAUSES: usize = 256;
/// Deepest nesting of brackets.
const DEEPEST: usize = 32;
/// Most words of a query with a star or a tilde, each of which stands for many words.
pub const MOST_WIDE: usize = 32;

/// Parses a query.
///
/// # Errors
/// [`Error::Query`] that points at what is wrong.
pub fn parse(query: &str) -> Result<Node> {
    let chars: Vec<char> = query.chars().collect();
    let mut parser = Parser {
        query,
        chars,
        at: 0,
        clauses: 0,
        wide: 0,
    };
    if parser.chars.len() > LONGEST_QUERY {
        return Err(parser.error(
            LONGEST_QUERY..LONGEST_QUERY + 1,
            format!("a query has at most {LONGEST_QUERY} characters"),
        ));
    }
    let node = parser.or(0)?;
    parser.space();
    if parser.at < parser.chars.len() {
        let at = parser.at;
        return Err(parser.error(at..at + 1, "this bracket was never opened"));
    }
    Ok(node)
}

struct Parser<'a> {
    query: &'a str,
    chars: Vec<char>,
    at: usize,
    clauses: usize,
    wide: usize,
}

impl Parser<'_> {
    fn error(&self, place: Range<usize>, reason: impl Into<String>) -> Error {
        Error::Query {
            query: self.query.to_owned(),
            start: place.start.min(self.chars.len()),
            len: place.len(),
            reason: reason.into(),
        }
    }

    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn space(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.at += 1;
        }
    }

    /// Takes an operator written in capitals as a word of its own.
    fn operator(&mut self, name: &str) -> Option<Range<usize>> {
        self.space();
        let len = name.len();
        let here = self.chars.get(self.at..self.at + len)?;
        let alone = self
            .chars
            .get(self.at + len)
            .is_none_or(|c| c.is_whitespace() || *c == '(' || *c == '"');
        if !here.iter().copied().eq(name.chars()) || !alone {
            return None;
        }
        let place = self.at..self.at + len;
        self.at += len;
        Some(place)
    }

    fn or(&mut self, depth: usize) -> Result<Node> {
        let mut parts = vec![self.and(depth)?];
        while let Some(place) = self.operator("OR") {
            self.expect_operand(&place, "OR")?;
            parts.push(self.and(depth)?);
        }
        Ok(one_or(parts, Node::Or))
    }

    fn and(&mut self, depth: usize) -> Result<Node> {
        let mut parts = vec![self.group(depth)?];
        while let Some(place) = self.operator("AND") {
            self.expect_operand(&place, "AND")?;
            parts.push(self.group(depth)?);
        }
        Ok(one_or(parts, Node::And))
    }

    fn expect_operand(&mut self, place: &Range<usize>, name: &str) -> Result<()> {
        self.space();
        let start = self.at;
        let ends = match self.peek() {
            None | Some(')') => true,
            _ => self.operator("OR").is_some() || self.operator("AND").is_some(),
        };
        self.at = start;
        if ends {
            return Err(self.error(
                place.clone(),
                format!(
                    "{name} needs something on both sides; write it small to search for the word"
                ),
            ));
        }
        Ok(())
    }

    fn group(&mut self, depth: usize) -> Result<Node> {
        let mut clauses = Vec::new();
        loop {
            self.space();
            let start = self.at;
            let operator = self.operator("OR").or_else(|| self.operator("AND"));
            self.at = start;
            if let Some(place) = operator {
                if clauses.is_empty() {
                    return Err(self.error(
                        place,
                        "an operator needs something on both sides; write it small to search for the word",
                    ));
                }
                break;
            }
            match self.peek() {
                None | Some(')') => break,
                _ => clauses.extend(self.clause(depth)?),
            }
        }
        if clauses.is_empty() {
            let at = self.at;
            return Err(self.error(at..at + 1, "nothing to search for here; write a word"));
        }
        Ok(Node::Group(clauses))
    }

    fn clause(&mut self, depth: usize) -> Result<Option<Clause>> {
        let start = self.at;
        let occur = if self.operator("NOT").is_some() {
            self.space();
            if matches!(self.peek(), None | Some(')')) {
                return Err(self.error(start..start + 3, "NOT needs something after it"));
            }
            Some(Occur::MustNot)
        } else {
            let sign = match self.peek() {
                Some('-') => Some(Occur::MustNot),
                Some('+') => Some(Occur::Must),
                _ => None,
            };
            // A sign belongs to what it touches; a dash between spaces is punctuation.
            let touches = self
                .chars
                .get(self.at + 1)
                .is_some_and(|c| !c.is_whitespace() && *c != '-' && *c != ')');
            match sign {
                Some(sign) if touches => {
                    self.at += 1;
                    Some(sign)
                }
                _ => None,
            }
        };
        let Some(unit) = self.unit(depth)? else {
            return Ok(None);
        };
        self.clauses += 1;
        if self.clauses > MOST_CLAUSES {
            return Err(self.error(
                start..self.at,
                format!("a query has at most {MOST_CLAUSES} clauses"),
            ));
        }
        self.wide += usize::from(unit.is_wide());
        if self.wide > MOST_WIDE {
            return Err(self.error(
                start..self.at,
                format!("a query has at most {MOST_WIDE} words with `*` or `~`"),
            ));
        }
        let occur = occur.unwrap_or(if unit.restricts() {
            Occur::Must
        } else {
            Occur::May
        });
        Ok(Some(Clause { occur, unit }))
    }

    fn unit(&mut self, depth: usize) -> Result<Option<Unit>> {
        match self.peek() {
            Some('(') => {
                let open = self.at;
                if depth == DEEPEST {
                    return Err(self.error(open..open + 1, "brackets are nested too deep"));
                }
                self.at += 1;
                let node = self.or(depth + 1)?;
                self.space();
                if self.peek() != Some(')') {
                    return Err(self.error(open..open + 1, "this bracket is never closed"));
                }
                self.at += 1;
                Ok(Some(Unit::Nested(node)))
            }
            Some('"') => self.phrase(Field::Text).map(Some),
            _ => self.word_or_field(),
        }
    }

    fn phrase(&mut self, field: Field) -> Result<Unit> {
        let open = self.at;
        let Some(len) = self.chars[open + 1..].iter().position(|c| *c == '"') else {
            return Err(self.error(open..open + 1, "this quote is never closed"));
        };
        let text: String = self.chars[open + 1..open + 1 + len].iter().collect();
        self.at = open + len + 2;
        if !has_word(&text) {
            return Err(self.error(open..self.at, "there is no word between these quotes"));
        }
        let slop = match self.peek() {
            Some('~') => {
                let tilde = self.at;
                self.at += 1;
                match self.number() {
                    Some(slop @ 0..=100) => slop,
                    _ => {
                        return Err(self.error(
                            tilde..self.at.max(tilde + 1),
                            "`~` after a phrase takes the number of words that may stand between, 0 to 100",
                        ));
                    }
                }
            }
            _ => 0,
        };
        Ok(Unit::Phrase { field, text, slop })
    }

    fn number(&mut self) -> Option<u32> {
        let mut value: Option<u32> = None;
        while let Some(digit) = self.peek().and_then(digit_value) {
            value = Some(
                value
                    .unwrap_or(0)
                    .saturating_mul(10)
                    .saturating_add(u32::from(digit)),
            );
            self.at += 1;
        }
        value
    }

    fn word_or_field(&mut self) -> Result<Option<Unit>> {
        let start = self.at;
        if let Some(name) = self.field_name() {
            let place = start..start + name.chars().count();
            let value = self.at;
            let unit = self.field(&name, &place)?;
            if matches!(&unit, Unit::Word { text, .. } | Unit::Prefix { text, .. } | Unit::Fuzzy { text, .. } if !has_word(text))
            {
                return Err(self.error(
                    value..self.at.max(value + 1),
                    format!("there is no word after `{name}:`"),
                ));
            }
            return Ok(Some(unit));
        }
        let unit = self.word(Field::Text)?;
        // Punctuation that stands alone asks for nothing.
        Ok(match &unit {
            Unit::Word { text, .. } if !has_word(text) => None,
            _ => Some(unit),
        })
    }

    /// Takes `name:` if something follows the colon directly.
    fn field_name(&mut self) -> Option<String> {
        let rest = &self.chars[self.at..];
        let len = rest.iter().position(|c| !c.is_ascii_alphabetic())?;
        let follows = rest
            .get(len + 1)
            .is_some_and(|c| !c.is_whitespace() && !matches!(c, '/' | ')'));
        if len == 0 || rest[len] != ':' || !follows {
            return None;
        }
        let name: String = rest[..len].iter().collect();
        self.at += len + 1;
        Some(name.to_ascii_lowercase())
    }

    fn field(&mut self, name: &str, place: &Range<usize>) -> Result<Unit> {
        let field = match name {
            "text" => Field::Text,
            "exact" => Field::Exact,
            "title" => Field::Title,
            "section" => Field::Section,
            "author" | "authors" => Field::Author,
            "cites" | "cited" => Field::Cites,
            "year" | "kind" | "lang" | "doc" => return self.filter(name),
            _ => {
                return Err(self.error(
                    place.clone(),
                    format!("there is no field `{name}`; fields are title, section, author, cites, year, kind, lang, doc, exact"),
                ));
            }
        };
        if self.peek() == Some('"') {
            if field == Field::Exact {
                let at = self.at;
                return Err(self.error(at..at + 1, "`exact:` takes a single word"));
            }
            self.phrase(field)
        } else {
            self.word(field)
        }
    }

    fn filter(&mut self, name: &str) -> Result<Unit> {
        let start = self.at;
        let value = if self.peek() == Some('"') {
            match self.phrase(Field::Text)? {
                Unit::Phrase { text, .. } => text,
                _ => String::new(),
            }
        } else {
            self.bare()
        };
        let place = start..self.at.max(start + 1);
        match name {
            "year" => years(&value).ok_or_else(|| {
                self.error(
                    place,
                    "a year is written as 2017, 1401 or a range such as 2017..2020, 2017.., ..1399",
                )
            }),
            "kind" => Kind::from_name(&value.to_lowercase())
                .map(Unit::Kind)
                .ok_or_else(|| {
                    let known: Vec<&str> = Kind::ALL.iter().map(|k| k.name()).collect();
                    self.error(
                        place,
                        format!("there is no kind `{value}`; kinds are {}", known.join(", ")),
                    )
                }),
            "lang" => {
                let code = value.to_lowercase();
                if (2..=3).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_lowercase()) {
                    Ok(Unit::Language(code))
                } else {
                    Err(self.error(
                        place,
                        "a language is written as its code: fa, en, ar, zh, ja, ko, ru",
                    ))
                }
            }
            _ => {
                let (id, prefix) = match value.strip_suffix('*') {
                    Some(id) => (id.to_owned(), true),
                    None => (value, false),
                };
                if id.is_empty() && !prefix {
                    return Err(self.error(place, "`doc:` takes the id of a document"));
                }
                Ok(Unit::Document { id, prefix })
            }
        }
    }

    /// Characters up to a space, a bracket or a quote.
    fn bare(&mut self) -> String {
        let start = self.at;
        while self
            .peek()
            .is_some_and(|c| !c.is_whitespace() && !matches!(c, '(' | ')' | '"'))
        {
            self.at += 1;
        }
        self.chars[start..self.at].iter().collect()
    }

    fn word(&mut self, field: Field) -> Result<Unit> {
        let start = self.at;
        let raw = self.bare();
        if raw.is_empty() {
            // A bracket or quote after a field name.
            let at = self.at;
            return Err(self.error(at..at + 1, "a word was expected here"));
        }
        if let Some(text) = raw.strip_suffix('*') {
            let letters = text
                .chars()
                .filter(|c| letters::letter(*c).class.is_word())
                .count();
            if letters == 0 {
                return Ok(Unit::Word { field, text: raw });
            }
            if letters < 2 {
                return Err(self.error(
                    start..self.at,
                    "a prefix needs at least two letters before `*`",
                ));
            }
            return Ok(Unit::Prefix {
                field,
                text: text.to_owned(),
            });
        }
        if let Some((text, tail)) = raw.rsplit_once('~')
            && has_word(text)
            && tail.chars().all(|c| digit_value(c).is_some())
        {
            let distance = match tail.chars().map(digit_value).collect::<Vec<_>>()[..] {
                [] => 1,
                [Some(n @ 1..=2)] => n,
                _ => {
                    let tilde = self.at - tail.chars().count() - 1;
                    return Err(self.error(tilde..self.at, "`~` after a word takes 1 or 2 edits"));
                }
            };
            return Ok(Unit::Fuzzy {
                field,
                text: text.to_owned(),
                distance,
            });
        }
        Ok(Unit::Word { field, text: raw })
    }
}

fn one_or(mut parts: Vec<Node>, many: impl FnOnce(Vec<Node>) -> Node) -> Node {
    match (parts.pop(), parts.is_empty()) {
        (Some(only), true) => only,
        (Some(last), false) => {
            parts.push(last);
            many(parts)
        }
        (None, _) => many(parts),
    }
}

fn has_word(text: &str) -> bool {
    text.chars().any(|c| letters::letter(c).class.is_word())
}

fn years(value: &str) -> Option<Unit> {
    let number = |text: &str| -> Option<i64> {
        // More digits would not only be no year, they would be no number.
        let digits = text.chars().count();
        if !(1..=4).contains(&digits) {
            return None;
        }
        let value = text
            .chars()
            .try_fold(0i64, |n, c| Some(n * 10 + i64::from(digit_value(c)?)))?;
        (is_year(value as i32) || digits < 4 || value > 0).then_some(value)
    };
    match value.split_once("..") {
        None => number(value).map(|year| Unit::Year(year, year)),
        Some(("", "")) => None,
        Some(("", last)) => Some(Unit::Year(0, number(last)?)),
        Some((first, "")) => Some(Unit::Year(number(first)?, 9999)),
        Some((first, last)) => {
            let (first, last) = (number(first)?, number(last)?);
            (first <= last).then_some(Unit::Year(first, last))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn word(text: &str) -> Unit {
        Unit::Word {
            field: Field::Text,
            text: text.into(),
        }
    }

    fn may(unit: Unit) -> Clause {
        Clause {
            occur: Occur::May,
            unit,
        }
    }

    fn group(clauses: Vec<Clause>) -> Node {
        Node::Group(clauses)
    }

    #[test]
    fn words_phrases_and_signs() {
        assert_eq!(
            parse("حاکمیت -سایبری \"normative power\"~3").unwrap(),
            group(vec![
                may(word("حاکمیت")),
                Clause {
                    occur: Occur::MustNot,
                    unit: word("سایبری")
                },
                Clause {
                    occur: Occur::Must,
                    unit: Unit::Phrase {
                        field: Field::Text,
                        text: "normative power".into(),
                        slop: 3
                    }
                },
            ])
        );
    }

    #[test]
    fn operators_bind_or_weakest() {
        let one = |text| group(vec![may(word(text))]);
        assert_eq!(
            parse("a AND b OR c").unwrap(),
            Node::Or(vec![Node::And(vec![one("a"), one("b")]), one("c")])
        );
        assert_eq!(
            parse("(a OR b) NOT c").unwrap(),
            group(vec![
                may(Unit::Nested(Node::Or(vec![one("a"), one("b")]))),
                Clause {
                    occur: Occur::MustNot,
                    unit: word("c")
                }
            ])
        );
    }

    #[test]
    fn fields_and_filters() {
        for (query, unit) in [
            ("year:2017..2020", Unit::Year(2017, 2020)),
            ("year:۱۴۰۱", Unit::Year(1401, 1401)),
            ("year:..1399", Unit::Year(0, 1399)),
            ("kind:footnote", Unit::Kind(Kind::Footnote)),
            ("lang:FA", Unit::Language("fa".into())),
            (
                "doc:iran",
                Unit::Document {
                    id: "iran".into(),
                    prefix: false,
                },
            ),
            (
                "doc:sub/*",
                Unit::Document {
                    id: "sub/".into(),
                    prefix: true,
                },
            ),
        ] {
            assert_eq!(
                parse(query).unwrap(),
                group(vec![Clause {
                    occur: Occur::Must,
                    unit
                }]),
                "{query}"
            );
        }
        assert_eq!(
            parse("title:\"a b\" سایبر* powr~2 author:سگال").unwrap(),
            group(vec![
                Clause {
                    occur: Occur::Must,
                    unit: Unit::Phrase {
                        field: Field::Title,
                        text: "a b".into(),
                        slop: 0
                    }
                },
                may(Unit::Prefix {
                    field: Field::Text,
                    text: "سایبر".into()
                }),
                may(Unit::Fuzzy {
                    field: Field::Text,
                    text: "powr".into(),
                    distance: 2
                }),
                Clause {
                    occur: Occur::Must,
                    unit: Unit::Word {
                        field: Field::Author,
                        text: "سگال".into()
                    }
                },
            ])
        );
    }

    #[test]
    fn colons_and_dashes_in_prose_are_no_syntax() {
        for query in [
            "ایران: سند",
            "3:15",
            "a - b",
            "روش توصیفی-تحلیلی",
            "http://x.y/z",
            "(Segal, 2020: 3)",
            "cyber: power",
        ] {
            assert!(parse(query).is_ok(), "{query}");
        }
    }

    #[test]
    fn what_is_wrong_is_pointed_at() {
        for (query, start, len, reason) in [
            ("abc \"def", 4, 1, "this quote is never closed"),
            ("a (b", 2, 1, "this bracket is never closed"),
            ("a) b", 1, 1, "this bracket was never opened"),
            ("a colour:red", 2, 6, "there is no field `colour`"),
            ("year:20x", 5, 3, "a year is written as"),
            ("kind:foo", 5, 3, "there is no kind `foo`"),
            ("a AND", 2, 3, "AND needs something on both sides"),
            ("OR a", 0, 2, "an operator needs something on both sides"),
            ("", 0, 1, "nothing to search for here"),
            (" ... ", 5, 1, "nothing to search for here"),
            ("\"،\"", 0, 3, "there is no word between these quotes"),
            ("a~7", 1, 2, "`~` after a word takes 1 or 2 edits"),
            ("a*", 0, 2, "a prefix needs at least two letters"),
        ] {
            match parse(query) {
                Err(Error::Query {
                    start: s,
                    len: l,
                    reason: r,
                    ..
                }) => {
                    assert_eq!((s, l), (start, len), "{query}");
                    assert!(r.starts_with(reason), "{query}: {r}");
                }
                other => panic!("{query}: {other:?}"),
            }
        }
    }

    #[test]
    fn queries_without_bound_are_refused() {
        assert!(parse(&"a ".repeat(3000)).is_err());
        assert!(parse(&"a ".repeat(300)).is_err());
        assert!(parse(&"(".repeat(100)).is_err());
    }

    proptest! {
        #[test]
        fn nothing_that_is_typed_panics(query in "(\\PC|[\"()*~:+\\- ]|AND|OR|NOT|year:|kind:|doc:|[۰-۹0-9]|حاکمیت){0,24}") {
            if let Err(Error::Query { start, len, query, .. }) = parse(&query) {
                prop_assert!(start <= query.chars().count());
                prop_assert!(len >= 1);
            }
        }
    }
}
