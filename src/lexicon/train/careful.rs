//! Lines that write ZWNJ wherever it belongs.

use super::stream::Stream;
use crate::lexicon::model::joiners::{PREFIX, SUFFIX};
use crate::lexicon::model::tokens::Border;
use crate::lexicon::model::{FIRST, Word};

/// How often something was joined, and how often it could have been.
#[derive(Clone, Copy, Default)]
pub struct Seen {
    /// Times joined.
    pub joined: u32,
    /// Times it could have been.
    pub all: u32,
}

impl Seen {
    /// The rate, leaning to what is expected as if that had been seen `prior` times.
    pub fn rate(self, expected: f32, prior: f32) -> f32 {
        (self.joined as f32 + prior * expected) / (self.all as f32 + prior)
    }
}

/// Neighbours in careful lines with a space or ZWNJ between them, and whether they are joined.
pub fn careful_sites(stream: &Stream, marks: &[u8]) -> Vec<(Word, Word, bool)> {
    let mut sites = Vec::new();
    let mut from = 1;
    for &to in &stream.line_ends {
        let start = sites.len();
        let mut affixes = Seen::default();
        for place in from.max(1)..to {
            let (first, second) = (stream.words[place - 1], stream.words[place]);
            let border = stream.borders[place];
            if first < FIRST || second < FIRST || border == Border::Other {
                continue;
            }
            let joined = border == Border::Joiner;
            if marks[first as usize] & PREFIX != 0 || marks[second as usize] & SUFFIX != 0 {
                affixes.all += 1;
                affixes.joined += u32::from(joined);
            }
            sites.push((first, second, joined));
        }
        if affixes.joined == 0 || affixes.joined < affixes.all {
            sites.truncate(start);
        }
        from = to;
    }
    sites
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::model::SENTENCE;

    #[test]
    fn a_space_before_an_affix_makes_the_line_careless() {
        // A prefix and two words; the second line has a space after the prefix.
        let line = [FIRST, FIRST + 1, FIRST + 2, SENTENCE];
        let [joiner, space, other] = [Border::Joiner, Border::Space, Border::Other];
        let stream = Stream {
            words: [&[0][..], &line, &line].concat(),
            borders: vec![
                other, space, joiner, space, other, space, space, space, other,
            ],
            line_ends: vec![5, 9],
        };
        let marks = [[0; FIRST as usize].as_slice(), &[PREFIX, 0, 0]].concat();
        let sites = careful_sites(&stream, &marks);
        assert_eq!(
            sites,
            [(FIRST, FIRST + 1, true), (FIRST + 1, FIRST + 2, false)]
        );
    }
}
