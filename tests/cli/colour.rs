//! The text that people read: its form, colours, isolates, and what a pipe gets.

use super::env::Env;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

const ESCAPE: char = '\u{1b}';
const ISOLATES: [char; 4] = ['\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}'];

#[test]
fn a_hit_for_people_has_place_title_section_and_text() {
    let env = Env::corpus();
    let run = env
        .run(&[
            "search",
            "\"قدرت هنجاری\" section:هنجاری kind:body",
            "-n",
            "1",
        ])
        .exits(0);
    let lines: Vec<&str> = run.out.lines().collect();
    assert_eq!(lines.len(), 4, "{}", run.out);
    let (place, about) = lines[0].split_once("  ").unwrap();
    let (path, range) = place.rsplit_once(':').unwrap();
    assert_eq!(path, "papers/cyber-diplomacy-china.txt");
    let (first, last) = range.split_once('-').unwrap();
    assert!(first.parse::<u32>().unwrap() <= last.parse::<u32>().unwrap());
    assert!(about.starts_with("body  p. "), "{about}");
    assert_eq!(
        lines[1],
        "دیپلماسی سایبری چین: هدف‌ها، راهبردها و نقش بین‌المللی"
    );
    assert!(
        lines[2].starts_with("4 دیپلماسی سایبری چین › 4-1 هدف‌ها و اولویت‌ها › 4-1-1 "),
        "{}",
        lines[2]
    );
    assert!(
        lines[3].starts_with("    ") && lines[3].contains("قدرت هنجاری"),
        "{}",
        lines[3]
    );
}

#[test]
fn a_pipe_gets_no_colour_and_no_isolates() {
    let env = Env::corpus();
    for (name, value) in [
        ("TERM", "xterm-256color"),
        ("VTE_VERSION", "7600"),
        ("TERM_PROGRAM", "iTerm.app"),
        ("CLICOLOR", "1"),
    ] {
        let output = env
            .command(&["search", "حاکمیت cyber"])
            .env(name, value)
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(!text.is_empty());
        assert!(!text.contains(ESCAPE), "{name}");
        assert!(!text.contains(ISOLATES), "{name}");
    }
}

#[test]
fn colour_on_request_marks_exactly_the_matches() {
    let env = Env::indexed(&[("a.txt", "متن دربارهٔ حاکمیت سایبری و قدرت نرم است.\n")]);
    let run = env
        .run(&["search", "\"حاکمیت سایبری\"", "--color", "always"])
        .exits(0);
    assert!(
        run.out
            .contains("دربارهٔ \u{1b}[1m\u{1b}[31mحاکمیت سایبری\u{1b}[0m و قدرت"),
        "{:?}",
        run.out
    );
    assert!(
        run.out.contains("\u{1b}[35mpapers/a.txt:1-1\u{1b}[0m"),
        "{:?}",
        run.out
    );
    let plain = env
        .run(&["search", "\"حاکمیت سایبری\"", "--color", "never"])
        .exits(0)
        .out;
    let mut stripped = String::new();
    let mut escape = false;
    for c in run.out.chars() {
        match (escape, c) {
            (_, ESCAPE) => escape = true,
            (true, 'm') => escape = false,
            (true, _) => {}
            (false, c) => stripped.push(c),
        }
    }
    assert_eq!(stripped, plain);
}

#[test]
fn what_is_asked_for_goes_before_the_environment() {
    let env = Env::indexed(&[("a.txt", "کاوش\n")]);
    for (option, coloured) in [("auto", false), ("never", false), ("always", true)] {
        let args = ["search", "کاوش", "--color", option];
        let output = env.command(&args).env("NO_COLOR", "1").output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert_eq!(text.contains(ESCAPE), coloured, "--color {option}");
    }
    env.run(&["search", "کاوش", "--color", "blue"]).exits(2);
}

#[test]
fn json_and_trec_are_never_coloured() {
    let env = Env::indexed(&[("a.txt", "کاوش\n")]);
    for format in ["json", "trec"] {
        let run = env
            .run(&[
                "search",
                "کاوش",
                "--format",
                format,
                "--color",
                "always",
                "--isolates",
                "always",
            ])
            .exits(0);
        assert!(
            !run.out.contains(ESCAPE) && !run.out.contains(ISOLATES),
            "{}",
            run.out
        );
    }
}

#[test]
fn isolates_on_request_are_balanced_on_each_line() {
    let env = Env::corpus();
    let run = env
        .run(&["search", "حاکمیت", "--isolates", "always"])
        .exits(0);
    let mut seen = 0;
    for line in run.out.lines() {
        let opened = line.matches(['\u{2066}', '\u{2067}']).count();
        assert_eq!(opened, line.matches('\u{2069}').count(), "{line}");
        seen += opened;
    }
    assert!(seen >= 20, "{seen}");
}

#[test]
fn a_trec_run_has_six_columns() {
    let env = Env::corpus();
    env.write("papers/two words.txt", "حاکمیت سایبری\n");
    env.run(&["index", "papers"]).exits(0);
    let run = env
        .run(&["search", "حاکمیت سایبری", "--format", "trec", "-n", "1000"])
        .exits(0);
    let mut last = f64::INFINITY;
    for (index, line) in run.out.lines().enumerate() {
        let columns: Vec<&str> = line.split(' ').collect();
        let &[qid, "Q0", docno, rank, score, "kavosh"] = &columns[..] else {
            panic!("not a line of a run: {line}");
        };
        assert_eq!((qid, rank), ("1", (index + 1).to_string().as_str()));
        let (_, lines) = docno.rsplit_once(':').unwrap();
        let (first, end) = lines.split_once('-').unwrap();
        assert!(first.parse::<u32>().unwrap() <= end.parse::<u32>().unwrap());
        let score: f64 = score.parse().unwrap();
        assert!(score <= last);
        last = score;
    }
    assert!(run.out.contains(" two_words:1-1 "), "{}", run.out);
    let documents = env
        .run(&[
            "search",
            "حاکمیت سایبری",
            "--format",
            "trec",
            "--unit",
            "document",
        ])
        .exits(0);
    assert!(documents.out.starts_with("1 Q0 "));
    assert!(
        documents.out.lines().all(|l| !l.contains(':')),
        "{}",
        documents.out
    );
}

#[test]
fn a_closed_pipe_is_no_error() {
    let env = Env::new();
    let text = include_str!("../../corpus/cyber-diplomacy-china.txt");
    for number in 0..12 {
        env.write(&format!("papers/{number}.txt"), text);
    }
    env.run(&["index", "papers"]).exits(0);
    for format in ["text", "json"] {
        let args = [
            "search",
            "چین سایبری cyber",
            "--limit",
            "100000",
            "--format",
            format,
        ];
        let size = env.run(&args).exits(0).out.len();
        assert!(size > 1 << 18, "{size} bytes fit into the pipe");
        let mut child = env
            .command(&args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = String::new();
        let mut reader = BufReader::new(child.stdout.take().unwrap());
        reader.read_line(&mut first).unwrap();
        drop(reader);
        let output = child.wait_with_output().unwrap();
        assert!(!first.is_empty());
        assert_eq!(output.status.code(), Some(0), "{format}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{format}");
    }
}
