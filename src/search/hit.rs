//! What a search answers, in the form that scripts rely on.

use crate::document::Kind;
use serde::Serialize;

/// A passage that matches, or the best passage of a document that does.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hit {
    /// Identifier of the query.
    pub qid: String,
    /// The query as typed.
    pub query: String,
    /// Place in the ranking, from 1.
    pub rank: usize,
    /// Score; comparable within one query only.
    pub score: f64,
    /// The document.
    pub document: HitDocument,
    /// Path of the section from the top.
    pub section: Vec<String>,
    /// What the passage is.
    pub kind: Kind,
    /// First and last line in the source file, from 1.
    pub lines: (u32, u32),
    /// Page on which it begins, as printed on it, where known and a number.
    pub page: Option<u32>,
    /// What is printed on that page where it is no number (iv, A-3).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page_label: Option<String>,
    /// First byte and the byte after the last in the source file.
    pub bytes: (u64, u64),
    /// The repaired passage.
    pub text: String,
    /// What matches in it, in any form that was typed.
    pub matches: Vec<Match>,
    /// What the glossary led to from the other language; left out of JSON where there is nothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub translations: Vec<Match>,
    /// Parts of the score, with `--explain`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explain: Option<Vec<Part>>,
}

/// The document of a hit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HitDocument {
    /// Identifier: the path below the indexed folder without its extension, or the record's id.
    pub id: String,
    /// Path of the file as it was given when it was indexed.
    pub path: String,
    /// Title, where known.
    pub title: Option<String>,
    /// Authors, where known.
    pub authors: Vec<String>,
    /// Year, where known.
    pub year: Option<i32>,
    /// Digital object identifier, where a bibliography beside the file gives one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doi: Option<String>,
    /// Languages by share of the text.
    pub languages: Vec<String>,
}

/// A stretch of the passage that matches the query.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Match {
    /// First character in [`Hit::text`], in Unicode scalar values.
    pub start: usize,
    /// The character after the last.
    pub end: usize,
    /// Line of the source file on which it begins.
    pub line: u32,
    /// The words of the query for which it stands, where the glossary led to it from the other
    /// language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub via: Option<String>,
}

/// A part of a score.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Part {
    /// What matched: a field and a term, a phrase, …
    pub part: String,
    /// What it adds.
    pub score: f64,
}
