//! Words into classes by the company they keep.
//!
//! Exchange clustering (Kneser and Ney 1993): each word in turn moves to the class whose words have
//! the most similar neighbours, until few move. The measure is the mutual information between a
//! class and the frequent words before and after its members. Rare words are sorted in afterwards,
//! by the few neighbours they have and by their endings.

use super::endings::Endings;
use super::vocabulary::Vocabulary;
use crate::lexicon::model::{FIRST, Word};

/// Words from this count on are clustered.
const CLUSTERED: u32 = 8;
/// Neighbours that count: the tokens numbered below this, the most frequent ones.
const NEIGHBOURS: usize = 12_000;
/// Rounds over all words at most, and the share of words that must move to begin another.
const ROUNDS: usize = 20;
const MOVING: f64 = 0.01;
/// A neighbour on one side and how often a word has it.
type Neighbour = (u32, u32);

/// The class of every token: special tokens have one of their own, in order; then `count` −
/// [`FIRST`] classes of words.
pub fn cluster(text: &[Word], vocabulary: &Vocabulary, count: usize) -> Vec<u16> {
    let words = vocabulary.words.len() + FIRST as usize;
    let neighbours = Neighbours::of(text, words);
    let times = |word: usize| vocabulary.counts[word - FIRST as usize];
    let clustered: Vec<usize> = (FIRST as usize..words)
        .filter(|&word| times(word) >= CLUSTERED)
        .collect();
    let mut classes: Vec<u16> = (0..words as u32)
        .map(|word| word.min(FIRST) as u16)
        .collect();
    let first = FIRST as usize;
    for (rank, &word) in clustered.iter().enumerate() {
        classes[word] = (first + rank % (count - first)) as u16;
    }
    let mut exchange = Exchange::new(&neighbours, &classes, &clustered, count);
    for _ in 0..ROUNDS {
        let mut moved = 0;
        for &word in &clustered {
            let from = classes[word];
            exchange.count(neighbours.of_word(word), from, false);
            let to = exchange.best(neighbours.of_word(word));
            exchange.count(neighbours.of_word(word), to, true);
            classes[word] = to;
            moved += usize::from(from != to);
        }
        if (moved as f64) < MOVING * clustered.len() as f64 {
            break;
        }
    }
    let endings = Endings::of(vocabulary, &classes, &clustered, count);
    for (word, class) in classes.iter_mut().enumerate().skip(first) {
        if times(word) < CLUSTERED {
            let prior = endings.priors(&vocabulary.words[word - first]);
            *class = exchange.likeliest(neighbours.of_word(word), &prior);
        }
    }
    classes
}

/// The neighbours of all words.
struct Neighbours {
    all: Vec<Neighbour>,
    starts: Vec<usize>,
}

impl Neighbours {
    fn of(text: &[Word], words: usize) -> Self {
        let mut events = Vec::new();
        for pair in text.windows(2) {
            let [before, after] = [pair[0] as usize, pair[1] as usize];
            if before < NEIGHBOURS {
                events.push((after as u64) << 32 | before as u64);
            }
            if after < NEIGHBOURS {
                events.push((before as u64) << 32 | (after + NEIGHBOURS) as u64);
            }
        }
        events.sort_unstable();
        let (mut all, mut starts) = (Vec::new(), vec![0; words + 1]);
        for group in events.chunk_by(|a, b| a == b) {
            all.push((group[0] as u32, group.len() as u32));
            starts[(group[0] >> 32) as usize + 1] += 1;
        }
        for word in 0..words {
            starts[word + 1] += starts[word];
        }
        Self { all, starts }
    }

    fn of_word(&self, word: usize) -> &[Neighbour] {
        &self.all[self.starts[word]..self.starts[word + 1]]
    }
}

/// Counts of neighbours by class.
struct Exchange {
    count: usize,
    /// For each neighbour a row with a count for each class.
    rows: Vec<u32>,
    totals: Vec<u64>,
    /// x ln x for small x.
    table: Vec<f32>,
}

impl Exchange {
    fn new(neighbours: &Neighbours, classes: &[u16], clustered: &[usize], count: usize) -> Self {
        let mut exchange = Self {
            count,
            rows: vec![0; 2 * NEIGHBOURS * count],
            totals: vec![0; count],
            table: (0..1 << 16).map(|x| entropy(x as f64) as f32).collect(),
        };
        for &word in clustered {
            exchange.count(neighbours.of_word(word), classes[word], true);
        }
        exchange
    }

    /// Adds the neighbours of a word to a class, or takes them away.
    fn count(&mut self, neighbours: &[Neighbour], class: u16, add: bool) {
        let class = usize::from(class);
        for &(neighbour, times) in neighbours {
            let cell = &mut self.rows[neighbour as usize * self.count + class];
            let total = &mut self.totals[class];
            if add {
                *cell += times;
                *total += u64::from(times);
            } else {
                *cell -= times;
                *total -= u64::from(times);
            }
        }
    }

    fn row(&self, neighbour: u32) -> &[u32] {
        &self.rows[neighbour as usize * self.count..][..self.count]
    }

    fn entropy(&self, count: u32) -> f32 {
        match self.table.get(count as usize) {
            Some(&value) => value,
            None => entropy(f64::from(count)) as f32,
        }
    }

    /// The class that gains most by a word with these neighbours, which is in none now.
    fn best(&self, neighbours: &[Neighbour]) -> u16 {
        let mut gains = vec![0f32; self.count];
        let mut all = 0;
        for &(neighbour, times) in neighbours {
            all += u64::from(times);
            let alone = self.entropy(times);
            for (gain, &count) in gains.iter_mut().zip(self.row(neighbour)) {
                if count > 0 {
                    *gain += self.entropy(count + times) - self.entropy(count) - alone;
                }
            }
        }
        let cost = |class: usize| {
            let total = self.totals[class] as f64;
            entropy(total + all as f64) - entropy(total)
        };
        greatest(FIRST as usize..self.count, |class| {
            f64::from(gains[class]) - cost(class)
        })
    }

    /// The class in which these neighbours are likeliest, with ln P of the classes beforehand.
    fn likeliest(&self, neighbours: &[Neighbour], prior: &[f64]) -> u16 {
        let mut scores = prior.to_vec();
        for &(neighbour, times) in neighbours {
            let row = self.row(neighbour);
            let all: f64 = row.iter().map(|&count| f64::from(count)).sum();
            let sum: f64 = self.totals.iter().map(|&total| total as f64).sum();
            for class in FIRST as usize..self.count {
                let total = self.totals[class] as f64;
                let expected = 10.0 * (all + 1.0) / sum;
                let p = (f64::from(row[class]) + expected) / (total + 10.0);
                scores[class] += f64::from(times) * p.ln();
            }
        }
        greatest(FIRST as usize..self.count, |class| scores[class])
    }
}

/// The first of the classes with the greatest value.
fn greatest(classes: std::ops::Range<usize>, value: impl Fn(usize) -> f64) -> u16 {
    let mut best = (f64::MIN, classes.start);
    for class in classes {
        let value = value(class);
        if value > best.0 {
            best = (value, class);
        }
    }
    best.1 as u16
}

fn entropy(x: f64) -> f64 {
    if x > 0.0 { x * x.ln() } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_same_company_share_a_class() {
        // The first five words stand between the next two, the five after those between two more.
        let mut text = Vec::new();
        for at in 0..200 {
            text.extend([5, at % 5, 6, 12, 7 + at % 5, 13].map(|word| FIRST + word));
        }
        let mut counts = vec![40; 5];
        counts.extend([200, 200]);
        counts.extend([40; 5]);
        // And one rare word that stood once between the last two.
        counts.extend([200, 200, 1]);
        text.extend([12, 14, 13].map(|word| FIRST + word));
        let vocabulary = Vocabulary {
            words: (0..15u8).map(|letter| vec![1 + letter, 2]).collect(),
            counts,
            parted: Vec::new(),
            report: String::new(),
        };
        let classes = cluster(&text, &vocabulary, FIRST as usize + 6);
        let (special, classes) = classes.split_at(FIRST as usize);
        assert_eq!(special, (0..FIRST as u16).collect::<Vec<_>>());
        assert!(classes[..5].iter().all(|&class| class == classes[0]));
        assert!(classes[7..12].iter().all(|&class| class == classes[7]));
        assert_ne!(classes[0], classes[7]);
        assert_eq!(classes[14], classes[7]);
    }
}
