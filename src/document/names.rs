//! Names of persons and bodies: their words, and a key by which a name in Persian letters is known
//! for the same in Latin ones.

use crate::text::letters::fold_solid;

/// The words of an author string that name somebody, folded; particles, initials, conjunctions and
/// «همکاران» left out.
pub fn words(authors: &str) -> Vec<String> {
    authors
        .split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’' | '.' | '-' | '\u{200c}')))
        .map(|word| {
            let word = word.trim_matches(['.', '-', '\'', '’']);
            let word = word
                .strip_suffix("’s")
                .or_else(|| word.strip_suffix("'s"))
                .unwrap_or(word);
            fold_solid(word)
        })
        .filter(|w| w.chars().count() > 1 && !is_filler(w))
        .collect()
}

fn is_filler(word: &str) -> bool {
    matches!(
        word,
        "and"
            | "et"
            | "al"
            | "et.al"
            | "etal"
            | "of"
            | "the"
            | "for"
            | "in"
            | "de"
            | "van"
            | "von"
            | "eds"
            | "ed"
            | "همکاران"
            | "دیگران"
            | "همکارش"
            | "همکارانش"
    )
}

/// The first of several authors, as printed.
pub fn first(authors: &str) -> &str {
    let cut = [
        " and ", " & ", " et al", " et.al", " و ", "،", ",", ";", "؛",
    ]
    .iter()
    .filter_map(|mark| authors.find(mark))
    .min();
    authors[..cut.unwrap_or(authors.len())].trim()
}

/// What sorts and groups citations of one author: the surname, or the whole name of a body.
pub fn key(authors: &str) -> String {
    let words = words(first(authors));
    match &words[..] {
        [] => fold_solid(authors),
        [.., last] if words.len() <= 3 && !authors.contains(" of ") => last.clone(),
        _ => words.join(" "),
    }
}

/// The consonants of a name, one sign for letters that Persian and Latin writing exchange: سیگال and
/// Segal are both `sgl`. Vowels, و and ی are left out but at the beginning, h too: writers differ
/// most in them. None for fewer than three signs, which say too little.
pub fn skeleton(word: &str) -> Option<String> {
    let word = fold_solid(word);
    let chars: Vec<char> = word.chars().collect();
    let mut key = String::new();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let next = chars.get(at + 1).copied();
        let (sign, taken) = match (c, next) {
            ('k', Some('h')) => ('K', 2),
            ('g', Some('h')) | ('q', Some('u')) => ('q', 2),
            ('s' | 'c', Some('h')) => ('x', 2),
            ('p', Some('h')) => ('f', 2),
            ('t', Some('h')) => ('t', 2),
            ('z', Some('h')) => ('j', 2),
            ('c', Some('k')) => ('k', 2),
            ('c', Some('e' | 'i' | 'y')) => ('s', 1),
            ('x', _) => ('s', 1),
            ('c' | 'k' | 'ک', _) => ('k', 1),
            ('g' | 'گ' | 'j' | 'ج' | 'ژ', _) => ('j', 1),
            ('q' | 'ق' | 'غ', _) => ('q', 1),
            ('خ', _) => ('K', 1),
            ('ش' | 'چ', _) => ('x', 1),
            ('s' | 'ث' | 'س' | 'ص', _) => ('s', 1),
            ('z' | 'ذ' | 'ز' | 'ض' | 'ظ', _) => ('z', 1),
            ('t' | 'ت' | 'ط', _) => ('t', 1),
            ('b' | 'ب', _) => ('b', 1),
            ('p' | 'پ', _) => ('p', 1),
            ('d' | 'د', _) => ('d', 1),
            ('r' | 'ر', _) => ('r', 1),
            ('f' | 'ف', _) => ('f', 1),
            ('l' | 'ل', _) => ('l', 1),
            ('m' | 'م', _) => ('m', 1),
            ('n' | 'ن', _) => ('n', 1),
            ('v' | 'w' | 'و', _) if at == 0 => ('v', 1),
            ('h' | 'ه' | 'ح', _) if at == 0 => ('h', 1),
            ('y' | 'ی', _) if at == 0 => ('y', 1),
            _ => (' ', 1),
        };
        if sign != ' ' && !key.ends_with(sign) {
            key.push(sign);
        }
        at += taken;
    }
    (key.len() >= 3).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_two_scripts_have_one_skeleton() {
        for (persian, latin) in [
            ("سیگال", "Segal"),
            ("قنبری", "Ghanbari"),
            ("باغستانی", "Baghistan"),
            ("رنارد", "Renard"),
            ("کیسنجر", "Kissinger"),
            ("هابرماس", "Habermas"),
            ("والتز", "Waltz"),
            ("مورگنتا", "Morgenta"),
            ("کانسولو", "Consulo"),
        ] {
            assert_eq!(skeleton(persian), skeleton(latin), "{persian}");
            assert!(skeleton(persian).is_some());
        }
        assert_ne!(skeleton("سیگال"), skeleton("Doshi"));
        assert_eq!(skeleton("نای"), None);
    }

    #[test]
    fn words_and_keys() {
        assert_eq!(
            words("Barrinha, A. and Renard, T. et al."),
            ["barrinha", "renard"]
        );
        assert_eq!(words("کولایی، شکاری و همکاران"), ["کولایی", "شکاری"]);
        assert_eq!(key("Adam Segal"), "segal");
        assert_eq!(key("Barrinha and Renard"), "barrinha");
        assert_eq!(
            key("Ministry of Foreign Affairs"),
            "ministry foreign affairs"
        );
        assert_eq!(key("آدام سگال"), "سگال");
        assert_eq!(first("Segal, A."), "Segal");
    }
}
