//! A full disk, a limit on files, and files that come, go and change while they are indexed: the last
//! commit stays, and the next run completes it.
//!
//! `KAVOSH_CASES=200 cargo test --release --test cli faults` tries as many moments of each.

use super::env::{Env, Run, random, trials};
use super::processes::{answers, write_folder};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// A file system in memory that is soon full, if the system lets one be made.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn new(folder: &Path, kilobytes: usize) -> Option<SmallDisk> {
        std::fs::create_dir_all(folder).expect("a folder");
        let disk = SmallDisk(folder.to_owned());
        disk.mount(&format!("size={kilobytes}k")).then_some(disk)
    }

    fn mount(&self, options: &str) -> bool {
        let mut command = Command::new("mount");
        command
            .args(["-t", "tmpfs", "-o", options, "tmpfs"])
            .arg(&self.0);
        let done = command.stderr(Stdio::null()).status();
        done.is_ok_and(|status| status.success())
    }

    fn resize(&self, kilobytes: usize) {
        assert!(self.mount(&format!("remount,size={kilobytes}k")));
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

/// Two editions of a folder, an index of each, and what they answer.
struct Editions {
    env: Env,
    old: Vec<String>,
    new: Vec<String>,
}

impl Editions {
    fn new() -> Editions {
        let env = Env::new();
        write_folder(&env, "second", 30);
        env.run(&["index", "papers", "--index", "new"]).exits(0);
        write_folder(&env, "first", 10);
        env.run(&["index", "papers", "--index", "old"]).exits(0);
        let [old, new] = ["old", "new"].map(|index| answers(&env, index));
        assert_ne!(old, new);
        Editions { env, old, new }
    }

    /// Asserts that another run makes an index the new edition, whole.
    fn completed_by_the_next_run(&self, index: &str) {
        for args in [&["index", "papers"][..], &["check"]] {
            self.env.run(&[args, &["--index", index]].concat()).exits(0);
        }
        assert_eq!(answers(&self.env, index), self.new);
    }

    /// Bytes of an index.
    fn size(&self, index: &str) -> usize {
        let files = walkdir::WalkDir::new(self.env.path(index));
        let files = files.into_iter().flatten();
        files
            .map(|f| f.metadata().map_or(0, |m| m.len() as usize))
            .sum()
    }

    /// The run failed for want of space, which changed nothing; or there was enough.
    fn failed_or_done(&self, run: &Run, index: &str, reason: &str) {
        let expected = match run.code {
            Some(0) => &self.new,
            Some(2) if run.err.contains(reason) => &self.old,
            _ => run.fail("neither done nor out of space"),
        };
        self.env.run(&["check", "--index", index]).exits(0);
        assert_eq!(answers(&self.env, index), *expected, "{}", run.err);
    }
}

#[test]
fn a_full_disk_leaves_the_last_commit() {
    let editions = Editions::new();
    let env = &editions.env;
    let (old, new) = (editions.size("old") >> 10, editions.size("new") >> 10);
    for trial in 0..trials(4) {
        let Some(disk) = SmallDisk::new(&env.path("disk"), 4 * new) else {
            println!("skipped: no file system can be mounted here");
            return;
        };
        write_folder(env, "first", 10);
        env.run(&["index", "papers", "--index", "disk/index"])
            .exits(0);
        write_folder(env, "second", 10);
        disk.resize(old + old / 4 + random(2 * new));
        let args = ["index", "papers", "--index", "disk/index", "--rebuild"];
        let run = env.run(&args[..4 + trial as usize % 2]);
        editions.failed_or_done(&run, "disk/index", "the disk is full");
        disk.resize(4 * new);
        editions.completed_by_the_next_run("disk/index");
    }
}

#[cfg(unix)]
#[test]
fn a_limit_on_files_leaves_the_last_commit() {
    let editions = Editions::new();
    let env = &editions.env;
    for trial in 0..trials(4) {
        let _ = std::fs::remove_dir_all(env.path("index"));
        write_folder(env, "first", 10);
        env.run(&["index", "papers"]).exits(0);
        write_folder(env, "second", 10);
        let args = ["index", "papers", "--rebuild"];
        let args = &args[..2 + trial as usize % 2];
        // Blocks of 512 bytes, or of 1024 where sh is bash.
        let blocks = 1 + random(editions.size("new") / 1024);
        let script = "trap '' XFSZ; ulimit -f \"$0\"; exec \"$@\"";
        let program = env.command(args);
        let output = Command::new("sh")
            .args(["-c", script, &blocks.to_string()])
            .arg(program.get_program())
            .args(args)
            .current_dir(env.path(""))
            .output()
            .expect("the program runs");
        let run = Run::new(args, output);
        editions.failed_or_done(&run, "index", "a limit on the size of files");
        editions.completed_by_the_next_run("index");
    }
}

#[test]
fn files_that_come_go_and_change_meanwhile_are_right_after_the_next_run() {
    let editions = Editions::new();
    let env = &editions.env;
    for _ in 0..trials(3) {
        let stop = AtomicBool::new(false);
        let run = std::thread::scope(|scope| {
            scope.spawn(|| {
                while !stop.load(Ordering::Relaxed) {
                    let name = format!("papers/{:03}.txt", random(30));
                    match random(4) {
                        0 => drop(std::fs::remove_file(env.path(&name))),
                        1 => env.write(&name, ""),
                        2 => env.write(&name, "نیمه\n".repeat(random(20_000))),
                        _ => write_folder(env, ["first", "second"][random(2)], 3),
                    }
                    std::thread::sleep(Duration::from_millis(2));
                }
            });
            let run = env.run(&["index", "papers"]);
            stop.store(true, Ordering::Relaxed);
            run
        });
        if !matches!(run.code, Some(0 | 2)) {
            run.fail("neither done nor told what was gone");
        }
        env.run(&["check"]).exits(0);
        write_folder(env, "second", 30);
        editions.completed_by_the_next_run("index");
    }
}

/// A file that is written to between being hashed and being read would be known by a hash that is not
/// that of its text.
#[test]
fn a_file_that_changed_while_it_was_read_is_read_again() {
    let env = Env::new();
    // A pipe would block; a large file takes long enough to be changed while it is read.
    let text = include_str!("../../corpus/cyber-diplomacy-china.txt").repeat(60);
    env.write("papers/a.txt", &text);
    let mut child = env
        .command(&["index", "papers"])
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut number = 0;
    while child.try_wait().expect("its state").is_none() {
        number += 1;
        let file = std::fs::OpenOptions::new()
            .append(true)
            .open(env.path("papers/a.txt"));
        let mut file = file.expect("the file");
        writeln!(file, "پایان {number}").expect("a line more");
        std::thread::sleep(Duration::from_millis(20));
    }
    let output = child.wait_with_output().expect("it ends");
    Run::new(&["index", "papers"], output)
        .exits(0)
        .says("papers/a.txt: changed while it was read; the next run reads it again");
    env.run(&["index", "papers"])
        .exits(0)
        .says("0 files new, 1 changed");
    env.run(&["index", "papers"])
        .exits(0)
        .says("nothing to do: 1 file unchanged");
    env.run(&["check"]).exits(0);
}
