//! Relevance judgements in TREC form: `qid 0 docno grade`.
//!
//! A docno names a document, or lines of one (`china:180-182`). Lines are how judgements of passages
//! outlive a change of the way passages are cut: a passage is relevant if it overlaps them.

use crate::error::{Error, Result};
use std::collections::BTreeMap;
use std::path::Path;

/// What a judgement is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Judged {
    /// Identifier of the document.
    pub document: String,
    /// First and last line, if not the whole document is meant.
    pub lines: Option<(u32, u32)>,
    /// How relevant it is; above 0 is relevant.
    pub grade: u32,
}

/// Judgements by query.
pub type Qrels = BTreeMap<String, Vec<Judged>>;

/// Reads judgements.
///
/// # Errors
/// When the file cannot be read or a line is no judgement; the message names the line.
pub fn read(path: &Path) -> Result<Qrels> {
    let text = std::fs::read_to_string(path).map_err(Error::io(path))?;
    let mut qrels = Qrels::new();
    for (index, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let columns: Vec<&str> = line.split_whitespace().collect();
        let grade = columns.get(3).and_then(|g| g.parse::<i64>().ok());
        let (&[qid, _, docno, _], Some(grade)) = (&columns[..], grade) else {
            return Err(Error::Document {
                path: path.to_owned(),
                line: Some(index as u32 + 1),
                reason: "not a judgement; a line is `qid 0 docno grade`".into(),
            });
        };
        let judgements = qrels.entry(qid.to_owned()).or_default();
        if grade > 0 {
            let (document, lines) = split_lines(docno);
            judgements.push(Judged {
                document: document.to_owned(),
                lines,
                grade: grade as u32,
            });
        }
    }
    Ok(qrels)
}

/// Parts `document:first-last`.
fn split_lines(docno: &str) -> (&str, Option<(u32, u32)>) {
    let parsed = docno.rsplit_once(':').and_then(|(document, lines)| {
        let (first, last) = lines.split_once('-')?;
        Some((document, (first.parse().ok()?, last.parse().ok()?)))
    });
    match parsed {
        Some((document, lines)) => (document, Some(lines)),
        None => (docno, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_and_lines() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "q1 0 a:b 2\nq1 0 china:18-20 1\nq2 0 x 0\n").unwrap();
        let qrels = read(file.path()).unwrap();
        assert_eq!(
            qrels["q1"],
            [
                Judged {
                    document: "a:b".into(),
                    lines: None,
                    grade: 2
                },
                Judged {
                    document: "china".into(),
                    lines: Some((18, 20)),
                    grade: 1
                },
            ]
        );
        assert!(qrels["q2"].is_empty());
    }

    #[test]
    fn a_wrong_line_is_named() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "q1 0 a 1\nq1 a 1\n").unwrap();
        assert!(
            read(file.path())
                .unwrap_err()
                .to_string()
                .contains(":2: not a judgement")
        );
    }
}
