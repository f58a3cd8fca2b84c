//! From word lists and counts to the embedded table; run by `examples/compile_lexicon.rs`.

use super::entry::{Flags, bucket, pack_cuts};
use super::sources::{Gathered, Sources, split};
use super::{clean, code, container};
use rustc_hash::FxHashMap;
use std::path::Path;

/// Endings that make a plural, as separate pieces.
const PLURALS: [&str; 5] = ["ها", "های", "هایی", "هایش", "هایشان"];
/// Endings that compare.
const DEGREES: [&str; 3] = ["تر", "ترین", "تری"];

/// Words after which a noun is indefinite.
const BEFORE_INDEFINITE: [&str; 7] = ["یک", "هیچ", "هر", "چنین", "چه", "بدون", "هیچگونه"];

/// Compiles the lists in a folder (see `data/SOURCES.md`) into the bytes to embed, and a report.
pub fn compile(folder: &Path) -> Result<(Vec<u8>, String), String> {
    let mut sources = Sources::read(folder)?;
    let gathered = sources.forms.len();
    observe_habits(&mut sources);
    let dropped = clean::clean(&mut sources);
    let report = format!(
        "{gathered} forms gathered, {dropped}{} kept",
        sources.forms.len()
    );
    Ok((write(&sources.forms)?, report))
}

/// Sees which forms take endings and which stand as indefinite nouns, and counts compounds
/// written apart.
fn observe_habits(sources: &mut Sources) {
    let mut habits = Vec::with_capacity(sources.forms.len());
    for (form, known) in &sources.forms {
        let mut flags = Flags::default();
        // A stray ها after an inflected form is a slip of the pen: once in 500 is no habit.
        let count = known.solid + known.joined;
        let enough = |times: u64| times >= 2 && times * 500 >= count;
        if enough(
            PLURALS
                .iter()
                .map(|ending| sources.with_ending(form, ending).0)
                .sum(),
        ) {
            flags |= Flags::TAKES_PLURAL;
        }
        // Solid, these endings look like the end of other words (دختر, کارتر): the superlative or
        // the ending written apart must be seen too.
        let degrees = DEGREES.map(|ending| sources.with_ending(form, ending));
        let apart: u64 = degrees.iter().map(|(_, apart)| apart).sum();
        let solid = degrees.iter().filter(|(all, apart)| all > apart).count();
        if enough(degrees.iter().map(|(all, _)| all).sum()) && (apart > 0 || solid > 1) {
            flags |= Flags::TAKES_DEGREE;
        }
        if (known.sources & 7).count_ones() >= 2 {
            flags |= Flags::DICTIONARY;
        }
        if form.ends_with('ی') && is_indefinite(sources, form, known.solid) {
            flags |= Flags::INDEFINITE;
        }
        let mut joined = known.joined;
        if !known.cuts.is_empty() && is_compound(form, known) {
            flags |= Flags::COMPOUND;
            if let [cut] = known.cuts[..] {
                let (first, second) = split(form, cut);
                // The pair counts hold the spellings with ZWNJ too.
                joined = joined.max(sources.pair(first, second));
            }
        }
        habits.push((form.clone(), flags, joined));
    }
    for (form, flags, joined) in habits {
        let known = sources.forms.entry(form).or_default();
        known.flags |= flags;
        known.joined = joined;
    }
}

/// Whether three tenths of the places of a form, three at least, are those of indefinite nouns:
/// of 900 frequent forms in ی with a frequent stem, read by eye, the 160 above this bound are
/// indefinite but for a handful; between two and three tenths every fifth is an adjective
/// (تاریخی, ارتباطی).
fn is_indefinite(sources: &Sources, form: &str, count: u64) -> bool {
    let before: u64 = BEFORE_INDEFINITE
        .iter()
        .map(|word| sources.pair(word, form))
        .sum();
    let places = before + sources.pair(form, "که");
    places >= 3 && places * 10 >= count * 3
}

/// Whether what stands after the last cut is a word, not an ending, and before the first no می.
fn is_compound(form: &str, known: &Gathered) -> bool {
    let last = known.cuts[known.cuts.len() - 1];
    let (first, _) = split(form, known.cuts[0]);
    !known.flags.any(Flags::VERB)
        && !matches!(first, "می" | "نمی" | "همی")
        && !clean::is_ending(split(form, last).1)
}

fn write(forms: &FxHashMap<String, Gathered>) -> Result<Vec<u8>, String> {
    let mut sorted: Vec<(Vec<u8>, &Gathered)> = forms
        .iter()
        .map(|(form, known)| (form.chars().filter_map(code).collect(), known))
        .collect();
    sorted.sort_by(|a, b| a.0.cmp(&b.0));
    let mut map = fst::raw::Builder::memory();
    let mut records = Vec::new();
    for (number, (key, known)) in sorted.iter().enumerate() {
        map.insert(key, number as u64)
            .map_err(|error| error.to_string())?;
        let cuts = pack_cuts(&known.cuts).unwrap_or(0);
        records.extend_from_slice(&[bucket(known.solid), bucket(known.joined)]);
        records.extend_from_slice(&known.flags.0.to_le_bytes());
        records.extend_from_slice(&cuts.to_le_bytes());
    }
    let map = map.into_inner().map_err(|error| error.to_string())?;
    Ok(container::write(&[
        (container::FORMS, &map),
        (container::RECORDS, &records),
    ]))
}
