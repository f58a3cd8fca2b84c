//! Torn papers are read with what the others of the index teach.

use super::env::{Env, random, trials};
use std::fmt::Write;
use std::process::Stdio;
use std::time::Instant;

/// An article on finding edges in pictures.
const CLEAN: &str = "تشخیص لبه در تصویر

گرادیان تصویر در هر پیکسل از تفاضل روشنایی پیکسل‌های همسایه به دست می‌آید.
لبه‌یاب کنی نویز تصویر را با فیلتر گوسی هموار می‌کند و سپس گرادیان را حساب می‌کند.
آستانه‌گذاری دوگانه پیکسل‌های لبه ضعیف را به پیکسل‌های لبه قوی پیوند می‌دهد.
تبدیل هاف خط‌های راست تصویر دودویی را در فضای پارامتر می‌یابد.
عملگر سوبل گرادیان افقی و گرادیان عمودی تصویر را جدا حساب می‌کند.
فیلتر گوسی با انحراف معیار بزرگ لبه‌های ریز تصویر را محو می‌کند.
سرکوب ناحداکثر پهنای لبه را در جهت گرادیان به یک پیکسل می‌رساند.
لبه‌یاب کنی با آستانه‌گذاری دوگانه لبه ضعیف را از نویز جدا می‌کند.
";

/// Other sentences of the same field, each cut into runs that stand last to first.
const TORN: &str = "می کند گوسی محو فیلتر تصویر را با یاب کنی نویز لبه
کند را حساب می دودویی گرادیان افقی تصویر عملگر سوبل
دهد راست پیوند می خط های به پارامتر را در فضای لبه ضعیف تبدیل هاف
می کند گرادیان عمودی باریک جهت در را لبه قوی سرکوب ناحداکثر
می کند جدا از نویز را پیکسل های همسایه دوگانه گذاری آستانه
کند هموار می تصویر را بزرگ گرادیان با انحراف معیار فیلتر گوسی
کند را حساب می تصویر دودویی گرادیان افقی عملگر سوبل
کند می جدا را از نویز پیکسل های همسایه آستانه گذاری دوگانه
";

/// What the second line says: the Sobel operator computes the horizontal gradient …
const PHRASE: &str = "\"عملگر سوبل گرادیان افقی\"";

/// The lines of the torn paper in which a phrase is found.
fn found(env: &Env, phrase: &str) -> String {
    let query = format!("{phrase} doc:torn");
    let run = env.run(&["search", &query, "--format", "json"]);
    let mut lines = String::new();
    for hit in run.out.lines() {
        let hit: serde_json::Value = serde_json::from_str(hit).expect("JSON");
        for found in hit["matches"].as_array().expect("matches") {
            write!(lines, "{} ", found["line"]).expect("a string takes all");
        }
    }
    lines
}

fn indexed(texts: &[(&str, &str)], threads: &str) -> Env {
    let env = Env::new();
    for (name, text) in texts {
        env.write(&format!("papers/{name}"), text);
    }
    let run = env.run(&["index", "papers", "--threads", threads]).exits(0);
    run.says(&format!("{} files new", texts.len()).replace("1 files", "1 file"));
    env.run(&["index", "papers"]).exits(0).says("nothing to do");
    env.run(&["check"]).exits(0);
    env
}

#[test]
fn a_torn_paper_is_read_with_what_the_others_teach_whatever_their_order() {
    assert_eq!(found(&indexed(&[("torn.txt", TORN)], "1"), PHRASE), "");
    for clean in ["a.txt", "z.txt"] {
        for threads in ["1", "2"] {
            let env = indexed(&[("torn.txt", TORN), (clean, CLEAN)], threads);
            let lines = found(&env, PHRASE);
            assert!(lines.contains('2') && lines.contains('7'), "{lines:?}");
        }
    }
}

#[test]
fn records_of_one_file_teach_each_other() {
    let record =
        |id: &str, text: &str| format!("{}\n", serde_json::json!({"id": id, "text": text}));
    let both = record("torn", TORN) + &record("clean", CLEAN);
    let env = indexed(&[("papers.jsonl", &both)], "1");
    assert!(!found(&env, PHRASE).is_empty());
    let stats = env.run(&["stats"]).exits(0);
    assert!(stats.out.contains("documents       2\n"), "{}", stats.out);
}

#[test]
fn repair_learns_from_an_index_if_asked() {
    let env = indexed(&[("torn.txt", TORN), ("clean.txt", CLEAN)], "1");
    let right = "عملگر سوبل گرادیان افقی تصویر دودویی را حساب می کند";
    let alone = env.run(&["repair", "papers/torn.txt"]).exits(0).out;
    assert_ne!(alone.lines().nth(1), Some(right));
    let args = ["repair", "papers/torn.txt", "--learn-from", "index"];
    let run = env.run(&args).exits(0);
    assert_eq!(run.out.lines().nth(1), Some(right));
    let args = ["repair", "papers/torn.txt", "--learn-from", "nowhere"];
    env.run(&args)
        .exits(2)
        .prints("")
        .says("index nowhere: there is none");
}

#[test]
fn a_writer_killed_between_the_others_and_the_torn_leaves_each_paper_whole() {
    let env = Env::new();
    let papers = ["a", "b", "torn"];
    let write = |edition: &str| {
        for paper in papers {
            let text = if paper == "torn" { TORN } else { CLEAN };
            let text = text.replace("سوبل", &format!("سوبل {edition}"));
            env.write(&format!("papers/{paper}.txt"), text);
        }
    };
    write("first");
    let begin = Instant::now();
    env.run(&["index", "papers"]).exits(0);
    let undisturbed = begin.elapsed();
    let has = |paper: &str, edition: &str| !env.found(&format!("{edition} doc:{paper}")).is_empty();
    for trial in 0..trials(8) {
        write(["second", "first"][trial as usize % 2]);
        let mut writer = env
            .command(&["index", "papers"])
            .stderr(Stdio::null())
            .spawn()
            .expect("the program runs");
        std::thread::sleep(undisturbed.mul_f64(random(1000) as f64 / 1000.0 * 1.1));
        writer.kill().expect("it can be killed");
        writer.wait().expect("it ends");
        env.run(&["check"]).exits(0);
        for paper in papers {
            let (first, second) = (has(paper, "first"), has(paper, "second"));
            assert!(first != second, "{paper}: {first} {second}");
        }
    }
    write("second");
    env.run(&["index", "papers"]).exits(0).says("3 documents, ");
    assert!(papers.iter().all(|paper| has(paper, "second")));
    assert!(!found(&env, "\"عملگر سوبل second گرادیان افقی\"").is_empty());
}
