//! Several processes at once, and processes that are killed: the index stays good.

use super::env::Env;
use std::hash::{BuildHasher, RandomState};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

/// Writes a folder of a few megabytes, its texts marked with `edition` and a letter.
fn write_folder(env: &Env, edition: &str, files: usize) {
    let text = include_str!("../../corpus/cyber-diplomacy-china.txt");
    for number in 0..files {
        let mark = ["a", "b", "c"][number % 3];
        let text = text.replace("چین", &format!("چین {edition}{mark}"));
        env.write(&format!("papers/{number:03}.txt"), text);
    }
}

/// Starts to index the folder.
fn start(env: &Env, args: &[&str]) -> Child {
    let all: Vec<&str> = ["index", "papers"].iter().chain(args).copied().collect();
    env.command(&all)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program runs")
}

/// What an index answers, in an order of its own: scores may differ with the way it was made.
fn answers(env: &Env, index: &str) -> Vec<String> {
    let mut all = Vec::new();
    for query in ["\"حاکمیت سایبری\"", "firstc", "secondc"] {
        let args = [
            "search", query, "--index", index, "--format", "trec", "--limit", "100000",
        ];
        let run = env.run(&args);
        let docnos = run.rows();
        all.extend(docnos.iter().map(|row| {
            let columns: Vec<&str> = row[0].split(' ').collect();
            format!("{query} {}", columns[2])
        }));
    }
    all.sort();
    all
}

/// A share of the time that an undisturbed run took, another in each run of the tests.
fn moment(undisturbed: Duration) -> Duration {
    let random = RandomState::new().hash_one(1) % 1000;
    undisturbed.mul_f64(random as f64 / 1000.0 * 1.1)
}

#[test]
fn a_writer_killed_at_any_moment_leaves_a_good_index() {
    let env = Env::new();
    write_folder(&env, "first", 60);
    let begin = Instant::now();
    env.run(&["index", "papers", "--index", "undisturbed"])
        .exits(0);
    let undisturbed = begin.elapsed();
    let kill = |args: &[&str]| {
        let mut child = start(&env, args);
        let wait = moment(undisturbed);
        std::thread::sleep(wait);
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
        wait
    };
    // The first index, which is not there yet or good.
    for _ in 0..4 {
        let wait = kill(&[]);
        let check = env.run(&["check"]);
        let fine = check.code == Some(0) || check.err.contains("there is none");
        if !fine {
            check.fail(&format!("killed after {wait:?}"));
        }
    }
    env.run(&["index", "papers"]).exits(0);
    assert_eq!(answers(&env, "index"), answers(&env, "undisturbed"));
    // An update and a rebuild of a good index, which stays good.
    write_folder(&env, "second", 40);
    for args in [&[][..], &["--rebuild"], &[], &["--rebuild"]] {
        let wait = kill(args);
        let check = env.run(&["check"]);
        if check.code != Some(0) {
            check.fail(&format!("killed after {wait:?} with {args:?}"));
        }
        env.run(&["search", "\"حاکمیت سایبری\""]).exits(0);
    }
    env.run(&["index", "papers"])
        .exits(0)
        .says("\n60 documents, ");
    env.run(&["check"]).exits(0);
    env.run(&["index", "papers", "--index", "fresh"]).exits(0);
    assert_eq!(answers(&env, "index"), answers(&env, "fresh"));
}

#[test]
fn of_two_writers_the_second_is_told_to_wait() {
    let env = Env::new();
    write_folder(&env, "first", 60);
    let mut first = start(&env, &[]);
    let mut told = false;
    while first.try_wait().expect("its state").is_none() {
        let second = env.run(&["index", "papers"]);
        match second.code {
            Some(0) => {}
            Some(2) if second.err.contains("another kavosh is writing to it") => told = true,
            _ => second.fail("neither done nor told to wait"),
        }
    }
    // The second may have come first.
    told |= first.wait().expect("it ended").code() == Some(2);
    assert!(told, "the two writers never met");
    env.run(&["index", "papers"]).says("\n60 documents, ");
    env.run(&["check"])
        .exits(0)
        .prints_among("ok: 60 files, 60 documents, ");
}

#[test]
fn readers_get_the_old_index_or_the_new_while_it_is_written() {
    let env = Env::new();
    write_folder(&env, "first", 30);
    env.run(&["index", "papers"]).exits(0);
    let old = answers(&env, "index");
    write_folder(&env, "second", 30);
    let mut writer = start(&env, &[]);
    let mut read = 0;
    while writer.try_wait().expect("its state").is_none() {
        let run = env.run(&[
            "search",
            "firstc OR secondc",
            "--format",
            "trec",
            "--limit",
            "1",
        ]);
        run.exits(0);
        read += 1;
    }
    assert!(read > 0, "the writer was too fast to read beside it");
    assert_ne!(answers(&env, "index"), old);
    assert_eq!(env.hits("firstc"), Vec::<serde_json::Value>::new());
    env.run(&["check"]).exits(0);
}

#[test]
fn readers_survive_rebuilds() {
    let env = Env::new();
    write_folder(&env, "first", 4);
    env.run(&["index", "papers"]).exits(0);
    for _ in 0..6 {
        let mut writer = start(&env, &["--rebuild"]);
        while writer.try_wait().expect("its state").is_none() {
            env.run(&["search", "firstc", "--limit", "1"]).exits(0);
        }
    }
}
