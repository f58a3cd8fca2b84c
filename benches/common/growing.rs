//! Texts of any size whose dictionary grows as that of real texts does.
//!
//! The first round are the news articles as they are. In every further round each twelfth word is
//! another word of the articles, drawn as often as these have it, and each 128th a new one: a word
//! with two letters changed, as names and slips are. So a gigabyte has some million different words,
//! about what Heaps' law says of one. Every 400th file is torn as careless extraction tears it (with
//! kashidas; see `examples/damage.rs`) and has to be repaired.

use crate::common::Texts;
use crate::damage::{self, Rng};
use std::path::{Path, PathBuf};

/// One word in so many is drawn from the articles.
const DRAWN: usize = 12;
/// One word in so many is new.
const NEW: usize = 128;
/// One file in so many is torn.
const TORN: usize = 400;
/// Bytes of a file.
const FILE: usize = 100_000;

/// Letters of new words.
const LETTERS: [char; 26] = [
    'ب', 'پ', 'ت', 'ج', 'چ', 'ح', 'خ', 'د', 'ر', 'ز', 'س', 'ش', 'ص', 'ط', 'ع', 'غ', 'ف', 'ق', 'ک',
    'گ', 'ل', 'م', 'ن', 'و', 'ه', 'ی',
];

/// Writes texts of so many bytes as files of a folder, some 100 KB each; the folder and the bytes.
pub fn write(folder: &Path, bytes: usize) -> (PathBuf, usize) {
    let target = folder.join("texts");
    std::fs::create_dir_all(&target).expect("a temporary folder can be written");
    let mut texts = Growing::new();
    let (mut written, mut number) = (0, 0);
    while written < bytes {
        let mut file = String::new();
        while file.len() < FILE.min(bytes - written) {
            file.push_str(&texts.next_text());
            file.push_str("\n\n");
        }
        if number % TORN == TORN - 1 {
            file = damage::damage_text(&file, damage::Damage::Kashida, number as u64);
        }
        // A folder of ten thousand files is slow on some file systems.
        let below = target.join(format!("{:03}", number / 1000));
        std::fs::create_dir_all(&below).expect("a temporary folder can be written");
        std::fs::write(below.join(format!("{number:06}.txt")), &file)
            .expect("a temporary file can be written");
        written += file.len();
        number += 1;
    }
    (target, written)
}

struct Growing {
    articles: Vec<String>,
    /// All words of the articles, as often as these have them.
    words: Vec<String>,
    next: usize,
    rng: Rng,
}

impl Growing {
    fn new() -> Growing {
        let mut articles = Texts::all();
        // The same letters for the same words, so that what is drawn fits what is there.
        for text in &mut articles {
            *text = text.replace('ي', "ی").replace('ك', "ک");
        }
        let words = articles.iter().flat_map(|t| t.split_whitespace());
        Growing {
            words: words.map(str::to_owned).collect(),
            articles,
            next: 0,
            rng: Rng::new(7),
        }
    }

    fn next_text(&mut self) -> String {
        let article = &self.articles[self.next % self.articles.len()];
        let is_first_round = self.next < self.articles.len();
        self.next += 1;
        if is_first_round {
            return article.clone();
        }
        let mut text = String::with_capacity(article.len() + 64);
        for line in article.lines() {
            for word in line.split(' ') {
                if self.rng.below(DRAWN) == 0 {
                    text.push_str(&self.words[self.rng.below(self.words.len())]);
                } else if self.rng.below(NEW) == 0 {
                    text.push_str(&changed(word, &mut self.rng));
                } else {
                    text.push_str(word);
                }
                text.push(' ');
            }
            text.pop();
            text.push('\n');
        }
        text
    }
}

/// A word with two letters changed.
fn changed(word: &str, rng: &mut Rng) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    for _ in 0..2 {
        let at = rng.below(letters.len());
        if let Some(letter) = letters.get_mut(at).filter(|c| c.is_alphabetic()) {
            *letter = LETTERS[rng.below(LETTERS.len())];
        }
    }
    letters.into_iter().collect()
}
