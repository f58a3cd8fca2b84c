//! The one table of letters: what class a character has and what it folds to for search.
//!
//! Documents, queries, the lexicon's sources and glossaries all pass through [`fold_char`]
//! (law 1 of the design: one owner of letters), so that two spellings of one letter can never meet
//! in the index as two terms. Folding is idempotent; a test walks the whole of Unicode to prove it.
//!
//! What folds to what in Persian, and why:
//!
//! | typed | folded | reason |
//! |---|---|---|
//! | ي ى ے ې ۍ ێ | ی | Arabic and Urdu keyboards; old files know only ي |
//! | ك ڪ ګ | ک گ | the same |
//! | أ إ ٱ | ا | hamza is written or not at the writer's taste |
//! | ؤ, ئ | و, ی | مؤثر/موثر, هیئت/هییت |
//! | ة ۀ ۂ ە ہ ھ ۃ | ه | Arabic endings, ezafe of ه, Kurdish and Urdu he |
//! | ء, vowel signs, superscript alef | nothing | شیء/شی, مثلاً/مثلا |
//! | ـ (tatweel), bidi marks, soft hyphen, ZWJ | nothing | typesetting, not spelling |
//! | ۰–۹ ٠–٩ and other digits | 0–9 | three kinds of digits in one paper |
//! | presentation forms (ﻼ, ﷲ, ﬁ, Ａ) | their letters | Unicode compatibility decomposition |
//! | É, ü, ø | e, u, o | Müller/Muller |
//!
//! آ stays itself: it is a letter of its own in Persian (آرد flour, ارد he minces), and folding it
//! would turn the pronoun آن into the plural suffix ان.

use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// Zero width non-joiner, the joiner between the parts of a Persian word (می‌شود "becomes").
pub const ZWNJ: char = '\u{200c}';
/// Tatweel (kashida), a stroke that lengthens a word to fill a line; no letter.
pub const TATWEEL: char = '\u{640}';
/// Soft hyphen, a place where a word may be broken.
pub const SOFT_HYPHEN: char = '\u{ad}';

/// What a character is to an analyzer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Class {
    /// White space, punctuation, symbols, controls: ends a word.
    Break,
    /// Letters of the Arabic script (Persian, Arabic, Kurdish, Urdu …).
    Arabic,
    /// Letters of the Latin script.
    Latin,
    /// Decimal digits of any script.
    Digit,
    /// Han characters, kana and hangul: cut into words by a dictionary.
    Cjk,
    /// Letters of all other scripts (Greek, Cyrillic, Hebrew …).
    Other,
    /// ZWNJ: joins the parts of a Persian word without joining their letters.
    Joiner,
    /// Characters that are no part of the spelling: tatweel, vowel signs, bidi marks.
    Ignored,
}

impl Class {
    /// Whether characters of this class make up words.
    pub fn is_word(self) -> bool {
        matches!(
            self,
            Class::Arabic | Class::Latin | Class::Digit | Class::Cjk | Class::Other
        )
    }
}

/// Class and folded form of one character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Letter {
    /// What the character is.
    pub class: Class,
    /// What it folds to: none, one or more characters.
    pub folded: Folded,
}

/// The folded form of a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Folded {
    /// Nothing is left of it.
    Nothing,
    /// One character, often itself.
    One(char),
    /// Several characters (a ligature); see [`fold_char`].
    Several,
}

/// Characters below this bound are looked up in a table; all have one or two bytes in UTF-8.
const TABLE_END: u32 = 0x800;

static TABLE: LazyLock<Vec<Letter>> = LazyLock::new(|| {
    (0..TABLE_END)
        .map(|code| char::from_u32(code).map_or(BREAK, compute))
        .collect()
});

const BREAK: Letter = Letter {
    class: Class::Break,
    folded: Folded::Nothing,
};

/// The classes of the table by themselves, an eighth of its size, which stays in the nearest cache.
static CLASSES: LazyLock<Box<[Class; TABLE_END as usize]>> =
    LazyLock::new(|| Box::new(std::array::from_fn(|code| TABLE[code].class)));

/// The classes of the characters below 0x800, for inner loops.
pub fn classes() -> &'static [Class; TABLE_END as usize] {
    &CLASSES
}

/// The code of the character that two bytes of UTF-8 are, as far as they are one.
#[inline]
pub fn code_of_pair(first: u8, second: u8) -> usize {
    usize::from(first & 0x1f) << 6 | usize::from(second & 0x3f)
}

/// Class and folded form of `c`.
#[inline]
pub fn letter(c: char) -> Letter {
    match TABLE.get(c as usize) {
        Some(letter) => *letter,
        None => compute(c),
    }
}

/// Appends the folded form of `c` to `out`; a character that is no part of any word becomes a space.
#[inline]
pub fn fold_char(c: char, out: &mut String) {
    let letter = letter(c);
    match (letter.class, letter.folded) {
        (Class::Break, _) => out.push(' '),
        (_, Folded::One(f)) => out.push(f),
        (_, Folded::Nothing) => {}
        (_, Folded::Several) => decompose(c, |f| out.push(f)),
    }
}

/// The folded form of a text: letters, digits and ZWNJ folded, everything else one space each.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|c| fold_char(c, &mut out));
    out
}

/// Like [`fold`], without ZWNJ: the solid spelling, the key of the lexicon.
pub fn fold_solid(text: &str) -> String {
    let mut out = fold(text);
    out.retain(|c| c != ZWNJ);
    out
}

/// A hash of the fold table, for the fingerprint of an index (FNV-1a over what the common scripts
/// fold to).
pub fn fingerprint() -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    for letter in TABLE.iter() {
        let folded = match letter.folded {
            Folded::Nothing => 0,
            Folded::One(c) => c as u32,
            Folded::Several => 1,
        };
        for byte in folded.to_le_bytes().into_iter().chain([letter.class as u8]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    format!("{:08x}", hash >> 32)
}

/// The value 0–9 of a decimal digit of any of the scripts that papers use, or none.
pub fn digit_value(c: char) -> Option<u8> {
    match c {
        '0'..='9' => Some(c as u8 - b'0'),
        '۰'..='۹' => Some((c as u32 - '۰' as u32) as u8),
        '٠'..='٩' => Some((c as u32 - '٠' as u32) as u8),
        '०'..='९' => Some((c as u32 - '०' as u32) as u8),
        '０'..='９' => Some((c as u32 - '０' as u32) as u8),
        _ => None,
    }
}

/// The number that the digits of a text stand for, in any script, the largest if they are too many;
/// other characters are passed over.
pub fn number(text: &str) -> u32 {
    text.chars()
        .filter_map(digit_value)
        .fold(0u32, |number, digit| {
            number.saturating_mul(10).saturating_add(u32::from(digit))
        })
}

/// Whether `c` is a compatibility form of Arabic letters (U+FB50–FDFF, U+FE70–FEFE), the shapes
/// that some PDF fonts map their glyphs to.
pub fn is_presentation_form(c: char) -> bool {
    matches!(c, '\u{fb50}'..='\u{fd3d}' | '\u{fd50}'..='\u{fdfb}' | '\u{fe70}'..='\u{fefc}')
}

/// Calls `push` with the base letters of a presentation form or ligature, unfolded
/// (ﻼ → ل ا, ﬁ → f i); other characters come back as themselves.
pub fn base_letters(c: char, push: impl FnMut(char)) {
    std::iter::once(c).nfkc().for_each(push);
}

/// Class and fold computed from the rules; the table holds its results for the common scripts.
fn compute(c: char) -> Letter {
    let one = |class, f| Letter {
        class,
        folded: Folded::One(f),
    };
    let ignored = Letter {
        class: Class::Ignored,
        folded: Folded::Nothing,
    };
    if c.is_ascii() {
        return match c {
            '0'..='9' => one(Class::Digit, c),
            'a'..='z' | 'A'..='Z' => one(Class::Latin, c.to_ascii_lowercase()),
            _ => BREAK,
        };
    }
    if c == ZWNJ {
        return one(Class::Joiner, ZWNJ);
    }
    if let Some(value) = digit_value(c) {
        return one(Class::Digit, (b'0' + value) as char);
    }
    if let Some(f) = arabic_fold(c) {
        return one(Class::Arabic, f);
    }
    if is_ignored(c) {
        return ignored;
    }
    match class_of(c) {
        Class::Break => BREAK,
        class @ (Class::Arabic | Class::Latin | Class::Other) => {
            let (mut first, mut count) = (None, 0);
            decompose(c, |f| {
                first.get_or_insert(f);
                count += 1;
            });
            let folded = match (first, count) {
                (Some(f), 1) => Folded::One(f),
                (Some(_), _) => Folded::Several,
                (None, _) => Folded::Nothing,
            };
            // A compatibility form of a symbol, such as the Arabic full stop in a ligature, ends a
            // word like the symbol itself.
            if folded == Folded::Nothing {
                BREAK
            } else {
                Letter { class, folded }
            }
        }
        class => one(class, compatible_cjk(c)),
    }
}

/// The letters of Arabic script that are folded to another one letter; see the table above.
fn arabic_fold(c: char) -> Option<char> {
    Some(match c {
        'ي' | 'ى' | 'ے' | 'ې' | 'ۍ' | 'ێ' | 'ۓ' | 'ئ' | 'ٸ' | '\u{620}' => 'ی',
        'ك' | 'ڪ' | 'ػ' => 'ک',
        'ګ' | 'ڳ' => 'گ',
        'أ' | 'إ' | 'ٱ' | 'ٲ' | 'ٳ' | 'ٵ' => 'ا',
        'ؤ' | 'ٶ' | 'ۋ' => 'و',
        'ة' | 'ۀ' | 'ۂ' | 'ە' | 'ہ' | 'ھ' | 'ۃ' => 'ه',
        _ => return None,
    })
}

/// Characters inside words that are no part of the spelling.
fn is_ignored(c: char) -> bool {
    matches!(c,
        TATWEEL | SOFT_HYPHEN
        | 'ء'
        | '\u{300}'..='\u{36f}'                       // combining marks on Latin letters
        | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}'
        | '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e4}' | '\u{6e7}' | '\u{6e8}'
        | '\u{6ea}'..='\u{6ed}' | '\u{8d3}'..='\u{8ff}' // Arabic marks
        | '\u{200b}' | '\u{200d}'..='\u{200f}'        // zero width space, ZWJ, bidi marks
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{61c}' | '\u{feff}' | '\u{fe70}'..='\u{fe72}' | '\u{fe74}' | '\u{fe76}'..='\u{fe80}'
        | '\u{fc5e}'..='\u{fc63}' | '\u{fcf2}'..='\u{fcf4}' // spacing forms of vowel signs
        | '\u{fe00}'..='\u{fe0f}')
}

/// The class of a character that no special rule covers, by its block.
fn class_of(c: char) -> Class {
    match c {
        '\u{2e80}'..='\u{2fdf}'
        | '\u{3005}'..='\u{3007}'
        | '\u{3041}'..='\u{3096}'
        | '\u{309d}'..='\u{309f}'
        | '\u{30a1}'..='\u{30fa}'
        | '\u{30fc}'..='\u{30ff}'
        | '\u{3105}'..='\u{312f}'
        | '\u{3131}'..='\u{318e}'
        | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{1100}'..='\u{11ff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{ff66}'..='\u{ffdc}'
        | '\u{20000}'..='\u{3ffff}' => Class::Cjk,
        '\u{600}'..='\u{6ff}'
        | '\u{750}'..='\u{77f}'
        | '\u{8a0}'..='\u{8ff}'
        | '\u{fb50}'..='\u{fdff}'
        | '\u{fe70}'..='\u{fefc}'
            if c.is_alphabetic() =>
        {
            Class::Arabic
        }
        _ if !c.is_alphabetic() => Class::Break,
        '\u{aa}'
        | '\u{ba}'
        | '\u{c0}'..='\u{24f}'
        | '\u{250}'..='\u{2af}'
        | '\u{1d00}'..='\u{1dbf}'
        | '\u{1e00}'..='\u{1eff}'
        | '\u{2c60}'..='\u{2c7f}'
        | '\u{a722}'..='\u{a7ff}'
        | '\u{fb00}'..='\u{fb06}'
        | '\u{ff21}'..='\u{ff5a}' => Class::Latin,
        _ => Class::Other,
    }
}

/// Folds by compatibility decomposition: marks fall away, case folds, Latin letters with strokes
/// become the letter they come from. Never yields anything that would fold further.
fn decompose(c: char, mut push: impl FnMut(char)) {
    for base in std::iter::once(c).nfkc() {
        if base == 'آ' {
            push(base);
            continue;
        }
        for lower in base.to_lowercase().nfkd() {
            if is_ignored(lower) || unicode_normalization::char::is_combining_mark(lower) {
                continue;
            }
            let latin = match lower {
                'ß' => "ss",
                'æ' => "ae",
                'œ' => "oe",
                'ø' => "o",
                'đ' | 'ð' => "d",
                'þ' => "th",
                'ł' => "l",
                'ħ' => "h",
                'ı' => "i",
                'ŋ' => "n",
                _ => "",
            };
            if !latin.is_empty() {
                latin.chars().for_each(&mut push);
            } else if let Some(f) = arabic_fold(lower) {
                push(f);
            } else if let Some(value) = digit_value(lower) {
                push((b'0' + value) as char);
            } else if lower.is_alphanumeric() {
                push(lower);
            }
        }
    }
}

/// Full- and half-width variants of kana and Han compatibility characters, as one character.
fn compatible_cjk(c: char) -> char {
    let mut forms = std::iter::once(c).nfkc();
    match (forms.next(), forms.next()) {
        (Some(f), None) if class_of(f) == Class::Cjk => f,
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn persian_spellings_of_one_word_fold_to_one() {
        for (typed, folded) in [
            ("حاكميت سايبري", "حاکمیت سایبری"),
            ("حـاکـمیت", "حاکمیت"),
            ("ﺣﺎﮐﻤﯿﺖ", "حاکمیت"),
            ("مسؤول", "مسوول"),
            ("خانۀ", "خانه"),
            ("خانهٔ", "خانه"),
            ("مثلاً", "مثلا"),
            ("شیء", "شی"),
            ("ﻼ", "لا"),
            ("۱۴۰۱ ١٤٠١", "1401 1401"),
            ("می\u{200c}شود", "می\u{200c}شود"),
        ] {
            assert_eq!(fold(typed), folded, "{typed}");
        }
    }

    #[test]
    fn latin_folds_case_marks_and_ligatures() {
        for (typed, folded) in [
            ("Müller", "muller"),
            ("ﬁnance", "finance"),
            ("Straße", "strasse"),
            ("Ａ１", "a1"),
            ("Łódź", "lodz"),
            ("İstanbul", "istanbul"),
        ] {
            assert_eq!(fold(typed), folded, "{typed}");
        }
    }

    #[test]
    fn alef_with_madda_stays_a_letter_of_its_own() {
        assert_eq!(fold("آن"), "آن");
    }

    #[test]
    fn folding_is_idempotent_for_every_character() {
        for c in (0..=0x10ffff).filter_map(char::from_u32) {
            let once = fold(c.encode_utf8(&mut [0; 4]));
            assert_eq!(fold(&once), once, "U+{:04X}", c as u32);
        }
    }

    #[test]
    fn the_table_says_what_the_rules_say() {
        for c in (0..TABLE_END).filter_map(char::from_u32) {
            assert_eq!(letter(c), compute(c));
        }
    }

    #[test]
    fn a_word_character_folds_to_word_characters_only() {
        for c in (0..=0x10ffff).filter_map(char::from_u32) {
            if letter(c).class.is_word() {
                let mut folded = String::new();
                fold_char(c, &mut folded);
                assert!(!folded.is_empty(), "U+{:04X}", c as u32);
                for f in folded.chars() {
                    assert!(letter(f).class.is_word(), "U+{:04X} → {f:?}", c as u32);
                }
            }
        }
    }

    #[test]
    fn classes_decide_by_script() {
        for (c, class) in [
            ('پ', Class::Arabic),
            ('é', Class::Latin),
            ('۵', Class::Digit),
            ('网', Class::Cjk),
            ('か', Class::Cjk),
            ('한', Class::Cjk),
            ('Ж', Class::Other),
            ('،', Class::Break),
            ('\u{200c}', Class::Joiner),
            ('ـ', Class::Ignored),
            ('\u{64e}', Class::Ignored),
        ] {
            assert_eq!(letter(c).class, class, "{c}");
        }
    }
}
