//! Names of persons and bodies: their words, and what citations of one author are grouped by.

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

#[cfg(test)]
mod tests {
    use super::*;

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
