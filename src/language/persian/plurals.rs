//! Plural endings written solid: ها and what follows it, ان, گان, ات, ین, ون.

use super::form::{Form, NOMINAL, OCTAVE, OWN, Stem, found, is, is_own, letters};
use super::{rule::Rule, tables, verbs};
use crate::lexicon::Flags;

/// The plural ها with what may follow it; longest first.
const PLURALS: [&str; 11] = [
    "هایمان",
    "هایتان",
    "هایشان",
    "هایند",
    "هاست",
    "هایی",
    "هایم",
    "هایت",
    "هایش",
    "های",
    "ها",
];
/// کتابها, کتابهای, کتابهایشان; but انتهای is انتها with ezafe, and تنها a word of its own.
pub fn plural_ha(form: &Form) -> Stem {
    let ending = PLURALS
        .iter()
        .find(|ending| form.text.ends_with(**ending))?;
    let stem = form.text.strip_suffix(ending)?;
    if letters(stem) < 2 || form.is(NOMINAL | Flags::FUNCTION) {
        return None;
    }
    // The ها may belong to the word: بهای, انتهای, تنهایی.
    let with_ha = &form.text[..stem.len() + "ها".len()];
    if *ending != "ها" && (tables::is_whole(with_ha) || is_own(with_ha)) {
        return match *ending {
            "های" => found(with_ha, Rule::Ezafe),
            _ => None,
        };
    }
    let pronoun = || letters(stem) > 3 && is(stem, Flags::FUNCTION);
    if form.has_stem(stem, 5) || pronoun() {
        return found(stem, Rule::Plural);
    }
    let with_he = &form.text[..stem.len() + "ه".len()];
    if *ending == "های" && form.has_stem(with_he, 5) {
        return found(with_he, Rule::Indefinite);
    }
    // No word but a plural ends so, whatever the stem: a name, a term nobody listed.
    (ending.starts_with("های") && letters(stem) > 2).then(|| found(stem, Rule::Plural))?
}

/// مطالعات → مطالعه, خدمات → خدمت, مقامات → مقام; never to an adjective in ی.
pub fn plural_at(form: &Form) -> Stem {
    let stem = form
        .text
        .strip_suffix("ات")
        .filter(|stem| letters(stem) > 1)?;
    if form.is(OWN) && !form.is(Flags::PLURAL) {
        return None;
    }
    let singular = |ending: &str| {
        let singular = format!("{stem}{ending}");
        let lead = form.lead(&singular).filter(|&lead| lead >= -3 * OCTAVE)?;
        Some((lead, singular))
    };
    let bare = singular("").filter(|_| !stem.ends_with('ی'));
    // محلات is of محله though محل is written more, but تذکرات is not of تذکره.
    let rivals = |lead| {
        bare.as_ref()
            .is_none_or(|(bare, _)| bare - lead <= 4 * OCTAVE)
    };
    let (_, singular) = singular("ه")
        .filter(|&(lead, _)| rivals(lead))
        .or_else(|| bare.clone().max(singular("ت")))?;
    // A plural that no dictionary has must at least be long: ماهات, ونکات are slips.
    (form.is(Flags::PLURAL) || letters(stem) > 4 && !form.is(NOMINAL))
        .then_some((singular, Rule::PluralAt))
}

/// نویسندگان → نویسنده. The agents in نده are sure; others as dictionaries tell.
pub fn plural_gan(form: &Form) -> Stem {
    let stem = form.text.strip_suffix("گان")?;
    let singular = format!("{stem}ه");
    let agent = stem.ends_with("ند") && letters(stem) > 3;
    if !agent && form.is(Flags::ADJECTIVE | Flags::FUNCTION | Flags::TAKES_PLURAL) {
        return None;
    }
    let listed = agent || form.is(Flags::PLURAL | Flags::DICTIONARY);
    (letters(stem) > 1 && listed && form.has_stem(&singular, 4))
        .then_some((singular, Rule::PluralAn))
}

/// کارشناسان → کارشناس, دانشجویان → دانشجو.
pub fn plural_an(form: &Form) -> Stem {
    let stem = form.text.strip_suffix("ان")?;
    // Nouns in a silent ه have گان: درجهان is در جهان.
    let silent = stem.ends_with('ه') && !stem.ends_with("اه") && !stem.ends_with("مانده");
    let rare = form
        .entry
        .is_none_or(|entry| entry.solid() < 4 * OCTAVE as u8);
    let own = form.is(NOMINAL) || form.is(OWN);
    if own && !form.is(Flags::PLURAL) || silent || letters(stem) < 3 || letters(stem) == 3 && rare {
        return None;
    }
    if let Some(glide) = stem
        .strip_suffix('ی')
        .filter(|glide| glide.ends_with(['ا', 'و']))
        && form.has_stem(glide, 3)
    {
        return found(glide, Rule::PluralAn);
    }
    // دانش‌آموزان, قانون‌گذاران: the second word of a compound is a verb's stem.
    let agent = || letters(stem) > 3 && verbs::is_present_stem(stem);
    (form.has_stem(stem, 3) || agent()).then(|| found(stem, Rule::PluralAn))?
}

/// مخالفین, مسئولین: Arabic participles, which begin with م; روحانیون: nisba nouns.
pub fn plural_in(form: &Form) -> Stem {
    let participle = form
        .text
        .strip_suffix("ین")
        .filter(|stem| stem.starts_with('م'));
    let nisba = form
        .text
        .strip_suffix("ون")
        .filter(|stem| stem.ends_with('ی'));
    let stem = participle.or(nisba).filter(|stem| letters(stem) > 3)?;
    let own = form.is(Flags::ADJECTIVE | Flags::TAKES_PLURAL | Flags::TAKES_DEGREE);
    if own && !form.is(Flags::PLURAL) {
        return None;
    }
    form.has_stem(stem, 3)
        .then(|| found(stem, Rule::PluralIn))?
}
