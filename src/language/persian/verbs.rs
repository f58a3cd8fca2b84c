//! Verb forms to infinitives, by the stem pairs of `verb_stems.txt`.
//!
//! A form with می or نمی is a verb whenever its rest is a stem with an ending. A form without is
//! taken for a verb only where the lexicon does not know it as a noun or adjective: ساخت is
//! "building" as well as "he built", and a search term is more often a noun.

use super::tables;
use crate::lexicon::{Flags, lexicon};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

struct Stems {
    past: FxHashMap<&'static str, &'static str>,
    present: FxHashMap<&'static str, &'static str>,
    infinitives: FxHashMap<&'static str, &'static str>,
}

static STEMS: LazyLock<Stems> = LazyLock::new(|| {
    let mut stems = Stems {
        past: FxHashMap::default(),
        present: FxHashMap::default(),
        infinitives: FxHashMap::default(),
    };
    for line in include_str!("verb_stems.txt").lines() {
        let mut words = line.split(' ').filter(|_| !line.starts_with('#'));
        let (Some(past), Some(present)) = (words.next(), words.next()) else {
            continue;
        };
        // A few hundred short strings that live as long as the program.
        let own: &'static str = format!("{past}ن").leak();
        let lemma = words.next().unwrap_or(own);
        stems.past.entry(past).or_insert(lemma);
        stems.present.entry(present).or_insert(lemma);
        stems.infinitives.entry(own).or_insert(lemma);
        stems.infinitives.entry(lemma).or_insert(lemma);
    }
    stems
});

const PAST_ENDINGS: [&str; 6] = ["یم", "ید", "ند", "م", "ی", ""];
const PRESENT_ENDINGS: [&str; 6] = ["یم", "ید", "ند", "م", "ی", "د"];
/// Endings of the spoken present, trusted only after می: میکنه, میکنن.
const SPOKEN_ENDINGS: [&str; 3] = ["ین", "ن", "ه"];
const SPOKEN_STEM_ENDINGS: [&str; 7] = ["یم", "ین", "ید", "م", "ی", "ه", "ن"];
const COPULAS: [&str; 5] = ["ایم", "اید", "اند", "ام", "است"];
const PREVERBS: [&str; 8] = ["دربر", "بر", "باز", "در", "فرا", "فرو", "وا", "ور"];
const DURATIVES: [&str; 3] = ["نمی", "همی", "می"];

/// A noun reading of a form speaks against a verb that is only guessed from its letters.
const NOMINAL: Flags = Flags(
    Flags::NOUN.0 | Flags::ADJECTIVE.0 | Flags::ADVERB.0 | Flags::FUNCTION.0 | Flags::NUMERAL.0,
);

/// The infinitive of a solid form, if it is surely a form of a verb.
pub fn lemma(form: &str) -> Option<&'static str> {
    if let Some(infinitive) = STEMS.infinitives.get(form) {
        return Some(infinitive);
    }
    if tables::is_whole(form) {
        return None;
    }
    let entry = lexicon().get(form);
    let nominal = entry.is_some_and(|entry| entry.is(NOMINAL) && entry.joined() < entry.solid());
    let listed = entry.is_some_and(|entry| entry.is(Flags::VERB));
    if !nominal && let Some(infinitive) = durative(form) {
        return Some(infinitive);
    }
    perfect(form)
        .or_else(|| future(form))
        .or_else(|| (!nominal).then(|| simple(form, listed))?)
}

/// A form with می, and maybe a preverb before it: میشود, نمیتوانند, برمیگردد. The infinitive of a
/// preverb is known only if the pair is in the table.
pub fn durative(form: &str) -> Option<&'static str> {
    let bare = |form: &str| {
        DURATIVES
            .iter()
            .find_map(|prefix| after_mi(form.strip_prefix(prefix)?))
    };
    bare(form).or_else(|| {
        PREVERBS.iter().find_map(|preverb| {
            let simple = bare(form.strip_prefix(preverb)?)?;
            let compound = format!("{preverb}{simple}");
            Some(
                STEMS
                    .infinitives
                    .get(compound.as_str())
                    .copied()
                    .unwrap_or(simple),
            )
        })
    })
}

fn after_mi(rest: &str) -> Option<&'static str> {
    tables::impersonal(rest)
        .or_else(|| with_ending(rest, &STEMS.present, &PRESENT_ENDINGS))
        .or_else(|| with_ending(rest, &STEMS.past, &PAST_ENDINGS))
        .or_else(|| with_ending(rest, &STEMS.present, &SPOKEN_ENDINGS))
        .or_else(|| participle(rest))
        .or_else(|| perfect(rest))
        .or_else(|| {
            let stem = |ending| tables::spoken(rest.strip_suffix(ending)?);
            SPOKEN_STEM_ENDINGS.iter().find_map(stem)
        })
}

/// A participle with a copula: شدهاند, نکردهایم, شدهاست. No noun is written so.
fn perfect(form: &str) -> Option<&'static str> {
    COPULAS
        .iter()
        .find_map(|copula| participle(form.strip_suffix(copula)?))
}

/// A future with its space lost: خواهدشد, نخواهدشد.
fn future(form: &str) -> Option<&'static str> {
    let rest = form.strip_prefix('ن').unwrap_or(form);
    let rest = rest.strip_prefix("خواه")?;
    ["ند", "یم", "ید", "د", "م"]
        .iter()
        .find_map(|ending| STEMS.past.get(rest.strip_prefix(ending)?).copied())
}

/// Past stem and ه, maybe negated: شده, نشده.
fn participle(form: &str) -> Option<&'static str> {
    let past = form.strip_suffix('ه')?;
    STEMS
        .past
        .get(past)
        .copied()
        .or_else(|| negated(past, &STEMS.past))
}

/// Forms without می, which letters alone do not prove: the lexicon must not know a noun.
fn simple(form: &str, listed: bool) -> Option<&'static str> {
    let past = || {
        let known = |stem: &str| {
            STEMS
                .past
                .get(stem)
                .copied()
                .or_else(|| negated(stem, &STEMS.past))
        };
        ["یم", "ید", "ند"]
            .iter()
            .find_map(|e| known(form.strip_suffix(e)?))
            .or_else(|| {
                let stem = form.strip_suffix('م').unwrap_or(form);
                listed.then(|| known(stem))?
            })
    };
    let present = || {
        ["یم", "ید", "ند", "د", "م"].iter().find_map(|ending| {
            let stem = form
                .strip_suffix(ending)
                .filter(|stem| stem.chars().count() > 1)?;
            let sure = listed && *ending != "م";
            let bare = || sure.then(|| STEMS.present.get(stem).copied())?;
            bare().or_else(|| subjunctive(stem))
        })
    };
    past().or_else(present).or_else(|| {
        // نشده, نکرده; the positive participles are words of their own (نوشته, گفته, داده).
        let past = form.strip_suffix('ه')?;
        negated(past, &STEMS.past)
    })
}

/// ب or ن before a present stem of two letters or more.
fn subjunctive(form: &str) -> Option<&'static str> {
    let prefix = form.chars().next().filter(|c| matches!(c, 'ب' | 'ن'))?;
    prefixed(&form[prefix.len_utf8()..], &STEMS.present)
}

/// ن before a past stem.
fn negated(form: &str, stems: &FxHashMap<&str, &'static str>) -> Option<&'static str> {
    prefixed(form.strip_prefix('ن')?, stems)
}

/// The stem after ب or ن, which change an alef that follows: بیاورد, نیفتاد.
fn prefixed(rest: &str, stems: &FxHashMap<&str, &'static str>) -> Option<&'static str> {
    rest.chars().nth(1)?;
    stems.get(rest).copied().or_else(|| {
        let stem = rest.strip_prefix('ی')?;
        match stem.strip_prefix('ا') {
            Some(tail) => stems.get(format!("آ{tail}").as_str()),
            None => stems.get(format!("ا{stem}").as_str()),
        }
        .copied()
    })
}

fn with_ending(
    form: &str,
    stems: &FxHashMap<&str, &'static str>,
    endings: &[&str],
) -> Option<&'static str> {
    endings
        .iter()
        .find_map(|ending| stems.get(form.strip_suffix(ending)?).copied())
}

/// The verb of two words: خواهد شد "will become", شده است "has become".
pub fn periphrastic(first: &str, second: &str) -> Option<&'static str> {
    if is_future(first) {
        return STEMS.past.get(second).copied();
    }
    is_auxiliary(second).then(|| participle(first))?
}

/// Whether a word is the auxiliary of the future.
pub fn is_future(word: &str) -> bool {
    let word = word.strip_prefix('ن').unwrap_or(word);
    word.strip_prefix("خواه")
        .is_some_and(|ending| matches!(ending, "م" | "ی" | "د" | "یم" | "ید" | "ند"))
}

/// Whether a word stands after participles and makes a tense with them.
pub fn is_auxiliary(word: &str) -> bool {
    if matches!(word, "است" | "ست") {
        return true;
    }
    let past = word.strip_prefix("بود");
    let past = past.is_some_and(|ending| PAST_ENDINGS.contains(&ending));
    let present = word.strip_prefix("باش");
    past || present.is_some_and(|ending| PRESENT_ENDINGS.contains(&ending))
}

/// Whether a word is the past stem of a known verb: what follows خواهد.
pub fn is_past_stem(word: &str) -> bool {
    STEMS.past.contains_key(word)
}

/// Whether a word is a known infinitive.
pub fn is_infinitive(word: &str) -> bool {
    STEMS.infinitives.contains_key(word)
}

/// Whether a word is the participle of a known verb, negated or not.
pub fn is_participle(word: &str) -> bool {
    participle(word).is_some()
}

/// Whether a word is the present stem of a known verb: آموز, گذار.
pub fn is_present_stem(word: &str) -> bool {
    STEMS.present.contains_key(word)
}
