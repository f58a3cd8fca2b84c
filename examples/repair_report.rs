//! How well repair reads damaged lines: word error rates against a transcription, by paper and by
//! kind of damage, with the worst lines.
//!
//! usage: `repair_report [GOLD.tsv PAPERS_DIR] [--worst N]` (default: `../shared/gold/gold-lines-dev.tsv`
//! and `../shared/papers`), or `repair_report --simulate TEXT [--seed N]`: clean text, a line each,
//! its affixes joined,
//! is damaged in each way of `examples/damage.rs` and repaired. How errors are counted says
//! `word_errors`.

#[allow(dead_code)]
#[path = "damage.rs"]
mod damage;
#[path = "word_errors/mod.rs"]
mod word_errors;

use damage::{Damage, damage_text};
use std::collections::BTreeMap;
use std::error::Error;
use std::path::PathBuf;
use std::time::Instant;
use word_errors::{Score, gold_lines, joined, repaired, taught, words};

/// A line as it was, as it should be, as it came out.
struct Case {
    group: Vec<String>,
    place: String,
    raw: String,
    gold: String,
    got: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut take = |name: &str| {
        let at = arguments.iter().position(|a| a == name)?;
        let value = arguments.get(at + 1).cloned();
        arguments.drain(at..(at + 2).min(arguments.len()));
        value
    };
    let worst: usize = take("--worst").map_or(Ok(10), |n| n.parse())?;
    let seed: u64 = take("--seed").map_or(Ok(1), |n| n.parse())?;
    let index = take("--learn-from").map(PathBuf::from);
    let read = |text: &str| match &index {
        Some(index) => taught(text, index),
        None => Ok(repaired(text)),
    };
    let cases = match take("--simulate") {
        Some(path) => simulated(&path, seed, &read)?,
        None => {
            let gold = arguments
                .first()
                .map_or("../shared/gold/gold-lines-dev.tsv", |a| a);
            let papers = arguments.get(1).map_or("../shared/papers", |a| a);
            from_gold(gold, papers, &read)?
        }
    };
    report(cases, worst);
    Ok(())
}

/// Repairs a text and returns its lines.
type Read<'a> = dyn Fn(&str) -> Result<Vec<String>, kavosh::error::Error> + 'a;

fn from_gold(gold: &str, papers: &str, read: &Read) -> Result<Vec<Case>, Box<dyn Error>> {
    let table = std::fs::read_to_string(gold)
        .map_err(|error| format!("{gold}: {error}; name the gold lines and the papers"))?;
    let mut lines: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut cases = Vec::new();
    for row in gold_lines(&table)? {
        let file = &row.file;
        if !lines.contains_key(file) {
            let text = std::fs::read_to_string(format!("{papers}/{file}.txt"))?;
            let start = Instant::now();
            let out = read(&text)?;
            println!(
                "{file}: {} KB in {:.2} s",
                text.len() / 1000,
                start.elapsed().as_secs_f64()
            );
            lines.insert(file.clone(), out);
        }
        let got = lines[file].get(row.number - 1).cloned().unwrap_or_default();
        cases.push(Case {
            group: vec![
                file.clone(),
                "all".into(),
                format!("{file} {}", row.kind),
                format!("{file} {}", damage_of(&row.raw, &row.clean)),
            ],
            place: format!("{file}:{}", row.number),
            raw: row.raw,
            gold: row.clean,
            got,
        });
    }
    Ok(cases)
}

/// What is wrong with a raw line, told from its words and those of the transcription.
fn damage_of(raw: &str, clean: &str) -> &'static str {
    let sorted = |text: &str| {
        let mut words = words(text, false);
        words.sort();
        words
    };
    let torn = raw
        .split_whitespace()
        .any(|word| word.starts_with('\u{640}'));
    if torn {
        "torn at kashidas"
    } else if words(raw, true) == words(clean, true) {
        "undamaged"
    } else if words(raw, false) == words(clean, false) {
        "joiners lost"
    } else if sorted(raw) == sorted(clean) {
        "words out of order"
    } else if raw.contains('\u{640}') {
        "stretched, letters lost or glued"
    } else {
        "words cut or glued"
    }
}

fn simulated(path: &str, seed: u64, read: &Read) -> Result<Vec<Case>, Box<dyn Error>> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    let text = joined(&text);
    let mut cases = Vec::new();
    for (name, kind) in [
        ("runs", Damage::Runs),
        ("kashida", Damage::Kashida),
        ("lam-alef", Damage::LamAlef),
    ] {
        let raw = damage_text(&text, kind, seed);
        let start = Instant::now();
        let out = read(&raw)?;
        println!(
            "{name}: {} KB in {:.2} s",
            raw.len() / 1000,
            start.elapsed().as_secs_f64()
        );
        for ((number, gold), (raw, got)) in (1..).zip(text.lines()).zip(raw.lines().zip(out)) {
            cases.push(Case {
                group: vec![
                    name.into(),
                    "all".into(),
                    format!("{name} {}", damage_of(raw, gold)),
                ],
                place: format!("{name}:{number}"),
                raw: raw.to_owned(),
                gold: gold.to_owned(),
                got,
            });
        }
    }
    Ok(cases)
}

fn report(cases: Vec<Case>, worst: usize) {
    let mut scores: BTreeMap<&str, Score> = BTreeMap::new();
    let mut bad: Vec<(usize, &Case)> = Vec::new();
    for case in &cases {
        let mut errors = 0;
        for group in &case.group {
            let score = scores.entry(group).or_default();
            errors = score.add(&case.raw, &case.gold, &case.got);
        }
        bad.push((errors, case));
    }
    println!(
        "{:44} {:>6} {:>7} {:>7} {:>7}  undamaged, changed",
        "", "lines", "wer", "zwnj", "exact"
    );
    for (group, s) in &scores {
        println!(
            "{group:44} {:6} {:7.4} {:7.4} {:7.3}  {}, {}",
            s.lines,
            s.wer(),
            s.joined_wer(),
            s.exact_share(),
            s.undamaged,
            s.undamaged_changed
        );
    }
    bad.sort_by_key(|&(errors, _)| std::cmp::Reverse(errors));
    for (errors, case) in bad.iter().take(worst).filter(|(errors, _)| *errors > 0) {
        println!(
            "\n{errors} {}\n  raw  {}\n  gold {}\n  got  {}",
            case.place, case.raw, case.gold, case.got
        );
    }
}
