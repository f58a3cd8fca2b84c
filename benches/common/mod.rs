//! What the benches share: texts to measure on, and pairs of measurements taken in turn.
//!
//! The machine may be shared and its speed may drift, so two ways are always measured A B A B …, and
//! what counts is the median of the ratios of neighbours.

#![allow(dead_code)] // not every bench uses all of it

pub mod plain;

use cpu_time::ProcessTime;
use kavosh::document::read::Limits;
use kavosh::error::Error;
use kavosh::index::{Observer, Options, usual_memory};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Size of the texts in megabytes: KAVOSH_BENCH_MB, or 20.
pub fn megabytes() -> usize {
    std::env::var("KAVOSH_BENCH_MB")
        .ok()
        .and_then(|m| m.parse().ok())
        .unwrap_or(20)
}

/// What `kavosh index` does by default, with so many threads.
pub fn options(threads: usize) -> Options {
    Options {
        threads,
        memory: usual_memory(threads),
        rebuild: false,
        repair: true,
        dictionaries: Vec::new(),
        limits: Limits::default(),
    }
}

/// Says nothing and takes a file that cannot be read for a mistake of the bench.
pub struct Quiet;

impl Observer for Quiet {
    fn total(&self, _bytes: u64) {}
    fn advance(&self, _bytes: u64) {}
    fn failed(&self, error: &Error) {
        panic!("{error}");
    }
    fn warn(&self, _path: &Path, _message: &str) {}
}

/// Texts of Persian news articles, or of the corpus that ships where those are not there.
pub struct Texts {
    /// Where they come from.
    pub source: String,
    /// The texts.
    pub documents: Vec<String>,
}

impl Texts {
    /// About `bytes` of text.
    pub fn of_size(bytes: usize) -> Texts {
        let (source, all) = Texts::source();
        let mut documents = Vec::new();
        let mut size = 0;
        for text in all.iter().cycle() {
            if size >= bytes {
                break;
            }
            size += text.len();
            documents.push(text.clone());
        }
        Texts { source, documents }
    }

    /// Every text once.
    pub fn all() -> Vec<String> {
        Texts::source().1
    }

    fn source() -> (String, Vec<String>) {
        let shared = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../shared/retrieval/hamshahri5k/corpus.jsonl");
        match std::fs::read_to_string(&shared) {
            Ok(text) => ("shared/retrieval/hamshahri5k".to_owned(), records(&text)),
            Err(_) => {
                println!("shared/ is missing beside the project: measuring on corpus/");
                ("corpus/, repeated".to_owned(), shipped())
            }
        }
    }

    /// Bytes of all texts.
    pub fn bytes(&self) -> usize {
        self.documents.iter().map(String::len).sum()
    }

    /// Writes the texts as files of a folder, some 100 KB each, and returns it.
    pub fn write(&self, folder: &Path) -> PathBuf {
        let target = folder.join("texts");
        std::fs::create_dir_all(&target).expect("a temporary folder can be written");
        for (number, chunk) in self.files().enumerate() {
            std::fs::write(target.join(format!("{number:05}.txt")), chunk)
                .expect("a temporary file can be written");
        }
        target
    }

    /// The texts as files: several articles to a file.
    pub fn files(&self) -> impl Iterator<Item = String> + '_ {
        let mut rest = self.documents.iter();
        std::iter::from_fn(move || {
            let mut file = String::new();
            while file.len() < 100_000 {
                let Some(text) = rest.next() else { break };
                file.push_str(text);
                file.push_str("\n\n");
            }
            (!file.is_empty()).then_some(file)
        })
    }
}

fn records(jsonl: &str) -> Vec<String> {
    jsonl
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter_map(|record| Some(record.get("text")?.as_str()?.to_owned()))
        .collect()
}

fn shipped() -> Vec<String> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    ["cyber-diplomacy-china.txt", "cyber-diplomacy-iran.txt"]
        .iter()
        .filter_map(|name| std::fs::read_to_string(corpus.join(name)).ok())
        .collect()
}

/// Seconds of one run: of all processors together, and on the wall.
#[derive(Clone, Copy)]
pub struct Seconds {
    /// Processor time of the whole process.
    pub cpu: f64,
    /// Time on the wall.
    pub wall: f64,
}

/// Runs `work` once and takes its time.
pub fn timed(work: &mut dyn FnMut()) -> Seconds {
    let (cpu, wall) = (ProcessTime::now(), Instant::now());
    work();
    Seconds {
        cpu: cpu.elapsed().as_secs_f64(),
        wall: wall.elapsed().as_secs_f64(),
    }
}

/// Measures two ways in turn, `rounds` times after one warm-up, and prints medians and the ratio of
/// speeds (ours over theirs: above 1 ours is faster).
pub fn compare(
    name: &str,
    bytes: usize,
    rounds: usize,
    ours: &mut dyn FnMut(),
    theirs: &mut dyn FnMut(),
) {
    ours();
    theirs();
    let pairs: Vec<(Seconds, Seconds)> =
        (0..rounds).map(|_| (timed(ours), timed(theirs))).collect();
    let megabytes = bytes as f64 / 1e6;
    for (clock, pick) in [
        ("cpu", (|s: &Seconds| s.cpu) as fn(&Seconds) -> f64),
        ("wall", |s| s.wall),
    ] {
        let a = median(pairs.iter().map(|p| pick(&p.0)));
        let b = median(pairs.iter().map(|p| pick(&p.1)));
        let ratio = median(pairs.iter().map(|p| pick(&p.1) / pick(&p.0)));
        println!(
            "{name:<28} {clock:<4}  kavosh {:>8.2} MB/s   plain tantivy {:>8.2} MB/s   ratio {ratio:.2}",
            megabytes / a,
            megabytes / b
        );
    }
}

/// The middle of some numbers.
pub fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}
