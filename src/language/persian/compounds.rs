//! Compounds whose parts are words: بهره‌برداری, بین‌المللی.
//!
//! One rule for all spellings: a compound is cut where enough writers part it. A word that most
//! write solid (دانشگاه, همکاری) stays whole even if someone puts a ZWNJ into it; a word that many
//! write with ZWNJ or space becomes its parts even where the joiner was lost.

use super::tables;
use crate::lexicon::{Entry, Flags, lexicon};

/// A compound is cut if it is written apart at least a quarter as often as solid: two octaves, in
/// the quarter octaves of [`Entry::solid`].
const APART: u8 = 8;

/// Byte offsets at which a solid form is cut into the words of a compound; none if it is whole.
pub fn cuts(solid: &str) -> Option<Vec<usize>> {
    let Some(entry) = lexicon().get(solid) else {
        return denied(solid);
    };
    if !is_cut(&entry) || tables::is_whole(solid) {
        return None;
    }
    let mut ends = solid.char_indices().map(|(at, _)| at);
    let mut letters = 0;
    let cuts = entry.cuts().map(|cut| {
        let at = ends.nth(cut - letters);
        letters = cut + 1;
        at
    });
    cuts.collect()
}

/// غیر before a word, where the two are not known as one, as if a space stood between them.
fn denied(solid: &str) -> Option<Vec<usize>> {
    let word = solid.strip_prefix("غیر")?;
    lexicon()
        .get(word)
        .filter(|entry| entry.is(Flags::NOUN | Flags::ADJECTIVE | Flags::DICTIONARY))?;
    (word.chars().count() > 2).then(|| vec!["غیر".len()])
}

fn is_cut(entry: &Entry) -> bool {
    entry.is(Flags::COMPOUND) && entry.joined().saturating_add(APART) >= entry.solid()
}

/// Whether parts that an author joined with ZWNJ are one word to most writers.
pub fn is_whole(solid: &str) -> bool {
    tables::is_whole(solid)
        || lexicon().get(solid).is_some_and(|entry| {
            !is_cut(&entry) && (entry.is(Flags::DICTIONARY) || entry.solid() >= APART)
        })
}

/// Second parts that make an occupation or a quality of what stands before them: mostly the present
/// stem of a verb with ی.
const MAKING: [&str; 36] = [
    "داری",
    "سازی",
    "شناسی",
    "گرایی",
    "گری",
    "بندی",
    "پذیری",
    "نویسی",
    "خوانی",
    "یابی",
    "ورزی",
    "کاری",
    "بازی",
    "پردازی",
    "گیری",
    "گذاری",
    "رسانی",
    "سنجی",
    "زدایی",
    "آوری",
    "اوری",
    "شویی",
    "فروشی",
    "دوستی",
    "ستیزی",
    "جویی",
    "خواهی",
    "گویی",
    "زنی",
    "کشی",
    "بافی",
    "سرایی",
    "گستری",
    "مداری",
    "نگاری",
    "گزینی",
];

/// What a compound of two words says something about: همسر (spouse) of همسرداری (keeping a spouse).
/// Takes a folded word written solid; none if it is no such compound.
pub fn object(word: &str) -> Option<&str> {
    MAKING
        .iter()
        .filter_map(|second| word.strip_suffix(second))
        .find(|object| object.chars().count() >= 3)
}

#[cfg(test)]
mod tests {
    use super::object;

    #[test]
    fn compounds_have_an_object() {
        for (word, found) in [
            ("همسرداری", Some("همسر")),
            ("خودروسازی", Some("خودرو")),
            ("جامعهشناسی", Some("جامعه")),
            ("آبیاری", None),
            ("سازی", None),
            ("بیماری", None),
        ] {
            assert_eq!(object(word), found, "{word}");
        }
    }
}
