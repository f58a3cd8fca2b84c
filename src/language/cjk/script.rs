//! The scripts of Chinese, Japanese and Korean.

use std::ops::Range;

/// Script of a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Script {
    Han,
    Hiragana,
    Katakana,
    Hangul,
    Other,
}

impl Script {
    pub(super) fn of(character: char) -> Script {
        match character {
            '々' | '〇' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' => Script::Han,
            '\u{2E80}'..='\u{2FDF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' => {
                Script::Han
            }
            '\u{3041}'..='\u{3096}' | '\u{309D}'..='\u{309F}' => Script::Hiragana,
            // The voicing marks may stand after hiragana too, which is cut into characters anyway.
            '\u{3099}'..='\u{309C}' | '\u{30A1}'..='\u{30FA}' | '\u{30FC}'..='\u{30FF}' => {
                Script::Katakana
            }
            '\u{31F0}'..='\u{31FF}' | '\u{FF66}'..='\u{FF9F}' => Script::Katakana,
            '\u{1100}'..='\u{11FF}' | '\u{3131}'..='\u{318E}' | '\u{A960}'..='\u{A97F}' => {
                Script::Hangul
            }
            '\u{AC00}'..='\u{D7FF}' | '\u{FFA0}'..='\u{FFDC}' => Script::Hangul,
            _ => Script::Other,
        }
    }

    pub(super) fn is_kana(self) -> bool {
        matches!(self, Script::Hiragana | Script::Katakana)
    }

    /// Whether Japanese is written with it.
    pub(super) fn is_japanese(self) -> bool {
        self == Script::Han || self.is_kana()
    }
}

/// Byte ranges of the longest stretches of `text` whose characters all have the same `key`.
pub(super) fn stretches<K: PartialEq>(
    text: &str,
    key: impl Fn(Script) -> K,
) -> impl Iterator<Item = (K, Range<usize>)> {
    let mut characters = text
        .char_indices()
        .map(move |(at, c)| (at, key(Script::of(c))))
        .peekable();
    std::iter::from_fn(move || {
        let (start, key) = characters.next()?;
        while characters.next_if(|(_, next)| *next == key).is_some() {}
        let end = characters.peek().map_or(text.len(), |&(at, _)| at);
        Some((key, start..end))
    })
}
