//! `stats`, `check`, `completions`, `manual` and the help texts.

use super::env::Env;
use super::paper::PAPER;
use serde_json::json;

const COMMANDS: [&str; 11] = [
    "index",
    "search",
    "batch",
    "repair",
    "inspect",
    "analyze",
    "evaluate",
    "check",
    "stats",
    "completions",
    "manual",
];

#[test]
fn stats_count_what_is_there() {
    let env = Env::indexed(&[
        ("a.txt", PAPER),
        ("b.txt", "نخست\nحاكمـــيت سايبري\n"),
        (
            "c.jsonl",
            "{\"id\":\"x\",\"text\":\"网络主权\"}\n{\"id\":\"y\",\"text\":\"cyber power\"}\n",
        ),
    ]);
    let stats = env
        .run(&["stats", "--format", "json"])
        .exits(0)
        .json()
        .remove(0);
    let bytes: u64 = ["a.txt", "b.txt", "c.jsonl"]
        .iter()
        .map(|n| std::fs::metadata(env.path("papers").join(n)).unwrap().len())
        .sum();
    for (name, value) in [
        ("files", 3),
        ("documents", 4),
        ("passages", 19),
        ("lines_repaired", 1),
        ("lines_unsure", 0),
        ("file_bytes", bytes),
    ] {
        assert_eq!(stats[name], value, "{name}: {stats}");
    }
    assert_eq!(
        stats["kinds"],
        json!({"abstract": 1, "body": 7, "footnote": 2, "heading": 5, "keywords": 1, "reference": 3})
    );
    assert_eq!(stats["languages"]["zh"], 1);
    assert_eq!(stats["version"], env!("CARGO_PKG_VERSION"));
    assert!(stats["fingerprint"].as_str().unwrap().contains("analyzer="));
    for name in ["tokens", "lemmas", "index_bytes", "segments"] {
        assert!(stats[name].as_u64().unwrap() > 0, "{name}");
    }
    let on_disk: u64 = walkdir::WalkDir::new(env.path("index/generation-1"))
        .into_iter()
        .map(|e| e.unwrap().metadata().unwrap())
        .filter(|m| m.is_file())
        .map(|m| m.len())
        .sum();
    assert_eq!(stats["index_bytes"], on_disk);
    env.run(&["stats"])
        .exits(0)
        .prints_among("documents       4\n")
        .prints_among("passages        19\n")
        .prints_among("\npassages by kind\n  abstract      1\n");
}

#[test]
fn check_of_a_good_index_counts_it() {
    let env = Env::indexed(&[("a.txt", PAPER)]);
    env.run(&["check"])
        .exits(0)
        .prints_among("ok: 1 files, 1 documents, 16 passages in ");
}

#[test]
fn completions_name_every_command() {
    let env = Env::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = env.run(&["completions", shell]).exits(0);
        for command in COMMANDS {
            assert!(run.out.contains(command), "{shell}: {command}");
        }
        assert!(
            run.out.contains("passage") && run.out.contains("rebuild"),
            "{shell}"
        );
    }
    env.run(&["completions", "tcsh"]).exits(2);
}

#[test]
fn the_bash_completion_is_accepted_by_bash() {
    let env = Env::new();
    let script = env.run(&["completions", "bash"]).exits(0).out;
    let Ok(mut child) = std::process::Command::new("bash")
        .arg("-n")
        .stdin(std::process::Stdio::piped())
        .spawn()
    else {
        eprintln!("skipped: no bash here");
        return;
    };
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), script.as_bytes()).unwrap();
    assert!(child.wait().unwrap().success());
}

#[test]
fn the_manual_is_roff_and_names_every_command() {
    let env = Env::new();
    let run = env.run(&["manual"]).exits(0).prints_among(".TH kavosh 1");
    for command in COMMANDS {
        assert!(
            run.out.contains(&format!("kavosh\\-{command}(1)")),
            "{command}"
        );
        env.run(&["manual", command])
            .exits(0)
            .prints_among(&format!(".TH kavosh-{command} 1"))
            .prints_among(".SH DESCRIPTION");
    }
    env.run(&["manual", "nonsense"])
        .exits(2)
        .prints("")
        .says("there is no command `nonsense`");
    env.run(&["manual", "search"])
        .exits(0)
        .prints_among("The query language");
}

#[test]
fn every_command_and_option_is_explained() {
    let env = Env::new();
    let short = env
        .run(&["--help"])
        .exits(0)
        .prints_among("Exit codes: 0 hits (or done), 1 no hits, 2 an error");
    for command in COMMANDS {
        assert!(short.out.contains(&format!("\n  {command} ")), "{command}");
        let help = env.run(&[command, "--help"]).exits(0).out;
        let (explanation, usage) = help.split_once("\nUsage: ").expect("a usage");
        assert!(
            explanation.trim().split(' ').count() >= 4,
            "{command}: {explanation}"
        );
        assert!(usage.starts_with(&format!("kavosh {command}")), "{usage}");
        // An option's line is followed by what it is for.
        let lines: Vec<&str> = help.lines().collect();
        for pair in lines.windows(2) {
            if pair[0].trim_start().starts_with("--") {
                assert!(
                    pair[1].trim().len() > 3,
                    "{command}: {} is not explained",
                    pair[0]
                );
            }
        }
        assert_eq!(env.run(&["help", command]).exits(0).out, help);
    }
    env.run(&["search", "--help"])
        .exits(0)
        .prints_among("year:2017..2020")
        .prints_among("\"cyber power\"~3");
}

#[test]
fn wrong_arguments_exit_with_2() {
    let env = Env::new();
    for args in [
        &["serch", "x"][..],
        &[],
        &["search"],
        &["search", "x", "--formt", "json"],
        &["search", "x", "--format", "xml"],
        &["inspect", "a.txt"],
    ] {
        let run = env.run(args).exits(2).prints("");
        assert!(
            run.err.contains("Usage") || run.err.contains("--help"),
            "{}",
            run.err
        );
    }
    env.run(&["serch"]).exits(2).says("'search'");
    env.run(&["--version"])
        .exits(0)
        .prints(concat!("kavosh ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn the_index_can_be_named_before_and_after_the_command() {
    let env = Env::new();
    env.write("papers/a.txt", "کاوش\n");
    env.run(&["--index", "somewhere/else", "index", "papers"])
        .exits(0);
    env.run(&["search", "کاوش", "--index", "somewhere/else"])
        .exits(0);
    env.run(&["--index=somewhere/else", "check"]).exits(0);
    assert!(!env.path("index").exists());
}
