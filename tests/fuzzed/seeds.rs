//! Small whole files of each format, made here: what fuzzing begins with.

use std::io::{Cursor, Write};
use zip::write::{SimpleFileOptions, ZipWriter};

/// A file to begin with: its extension, or the name of another entry point, and its bytes.
pub type Seed = (&'static str, Vec<u8>);

/// Sentences with what the readers look for: a joiner, a number, a note, Latin words.
const LINES: [&str; 4] = [
    "دیپلماسی داده در منطقه",
    "دولت‌ها می‌کوشند از سال ۱۴۰۱ بر گردش اطلاعات نظارت کنند (Segal, 2020: 3).",
    "این مقاله به سه پرسش پاسخ می‌دهد و از حاکمیت سایبری می‌گوید.",
    "Cyber sovereignty is contested by states and firms.",
];

/// All seeds but PDF files, which need a writer of their own.
pub fn seeds() -> Vec<Seed> {
    vec![
        ("docx", word()),
        ("odt", open_document()),
        ("html", html().into_bytes()),
        ("epub", epub()),
        ("md", markdown().into_bytes()),
        ("zip", archive()),
        ("gz", packed()),
        ("jsonl", records().into_bytes()),
        ("txt", LINES.join("\n").into_bytes()),
        ("repair", torn().into_bytes()),
        (
            "repair",
            "حمــات سایبــری ایــران و تــاش دولت\nجمهـوری اســامی\n".into(),
        ),
        (
            "query",
            "\"حاکمیت سایبری\"~3 AND (title:قدرت OR power*) NOT kind:footnote year:1399..1402"
                .into(),
        ),
        (
            "query",
            "exact:سیاست -داده +state~1 lang:fa doc:a* cites:Segal".into(),
        ),
    ]
}

/// A zip archive of these files.
pub fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .expect("an entry");
        writer.write_all(bytes).expect("its bytes");
    }
    writer.finish().expect("an archive").into_inner()
}

/// The namespace of Word's elements.
pub const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

fn word() -> Vec<u8> {
    let styles = format!(
        "<w:styles {W}><w:style w:styleId=\"a1\"><w:name w:val=\"heading 1\"/></w:style></w:styles>"
    );
    let notes = format!(
        "<w:footnotes {W}><w:footnote w:id=\"2\"><w:p><w:r><w:t>Data Diplomacy</w:t></w:r></w:p></w:footnote></w:footnotes>"
    );
    let body = format!(
        "<w:document {W}><w:body><w:p><w:pPr><w:pStyle w:val=\"a1\"/></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>\
        <w:p><w:r><w:t>{}</w:t></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r></w:p>\
        <w:tbl><w:tr><w:tc><w:p><w:r><w:t>کشور</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl></w:body></w:document>",
        LINES[0], LINES[1]
    );
    zipped(&[
        ("word/document.xml", body.as_bytes()),
        ("word/styles.xml", styles.as_bytes()),
        ("word/footnotes.xml", notes.as_bytes()),
    ])
}

fn open_document() -> Vec<u8> {
    let body = format!(
        "<office:document-content xmlns:office=\"o\" xmlns:text=\"t\" xmlns:table=\"b\"><office:body><office:text>\
        <text:h text:outline-level=\"1\">{}</text:h><text:p>{}<text:note text:note-class=\"footnote\"><text:note-citation>1</text:note-citation>\
        <text:note-body><text:p>Data</text:p></text:note-body></text:note></text:p>\
        <table:table><table:table-row><table:table-cell><text:p>کشور</text:p></table:table-cell></table:table-row></table:table>\
        </office:text></office:body></office:document-content>",
        LINES[0], LINES[1]
    );
    zipped(&[
        (
            "mimetype",
            b"application/vnd.oasis.opendocument.text".as_slice(),
        ),
        ("content.xml", body.as_bytes()),
    ])
}

fn html() -> String {
    format!(
        "<!doctype html><html lang=fa dir=rtl><meta charset=utf-8><title>{}</title><nav>فهرست</nav><article><h1>{}</h1><p>{}<sup>1</sup></p><table><tr><td>الف<td>۱۲۴</table><p lang=en>{}</article>",
        LINES[0], LINES[0], LINES[1], LINES[3]
    )
}

fn epub() -> Vec<u8> {
    zipped(&[
        ("mimetype", b"application/epub+zip".as_slice()),
        ("META-INF/container.xml", b"<container><rootfiles><rootfile full-path=\"b/book.opf\"/></rootfiles></container>"),
        ("b/book.opf", b"<package><metadata><dc:title xmlns:dc=\"d\">T</dc:title></metadata><manifest><item id=\"a\" href=\"a.xhtml\"/></manifest><spine><itemref idref=\"a\"/></spine></package>"),
        ("b/a.xhtml", html().as_bytes()),
    ])
}

fn markdown() -> String {
    format!(
        "---\ntitle: {}\n---\n# {}\n\n{}[^1] **پررنگ**\n\n| a | b |\n|---|---|\n| ۱ | ۲ |\n\n[^1]: {}\n",
        LINES[0], LINES[0], LINES[1], LINES[3]
    )
}

fn archive() -> Vec<u8> {
    let inner = zipped(&[("c.txt", LINES[1].as_bytes())]);
    zipped(&[
        ("a.txt", LINES[2].as_bytes()),
        ("../out.txt", LINES[2].as_bytes()),
        ("b/inner.zip", &inner),
        ("d.docx", &word()),
    ])
}

/// A text packed by gzip; `fuzzed.gz` names no format inside, so it is `fuzzed.txt.gz` that is read.
fn packed() -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder
        .write_all(LINES.join("\n").as_bytes())
        .expect("memory takes it");
    encoder.finish().expect("memory takes it")
}

fn records() -> String {
    LINES
        .iter()
        .enumerate()
        .map(|(i, line)| format!("{{\"id\": {i}, \"title\": \"\\u0639\\n\", \"year\": 1401, \"text\": \"{line}\\t\\ud83d\\ude00\"}}\n"))
        .collect()
}

/// Lines whose runs stand last to first, as some extractors emit them.
fn torn() -> String {
    LINES[..3]
        .iter()
        .map(|line| {
            let words: Vec<&str> = line.split(' ').rev().collect();
            words.join(" ") + "\n"
        })
        .collect()
}
