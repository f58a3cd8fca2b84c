//! What other documents teach the reading of a torn one: the words of its field, their order, and the
//! names that no list knows.

use super::order::memory::{Memory, Names, words};
use super::order::units::units;
use crate::lexicon::model;

/// Words from which nothing more is learned. With 20,000 words of the passages nearest to it, a text of
/// another field than the language model's loses a tenth to a third of its errors; with 40,000 no
/// more, and a paper whose own memory is rich begins to be misled.
pub const ENOUGH: usize = 20_000;

/// Words that all lessons count as, at most, beside those of the document itself.
const WEIGHT: f32 = 12_000.0;

/// What some texts taught.
#[derive(Clone, Debug, Default)]
pub struct Lessons {
    memory: Memory,
    names: Names,
}

impl Lessons {
    /// Learns from a text in good order.
    pub fn learn(&mut self, text: &str) {
        for line in text.lines() {
            let units = units(line);
            self.names.count(&units);
            self.memory.add(&words(&units, model::model()), 1.0);
        }
    }

    /// Words that were learned from.
    pub fn words(&self) -> usize {
        self.memory.total()
    }

    /// The memory with which a document begins.
    pub(super) fn memory(&self) -> Memory {
        self.memory.at_most(WEIGHT)
    }

    /// The names with which a document begins, not yet settled.
    pub(super) fn names(&self) -> Names {
        self.names.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::model::{Word, model, spell};

    fn word(word: &str) -> Word {
        model()
            .find(&spell(word).expect("letters"))
            .expect("a word")
    }

    #[test]
    fn pairs_and_names_are_learned() {
        let mut lessons = Lessons::default();
        lessons.learn(&"فیلتر باترورث نویز تصویر را هموار می‌کند.\n".repeat(10));
        assert_eq!(lessons.words(), 90, "seven words, a prefix and a full stop");
        let [noise, picture] = ["نویز", "تصویر"].map(word);
        let memory = lessons.memory();
        let after = |a, b| memory.probability(a, b, &[]).expect("enough words");
        assert!(after(noise, picture) > 0.6, "{}", after(noise, picture));
        assert!(after(picture, noise) < 0.1, "{}", after(picture, noise));
        let names = lessons.names().settle(model());
        let name = spell("باترورث").expect("letters");
        assert!(names.cost(&name).is_some_and(|cost| cost < 2.0));
    }

    #[test]
    fn many_lessons_weigh_no_more_than_enough() {
        let mut lessons = Lessons::default();
        lessons.learn(&"نویز تصویر را هموار می‌کند.\n".repeat(4000));
        assert!(lessons.words() > ENOUGH);
        assert_eq!(lessons.memory().total(), WEIGHT as usize);
    }
}
