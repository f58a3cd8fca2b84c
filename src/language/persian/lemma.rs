//! Words to lemmas: tables first, then verbs, then endings of nouns.

use super::form::is_own;
use super::rule::Rule;
use super::{compounds, nouns, tables, verbs};

/// Endings come off one at a time; no word carries more than this many.
const MOST_ENDINGS: usize = 4;

/// What a solid word turns out to be.
pub enum Word {
    /// One word: its lemma and why.
    One(String, Rule),
    /// Several words: the byte offsets between them.
    Compound(Vec<usize>),
}

/// What a solid word is.
pub fn of_solid(solid: &str) -> Word {
    let one = |lemma: &str, rule| {
        // A form may be its own lemma, as an infinitive is: no deduction.
        Word::One(
            lemma.to_string(),
            if lemma == solid { Rule::Whole } else { rule },
        )
    };
    if let Some(kept) = tables::respelled(solid) {
        return match of_solid(&kept) {
            Word::One(lemma, Rule::Whole) => one(&lemma, Rule::Entry),
            word => word,
        };
    }
    if let Some(lemma) = tables::irregular(solid) {
        return one(lemma, Rule::Entry);
    }
    if let Some(lemma) = verbs::lemma(solid) {
        return one(lemma, Rule::Verb);
    }
    noun(solid)
}

/// Where a solid word, with or without solid endings, is cut into the words of a compound.
pub fn cuts(solid: &str) -> Option<Vec<usize>> {
    match of_solid(solid) {
        Word::Compound(cuts) => Some(cuts),
        Word::One(..) => None,
    }
}

/// What a word is whose endings were written apart; the cuts of a compound are those of the word.
pub fn of_joined(word: &str, exact: &str, rule: Rule) -> Word {
    if let Some(kept) = tables::respelled(word) {
        return of_joined(&kept, &format!("{kept}{}", &exact[word.len()..]), rule);
    }
    if let Some(cuts) = cuts(word) {
        return Word::Compound(cuts);
    }
    if tables::is_whole(exact) {
        return Word::One(exact.to_string(), Rule::Whole);
    }
    if let Some(lemma) = tables::irregular(exact) {
        return Word::One(lemma.to_string(), Rule::Entry);
    }
    // حرفه‌ای "professional", بیش‌تر: a dictionary knows the whole. It also lists مناسب‌تری, so of
    // comparatives the plain one is asked for.
    let own = match rule {
        Rule::Degree => is_own(&format!("{word}تر")),
        _ => is_own(exact),
    };
    if own && let Word::One(lemma, rule) = of_solid(exact) {
        return Word::One(lemma, rule);
    }
    if rule == Rule::Copula
        && let Some(lemma) = verbs::lemma(exact)
    {
        return Word::One(lemma.to_string(), Rule::Verb);
    }
    match noun(word) {
        Word::One(stem, _) => Word::One(stem, rule),
        compound => compound,
    }
}

/// Takes off endings of nouns until a compound appears or none is left; the rule is that of the
/// outermost ending.
fn noun(solid: &str) -> Word {
    let mut stem = solid.to_string();
    let mut rule = None;
    for _ in 0..=MOST_ENDINGS {
        if let Some(cuts) = compounds::cuts(&stem).filter(|cuts| agree(solid, &stem, cuts)) {
            return Word::Compound(cuts);
        }
        // A verb form is one only as a whole word: the stem of کندتر is no form of کردن. But a
        // participle takes the endings of nouns: گفته‌ها.
        let entry = tables::irregular(&stem)
            .filter(|lemma| stem.ends_with('ه') || !verbs::is_infinitive(lemma));
        let shorter = entry
            .map(|lemma| (lemma.to_string(), Rule::Entry))
            .or_else(|| nouns::strip(&stem));
        let Some((shorter, why)) = shorter else {
            break;
        };
        stem = shorter;
        rule.get_or_insert(why);
    }
    Word::One(stem, rule.unwrap_or(Rule::Whole))
}

/// Whether the cuts of a stem are cuts of the form, which may have other letters at its end.
fn agree(form: &str, stem: &str, cuts: &[usize]) -> bool {
    cuts.last()
        .is_some_and(|&last| last < form.len() && form.get(..last) == stem.get(..last))
}
