//! Speed of repair: of what clean text pays, and of the decoder on torn papers.
//!
//! `cargo bench --bench repair`

mod common;

use common::{Texts, median, timed};
use kavosh::document::read::decode;
use kavosh::repair::order::{costs::Damage, detect};
use kavosh::repair::repair;
use kavosh::text::SourceText;
use std::path::{Path, PathBuf};

fn main() {
    clean();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shared = |name: &str| root.join("../shared/papers").join(name);
    let twin = |name: &str| root.join("corpus/damaged").join(name);
    let papers = [
        ("china.txt", Damage::Scattered, 5.0),
        ("iran.txt", Damage::Stretched, 2.0),
    ];
    for (name, damage, bar) in papers {
        if shared(name).is_file() {
            torn(&shared(name), damage, Some(bar));
        } else {
            println!("shared/ is missing beside the project: measuring on corpus/damaged");
            torn(&twin(&format!("cyber-diplomacy-{name}")), damage, None);
        }
    }
    let model = root.join("src/lexicon/data/persian.model");
    let bytes = std::fs::metadata(&model).map_or(0, |m| m.len());
    assert!(bytes > 0, "{} is missing", model.display());
    println!("{:<28} {bytes} bytes   bar 15000000", "model");
}

fn text(content: &[u8]) -> SourceText {
    decode(content).expect("texts are text").text
}

/// Clean text through the detector and through all of repair.
fn clean() {
    let texts = Texts::of_size(20 << 20);
    let files: Vec<SourceText> = texts.files().map(|f| text(f.as_bytes())).collect();
    let bytes: usize = files.iter().map(|f| f.traced.text.len()).sum();
    println!(
        "repair: {:.1} MB of text from {}",
        bytes as f64 / 1e6,
        texts.source
    );
    let torn = || files.iter().filter_map(detect::damage).count();
    assert_eq!(torn(), 0, "clean files were taken for torn ones");
    let seconds = median((0..5).map(|_| timed(&mut || assert_eq!(torn(), 0)).cpu));
    println!(
        "{:<28} cpu  {:>8.1} MB/s   bar 50",
        "detector, clean text",
        bytes as f64 / 1e6 / seconds
    );
    let lines: usize = files.iter().map(|f| f.lines.len()).sum();
    assert!(lines > 0);
    let mut rounds = Vec::new();
    for _ in 0..5 {
        // Repair takes its text whole; the copies are not what is measured.
        let mut copies = files.clone();
        let mut seen = 0;
        rounds.push(
            timed(&mut || {
                seen = copies
                    .drain(..)
                    .map(|text| repair(text).verdicts.len())
                    .sum()
            })
            .cpu,
        );
        assert_eq!(seen, lines);
    }
    println!(
        "{:<28} cpu  {:>8.1} MB/s",
        "repair, clean text",
        bytes as f64 / 1e6 / median(rounds.into_iter())
    );
}

/// A torn paper.
fn torn(path: &PathBuf, damage: Damage, bar: Option<f64>) {
    let content = std::fs::read(path).expect("a paper");
    let raw = text(&content);
    assert_eq!(detect::damage(&raw), Some(damage), "{}", path.display());
    let lines = raw.lines.len();
    let (mut rounds, mut reordered) = (Vec::new(), 0);
    for _ in 0..3 {
        let copy = std::cell::Cell::new(Some(raw.clone()));
        let mut counted = 0;
        rounds.push(timed(&mut || {
            let out = repair(copy.take().expect("one run"));
            assert_eq!(out.verdicts.len(), lines);
            counted = out.counts.order.reordered;
        }));
        assert!(counted > 0, "nothing was put in order");
        assert!(reordered == 0 || reordered == counted);
        reordered = counted;
    }
    let cpu = median(rounds.iter().map(|s| s.cpu));
    let wall = median(rounds.iter().map(|s| s.wall));
    let bar = bar.map_or(String::new(), |bar| format!("   bar {bar} s"));
    println!(
        "{:<28} cpu  {cpu:>8.2} s {:>8.1} KB/s   wall {wall:.2} s   {reordered} of {lines} lines reordered{bar}",
        path.file_name().map_or("".into(), |n| n.to_string_lossy()),
        content.len() as f64 / 1e3 / cpu,
    );
}
