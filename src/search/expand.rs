//! What the words of a query are called in the other language.
//!
//! The papers of the index pair terms themselves (`قدرت هنجاری`, with a note "Normative Power"); so
//! a query in one language also finds what is written in the other. Runs of words are looked up by
//! their lemmas, the longest first, and none inside another.

use super::vocabulary::Vocabulary;
use crate::analysis::{Analyzer, Script};
use crate::error::Result;
use crate::index::{MOST_WORDS, key};
use crate::language::bilingual;
use rustc_hash::FxHashMap;
use std::fmt;
use std::ops::Range;

/// Most translations of one run of words.
const MOST_TRANSLATIONS: usize = 3;
/// Pairs less sure than this are not used.
const LEAST_CONFIDENCE: f64 = 0.3;

/// A run of the query's words in the other language.
#[derive(Clone, Debug, PartialEq)]
pub struct Expansion {
    /// The words of the query for which it stands.
    pub run: Range<usize>,
    /// The other side, as a paper writes it.
    pub text: String,
    /// The lemmas of `text`.
    pub lemmas: Vec<String>,
    /// Whether `text` is in Latin script.
    pub is_latin: bool,
    /// Whether the index has it more often than the words of the query.
    pub prevails: bool,
    /// How sure the pair is, from 0 to 1.
    pub confidence: f64,
    /// Where the pair comes from, for `--explain`.
    pub source: Source,
}

/// Where a pair comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// So many documents of the index.
    Documents(u32),
    /// The general glossary that comes with kavosh.
    General,
    /// A cited author's name that sounds like the word.
    Sound,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Source::Documents(1) => f.write_str("1 document"),
            Source::Documents(count) => write!(f, "{count} documents"),
            Source::General => f.write_str("general glossary"),
            Source::Sound => f.write_str("a cited name that sounds alike"),
        }
    }
}

/// Finds the expansions of a row of lemmas.
///
/// # Errors
/// When the index cannot be read.
pub fn expansions(
    lemmas: &[&str],
    vocabulary: &Vocabulary,
    analyzer: &mut Analyzer,
) -> Result<Vec<Expansion>> {
    let general = General::of(lemmas, analyzer);
    let mut begins = Vec::with_capacity(lemmas.len());
    for lemma in lemmas {
        begins.push(vocabulary.snapshot().begins_pair(lemma)?);
    }
    let mut found: Vec<Expansion> = Vec::new();
    let mut taken = vec![false; lemmas.len()];
    for len in (1..=MOST_WORDS.min(lemmas.len())).rev() {
        for start in 0..=lemmas.len() - len {
            let run = start..start + len;
            if taken[run.clone()].contains(&true) {
                continue;
            }
            let of_run = if begins.get(start) == Some(&true) {
                translations(run.clone(), lemmas, vocabulary, analyzer)?
            } else {
                Vec::new()
            };
            // What the papers say goes before what is said in general.
            let of_run = if of_run.is_empty() {
                general.translations(run.clone(), lemmas, vocabulary, analyzer)?
            } else {
                of_run
            };
            // What nobody translates may be a name.
            let of_run = if of_run.is_empty() && len == 1 {
                by_sound(start, lemmas[start], vocabulary, analyzer)?
            } else {
                of_run
            };
            if !of_run.is_empty() {
                taken[run].fill(true);
                found.extend(of_run);
            }
        }
    }
    Ok(found)
}

/// What one run of lemmas is called, the surest first.
fn translations(
    run: Range<usize>,
    lemmas: &[&str],
    vocabulary: &Vocabulary,
    analyzer: &mut Analyzer,
) -> Result<Vec<Expansion>> {
    let typed = most_passages(vocabulary, lemmas[run.clone()].iter().copied())?;
    let mut found: Vec<Expansion> = Vec::new();
    for translation in vocabulary
        .snapshot()
        .translations(&lemmas[run.clone()].join(" "))?
    {
        let Some(key) = key(analyzer, &translation.text) else {
            continue;
        };
        let own: Vec<String> = key.split(' ').map(str::to_owned).collect();
        // Spellings of one term (Cyber Sovereignty, cyber sovereignty) are one translation.
        if let Some(same) = found.iter_mut().find(|e| e.lemmas == own) {
            same.confidence = 1.0 - (1.0 - same.confidence) * (1.0 - translation.confidence);
            if let Source::Documents(documents) = &mut same.source {
                *documents += translation.documents;
            }
            continue;
        }
        let passages = most_passages(vocabulary, own.iter().map(String::as_str))?;
        found.push(Expansion {
            run: run.clone(),
            prevails: passages > typed,
            is_latin: is_latin(analyzer, &translation.text),
            text: translation.text,
            lemmas: own,
            confidence: translation.confidence,
            source: Source::Documents(translation.documents),
        });
    }
    found.retain(|e| e.confidence >= LEAST_CONFIDENCE);
    found.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    found.truncate(MOST_TRANSLATIONS);
    Ok(found)
}

/// How sure it is that names are one that only sound alike.
const SOUNDS_ALIKE: f64 = 0.4;

/// The names of cited authors in the other script that sound like a word, if the index hardly has the
/// word: frequent ones sound like somebody's name too.
fn by_sound(
    at: usize,
    word: &str,
    vocabulary: &Vocabulary,
    analyzer: &mut Analyzer,
) -> Result<Vec<Expansion>> {
    if !vocabulary.is_rare(word)? {
        return Ok(Vec::new());
    }
    let typed = vocabulary.frequency(word)?;
    let mut found: Vec<Expansion> = Vec::new();
    for name in vocabulary.snapshot().names_alike(word)? {
        let Some(lemma) = key(analyzer, &name) else {
            continue;
        };
        let is_new = found.iter().all(|e| e.lemmas[..] != [lemma.as_str()]);
        if is_new && found.len() < MOST_TRANSLATIONS {
            found.push(Expansion {
                run: at..at + 1,
                prevails: vocabulary.frequency(&lemma)? > typed,
                is_latin: is_latin(analyzer, &name),
                text: name,
                lemmas: vec![lemma],
                confidence: SOUNDS_ALIKE,
                source: Source::Sound,
            });
        }
    }
    Ok(found)
}

/// How sure a pair of the general glossary is: it does not know the field.
const GENERAL: f64 = 0.5;

/// The entries of the general glossary that a query may hold, under their lemmas.
struct General(FxHashMap<String, Vec<&'static str>>);

impl General {
    /// Looks only at entries that begin with the first letters of a word of the query, since finding
    /// the lemmas of them all would take longer than the search.
    fn of(lemmas: &[&str], analyzer: &mut Analyzer) -> General {
        let head = |text: &str| {
            let mut letters = text.chars();
            (letters.next(), letters.next())
        };
        let heads: Vec<_> = lemmas.iter().map(|lemma| head(lemma)).collect();
        let mut entries: FxHashMap<String, Vec<&str>> = FxHashMap::default();
        for (english, persian) in bilingual::pairs() {
            for (from, to) in [(english, persian), (persian, english)] {
                if heads.contains(&head(from))
                    && let Some(key) = key(analyzer, from)
                {
                    entries.entry(key).or_default().push(to);
                }
            }
        }
        General(entries)
    }

    /// What a run of lemmas is called in general, where the index has that more often than the run:
    /// a query in the language of the papers needs no dictionary, and would only be led astray.
    fn translations(
        &self,
        run: Range<usize>,
        lemmas: &[&str],
        vocabulary: &Vocabulary,
        analyzer: &mut Analyzer,
    ) -> Result<Vec<Expansion>> {
        let Some(texts) = self.0.get(&lemmas[run.clone()].join(" ")) else {
            return Ok(Vec::new());
        };
        let typed = most_passages(vocabulary, lemmas[run.clone()].iter().copied())?;
        let mut found: Vec<Expansion> = Vec::new();
        for text in texts {
            let Some(key) = key(analyzer, text) else {
                continue;
            };
            let own: Vec<String> = key.split(' ').map(str::to_owned).collect();
            let passages = most_passages(vocabulary, own.iter().map(String::as_str))?;
            let is_new = found.iter().all(|e| e.lemmas != own);
            if passages > typed && is_new && found.len() < MOST_TRANSLATIONS {
                found.push(Expansion {
                    run: run.clone(),
                    prevails: true,
                    is_latin: is_latin(analyzer, text),
                    text: (*text).to_owned(),
                    lemmas: own,
                    confidence: GENERAL,
                    source: Source::General,
                });
            }
        }
        Ok(found)
    }
}

/// Passages that may have all of some lemmas: those of the rarest.
fn most_passages<'a>(
    vocabulary: &Vocabulary,
    lemmas: impl Iterator<Item = &'a str>,
) -> Result<u64> {
    let mut most = u64::MAX;
    for lemma in lemmas {
        most = most.min(vocabulary.frequency(lemma)?);
    }
    Ok(most)
}

/// Whether the first word of a text is Latin.
fn is_latin(analyzer: &mut Analyzer, text: &str) -> bool {
    let mut first = None;
    analyzer.tokens(text, |token| {
        first.get_or_insert(token.script);
    });
    first == Some(Script::Latin)
}
