//! `kavosh inspect`: what is found in a paper, each thing with its line.

use super::env::Env;
use super::paper::PAPER;
use serde_json::{Value, json};

/// Asserts the rows of both formats.
#[track_caller]
fn shows(what: &str, names: &[&str], expected: &[Value]) {
    let env = Env::new();
    env.write("paper.txt", PAPER);
    let tsv: Vec<String> = expected
        .iter()
        .map(|row| {
            // JSON tells more than the columns of the contract, five at most.
            let cells = row.as_array().unwrap().iter().take(5);
            let columns: Vec<String> = cells
                .map(|c| c.as_str().map_or_else(|| c.to_string(), str::to_owned))
                .collect();
            columns.join("\t")
        })
        .collect();
    let run = env.run(&["inspect", "paper.txt", what]).exits(0);
    assert_eq!(run.out.lines().collect::<Vec<_>>(), tsv);
    let run = env
        .run(&["inspect", "paper.txt", what, "--format", "json"])
        .exits(0);
    let objects: Vec<Value> = expected
        .iter()
        .map(|row| {
            let cells = row.as_array().unwrap().iter().cloned();
            names.iter().map(|n| (*n).to_owned()).zip(cells).collect()
        })
        .collect();
    assert_eq!(run.json(), objects);
}

#[test]
fn outline() {
    shows(
        "outline",
        &["line", "level", "number", "title"],
        &[
            json!([1, 0, "", "دیپلماسی سایبری در منطقه"]),
            json!([4, 1, "", "چکیده"]),
            json!([9, 1, "1", "مقدمه"]),
            json!([12, 2, "1-1", "پیشینه"]),
            json!([18, 1, "", "نتیجه‌گیری"]),
            json!([21, 1, "", "منابع"]),
        ],
    );
}

#[test]
fn footnotes() {
    let env = Env::new();
    env.write("paper.txt", PAPER);
    env.run(&["inspect", "paper.txt", "footnotes"])
        .exits(0)
        .prints("15\t1\tNormative Power\n16\t2\tCyber Power\n");
    let notes = env
        .run(&["inspect", "paper.txt", "footnotes", "--format", "json"])
        .exits(0)
        .json();
    assert_eq!(
        notes,
        [
            json!({"line": 15, "number": "1", "text": "Normative Power", "page": null, "call": 10, "term": "قدرت هنجاری"}),
            json!({"line": 16, "number": "2", "text": "Cyber Power", "page": null, "call": 13, "term": "قدرت سایبری"}),
        ]
    );
}

#[test]
fn a_note_in_prose_hangs_on_the_words_before_its_call() {
    let env = Env::new();
    let rule = " ".repeat(50);
    env.write(
        "a.txt",
        format!("این مقاله از رویکرد چند ذینفعی1 سخن می‌گوید و سپس پایان می‌یابد.\n{rule}\n1. در این رویکرد همه سهم دارند و با هم تصمیم می‌گیرند.\n"),
    );
    let notes = env
        .run(&["inspect", "a.txt", "footnotes", "--format", "json"])
        .exits(0)
        .json();
    assert_eq!(notes[0]["call"], 1);
    assert_eq!(notes[0]["term"], "رویکرد چند ذینفعی");
}

#[test]
fn keywords_of_two_languages_are_paired() {
    let env = Env::new();
    env.write(
        "a.txt",
        "چکیده\nاین مقاله درباره شبکه‌ها است و پایان دارد.\nکلیدواژه‌ها: سرمایه اجتماعی، تاب‌آوری، حکمرانی\n\nAbstract\nThis paper is about networks.\nKeywords: social capital, resilience, governance.\nعنوان دیگری که پس از آن می‌آید\n",
    );
    let run = env.run(&["inspect", "a.txt", "glossary"]).exits(0);
    assert_eq!(
        run.rows(),
        [
            ["سرمایه اجتماعی", "social capital", "7"],
            ["تاب‌آوری", "resilience", "7"],
            ["حکمرانی", "governance", "7"],
        ]
    );
    let about = env.run(&["inspect", "a.txt", "about"]).exits(0);
    assert!(about.out.contains("keyword\tgovernance\n"), "{}", about.out);
}

#[test]
fn a_bibliography_beside_a_paper_tells_about_it() {
    let env = Env::new();
    env.write("paper.txt", PAPER);
    env.write(
        "paper.bib",
        "@article{a, title = {دیپلماسی سایبری در منطقه}, author = {رضایی، علی}, year = {۱۴۰۲}, doi = {10.1000/abc}}",
    );
    let about = env.run(&["inspect", "paper.txt", "about"]).exits(0);
    for row in ["author\tعلی رضایی\n", "year\t1402\n", "doi\t10.1000/abc\n"] {
        assert!(about.out.contains(row), "{row} in {}", about.out);
    }
    assert!(!about.out.contains("مریم احمدی"), "{}", about.out);
    env.write("paper.bib", "@article{a, title = {open");
    env.run(&["inspect", "paper.txt", "about"])
        .exits(0)
        .says("paper.bib: no bibliography");
}

#[test]
fn citations() {
    shows(
        "citations",
        &["line", "authors", "year", "page", "raw", "reference"],
        &[
            json!([10, "Segal", "2020", "3", "(Segal, 2020: 3)", 24]),
            json!([10, "رضایی", "1399", "12", "(رضایی، 1399: 12)", 22]),
            json!([13, "Nye", "2010", "", "(Nye, 2010)", 23]),
        ],
    );
}

#[test]
fn references() {
    shows(
        "references",
        &[
            "line",
            "authors",
            "year",
            "title",
            "raw",
            "number",
            "venue",
            "publisher",
            "volume",
            "issue",
            "pages",
            "doi",
            "link",
            "cited",
        ],
        &[
            json!([
                22,
                "رضایی، علی",
                "1399",
                "حاکمیت در فضای سایبر",
                "رضایی، علی (1399). حاکمیت در فضای سایبر. تهران: نشر نی.",
                null,
                "",
                "نشر نی",
                "",
                "",
                "",
                "",
                "",
                [10]
            ]),
            json!([
                23,
                "Nye, J. S",
                "2010",
                "Cyber Power",
                "Nye, J. S. (2010). Cyber Power. Cambridge: Harvard University.",
                null,
                "",
                "Harvard University",
                "",
                "",
                "",
                "",
                "",
                [13]
            ]),
            json!([
                24,
                "Segal, A",
                "2020",
                "China's Vision for Cyber Sovereignty",
                "Segal, A. (2020). China's Vision for Cyber Sovereignty. Seattle: NBR.",
                null,
                "",
                "NBR",
                "",
                "",
                "",
                "",
                "",
                [10]
            ]),
        ],
    );
}

#[test]
fn glossary() {
    let env = Env::new();
    env.write("paper.txt", PAPER);
    env.run(&["inspect", "paper.txt", "glossary"])
        .exits(0)
        .prints("قدرت هنجاری\tNormative Power\t15\nقدرت سایبری\tCyber Power\t16\n");
    let pairs = env
        .run(&["inspect", "paper.txt", "glossary", "--format", "json"])
        .exits(0)
        .json();
    assert_eq!(
        pairs,
        [
            json!({"persian": "قدرت هنجاری", "english": "Normative Power", "line": 15, "confidence": 0.98}),
            json!({"persian": "قدرت سایبری", "english": "Cyber Power", "line": 16, "confidence": 0.98}),
        ]
    );
}

#[test]
fn passages() {
    let lines: Vec<&str> = PAPER.lines().collect();
    let line = |number: usize| lines[number - 1];
    let row = |number: usize, kind: &str, section: &str| {
        json!([number, number, kind, section, line(number)])
    };
    shows(
        "passages",
        &["first_line", "last_line", "kind", "section", "text"],
        &[
            json!([1, 2, "body", "", format!("{} {}", line(1), line(2))]),
            row(4, "heading", "چکیده"),
            row(5, "abstract", "چکیده"),
            row(7, "keywords", "چکیده"),
            row(9, "heading", "1 مقدمه"),
            row(10, "body", "1 مقدمه"),
            row(12, "heading", "1 مقدمه > 1-1 پیشینه"),
            row(13, "body", "1 مقدمه > 1-1 پیشینه"),
            row(15, "footnote", "1 مقدمه > 1-1 پیشینه"),
            row(16, "footnote", "1 مقدمه > 1-1 پیشینه"),
            row(18, "heading", "نتیجه‌گیری"),
            row(19, "body", "نتیجه‌گیری"),
            row(21, "heading", "منابع"),
            row(22, "reference", "منابع"),
            row(23, "reference", "منابع"),
            row(24, "reference", "منابع"),
        ],
    );
}

#[test]
fn what_is_inspected_is_what_is_found() {
    let env = Env::indexed(&[("paper.txt", PAPER)]);
    let inspected = env
        .run(&["inspect", "papers/paper.txt", "passages"])
        .exits(0);
    let mut expected: Vec<(u64, String)> = inspected
        .rows()
        .iter()
        .map(|row| (row[0].parse().unwrap(), row[4].to_owned()))
        .collect();
    let mut found: Vec<(u64, String)> = env
        .hits("doc:paper")
        .iter()
        .map(|h| {
            (
                h["lines"][0].as_u64().unwrap(),
                h["text"].as_str().unwrap().to_owned(),
            )
        })
        .collect();
    expected.sort();
    found.sort();
    assert_eq!(found, expected);
}

#[test]
fn the_outline_of_markdown_comes_from_its_marks() {
    let env = Env::new();
    env.write(
        "a.md",
        "# One\n\ntext\n\n## Two\n\n- item\n\n```\n# no heading\n```\n\n### سه\n",
    );
    env.run(&["inspect", "a.md", "outline"])
        .exits(0)
        .prints("1\t1\t\tOne\n5\t2\t\tTwo\n13\t3\t\tسه\n");
}

#[test]
fn nothing_found_exits_with_1_and_what_is_unknown_with_2() {
    let env = Env::new();
    env.write("a.txt", "یک جملهٔ ساده.\n");
    for what in ["footnotes", "citations", "references", "glossary"] {
        env.run(&["inspect", "a.txt", what]).exits(1).prints("");
    }
    env.run(&["inspect", "a.txt", "chapters"]).exits(2);
    env.run(&["inspect", "nowhere.txt", "outline"])
        .exits(2)
        .says("nowhere.txt");
}

#[test]
fn references_for_other_programs() {
    let env = Env::new();
    env.write("paper.txt", PAPER);
    let run = env
        .run(&["inspect", "paper.txt", "references", "--format", "bibtex"])
        .exits(0);
    assert!(
        run.out.contains("@book{nye2010,\n  author = {Nye, J. S},\n  title = {{Cyber Power}},\n  year = {2010},\n  publisher = {Harvard University},\n}"),
        "{}",
        run.out
    );
    assert_eq!(run.out.matches("@book{").count(), 3);
    let run = env
        .run(&["inspect", "paper.txt", "references", "--format", "csl"])
        .exits(0);
    let items: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(
        items[0]["author"],
        json!([{"family": "رضایی", "given": "علی"}])
    );
    assert_eq!(items[0]["issued"], json!({"date-parts": [[1399]]}));
    assert_eq!(
        items[2]["title"],
        json!("China's Vision for Cyber Sovereignty")
    );
    let run = env
        .run(&["inspect", "paper.txt", "outline", "--format", "bibtex"])
        .exits(2);
    assert!(run.err.contains("ask for `references`"), "{}", run.err);
}

#[test]
fn what_is_cited_and_not_listed_and_the_reverse() {
    let env = Env::new();
    env.write(
        "gaps.txt",
        "مقدمه\nاین موضوع پیش‌تر بررسی شده است (رضایی، ۱۳۹۹: ۱۲؛ Doshi, 2021) و آثار دیگری نیز هست.\n\nمنابع\nرضایی، علی (۱۳۹۹). حاکمیت در فضای سایبر. تهران: نشر نی.\nNye, J. (2004). Soft Power. New York: PublicAffairs.\n",
    );
    let run = env.run(&["inspect", "gaps.txt", "unmatched"]).exits(0);
    assert_eq!(
        run.out,
        "not listed\t2\tDoshi\t2021\tDoshi, 2021)\n\
         not cited\t6\tNye, J\t2004\tNye, J. (2004). Soft Power. New York: PublicAffairs.\n"
    );
    env.write("paper.txt", PAPER);
    env.run(&["inspect", "paper.txt", "unmatched"]).exits(1);
}
