//! Keywords in two languages: lists that say the same, and a list beside the abstract in the other
//! language.

use super::super::kind::Kind;
use super::super::passages::Passage;
use super::super::structure;
use super::Pair;
use super::align::{Term, best};
use super::words::{self, Word};
use crate::text::letters::{Class, letter};

/// Share of the words of two keywords that must lead to each other: more than half, since lists hold
/// several kinds of one thing (machine learning, deep learning).
const MOST: f64 = 0.6;
/// The same for a keyword and a run of words of an abstract.
const NEARLY_ALL: f64 = 0.8;
/// How sure a pair is that only its place in two lists makes.
const BY_PLACE: f32 = 0.7;
/// Words of a keyword at most.
const LONGEST: usize = 6;

/// A keyword with its line.
struct Keyword {
    text: String,
    line: u32,
}

/// Appends the pairs of a paper's keywords.
pub fn find(passages: &[Passage], pairs: &mut Vec<Pair>) {
    let (mut persian, mut english) = (Vec::new(), Vec::new());
    for passage in passages.iter().filter(|p| p.kind == Kind::Keywords) {
        for keyword in of_list(passage) {
            let is_persian = |c: char| letter(c).class == Class::Arabic;
            if keyword.text.contains(is_persian) {
                persian.push(keyword);
            } else {
                english.push(keyword);
            }
        }
    }
    if english.is_empty() {
        return;
    }
    if !persian.is_empty() {
        lists(&persian, &english, pairs);
    } else if passages.iter().any(|p| is_abstract(p, "fa")) {
        for keyword in &english {
            pairs.extend(in_abstract(keyword, passages));
        }
    }
}

/// The keywords of a passage.
fn of_list(passage: &Passage) -> Vec<Keyword> {
    let text = &passage.traced.text;
    let list = structure::keywords(text).unwrap_or(text);
    let mut at = text.len() - list.len();
    let mut found = Vec::new();
    for part in list.split_inclusive(['،', ',', ';', '؛']) {
        let word = part.trim_matches(|c: char| !c.is_alphanumeric());
        if (1..=LONGEST).contains(&word.split_whitespace().count()) {
            found.push(Keyword {
                text: word.to_owned(),
                line: passage.traced.line_at(at).unwrap_or(0),
            });
        }
        at += part.len();
    }
    found
}

/// Pairs two lists: first keywords whose words lead to each other, the surest first; then, in lists
/// of one length, those of one place, unless the pairs found say that the order is another.
fn lists(persian: &[Keyword], english: &[Keyword], pairs: &mut Vec<Pair>) {
    let terms: Vec<Term> = english.iter().map(|e| Term::of(&e.text)).collect();
    let mut led: Vec<(f64, usize, usize)> = Vec::new();
    for (p, keyword) in persian.iter().enumerate() {
        let (words, _) = words::of_text(&keyword.text, |_| keyword.line);
        for (e, term) in terms.iter().enumerate() {
            led.extend(evidence(&words, term).map(|share| (share, p, e)));
        }
    }
    led.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut of: Vec<Option<(usize, f32)>> = vec![None; persian.len()];
    let mut taken = vec![false; english.len()];
    for (share, p, e) in led {
        if of[p].is_none() && !taken[e] {
            of[p] = Some((e, (0.6 + 0.38 * share) as f32));
            taken[e] = true;
        }
    }
    let in_order = of
        .iter()
        .enumerate()
        .all(|(p, found)| found.is_none_or(|(e, _)| e == p));
    let any = of.iter().any(Option::is_some);
    if persian.len() == english.len() && in_order && any {
        for (p, slot) in of.iter_mut().enumerate() {
            slot.get_or_insert((p, BY_PLACE));
        }
    }
    for (keyword, found) in persian.iter().zip(of) {
        let Some((e, confidence)) = found else {
            continue;
        };
        pairs.push(Pair {
            persian: keyword.text.clone(),
            english: english[e].text.clone(),
            line: english[e].line,
            confidence,
        });
    }
}

/// The share of the words of a whole keyword and a term that lead to each other, if most do.
fn evidence(words: &[Word], term: &Term) -> Option<f64> {
    let found = best(words, words.len(), "", term)?;
    (found.span == (0..words.len()) && found.evidence >= MOST).then_some(found.evidence)
}

fn is_abstract(passage: &Passage, language: &str) -> bool {
    passage.kind == Kind::Abstract && passage.language == Some(language)
}

/// The words of the Persian abstract of which nearly all translate a keyword.
fn in_abstract(keyword: &Keyword, passages: &[Passage]) -> Option<Pair> {
    let term = Term::of(&keyword.text);
    if !keyword.text.contains(' ') {
        return None;
    }
    let mut longest: Option<(f64, String)> = None;
    for passage in passages.iter().filter(|p| is_abstract(p, "fa")) {
        let (words, _) = words::of_passage(passage);
        for end in 1..=words.len() {
            if !term.leads_from(&words[end - 1]) {
                continue;
            }
            let Some(found) = best(&words, end, "", &term) else {
                continue;
            };
            let better = longest.as_ref().is_none_or(|(s, _)| found.score > *s);
            if found.evidence >= NEARLY_ALL && better {
                longest = Some((found.score, term.text(&found, &words)));
            }
        }
    }
    longest.map(|(_, persian)| Pair {
        persian,
        english: keyword.text.clone(),
        line: keyword.line,
        confidence: BY_PLACE,
    })
}
