//! Conditional probabilities by context, sparse: the layout that words and classes share.
//!
//! First members (words, classes) have a list of second members each. Some of those pairs are
//! contexts in turn, with a list of third members and the weight of what the list leaves out. Lists
//! ascend, so a member is found by halving. It is the sorted-array trie of KenLM (Heafield 2011)
//! with the sizes of its fields fixed to whole bytes.

use super::columns::{Ranks, Shorts, Threes, exact};

/// Lists of successors, one after another: members and what belongs to each.
pub struct Lists {
    starts: Threes,
    members: Shorts,
    steps: &'static [u8],
}

impl Lists {
    /// Opens `count` lists: where each starts, and the members and steps of all.
    pub fn open(count: usize, tables: [&'static [u8]; 3], name: &str) -> Result<Self, String> {
        let [starts, members, steps] = tables;
        let starts = Threes::open(starts, count + 1, name)?;
        let members = Shorts::open(members, starts.get(count) as usize, name)?;
        let steps = exact(steps, Some(starts.get(count) as usize), name)?;
        Ok(Self {
            starts,
            members,
            steps,
        })
    }

    /// How many members all lists have.
    pub fn len(&self) -> usize {
        self.steps.len()
    }

    /// The place of a member in a list, counted through all lists.
    #[inline]
    pub fn find(&self, list: usize, member: u16) -> Option<usize> {
        let (from, to) = (self.starts.get(list), self.starts.get(list + 1));
        self.members.find(from as usize, to as usize, member)
    }

    /// The step at a place.
    #[inline(always)]
    pub fn step(&self, place: usize) -> u8 {
        self.steps[place]
    }
}

/// Pairs that are contexts, each with a list of successors.
pub struct Contexts {
    pairs: Ranks,
    backoffs: &'static [u8],
    lists: Lists,
}

impl Contexts {
    /// Opens the contexts among `pairs` pairs: which they are, what they leave over, their lists.
    pub fn open(pairs: usize, tables: [&'static [u8]; 5], name: &str) -> Result<Self, String> {
        let [members, backoffs, starts, words, steps] = tables;
        let pairs = Ranks::open(members, pairs, name)?;
        let backoffs = exact(backoffs, Some(pairs.count()), name)?;
        let lists = Lists::open(pairs.count(), [starts, words, steps], name)?;
        Ok(Self {
            pairs,
            backoffs,
            lists,
        })
    }

    /// The list of a pair, if it is a context.
    #[inline]
    pub fn list(&self, pair: usize) -> Option<usize> {
        self.pairs.rank(pair)
    }

    /// The step of a member, if the list has it.
    #[inline]
    pub fn find(&self, list: usize, member: u16) -> Option<u8> {
        self.lists
            .find(list, member)
            .map(|place| self.lists.step(place))
    }

    /// The step of what a list leaves over.
    #[inline]
    pub fn backoff(&self, list: usize) -> u8 {
        self.backoffs[list]
    }
}
