//! Which dictionaries cut which language.

use std::path::Path;

use lindera::dictionary::Dictionary;

use super::chinese;

/// A language that [`super::Segmenter`] cuts with a dictionary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CjkLanguage {
    /// Runs of Han without Kana.
    Chinese,
    /// Runs of Han and Kana.
    Japanese,
    /// Runs of Hangul.
    Korean,
}

impl CjkLanguage {
    pub(super) const ALL: [CjkLanguage; 3] = [Self::Chinese, Self::Japanese, Self::Korean];

    fn name(self) -> &'static str {
        match self {
            Self::Chinese => "chinese",
            Self::Japanese => "japanese",
            Self::Korean => "korean",
        }
    }
}

impl std::fmt::Display for CjkLanguage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

impl std::str::FromStr for CjkLanguage {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        match name {
            "zh" | "chinese" => Ok(Self::Chinese),
            "ja" | "japanese" => Ok(Self::Japanese),
            "ko" | "korean" => Ok(Self::Korean),
            _ => Err(format!("no language `{name}`; known are zh, ja and ko")),
        }
    }
}

/// Loaded dictionaries: the embedded Chinese one, and any given as directories that lindera has
/// built. Clones share the tables.
#[derive(Clone)]
pub struct Dictionaries {
    /// In the order of [`CjkLanguage`].
    given: [Option<Dictionary>; 3],
}

impl Dictionaries {
    /// Only the embedded Chinese dictionary, which is read when a run of Han characters first
    /// asks for it.
    pub fn embedded() -> Self {
        Dictionaries {
            given: [None, None, None],
        }
    }

    /// Cuts `language` with the dictionary in `directory`, as `lindera build` or lindera's
    /// `DictionaryBuilder` writes it. The tables are mapped, not read, so the files must stay as
    /// they are. A Chinese one takes the place of the embedded one.
    ///
    /// # Errors
    /// Says which directory cannot be used, and why.
    pub fn with_directory(
        mut self,
        language: CjkLanguage,
        directory: &Path,
    ) -> Result<Self, String> {
        let dictionary = Dictionary::load_from_path(directory).map_err(|error| {
            format!(
                "{} dictionary {}: {error}",
                language.name(),
                directory.display()
            )
        })?;
        self.given[language as usize] = Some(dictionary);
        Ok(self)
    }

    /// What an index must know to tell whether it was cut with these dictionaries: the names and
    /// checksums of all of them, such as `chinese=jieba-0.42.1-7f3c2d10 japanese=IPADIC-0d1f6a55`.
    pub fn fingerprint(&self) -> String {
        let names = CjkLanguage::ALL.into_iter().filter_map(|language| {
            let name = match (&self.given[language as usize], language) {
                (Some(dictionary), _) => given_name(dictionary),
                (None, CjkLanguage::Chinese) => chinese::NAME.to_owned(),
                (None, _) => return None,
            };
            Some(format!("{}={name}", language.name()))
        });
        names.collect::<Vec<_>>().join(" ")
    }

    /// The dictionary for `language`, if there is one.
    pub(super) fn get(&self, language: CjkLanguage) -> Option<&Dictionary> {
        self.given[language as usize]
            .as_ref()
            .or_else(|| (language == CjkLanguage::Chinese).then(|| &*chinese::DICTIONARY))
    }
}

/// The name a dictionary gives itself, with a checksum of its costs and the sizes of its entries.
fn given_name(dictionary: &Dictionary) -> String {
    let words = &dictionary.prefix_dictionary;
    let mut hash = blake3::Hasher::new();
    hash.update(&words.vals_data).update(&words.words_idx_data);
    format!(
        "{}-{}",
        dictionary.metadata.name,
        &hash.finalize().to_hex()[..8]
    )
}
