//! Persian word forms: how often each is written, as what part of speech, and where it is cut.
//!
//! The table is compiled from named sources by `examples/compile_lexicon.rs` (see
//! `data/SOURCES.md`) and embedded in the binary. Nothing is parsed at run time: a finite state
//! map turns a form into its number, and columns of fixed width hold what is known about each
//! number. The same numbers can key further tables (word pairs), see [`container`].

pub mod clean;
pub mod compile;
pub mod container;
pub mod entry;
pub mod model;
pub mod sources;
pub mod train;

pub use entry::{Entry, Flags};

use container::Container;
use std::sync::LazyLock;

/// Bytes of one entry's record: two counts, flags, cuts.
const RECORD: usize = 6;

static BYTES: &[u8] = include_bytes!("data/persian.lexicon");

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    Lexicon::open(BYTES).expect("the embedded lexicon is well formed: a test opens it")
});

/// The embedded lexicon; opened at first use, in microseconds.
pub fn lexicon() -> &'static Lexicon {
    &LEXICON
}

/// A compiled table of Persian word forms.
pub struct Lexicon {
    forms: fst::raw::Fst<&'static [u8]>,
    records: &'static [u8],
    version: &'static str,
}

impl Lexicon {
    /// Opens compiled bytes, or says what is wrong with them.
    pub fn open(bytes: &'static [u8]) -> Result<Self, String> {
        let container = Container::open(bytes)?;
        let forms = fst::raw::Fst::new(container.table(container::FORMS)?)
            .map_err(|error| format!("table of forms: {error}"))?;
        let records = container.table(container::RECORDS)?;
        if records.len() != forms.len() * RECORD {
            return Err("forms and records differ in number".into());
        }
        Ok(Self {
            forms,
            records,
            version: container.version(),
        })
    }

    /// What is known about a form: letters folded, ZWNJ left out
    /// ([`fold_solid`](crate::text::letters::fold_solid)).
    pub fn get(&self, folded_solid: &str) -> Option<Entry> {
        let mut node = self.forms.root();
        let mut number = fst::raw::Output::zero();
        for c in folded_solid.chars() {
            let transition = node.transition(node.find_input(code(c)?)?);
            number = number.cat(transition.out);
            node = self.forms.node(transition.addr);
        }
        node.is_final()
            .then(|| self.entry(number.cat(node.final_output()).value()))
    }

    /// How many forms there are.
    pub fn len(&self) -> usize {
        self.forms.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Hash of the table, 16 hexadecimal digits: part of the fingerprint of an index.
    pub fn version(&self) -> &str {
        self.version
    }

    /// All forms with their entries, in the order of their letters' code points.
    pub fn iter(&self) -> impl Iterator<Item = (String, Entry)> {
        let mut stream = fst::IntoStreamer::into_stream(&self.forms);
        std::iter::from_fn(move || {
            let (key, number) = fst::Streamer::next(&mut stream)?;
            let form = key.iter().map(|&byte| decode(byte)).collect();
            Some((form, self.entry(number.value())))
        })
    }

    fn entry(&self, number: u64) -> Entry {
        let at = number as usize * RECORD;
        Entry::from_record(number as u32, &self.records[at..at + RECORD])
    }
}

/// One byte for a letter of the Arabic block, so that a look-up walks half as many nodes as over
/// UTF-8; none for what no form contains. The order of code points is kept.
fn code(c: char) -> Option<u8> {
    matches!(c, '\u{621}'..='\u{65f}' | '\u{66e}'..='\u{6ff}').then_some(c as u32 as u8)
}

/// The letter that [`code`] made a byte.
fn decode(byte: u8) -> char {
    char::from_u32(0x600 + u32::from(byte)).expect("the block has no gaps for surrogates")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::letters::fold_solid;

    #[test]
    fn the_version_is_the_hash_of_the_tables() {
        assert_eq!(lexicon().version(), container::hash_of(BYTES));
    }

    #[test]
    fn every_form_is_folded_and_found_again() {
        let mut before = None;
        for (form, entry) in lexicon().iter() {
            assert_eq!(fold_solid(&form), form);
            let id = entry.id();
            assert_eq!(lexicon().get(&form), Some(entry), "{form}");
            assert!(before.is_none_or(|before| before < id), "{form}");
            before = Some(id);
        }
    }

    #[test]
    fn cuts_lie_inside_their_form_in_order() {
        for (form, entry) in lexicon().iter() {
            let cuts: Vec<usize> = entry.cuts().collect();
            assert!(cuts.is_sorted_by(|a, b| a < b), "{form}");
            assert!(cuts.iter().all(|&cut| cut < form.chars().count()), "{form}");
        }
    }

    #[test]
    fn known_words_are_known_and_damaged_ones_are_not() {
        for form in ["ایران", "بینالمللی", "کتابهای", "سایبری", "قرآن"]
        {
            assert!(lexicon().get(form).is_some(), "{form}");
        }
        for form in [
            "",
            "درتاریخ",
            "انقاب",
            "abc",
            "12",
            "کتاب\u{200c}ها",
            "کتاب ها",
        ] {
            assert_eq!(lexicon().get(form), None, "{form}");
        }
    }

    #[test]
    fn counts_order_words_by_frequency() {
        let count = |form| lexicon().get(form).map_or(0, |entry| entry.count());
        assert!(count("در") > count("ایران"));
        assert!(count("ایران") > count("سایبری"));
        assert!((15_000..30_000).contains(&count("ایران")));
    }

    #[test]
    fn compounds_tell_where_they_are_cut() {
        let entry = lexicon().get("بینالمللی").expect("known");
        assert_eq!(entry.cuts().collect::<Vec<_>>(), [3]);
    }

    #[test]
    fn damaged_bytes_are_refused() {
        assert!(Lexicon::open(b"").is_err());
        assert!(Lexicon::open(&BYTES[..100]).is_err());
    }
}
