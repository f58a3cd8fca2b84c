//! An index that is missing, damaged, or made by another version: said, with the remedy.

use super::env::{Env, random, trials};
use super::paper::PAPER;
use kavosh::index::Header;
use std::fs;
use std::path::{Path, PathBuf};

/// Commands that read an index.
const READERS: [&[&str]; 4] = [
    &["search", "کاوش"],
    &["batch", "queries.tsv"],
    &["check"],
    &["stats"],
];

#[test]
fn without_an_index_the_command_that_makes_one_is_named() {
    let env = Env::new();
    env.write("queries.tsv", "1\tکاوش\n");
    for command in READERS {
        env.run(command).exits(2).prints("").says(
            "kavosh: index index: there is none; make one with `kavosh index FOLDER --index index`",
        );
    }
    assert!(!env.path("index").exists(), "reading made an index");
}

/// Every command that reads refuses the index and names `--rebuild`; a rebuild mends it.
#[track_caller]
fn refused_until_rebuilt(env: &Env, reason: &str) {
    env.write("queries.tsv", "1\tحاکمیت\n");
    for command in READERS {
        env.run(command)
            .exits(2)
            .prints("")
            .says(reason)
            .says("kavosh index --rebuild");
    }
    env.run(&["index", "papers"]).exits(2).says("--rebuild");
    env.run(&["index", "papers", "--rebuild"]).exits(0);
    env.run(&["check"]).exits(0);
    assert_eq!(env.found("حاکمیت"), ["a"]);
}

#[test]
fn an_index_of_another_analyzer_is_refused() {
    let env = Env::indexed(&[("a.txt", PAPER)]);
    let path = env.path("index/kavosh.json");
    let mut header: Header = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    header.fingerprint = header.fingerprint.replace("analyzer=", "analyzer=9");
    header.checksum = String::new();
    let json = serde_json::to_vec(&header).unwrap();
    header.checksum = blake3::hash(&json).to_hex()[..16].to_owned();
    fs::write(&path, serde_json::to_string_pretty(&header).unwrap()).unwrap();
    refused_until_rebuilt(&env, "made with other settings");
}

#[test]
fn a_damaged_header_is_refused() {
    for damage in [
        "",
        "{",
        "not json",
        "{\"generation\":\"generation-1\",\"fingerprint\":\"x\",\"version\":\"0\"}",
    ] {
        let env = Env::indexed(&[("a.txt", PAPER)]);
        env.write("index/kavosh.json", damage);
        refused_until_rebuilt(&env, "kavosh.json is damaged");
    }
}

#[test]
fn one_changed_character_in_the_header_is_noticed() {
    let env = Env::indexed(&[("a.txt", PAPER)]);
    let text = fs::read_to_string(env.path("index/kavosh.json")).unwrap();
    env.write(
        "index/kavosh.json",
        text.replace("generation-1", "generation-2"),
    );
    refused_until_rebuilt(&env, "kavosh.json is damaged");
}

#[test]
fn a_missing_generation_is_refused() {
    let env = Env::indexed(&[("a.txt", PAPER)]);
    fs::remove_dir_all(env.path("index/generation-1")).unwrap();
    refused_until_rebuilt(&env, "index index: damaged");
}

/// The files of the segments.
fn segment_files(env: &Env) -> Vec<PathBuf> {
    let entries = fs::read_dir(env.path("index/generation-1")).unwrap();
    let mut files: Vec<PathBuf> = entries
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e != "lock" && e != "json"))
        .collect();
    files.sort();
    files
}

#[test]
fn a_flipped_byte_in_any_file_is_found_and_the_file_named() {
    let env = Env::indexed(&[("a.txt", PAPER)]);
    let files = segment_files(&env);
    assert!(files.len() >= 6, "{files:?}");
    for path in files {
        let good = fs::read(&path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy();
        for at in [0, good.len() / 3, good.len() / 2] {
            let mut bad = good.clone();
            bad[at] ^= 0x10;
            fs::write(&path, &bad).unwrap();
            env.run(&["check"])
                .exits(2)
                .prints("")
                .says(&name)
                .says("kavosh index --rebuild");
        }
        fs::write(&path, &good).unwrap();
    }
    env.run(&["check"]).exits(0);
}

/// `KAVOSH_CASES=200 cargo test --release --test cli flipped` tries as many bytes.
#[test]
fn any_flipped_byte_is_found_in_any_file() {
    let env = Env::new();
    for name in ["a", "b", "c", "d", "e", "f"] {
        env.write(&format!("papers/{name}.txt"), PAPER);
    }
    // A segment is what one thread wrote.
    env.run(&["index", "papers", "--threads", "1"]).exits(0);
    // A second segment, and deleted documents in the first, too few for a merge.
    env.write("papers/b.txt", "کاوش\n");
    env.run(&["index", "papers"]).exits(0);
    let mut files = segment_files(&env);
    assert!(files.iter().any(|f| f.extension().unwrap() == "del"));
    for name in ["meta.json", ".managed.json", "../kavosh.json"] {
        files.push(env.path("index/generation-1").join(name));
    }
    for _ in 0..trials(60) {
        let path = &files[random(files.len())];
        let good = fs::read(path).unwrap();
        let (at, by) = (random(good.len()), 1 + random(255) as u8);
        let mut bad = good.clone();
        bad[at] ^= by;
        fs::write(path, &bad).unwrap();
        let run = env.run(&["check"]);
        if run.code != Some(2) || !run.out.is_empty() || !run.err.contains("index --rebuild") {
            run.fail(&format!("{}: byte {at} xor {by} not found", path.display()));
        }
        fs::write(path, &good).unwrap();
    }
    env.run(&["check"]).exits(0);
}

/// The index that release 0.1.0 made of one paper; see `tests/fixtures/README.md`.
#[test]
fn the_index_of_a_release_is_read_or_refused_with_the_command_that_mends_it() {
    let env = Env::new();
    env.write("queries.tsv", "1\tحاکمیت\n");
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/index-0.1.0");
    // Readers lock a file in the folder.
    for folder in ["", "generation-1"] {
        for entry in fs::read_dir(fixture.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let name = Path::new("index").join(path.strip_prefix(&fixture).unwrap());
                env.write(&name.to_string_lossy(), fs::read(&path).unwrap());
            }
        }
    }
    for command in READERS {
        let run = env.run(command);
        match run.code {
            Some(0) => assert!(!run.out.is_empty()),
            _ => {
                let run = run.exits(2).prints("").says("made with other settings");
                run.says("make it anew with `kavosh index --rebuild FOLDER --index index`");
            }
        }
    }
}

#[test]
fn a_file_cut_short_or_gone_is_found() {
    for gone in [false, true] {
        let env = Env::indexed(&[("a.txt", PAPER)]);
        let path = segment_files(&env).remove(2);
        let good = fs::read(&path).unwrap();
        if gone {
            fs::remove_file(&path).unwrap();
        } else {
            fs::write(&path, &good[..good.len() / 2]).unwrap();
        }
        env.run(&["check"]).exits(2).prints("").says("--rebuild");
        env.run(&["index", "papers", "--rebuild"]).exits(0);
        env.run(&["check"]).exits(0);
    }
}

#[test]
fn no_flipped_byte_makes_a_search_crash() {
    let env = Env::indexed(&[("a.txt", PAPER)]);
    for path in segment_files(&env) {
        let good = fs::read(&path).unwrap();
        for at in (0..good.len()).step_by(good.len().div_ceil(4)) {
            let mut bad = good.clone();
            bad[at] ^= 0x41;
            fs::write(&path, &bad).unwrap();
            let run = env.run(&["search", "حاکمیت سایبری"]);
            if !matches!(run.code, Some(0..=2)) {
                run.fail(&format!("byte {at} of {} flipped", path.display()));
            }
        }
        fs::write(&path, &good).unwrap();
    }
}
