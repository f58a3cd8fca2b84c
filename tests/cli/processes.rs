//! Several processes at once, and processes that are killed: the index stays good.
//!
//! `KAVOSH_CASES=200 cargo test --release --test cli processes` kills as many writers.

use super::env::{Env, Run, random, trials};
use std::collections::BTreeSet;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

/// Writes a folder of a few megabytes, its texts marked with `edition` and a letter.
pub fn write_folder(env: &Env, edition: &str, files: usize) {
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
pub fn answers(env: &Env, index: &str) -> Vec<String> {
    let mut all = Vec::new();
    for query in ["\"حاکمیت سایبری\"", "firstc", "secondc"] {
        let args = [
            "search", query, "--index", index, "--format", "trec", "--limit", "100000",
        ];
        let run = env.run(&args);
        if !matches!(run.code, Some(0 | 1)) {
            run.fail("the index does not answer");
        }
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
    undisturbed.mul_f64(random(1000) as f64 / 1000.0 * 1.1)
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
    let first = answers(&env, "undisturbed");
    // The first index, which is not there yet, empty, or whole.
    for _ in 0..trials(12).div_ceil(4) {
        let wait = kill(&[]);
        let check = env.run(&["check"]);
        match check.code {
            Some(0) => {
                let found = answers(&env, "index");
                assert!(found.is_empty() || found == first, "killed after {wait:?}");
            }
            Some(2) if check.err.contains("there is none") => {}
            _ => check.fail(&format!("killed after {wait:?}")),
        }
    }
    env.run(&["index", "papers"]).exits(0);
    assert_eq!(answers(&env, "index"), first);
    write_folder(&env, "second", 40);
    env.run(&["index", "papers", "--index", "fresh"]).exits(0);
    let second = answers(&env, "fresh");
    // Updates and rebuilds of a good index: it is as before or as it shall be, nothing between.
    for trial in 0..trials(12) * 3 / 4 {
        write_folder(&env, ["second", "first"][trial as usize % 2], 40);
        let args = [&[][..], &["--rebuild"]][trial as usize / 2 % 2];
        let wait = kill(args);
        let check = env.run(&["check"]);
        if check.code != Some(0) {
            check.fail(&format!("killed after {wait:?} with {args:?}"));
        }
        let found = answers(&env, "index");
        assert!(
            found == first || found == second,
            "killed after {wait:?} with {args:?}: neither the old documents nor the new"
        );
    }
    write_folder(&env, "second", 40);
    env.run(&["index", "papers"])
        .exits(0)
        .says("\n60 documents, ");
    env.run(&["check"]).exits(0);
    assert_eq!(answers(&env, "index"), second);
    assert_eq!(leftovers(&env), Vec::<String>::new());
}

/// Files of the index that its last commit does not name.
fn leftovers(env: &Env) -> Vec<String> {
    let folder = std::fs::read_dir(env.path("index")).expect("the index");
    let generations: Vec<_> = folder
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_dir())
        .collect();
    assert_eq!(generations.len(), 1, "{generations:?}");
    let meta = std::fs::read(generations[0].join("meta.json")).expect("meta.json");
    let meta = String::from_utf8_lossy(&meta).replace('-', "");
    let files = std::fs::read_dir(&generations[0]).expect("the generation");
    files
        .map(|entry| entry.expect("an entry").file_name())
        .map(|name| name.to_string_lossy().into_owned())
        .filter(|name| !name.ends_with(".lock") && !name.ends_with(".json"))
        .filter(|name| !meta.contains(name.split('.').next().unwrap_or_default()))
        .collect()
}

/// Two writers and ten readers at once: the writers take turns, and what is read is the old index or
/// the new one.
#[test]
fn two_writers_and_ten_readers_do_not_hurt_each_other() {
    let env = Env::new();
    write_folder(&env, "first", 30);
    env.run(&["index", "papers"]).exits(0);
    let rounds = trials(3);
    let whole = |run: &Run| {
        let of = |row: &Vec<&str>| row[0].split([' ', ':']).nth(2).map(str::to_owned);
        let found: BTreeSet<String> = run.rows().iter().filter_map(of).collect();
        run.code == Some(0) && found.len() == 10
    };
    for round in 0..rounds {
        write_folder(&env, ["second", "first"][round as usize % 2], 30);
        let mut writers = [start(&env, &[]), start(&env, &[])];
        std::thread::scope(|scope| {
            for _ in 0..10 {
                scope.spawn(|| {
                    let query = ["search", "firstc OR secondc", "--format", "trec"];
                    let run = env.run(&[&query[..], &["--limit", "100000"]].concat());
                    if !whole(&run) {
                        run.fail("not the ten documents that have the word before and after");
                    }
                });
            }
        });
        let codes: Vec<_> = writers
            .iter_mut()
            .map(|writer| writer.wait().expect("it ends").code())
            .collect();
        assert!(codes.contains(&Some(0)), "{codes:?}");
        // Both may have come to an end, one after the other.
        assert!(codes.iter().all(|c| matches!(c, Some(0 | 2))), "{codes:?}");
        env.run(&["check"]).exits(0);
        env.run(&["index", "papers"])
            .exits(0)
            .says("nothing to do: 30 files unchanged");
    }
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
