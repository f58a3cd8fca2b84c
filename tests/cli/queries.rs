//! The query language at the command line: what is found, and what is refused.

use super::env::Env;

const NO_ONE: [&str; 0] = [];

/// A handful of documents that differ in what they hold.
fn library() -> Env {
    Env::indexed(&[
        (
            "china.txt",
            "حاکمیت سایبری در چین مهم است و دولت آن را حفظ می‌کند.\n",
        ),
        ("iran.txt", "حاکمیت ملی و امنیت سایبری در ایران بررسی شد.\n"),
        (
            "power.txt",
            "The normative power of states and cyber power in world politics.\n",
        ),
        (
            "far.txt",
            "Normative claims about soft and hard power were made.\n",
        ),
        ("chinese.txt", "我们维护网络主权和国家安全。\n"),
        (
            "sub/books.md",
            "---\ntitle: کتاب‌های فارسی\nauthor: علی رضایی\nyear: 1399\n---\n\n# درآمد\n\nنویسنده کتاب‌هایش را می‌نویسد.\n",
        ),
        (
            "sub/nye.md",
            "---\ntitle: Cyber Power\nauthor: Joseph Nye\nyear: 2010\n---\n\n# Introduction\n\nStates use networks.\n",
        ),
    ])
}

#[track_caller]
fn finds(env: &Env, query: &str, documents: &[&str]) {
    assert_eq!(env.found(query), documents, "query: {query}");
}

#[test]
fn letters_joiners_and_spaces_do_not_matter() {
    let env = Env::corpus();
    let hits = |query: &str| {
        let mut hits = env.hits(query);
        for hit in &mut hits {
            hit.as_object_mut().unwrap().remove("query");
        }
        hits
    };
    let expected = hits("حاکمیت سایبری");
    assert!(expected.len() > 20);
    for query in [
        "حاكميت سايبري",
        "حاکمیت‌سایبری",
        "حاکمیت  سایبری",
        " حاکمیت\tسایبری ",
        "حاکمیـــت سایبری",
    ] {
        assert_eq!(hits(query), expected, "query: {query}");
    }
}

#[test]
fn words_phrases_and_nearness() {
    let env = library();
    finds(&env, "حاکمیت", &["china", "iran"]);
    finds(&env, "\"حاکمیت سایبری\"", &["china"]);
    finds(&env, "\"حاکمیت سایبری\"~2", &["china"]);
    finds(&env, "\"حاکمیت سایبری\"~3", &["china", "iran"]);
    finds(&env, "\"سایبری حاکمیت\"", &NO_ONE);
    finds(&env, "\"normative power\"", &["power"]);
    finds(&env, "\"normative power\"~۵", &["far", "power"]);
}

#[test]
fn inflected_forms_are_found_and_exact_takes_the_form_as_it_is() {
    let env = library();
    finds(&env, "کتاب", &["sub/books"]);
    finds(&env, "کتاب‌ها", &["sub/books"]);
    finds(&env, "exact:کتابهایش", &["sub/books"]);
    finds(&env, "exact:نوشتن", &NO_ONE);
    finds(&env, "state", &["power", "sub/nye"]);
    finds(&env, "exact:state", &NO_ONE);
    finds(&env, "exact:states", &["power", "sub/nye"]);
}

#[test]
fn operators_and_signs() {
    let env = library();
    finds(&env, "حاکمیت AND امنیت", &["iran"]);
    finds(&env, "امنیت OR چین", &["china", "iran"]);
    finds(&env, "حاکمیت NOT امنیت", &["china"]);
    finds(&env, "حاکمیت -امنیت", &["china"]);
    finds(&env, "حاکمیت +امنیت", &["iran"]);
    finds(
        &env,
        "(امنیت OR normative) AND (ملی OR hard)",
        &["far", "iran"],
    );
    finds(&env, "power NOT (normative OR soft)", &["sub/nye"]);
    finds(&env, "-\"normative power\" power", &["far", "sub/nye"]);
}

#[test]
fn prefixes_and_misspelt_words() {
    let env = library();
    finds(&env, "حاکم*", &["china", "iran"]);
    finds(&env, "normat*", &["far", "power"]);
    finds(&env, "zzz*", &NO_ONE);
    finds(&env, "normatve~", &["far", "power"]);
    finds(&env, "nrmatve~1", &NO_ONE);
    finds(&env, "nrmatve~2", &["far", "power"]);
    finds(&env, "حاکمییت~", &["china", "iran"]);
}

#[test]
fn fields_and_filters() {
    let env = library();
    finds(&env, "title:cyber", &["sub/nye"]);
    finds(&env, "title:\"کتابهای فارسی\"", &["sub/books"]);
    finds(&env, "section:introduction", &["sub/nye"]);
    finds(&env, "author:رضایی", &["sub/books"]);
    finds(&env, "author:\"joseph nye\"", &["sub/nye"]);
    finds(&env, "year:2010", &["sub/nye"]);
    finds(&env, "year:۲۰۰۹..۲۰۱۱", &["sub/nye"]);
    finds(&env, "year:1390..", &["sub/books", "sub/nye"]);
    finds(&env, "year:..۱۴۰۰", &["sub/books"]);
    finds(&env, "year:2011..2020", &NO_ONE);
    finds(&env, "kind:heading", &["sub/books", "sub/nye"]);
    finds(&env, "lang:zh", &["chinese"]);
    finds(&env, "power lang:en", &["far", "power", "sub/nye"]);
    finds(&env, "doc:china", &["china"]);
    finds(&env, "doc:ch*", &["china", "chinese"]);
    finds(&env, "doc:sub/*", &["sub/books", "sub/nye"]);
    finds(&env, "doc:chin", &NO_ONE);
    finds(&env, "حاکمیت -doc:iran", &["china"]);
}

#[test]
fn a_heading_without_persian_letters_was_called_arabic() {
    // مقدمه and درآمد have no letter that only Persian has.
    let env = library();
    finds(&env, "lang:ar", &NO_ONE);
    let heading = env.hits("lang:fa kind:heading");
    assert_eq!(heading.len(), 1, "{heading:#?}");
}

#[test]
fn chinese_words_are_found_in_a_sentence_without_spaces() {
    let env = library();
    finds(&env, "网络主权", &["chinese"]);
    finds(&env, "\"网络主权\"", &["chinese"]);
    finds(&env, "安全", &["chinese"]);
    finds(&env, "全和", &NO_ONE);
    let hit = &env.hits("网络主权")[0];
    assert_eq!(
        hit["matches"],
        serde_json::json!([{"start": 4, "end": 8, "line": 1}])
    );
}

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
            "there is no field `colour`; fields are title, section, author, year, kind, lang, doc, exact (at character 7: `colour`)\n  power colour:red\n        ^^^^^^\n",
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
