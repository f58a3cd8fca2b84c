//! The tables of the file, by name; see [`container`](crate::lexicon::container).

use super::ngrams::KINDS;

/// Sizes and weights: see [`Sizes`].
pub const SIZES: [u8; 8] = *b"sizes   ";
/// The tree of words: nodes, which of them end words, numbers of those words.
pub const TRIE: [[u8; 8]; 3] = [*b"nodes   ", *b"ends    ", *b"endwords"];
/// P(word) in steps, a byte a word.
pub const FREQUENCIES: [u8; 8] = *b"frequenc";
/// P(word) where the context says nothing; weight of what the pairs after a word leave over.
pub const SINGLES: [[u8; 8]; 2] = [*b"singles ", *b"backoffs"];
/// Pairs of words: where the list of each word starts, second words, steps.
pub const PAIRS: [[u8; 8]; 3] = [*b"pairfrom", *b"pairword", *b"pairstep"];
/// Triples: which pairs are contexts, what they leave over, starts of lists, third words, steps.
pub const TRIPLES: [[u8; 8]; 5] = [
    *b"contexts",
    *b"contleft",
    *b"trifrom ",
    *b"triword ",
    *b"tristep ",
];
/// Classes: class of each word, share of the word in its class, class after class in steps.
pub const CLASSES: [[u8; 8]; 3] = [*b"classes ", *b"clshares", *b"clpairs "];
/// Triples of classes, as [`TRIPLES`].
pub const CLASS_TRIPLES: [[u8; 8]; 5] = [
    *b"clcontex",
    *b"clleft  ",
    *b"cltrifro",
    *b"cltricla",
    *b"cltriste",
];
/// Letters of unknown words.
pub const LETTERS: [[u8; 8]; 1] = [*b"letters "];
/// Joining: marks of words, habits of words, joined pairs, their steps.
pub const JOINERS: [[u8; 8]; 4] = [*b"marks   ", *b"habits  ", *b"joinpair", *b"joinstep"];

/// Sizes and weights of a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sizes {
    /// Tokens.
    pub words: u32,
    /// Classes of words.
    pub classes: u32,
    /// Weight of the classes against the words by kind of context, in thousandths.
    pub weights: [u16; KINDS],
}

impl Sizes {
    /// Reads the table.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let (sizes, rest) = bytes.split_at_checked(8)?;
        let (words, classes) = sizes.split_at(4);
        let mut weights = [0; KINDS];
        if rest.len() != 2 * KINDS {
            return None;
        }
        for (weight, bytes) in weights.iter_mut().zip(rest.chunks_exact(2)) {
            *weight = u16::from_le_bytes(bytes.try_into().ok()?);
        }
        Some(Self {
            words: u32::from_le_bytes(words.try_into().ok()?),
            classes: u32::from_le_bytes(classes.try_into().ok()?),
            weights,
        })
    }

    /// Writes the table.
    pub fn write(&self) -> Vec<u8> {
        let mut bytes = [self.words, self.classes].map(u32::to_le_bytes).concat();
        bytes.extend(self.weights.iter().flat_map(|weight| weight.to_le_bytes()));
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_as_written() {
        let sizes = Sizes {
            words: 70_000,
            classes: 400,
            weights: std::array::from_fn(|kind| kind as u16 * 60),
        };
        assert_eq!(Sizes::read(&sizes.write()), Some(sizes));
        assert_eq!(Sizes::read(&sizes.write()[1..]), None);
    }
}
