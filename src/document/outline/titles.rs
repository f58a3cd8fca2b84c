//! Lines that are known by their words: headings of papers, captions.

use super::Matter;
use crate::text::letters::{Folded, ZWNJ, digit_value, fold, fold_solid, letter};

/// Headings that papers have without a number, folded without spaces and joiners.
const KNOWN: [(&str, Matter); 60] = [
    ("واژهنامه", Matter::Body),
    ("پیوست", Matter::Body),
    ("glossary", Matter::Body),
    ("appendix", Matter::Body),
    ("چکیده", Matter::Abstract),
    ("چکیدهمبسوط", Matter::Abstract),
    ("چکیدهانگلیسی", Matter::Abstract),
    ("خلاصه", Matter::Abstract),
    ("abstract", Matter::Abstract),
    ("extendedabstract", Matter::Abstract),
    ("summary", Matter::Abstract),
    ("کلیدواژه", Matter::Keywords),
    ("کلیدواژهها", Matter::Keywords),
    ("واژگانکلیدی", Matter::Keywords),
    ("واژههایکلیدی", Matter::Keywords),
    ("کلماتکلیدی", Matter::Keywords),
    ("keywords", Matter::Keywords),
    ("منابع", Matter::References),
    ("منابعفارسی", Matter::References),
    ("منابعانگلیسی", Matter::References),
    ("منابعلاتین", Matter::References),
    ("منابعوماخذ", Matter::References),
    ("فهرستمنابع", Matter::References),
    ("مراجع", Matter::References),
    ("کتابنامه", Matter::References),
    ("references", Matter::References),
    ("bibliography", Matter::References),
    ("workscited", Matter::References),
    ("پینوشت", Matter::Notes),
    ("پینوشتها", Matter::Notes),
    ("یادداشتها", Matter::Notes),
    ("notes", Matter::Notes),
    ("endnotes", Matter::Notes),
    ("مقدمه", Matter::Body),
    ("درآمد", Matter::Body),
    ("پیشگفتار", Matter::Body),
    ("طرحمسئله", Matter::Body),
    ("بیانمسئله", Matter::Body),
    ("پیشینه", Matter::Body),
    ("پیشینهپژوهش", Matter::Body),
    ("پیشینهتحقیق", Matter::Body),
    ("مبانینظری", Matter::Body),
    ("چارچوبنظری", Matter::Body),
    ("روشپژوهش", Matter::Body),
    ("روشتحقیق", Matter::Body),
    ("روششناسی", Matter::Body),
    ("یافتهها", Matter::Body),
    ("بحث", Matter::Body),
    ("نتیجهگیری", Matter::Body),
    ("بحثونتیجهگیری", Matter::Body),
    ("جمعبندی", Matter::Body),
    ("پیشنهادها", Matter::Body),
    ("تعارضمنافع", Matter::Body),
    ("introduction", Matter::Body),
    ("methods", Matter::Body),
    ("results", Matter::Body),
    ("discussion", Matter::Body),
    ("conclusion", Matter::Body),
    ("conclusions", Matter::Body),
    ("acknowledgements", Matter::Body),
];

/// A title without the call of a note at its end, `قدرت هنجاری[1]`.
pub fn without_call(title: &str) -> &str {
    title
        .strip_suffix(']')
        .map(|rest| rest.trim_end_matches(|c| digit_value(c).is_some()))
        .and_then(|rest| rest.strip_suffix('['))
        .map_or(title, str::trim_end)
}

/// Whether a line is a heading by its words alone, and what its section holds.
pub fn known(line: &str) -> Option<Matter> {
    if line.trim().len() > 60 {
        return None;
    }
    let folded: String = fold_solid(line)
        .chars()
        .filter(|c| !c.is_whitespace() && *c != ZWNJ)
        .collect();
    if folded.len() > 60 {
        return None;
    }
    let find = |name: &str| KNOWN.iter().find(|(k, _)| *k == name).map(|(_, m)| *m);
    // «مبانی نظری پژوهش», «یافته‌های تحقیق»: of this work, as all are.
    find(&folded).or_else(|| {
        let head = ["پژوهش", "تحقیق", "مقاله", "مطالعه", "بحث"]
            .iter()
            .find_map(|work| folded.strip_suffix(work))?;
        find(head).or_else(|| find(head.strip_suffix('ی')?))
    })
}

/// Whether a line is the caption of a table or figure (جدول 1: …, Table 2. …).
pub fn is_caption(line: &str) -> bool {
    const WORDS: [&str; 10] = [
        "جدول",
        "شکل",
        "نمودار",
        "تصویر",
        "نقشه",
        "table",
        "figure",
        "fig",
        "chart",
        "map",
    ];
    /// First letters of the words: nearly all lines are told by theirs.
    const FIRST: &str = "جشنتtfcm";
    let start = line.trim_start();
    if let Some(Folded::One(first)) = start.chars().next().map(|c| letter(c).folded)
        && !FIRST.contains(first)
    {
        return false;
    }
    let head_len = start
        .char_indices()
        .nth(24)
        .map_or(start.len(), |(at, _)| at);
    // Each has a number, which costs less to look for than folding.
    let head = &start[..head_len];
    if !head.chars().any(|c| digit_value(c).is_some()) {
        return false;
    }
    let folded = fold(head);
    let mut words = folded.split_whitespace();
    let (Some(first), Some(second)) = (words.next(), words.next()) else {
        return false;
    };
    let second = if second == "شماره" {
        words.next().unwrap_or("")
    } else {
        second
    };
    WORDS.contains(&first)
        && second.starts_with(|c: char| c.is_ascii_digit())
        && line.split_whitespace().count() <= 24
}
