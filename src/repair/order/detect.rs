//! Whether a document was torn apart, and how: what keeps clean text out of the decoder.
//!
//! Torn words show themselves: a tatweel after white space. Scattered order shows in the words: in
//! running text a word and its neighbour are a likely pair as they stand, in a scattered line more
//! likely the other way round (سایبری حاکمیت for حاکمیت سایبری), and joined pieces end up at the
//! wrong ends of lines (a line that ends in می, one that begins with های). Clean text is looked at
//! in samples and passes; one suspicious sample, and every line is looked at.

use super::costs::Damage;
use crate::lexicon::model::{self, FIRST, Model, Word};
use crate::text::SourceText;
use crate::text::letters::TATWEEL;
use std::sync::LazyLock;

/// Torn lines from which a document counts as stretched.
const TORN: usize = 2;
/// How many lines must look scattered, and what share of those that can be judged: a few of a
/// long document, or fewer if they are many of a short one. Of 5,375 clean news articles and ten
/// clean papers (shared/retrieval, shared/pdf) none reaches either.
const SCATTERED: [(usize, f64); 2] = [(3, 0.06), (2, 0.25)];
/// Lines that are judged first. With a quarter of the lines scattered to be seen as such, all of
/// them look clean in one document of a thousand.
const SAMPLE: usize = 24;
/// Bytes from which a line is worth judging.
const LINE: usize = 40;

/// Share of pairs known only the other way round in clean text, generously: 1.6 % in the median of
/// 5,365 news articles, at most 7 % in ten papers; 24–32 % in scattered text.
const BACK: f64 = 0.09;
/// Standard deviations above it from which chance is ruled out.
const CERTAIN: f64 = 2.5;
/// Pairs that the model knows in either order, to the words of a Persian document: 0.5 in clean
/// text, above 0.35 in scattered text; 0.04 in Urdu, which shares letters and many words.
const PERSIAN: f64 = 0.2;
/// Words with a tatweel inside from which a document counts as stretched, and their share of all.
const STRETCHED: (usize, f64) = (12, 0.25);
/// The bytes of a tatweel.
const TATWEEL_BYTES: &[u8] = "\u{640}".as_bytes();

/// What the words of some lines say.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Evidence {
    /// Lines with enough words to judge.
    pub lines: usize,
    /// Lines that read better backwards, or begin or end with half a word.
    pub scattered: usize,
    /// Pairs of neighbours that the model knows as they stand.
    pub there: usize,
    /// Pairs that it knows only the other way round.
    pub back: usize,
    /// Words of Persian letters.
    pub words: usize,
    /// Long ones that the model does not know.
    pub unknown: usize,
}

/// Share of long unknown words in the sample from which a document may have lost spaces between words.
const UNKNOWN: f64 = 0.08;
/// Letters from which a word counts as long.
const LONG: usize = 5;

/// What a document looks like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// How it was torn apart, if it was.
    pub damage: Option<Damage>,
    /// Whether many of its words are unknown.
    pub unknown: bool,
}

impl Look {
    /// Whether its lines were torn apart: only then do lessons of others help, and only such a document
    /// must not give any.
    pub fn is_torn(&self) -> bool {
        self.damage.is_some()
    }
}

/// How the document was torn apart, if it was.
pub fn damage(text: &SourceText) -> Option<Damage> {
    look(text).damage
}

/// Looks at a document.
pub fn look(text: &SourceText) -> Look {
    if is_stretched(&text.traced.text) {
        return Look {
            damage: Some(Damage::Stretched),
            ..Look::default()
        };
    }
    let long: Vec<&str> = text
        .line_texts()
        .filter(|line| line.len() >= LINE)
        .collect();
    let step = (long.len() / SAMPLE).max(1);
    let mut seen = Evidence::default();
    long.iter().step_by(step).for_each(|line| seen.look(line));
    let mut found = Look {
        damage: None,
        unknown: seen.unknown as f64 >= UNKNOWN * seen.words as f64 && seen.unknown > 0,
    };
    if seen.is_suspicious() {
        if step > 1 {
            seen = Evidence::default();
            long.iter().for_each(|line| seen.look(line));
        }
        found.damage = seen.is_certain().then_some(Damage::Scattered);
    }
    found
}

impl Evidence {
    /// Whether it is worth looking at more lines.
    fn is_suspicious(&self) -> bool {
        self.scattered > 0 || self.back as f64 > BACK * (self.there + self.back) as f64
    }

    /// Whether some lines are plainly scattered, or all of them together are beyond chance.
    fn is_certain(&self) -> bool {
        let lines = SCATTERED.iter().any(|&(least, share)| {
            self.scattered >= least && self.scattered as f64 >= share * self.lines as f64
        });
        let pairs = (self.there + self.back) as f64;
        if pairs < PERSIAN * self.words as f64 {
            return false;
        }
        let usual = BACK * pairs;
        lines || self.back as f64 > usual + CERTAIN * (usual * (1.0 - BACK)).sqrt()
    }
}

/// Whether words are torn at a tatweel, or tatweels lengthen so many words that a typesetter must
/// have justified the lines with them.
fn is_stretched(text: &str) -> bool {
    if memchr::memmem::find(text.as_bytes(), TATWEEL_BYTES).is_none() {
        return false;
    }
    if torn_lines(text) >= TORN {
        return true;
    }
    let stretched = stretched_words(text);
    if stretched < STRETCHED.0 {
        return false;
    }
    let words = text
        .split_whitespace()
        .filter(|word| word.chars().any(|c| model::letter(c).is_some()))
        .count();
    stretched as f64 >= STRETCHED.1 * words as f64
}

/// Words with a tatweel between other characters. Looks at the words with tatweels only: nearly all
/// texts have few.
fn stretched_words(text: &str) -> usize {
    let mut words = 0;
    let mut end = 0;
    for at in memchr::memmem::find_iter(text.as_bytes(), TATWEEL_BYTES) {
        if at < end {
            continue;
        }
        let start = text[..at]
            .char_indices()
            .rev()
            .take_while(|(_, c)| !c.is_whitespace())
            .last()
            .map_or(at, |(start, _)| start);
        end = at
            + text[at..]
                .find(char::is_whitespace)
                .unwrap_or(text.len() - at);
        words += usize::from(text[start..end].trim_matches(TATWEEL).contains(TATWEEL));
    }
    words
}

/// Lines in which a tatweel stands after white space and before a letter.
fn torn_lines(text: &str) -> usize {
    let mut lines = 0;
    let mut last_line_end = 0;
    for at in memchr::memmem::find_iter(text.as_bytes(), TATWEEL_BYTES) {
        let torn = at >= last_line_end
            && (at == 0 || text[..at].ends_with(char::is_whitespace))
            && text[at..]
                .trim_start_matches(TATWEEL)
                .starts_with(|c| model::letter(c).is_some());
        if torn {
            lines += 1;
            last_line_end = text[at..].find('\n').map_or(text.len(), |end| at + end);
        }
    }
    lines
}

/// Pairs from which a line can be judged.
const PAIRS: usize = 3;
/// Pairs by which those known only the other way round must outnumber half the others.
const BACKWARDS: usize = 2;
/// Only the start of a long line is judged, this many bytes.
const START: usize = 240;

impl Evidence {
    /// Judges a line.
    pub fn look(&mut self, line: &str) {
        let end = (0..=START.min(line.len()))
            .rev()
            .find(|&at| line.is_char_boundary(at))
            .unwrap_or(0);
        let mut pairs = Pairs::of(&line[..end], model::model());
        self.there += pairs.there;
        self.back += pairs.back;
        self.words += pairs.words;
        self.unknown += pairs.unknown;
        pairs.halves &= end == line.len();
        if pairs.there + pairs.back >= PAIRS {
            self.lines += 1;
            let backwards = pairs.back >= BACKWARDS + pairs.there / 2;
            self.scattered += usize::from(backwards || pairs.halves);
        }
    }
}

/// The neighbours in a line.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pairs {
    /// Pairs that the model knows as they stand.
    pub there: usize,
    /// Pairs that it knows only the other way round.
    pub back: usize,
    /// Words of Persian letters.
    pub words: usize,
    /// Long ones that the model does not know.
    pub unknown: usize,
    /// Whether the line begins with the plural ending ها, or ends with the prefix می.
    pub halves: bool,
}

impl Pairs {
    /// Looks at the words of a line that stand beside each other.
    pub fn of(line: &str, model: &Model) -> Pairs {
        let mut pairs = Pairs::default();
        let mut before: Option<Word> = None;
        let mut first = true;
        let mut node = Some(Model::ROOT);
        let mut start = 0;
        let mut last = false;
        for (at, c) in line.char_indices().chain([(line.len(), ' ')]) {
            if let Some(letter) = model::letter(c) {
                node = node.and_then(|node| model.step(node, letter));
                continue;
            }
            if at > start {
                let word = node.and_then(|node| model.word(node));
                // A Persian letter has two bytes.
                pairs.unknown += usize::from(word.is_none() && at - start >= 2 * LONG);
                pairs.word(word, &mut before, &mut first, &mut last, model);
            }
            if c != ' ' {
                before = None;
                last = false;
            }
            node = Some(Model::ROOT);
            start = at + c.len_utf8();
        }
        pairs.halves |= last;
        pairs
    }

    fn word(
        &mut self,
        word: Option<Word>,
        before: &mut Option<Word>,
        first: &mut bool,
        last: &mut bool,
        model: &Model,
    ) {
        let word = word.filter(|&word| word >= FIRST);
        self.words += 1;
        if let (Some(a), Some(b)) = (*before, word)
            && a != b
        {
            if model.follows(a, b) {
                self.there += 1;
            } else if model.follows(b, a) {
                self.back += 1;
            }
        }
        self.halves |= *first && word.is_some_and(|word| PLURALS.contains(&word));
        *last = word.is_some_and(|word| model.is_prefix(word));
        *first = false;
        *before = word;
    }
}

/// The plural ending ها and its forms, which no line begins with.
static PLURALS: LazyLock<Vec<Word>> = LazyLock::new(|| {
    ["ها", "های", "هایی"]
        .iter()
        .filter_map(|form| model::model().find(&model::spell(form)?))
        .collect()
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Markup;

    fn text(lines: &[&str]) -> SourceText {
        let mut text = SourceText::default();
        for (number, line) in (1..).zip(lines) {
            let start = text.traced.text.len();
            text.traced.append_inserted(line);
            text.end_line(start, number, Markup::None);
        }
        text
    }

    const THERE: &str = "حاکمیت سایبری به این معناست که هر دولت حق دارد قواعد اینترنت را تعیین کند";

    #[test]
    fn a_text_whose_lines_read_backwards_is_scattered() {
        let words: Vec<&str> = THERE.split(' ').rev().collect();
        let back = words.join(" ");
        assert_eq!(damage(&text(&[THERE; 12])), None);
        assert_eq!(damage(&text(&[back.as_str(); 12])), Some(Damage::Scattered));
        let model = model::model();
        let (there, back) = (Pairs::of(THERE, model), Pairs::of(&back, model));
        assert!(there.there > 2 * there.back, "{there:?}");
        assert!(back.back > back.there, "{back:?}");
    }

    #[test]
    fn two_torn_words_on_one_line_are_one_torn_line() {
        let torn = "ــت حفــظ امنی ــد و تهدی";
        assert_eq!(torn_lines(&format!("{torn}\n")), 1);
        assert_eq!(damage(&text(&[torn, THERE])), None);
        assert_eq!(damage(&text(&[torn, THERE, torn])), Some(Damage::Stretched));
        // A row of tatweels is a rule, and inside a word they are no tear.
        assert_eq!(torn_lines("ـــــــ\nحفــظ امنیــت\n ـــ \n"), 0);
    }

    #[test]
    fn words_with_a_tatweel_inside_are_counted_once() {
        let text = "حـفـظ امنیـت ـ ــت ملـ\nتهـ\u{200c}دید";
        assert_eq!(stretched_words(text), 3);
        assert_eq!(stretched_words("متن ساده"), 0);
    }

    #[test]
    fn half_words_at_the_ends_of_a_line_are_seen() {
        let halves = |line| Pairs::of(line, model::model()).halves;
        assert!(halves("های تازه در این عرصه"));
        assert!(halves("بیان نیز در این عرصه می"));
        assert!(!halves(THERE));
    }

    #[test]
    fn a_text_without_spaces_has_many_unknown_words() {
        assert!(!look(&text(&[THERE; 3])).unknown);
        let glued = "حاکمیتسایبری بهاینمعناست که هردولت حقدارد قواعداینترنت را تعیینکند";
        let found = look(&text(&[glued; 3]));
        assert!(found.unknown);
        assert_eq!(found.damage, None);
    }
}
