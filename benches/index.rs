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
    let megabytes = std::env::var("KAVOSH_BENCH_MB")
        .ok()
        .and_then(|m| m.parse().ok())
        .unwrap_or(20);
    let texts = Texts::of_size(megabytes << 20);
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let files = texts.write(folder.path());
    println!(
        "index: {:.1} MB of text from {}",
        texts.bytes() as f64 / 1e6,
        texts.source
    );
    for threads in [1, 2] {
        for unit in [Unit::File, Unit::Article, Unit::Passage] {
            pair(&texts, &files, folder.path(), threads, unit);
        }
    }
}

/// What is a document to plain Tantivy; kavosh reads the files either way and cuts them itself.
#[derive(Clone, Copy, Debug)]
enum Unit {
    /// A whole file of some 100 KB.
    File,
    /// An article of some 5 KB.
    Article,
    /// Some 100 words, as large as kavosh's passages: what is needed to answer with a place.
    Passage,
}

/// Words of a document of [`Unit::Passage`], the mean of kavosh's passages.
const PASSAGE_WORDS: usize = 100;

/// Cuts a text every so many words.
fn passages(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    words
        .chunks(PASSAGE_WORDS)
        .map(|chunk| chunk.join(" "))
        .collect()
}

fn pair(texts: &Texts, files: &Path, folder: &Path, threads: usize, unit: Unit) {
    let (ours, theirs) = (folder.join("ours"), folder.join("theirs"));
    compare(
        &format!("{threads} thread(s), plain: {unit:?}"),
        texts.bytes(),
        if texts.bytes() > 50 << 20 { 3 } else { 5 },
        &mut || {
            let _ = std::fs::remove_dir_all(&ours);
            let options = Options {
                threads,
                memory: MEMORY,
                rebuild: false,
                repair: true,
                dictionaries: Vec::new(),
            };
            let summary =
                update(&ours, &[files.to_owned()], &options, &Quiet).expect("indexing succeeds");
            assert!(
                summary.passages as usize > texts.documents.len(),
                "{summary:?}"
            );
            assert_eq!(summary.failed, 0);
        },
        &mut || {
            let _ = std::fs::remove_dir_all(&theirs);
            std::fs::create_dir_all(&theirs).expect("a folder can be made");
            let mut paths: Vec<_> = std::fs::read_dir(files)
                .expect("the texts are there")
                .map(|entry| entry.expect("an entry can be read").path())
                .collect();
            paths.sort();
            let read = paths
                .iter()
                .map(|p| std::fs::read_to_string(p).expect("a text can be read"));
            let (index, _) = match unit {
                Unit::File => plain::index(&theirs, read, threads, MEMORY),
                Unit::Passage => {
                    plain::index(&theirs, read.flat_map(|f| passages(&f)), threads, MEMORY)
                }
                Unit::Article => {
                    let articles =
                        read.flat_map(|f| f.split("\n\n").map(str::to_owned).collect::<Vec<_>>());
                    plain::index(&theirs, articles, threads, MEMORY)
                }
            };
            let reader = index.reader().expect("the index can be read");
            assert!(reader.searcher().num_docs() as usize >= paths.len());
        },
    );
}
