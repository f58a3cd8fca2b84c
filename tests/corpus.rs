//! The damaged twins of the corpus are what the simulator makes of the clean documents.

#[allow(dead_code)]
#[path = "../examples/damage.rs"]
mod damage;

use damage::{Damage, damage_text};
use std::fs;
use std::path::PathBuf;

const TWINS: [(&str, Damage, u64); 2] = [
    ("cyber-diplomacy-china.txt", Damage::Runs, 1401),
    ("cyber-diplomacy-iran.txt", Damage::Kashida, 1404),
];

fn read(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("corpus")
        .join(name);
    fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

#[test]
fn the_damaged_twins_are_made_from_the_clean_documents() {
    for (name, damage, seed) in TWINS {
        let made = damage_text(&read(name), damage, seed);
        let shipped = read(&format!("damaged/{name}"));
        for (number, (made, shipped)) in made.lines().zip(shipped.lines()).enumerate() {
            assert_eq!(
                shipped,
                made,
                "damaged/{name}:{}: make the twin anew, see docs/corpus.md",
                number + 1
            );
        }
        assert_eq!(
            made.len(),
            shipped.len(),
            "damaged/{name} has another length"
        );
    }
}

#[test]
fn damage_conserves_letters_and_digits_line_by_line() {
    let letters = |line: &str| {
        let mut letters: Vec<char> = line
            .chars()
            .filter(|c| c.is_alphanumeric() && *c != '\u{640}')
            .collect();
        letters.sort_unstable();
        letters
    };
    for (name, damage, _) in TWINS {
        let clean = read(name);
        let damaged = read(&format!("damaged/{name}"));
        assert_eq!(clean.lines().count(), damaged.lines().count());
        let mut lost = 0;
        for (number, (clean, damaged)) in clean.lines().zip(damaged.lines()).enumerate() {
            let (mut before, mut after) = (letters(clean), letters(damaged));
            lost += before.len() - after.len();
            if damage == Damage::Kashida {
                before.retain(|c| *c != 'ل');
                after.retain(|c| *c != 'ل');
            }
            assert_eq!(before, after, "{name}:{}", number + 1);
        }
        match damage {
            Damage::Runs | Damage::LamAlef => assert_eq!(lost, 0),
            Damage::Kashida => assert!(lost > 0, "no lam was lost"),
        }
    }
}

#[test]
fn every_judged_line_is_in_the_corpus() {
    let qrels = include_str!("relevance/qrels.txt");
    let queries = include_str!("relevance/queries.tsv");
    let known: Vec<&str> = queries
        .lines()
        .filter_map(|l| l.split('\t').next())
        .collect();
    for line in qrels.lines() {
        let columns: Vec<&str> = line.split(' ').collect();
        let &[qid, "0", docno, "1"] = &columns[..] else {
            panic!("not a judgement: {line}");
        };
        assert!(known.contains(&qid), "{line}");
        let (document, lines) = docno.split_once(':').expect("lines");
        let (first, last) = lines.split_once('-').expect("a range");
        let (first, last): (usize, usize) = (first.parse().unwrap(), last.parse().unwrap());
        let extension = if document == "searching-persian-text" {
            "md"
        } else {
            "txt"
        };
        let count = read(&format!("{document}.{extension}")).lines().count();
        assert!(1 <= first && first <= last && last <= count, "{line}");
    }
}
