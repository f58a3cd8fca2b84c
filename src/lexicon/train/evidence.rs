//! Which spellings are no words: forms with an affix, glued words, damaged words.

use super::raw::{Counted, Raw, pair_key};
use super::vocabulary::written;
use crate::lexicon::model::affixes;
use crate::lexicon::model::alphabet::spell;
use crate::lexicon::model::tokens::affix_cuts;
use rustc_hash::{FxHashMap, FxHashSet};

/// A solid form with an affix is parted if it is written apart this often for each time it is
/// written solid …
const APART: f64 = 0.3;
/// … a plural, and a verb with می, already at this: many write کشورهای and میشود solid always.
const PLURAL_APART: f64 = 0.01;
const VERB_APART: f64 = 0.03;
/// A glued form is rarer than its two words side by side by this factor …
const GLUED: u32 = 4;
/// … by this one if the lexicon has the form …
const GLUED_LISTED: u32 = 12;
/// … and by this one if one of the two is a function word.
const GLUED_TO_FUNCTION: u32 = 2;
/// A form that lost its lam is rarer than the whole one by this factor.
const DAMAGED: u32 = 50;
/// What the decisions rest on.
pub struct Evidence<'a> {
    /// Times each spelling stands in the text.
    pub counts: Vec<u32>,
    pairs: Counted,
    numbers: FxHashMap<&'a [u8], u32>,
    /// Pieces of the lexicon's forms.
    pub listed: FxHashSet<Vec<u8>>,
    function: FxHashSet<Vec<u8>>,
}

impl<'a> Evidence<'a> {
    /// Gathers what the text and the lexicon say.
    pub fn new(raw: &'a Raw, listed: FxHashSet<Vec<u8>>) -> Self {
        Self {
            counts: raw.counts(),
            pairs: raw.pairs(),
            numbers: (0..)
                .zip(&raw.spellings)
                .map(|(number, run)| (&run[..], number))
                .collect(),
            listed,
            function: affixes::FUNCTION.iter().filter_map(|w| spell(w)).collect(),
        }
    }

    /// Times a run stands in the text.
    pub fn count(&self, run: &[u8]) -> u32 {
        let number = self.numbers.get(run);
        number.map_or(0, |&number| self.counts[number as usize])
    }

    /// Times two runs stand side by side.
    fn pair(&self, first: &[u8], second: &[u8]) -> u32 {
        match (self.numbers.get(first), self.numbers.get(second)) {
            (Some(&first), Some(&second)) => self.pairs.get(pair_key(first, second)),
            _ => 0,
        }
    }

    /// Whether a solid form is a stem with an affix that good spelling parts.
    pub fn is_parted(&self, run: &[u8]) -> bool {
        let solid = f64::from(self.count(run));
        affix_cuts(run).any(|(cut, stem_is_last)| {
            let (first, second) = run.split_at(cut);
            let apart = f64::from(self.pair(first, second));
            let enough = if stem_is_last {
                apart >= VERB_APART * solid && apart >= 2.0
            } else if affixes::PLURALS.contains(&&written(second)[..]) {
                let stem = self.count(first);
                // A rare form of a frequent stem needs no witness.
                apart >= (PLURAL_APART * solid).max(1.0) && stem >= 3
                    || (f64::from(stem) > 2.0 * solid && stem >= 20 && first.len() >= 3)
            } else {
                apart >= APART * solid && apart >= 2.0
            };
            enough && (self.listed.contains(first) || self.listed.contains(second))
        })
    }

    /// Whether a form is two words without the space between them (درتاریخ).
    pub fn is_glued(&self, run: &[u8]) -> bool {
        let count = self.count(run).max(1);
        (1..run.len()).any(|cut| {
            let (first, second) = run.split_at(cut);
            let apart = self.pair(first, second);
            let function = self.function.contains(first) || self.function.contains(second);
            let factor = match (self.listed.contains(run), function) {
                (true, _) => GLUED_LISTED,
                (false, true) => GLUED_TO_FUNCTION,
                (false, false) => GLUED,
            };
            apart >= 3 && apart >= factor * count
        })
    }

    /// Whether a form lost a lam before alef (انقاب for انقلاب): what PDF extraction does to لا.
    pub fn is_damaged(&self, run: &[u8]) -> bool {
        if self.listed.contains(run) {
            return false;
        }
        let (alef, lam) = (
            spell("ا").unwrap_or_default(),
            spell("ل").unwrap_or_default(),
        );
        (1..run.len()).filter(|&at| run[at] == alef[0]).any(|at| {
            let whole = [&run[..at], &lam, &run[at..]].concat();
            self.count(&whole) >= DAMAGED * (self.count(run) + 1)
        })
    }
}
