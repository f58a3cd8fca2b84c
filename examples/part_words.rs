//! Which parts glued words better: the lattice of repair, or lindera with a Persian dictionary made of
//! our lexicon.
//!
//! usage: `part_words TEXT`: clean Persian text. Two or three neighbours without a mark between them
//! are written without their spaces, as the simulator of damage does; both part them, and how many
//! come out as they went in is printed, and how many of the text's own words they cut. The dictionary is
//! built in a temporary folder; a word costs −ln of its share, as in the Chinese tables.

#[allow(dead_code)]
#[path = "damage.rs"]
mod damage;

use damage::Rng;
use kavosh::lexicon::lexicon;
use kavosh::repair::glued::{CLEAR, part_word};
use kavosh::text::letters::fold_solid;
use lindera::dictionary::{DictionaryBuilder, Metadata};
use lindera::mode::{Mode, Penalty};
use lindera::segmenter::Segmenter;
use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::time::Instant;

/// Costs of lindera in a nat.
const NAT: f64 = 400.0;
/// Cost of a letter that no word has, in nats.
const UNKNOWN: f64 = 25.0;

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("usage: part_words TEXT")?;
    let text = fs::read_to_string(&path).map_err(|error| format!("{path}: {error}"))?;
    let folder = tempfile::tempdir()?;
    let entries = build(folder.path())?;
    println!("lindera: a dictionary of {entries} forms");
    let glued = glued(&text);
    let whole = whole(&text);
    println!(
        "{} glued words, {} different whole ones",
        glued.len(),
        whole.len()
    );

    let dictionary = lindera::dictionary::load_dictionary(&folder.path().to_string_lossy())?;
    for (name, mode) in [
        ("lindera", Mode::Normal),
        (
            "lindera, long words decomposed",
            Mode::Decompose(Penalty::default()),
        ),
    ] {
        let mut worker = Segmenter::new(mode, dictionary.clone(), None).into_worker();
        report(name, &glued, &whole, |word| {
            let tokens = worker.segment(word).unwrap_or_default();
            tokens
                .iter()
                .map(|t| word[t.byte_start..t.byte_end].to_owned())
                .collect()
        });
    }
    for (name, clear) in [
        (
            "the lattice of repair, parting all it can",
            f32::NEG_INFINITY,
        ),
        ("the lattice of repair, as it is used", CLEAR),
    ] {
        report(name, &glued, &whole, |word| {
            let parts = part_word(word, clear).unwrap_or_else(|| vec![word]);
            parts.iter().map(|&p| p.to_owned()).collect()
        });
    }
    Ok(())
}

/// Words of a text, two or three of them glued, each with whether the lexicon knows them all.
fn glued(text: &str) -> Vec<(Vec<String>, bool)> {
    let mut rng = Rng::new(1);
    let persian = |word: &str| {
        word.chars().count() > 1
            && word
                .chars()
                .all(|c| kavosh::lexicon::model::letter(c).is_some())
    };
    let mut out = Vec::new();
    for line in text.lines() {
        let words: Vec<&str> = line.split(' ').collect();
        let mut at = 0;
        while at < words.len() {
            let count = 2 + usize::from(rng.chance(0.3));
            let end = (at + count).min(words.len());
            if rng.chance(0.25) && end - at > 1 && words[at..end].iter().all(|w| persian(w)) {
                let parts: Vec<String> = words[at..end].iter().map(|w| fold_solid(w)).collect();
                let known = parts.iter().all(|word| lexicon().get(word).is_some());
                out.push((parts, known));
            }
            at = end;
        }
    }
    out
}

/// The different words of a text, as they stand.
fn whole(text: &str) -> BTreeSet<String> {
    text.split_whitespace()
        .filter(|word| word.chars().count() > 1 && kavosh::lexicon::model::spell(word).is_some())
        .map(fold_solid)
        .collect()
}

fn report(
    name: &str,
    glued: &[(Vec<String>, bool)],
    whole: &BTreeSet<String>,
    mut part: impl FnMut(&str) -> Vec<String>,
) {
    let start = Instant::now();
    let (mut right, mut of_known, mut known) = (0, 0, 0);
    let mut bytes = 0;
    for (parts, all_known) in glued {
        let word = parts.concat();
        bytes += word.len();
        let same = part(&word) == *parts;
        right += usize::from(same);
        known += usize::from(*all_known);
        of_known += usize::from(same && *all_known);
    }
    let seconds = start.elapsed().as_secs_f64();
    let cut = whole.iter().filter(|word| part(word).len() > 1).count();
    println!(
        "{name}: {:.4} right, {:.4} of those made of known words; whole words cut: {:.4}; {:.1} MB/s",
        right as f64 / glued.len() as f64,
        of_known as f64 / known.max(1) as f64,
        cut as f64 / whole.len().max(1) as f64,
        bytes as f64 / 1e6 / seconds
    );
}

/// Builds lindera's tables of the lexicon and says how many forms they have.
fn build(folder: &Path) -> Result<usize, Box<dyn Error>> {
    let source = folder.join("source");
    fs::create_dir(&source)?;
    let forms: Vec<(String, f64)> = lexicon()
        .iter()
        .map(|(form, entry)| (form, f64::from(entry.count()) + 0.5))
        .collect();
    let total: f64 = forms.iter().map(|(_, count)| count).sum();
    let rows: String = forms
        .iter()
        .map(|(form, count)| format!("{form},0,0,{:.0}\n", -(count / total).ln() * NAT))
        .collect();
    fs::write(source.join("lex.csv"), rows)?;
    fs::write(source.join("matrix.def"), "1 1\n0 0 0\n")?;
    fs::write(source.join("char.def"), "DEFAULT 0 1 0\n")?;
    fs::write(
        source.join("unk.def"),
        format!("DEFAULT,0,0,{:.0}\n", UNKNOWN * NAT),
    )?;
    let metadata = Metadata {
        name: "persian".into(),
        ..Metadata::default()
    };
    DictionaryBuilder::new(metadata).build_dictionary(&source, folder)?;
    Ok(forms.len())
}
