//! All words as a tree of letters, a node in eight bytes.
//!
//! Nodes stand in the order of a walk by levels, so the children of a node are neighbours: a node
//! holds a bit for each letter that goes on and the place of its first child, and the child of a
//! letter is found by counting bits. Where words end is a set of nodes with ranks ([`Ranks`]); the
//! rank leads to the number of the word. (The layout is that of LOUDS tries with the pointers kept.)

use super::alphabet::{LETTERS, character};
use super::columns::{Longs, Ranks, Threes};

/// A place in the tree: what has been read so far.
pub type Node = u32;

/// Bits of a node before the place of its first child: bit 0 unused, then one a letter.
const SHIFT: u32 = LETTERS as u32 + 1;

/// The tree, read in place.
pub struct Trie {
    nodes: Longs,
    ends: Ranks,
    words: Threes,
}

impl Trie {
    /// The place before the first letter.
    pub const ROOT: Node = 0;

    /// Opens the three tables that [`write`] made.
    pub fn open(
        nodes: &'static [u8],
        ends: &'static [u8],
        words: &'static [u8],
    ) -> Result<Self, String> {
        let nodes = Longs::open(nodes, "nodes")?;
        let ends = Ranks::open(ends, nodes.len(), "ends")?;
        let words = Threes::open(words, ends.count(), "words at ends")?;
        if nodes.len() == 0 {
            return Err("a tree without a root".into());
        }
        Ok(Self { nodes, ends, words })
    }

    /// The place one letter further, if any word goes on so; letters are codes up to [`LETTERS`].
    #[inline(always)]
    pub fn step(&self, node: Node, letter: u8) -> Option<Node> {
        debug_assert!(letter < SHIFT as u8);
        let bits = self.nodes.get(node as usize);
        let bit = 1u64 << letter;
        if bits & bit == 0 {
            return None;
        }
        Some((bits >> SHIFT) as u32 + (bits & (bit - 1)).count_ones())
    }

    /// The number of the word that ends here.
    #[inline]
    pub fn word(&self, node: Node) -> Option<u32> {
        self.ends
            .rank(node as usize)
            .map(|rank| self.words.get(rank))
    }

    /// The number of the word of these letters.
    pub fn find(&self, letters: &[u8]) -> Option<u32> {
        letters
            .iter()
            .try_fold(Self::ROOT, |node, &letter| self.step(node, letter))
            .and_then(|node| self.word(node))
    }

    /// The letters of a word, found by looking through all words.
    pub fn spelling(&self, word: u32) -> Option<String> {
        let mut node = (0..self.nodes.len() as Node).find(|&node| self.word(node) == Some(word))?;
        let mut letters = Vec::new();
        while node != Self::ROOT {
            // Children follow their parents in order: the parent is the last node whose first child
            // does not stand behind this one.
            let (mut low, mut high) = (0, node);
            while high - low > 1 {
                let middle = low + (high - low) / 2;
                if self.nodes.get(middle as usize) >> SHIFT <= u64::from(node) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            let letter = (1..SHIFT as u8).find(|&letter| self.step(low, letter) == Some(node))?;
            letters.push(character(letter));
            node = low;
        }
        Some(letters.iter().rev().collect())
    }
}

/// The three tables of a tree of words with their numbers; the words must ascend.
pub fn write(words: &[(&[u8], u32)]) -> [Vec<u8>; 3] {
    // A node is the words that begin with its letters, and how many letters those are.
    let mut level = vec![(0, words.len(), 0)];
    let (mut nodes, mut ends, mut numbers) = (Vec::new(), Vec::new(), Vec::new());
    let mut first_child = 1u64;
    while !level.is_empty() {
        let mut next = Vec::new();
        for (mut from, to, depth) in level {
            let end = words[from..to]
                .first()
                .filter(|(word, _)| word.len() == depth);
            ends.push(end.is_some());
            if let Some((_, number)) = end {
                numbers.extend_from_slice(&number.to_le_bytes()[..3]);
                from += 1;
            }
            let mut bits = first_child << SHIFT;
            for group in words[from..to].chunk_by(|a, b| a.0[depth] == b.0[depth]) {
                bits |= 1 << group[0].0[depth];
                next.push((from, from + group.len(), depth + 1));
                from += group.len();
                first_child += 1;
            }
            nodes.extend_from_slice(&bits.to_le_bytes());
        }
        level = next;
    }
    [nodes, Ranks::write(&ends), numbers]
}

#[cfg(test)]
mod tests {
    use super::super::alphabet::spell;
    use super::*;

    #[test]
    fn words_are_found_and_spelled_and_others_are_not() {
        let mut words: Vec<(Vec<u8>, u32)> = (0..)
            .zip(["با", "باز", "بازار", "آب", "زر", "یزد"])
            .map(|(number, word)| (spell(word).expect("letters"), number * 1000))
            .collect();
        words.sort();
        let sorted: Vec<(&[u8], u32)> = words.iter().map(|(w, n)| (&w[..], *n)).collect();
        let [nodes, ends, numbers] = write(&sorted).map(|table| &*table.leak());
        let trie = Trie::open(nodes, ends, numbers).expect("opens");
        for (word, number) in &words {
            assert_eq!(trie.find(word), Some(*number));
            let spelling = trie.spelling(*number).expect("a word");
            assert_eq!(spell(&spelling).as_ref(), Some(word));
        }
        for word in ["", "ب", "بازا", "بازارها", "آ", "س"] {
            assert_eq!(trie.find(&spell(word).expect("letters")), None, "{word}");
        }
        assert_eq!(trie.spelling(7), None);
        assert!(Trie::open(&nodes[1..], ends, numbers).is_err());
    }
}
