//! Endings that stand as pieces of their own, after ZWNJ or a space.

use super::rule::Rule;
use super::verbs;
use crate::lexicon::{Flags, lexicon};

/// Whether a free-standing piece belongs to the word after it: the می of a verb.
pub fn binds_forward(piece: &str) -> bool {
    matches!(
        piece,
        "می" | "نمی" | "همی" | "برمی" | "برنمی" | "درمی" | "درنمی" | "بازمی" | "بازنمی"
    )
}

/// Whether a free-standing piece may belong to the word before it. Whether it does, `analyze`
/// decides with that word in sight, and gives two terms if not: «بزرگ تر» is one word, «چشم تر»
/// two. Pieces that are often words themselves (ات, شان "rank", مان, ی) are not asked for.
pub fn binds_backward(piece: &str) -> bool {
    is_plural(piece)
        || is_degree(piece)
        || matches!(piece, "ای" | "اش" | "ام" | "ایم" | "اید" | "اند")
}

fn is_plural(piece: &str) -> bool {
    matches!(
        piece,
        "ها" | "های"
            | "هایی"
            | "هایم"
            | "هایت"
            | "هایش"
            | "هایمان"
            | "هایتان"
            | "هایشان"
            | "هایند"
            | "هاست"
            | "هام"
            | "هاش"
    )
}

fn is_degree(piece: &str) -> bool {
    matches!(piece, "تر" | "ترین" | "تری")
}

/// The rule by which a piece is an ending of the word before it; none if it is a word itself.
pub fn after(word: &str, piece: &str) -> Option<Rule> {
    let entry = || lexicon().get(word);
    let letters = word.chars().count();
    let function = || {
        letters < 2
            || entry().is_some_and(|entry| entry.is(Flags::FUNCTION) && !entry.is(Flags::NOUN))
    };
    // After ه, ی, ا, و an ending cannot be written on to the word; after others it seldom is apart.
    let open = || word.ends_with(['ه', 'ی', 'ا', 'و']) && !function();
    if is_plural(piece) {
        return Some(Rule::Plural);
    }
    let (holds, rule) = match piece {
        _ if is_degree(piece) => {
            // شناخته‌شده‌ترین: a participle compares too.
            let degree = Flags::ADJECTIVE | Flags::ADVERB | Flags::TAKES_DEGREE;
            (
                letters > 1 && entry().is_none_or(|entry| entry.is(degree))
                    || verbs::is_participle(word),
                Rule::Degree,
            )
        }
        "ای" | "یی" => (open(), Rule::Indefinite),
        "ی" => (open(), Rule::Ezafe),
        "ام" if verbs::is_participle(word) => (true, Rule::Copula),
        "ام" | "ات" | "اش" => (open(), Rule::Possessive),
        "م" | "ت" | "ش" | "مان" | "تان" | "شان" => (!function(), Rule::Possessive),
        "ایم" | "اید" | "اند" => (!function(), Rule::Copula),
        _ => return None,
    };
    holds.then_some(rule)
}
