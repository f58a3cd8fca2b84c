//! Years whose digits came out last to first: (0202) for (2020).
//!
//! A number does not begin with a zero, so four digits that do, stand where years stand and are a year
//! backwards are a year (0202, ۰۰۴۱). One such year in a document tells that numbers were reversed;
//! then others that are no year as they stand but one backwards (7102) are put right where a citation
//! has its year. In 7,500 clean articles and passages no number is taken for one.

use super::{Repaired, Verdict};
use crate::text::SourceText;
use std::ops::Range;

/// Years that a paper may name or be of, in the two calendars.
const YEARS: [std::ops::RangeInclusive<u32>; 2] = [1300..=1419, 1900..=2039];
/// Numbers that are taken for years as they stand, also historical ones.
const STANDING: std::ops::RangeInclusive<u32> = 1000..=2100;

/// A number of four digits.
struct Four {
    range: Range<usize>,
    value: u32,
    reversed: u32,
}

fn is_year(number: u32) -> bool {
    YEARS.iter().any(|years| years.contains(&number))
}

/// The value of a digit, Latin, Persian or Arabic.
fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(c as u32 - '0' as u32),
        '۰'..='۹' => Some(c as u32 - '۰' as u32),
        '٠'..='٩' => Some(c as u32 - '٠' as u32),
        _ => None,
    }
}

/// The numbers of exactly four digits in a line.
fn fours(line: &str) -> Vec<Four> {
    let mut found = Vec::new();
    let mut digits: Vec<(usize, u32)> = Vec::new();
    for (at, c) in line.char_indices().chain([(line.len(), ' ')]) {
        if let Some(value) = digit(c) {
            digits.push((at, value));
            continue;
        }
        if digits.len() == 4 {
            let value = |digits: &mut dyn Iterator<Item = u32>| digits.fold(0, |n, d| n * 10 + d);
            found.push(Four {
                range: digits[0].0..at,
                value: value(&mut digits.iter().map(|d| d.1)),
                reversed: value(&mut digits.iter().rev().map(|d| d.1)),
            });
        }
        digits.clear();
    }
    found
}

/// How surely a number stands where years stand: 2 after سال ("year") and between a bracket and another
/// bracket or mark, 1 beside a bracket, 0 elsewhere. Brackets may be mirrored.
fn citation(line: &str, range: &Range<usize>) -> u8 {
    let before = line[..range.start].trim_end();
    let after = line[range.end..].trim_start();
    if before.ends_with("سال") || before.ends_with("سال\u{200c}های") {
        return 2;
    }
    let is_bracket = |c: char| matches!(c, '(' | ')');
    let is_edge = |c: char| is_bracket(c) || matches!(c, '،' | ',' | ':' | '؛' | ';');
    let (left, right) = (before.chars().next_back(), after.chars().next());
    let both = left.is_some_and(is_edge) && right.is_some_and(is_edge);
    if both && (before.contains(is_bracket) || after.contains(is_bracket)) {
        2
    } else {
        u8::from(left.is_some_and(is_bracket) || right.is_some_and(is_bracket))
    }
}

/// Whether a text has a number of four digits that begins with a zero, as most do not.
fn has_four_with_leading_zero(text: &str) -> bool {
    ["0", "۰", "٠"].iter().any(|zero| {
        memchr::memmem::find_iter(text.as_bytes(), zero).any(|at| {
            let before = text[..at].chars().next_back();
            let after = text[at + zero.len()..].chars().take(4);
            before.and_then(digit).is_none() && after.map_while(digit).count() == 3
        })
    })
}

/// The reversed years of each line, as bytes of the line; empty if there are none.
fn find(text: &SourceText) -> Vec<Vec<Range<usize>>> {
    if !has_four_with_leading_zero(&text.traced.text) {
        return Vec::new();
    }
    let pick = |wanted: &dyn Fn(&Four, u8) -> bool| -> Vec<Vec<Range<usize>>> {
        let of_line = |line: &str| {
            let chosen = fours(line)
                .into_iter()
                .filter(|four| wanted(four, citation(line, &four.range)));
            chosen.map(|four| four.range).collect()
        };
        text.line_texts().map(of_line).collect()
    };
    let certain = |four: &Four, cited: u8| four.value < 1000 && is_year(four.reversed) && cited > 0;
    let likely = |four: &Four, cited: u8| {
        certain(four, cited)
            || !STANDING.contains(&four.value) && is_year(four.reversed) && cited > 1
    };
    if pick(&certain).iter().all(Vec::is_empty) {
        return Vec::new();
    }
    pick(&likely)
}

/// Turns the reversed years of a document.
pub fn restore(before: Repaired) -> Repaired {
    let found = find(&before.text);
    if found.is_empty() {
        return before;
    }
    let from = &before.text.traced;
    let mut out = Repaired::empty_like(&before.text);
    for ((line, years), verdict) in before.text.lines.iter().zip(&found).zip(&before.verdicts) {
        let start = line.range.start;
        let verdict = out.line(line.clone(), |out| {
            let mut at = start;
            for year in years {
                let (from_digit, to) = (start + year.start, start + year.end);
                out.append(from, at..from_digit);
                for (place, c) in from.text[from_digit..to].char_indices().rev() {
                    let place = from_digit + place;
                    out.append(from, place..place + c.len_utf8());
                }
                at = to;
            }
            out.append(from, at..line.range.end);
            match verdict {
                Verdict::Clean if !years.is_empty() => Verdict::Repaired,
                verdict => *verdict,
            }
        });
        out.verdicts.push(verdict);
    }
    out.counts = before.counts;
    out.counts.years = found.iter().map(Vec::len).sum();
    out.explanations = before.explanations;
    out
}

#[cfg(test)]
mod tests {
    use crate::document::read::decode;
    use crate::repair::repair;

    fn lines(text: &str) -> (Vec<String>, usize) {
        let out = repair(decode(text.as_bytes()).expect("text").text);
        let lines = out.text.line_texts().map(str::to_owned).collect();
        (lines, out.counts.years)
    }

    const PROSE: &str = "پژوهش درباره حکمرانی سایبری در چین پیشینه‌ای کوتاه دارد";

    #[test]
    fn years_that_begin_with_a_zero_are_turned_and_teach_the_others() {
        let text = format!(
            "{PROSE}\nآدام سگال (0202) در مقاله\n(Creemers, 7102: 43) و رضایی (۰۰۴۱)\nشماره 7102 و 5471"
        );
        let (lines, years) = lines(&text);
        assert_eq!(lines[1], "آدام سگال (2020) در مقاله");
        assert_eq!(lines[2], "(Creemers, 2017: 43) و رضایی (۱۴۰۰)");
        assert_eq!(lines[3], "شماره 7102 و 5471");
        assert_eq!(years, 3);
    }

    #[test]
    fn one_bracket_is_enough_for_a_year_that_begins_with_a_zero() {
        let text = format!("{PROSE}\nآدام سگال (0202 مقاله در) و (7102 مقاله در)");
        let (lines, years) = lines(&text);
        assert_eq!(lines[1], "آدام سگال (2020 مقاله در) و (7102 مقاله در)");
        assert_eq!(years, 1);
    }

    #[test]
    fn numbers_are_left_alone_without_a_year_that_cannot_be_a_number() {
        let text = format!(
            "{PROSE}\n(Creemers, 7102: 43) و (1291) و تلفن 0202-7102 و کد 0102\nدر سال 1991 و سال ۱۲۹۱"
        );
        assert_eq!(lines(&text), (text.lines().map(str::to_owned).collect(), 0));
    }

    #[test]
    fn each_digit_leads_back_to_its_own_byte() {
        let text = format!("{PROSE}\nآدام سگال (0231) در مقاله");
        let out = repair(decode(text.as_bytes()).expect("text").text);
        let at = out.text.traced.text.find("1320").expect("the year");
        let source = out.text.traced.source_ranges(at..at + 1);
        assert_eq!(&text[source[0].start as usize..source[0].end as usize], "1");
    }
}
