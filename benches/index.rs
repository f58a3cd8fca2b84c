//! Indexing speed beside plain Tantivy on the same files in the same run.
//!
//! `cargo bench --bench index`; KAVOSH_BENCH_MB sets the size of the text (default 20; the figures
//! in the documentation were taken with 100).

mod common;

use common::{Texts, compare, plain};
use kavosh::error::Error;
use kavosh::index::{Observer, Options, update};
use std::path::Path;

struct Quiet;

impl Observer for Quiet {
    fn total(&self, _bytes: u64) {}
    fn advance(&self, _bytes: u64) {}
    fn failed(&self, error: &Error) {
        panic!("{error}");
    }
    fn warn(&self, _path: &Path, _message: &str) {}
}

const MEMORY: usize = 200 << 20;

fn main() {
    let megabytes = std::env::var("KAVOSH_BENCH_MB").ok().and_then(|m| m.parse().ok()).unwrap_or(20);
    let texts = Texts::of_size(megabytes << 20);
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let files = texts.write(folder.path());
    println!("index: {:.1} MB of text from {}", texts.bytes() as f64 / 1e6, texts.source);
    let words = texts.documents.len();
    for threads in [1, 2] {
        let (ours, theirs) = (folder.path().join("ours"), folder.path().join("theirs"));
        compare(
            &format!("index, {threads} thread(s)"),
            texts.bytes(),
            if megabytes > 50 { 3 } else { 5 },
            &mut || {
                let _ = std::fs::remove_dir_all(&ours);
                let options = Options {
                    threads,
                    memory: MEMORY,
                    rebuild: false,
                    repair: true,
                    dictionaries: Vec::new(),
                };
                let summary = update(&ours, std::slice::from_ref(&files), &options, &Quiet).expect("indexing succeeds");
                assert!(summary.passages as usize > words, "{summary:?}");
                assert_eq!(summary.failed, 0);
            },
            &mut || {
                let _ = std::fs::remove_dir_all(&theirs);
                std::fs::create_dir_all(&theirs).expect("a folder can be made");
                let mut paths: Vec<_> = std::fs::read_dir(&files)
                    .expect("the texts are there")
                    .map(|entry| entry.expect("an entry can be read").path())
                    .collect();
                paths.sort();
                let read = paths.iter().map(|p| std::fs::read_to_string(p).expect("a text can be read"));
                let (index, _) = plain::index(&theirs, read, threads, MEMORY);
                let reader = index.reader().expect("the index can be read");
                assert_eq!(reader.searcher().num_docs() as usize, paths.len());
            },
        );
    }
}
