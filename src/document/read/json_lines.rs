//! JSON Lines: a document a line, `{"id", "title"?, "authors"?, "year"?, "text"}`.
//!
//! The text is unescaped here and not by serde, because its bytes must be found again in the file:
//! every escape ends a span.

use super::{Declared, Input, Limits, RawDocument, Reader, Sink};
use crate::error::{Error, Result};
use crate::text::{Markup, SourceText, Span, Traced};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::io::{BufRead, Read};

/// The longest record, in bytes.
pub const LONGEST_RECORD: u64 = 64 << 20;

/// `.jsonl`, `.ndjson`.
pub struct JsonLines;

#[derive(Deserialize)]
struct Record<'a> {
    #[serde(deserialize_with = "id_as_text")]
    id: String,
    title: Option<String>,
    #[serde(default)]
    authors: Vec<String>,
    year: Option<i32>,
    #[serde(borrow)]
    text: &'a RawValue,
}

/// Identifiers are numbers in some collections.
fn id_as_text<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> std::result::Result<String, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Id {
        Text(String),
        Number(i64),
    }
    Ok(match Id::deserialize(deserializer)? {
        Id::Text(text) => text,
        Id::Number(number) => number.to_string(),
    })
}

impl Reader for JsonLines {
    fn extensions(&self) -> &'static [&'static str] {
        &["jsonl", "ndjson"]
    }

    fn read(
        &self,
        input: &Input,
        _limits: &Limits,
        sink: &mut Sink,
        bad: &mut dyn FnMut(Error),
    ) -> Result<()> {
        let path = input.path();
        let mut input = input.open()?;
        let mut line = Vec::new();
        let (mut number, mut offset, mut records) = (0u32, 0u64, 0u64);
        loop {
            line.clear();
            let read = (&mut input)
                .take(LONGEST_RECORD + 1)
                .read_until(b'\n', &mut line)
                .map_err(Error::io(path))?;
            if read == 0 {
                break;
            }
            number += 1;
            let at = |reason: String| Error::Document {
                path: path.to_owned(),
                line: Some(number),
                reason,
            };
            if read as u64 > LONGEST_RECORD {
                return Err(at(format!(
                    "a record of more than {} MiB; split it into several",
                    LONGEST_RECORD >> 20
                )));
            }
            let base = offset;
            offset += read as u64;
            let mut bytes = line.as_slice();
            let mut skipped = 0;
            if number == 1 && bytes.starts_with(b"\xef\xbb\xbf") {
                (bytes, skipped) = (&bytes[3..], 3);
            }
            if bytes.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            match record(bytes, base + skipped, number) {
                Ok(document) => {
                    records += 1;
                    sink(document)?;
                }
                Err(reason) => bad(at(reason)),
            }
        }
        if records == 0 {
            return Err(Error::document(
                path,
                "no record that can be read; each line must be an object with \"id\" and \"text\"",
            ));
        }
        Ok(())
    }
}

/// The document of one line; `base` is the byte of the file at which the line begins.
fn record(bytes: &[u8], base: u64, line: u32) -> std::result::Result<RawDocument, String> {
    let text =
        std::str::from_utf8(bytes).map_err(|e| format!("not UTF-8 at byte {}", e.valid_up_to()))?;
    let record: Record = serde_json::from_str(text).map_err(|e| {
        // serde counts lines of its input, which is one line.
        format!(
            "not a record: {}",
            e.to_string().replace(" at line 1 column", " at column")
        )
    })?;
    let raw = record.text.get();
    let Some(inner) = raw.strip_prefix('"').and_then(|r| r.strip_suffix('"')) else {
        return Err("\"text\" is not a string".into());
    };
    let start = inner.as_ptr() as usize - bytes.as_ptr() as usize;
    let mut document = RawDocument {
        id: Some(record.id),
        declared: Declared {
            title: record.title.filter(|t| !t.trim().is_empty()),
            authors: record.authors,
            year: record.year,
        },
        text: unescape(inner, start as u32, base, line),
        encoding: "UTF-8",
        ..RawDocument::default()
    };
    if document.text.line_texts().all(|l| l.trim().is_empty()) {
        if document.declared.title.is_none() {
            return Err("the record is empty".into());
        }
        document.warnings.push("a record without text".into());
    }
    Ok(document)
}

/// Undoes the escapes of a JSON string that serde has found valid.
fn unescape(raw: &str, start: u32, base: u64, line: u32) -> SourceText {
    let mut out = SourceText {
        traced: Traced {
            base,
            text: String::with_capacity(raw.len() + 1),
            ..Traced::default()
        },
        lines: Vec::new(),
    };
    let mut line_start = 0;
    let mut at = 0;
    while at < raw.len() {
        let plain = memchr::memchr(b'\\', &raw.as_bytes()[at..]).unwrap_or(raw.len() - at);
        push(
            &mut out.traced,
            &raw[at..at + plain],
            start + at as u32,
            plain as u32,
            line,
            true,
        );
        at += plain;
        if at == raw.len() {
            break;
        }
        let (c, len) = escape(&raw[at..]);
        if c == '\n' {
            out.end_line(line_start, line, Markup::None);
            line_start = out.traced.text.len();
        } else {
            push(
                &mut out.traced,
                c.encode_utf8(&mut [0; 4]),
                start + at as u32,
                len as u32,
                line,
                false,
            );
        }
        at += len;
    }
    if line_start < out.traced.text.len() || out.lines.is_empty() {
        out.end_line(line_start, line, Markup::None);
    }
    out
}

fn push(traced: &mut Traced, text: &str, source: u32, source_len: u32, line: u32, aligned: bool) {
    traced.push_span(Span {
        start: traced.text.len() as u32,
        len: text.len() as u32,
        source,
        source_len,
        line,
        aligned,
    });
    traced.append_inserted(text);
}

/// The character of the escape at the start of `raw`, and the escape's length in bytes.
fn escape(raw: &str) -> (char, usize) {
    let hex = |at: usize| {
        raw.get(at..at + 4)
            .and_then(|digits| u32::from_str_radix(digits, 16).ok())
            .unwrap_or(0xfffd)
    };
    match raw.as_bytes().get(1) {
        Some(b'n') => ('\n', 2),
        Some(b't') => ('\t', 2),
        Some(b'r') => ('\r', 2),
        Some(b'b') => ('\u{8}', 2),
        Some(b'f') => ('\u{c}', 2),
        Some(b'u') => {
            let first = hex(2);
            if (0xd800..0xdc00).contains(&first) && raw[6..].starts_with("\\u") {
                let second = hex(8);
                if (0xdc00..0xe000).contains(&second) {
                    let code = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
                    return (char::from_u32(code).unwrap_or('\u{fffd}'), 12);
                }
            }
            (char::from_u32(first).unwrap_or('\u{fffd}'), 6)
        }
        Some(other) => (*other as char, 2),
        None => ('\u{fffd}', 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_becomes_a_document_whose_bytes_lie_in_the_file() {
        let line = r#"{"id": 7, "title": "ت", "text": "سلام\nدنیا \u0041\ud83d\ude00\"x"}"#;
        let document = record(line.as_bytes(), 1000, 3).unwrap();
        assert_eq!(document.id.as_deref(), Some("7"));
        assert_eq!(document.declared.title.as_deref(), Some("ت"));
        let lines: Vec<&str> = document.text.line_texts().collect();
        assert_eq!(lines, ["سلام", "دنیا A😀\"x"]);
        let text = &document.text.traced;
        for piece in ["سلام", "دنیا", "x"] {
            let at = text.text.find(piece).unwrap();
            let range = text.source_ranges(at..at + piece.len())[0].clone();
            assert_eq!(
                &line[range.start as usize - 1000..range.end as usize - 1000],
                piece
            );
        }
        assert_eq!(text.lines(), Some((3, 3)));
    }

    #[test]
    fn what_is_no_record_is_refused_with_its_reason() {
        for (line, reason) in [
            ("{", "not a record"),
            (r#"{"id":"a"}"#, "missing field `text`"),
            (r#"{"text":"a"}"#, "missing field `id`"),
            (r#"{"id":"a","text":5}"#, "not a string"),
            (r#"{"id":"a","text":" "}"#, "empty"),
        ] {
            let error = record(line.as_bytes(), 0, 1).unwrap_err();
            assert!(error.contains(reason), "{line}: {error}");
        }
    }

    proptest::proptest! {
        #[test]
        fn unescaping_agrees_with_serde(text in "\\PC{0,30}(\\n|\\t|\\\\|\"|\u{1})?\\PC{0,5}") {
            let json = serde_json::to_string(&text).unwrap();
            let ours = unescape(&json[1..json.len() - 1], 0, 0, 1);
            let joined: Vec<&str> = ours.line_texts().collect();
            let expected: Vec<&str> = text.strip_suffix('\n').unwrap_or(&text).split('\n').collect();
            proptest::prop_assert_eq!(joined, expected);
        }
    }
}
