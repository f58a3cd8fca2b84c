//! Which words between spaces belong to one term, or are understood together.
//!
//! Each word says what it reaches for and what it can be reached as; two neighbours are taken
//! together where the two meet. So a pair is looked at only if both its words call for it: «است»
//! after a participle, and not after every word of a text.

use super::{endings, tables, verbs};
use crate::lexicon::{Flags, lexicon};
use crate::text::letters::ZWNJ;

/// A set of ways to belong to a neighbour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Binding(u8);

/// What stands before a word and belongs to it: می. It binds to everything.
const PREFIX: u8 = 1;
/// An ending that stands apart: ها. It binds to everything.
const SUFFIX: u8 = 1 << 1;
/// خواهد and the past stem of its verb.
const FUTURE: u8 = 1 << 2;
/// A participle and است, بود, باشد.
const PERFECT: u8 = 1 << 3;
/// چه, هیچ, چنین and the noun in ی after it.
const INDEFINITE: u8 = 1 << 4;
/// غیر and the word it denies, where the two are known as one: غیرقانونی.
const DENIAL: u8 = 1 << 5;

impl Binding {
    /// No way.
    pub const NONE: Binding = Binding(0);

    /// How a group of pieces, folded and joined by ZWNJ, reaches for the word after it.
    pub fn forward(group: &str) -> Binding {
        let last = group.rsplit(ZWNJ).next().unwrap_or(group);
        let mut ways = SUFFIX;
        if endings::binds_forward(group) {
            ways |= PREFIX;
        } else if verbs::is_future(group) {
            ways |= FUTURE;
        } else if tables::is_indefinite_determiner(group) {
            ways |= INDEFINITE;
        } else if group == "غیر" {
            ways |= DENIAL;
        } else if last.ends_with('ه') && verbs::is_participle(last) {
            ways |= PERFECT;
        }
        Binding(ways)
    }

    /// How a group of pieces can be reached by the word before it.
    pub fn backward(group: &str) -> Binding {
        let mut ways = PREFIX;
        if endings::binds_backward(group) {
            ways |= SUFFIX;
        }
        if verbs::is_past_stem(group) {
            ways |= FUTURE;
        }
        if verbs::is_auxiliary(group) {
            ways |= PERFECT;
        }
        if group.ends_with('ی') && !endings::binds_forward(group) {
            ways |= INDEFINITE;
        }
        let function = |word| lexicon().get(word).is_some_and(|e| e.is(Flags::FUNCTION));
        if lexicon().get(&format!("غیر{group}")).is_some() && !function(group) {
            ways |= DENIAL;
        }
        Binding(ways)
    }

    /// Whether a word that reaches so is taken together with one that can be reached so.
    pub fn meets(self, next: Binding) -> bool {
        self.0 & next.0 != 0
    }
}
