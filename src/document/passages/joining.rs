//! Lines joined to running text, with the way back to the source.

use super::super::shape::Page;
use super::Flow;
use crate::repair::line_ends::{Join, LineEnds, without_hyphen};
use crate::text::Traced;
use crate::text::letters::ZWNJ;
use crate::text::pairs::{ANY, Pairs};
use std::ops::Range;

/// Appends a line to a flow, as a unit of its own or joined to the line before.
pub fn append_line(
    page: &Page,
    line_ends: &LineEnds,
    flow: &mut Flow,
    index: usize,
    new_unit: bool,
) {
    let traced = &mut flow.traced;
    let range = page.text.lines[index].range.clone();
    let line = page.line(index);
    if !traced.text.is_empty() {
        if new_unit {
            flow.breaks.push(traced.text.len());
            traced.append_inserted(" ");
        } else {
            match line_ends.join(page.line(flow.last), line) {
                Join::Space => traced.append_inserted(" "),
                Join::Hyphenated => {}
                Join::Joined => {
                    let kept = without_hyphen(&traced.text).len();
                    truncate(traced, kept);
                    traced.append_inserted(ZWNJ.encode_utf8(&mut [0; 4]));
                }
                Join::Broken => {
                    let kept = without_hyphen(&traced.text).len();
                    truncate(traced, kept);
                }
            }
        }
    }
    let start = range.start + (line.len() - line.trim_start().len());
    append_collapsed(
        traced,
        &page.text.traced,
        start..range.start + line.trim_end().len(),
    );
    flow.last = index;
}

/// Appends a line with each run of white space as one space, the page break character among it.
fn append_collapsed(out: &mut Traced, from: &Traced, range: Range<usize>) {
    let text = &from.text[range.clone()];
    let mut piece = 0;
    while let Some(odd) = odd_space(text, piece) {
        out.append(from, range.start + piece..range.start + odd.start);
        out.append_inserted(" ");
        piece = odd.end;
    }
    out.append(from, range.start + piece..range.end);
}

/// Where white space other than a single space may begin.
static ODD_SPACE: Pairs = Pairs::new(&[
    (b" ", &[(b' ', b' ')]),
    (&[b'\t', 0x0b, 0x0c, 0x0d], ANY),
    (&[0xc2], &[(0x85, 0x85), (0xa0, 0xa0)]),
    (&[0xe1], &[(0x9a, 0x9a)]),
    (&[0xe2], &[(0x80, 0x81)]),
    (&[0xe3], &[(0x80, 0x80)]),
]);

/// The next run of white space after byte `from` that is not a single space.
fn odd_space(text: &str, mut from: usize) -> Option<Range<usize>> {
    loop {
        let at = ODD_SPACE.find(text.as_bytes(), from)?;
        let rest = &text[at..];
        if rest.starts_with(char::is_whitespace) {
            return Some(text[..at].trim_end().len()..text.len() - rest.trim_start().len());
        }
        from = at + 1;
    }
}

/// Shortens a text, its spans with it.
pub fn truncate(traced: &mut Traced, len: usize) {
    traced.text.truncate(len);
    while let Some(last) = traced.spans.last_mut() {
        if (last.start as usize) >= len {
            traced.spans.pop();
            continue;
        }
        let surplus = (last.start + last.len) as usize - len.min((last.start + last.len) as usize);
        if surplus > 0 && last.aligned {
            // The cut part is a hyphen: one byte, or three that stand for one character.
            let kept = (last.len as usize - surplus) as u32;
            let start = last.start as usize;
            last.len = kept;
            last.source_len = traced.units.source_len(&traced.text[start..len]) as u32;
        } else if surplus > 0 {
            last.len -= surplus as u32;
        }
        break;
    }
}
