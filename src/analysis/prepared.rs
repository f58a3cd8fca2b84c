//! The bridge to Tantivy: fields are analyzed before they are handed over.
//!
//! A passage is analyzed once for both its fields, in the thread that read it, and handed to Tantivy
//! as prepared text: the terms in order, each after a character whose number is the bytes it has. The
//! tokenizer registered for the fields only reads that. So Tantivy's threads do nothing but index, and
//! no field can be analyzed by anything but our [`Analyzer`](super::Analyzer).

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// The name under which [`Prepared`] is registered.
pub const PREPARED: &str = "kavosh-prepared";

/// Appends a term, in parts, to prepared text. What is longer than 55,295 bytes is no term.
#[inline]
pub fn push_term(prepared: &mut String, parts: &[&str]) {
    let len = parts.iter().map(|part| part.len()).sum::<usize>();
    if let Some(len) = u32::try_from(len).ok().and_then(char::from_u32)
        && len < '\u{e000}'
    {
        prepared.push(len);
        parts.iter().for_each(|part| prepared.push_str(part));
    }
}

/// The first term of prepared text, and what follows it.
#[inline]
fn split_first(prepared: &str) -> Option<(&str, &str)> {
    let mut characters = prepared.chars();
    let len = characters.next()? as usize;
    characters.as_str().split_at_checked(len)
}

/// The terms of prepared text.
#[cfg(test)]
pub fn terms(mut prepared: &str) -> impl Iterator<Item = &str> {
    std::iter::from_fn(move || {
        let (term, rest) = split_first(prepared)?;
        prepared = rest;
        Some(term)
    })
}

/// Cuts prepared text into its terms.
#[derive(Clone, Default)]
pub struct Prepared {
    token: Token,
}

/// Terms of a prepared text.
pub struct PreparedStream<'a> {
    rest: &'a str,
    token: &'a mut Token,
}

impl Tokenizer for Prepared {
    type TokenStream<'a> = PreparedStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> PreparedStream<'a> {
        self.token.reset();
        PreparedStream {
            rest: text,
            token: &mut self.token,
        }
    }
}

impl TokenStream for PreparedStream<'_> {
    fn advance(&mut self) -> bool {
        let Some((term, rest)) = split_first(self.rest) else {
            return false;
        };
        self.token.position = self.token.position.wrapping_add(1);
        self.token.text.clear();
        self.token.text.push_str(term);
        self.rest = rest;
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_come_back_with_their_positions() {
        let long = "ا".repeat(500);
        let too_long = "ا".repeat(30_000);
        let terms = ["قدرت", "هنجاری", "x", &long];
        let mut text = String::new();
        for term in [&terms[..], &[&too_long]].concat() {
            let middle = term.len() / 4 * 2;
            push_term(&mut text, &[&term[..middle], &term[middle..]]);
        }
        assert_eq!(super::terms(&text).collect::<Vec<_>>(), terms);
        let mut prepared = Prepared::default();
        for _ in 0..2 {
            let mut stream = prepared.token_stream(&text);
            let mut found = Vec::new();
            while stream.advance() {
                found.push((stream.token().position, stream.token().text.clone()));
            }
            assert!(
                found
                    .iter()
                    .map(|(at, term)| (*at, &term[..]))
                    .eq(terms.into_iter().enumerate())
            );
        }
    }
}
