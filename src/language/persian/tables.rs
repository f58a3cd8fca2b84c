//! Words that no rule gets right: irregular forms, and words that look inflected and are not.

use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

static IRREGULAR: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let mut map = FxHashMap::default();
    for line in entries(include_str!("irregular.txt")) {
        let mut words = line.split_whitespace();
        if let Some(lemma) = words.next() {
            map.extend(words.map(|form| (form, lemma)));
        }
    }
    map
});

static WHOLE: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    entries(include_str!("whole.txt"))
        .flat_map(str::split_whitespace)
        .collect()
});

/// A hash of the tables, for the fingerprint of an index: they change lemmas as code does.
pub fn version() -> String {
    let tables = [
        include_str!("irregular.txt"),
        include_str!("whole.txt"),
        include_str!("verb_stems.txt"),
    ];
    let mut hasher = blake3::Hasher::new();
    for table in tables {
        hasher.update(table.as_bytes());
    }
    hasher.finalize().to_hex()[..8].to_owned()
}

fn entries(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.starts_with('#'))
}

/// The lemma of an irregular form.
pub fn irregular(form: &str) -> Option<&'static str> {
    IRREGULAR.get(form).copied()
}

/// Whether a word only looks inflected.
pub fn is_whole(form: &str) -> bool {
    WHOLE.contains(form)
}

/// Words after which a noun in ی has the indefinite ی. Not هر and یک: «هر ایرانی», «یک سیاسی».
pub fn is_indefinite_determiner(word: &str) -> bool {
    matches!(word, "چه" | "هیچ" | "چنین")
}

/// What stands after می without being a stem with an ending: می‌توان "one can", می‌بایست.
pub fn impersonal(rest: &str) -> Option<&'static str> {
    match rest {
        "توان" => Some("توانستن"),
        "بایست" | "بایستی" | "باید" => Some("بایستن"),
        _ => None,
    }
}

/// Spellings of a word's beginning beyond what folding unites, and the one that is kept. With them
/// go all its inflections and derivatives: مسوولیت‌هایش.
const RESPELLED: [(&str, &str); 6] = [
    ("فرایند", "فرآیند"),
    ("مسوول", "مسیول"),
    ("امریکا", "آمریکا"),
    ("افریقا", "آفریقا"),
    ("اطاق", "اتاق"),
    ("امپراطور", "امپراتور"),
];

/// A form in the spelling that is kept, if its own is another.
pub fn respelled(form: &str) -> Option<String> {
    RESPELLED
        .iter()
        .find_map(|(from, to)| Some(format!("{to}{}", form.strip_prefix(from)?)))
}

/// Present stems as they are spoken and written in quoted speech, after می only: می‌خوام, میتونه.
pub fn spoken(stem: &str) -> Option<&'static str> {
    Some(match stem {
        "خوا" => "خواستن",
        "تون" => "توانستن",
        "دون" => "دانستن",
        "خون" => "خواندن",
        "مون" => "ماندن",
        "ذار" => "گذاشتن",
        "ش" => "شدن",
        "گ" => "گفتن",
        "ر" => "رفتن",
        "د" => "دادن",
        _ => return None,
    })
}
