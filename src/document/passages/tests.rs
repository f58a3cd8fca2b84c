use super::packing::LONGEST_SENTENCE;
use super::*;
use crate::document::read::decode;
use crate::document::structure;
use proptest::prelude::*;

fn passages(text: &str) -> Vec<Passage> {
    let text = decode(text.as_bytes()).unwrap().text;
    let page = Page::of(&text);
    cut(&page, &structure::find(&page)).0
}

fn sentence(words: usize) -> String {
    format!("{}پایان.\n", "واژه ".repeat(words - 1))
}

#[test]
fn passages_hold_whole_sentences_of_sixty_to_a_hundred_and_twenty_words() {
    let text: String = (0..40).map(|i| sentence(11 + i % 17)).collect();
    let found = passages(&text);
    assert!(found.len() > 4);
    for passage in &found {
        let words = count_words(&passage.traced.text);
        assert!((FEWEST_WORDS..=MOST_WORDS + 30).contains(&words), "{words}");
        assert!(passage.traced.text.ends_with('.'));
    }
}

#[test]
fn a_passage_never_crosses_a_section() {
    let text = format!("1- مقدمه\n{}2- پیشینه\n{}", sentence(20), sentence(20));
    let found: Vec<(Kind, Option<u32>)> = passages(&text)
        .iter()
        .map(|p| (p.kind, p.section))
        .collect();
    assert_eq!(
        found,
        [
            (Kind::Heading, Some(0)),
            (Kind::Body, Some(0)),
            (Kind::Heading, Some(1)),
            (Kind::Body, Some(1))
        ]
    );
}

#[test]
fn a_sentence_runs_on_below_a_note_at_the_page_foot() {
    let text = "جمله‌ای که در این صفحه آغاز می‌شود و با قدرت هنجاری1\n1. Normative Power\nدر صفحه بعد پایان می‌یابد.\n";
    let found = passages(text);
    assert_eq!(found.len(), 2);
    assert_eq!(
        found[0].traced.text,
        "جمله‌ای که در این صفحه آغاز می‌شود و با قدرت هنجاری1 در صفحه بعد پایان می‌یابد."
    );
    assert_eq!(found[0].traced.lines(), Some((1, 3)));
    assert_eq!(
        (found[1].kind, found[1].traced.text.as_str()),
        (Kind::Footnote, "1. Normative Power")
    );
}

#[test]
fn broken_words_are_joined_and_found_again() {
    let text = "The strat-\negies of a state are many and the author lists them all.\n";
    let found = passages(text);
    assert!(found[0].traced.text.starts_with("The strategies of"));
    assert_eq!(found[0].traced.source_ranges(4..14), vec![4..9, 11..16]);
}

#[test]
fn items_come_with_the_sentence_that_leads_to_them() {
    let text = format!(
        "{}این سند سه هدف دارد که چنین‌اند:\n- هدف نخست آن\n- هدف دوم آن\n",
        sentence(20)
    );
    let found = passages(&text);
    assert_eq!(found.len(), 2);
    assert!(found[0].traced.text.ends_with("پایان."));
    assert_eq!(found[1].kind, Kind::List);
    assert_eq!(
        found[1].traced.text,
        "این سند سه هدف دارد که چنین‌اند: - هدف نخست آن - هدف دوم آن"
    );
    assert_eq!(found[1].traced.lines(), Some((2, 4)));
}

#[test]
fn cells_far_down_a_table_know_its_caption_and_column_heads() {
    let full = "این سطر کامل از متن مقاله است که تا کنار صفحه می‌رسد و ادامه دارد\n";
    let cells = "چین\nحاکمیت\n".repeat(80);
    let text = format!("{full}{full}{full}جدول 1. رویکرد کشورها\nکشور رویکرد\n{cells}");
    let found = passages(&text);
    let tables: Vec<&Passage> = found.iter().filter(|p| p.kind == Kind::Table).collect();
    assert!(tables.len() > 1);
    assert!(tables[0].traced.text.starts_with("کشور رویکرد چین حاکمیت"));
    assert_eq!(tables[0].context, "");
    for table in &tables[1..] {
        assert_eq!(table.context, "جدول 1. رویکرد کشورها ; کشور رویکرد ; ");
    }
    assert!(
        found
            .iter()
            .all(|p| p.kind == Kind::Table || p.context.is_empty())
    );
}

#[test]
fn a_text_without_sentences_is_still_cut() {
    let found = passages(&"word ".repeat(2000));
    assert!(found.len() >= 2000 / LONGEST_SENTENCE);
    let found = passages(&"网".repeat(30_000));
    assert!(found.len() > 2);
}

proptest! {
    /// Every visible character of a document is in exactly one passage, but for line-end
    /// hyphens and page furniture.
    #[test]
    fn nothing_is_lost(text in "([a-zآ-ی0-9 .،؟:()\\-]{0,60}\n){1,20}") {
        prop_assume!(!text.trim().is_empty());
        let source = decode(text.as_bytes()).unwrap().text;
        let page = Page::of(&source);
        let structure = structure::find(&page);
        let found = cut(&page, &structure).0;
        let visible = |s: &str| s.chars().filter(|c| c.is_alphanumeric()).count();
        let expected: usize = (0..page.shapes.len())
            .filter(|i| structure.kinds[*i].is_some())
            .map(|i| visible(page.line(i)))
            .sum();
        let got: usize = found.iter().map(|p| visible(&p.traced.text)).sum();
        prop_assert_eq!(got, expected);
        for passage in &found {
            for span in &passage.traced.spans {
                let range = span.start as usize..(span.start + span.len) as usize;
                let source = passage.traced.source_ranges(range.clone());
                let bytes = &text.as_bytes()[source[0].start as usize..source[0].end as usize];
                prop_assert_eq!(passage.traced.text[range].as_bytes(), bytes);
            }
        }
    }
}

#[test]
fn a_list_of_several_passages_keeps_the_sentence_that_leads_to_it() {
    let item = |n: usize| format!("- مورد {n} که {}است.\n", "واژه ".repeat(40));
    let text = format!(
        "متن پیش از آن که جمله‌ای کامل است و به پایان می‌رسد. راه‌های آن که می‌آید چنین است:\n{}{}{}{}",
        item(1),
        item(2),
        item(3),
        item(4)
    );
    let lists: Vec<Passage> = passages(&text)
        .into_iter()
        .filter(|p| p.kind == Kind::List)
        .collect();
    assert!(lists.len() > 1);
    assert!(
        lists[0]
            .traced
            .text
            .starts_with("راه‌های آن که می‌آید چنین است:")
    );
    assert_eq!(lists[0].context, "");
    assert!(
        lists[1..]
            .iter()
            .all(|p| p.context == "راه‌های آن که می‌آید چنین است:")
    );
}

#[test]
fn an_item_of_a_cell_is_not_cut_from_its_further_lines() {
    let cell = "- ضعف در تامین زیرساخت‌های\n\nلازم در برخی کشورهای\nمنطقه\n";
    let text = format!(
        "این سطر کامل از متن مقاله است که تا کنار صفحه می‌رسد و ادامه دارد\nجدول 1. ضعف‌ها\nکشور ضعف\n{}",
        cell.repeat(30)
    );
    let tables: Vec<Passage> = passages(&text)
        .into_iter()
        .filter(|p| p.kind == Kind::Table)
        .collect();
    assert!(tables.len() > 1);
    for passage in &tables[1..] {
        assert!(
            passage.traced.text.starts_with("- ضعف"),
            "{}",
            passage.traced.text
        );
        assert_eq!(passage.context, "جدول 1. ضعف‌ها ; کشور ضعف ; ");
    }
}
