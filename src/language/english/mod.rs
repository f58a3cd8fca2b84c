//! English: what a word of Latin script is indexed under.
//!
//! The Snowball stemmer brings inflected forms together, and three small tables what it cannot know:
//! spellings of two countries, irregular forms, and families of words that it would mix up
//! (international and internal, university and universe).

mod spelling;

use rust_stemmers::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

static IRREGULAR: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let mut map = FxHashMap::default();
    for line in entries(include_str!("irregular.txt")) {
        let mut words = line.split(' ');
        if let Some(lemma) = words.next() {
            map.insert(lemma, lemma);
            map.extend(words.map(|form| (form, lemma)));
        }
    }
    map
});

/// Beginnings of words, sorted, and the lemma of what begins so.
static FAMILIES: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| {
    let mut all: Vec<_> = entries(include_str!("families.txt"))
        .filter_map(|line| line.split_once(' '))
        .collect();
    all.sort_unstable();
    all
});

fn entries(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.starts_with('#'))
}

/// The longest beginning of a word that names a family.
fn family(word: &str) -> Option<&'static str> {
    let before = FAMILIES.partition_point(|(beginning, _)| *beginning <= word);
    let initial = word.get(..2)?;
    FAMILIES[..before]
        .iter()
        .rev()
        .take_while(|(beginning, _)| beginning.starts_with(initial))
        .find_map(|(beginning, lemma)| word.starts_with(beginning).then_some(*lemma))
}

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

/// Why a word has its lemma.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It is its own.
    Whole,
    /// The stemmer's rules.
    Stem,
    /// A table: an irregular form, or a family of words that the stemmer would mix up with another.
    Entry,
    /// The American spelling of the word, and the stemmer's rules.
    Spelling,
}

impl English {
    /// The lemma of a folded (lower-case) word, and why. Words with digits and words of one or two
    /// letters are their own; so are words that are not plain ASCII, since they are no English.
    pub fn lemma(&self, folded: &str) -> (String, Reason) {
        if folded.len() < 3 || !folded.bytes().all(|b| b.is_ascii_lowercase()) {
            return (folded.to_owned(), Reason::Whole);
        }
        let (lemma, reason) = self.look_up(folded);
        if lemma == folded {
            (lemma, Reason::Whole)
        } else {
            (lemma, reason)
        }
    }

    fn look_up(&self, folded: &str) -> (String, Reason) {
        let stem = |word| self.stemmer.stem(word).into_owned();
        let irregular = |word: &str| IRREGULAR.get(word).copied();
        if let Some(lemma) = irregular(folded) {
            return (stem(lemma), Reason::Entry);
        }
        let spelt = spelling::american(folded);
        // The lemmas of families are not stemmed, or they would meet what they were kept from.
        if let Some(lemma) = family(&spelt) {
            return (lemma.to_owned(), Reason::Entry);
        }
        let reason = if spelt == folded {
            Reason::Stem
        } else {
            Reason::Spelling
        };
        (stem(irregular(&spelt).unwrap_or(&spelt)), reason)
    }
}

/// A hash of the tables, for the fingerprint of an index: they change lemmas as code does.
pub fn version() -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(include_bytes!("irregular.txt"));
    hasher.update(include_bytes!("families.txt"));
    hasher.finalize().to_hex()[..8].to_owned()
}

/// The form of a word that the exact field holds: folded, but an acronym keeps its capitals, so that
/// US and us, WHO and who can be told apart.
///
/// `raw` is the word as written, `folded` its folded form. Dots and a possessive are no part of it:
/// U.S. and US's are US.
pub fn exact(raw: &str, folded: &str) -> String {
    let raw = raw.trim_end_matches("'s").trim_end_matches("’s");
    let letters = raw.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = raw.chars().filter(|c| c.is_uppercase()).count();
    if (2..=6).contains(&letters) && letters == capitals && raw.is_ascii() {
        raw.replace(['.', '\''], "")
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
    fn the_table_of_morphology_holds() {
        let english = English::default();
        let lemma = |word| english.lemma(without_possessive(word)).0;
        let (mut checked, mut wrong) = (0, Vec::new());
        for row in entries(include_str!("morphology.txt")) {
            let [sign, one, other] = row.split(' ').collect::<Vec<_>>()[..] else {
                panic!("{row}: a sign and two words");
            };
            checked += 1;
            if (lemma(one) == lemma(other)) != (sign == "=") {
                wrong.push(format!("{row}: {}, {}", lemma(one), lemma(other)));
            }
        }
        assert!(checked >= 110, "{checked}");
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        for (word, reason) in [
            ("5g", Reason::Whole),
            ("is", Reason::Whole),
            ("power", Reason::Whole),
            ("powers", Reason::Stem),
            ("women", Reason::Entry),
            ("international", Reason::Whole),
            ("universities", Reason::Entry),
            ("recognised", Reason::Spelling),
        ] {
            assert_eq!(english.lemma(word).1, reason, "{word}");
        }
    }

    #[test]
    fn acronyms_keep_their_capitals() {
        assert_eq!(exact("US", "us"), "US");
        assert_eq!(exact("U.S.", "us"), "US");
        assert_eq!(exact("WHO’s", "who"), "WHO");
        assert_eq!(exact("Us", "us"), "us");
        assert_eq!(exact("OEWG", "oewg"), "OEWG");
        assert_eq!(exact("ABSTRACT", "abstract"), "abstract");
    }
}
