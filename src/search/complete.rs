//! Completion of what was begun to type, from the words of the index.

use super::vocabulary::{Vocabulary, letters};
use crate::analysis::Analyzer;
use crate::error::Result;
use serde::Serialize;
use tantivy::Term;
use tantivy::query::PhraseQuery;

/// Endings of a row of words that are tried.
const MOST_TRIED: usize = 64;

/// A completion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Completion {
    /// The words typed before, and the last one completed.
    pub text: String,
    /// Passages that have the completed word in this form; of several words, passages that have them
    /// in a row.
    pub passages: u64,
}

/// Completions of the last word of `typed`, the most frequent first. After other words, only such as
/// follow them somewhere in the index.
///
/// # Errors
/// When the index cannot be read.
pub fn completions(
    typed: &str,
    limit: usize,
    vocabulary: &Vocabulary,
    analyzer: &mut Analyzer,
) -> Result<Vec<Completion>> {
    let start = typed.rfind(char::is_whitespace).map_or(0, |at| {
        at + typed[at..].chars().next().map_or(1, char::len_utf8)
    });
    let (before, begun) = typed.split_at(start);
    let begun = letters(begun);
    if begun.is_empty() {
        return Ok(Vec::new());
    }
    let forms = vocabulary.forms(&begun)?;
    let mut before_lemmas = Vec::new();
    analyzer.tokens(before, |token| before_lemmas.push(token.lemma.to_owned()));
    if before_lemmas.is_empty() {
        let completion = |(text, passages)| Completion { text, passages };
        return Ok(forms.into_iter().map(completion).take(limit).collect());
    }
    let field = vocabulary.fields().lemma;
    let mut found = Vec::new();
    for (form, _) in forms.into_iter().take(MOST_TRIED) {
        let text = format!("{before}{form}");
        let mut terms = Vec::new();
        analyzer.tokens(&text, |token| {
            terms.push(Term::from_field_text(field, token.lemma));
        });
        if terms.len() < 2 {
            continue;
        }
        let passages = vocabulary.matches(&PhraseQuery::new(terms))?;
        if passages > 0 {
            found.push(Completion { text, passages });
        }
    }
    found.sort_by(|a, b| {
        b.passages
            .cmp(&a.passages)
            .then_with(|| a.text.cmp(&b.text))
    });
    found.truncate(limit);
    Ok(found)
}
