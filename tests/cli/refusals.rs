//! Limits, exit codes, and queries that are refused with the place of what is wrong.

use super::queries::{finds, library};

#[test]
fn limit_bounds_the_hits() {
    let env = library();
    for (limit, expected) in [
        ("0", 0),
        ("1", 1),
        ("2", 2),
        ("100000", 2),
        ("18446744073709551615", 2),
    ] {
        let run = env.run(&["search", "حاکمیت", "--format", "json", "--limit", limit]);
        assert_eq!(run.json().len(), expected, "--limit {limit}");
        run.exits(i32::from(expected == 0));
    }
    for wrong in ["-1", "x"] {
        env.run(&["search", "حاکمیت", &format!("--limit={wrong}")])
            .exits(2)
            .prints("");
    }
}

#[test]
fn exit_codes_tell_hits_no_hits_and_errors_apart() {
    let env = library();
    for format in ["text", "json", "trec"] {
        let run = env.run(&["search", "حاکمیت", "--format", format]).exits(0);
        assert_eq!(run.err, "", "{format}");
        assert!(!run.out.is_empty(), "{format}");
        env.run(&["search", "ناموجودترین", "--format", format])
            .exits(1)
            .prints("");
        env.run(&["search", "\"حاکمیت", "--format", format])
            .exits(2)
            .prints("");
    }
}

#[test]
fn a_wrong_query_is_answered_with_its_place() {
    let env = library();
    for (query, message) in [
        (
            "\"normative power",
            "this quote is never closed (at character 1: `\"`)\n  \"normative power\n  ^\n",
        ),
        (
            "حاکمیت \"سایبری",
            "this quote is never closed (at character 8: `\"`)",
        ),
        (
            "(a OR b",
            "this bracket is never closed (at character 1: `(`)",
        ),
        (
            "a OR b)",
            "this bracket was never opened (at character 7: `)`)",
        ),
        (
            "power colour:red",
            "there is no field `colour`; fields are title, section, author, cites, year, kind, lang, doc, exact (at character 7: `colour`)\n  power colour:red\n        ^^^^^^\n",
        ),
        (
            "year:20x7",
            "a year is written as 2017, 1401 or a range such as 2017..2020",
        ),
        ("kind:chapter", "there is no kind `chapter`"),
        ("lang:persian1", "a language is written as its code"),
        ("a AND", "AND needs something on both sides"),
        ("NOT", "NOT needs something after it"),
        ("s*", "a prefix needs at least two letters before `*`"),
        ("power~3", "`~` after a word takes 1 or 2 edits"),
        ("", "nothing to search for here"),
        ("...", "nothing to search for here"),
    ] {
        env.run(&["search", "--", query])
            .exits(2)
            .prints("")
            .says(message);
    }
    let endless = "a ".repeat(3000);
    env.run(&["search", &endless])
        .exits(2)
        .says("a query has at most 4096 characters");
}

#[test]
fn prose_with_colons_dashes_and_brackets_is_searched_as_words() {
    let env = library();
    for query in [
        "ایران: امنیت",
        "امنیت - ملی",
        "(امنیت، 2020: 3)",
        "امنیت/ملی",
        "امنیت!?",
    ] {
        finds(&env, query, &["iran"]);
    }
}
