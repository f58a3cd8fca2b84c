//! Other endings written solid: comparison, ezafe, indefinite ی, pronouns.

use super::form::{Form, NOMINAL, OCTAVE, OWN, Stem, found, is_own, letters};
use super::rule::Rule;
use super::{endings, verbs};
use crate::lexicon::{Flags, lexicon};

/// Words of three letters that have an ending nevertheless.
pub const SHORT: [&str; 3] = ["پای", "جای", "موی"];

/// Letters that do not join the next one, so that writers need no ZWNJ after them.
const UNJOINED: [char; 8] = ['ا', 'آ', 'د', 'ذ', 'ر', 'ز', 'ژ', 'و'];

/// A lost ZWNJ: پدیدهای is mostly written پدیده‌ای, not پدید‌های, says the lexicon, and همهی همه‌ی.
///
/// After a letter that does not join (نهادهای) endings need no ZWNJ: the solid count speaks too.
pub fn attested(form: &Form) -> Stem {
    let entry = form.entry.filter(|entry| !entry.is(Flags::COMPOUND))?;
    let (stem, ending) = split(form.text, entry.cuts().last()?);
    let plural = stem
        .strip_suffix('ه')
        .is_some_and(|stem| stem.ends_with(UNJOINED));
    let solid = plural && ending == "ای" && entry.solid() >= entry.joined();
    // Two octaves: as in compounds, a cut that few make is no evidence.
    let seldom = i16::from(entry.joined()) + 2 * OCTAVE < i16::from(entry.solid());
    let sure = letters(stem) > 1 && entry.cuts().count() == 1;
    if form.is(NOMINAL) || solid || seldom || !sure {
        return None;
    }
    found(stem, endings::after(stem, ending)?)
}

fn split(text: &str, letters: usize) -> (&str, &str) {
    let at = text.char_indices().nth(letters);
    text.split_at(at.map_or(text.len(), |(at, _)| at))
}

/// بزرگتر, مهمترین; a comparative that dictionaries list (بهتر) is a word of its own.
pub fn degree(form: &Form) -> Stem {
    let stem = ["ترین", "تری", "تر"]
        .iter()
        .find_map(|ending| form.text.strip_suffix(ending))?;
    let short = letters(stem) < 3 && !matches!(stem, "بد" | "کم" | "پر" | "نو");
    // The comparative that is a word itself may have ی: دختری is none of دخ.
    let comparative = &form.text[..stem.len() + "تر".len()];
    let listed = form.is(NOMINAL | Flags::FUNCTION) && !form.text.ends_with("تری");
    if short || listed || is_own(comparative) {
        return None;
    }
    let entry = lexicon().get(stem)?;
    let sure = entry.is(Flags::TAKES_DEGREE) || entry.is(Flags::ADJECTIVE) && letters(stem) > 3;
    (sure && form.has_stem(stem, 3)).then(|| found(stem, Rule::Degree))?
}

/// ی after ا and و: دنیای, نیروی.
pub fn ezafe(form: &Form) -> Stem {
    let stem = form.text.strip_suffix('ی')?;
    // A stray ها after محتوای makes it no word of its own; after پهلوی, where و may be a consonant,
    // it does.
    let stray = if stem.ends_with('ا') {
        Flags::TAKES_PLURAL.0
    } else {
        0
    };
    let own = Flags(OWN.0 & !Flags::COMPOUND.0 & !stray);
    if !stem.ends_with(['ا', 'و']) || form.is(own) && !SHORT.contains(&form.text) {
        return None;
    }
    form.has_stem(stem, 4).then(|| found(stem, Rule::Ezafe))?
}

/// کشوری "a country", where the lexicon has seen it to be one.
pub fn indefinite(form: &Form) -> Stem {
    let stem = form.text.strip_suffix('ی')?;
    if !form.is(Flags::INDEFINITE) || form.is(Flags::TAKES_DEGREE | Flags::FUNCTION) {
        return None;
    }
    // بزرگی‌ها, "sizes", does not make «شهر بزرگی» another word.
    if form.is(Flags::TAKES_PLURAL) && !super::form::is(stem, Flags::TAKES_DEGREE) {
        return None;
    }
    let is = |flags| lexicon().get(stem).is_some_and(|entry| entry.is(flags));
    // Of adjectives that compare, the lexicon has asked more before it gave the flag: زیادی "much" is
    // written more than زیاد.
    let octaves = if is(Flags::ADJECTIVE) && is(Flags::TAKES_DEGREE) {
        2
    } else if is(Flags::PLURAL) {
        1
    } else {
        -1
    };
    (letters(stem) > 2 && form.has_stem(stem, octaves)).then(|| found(stem, Rule::Indefinite))?
}

/// The stem of a noun in ی after چه, هیچ, چنین, where ی is known to be the ending. A noun that is
/// more frequent than what it would leave keeps it: چه بازی.
pub fn indefinite_by_place(text: &str) -> Option<String> {
    let form = Form::new(text);
    let stem = text.strip_suffix('ی')?;
    let glide = stem
        .strip_suffix('ی')
        .filter(|word| word.ends_with(['ا', 'و']));
    let stem = glide.unwrap_or(stem);
    let known = letters(stem) > 1 && !form.is(Flags::FUNCTION) && form.has_stem(stem, 0);
    known.then(|| match super::lemma::of_solid(stem) {
        super::lemma::Word::One(lemma, _) => lemma,
        super::lemma::Word::Compound(_) => stem.to_string(),
    })
}

/// معتقدند "they are convinced", زیباست "is beautiful".
pub fn copula(form: &Form) -> Stem {
    if let Some(stem) = form.text.strip_suffix("ست") {
        let open = stem.ends_with(['ا', 'و']) && letters(stem) > 2 && !form.is(NOMINAL);
        let word = || form.has_stem(stem, 1) || super::form::is(stem, Flags::FUNCTION);
        return (open && word()).then(|| found(stem, Rule::Copula))?;
    }
    let stem = ["ند", "یم"]
        .iter()
        .find_map(|ending| form.text.strip_suffix(ending))?;
    let own = form.is(OWN | Flags::VERB | Flags::DICTIONARY);
    let adjective = || super::form::is(stem, Flags(Flags::ADJECTIVE.0 | Flags::TAKES_DEGREE.0));
    (!own && letters(stem) > 3 && form.has_stem(stem, 0) && adjective())
        .then(|| found(stem, Rule::Copula))?
}

/// کتابشان, پدرمان: the stem must be a good deal more frequent.
pub fn long_possessive(form: &Form) -> Stem {
    let stem = ["شان", "مان", "تان"]
        .iter()
        .find_map(|ending| form.text.strip_suffix(ending))?;
    if let Some(glide) = glide(form, stem) {
        return found(glide, Rule::Possessive);
    }
    // Dictionaries list پروردگارشان too: only a part of speech makes a form a word of its own.
    let sure = letters(stem) > 2 && !form.is(OWN | Flags::PLURAL);
    let listed = form.is(Flags::DICTIONARY);
    if listed && !super::form::is(stem, Flags::NOUN) {
        return None;
    }
    let octaves = if listed { 4 } else { 3 };
    let lead = form
        .lead(stem)
        .filter(|&lead| sure && lead >= octaves * OCTAVE)?;
    // مردمان is مردم with ان, not مرد with مان.
    let rival = form
        .text
        .strip_suffix("ان")
        .and_then(|rival| form.lead(rival));
    rival
        .is_none_or(|rival| rival + 2 * OCTAVE < lead)
        .then(|| found(stem, Rule::Possessive))?
}

/// کتابش, پدرم, رحمتت. م and ت end too many words to be trusted after short stems.
pub fn short_possessive(form: &Form) -> Stem {
    // After ه and ی the ending has its alef: خانه‌اش, زندگی‌ام with the ZWNJ lost.
    let open = ["اش", "ام"]
        .iter()
        .find_map(|ending| form.text.strip_suffix(ending));
    if let Some(stem) = open.filter(|stem| stem.ends_with(['ه', 'ی']) && letters(stem) > 2)
        && !form.is(OWN | Flags::DICTIONARY)
        && form.has_stem(stem, -2)
    {
        return found(stem, Rule::Possessive);
    }
    let ending = form.text.chars().last()?;
    let stem = form.text.strip_suffix(['ش', 'م', 'ت'])?;
    let (least, octaves) = match ending {
        'ش' => (3, 1),
        'م' => (3, 2),
        _ => (4, 4),
    };
    if let Some(glide) = glide(form, stem) {
        return found(glide, Rule::Possessive);
    }
    let known = form.entry.is_some();
    let sure = known && letters(stem) >= least && !form.is(OWN | Flags::VERB);
    // Dictionaries list دستش "his hand", and بارش "rain", which is no ending on بار.
    let octaves = match form.is(Flags::DICTIONARY) {
        false => octaves,
        true if ending == 'ت' || verbs::is_present_stem(stem) => return None,
        // Pronouns have a glide after these letters, but in speech: صدام is a name.
        true if stem.ends_with(['ا', 'و']) => return None,
        true => 3,
    };
    (sure && form.has_stem(stem, -octaves)).then(|| found(stem, Rule::Possessive))?
}

/// The word before the ی that parts it from an ending: محتوایش, نیرویشان.
fn glide<'a>(form: &Form, stem: &'a str) -> Option<&'a str> {
    let word = stem
        .strip_suffix('ی')
        .filter(|word| word.ends_with(['ا', 'و']))?;
    let free = letters(word) > 2 && !form.is(OWN | Flags::PLURAL);
    (free && form.has_stem(word, -2)).then_some(word)
}
