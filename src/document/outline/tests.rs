use super::*;
use crate::document::read::decode;

fn outline(text: &str) -> Vec<(u8, String, String)> {
    let text = decode(text.as_bytes()).unwrap().text;
    let page = Page::of(&text);
    find(&page, &vec![false; text.lines.len()])
        .sections
        .into_iter()
        .map(|s| (s.level, s.number, s.title))
        .collect()
}

fn check(text: &str, expected: &[(u8, &str, &str)]) {
    let found = outline(text);
    let found: Vec<(u8, &str, &str)> = found
        .iter()
        .map(|(l, n, t)| (*l, n.as_str(), t.as_str()))
        .collect();
    assert_eq!(found, expected);
}

const PARAGRAPH: &str = "این سطر کامل از متن مقاله است که تا کنار صفحه می‌رسد و ادامه دارد\n\
    و سطر دوم هم کامل است و تا کنار صفحه می‌رسد و در پایان آن نقطه است.\n";

#[test]
fn numbered_headings_make_a_tree() {
    let text = format!(
        "چکیده\n{P}\n1- مقدمه\n{P}\n4- بررسی دیپلماسی سایبری چین\n\n4-1- اهداف و اولویت‌ها\n{P}\n4-1-1- قدرت هنجاری1\n{P}\nنتیجه‌گیری\n{P}",
        P = PARAGRAPH
    );
    check(
        &text,
        &[
            (1, "", "چکیده"),
            (1, "1", "مقدمه"),
            (1, "4", "بررسی دیپلماسی سایبری چین"),
            (2, "4-1", "اهداف و اولویت‌ها"),
            (3, "4-1-1", "قدرت هنجاری1"),
            (1, "", "نتیجه‌گیری"),
        ],
    );
}

#[test]
fn headings_without_numbers_stand_between_paragraphs() {
    let text = format!(
        "مقدمه\n{P}تاریخچه دیپلماسی سایبری در جهان\n{P}این سطر کوتاه\n{P}",
        P = PARAGRAPH
    );
    let found = outline(&text);
    assert_eq!(found[1].2, "تاریخچه دیپلماسی سایبری در جهان");
    assert!(
        outline(&format!(
            "مقدمه\n{PARAGRAPH}جمع کل ۱۲۳۴۵ تومان\n{PARAGRAPH}"
        ))
        .len()
            == 1
    );
}

#[test]
fn lists_captions_and_sentences_are_no_headings() {
    let text = format!(
        "مقدمه\n{P}1. مورد اول\n2. مورد دوم\n3. مورد سوم\nجدول 1: رویکردها\n{P}1. این یک جمله است.\n{P}",
        P = PARAGRAPH
    );
    check(&text, &[(1, "", "مقدمه")]);
}

#[test]
fn headings_over_two_lines() {
    let text = format!(
        "مقدمه\n{P}2-1- بررسی جایگاه نهادهای بین‌المللی در سیاست‌گذاری رسانه‌ای\nکشورهای منطقه\n{P}جایگاه رسانه‌های نو در سیاست خارجی کشورهای منطقه در این دوره\nچگونه است؟\n\n{P}",
        P = PARAGRAPH
    );
    check(
        &text,
        &[
            (1, "", "مقدمه"),
            (
                2,
                "2-1",
                "بررسی جایگاه نهادهای بین‌المللی در سیاست‌گذاری رسانه‌ای کشورهای منطقه",
            ),
        ],
    );
}

#[test]
fn questions_and_bullets_may_be_headings() {
    let text = format!(
        "یافته‌ها\n{P}کوتاه است.\n- رسانه نو چیست؟\n{P}کوتاه است.\nجایگاه رسانه‌های نو در سیاست خارجی کشورهای منطقه در این دوره تازه\nچگونه است؟\n\nجدول 1. جایگاه رسانه\n",
        P = PARAGRAPH
    );
    check(
        &text,
        &[
            (1, "", "یافته‌ها"),
            (2, "", "رسانه نو چیست؟"),
            (
                2,
                "",
                "جایگاه رسانه‌های نو در سیاست خارجی کشورهای منطقه در این دوره تازه چگونه است؟",
            ),
        ],
    );
    // Several bullets are a list, whatever they end with.
    let list = format!("مقدمه\n{PARAGRAPH}- رسانه نو چیست؟\n- رسانه کهن چیست؟\n{PARAGRAPH}");
    assert_eq!(outline(&list).len(), 1);
}

#[test]
fn titles_with_a_colon_announce_what_follows() {
    let text = format!(
        "مقدمه\n{P}\nپرسش اصلی:\nرسانه نو چیست؟\n{P}\nویژگی‌های رسانه نو چنین است:\n\n1. سرعت رسانه\n{P}نتیجه این بررسی چنین است:\n{P}",
        P = PARAGRAPH
    );
    check(
        &text,
        &[
            (1, "", "مقدمه"),
            (2, "", "پرسش اصلی:"),
            (2, "", "ویژگی‌های رسانه نو چنین است:"),
            (3, "1", "سرعت رسانه"),
        ],
    );
}

#[test]
fn what_extraction_displaced_in_a_title_is_put_back() {
    let text = format!(
        "{PARAGRAPH}\n(ICT) 1. وابستگی به فناوری\n{PARAGRAPH}\n2- نظریه چرخه قدرت مبانی نظری:\n{PARAGRAPH}"
    );
    check(
        &text,
        &[
            (1, "1", "وابستگی به فناوری (ICT)"),
            (1, "2", "مبانی نظری: نظریه چرخه قدرت"),
        ],
    );
}

#[test]
fn a_series_goes_on_over_items_that_lost_their_numbers() {
    let text = format!(
        "یافته‌ها\n{P}\nویژگی‌های رسانه\n{P}\n1. سرعت رسانه\n{P}\nگستره رسانه نو\n{P}\n3. بهای رسانه\n{P}\nآینده رسانه‌ها\n{P}\n1. آینده نزدیک\n{P}",
        P = PARAGRAPH
    );
    check(
        &text,
        &[
            (1, "", "یافته‌ها"),
            (2, "", "ویژگی‌های رسانه"),
            (3, "1", "سرعت رسانه"),
            (3, "", "گستره رسانه نو"),
            (3, "3", "بهای رسانه"),
            (2, "", "آینده رسانه‌ها"),
            (3, "1", "آینده نزدیک"),
        ],
    );
}

#[test]
fn numbers_moved_to_the_end_count_too() {
    let text = format!("{PARAGRAPH}\n اهداف و اولویت -4-1\n{PARAGRAPH}");
    check(&text, &[(2, "4-1", "اهداف و اولویت")]);
}

#[test]
fn english_papers() {
    let p = "A full line of English text that reaches the margin of the page again and\nends here with a second full line of text that also reaches the margin.\n";
    check(
        &format!(
            "Extended Abstract\n{p}1. Introduction\n{p}2.1 What is searched\n{p}References\n{p}"
        ),
        &[
            (1, "", "Extended Abstract"),
            (1, "1", "Introduction"),
            (2, "2-1", "What is searched"),
            (1, "", "References"),
        ],
    );
}

#[test]
fn captions() {
    assert!(is_caption("جدول 1: رویکردهای امنیت"));
    assert!(is_caption("جدول شماره ۲ رویکردها"));
    assert!(is_caption("Table 3. Peers"));
    assert!(!is_caption("جدول زیر نشان می‌دهد"));
}

#[test]
fn a_path_leads_from_the_top() {
    let section = |level, title: &str, parent| Section {
        level,
        number: String::new(),
        title: title.into(),
        line: 1,
        parent,
    };
    let sections = [
        section(1, "a", None),
        section(2, "b", Some(0)),
        section(2, "c", Some(9)),
    ];
    assert_eq!(path(&sections, Some(1)), ["a", "b"]);
    assert_eq!(path(&sections, Some(2)), ["c"]);
    assert!(path(&sections, None).is_empty());
}
