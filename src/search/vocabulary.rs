//! The terms of an index: which there are, how frequent, and which are near to a given one.

use super::deadline::Deadline;
use super::loanwords::Skeleton;
use super::nearby::{self, Nearby};
use crate::analysis::{Analyzer, Script};
use crate::error::Result;
use crate::index::{Fields, INFLECTED, Snapshot, damaged, only_inflected};
use crate::text::letters::{fold_solid, letter};
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use tantivy::query::{EnableScoring, Query};
use tantivy::schema::Field;
use tantivy::{DocSet, TERMINATED, Term};
use tantivy_fst::Automaton;

/// Most terms that a prefix or a misspelt word stands for; the most frequent are taken.
pub const MOST_EXPANSIONS: usize = 256;
/// A word is rare that is in no more than one passage of so many,
const RARE: u64 = 2000;
/// or in so few.
const FEW: u64 = 3;
/// Passages that have the rarest word of a row, above which the row is costly to find: some
/// milliseconds. Where words are so frequent, the passages that are best by them have the row as well.
const COSTLY: u64 = 20_000;
/// Most other spellings of a word.
const MOST_RESPELLINGS: usize = 3;
/// Terms that are looked at for an expansion.
const MOST_LOOKED_AT: usize = 200_000;
/// Share of the passages above which a word says little.
const FREQUENT: f64 = 0.1;

/// The terms of a snapshot.
pub struct Vocabulary<'a> {
    snapshot: &'a Snapshot,
    deadline: Deadline,
    /// Frequencies of lemmas that were asked for: planning asks for each several times, in every
    /// segment.
    frequencies: RefCell<FxHashMap<String, u64>>,
}

impl<'a> Vocabulary<'a> {
    /// The vocabulary of a snapshot.
    pub fn new(snapshot: &'a Snapshot) -> Vocabulary<'a> {
        Vocabulary {
            snapshot,
            deadline: Deadline::default(),
            frequencies: RefCell::default(),
        }
    }

    /// The same, for a query that must be done by then.
    pub fn until(self, deadline: Deadline) -> Vocabulary<'a> {
        Vocabulary { deadline, ..self }
    }

    /// When the query must be done.
    pub fn deadline(&self) -> Deadline {
        self.deadline
    }

    /// The snapshot whose terms they are.
    pub fn snapshot(&self) -> &'a Snapshot {
        self.snapshot
    }

    /// The fields of the index.
    pub fn fields(&self) -> &'a Fields {
        &self.snapshot.fields
    }

    /// A query for all passages.
    pub fn all_passages(&self) -> tantivy::query::BooleanQuery {
        self.snapshot.all_passages()
    }

    /// Number of passages that have this lemma.
    pub fn frequency(&self, lemma: &str) -> Result<u64> {
        if let Some(frequency) = self.frequencies.borrow().get(lemma) {
            return Ok(*frequency);
        }
        let frequency = self.count(&Term::from_field_text(self.snapshot.fields.lemma, lemma))?;
        let mut known = self.frequencies.borrow_mut();
        known.insert(lemma.to_owned(), frequency);
        Ok(frequency)
    }

    /// Whether all of some lemmas are in so many passages that going through a row of them would take
    /// longer than all the rest of a search.
    pub fn is_costly<'w>(&self, lemmas: impl Iterator<Item = &'w str>) -> Result<bool> {
        let mut rarest = u64::MAX;
        for lemma in lemmas {
            rarest = rarest.min(self.frequency(lemma)?);
        }
        Ok(rarest > COSTLY)
    }

    /// Number of passages that have a term.
    pub fn count(&self, term: &Term) -> Result<u64> {
        self.deadline.check()?;
        self.snapshot
            .searcher
            .doc_freq(term)
            .map_err(|e| damaged(&self.snapshot.path, &e))
    }

    /// The inverse document frequency of a lemma, as BM25 weighs it.
    pub fn rarity(&self, lemma: &str) -> Result<f64> {
        let (all, with) = (
            self.snapshot.searcher.num_docs() as f64,
            self.frequency(lemma)? as f64,
        );
        Ok(rarity(all, with))
    }

    /// The same of a term in any field; none where nothing has it.
    pub fn rarity_of(&self, term: &Term) -> Result<Option<f64>> {
        let with = self.count(term)? as f64;
        let all = self.snapshot.searcher.segment_readers().iter();
        let all: u32 = all.map(tantivy::SegmentReader::max_doc).sum();
        Ok((with > 0.0).then(|| rarity(f64::from(all), with)))
    }

    /// Whether any passage has this lemma.
    pub fn knows(&self, lemma: &str) -> Result<bool> {
        Ok(self.frequency(lemma)? > 0)
    }

    /// Whether the lemma is in so many passages that it says little. In a small index nothing is.
    pub fn is_frequent(&self, lemma: &str) -> Result<bool> {
        let passages = self.snapshot.searcher.num_docs();
        Ok(self.frequency(lemma)? as f64 > FREQUENT * passages as f64 + 20.0)
    }

    /// Number of passages that a query matches.
    pub fn matches(&self, query: &dyn Query) -> Result<u64> {
        let query = self.deadline.around(query);
        let count = self
            .snapshot
            .searcher
            .search(query.as_ref(), &tantivy::collector::Count)
            .map_err(|e| damaged(&self.snapshot.path, &e))?;
        self.deadline.check()?;
        Ok(count as u64)
    }

    /// Whether a query matches anything.
    pub fn is_anywhere(&self, query: &dyn Query) -> Result<bool> {
        let failed = |e: tantivy::TantivyError| damaged(&self.snapshot.path, &e);
        let searcher = &self.snapshot.searcher;
        let scoring = EnableScoring::disabled_from_searcher(searcher);
        let query = self.deadline.around(query);
        let weight = query.weight(scoring).map_err(failed)?;
        for segment in searcher.segment_readers() {
            self.deadline.check()?;
            let mut scorer = weight.scorer(segment, 1.0).map_err(failed)?;
            let alive = segment.alive_bitset();
            while scorer.doc() != TERMINATED {
                if alive.is_none_or(|alive| alive.is_alive(scorer.doc())) {
                    return Ok(true);
                }
                scorer.advance();
            }
        }
        self.deadline.check()?;
        Ok(false)
    }

    /// Ways to cut a solid word into two that the index knows, at most two, as their lemmas: a word that
    /// lost its space or joiner in the query (حاکمیتسایبری). Both parts must be real words: of three
    /// letters or more, and more frequent than the word itself.
    pub fn splits(
        &self,
        word: &str,
        script: Script,
        analyzer: &mut Analyzer,
    ) -> Result<Vec<(String, String)>> {
        let letters = word.chars().count();
        if !matches!(script, Script::Arabic | Script::Latin) || !(6..=40).contains(&letters) {
            return Ok(Vec::new());
        }
        let own = self.frequency(word)?;
        let mut found = Vec::new();
        for (at, _) in word.char_indices().skip(3).take(letters - 5) {
            let (first, second) = word.split_at(at);
            // Most beginnings are no word, and then the rest is not looked at.
            let Some((many, first)) = self.likelier(first, own, analyzer)? else {
                continue;
            };
            if let Some((other, second)) = self.likelier(second, own, analyzer)? {
                found.push((many.min(other), first, second));
            }
        }
        found.sort_by(|a, b| b.cmp(a));
        Ok(found.into_iter().take(2).map(|(_, a, b)| (a, b)).collect())
    }

    /// The lemma of a text that is one word, with its frequency, if that is above another.
    fn likelier(
        &self,
        text: &str,
        than: u64,
        analyzer: &mut Analyzer,
    ) -> Result<Option<(u64, String)>> {
        let Some(lemma) = only_lemma(analyzer, text) else {
            return Ok(None);
        };
        let frequency = self.frequency(&lemma)?;
        Ok((frequency > than).then_some((frequency, lemma)))
    }

    /// Whether the index has a word in so few passages that who asks for it may want more.
    pub fn is_rare(&self, lemma: &str) -> Result<bool> {
        let few = (self.snapshot.searcher.num_docs() / RARE).max(FEW);
        Ok(self.frequency(lemma)? <= few)
    }

    /// Lemmas of the index that are a long Persian word in other vowel letters, the most frequent
    /// first, three at most; see `loanwords`.
    pub fn respellings(&self, lemma: &str, script: Script) -> Result<Vec<String>> {
        let Some(skeleton) = Skeleton::of(lemma).filter(|_| script == Script::Arabic) else {
            return Ok(Vec::new());
        };
        let wanted: Vec<char> = lemma.chars().collect();
        let mut counts: FxHashMap<String, u64> = FxHashMap::default();
        self.each_matching(self.snapshot.fields.lemma, &skeleton, |term, count| {
            if term != lemma && edit_distance(&wanted, term, 2) {
                *counts.entry(term.to_owned()).or_default() += count;
            }
        })?;
        let mut found = most_frequent(counts);
        found.truncate(MOST_RESPELLINGS);
        Ok(found)
    }

    /// Terms of a field that begin so, the most frequent first.
    pub fn with_prefix(&self, field: Field, prefix: &str) -> Result<Vec<String>> {
        let mut counts: FxHashMap<String, u64> = FxHashMap::default();
        self.each_term(field, prefix, |term, count| {
            if !term.starts_with(prefix) {
                return false;
            }
            *counts.entry(term.to_owned()).or_default() += count;
            counts.len() < MOST_LOOKED_AT
        })?;
        Ok(most_frequent(counts))
    }

    /// Terms of a field within an edit distance (insertion, deletion, substitution, transposition
    /// of neighbours), the most frequent first. The first letter must agree: it seldom is the wrong
    /// one, and this bounds what is looked at.
    pub fn within(&self, field: Field, word: &str, distance: u8) -> Result<Vec<String>> {
        let wanted: Vec<char> = word.chars().collect();
        let Some(nearby) = Nearby::new(&wanted, distance, |_, _| nearby::EDIT, true) else {
            return Ok(Vec::new());
        };
        let mut counts: FxHashMap<String, u64> = FxHashMap::default();
        self.each_matching(field, &nearby, |term, count| {
            *counts.entry(term.to_owned()).or_default() += count;
        })?;
        Ok(most_frequent(counts))
    }

    /// Forms of words as texts have them that begin so, with the number of passages that have each
    /// (those of other forms of the same word not among them), the most frequent first.
    pub fn forms(&self, from: &str) -> Result<Vec<(String, u64)>> {
        let fields = &self.snapshot.fields;
        let mut counts: FxHashMap<String, u64> = FxHashMap::default();
        for field in [fields.lemma, fields.exact] {
            let mut looked_at = 0;
            self.each_term(field, from, |term, count| {
                if !term.starts_with(from) {
                    return false;
                }
                looked_at += 1;
                *counts.entry(term.to_owned()).or_default() += count;
                looked_at < MOST_LOOKED_AT
            })?;
        }
        self.as_texts_have_them(counts)
    }

    /// The same for forms near a word.
    pub fn forms_near(&self, nearby: &Nearby) -> Result<Vec<(String, u64)>> {
        let fields = &self.snapshot.fields;
        let mut counts: FxHashMap<String, u64> = FxHashMap::default();
        for field in [fields.lemma, fields.exact] {
            self.each_matching(field, nearby, |term, count| {
                *counts.entry(term.to_owned()).or_default() += count;
            })?;
        }
        self.as_texts_have_them(counts)
    }

    fn as_texts_have_them(&self, mut counts: FxHashMap<String, u64>) -> Result<Vec<(String, u64)>> {
        let fields = &self.snapshot.fields;
        counts.retain(|term, _| !term.starts_with(INFLECTED));
        let mut forms: Vec<(String, u64)> = counts.into_iter().collect();
        forms.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        forms.truncate(MOST_EXPANSIONS);
        // A lemma counts where it stands as such: an English stem is no word.
        for (form, count) in &mut forms {
            let mark = Term::from_field_text(fields.exact, &only_inflected(form));
            *count = count.saturating_sub(self.count(&mark)?);
        }
        forms.retain(|(_, count)| *count > 0);
        forms.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Ok(forms)
    }

    /// Calls `visit` with the terms of a field that an automaton accepts.
    fn each_matching<A>(
        &self,
        field: Field,
        automaton: &A,
        mut visit: impl FnMut(&str, u64),
    ) -> Result<()>
    where
        A: Automaton + Clone,
        A::State: Clone,
    {
        let failed = |error: std::io::Error| damaged(&self.snapshot.path, &error.into());
        for segment in self.snapshot.searcher.segment_readers() {
            let inverted = segment
                .inverted_index(field)
                .map_err(|e| damaged(&self.snapshot.path, &e))?;
            self.deadline.check()?;
            let matching = inverted.terms().search(automaton.clone());
            let mut stream = matching.into_stream().map_err(failed)?;
            while stream.advance() {
                self.deadline.check()?;
                if let Ok(term) = std::str::from_utf8(stream.key()) {
                    visit(term, u64::from(stream.value().doc_freq));
                }
            }
        }
        Ok(())
    }

    /// Calls `visit` with the terms of a field from `from` on, until it says to stop.
    fn each_term(
        &self,
        field: Field,
        from: &str,
        mut visit: impl FnMut(&str, u64) -> bool,
    ) -> Result<()> {
        let failed = |error: std::io::Error| damaged(&self.snapshot.path, &error.into());
        for segment in self.snapshot.searcher.segment_readers() {
            let inverted = segment
                .inverted_index(field)
                .map_err(|e| damaged(&self.snapshot.path, &e))?;
            let mut stream = inverted
                .terms()
                .range()
                .ge(from.as_bytes())
                .into_stream()
                .map_err(failed)?;
            let mut looked_at = 0_u32;
            while stream.advance() {
                looked_at += 1;
                if looked_at.is_multiple_of(1024) {
                    self.deadline.check()?;
                }
                let Ok(term) = std::str::from_utf8(stream.key()) else {
                    continue;
                };
                if !visit(term, u64::from(stream.value().doc_freq)) {
                    break;
                }
            }
        }
        Ok(())
    }
}

/// The folded letters of the beginning of a word or of a misspelt word, neither taken apart nor
/// stemmed.
pub fn letters(text: &str) -> String {
    fold_solid(text)
        .chars()
        .filter(|c| letter(*c).class.is_word())
        .collect()
}

/// The lemma of a text that is one word.
fn only_lemma(analyzer: &mut Analyzer, text: &str) -> Option<String> {
    let (mut count, mut only) = (0, None);
    analyzer.tokens(text, |token| {
        count += 1;
        only.get_or_insert_with(|| token.lemma.to_owned());
    });
    only.filter(|_| count == 1)
}

fn most_frequent(counts: FxHashMap<String, u64>) -> Vec<String> {
    let mut terms: Vec<(u64, String)> = counts.into_iter().map(|(t, n)| (n, t)).collect();
    terms.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    terms.truncate(MOST_EXPANSIONS);
    terms.into_iter().map(|(_, term)| term).collect()
}

/// The inverse document frequency, as BM25 has it, of what so many of all have.
fn rarity(all: f64, with: f64) -> f64 {
    ((all - with + 0.5).max(0.0) / (with + 0.5)).ln_1p()
}

/// Whether two words are within `most` edits (optimal string alignment).
pub(super) fn edit_distance(a: &[char], b: &str, most: usize) -> bool {
    let b: Vec<char> = b.chars().collect();
    if a.len().abs_diff(b.len()) > most {
        return false;
    }
    let mut rows = [
        vec![0; b.len() + 1],
        (0..=b.len()).collect(),
        vec![0; b.len() + 1],
    ];
    for i in 1..=a.len() {
        let [before, last, row] = &mut rows;
        row[0] = i;
        for j in 1..=b.len() {
            let substitution = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = substitution.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        rows.rotate_left(1);
    }
    rows[1][b.len()] <= most
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_counted() {
        for (a, b, distance) in [
            ("power", "power", 0),
            ("powr", "power", 1),
            ("pwoer", "power", 1),
            ("سایبری", "سایبر", 1),
            ("abc", "xyz", 3),
        ] {
            let a: Vec<char> = a.chars().collect();
            assert!(edit_distance(&a, b, distance));
            assert!(distance == 0 || !edit_distance(&a, b, distance - 1), "{b}");
        }
    }
}
