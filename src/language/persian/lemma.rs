//! Words to lemmas: tables first, then verbs, then endings of nouns.

use super::rule::Rule;
use super::{nouns, tables, verbs};

/// Endings come off one at a time; no word carries more than this many.
pub const MOST_ENDINGS: usize = 4;

/// The lemma of a solid word.
pub fn of_solid(solid: &str) -> (String, Rule) {
    if let Some(kept) = tables::respelled(solid) {
        let (lemma, rule) = of_solid(&kept);
        return (
            lemma,
            if rule == Rule::Whole {
                Rule::Entry
            } else {
                rule
            },
        );
    }
    if let Some(lemma) = tables::irregular(solid) {
        return (lemma.to_string(), Rule::Entry);
    }
    if let Some(lemma) = verbs::lemma(solid) {
        // An infinitive is its own lemma and no deduction.
        let rule = if lemma == solid {
            Rule::Whole
        } else {
            Rule::Verb
        };
        return (lemma.to_string(), rule);
    }
    noun_lemma(solid)
}

/// The lemma of a word whose endings were written apart.
pub fn of_joined(word: &str, exact: &str, rule: Rule) -> (String, Rule) {
    if let Some(kept) = tables::respelled(word) {
        return of_joined(&kept, &format!("{kept}{}", &exact[word.len()..]), rule);
    }
    if tables::is_whole(exact) {
        return (exact.to_string(), Rule::Whole);
    }
    if let Some(lemma) = tables::irregular(exact) {
        return (lemma.to_string(), Rule::Entry);
    }
    if rule == Rule::Copula
        && let Some(lemma) = verbs::lemma(exact)
    {
        return (lemma.to_string(), Rule::Verb);
    }
    (
        noun_stem(word).map_or_else(|| word.to_string(), |(stem, _)| stem),
        rule,
    )
}

fn noun_lemma(solid: &str) -> (String, Rule) {
    noun_stem(solid).unwrap_or_else(|| (solid.to_string(), Rule::Whole))
}

/// What is left when all endings are off, and the outermost rule; none if there were none.
fn noun_stem(solid: &str) -> Option<(String, Rule)> {
    let mut result: Option<(String, Rule)> = None;
    for _ in 0..MOST_ENDINGS {
        let current = result.as_ref().map_or(solid, |(stem, _)| stem);
        // A verb form is one only as a whole word: the stem of کندتر is no form of کردن.
        let entry = tables::irregular(current).filter(|lemma| !verbs::is_infinitive(lemma));
        let Some((stem, rule)) = entry
            .map(|lemma| (lemma.to_string(), Rule::Entry))
            .or_else(|| nouns::strip(current))
        else {
            break;
        };
        let outermost = result.map_or(rule, |(_, rule)| rule);
        result = Some((stem, outermost));
    }
    result
}
