//! Words that are few edits away from another (optimal string alignment: insertions, deletions,
//! substitutions, transpositions of neighbours), as an automaton over the bytes of terms. A dictionary
//! is walked with it, which looks only at beginnings that can still come out near: of a million terms
//! some thousands instead of all that share a letter.

use tantivy_fst::Automaton;

/// Letters of the longest word that is looked for.
const LONGEST: usize = 47;

/// Costs are counted in halves of an edit.
pub const EDIT: u8 = 2;

/// What it costs to write one letter for another.
pub type Substitution = fn(char, char) -> u8;

/// The words near a word.
#[derive(Clone, Debug)]
pub struct Nearby {
    word: Vec<char>,
    /// Most that the edits may cost.
    most: u8,
    substitution: Substitution,
    /// Whether the first letter must agree.
    is_anchored: bool,
}

impl Nearby {
    /// The words within so many edits; none are near a word that is too long.
    pub fn new(
        word: &[char],
        edits: u8,
        substitution: Substitution,
        is_anchored: bool,
    ) -> Option<Nearby> {
        (1..=LONGEST).contains(&word.len()).then(|| Nearby {
            word: word.to_owned(),
            most: edits * EDIT,
            substitution,
            is_anchored,
        })
    }

    fn row<'a>(&self, row: &'a [u8; LONGEST + 1]) -> &'a [u8] {
        &row[..=self.word.len()]
    }

    fn read(&self, state: &State, letter: char) -> State {
        let mut row = [u8::MAX; LONGEST + 1];
        row[0] = state.last[0].saturating_add(EDIT);
        for (j, wanted) in self.word.iter().enumerate() {
            let cost = if *wanted == letter {
                0
            } else {
                (self.substitution)(*wanted, letter)
            };
            let mut least = state.last[j]
                .saturating_add(cost)
                .min(state.last[j + 1].saturating_add(EDIT))
                .min(row[j].saturating_add(EDIT));
            if j > 0 && state.read > 0 && self.word[j - 1] == letter && *wanted == state.letter {
                least = least.min(state.before[j - 1].saturating_add(EDIT));
            }
            row[j + 1] = least;
        }
        if self.is_anchored && state.read == 0 && self.word[0] != letter {
            row = [u8::MAX; LONGEST + 1];
        }
        State {
            before: state.last,
            last: row,
            letter,
            read: state.read.saturating_add(1),
            bytes: [0; 4],
            pending: 0,
        }
    }
}

/// Where the automaton stands in a term: the costs of making the first letters of the word of what
/// was read, now and before the last letter, and the bytes of a letter that is not yet whole.
#[derive(Clone, Copy, Debug)]
pub struct State {
    last: [u8; LONGEST + 1],
    before: [u8; LONGEST + 1],
    letter: char,
    read: u8,
    bytes: [u8; 4],
    pending: u8,
}

impl Automaton for Nearby {
    type State = State;

    fn start(&self) -> State {
        let mut last = [u8::MAX; LONGEST + 1];
        for (j, cost) in last.iter_mut().enumerate().take(self.word.len() + 1) {
            *cost = (j as u8).saturating_mul(EDIT);
        }
        State {
            last,
            before: [u8::MAX; LONGEST + 1],
            letter: '\0',
            read: 0,
            bytes: [0; 4],
            pending: 0,
        }
    }

    fn is_match(&self, state: &State) -> bool {
        let has_first = !self.is_anchored || state.read > 0;
        has_first && state.pending == 0 && state.last[self.word.len()] <= self.most
    }

    fn can_match(&self, state: &State) -> bool {
        self.row(&state.last).iter().any(|cost| *cost <= self.most)
    }

    fn accept(&self, state: &State, byte: u8) -> State {
        let mut next = *state;
        let at = usize::from(next.pending);
        // A term is text, so a letter has four bytes at most.
        if at == next.bytes.len() {
            next.last = [u8::MAX; LONGEST + 1];
            return next;
        }
        next.bytes[at] = byte;
        next.pending += 1;
        match std::str::from_utf8(&next.bytes[..=at]) {
            Ok(letter) => letter.chars().next().map_or(next, |c| self.read(state, c)),
            Err(_) => next,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::vocabulary::edit_distance;
    use super::*;
    use proptest::prelude::*;

    fn is_near(word: &str, term: &str, edits: u8, is_anchored: bool) -> bool {
        let word: Vec<char> = word.chars().collect();
        let nearby = Nearby::new(&word, edits, |_, _| EDIT, is_anchored).expect("short enough");
        let mut state = nearby.start();
        for byte in term.bytes() {
            if !nearby.can_match(&state) {
                return false;
            }
            state = nearby.accept(&state, byte);
        }
        nearby.is_match(&state)
    }

    #[test]
    fn edits_are_counted() {
        for (a, b, distance) in [
            ("power", "power", 0),
            ("powr", "power", 1),
            ("pwoer", "power", 1),
            ("سایبری", "سایبر", 1),
            ("حکامیت", "حاکمیت", 1),
            ("sovregnty", "sovereignty", 2),
        ] {
            assert!(is_near(a, b, distance, true), "{a} {b}");
            assert!(distance == 0 || !is_near(a, b, distance - 1, true), "{b}");
        }
        assert!(!is_near("abc", "xyz", 2, false));
        assert!(is_near("xower", "power", 1, false));
        assert!(!is_near("xower", "power", 1, true));
        assert!(!is_near("opwer", "power", 1, true));
        assert!(is_near("opwer", "power", 1, false));
    }

    proptest! {
        #[test]
        fn the_automaton_knows_the_distance(a in "[abcپ]{1,7}", b in "[abcپ]{0,7}") {
            let letters: Vec<char> = a.chars().collect();
            for edits in 0..=2 {
                let near = edit_distance(&letters, &b, usize::from(edits));
                prop_assert_eq!(is_near(&a, &b, edits, false), near);
                let first = a.chars().next() == b.chars().next();
                prop_assert_eq!(is_near(&a, &b, edits, true), first && near);
            }
        }
    }
}
