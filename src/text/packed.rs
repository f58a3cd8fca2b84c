//! Text as it is stored: a byte for each letter of Persian and English.
//!
//! UTF-8 takes two bytes for a Persian letter and three for a ZWNJ. The compression of stored text finds
//! repetitions but does not care how often a byte comes, so it keeps much of that: on news the store
//! of an index takes 0.58 of the text's bytes as UTF-8 and 0.38 packed. Bytes below 128 stand for
//! themselves, those above for the letters of [`LETTERS`]; everything else stands as UTF-8 between two
//! bytes [`OTHER`].

use std::sync::LazyLock;

/// Begins and ends what stands as UTF-8. Two of them side by side are the character itself.
const OTHER: u8 = 0x1b;

/// What the bytes from 128 on stand for. Only add at the end: the bytes are in indexes.
const LETTERS: &str = "اآأإبپتثجچحخدذرزژسشصضطظعغفقکكگلمنوؤهةۀیيىئء\u{640}\u{64b}\u{64c}\u{64d}\u{64e}\u{64f}\u{650}\u{651}\u{652}\u{654}\u{670}\u{200c}\u{a0}۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩،؛؟٪٫٬«»–—‐…•‘’“”·×°§éèêáàâäāçčğíìîïīñóôöōşšúùûüūžʿʾ";

/// Byte of each letter, by its code point; 0 where it has none.
static BYTES: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let last = LETTERS.chars().max().map_or(0, |c| c as usize);
    let mut bytes = vec![0; last + 1];
    for (byte, letter) in (128..=255).zip(LETTERS.chars()) {
        bytes[letter as usize] = byte;
    }
    bytes
});

/// The same for the characters of one or two bytes, ASCII among them; 0 too for what is looked at by
/// itself.
static SHORT: LazyLock<[u8; 0x800]> = LazyLock::new(|| {
    std::array::from_fn(|code| match u8::try_from(code) {
        Ok(OTHER) => 0,
        Ok(ascii @ 0..128) => ascii,
        _ => BYTES.get(code).copied().unwrap_or(0),
    })
});

/// Letter of each byte from 128 on.
static CHARACTERS: LazyLock<Vec<char>> = LazyLock::new(|| LETTERS.chars().collect());

/// Packs a text.
pub fn pack(text: &str) -> Vec<u8> {
    let (letters, short) = (&*BYTES, &*SHORT);
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0;
    while at < bytes.len() {
        // Nearly all characters have one or two bytes and a byte that stands for them. Which of the two
        // no processor can guess, so both take the same steps.
        let two = bytes[at] >= 0x80;
        let second = bytes.get(at + 1).copied().unwrap_or(0);
        let code = usize::from(bytes[at] & 0x1f) << 6 | usize::from(second & 0x3f);
        let code = if two { code } else { usize::from(bytes[at]) };
        let byte = short[code];
        if byte > 0 && bytes[at] < 0xe0 {
            out.push(byte);
            at += 1 + usize::from(two);
            continue;
        }
        let letter = |c: char| letters.get(c as usize).copied().filter(|byte| *byte > 0);
        let rest = &text[at..];
        at += match rest.chars().next() {
            None => break,
            Some('\0') => {
                out.push(0);
                1
            }
            Some('\u{1b}') => {
                out.extend([OTHER, OTHER]);
                1
            }
            Some(c) => match letter(c) {
                Some(byte) => {
                    out.push(byte);
                    c.len_utf8()
                }
                None => {
                    let has_byte = |c: char| c.is_ascii() || letter(c).is_some();
                    let other = &rest[..rest.find(has_byte).unwrap_or(rest.len())];
                    out.push(OTHER);
                    out.extend_from_slice(other.as_bytes());
                    out.push(OTHER);
                    other.len()
                }
            },
        };
    }
    out
}

/// The text that was packed; none if the bytes are damaged.
pub fn unpack(packed: &[u8]) -> Option<String> {
    let characters = &*CHARACTERS;
    let mut text = String::with_capacity(packed.len() * 2);
    let mut rest = packed;
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        match *first {
            OTHER => {
                let end = memchr::memchr(OTHER, rest)?;
                let other = std::str::from_utf8(&rest[..end]).ok()?;
                text.push_str(if end == 0 { "\u{1b}" } else { other });
                rest = &rest[end + 1..];
            }
            ascii @ 0..128 => text.push(char::from(ascii)),
            letter => text.push(*characters.get(usize::from(letter) - 128)?),
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn letters_have_one_byte_each() {
        let mut letters: Vec<char> = LETTERS.chars().collect();
        assert!(letters.len() <= 128, "{}", letters.len());
        assert!(letters.iter().all(|c| !c.is_ascii()));
        letters.sort_unstable();
        letters.dedup();
        assert_eq!(letters.len(), LETTERS.chars().count());
        assert_eq!(pack("می‌شود ۱۴۰۱، state").len(), 18);
    }

    #[test]
    fn what_is_packed_comes_out() {
        for text in [
            "",
            "حاکمیت سایبری «چین»",
            "网络主权 و حاکمیت",
            "a\u{1b}b",
            "\u{1b}",
            "网\u{1b}\u{1b}络",
            "\u{1b}网",
            "\0網\0",
        ] {
            assert_eq!(unpack(&pack(text)).as_deref(), Some(text), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn any_text_comes_out(text in "[\\PC\u{1b}\0آ-ی]{0,40}") {
            prop_assert_eq!(unpack(&pack(&text)), Some(text));
        }

        #[test]
        fn any_bytes_are_text_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let _ = unpack(&bytes);
        }
    }
}
