//! Text that remembers where each of its bytes came from.
//!
//! A passage on the screen is not what stands in the file: its encoding was decoded, tatweels were
//! dropped, ligatures opened, lines joined, and runs put back in order. [`Traced`] keeps, beside
//! the text, a list of spans that lead back to bytes and lines of the original file, so that a hit
//! and a highlight can always say where they stand (law 2: offsets first). Spans need not be in the
//! order of the source: repair may move them.

use std::ops::Range;

/// How a character of text corresponds to bytes of the source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Units {
    /// The source is UTF-8: byte for byte.
    #[default]
    Utf8,
    /// The source is UTF-16: two bytes for each UTF-16 code unit.
    Utf16,
    /// The source has one byte for each character (Windows-1256).
    SingleByte,
}

impl Units {
    /// Bytes of the source that encode `text`.
    pub fn source_len(self, text: &str) -> usize {
        match self {
            Units::Utf8 => text.len(),
            Units::Utf16 => 2 * text.chars().map(char::len_utf16).sum::<usize>(),
            Units::SingleByte => text.chars().count(),
        }
    }
}

/// A stretch of text and the bytes of the source it was made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// First byte in the text.
    pub start: u32,
    /// Bytes in the text.
    pub len: u32,
    /// First byte in the source, counted from [`Traced::base`].
    pub source: u32,
    /// Bytes in the source.
    pub source_len: u32,
    /// Line of the source, from 1.
    pub line: u32,
    /// Whether each character of the text is one character of the source, so that places inside
    /// the span can be told apart; otherwise the span is mapped as a whole.
    pub aligned: bool,
}

impl Span {
    fn end(&self) -> u32 {
        self.start + self.len
    }
}

/// A text and its way back to the source. Spans are sorted by their place in the text and do not
/// overlap; text between them was inserted and has no source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Traced {
    /// The text.
    pub text: String,
    /// Where it came from.
    pub spans: Vec<Span>,
    /// Byte of the file from which the spans' source offsets count (records of a JSON Lines file
    /// begin far inside it).
    pub base: u64,
    /// What a character of an aligned span takes in the source.
    pub units: Units,
}

impl Traced {
    /// An empty text that will be filled from a source with these properties.
    pub fn empty_like(other: &Traced) -> Traced {
        Traced {
            base: other.base,
            units: other.units,
            ..Traced::default()
        }
    }

    /// Appends `range` (bytes) of `from`, with its spans.
    pub fn append(&mut self, from: &Traced, range: Range<usize>) {
        self.append_recoded(&from.text[range.clone()], from, range);
    }

    /// Appends `text` in place of `range` of `from`: another spelling that has, byte for byte, the
    /// same character boundaries (ي → ی), so that places inside can still be told apart.
    pub fn append_recoded(&mut self, text: &str, from: &Traced, range: Range<usize>) {
        debug_assert_eq!(text.len(), range.len());
        let shift = self.text.len();
        self.text.push_str(text);
        for span in from.spans_in(range.clone()) {
            let first = (span.start as usize).max(range.start);
            let last = (span.end() as usize).min(range.end);
            let mut piece = Span {
                start: (shift + first - range.start) as u32,
                len: (last - first) as u32,
                ..*span
            };
            if span.aligned {
                let before = &from.text[span.start as usize..first];
                piece.source += from.units.source_len(before) as u32;
                piece.source_len = from.units.source_len(&from.text[first..last]) as u32;
            }
            self.push_span(piece);
        }
    }

    /// Appends `text`, made from `range` of `from` as a whole.
    pub fn append_replacement(&mut self, text: &str, from: &Traced, range: Range<usize>) {
        if let Some(line) = from.line_at(range.start) {
            let sources = from.source_ranges(range);
            if let (Some(first), Some(last)) = (
                sources.iter().map(|r| r.start).min(),
                sources.iter().map(|r| r.end).max(),
            ) {
                self.push_span(Span {
                    start: self.text.len() as u32,
                    len: text.len() as u32,
                    source: (first - from.base) as u32,
                    source_len: (last - first) as u32,
                    line,
                    aligned: false,
                });
            }
        }
        self.text.push_str(text);
    }

    /// Appends text that has no source, such as the space between joined lines.
    pub fn append_inserted(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Adds a span at the end, merged with the one before where they touch on both sides.
    pub fn push_span(&mut self, span: Span) {
        if span.len == 0 {
            return;
        }
        if let Some(last) = self.spans.last_mut()
            && last.aligned
            && span.aligned
            && last.line == span.line
            && last.end() == span.start
            && last.source + last.source_len == span.source
        {
            last.len += span.len;
            last.source_len += span.source_len;
            return;
        }
        self.spans.push(span);
    }

    /// The spans that touch `range` (bytes of the text).
    pub fn spans_in(&self, range: Range<usize>) -> &[Span] {
        let first = self
            .spans
            .partition_point(|s| s.end() as usize <= range.start);
        let rest = &self.spans[first..];
        // Mostly one or two.
        let count = rest.iter().take_while(|s| (s.start as usize) < range.end);
        &rest[..count.count()]
    }

    /// The line of the source from which the byte at `offset` came, or the first one after it.
    pub fn line_at(&self, offset: usize) -> Option<u32> {
        let next = self.spans.partition_point(|s| s.end() as usize <= offset);
        self.spans.get(next).or(self.spans.last()).map(|s| s.line)
    }

    /// First and last line of the source that any part of the text came from.
    pub fn lines(&self) -> Option<(u32, u32)> {
        let first = self.spans.iter().map(|s| s.line).min()?;
        let last = self.spans.iter().map(|s| s.line).max()?;
        Some((first, last))
    }

    /// The bytes of the file from which `range` of the text came, in the order of the text;
    /// neighbours are merged. Empty if all of it was inserted.
    pub fn source_ranges(&self, range: Range<usize>) -> Vec<Range<u64>> {
        let mut ranges: Vec<Range<u64>> = Vec::new();
        for span in self.spans_in(range.clone()) {
            let start = self.base + u64::from(span.source);
            let mut piece = start..start + u64::from(span.source_len);
            if span.aligned {
                let first = (span.start as usize).max(range.start);
                let last = (span.end() as usize).min(range.end);
                let skipped = self
                    .units
                    .source_len(&self.text[span.start as usize..first]);
                piece.start += skipped as u64;
                piece.end = piece.start + self.units.source_len(&self.text[first..last]) as u64;
            }
            match ranges.last_mut() {
                Some(last) if last.end == piece.start => last.end = piece.end,
                _ => ranges.push(piece),
            }
        }
        ranges
    }

    /// The smallest range of bytes of the file that holds all of the text's source.
    pub fn source_hull(&self) -> Option<Range<u64>> {
        let start = self.spans.iter().map(|s| s.source).min()?;
        let end = self.spans.iter().map(|s| s.source + s.source_len).max()?;
        Some(self.base + u64::from(start)..self.base + u64::from(end))
    }

    /// Packs the spans into a few bytes each, for the index; see [`Traced::unpack`].
    pub fn pack(&self, out: &mut Vec<u8>) {
        varint(out, self.base);
        out.push(match self.units {
            Units::Utf8 => 0,
            Units::Utf16 => 1,
            Units::SingleByte => 2,
        });
        varint(out, self.spans.len() as u64);
        let (mut end, mut source, mut line) = (0u32, 0u32, 0u32);
        for span in &self.spans {
            varint(
                out,
                u64::from(span.start - end) << 1 | u64::from(span.aligned),
            );
            varint(out, u64::from(span.len));
            varint(out, zigzag(i64::from(span.source) - i64::from(source)));
            varint(out, zigzag(i64::from(span.line) - i64::from(line)));
            if !(span.aligned && self.units == Units::Utf8) {
                varint(out, u64::from(span.source_len));
            }
            (end, source, line) = (span.end(), span.source + span.source_len, span.line);
        }
    }

    /// Joins a stored text with its packed spans; none if the bytes do not fit the text.
    pub fn unpack(text: String, bytes: &mut &[u8]) -> Option<Traced> {
        let base = read_varint(bytes)?;
        let units = match take_byte(bytes)? {
            0 => Units::Utf8,
            1 => Units::Utf16,
            2 => Units::SingleByte,
            _ => return None,
        };
        let count = read_varint(bytes)? as usize;
        let mut spans = Vec::with_capacity(count.min(text.len()));
        let (mut end, mut source, mut line) = (0i64, 0i64, 0i64);
        for _ in 0..count {
            let gap = read_varint(bytes)?;
            let aligned = gap & 1 == 1;
            let start = end + (gap >> 1) as i64;
            let len = read_varint(bytes)? as i64;
            source += unzigzag(read_varint(bytes)?);
            line += unzigzag(read_varint(bytes)?);
            let source_len = if aligned && units == Units::Utf8 {
                len
            } else {
                read_varint(bytes)? as i64
            };
            end = start.checked_add(len)?;
            if !text.is_char_boundary(usize::try_from(start).ok()?)
                || !text.is_char_boundary(usize::try_from(end).ok()?)
            {
                return None;
            }
            spans.push(Span {
                start: start as u32,
                len: len as u32,
                source: u32::try_from(source).ok()?,
                source_len: u32::try_from(source_len).ok()?,
                line: u32::try_from(line).ok()?,
                aligned,
            });
            source += source_len;
        }
        Some(Traced {
            text,
            spans,
            base,
            units,
        })
    }
}

/// Appends `value` seven bits a byte, lowest first.
pub fn varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Reads what [`varint`] wrote and moves past it; none at the end of the bytes or past 64 bits.
pub fn read_varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0u64;
    for shift in (0..64).step_by(7) {
        let byte = take_byte(bytes)?;
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(value);
        }
    }
    None
}

fn take_byte(bytes: &mut &[u8]) -> Option<u8> {
    let (first, rest) = bytes.split_first()?;
    *bytes = rest;
    Some(*first)
}

fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)) as u64
}

fn unzigzag(value: u64) -> i64 {
    (value >> 1) as i64 ^ -((value & 1) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A text as a reader would give it: each line one aligned span.
    fn plain(text: &str) -> Traced {
        let mut traced = Traced {
            text: text.to_owned(),
            ..Traced::default()
        };
        let mut start = 0;
        for (number, line) in text.split_inclusive('\n').enumerate() {
            traced.push_span(Span {
                start,
                len: line.len() as u32,
                source: start,
                source_len: line.len() as u32,
                line: number as u32 + 1,
                aligned: true,
            });
            start += line.len() as u32;
        }
        traced
    }

    #[test]
    fn dropped_and_moved_characters_still_lead_to_their_bytes() {
        let raw = plain("حـاکم\nیت");
        let mut repaired = Traced::empty_like(&raw);
        repaired.append(&raw, 0..2);
        repaired.append(&raw, 4..10);
        repaired.append_inserted(" ");
        repaired.append(&raw, 11..15);
        assert_eq!(repaired.text, "حاکم یت");
        assert_eq!(repaired.source_ranges(0..8), vec![0..2, 4..10]);
        assert_eq!(repaired.source_ranges(8..9), vec![]);
        assert_eq!(repaired.line_at(0), Some(1));
        assert_eq!(repaired.line_at(8), Some(2));
        assert_eq!(repaired.source_hull(), Some(0..15));
    }

    #[test]
    fn a_replacement_is_mapped_as_a_whole() {
        let raw = plain("xﻼy");
        let mut repaired = Traced::empty_like(&raw);
        repaired.append(&raw, 0..1);
        repaired.append_replacement("لا", &raw, 1..4);
        repaired.append(&raw, 4..5);
        assert_eq!(repaired.text, "xلاy");
        assert_eq!(repaired.source_ranges(1..3), vec![1..4]);
        assert_eq!(repaired.source_ranges(5..6), vec![4..5]);
    }

    #[test]
    fn single_byte_sources_count_characters() {
        let mut traced = plain("سلام");
        traced.units = Units::SingleByte;
        traced.spans[0].source_len = 4;
        assert_eq!(traced.source_ranges(2..6), vec![1..3]);
        traced.units = Units::Utf16;
        traced.spans[0].source_len = 8;
        assert_eq!(traced.source_ranges(2..6), vec![2..6]);
    }

    proptest! {
        #[test]
        fn packing_is_reversible(
            text in "\\PC{0,40}",
            cuts in proptest::collection::vec((any::<u16>(), any::<bool>(), 1u32..99), 0..6),
            base in any::<u32>(),
        ) {
            let mut traced = Traced { text: text.clone(), base: base.into(), ..Traced::default() };
            let bounds: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
            for ((pair, (source, aligned, line)), odd) in bounds.windows(2).zip(cuts).zip([true, false].into_iter().cycle()) {
                if odd {
                    let len = (pair[1] - pair[0]) as u32;
                    traced.push_span(Span {
                        start: pair[0] as u32, len, source: source.into(),
                        source_len: if aligned { len } else { 7 }, line, aligned,
                    });
                }
            }
            let mut bytes = Vec::new();
            traced.pack(&mut bytes);
            let mut rest = bytes.as_slice();
            prop_assert_eq!(Traced::unpack(text, &mut rest), Some(traced));
            prop_assert!(rest.is_empty());
        }

        #[test]
        fn unpacking_garbage_never_panics(text in "\\PC{0,20}", bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            let _ = Traced::unpack(text, &mut bytes.as_slice());
        }
    }
}
