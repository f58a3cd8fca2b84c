//! Indexing speed beside plain Tantivy on the same files in the same run.
//!
//! `cargo bench --bench index`; KAVOSH_BENCH_MB sets the size of the text (default 20; the figures
//! in the documentation were taken with 100). A row is a number of threads and what a document is
//! to plain Tantivy; `cargo bench --bench index -- 1 file` measures that one alone, and so on.

mod common;

use common::{Quiet, Texts, compare, megabytes, options, plain};
use kavosh::index::{update, usual_memory};
use std::path::Path;

fn main() {
    let texts = Texts::of_size(megabytes() << 20);
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let files = texts.write(folder.path());
    println!(
        "index: {:.1} MB of text from {}; kavosh against plain Tantivy, whose documents are",
        texts.bytes() as f64 / 1e6,
        texts.source
    );
    for unit in Unit::ALL {
        println!("  {:<8} {}", unit.name(), unit.meaning());
    }
    for threads in [1, 2] {
        for unit in Unit::ALL {
            if is_asked(&["1", "2"], &threads.to_string())
                && is_asked(&Unit::ALL.map(Unit::name), unit.name())
            {
                pair(&texts, &files, folder.path(), threads, unit);
            }
        }
    }
}

/// Whether the arguments name this one of several, or none of them.
fn is_asked(all: &[&str], one: &str) -> bool {
    let mut named = std::env::args()
        .skip(1)
        .filter(|arg| all.contains(&arg.as_str()))
        .peekable();
    named.peek().is_none() || named.any(|arg| arg == one)
}

/// What is a document to plain Tantivy; kavosh reads the files either way and cuts them itself.
#[derive(Clone, Copy)]
enum Unit {
    File,
    Article,
    Passage,
}

impl Unit {
    const ALL: [Unit; 3] = [Unit::File, Unit::Article, Unit::Passage];

    fn name(self) -> &'static str {
        match self {
            Unit::File => "file",
            Unit::Article => "article",
            Unit::Passage => "passage",
        }
    }

    /// What it is and what it is good for.
    fn meaning(self) -> &'static str {
        match self {
            Unit::File => "whole files of 100 KB: the least work that can be called indexing them",
            Unit::Article => "articles of 5 KB: what a search for articles needs",
            Unit::Passage => "100 words, as kavosh's passages: what an answer with a place needs",
        }
    }
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
        &format!("{threads} thread(s), {}", unit.name()),
        texts.bytes(),
        if texts.bytes() > 50 << 20 { 3 } else { 5 },
        &mut || {
            let _ = std::fs::remove_dir_all(&ours);
            let summary = update(&ours, &[files.to_owned()], &options(threads), &Quiet)
                .expect("indexing succeeds");
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
                Unit::File => plain::index(&theirs, read, threads, usual_memory(threads)),
                Unit::Passage => plain::index(
                    &theirs,
                    read.flat_map(|f| passages(&f)),
                    threads,
                    usual_memory(threads),
                ),
                Unit::Article => {
                    let articles =
                        read.flat_map(|f| f.split("\n\n").map(str::to_owned).collect::<Vec<_>>());
                    plain::index(&theirs, articles, threads, usual_memory(threads))
                }
            };
            let reader = index.reader().expect("the index can be read");
            assert!(reader.searcher().num_docs() as usize >= paths.len());
        },
    );
}
