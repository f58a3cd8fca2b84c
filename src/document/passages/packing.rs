//! Sentences packed into passages.

use crate::text::sentence_ends;
use std::ops::Range;

/// Below this many words a passage takes in the next sentence.
pub const FEWEST_WORDS: usize = 60;
/// Above this many words a passage is closed before the next sentence.
pub const MOST_WORDS: usize = 120;
/// A sentence longer than this many words is cut at a comma or a space: no full stop was found.
pub const LONGEST_SENTENCE: usize = 180;

/// Bytes after which a sentence is cut that has neither spaces nor clauses.
const LONGEST_RUN: usize = LONGEST_SENTENCE * 24;

/// Byte ranges of passages: sentences packed between [`FEWEST_WORDS`] and [`MOST_WORDS`], preferring
/// to break where a unit ends.
pub fn pack(text: &str, breaks: &[usize]) -> Vec<Range<usize>> {
    let mut passages: Vec<(Range<usize>, usize)> = Vec::new();
    let mut current = 0..0;
    let mut words = 0;
    for sentence in sentences(text, breaks) {
        let count = count_words(&text[sentence.clone()]);
        let at_unit = breaks.binary_search(&current.end).is_ok();
        if words > 0
            && (words + count > MOST_WORDS && words >= FEWEST_WORDS / 2
                || at_unit && words >= FEWEST_WORDS)
        {
            passages.push((current.clone(), words));
            current = sentence.clone();
            words = 0;
        }
        current.end = sentence.end;
        words += count;
    }
    if text[current.clone()].bytes().any(is_shown) {
        passages.push((current, words));
    }
    // A short rest joins the passage before it.
    if let [.., (before, a), (rest, b)] = &mut passages[..]
        && *b < FEWEST_WORDS / 2
        && *a + *b <= MOST_WORDS + FEWEST_WORDS / 2
    {
        before.end = rest.end;
        *a += *b;
        passages.pop();
    }
    passages.into_iter().map(|(range, _)| range).collect()
}

/// Whether a byte belongs to a letter or a digit: what is nothing but rules and dots is no passage.
fn is_shown(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0xc3
}

/// Ranges of sentences; units end sentences too, and one without end is cut.
fn sentences(text: &str, breaks: &[usize]) -> Vec<Range<usize>> {
    let mut ends = sentence_ends(text);
    ends.extend_from_slice(breaks);
    ends.sort_unstable();
    ends.dedup();
    let mut out = Vec::with_capacity(ends.len());
    let mut start = 0;
    for end in ends {
        cut_long(text, start..end, &mut out);
        start = end;
    }
    out
}

/// Cuts a sentence that is too long after a clause mark, or else at any space.
fn cut_long(text: &str, range: Range<usize>, out: &mut Vec<Range<usize>>) {
    // White space was collapsed, so there is a space between any two words.
    let spaces = memchr::memchr_iter(b' ', &text.as_bytes()[range.clone()]).count();
    if spaces + 1 < LONGEST_SENTENCE && range.len() <= LONGEST_RUN {
        out.push(range);
        return;
    }
    let (mut start, mut words, mut clause) = (range.start, 0, None);
    let mut in_word = false;
    for (at, c) in text[range.clone()].char_indices() {
        let at = range.start + at;
        if !c.is_whitespace() {
            in_word = true;
            if matches!(c, '،' | '؛' | ',' | ';' | ':' | '，' | '；' | '、') {
                clause = Some(at + c.len_utf8());
            }
            // A run of text without any space (a long Chinese text, a data dump).
            if at - start > LONGEST_RUN {
                out.push(start..at);
                (start, words, clause) = (at, 0, None);
            }
            continue;
        }
        words += usize::from(std::mem::take(&mut in_word));
        if words >= LONGEST_SENTENCE {
            let end = clause.unwrap_or(at);
            out.push(start..end);
            words = count_words(&text[end..at]);
            (start, clause) = (end, None);
        }
    }
    if start < range.end {
        out.push(start..range.end);
    }
}

/// Words of a text whose white space is single spaces; a word of Chinese is counted as one for each two
/// characters. What begins with a sign other than an opening one (a dash, the dots of a table of
/// contents) is no word. Every byte takes the same few comparisons, so that a processor can make
/// many of them at once.
pub fn count_words(text: &str) -> usize {
    let bytes = text.as_bytes();
    let begins = |byte: u8| {
        byte >= 0x80
            || byte.wrapping_sub(b'0') < 10
            || (byte | 0x20).wrapping_sub(b'a') < 26
            || byte == b'('
            || byte == b'['
            || byte == b'"'
    };
    let is_space = |byte: u8| byte == b' ' || byte == b'\n' || byte == b'\t';
    let mut words = usize::from(bytes.first().is_some_and(|first| begins(*first)));
    let mut cjk = 0;
    let after = bytes.get(1..).unwrap_or_default();
    // Counted in bytes, chunk by chunk.
    for (chunk, next) in bytes.chunks(CHUNK).zip(after.chunks(CHUNK)) {
        let (mut some_words, mut some_cjk) = (0u8, 0u8);
        for (byte, next) in chunk.iter().zip(next) {
            some_words += u8::from(is_space(*byte) & begins(*next));
            some_cjk += u8::from(next.wrapping_sub(0xe3) <= 0xed - 0xe3);
        }
        words += usize::from(some_words);
        cjk += usize::from(some_cjk);
    }
    words + cjk / 2
}

/// So many bytes are counted in a byte.
const CHUNK: usize = 255;

/// A range without the white space at its ends.
pub fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let piece = &text[range.clone()];
    let start = range.start + (piece.len() - piece.trim_start().len());
    start..start + piece.trim().len()
}
