use super::*;
use crate::document::Document;
use crate::document::read::{RawDocument, decode};

#[track_caller]
fn check(text: &str, authors: &str, year: &str, title: &str) -> Reference {
    let reference = parse::parse(text, 1).unwrap();
    assert_eq!(
        (
            reference.authors.as_str(),
            reference.year.as_str(),
            reference.title.as_str()
        ),
        (authors, year, title)
    );
    reference
}

#[track_caller]
fn details(reference: &Reference, expected: [&str; 5]) {
    let found = [
        &reference.venue,
        &reference.volume,
        &reference.issue,
        &reference.pages,
        &reference.publisher,
    ];
    assert_eq!(found.map(String::as_str), expected, "{}", reference.raw);
}

#[test]
fn apa_and_harvard() {
    let r = check(
        "Barrinha, A. and Renard, T. (2017). Cyber-diplomacy: the making of an international society. Global Affairs, 3(4-5), 353-364. https://doi.org/10.1080/23340460.2017.1414924",
        "Barrinha, A. and Renard, T",
        "2017",
        "Cyber-diplomacy: the making of an international society",
    );
    details(&r, ["Global Affairs", "3", "4-5", "353-364", ""]);
    assert_eq!(r.doi, "10.1080/23340460.2017.1414924");
    let r = check(
        "Nye, J. S. (2004). Soft power: The means to success in world politics. New York: PublicAffairs.",
        "Nye, J. S",
        "2004",
        "Soft power: The means to success in world politics",
    );
    details(&r, ["", "", "", "", "PublicAffairs"]);
    assert_eq!(r.kind(), "book");
    check(
        "World Bank. (2019a, May 3). World development report. http://www.worldbank.org/report",
        "World Bank",
        "2019a",
        "World development report",
    );
}

#[test]
fn editors_and_questions() {
    check(
        "Katzenstein, P. (Ed.). (1996). The culture of national security. New York: Columbia University Press.",
        "Katzenstein, P",
        "1996",
        "The culture of national security",
    );
    check(
        "Checkel, J. T. (2001). Why comply? Social learning and European identity change. International Organization, 55(3), 553-588.",
        "Checkel, J. T",
        "2001",
        "Why comply? Social learning and European identity change",
    );
}

#[test]
fn years_that_come_later() {
    let r = check(
        "[3] Robertson SE, Zaragoza H. The probabilistic relevance framework: BM25 and beyond. Found Trends Inf Retr. 2009;3(4):333-89.",
        "Robertson SE, Zaragoza H",
        "2009",
        "The probabilistic relevance framework: BM25 and beyond",
    );
    details(&r, ["Found Trends Inf Retr", "3", "4", "333-89", ""]);
    assert_eq!(r.number, Some(3));
    let r = check(
        "[7] A. Segal, “Chinese cyber diplomacy in a new era,” Aegis Series, vol. 3, no. 2, pp. 1–25, 2017.",
        "A. Segal",
        "2017",
        "Chinese cyber diplomacy in a new era",
    );
    details(&r, ["Aegis Series", "3", "2", "1-25", ""]);
    check(
        "Barrinha, André, and Thomas Renard. “Cyber-Diplomacy.” Global Affairs 3, no. 4 (2017): 353–64.",
        "Barrinha, André, and Thomas Renard",
        "2017",
        "Cyber-Diplomacy",
    );
    check(
        "Kissinger, Henry. 1994. Diplomacy. New York: Simon & Schuster.",
        "Kissinger, Henry",
        "1994",
        "Diplomacy",
    );
    check(
        "Kissinger, Henry. Diplomacy. New York: Simon & Schuster, 1994.",
        "Kissinger, Henry",
        "1994",
        "Diplomacy",
    );
}

#[test]
fn iranian_styles() {
    let r = check(
        "نصراللهی، محمد و باغبادرانی، علی (۱۴۰۳). «مفهوم‌شناسی دیپلماسی سایبر». فصلنامه مطالعات بین‌المللی، سال ۱۹، شماره ۱، صص ۱۱۵-۱۳۵.",
        "نصراللهی، محمد و باغبادرانی، علی",
        "1403",
        "مفهوم‌شناسی دیپلماسی سایبر",
    );
    details(&r, ["فصلنامه مطالعات بین‌المللی", "19", "1", "115-135", ""]);
    let r = check(
        "نای، جوزف (۱۳۹۰)، قدرت نرم، ترجمه محسن روحانی، تهران: دانشگاه امام صادق.",
        "نای، جوزف",
        "1390",
        "قدرت نرم",
    );
    assert_eq!(r.publisher, "دانشگاه امام صادق");
    check(
        "احمدی، رضا. جامعه‌شناسی رسانه. تهران: نشر نی، ۱۳۸۵.",
        "احمدی، رضا",
        "1385",
        "جامعه‌شناسی رسانه",
    );
    assert_eq!(parse::parse("12", 1), None);
}

const PAPER: &str = "مقدمه\n\
این موضوع در پژوهش‌های پیشین بررسی شده است (رضایی، ۱۳۹۹: ۱۲؛ Segal, 2020) و آثار دیگری نیز هست (Doshi, 2021).\n\n\
منابع\n\
رضایی، علی (۱۳۹۹). حاکمیت در فضای سایبر. تهران: نشر نی.\n\
Segal, A. (2020). China's Vision for Cyber Sovereignty. Seattle: NBR.\n\
Nye, J. (2004). Soft Power. New York: PublicAffairs.\n";

fn inspect(text: &str) -> Document {
    let decoded = decode(text.as_bytes()).unwrap();
    Document::inspect(RawDocument {
        text: decoded.text,
        ..RawDocument::default()
    })
    .0
}

#[test]
fn citations_and_entries_find_each_other() {
    let document = inspect(PAPER);
    let links = link::link(&document.citations, &document.references);
    assert_eq!(links, [Some(0), Some(1), None]);
    assert_eq!(link::uncited(&links, &document.references), [2]);
}

#[test]
fn export_for_other_programs() {
    let document = inspect(PAPER);
    let bibtex = export::bibtex(&document.references);
    assert!(bibtex.starts_with("@book{رضایی1399,\n  author = {رضایی, علی},\n  title = {{حاکمیت در فضای سایبر}},\n  year = {1399},\n"), "{bibtex}");
    assert_eq!(bibtex.matches("@book").count(), 3);
    let csl = export::csl(&document.references);
    assert_eq!(
        csl[1],
        serde_json::json!({
            "id": "segal2020", "type": "book", "author": [{"family": "Segal", "given": "A"}],
            "issued": {"date-parts": [[2020]]}, "title": "China's Vision for Cyber Sovereignty",
            "publisher": "NBR",
        })
    );
}

#[test]
fn numbers_cite_the_entries_of_a_numbered_list() {
    let document = inspect(
        "Introduction\nRanking by probability is old [1], and its best known form [1, 3] has been refined since then [2-3].\nNothing is said of [9] or of x[1].\n\nReferences\n[1] Robertson SE. The probability ranking principle. J Doc. 1977;33(4):294-304.\n[2] Zaragoza H. Fields. TREC. 2004;1(1):1-9.\n[3] Robertson SE, Zaragoza H. BM25 and beyond. Found Trends. 2009;3(4):333-89.\n",
    );
    let found: Vec<(Option<u32>, &str, &str)> = document
        .citations
        .iter()
        .map(|c| (c.number, c.authors.as_str(), c.year.as_str()))
        .collect();
    let (one, two, three) = (
        (Some(1), "Robertson SE", "1977"),
        (Some(2), "Zaragoza H", "2004"),
        (Some(3), "Robertson SE, Zaragoza H", "2009"),
    );
    assert_eq!(found, [one, one, three, two, three]);
    let links = link::link(&document.citations, &document.references);
    assert_eq!(links, [Some(0), Some(0), Some(2), Some(1), Some(2)]);
}
