//! The labels of pages as a file lists them: a tree of numbers (ISO 32000-1, 7.9.7 and 12.4.2).

use super::hayro::pdf_text;
use crate::document::read::{LabelRange, PageLabels, Style};
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Number, Object};
use hayro_interpret::hayro_syntax::xref::XRef;

/// Stretches that are read, and nodes of the tree that are visited.
const MOST: usize = 20_000;

/// The labels that a file lists; none if it lists none, or nothing that can be read.
pub fn read(xref: &XRef) -> PageLabels {
    let root = xref
        .get::<Dict<'_>>(xref.root_id())
        .and_then(|root| root.get::<Dict<'_>>(b"PageLabels".as_slice()));
    let mut waiting: Vec<Dict<'_>> = root.into_iter().collect();
    let mut ranges = Vec::new();
    let mut visited = 0;
    while let Some(node) = waiting.pop() {
        visited += 1;
        if visited > MOST || ranges.len() > MOST {
            break;
        }
        if let Some(kids) = node.get::<Array<'_>>(b"Kids".as_slice()) {
            waiting.extend(kids.iter::<Dict<'_>>().take(MOST - waiting.len().min(MOST)));
        }
        if let Some(numbers) = node.get::<Array<'_>>(b"Nums".as_slice()) {
            let mut items = numbers.iter::<Object<'_>>();
            while let (Some(index), Some(label)) = (items.next(), items.next()) {
                ranges.extend(range(&index, &label));
            }
        }
    }
    PageLabels::new(ranges)
}

fn range(index: &Object<'_>, label: &Object<'_>) -> Option<LabelRange> {
    let (Object::Number(index), Object::Dict(label)) = (index, label) else {
        return None;
    };
    let style = label.get::<Name<'_>>(b"S".as_slice());
    let prefix = match label.get::<Object<'_>>(b"P".as_slice()) {
        Some(Object::String(text)) => pdf_text(text.as_bytes()),
        _ => String::new(),
    };
    let first = label.get::<Number>(b"St".as_slice());
    Some(LabelRange {
        from: u32::try_from(index.as_i64()).ok()?.checked_add(1)?,
        style: match style.as_deref() {
            Some(b"D") => Style::Decimal,
            Some(b"R") => Style::UpperRoman,
            Some(b"r") => Style::LowerRoman,
            Some(b"A") => Style::UpperLetters,
            Some(b"a") => Style::LowerLetters,
            _ => Style::None,
        },
        prefix: prefix.chars().take(40).collect(),
        first: first.map_or(Some(1), |n| u32::try_from(n.as_i64()).ok())?,
    })
}
