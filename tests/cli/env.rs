//! Where a test runs: a folder of its own, the program in it, and what it answered.

use proptest::test_runner::{Config, TestRunner};
use serde_json::Value;
use std::fs;
use std::hash::{BuildHasher, RandomState};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A temporary folder in which the program runs.
pub struct Env {
    folder: tempfile::TempDir,
}

/// What a run answered.
pub struct Run {
    command: String,
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Env {
    /// An empty folder.
    pub fn new() -> Env {
        Env {
            folder: tempfile::tempdir().expect("a temporary folder"),
        }
    }

    /// A folder with these files in `papers/`, indexed.
    pub fn indexed(files: &[(&str, &str)]) -> Env {
        let env = Env::new();
        for (name, text) in files {
            env.write(&format!("papers/{name}"), text);
        }
        env.run(&["index", "papers"]).exits(0);
        env
    }

    /// A folder with the clean documents of `corpus/` in `papers/`, indexed.
    pub fn corpus() -> Env {
        let env = Env::new();
        env.copy_corpus("papers");
        env.run(&["index", "papers"]).exits(0);
        env
    }

    /// Copies the clean documents of `corpus/` into a folder.
    pub fn copy_corpus(&self, folder: &str) {
        let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
        for entry in fs::read_dir(corpus).expect("corpus/") {
            let path = entry.expect("an entry of corpus/").path();
            if path.is_file() {
                let name = path.file_name().expect("a name").to_string_lossy();
                let text = fs::read(&path).expect("a document of corpus/");
                self.write(&format!("{folder}/{name}"), text);
            }
        }
    }

    /// A path in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file, with the folders above it.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).expect("a folder");
        }
        fs::write(path, content).expect("a file");
    }

    /// The program, to be run in the folder, with nothing in the environment that colours output.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("kavosh"));
        command.args(args).current_dir(self.folder.path());
        for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "TERM_PROGRAM"] {
            command.env_remove(name);
        }
        command
    }

    /// Runs the program.
    pub fn run(&self, args: &[&str]) -> Run {
        let output = self.command(args).stdin(Stdio::null()).output();
        Run::new(args, output.expect("the program runs"))
    }

    /// Runs the program with something on its standard input.
    pub fn run_with_input(&self, args: &[&str], input: &[u8]) -> Run {
        let mut child = self
            .command(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program runs");
        let mut stdin = child.stdin.take().expect("its standard input");
        stdin.write_all(input).expect("it reads its input");
        drop(stdin);
        Run::new(args, child.wait_with_output().expect("it ends"))
    }

    /// The hits of a query, as JSON.
    #[track_caller]
    pub fn hits(&self, query: &str) -> Vec<Value> {
        let run = self.run(&["search", "--format", "json", "--limit", "1000", "--", query]);
        if !matches!(run.code, Some(0 | 1)) {
            run.fail("a search for hits failed");
        }
        run.json()
    }

    /// The documents of a query's hits, each once, in the order of their names.
    #[track_caller]
    pub fn found(&self, query: &str) -> Vec<String> {
        let hits = self.hits(query);
        let mut ids: Vec<String> = hits
            .iter()
            .map(|h| h["document"]["id"].as_str().expect("an id").to_owned())
            .collect();
        ids.sort();
        ids.dedup();
        ids
    }
}

impl Run {
    pub fn new(args: &[&str], output: Output) -> Run {
        Run {
            command: format!("kavosh {}", args.join(" ")),
            code: output.status.code(),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Ends the test with everything there is to know of the run.
    #[track_caller]
    pub fn fail(&self, why: &str) -> ! {
        panic!(
            "{why}\n--- {}\n--- exit code {:?}\n--- standard output\n{}\n--- standard error\n{}\n---",
            self.command, self.code, self.out, self.err
        )
    }

    /// Asserts the exit code.
    #[track_caller]
    pub fn exits(self, code: i32) -> Run {
        if self.code != Some(code) {
            self.fail(&format!("should exit with {code}"));
        }
        self
    }

    /// Asserts what stands in standard error.
    #[track_caller]
    pub fn says(self, text: &str) -> Run {
        if !self.err.contains(text) {
            self.fail(&format!("should say `{text}`"));
        }
        self
    }

    /// Asserts what does not stand in standard error.
    #[track_caller]
    pub fn never_says(self, text: &str) -> Run {
        if self.err.contains(text) {
            self.fail(&format!("should not say `{text}`"));
        }
        self
    }

    /// Asserts the whole of standard output.
    #[track_caller]
    pub fn prints(self, text: &str) -> Run {
        if self.out != text {
            self.fail(&format!("should print exactly\n{text}\n---"));
        }
        self
    }

    /// Asserts a part of standard output.
    #[track_caller]
    pub fn prints_among(self, text: &str) -> Run {
        if !self.out.contains(text) {
            self.fail(&format!("should print `{text}`"));
        }
        self
    }

    /// The lines of standard output as JSON.
    #[track_caller]
    pub fn json(&self) -> Vec<Value> {
        self.out
            .lines()
            .map(|line| {
                serde_json::from_str(line)
                    .unwrap_or_else(|e| self.fail(&format!("not JSON: {e}: {line}")))
            })
            .collect()
    }

    /// The rows of standard output, cut into columns.
    pub fn rows(&self) -> Vec<Vec<&str>> {
        self.out.lines().map(|l| l.split('\t').collect()).collect()
    }
}

/// How often a random thing is tried: few times, so that the tests are quick, unless the environment
/// says otherwise (KAVOSH_CASES).
pub fn trials(few: u32) -> u32 {
    let cases = std::env::var("KAVOSH_CASES");
    cases.ok().and_then(|n| n.parse().ok()).unwrap_or(few)
}

/// A random number below `n`, another one in each run of the tests.
pub fn random(n: usize) -> usize {
    (RandomState::new().hash_one(n) % n.max(1) as u64) as usize
}

/// Runs properties on few cases; see [`trials`].
pub fn runner(few: u32) -> TestRunner {
    TestRunner::new(Config {
        cases: trials(few),
        failure_persistence: None,
        max_shrink_iters: 200,
        ..Config::default()
    })
}
