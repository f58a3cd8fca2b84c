//! The two papers that kavosh was made for and the sample PDFs, where they are at hand: `../shared` is
//! no part of the project.

use kavosh::document::read::read_one;
use kavosh::text::Markup;
use serde_json::Value;
use std::io::Write;
use std::path::PathBuf;
use std::process::Command;

/// Says that something is left out, past the capture of output, which would hide it.
fn skipped(what: &str) {
    writeln!(std::io::stderr(), "\nSKIPPED: {what}").expect("standard error");
}

/// The folder beside the project, or none, said loudly.
fn shared() -> Option<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let found =
        folder.join("papers/china.txt").is_file() && folder.join("papers/iran.txt").is_file();
    if !found {
        skipped(&format!(
            "{} does not hold papers/china.txt and papers/iran.txt",
            folder.display()
        ));
    }
    found.then(|| folder.canonicalize().expect("a path"))
}

fn kavosh(args: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(assert_cmd::cargo::cargo_bin!("kavosh"))
        .args(args)
        .output()
        .expect("the program runs");
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    (
        output.status.code(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

fn hits(out: &str) -> Vec<Value> {
    out.lines()
        .map(|l| serde_json::from_str(l).expect("JSON"))
        .collect()
}

#[test]
fn both_papers_are_indexed_and_answer_the_queries_of_the_gold_set() {
    let Some(shared) = shared() else { return };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let index = folder.path().join("index");
    let (index, papers) = (index.to_str().expect("a path"), shared.join("papers"));
    let papers = papers.to_str().expect("a path");
    let (code, _, err) = kavosh(&["index", papers, "--index", index]);
    assert_eq!(code, Some(0), "{err}");
    assert!(err.starts_with("2 files new"), "{err}");
    let (code, _, err) = kavosh(&["index", papers, "--index", index]);
    assert_eq!(code, Some(0), "{err}");
    assert!(err.starts_with("nothing to do: 2 files unchanged"), "{err}");

    let search = |query: &str| {
        let (code, out, err) = kavosh(&[
            "search", query, "--index", index, "--format", "json", "-n", "20",
        ]);
        assert_eq!(code, Some(0), "{query}: {err}");
        hits(&out)
    };
    let found = search("حاکمیت سایبری");
    for id in ["china", "iran"] {
        let hit = found.iter().find(|h| h["document"]["id"] == id);
        assert!(hit.is_some(), "no hit from {id}");
    }
    let with_section = found
        .iter()
        .filter(|h| !h["section"].as_array().expect("a path").is_empty());
    assert!(with_section.count() >= 15);
    let places = |hits: &[Value]| {
        hits.iter()
            .map(|h| h["bytes"].to_string())
            .collect::<Vec<_>>()
    };
    for spelling in ["حاكميت سايبري", "حاکمیت‌سایبری", "حاکمیت  سایبری"]
    {
        assert_eq!(places(&search(spelling)), places(&found), "{spelling}");
    }

    let gold = shared.join("gold/gold-queries-dev.tsv");
    if !gold.is_file() {
        skipped(&format!("no {}", gold.display()));
        return;
    }
    let (code, out, err) = kavosh(&["batch", gold.to_str().expect("a path"), "--index", index]);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    let answered = hits(&out);
    assert!(answered.iter().any(|h| h["qid"] == "D01"));
    let (code, out, err) = kavosh(&["check", "--index", index]);
    assert_eq!(code, Some(0), "{out}{err}");
}

/// A page of a sample that was looked at beside its picture.
struct Seen {
    file: &'static str,
    /// Its place in the file.
    page: u32,
    /// Words that begin or end what stands on it, in the order in which they are read.
    order: &'static [&'static str],
    /// How its notes begin.
    notes: &'static [&'static str],
    /// How the rows of its table begin.
    rows: &'static [&'static str],
}

const SEEN: &[Seen] = &[
    // A heading, a figure with its caption between two paragraphs, notes in Latin at the left.
    Seen {
        file: "braintumor",
        page: 33,
        order: &[
            "عنوان راهنمای",
            "گسترش تومور",
            "نیاز به مطالعه",
            "به منظور درک",
            "ارائه خواهد شد",
            "مناطق آناتومیک",
            "در تصویر سمت",
            "پس از کنار زدن",
            "Abd-Ellah",
            "Bezdan",
        ],
        notes: &["1. Abd-Ellah", "2. Bezdan"],
        rows: &[],
    },
    // Prose, then a table of two columns that goes on over the page, then notes.
    Seen {
        file: "braintumor",
        page: 37,
        order: &[
            "عجیب به نظر برسد",
            "هنگامی که در یک فرد",
            "در یک مطالعه",
            "مطرح بشوند",
            "علائم هشدار دهنده",
            "هیدروسفالوس",
            "Das",
            "Arunkumar",
            "Bezdan",
        ],
        notes: &["1. Das", "2. Arunkumar", "3. Bezdan"],
        rows: &[
            "علت احتمالی",
            "تومور مغزی، آرتریت تمپورالیس | نخستین شکایت",
            "تومور مغزی | اولین حمله",
            "تومور مغزی، هیدروسفالوس | سر درد",
        ],
    },
    // The rest of the table: rows whose cells are of one line and of two.
    Seen {
        file: "braintumor",
        page: 38,
        order: &["بیمار بالغ", "پره اکلامپسی", "فشارخون بدخیم", "اورای میگرنی"],
        notes: &[],
        rows: &[
            "آرتریت تمپورالیس | بیمار بالغ",
            "پره اکلامپسی | بارداری",
            "ساب/اپیدورال هماتوما | افزایش",
            "فشارخون بدخیم | سردردهای شدید",
            "مننژیت، حوادث عروقی",
            "مننژیت | سردرد",
            "مننژیت، تومور مغزی | خشکی",
            "تومور مغزی | سردرد",
            "تومور مغزی | اختلال",
            "تومور مغزی | استفراغ",
            "تومور مغزی | تغییرات",
            "تومور مغزی | اورای",
        ],
    },
    // Two sections and three notes; the last names whom other pages' notes name too.
    Seen {
        file: "braintumor",
        page: 39,
        order: &[
            "درمان در",
            "در سال ۲۰۱۴",
            "اخیراً محققان",
            "محققان روش درمانی",
            "روش‌های درمان",
            "سرطان مغز هنوز",
            "امتحان کنید",
            "Arunkumar",
            "Malla",
            "Bad",
        ],
        notes: &["1. Arunkumar", "2. Malla", "3. Bad"],
        rows: &[],
    },
    // A running head, a list of five parts whose names are Latin, a foot.
    Seen {
        file: "elevator",
        page: 3,
        order: &[
            "آسانسور",
            "doit:",
            "transition:",
            "cost:",
            "actions:",
            "decision:",
            "این که مرتب سازي",
            "صفحه 3 از 4",
        ],
        notes: &[],
        rows: &[],
    },
    // Four pictures in two rows, each with a caption, above a paragraph.
    Seen {
        file: "tex_vision2",
        page: 4,
        order: &[
            "تصویر اصلی",
            "اعمال سوبل",
            "راستاي x",
            "راستاي y",
            "در روش نواتیا",
            "ایراد این روش",
        ],
        notes: &[],
        rows: &[],
    },
    // Two pictures with captions at the foot, and one note below them.
    Seen {
        file: "tex_vision4",
        page: 4,
        order: &[
            "contrastThreshold = 0.04",
            "edgeThreshold = 10",
            "sigma = 1.6",
            "FLANN",
            "براي هر تصویر",
            "اجرا با پارامترهاي",
            "تصویر اصلی",
            "تصویر مقایسه",
            "Feature matching",
        ],
        notes: &["4. Feature matching"],
        rows: &[],
    },
    // A heading, prose and a list with five notes.
    Seen {
        file: "tex_DE",
        page: 4,
        order: &[
            "۱ مقدمه",
            "الگوریتم‌های تکاملی، الگوریتم",
            "برای بررسی بهتر",
            "قطعی",
            "تطبیقی⁴",
            "خود تطبیقی",
            "Absolute",
            "Self-Adaptive",
        ],
        notes: &[
            "1. Absolute",
            "2. Empirical",
            "3. Deterministic",
            "4. Adaptive",
            "5. Self-Adaptive",
        ],
        rows: &[],
    },
    // A table of four columns with its caption, its own note, prose and notes in both languages.
    Seen {
        file: "tex_DE",
        page: 12,
        order: &[
            "جدول ۱:",
            "موارد بررسی",
            "[۱۳]",
            "[۱۴]",
            "[۷]",
            "[۱۵]",
            "* اندیس",
            "تنظیم دستی",
            "توجیه‌های لازم",
            "Adaptive Simulated",
            "Nelder",
            "از پارامترهای استراتژی",
            "Covariance Matrix",
        ],
        notes: &[
            "1. Adaptive Simulated",
            "2. Annealed",
            "3. از پارامترهای",
            "4. Covariance",
        ],
        rows: &["مرجع | موارد", "[۱۳] |", "[۱۴] |", "[۷] |", "[۱۵] |"],
    },
    // The same paper's next section begins with a Latin name, its number at the right.
    Seen {
        file: "tex_DE",
        page: 15,
        order: &[
            "۴ SaDE",
            "ایده‌ی مطرح",
            "تطبیق استراتژی تولید",
            "برای این منظور",
            "Pool",
        ],
        notes: &["1. Pool"],
        rows: &[],
    },
    // A list with Latin and Persian entries, two lines of numbers, an English table without rulings.
    Seen {
        file: "fuzzy",
        page: 3,
        order: &[
            "فرآیند آموزش",
            "Optimizer: Adam",
            "Batch Size: 8",
            "مدل روی",
            "نتایج تجربی",
            "• Accuracy",
            "• Recall",
            "False Negative",
            "[[20 8]",
            "1 32]]",
            "Precision recall f1-score support",
            "0.0 0.9524 0.7143 0.8163 28",
            "1.0 0.8000 0.9697 0.8767 33",
            "weighted avg 0.8699",
        ],
        notes: &[],
        rows: &[],
    },
];

#[test]
fn pages_of_the_samples_are_read_in_the_order_that_their_pictures_show() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/pdf");
    if !folder.is_dir() {
        return skipped(&format!("no {}", folder.display()));
    }
    let mut wrong = Vec::new();
    let mut read = (String::new(), Vec::new());
    for seen in SEEN {
        if read.0 != seen.file {
            let path = folder.join(format!("{}.pdf", seen.file));
            let document = read_one(&path).expect("a sample is read");
            let texts = document.text.line_texts().map(str::to_owned);
            let lines = document.text.lines.iter().map(|l| (l.page, l.markup));
            read = (seen.file.to_owned(), lines.zip(texts).collect());
        }
        let of_page = || {
            read.1
                .iter()
                .filter(|((page, _), _)| *page == Some(seen.page))
        };
        let text: Vec<&str> = of_page().map(|(_, text)| text.as_str()).collect();
        let text = text.join(" ");
        let mut at = 0;
        for words in seen.order {
            match text[at..].find(words) {
                Some(place) => at += place + words.len(),
                None => wrong.push(format!(
                    "{} {}: {words:?} is not in its place",
                    seen.file, seen.page
                )),
            }
        }
        for (markup, expected) in [
            (Markup::Footnote, seen.notes),
            (Markup::TableRow, seen.rows),
        ] {
            let begin: Vec<&String> = of_page()
                .filter(|((_, m), _)| *m == markup)
                .map(|(_, text)| text)
                .collect();
            let same = begin.len() == expected.len()
                && begin.iter().zip(expected).all(|(a, b)| a.starts_with(b));
            if !same {
                wrong.push(format!(
                    "{} {}: {markup:?} {begin:#?}",
                    seen.file, seen.page
                ));
            }
        }
    }
    println!("{} pages of samples are compared", SEEN.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
