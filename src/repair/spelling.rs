//! Damage that a line shows by itself: tatweel, presentation forms, Arabic letters and digits in
//! Persian text, invisible marks, stand-ins for ZWNJ.

use super::{Counts, Verdict};
use crate::text::letters::{
    Class, SOFT_HYPHEN, TATWEEL, ZWNJ, base_letters, is_presentation_form, letter,
};
use crate::text::pairs::{ANY, Pairs};
use crate::text::{SourceText, Traced};
use memchr::memmem::Finder;
use std::ops::Range;
use std::sync::LazyLock;

/// Share of پ چ ژ گ ی ک among the letters of Arabic script above which a text is taken for Persian.
/// Persian prose has 4–6 % of them, Arabic none (counted over shared/lexicon's word counts: 4.9 %).
const PERSIAN_SHARE: f64 = 0.01;

/// Letters of Arabic script from the start of a document that tell its language.
const ENOUGH: usize = 4_000;

/// Where a suspicious character may begin; see [`is_suspicious_at`].
static SUSPICIOUS: Pairs = Pairs::new(&[
    (&[0xc2], &[(0xac, 0xad)]), // ¬ and soft hyphen
    // tatweel, ك, ى, ي and Arabic digits
    (
        &[0xd9],
        &[(0x80, 0x80), (0x83, 0x83), (0x89, 0x8a), (0xa0, 0xa9)],
    ),
    (&[0xda], &[(0xaa, 0xaa), (0xbe, 0xbe)]), // ڪ ھ
    (&[0xdb], &[(0x81, 0x81), (0x95, 0x95)]), // ہ ە
    (&[0xe2], &[(0x80, 0x81)]),
    (&[0xee], ANY), // private use
    // private use, forms, U+FFFD
    (&[0xef], &[(0x80, 0xa3), (0xac, 0xbb), (0xbf, 0xbf)]),
]);

/// The bytes of a tatweel.
static TATWEELS: LazyLock<Finder> = LazyLock::new(|| Finder::new("\u{640}"));

/// The next character at or after byte `from` that this step may have to change or that makes a line
/// doubtful. Runs over all bytes of all documents.
fn next_suspicious(line: &str, mut from: usize) -> Option<usize> {
    let bytes = line.as_bytes();
    loop {
        let at = SUSPICIOUS.find(bytes, from)?;
        if is_suspicious_at(&bytes[at..]) {
            return Some(at);
        }
        from = at + 1;
    }
}

/// Whether a character of [`SUSPICIOUS`] is one: of three-byte ones the third byte may have to tell.
fn is_suspicious_at(bytes: &[u8]) -> bool {
    match bytes {
        // bidi marks, zero width space, word joiner; not ZWNJ
        [0xe2, 0x80, third, ..] => matches!(third, 0x8b | 0x8e | 0x8f | 0xaa..=0xae),
        [0xe2, _, third, ..] => *third >= 0xa0,
        _ => true,
    }
}

/// The letters that Arabic lacks, پ چ ژ ک گ ی.
static PERSIAN: Pairs = Pairs::new(&[
    (&[0xd9], &[(0xbe, 0xbe)]),
    (
        &[0xda],
        &[(0x86, 0x86), (0x98, 0x98), (0xa9, 0xa9), (0xaf, 0xaf)],
    ),
    (&[0xdb], &[(0x8c, 0x8c)]),
]);

/// What a line holds that this step may have to look at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Suspicion {
    any: bool,
    tatweel: bool,
    forms: bool,
    undecoded: bool,
}

impl Suspicion {
    /// Looks through a line.
    pub fn of(line: &str) -> Suspicion {
        let Some(first) = next_suspicious(line, 0) else {
            return Suspicion::default();
        };
        // Letters of Arabic and digits, of which some texts are full, say no more than that.
        let rest = &line.as_bytes()[first..];
        let mut seen = Suspicion {
            any: true,
            tatweel: TATWEELS.find(rest).is_some(),
            ..Suspicion::default()
        };
        for at in memchr::memchr2_iter(0xee, 0xef, rest) {
            if let Some(c) = line[first + at..].chars().next() {
                seen.forms |= is_presentation_form(c);
                seen.undecoded |= is_undecoded(c);
            }
        }
        seen
    }

    /// Whether there is anything.
    pub fn any(self) -> bool {
        self.any
    }
}

/// Whether a document is Persian, and not Arabic or Kurdish, by letters that only some of them have.
pub fn is_persian(text: &SourceText) -> bool {
    let (mut persian, mut kurdish, mut all) = (0usize, 0usize, 0usize);
    for c in text.traced.text.chars() {
        if all >= ENOUGH {
            break;
        }
        match c {
            'پ' | 'چ' | 'ژ' | 'گ' | 'ی' | 'ک' => (persian, all) = (persian + 1, all + 1),
            'ێ' | 'ۆ' | 'ڕ' | 'ڵ' => (kurdish, all) = (kurdish + 1, all + 1),
            _ if is_presentation_form(c) => base_letters(c, |base| {
                all += 1;
                persian += usize::from(matches!(base, 'پ' | 'چ' | 'ژ' | 'گ'));
            }),
            '\u{621}'..='\u{64a}' | '\u{671}'..='\u{6d3}' => all += 1,
            _ => {}
        }
    }
    let share = |n: usize| n as f64 / all.max(1) as f64;
    share(persian) > PERSIAN_SHARE && share(kurdish) < PERSIAN_SHARE
}

/// The step, with what it knows of the document.
pub struct Spelling {
    /// Whether the document is Persian, so that Arabic letters in it are a keyboard's doing.
    persian: bool,
    /// Whether tatweels stay in words, because a later step reads what they tell.
    keep_tatweel: bool,
    /// What was done so far.
    pub counts: Counts,
    word: String,
}

impl Spelling {
    /// Looks at the whole document: a line alone is too short to tell Persian from Arabic.
    pub fn of_document(text: &SourceText, keep_tatweel: bool) -> Spelling {
        Spelling {
            persian: is_persian(text),
            keep_tatweel,
            counts: Counts::default(),
            word: String::new(),
        }
    }

    /// Appends the repaired line to `out`.
    pub fn line(
        &mut self,
        raw: &Traced,
        range: Range<usize>,
        seen: Suspicion,
        out: &mut Traced,
    ) -> Verdict {
        let line = &raw.text[range.clone()];
        let respell = self.persian && !is_arabic(line);
        let before = self.counts;
        let doubtful = (seen.tatweel && !self.keep_tatweel || seen.undecoded)
            && line.split_whitespace().any(is_doubtful);
        if seen.forms {
            self.words(raw, range, respell, out);
        } else {
            self.characters(raw, range, respell, out);
        }
        if doubtful {
            Verdict::Unsure
        } else if self.counts == before {
            Verdict::Clean
        } else {
            Verdict::Repaired
        }
    }

    /// Repairs a line word by word: words with presentation forms as a whole, others by character.
    fn words(&mut self, raw: &Traced, range: Range<usize>, respell: bool, out: &mut Traced) {
        let line = &raw.text[range.clone()];
        let mut at = 0;
        for piece in line.split_inclusive(char::is_whitespace) {
            let word = range.start + at..range.start + at + piece.trim_end().len();
            at += piece.len();
            if raw.text[word.clone()].chars().any(is_presentation_form) {
                self.forms(raw, word.clone(), respell, out);
            } else {
                self.characters(raw, word.clone(), respell, out);
            }
            out.append(raw, word.end..range.start + at);
        }
    }

    /// Copies a stretch of text, dropping and respelling characters. Respelled letters take the
    /// bytes that the typed ones took, so that up to the next dropped character the stretch stays
    /// one span.
    fn characters(&mut self, raw: &Traced, range: Range<usize>, respell: bool, out: &mut Traced) {
        let text = &raw.text[range.clone()];
        let mut stretch = std::mem::take(&mut self.word);
        stretch.clear();
        // `from` is where the stretch began, `copied` how far it reaches.
        let (mut from, mut copied) = (0, 0);
        let mut at = 0;
        while let Some(found) = next_suspicious(text, at) {
            let Some(c) = text[found..].chars().next() else {
                break;
            };
            at = found + c.len_utf8();
            let before = || text[..found].chars().next_back();
            let Some(replacement) = self.replacement(before, c, text[at..].chars().next(), respell)
            else {
                continue;
            };
            stretch.push_str(&text[copied..found]);
            copied = at;
            match replacement {
                Some(other) if other.len_utf8() == c.len_utf8() => stretch.push(other),
                other => {
                    out.append_recoded(&stretch, raw, range.start + from..range.start + found);
                    stretch.clear();
                    from = at;
                    if let Some(other) = other {
                        let here = range.start + found..range.start + at;
                        out.append_replacement(other.encode_utf8(&mut [0; 4]), raw, here);
                    }
                }
            }
        }
        stretch.push_str(&text[copied..]);
        out.append_recoded(&stretch, raw, range.start + from..range.end);
        self.word = stretch;
    }

    /// What takes the place of `c`: none if it stays, `Some(None)` if it is dropped.
    #[inline]
    fn replacement(
        &mut self,
        previous: impl Fn() -> Option<char>,
        c: char,
        next: Option<char>,
        respell: bool,
    ) -> Option<Option<char>> {
        let arabic = |c: Option<char>| c.is_some_and(|c| letter(c).class == Class::Arabic);
        match c {
            TATWEEL if self.keep_tatweel => None,
            TATWEEL => {
                // A tatweel that touches no letter is a dash or a drawn line.
                let in_word = |c: Option<char>| arabic(c) || c == Some(TATWEEL);
                if !in_word(previous()) && !in_word(next) {
                    return None;
                }
                self.counts.tatweel += 1;
                Some(None)
            }
            // A soft hyphen at the end of a line is a broken word, which line_ends joins.
            SOFT_HYPHEN if next.is_none() => None,
            // Old Persian word processors wrote the not sign where ZWNJ is meant, and typists took the
            // soft hyphen for it.
            '¬' | SOFT_HYPHEN if arabic(previous()) && arabic(next) => {
                self.counts.joiners += 1;
                Some(Some(ZWNJ))
            }
            SOFT_HYPHEN
            | '\u{200b}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}' => {
                self.counts.marks += 1;
                Some(None)
            }
            _ if !respell => None,
            // Decomposed ئ and ۀ: the letter belongs to the hamza after it.
            'ي' | 'ى' | 'ە' if next == Some('\u{654}') => None,
            'ي' | 'ى' => self.respelled('ی'),
            'ك' | 'ڪ' => self.respelled('ک'),
            'ہ' | 'ھ' | 'ە' => self.respelled('ه'),
            '٠'..='٩' => {
                self.counts.digits += 1;
                char::from_u32(c as u32 - '٠' as u32 + '۰' as u32).map(Some)
            }
            _ => None,
        }
    }

    fn respelled(&mut self, c: char) -> Option<Option<char>> {
        self.counts.letters += 1;
        Some(Some(c))
    }

    /// Replaces a word with presentation forms by its letters. The word is mapped as a whole: its
    /// forms and letters differ in length and number.
    fn forms(&mut self, raw: &Traced, range: Range<usize>, respell: bool, out: &mut Traced) {
        let mut word = std::mem::take(&mut self.word);
        word.clear();
        let mut previous = None;
        let source = &raw.text[range.clone()];
        for (at, c) in source.char_indices() {
            if is_presentation_form(c) {
                self.counts.forms += 1;
                base_letters(c, |base| {
                    word.push(match base {
                        'ي' | 'ى' if respell => 'ی',
                        'ك' if respell => 'ک',
                        _ => base,
                    });
                });
            } else {
                let next = source[at + c.len_utf8()..].chars().next();
                match self.replacement(|| previous, c, next, respell) {
                    None => word.push(c),
                    Some(Some(other)) => word.push(other),
                    Some(None) => {}
                }
            }
            previous = Some(c);
        }
        out.append_replacement(&word, raw, range);
        self.word = word;
    }
}

/// Whether a line of a Persian document is Arabic: a verse, a hadith, a title. Its ي is right.
fn is_arabic(line: &str) -> bool {
    if PERSIAN.find(line.as_bytes(), 0).is_some() || line.contains(ZWNJ) {
        return false;
    }
    let (mut words, mut arabic) = (0usize, 0usize);
    for word in line.split_whitespace() {
        if word.chars().any(|c| letter(c).class == Class::Arabic) {
            words += 1;
            let article = word
                .trim_start_matches(['و', 'ب', 'ل', 'ف'])
                .starts_with("ال");
            arabic += usize::from(article || word.ends_with('ة'));
        }
    }
    words >= 3 && arabic * 4 >= words
}

/// Signs of damage that this step cannot undo: undecodable characters, glyphs without a meaning,
/// and a tatweel that begins a word, the trace of a piece torn from the word before it.
fn is_doubtful(word: &str) -> bool {
    let mut chars = word.chars();
    let torn = chars.next() == Some(TATWEEL)
        && chars
            .find(|c| *c != TATWEEL)
            .is_some_and(|c| letter(c).class == Class::Arabic);
    torn || word.chars().any(is_undecoded)
}

/// Characters without a meaning: what could not be decoded, and glyphs of private use.
fn is_undecoded(c: char) -> bool {
    matches!(c, '\u{fffd}' | '\u{e000}'..='\u{f8ff}')
}

#[cfg(test)]
mod tests {
    use crate::document::read::decode;
    use crate::repair::{Counts, Repaired, Verdict, repair};
    use crate::text::letters::{Class, fold_solid, letter};
    use proptest::prelude::*;

    fn repaired(text: &str) -> Repaired {
        repair(decode(text.as_bytes()).unwrap().text)
    }

    /// One line of a document that is certainly Persian.
    fn line(text: &str) -> (String, Verdict, Counts) {
        let out = repaired(&format!("{text}\nگزارش چاپ پژوهش گروه"));
        (out.text.line(0).to_owned(), out.verdicts[0], out.counts)
    }

    #[test]
    fn decomposed_letters_with_hamza_are_left_whole() {
        let typed = "ادامە\u{654} ژوي\u{654}ن و کتاب گچ پاک";
        assert_eq!(line(typed).0, typed);
    }

    #[test]
    fn tatweel_is_dropped_inside_words_only() {
        let (text, verdict, counts) = line("دیپلماســی ســایبری ـ 1401");
        assert_eq!(text, "دیپلماسی سایبری ـ 1401");
        assert_eq!((verdict, counts.tatweel), (Verdict::Repaired, 4));
    }

    #[test]
    fn arabic_letters_and_digits_become_persian_in_persian_text() {
        let (text, verdict, _) = line("حاكميت سايبري در سال ١٤٠١");
        assert_eq!(
            (text.as_str(), verdict),
            ("حاکمیت سایبری در سال ۱۴۰۱", Verdict::Repaired)
        );
    }

    #[test]
    fn arabic_stays_arabic() {
        let verse = "بسم الله الرحمن الرحيم في القرآن الكريم";
        assert_eq!(line(verse).0, verse);
        let document = "هذه الورقة تدرس السيادة السيبرانية في إيران\nوتشرح كيف نشأت الفكرة ٢٠٢٠";
        let out = repaired(document);
        assert_eq!(
            out.text.line_texts().collect::<Vec<_>>(),
            document.lines().collect::<Vec<_>>()
        );
        assert_eq!(out.verdicts, [Verdict::Clean, Verdict::Clean]);
    }

    #[test]
    fn presentation_forms_become_letters() {
        let (text, verdict, counts) = line("ﺣﺎﮐﻤﯿﺖ ﺍﻃﻼﻋﺎﺕ است");
        assert_eq!(
            (text.as_str(), verdict),
            ("حاکمیت اطلاعات است", Verdict::Repaired)
        );
        assert_eq!(counts.forms, 12);
    }

    #[test]
    fn a_torn_piece_makes_its_line_unsure() {
        assert_eq!(line("ــی  ــل چالشهــای").1, Verdict::Unsure);
        assert_eq!(line("متن \u{f0b7} نشانه").1, Verdict::Unsure);
    }

    #[test]
    fn invisible_marks_go_and_stand_ins_become_zwnj() {
        assert_eq!(line("می¬شود \u{200f}است\u{202c}").0, "می\u{200c}شود است");
        assert_eq!(line("a ¬b").0, "a ¬b");
        assert_eq!(line("می\u{ad}شود").0, "می\u{200c}شود");
        assert_eq!(line("co\u{ad}operate").0, "cooperate");
    }

    #[test]
    fn a_highlight_in_repaired_text_leads_to_the_damaged_bytes() {
        let raw = "گپ ســایبری";
        let out = repaired(raw);
        let text = &out.text.traced;
        let at = text.text.find("سایبری").unwrap();
        let ranges = text.source_ranges(at..at + "سایبری".len());
        let bytes: Vec<&str> = ranges
            .iter()
            .map(|r| &raw[r.start as usize..r.end as usize])
            .collect();
        assert_eq!(bytes, ["س", "ایبری"]);
    }

    proptest! {
        /// Law 3: letters and digits come out as they went in (compared folded, since respelling
        /// a letter is a named repair), and text without suspicious characters is untouched.
        #[test]
        fn letters_are_conserved(text in "[ -~آ-یپچژگکی٠-٩۰-۹ـ\u{200c}\u{200f}¬ﺍ-ﻼ网\n]{1,80}") {
            prop_assume!(!text.trim().is_empty());
            let letters = |s: &str| -> String {
                fold_solid(s).chars().filter(|c| letter(*c).class.is_word()).collect()
            };
            let raw = decode(text.as_bytes()).unwrap().text;
            let out = repair(raw.clone());
            prop_assert_eq!(out.text.lines.len(), raw.lines.len());
            for index in 0..raw.lines.len() {
                prop_assert_eq!(letters(raw.line(index)), letters(out.text.line(index)));
                if out.verdicts[index] == Verdict::Clean {
                    prop_assert_eq!(raw.line(index), out.text.line(index));
                }
            }
        }

        /// Law 2: every character of the repaired text leads to characters of the source.
        #[test]
        fn offsets_stay_on_character_boundaries(text in "[ -zآ-ی٠-٩ـ\u{200c}¬ﺍ-ﻼ\n]{1,80}") {
            prop_assume!(!text.trim().is_empty());
            let out = repair(decode(text.as_bytes()).unwrap().text).text;
            for line in &out.lines {
                for (at, c) in out.traced.text[line.range.clone()].char_indices() {
                    let start = line.range.start + at;
                    for range in out.traced.source_ranges(start..start + c.len_utf8()) {
                        prop_assert!(text.is_char_boundary(range.start as usize));
                        prop_assert!(text.is_char_boundary(range.end as usize));
                        let class = letter(c).class;
                        if class == Class::Latin || class == Class::Digit {
                            prop_assert!(range.start < range.end);
                        }
                    }
                }
            }
        }
    }
}
