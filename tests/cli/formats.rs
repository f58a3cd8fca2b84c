//! Word, OpenDocument, web pages, e-books, packed files and archives.

use super::env::Env;
use super::fuzzed::made::{W, zipped};
use super::paper::PAPER;
use super::pdf_file::PdfFile;
use std::io::Write;

fn word() -> Vec<u8> {
    let styles = format!(
        "<w:styles {W}><w:style w:styleId=\"a1\"><w:name w:val=\"heading 1\"/></w:style></w:styles>"
    );
    let notes = format!(
        "<w:footnotes {W}><w:footnote w:type=\"separator\" w:id=\"-1\"><w:p/></w:footnote><w:footnote w:id=\"2\"><w:p><w:r><w:t>Data Diplomacy</w:t></w:r></w:p></w:footnote></w:footnotes>"
    );
    let body = format!(
        "<w:document {W}><w:body>\
        <w:p><w:pPr><w:pStyle w:val=\"a1\"/></w:pPr><w:r><w:t>دیپلماسی داده</w:t></w:r></w:p>\
        <w:p><w:r><w:t xml:space=\"preserve\">دولت&#8204;ها </w:t></w:r><w:r><w:t>می</w:t><w:softHyphen/><w:t>کوشند</w:t></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r><w:del><w:r><w:delText>حذف</w:delText></w:r></w:del></w:p>\
        <w:tbl><w:tr><w:tc><w:p><w:r><w:t>کشور</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>شمار</w:t></w:r></w:p></w:tc></w:tr></w:tbl>\
        <w:p><w:r><mc:AlternateContent><mc:Choice><w:t>یک بار</w:t></mc:Choice><mc:Fallback><w:t>دو بار</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>\
        </w:body></w:document>"
    );
    zipped(&[
        ("word/document.xml", body.as_bytes()),
        ("word/styles.xml", styles.as_bytes()),
        ("word/footnotes.xml", notes.as_bytes()),
        ("docProps/core.xml", "<p xmlns:dc=\"x\"><dc:title>دیپلماسی داده در منطقه</dc:title><dc:creator>سارا احمدی</dc:creator></p>".as_bytes()),
    ])
}

/// Markup and text of the lines that are not empty.
fn lines(env: &Env, file: &str) -> Vec<(String, String)> {
    let run = env.run(&["inspect", file, "text"]).exits(0);
    run.rows()
        .into_iter()
        .filter(|r| !r[3].is_empty())
        .map(|r| (r[2].to_owned(), r[3].to_owned()))
        .collect()
}

#[track_caller]
fn has_lines(env: &Env, file: &str, expected: &[(&str, &str)]) {
    let found = lines(env, file);
    let found: Vec<(&str, &str)> = found
        .iter()
        .map(|(m, t)| (m.as_str(), t.as_str()))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn word_gives_headings_notes_and_tables() {
    let env = Env::new();
    env.write("papers/a.docx", word());
    has_lines(
        &env,
        "papers/a.docx",
        &[
            ("heading 1", "دیپلماسی داده"),
            ("", "دولت‌ها می‌کوشند¹"),
            ("footnote", "1. Data Diplomacy"),
            ("table", "کشور | شمار"),
            ("", "یک بار"),
        ],
    );
    env.run(&["index", "papers"]).exits(0);
    let hits = env.hits("کوشیدن OR \"Data Diplomacy\"");
    assert!(!hits.is_empty());
    assert_eq!(hits[0]["document"]["title"], "دیپلماسی داده در منطقه");
    assert_eq!(hits[0]["document"]["authors"][0], "سارا احمدی");
    assert_eq!(
        env.run(&["inspect", "papers/a.docx", "footnotes"])
            .exits(0)
            .rows()[0][2],
        "Data Diplomacy"
    );
}

#[test]
fn open_document_gives_the_same() {
    let content = "<o:document-content xmlns:text=\"t\" xmlns:table=\"b\"><text:h text:outline-level=\"2\">روش پژوهش</text:h>\
        <text:p>متن<text:s/>نخست<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Norm</text:p></text:note-body></text:note> و دوم</text:p>\
        <table:table><table:table-row><table:table-cell><text:p>الف</text:p></table:table-cell><table:table-cell><text:p>ب</text:p></table:table-cell></table:table-row></table:table>\
        <text:list><text:list-item><text:p>مورد</text:p></text:list-item></text:list></o:document-content>";
    let env = Env::new();
    env.write("a.odt", zipped(&[("content.xml", content.as_bytes())]));
    has_lines(
        &env,
        "a.odt",
        &[
            ("heading 2", "روش پژوهش"),
            ("", "متن نخست¹ و دوم"),
            ("footnote", "1. Norm"),
            ("table", "الف | ب"),
            ("list", "مورد"),
        ],
    );
}

#[test]
fn books_are_read_in_the_order_of_their_spine() {
    let env = Env::new();
    let package = "<package><metadata><dc:title>کتاب داده</dc:title></metadata><manifest><item id=\"b\" href=\"b%20b.xhtml\"/><item id=\"a\" href=\"a.xhtml\"/></manifest><spine><itemref idref=\"a\"/><itemref idref=\"b\"/></spine></package>";
    let book = zipped(&[
        (
            "META-INF/container.xml",
            b"<container><rootfiles><rootfile full-path=\"O/p.opf\"/></rootfiles></container>",
        ),
        ("O/p.opf", package.as_bytes()),
        (
            "O/a.xhtml",
            "<html><body><h1>فصل نخست</h1><p>متن یک</p></body></html>".as_bytes(),
        ),
        (
            "O/b b.xhtml",
            "<html><body><h1>فصل دوم</h1><p>متن دو</p></body></html>".as_bytes(),
        ),
    ]);
    env.write("a.epub", book);
    has_lines(
        &env,
        "a.epub",
        &[
            ("heading 1", "فصل نخست"),
            ("paragraph", "متن یک"),
            ("heading 1", "فصل دوم"),
            ("paragraph", "متن دو"),
        ],
    );
}

#[test]
fn archives_are_read_in_place_and_what_leaves_them_is_not() {
    let env = Env::new();
    let mut pdf = PdfFile::new();
    pdf.page().latin(
        50.0,
        700.0,
        12.0,
        "A page about normative power in an archive",
    );
    let inner = zipped(&[("deep.html", "<p>متن ژرف درباره استقلال</p>".as_bytes())]);
    let archive = zipped(&[
        ("sub/one.txt", PAPER.as_bytes()),
        ("two.pdf", &pdf.bytes()),
        ("inner.zip", &inner),
        ("../out.txt", "بیرون\n".as_bytes()),
        ("note.xyz", b"unknown"),
        (".hidden.txt", b"hidden"),
    ]);
    env.write("papers/all.zip", archive);
    env.run(&["index", "papers"])
        .exits(2)
        .says("`../out.txt` points out of the archive");
    assert_eq!(env.found("حاکمیت"), ["all/sub/one"]);
    assert_eq!(env.found("\"normative power\" doc:all/two"), ["all/two"]);
    assert_eq!(
        env.found("استقلال doc:all/inner.zip/*"),
        ["all/inner.zip/deep"]
    );
    assert_eq!(
        env.hits("استقلال doc:all/inner.zip/*")[0]["document"]["path"],
        "papers/all.zip/inner.zip/deep.html"
    );
    assert!(env.found("بیرون").is_empty());
    let hit = &env.hits("\"normative power\" doc:all/two")[0];
    let place = format!(
        "{}:{}",
        hit["document"]["path"].as_str().unwrap(),
        hit["lines"][0]
    );
    assert_eq!(place, "papers/all.zip/two.pdf:1");
    env.run(&["show", &place])
        .exits(0)
        .prints_among("normative power");
    // Unchanged, and the bad entry is named again.
    env.run(&["index", "papers"])
        .exits(2)
        .says("records that could not be read: 1");
}

#[test]
fn packed_files_and_bombs() {
    let env = Env::new();
    let pack = |bytes: &[u8]| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).expect("bytes");
        encoder.finish().expect("gzip")
    };
    env.write("papers/a.txt.gz", pack(PAPER.as_bytes()));
    env.run(&["index", "papers"]).exits(0);
    assert_eq!(env.found("حاکمیت"), ["a.txt"]);
    env.write("papers/b.txt.gz", pack(&vec![b'a'; 30 << 20]));
    env.write("papers/c.gz", pack(b"x"));
    let nested = zipped(&[("x.txt", &vec![b'a'; 8 << 20])]);
    let bomb = zipped(&[("1.zip", &nested), ("2.zip", &nested), ("3.zip", &nested)]);
    env.write("papers/d.zip", bomb);
    env.write("papers/e.docx", b"PK\x03\x04 nothing");
    env.run(&["index", "papers", "--file-memory", "10M"])
        .exits(2)
        .says("papers/b.txt.gz: unpacks to more than 10 MiB")
        .says("papers/c: no reader for this kind of file")
        .says("papers/d.zip")
        .says("unpacks to more than 10 MiB")
        .says("papers/e.docx: no zip archive inside");
    assert_eq!(env.found("حاکمیت"), ["a.txt"]);
}

/// What was added of it before stands in a segment that is not written yet.
#[test]
fn a_file_that_is_given_up_halfway_is_left_out_whole() {
    let env = Env::new();
    env.write("papers/good.txt", "متن درباره استقلال\n");
    let archive = zipped(&[
        ("first.txt", "متن درباره استقلال\n".as_bytes()),
        ("large.txt", &vec![b'a'; 3 << 20]),
    ]);
    env.write("papers/packed.zip", archive);
    let run = env.run(&["index", "papers", "--threads", "1", "--file-memory", "1M"]);
    run.exits(2).says("unpacks to more than 1 MiB");
    assert_eq!(env.found("استقلال"), ["good"]);
    env.run(&["check"]).exits(0);
}
