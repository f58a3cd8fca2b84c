//! Which encoding a file is in, found by looking at its bytes, and its text line by line.

use crate::text::{Line, Markup, SourceText, Span, Traced, Units};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, WINDOWS_1256};
use std::borrow::Cow;
use std::ops::Range;

/// The longest line, in bytes, that is still taken for text. Extractors write lines of a page or a
/// paragraph; a longer line is a data dump that would make passages and memory meaningless.
pub const LONGEST_LINE: usize = 1 << 20;

/// Why bytes are no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotText {
    /// There is nothing, or white space only.
    Empty,
    /// Control characters that no text has; the kind of file where its first bytes tell.
    Binary(Option<&'static str>),
    /// A line is longer than [`LONGEST_LINE`]; its number.
    LongLine(u32),
}

/// A decoded file.
#[derive(Debug)]
pub struct Decoded {
    /// The text with its way back to the bytes of the file.
    pub text: SourceText,
    /// WHATWG name of the encoding.
    pub encoding: &'static str,
    /// Lines with bytes that are not valid in the encoding (each shown as U+FFFD).
    pub damaged_lines: u32,
}

/// Decodes a whole file.
pub fn decode(bytes: &[u8]) -> Result<Decoded, NotText> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(NotText::Empty);
    }
    let valid = valid_utf8(bytes);
    let (encoding, bom) = detect(bytes, valid.is_some())?;
    let units = if encoding == UTF_8 {
        Units::Utf8
    } else if encoding == UTF_16LE || encoding == UTF_16BE {
        Units::Utf16
    } else {
        Units::SingleByte
    };
    let mut decoded = Decoded {
        text: SourceText {
            traced: Traced {
                units,
                text: String::with_capacity(bytes.len()),
                ..Traced::default()
            },
            lines: Vec::new(),
        },
        encoding: encoding.name(),
        damaged_lines: 0,
    };
    // Validated once; a slice of it between line breaks is valid too.
    let whole = valid.filter(|_| encoding == UTF_8);
    let mut new_page = false;
    for (number, range) in line_ranges(bytes, bom, encoding).enumerate() {
        let number = number as u32 + 1;
        if range.len() > LONGEST_LINE {
            return Err(NotText::LongLine(number));
        }
        let (text, damaged) = match whole {
            Some(whole) => (Cow::Borrowed(&whole[range.clone()]), false),
            None => encoding.decode_without_bom_handling(&bytes[range.clone()]),
        };
        decoded.damaged_lines += u32::from(damaged);
        decoded.push_line(&text, damaged, range, number, &mut new_page);
    }
    Ok(decoded)
}

impl Decoded {
    fn push_line(
        &mut self,
        text: &str,
        damaged: bool,
        source: Range<usize>,
        number: u32,
        new_page: &mut bool,
    ) {
        let traced = &mut self.text.traced;
        let aligned = !damaged && traced.units.source_len(text) == source.len();
        let start = traced.text.len();
        // A form feed before the text belongs to this line, one after it to the next.
        let leading = text.trim_start_matches([' ', '\r']).starts_with('\u{c}');
        self.text.lines.push(Line {
            range: start..start + text.len(),
            number,
            new_page: *new_page || leading,
            markup: Markup::None,
            page: None,
        });
        let breaks = memchr::memchr_iter(0x0c, text.as_bytes()).count();
        *new_page = breaks > usize::from(leading);
        traced.push_span(Span {
            start: start as u32,
            len: text.len() as u32,
            source: source.start as u32,
            source_len: source.len() as u32,
            line: number,
            aligned,
        });
        traced.append_inserted(text);
        traced.append_inserted("\n");
    }
}

/// The bytes as text if they are valid UTF-8. Persian text is checked by encoding_rs in a small part of
/// the time that the standard library takes.
fn valid_utf8(bytes: &[u8]) -> Option<&str> {
    match UTF_8.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(Cow::Borrowed(text)) => Some(text),
        _ => None,
    }
}

/// The encoding of a file and the length of its byte order mark.
fn detect(bytes: &[u8], valid_utf8: bool) -> Result<(&'static Encoding, usize), NotText> {
    if let Some((encoding, bom)) = Encoding::for_bom(bytes) {
        return Ok((encoding, bom));
    }
    if let Some(kind) = magic(bytes) {
        return Err(NotText::Binary(Some(kind)));
    }
    let sample = &bytes[..bytes.len().min(1 << 16)];
    if memchr::memchr(0, bytes).is_some() {
        return match utf16_without_bom(sample) {
            Some(encoding) => Ok((encoding, 0)),
            None => Err(NotText::Binary(None)),
        };
    }
    let controls = sample
        .iter()
        .filter(|b| **b < 0x20 && !matches!(**b, b'\t' | b'\n' | b'\r' | 0x0c))
        .count();
    if controls * 20 > sample.len() {
        return Err(NotText::Binary(None));
    }
    if valid_utf8 || mostly_utf8(bytes) {
        return Ok((UTF_8, 0));
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    // Of single-byte encodings papers come in two: the Arabic one of old Persian files and the
    // Western one. A guess of another family on a file that is not UTF-8 is kept as it is.
    let encoding = match guess.name() {
        "ISO-8859-6" => WINDOWS_1256,
        "ISO-8859-1" => WINDOWS_1252,
        _ => guess,
    };
    Ok((encoding, 0))
}

/// Whether the bytes are UTF-8 but for a few: at most one byte in a hundred aside (a truncated character, a
/// Latin-1 byte pasted in).
fn mostly_utf8(bytes: &[u8]) -> bool {
    let mut bad = 0;
    let mut non_ascii = 0;
    for chunk in bytes.utf8_chunks() {
        bad += chunk.invalid().len();
        non_ascii += chunk.valid().bytes().filter(|b| *b >= 0x80).count();
    }
    bad * 100 < bytes.len() && bad * 20 < non_ascii
}

/// UTF-16 without a mark has every second byte zero on spaces and line breaks, and the rest of a
/// Persian text in one page of Unicode.
fn utf16_without_bom(sample: &[u8]) -> Option<&'static Encoding> {
    let pairs = sample.len() / 2;
    if pairs < 2 {
        return None;
    }
    let high = |offset: usize| {
        sample
            .chunks_exact(2)
            .filter(|pair| matches!(pair[offset], 0x00 | 0x06) && !matches!(pair[1 - offset], 0x00))
            .count()
    };
    let spaces = |offset: usize| {
        sample
            .chunks_exact(2)
            .any(|pair| pair[offset] == 0 && matches!(pair[1 - offset], b' ' | b'\n' | b'\r'))
    };
    let enough = pairs * 9 / 10;
    if high(1) > enough && spaces(1) {
        Some(UTF_16LE)
    } else if high(0) > enough && spaces(0) {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Files that are often met under a wrong extension, by their first bytes.
fn magic(bytes: &[u8]) -> Option<&'static str> {
    const KINDS: [(&[u8], &str); 9] = [
        (b"%PDF-", "a PDF"),
        (b"PK\x03\x04", "a zip archive (docx, epub)"),
        (b"\x1f\x8b", "gzip data"),
        (b"\xd0\xcf\x11\xe0", "an old Word document"),
        (b"{\\rtf", "a rich text (RTF) document"),
        (b"\x89PNG", "a PNG picture"),
        (b"\xff\xd8\xff", "a JPEG picture"),
        (b"\x7fELF", "a program"),
        (b"SQLite format 3", "an SQLite database"),
    ];
    KINDS
        .iter()
        .find(|(head, _)| bytes.starts_with(head))
        .map(|(_, kind)| *kind)
}

/// Byte ranges of the lines, without their line breaks.
fn line_ranges<'a>(
    bytes: &'a [u8],
    start: usize,
    encoding: &'static Encoding,
) -> Box<dyn Iterator<Item = Range<usize>> + 'a> {
    if encoding == UTF_16LE || encoding == UTF_16BE {
        let newline = if encoding == UTF_16LE {
            [b'\n', 0]
        } else {
            [0, b'\n']
        };
        let mut at = start;
        return Box::new(std::iter::from_fn(move || {
            if at >= bytes.len() {
                return None;
            }
            let rest = &bytes[at..];
            let len = rest
                .chunks_exact(2)
                .position(|pair| pair == newline)
                .map_or(rest.len(), |pairs| pairs * 2);
            let range = at..at + len;
            at += len + 2;
            Some(trim_return(bytes, range, 2, encoding == UTF_16LE))
        }));
    }
    let mut at = start;
    Box::new(std::iter::from_fn(move || {
        if at >= bytes.len() {
            return None;
        }
        let len = memchr::memchr(b'\n', &bytes[at..]).unwrap_or(bytes.len() - at);
        let range = at..at + len;
        at += len + 1;
        Some(trim_return(bytes, range, 1, true))
    }))
}

/// Cuts a carriage return off the end of a line.
fn trim_return(
    bytes: &[u8],
    mut range: Range<usize>,
    width: usize,
    low_first: bool,
) -> Range<usize> {
    if range.len() >= width {
        let last = &bytes[range.end - width..range.end];
        let is_return = match (width, low_first) {
            (1, _) => last == b"\r",
            (_, true) => last == [b'\r', 0],
            (_, false) => last == [0, b'\r'],
        };
        if is_return {
            range.end -= width;
        }
    }
    range
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(decoded: &Decoded) -> Vec<&str> {
        decoded.text.line_texts().collect()
    }

    #[test]
    fn utf8_with_and_without_mark() {
        let decoded = decode("\u{feff}سلام\r\nدنیا".as_bytes()).unwrap();
        assert_eq!(lines(&decoded), ["سلام", "دنیا"]);
        assert_eq!(decoded.text.traced.source_ranges(0..8), vec![3..11]);
    }

    #[test]
    fn windows_1256_is_found_and_counted_in_its_own_bytes() {
        let text = "حاكميت سايبري در روابط بين الملل\nاين مقاله به بررسي آن مي پردازد";
        let (bytes, _, failed) = WINDOWS_1256.encode(text);
        assert!(!failed);
        let decoded = decode(&bytes).unwrap();
        assert_eq!(decoded.encoding, "windows-1256");
        assert_eq!(lines(&decoded), text.lines().collect::<Vec<_>>());
        let second = decoded.text.lines[1].range.clone();
        assert_eq!(
            decoded
                .text
                .traced
                .source_ranges(second.start..second.start + 6),
            vec![33..36]
        );
    }

    #[test]
    fn utf16_of_both_orders_with_and_without_mark() {
        let text = "حاکمیت سایبری\nدوم line";
        for (bom, big) in [(true, true), (true, false), (false, true), (false, false)] {
            let mut units: Vec<u16> = text.encode_utf16().collect();
            if bom {
                units.insert(0, 0xfeff);
            }
            let bytes: Vec<u8> = units
                .iter()
                .flat_map(|u| {
                    if big {
                        u.to_be_bytes()
                    } else {
                        u.to_le_bytes()
                    }
                })
                .collect();
            let decoded = decode(&bytes).unwrap();
            assert_eq!(lines(&decoded), ["حاکمیت سایبری", "دوم line"]);
            let at = decoded.text.lines[1].range.start;
            let first = 28 + 2 * u64::from(bom);
            assert_eq!(
                decoded.text.traced.source_ranges(at..at + 2),
                vec![first..first + 2]
            );
        }
    }

    #[test]
    fn what_is_no_text_is_said_to_be_none() {
        assert_eq!(decode(b" \n\r\n").unwrap_err(), NotText::Empty);
        assert_eq!(
            decode(b"%PDF-1.7 ...").unwrap_err(),
            NotText::Binary(Some("a PDF"))
        );
        assert_eq!(
            decode(&[1, 2, 0, 3, 0xff, 0, 0, 9]).unwrap_err(),
            NotText::Binary(None)
        );
        let long = [b"first\n".to_vec(), vec![b'x'; LONGEST_LINE + 1]].concat();
        assert_eq!(decode(&long).unwrap_err(), NotText::LongLine(2));
    }

    #[test]
    fn a_few_bad_bytes_cost_their_line_only() {
        let text = "متن درست است و ادامه دارد\n".repeat(50);
        let bytes = [text.as_bytes(), &[0xd8][..], b"\n", text.as_bytes()].concat();
        let decoded = decode(&bytes).unwrap();
        assert_eq!(decoded.encoding, "UTF-8");
        assert_eq!(decoded.damaged_lines, 1);
        assert_eq!(decoded.text.lines.len(), 101);
        assert_eq!(lines(&decoded)[50], "\u{fffd}");
    }

    #[test]
    fn form_feeds_begin_pages() {
        let decoded = decode(b"one\n\x0ctwo\nthree\x0c\nfour").unwrap();
        let pages: Vec<bool> = decoded.text.lines.iter().map(|l| l.new_page).collect();
        assert_eq!(pages, [false, true, false, true]);
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_decoded_or_refused(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..400)) {
            if let Ok(decoded) = decode(&bytes) {
                for span in &decoded.text.traced.spans {
                    for range in decoded.text.traced.source_ranges(span.start as usize..(span.start + span.len) as usize) {
                        assert!(range.end <= bytes.len() as u64);
                    }
                }
            }
        }
    }
}
