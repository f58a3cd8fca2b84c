//! Speed of the stages before the index, the analyzer beside plain Tantivy's on the same text, and the
//! share of indexing that finding structure takes.
//!
//! `cargo bench --bench analyze`

mod common;

use common::{Quiet, Texts, compare, median, options, plain, timed};
use kavosh::analysis::Analyzer;
use kavosh::document::Document;
use kavosh::document::read::{RawDocument, decode};
use kavosh::index::update;
use kavosh::language::cjk::Dictionaries;
use kavosh::repair::repair;
use tantivy::tokenizer::TokenStream;

fn main() {
    let texts = Texts::of_size(20 << 20);
    let files: Vec<String> = texts.files().collect();
    let bytes: usize = files.iter().map(String::len).sum();
    println!(
        "analyze: {:.1} MB of text from {}",
        bytes as f64 / 1e6,
        texts.source
    );

    let mut analyzer = Analyzer::new(&Dictionaries::embedded());
    let mut plain = plain::analyzer();
    // Both must see the same text; counts are asserted inside so that nothing is optimized away.
    let count = |analyzer: &mut Analyzer| {
        let mut tokens = 0usize;
        for file in &files {
            analyzer.tokens(file, |token| tokens += usize::from(!token.lemma.is_empty()));
        }
        tokens
    };
    let expected = count(&mut analyzer);
    let plain_expected = count_plain(&mut plain, &files);
    compare(
        "analyzer (exact + lemma)",
        bytes,
        5,
        &mut || assert_eq!(count(&mut analyzer), expected),
        &mut || assert_eq!(count_plain(&mut plain, &files), plain_expected),
    );

    stage("decode", bytes, || {
        files
            .iter()
            .map(|f| {
                decode(f.as_bytes())
                    .expect("texts are text")
                    .text
                    .lines
                    .len()
            })
            .sum()
    });
    stage("decode, repair", bytes, || {
        files
            .iter()
            .map(|f| {
                repair(decode(f.as_bytes()).expect("texts are text").text)
                    .verdicts
                    .len()
            })
            .sum()
    });
    stage("decode, repair, structure", bytes, || built(&files));
    structure_share(&texts, &files);
}

/// Passages of all files.
fn built(files: &[String]) -> usize {
    let passages = |file: &String| {
        let raw = RawDocument {
            text: decode(file.as_bytes()).expect("texts are text").text,
            ..RawDocument::default()
        };
        Document::build(raw, true).passages.len()
    };
    files.iter().map(passages).sum()
}

/// Prints the processor time of structure (furniture, notes, outline, kinds, passages, citations,
/// references, glossary) as a share of that of indexing the same text with one thread: at most a fifth
/// is wanted. The three are measured in turn.
fn structure_share(texts: &Texts, files: &[String]) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let (papers, index) = (texts.write(folder.path()), folder.path().join("index"));
    let passages = built(files);
    let shares = (0..5).map(|_| {
        let repaired = timed(&mut || {
            for file in files {
                let text = decode(file.as_bytes()).expect("texts are text").text;
                assert!(!repair(text).verdicts.is_empty());
            }
        });
        let structured = timed(&mut || assert_eq!(built(files), passages));
        let indexed = timed(&mut || {
            let _ = std::fs::remove_dir_all(&index);
            let papers = std::slice::from_ref(&papers);
            let summary = update(&index, papers, &options(1), &Quiet).expect("indexing succeeds");
            assert_eq!(summary.passages as usize, passages);
        });
        (structured.cpu - repaired.cpu) / indexed.cpu
    });
    let share = median(shares);
    println!(
        "structure, share of indexing {:>5.1} % of the processor time (wanted: at most 20)",
        100.0 * share
    );
}

fn count_plain(analyzer: &mut tantivy::tokenizer::TextAnalyzer, files: &[String]) -> usize {
    let mut tokens = 0;
    for file in files {
        let mut stream = analyzer.token_stream(file);
        while stream.advance() {
            tokens += usize::from(!stream.token().text.is_empty());
        }
    }
    tokens
}

/// Prints the speed of a stage, with those before it.
fn stage(name: &str, bytes: usize, mut work: impl FnMut() -> usize) {
    let expected = work();
    assert!(expected > 0);
    let seconds = median((0..5).map(|_| timed(&mut || assert_eq!(work(), expected)).cpu));
    println!(
        "{name:<28} cpu   kavosh {:>8.2} MB/s",
        bytes as f64 / 1e6 / seconds
    );
}
