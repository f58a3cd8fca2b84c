//! Two thousand mixed queries over a large index: how long one takes, by its kind; how long a process
//! takes to its first hit; what `batch` gains by all processors.
//!
//! `KAVOSH_BENCH_MB=1000 cargo bench --bench query -- mixed` asks some 1.3 million passages (default
//! 20 MB); with KAVOSH_BENCH_KEEP the index that `cargo bench --bench scale` left there is used. No
//! query is asked twice, so nothing that a session remembers of it counts; the files of the index
//! are in memory. Beside the time on the wall stands that of the processor, since a shared machine
//! gives some queries another program's time.

use super::{HITS, growing};
use crate::common;
use crate::damage::Rng;
use common::{Quiet, megabytes, options};
use cpu_time::ThreadTime;
use kavosh::index::update;
use kavosh::search::{Engine, SearchOptions, Unit};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// Queries of each kind.
const QUERIES: usize = 400;
/// Queries asked before, so that the program is warm.
const WARM: usize = 40;

/// The glossary of scholarly terms, whose English side is asked for in Persian texts.
const TERMS: &str = include_str!("../../src/language/data/bilingual.tsv");

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Word,
    Three,
    Phrase,
    Near,
    Language,
}

const KINDS: [Kind; 5] = [
    Kind::Word,
    Kind::Three,
    Kind::Phrase,
    Kind::Near,
    Kind::Language,
];

/// Measures and prints.
pub fn run() {
    let temporary = tempfile::tempdir().expect("a temporary folder can be made");
    let kept = std::env::var_os("KAVOSH_BENCH_KEEP").map(PathBuf::from);
    let folder = kept.as_deref().unwrap_or(temporary.path());
    let folder = folder.join(megabytes().to_string());
    let index = folder.join("index");
    if !index.exists() {
        let (texts, _) = growing::write(&folder, megabytes() * 1_000_000);
        let summary = update(&index, &[texts], &options(1), &Quiet).expect("indexing succeeds");
        assert_eq!(summary.failed, 0);
    }
    let queries = queries(&folder.join("texts"));
    let engine = Engine::open(&index).expect("the index opens");
    let passages = engine.snapshot().passages().expect("passages are counted");
    let segments = engine.snapshot().searcher.segment_readers().len();
    println!(
        "{passages} passages in {segments} segments, {} queries",
        queries.len() - WARM
    );
    one_by_one(&engine, &queries);
    drop(engine);
    cold(&index, &queries);
    batch(&index, &queries);
}

fn one_by_one(engine: &Engine, queries: &[(Kind, String)]) {
    let options = SearchOptions {
        limit: HITS,
        unit: Unit::Passage,
        explain: false,
        expand: true,
    };
    let mut session = engine.session();
    let mut times = Vec::new();
    for (number, (kind, query)) in queries.iter().enumerate() {
        let (wall, cpu) = (Instant::now(), ThreadTime::now());
        session
            .search("1", query, options)
            .expect("the query is well formed");
        let (cpu, wall) = (cpu.elapsed().as_secs_f64(), wall.elapsed().as_secs_f64());
        if number >= WARM {
            times.push((*kind, wall * 1e3, cpu * 1e3, query));
        }
    }
    println!("milliseconds   median    p90    p99    max   processor: median    p90    p99    max");
    for kind in KINDS.into_iter().map(Some).chain([None]) {
        let of_kind = times.iter().filter(|t| kind.is_none_or(|k| k == t.0));
        let (wall, cpu): (Vec<f64>, Vec<f64>) = of_kind.map(|t| (t.1, t.2)).unzip();
        let name = kind.map_or("all".to_owned(), |k| format!("{k:?}").to_lowercase());
        println!("{name:<12} {}              {}", spread(wall), spread(cpu));
    }
    times.sort_by(|a, b| b.2.total_cmp(&a.2));
    println!("slowest:");
    for (kind, _, cpu, query) in &times[..12] {
        println!("  {cpu:>7.1} {kind:?} {query}");
    }
}

/// Starts the program anew for each query.
fn cold(index: &Path, queries: &[(Kind, String)]) {
    let mut times = Vec::new();
    for (_, query) in queries.iter().step_by(queries.len() / 50) {
        let start = Instant::now();
        let status = Command::new(env!("CARGO_BIN_EXE_kavosh"))
            .args(["search", "--limit", "1", "--format", "json", "--index"])
            .arg(index)
            .args(["--", query])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .expect("the program runs");
        assert!(matches!(status.code(), Some(0 | 1)), "{query}");
        times.push(start.elapsed().as_secs_f64() * 1e3);
    }
    println!("cold process {}", spread(times));
}

/// All queries at once, with one thread and with as many as there are processors.
fn batch(index: &Path, queries: &[(Kind, String)]) {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let input: Vec<&str> = queries.iter().map(|(_, query)| query.as_str()).collect();
    let input = input.join("\n");
    let run = |threads: usize| {
        let start = Instant::now();
        let mut child = Command::new(env!("CARGO_BIN_EXE_kavosh"))
            .args(["batch", "-", "--threads", &threads.to_string(), "--index"])
            .arg(index)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .expect("the program runs");
        let mut stdin = child.stdin.take().expect("its standard input");
        stdin.write_all(input.as_bytes()).expect("it reads");
        drop(stdin);
        assert!(child.wait().expect("it ends").success());
        start.elapsed().as_secs_f64()
    };
    let (mut one, mut all) = (Vec::new(), Vec::new());
    for _ in 0..3 {
        one.push(run(1));
        all.push(run(processors));
    }
    let [one, all] = [one, all].map(|times| common::median(times.into_iter()));
    println!(
        "batch        {one:.2} s with one thread, {all:.2} s with {processors}: {:.2} of linear",
        one / all / processors as f64
    );
}

/// Queries of all kinds in turn, drawn from the texts: words come as often as these have them.
fn queries(texts: &Path) -> Vec<(Kind, String)> {
    let mut files: Vec<PathBuf> = walkdir::WalkDir::new(texts)
        .into_iter()
        .flatten()
        .filter(|entry| entry.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .collect();
    files.sort();
    let mut rng = Rng::new(11);
    let terms: Vec<&str> = TERMS
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split('\t').next())
        .collect();
    let mut found = Vec::new();
    while found.len() < KINDS.len() * QUERIES + WARM {
        let kind = KINDS[found.len() % KINDS.len()];
        let text = std::fs::read_to_string(&files[rng.below(files.len())]);
        let text = text.expect("a text can be read");
        let lines: Vec<&str> = text.lines().collect();
        let words: Vec<&str> = lines[rng.below(lines.len())].split(' ').collect();
        let Some(start) = words.len().checked_sub(2).map(|n| rng.below(n)) else {
            continue;
        };
        let Some([a, b, c]) = words.get(start..start + 3).and_then(|w| w.first_chunk()) else {
            continue;
        };
        if ![a, b, c].iter().all(|word| super::usable(word)) {
            continue;
        }
        let query = match kind {
            Kind::Word => (*a).to_owned(),
            Kind::Three => format!("{a} {b} {c}"),
            Kind::Phrase => format!("\"{a} {b}\""),
            Kind::Near => format!("\"{a} {c}\"~3"),
            Kind::Language => {
                let term = terms[rng.below(terms.len())];
                let other = terms[rng.below(terms.len())];
                [term.to_owned(), format!("{term} {other}")][found.len() / 5 % 2].clone()
            }
        };
        found.push((kind, query));
    }
    found
}

/// Median, 90th and 99th percentile and the longest.
fn spread(mut times: Vec<f64>) -> String {
    times.sort_by(f64::total_cmp);
    let at = |share: usize| times[(times.len() - 1) * share / 100];
    format!(
        "{:>8.2} {:>6.2} {:>6.2} {:>6.2}",
        at(50),
        at(90),
        at(99),
        at(100)
    )
}
