//! A small general glossary of scholarly terms, English and Persian.
//!
//! It serves twice: it tells which words before a note are those that the note translates, and it
//! lends a search across languages the terms that no paper of the index pairs.

use crate::text::letters::fold_solid;
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// The terms, a line each; see the head of the file.
const TERMS: &str = include_str!("data/bilingual.tsv");

/// All pairs: English, Persian. A term with several Persian words comes once for each, the usual one
/// first.
pub fn pairs() -> impl Iterator<Item = (&'static str, &'static str)> {
    TERMS
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .flat_map(|(english, persian)| persian.split('|').map(move |p| (english, p)))
}

/// Letters at the beginning of an English word by which entries are found; a plural shares them.
const HEAD: usize = 4;

/// The first letters of a word.
fn head(word: &str) -> &str {
    let end = word.char_indices().nth(HEAD);
    end.map_or(word, |(at, _)| &word[..at])
}

fn by_head() -> &'static FxHashMap<String, Vec<(&'static str, String)>> {
    static TABLE: OnceLock<FxHashMap<String, Vec<(&'static str, String)>>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table: FxHashMap<String, Vec<_>> = FxHashMap::default();
        for (english, persian) in pairs().filter(|(english, _)| !english.contains(' ')) {
            let entries = table.entry(head(english).to_owned()).or_default();
            entries.push((english, fold_solid(persian)));
        }
        table
    })
}

/// Whether the glossary gives a Persian word for an English one, in any form of both. `persian` is
/// folded and solid (see [`fold_solid`]), `english` in small letters.
pub fn translates(persian: &str, english: &str) -> bool {
    let head = head(english);
    let Some(entries) = by_head().get(head) else {
        return false;
    };
    entries
        .iter()
        .any(|(word, own)| one_word(english, word) && begins(persian, own))
}

/// Whether the glossary has an English word, in any form. `english` is in small letters.
pub fn knows(english: &str) -> bool {
    let head = head(english);
    let entries = by_head().get(head);
    entries.is_some_and(|entries| entries.iter().any(|(word, _)| one_word(english, word)))
}

/// Whether a Persian word has an English one with this initial.
pub fn has_initial(persian: &str, initial: char) -> bool {
    let mut heads = by_head()
        .iter()
        .filter(|(head, _)| head.starts_with(initial));
    heads.any(|(_, entries)| entries.iter().any(|(_, own)| begins(persian, own)))
}

/// Whether two English words are forms of one: they differ in a short ending.
fn one_word(a: &str, b: &str) -> bool {
    let same = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
    let longest = a.len().max(b.len());
    longest == same || (same >= HEAD && same + 3 >= longest)
}

/// Letters that endings add to a Persian word at most: ها، های، هایشان.
const LONGEST_ENDING: usize = 4;

/// Whether a Persian word is an entry, perhaps with an ending.
fn begins(word: &str, entry: &str) -> bool {
    word.strip_prefix(entry)
        .is_some_and(|rest| rest.chars().count() <= LONGEST_ENDING)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_known_in_their_forms() {
        let known = |persian: &str, english: &str| translates(&fold_solid(persian), english);
        assert!(known("سیاست‌های", "policies"));
        assert!(known("سازمان", "organization"));
        assert!(known("سازمان", "organizations"));
        assert!(known("قدرت", "power"));
        assert!(!known("قدرت", "policy"));
        assert!(!known("در", "war"));
    }

    #[test]
    fn the_table_is_in_order_and_clean() {
        let mut before = "";
        for line in TERMS.lines().filter(|l| !l.starts_with('#')) {
            let (english, persian) = line.split_once('\t').expect("two columns");
            assert!(english > before, "{english} after {before}");
            assert_eq!(english.trim(), english);
            for word in persian.split('|') {
                assert!(!word.is_empty() && word.trim() == word, "{line}");
                assert!(!word.chars().any(|c| matches!(c, 'ي' | 'ك')), "{line}");
            }
            before = english;
        }
        assert!(pairs().count() > 1_000);
    }
}
