//! The two papers that kavosh was made for, where they are at hand: `../shared` is no part of the
//! project.

use serde_json::Value;
use std::io::Write;
use std::path::PathBuf;
use std::process::Command;

/// Says that something is left out, past the capture of output, which would hide it.
fn skipped(what: &str) {
    writeln!(std::io::stderr(), "\nSKIPPED: {what}").expect("standard error");
}

/// The folder beside the project, or none, said loudly.
fn shared() -> Option<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let found =
        folder.join("papers/china.txt").is_file() && folder.join("papers/iran.txt").is_file();
    if !found {
        skipped(&format!(
            "{} does not hold papers/china.txt and papers/iran.txt",
            folder.display()
        ));
    }
    found.then(|| folder.canonicalize().expect("a path"))
}

fn kavosh(args: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(assert_cmd::cargo::cargo_bin!("kavosh"))
        .args(args)
        .output()
        .expect("the program runs");
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    (
        output.status.code(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

fn hits(out: &str) -> Vec<Value> {
    out.lines()
        .map(|l| serde_json::from_str(l).expect("JSON"))
        .collect()
}

#[test]
fn both_papers_are_indexed_and_answer_the_queries_of_the_gold_set() {
    let Some(shared) = shared() else { return };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let index = folder.path().join("index");
    let (index, papers) = (index.to_str().expect("a path"), shared.join("papers"));
    let papers = papers.to_str().expect("a path");
    let (code, _, err) = kavosh(&["index", papers, "--index", index]);
    assert_eq!(code, Some(0), "{err}");
    assert!(err.starts_with("2 files new"), "{err}");
    let (code, _, err) = kavosh(&["index", papers, "--index", index]);
    assert_eq!(code, Some(0), "{err}");
    assert!(err.starts_with("nothing to do: 2 files unchanged"), "{err}");

    let search = |query: &str| {
        let (code, out, err) = kavosh(&[
            "search", query, "--index", index, "--format", "json", "-n", "20",
        ]);
        assert_eq!(code, Some(0), "{query}: {err}");
        hits(&out)
    };
    let found = search("حاکمیت سایبری");
    for id in ["china", "iran"] {
        let hit = found.iter().find(|h| h["document"]["id"] == id);
        assert!(hit.is_some(), "no hit from {id}");
    }
    let with_section = found
        .iter()
        .filter(|h| !h["section"].as_array().expect("a path").is_empty());
    assert!(with_section.count() >= 15);
    let places = |hits: &[Value]| {
        hits.iter()
            .map(|h| h["bytes"].to_string())
            .collect::<Vec<_>>()
    };
    for spelling in ["حاكميت سايبري", "حاکمیت‌سایبری", "حاکمیت  سایبری"]
    {
        assert_eq!(places(&search(spelling)), places(&found), "{spelling}");
    }

    let gold = shared.join("gold/gold-queries-dev.tsv");
    if !gold.is_file() {
        skipped(&format!("no {}", gold.display()));
        return;
    }
    let (code, out, err) = kavosh(&["batch", gold.to_str().expect("a path"), "--index", index]);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    let answered = hits(&out);
    assert!(answered.iter().any(|h| h["qid"] == "D01"));
    let (code, out, err) = kavosh(&["check", "--index", index]);
    assert_eq!(code, Some(0), "{out}{err}");
}
