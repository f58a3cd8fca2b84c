//! `kavosh batch`: many queries from a file.

use super::env::Env;
use serde_json::Value;

fn qids(hits: &[Value]) -> Vec<String> {
    let mut qids: Vec<String> = hits
        .iter()
        .map(|h| h["qid"].as_str().unwrap().to_owned())
        .collect();
    qids.dedup();
    qids
}

#[test]
fn the_order_of_the_queries_is_kept_on_any_number_of_threads() {
    let env = Env::corpus();
    let words = [
        "حاکمیت سایبری",
        "قدرت",
        "\"normative power\"",
        "ناموجودترین",
        "网络主权",
        "سایبر*",
        "Segal 2020",
    ];
    let mut queries = String::from("qid\tquery\tlanguage\n");
    for number in 0..300 {
        queries += &format!("Q{number:03}\t{}\tfa\tx\n", words[number % words.len()]);
    }
    env.write("queries.tsv", &queries);
    let run = |threads: &str| {
        env.run(&["batch", "queries.tsv", "-n", "2", "--threads", threads])
            .exits(0)
    };
    let one = run("1");
    let expected: Vec<String> = (0..300)
        .filter(|n| n % 7 != 3)
        .map(|n| format!("Q{n:03}"))
        .collect();
    assert_eq!(qids(&one.json()), expected);
    for threads in ["2", "7", "64"] {
        run(threads).prints(&one.out);
    }
}

#[test]
fn a_header_is_skipped_blank_lines_too_and_a_line_without_tab_is_a_query() {
    let env = Env::indexed(&[("a.txt", "کاوش در متن\n")]);
    for (text, expected) in [
        ("qid\tquery\nA\tکاوش\n", vec!["A"]),
        ("A\tکاوش\tfurther\tcolumns\nB\tمتن", vec!["A", "B"]),
        ("کاوش\n\nمتن\nZ\tکاوش\n", vec!["1", "3", "Z"]),
        ("\u{feff}qid\tquery\r\nA\tکاوش\r\n", vec!["A"]),
    ] {
        env.write("queries.tsv", text);
        let run = env.run(&["batch", "queries.tsv"]).exits(0);
        assert_eq!(qids(&run.json()), expected, "{text:?}");
    }
}

#[test]
fn standard_input_is_read_for_a_dash() {
    let env = Env::indexed(&[("a.txt", "کاوش در متن\n")]);
    let run = env
        .run_with_input(&["batch", "-"], "7\tکاوش\n".as_bytes())
        .exits(0);
    let hit = &run.json()[0];
    assert_eq!(
        (hit["qid"].as_str(), hit["query"].as_str()),
        (Some("7"), Some("کاوش"))
    );
    env.run_with_input(&["batch", "-"], b"1\t\xff\n")
        .exits(2)
        .prints("")
        .says("standard input");
}

#[test]
fn a_bad_query_is_reported_and_the_others_answered() {
    let env = Env::indexed(&[("a.txt", "کاوش در متن\n")]);
    env.write("queries.tsv", "A\tکاوش\nB\t\"کاوش\nC\tcolour:red\nD\tمتن\n");
    for format in ["json", "trec", "tsv"] {
        let run = env
            .run(&["batch", "queries.tsv", "--format", format])
            .exits(2)
            .says("query B: this quote is never closed")
            .says("query C: there is no field `colour`");
        assert_eq!(run.out.lines().count(), 2, "{}", run.out);
    }
}

#[test]
fn no_hit_at_all_exits_with_1() {
    let env = Env::indexed(&[("a.txt", "کاوش\n")]);
    env.write("none.tsv", "A\tناموجود\n");
    env.write("one.tsv", "A\tناموجود\nB\tکاوش\n");
    env.write("empty.tsv", "");
    env.run(&["batch", "none.tsv"]).exits(1).prints("");
    env.run(&["batch", "empty.tsv"]).exits(1).prints("");
    env.run(&["batch", "one.tsv"]).exits(0);
    env.run(&["batch", "nowhere.tsv"])
        .exits(2)
        .says("nowhere.tsv: no such file");
}

#[test]
fn json_is_that_of_search_but_for_the_qid() {
    let env = Env::corpus();
    for (query, unit) in [
        ("حاکمیت سایبری", "passage"),
        ("\"normative power\" kind:footnote", "passage"),
        ("Segal 2020", "document"),
    ] {
        env.write("queries.tsv", format!("X\t{query}\n"));
        let batch = env
            .run(&["batch", "queries.tsv", "--unit", unit, "-n", "7"])
            .exits(0);
        let search = env
            .run(&[
                "search", query, "--unit", unit, "-n", "7", "--format", "json",
            ])
            .exits(0);
        let expected = search.out.replace("{\"qid\":\"1\"", "{\"qid\":\"X\"");
        batch.prints(&expected);
    }
}

#[test]
fn the_formats_agree_with_each_other() {
    let env = Env::corpus();
    let queries = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/relevance/queries.tsv");
    let run = |format: &str| env.run(&["batch", queries, "--format", format]).exits(0);
    let (json, trec, tsv) = (run("json"), run("trec"), run("tsv"));
    let expected: Vec<[String; 6]> = json
        .json()
        .iter()
        .map(|h| {
            let text = |v: &Value| v.as_str().map_or_else(|| v.to_string(), str::to_owned);
            let score = format!("{:.4}", h["score"].as_f64().unwrap());
            [
                text(&h["qid"]),
                text(&h["rank"]),
                score,
                text(&h["document"]["id"]),
                text(&h["lines"][0]),
                text(&h["lines"][1]),
            ]
        })
        .collect();
    assert_eq!(tsv.rows(), expected);
    let lines: Vec<String> = expected
        .iter()
        .map(|[qid, rank, score, id, first, last]| {
            format!("{qid} Q0 {id}:{first}-{last} {rank} {score} kavosh")
        })
        .collect();
    assert_eq!(trec.out.lines().collect::<Vec<_>>(), lines);
}

#[test]
fn documents_in_columns_have_no_lines() {
    let env = Env::indexed(&[("a.txt", "کاوش\n")]);
    env.write("queries.tsv", "A\tکاوش\n");
    let run = env
        .run(&[
            "batch",
            "queries.tsv",
            "--format",
            "tsv",
            "--unit",
            "document",
        ])
        .exits(0);
    let rows = run.rows();
    assert_eq!(
        (rows[0][..2].to_vec(), rows[0][3..].to_vec()),
        (vec!["A", "1"], vec!["a", "", ""])
    );
}
