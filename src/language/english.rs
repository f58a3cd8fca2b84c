//! English: what a word of Latin script is indexed under.

use rust_stemmers::{Algorithm, Stemmer};

/// Stems English words with the Snowball English stemmer (Porter2), from the crate `rust-stemmers`.
pub struct English {
    stemmer: Stemmer,
}

impl Default for English {
    fn default() -> English {
        English {
            stemmer: Stemmer::create(Algorithm::English),
        }
    }
}

impl English {
    /// The lemma of a folded (lower-case) word. Words with digits and words of one or two letters
    /// are their own; so are words that are not plain ASCII, since they are no English.
    pub fn lemma(&self, folded: &str) -> String {
        if folded.len() < 3 || !folded.bytes().all(|b| b.is_ascii_lowercase()) {
            return folded.to_owned();
        }
        self.stemmer.stem(folded).into_owned()
    }
}

/// The form of a word that the exact field holds: folded, but an acronym keeps its capitals, so that
/// US and us, WHO and who can be told apart.
///
/// `raw` is the word as written, `folded` its folded form.
pub fn exact(raw: &str, folded: &str) -> String {
    let letters = raw.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = raw.chars().filter(|c| c.is_uppercase()).count();
    if (2..=6).contains(&letters) && letters == capitals && raw.is_ascii() {
        raw.to_owned()
    } else {
        folded.to_owned()
    }
}

/// Drops a possessive ending: Iran's → Iran, states' → states. Works on folded words in which the
/// apostrophe is still written as `'`.
pub fn without_possessive(word: &str) -> &str {
    word.strip_suffix("'s")
        .or_else(|| word.strip_suffix('\''))
        .unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inflected_forms_meet() {
        let english = English::default();
        for (a, b) in [
            ("powers", "power"),
            ("policies", "policy"),
            ("governing", "governs"),
            ("organisation", "organisations"),
        ] {
            assert_eq!(english.lemma(a), english.lemma(b));
        }
        assert_eq!(english.lemma("5g"), "5g");
        assert_eq!(english.lemma("is"), "is");
    }

    #[test]
    fn acronyms_keep_their_capitals() {
        assert_eq!(exact("US", "us"), "US");
        assert_eq!(exact("Us", "us"), "us");
        assert_eq!(exact("OEWG", "oewg"), "OEWG");
        assert_eq!(exact("ABSTRACT", "abstract"), "abstract");
    }
}
