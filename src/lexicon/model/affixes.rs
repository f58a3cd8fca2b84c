//! Pieces that do not stand alone, and words that join nothing.

/// Before verbs.
pub const PREFIXES: [&str; 3] = ["می", "نمی", "همی"];

/// Endings of nouns that make a plural.
pub const PLURALS: [&str; 12] = [
    "ها",
    "های",
    "هایی",
    "هایش",
    "هایشان",
    "هایمان",
    "هایتان",
    "هایم",
    "هایت",
    "هاست",
    "هاییم",
    "هایند",
];

/// Endings that compare.
pub const DEGREES: [&str; 4] = ["تر", "ترین", "تری", "ترها"];

/// Endings after silent ه.
pub const AFTER_HE: [&str; 9] = ["ای", "ام", "اند", "ایم", "اید", "اش", "ات", "اشان", "ست"];

/// Endings that are written with ZWNJ or solid and never apart.
pub fn is_suffix(piece: &str) -> bool {
    PLURALS.contains(&piece)
        || DEGREES.contains(&piece)
        || matches!(
            piece,
            "ای" | "ام"
                | "اند"
                | "ایم"
                | "اید"
                | "اش"
                | "ات"
                | "شان"
                | "مان"
                | "تان"
                | "گان"
        )
}

/// Prepositions, conjunctions, pronouns and the like: words that are written apart, unless a pair is
/// seen joined more often than not.
pub const FUNCTION: [&str; 42] = [
    "به",
    "در",
    "از",
    "که",
    "با",
    "بر",
    "برای",
    "این",
    "آن",
    "همین",
    "همان",
    "را",
    "و",
    "تا",
    "هم",
    "خود",
    "است",
    "بود",
    "شد",
    "شده",
    "نیز",
    "یا",
    "اما",
    "ولی",
    "چون",
    "اگر",
    "هر",
    "یک",
    "ما",
    "من",
    "تو",
    "او",
    "وی",
    "آنها",
    "شما",
    "آنان",
    "ایشان",
    "نه",
    "چه",
    "کرد",
    "کرده",
    "دارد",
];
