//! Unpacks the Chinese word list and builds lindera's prefix dictionary from it, in `OUT_DIR`:
//! `chinese.trie`, `chinese.values` and `chinese.index`, for `src/language/cjk/chinese.rs`.
//!
//! lindera's own `DictionaryBuilder` would do the same, but as a build dependency it brings
//! some sixty crates that a release build must then compile twice. The trie is
//! crawdad's, as lindera writes it; the other two files are plain tables.

use std::error::Error;
use std::path::Path;

const LIST: &str = "src/language/data/chinese.zlib";

/// Cost of a factor e of rarity; the rarest word then costs some 17,000 of an `i16`.
const COST_SCALE: f64 = 1000.0;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={LIST}");

    let packed = std::fs::read(LIST)?;
    let list =
        miniz_oxide::inflate::decompress_to_vec_zlib(&packed).map_err(|error| error.to_string())?;
    let mut lines = str::from_utf8(&list)?.lines();
    let name = lines.next().ok_or("the list has no name")?;
    // A zlib stream ends with the checksum of what is in it.
    let checksum: String = packed[packed.len() - 4..]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    println!("cargo::rustc-env=KAVOSH_CHINESE_WORDS={name}-{checksum}");

    let mut words = Vec::new();
    for line in lines {
        let (word, count) = line.split_once(' ').ok_or("not `word count`")?;
        words.push((word, count.parse::<u32>()?));
    }
    let trie = crawdad::Trie::from_keys(words.iter().map(|&(word, _)| word))
        .map_err(|error| error.to_string())?;

    let out = std::env::var("OUT_DIR")?;
    let out = Path::new(&out);
    std::fs::write(out.join("chinese.trie"), trie.serialize_to_vec())?;
    std::fs::write(out.join("chinese.values"), values(&words))?;
    std::fs::write(out.join("chinese.index"), index(words.len()))?;
    Ok(())
}

/// One record for each word: its number, its cost (−ln p) and two unused context ids.
fn values(words: &[(&str, u32)]) -> Vec<u8> {
    let total: f64 = words.iter().map(|&(_, count)| f64::from(count)).sum();
    let mut records = Vec::with_capacity(words.len() * 10);
    for (number, &(_, count)) in (0u32..).zip(words) {
        let cost = ((total / f64::from(count)).ln() * COST_SCALE) as i16;
        records.extend(number.to_le_bytes());
        records.extend(cost.to_le_bytes());
        records.extend([0; 4]);
    }
    records
}

/// Where the records of each word begin, and after it where the last ones end.
fn index(words: usize) -> Vec<u8> {
    (0..=words as u32).flat_map(u32::to_le_bytes).collect()
}
