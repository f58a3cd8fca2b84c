//! The embedded Chinese dictionary.
//!
//! Its words and counts are those of [jieba](https://github.com/fxsjy/jieba) 0.42.1 (MIT licence,
//! `src/language/data/LICENSE-jieba`), pruned for search by `examples/compile_chinese.rs`; the
//! build script turns them into lindera's tables. A word costs −ln p, and words do not depend on
//! their neighbours, so lindera finds the likeliest cut of a text under a unigram model.
//!
//! The list is simplified Chinese. Traditional characters that simplified Chinese does not share
//! are unknown and become words of one character, alike in a query and in a text.

use std::sync::{Arc, LazyLock};

use lindera::dictionary::{Dictionary, Metadata};
use lindera_dictionary::LinderaResult;
use lindera_dictionary::dictionary::character_definition::{
    CategoryData, CategoryId, CharacterDefinition, LookupTable,
};
use lindera_dictionary::dictionary::connection_cost_matrix::ConnectionCostMatrix;
use lindera_dictionary::dictionary::metadata::DICTIONARY_FORMAT_VERSION;
use lindera_dictionary::dictionary::prefix_dictionary::PrefixDictionary;
use lindera_dictionary::dictionary::unknown_dictionary::UnknownDictionary;
use lindera_dictionary::viterbi::{LexType, WordEntry, WordId};

/// Name, version and checksum of the word list.
pub(super) const NAME: &str = env!("KAVOSH_CHINESE_WORDS");

static TRIE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/chinese.trie"));
static INDEX: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/chinese.index"));
static VALUES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/chinese.values"));

// What build.rs writes is this version of lindera's tables.
const _: () = assert!(DICTIONARY_FORMAT_VERSION == 2);

/// Dearer than the rarest word, so that an unknown character is the last resort.
const UNKNOWN_COST: i16 = 20_000;

/// Number of words in the dictionary.
#[cfg(test)]
pub(super) const WORDS: usize = INDEX.len() / 4 - 1;

/// The dictionary, made on first use. Its tables stay in the program file and are paged in as
/// words are looked up.
pub(super) static DICTIONARY: LazyLock<Dictionary> =
    LazyLock::new(|| load().expect("build.rs writes tables that lindera reads"));

fn load() -> LinderaResult<Dictionary> {
    let words = PrefixDictionary::load(TRIE, INDEX, VALUES, Vec::new(), Vec::new())?;
    // A matrix of one cost, 0: its mark, its two sizes, its cell.
    let matrix = [-1i16, 1, 1, 0].map(i16::to_le_bytes).concat();

    // Any one character may be an unknown word.
    let category = CategoryData {
        invoke: true,
        group: false,
        length: 0,
    };
    let every_character =
        LookupTable::from_fn(vec![0], &|_, categories| categories.push(CategoryId(0)));
    let characters =
        CharacterDefinition::new(vec![category], vec!["DEFAULT".into()], every_character);
    let unknown = UnknownDictionary {
        category_references: vec![vec![0]],
        costs: vec![WordEntry::new(
            WordId::new(LexType::Unknown, 0),
            UNKNOWN_COST,
            0,
            0,
        )],
        words_idx_data: Vec::new(),
        words_data: Vec::new(),
    };
    Ok(Dictionary {
        prefix_dictionary: Arc::new(words),
        connection_cost_matrix: Arc::new(ConnectionCostMatrix::load(matrix)?),
        character_definition: Arc::new(characters),
        unknown_dictionary: Arc::new(unknown),
        metadata: Arc::new(Metadata {
            name: NAME.into(),
            ..Metadata::default()
        }),
    })
}
