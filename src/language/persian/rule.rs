//! Why a form has its lemma.

use std::fmt;

/// The rule that led from a form to its lemma; the outermost where several applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rule {
    /// No rule applies: the form is its own lemma.
    Whole,
    /// A table says so: broken plurals, irregular words, variants of spelling.
    Entry,
    /// A form of a verb, by its stems.
    Verb,
    /// Plural in ها, with or without further endings.
    Plural,
    /// Plural in ان, گان, یان.
    PluralAn,
    /// Plural in ات.
    PluralAt,
    /// Arabic plural in ین or ون.
    PluralIn,
    /// Ezafe written as ی after a vowel, or after ZWNJ.
    Ezafe,
    /// Indefinite ی or ای.
    Indefinite,
    /// Pronoun ending: م ت ش مان تان شان.
    Possessive,
    /// Comparative or superlative.
    Degree,
    /// Short form of "to be": ام ایم اید اند.
    Copula,
}

impl Rule {
    /// A short English phrase for `kavosh analyze`.
    pub fn phrase(self) -> &'static str {
        match self {
            Rule::Whole => "whole",
            Rule::Entry => "entry",
            Rule::Verb => "verb",
            Rule::Plural => "plural ha",
            Rule::PluralAn => "plural an",
            Rule::PluralAt => "plural at",
            Rule::PluralIn => "plural in",
            Rule::Ezafe => "ezafe",
            Rule::Indefinite => "indefinite",
            Rule::Possessive => "possessive",
            Rule::Degree => "degree",
            Rule::Copula => "copula",
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.phrase())
    }
}
