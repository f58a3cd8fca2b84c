//! Which words of a passage match a query.
//!
//! The passage's text is analyzed again, exactly as it was for the index, and compared term by term;
//! so a highlight can never stand beside what was found.

use crate::analysis::Analyzer;
use rustc_hash::FxHashSet;
use std::ops::Range;
use std::sync::Arc;

/// Recognizes a token of a passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Matcher {
    /// By its lemma.
    Lemma(String),
    /// By its exact form.
    Exact(String),
    /// By the beginning of its exact form.
    Prefix(String),
    /// By its exact form being one of these.
    Exacts(FxHashSet<String>),
}

impl Matcher {
    fn matches(&self, token: &Found) -> bool {
        match self {
            Matcher::Lemma(lemma) => token.lemma == *lemma,
            Matcher::Exact(exact) => token.exact == *exact,
            Matcher::Prefix(prefix) => token.exact.starts_with(prefix.as_str()),
            Matcher::Exacts(set) => set.contains(&token.exact),
        }
    }
}

/// What is highlighted together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    words: Vec<Matcher>,
    /// Words that may stand between; none if the words need not be in order.
    slop: Option<u32>,
    /// For words side by side: which are too frequent to be worth a mark of their own.
    frequent: Vec<bool>,
    /// For words side by side: whether they are marked in a row only.
    together: bool,
    /// The words of the query that led to it through the glossary.
    via: Option<Arc<str>>,
}

impl Target {
    /// Words that are marked only where they stand in this order.
    pub fn phrase(words: Vec<Matcher>, slop: u32) -> Target {
        Target {
            frequent: vec![false; words.len()],
            words,
            slop: Some(slop),
            together: true,
            via: None,
        }
    }

    /// Words side by side: where all stand in a row they are marked as one, elsewhere each by itself.
    pub fn bag(words: Vec<Matcher>, frequent: Vec<bool>) -> Target {
        Target {
            words,
            slop: None,
            frequent,
            together: false,
            via: None,
        }
    }

    /// Words side by side that are a term: they are marked where all stand in a row, and nowhere else,
    /// since a part of a term is not what was asked for.
    pub fn term(words: Vec<Matcher>) -> Target {
        Target {
            together: true,
            ..Target::bag(words, Vec::new())
        }
    }

    /// The same, reached through the glossary from these words of the query.
    pub fn via(mut self, typed: &str) -> Target {
        self.via = Some(typed.into());
        self
    }
}

/// A stretch of text that matches a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marked {
    /// Its bytes.
    pub range: Range<usize>,
    /// The words of the query for which it stands, where it is not they themselves.
    pub via: Option<Arc<str>>,
}

struct Found {
    range: Range<usize>,
    exact: String,
    lemma: String,
}

/// The stretches of `text` that match any target, in order, none touching another.
pub fn highlight(analyzer: &mut Analyzer, text: &str, targets: &[Target]) -> Vec<Marked> {
    let mut tokens = Vec::new();
    analyzer.tokens(text, |t| {
        tokens.push(Found {
            range: t.start..t.end,
            exact: t.exact.to_owned(),
            lemma: t.lemma.to_owned(),
        });
    });
    let mut marked = Vec::new();
    for target in targets {
        let mut ranges = Vec::new();
        match target.slop {
            Some(slop) => in_order(&tokens, &target.words, slop, &mut ranges),
            None => side_by_side(&tokens, target, &mut ranges),
        }
        marked.extend(ranges.into_iter().map(|range| Marked {
            range,
            via: target.via.clone(),
        }));
    }
    merge(marked)
}

/// Every place where the words stand in order, with at most `slop` others between them.
fn in_order(tokens: &[Found], words: &[Matcher], slop: u32, out: &mut Vec<Range<usize>>) {
    for start in 0..tokens.len() {
        if !words
            .first()
            .is_some_and(|word| word.matches(&tokens[start]))
        {
            continue;
        }
        let mut places = vec![start];
        let mut left = slop as usize;
        for word in &words[1..] {
            let from = places[places.len() - 1] + 1;
            let found =
                (from..tokens.len().min(from + left + 1)).find(|i| word.matches(&tokens[*i]));
            let Some(at) = found else { break };
            left -= at - from;
            places.push(at);
        }
        if places.len() == words.len() {
            if slop == 0 {
                out.push(tokens[start].range.start..tokens[places[places.len() - 1]].range.end);
            } else {
                out.extend(places.into_iter().map(|i| tokens[i].range.clone()));
            }
        }
    }
}

fn side_by_side(tokens: &[Found], target: &Target, out: &mut Vec<Range<usize>>) {
    let before = out.len();
    if target.words.len() > 1 {
        in_order(tokens, &target.words, 0, out);
        if out.len() > before || target.together {
            return;
        }
    }
    // Frequent words are marked only where there is nothing else to mark.
    for frequent in [false, true] {
        for token in tokens {
            let mut words = target.words.iter().zip(&target.frequent);
            if words.any(|(word, f)| *f == frequent && word.matches(token)) {
                out.push(token.range.clone());
            }
        }
        if out.len() > before {
            return;
        }
    }
}

/// Sorts what is marked and joins what overlaps; what was typed needs no glossary.
fn merge(mut marked: Vec<Marked>) -> Vec<Marked> {
    marked.sort_by_key(|m| (m.range.start, m.range.end));
    let mut merged: Vec<Marked> = Vec::with_capacity(marked.len());
    for next in marked {
        match merged.last_mut() {
            Some(last) if next.range.start < last.range.end => {
                last.range.end = last.range.end.max(next.range.end);
                last.via = last.via.take().and(next.via);
            }
            _ => merged.push(next),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::cjk::Dictionaries;

    fn marked<'a>(text: &'a str, targets: &[Target]) -> Vec<&'a str> {
        let mut analyzer = Analyzer::new(&Dictionaries::embedded());
        highlight(&mut analyzer, text, targets)
            .into_iter()
            .map(|m| &text[m.range])
            .collect()
    }

    fn lemmas(words: &[&str]) -> Vec<Matcher> {
        words
            .iter()
            .map(|w| Matcher::Lemma((*w).to_owned()))
            .collect()
    }

    #[test]
    fn a_row_of_all_words_is_marked_as_one() {
        let bag = Target::bag(lemmas(&["حاکمیت", "سایبری"]), vec![false, false]);
        let text = "سایبری و حاکمیت سایبری چین";
        assert_eq!(marked(text, std::slice::from_ref(&bag)), ["حاکمیت سایبری"]);
        assert_eq!(marked("حاکمیت ملی سایبری", &[bag]), ["حاکمیت", "سایبری"]);
    }

    #[test]
    fn frequent_words_are_marked_in_a_row_or_where_nothing_else_is() {
        let bag = Target::bag(lemmas(&["دفاع", "از", "خود"]), vec![false, true, true]);
        assert_eq!(
            marked("دفاع در برابر خود", std::slice::from_ref(&bag)),
            ["دفاع"]
        );
        assert_eq!(
            marked("حق دفاع از خود", std::slice::from_ref(&bag)),
            ["دفاع از خود"]
        );
        assert_eq!(marked("از آن خود", &[bag]), ["از", "خود"]);
    }

    #[test]
    fn a_term_is_marked_whole_or_not_at_all() {
        let term = Target::term(lemmas(&["حاکمیت", "سایبری"]));
        let text = "سایبری و حاکمیت سایبری چین";
        assert_eq!(marked(text, std::slice::from_ref(&term)), ["حاکمیت سایبری"]);
        assert!(marked("حاکمیت ملی سایبری", &[term]).is_empty());
    }

    #[test]
    fn near_words_are_marked_each() {
        let near = Target::phrase(lemmas(&["cyber", "sovereignti"]), 2);
        assert_eq!(
            marked(
                "cyber and data sovereignty, cyber x y z sovereignty",
                &[near]
            ),
            ["cyber", "sovereignty"]
        );
    }

    #[test]
    fn prefixes_and_sets() {
        let prefix = Target::phrase(vec![Matcher::Prefix("سایبر".into())], 0);
        assert_eq!(marked("سایبر سایبری حاکم", &[prefix]), ["سایبر", "سایبری"]);
    }
}
