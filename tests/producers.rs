//! PDFs that real programs make of the project's own text, read and held against it.
//!
//! LibreOffice, Chromium and XeTeX (Debian: `libreoffice-writer`, `chromium`,
//! `texlive-lang-arabic`) are used where they are installed; the others are named as skipped. Run
//! with `--nocapture` to see the figures.
//!
//! Pages of two columns are asked for the order of what was set on them, which is known: where each
//! paragraph begins and ends, headings and an abstract across the columns between them, notes marked
//! and outside of them, a table's rows whole and at their place. How many pages were compared is
//! printed; `tests/cli/pages.rs` asks the same of pages made by the project itself, `tests/shared.rs`
//! of pages of real theses.

#[allow(dead_code)] // only the counting is used here
#[path = "../examples/word_errors/mod.rs"]
mod word_errors;

use kavosh::document::read::read_one;
use kavosh::text::{Markup, edits};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use word_errors::words;

/// Word errors that are allowed, of the words of the text, ZWNJ counted; the bar in the median is
/// two in a hundred.
const ALLOWED: f64 = 0.03;

/// Paragraphs of the corpus, their lines joined; those with Persian only, so that the order of
/// words is the text's.
fn paragraphs() -> Vec<String> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/cyber-diplomacy-china.txt");
    let text = fs::read_to_string(corpus).expect("the corpus");
    text.split("\n\n")
        .map(|p| p.replace('\n', " ").trim().to_owned())
        .filter(|p| {
            p.split(' ').count() > 30 && !p.contains(|c: char| c.is_ascii_alphabetic() || c == '|')
        })
        .take(12)
        .collect()
}

fn run(program: &str, args: &[&str], folder: &Path) -> bool {
    Command::new(program)
        .args(args)
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|s| s.success())
}

/// Rows of a table.
const ROWS: [[&str; 3]; 4] = [
    ["کشور", "شمار حملات", "نهاد مسئول"],
    ["الف", "۱۲۴", "مرکز ملی امنیت"],
    ["ب", "۹۸", "وزارت ارتباطات"],
    ["ج", "۷۸", "شورای عالی مجازی"],
];
/// What notes say: each another thing, for what comes back at the foot of pages is a running foot.
const NOTES: [&str; 5] = [
    "داده در اینجا به معنای اطلاعات شخصی است",
    "پژوهشگران دیگر نام دیگری بر آن گذاشته‌اند",
    "این قانون سال گذشته تصویب شد",
    "برگرفته از سخنرانی وزیر امور خارجه",
    "نویسنده از داوران ناشناس سپاسگزار است",
];
/// The paragraph after which the table stands, and how many paragraphs lie between two notes.
const TABLE_AFTER: usize = 5;
const NOTE_EVERY: usize = 3;

/// Two columns on small pages with a table; pages of a browser hold no notes.
fn columns_of_chromium(paragraphs: &[String], folder: &Path) -> Option<PathBuf> {
    let mut html = String::from(
        "<!doctype html><html lang=fa dir=rtl><meta charset=utf-8><style>@page{size:A5;margin:12mm}body{font:11pt 'Noto Naskh Arabic','DejaVu Sans';text-align:justify;columns:2;column-gap:2em}h1{column-span:all}td{border:1px solid}table{border-collapse:collapse}</style><body><h1>دیپلماسی داده</h1>",
    );
    for (i, paragraph) in paragraphs.iter().enumerate() {
        html += &format!("<p>{paragraph}</p>");
        if i == TABLE_AFTER {
            let cell = |c: &&str| format!("<td>{c}</td>");
            let row =
                |r: &[&str; 3]| format!("<tr>{}</tr>", r.iter().map(cell).collect::<String>());
            html += &format!(
                "<table>{}</table>",
                ROWS.iter().map(row).collect::<String>()
            );
        }
    }
    fs::write(folder.join("columns.html"), html).ok()?;
    print(folder, "columns.html", "columns.pdf")
}

/// Two columns with notes, and a table in the second half.
fn columns_of_libreoffice(paragraphs: &[String], folder: &Path) -> Option<PathBuf> {
    let mut body = String::new();
    for (i, paragraph) in paragraphs.iter().enumerate() {
        let note = if i % NOTE_EVERY == 1 {
            format!(
                "<text:note text:note-class=\"footnote\"><text:note-citation>{}</text:note-citation><text:note-body><text:p text:style-name=\"N\">{}</text:p></text:note-body></text:note>",
                i / NOTE_EVERY + 1,
                NOTES[i / NOTE_EVERY % NOTES.len()]
            )
        } else {
            String::new()
        };
        body += &format!("<text:p text:style-name=\"P\">{paragraph}{note}</text:p>");
        if i == TABLE_AFTER {
            let cell = |c: &&str| {
                format!(
                    "<table:table-cell table:style-name=\"C\"><text:p text:style-name=\"P\">{c}</text:p></table:table-cell>"
                )
            };
            let row = |r: &[&str; 3]| {
                let cells: String = r.iter().map(cell).collect();
                format!("<table:table-row>{cells}</table:table-row>")
            };
            let rows: String = ROWS.iter().map(row).collect();
            body += &format!(
                "<table:table table:style-name=\"T\"><table:table-column table:number-columns-repeated=\"3\"/>{rows}</table:table>"
            );
        }
    }
    fs::write(folder.join("columns.fodt"), flat_document(&body, 2)).ok()?;
    convert(folder, &["columns.fodt"])?;
    Some(folder.join("columns.pdf")).filter(|p| p.exists())
}

/// Has LibreOffice make a PDF; the last argument names the file.
fn convert(folder: &Path, args: &[&str]) -> Option<()> {
    let profile = folder.join("profile");
    let profile = format!("-env:UserInstallation=file://{}", profile.display());
    let mut all = vec![profile.as_str(), "--headless", "--convert-to", "pdf"];
    all.extend(args);
    let done = ["soffice", "libreoffice"]
        .iter()
        .any(|p| run(p, &all, folder));
    done.then_some(())
}

/// An OpenDocument file in one piece: pages of so many columns, justified, from right to left.
fn flat_document(body: &str, columns: u32) -> String {
    let text = |size: u32| {
        format!(
            "<style:text-properties style:font-name-complex=\"Noto Naskh Arabic\" style:font-size-complex=\"{size}pt\" style:language-complex=\"fa\" style:country-complex=\"IR\"/>"
        )
    };
    let style = |name: &str, align: &str, size: u32| {
        format!(
            "<style:style style:name=\"{name}\" style:family=\"paragraph\"><style:paragraph-properties fo:text-align=\"{align}\" style:writing-mode=\"rl-tb\"/>{}</style:style>",
            text(size)
        )
    };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\" xmlns:svg=\"urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0\" office:version=\"1.2\" office:mimetype=\"application/vnd.oasis.opendocument.text\">\
        <office:font-face-decls><style:font-face style:name=\"Noto Naskh Arabic\" svg:font-family=\"Noto Naskh Arabic\"/></office:font-face-decls>\
        <office:styles>{}{}{}</office:styles><office:automatic-styles>\
        <style:style style:name=\"two\" style:family=\"section\"><style:section-properties style:writing-mode=\"rl-tb\"><style:columns fo:column-count=\"2\" fo:column-gap=\"0.8cm\"/></style:section-properties></style:style>\
        <style:style style:name=\"T\" style:family=\"table\"><style:table-properties style:writing-mode=\"rl-tb\" table:align=\"margins\"/></style:style>\
        <style:style style:name=\"C\" style:family=\"table-cell\"><style:table-cell-properties fo:border=\"0.05pt solid #000000\"/></style:style>\
        <style:page-layout style:name=\"pl\"><style:page-layout-properties fo:page-width=\"21cm\" fo:page-height=\"20cm\" fo:margin=\"2cm\" style:writing-mode=\"rl-tb\"><style:columns fo:column-count=\"{columns}\" fo:column-gap=\"0.8cm\"/></style:page-layout-properties></style:page-layout>\
        </office:automatic-styles><office:master-styles><style:master-page style:name=\"Standard\" style:page-layout-name=\"pl\"/></office:master-styles>\
        <office:body><office:text>{body}</office:text></office:body></office:document>",
        style("P", "justify", 12),
        style("N", "start", 9),
        style("H", "start", 16)
    )
}

/// Two columns with notes at the foot of each.
fn columns_of_xetex(paragraphs: &[String], folder: &Path) -> Option<PathBuf> {
    let mut body = String::new();
    for (i, paragraph) in paragraphs.iter().enumerate() {
        body += &paragraph.replace('%', "\\%").replace('&', "\\&");
        if i % NOTE_EVERY == 1 {
            let note = NOTES[i / NOTE_EVERY % NOTES.len()];
            body += &format!("\\footnote{{{note}}}");
        }
        body += "\n\n";
    }
    let source = format!(
        "\\documentclass[twocolumn]{{article}}\\usepackage[a5paper,margin=15mm]{{geometry}}\\usepackage{{xepersian}}\\settextfont{{Noto Naskh Arabic}}\\begin{{document}}{body}\\end{{document}}"
    );
    fs::write(folder.join("columns.tex"), source).ok()?;
    let done = run(
        "xelatex",
        &["-interaction=batchmode", "columns.tex"],
        folder,
    );
    Some(folder.join("columns.pdf")).filter(|p| done && p.exists())
}

/// Lets a browser print a page; none if there is none.
fn print(folder: &Path, page: &str, file: &str) -> Option<PathBuf> {
    let to = format!("--print-to-pdf={file}");
    let args = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-pdf-header-footer",
        &to,
        page,
    ];
    let done = ["chromium", "chromium-browser", "google-chrome"]
        .iter()
        .any(|p| run(p, &args, folder));
    Some(folder.join(file)).filter(|p| done && p.exists())
}

fn html(paragraphs: &[String], columns: u32) -> String {
    let body: String = paragraphs.iter().map(|p| format!("<p>{p}</p>\n")).collect();
    format!(
        "<!doctype html><html lang=fa dir=rtl><meta charset=utf-8><style>body{{font:12pt 'Noto Naskh Arabic','DejaVu Sans';text-align:justify;columns:{columns};column-gap:2em}}</style><body>{body}"
    )
}

fn chromium(paragraphs: &[String], columns: u32, folder: &Path) -> Option<PathBuf> {
    fs::write(folder.join("a.html"), html(paragraphs, columns)).ok()?;
    print(folder, "a.html", "chromium.pdf")
}

fn libreoffice(paragraphs: &[String], folder: &Path) -> Option<PathBuf> {
    fs::write(folder.join("b.html"), html(paragraphs, 1)).ok()?;
    // As a text document: as a web page its first lines get lost.
    convert(folder, &["--infilter=HTML (StarWriter)", "b.html"])?;
    Some(folder.join("b.pdf")).filter(|p| p.exists())
}

fn xetex(paragraphs: &[String], folder: &Path) -> Option<PathBuf> {
    let body = paragraphs
        .join("\n\n")
        .replace('%', "\\%")
        .replace('&', "\\&");
    let source = format!(
        "\\documentclass{{article}}\\usepackage{{xepersian}}\\settextfont{{Noto Naskh Arabic}}\\begin{{document}}{body}\\end{{document}}"
    );
    fs::write(folder.join("c.tex"), source).ok()?;
    let done = run("xelatex", &["-interaction=batchmode", "c.tex"], folder);
    Some(folder.join("c.pdf")).filter(|p| done && p.exists())
}

/// Word errors of what is read of a file: each paragraph is looked for in the whole.
fn errors(file: &Path, paragraphs: &[String]) -> f64 {
    let raw = read_one(file).expect("a document");
    let text: Vec<&str> = raw.text.line_texts().collect();
    let read = words(&text.join(" "), true);
    let (mut wrong, mut all) = (0, 0);
    let mut at = 0;
    for paragraph in paragraphs {
        let truth = words(paragraph, true);
        // Paragraphs stand in order; a page number may come between.
        let end = (at + truth.len() + 3).min(read.len());
        let best = (at..=at.min(read.len()) + 3)
            .flat_map(|start| (end.saturating_sub(6)..=end).map(move |stop| (start, stop)))
            .filter(|(start, stop)| start <= stop && *stop <= read.len())
            .map(|(start, stop)| (edits(&truth, &read[start..stop]), stop))
            .min()
            .unwrap_or((truth.len(), at));
        wrong += best.0;
        at = best.1;
        all += truth.len();
    }
    wrong as f64 / all as f64
}

#[test]
fn files_of_real_producers_are_read() {
    let paragraphs = paragraphs();
    assert!(paragraphs.len() >= 8);
    type Producer<'a> = (&'a str, Box<dyn Fn(&Path) -> Option<PathBuf> + 'a>);
    let producers: [Producer; 4] = [
        ("Chromium", Box::new(|f| chromium(&paragraphs, 1, f))),
        (
            "Chromium, two columns",
            Box::new(|f| chromium(&paragraphs, 2, f)),
        ),
        ("LibreOffice", Box::new(|f| libreoffice(&paragraphs, f))),
        ("XeTeX", Box::new(|f| xetex(&paragraphs, f))),
    ];
    for (name, make) in producers {
        let folder = tempfile::tempdir().expect("a folder");
        match make(folder.path()) {
            Some(file) => {
                let wrong = errors(&file, &paragraphs);
                println!(
                    "{name}: {:.2} % of the words wrong, ZWNJ counted",
                    100.0 * wrong
                );
                assert!(wrong <= ALLOWED, "{name}: {wrong}");
            }
            None => println!("SKIPPED {name}: not installed, or it made no PDF"),
        }
    }
}

/// Where a text stands in another from a place on, both as words; none if it is not there.
fn place(text: &[String], needle: &[String], from: usize) -> Option<usize> {
    (from..=text.len().checked_sub(needle.len())?)
        .find(|at| text[*at..*at + needle.len()] == needle[..])
}

/// Words at the beginning and at the end of a block by which it is known.
const ENDS: usize = 4;

/// Asserts that each block begins and ends in the text, one after the other; numbers of notes may
/// stand at their words.
fn stand_in_order(name: &str, text: &str, blocks: &[String]) {
    let text = text.replace(['¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'], " ");
    let text = words(&text, false);
    let mut at = 0;
    for block in blocks {
        let block = words(block, false);
        let ends = [
            &block[..ENDS.min(block.len())],
            &block[block.len().saturating_sub(ENDS)..],
        ];
        for end in ends {
            let found = place(&text, end, at);
            let near = text[at..(at + 12).min(text.len())].join(" ");
            at = found.unwrap_or_else(|| panic!("{name}: no {end:?} after\n{near}"));
        }
    }
}

#[test]
fn columns_with_notes_and_tables_are_read_in_order() {
    let paragraphs = paragraphs();
    type Producer<'a> = (&'a str, bool, Box<dyn Fn(&Path) -> Option<PathBuf> + 'a>);
    let producers: [Producer; 3] = [
        (
            "Chromium",
            true,
            Box::new(|f| columns_of_chromium(&paragraphs, f)),
        ),
        (
            "LibreOffice",
            true,
            Box::new(|f| columns_of_libreoffice(&paragraphs, f)),
        ),
        (
            "XeTeX",
            false,
            Box::new(|f| columns_of_xetex(&paragraphs, f)),
        ),
    ];
    for (name, has_table, make) in producers {
        let folder = tempfile::tempdir().expect("a folder");
        let Some(file) = make(folder.path()) else {
            println!("SKIPPED {name}: not installed, or it made no PDF");
            continue;
        };
        let raw = read_one(&file).expect("a document");
        let pages = raw.text.lines.iter().filter_map(|l| l.page).max();
        // Notes stand apart; what is left must be the paragraphs one after the other.
        let (mut body, mut notes, mut rows) = (String::new(), 0, Vec::new());
        for (line, text) in raw.text.lines.iter().zip(raw.text.line_texts()) {
            match line.markup {
                Markup::Footnote => notes += 1,
                Markup::TableRow => rows.push(text.to_owned()),
                _ => body += &format!("{text}\n"),
            }
        }
        stand_in_order(name, &body, &paragraphs);
        println!(
            "{name}: {} pages, {} paragraphs, {notes} notes, {} rows",
            pages.unwrap_or(0),
            paragraphs.len(),
            rows.len()
        );
        if name != "Chromium" {
            let expected = (paragraphs.len() + NOTE_EVERY - 2) / NOTE_EVERY;
            assert_eq!(notes, expected, "{name}");
        }
        if has_table {
            let expected: Vec<String> = ROWS.iter().map(|r| r.join(" | ")).collect();
            assert_eq!(rows, expected, "{name}");
        }
    }
}

/// Headings of the second document, which stand across its columns.
const TITLES: [&str; 3] = [
    "حاکمیت سایبری کشورها",
    "پیشینه و روش پژوهش",
    "یافته‌ها و نتیجه",
];

/// Blocks of the second document: a title, an abstract across the columns, then paragraphs in two
/// columns with headings across them.
fn blocks(paragraphs: &[String]) -> Vec<String> {
    let (front, body) = paragraphs.split_at(1);
    let (first, second) = body.split_at(body.len() / 2);
    let titles = TITLES.map(str::to_owned);
    let mut blocks = vec![titles[0].clone(), front[0].clone(), titles[1].clone()];
    blocks.extend_from_slice(first);
    blocks.push(titles[2].clone());
    blocks.extend_from_slice(second);
    blocks
}

fn bands_of_chromium(blocks: &[String], folder: &Path) -> Option<PathBuf> {
    let mut html = String::from(
        "<!doctype html><html lang=fa dir=rtl><meta charset=utf-8><style>@page{size:A5;margin:12mm}body{font:11pt 'Noto Naskh Arabic','DejaVu Sans';text-align:justify}div{columns:2;column-gap:2em}h1{font-size:16pt}</style><body>",
    );
    for (number, block) in blocks.iter().enumerate() {
        if TITLES.contains(&block.as_str()) {
            let end = if number > 2 { "</div>" } else { "" };
            html += &format!("{end}<h1>{block}</h1>");
            html += if number > 1 { "<div>" } else { "" };
        } else {
            html += &format!("<p>{block}</p>");
        }
    }
    fs::write(folder.join("bands.html"), html + "</div>").ok()?;
    print(folder, "bands.html", "bands.pdf")
}

fn bands_of_libreoffice(blocks: &[String], folder: &Path) -> Option<PathBuf> {
    let mut body = String::new();
    for (number, block) in blocks.iter().enumerate() {
        if TITLES.contains(&block.as_str()) {
            body += if number > 2 { "</text:section>" } else { "" };
            body += &format!("<text:p text:style-name=\"H\">{block}</text:p>");
            if number > 1 {
                body += &format!("<text:section text:style-name=\"two\" text:name=\"s{number}\">");
            }
        } else {
            body += &format!("<text:p text:style-name=\"P\">{block}</text:p>");
        }
    }
    fs::write(
        folder.join("bands.fodt"),
        flat_document(&(body + "</text:section>"), 1),
    )
    .ok()?;
    convert(folder, &["bands.fodt"])?;
    Some(folder.join("bands.pdf")).filter(|p| p.exists())
}

fn bands_of_xetex(blocks: &[String], folder: &Path) -> Option<PathBuf> {
    let escaped = |text: &str| text.replace('%', "\\%").replace('&', "\\&");
    let mut body = String::new();
    for (number, block) in blocks.iter().enumerate() {
        let block = escaped(block);
        body += &if !TITLES.contains(&block.as_str()) {
            format!("{block}\n\n")
        } else if number == 0 {
            format!("\\section*{{{block}}}\n")
        } else {
            let end = if number > 2 { "\\end{multicols}" } else { "" };
            format!("{end}\\section*{{{block}}}\\begin{{multicols}}{{2}}\n")
        };
    }
    let source = format!(
        "\\documentclass{{article}}\\usepackage[a4paper,margin=30mm]{{geometry}}\\usepackage{{multicol}}\\usepackage{{xepersian}}\\settextfont{{Noto Naskh Arabic}}\\begin{{document}}{body}\\end{{multicols}}\\end{{document}}"
    );
    fs::write(folder.join("bands.tex"), source).ok()?;
    let done = run("xelatex", &["-interaction=batchmode", "bands.tex"], folder);
    Some(folder.join("bands.pdf")).filter(|p| done && p.exists())
}

#[test]
fn headings_and_an_abstract_across_columns_are_read_in_their_places() {
    let blocks = blocks(&paragraphs());
    type Producer = (&'static str, fn(&[String], &Path) -> Option<PathBuf>);
    let producers: [Producer; 3] = [
        ("Chromium", bands_of_chromium),
        ("LibreOffice", bands_of_libreoffice),
        ("XeTeX", bands_of_xetex),
    ];
    for (name, make) in producers {
        let folder = tempfile::tempdir().expect("a folder");
        let Some(file) = make(&blocks, folder.path()) else {
            println!("SKIPPED {name}: not installed, or it made no PDF");
            continue;
        };
        let raw = read_one(&file).expect("a document");
        let pages = raw.text.lines.iter().filter_map(|l| l.page).max();
        let lines = raw.text.lines.iter().zip(raw.text.line_texts());
        let text: Vec<&str> = lines
            .filter(|(line, _)| line.markup != Markup::Furniture)
            .map(|(_, text)| text)
            .collect();
        stand_in_order(name, &text.join("\n"), &blocks);
        println!(
            "{name}: {} pages, {} blocks",
            pages.unwrap_or(0),
            blocks.len()
        );
    }
}
