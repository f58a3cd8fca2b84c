//! Hits in JSON: what they name, where they point, what they mark.

use super::contract::{number, verify};
use super::env::Env;

#[test]
fn every_hit_of_every_query_of_the_corpus_tells_the_truth() {
    let env = Env::corpus();
    let queries = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/relevance/queries.tsv");
    let hits = env
        .run(&["batch", queries, "--limit", "20"])
        .exits(0)
        .json();
    assert!(hits.len() > 800, "{}", hits.len());
    for hit in &hits {
        verify(&env, hit);
    }
}

#[test]
fn a_frequent_word_was_not_marked_where_it_stood_alone() {
    let env = Env::corpus();
    for hit in env.hits("سایبری") {
        let stands = hit["text"].as_str().unwrap().contains("سایبری");
        let marked = !hit["matches"].as_array().unwrap().is_empty();
        assert!(marked || !stands, "nothing is marked: {hit}");
    }
}

#[test]
fn parts_of_a_term_were_marked_where_the_term_does_not_stand() {
    let env = Env::corpus();
    let hits = env.hits("حاکمیت سایبری");
    let marked: Vec<bool> = hits
        .iter()
        .map(|hit| !hit["matches"].as_array().unwrap().is_empty())
        .collect();
    assert!(marked.contains(&true) && marked.contains(&false));
    for hit in &hits {
        let text: Vec<char> = hit["text"].as_str().unwrap().chars().collect();
        for found in hit["matches"].as_array().unwrap() {
            let (start, end) = (number(&found["start"]), number(&found["end"]));
            let words = text[start..end].split(|c| c.is_whitespace()).count();
            assert_eq!(words, 2, "{hit}");
        }
    }
    // Words that stand nowhere in a row are no term; each is marked.
    let hits = env.hits("حاکمیت هنجاری چگونه");
    assert!(
        hits.iter()
            .all(|hit| !hit["matches"].as_array().unwrap().is_empty())
    );
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
fn explain_adds_the_parts_of_the_score_of_a_document() {
    let env = Env::corpus();
    for query in ["حاکمیت سایبری چین", "حاکمیت \"قدرت هنجاری\"", "网络主权"]
    {
        let args = [
            "search",
            query,
            "--explain",
            "--format",
            "json",
            "--unit",
            "document",
        ];
        for hit in env.run(&args).exits(0).json() {
            let parts = hit["explain"].as_array().unwrap();
            let sum: f64 = parts.iter().map(|p| p["score"].as_f64().unwrap()).sum();
            assert!((sum - hit["score"].as_f64().unwrap()).abs() < 0.01, "{hit}");
        }
    }
}

#[test]
fn documents_are_ranked_by_all_that_they_say() {
    // One passage of `once` is as good as any; `often` says it in three of its five.
    let sections = |texts: [&str; 5]| -> String {
        texts
            .iter()
            .enumerate()
            .map(|(n, t)| format!("# بخش {n}\n\n{t}\n\n"))
            .collect()
    };
    let said = "حاکمیت سایبری در این بخش بررسی می‌شود.";
    let other = "اقتصاد کشاورزی در این بخش بررسی می‌شود.";
    let env = Env::indexed(&[
        ("once.md", &sections([said, other, other, other, other])),
        ("often.md", &sections([other, said, other, said, said])),
        ("never.md", &sections([other, other, other, other, other])),
    ]);
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
        .map(|hit| hit["document"]["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["often", "once"]);
    assert!(hits.iter().all(|hit| hit["text"] == said));
}

#[test]
fn a_highlight_in_repaired_text_points_to_bytes_of_the_file() {
    let raw = "نخستین سطر این گفتار که پیش چشم است\nدر این سطر حاكمـــــيت ســـايبري آمده است و ﺳﺎﻳﺒﺮ هم\n";
    let env = Env::indexed(&[("a.txt", raw)]);
    let hit = &env.hits("حاکمیت سایبری")[0];
    assert_eq!(
        hit["text"],
        "نخستین سطر این گفتار که پیش چشم است در این سطر حاکمیت سایبری آمده است و سایبر هم"
    );
    let found = &hit["matches"][0];
    assert_eq!(
        (
            number(&found["start"]),
            number(&found["end"]),
            number(&found["line"])
        ),
        (47, 60, 2)
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
