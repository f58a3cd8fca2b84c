//! How probable a word is after two others: pairs and triples of words that were seen.

use super::columns::exact;
use super::steps::Scale;
use super::successors::{Contexts, Lists};
use super::{SENTENCE, Tables, Word, names};

/// Words from here on stand in no pair and no triple; they are the rare ones.
pub const LIMIT: Word = 1 << 16;

/// How many kinds of contexts there are: words alone and pairs, by what they leave over.
pub const KINDS: usize = 16;

/// What two words before have listed.
#[derive(Clone, Copy, Debug)]
pub struct Context {
    second: Word,
    list: Option<usize>,
    /// Weight of what the list of triples leaves over.
    left: f32,
    /// Kind of the context, below [`KINDS`]: how much its lists leave over.
    pub kind: usize,
}

/// The kind of a context by the step of what it leaves over: 0 nearly all … 7 less than a fifth.
fn level(left: u8) -> usize {
    usize::from(left / 8).min(KINDS / 2 - 1)
}

/// Probabilities of single words, pairs and triples.
pub struct Ngrams {
    singles: &'static [u8],
    backoffs: &'static [u8],
    pairs: Lists,
    triples: Contexts,
    single: [f32; 256],
    successor: [f32; 256],
    backoff: [f32; 256],
}

impl Ngrams {
    /// Opens the tables of a model of `words` words.
    pub fn open(tables: &Tables, words: usize) -> Result<Self, String> {
        let listed = words.min(LIMIT as usize);
        let pairs = Lists::open(listed, tables.get(names::PAIRS)?, "pairs")?;
        let triples = Contexts::open(pairs.len(), tables.get(names::TRIPLES)?, "triples")?;
        let [singles, backoffs] = tables.get(names::SINGLES)?;
        Ok(Self {
            singles: exact(singles, Some(words), "single words")?,
            backoffs: exact(backoffs, Some(listed), "backoffs")?,
            pairs,
            triples,
            single: Scale::SINGLE.table(),
            successor: Scale::SUCCESSOR.table(),
            backoff: Scale::BACKOFF.table(),
        })
    }

    /// Looks up what a context has listed, of two words or of one.
    #[inline]
    pub fn context(&self, first: Option<Word>, second: Word) -> Context {
        let list = first
            .filter(|&first| first < LIMIT && second < LIMIT && second != SENTENCE)
            .and_then(|first| self.pairs.find(first as usize, second as u16))
            .and_then(|pair| self.triples.list(pair));
        let left = match list {
            Some(list) => Some(self.triples.backoff(list)),
            None => self.backoffs.get(second as usize).copied(),
        };
        Context {
            second,
            list,
            kind: list.map_or(0, |_| KINDS / 2) + left.map_or(0, level),
            left: list.map_or(1.0, |list| {
                self.backoff[usize::from(self.triples.backoff(list))]
            }),
        }
    }

    /// P(word | context).
    #[inline]
    pub fn probability(&self, context: &Context, word: Word) -> f32 {
        (self.listed(context, word))
            .unwrap_or_else(|| context.left * self.after_one(context.second, word))
    }

    /// The same where it is known how probable the word is after the nearer one alone.
    #[inline]
    pub fn after_pair(&self, context: &Context, pair: f32, word: Word) -> f32 {
        (self.listed(context, word)).unwrap_or(context.left * pair)
    }

    /// How probable the word is if the context lists it.
    #[inline]
    fn listed(&self, context: &Context, word: Word) -> Option<f32> {
        let list = context.list.filter(|_| word < LIMIT)?;
        let step = self.triples.find(list, word as u16)?;
        Some(self.successor[usize::from(step)])
    }

    /// Whether a pair is listed: seen often enough, and likelier than its words alone say.
    #[inline]
    pub fn lists(&self, before: Word, word: Word) -> bool {
        before < LIMIT && word < LIMIT && self.pairs.find(before as usize, word as u16).is_some()
    }

    #[inline]
    pub fn after_one(&self, before: Word, word: Word) -> f32 {
        if before >= LIMIT {
            return self.single(word);
        }
        if word < LIMIT
            && let Some(pair) = self.pairs.find(before as usize, word as u16)
        {
            return self.successor[usize::from(self.pairs.step(pair))];
        }
        self.backoff[usize::from(self.backoffs[before as usize])] * self.single(word)
    }

    /// P(word) where nothing is known about what stands before.
    #[inline]
    pub fn single(&self, word: Word) -> f32 {
        self.single[usize::from(self.singles[word as usize])]
    }
}
