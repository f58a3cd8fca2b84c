//! What is fuzzed: each function takes any bytes, runs them through the library as the program would,
//! and asserts what must hold whatever they are. The fuzz targets and the ordinary test
//! `tests/cli/fuzzed.rs` share them.

use kavosh::document::Document;
use kavosh::document::read::{Input, Limits, RawDocument, decode, reader_for};
use kavosh::error::Error;
use kavosh::text::SourceText;
use std::path::PathBuf;

/// What one input may cost: little, so that a fuzzer finds what is slow for its size.
const LIMITS: Limits = Limits {
    seconds: 20,
    unpacked: 64 << 20,
    pages: 200,
    threads: 1,
};

/// What is said where a parser panicked and the guard caught it.
const CAUGHT: &str = "does not survive";

/// A file with this extension: it is read or refused with a reason, its offsets lie inside its text,
/// and the document can be taken apart.
pub fn reader(extension: &str, data: &[u8]) {
    let path = PathBuf::from(format!("fuzzed.{extension}"));
    let reader = reader_for(&path).expect("a format that is read");
    let mut documents = Vec::new();
    let mut problems = Vec::new();
    let read = reader.read(
        &Input::held(path, data.to_vec()),
        &LIMITS,
        &mut |document| {
            documents.push(document);
            Ok(())
        },
        &mut |error| problems.push(error),
    );
    problems.extend(read.err());
    for problem in problems {
        refused(extension, &problem);
    }
    for document in documents {
        document_holds(document);
    }
}

/// A refusal names its reason, and is no panic of our own. The parser of PDF is foreign code, whose
/// panics the guard turns into reasons.
fn refused(extension: &str, problem: &Error) {
    let text = problem.to_string();
    assert!(text.len() > 12, "no reason: {text:?}");
    let foreign = matches!(extension, "pdf" | "zip");
    assert!(foreign || !text.contains(CAUGHT), "a panic: {text}");
}

fn document_holds(raw: RawDocument) {
    source_holds(&raw.text);
    let lines = raw.text.lines.len();
    let document = Document::build(raw, true);
    assert_eq!(document.verdicts.len(), lines, "repair keeps lines");
    for passage in &document.passages {
        let text = &passage.traced.text;
        for span in &passage.traced.spans {
            let (start, end) = (span.start as usize, (span.start + span.len) as usize);
            assert!(text.is_char_boundary(start) && text.is_char_boundary(end));
        }
        if let Some((first, last)) = passage.traced.lines() {
            assert!(first >= 1 && first <= last, "lines {first} to {last}");
        }
    }
}

/// Lines follow each other inside the text and begin and end on characters.
fn source_holds(source: &SourceText) {
    let text = &source.traced.text;
    let mut end = 0;
    for line in &source.lines {
        assert!(line.range.start >= end && line.range.end >= line.range.start);
        assert!(text.is_char_boundary(line.range.start) && text.is_char_boundary(line.range.end));
        end = line.range.end;
    }
    assert!(end <= text.len());
}

/// A text, as repair sees it: the same number of lines comes out, and no line is shown as one it is
/// not.
pub fn repair(data: &[u8]) {
    let Ok(decoded) = decode(data) else {
        return;
    };
    // The decoder of torn lines is slow by nature; a fuzzer gains nothing from long papers.
    if decoded.text.traced.text.len() > 4_000 {
        return;
    }
    let lines = decoded.text.lines.len();
    let repaired = kavosh::repair::repair(decoded.text);
    assert_eq!(repaired.text.lines.len(), lines);
    assert_eq!(repaired.verdicts.len(), lines);
    source_holds(&repaired.text);
}

/// A query: it is understood or refused, and the refusal can be shown.
pub fn query(data: &[u8]) {
    if let Ok(query) = std::str::from_utf8(data)
        && let Err(error) = kavosh::search::parse(query)
    {
        assert!(matches!(error, Error::Query { .. }), "{error}");
        assert!(!error.to_string().is_empty());
    }
}
