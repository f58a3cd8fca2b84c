//! `kavosh evaluate`, on cases worked out by hand.

use super::env::Env;

/// Three documents of which the length decides the order: the shortest ranks first.
fn library() -> Env {
    let env = Env::indexed(&[
        ("first.txt", "کاوش متن\n"),
        ("second.txt", "کاوش متن در کتابخانهٔ بزرگ شهر\n"),
        (
            "third.txt",
            "کاوش متن در کتابخانهٔ بزرگ شهر که سال‌ها پیش ساخته شد و هنوز پابرجاست\n",
        ),
        ("other.txt", "چیزی دیگر\n"),
    ]);
    let hits = env.hits("کاوش");
    let order: Vec<&str> = hits
        .iter()
        .map(|h| h["document"]["id"].as_str().unwrap())
        .collect();
    assert_eq!(order, ["first", "second", "third"]);
    env.write("queries.tsv", "qid\tquery\nA\tکاوش\nB\tکاوش\nC\tچیزی\n");
    env
}

#[test]
fn measures_agree_with_those_worked_out_by_hand() {
    let env = library();
    // A: relevant at rank 2 (grade 2), and one that is never found (grade 1).
    // B: relevant at ranks 1 and 3.
    // C has only a judgement of 0 and is left out.
    env.write(
        "qrels.txt",
        "A 0 second:1-1 2\nA 0 nowhere:1-1 1\nB 0 first:1-1 1\nB 0 third:1-5 1\nC 0 other:1-1 0\n",
    );
    let log2 = |n: f64| n.log2();
    let ndcg_a = (2.0 / log2(3.0)) / (2.0 + 1.0 / log2(3.0));
    let ndcg_b = (1.0 + 1.0 / log2(4.0)) / (1.0 + 1.0 / log2(3.0));
    let map_a = 0.5 / 2.0;
    let map_b = (1.0 + 2.0 / 3.0) / 2.0;
    let expected = [
        ("ndcg@10", ndcg_a, ndcg_b),
        ("map", map_a, map_b),
        ("mrr@10", 0.5, 1.0),
        ("recall@10", 0.5, 1.0),
        ("recall@100", 0.5, 1.0),
    ];
    let base = [
        "evaluate",
        "--queries",
        "queries.tsv",
        "--qrels",
        "qrels.txt",
    ];
    let run = |more: &[&str]| {
        let args: Vec<&str> = base.iter().chain(more).copied().collect();
        env.run(&args).exits(0)
    };
    let json = run(&["--format", "json", "--by-query"]).json().remove(0);
    assert_eq!(
        (&json["queries"], &json["unjudged"]),
        (&2.into(), &1.into())
    );
    for (name, a, b) in expected {
        let close = |value: &serde_json::Value, expected: f64| {
            let value = value.as_f64().expect("a number");
            assert!(
                (value - expected).abs() < 1e-9,
                "{name}: {value}, not {expected}"
            );
        };
        close(&json["by_query"]["A"][name], a);
        close(&json["by_query"]["B"][name], b);
        close(&json[name], (a + b) / 2.0);
    }
    let text = run(&[]).says("1 queries have no relevant judgement");
    let mut lines = vec!["queries\tall\t2".to_owned()];
    lines.extend(
        expected
            .iter()
            .map(|(name, a, b)| format!("{name}\tall\t{:.4}", (a + b) / 2.0)),
    );
    assert_eq!(text.out.lines().collect::<Vec<_>>(), lines);
    let each = run(&["--by-query"]);
    assert!(
        each.out.contains(&format!("ndcg@10\tA\t{ndcg_a:.4}\n")),
        "{}",
        each.out
    );
}

#[test]
fn documents_can_be_judged_and_the_limit_cuts() {
    let env = library();
    env.write("qrels.txt", "A 0 first 1\nA 0 third 1\n");
    let measure = |limit: &str| {
        let run = env.run(&[
            "evaluate",
            "--queries",
            "queries.tsv",
            "--qrels",
            "qrels.txt",
            "--unit",
            "document",
            "--limit",
            limit,
            "--format",
            "json",
        ]);
        run.exits(0).json()[0]["recall@10"].as_f64().unwrap()
    };
    assert_eq!((measure("1"), measure("3")), (0.5, 1.0));
}

#[test]
fn wrong_files_are_named() {
    let env = library();
    env.write("good.txt", "A 0 first:1-1 1\n");
    env.write("bad.txt", "A 0 first:1-1 1\nA first 1\n");
    env.write("foreign.txt", "Z 0 first:1-1 1\n");
    for (queries, qrels, message) in [
        ("queries.tsv", "bad.txt", "bad.txt:2: not a judgement"),
        ("queries.tsv", "foreign.txt", "no query has a judgement"),
        ("queries.tsv", "nowhere.txt", "nowhere.txt: no such file"),
        ("nowhere.tsv", "good.txt", "nowhere.tsv: no such file"),
    ] {
        env.run(&["evaluate", "--queries", queries, "--qrels", qrels])
            .exits(2)
            .prints("")
            .says(message);
    }
}

#[test]
fn a_malformed_query_counts_as_finding_nothing() {
    let env = library();
    env.write("wrong.tsv", "A\t\"کاوش\n");
    env.write("good.txt", "A 0 first:1-1 1\n");
    let run = env
        .run(&[
            "evaluate",
            "--queries",
            "wrong.tsv",
            "--qrels",
            "good.txt",
            "--format",
            "json",
        ])
        .exits(0)
        .says("1 queries are not well formed");
    assert_eq!(run.json()[0]["malformed"], 1);
    assert_eq!(run.json()[0]["map"], 0.0);
}
