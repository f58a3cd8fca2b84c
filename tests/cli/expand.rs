//! Search across languages by the terms that the papers themselves pair.

use super::env::Env;
use serde_json::json;

const PAPER: &str = "این مقاله از قدرت هنجاری1 و نقش آن در سیاست جهان سخن می‌گوید که بحثی تازه است\n\
                     1. Normative Power\n";
const OTHER: &str = "دولت چین به قدرت هنجاری دست یافت و آن را در جهان به کار گرفت.\n";
const ENGLISH: &str = "Normative power is a claim about the power of norms in Europe.\n";

fn library() -> Env {
    Env::indexed(&[("a.txt", PAPER), ("b.txt", OTHER), ("c.txt", ENGLISH)])
}

/// Documents and lines of the hits, the best first.
fn ranking(env: &Env, query: &str) -> Vec<String> {
    let place = |hit: &serde_json::Value| {
        let id = hit["document"]["id"].as_str().unwrap();
        format!("{id}:{}", hit["lines"][0])
    };
    env.hits(query).iter().map(place).collect()
}

#[test]
fn a_term_is_found_in_the_other_language_in_all_papers() {
    let env = library();
    // Where it stands as typed comes first.
    assert_eq!(
        ranking(&env, "normative power"),
        ["a:2", "c:1", "b:1", "a:1"]
    );
    // The note itself is no answer to the Persian term.
    assert_eq!(ranking(&env, "قدرت هنجاری"), ["a:1", "b:1", "c:1"]);
    let hits = env.hits("normative power");
    let via = |hit: &serde_json::Value| hit["translations"][0].get("via").cloned();
    assert_eq!(hits[0].get("translations"), None);
    assert_eq!(hits[0]["matches"][0]["line"], 2);
    // What was not typed is no match of it.
    assert_eq!(hits[2]["matches"], json!([]));
    assert_eq!(via(&hits[2]), Some(json!("normative power")));
    assert_eq!(hits[2]["translations"][0]["start"], 12);
    assert_eq!(hits[2]["translations"][0]["end"], 23);
    // The same in a longer query, and within brackets.
    assert!(
        env.found("normative power AND چین")
            .contains(&"b".to_owned())
    );
    assert!(
        env.found("(normative power) states")
            .contains(&"b".to_owned())
    );
}

#[test]
fn no_expand_and_quotes_ask_for_what_was_typed() {
    let env = library();
    for args in [
        &["search", "normative power", "--no-expand"][..],
        &["search", "\"normative power\""],
        &["search", "+normative +power"],
    ] {
        let run = env.run(args).exits(0);
        assert!(!run.out.contains("b.txt"), "{args:?}: {}", run.out);
    }
    env.write("queries.tsv", "q\tnormative power\n");
    let docnos = |args: &[&str]| {
        let args = [&["batch", "queries.tsv", "--format", "tsv"], args].concat();
        env.run(&args).exits(0).out.lines().count()
    };
    assert_eq!(docnos(&[]), 4);
    assert_eq!(docnos(&["--no-expand"]), 2);
    env.write("qrels.txt", "q 0 b 1\n");
    let mrr = |args: &[&str]| {
        let args = [
            &[
                "evaluate",
                "--queries",
                "queries.tsv",
                "--qrels",
                "qrels.txt",
                "--format",
                "json",
            ],
            args,
        ]
        .concat();
        let report: serde_json::Value = serde_json::from_str(&env.run(&args).exits(0).out).unwrap();
        report["mrr@10"].as_f64().unwrap()
    };
    assert_eq!((mrr(&[]) * 3.0).round(), 1.0);
    assert_eq!(mrr(&["--no-expand"]), 0.0);
}

#[test]
fn explain_and_text_show_the_pair() {
    let env = library();
    env.run(&["search", "normative power", "--explain"])
        .exits(0)
        .prints_among("normative power = قدرت هنجاری")
        .prints_among("glossary:قدرت هنجاری for normative power (1 document, confidence");
}

#[test]
fn pairs_leave_with_their_file() {
    let env = library();
    env.run(&["stats"])
        .exits(0)
        .prints_among("pairs of terms  1 in 1 documents");
    env.write("papers/a.txt", "این مقاله دیگر چیزی نمی‌گوید.\n");
    env.run(&["index", "papers"]).exits(0);
    assert_eq!(env.found("normative power"), ["c"]);
    env.run(&["stats"])
        .exits(0)
        .prints_among("pairs of terms  0 in 0 documents");
}

#[test]
fn a_cited_name_is_found_by_its_sound_below_the_name_as_typed() {
    let env = Env::indexed(&[
        ("a.txt", "سیگال درباره اینترنت جهانی و آینده آن سخن گفت.\n"),
        (
            "b.txt",
            "حاکمیت بر اینترنت از آن دولت‌ها است (Segal, 2020: 3).\n",
        ),
        (
            "c.txt",
            "حکمرانی را دیگران نیز بررسی کرده‌اند (Bozhkov, 2020).\n",
        ),
    ]);
    assert_eq!(ranking(&env, "سیگال"), ["a:1", "b:1"]);
    assert_eq!(ranking(&env, "Segal"), ["b:1"]);
    env.run(&["search", "سیگال", "--explain"])
        .exits(0)
        .prints_among("a cited name that sounds alike");
    let run = env.run(&["search", "سیگال", "--no-expand"]).exits(0);
    assert!(!run.out.contains("b.txt"), "{}", run.out);
}

#[test]
fn long_words_are_found_in_other_vowel_letters() {
    let env = Env::indexed(&[
        (
            "a.txt",
            "شیوع آنفلوانزا در میان پرندگان گزارش شد و ادامه یافت.\n",
        ),
        (
            "b.txt",
            "شیوع آنفولانزا در میان مرغ‌ها گزارش شد و ادامه یافت.\n",
        ),
        (
            "c.txt",
            "مقاله‌ای درباره سلیمان و داستان او در این مجله آمده است.\n",
        ),
    ]);
    assert_eq!(ranking(&env, "آنفولانزا"), ["b:1", "a:1"]);
    // Short words are not: these are two names.
    assert_eq!(env.found("سلمان"), Vec::<String>::new());
}

#[test]
fn a_compound_that_no_text_has_is_found_by_what_it_is_about() {
    let env = Env::indexed(&[
        ("a.txt", "مهربانی با همسر در خانه کاری است که باید آموخت.\n"),
        ("b.txt", "آب در خانه و شهر به اندازه کافی نیست.\n"),
    ]);
    assert_eq!(env.found("همسرداری"), ["a"]);
}
