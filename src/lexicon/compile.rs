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

/// What follows a noun phrase that ends in an indefinite ی; after an ezafe, or the ی of آزادی
/// "freedom", a noun follows.
const AFTER_INDEFINITE: [&str; 22] = [
    "که",
    "است",
    "را",
    "در",
    "از",
    "به",
    "برای",
    "با",
    "بین",
    "میان",
    "بود",
    "شد",
    "شده",
    "دارد",
    "دارند",
    "داشت",
    "داشته",
    "ندارد",
    "نیست",
    "وجود",
    "رو",
    "بر",
];
/// What stands before nouns and seldom before an adjective, whose noun stands there.
const BEFORE_NOUN: [&str; 15] = [
    "به", "از", "با", "در", "بر", "برای", "و", "را", "که", "تا", "یا", "بدون", "این", "آن", "هر",
];

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
    let neighbours = Neighbours::count(sources);
    for (form, known) in &sources.forms {
        let mut flags = Flags::default();
        let count = known.solid + known.joined;
        let plurals = PLURALS
            .iter()
            .map(|ending| sources.with_ending(form, ending).0);
        if is_habit(plurals.sum(), count) {
            flags |= Flags::TAKES_PLURAL;
        }
        if takes_degree(sources, form, count) {
            flags |= Flags::TAKES_DEGREE;
        }
        if (known.sources & 7).count_ones() >= 2 {
            flags |= Flags::DICTIONARY;
        }
        if is_indefinite(sources, form, known.solid)
            || is_indefinite_adjective(sources, &neighbours, form)
        {
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

/// A stray ها after an inflected form is a slip of the pen: once in 500 is no habit.
fn is_habit(times: u64, count: u64) -> bool {
    times >= 2 && times * 500 >= count
}

/// Solid, these endings look like the end of other words (دختر, کارتر): the superlative or the ending
/// written apart must be seen too.
fn takes_degree(sources: &Sources, form: &str, count: u64) -> bool {
    let degrees = DEGREES.map(|ending| sources.with_ending(form, ending));
    let apart: u64 = degrees.iter().map(|(_, apart)| apart).sum();
    let solid = degrees.iter().filter(|(all, apart)| all > apart).count();
    is_habit(degrees.iter().map(|(all, _)| all).sum(), count) && (apart > 0 || solid > 1)
}

/// How often forms in ی have a neighbour before and after them.
struct Neighbours<'a> {
    before: FxHashMap<&'a str, u64>,
    after: FxHashMap<&'a str, u64>,
}

impl<'a> Neighbours<'a> {
    fn count(sources: &'a Sources) -> Self {
        let mut neighbours = Self {
            before: FxHashMap::default(),
            after: FxHashMap::default(),
        };
        for ((first, second), count) in &sources.pairs {
            if second.ends_with('ی') {
                *neighbours.before.entry(second).or_default() += count;
            }
            if first.ends_with('ی') {
                *neighbours.after.entry(first).or_default() += count;
            }
        }
        neighbours
    }
}

/// Whether a form is an adjective with an indefinite ی («نقش مهمی دارد»), and not the noun or
/// adjective that ی derives (خوبی "goodness", رسمی): the stem compares, a noun stands before the form,
/// and the phrase ends with it. Of the 80 forms that pass, read by eye, one (رنگی) is derived.
fn is_indefinite_adjective(sources: &Sources, neighbours: &Neighbours, form: &str) -> bool {
    let Some(stem) = form.strip_suffix('ی') else {
        return false;
    };
    let compares = sources.forms.get(stem).is_some_and(|known| {
        known.flags.any(Flags::ADJECTIVE) && takes_degree(sources, stem, known.solid + known.joined)
    });
    if !compares || stem.ends_with(['ا', 'و', 'ه', 'ی']) {
        return false;
    }
    let all = |of: &FxHashMap<&str, u64>| of.get(form).copied().unwrap_or(0);
    let (before, after) = (all(&neighbours.before), all(&neighbours.after));
    let nouns: u64 = BEFORE_NOUN.iter().map(|w| sources.pair(w, form)).sum();
    let ends: u64 = AFTER_INDEFINITE.iter().map(|w| sources.pair(form, w)).sum();
    // Fewer words that part noun and adjective are better evidence.
    let enough = if nouns * 10 <= before { 55 } else { 60 };
    after >= 6 && ends * 100 >= after * enough && nouns * 5 <= before
}

/// Whether three tenths of the places of a form, three at least, are those of indefinite nouns:
/// of 900 frequent forms in ی with a frequent stem, read by eye, the 160 above this bound are
/// indefinite but for a handful; between two and three tenths every fifth is an adjective
/// (تاریخی, ارتباطی).
fn is_indefinite(sources: &Sources, form: &str, count: u64) -> bool {
    if !form.ends_with('ی') {
        return false;
    }
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
