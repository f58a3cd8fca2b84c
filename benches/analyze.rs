//! Speed of the stages before the index, the analyzer beside plain Tantivy's on the same text.
//!
//! `cargo bench --bench analyze`

mod common;

use common::{Texts, compare, median, plain, timed};
use kavosh::analysis::Analyzer;
use kavosh::document::Document;
use kavosh::document::read::{RawDocument, decode};
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
    stage("decode, repair, structure", bytes, || {
        files
            .iter()
            .map(|f| {
                let raw = RawDocument {
                    text: decode(f.as_bytes()).expect("texts are text").text,
                    ..RawDocument::default()
                };
                Document::build(raw, true).passages.len()
            })
            .sum()
    });
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
