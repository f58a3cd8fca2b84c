//! How near a Persian spelling of a name is to a Latin one.
//!
//! Vowels are written in one script and not in the other, and each consonant of a foreign name has
//! several ways to be written, so both spellings are reduced to their consonants, and these are
//! aligned: what sounds alike costs little, و ی ه and their likes, which may be vowels or silent, cost
//! little to leave out. سیگال and Segal, بارینا and Barrinha come out near.

use crate::text::letters::fold_solid;

/// Likeness above which two spellings pass for one name, if they have enough consonants.
pub const NEAR: f64 = 0.7;

/// How alike a Persian and a Latin word sound, from 0 to 1. Words of a single consonant are alike in
/// nothing: too much is.
pub fn likeness(persian: &str, latin: &str) -> f64 {
    let (a, b) = (of_persian(persian), of_latin(latin));
    let strong = |sounds: &[char]| sounds.iter().filter(|c| !is_weak(**c)).count();
    let fewest = strong(&a).min(strong(&b));
    if fewest == 0 || strong(&a).max(strong(&b)) < 2 {
        return 0.0;
    }
    let longest = a.len().max(b.len()) as f64;
    1.0 - distance(&a, &b) / longest
}

/// The sounds of a Persian word: one letter for each consonant.
fn of_persian(word: &str) -> Vec<char> {
    let mut sounds = Vec::new();
    for c in fold_solid(word).chars() {
        let sound = match c {
            'ب' => 'b',
            'پ' => 'p',
            'ت' | 'ط' => 't',
            'ث' | 'س' | 'ص' => 's',
            'ج' => 'j',
            'چ' => 'C',
            'ح' | 'ه' => 'h',
            'خ' => 'x',
            'د' => 'd',
            'ذ' | 'ز' | 'ض' | 'ظ' => 'z',
            'ر' => 'r',
            'ژ' => 'Z',
            'ش' => 'S',
            'غ' | 'ق' => 'q',
            'ف' => 'f',
            'ک' => 'k',
            'گ' => 'g',
            'ل' => 'l',
            'م' => 'm',
            'ن' => 'n',
            'و' => 'v',
            'ی' => 'y',
            _ => continue,
        };
        push(&mut sounds, sound);
    }
    sounds
}

/// The sounds of a Latin word.
fn of_latin(word: &str) -> Vec<char> {
    let letters: Vec<char> = fold_solid(word)
        .to_lowercase()
        .chars()
        .filter(char::is_ascii_lowercase)
        .collect();
    let mut sounds = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let next = letters.get(at + 1).copied().unwrap_or(' ');
        let after = letters.get(at + 2).copied().unwrap_or(' ');
        let (sound, taken) = match (letters[at], next) {
            ('s', 'c') if after == 'h' => ("S", 3),
            ('s', 'h') => ("S", 2),
            ('c', 'h') => ("C", 2),
            ('k', 'h') => ("x", 2),
            ('g', 'h') => ("q", 2),
            ('z', 'h') => ("Z", 2),
            ('p', 'h') => ("f", 2),
            ('t', 'h') => ("t", 2),
            ('c', 'k') | ('q', 'u') => ("k", 2),
            ('c', 'e' | 'i' | 'y') => ("s", 1),
            ('c' | 'q', _) => ("k", 1),
            ('x', _) => ("ks", 1),
            ('w', _) => ("v", 1),
            ('a' | 'e' | 'i' | 'o' | 'u', _) => ("", 1),
            ('b', _) => ("b", 1),
            ('d', _) => ("d", 1),
            ('f', _) => ("f", 1),
            ('g', _) => ("g", 1),
            ('h', _) => ("h", 1),
            ('j', _) => ("j", 1),
            ('k', _) => ("k", 1),
            ('l', _) => ("l", 1),
            ('m', _) => ("m", 1),
            ('n', _) => ("n", 1),
            ('p', _) => ("p", 1),
            ('r', _) => ("r", 1),
            ('s', _) => ("s", 1),
            ('t', _) => ("t", 1),
            ('v', _) => ("v", 1),
            ('y', _) => ("y", 1),
            ('z', _) => ("z", 1),
            _ => ("", 1),
        };
        for sound in sound.chars() {
            push(&mut sounds, sound);
        }
        at += taken;
    }
    sounds
}

/// Adds a sound; a doubled one is one.
fn push(sounds: &mut Vec<char>, sound: char) {
    if sounds.last() != Some(&sound) {
        sounds.push(sound);
    }
}

/// Sounds that may be a vowel or silent.
fn is_weak(sound: char) -> bool {
    matches!(sound, 'v' | 'y' | 'h')
}

/// Cost of leaving a sound out.
fn omission(sound: char) -> f64 {
    if is_weak(sound) { 0.2 } else { 1.0 }
}

/// Cost of one sound for another.
fn substitution(a: char, b: char) -> f64 {
    if a == b {
        return 0.0;
    }
    const ALIKE: [&str; 9] = [
        "kgqC", "szC", "jyZg", "xhkC", "tsd", "vfb", "bp", "SCZj", "qgx",
    ];
    let alike = ALIKE.iter().any(|set| set.contains(a) && set.contains(b));
    if alike { 0.4 } else { 1.2 }
}

/// Cost of the cheapest alignment.
fn distance(a: &[char], b: &[char]) -> f64 {
    let mut row: Vec<f64> = vec![0.0; b.len() + 1];
    for j in 0..b.len() {
        row[j + 1] = row[j] + omission(b[j]);
    }
    for x in a {
        let mut diagonal = row[0];
        row[0] += omission(*x);
        for j in 0..b.len() {
            let both = diagonal + substitution(*x, b[j]);
            diagonal = row[j + 1];
            row[j + 1] = both
                .min(row[j + 1] + omission(*x))
                .min(row[j] + omission(b[j]));
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_near_their_transliterations() {
        for (persian, latin) in [
            ("سیگال", "Segal"),
            ("سگال", "Segal"),
            ("دوشی", "Doshi"),
            ("بارینا", "Barrinha"),
            ("کریمر", "Creemers"),
            ("راجیر", "Rogier"),
            ("چارلز", "Charles"),
            ("لیجیان", "Lijian"),
            ("ووژن", "Wuzhen"),
            ("ساتو", "Satow"),
            ("کول", "Cull"),
            ("سایمون", "Simon"),
            ("لیندسی", "Lindsay"),
            ("رنارد", "Renard"),
            ("شانگهای", "Shanghai"),
            ("استاکس‌نت", "Stuxnet"),
            ("قنبری", "Ghanbari"),
            ("هابرماس", "Habermas"),
        ] {
            let found = likeness(persian, latin);
            assert!(found >= NEAR, "{persian} {latin} {found}");
        }
    }

    #[test]
    fn others_are_not() {
        for (persian, latin) in [
            ("قدرت", "Normative"),
            ("حاکمیت", "Sovereignty"),
            ("سایمون", "Renard"),
            ("دولت", "Doshi"),
            ("چین", "Segal"),
            ("در", "Adam"),
            ("", "Adam"),
        ] {
            assert!(likeness(persian, latin) < NEAR, "{persian} {latin}");
        }
    }
}
