//! How well repair reads damaged lines: word error rates against a transcription, by paper and by
//! kind of damage, with the worst lines.
//!
//! usage: `repair_report [GOLD.tsv PAPERS_DIR] [--worst N]` (default: `../shared/gold/gold-lines-dev.tsv`
//! and `../shared/papers`), or `repair_report --simulate TEXT [--seed N]`: clean text, a line each,
//! is damaged in each way of `examples/damage.rs` and repaired.
//!
//! Words are compared without punctuation, with digits folded, once without ZWNJ and once with it;
//! an error is a word inserted, deleted or replaced (Levenshtein). The same counting as the scorer
//! beside the gold lines does.

#[allow(dead_code)]
#[path = "damage.rs"]
mod damage;

use damage::{Damage, damage_text};
use kavosh::repair::repair;
use kavosh::text::SourceText;
use std::collections::BTreeMap;
use std::error::Error;
use std::time::Instant;

const ZWNJ: char = '\u{200c}';

/// Errors and lines counted.
#[derive(Default)]
struct Score {
    lines: usize,
    words: usize,
    errors: usize,
    joined_words: usize,
    joined_errors: usize,
    exact: usize,
    undamaged: usize,
    undamaged_changed: usize,
}

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
    let cases = match take("--simulate") {
        Some(path) => simulated(&path, seed)?,
        None => {
            let gold = arguments
                .first()
                .map_or("../shared/gold/gold-lines-dev.tsv", |a| a);
            let papers = arguments.get(1).map_or("../shared/papers", |a| a);
            from_gold(gold, papers)?
        }
    };
    report(cases, worst);
    Ok(())
}

/// Repairs a text as a whole and returns its lines.
fn repaired(text: &str) -> Vec<String> {
    let mut source = SourceText::default();
    for (number, line) in (1..).zip(text.split('\n')) {
        let start = source.traced.text.len();
        source.traced.append_inserted(line.trim_end_matches('\r'));
        source.end_line(start, number, Default::default());
    }
    let out = repair(source);
    out.text.line_texts().map(str::to_owned).collect()
}

fn from_gold(gold: &str, papers: &str) -> Result<Vec<Case>, Box<dyn Error>> {
    let table = std::fs::read_to_string(gold)
        .map_err(|error| format!("{gold}: {error}; name the gold lines and the papers"))?;
    let mut lines: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut cases = Vec::new();
    for row in table.lines().skip(1) {
        let [file, number, kind, raw, clean] = row
            .split('\t')
            .collect::<Vec<_>>()
            .try_into()
            .map_err(|_| "five columns wanted")?;
        if !lines.contains_key(file) {
            let text = std::fs::read_to_string(format!("{papers}/{file}.txt"))?;
            let start = Instant::now();
            let out = repaired(&text);
            println!(
                "{file}: {} KB in {:.2} s",
                text.len() / 1000,
                start.elapsed().as_secs_f64()
            );
            lines.insert(file.to_owned(), out);
        }
        let got = lines[file]
            .get(number.parse::<usize>()? - 1)
            .cloned()
            .unwrap_or_default();
        cases.push(Case {
            group: vec![
                file.to_owned(),
                "all".into(),
                format!("{file} {kind}"),
                format!("{file} {}", damage_of(raw, clean)),
            ],
            place: format!("{file}:{number}"),
            raw: raw.to_owned(),
            gold: clean.to_owned(),
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

fn simulated(path: &str, seed: u64) -> Result<Vec<Case>, Box<dyn Error>> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    let mut cases = Vec::new();
    for (name, kind) in [("runs", Damage::Runs), ("kashida", Damage::Kashida)] {
        let raw = damage_text(&text, kind, seed);
        let start = Instant::now();
        let out = repaired(&raw);
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
        let (gold, got) = (words(&case.gold, false), words(&case.got, false));
        let (gold_joined, got_joined) = (words(&case.gold, true), words(&case.got, true));
        let errors = distance(&gold, &got);
        let joined_errors = distance(&gold_joined, &got_joined);
        let undamaged = words(&case.raw, true) == gold_joined;
        for group in &case.group {
            let score = scores.entry(group).or_default();
            score.lines += 1;
            score.words += gold.len();
            score.errors += errors;
            score.joined_words += gold_joined.len();
            score.joined_errors += joined_errors;
            score.exact += usize::from(errors == 0);
            score.undamaged += usize::from(undamaged);
            score.undamaged_changed += usize::from(undamaged && joined_errors > 0);
        }
        bad.push((errors, case));
    }
    let share = |n: usize, of: usize| n as f64 / of.max(1) as f64;
    println!(
        "{:44} {:>6} {:>7} {:>7} {:>7}  undamaged, changed",
        "", "lines", "wer", "zwnj", "exact"
    );
    for (group, s) in &scores {
        println!(
            "{group:44} {:6} {:7.4} {:7.4} {:7.3}  {}, {}",
            s.lines,
            share(s.errors, s.words),
            share(s.joined_errors, s.joined_words),
            share(s.exact, s.lines),
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

/// The words of a line as they are compared.
fn words(text: &str, with_joiners: bool) -> Vec<String> {
    let mut folded = String::new();
    for c in text.chars() {
        match c {
            'ي' | 'ى' | 'ئ' => folded.push('ی'),
            'ك' => folded.push('ک'),
            'ۀ' | 'ة' | 'ۂ' => folded.push('ه'),
            'أ' | 'إ' => folded.push('ا'),
            'ؤ' => folded.push('و'),
            '۰'..='۹' => folded.push((b'0' + (c as u32 - '۰' as u32) as u8) as char),
            '٠'..='٩' => folded.push((b'0' + (c as u32 - '٠' as u32) as u8) as char),
            '\u{64b}'..='\u{655}' | '\u{640}' | '\u{670}' | '\u{200e}' | '\u{200f}' => {}
            ZWNJ if with_joiners => folded.push(c),
            ZWNJ => {}
            c if c.is_alphanumeric() || c == '_' => folded.extend(c.to_lowercase()),
            _ => folded.push(' '),
        }
    }
    folded
        .split(' ')
        .map(|word| word.trim_matches(ZWNJ).to_owned())
        .filter(|word| !word.is_empty())
        .collect()
}

fn distance(a: &[String], b: &[String]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let next = (diagonal + usize::from(x != y))
                .min(row[j] + 1)
                .min(row[j + 1] + 1);
            diagonal = row[j + 1];
            row[j + 1] = next;
        }
    }
    row[b.len()]
}
