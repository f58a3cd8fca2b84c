//! The contract of a hit in JSON, held against the file itself.

use super::env::Env;
use serde_json::Value;
use std::fs;

const KINDS: [&str; 9] = [
    "body",
    "heading",
    "abstract",
    "footnote",
    "table",
    "caption",
    "reference",
    "list",
    "keywords",
];

fn keys(value: &Value) -> Vec<&str> {
    value
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect()
}

/// A whole number.
pub fn number(value: &Value) -> usize {
    value
        .as_u64()
        .unwrap_or_else(|| panic!("not a whole number: {value}")) as usize
}

/// Asserts types, and that lines, bytes and matches are true of the file.
pub fn verify(env: &Env, hit: &Value) {
    let own = keys(hit).into_iter().filter(|key| *key != "translations");
    assert_eq!(
        own.collect::<Vec<_>>(),
        [
            "bytes", "document", "kind", "lines", "matches", "page", "qid", "query", "rank",
            "score", "section", "text"
        ],
        "{hit}"
    );
    // Only where the glossary led to the passage, and never empty.
    if let Some(translations) = hit.get("translations") {
        let translations = translations.as_array().unwrap();
        assert!(!translations.is_empty(), "{hit}");
        for found in translations {
            assert_eq!(keys(found), ["end", "line", "start", "via"], "{hit}");
        }
    }
    let document = &hit["document"];
    assert_eq!(
        keys(document),
        ["authors", "id", "languages", "path", "title", "year"],
        "{hit}"
    );
    assert!(hit["score"].is_f64() && number(&hit["rank"]) > 0, "{hit}");
    assert!(KINDS.contains(&hit["kind"].as_str().unwrap()), "{hit}");
    assert!(
        hit["section"]
            .as_array()
            .unwrap()
            .iter()
            .all(Value::is_string),
        "{hit}"
    );
    assert!(
        document["authors"].is_array() && document["languages"].is_array(),
        "{hit}"
    );
    assert!(
        document["title"].is_string() || document["title"].is_null(),
        "{hit}"
    );
    assert!(
        document["year"].is_i64() || document["year"].is_null(),
        "{hit}"
    );
    assert!(hit["page"].is_u64() || hit["page"].is_null(), "{hit}");

    let source = fs::read_to_string(env.path(document["path"].as_str().unwrap())).unwrap();
    let (start, end) = (number(&hit["bytes"][0]), number(&hit["bytes"][1]));
    let slice = source
        .get(start..end)
        .unwrap_or_else(|| panic!("no boundary: {hit}"));
    let line_at = |byte: usize| {
        source.as_bytes()[..byte]
            .iter()
            .filter(|b| **b == b'\n')
            .count()
            + 1
    };
    let (first, last) = (number(&hit["lines"][0]), number(&hit["lines"][1]));
    assert_eq!((line_at(start), line_at(end - 1)), (first, last), "{hit}");

    let text: Vec<char> = hit["text"].as_str().unwrap().chars().collect();
    let lines: Vec<&str> = source.split('\n').collect();
    let mut before = 0;
    for found in hit["matches"].as_array().unwrap() {
        assert_eq!(keys(found), ["end", "line", "start"], "{hit}");
        let (from, to) = (number(&found["start"]), number(&found["end"]));
        assert!(
            before <= from && from < to && to <= text.len(),
            "{found} {hit}"
        );
        before = to;
        let line = number(&found["line"]);
        assert!((first..=last).contains(&line), "{found} {hit}");
        let word: String = text[from..to]
            .iter()
            .take_while(|c| !c.is_whitespace())
            .collect();
        // A word may be broken at the end of its line.
        let head: String = word.chars().take(3).collect();
        assert!(slice.contains(&head), "`{word}` is not in `{slice}`");
        assert!(
            lines[line - 1].contains(&head),
            "`{word}` is not on line {line}: {hit}"
        );
    }
}
