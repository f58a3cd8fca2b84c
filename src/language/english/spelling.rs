//! British spellings to American ones, so that organisation and organization meet.
//!
//! Only what the stemmer is given changes; the exact form stays as it was typed. Rules cover -ise and
//! -our, whose exceptions are few and known; the rest are words.

use std::borrow::Cow;

/// Parts of words, and what they become wherever they stand: misbehaviour, behavioural.
const PARTS: [(&str, &str); 61] = [
    ("behaviour", "behavior"),
    ("colour", "color"),
    ("favour", "favor"),
    ("flavour", "flavor"),
    ("honour", "honor"),
    ("labour", "labor"),
    ("neighbour", "neighbor"),
    ("harbour", "harbor"),
    ("rumour", "rumor"),
    ("humour", "humor"),
    ("tumour", "tumor"),
    ("armour", "armor"),
    ("endeavour", "endeavor"),
    ("demeanour", "demeanor"),
    ("vapour", "vapor"),
    ("vigour", "vigor"),
    ("rigour", "rigor"),
    ("fervour", "fervor"),
    ("saviour", "savior"),
    ("splendour", "splendor"),
    ("candour", "candor"),
    ("clamour", "clamor"),
    ("odour", "odor"),
    ("rancour", "rancor"),
    ("valour", "valor"),
    ("defence", "defense"),
    ("offence", "offense"),
    ("pretence", "pretense"),
    ("licence", "license"),
    ("practis", "practic"),
    ("analyse", "analyze"),
    ("analysing", "analyzing"),
    ("catalyse", "catalyze"),
    ("catalysing", "catalyzing"),
    ("paralyse", "paralyze"),
    ("paralysing", "paralyzing"),
    ("catalogue", "catalog"),
    ("dialogue", "dialog"),
    ("analogue", "analog"),
    ("archaeolog", "archeolog"),
    ("encyclopaed", "encycloped"),
    ("mediaeval", "medieval"),
    ("paediatr", "pediatr"),
    ("orthopaed", "orthoped"),
    ("anaesth", "anesth"),
    ("anaemi", "anemi"),
    ("leukaem", "leukem"),
    ("oestrogen", "estrogen"),
    ("diarrhoea", "diarrhea"),
    ("manoeuvre", "maneuver"),
    ("manoeuvring", "maneuvering"),
    ("sceptic", "skeptic"),
    ("sulph", "sulf"),
    ("aluminium", "aluminum"),
    ("artefact", "artifact"),
    ("jewellery", "jewelry"),
    ("judgement", "judgment"),
    ("acknowledgement", "acknowledgment"),
    ("instalment", "installment"),
    ("counsellor", "counselor"),
    ("skilful", "skillful"),
];

/// Whole words.
const WORDS: [(&str, &str); 8] = [
    ("programme", "program"),
    ("programmes", "programs"),
    ("ageing", "aging"),
    ("grey", "gray"),
    ("fulfil", "fulfill"),
    ("fulfils", "fulfills"),
    ("fulfilment", "fulfillment"),
    ("plough", "plow"),
];

/// Ends of words in -re.
const RE: [&str; 12] = [
    "centre",
    "theatre",
    "metre",
    "litre",
    "fibre",
    "calibre",
    "sabre",
    "spectre",
    "sombre",
    "meagre",
    "lustre",
    "sepulchre",
];

/// Ends of stems to which -ise belongs in every spelling: advise, exercise, promise, wise.
const ISE: [&str; 49] = [
    "adv", "advert", "appra", "ar", "bru", "chast", "circumc", "comprom", "compr", "conc", "cru",
    "dem", "desp", "dev", "disgu", "enterpr", "exc", "exerc", "expert", "franch", "gu", "improv",
    "inc", "likew", "lia", "mala", "marqu", "merchand", "no", "otherw", "parad", "po", "pra",
    "prec", "prem", "prom", "ra", "repr", "rev", "r", "superv", "surm", "surpr", "telev", "torto",
    "treat", "turquo", "v", "w",
];

/// A word in the American spelling.
///
/// `word`: folded, ASCII.
pub fn american(word: &str) -> Cow<'_, str> {
    if let Some((_, to)) = WORDS.iter().find(|(from, _)| *from == word) {
        return Cow::Borrowed(to);
    }
    let mut spelt = Cow::Borrowed(word);
    for (from, to) in PARTS {
        if spelt.contains(from) {
            spelt = Cow::Owned(spelt.replacen(from, to, 1));
        }
    }
    if let Some(re) = center(&spelt) {
        spelt = Cow::Owned(re);
    }
    if let Some(ise) = ize(&spelt) {
        spelt = Cow::Owned(ise);
    }
    spelt
}

/// centre → center, centred → centered, kilometres → kilometers.
fn center(word: &str) -> Option<String> {
    let (stem, ending) = match word.as_bytes() {
        [.., b'r', b'e', b's'] => (&word[..word.len() - 1], "s"),
        [.., b'r', b'e', b'd'] => (&word[..word.len() - 1], "ed"),
        [.., b'r', b'e'] => (word, ""),
        _ => return None,
    };
    let known = RE.iter().any(|end| stem.ends_with(end));
    known.then(|| format!("{}er{ending}", &stem[..stem.len() - 2]))
}

/// organise → organize, organisations → organizations.
fn ize(word: &str) -> Option<String> {
    let (stem, rest) = [
        "isation",
        "isations",
        "isational",
        "ise",
        "ised",
        "ises",
        "iser",
        "isers",
        "ising",
        "isable",
    ]
    .iter()
    .find_map(|ending| Some((word.strip_suffix(ending)?, *ending)))?;
    let own = ISE.iter().any(|end| {
        // Short ends are whole stems: rise, wise, and otherwise; but not summarise.
        stem == *end || end.len() > 2 && stem.ends_with(end)
    });
    (stem.len() > 2 && !own && stem.bytes().any(|b| b"aeiouy".contains(&b)))
        .then(|| format!("{stem}iz{}", &rest[2..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn british_becomes_american() {
        for (british, us) in [
            ("organisation", "organization"),
            ("organisational", "organizational"),
            ("recognised", "recognized"),
            ("securitising", "securitizing"),
            ("behavioural", "behavioral"),
            ("neighbours", "neighbors"),
            ("centre", "center"),
            ("centred", "centered"),
            ("kilometres", "kilometers"),
            ("theatres", "theaters"),
            ("programmes", "programs"),
            ("defence", "defense"),
            ("analysed", "analyzed"),
            ("practise", "practice"),
            ("manoeuvres", "maneuvers"),
        ] {
            assert_eq!(american(british), us, "{british}");
            assert_eq!(american(us), us, "{us}");
        }
    }

    #[test]
    fn words_that_only_look_british_stay() {
        for word in [
            "exercise",
            "promised",
            "wise",
            "otherwise",
            "rise",
            "rising",
            "raising",
            "precise",
            "enterprises",
            "compromise",
            "supervised",
            "revising",
            "advertising",
            "expertise",
            "four",
            "hours",
            "tour",
            "source",
            "sources",
            "there",
            "more",
            "entire",
            "acres",
            "analysis",
            "noise",
            "praised",
            "disguised",
            "televised",
            "franchises",
            "treatise",
        ] {
            assert_eq!(american(word), word);
        }
    }
}
