//! `kavosh cited` and the field `cites:`.

use super::env::Env;
use serde_json::json;

const FIRST: &str = "مقدمه\nاین موضوع پیش‌تر بررسی شده است (Segal, 2020: 3) و سپس سیگال (۱۳۹۹) آن را دنبال کرد.\n\nنتیجه‌گیری\nاین سخن دیگر از آن کسی است که آن را نخست گفت (Nye, 2004).\n";
const SECOND: &str = "Introduction\nThe idea is old (Segal, 2020; Doshi et al., 2021a), and Nye (2004: 5) is clear about it.\n";

fn indexed() -> Env {
    let env = Env::new();
    env.write("papers/a.txt", FIRST);
    env.write("papers/b.txt", SECOND);
    env.run(&["index", "papers"]).exits(0);
    env
}

#[test]
fn works_with_counts_and_places() {
    let env = indexed();
    let run = env.run(&["cited", "--format", "tsv"]).exits(0);
    assert_eq!(
        run.out,
        "3\t2\tSegal\t2020\ta:2 a:2 b:2\n2\t2\tNye\t2004\ta:5 b:2\n1\t1\tDoshi et al.\t2021a\tb:2\n"
    );
    let run = env.run(&["cited", "سیگال", "--format", "json"]).exits(0);
    assert_eq!(
        run.json(),
        [json!({
            "authors": "Segal", "year": "2020", "count": 3, "documents": 2, "also": ["سیگال 1399"],
            "places": [
                {"document": "a", "line": 2, "page": "3"},
                {"document": "a", "line": 2},
                {"document": "b", "line": 2},
            ]
        })]
    );
    let run = env.run(&["cited", "Nye 2004"]).exits(0);
    assert_eq!(run.out, "    2  Nye, 2004\n       a:5, b:2\n");
    env.run(&["cited", "Kissinger"]).exits(1);
    let run = env.run(&["cited", "-n", "1", "--format", "tsv"]).exits(0);
    assert_eq!(run.out.lines().count(), 1);
}

#[test]
fn passages_that_cite_somebody() {
    let env = indexed();
    let found = |query: &str| -> Vec<String> {
        let run = env.run(&["search", query, "--format", "trec"]);
        let mut places: Vec<String> = run
            .out
            .lines()
            .filter_map(|l| l.split(' ').nth(2).map(str::to_owned))
            .collect();
        places.sort();
        places
    };
    for (query, expected) in [
        ("cites:Segal", vec!["a:2-2", "b:2-2"]),
        ("cites:سیگال", vec!["a:2-2", "b:2-2"]),
        ("cites:\"Doshi 2021\"", vec!["b:2-2"]),
        ("cites:\"Doshi 2020\"", vec![]),
        ("cites:2004", vec!["a:5-5", "b:2-2"]),
        ("cites:Nye -doc:b", vec!["a:5-5"]),
        // Who cites somebody for a claim: the words must be there too.
        ("cites:Nye clear", vec!["b:2-2"]),
        ("cites:Kissinger", vec![]),
    ] {
        assert_eq!(found(query), expected, "{query}");
    }
    let run = env
        .run(&["search", "cites:Doshi", "--format", "json"])
        .exits(0);
    let hit = &run.json()[0];
    let text: Vec<char> = hit["text"].as_str().unwrap().chars().collect();
    let marked = |m: &serde_json::Value| -> String {
        let range = m["start"].as_u64().unwrap() as usize..m["end"].as_u64().unwrap() as usize;
        text[range].iter().collect()
    };
    let marks: Vec<String> = hit["matches"]
        .as_array()
        .unwrap()
        .iter()
        .map(marked)
        .collect();
    assert_eq!(marks, ["Doshi"]);
}

#[test]
fn years_of_both_calendars() {
    let env = Env::new();
    env.write(
        "papers/all.jsonl",
        "{\"id\": \"solar\", \"text\": \"سند نخست است.\", \"year\": 1401}\n{\"id\": \"gregorian\", \"text\": \"سند دوم است.\", \"year\": 2022}\n{\"id\": \"old\", \"text\": \"سند سوم است.\", \"year\": 1399}\n",
    );
    env.run(&["index", "papers"]).exits(0);
    for (query, expected) in [
        ("year:1401", vec!["gregorian", "solar"]),
        ("year:2022", vec!["gregorian", "solar"]),
        ("year:..2020", vec!["old"]),
        ("year:1400..", vec!["gregorian", "solar"]),
    ] {
        let run = env
            .run(&["search", query, "--format", "json", "--unit", "document"])
            .exits(0);
        let mut ids: Vec<String> = run
            .json()
            .iter()
            .map(|hit| hit["document"]["id"].as_str().unwrap().to_owned())
            .collect();
        ids.sort();
        assert_eq!(ids, expected, "{query}");
    }
}
