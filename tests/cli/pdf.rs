//! PDF files: what is read of them, where it stands, and what is said of those that cannot be read.

use super::env::{Env, runner};
use super::pdf_file::PdfFile;
use proptest::prelude::*;
use std::time::{Duration, Instant};

/// Lines of running text, long enough to be a column.
const BODY: [&str; 6] = [
    "دیپلماسی داده مفهومی تازه است که از پیوند سیاست",
    "خارجی و اقتصاد پدید آمده است و دولت ها می کوشند",
    "با تصویب قانون های تازه بر گردش اطلاعات شهروندان",
    "خود نظارت کنند و از منافع اقتصادی آن بهره ببرند",
    "این مقاله با تکیه بر روش تحلیلی به این پرسش پاسخ",
    "می دهد که کشورهای منطقه چه سیاستی در پیش گرفته اند",
];

fn text_of(file: &PdfFile) -> String {
    let env = Env::new();
    env.write("a.pdf", file.bytes());
    env.run(&["repair", "a.pdf"]).exits(0).out
}

#[test]
fn persian_is_read_from_right_to_left_with_numbers_and_latin_in_order() {
    let mut file = PdfFile::new();
    file.page();
    for (i, line) in BODY.iter().enumerate() {
        file.persian(550.0, 700.0 - 20.0 * i as f32, 12.0, line);
    }
    // "در سال 2020" with its number painted from left to right, as all are.
    file.persian(550.0, 560.0, 12.0, "در سال");
    file.raw("BT /F2 12 Tf 480 560 Td <0032003000320030> Tj ET");
    file.latin(420.0, 560.0, 12.0, "(Segal)");
    let text = text_of(&file);
    for line in BODY {
        assert!(text.contains(line), "{line}\nin\n{text}");
    }
    assert!(text.contains("در سال 2020 (Segal)"), "{text}");
}

#[test]
fn shapes_tell_joiners_and_ligatures_open() {
    let mut file = PdfFile::new();
    file.page();
    for (i, line) in BODY.iter().enumerate() {
        file.persian(550.0, 700.0 - 20.0 * i as f32, 12.0, line);
    }
    // می‌شود: the ی in its final shape, no joiner painted; اطلاع with the glyph of لا.
    file.persian(550.0, 560.0, 12.0, "ﻣﯽﺷﻮد اﻃﻼع");
    let text = text_of(&file);
    assert!(text.contains("می\u{200c}شود اطلاع"), "{text}");
}

#[test]
fn columns_are_read_one_after_the_other_below_their_title() {
    let mut file = PdfFile::new();
    file.page()
        .persian(420.0, 750.0, 16.0, "دیپلماسی داده در منطقه");
    for (i, line) in BODY.iter().enumerate() {
        let y = 700.0 - 16.0 * i as f32;
        let other = BODY[(i + 3) % 6];
        file.persian(570.0, y, 10.0, line);
        file.persian(290.0, y, 10.0, other);
    }
    let text = text_of(&file);
    let at = |needle: &str, nth: usize| {
        text.match_indices(needle)
            .nth(nth)
            .map(|m| m.0)
            .expect(needle)
    };
    assert!(at("دیپلماسی داده در", 0) < at(BODY[0], 0));
    assert!(
        at(BODY[0], 0) < at(BODY[5], 0) && at(BODY[5], 0) < at(BODY[3], 1),
        "{text}"
    );
}

#[test]
fn a_hit_names_its_page_and_leads_back_to_it() {
    let env = Env::new();
    let mut file = PdfFile::new();
    file.info("دیپلماسی داده", "سارا احمدی");
    for page in 0..3 {
        file.page().persian(400.0, 780.0, 8.0, "فصلنامه سیاست");
        file.persian(300.0, 20.0, 8.0, ["۱", "۲", "۳"][page]);
        for (i, line) in BODY.iter().enumerate() {
            file.persian(550.0, 700.0 - 20.0 * i as f32, 12.0, line);
        }
        if page == 1 {
            file.persian(550.0, 560.0, 12.0, "حاکمیت سایبری کشورها");
        }
    }
    env.write("papers/a.pdf", file.bytes());
    env.run(&["index", "papers"]).exits(0);
    let hits = env.hits("\"حاکمیت سایبری\"");
    assert_eq!(hits.len(), 1);
    // The passage begins on the page before.
    assert_eq!(hits[0]["page"], 1);
    assert_eq!(hits[0]["document"]["path"], "papers/a.pdf");
    // Running heads and page numbers are in no passage.
    assert_eq!(env.hits("فصلنامه").len(), 0);
    let lines = env.run(&["inspect", "papers/a.pdf", "text"]).exits(0);
    let row = lines
        .rows()
        .into_iter()
        .find(|r| r[3].contains("حاکمیت"))
        .map(|r| (r[0].to_owned(), r[1].to_owned()))
        .expect("its line");
    assert_eq!(row.1, "2");
    let place = format!("papers/a.pdf:{}", row.0);
    env.run(&["show", &place])
        .exits(0)
        .prints_among("حاکمیت سایبری")
        .prints_among("p. 1");
    env.run(&[
        "open",
        &place,
        "--dry-run",
        "--viewer",
        "view -p {page} {file}",
    ])
    .exits(0)
    .prints("view -p 2 papers/a.pdf\n");
    env.run(&["show", "papers/a.pdf:99999"])
        .exits(2)
        .says("the document ends before");
    env.run(&["show", "papers/none.pdf:3"])
        .exits(2)
        .says("no such file");
}

#[test]
fn pages_bear_the_numbers_that_are_printed_on_them() {
    let env = Env::new();
    let mut file = PdfFile::new();
    file.labels("0 << /S /r >> 2 << /S /D /St 117 >>");
    let marks = ["پیشگفتار", "سپاسگزاری", "حاکمیت سایبری", "هنجارهای تازه"];
    for mark in marks {
        file.page().persian(550.0, 720.0, 12.0, mark);
        for (i, line) in BODY.iter().enumerate() {
            file.persian(550.0, 660.0 - 20.0 * i as f32, 12.0, line);
        }
    }
    env.write("papers/a.pdf", file.bytes());
    let rows = env.run(&["inspect", "papers/a.pdf", "text"]).exits(0);
    let page_of = |mark: &str| {
        rows.rows()
            .into_iter()
            .find(|r| r[3].contains(mark))
            .map(|r| (r[0].to_owned(), r[1].to_owned()))
            .expect(mark)
    };
    let labels: Vec<String> = marks.iter().map(|m| page_of(m).1).collect();
    assert_eq!(labels, ["i", "ii", "117", "118"]);
    env.run(&["index", "papers"]).exits(0);
    let hit = |query: &str| env.hits(query).remove(0);
    let first = hit("پیشگفتار");
    assert!(first["page"].is_null());
    assert_eq!(first["page_label"], "i");
    env.run(&["search", "پیشگفتار"])
        .exits(0)
        .prints_among("p. i");
    // Viewers count from the first page of the file.
    let place = format!("papers/a.pdf:{}", page_of("هنجارهای").0);
    env.run(&[
        "open",
        &place,
        "--dry-run",
        "--viewer",
        "view -p {page} {file}",
    ])
    .exits(0)
    .prints("view -p 4 papers/a.pdf\n");
    let about = env.run(&["inspect", "papers/a.pdf", "about"]).exits(0);
    assert!(about.out.contains("last page\t118"), "{}", about.out);
}

#[test]
fn how_much_of_a_file_can_be_read_is_told() {
    let env = Env::new();
    let mut file = PdfFile::new();
    file.page();
    for (i, line) in BODY.iter().enumerate() {
        file.persian(550.0, 700.0 - 20.0 * i as f32, 12.0, line);
    }
    env.write("papers/a.pdf", file.bytes());
    env.run(&["inspect", "papers/a.pdf", "text"])
        .exits(0)
        .says("% of the letters are in known words");
    env.run(&["index", "papers"]).exits(0);
    let stats = env.run(&["stats"]).exits(0);
    assert!(stats.out.contains("letters in known words, 1 PDF"));
    let stats: serde_json::Value =
        serde_json::from_str(&env.run(&["stats", "--format", "json"]).exits(0).out).unwrap();
    let known = &stats["known_letters"];
    assert_eq!(known["documents"], 1);
    assert!(known["median"].as_f64().unwrap() > 0.9, "{known}");
    assert_eq!(known["lowest"][0]["path"], "papers/a.pdf");
}

/// A number that was typed with the Latin word after it, as "150 mA" is.
#[test]
fn a_number_before_a_latin_word_of_its_font_stays_before_it() {
    let mut file = PdfFile::new();
    file.page();
    for (i, line) in BODY.iter().enumerate() {
        file.persian(550.0, 700.0 - 20.0 * i as f32, 12.0, line);
    }
    file.persian(550.0, 560.0, 12.0, "میزان")
        .latin(470.0, 560.0, 12.0, "150 mA")
        .persian(460.0, 560.0, 12.0, "است");
    assert!(
        text_of(&file).contains("میزان 150 mA است"),
        "{}",
        text_of(&file)
    );
}

#[test]
fn what_cannot_be_read_is_named_with_its_page() {
    let env = Env::new();
    let mut file = PdfFile::new();
    file.page();
    for (i, line) in BODY.iter().enumerate() {
        file.persian(550.0, 700.0 - 20.0 * i as f32, 12.0, line);
    }
    file.page().scan();
    file.page();
    for i in 0..8 {
        file.persian(
            550.0,
            700.0 - 20.0 * i as f32,
            12.0,
            "ژقث ضظغف صثپچ ظذغث گچژقغ ضصظثق پژچغ",
        );
    }
    env.write("papers/a.pdf", file.bytes());
    env.run(&["index", "papers"])
        .exits(0)
        .says("page 2: an image without text, needs OCR")
        .says("page 3: text layer unreadable, needs OCR");
    assert_eq!(env.hits("ضصظثق").len(), 0);
    let mut scans = PdfFile::new();
    scans.page().scan().page().scan();
    env.write("papers/b.pdf", scans.bytes());
    env.run(&["index", "papers"])
        .exits(2)
        .says("no readable text; pages 1-2: images without text, needs OCR");
    env.write("papers/c.pdf", b"%PDF-1.7\nnothing");
    env.run(&["index", "papers"])
        .exits(2)
        .says("papers/c.pdf: damaged");
    env.write("papers/d.pdf", PdfFile::new().page().bytes());
    env.run(&["index", "papers"])
        .exits(2)
        .says("papers/d.pdf: no text was found");
    assert_eq!(env.found("دیپلماسی"), ["a"]);
}

#[test]
fn bombs_and_slow_files_are_bounded() {
    let env = Env::new();
    let packed = miniz_oxide::deflate::compress_to_vec_zlib(&vec![b' '; 64 << 20], 6);
    let mut bomb = PdfFile::new().page().bytes();
    bomb.extend_from_slice(
        format!(
            "99 0 obj\n<< /Filter /FlateDecode /Length {} >>\nstream\n",
            packed.len()
        )
        .as_bytes(),
    );
    bomb.extend_from_slice(&packed);
    bomb.extend_from_slice(b"\nendstream\nendobj\n");
    env.write("papers/a.pdf", bomb);
    env.run(&["index", "papers", "--file-memory", "10M"])
        .exits(2)
        .says("unpacks to more than 10 MiB");
    let mut pages = PdfFile::new();
    for _ in 0..5 {
        pages
            .page()
            .latin(50.0, 700.0, 12.0, "A page of a book about sovereignty");
    }
    env.write("papers/a.pdf", pages.bytes());
    env.run(&["index", "papers", "--file-pages", "2"])
        .exits(0)
        .says("only the first 2 of 5 pages are read");
}

#[test]
fn the_same_file_gives_the_same_text() {
    let mut file = PdfFile::new();
    for _ in 0..4 {
        file.page();
        for (i, line) in BODY.iter().enumerate() {
            file.persian(550.0, 700.0 - 20.0 * i as f32, 12.0, line);
        }
    }
    let first = text_of(&file);
    for _ in 0..5 {
        assert_eq!(text_of(&file), first);
    }
}

/// A file with a bit of everything.
fn rich() -> Vec<u8> {
    let mut file = PdfFile::new();
    file.info("دیپلماسی داده", "سارا احمدی");
    for _ in 0..2 {
        file.page().latin(50.0, 760.0, 18.0, "Cyber Sovereignty");
        for (i, line) in BODY.iter().enumerate() {
            file.persian(550.0, 700.0 - 20.0 * i as f32, 12.0, line);
        }
        file.raw("50 400 m 550 400 l S 50 300 m 550 300 l S 50 300 m 50 400 l S 300 300 m 300 400 l S 550 300 m 550 400 l S");
        file.persian(540.0, 350.0, 12.0, "کشور")
            .persian(290.0, 350.0, 12.0, "شمار");
        file.raw("/Span << /ActualText <FEFF0644> >> BDC BT /F2 12 Tf 50 200 Td <0644> Tj ET EMC");
        file.scan();
    }
    file.bytes()
}

/// Bytes changed, cut off, doubled: a file that a bad disk, a bad network or a bad person made.
/// `KAVOSH_CASES=500` makes as many.
#[test]
fn mutated_files_never_stop_a_run() {
    let original = rich();
    let length = original.len();
    let change = (0..length, any::<u8>(), 0..4u8, 0..length);
    let strategy = prop::collection::vec(change, 1..12);
    let env = Env::new();
    env.write(
        "papers/good.txt",
        "حاکمیت سایبری در این مقاله بررسی می‌شود.\n",
    );
    runner(50)
        .run(&strategy, |changes| {
            let mut bytes = original.clone();
            for (at, byte, how, other) in changes {
                let at = at.min(bytes.len().saturating_sub(1));
                match how {
                    0 => bytes[at] ^= 1 << (byte & 7),
                    1 => bytes[at] = byte,
                    2 => bytes.truncate(at.max(length / 4)),
                    _ => {
                        let end = (at + 40).min(bytes.len());
                        let piece = bytes[at..end].to_vec();
                        let place = other.min(bytes.len());
                        bytes.splice(place..place, piece);
                    }
                }
                if bytes.is_empty() {
                    break;
                }
            }
            env.write("papers/bad.pdf", &bytes);
            let began = Instant::now();
            let run = env.run(&["index", "papers", "--file-seconds", "10"]);
            prop_assert!(
                matches!(run.code, Some(0 | 2)),
                "{:?}\n{}",
                run.code,
                run.err
            );
            prop_assert!(!run.err.contains("panicked"), "{}", run.err);
            prop_assert!(began.elapsed() < Duration::from_secs(60));
            // A change may leave the other file readable.
            prop_assert!(env.found("حاکمیت").contains(&"good".to_owned()));
            Ok(())
        })
        .unwrap();
}
