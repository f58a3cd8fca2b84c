use super::*;
use crate::document::read::decode;

fn furniture(text: &str) -> (Furniture, crate::text::SourceText) {
    let text = decode(text.as_bytes()).unwrap().text;
    let found = find(&Page::of(&text));
    (found, text)
}

fn body(lines: usize) -> String {
    "این سطر از متن مقاله است و در هر صفحه چند بار می‌آید\n".repeat(lines)
}

#[test]
fn running_heads_with_page_numbers_are_set_aside_even_when_scattered() {
    let mut text = String::new();
    for (page, head) in [
        "116  فصلنامه مطالعات بین‌المللی",
        "117  المللیفصلنامه مطالعات بین",
        "مطالعات بین‌المللی فصلنامه 118",
    ]
    .iter()
    .enumerate()
    {
        text += &format!("\n{head}\n\n{}", body(9 + page));
    }
    let (found, source) = furniture(&text);
    let set_aside: Vec<u32> = (0..found.lines.len())
        .filter(|i| found.lines[*i])
        .map(|i| source.lines[i].number)
        .collect();
    assert_eq!(set_aside, [2, 14, 27]);
    assert_eq!(found.heads, ["فصلنامه مطالعات بین‌المللی"]);
    assert_eq!(found.pages[5], Some(116));
    assert_eq!(found.pages[20], Some(117));
    assert_eq!(*found.pages.last().unwrap(), Some(118));
}

#[test]
fn heads_that_came_once_tell_journal_and_pages() {
    let rule = " ".repeat(40);
    let mut text = String::new();
    text += &format!(
        "{}\n\n\nفصلنامه مطالعات بین‌المللی، سال 19، شماره 1، تابستان 1401 116\n\n\n",
        body(20)
    );
    text += &format!("{}{rule}\n1. Normative Power\n{}", body(20), body(22));
    text += &format!(
        "\n\n\nجایگاه دیپلماسی سایبری در نقش چین 118\n\n\n{}",
        body(20)
    );
    let source = decode(text.as_bytes()).unwrap().text;
    let page = Page::of(&source);
    let mut found = find(&page);
    assert_eq!(found.lines.iter().filter(|f| **f).count(), 2);
    assert_eq!(
        (
            found.journal.volume,
            found.journal.issue,
            found.journal.year
        ),
        (Some(19), Some(1), Some(1401))
    );
    let notes = crate::document::notes::find(&page, &found.lines);
    found.pages_from_notes(&page, &notes);
    let pages: Vec<Option<u32>> = [0, 30, 50, 80].map(|i| found.pages[i]).to_vec();
    assert_eq!(pages, [Some(115), Some(116), Some(117), Some(118)]);
}

#[test]
fn a_head_in_pieces_is_no_text() {
    let text = format!(
        "عنوان این مقاله کوتاه\n{}\nعنوان این مقاله کوتاه\n\n73\n\nسال دوم\nشماره سوم\n\nپاییز 1404\n\n{}",
        body(20),
        body(9)
    );
    let (found, source) = furniture(&text);
    let lines: Vec<&str> = (0..found.lines.len())
        .filter(|i| found.lines[*i])
        .map(|i| source.line(i).trim())
        .collect();
    assert_eq!(
        lines,
        [
            "عنوان این مقاله کوتاه",
            "73",
            "سال دوم",
            "شماره سوم",
            "پاییز 1404"
        ]
    );
    assert_eq!(found.journal.year, Some(1404));
    assert_eq!(found.pages[3], None);
}

#[test]
fn lone_page_numbers_at_the_foot_count_backward() {
    let text = format!("{}\n7\n\x0c{}\n8\n\x0c{}\n9\n", body(5), body(5), body(5));
    let (found, _) = furniture(&text);
    assert_eq!(found.lines.iter().filter(|f| **f).count(), 3);
    assert_eq!(found.pages[0], Some(7));
    assert_eq!(found.pages[9], Some(8));
}

#[test]
fn numbers_in_a_table_and_repeated_cells_are_no_furniture() {
    let text = format!(
        "{}\n70\n\n12\n\n500\n\n{}جمع کل ستون\n{}جمع کل ستون\n",
        body(3),
        body(9),
        body(9)
    );
    let (found, _) = furniture(&text);
    assert_eq!(found.lines.iter().filter(|f| **f).count(), 0);
    assert_eq!(found.pages[0], None);
}

#[test]
fn form_feeds_alone_count_pages() {
    let (found, _) = furniture("one\n\x0ctwo\nthree\n\x0cfour\n");
    assert_eq!(found.pages, [Some(1), Some(2), Some(2), Some(3)]);
}
