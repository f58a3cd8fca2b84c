//! `kavosh repair`: a file as it is repaired.

use super::env::Env;
use super::paper::PAPER;

/// The rows of the tsv form.
#[track_caller]
fn rows(text: &str) -> Vec<(String, String, String)> {
    let env = Env::new();
    env.write("a.txt", text);
    let run = env.run(&["repair", "a.txt", "--format", "tsv"]).exits(0);
    run.rows()
        .iter()
        .map(|row| {
            let [number, text, verdict] = row[..] else {
                run.fail("not three columns")
            };
            (number.to_owned(), text.to_owned(), verdict.to_owned())
        })
        .collect()
}

#[test]
fn tsv_has_one_row_for_each_line_also_for_blank_ones() {
    let found = rows(PAPER);
    let lines: Vec<&str> = PAPER.lines().collect();
    assert_eq!(found.len(), lines.len());
    for (index, (line, (number, text, verdict))) in lines.iter().zip(&found).enumerate() {
        assert_eq!(number, &(index + 1).to_string());
        assert_eq!((text.as_str(), verdict.as_str()), (*line, "clean"));
    }
}

#[test]
fn tabs_inside_a_line_do_not_make_columns() {
    assert_eq!(rows("a\tb\n")[0].1, "a b");
}

#[test]
fn clean_text_comes_out_unchanged() {
    let env = Env::new();
    env.write("a.txt", PAPER);
    env.run(&["repair", "a.txt"]).exits(0).prints(PAPER);
    env.write("b.txt", "یک سطر بدون پایان");
    env.run(&["repair", "b.txt"])
        .exits(0)
        .prints("یک سطر بدون پایان\n");
}

#[test]
fn damage_of_spelling_is_undone_and_the_line_says_so() {
    for (raw, repaired) in [
        ("حاکمـــیت ســـایبری در ایران", "حاکمیت سایبری در ایران"),
        ("حاكميت سايبري در ايران", "حاکمیت سایبری در ایران"),
        ("ﺣﺎﮐﻤﯿﺖ ﺳﺎﯾﺒﺮﯼ در ایران", "حاکمیت سایبری در ایران"),
        (
            "در سال ١٣٩٩ نوشته شد و می گوید",
            "در سال ۱۳۹۹ نوشته شد و می گوید",
        ),
        ("ﻻزم است که بگوییم", "لازم است که بگوییم"),
    ] {
        let found = rows(&format!(
            "این سطر سالم است و چیزی از آن کم نشده؛ پس همان‌گونه که هست می‌ماند.\n{raw}\n"
        ));
        assert_eq!(found[0].2, "clean");
        assert_eq!(
            (found[1].1.as_str(), found[1].2.as_str()),
            (repaired, "repaired"),
            "{raw}"
        );
    }
}

#[test]
fn explain_tells_runs_and_scores_of_torn_lines() {
    let env = Env::new();
    let twin = format!(
        "{}/corpus/damaged/cyber-diplomacy-china.txt",
        env!("CARGO_MANIFEST_DIR")
    );
    let text: String = std::fs::read_to_string(twin)
        .unwrap()
        .lines()
        .take(40)
        .map(|line| format!("{line}\n"))
        .collect();
    env.write("a.txt", &text);
    let run = env
        .run(&["repair", "a.txt", "--format", "tsv", "--explain"])
        .exits(0)
        .says("lines reordered");
    assert_eq!(run.rows().len(), 40);
    let mut torn = 0;
    for row in run.rows() {
        let [_, repaired, verdict, runs, score, standing] = row[..] else {
            run.fail("not six columns")
        };
        if verdict != "repaired" || runs.matches(" | ").count() < 2 {
            continue;
        }
        torn += 1;
        // The runs in reading order spell the line.
        let letters = |text: &str| kavosh::text::letters::fold(text).replace([' ', '\u{200c}'], "");
        assert_eq!(letters(runs), letters(repaired));
        let score: f32 = score.parse().expect("a number");
        assert!(score < 0.0, "{score}");
        if let Ok(standing) = standing.parse::<f32>() {
            // The chances of either order are counted besides.
            assert!(standing < score + 4.0, "{standing} {score}: {repaired}");
        }
    }
    assert!(torn >= 10, "{torn}");
}

#[test]
fn the_text_form_joins_english_words_broken_at_line_ends() {
    let env = Env::new();
    env.write(
        "a.txt",
        "This is about the sov-\nereignty of states. Here sovereignty and states\nare words of multi-\nstakeholder and multi-stakeholder talk.\n",
    );
    let run = env.run(&["repair", "a.txt"]).exits(0);
    assert!(run.out.contains("about the sovereignty"), "{}", run.out);
    assert!(!run.out.contains("sov-\n"), "{}", run.out);
    assert!(run.out.contains("multi-"), "{}", run.out);
    let tsv = env.run(&["repair", "a.txt", "--format", "tsv"]).exits(0);
    assert_eq!(tsv.out.lines().count(), 4);
}

#[test]
fn a_file_that_cannot_be_shown_is_an_error() {
    let env = Env::new();
    env.write("empty.txt", "");
    env.write(
        "two.jsonl",
        "{\"id\":\"a\",\"text\":\"x\"}\n{\"id\":\"b\",\"text\":\"y\"}\n",
    );
    env.write("a.xyz", "x");
    for (file, reason) in [
        ("empty.txt", "empty.txt: the file is empty"),
        ("two.jsonl", "holds 2 documents, and this command shows one"),
        ("a.xyz", "no reader for this kind of file"),
        ("nowhere.txt", "nowhere.txt: no such file or directory"),
    ] {
        env.run(&["repair", file]).exits(2).prints("").says(reason);
    }
}
