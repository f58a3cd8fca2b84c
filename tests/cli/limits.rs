//! Limits of queries: what is too long, too deep or too wide is refused with its place, and what takes
//! too long is given up.

use super::env::Env;

/// Queries that would be costly, and what they are told.
fn hostile() -> Vec<(String, &'static str)> {
    let words = |count: usize, of: &dyn Fn(usize) -> String| {
        let all: Vec<String> = (0..count).map(of).collect();
        all.join(" ")
    };
    vec![
        (
            words(10_000, &|n| format!("w{n}")),
            "a query has at most 4096 characters",
        ),
        (
            words(1000, &|n| format!("{n}")),
            "a query has at most 256 clauses",
        ),
        ("(".repeat(10_000), "a query has at most 4096 characters"),
        (
            format!("{}a{}", "(".repeat(2000), ")".repeat(2000)),
            "nested too deep",
        ),
        (
            format!("\"{}\"", "و ".repeat(2000)),
            "a query has at most 512 words",
        ),
        ("网络主权".repeat(1000), "a query has at most 512 words"),
        ("ح*".to_owned(), "at least two letters before `*`"),
        (
            words(100, &|n| {
                format!("حا{}*", "ابپتثج".chars().nth(n % 6).unwrap())
            }),
            "at most 32 words with",
        ),
        (
            words(300, &|n| format!("حاکمیت{n}~2")),
            "at most 32 words with",
        ),
        ("doc:* ".repeat(33), "at most 32 words with"),
        ("\"حاکمیت سایبری\"~100000".to_owned(), "0 to 100"),
        ("حاکمیت~3".to_owned(), "~"),
    ]
}

#[test]
fn hostile_queries_are_refused() {
    let env = Env::corpus();
    for (query, reason) in hostile() {
        env.run(&["search", "--", &query])
            .exits(2)
            .prints("")
            .says(reason);
    }
    // A batch goes on after them.
    let lines: Vec<String> = hostile().into_iter().map(|(query, _)| query).collect();
    env.write("queries.tsv", format!("{}\nحاکمیت\n", lines.join("\n")));
    let run = env.run(&["batch", "queries.tsv"]).exits(2);
    assert!(run.out.lines().count() > 3, "the last query has hits");
    assert!(run.err.matches("query ").count() >= lines.len());
}

#[test]
fn the_widest_queries_that_are_allowed_are_answered() {
    let env = Env::corpus();
    for query in [
        "حا* ".repeat(32),
        "حاکمیتی~2 ".repeat(32),
        "حاکمیت ".repeat(256),
        format!("\"{}\"~100", "حاکمیت سایبری ".repeat(100)),
        format!("{}حاکمیت{}", "(".repeat(32), ")".repeat(32)),
    ] {
        let run = env.run(&["search", "--format", "trec", "--", &query]);
        if !matches!(run.code, Some(0 | 1)) {
            run.fail("should be answered");
        }
    }
}

#[test]
fn a_query_that_takes_too_long_is_an_error_and_the_others_are_answered() {
    let env = Env::corpus();
    let reason =
        "the query took longer than 1ns and was given up; ask for less, or raise --timeout";
    for unit in ["passage", "document"] {
        let args = [
            "search",
            "حاکمیت سایبری",
            "--timeout",
            "0.000001ms",
            "--unit",
            unit,
        ];
        env.run(&args).exits(2).prints("").says(reason);
    }
    env.write("queries.tsv", "A\tحاکمیت\nB\tسایبری\n");
    let run = env.run(&["batch", "queries.tsv", "--timeout", "0.000001ms"]);
    run.exits(2)
        .prints("")
        .says(&format!("query A: {reason}"))
        .says(&format!("query B: {reason}"));
    // With enough time nothing changes.
    let with = env
        .run(&["batch", "queries.tsv", "--timeout", "10m"])
        .exits(0);
    assert_eq!(with.out, env.run(&["batch", "queries.tsv"]).out);
    for wrong in ["2", "soon", "0s", "-1s"] {
        let timeout = format!("--timeout={wrong}");
        env.run(&["search", "x", &timeout])
            .exits(2)
            .says("such as 500ms or 2s");
    }
}
