//! PDFs that real programs make of the project's own text, read and held against it.
//!
//! LibreOffice, Chromium and XeTeX (Debian: `libreoffice-writer`, `chromium`,
//! `texlive-lang-arabic`) are used where they are installed; the others are named as skipped. Run
//! with `--nocapture` to see the figures.

#[allow(dead_code)] // only the counting is used here
#[path = "../examples/word_errors/mod.rs"]
mod word_errors;

use kavosh::document::read::read_one;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use word_errors::{distance, words};

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

fn html(paragraphs: &[String], columns: u32) -> String {
    let body: String = paragraphs.iter().map(|p| format!("<p>{p}</p>\n")).collect();
    format!(
        "<!doctype html><html lang=fa dir=rtl><meta charset=utf-8><style>body{{font:12pt 'Noto Naskh Arabic','DejaVu Sans';text-align:justify;columns:{columns};column-gap:2em}}</style><body>{body}"
    )
}

fn chromium(paragraphs: &[String], columns: u32, folder: &Path) -> Option<PathBuf> {
    fs::write(folder.join("a.html"), html(paragraphs, columns)).ok()?;
    let args = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-pdf-header-footer",
        "--print-to-pdf=chromium.pdf",
        "a.html",
    ];
    let done = ["chromium", "chromium-browser", "google-chrome"]
        .iter()
        .any(|p| run(p, &args, folder));
    Some(folder.join("chromium.pdf")).filter(|p| done && p.exists())
}

fn libreoffice(paragraphs: &[String], folder: &Path) -> Option<PathBuf> {
    fs::write(folder.join("b.html"), html(paragraphs, 1)).ok()?;
    let profile = format!(
        "-env:UserInstallation=file://{}",
        folder.join("profile").display()
    );
    let args = [
        &profile,
        "--headless",
        "--convert-to",
        "pdf:writer_web_pdf_Export",
        "b.html",
    ];
    let done = ["soffice", "libreoffice"]
        .iter()
        .any(|p| run(p, &args, folder));
    Some(folder.join("b.pdf")).filter(|p| done && p.exists())
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
            .map(|(start, stop)| (distance(&truth, &read[start..stop]), stop))
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
