//! How probable Persian words are after each other: the language model behind restoring order.
//!
//! A token is a piece of a word as it stands between spaces or ZWNJ ([`tokens()`]). The model knows
//! the pieces by their letters (a tree to walk while letters are read), how probable each is after
//! the two before it ([`Model::probability`]), how an unknown one is spelled, and whether two pieces
//! are written together ([`Model::joined`]).
//!
//! The tables are compiled by `examples/compile_model.rs` from counts of human-written Persian (see
//! `data/SOURCES.md`), embedded, and read in place: opening the model parses nothing.

pub mod affixes;
pub mod alphabet;
pub(super) mod classes;
pub(super) mod columns;
pub(super) mod joiners;
pub(super) mod letters;
pub(super) mod names;
pub(super) mod ngrams;
pub(super) mod steps;
pub(super) mod successors;
pub mod tokens;
pub(super) mod trie;

pub use alphabet::{LETTERS, letter, spell};
pub use tokens::tokens;
pub use trie::Node;

use super::container::Container;
use std::sync::LazyLock;

/// Number of a token.
pub type Word = u32;

/// The end of a sentence, a line or a paragraph.
pub const SENTENCE: Word = 0;
/// Persian letters that are no word of the model.
pub const UNKNOWN: Word = 1;
/// Digits.
pub const NUMBER: Word = 2;
/// Letters of other scripts.
pub const LATIN: Word = 3;
/// A comma.
pub const COMMA: Word = 4;
/// A colon: what it follows (گفت که:) seldom ends a sentence.
pub const COLON: Word = 5;
/// The first word; words are numbered by falling frequency from here.
pub const FIRST: Word = 6;

static BYTES: &[u8] = include_bytes!("../data/persian.model");

static MODEL: LazyLock<Model> = LazyLock::new(|| {
    Model::open(BYTES).expect("the embedded model is well formed: a test opens it")
});

/// The embedded model; opened at first use, in microseconds.
pub fn model() -> &'static Model {
    &MODEL
}

/// A compiled model.
pub struct Model {
    trie: trie::Trie,
    ngrams: ngrams::Ngrams,
    classes: classes::Classes,
    letters: letters::Letters,
    joiners: joiners::Joiners,
    shares: &'static [u8],
    share: [f32; 256],
    weights: [f32; ngrams::KINDS],
    version: &'static str,
    words: usize,
}

/// What is listed for two words before; see [`Model::context`].
#[derive(Clone, Copy, Debug)]
pub struct Context {
    words: ngrams::Context,
    classes: classes::Context,
    class_weight: f32,
}

/// The tables of an opened file.
pub(super) struct Tables(Container);

impl Tables {
    /// Several tables at once.
    fn get<const N: usize>(&self, names: [[u8; 8]; N]) -> Result<[&'static [u8]; N], String> {
        let mut tables = [&[][..]; N];
        for (table, name) in tables.iter_mut().zip(names) {
            *table = self.0.table(name)?;
        }
        Ok(tables)
    }
}

impl Model {
    /// The place in the tree of words before the first letter.
    pub const ROOT: Node = trie::Trie::ROOT;

    /// Opens compiled bytes, or says what is wrong with them.
    pub fn open(bytes: &'static [u8]) -> Result<Self, String> {
        let container = Container::open(bytes)?;
        let version = container.version();
        let tables = Tables(container);
        let [sizes] = tables.get([names::SIZES])?;
        let sizes = names::Sizes::read(sizes).ok_or("table of sizes: too short")?;
        let words = sizes.words as usize;
        if words < FIRST as usize {
            return Err("a model without words".into());
        }
        let [nodes, ends, numbers] = tables.get(names::TRIE)?;
        let [shares] = tables.get([names::FREQUENCIES])?;
        Ok(Self {
            trie: trie::Trie::open(nodes, ends, numbers)?,
            ngrams: ngrams::Ngrams::open(&tables, words)?,
            classes: classes::Classes::open(&tables, words, sizes.classes as usize)?,
            letters: letters::Letters::open(&tables)?,
            joiners: joiners::Joiners::open(&tables, words)?,
            shares: columns::exact(shares, Some(words), "frequencies")?,
            share: steps::Scale::SINGLE.table(),
            weights: sizes.weights.map(|weight| f32::from(weight) / 1000.0),
            version,
            words,
        })
    }

    /// The place one letter further in the tree of words, if any word goes on so.
    #[inline(always)]
    pub fn step(&self, node: Node, letter: u8) -> Option<Node> {
        self.trie.step(node, letter)
    }

    /// The word that ends at a place of the tree.
    #[inline]
    pub fn word(&self, node: Node) -> Option<Word> {
        self.trie.word(node)
    }

    /// The word of these letters.
    pub fn find(&self, letters: &[u8]) -> Option<Word> {
        self.trie.find(letters)
    }

    /// The folded letters of a word, or a name in brackets for a token that has none. Slow: it looks
    /// through all words.
    pub fn spelling(&self, word: Word) -> String {
        match word {
            SENTENCE => "<sentence>".into(),
            UNKNOWN => "<unknown>".into(),
            NUMBER => "<number>".into(),
            LATIN => "<latin>".into(),
            COMMA => "<comma>".into(),
            COLON => "<colon>".into(),
            _ => self.trie.spelling(word).unwrap_or_default(),
        }
    }

    /// P(word | the two before it), `before[1]` the nearer; always above 0. Sums to 1 over all
    /// tokens within the rounding of the tables, a few hundredths. A sentence end hides what stands
    /// before it.
    #[inline]
    pub fn probability(&self, before: [Word; 2], word: Word) -> f32 {
        self.after(&self.context(before), word)
    }

    /// What the model has listed for two words before, to be asked for many words after them.
    #[inline]
    pub fn context(&self, before: [Word; 2]) -> Context {
        self.context_of(Some(before[0]), before[1])
    }

    /// The same where only the word before is known.
    #[inline]
    pub fn context_of_one(&self, before: Word) -> Context {
        self.context_of(None, before)
    }

    fn context_of(&self, first: Option<Word>, second: Word) -> Context {
        let words = self.ngrams.context(first, second);
        Context {
            class_weight: self.weights[words.kind],
            words,
            classes: self.classes.context(first, second),
        }
    }

    /// Whether the model lists `word` among those that follow `before`: a quick test of a pair.
    #[inline]
    pub fn follows(&self, before: Word, word: Word) -> bool {
        self.ngrams.lists(before, word)
    }

    /// P(word | context): [`probability`](Self::probability) with the first half of its work done.
    #[inline]
    pub fn after(&self, context: &Context, word: Word) -> f32 {
        let words = self.ngrams.probability(&context.words, word);
        self.with_classes(context, words, word)
    }

    /// P(word | the one before it) by the words alone: what [`after_pair`](Self::after_pair) wants.
    #[inline]
    pub fn after_one(&self, before: Word, word: Word) -> f32 {
        self.ngrams.after_one(before, word)
    }

    /// [`after`](Self::after) where it is known what [`after_one`](Self::after_one) says of the word
    /// and the nearer one of the context.
    #[inline]
    pub fn after_pair(&self, context: &Context, pair: f32, word: Word) -> f32 {
        let words = self.ngrams.after_pair(&context.words, pair, word);
        self.with_classes(context, words, word)
    }

    /// What the words say, with what the classes say mixed in.
    #[inline]
    fn with_classes(&self, context: &Context, words: f32, word: Word) -> f32 {
        let classes = self.classes.probability(&context.classes, word);
        words + context.class_weight * (classes - words)
    }

    /// P(word | context) by the words and by the classes, and the kind of context: for finding their
    /// weights.
    pub(super) fn both(&self, before: [Word; 2], word: Word) -> (usize, [f64; 2]) {
        let context = self.context(before);
        let words = self.ngrams.probability(&context.words, word);
        let classes = self.classes.probability(&context.classes, word);
        (context.words.kind, [words, classes].map(f64::from))
    }

    /// P(word), its share of all tokens.
    #[inline]
    pub fn unigram(&self, word: Word) -> f32 {
        self.share[usize::from(self.shares[word as usize])]
    }

    /// −ln P(word), in nats.
    #[inline]
    pub fn surprise(&self, word: Word) -> f32 {
        steps::Scale::SINGLE.nats(self.shares[word as usize])
    }

    /// ln P of the letters as the spelling of an unknown word, its end included; goes with the
    /// probability of [`UNKNOWN`].
    pub fn unknown(&self, letters: &[u8]) -> f32 {
        self.letters.logarithm(letters)
    }

    /// P(written together, with ZWNJ or solid | the two follow each other), in the orthography of
    /// those who write ZWNJ; from 0.0005 to 0.995.
    #[inline]
    pub fn joined(&self, first: Word, second: Word) -> f32 {
        self.joiners.joined(first, second)
    }

    /// Whether a word is bound to the one after it: می.
    #[inline]
    pub fn is_prefix(&self, word: Word) -> bool {
        self.joiners.is(word, joiners::PREFIX)
    }

    /// Whether a word is bound to the one before it: ها.
    #[inline]
    pub fn is_suffix(&self, word: Word) -> bool {
        self.joiners.is(word, joiners::SUFFIX)
    }

    /// Whether a word is a function word: به, which joins only in pairs that were seen joined.
    #[inline]
    pub fn is_function(&self, word: Word) -> bool {
        self.joiners.is(word, joiners::FUNCTION)
    }

    /// Hash of the tables, 16 hexadecimal digits.
    pub fn version(&self) -> &str {
        self.version
    }

    /// How many tokens there are, those below [`FIRST`] included.
    pub fn len(&self) -> usize {
        self.words
    }

    /// Whether there are none; never.
    pub fn is_empty(&self) -> bool {
        self.words == 0
    }
}

#[cfg(test)]
mod tests;
