//! Text to terms.

mod analyzer;
mod words;

pub use analyzer::{Analyzer, Found, Rule, Script, Token};

use crate::language::cjk::Dictionaries;
use crate::language::{english, persian};
use crate::lexicon::lexicon;
use crate::text::letters;

/// Changes when the same text would give other terms through a change of code.
const ANALYZER_VERSION: u32 = 2;

/// What the terms of an index depend on, as one line: version, letters, lexicon, dictionaries. Two
/// indexes with the same fingerprint were analyzed alike.
pub fn fingerprint(dictionaries: &Dictionaries) -> String {
    format!(
        "analyzer={ANALYZER_VERSION} letters={} lexicon={} persian={} english={} {}",
        letters::fingerprint(),
        lexicon().version(),
        persian::version(),
        english::version(),
        dictionaries.fingerprint()
    )
}
