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
        declared.year = year(page, furniture);
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
fn year(page: &Page, furniture: &Furniture) -> Option<i32> {
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
    let front = (0..page.shapes.len().min(FRONT)).map(|i| page.line(i));
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
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .trim_matches(|c: char| {
            letter(c).class == Class::Digit || matches!(c, '*' | ' ' | '،' | ',')
        })
        .to_owned()
}

/// Languages of a text by script, the most frequent first: those of at least a twentieth of its
/// letters. ISO 639-1 codes; Latin script is taken for English.
pub fn languages(text: &str) -> Vec<&'static str> {
    let mut counts = Scripts::default();
    counts.add(text);
    counts.languages()
}

/// The language of most letters of a text; none without letters.
pub fn main_language(text: &str) -> Option<&'static str> {
    languages(text).into_iter().next()
}

#[derive(Default)]
struct Scripts {
    arabic: usize,
    persian: usize,
    latin: usize,
    han: usize,
    kana: usize,
    hangul: usize,
    cyrillic: usize,
}

impl Scripts {
    fn add(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                'a'..='z' | 'A'..='Z' => self.latin += 1,
                'پ' | 'چ' | 'ژ' | 'گ' | 'ی' | 'ک' => {
                    (self.arabic, self.persian) = (self.arabic + 1, self.persian + 1)
                }
                '\u{621}'..='\u{6d3}' | '\u{fb50}'..='\u{fefc}' => self.arabic += 1,
                '\u{c0}'..='\u{24f}' => self.latin += 1,
                '\u{400}'..='\u{52f}' => self.cyrillic += 1,
                '\u{3041}'..='\u{30ff}' => self.kana += 1,
                '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' => self.han += 1,
                '\u{ac00}'..='\u{d7a3}' => self.hangul += 1,
                _ => {}
            }
        }
    }

    fn languages(&self) -> Vec<&'static str> {
        let arabic = if self.persian * 100 >= self.arabic {
            "fa"
        } else {
            "ar"
        };
        // A character of Chinese says as much as two letters.
        let mut found = [
            (self.arabic, arabic),
            (self.latin, "en"),
            (
                2 * (self.han + self.kana),
                if self.kana * 10 > self.han {
                    "ja"
                } else {
                    "zh"
                },
            ),
            (2 * self.hangul, "ko"),
            (self.cyrillic, "ru"),
        ];
        let all: usize = found.iter().map(|f| f.0).sum();
        found.sort_by_key(|f| std::cmp::Reverse(f.0));
        found
            .into_iter()
            .filter(|(count, _)| *count > 0 && count * 20 >= all)
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
            languages("این متن فارسی است with some English words"),
            ["en", "fa"]
        );
        assert_eq!(languages("هذه الورقة"), ["ar"]);
        assert_eq!(languages("网络主权 is a Chinese term"), ["en", "zh"]);
        assert_eq!(languages("123"), Vec::<&str>::new());
    }
}
