//! The words of passages: their lemmas, and the exact forms that differ from them.
//!
//! What the analyzer remembers of a word has a number, and what that word is in this segment is looked
//! up under it: a word that was met before costs no look-up of letters.

use super::postings::Postings;
use crate::analysis::{Analyzer, Found};
use crate::index::schema::only_inflected;

/// Terms of the two fields of passages.
#[derive(Default)]
pub struct Passages {
    /// The lemmas.
    pub lemma: Postings,
    /// The exact forms that differ from their lemma, with the marks of
    /// [`Fields::exact`](crate::index::Fields::exact).
    pub exact: Postings,
    known: Known,
    /// The mark [`only_inflected`] of each lemma.
    marks: Vec<u32>,
    /// Lemmas of the passage whose exact form they are, and those of inflected forms.
    bases: Vec<u32>,
    inflected: Vec<u32>,
}

/// What the words that an analyzer remembers are in this segment.
#[derive(Default)]
struct Known {
    memory: Option<u64>,
    forms: Vec<Forms>,
}

/// The forms of a token, as numbers of terms of the two fields.
#[derive(Clone, Copy)]
struct Forms {
    lemma: u32,
    /// [`NONE`] if it is the lemma.
    exact: u32,
}

/// No term.
const NONE: u32 = u32::MAX;

impl Passages {
    /// Adds the words of a passage to the entry of this number; how many they are.
    pub fn add(&mut self, number: u32, analyzer: &mut Analyzer, text: &str) -> u64 {
        let Passages {
            lemma,
            exact,
            known,
            marks,
            bases,
            inflected,
        } = self;
        // It forgets between two texts, if ever.
        if known.memory != Some(analyzer.memory()) {
            known.memory = Some(analyzer.memory());
            known.forms.clear();
        }
        lemma.begin(number);
        exact.begin(number);
        bases.clear();
        inflected.clear();
        analyzer.each(text, |found| {
            let forms = known.forms(found, lemma, exact);
            lemma.push(forms.lemma);
            if forms.exact == NONE {
                bases.push(forms.lemma);
            } else {
                exact.push(forms.exact);
                inflected.push(forms.lemma);
            }
        });
        for term in inflected.iter().filter(|term| !bases.contains(term)) {
            let at = *term as usize;
            if at >= marks.len() {
                marks.resize(at + 1, NONE);
            }
            if marks[at] == NONE {
                let lemma = String::from_utf8_lossy(lemma.terms.term(*term));
                marks[at] = exact.terms.number(only_inflected(&lemma).as_bytes());
            }
            exact.push(marks[at]);
        }
        (bases.len() + inflected.len()) as u64
    }

    /// Bytes of memory, as [`Postings::memory`].
    pub fn memory(&self) -> usize {
        self.lemma.memory()
            + self.exact.memory()
            + self.known.forms.capacity() * size_of::<Forms>()
            + self.marks.capacity() * size_of::<u32>()
    }
}

impl Known {
    #[inline]
    fn forms(&mut self, found: &Found, lemma: &mut Postings, exact: &mut Postings) -> Forms {
        let number = found.number();
        match number.and_then(|number| self.forms.get(number as usize)) {
            Some(forms) if forms.lemma != NONE => *forms,
            _ => self.new_forms(found, lemma, exact),
        }
    }

    #[cold]
    fn new_forms(&mut self, found: &Found, lemma: &mut Postings, exact: &mut Postings) -> Forms {
        let token = found.token();
        let forms = Forms {
            lemma: lemma.terms.number(token.lemma.as_bytes()),
            exact: match token.is_base {
                true => NONE,
                false => exact.terms.number(token.exact.as_bytes()),
            },
        };
        if let Some(number) = found.number() {
            let none = Forms {
                lemma: NONE,
                exact: NONE,
            };
            let number = number as usize;
            if number >= self.forms.len() {
                self.forms.resize(number + 1, none);
            }
            self.forms[number] = forms;
        }
        forms
    }
}
