//! Letters that the tables contradict each other about, or that no table tells: the words of the
//! document decide.

use super::glyph::Glyph;
use super::line::Line;
use super::quality::is_known;
use super::script::{is_arabic, joins};
use crate::text::letters::{TATWEEL, ZWNJ};
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;
use std::sync::Arc;

/// The letters of Persian words, the most frequent first.
const LETTERS: &str = "ایرنهمدوتبسشکزلگپفقخعجحصطچذضآغثظژئأؤء";

/// Font by font, takes the reading that makes more letters stand in known words where the font's
/// own table and the file's differ. The font's is the one in use; it stays unless it is worse.
pub fn choose(lines: &mut [&mut Line]) {
    let mut scores: FxHashMap<u64, (usize, usize)> = FxHashMap::default();
    for line in lines.iter() {
        for word in words(&line.glyphs) {
            let glyphs = &line.glyphs[word];
            let contradicts = |g: &&Glyph| {
                g.declared
                    .as_deref()
                    .is_some_and(|d| d.chars().any(is_arabic))
                    && g.text.chars().any(is_arabic)
            };
            let fonts: FxHashSet<u64> = glyphs.iter().filter(contradicts).map(|g| g.font).collect();
            if fonts.is_empty() {
                continue;
            }
            let own: String = glyphs.iter().map(|g| &*g.text).collect();
            let declared: String = glyphs
                .iter()
                .map(|g| g.declared.as_deref().unwrap_or(&g.text))
                .collect();
            for font in fonts {
                let score = scores.entry(font).or_default();
                score.0 += known_letters(&own);
                score.1 += known_letters(&declared);
            }
        }
    }
    let wrong: FxHashSet<u64> = scores
        .into_iter()
        .filter(|(_, (own, declared))| *declared > *own + own / 10 + 2)
        .map(|(font, _)| font)
        .collect();
    if wrong.is_empty() {
        return;
    }
    for glyph in lines.iter_mut().flat_map(|l| l.glyphs.iter_mut()) {
        if wrong.contains(&glyph.font)
            && let Some(declared) = glyph.declared.take()
        {
            glyph.text = declared;
        }
    }
}

fn known_letters(word: &str) -> usize {
    let letters = word.chars().filter(|c| is_arabic(*c)).count();
    if letters >= 3 && is_known(word, letters) {
        letters
    } else {
        0
    }
}

/// Words that hold a glyph, at most so many are looked at.
const MOST_WORDS: usize = 300;
/// Share of different words that a letter must make known, and its lead over the next.
const LEAST_SHARE: f64 = 0.55;
const LEAD: f64 = 0.1;

/// Finds the letters of glyphs that nothing tells, by the words in which they stand; the number of
/// shapes of letters that were inferred so. What lengthens words (LibreOffice justifies with it)
/// becomes a tatweel. (Some fonts of TeX lack گ ک ی in the file's table.)
pub fn decipher(lines: &mut [&mut Line]) -> usize {
    let mut inferred = 0;
    for _ in 0..4 {
        let examples = examples(lines);
        let mut found: FxHashMap<u64, Arc<str>> = FxHashMap::default();
        for (shape, mut words) in examples {
            words.sort();
            words.dedup();
            if words.len() >= 3
                && let Some(letters) = best_letters(&words)
            {
                found.insert(shape, letters.into());
            }
        }
        if found.is_empty() {
            break;
        }
        inferred += found.values().filter(|l| !l.contains(TATWEEL)).count();
        for glyph in lines.iter_mut().flat_map(|l| l.glyphs.iter_mut()) {
            if &*glyph.text == "\u{fffd}"
                && let Some(letters) = found.get(&glyph.shape)
            {
                glyph.text = letters.clone();
            }
        }
    }
    inferred
}

/// For each untold shape, the words in which it is the only untold one.
fn examples(lines: &[&mut Line]) -> Vec<(u64, Vec<String>)> {
    let mut examples: FxHashMap<u64, Vec<String>> = FxHashMap::default();
    for line in lines {
        for word in words(&line.glyphs) {
            let glyphs = &line.glyphs[word];
            let mut shapes = glyphs
                .iter()
                .filter(|g| &*g.text == "\u{fffd}")
                .map(|g| g.shape);
            let Some(shape) = shapes.next() else { continue };
            if glyphs.len() < 3 || shapes.any(|other| other != shape) {
                continue;
            }
            let words = examples.entry(shape).or_default();
            if words.len() < MOST_WORDS {
                words.push(
                    glyphs
                        .iter()
                        .map(|g| &*g.text)
                        .filter(|t| !t.contains(TATWEEL))
                        .collect(),
                );
            }
        }
    }
    let mut examples: Vec<_> = examples.into_iter().collect();
    examples.sort_unstable();
    examples
}

fn best_letters(words: &[String]) -> Option<String> {
    let share = |letters: &str| {
        let known = words
            .iter()
            .map(|w| w.replace('\u{fffd}', letters))
            .filter(|w| {
                let letters = w.chars().filter(|c| is_arabic(*c)).count();
                letters >= 3 && is_known(w, letters)
            })
            .count();
        known as f64 / words.len() as f64
    };
    let mut best: (f64, String) = (0.0, String::new());
    let mut next = 0.0f64;
    let singles = LETTERS.chars().map(String::from);
    let pairs = LETTERS
        .chars()
        .flat_map(|a| LETTERS.chars().map(move |b| format!("{a}{b}")));
    for letters in singles {
        consider(share(&letters), letters, &mut best, &mut next);
    }
    if best.0 < LEAST_SHARE {
        for letters in pairs {
            // Ligatures are rarer than letters.
            consider(share(&letters) - 0.06, letters, &mut best, &mut next);
        }
    }
    let found = (best.0 >= LEAST_SHARE && best.0 > next + LEAD).then_some(best.1)?;
    // Words are compared without their hamzas, so a hamza is as good as nothing at all.
    Some(match found.as_str() {
        "ء" if stands_inside(words) => TATWEEL.to_string(),
        _ => found,
    })
}

/// Whether what nothing tells mostly stands after a letter that joins and before another, where no
/// hamza stands but in a few words (شیءگرا).
fn stands_inside(words: &[String]) -> bool {
    let inside = |word: &&String| {
        let chars: Vec<char> = word.chars().filter(|c| *c != ZWNJ).collect();
        let untold = |c: &char| *c == '\u{fffd}';
        let first = chars.iter().position(untold).unwrap_or(0);
        let last = chars.iter().rposition(untold).unwrap_or(0);
        first > 0 && joins(chars[first - 1]) && chars.get(last + 1).is_some_and(|c| is_arabic(*c))
    };
    words.iter().filter(inside).count() * 5 > words.len() * 4
}

fn consider(score: f64, letters: String, best: &mut (f64, String), next: &mut f64) {
    if score > best.0 {
        *next = best.0;
        *best = (score, letters);
    } else {
        *next = next.max(score);
    }
}

/// The words of a line: runs of glyphs of Arabic script, tatweels, joiners and what is untold.
fn words(glyphs: &[Glyph]) -> Vec<Range<usize>> {
    let in_word = |g: &Glyph| {
        g.text
            .chars()
            .any(|c| is_arabic(c) || matches!(c, TATWEEL | ZWNJ | '\u{fffd}'))
    };
    let mut words = Vec::new();
    let mut start = None;
    for (i, glyph) in glyphs.iter().enumerate() {
        match (in_word(glyph), start) {
            (true, None) => start = Some(i),
            (false, Some(first)) => {
                words.push(first..i);
                start = None;
            }
            _ => {}
        }
    }
    words.extend(start.map(|first| first..glyphs.len()));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_lengthens_words_is_a_tatweel_and_no_hamza() {
        let words = |list: &[&str]| -> Vec<String> {
            list.iter().map(|w| w.replace('_', "\u{fffd}")).collect()
        };
        let long = words(&[
            "این_ترنت",
            "تن_ها",
            "ک__جا",
            "نویس_ندگان",
            "ق_درت",
            "اب_زار",
        ]);
        assert_eq!(best_letters(&long).as_deref(), Some("ـ"));
        let hamza = words(&["سو_", "جز_", "شی_", "اجزا_", "اعضا_"]);
        assert_ne!(best_letters(&hamza).as_deref(), Some("ـ"));
        let letter = words(&["دانش_اه", "_روه", "ن_اه", "_زارش", "دی_ر", "بزر_"]);
        assert_eq!(best_letters(&letter).as_deref(), Some("گ"));
    }
}
