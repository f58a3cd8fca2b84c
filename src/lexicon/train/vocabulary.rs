//! Which spellings are words of the model, and how the others are parted.

use super::evidence::Evidence;
use super::raw::Raw;
use crate::lexicon::model::alphabet::{character, spell};
use crate::lexicon::model::tokens::part;
use crate::lexicon::model::{FIRST, UNKNOWN, Word};
use crate::lexicon::{Flags, Lexicon};
use rustc_hash::{FxHashMap, FxHashSet};

/// A spelling that the lexicon has not must stand this often in the text.
const SEEN: u32 = 3;
/// The longest word, in letters.
const LONGEST: usize = 20;

/// Words that look like plurals and are none, and plurals that are written as one word.
const WHOLE: [&str; 26] = [
    "تنها",
    "تنهایی",
    "بها",
    "بهای",
    "بهایی",
    "رها",
    "رهایی",
    "منها",
    "منتها",
    "علیها",
    "عنها",
    "فیها",
    "الها",
    "آنها",
    "آنهایی",
    "آنهاست",
    "اینها",
    "اینهاست",
    "انتها",
    "انتهای",
    "اشتها",
    "اشتهای",
    "بارها",
    "فقها",
    "فقهای",
    "صدها",
];

/// The words of the model.
pub struct Vocabulary {
    /// Letters of the words, from [`FIRST`] on, by falling count.
    pub words: Vec<Vec<u8>>,
    /// How often each stands in the training lines, after parting.
    pub counts: Vec<u32>,
    /// What each spelling of the text becomes: one word or two.
    pub parted: Vec<(Word, Option<Word>)>,
    /// What was left out and why, for the report.
    pub report: String,
}

impl Vocabulary {
    /// Chooses the words: pieces of the lexicon's forms and what the text has often enough, without
    /// forms that are parted, glued or damaged.
    pub fn choose(raw: &Raw, lexicon: &Lexicon) -> Self {
        let evidence = Evidence::new(raw, listed_pieces(lexicon));
        let whole: FxHashSet<Vec<u8>> = WHOLE.iter().filter_map(|word| spell(word)).collect();
        let mut left_out: [(&str, Vec<(u32, String)>); 3] =
            ["parted", "glued", "damaged"].map(|reason| (reason, Vec::new()));
        let mut chosen: Vec<&[u8]> = Vec::new();
        let mut candidates: Vec<&[u8]> = (raw.spellings.iter())
            .chain(&evidence.listed)
            .map(|run| &run[..])
            .filter(|run| {
                !run.is_empty()
                    && !run.contains(&0)
                    && run.len() <= LONGEST
                    && (evidence.count(run) >= SEEN || evidence.listed.contains(*run))
            })
            .collect();
        candidates.sort_unstable();
        candidates.dedup();
        for run in candidates {
            let reason = if whole.contains(run) {
                None
            } else if evidence.is_parted(run) {
                Some(0)
            } else if evidence.is_glued(run) {
                Some(1)
            } else if evidence.is_damaged(run) {
                Some(2)
            } else {
                None
            };
            match reason {
                None => chosen.push(run),
                Some(reason) => left_out[reason].1.push((evidence.count(run), written(run))),
            }
        }
        let report = left_out
            .map(|(reason, mut forms)| {
                forms.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
                let some: Vec<&str> = forms.iter().take(40).map(|(_, f)| &f[..]).collect();
                format!("{reason}: {} forms: {}\n", forms.len(), some.join(" "))
            })
            .concat();
        Self::number(raw, &evidence, &chosen, report)
    }

    /// Parts all spellings by the chosen words, counts, and numbers the words by falling count.
    fn number(raw: &Raw, evidence: &Evidence, chosen: &[&[u8]], report: String) -> Self {
        let places: FxHashMap<&[u8], Word> = (FIRST..).zip(chosen).map(|(n, w)| (*w, n)).collect();
        let weights: Vec<f32> = (0..FIRST)
            .map(|_| 0.0)
            .chain(chosen.iter().map(|run| evidence.count(run) as f32))
            .collect();
        let parted: Vec<(Word, Option<Word>)> = (raw.spellings.iter())
            .map(|run| {
                let find = |letters: &[u8]| places.get(letters).copied();
                let (first, rest) = part(run, find, |word| weights[word as usize]);
                (first, rest.map(|(_, second)| second))
            })
            .collect();
        let mut counts = vec![0u32; chosen.len()];
        for ((first, second), count) in parted.iter().zip(&evidence.counts) {
            for word in [Some(*first), *second].into_iter().flatten() {
                if word != UNKNOWN {
                    counts[(word - FIRST) as usize] += count;
                }
            }
        }
        let mut order: Vec<usize> = (0..chosen.len()).collect();
        order.sort_by_key(|&place| (std::cmp::Reverse(counts[place]), chosen[place]));
        let mut renumbered = vec![0; chosen.len()];
        for (word, &place) in (FIRST..).zip(&order) {
            renumbered[place] = word;
        }
        let renumber = |word: Word| match word {
            UNKNOWN => UNKNOWN,
            _ => renumbered[(word - FIRST) as usize],
        };
        Self {
            words: order.iter().map(|&place| chosen[place].to_vec()).collect(),
            counts: order.iter().map(|&place| counts[place]).collect(),
            parted: parted
                .into_iter()
                .map(|(first, second)| (renumber(first), second.map(renumber)))
                .collect(),
            report,
        }
    }

    /// The number of a word given in letters.
    pub fn find(&self, word: &str) -> Option<Word> {
        let run = spell(word)?;
        let place = self.words.iter().position(|known| *known == run)?;
        Some(FIRST + place as Word)
    }
}

/// The pieces of the lexicon's forms.
fn listed_pieces(lexicon: &Lexicon) -> FxHashSet<Vec<u8>> {
    let mut pieces = FxHashSet::default();
    for (form, entry) in lexicon.iter() {
        let Some(run) = spell(&form) else { continue };
        // The cuts of a compound that is written solid as a rule are no words of their own.
        let mut from = 0;
        for cut in entry.cuts().chain([run.len()]) {
            let piece = &run[from..cut];
            // One letter is a list label, but و.
            if piece.len() > 1 || entry.is(Flags::FUNCTION) {
                pieces.insert(piece.to_vec());
            }
            from = cut;
        }
    }
    pieces
}

/// The letters of a run; `?` for those that Persian has not.
pub fn written(run: &[u8]) -> String {
    run.iter()
        .map(|&code| if code == 0 { '?' } else { character(code) })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::lexicon;

    #[test]
    fn solid_forms_are_parted_glued_ones_dropped_and_words_kept() {
        // A word of its own after each pair, or the text would repeat itself.
        let mut text = String::new();
        for (pairs, times) in [
            (["کتاب ها", "در تاریخ", "می شود", "تنها میان", "ایران"], 10),
            (["کتابها", "درتاریخ", "میشود", "تنها", "میان"], 3),
        ] {
            for time in 1..=times {
                for (place, pair) in (1..).zip(pairs) {
                    text += &format!("{pair} ق{}{} ", character(time), character(place));
                }
            }
            text.push('\n');
        }
        let raw = Raw::read(&text);
        let vocabulary = Vocabulary::choose(&raw, lexicon());
        for word in ["کتاب", "ها", "می", "شود", "تنها", "میان", "ایران", "المللی"]
        {
            assert!(vocabulary.find(word).is_some(), "{word}");
        }
        for form in ["کتابها", "درتاریخ", "میشود"] {
            assert_eq!(vocabulary.find(form), None, "{form}");
        }
        assert!(vocabulary.counts.is_sorted_by(|a, b| a >= b));
        let number = raw.spellings.iter().position(|run| written(run) == "میشود");
        let parted = vocabulary.parted[number.expect("it is in the text")];
        assert_eq!(Some(parted.0), vocabulary.find("می"));
        assert_eq!(parted.1, vocabulary.find("شود"));
    }
}
