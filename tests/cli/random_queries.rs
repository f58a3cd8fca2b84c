//! Random queries: each is answered, or refused with its place; nothing panics.
//!
//! `KAVOSH_CASES=10000 cargo test --release --test cli random` runs as many cases of each.

use super::env::{Env, runner};
use kavosh::search::{Engine, SearchOptions, Session, Unit, parse};
use proptest::prelude::*;
use std::cell::RefCell;

fn query() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "\\PC{0,6}",
        prop::sample::select(vec![
            "\"",
            "(",
            ")",
            "*",
            "~",
            "~2",
            "+",
            "-",
            " ",
            " ",
            " ",
            " AND ",
            " OR ",
            " NOT ",
            "year:",
            "kind:",
            "kind:body",
            "lang:fa",
            "doc:",
            "doc:a*",
            "title:",
            "section:",
            "author:",
            "exact:",
            "2017..2020",
            "۱۴۰۱..",
            "حاکمیت",
            "سایبری",
            "می‌شود",
            "网络主权",
            "power",
            "state*",
            "\u{200c}",
            "ـ",
            "ِ",
            "1399",
            ":",
            "..",
            "\"~3",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

#[test]
fn any_query_is_parsed_or_pointed_at() {
    let result = runner(2000).run(&query(), |query| {
        if let Err(kavosh::error::Error::Query { start, len, .. }) = parse(&query) {
            prop_assert!(start <= query.chars().count() && len >= 1);
        }
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}

/// Searches for any query, with each unit; what comes back must fit together.
fn any_query(cases: u32, explain: bool) {
    let env = Env::corpus();
    let engine = Engine::open(&env.path("index")).expect("an index");
    let session: RefCell<Session> = RefCell::new(engine.session());
    let result = runner(cases).run(&query(), |query| {
        for unit in [Unit::Passage, Unit::Document] {
            let options = SearchOptions {
                limit: 5,
                unit,
                explain,
                expand: true,
            };
            let mut session = session.borrow_mut();
            let Ok(hits) = session.search("q", &query, options) else {
                continue;
            };
            let ranked = session
                .rank(&query, options)
                .expect("what is found is ranked");
            prop_assert_eq!(hits.len(), ranked.len());
            for hit in hits {
                prop_assert_eq!(hit.explain.is_some(), explain);
                let length = hit.text.chars().count();
                for found in &hit.matches {
                    prop_assert!(
                        found.start < found.end && found.end <= length,
                        "{:?}",
                        found
                    );
                    prop_assert!(
                        (hit.lines.0..=hit.lines.1).contains(&found.line),
                        "{:?}",
                        found
                    );
                }
            }
        }
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}

#[test]
fn any_query_is_answered_or_refused() {
    any_query(300, false);
}

#[test]
fn any_query_is_explained_or_refused() {
    any_query(150, true);
}
