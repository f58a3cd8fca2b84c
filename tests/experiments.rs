//! Experiments: what is indexed, what is asked, and what came out, each in a file of `experiments/`.
//!
//! The experiment over `corpus/` always runs. Those over sets outside the project take minutes and
//! run only where asked for:
//!
//! ```text
//! KAVOSH_EXPERIMENTS=1 cargo test --release --test experiments -- --nocapture
//! KAVOSH_EXPERIMENTS=pquad,hamshahri5k …     some of them, by name
//! KAVOSH_EXPERIMENTS=ablation …              what each step of the ranking gains
//! KAVOSH_UPDATE=1 …                          writes what was found into the files
//! ```
//!
//! `docs/relevance.md` is made from the files.

#[path = "relevance/ablation.rs"]
mod ablation;
#[path = "relevance/page.rs"]
mod page;

use kavosh::document::read::Limits;
use kavosh::error::Error;
use kavosh::evaluation::{self, Measures, Qrels};
use kavosh::index::{Observer, Options, Summary, update};
use kavosh::search::{Engine, SearchOptions, Unit, read_queries};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Instant;

/// An experiment as its file holds it. Paths are relative to the root of the project.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Experiment {
    /// Name, also of the file.
    name: String,
    /// Files and folders to index.
    index: Vec<String>,
    /// Files and folders below them to leave out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    exclude: Vec<String>,
    /// What is asked: `qid<TAB>query`.
    queries: String,
    /// The judgements, in TREC form.
    qrels: String,
    /// What is ranked.
    unit: Ranks,
    /// Most hits of a query.
    limit: usize,
    /// Whether words also stand for what the glossary calls them in the other language.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    expand: bool,
    /// The measures that came out, to four decimals.
    expected: Option<Expected>,
    /// The counts that came out.
    statistics: Option<Statistics>,
}

fn yes() -> bool {
    true
}

fn is_yes(value: &bool) -> bool {
    *value
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Ranks {
    Passage,
    Document,
}

/// Measures, to four decimals.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    #[serde(rename = "ndcg@10")]
    ndcg_10: f64,
    map: f64,
    #[serde(rename = "mrr@10")]
    mrr_10: f64,
    #[serde(rename = "recall@10")]
    recall_10: f64,
    #[serde(rename = "recall@100")]
    recall_100: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Statistics {
    documents: u64,
    passages: u64,
    /// Queries that were measured: those with a judgement.
    queries: usize,
    /// Of these, queries that the query language refuses, such as prose with half a quotation mark.
    /// They find nothing and count as that.
    malformed: usize,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All experiments with their files, in the order of the file names.
fn experiments() -> Vec<(PathBuf, Experiment)> {
    let mut files: Vec<PathBuf> = fs::read_dir(root().join("experiments"))
        .expect("experiments/")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|e| e == "json"))
        .collect();
    files.sort();
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("an experiment can be read");
        let experiment = serde_json::from_str(&text)
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        (path, experiment)
    };
    files.into_iter().map(read).collect()
}

impl Experiment {
    /// The file's content.
    fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).expect("JSON") + "\n"
    }

    /// Whether it needs files that are no part of the project.
    fn is_outside(&self) -> bool {
        self.inputs().any(|path| path.starts_with("../"))
    }

    fn inputs(&self) -> impl Iterator<Item = &String> {
        self.index.iter().chain([&self.queries, &self.qrels])
    }

    /// The first of its files that is not there.
    fn missing(&self) -> Option<&String> {
        self.inputs().find(|path| !root().join(path).exists())
    }

    fn options(&self) -> SearchOptions {
        SearchOptions {
            limit: self.limit,
            unit: match self.unit {
                Ranks::Passage => Unit::Passage,
                Ranks::Document => Unit::Document,
            },
            explain: false,
            expand: self.expand,
        }
    }

    /// The judgements. A table of queries with their places (`qid query language type places`, a
    /// place as `document:first-last`) is read as such.
    fn judgements(&self) -> Qrels {
        let path = root().join(&self.qrels);
        if self.qrels != self.queries {
            return evaluation::read(&path).expect("the judgements");
        }
        let table = fs::read_to_string(path).expect("the judgements");
        let mut lines = String::new();
        for row in table.lines().skip(1) {
            let columns: Vec<&str> = row.split('\t').collect();
            let mut places: Vec<&str> = columns[4].split(';').filter(|p| !p.is_empty()).collect();
            places.sort_unstable();
            places.dedup();
            for place in places {
                writeln!(lines, "{} 0 {place} 1", columns[0]).expect("a string");
            }
        }
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("qrels.txt");
        fs::write(&file, lines).expect("a file");
        evaluation::read(&file).expect("the judgements")
    }

    fn run(&self, indexed: &Indexed) -> Found {
        let options = self.options();
        let queries = fs::read_to_string(root().join(&self.queries)).expect("the queries");
        let qrels = self.judgements();
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let asked = read_queries(&queries);
        let evaluated = evaluation::evaluate(&indexed.engine, &asked, &qrels, options, threads)
            .unwrap_or_else(|error| panic!("{}: {error}", self.name));
        Found {
            expected: Expected::of(&evaluated.mean),
            statistics: Statistics {
                documents: indexed.summary.documents,
                passages: indexed.summary.passages,
                queries: evaluated.queries,
                malformed: evaluated.malformed,
            },
        }
    }

    /// How what was found differs from what is expected; empty if it does not.
    fn differences(&self, found: &Found) -> String {
        let mut rows = Vec::new();
        let (new, old) = (
            found.statistics.named(),
            self.statistics.map(Statistics::named),
        );
        for (index, (name, value)) in new.into_iter().enumerate() {
            let before = old.map(|s| s[index].1);
            if before != Some(value) {
                let change = before.map(|b| format!("{:+}", i128::from(value) - i128::from(b)));
                rows.push((
                    name,
                    before.map(|b| b.to_string()),
                    value.to_string(),
                    change,
                ));
            }
        }
        let (new, old) = (found.expected.named(), self.expected.map(Expected::named));
        for (index, (name, value)) in new.into_iter().enumerate() {
            let before = old.map(|m| m[index].1);
            if before.map(ten_thousandths) != Some(ten_thousandths(value)) {
                let change = before.map(|b| format!("{:+.4}", value - b));
                rows.push((
                    name,
                    before.map(|b| format!("{b:.4}")),
                    format!("{value:.4}"),
                    change,
                ));
            }
        }
        let mut text = String::new();
        if !rows.is_empty() {
            let row = |text: &mut String, columns: [&str; 4]| {
                let [name, before, found, change] = columns;
                writeln!(text, "  {name:<10} {before:>9} {found:>9} {change:>8}")
                    .expect("a string");
            };
            writeln!(text, "\nexperiments/{}.json", self.name).expect("a string");
            row(&mut text, ["", "expected", "found", ""]);
            for (name, before, found, change) in &rows {
                let or_none =
                    |value: &Option<String>| value.clone().unwrap_or_else(|| "–".to_owned());
                row(&mut text, [name, &or_none(before), found, &or_none(change)]);
            }
        }
        text
    }
}

/// What an experiment found.
struct Found {
    expected: Expected,
    statistics: Statistics,
}

impl Expected {
    fn of(measures: &Measures) -> Expected {
        let rounded = |value: f64| ten_thousandths(value) as f64 / 1e4;
        Expected {
            ndcg_10: rounded(measures.ndcg_10),
            map: rounded(measures.map),
            mrr_10: rounded(measures.mrr_10),
            recall_10: rounded(measures.recall_10),
            recall_100: rounded(measures.recall_100),
        }
    }

    fn named(self) -> [(&'static str, f64); 5] {
        [
            ("ndcg@10", self.ndcg_10),
            ("map", self.map),
            ("mrr@10", self.mrr_10),
            ("recall@10", self.recall_10),
            ("recall@100", self.recall_100),
        ]
    }
}

impl Statistics {
    fn named(self) -> [(&'static str, u64); 4] {
        [
            ("documents", self.documents),
            ("passages", self.passages),
            ("queries", self.queries as u64),
            ("malformed", self.malformed as u64),
        ]
    }
}

fn ten_thousandths(value: f64) -> i64 {
    (value * 1e4).round() as i64
}

/// An index in a temporary folder.
struct Indexed {
    engine: Engine,
    summary: Summary,
    folder: tempfile::TempDir,
}

impl Indexed {
    fn path(&self) -> PathBuf {
        self.folder.path().join("index")
    }
}

/// Indexes what an experiment names. One thread, so that the same files give the same index.
fn index(experiment: &Experiment) -> Indexed {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let paths: Vec<PathBuf> = experiment
        .index
        .iter()
        .map(|path| root().join(path))
        .collect();
    let paths = if experiment.exclude.is_empty() {
        paths
    } else {
        copy_without(&paths, &experiment.exclude, folder.path())
    };
    let options = Options {
        threads: 1,
        memory: 200 << 20,
        rebuild: false,
        repair: true,
        dictionaries: Vec::new(),
        limits: Limits::default(),
    };
    let target = folder.path().join("index");
    let summary = update(&target, &paths, &options, &Strict).expect("an index");
    Indexed {
        engine: Engine::open(&target).expect("the index opens"),
        summary,
        folder,
    }
}

/// Copies files and folders into `target`, without what is excluded; the copies.
fn copy_without(paths: &[PathBuf], exclude: &[String], target: &Path) -> Vec<PathBuf> {
    let excluded: Vec<PathBuf> = exclude.iter().map(|path| root().join(path)).collect();
    for path in &excluded {
        assert!(
            path.exists(),
            "{} is excluded but not there",
            path.display()
        );
    }
    let mut copies = Vec::new();
    for (number, path) in paths.iter().enumerate() {
        let copy = target
            .join(number.to_string())
            .join(path.file_name().expect("a name"));
        let entries = walkdir::WalkDir::new(path)
            .into_iter()
            .filter_entry(|entry| !excluded.iter().any(|e| e == entry.path()));
        for entry in entries {
            let entry = entry.expect("an entry");
            let below = entry.path().strip_prefix(path).expect("a path below");
            // A file that is named itself has nothing below.
            let to = if below.as_os_str().is_empty() {
                copy.clone()
            } else {
                copy.join(below)
            };
            if entry.file_type().is_file() {
                fs::create_dir_all(to.parent().expect("a parent")).expect("a folder");
                fs::copy(entry.path(), to).expect("a copy");
            }
        }
        copies.push(copy);
    }
    copies
}

/// Takes no file that cannot be read.
struct Strict;

impl Observer for Strict {
    fn total(&self, _: u64) {}
    fn advance(&self, _: u64) {}
    fn failed(&self, error: &Error) {
        panic!("{error}");
    }
    fn warn(&self, path: &Path, message: &str) {
        say(&format!("{}: {message}", path.display()));
    }
}

/// Speaks past the capture of output, which would hide it.
fn say(what: &str) {
    writeln!(std::io::stderr(), "{what}").expect("standard error");
}

/// Runs experiments and compares, or with `KAVOSH_UPDATE=1` writes what was found.
fn verify(experiments: &[(PathBuf, Experiment)]) {
    // Experiments over the same files share their index.
    let mut indexes: BTreeMap<(&[String], &[String]), Indexed> = BTreeMap::new();
    let mut differences = String::new();
    for (file, experiment) in experiments {
        let start = Instant::now();
        let indexed = indexes
            .entry((&experiment.index, &experiment.exclude))
            .or_insert_with(|| index(experiment));
        let found = experiment.run(indexed);
        let measures = found
            .expected
            .named()
            .map(|(name, value)| format!("{name} {value:.4}"));
        println!(
            "{}: {} ({:.1} s)",
            experiment.name,
            measures.join(", "),
            start.elapsed().as_secs_f64()
        );
        let different = experiment.differences(&found);
        if updates() && !different.is_empty() {
            let updated = Experiment {
                expected: Some(found.expected),
                statistics: Some(found.statistics),
                ..experiment.clone()
            };
            fs::write(file, updated.to_json()).expect("the experiment can be written");
            say(&format!("{different}UPDATED: {}", file.display()));
        } else {
            differences.push_str(&different);
        }
    }
    if updates() {
        write_page();
    }
    assert!(
        differences.is_empty(),
        "\n{differences}\nIf this is meant, write it into the files with KAVOSH_UPDATE=1.\n"
    );
}

#[test]
fn the_corpus_that_ships() {
    let inside: Vec<_> = experiments()
        .into_iter()
        .filter(|(_, e)| !e.is_outside())
        .collect();
    assert!(!inside.is_empty());
    verify(&inside);
}

#[test]
fn the_sets_outside_the_project() {
    let asked = std::env::var("KAVOSH_EXPERIMENTS").unwrap_or_default();
    let names: Vec<&str> = asked
        .split(',')
        .map(str::trim)
        .filter(|n| !n.is_empty())
        .collect();
    let mut chosen = experiments();
    chosen.retain(|(_, experiment)| experiment.is_outside());
    let known = |name: &&str| {
        ["1", "ablation"].contains(name) || chosen.iter().any(|(_, e)| e.name == *name)
    };
    if let Some(unknown) = names.iter().find(|name| !known(name)) {
        panic!("KAVOSH_EXPERIMENTS is 1 or names of experiments; there is no `{unknown}`");
    }
    chosen.retain(|(_, experiment)| {
        let name = &experiment.name;
        if !names.contains(&"1") && !names.contains(&name.as_str()) {
            say(&format!(
                "\nSKIPPED: experiment {name}: set KAVOSH_EXPERIMENTS=1 to run it"
            ));
            return false;
        }
        if let Some(missing) = experiment.missing() {
            say(&format!(
                "\nSKIPPED: experiment {name}: there is no {missing} beside the project"
            ));
            return false;
        }
        true
    });
    verify(&chosen);
}

#[test]
fn the_files_are_as_an_update_writes_them() {
    for (path, experiment) in experiments() {
        let name = path.file_stem().expect("a name").to_string_lossy();
        assert_eq!(experiment.name, name, "{}", path.display());
        // Values are left out: the other tests judge those.
        let text = fs::read_to_string(&path).expect("an experiment can be read");
        assert_eq!(text, experiment.to_json(), "{}", path.display());
    }
}

/// What stands in the files and in the page, apart from the measures of each experiment.
fn write_or_compare(file: &Path, found: &str) {
    let before = fs::read_to_string(file).unwrap_or_default();
    if before == found {
        return;
    }
    assert!(
        updates(),
        "{} is not what the experiments say; KAVOSH_UPDATE=1 writes it",
        file.display()
    );
    fs::write(file, found).expect("the file can be written");
    say(&format!("UPDATED: {}", file.display()));
}

fn updates() -> bool {
    std::env::var("KAVOSH_UPDATE").is_ok_and(|v| v == "1")
}

#[test]
fn what_each_step_gains() {
    let asked = std::env::var("KAVOSH_EXPERIMENTS").unwrap_or_default();
    if !asked
        .split(',')
        .any(|name| ["1", "ablation"].contains(&name))
    {
        say("\nSKIPPED: ablation: set KAVOSH_EXPERIMENTS=1 to run it");
        return;
    }
    let all: Vec<Experiment> = experiments().into_iter().map(|(_, e)| e).collect();
    let found = ablation::read().run(&all);
    let text = serde_json::to_string_pretty(&found).expect("JSON") + "\n";
    write_or_compare(&ablation::file(), &text);
    if updates() {
        write_page();
    }
}

/// Makes the page from the files, or compares it with them.
fn write_page() {
    // Tests that update run side by side; the last to come sees what all have written.
    static ONE: Mutex<()> = Mutex::new(());
    let _one = ONE.lock();
    let all: Vec<Experiment> = experiments().into_iter().map(|(_, e)| e).collect();
    write_or_compare(&page::file(), &page::render(&all, &ablation::read()));
}

#[test]
fn the_page_tells_what_the_files_say() {
    write_page();
}
