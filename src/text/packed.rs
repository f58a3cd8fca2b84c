//! Text as it is stored: a byte for each letter of Persian and English.
//!
//! UTF-8 takes two bytes for a Persian letter and three for a ZWNJ. The compression of stored text finds
//! repetitions but does not care how often a byte comes, so it keeps much of that: on news the store
//! of an index takes 0.58 of the text's bytes as UTF-8 and 0.38 packed. So each character of
//! [`FREQUENT`] changes places with one of ASCII that texts hardly have. What comes out is a text
//! itself, of the same number of characters, and packing it again gives back the first.

use super::letters::{ZWNJ, code_of_pair};
use std::sync::LazyLock;

/// What gets a byte. Never change: indexes hold it.
const FREQUENT: &str = "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیئأؤ\u{200c}،؛؟«»۰۱۲۳۴۵۶۷۸۹";

/// What loses it: control characters, signs of programs, and the rarest capitals of English.
const RARE: &[u8; 52] = b"\x01\x02\x03\x04\x05\x06\x07\x08\x0b\x0c\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f\x7f`~^{}|\\@#$<>+=_&*!QXZJK";

/// What each character below 0x800 becomes, as far as it is one byte; [`LONGER`] if it is not.
static SHORT: LazyLock<[u8; 0x800]> = LazyLock::new(|| {
    let mut short = std::array::from_fn(|code| u8::try_from(code).unwrap_or(LONGER));
    short[0x80..].fill(LONGER);
    for (frequent, &rare) in FREQUENT.chars().zip(RARE) {
        short[usize::from(rare)] = LONGER;
        if let Some(byte) = short.get_mut(frequent as usize) {
            *byte = rare;
        }
    }
    short
});

/// No byte of ASCII.
const LONGER: u8 = 0x80;

/// The character of [`FREQUENT`] that each byte of [`RARE`] stands for, and the byte itself for others.
static LONG: LazyLock<[char; 0x80]> = LazyLock::new(|| {
    let mut long = std::array::from_fn(|code| char::from(code as u8));
    for (frequent, &rare) in FREQUENT.chars().zip(RARE) {
        long[usize::from(rare)] = frequent;
    }
    long
});

/// Packs a text, or unpacks one.
pub fn pack(text: &str) -> String {
    let short = &*SHORT;
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < bytes.len() {
        // Nearly all characters have one or two bytes and become one. Which of the two no processor can
        // guess, so both take the same steps.
        let two = bytes[at] >= 0x80;
        let second = bytes.get(at + 1).copied().unwrap_or(0);
        let code = code_of_pair(bytes[at], second);
        let code = if two { code } else { usize::from(bytes[at]) };
        let byte = short[code];
        if byte != LONGER && bytes[at] < 0xe0 {
            out.push(char::from(byte));
            at += 1 + usize::from(two);
            continue;
        }
        let Some(c) = text[at..].chars().next() else {
            break;
        };
        out.push(exchanged(c));
        at += c.len_utf8();
    }
    out
}

/// What a character that does not become one byte, or is three bytes long, changes places with.
fn exchanged(c: char) -> char {
    match LONG.get(c as usize) {
        Some(&long) => long,
        None if c == ZWNJ => char::from(*JOINER),
        None => c,
    }
}

/// What ZWNJ becomes, the only one of [`FREQUENT`] that is longer than two bytes.
static JOINER: LazyLock<u8> = LazyLock::new(|| {
    let at = FREQUENT.chars().position(|c| c == ZWNJ).unwrap_or(0);
    RARE[at]
});

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn frequent_letters_have_one_byte_each() {
        let mut letters: Vec<char> = FREQUENT.chars().collect();
        assert_eq!(letters.len(), RARE.len());
        assert!(
            letters
                .iter()
                .all(|&c| !c.is_ascii() && (c < '\u{800}' || c == ZWNJ))
        );
        letters.sort_unstable();
        letters.dedup();
        assert_eq!(letters.len(), RARE.len());
        assert_eq!(pack("می‌شود ۱۴۰۱، state").len(), 18);
        assert_eq!(pack("a state of 5 powers, 2nd"), "a state of 5 powers, 2nd");
    }

    #[test]
    fn packed_twice_is_the_text_itself() {
        for text in [
            "",
            "حاکمیت سایبری «چین»",
            "网络主权 و حاکمیت",
            "a\u{1b}b\0",
            "Q & A: C++ <x@y.z>",
        ] {
            assert_eq!(pack(&pack(text)), text, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn any_text_packed_twice_is_itself(text in "[\\PC\u{0}-\u{1f}\u{7f}آ-ی]{0,40}") {
            let packed = pack(&text);
            prop_assert_eq!(packed.chars().count(), text.chars().count());
            prop_assert_eq!(pack(&packed), text);
        }
    }
}
