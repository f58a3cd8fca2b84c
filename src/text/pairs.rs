//! Looking for rare characters in a text without decoding it.
//!
//! Half the bytes of a Persian text are one of four lead bytes, in no order a processor could guess.
//! A search that stops at each of them to look at the next byte costs ten times one that asks two
//! tables about each pair of neighbours, always in the same way, and stops only where both agree.

/// A set of pairs of neighbouring bytes, the beginnings of the characters that are looked for.
pub struct Pairs {
    /// For each byte the groups (a bit each) in which it may be the first of a pair.
    first: [u8; 256],
    /// The same for the second.
    second: [u8; 256],
}

/// First bytes, and ranges (ends included) of the bytes that may follow them.
type Group<'a> = (&'a [u8], &'a [(u8, u8)]);

/// The second byte may be any: for characters of one byte, and where the first one tells enough.
pub const ANY: &[(u8, u8)] = &[(0, 0xff)];

impl Pairs {
    /// The pairs of up to eight groups.
    pub const fn new(groups: &[Group]) -> Pairs {
        let mut pairs = Pairs {
            first: [0; 256],
            second: [0; 256],
        };
        let mut group = 0;
        while group < groups.len() {
            let (firsts, seconds) = groups[group];
            let bit = 1 << group;
            let mut at = 0;
            while at < firsts.len() {
                pairs.first[firsts[at] as usize] |= bit;
                at += 1;
            }
            let mut at = 0;
            while at < seconds.len() {
                let mut byte = seconds[at].0 as usize;
                while byte <= seconds[at].1 as usize {
                    pairs.second[byte] |= bit;
                    byte += 1;
                }
                at += 1;
            }
            group += 1;
        }
        pairs
    }

    /// Where the next pair begins, at or after `from`. After the last byte a zero is taken to stand.
    #[inline]
    pub fn find(&self, bytes: &[u8], from: usize) -> Option<usize> {
        let rest = bytes.get(from..)?;
        let found = rest
            .windows(2)
            .position(|pair| self.holds(pair[0], pair[1]));
        let at_end = || rest.last().is_some_and(|last| self.holds(*last, 0));
        match found {
            Some(at) => Some(from + at),
            None if at_end() => Some(bytes.len() - 1),
            None => None,
        }
    }

    #[inline]
    fn holds(&self, first: u8, second: u8) -> bool {
        self.first[usize::from(first)] & self.second[usize::from(second)] != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_found_where_both_bytes_are_of_one_group() {
        const PAIRS: Pairs = Pairs::new(&[
            (b"ab", &[(b'0', b'9')]),
            (b"c", &[(b'x', b'x')]),
            (b".", ANY),
        ]);
        let find = |text: &str| PAIRS.find(text.as_bytes(), 0);
        assert_eq!(find("ax cx"), Some(3));
        assert_eq!(find("a b b7"), Some(4));
        assert_eq!(find("c1 ac"), None);
        assert_eq!(find("end."), Some(3));
        assert_eq!(PAIRS.find(b"a1a1", 1), Some(2));
        assert_eq!(PAIRS.find(b"a1", 2), None);
        assert_eq!(find(""), None);
    }
}
