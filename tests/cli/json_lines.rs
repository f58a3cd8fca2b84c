//! JSON Lines: a document a line, named by itself.

use super::env::Env;
use std::fs;

const RECORDS: &str = concat!(
    r#"{"id":"first","title":"عنوان نخست","authors":["علی رضایی","J. Nye"],"year":1399,"text":"کاوش در متن نخست"}"#,
    "\n",
    r#"{"id":17,"text":"کاوش با شناسهٔ عددی\nسطر دوم \"در گیومه\" اینجاست"}"#,
    "\n\n",
    r#"{"id":"third","title":"A title","text":"کاوش sov\u0065reignty"}"#,
    "\n",
);

#[test]
fn each_record_is_a_document_of_its_own() {
    let env = Env::indexed(&[("all.jsonl", RECORDS)]);
    assert_eq!(env.found("کاوش"), ["17", "first", "third"]);
    let hits = env.hits("کاوش doc:first");
    let document = &hits[0]["document"];
    assert_eq!(document["title"], "عنوان نخست");
    assert_eq!(
        document["authors"],
        serde_json::json!(["علی رضایی", "J. Nye"])
    );
    assert_eq!(document["year"], 1399);
    assert_eq!(document["path"], "papers/all.jsonl");
    assert_eq!(env.found("author:nye year:1399"), ["first"]);
}

#[test]
fn lines_and_bytes_are_those_of_the_file() {
    let env = Env::indexed(&[("all.jsonl", RECORDS)]);
    for (query, line, raw) in [
        ("نخست doc:first", 1, "کاوش در متن نخست"),
        ("گیومه", 2, r#"\"در گیومه\""#),
        ("sovereignty", 4, r"sov\u0065reignty"),
    ] {
        let hit = &env.hits(query)[0];
        assert_eq!(hit["lines"], serde_json::json!([line, line]), "{hit}");
        assert_eq!(hit["matches"][0]["line"], line, "{hit}");
        let at = |i: usize| hit["bytes"][i].as_u64().unwrap() as usize;
        let slice = &RECORDS[at(0)..at(1)];
        assert!(slice.contains(raw), "{slice}");
    }
}

#[test]
fn a_bad_record_is_reported_with_its_line_and_the_rest_indexed() {
    let env = Env::new();
    env.write(
        "papers/all.jsonl",
        concat!(
            "{\"id\":\"a\",\"text\":\"کاوش\"}\n",
            "{\"id\":\"b\",\"text\":\"کاوش\"\n",
            "{\"id\":\"c\"}\n",
            "{\"id\":\"a\",\"text\":\"کاوش\"}\n",
            "{\"id\":\"e\",\"text\":\"کاوش\"}\n",
            "[1,2]\n",
        ),
    );
    env.write("papers/other.txt", "کاوش\n");
    env.run(&["index", "papers"])
        .exits(2)
        .says("papers/all.jsonl:2: not a record")
        .says("papers/all.jsonl:3: not a record: missing field `text`")
        .says("papers/all.jsonl: the id `a` is already used")
        .says("papers/all.jsonl:6: not a record")
        .says("4 could not be read")
        .says("\n3 documents, ");
    assert_eq!(env.found("کاوش"), ["a", "e", "other"]);
    env.run(&["check"]).exits(0);
}

#[test]
fn bytes_that_are_no_utf8_spoil_only_their_record() {
    let env = Env::new();
    env.write(
        "papers/all.jsonl",
        b"{\"id\":\"a\",\"text\":\"\xff\"}\n{\"id\":\"b\",\"text\":\"kavosh\"}\n",
    );
    env.run(&["index", "papers"])
        .exits(2)
        .says("papers/all.jsonl:1: not UTF-8 at byte 18");
    assert_eq!(env.found("kavosh"), ["b"]);
}

#[test]
fn a_file_without_any_record_is_left_out_whole() {
    let env = Env::new();
    env.write("papers/a.jsonl", "just text\n");
    env.run(&["index", "papers"])
        .exits(2)
        .says("papers/a.jsonl: no record that can be read")
        .says("\n0 documents");
}

#[test]
fn a_record_that_is_gone_from_the_file_is_gone_from_the_index() {
    let env = Env::indexed(&[("all.jsonl", RECORDS)]);
    let shorter: Vec<&str> = RECORDS.lines().skip(1).collect();
    fs::write(env.path("papers/all.jsonl"), shorter.join("\n")).unwrap();
    env.run(&["index", "papers"]).exits(0).says("1 changed");
    assert_eq!(env.found("کاوش"), ["17", "third"]);
    fs::remove_file(env.path("papers/all.jsonl")).unwrap();
    env.run(&["index", "papers"]).exits(0).says("1 deleted");
    assert_eq!(env.found("کاوش"), Vec::<String>::new());
}

#[test]
fn an_id_taken_by_another_file_is_refused() {
    let env = Env::new();
    env.write("papers/x.txt", "کاوش در پرونده\n");
    env.write(
        "papers/all.jsonl",
        "{\"id\":\"x\",\"text\":\"کاوش در رکورد\"}\n{\"id\":\"y\",\"text\":\"کاوش\"}\n",
    );
    env.run(&["index", "papers"])
        .exits(2)
        .says("the id `x` is already used");
    assert_eq!(env.found("کاوش"), ["x", "y"]);
    assert_eq!(env.hits("doc:x")[0]["document"]["path"], "papers/x.txt");
}

#[test]
fn a_file_that_came_later_took_the_id_of_a_record() {
    let env = Env::indexed(&[("all.jsonl", "{\"id\":\"x\",\"text\":\"کاوش در رکورد\"}\n")]);
    env.write("papers/x.txt", "کاوش در پرونده\n");
    env.run(&["index", "papers"]);
    let hits = env.hits("کاوش");
    let of = |path: &str| {
        let mine = hits.iter().filter(|h| h["document"]["path"] == path);
        mine.map(|h| h["document"]["id"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(of("papers/all.jsonl"), ["x"], "{hits:#?}");
    assert_eq!(of("papers/x.txt"), ["x.txt"], "{hits:#?}");
}

#[test]
fn a_bad_record_was_forgotten_by_the_second_run() {
    let env = Env::new();
    env.write("papers/all.jsonl", "{\"id\":\"a\",\"text\":\"کاوش\"}\n{\n");
    for _ in 0..2 {
        env.run(&["index", "papers"])
            .exits(2)
            .says("1 could not be read");
    }
}
