//! What a search expects the unread part of a line to cost.

use super::readings::{Token, What};
use super::search::Search;
use super::units::Kind;

/// Estimated cost of a word border without white space.
const NAKED: f32 = 2.0;
/// What such a border costs at most once the words are known.
const NAKED_AT_MOST: f32 = 0.5;
/// Estimated cost of an unknown word, besides its spelling.
const UNKNOWN_WORD: f32 = 3.8;
/// Estimated cost of a number.
const NUMERAL: f32 = 3.5;
/// Estimated cost of a Latin phrase.
const PHRASE: f32 = 4.2;
/// Estimated cost of a mark.
const MARK: f32 = 1.2;
/// Estimated cost of a piece of a word.
const FRAGMENT: f32 = 9.0;
/// Estimated cost of each of its letters.
const FRAGMENT_LETTER: f32 = 0.8;
/// Estimated cost of the junctions of a word.
const STEP: f32 = 0.3;

impl Search<'_> {
    /// What the units before each place will cost, roughly: the line is read in its own order, and
    /// each word is taken to follow whichever of its two neighbours predicts it better (in a run
    /// that is the one before it, between runs of one word the one after it). The costs are shared
    /// out over the letters.
    pub(super) fn expected(&self) -> Vec<f32> {
        let reader = &self.reader;
        let n = self.units.len();
        let tears = self.units.iter().any(|u| u.torn);
        let mut best: Vec<(f32, usize, Option<Token>)> = vec![(f32::INFINITY, 0, None); n + 1];
        best[0].0 = 0.0;
        for start in 0..n {
            if best[start].0.is_infinite() {
                continue;
            }
            for token in reader.whole(start) {
                let end = start + usize::from(token.units);
                let naked = token.what.is_word()
                    && self
                        .units
                        .get(end)
                        .is_some_and(|u| u.spaces == 0 && u.kind == Kind::Letter);
                let cost = token.cost
                    + if naked { NAKED } else { 0.0 }
                    + match token.what {
                        What::Word => -self.means.model.unigram(token.word).ln() * 0.7,
                        What::Unknown => UNKNOWN_WORD,
                        What::Number => NUMERAL,
                        What::Latin => PHRASE,
                        _ => MARK,
                    };
                if best[start].0 + cost < best[end].0 {
                    best[end] = (best[start].0 + cost, start, Some(*token));
                }
            }
            if self.units[start].kind == Kind::Letter {
                let end = reader.word_end(start, n);
                for end in start + 1..=end {
                    let torn = self.units[start].torn
                        || tears && self.units.get(end).is_none_or(|u| u.torn);
                    let cost = (FRAGMENT + FRAGMENT_LETTER * (end - start) as f32)
                        * if torn { 0.5 } else { 1.0 };
                    if best[start].0 + cost < best[end].0 {
                        best[end] = (best[start].0 + cost, start, None);
                    }
                }
            }
        }
        let mut path = Vec::new();
        let mut end = n;
        while end > 0 {
            let (cost, start, token) = best[end];
            path.push((start, end, cost - best[start].0, token));
            end = start;
        }
        path.reverse();
        let word = |index: usize| {
            path.get(index)
                .and_then(|(.., token)| token.filter(|t| t.what == What::Word))
        };
        let mut share = vec![0.0f32; n + 1];
        for (index, &(start, end, cost, token)) in path.iter().enumerate() {
            let cost = match token.filter(|t| t.what == What::Word) {
                Some(token) => {
                    let after = |other: Option<Token>| {
                        other.map_or(f32::NEG_INFINITY, |o| {
                            let context = self.means.model.context_of_one(o.word);
                            self.weighted(
                                self.means.model.after(&context, token.word),
                                o.word,
                                token.word,
                            )
                        })
                    };
                    let alone = self.means.model.unigram(token.word).ln() * 0.7;
                    let likely = alone
                        .max(after(index.checked_sub(1).and_then(word)))
                        .max(after(word(index + 1)));
                    (cost + alone - likely).min(NAKED_AT_MOST - likely) + STEP
                }
                None => cost,
            };
            for at in start..end {
                share[at + 1] = cost / (end - start) as f32;
            }
        }
        for at in 0..n {
            share[at + 1] += share[at];
        }
        share
    }
}
