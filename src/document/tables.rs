//! Where tables stand in plain text: from a caption to the next running text, and lines whose cells
//! are parted by tabs or bars.
//!
//! Extractors break tables into one short line a cell, so that nothing but the caption tells that
//! there is one; what ends it is a paragraph.

use super::outline;
use super::shape::{Page, leading_number};
use crate::text::Markup;
use crate::text::letters::fold_solid;

/// Most lines of a table, so that a caption in a text without full lines does not make a table of
/// everything after it.
const LONGEST_TABLE: usize = 600;

/// Whether each line is a cell or row of a table. `skip` says which lines are page furniture or notes.
pub fn find(page: &Page, skip: &[bool]) -> Vec<bool> {
    let count = page.shapes.len();
    let mut cells = vec![false; count];
    let mut index = 0;
    while index < count {
        let shape = &page.shapes[index];
        if shape.is_blank() || skip[index] {
            index += 1;
            continue;
        }
        let line = page.line(index);
        if shape.markup == Markup::TableRow || shape.markup == Markup::None && looks_tabular(line) {
            cells[index] = true;
            index += 1;
            continue;
        }
        if shape.markup != Markup::None || !outline::is_caption(line) || !is_of_table(line) {
            index += 1;
            continue;
        }
        // A caption may itself run over its line.
        let mut at = index + 1;
        let end = (index + LONGEST_TABLE).min(count);
        let mut previous: Option<usize> = None;
        while at < end {
            if page.shapes[at].is_blank() || skip[at] {
                at += 1;
                continue;
            }
            if is_over(page, at, previous, skip) {
                break;
            }
            cells[at] = true;
            previous = Some(at);
            at += 1;
        }
        index = at;
    }
    cells
}

/// Whether a caption is that of a table and not of a figure.
pub fn is_of_table(line: &str) -> bool {
    fold_solid(line).contains("جدول") || line.to_lowercase().contains("table")
}

/// Whether cells of a line are parted by tabs or bars.
pub fn looks_tabular(line: &str) -> bool {
    // Most lines have neither.
    if memchr::memchr2(b'|', b'\t', line.as_bytes()).is_none() {
        return false;
    }
    let count = |line: &str, mark| memchr::memchr_iter(mark, line.as_bytes()).count();
    count(line, b'|') >= 2 || count(line.trim(), b'\t') >= 2
}

/// Whether the table is over before this line: running text begins, or a heading that is one by its
/// words or its number, or another caption.
fn is_over(page: &Page, index: usize, previous: Option<usize>, skip: &[bool]) -> bool {
    let shape = &page.shapes[index];
    let line = page.line(index);
    if shape.markup != Markup::None && shape.markup != Markup::TableRow
        || outline::is_caption(line)
        || outline::known(line).is_some()
    {
        return true;
    }
    let next = page.next(index).filter(|n| !skip[*n]);
    let full =
        |i: usize| page.shapes[i].width * 20 >= page.full_width * 17 && page.shapes[i].words > 6;
    if let Some(number) = leading_number(line)
        && number.parts.len() > 1
        && number.marked
        && next.is_some_and(full)
    {
        return true;
    }
    // The items of a cell are not running text, nor is what such an item goes on with.
    let bullet = |i: usize| {
        page.line(i)
            .trim_start()
            .starts_with(['-', '–', '•', '*', '▪', '●'])
    };
    if bullet(index)
        || previous
            .is_some_and(|p| page.next(p) == Some(index) && bullet(p) && !page.shapes[p].terminated)
    {
        return false;
    }
    if full(index) && next.is_none_or(|n| full(n) || page.shapes[n].terminated) {
        return true;
    }
    // Two wide lines that follow each other after the end of a cell, in a text whose lines are not
    // equally long since the tatweels that filled them were dropped.
    let wide =
        |i: usize| page.shapes[i].width * 20 >= page.full_width * 15 && page.shapes[i].words > 8;
    let ended = previous.is_some_and(|p| page.shapes[p].terminated && p + 1 < index);
    ended && wide(index) && next == Some(index + 1) && wide(index + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::read::decode;

    fn cells(text: &str) -> Vec<usize> {
        let text = decode(text.as_bytes()).unwrap().text;
        let page = Page::of(&text);
        let found = find(&page, &vec![false; page.shapes.len()]);
        (0..found.len())
            .filter(|i| found[*i])
            .map(|i| i + 1)
            .collect()
    }

    const FULL: &str = "این سطر کامل از متن مقاله است که تا کنار صفحه می‌رسد و ادامه دارد\n";

    #[test]
    fn a_table_goes_from_its_caption_to_running_text() {
        let text = format!(
            "{FULL}{FULL}{FULL}جدول 1. کشورها و رویکردها\nکشور رویکرد\n\nآمریکا\n- مداخله در دیگر کشورها و ایجاد چارچوب‌های تازه در سراسر جهان امروز\nو گسترش نفوذ.\nچین\n{FULL}{FULL}"
        );
        assert_eq!(cells(&text), [5, 7, 8, 9, 10]);
    }

    #[test]
    fn a_figure_has_no_cells_and_rows_need_no_caption() {
        assert_eq!(
            cells(&format!("{FULL}{FULL}شکل 1. نمودار\nکوتاه\n{FULL}")),
            Vec::<usize>::new()
        );
        assert_eq!(cells("a\tb\tc\n1\t2\t3\nno cells\n"), [1, 2]);
    }

    #[test]
    fn a_heading_ends_a_table() {
        assert_eq!(
            cells(&format!(
                "{FULL}{FULL}{FULL}Table 1. Peers\nx\ny\nنتیجه‌گیری\n{FULL}"
            )),
            [5, 6]
        );
    }
}
