//! A solid form beside the stems it might come from, as the lexicon counts them.

use super::plurals;
use super::rule::Rule;
use crate::lexicon::{Entry, Flags, lexicon};

/// Counts are compared in quarter octaves: [`Entry::solid`].
pub const OCTAVE: i16 = 4;

/// Flags of a form that is a lemma, as far as dictionaries tell.
pub const NOMINAL: Flags =
    Flags(Flags::NOUN.0 | Flags::ADJECTIVE.0 | Flags::ADVERB.0 | Flags::NUMERAL.0);
/// Flags of what endings attach to.
pub const STEM: Flags = Flags(
    NOMINAL.0 | Flags::TAKES_PLURAL.0 | Flags::TAKES_DEGREE.0 | Flags::LEMMA.0 | Flags::PLURAL.0,
);
/// Flags that keep a form whole.
pub const OWN: Flags = Flags(
    NOMINAL.0
        | Flags::FUNCTION.0
        | Flags::TAKES_PLURAL.0
        | Flags::TAKES_DEGREE.0
        | Flags::COMPOUND.0,
);

/// A form and what the lexicon says of it.
pub struct Form<'a> {
    /// The form.
    pub text: &'a str,
    /// Its entry, if it is known.
    pub entry: Option<Entry>,
}

impl<'a> Form<'a> {
    /// Looks a form up.
    pub fn new(text: &'a str) -> Self {
        Self {
            text,
            entry: lexicon().get(text),
        }
    }

    /// Whether the form is known with any of these flags.
    pub fn is(&self, flags: Flags) -> bool {
        self.entry.is_some_and(|entry| entry.is(flags))
    }

    /// By how many quarter octaves a stem is more frequent than this form, if it is a word that
    /// takes endings.
    pub fn lead(&self, stem: &str) -> Option<i16> {
        let entry = lexicon().get(stem)?;
        if !entry.is(STEM) && !is_plural(stem) {
            return None;
        }
        let own = self.entry.map_or(0, |own| own.solid());
        Some(i16::from(entry.solid().max(entry.joined())) - i16::from(own))
    }

    /// Whether a stem is a word and not rarer than this form by more than so many octaves;
    /// a negative number asks it to be more frequent.
    pub fn has_stem(&self, stem: &str, octaves_rarer: i16) -> bool {
        self.lead(stem)
            .is_some_and(|lead| lead >= -octaves_rarer * OCTAVE)
    }
}

/// A stem and the rule that led to it.
pub type Stem = Option<(String, Rule)>;

/// Length in letters.
pub fn letters(text: &str) -> usize {
    text.chars().count()
}

/// A stem that was found.
pub fn found(stem: &str, rule: Rule) -> Stem {
    Some((stem.to_string(), rule))
}

/// Whether a dictionary gives a form a part of speech of its own.
pub fn is_own(text: &str) -> bool {
    is(text, NOMINAL)
}

/// Whether a form is known with any of these flags.
pub fn is(text: &str, flags: Flags) -> bool {
    lexicon().get(text).is_some_and(|entry| entry.is(flags))
}

/// Whether a form that no dictionary describes is a plural in ان, to which pronouns attach.
fn is_plural(text: &str) -> bool {
    text.ends_with("ان") && plurals::plural_an(&Form::new(text)).is_some()
}
