//! The word lists and counts that the lexicon is compiled from, read and folded.

use super::code;
use super::entry::Flags;
use crate::text::letters::{ZWNJ, fold, fold_solid};
use rustc_hash::FxHashMap;
use std::path::Path;

/// Everything the sources say about one solid form.
#[derive(Clone, Debug, Default)]
pub struct Gathered {
    /// Times written solid.
    pub solid: u64,
    /// Times written with ZWNJ or space at [`cuts`](Self::cuts).
    pub joined: u64,
    /// Parts of speech and habits.
    pub flags: Flags,
    /// Which dictionaries have it: 1 hazm, 2 shekar, 4 Lilak, 8 tesseract.
    pub sources: u8,
    /// Letters before each cut of the best-attested spelling with ZWNJ.
    pub cuts: Vec<usize>,
}

/// The sources, read and folded.
#[derive(Default)]
pub struct Sources {
    /// By solid form.
    pub forms: FxHashMap<String, Gathered>,
    /// Counts of pairs of words with a space or ZWNJ between them.
    pub pairs: FxHashMap<(String, String), u64>,
}

impl Sources {
    /// Reads the lists in a folder, see `data/SOURCES.md`.
    pub fn read(folder: &Path) -> Result<Self, String> {
        let mut sources = Self::default();
        read_forms(&mut sources, &read(folder, "fa_lexicon_permissive.tsv")?)?;
        read_counts(&mut sources, &read(folder, "human_unigrams.tsv")?);
        read_pairs(&mut sources, &read(folder, "human_bigrams.tsv")?);
        Ok(sources)
    }

    /// Times two words stand side by side, with a space or ZWNJ.
    pub fn pair(&self, first: &str, second: &str) -> u64 {
        let key = (first.to_string(), second.to_string());
        self.pairs.get(&key).copied().unwrap_or(0)
    }

    /// Times a form has an ending in any spelling, and in those with space or ZWNJ.
    pub fn with_ending(&self, form: &str, ending: &str) -> (u64, u64) {
        let apart = self.pair(form, ending);
        let solid = self
            .forms
            .get(&format!("{form}{ending}"))
            .map_or(0, |known| known.solid);
        (apart + solid, apart)
    }
}

/// Splits after a number of letters.
pub fn split(form: &str, letters: usize) -> (&str, &str) {
    let at = form
        .char_indices()
        .nth(letters)
        .map_or(form.len(), |(at, _)| at);
    form.split_at(at)
}

fn read(folder: &Path, name: &str) -> Result<String, String> {
    let path = folder.join(name);
    std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))
}

/// Form, sources, two counts unused (FACTS.md: not trustworthy), parts of speech, count.
fn read_forms(sources: &mut Sources, text: &str) -> Result<(), String> {
    // Several spellings with ZWNJ may share one solid form; the best attested gives the cuts.
    let mut best: FxHashMap<String, (u64, u32)> = FxHashMap::default();
    for line in text.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [form, from, _, _, pos, count, ..] = columns[..] else {
            return Err(format!(
                "fa_lexicon_permissive.tsv: a line of too few columns: {line}"
            ));
        };
        let from: u8 = from.parse().unwrap_or(0);
        let count: u64 = count.parse().unwrap_or(0);
        let (solid, cuts) = solid_and_cuts(form);
        if !solid.chars().all(|c| code(c).is_some()) || solid.is_empty() {
            continue;
        }
        let known = sources.forms.entry(solid.clone()).or_default();
        known.flags |= flags(pos);
        if cuts.is_empty() {
            known.sources |= from;
            continue;
        }
        // tesseract's list cuts words at random (تشک‌ل): alone it is no evidence.
        if from == 8 && count < 3 {
            continue;
        }
        known.sources |= from & 7;
        let rank = (count, (from & 7).count_ones());
        let before = best.entry(solid).or_default();
        if known.cuts.is_empty() || rank > *before {
            *before = rank;
            known.cuts = cuts;
            known.joined = count;
        }
    }
    Ok(())
}

/// Form and count; forms of the lists and others.
fn read_counts(sources: &mut Sources, text: &str) {
    for line in text.lines() {
        let Some((form, count)) = line.split_once('\t') else {
            continue;
        };
        let (solid, cuts) = solid_and_cuts(form);
        if cuts.is_empty() && !solid.is_empty() && solid.chars().all(|c| code(c).is_some()) {
            let count: u64 = count.trim().parse().unwrap_or(0);
            sources.forms.entry(solid).or_default().solid += count;
        }
    }
}

fn read_pairs(sources: &mut Sources, text: &str) {
    for line in text.lines() {
        if let Some((words, count)) = line.split_once('\t')
            && let Some((first, second)) = words.split_once(' ')
        {
            let count: u64 = count.trim().parse().unwrap_or(0);
            *sources
                .pairs
                .entry((fold(first), fold(second)))
                .or_default() += count;
        }
    }
}

/// The solid form and the letters before each ZWNJ in it.
fn solid_and_cuts(form: &str) -> (String, Vec<usize>) {
    let (mut letters, mut cuts) = (0, Vec::new());
    for c in fold(form).chars() {
        if c == ZWNJ {
            cuts.push(letters);
        } else {
            letters += 1;
        }
    }
    cuts.retain(|&cut| cut > 0 && cut < letters);
    cuts.dedup();
    (fold_solid(form), cuts)
}

/// Parts of speech as hazm, shekar and Lilak name them.
fn flags(pos: &str) -> Flags {
    pos.split(',').fold(Flags::default(), |flags, name| {
        flags
            | match name {
                "N" | "foreign" => Flags::NOUN,
                "noun_singular" => Flags::NOUN | Flags::LEMMA,
                "AJ" => Flags::ADJECTIVE,
                "adjective" => Flags::ADJECTIVE | Flags::LEMMA,
                "ADV" | "adverb" => Flags::ADVERB,
                "verb" | "V" => Flags::VERB,
                "PL" | "noun_plural" => Flags::PLURAL,
                "NUM" | "numeral" => Flags::NUMERAL,
                "P" | "CONJ" | "DET" | "PRO" | "adposition" | "pronoun" | "conjunction" | "PR"
                | "POSTP" | "INT" | "interjection" => Flags::FUNCTION,
                _ => Flags::default(),
            }
    })
}
