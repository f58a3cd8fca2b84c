//! Endings of nouns and adjectives written solid, taken off one at a time.
//!
//! Each rule asks the lexicon: is what remains a word, and is the whole not a word of its own? A
//! form that a dictionary gives a part of speech, or that takes endings itself, is a word of its
//! own (ایرانی, since ایرانی‌ها is written; درمان; روش). Understemming is tolerable, overstemming
//! is not, so an ending that letters and lexicon do not prove stays on.

use super::form::{Form, Stem, letters};
use super::{plurals, suffixes, tables};

/// Takes one ending off a solid form: the stem and the rule, or nothing if the form is whole.
pub fn strip(text: &str) -> Stem {
    if letters(text) < 4 && !suffixes::SHORT.contains(&text) || tables::is_whole(text) {
        return None;
    }
    let form = Form::new(text);
    suffixes::attested(&form)
        .or_else(|| plurals::plural_ha(&form))
        .or_else(|| suffixes::degree(&form))
        .or_else(|| suffixes::ezafe(&form))
        .or_else(|| plurals::plural_at(&form))
        .or_else(|| plurals::plural_gan(&form))
        .or_else(|| suffixes::long_possessive(&form))
        .or_else(|| plurals::plural_an(&form))
        .or_else(|| plurals::plural_in(&form))
        .or_else(|| suffixes::indefinite(&form))
        .or_else(|| suffixes::copula(&form))
        .or_else(|| suffixes::short_possessive(&form))
}
