//! What the lists hold that is no word: glued words, damaged words, words seen too rarely.

use super::entry::Flags;
use super::sources::{Gathered, Sources, split};
use std::fmt;

/// A form that no dictionary lists must be seen this often. Measured on texts outside the sources,
/// see `data/SOURCES.md`: from 2 to 4 costs 0.2 % of the words and sheds half of these forms, and
/// of those it sheds every fourth is glued, damaged or foreign.
const TRUSTED: u64 = 4;
/// A form that one dictionary lists must be seen this often.
const TRUSTED_LISTED: u64 = 2;
/// A glued form is rarer than its two words side by side by this factor …
const GLUED: u64 = 8;
/// … or by this one if the first is a word that stands before everything.
const GLUED_TO_FUNCTION: u64 = 2;
const BEFORE_EVERYTHING: [&str; 12] = [
    "و", "در", "از", "به", "که", "با", "این", "آن", "هر", "را", "تا", "بر",
];
/// A form that lost its lam is rarer than the whole one by this factor.
const DAMAGED: u64 = 50;

/// Endings as they stand after ZWNJ.
const ENDINGS: &[&str] = &[
    "ها",
    "های",
    "هایی",
    "هایم",
    "هایت",
    "هایش",
    "هایمان",
    "هایتان",
    "هایشان",
    "ی",
    "ای",
    "ام",
    "ات",
    "اش",
    "مان",
    "تان",
    "شان",
    "ایم",
    "اید",
    "اند",
    "ست",
    "است",
    "تر",
    "ترین",
    "تری",
    "ترها",
    "ترین‌ها",
    "م",
    "ت",
    "ش",
    "یی",
    "گان",
    "ان",
    "ترند",
    "هاست",
    "هایند",
];

/// Whether a piece after ZWNJ is an ending rather than a word of a compound.
pub fn is_ending(piece: &str) -> bool {
    ENDINGS.contains(&piece)
}

/// How many forms were dropped, and why.
#[derive(Debug, Default)]
pub struct Dropped {
    rare: usize,
    glued: usize,
    damaged: usize,
}

impl fmt::Display for Dropped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} too rare, {} glued, {} damaged, ",
            self.rare, self.glued, self.damaged
        )
    }
}

/// Drops what cannot be trusted.
pub fn clean(sources: &mut Sources) -> Dropped {
    let mut dropped = Dropped::default();
    let mut bad = Vec::new();
    for (form, known) in &sources.forms {
        let reason = if is_rare(form, known) {
            &mut dropped.rare
        } else if is_glued(form, known, sources) {
            &mut dropped.glued
        } else if is_damaged(form, known, sources) {
            &mut dropped.damaged
        } else {
            continue;
        };
        *reason += 1;
        bad.push(form.clone());
    }
    for form in bad {
        sources.forms.remove(&form);
    }
    dropped
}

fn is_rare(form: &str, known: &Gathered) -> bool {
    let count = known.solid + known.joined;
    let dictionaries = (known.sources & 7).count_ones();
    let described = known
        .flags
        .any(Flags::NOUN | Flags::ADJECTIVE | Flags::ADVERB | Flags::FUNCTION | Flags::NUMERAL);
    let enough = match dictionaries {
        // A conjugated verb that nobody wrote is found by rule when somebody does.
        _ if known.flags.any(Flags::VERB) && !described => TRUSTED_LISTED,
        0 => TRUSTED,
        1 if known.flags.any(Flags::LEMMA) => 0,
        1 => TRUSTED_LISTED,
        _ if described => 0,
        _ => 1,
    };
    // One letter is a footnote mark or a list label unless it is written all the time.
    count < enough || (form.chars().count() == 1 && count < 10_000)
}

/// Two frequent words without the space between them (درتاریخ).
fn is_glued(form: &str, known: &Gathered, sources: &Sources) -> bool {
    if (known.sources & 7).count_ones() >= 2 || known.flags.0 != 0 {
        return false;
    }
    let letters = form.chars().count();
    (1..letters).any(|cut| {
        let (first, second) = split(form, cut);
        if is_ending(second) || matches!(first, "می" | "نمی" | "بی" | "هم") {
            return false;
        }
        let apart = sources.pair(first, second);
        let factor = if BEFORE_EVERYTHING.contains(&first) {
            GLUED_TO_FUNCTION
        } else {
            GLUED
        };
        apart >= 3 && apart >= factor * known.solid && known.joined < known.solid
    })
}

/// A lam lost before alef (انقاب for انقلاب): what PDF extraction does to لا.
fn is_damaged(form: &str, known: &Gathered, sources: &Sources) -> bool {
    if (known.sources & 7).count_ones() >= 2 || known.flags.any(Flags::LEMMA) {
        return false;
    }
    form.char_indices()
        .filter(|&(at, c)| c == 'ا' && at > 0)
        .any(|(at, _)| {
            let whole = format!("{}ل{}", &form[..at], &form[at..]);
            let whole = sources.forms.get(&whole).map_or(0, |known| known.solid);
            whole > 0 && whole >= DAMAGED * (known.solid + 1)
        })
}
