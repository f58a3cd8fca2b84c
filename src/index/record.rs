//! What is stored beside the text: where a passage stands, and what is known of documents and files.

use crate::document::citations::Citation;
use crate::document::read::PageLabels;
use crate::document::{Kind, Section};
use crate::text::{Traced, read_varint, varint};
use serde::{Deserialize, Serialize};

/// Where a passage stands and how its text leads back to the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Number of the passage in its document, from 0.
    pub ordinal: u32,
    /// What it is.
    pub kind: Kind,
    /// Index of its section.
    pub section: Option<u32>,
    /// Page on which it begins, by its place in the file where the format has pages, as printed in
    /// texts; see [`DocumentRecord::labels`].
    pub page: Option<u32>,
}

impl Place {
    /// Packs the place and the spans of the passage's text.
    pub fn pack(&self, traced: &Traced) -> Vec<u8> {
        let mut out = Vec::with_capacity(16 + traced.spans.len() * 5);
        varint(&mut out, u64::from(self.ordinal));
        out.push(Kind::ALL.iter().position(|k| *k == self.kind).unwrap_or(0) as u8);
        varint(&mut out, self.section.map_or(0, |s| u64::from(s) + 1));
        varint(&mut out, self.page.map_or(0, |p| u64::from(p) + 1));
        traced.pack(&mut out);
        out
    }

    /// Reads what [`Place::pack`] wrote; none if the bytes are damaged.
    pub fn unpack(mut bytes: &[u8], text: String) -> Option<(Place, Traced)> {
        let bytes = &mut bytes;
        let ordinal = read_varint(bytes)? as u32;
        let (kind, rest) = bytes.split_first()?;
        let kind = *Kind::ALL.get(usize::from(*kind))?;
        *bytes = rest;
        let mut optional = || -> Option<Option<u32>> {
            let value = read_varint(bytes)?;
            Some(value.checked_sub(1).map(|v| v as u32))
        };
        let place = Place {
            ordinal,
            kind,
            section: optional()?,
            page: optional()?,
        };
        Some((place, Traced::unpack(text, bytes)?))
    }
}

/// What the index knows of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentRecord {
    /// Identifier.
    pub id: String,
    /// Path as it was given when it was indexed.
    pub path: String,
    /// Key of its file.
    pub file: String,
    /// Title, where known.
    pub title: Option<String>,
    /// Authors, where known.
    #[serde(default)]
    pub authors: Vec<String>,
    /// Year, where known.
    pub year: Option<i32>,
    /// Digital object identifier, where a bibliography beside it gives one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doi: Option<String>,
    /// Languages by share.
    pub languages: Vec<String>,
    /// The section tree.
    #[serde(default)]
    pub sections: Vec<Section>,
    /// What it cites, in the order of the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub citations: Vec<CitationRecord>,
    /// Number of its passages.
    pub passages: u32,
    /// Number of the pairs of terms in two languages that it gives.
    #[serde(default)]
    pub pairs: u32,
    /// The numbers that its pages bear, where they are not their places in the file.
    #[serde(default, skip_serializing_if = "PageLabels::is_empty")]
    pub labels: PageLabels,
    /// Letters in known words, in a thousand letters of Arabic script, where they were counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_letters: Option<u16>,
    /// Lines that repair changed, and lines that it could not read with confidence.
    #[serde(default)]
    pub repaired: (u32, u32),
    /// Whether its lines were torn apart: then it teaches no other, see [`super::lessons`].
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub torn: bool,
}

/// A citation of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CitationRecord {
    /// Line of the source.
    pub line: u32,
    /// Authors as printed.
    pub authors: String,
    /// Year as printed, digits in ASCII.
    pub year: String,
    /// Page of the cited work; empty if none is given.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub page: String,
}

impl From<&Citation> for CitationRecord {
    fn from(citation: &Citation) -> CitationRecord {
        CitationRecord {
            line: citation.line,
            authors: citation.authors.clone(),
            year: citation.year.clone(),
            page: citation.page.clone(),
        }
    }
}

/// What the index knows of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRecord {
    /// Canonical path, the key of the file.
    pub key: String,
    /// Path as it was given when it was indexed.
    pub path: String,
    /// BLAKE3 hash of its content, and of the settings that decide what becomes of it.
    pub hash: String,
    /// Bytes.
    pub bytes: u64,
    /// Identifier of its document, or none if it holds several that name themselves.
    pub id: Option<String>,
    /// Documents in it.
    pub documents: u64,
    /// Passages in it.
    pub passages: u64,
    /// Records in it that could not be read.
    #[serde(default)]
    pub bad: u64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    #[test]
    fn places_survive_packing() {
        let traced = Traced {
            text: "حاکمیت".into(),
            spans: vec![Span {
                start: 0,
                len: 12,
                source: 40,
                source_len: 12,
                line: 7,
                aligned: true,
            }],
            ..Traced::default()
        };
        for (section, page) in [(None, None), (Some(0), Some(118))] {
            let place = Place {
                ordinal: 3,
                kind: Kind::Footnote,
                section,
                page,
            };
            let bytes = place.pack(&traced);
            assert_eq!(
                Place::unpack(&bytes, traced.text.clone()),
                Some((place, traced.clone()))
            );
            assert_eq!(Place::unpack(&bytes[..2], traced.text.clone()), None);
        }
    }
}
