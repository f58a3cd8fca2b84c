//! Random bytes as files: nothing panics, and no offset leaves the file.
//!
//! `KAVOSH_CASES=10000 cargo test --release --test cli random` runs as many cases of each.

use super::env::runner;
use kavosh::document::Document;
use kavosh::document::read::{Input, Limits, RawDocument, reader_for};
use proptest::prelude::*;
use std::fs;
use std::path::Path;

/// Pieces of which damaged papers are made.
const PIECES: [&str; 36] = [
    "حاکمیت",
    "سايبري",
    "می‌شود",
    "ـــ",
    "\u{200c}",
    "\u{200f}",
    "\u{ad}",
    "ﻻ",
    "ﷲ",
    "ِ",
    "网络主权",
    "ネット",
    "한국",
    "sovereign-\n",
    "Segal’s",
    "(Segal, 2020: 3)",
    "(رضایی، 1399: 12)",
    "\n1. Note\n",
    "\n4-1-1- قدرت\n",
    "چکیده\n",
    "منابع\n",
    "Abstract\n",
    "\u{c}",
    "\r\n",
    "\t",
    "  ",
    "\n\n",
    "12",
    "۱۴۰۱",
    "| a | b |\n|---|---|\n",
    "# ",
    "- item\n",
    "[^1]: ",
    "```\n",
    "---\ntitle: x\n---\n",
    "😀",
];

fn text() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        6 => prop::sample::select(&PIECES[..]).prop_map(|p| p.as_bytes().to_vec()),
        2 => "\\PC{0,12}".prop_map(String::into_bytes),
        1 => prop::collection::vec(any::<u8>(), 0..4),
    ];
    prop::collection::vec(piece, 0..80).prop_map(|pieces| pieces.concat())
}

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        3 => text(),
        1 => prop::collection::vec(any::<u8>(), 0..400),
        1 => text().prop_map(|t| {
            let text = String::from_utf8_lossy(&t).into_owned();
            [0xfeffu16].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
        }),
        1 => text().prop_map(|t| encoding_rs::WINDOWS_1256.encode(&String::from_utf8_lossy(&t)).0.into_owned()),
    ]
}

fn records() -> impl Strategy<Value = Vec<u8>> {
    let record = prop_oneof![
        3 => text().prop_map(|t| {
            let text = String::from_utf8_lossy(&t);
            let mut line = serde_json::json!({"id": text.len(), "text": text}).to_string();
            line.push('\n');
            line.into_bytes()
        }),
        1 => text(),
    ];
    prop::collection::vec(record, 0..6).prop_map(|records| records.concat())
}

/// Reads a file and takes its documents apart, with and without repair.
fn read_and_build(path: &Path, content: &[u8]) {
    fs::write(path, content).expect("a file");
    let reader = reader_for(path).expect("a reader");
    let mut documents: Vec<RawDocument> = Vec::new();
    // An error is an answer; a panic is not.
    let _ = reader.read(
        &Input::file(path),
        &Limits::default(),
        &mut |raw| {
            documents.push(raw);
            Ok(())
        },
        &mut |error| assert!(!error.to_string().is_empty()),
    );
    let lines = content.iter().filter(|b| **b == b'\n').count() as u32 + 1;
    for raw in documents {
        let (inspected, _) = Document::inspect(raw.clone());
        for document in [inspected, Document::build(raw, false)] {
            for passage in &document.passages {
                assert!(!passage.traced.text.trim().is_empty(), "an empty passage");
                for (at, c) in passage.traced.text.char_indices() {
                    for range in passage.traced.source_ranges(at..at + c.len_utf8()) {
                        assert!(
                            range.start <= range.end && range.end <= content.len() as u64,
                            "{range:?}"
                        );
                    }
                    let line = passage.traced.line_at(at).unwrap_or(1);
                    assert!((1..=lines).contains(&line), "line {line} of {lines}");
                }
            }
        }
    }
}

fn any_file(name: &str, strategy: impl Strategy<Value = Vec<u8>>) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    let result = runner(150).run(&strategy, |content| {
        read_and_build(&path, &content);
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}

#[test]
fn any_bytes_are_read_as_text() {
    any_file("a.txt", bytes());
}

#[test]
fn any_bytes_are_read_as_markdown() {
    any_file("a.md", bytes());
}

#[test]
fn any_bytes_are_read_as_json_lines() {
    any_file("a.jsonl", prop_oneof![records(), bytes()]);
}
