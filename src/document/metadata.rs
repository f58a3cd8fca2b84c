//! Title, authors, year and languages of a paper, from what the file declares or its first page.

use super::furniture::Furniture;
use super::outline::{self, Matter, Outline};
use super::read::Declared;
use super::shape::Page;
use super::years::years;
use crate::text::letters::{Class, letter};

/// Lines at the start of a paper in which its title and year are looked for.
const FRONT: usize = 160;

/// Completes what the file declares with what the text shows.
pub fn complete(
    mut declared: Declared,
    page: &Page,
    furniture: &Furniture,
    outline: &Outline,
) -> Declared {
    if declared.title.is_none() {
        let (title, authors) = front_matter(page, furniture, outline);
        declared.title = title.or_else(|| head_title(furniture));
        if declared.authors.is_empty() {
            declared.authors = authors;
        }
    }
    if declared.year.is_none() {
        declared.year = furniture
            .journal
            .year
            .or_else(|| year(page, furniture, outline));
    }
    declared
}

/// The lines above the first abstract that has any: title, then authors.
fn front_matter(
    page: &Page,
    furniture: &Furniture,
    outline: &Outline,
) -> (Option<String>, Vec<String>) {
    let count = page.shapes.len().min(FRONT);
    let visible = |i: &usize| !page.shapes[*i].is_blank() && !furniture.lines[*i];
    let is_abstract = |i: &usize| outline::known(page.line(*i)) == Some(Matter::Abstract);
    // The title may itself be marked as the first heading.
    let marked = outline.lines[..count].iter().position(|p| p.heading);
    if let Some(index) = marked
        && matches!(page.shapes[index].markup, crate::text::Markup::Heading(1))
    {
        return (Some(clean(page.line(index))), Vec::new());
    }
    let block = (0..count)
        .filter(visible)
        .filter(is_abstract)
        .find_map(|at| {
            let mut lines: Vec<usize> = Vec::new();
            for index in (0..at).rev().filter(visible) {
                let shape = &page.shapes[index];
                if lines.len() == 6 || shape.terminated && shape.words > 2 || is_abstract(&index) {
                    break;
                }
                lines.push(index);
            }
            lines.reverse();
            (!lines.is_empty()).then_some(lines)
        });
    let lines = block.unwrap_or_else(|| (0..count).find(visible).into_iter().collect());
    let Some((first, rest)) = lines.split_first() else {
        return (None, Vec::new());
    };
    let shape = &page.shapes[*first];
    if shape.words < 2
        || shape.arabic + shape.latin == 0
        || shape.words > 24
        || shape.terminated
        || outline::known(page.line(*first)).is_some()
    {
        return (None, Vec::new());
    }
    let authors = rest
        .iter()
        .map(|i| page.line(*i))
        .take_while(|line| !line.contains(['«', '»', ':', '"', '@']))
        .flat_map(|line| {
            line.split([',', '،', ';', '؛'])
                .flat_map(|part| part.split(" و "))
        })
        .map(clean)
        .filter(|name| (1..=5).contains(&name.split_whitespace().count()))
        .filter(|name| !name.contains(|c: char| letter(c).class == Class::Digit))
        .collect();
    (Some(clean(page.line(*first))), authors)
}

/// The index of the line that is the title, if one is that stands above an abstract: the first line of
/// other texts may be anything.
pub fn title_line(page: &Page, furniture: &Furniture, title: &str) -> Option<usize> {
    /// Lines from a title to the abstract at most: authors, their places.
    const AUTHORS: usize = 12;
    let visible = |i: &usize| !page.shapes[*i].is_blank() && !furniture.lines[*i];
    let count = page.shapes.len().min(FRONT);
    let at = (0..count)
        .filter(visible)
        .find(|i| page.shapes[*i].words > 1 && clean(page.line(*i)) == title)?;
    let mut below = (at + 1..count).filter(visible).take(AUTHORS);
    below
        .any(|i| outline::known(page.line(i)) == Some(Matter::Abstract))
        .then_some(at)
}

/// A running head that is no journal line.
fn head_title(furniture: &Furniture) -> Option<String> {
    const JOURNAL: [&str; 8] = [
        "فصلنامه",
        "دوفصلنامه",
        "مجله",
        "سال",
        "شماره",
        "journal",
        "vol",
        "no.",
    ];
    furniture
        .heads
        .iter()
        .find(|head| {
            let lower = head.to_lowercase();
            head.split_whitespace().count() >= 3
                && !lower
                    .split(|c: char| !c.is_alphabetic())
                    .any(|w| JOURNAL.contains(&w))
        })
        .map(|head| clean(head))
}

/// A year beside the word for a season, a volume or a date, on the first pages or in running heads.
fn year(page: &Page, furniture: &Furniture, outline: &Outline) -> Option<i32> {
    const MARKS: [&str; 12] = [
        "بهار",
        "تابستان",
        "پاییز",
        "زمستان",
        "شماره",
        "spring",
        "summer",
        "autumn",
        "fall",
        "winter",
        "vol",
        "issue",
    ];
    // Most lines have no year; they are passed over before their letters are looked at.
    let front = (0..page.shapes.len().min(FRONT))
        .filter(|i| page.shapes[*i].digits >= 4)
        // Issues and years of the works that a short paper cites are not its own.
        .filter(|i| outline.matter(outline.lines[*i].section) != Matter::References)
        .map(|i| page.line(i));
    furniture
        .heads
        .iter()
        .map(String::as_str)
        .chain(front)
        .filter(|line| line.chars().count() < 140)
        .filter(|line| {
            let lower = line.to_lowercase();
            MARKS.iter().any(|mark| lower.contains(mark))
        })
        .find_map(|line| years(line).last().map(|(_, year)| year))
}

/// A title or name without note calls and outer marks.
fn clean(text: &str) -> String {
    outline::without_call(text.trim())
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .trim_matches(|c: char| {
            letter(c).class == Class::Digit || matches!(c, '*' | ' ' | '،' | ',')
        })
        .to_owned()
}

/// Letters of a text by script, counted by the first bytes of their UTF-8 form: it runs over every
/// passage, and a histogram of bytes costs a fraction of looking at characters.
#[derive(Clone)]
pub struct Scripts {
    bytes: [u32; 256],
    kana: u32,
}

impl Default for Scripts {
    fn default() -> Scripts {
        Scripts {
            bytes: [0; 256],
            kana: 0,
        }
    }
}

impl Scripts {
    /// The letters of a text.
    pub fn of(text: &str) -> Scripts {
        let mut scripts = Scripts::default();
        // Of a longer text every third byte is enough: first bytes of letters fall on all of them alike.
        let step = if text.len() < 300 { 1 } else { 3 };
        for byte in text.bytes().step_by(step) {
            scripts.bytes[usize::from(byte)] += step as u32;
        }
        // Kana share their first byte with CJK punctuation.
        if scripts.bytes[0xe3] > 0 {
            let kana = |c: &char| matches!(c, '\u{3041}'..='\u{30fa}');
            scripts.kana = text.chars().filter(kana).count() as u32;
        }
        scripts
    }

    /// Adds the letters of another text.
    pub fn add(&mut self, other: &Scripts) {
        for (sum, count) in self.bytes.iter_mut().zip(&other.bytes) {
            *sum += count;
        }
        self.kana += other.kana;
    }

    /// Languages by share, the most frequent first: those of at least a twentieth of the letters.
    /// ISO 639-1 codes; Latin script is taken for English.
    pub fn languages(&self) -> Vec<&'static str> {
        let sum = |bytes: std::ops::RangeInclusive<u8>| -> u32 {
            self.bytes[usize::from(*bytes.start())..=usize::from(*bytes.end())]
                .iter()
                .sum()
        };
        let arabic = sum(0xd8..=0xdb);
        // چ ژ ک گ and ی begin with these; Arabic has no letter that does.
        let persian = sum(0xda..=0xdb);
        let han = sum(0xe4..=0xe9);
        // A character of Chinese says as much as two letters.
        let mut found = [
            (arabic, if persian * 100 >= arabic { "fa" } else { "ar" }),
            (sum(b'a'..=b'z') + sum(b'A'..=b'Z') + sum(0xc3..=0xc9), "en"),
            (
                2 * (han + self.kana),
                if self.kana * 10 > han { "ja" } else { "zh" },
            ),
            (2 * sum(0xeb..=0xed), "ko"),
            (sum(0xd0..=0xd3), "ru"),
        ];
        let all: u32 = found.iter().map(|f| f.0).sum();
        found.sort_by_key(|f| std::cmp::Reverse(f.0));
        found
            .into_iter()
            .filter(|(count, _)| *count > 0 && u64::from(*count) * 20 >= u64::from(all))
            .map(|f| f.1)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::read::decode;
    use crate::document::{furniture, outline};

    fn metadata(text: &str) -> Declared {
        let text = decode(text.as_bytes()).unwrap().text;
        let page = Page::of(&text);
        let furniture = furniture::find(&page);
        let outline = outline::find(&page, &furniture.lines);
        complete(Declared::default(), &page, &furniture, &outline)
    }

    #[test]
    fn title_and_authors_stand_above_the_abstract() {
        let found = metadata(
            "چالش‌های دیپلماسی سایبری در ایران\nسیدرضا نقیب‌السادات1\n\nچکیده\nشناخت دیپلماسی سایبری در ادبیات سیاسی ایران و تحلیل چالش‌ها.\nتابستان ۱۴۰۱، شماره ۷۳\n",
        );
        assert_eq!(
            found.title.as_deref(),
            Some("چالش‌های دیپلماسی سایبری در ایران")
        );
        assert_eq!(found.authors, ["سیدرضا نقیب‌السادات"]);
        assert_eq!(found.year, Some(1401));
    }

    #[test]
    fn the_call_of_a_note_is_no_part_of_a_name() {
        let found =
            metadata("چالش‌های دیپلماسی سایبری\nرضا نقیب السادات[1]\n\nچکیده\nمتن چکیده است.\n");
        assert_eq!(found.authors, ["رضا نقیب السادات"]);
    }

    #[test]
    fn the_year_of_a_cited_work_was_taken_for_that_of_the_paper() {
        let found = metadata(
            "رسانه‌های نو\n\nچکیده\nمتن چکیده است.\n\nمنابع\nصادقی، رضا (۱۳۹۰). افکار عمومی. مجله سیاست، شماره ۲.\n",
        );
        assert_eq!(found.year, None);
    }

    #[test]
    fn an_english_abstract_may_come_first() {
        let found = metadata(
            "Extended Abstract\nCyber diplomacy is a tool of states.\nIt ends here.\nچالش‌های دیپلماسی سایبری\nنام نویسنده\nچکیده\nمتن چکیده است.\n",
        );
        assert_eq!(found.title.as_deref(), Some("چالش‌های دیپلماسی سایبری"));
        assert_eq!(found.authors, ["نام نویسنده"]);
    }

    #[test]
    fn no_title_is_better_than_a_sentence() {
        assert_eq!(metadata("این یک جمله است.\nو این هم.\n").title, None);
    }

    #[test]
    fn languages_by_script() {
        assert_eq!(
            Scripts::of("این متن فارسی است with some English words").languages(),
            ["en", "fa"]
        );
        assert_eq!(Scripts::of("هذه الورقة").languages(), ["ar"]);
        assert_eq!(
            Scripts::of("网络主权 is a Chinese term").languages(),
            ["en", "zh"]
        );
        assert_eq!(Scripts::of("123").languages(), Vec::<&str>::new());
    }
}
