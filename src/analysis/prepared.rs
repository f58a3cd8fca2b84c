//! The bridge to Tantivy: fields are analyzed before they are handed over.
//!
//! A passage is analyzed once for both its fields, in the thread that read it, and handed to Tantivy
//! as prepared text: the terms in order, each followed by [`END`]. The tokenizer registered for the
//! fields only cuts at that byte. So Tantivy's threads do nothing but index, and no field can be
//! analyzed by anything but our [`Analyzer`](super::Analyzer).

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Ends a term of prepared text; no term holds it, since folding leaves letters and digits only.
pub const END: char = '\u{1f}';

/// The name under which [`Prepared`] is registered.
pub const PREPARED: &str = "kavosh-prepared";

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
        // A term has some ten bytes, too few for memchr to pay.
        let Some(end) = self.rest.bytes().position(|byte| byte == END as u8) else {
            return false;
        };
        self.token.position = self.token.position.wrapping_add(1);
        self.token.text.clear();
        self.token.text.push_str(&self.rest[..end]);
        self.rest = &self.rest[end + 1..];
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
        let mut prepared = Prepared::default();
        for _ in 0..2 {
            let mut stream = prepared.token_stream("قدرت\u{1f}هنجاری\u{1f}");
            let mut found = Vec::new();
            while stream.advance() {
                found.push((stream.token().position, stream.token().text.clone()));
            }
            assert_eq!(found, [(0, "قدرت".to_owned()), (1, "هنجاری".to_owned())]);
        }
    }
}
