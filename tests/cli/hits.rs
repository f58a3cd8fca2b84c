//! The contract of a hit in JSON, held against the files themselves.

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

fn number(value: &Value) -> usize {
    value
        .as_u64()
        .unwrap_or_else(|| panic!("not a whole number: {value}")) as usize
}

/// Asserts types, and that lines, bytes and matches are true of the file.
fn verify(env: &Env, hit: &Value) {
    assert_eq!(
        keys(hit),
        [
            "bytes", "document", "kind", "lines", "matches", "page", "qid", "query", "rank",
            "score", "section", "text"
        ],
        "{hit}"
    );
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
    let line_at = |byte: usize| source[..byte].matches('\n').count() + 1;
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

#[test]
fn every_hit_of_every_query_of_the_corpus_tells_the_truth() {
    let env = Env::corpus();
    let queries = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/relevance/queries.tsv");
    let hits = env
        .run(&["batch", queries, "--limit", "20"])
        .exits(0)
        .json();
    assert!(hits.len() > 1000, "{}", hits.len());
    for hit in &hits {
        assert!(
            !hit["matches"].as_array().unwrap().is_empty(),
            "nothing is marked: {hit}"
        );
        verify(&env, hit);
    }
}

#[test]
fn a_hit_names_its_document_section_kind_and_place() {
    let env = Env::corpus();
    let hits = env.hits("\"قدرت هنجاری\" section:هنجاری kind:body");
    let hit = &hits[0];
    assert_eq!(hit["qid"], "1");
    assert_eq!(hit["query"], "\"قدرت هنجاری\" section:هنجاری kind:body");
    assert_eq!(hit["rank"], 1);
    assert_eq!(hit["document"]["id"], "cyber-diplomacy-china");
    assert_eq!(hit["document"]["path"], "papers/cyber-diplomacy-china.txt");
    assert_eq!(
        hit["document"]["title"],
        "دیپلماسی سایبری چین: هدف‌ها، راهبردها و نقش بین‌المللی"
    );
    assert_eq!(hit["document"]["year"], 1401);
    assert_eq!(
        hit["document"]["languages"],
        serde_json::json!(["fa", "en"])
    );
    let section: Vec<&str> = hit["section"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| s.as_str().unwrap())
        .collect();
    assert_eq!(
        section[..2],
        ["4 دیپلماسی سایبری چین", "4-1 هدف‌ها و اولویت‌ها"]
    );
    assert!(section[2].starts_with("4-1-1 قدرت هنجاری"), "{section:?}");
    assert_eq!(hit["kind"], "body");
    assert!(hit["page"].is_u64());
    for hit in &hits {
        verify(&env, hit);
    }
}

#[test]
fn ranks_count_up_and_scores_go_down() {
    let env = Env::corpus();
    let hits = env.hits("دیپلماسی سایبری ایران");
    assert!(hits.len() > 30);
    for (index, pair) in hits.windows(2).enumerate() {
        assert_eq!(number(&pair[0]["rank"]), index + 1);
        assert!(pair[0]["score"].as_f64() >= pair[1]["score"].as_f64());
    }
}

#[test]
fn unit_document_gives_each_document_once_with_its_best_passage() {
    let env = Env::corpus();
    let args = [
        "search",
        "حاکمیت سایبری",
        "--unit",
        "document",
        "--format",
        "json",
    ];
    let hits = env.run(&args).exits(0).json();
    let ids: Vec<&str> = hits
        .iter()
        .map(|h| h["document"]["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids[0], "cyber-diplomacy-china");
    let mut sorted = ids.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(sorted.len(), ids.len());
    assert_eq!(ids.len(), 4);
    let best = env.hits("حاکمیت سایبری");
    assert_eq!(hits[0]["lines"], best[0]["lines"]);
    for hit in &hits {
        verify(&env, hit);
    }
}

#[test]
fn explain_adds_the_parts_of_the_score() {
    let env = Env::corpus();
    let args = [
        "search",
        "حاکمیت سایبری",
        "--explain",
        "--format",
        "json",
        "-n",
        "1",
    ];
    let hit = env.run(&args).exits(0).json().remove(0);
    let parts = hit["explain"].as_array().unwrap();
    let sum: f64 = parts.iter().map(|p| p["score"].as_f64().unwrap()).sum();
    assert!((sum - hit["score"].as_f64().unwrap()).abs() < 0.01, "{hit}");
    let names: Vec<&str> = parts.iter().map(|p| p["part"].as_str().unwrap()).collect();
    assert!(names.contains(&"phrase:حاکمیت سایبری"), "{names:?}");
    env.run(&["search", "حاکمیت سایبری", "--explain", "-n", "1"])
        .exits(0)
        .prints_among("phrase:حاکمیت سایبری");
}

#[test]
fn a_highlight_in_repaired_text_points_to_bytes_of_the_file() {
    let raw =
        "نخستین سطر متن که دست نخورده است\nدر این سطر حاكمـــــيت ســـايبري آمده است و ﺳﺎﻳﺒﺮ هم\n";
    let env = Env::indexed(&[("a.txt", raw)]);
    let hit = &env.hits("حاکمیت سایبری")[0];
    assert_eq!(
        hit["text"],
        "نخستین سطر متن که دست نخورده است در این سطر حاکمیت سایبری آمده است و سایبر هم"
    );
    let found = &hit["matches"][0];
    assert_eq!(
        (
            number(&found["start"]),
            number(&found["end"]),
            number(&found["line"])
        ),
        (44, 57, 2)
    );
    assert_eq!(hit["bytes"], serde_json::json!([0, raw.len() - 1]));
    let exact = &env.hits("سایبر doc:a")[0]["matches"];
    assert_eq!(exact.as_array().unwrap().last().unwrap()["line"], 2);
}

#[test]
fn characters_outside_the_basic_plane_count_as_one() {
    let env = Env::indexed(&[("a.txt", "😀😀 متن 𝒜 کاوش 網络\n")]);
    let found = env.hits("کاوش")[0]["matches"][0].clone();
    assert_eq!((number(&found["start"]), number(&found["end"])), (9, 13));
}
