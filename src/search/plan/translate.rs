//! Words of a query as the glossary gives them in the other language: what they are searched as, and
//! what they weigh.

use super::{Clauses, Planner, Word, constant};
use crate::document::Kind;
use crate::error::Result;
use crate::search::engine::Unit as Ranked;
use crate::search::expand::{Expansion, expansions};
use crate::search::highlight::{Matcher, Target};
use crate::search::shield::Shield;
use tantivy::query::{BooleanQuery, Occur as TOccur, Query};

impl Planner<'_> {
    /// What runs of the words are called in the other language. Where the words are a term, only what
    /// translates the whole of it is marked in hits: جهان is no match of "World Economic Forum".
    ///
    /// # Errors
    /// When the index cannot be read.
    pub(super) fn translations(
        &mut self,
        words: &[Word],
        is_term: bool,
        clauses: &mut Clauses,
    ) -> Result<()> {
        let lemmas: Vec<&str> = words.iter().map(|w| w.lemma.as_str()).collect();
        let mut found: Clauses = Vec::new();
        for expansion in expansions(&lemmas, self.vocabulary, self.analyzer)? {
            let run = expansion.run.clone();
            let typed: Vec<&str> = words[run.clone()]
                .iter()
                .map(|w| w.exact.as_str())
                .collect();
            let typed = typed.join(" ");
            let weight = self.translated(&lemmas[run.clone()], &expansion)?;
            let query = self.terms_phrase(self.vocabulary.fields().lemma, &expansion.lemmas, 0);
            let query = self.where_not_typed(&words[run.clone()], query, expansion.is_latin);
            let name = format!(
                "glossary:{} for {typed} ({}, confidence {:.2})",
                expansion.text, expansion.source, expansion.confidence
            );
            // Mostly the same for all passages: a short passage must not lift a translation above the
            // words as typed in a long one.
            let steady = self.weights.steady;
            let rarity = self.rarity(expansion.lemmas.iter().map(String::as_str))?;
            let even = constant(query.box_clone(), rarity);
            if steady > 0.0 {
                self.bounds.push(weight * steady * rarity);
                self.score(&mut found, name.clone(), even, weight * steady);
            }
            let (weight, lemmas) = (weight * (1.0 - steady), &expansion.lemmas);
            self.stands_in(&mut found, name, query, weight, lemmas)?;
            if !is_term || run.len() == words.len() {
                let matchers = expansion.lemmas.into_iter().map(Matcher::Lemma).collect();
                self.target(Target::phrase(matchers, 0).via(&typed));
            }
        }
        // Of what stands for the words of a document the best counts, and translations are one.
        if self.unit == Ranked::Document && !found.is_empty() {
            found = vec![(TOccur::Should, Box::new(BooleanQuery::new(found)))];
        }
        clauses.append(&mut found);
        Ok(())
    }

    /// The weight of a translation: a share of what the typed words themselves bring where they stand
    /// in a row, by themselves and as neighbours. How rare it is says nothing where one language is rarer
    /// than the other; it counts as if it were as rare as the words that were typed.
    fn translated(&self, typed: &[&str], expansion: &Expansion) -> Result<f32> {
        let own = self.rarity(expansion.lemmas.iter().map(String::as_str))?;
        let share = self.rarity(typed.iter().copied())? / own.max(f32::MIN_POSITIVE);
        let w = self.weights;
        let neighbours = (typed.len() - 1) as f32 / typed.len() as f32;
        let in_a_row = w.word + w.near * neighbours;
        let language = if expansion.prevails { 1.0 } else { w.minor };
        Ok(w.translation
            * language
            * self.in_place_of_words()
            * in_a_row
            * expansion.confidence as f32
            * share)
    }

    /// How rare words are, all of them together, as BM25 weighs it.
    pub(super) fn rarity<'w>(&self, lemmas: impl Iterator<Item = &'w str>) -> Result<f32> {
        let mut sum = 0.0;
        for lemma in lemmas {
            sum += self.vocabulary.rarity(lemma)? as f32;
        }
        Ok(sum)
    }

    /// Not where the words stand as typed, so that the glossary changes nothing among passages that
    /// have them. English not in footnotes either: a note in a Persian paper is where the pair comes
    /// from, and who asks for the Persian term wants the place that has it.
    fn where_not_typed(
        &self,
        typed: &[Word],
        query: Box<dyn Query>,
        is_latin: bool,
    ) -> Box<dyn Query> {
        let fields = self.vocabulary.fields();
        let typed = self.phrase(fields.lemma, typed, 0);
        let mut clauses = vec![
            (TOccur::Must, query),
            (TOccur::MustNot, Shield::around(typed)),
        ];
        if is_latin {
            let notes = self.vocabulary.term(fields.kind, Kind::Footnote.name());
            clauses.push((TOccur::MustNot, Box::new(notes)));
        }
        Box::new(BooleanQuery::new(clauses))
    }
}
