//! How probable a word is after two others by the company its like keeps.
//!
//! Words that stand between the same neighbours share a class (Brown and others 1992; the classes
//! come from `train::clusters`). A word is as probable as its class after the classes of the two
//! words before, times its share of the class. That carries what was learned about frequent words
//! over to rare ones that no pair or triple lists.

use super::columns::{Shorts, exact};
use super::steps::Scale;
use super::successors::Contexts;
use super::{SENTENCE, Tables, Word, names};

/// Classes of words, and which follow which.
pub struct Classes {
    count: usize,
    of: Shorts,
    shares: &'static [u8],
    pairs: &'static [u8],
    triples: Contexts,
    share: [f32; 256],
    successor: [f32; 256],
    backoff: [f32; 256],
}

/// What the classes of two words before have listed.
#[derive(Clone, Copy, Debug)]
pub struct Context {
    /// Where the pairs of the nearer class begin.
    row: usize,
    list: Option<usize>,
    /// Weight of what the list of triples leaves over.
    left: f32,
}

impl Classes {
    /// Opens the tables of a model of `words` words in `count` classes.
    pub fn open(tables: &Tables, words: usize, count: usize) -> Result<Self, String> {
        let [of, shares, pairs] = tables.get(names::CLASSES)?;
        let squares = count.checked_mul(count).ok_or("too many classes")?;
        Ok(Self {
            count,
            of: Shorts::open(of, words, "classes of words")?,
            shares: exact(shares, Some(words), "shares of classes")?,
            pairs: exact(pairs, Some(squares), "pairs of classes")?,
            triples: Contexts::open(squares, tables.get(names::CLASS_TRIPLES)?, "class triples")?,
            share: Scale::SINGLE.table(),
            successor: Scale::SUCCESSOR.table(),
            backoff: Scale::BACKOFF.table(),
        })
    }

    /// The class of a word.
    #[inline]
    pub fn of(&self, word: Word) -> u16 {
        self.of.get(word as usize)
    }

    /// Looks up what the classes of a context have listed, of two words or of one.
    #[inline]
    pub fn context(&self, first: Option<Word>, second: Word) -> Context {
        let first = first.filter(|_| second != SENTENCE);
        let second = usize::from(self.of(second));
        let list = first.and_then(|first| {
            self.triples
                .list(usize::from(self.of(first)) * self.count + second)
        });
        Context {
            row: second * self.count,
            list,
            left: list.map_or(1.0, |list| {
                self.backoff[usize::from(self.triples.backoff(list))]
            }),
        }
    }

    /// P(word | context).
    #[inline]
    pub fn probability(&self, context: &Context, word: Word) -> f32 {
        let class = self.of(word);
        let share = self.share[usize::from(self.shares[word as usize])];
        if let Some(list) = context.list
            && let Some(step) = self.triples.find(list, class)
        {
            return self.successor[usize::from(step)] * share;
        }
        let pair = self.pairs[context.row + usize::from(class)];
        context.left * self.successor[usize::from(pair)] * share
    }
}
