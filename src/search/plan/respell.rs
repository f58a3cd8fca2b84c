//! Words of a query as they may be written otherwise: solid or apart, with other vowel letters, or
//! by a part of a compound.

use super::{Clauses, Planner, Word};
use crate::analysis::Script;
use crate::error::Result;
use crate::language::persian;
use crate::search::highlight::{Matcher, Target};

impl Planner<'_> {
    /// One word in its other spellings.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub(super) fn otherwise(
        &mut self,
        word: &Word,
        share: f32,
        others: &mut Clauses,
    ) -> Result<()> {
        let field = self.vocabulary.fields().lemma;
        let weight = self.weights.respelled * share;
        let whole = share * self.in_place_of_words();
        for other in self.vocabulary.respellings(&word.lemma, word.script)? {
            let query = self.vocabulary.term(field, &other);
            let weight = self.weights.respelled * whole;
            let name = format!("spelled:{other}");
            let terms = std::slice::from_ref(&other);
            self.stands_in(others, name, Box::new(query), weight, terms)?;
            self.target(Target::phrase(vec![Matcher::Lemma(other)], 0));
        }
        // Of a compound that is hardly there, what it is about.
        let object = persian::object(&word.lemma).map(str::to_owned);
        if let Some(object) = object
            && word.script == Script::Arabic
            && self.vocabulary.is_rare(&word.lemma)?
        {
            let words = self.words(&object);
            let own = self.rarity(words.iter().map(|w| w.lemma.as_str()))?;
            // A share of what the compound itself would bring.
            let rarer = self.rarity([word.lemma.as_str()].into_iter())? / own.max(1.0);
            for about in &words {
                let query = self.vocabulary.term(field, &about.lemma);
                let name = format!("about:{}", about.lemma);
                let weight = self.weights.about * rarer * whole;
                let terms = std::slice::from_ref(&about.lemma);
                self.stands_in(others, name, Box::new(query), weight, terms)?;
            }
        }
        // Written solid in the query and apart in the text.
        let splits = self
            .vocabulary
            .splits(&word.lemma, word.script, self.analyzer)?;
        for (first, second) in splits {
            let parts = [first, second];
            let query = self.terms_phrase(field, &parts, 0);
            let name = format!("apart:{}", parts.join(" "));
            self.stands_in(others, name, query, weight, &parts)?;
            let parts = parts.into_iter().map(Matcher::Lemma).collect();
            self.target(Target::phrase(parts, 0));
        }
        Ok(())
    }

    /// Two words written apart in the query and solid in the text.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub(super) fn solid(&mut self, words: &[Word], others: &mut Clauses) -> Result<()> {
        let field = self.vocabulary.fields().lemma;
        for pair in words
            .windows(2)
            .filter(|pair| pair[0].script == pair[1].script)
        {
            let solid = format!("{}{}", pair[0].exact, pair[1].lemma);
            if self.vocabulary.knows(&solid)? {
                let query = self.vocabulary.term(field, &solid);
                let name = format!("solid:{solid}");
                let terms = std::slice::from_ref(&solid);
                self.stands_in(others, name, Box::new(query), self.weights.respelled, terms)?;
                self.target(Target::phrase(vec![Matcher::Lemma(solid)], 0));
            }
        }
        Ok(())
    }
}
