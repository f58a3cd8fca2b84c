//! `kavosh index`: what it tells, and what the documents are called.

use super::env::Env;
use super::paper::PAPER;

/// Takes the summary line apart: documents, passages, bytes.
#[track_caller]
fn summary(err: &str) -> (u64, u64, u64) {
    let line = err.lines().last().expect("a last line");
    let words: Vec<&str> = line.split_whitespace().collect();
    let [
        documents,
        "documents,",
        passages,
        "passages,",
        bytes,
        "bytes,",
        seconds,
        "s,",
        rate,
        "MB/s",
    ] = words[..]
    else {
        panic!("not the last line that the contract names: {line}");
    };
    seconds.parse::<f64>().expect("seconds");
    rate.parse::<f64>().expect("a rate");
    let number = |text: &str| text.parse().expect("a number");
    (number(documents), number(passages), number(bytes))
}

#[test]
fn the_last_line_tells_documents_passages_bytes_seconds_and_rate() {
    let env = Env::new();
    env.write("papers/a.txt", PAPER);
    env.write("papers/b.txt", "یک سند دیگر دربارهٔ زبان.\n");
    let run = env.run(&["index", "papers"]).exits(0).prints("");
    assert!(
        run.err
            .starts_with("2 files new, 0 changed, 0 unchanged, 0 deleted\n"),
        "{}",
        run.err
    );
    let bytes = PAPER.len() + "یک سند دیگر دربارهٔ زبان.\n".len();
    assert_eq!(summary(&run.err), (2, 17, bytes as u64));
}

#[test]
fn a_second_run_does_nothing_and_says_so() {
    let env = Env::indexed(&[("a.txt", PAPER), ("b.md", "# Title\n\nSome words.\n")]);
    let header = std::fs::read(env.path("index/kavosh.json")).unwrap();
    let listing = |env: &Env| {
        let mut files: Vec<_> = walkdir::WalkDir::new(env.path("index"))
            .into_iter()
            .map(|e| e.unwrap())
            .filter(|e| e.file_type().is_file())
            .map(|e| {
                (
                    e.path().to_owned(),
                    e.metadata().unwrap().modified().unwrap(),
                )
            })
            .filter(|(path, _)| !path.to_string_lossy().ends_with(".lock"))
            .collect();
        files.sort();
        files
    };
    let before = listing(&env);
    let run = env
        .run(&["index", "papers"])
        .exits(0)
        .says("nothing to do: 2 files unchanged\n");
    let (documents, _, bytes) = summary(&run.err);
    assert_eq!((documents, bytes), (2, 0));
    assert_eq!(listing(&env), before, "a file of the index was written");
    assert_eq!(
        std::fs::read(env.path("index/kavosh.json")).unwrap(),
        header
    );
}

#[test]
fn a_document_is_named_by_its_path_below_the_folder_without_extension() {
    let env = Env::new();
    for name in [
        "iran.txt",
        "sub/deep/china.md",
        "two.parts.txt",
        "مقاله.txt",
        "UPPER.TXT",
    ] {
        env.write(&format!("papers/{name}"), "کاوش در متن\n");
    }
    env.run(&["index", "papers"]).exits(0).says("5 files new");
    assert_eq!(
        env.found("کاوش"),
        ["UPPER", "iran", "sub/deep/china", "two.parts", "مقاله"]
    );
    let hits = env.hits("doc:sub/deep/china");
    assert_eq!(hits[0]["document"]["path"], "papers/sub/deep/china.md");
}

#[test]
fn two_files_that_differ_only_in_extension_get_two_names() {
    let env = Env::indexed(&[("a.txt", "کاوش نخست\n"), ("a.md", "کاوش دوم\n")]);
    assert_eq!(env.found("کاوش"), ["a", "a.txt"]);
    assert_eq!(env.found("نخست"), ["a.txt"]);
}

#[test]
fn a_document_keeps_its_name_when_another_of_the_same_name_joins() {
    let env = Env::indexed(&[("a.txt", "کاوش نخست\n")]);
    env.write("papers/a.md", "کاوش دوم\n");
    env.run(&["index", "papers"]).exits(0).says("1 file new");
    assert_eq!(env.found("نخست"), ["a"]);
    assert_eq!(env.found("دوم"), ["a.md"]);
}

#[test]
fn a_single_file_and_several_folders_can_be_given() {
    let env = Env::new();
    env.write("one/a.txt", "کاوش\n");
    env.write("two/a.txt", "کاوش\n");
    env.write("three/c.txt", "کاوش\n");
    env.run(&["index", "one", "two", "three/c.txt", "three"])
        .exits(0)
        .says("3 files new");
    assert_eq!(env.found("کاوش"), ["a", "a.txt", "c"]);
}

#[test]
fn the_index_may_lie_inside_the_indexed_folder() {
    let env = Env::new();
    env.write("papers/a.txt", "کاوش\n");
    for said in ["1 file new", "nothing to do: 1 file unchanged"] {
        env.run(&["index", "papers", "--index", "papers/index"])
            .exits(0)
            .says(said)
            .never_says("passed over");
    }
    env.run(&["search", "کاوش", "--index", "papers/index"])
        .exits(0);
}

#[test]
fn hidden_files_are_passed_over_and_other_kinds_counted() {
    let env = Env::new();
    env.write("papers/a.txt", "کاوش\n");
    env.write("papers/.hidden.txt", "کاوش\n");
    env.write("papers/.git/b.txt", "کاوش\n");
    env.write("papers/picture.png", "x");
    env.write("papers/paper.xyz", "x");
    env.run(&["index", "papers"])
        .exits(0)
        .says("1 file new")
        .says("2 files of other kinds passed over");
    assert_eq!(env.found("کاوش"), ["a"]);
}

#[test]
fn a_folder_without_documents_says_what_it_looked_for() {
    let env = Env::new();
    env.write("papers/a.xyz", "x");
    env.run(&["index", "papers"])
        .exits(0)
        .says("nothing to index: no file of a known kind there");
    env.run(&["search", "کاوش"])
        .exits(1)
        .prints("")
        .says("no hits");
}

#[test]
fn a_path_that_does_not_exist_is_named_and_leaves_no_index() {
    let env = Env::new();
    env.run(&["index", "nowhere"])
        .exits(2)
        .says("kavosh: nowhere: no such file or directory")
        .says("check the path");
    assert!(!env.path("index").exists());
}

#[test]
fn a_foreign_folder_is_refused_as_an_index_and_left_as_it_was() {
    let env = Env::new();
    env.write("papers/a.txt", "کاوش\n");
    for rebuild in [
        &["index", "papers", "--index", "papers"][..],
        &["index", "papers", "--index", "papers", "--rebuild"],
    ] {
        env.run(rebuild)
            .exits(2)
            .says("the folder holds other files (a.txt)")
            .says("--index");
    }
    let names: Vec<_> = std::fs::read_dir(env.path("papers")).unwrap().collect();
    assert_eq!(names.len(), 1);
}

#[test]
fn sizes_and_numbers_of_threads_are_checked_before_anything_is_done() {
    let env = Env::new();
    env.write("papers/a.txt", "کاوش\n");
    for wrong in [["--memory", "lots"], ["--threads", "0"], ["--threads", "x"]] {
        env.run(&["index", "papers", wrong[0], wrong[1]])
            .exits(2)
            .says(wrong[0]);
    }
    assert!(!env.path("index").exists());
    for (threads, memory) in [("1", "1K"), ("7", "50M")] {
        env.run(&[
            "index",
            "papers",
            "--rebuild",
            "--threads",
            threads,
            "--memory",
            memory,
        ])
        .exits(0);
        assert_eq!(env.found("کاوش"), ["a"]);
    }
}
