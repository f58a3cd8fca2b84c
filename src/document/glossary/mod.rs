//! Terms and names that a document gives in two languages: `قدرت هنجاری1` with the note
//! `1. Normative Power`, `فناوری اطلاعات و ارتباطات (ICT)`, `ساتو (2017)` and `(Satow, 2017)`.

mod align;
mod inline;
mod keywords;
mod names;
mod notes;
mod words;

use super::citations::Citation;
use super::kind::Kind;
use super::notes::Footnote;
use super::passages::Passage;
use super::shape::Page;
use super::structure::Structure;
use align::Found;
use serde::Serialize;
use std::ops::Range;
use words::{Call, Certainty, Word};

/// A pair of terms.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Pair {
    /// The Persian term.
    pub persian: String,
    /// The English term.
    pub english: String,
    /// Line of the source that gives the English.
    pub line: u32,
    /// How sure it is that the two mean the same, from 0 to 1.
    pub confidence: f32,
}

impl Pair {
    /// The ways in which the English side is written: `Internet of Things (IoT)` is also the acronym
    /// and the term without it, `5 Generation or 5G` each of the two.
    pub fn english_forms(&self) -> Vec<&str> {
        let mut forms = Vec::new();
        for part in self.english.split([';', '،']).flat_map(|p| p.split(" or ")) {
            match part.split_once('(') {
                Some((term, inner)) => {
                    forms.push(term.trim());
                    let inner = inner.trim_end().trim_end_matches(')').trim();
                    if is_short_form(inner) {
                        forms.push(inner);
                    }
                }
                None => forms.push(part.trim()),
            }
        }
        forms.retain(|form| !form.is_empty());
        forms
    }

    /// The surnames of a pair that names persons.
    pub fn surnames(&self) -> Vec<(String, String)> {
        names::surnames(self)
    }
}

/// One word with two capitals or more: ICT, IoT.
fn is_short_form(text: &str) -> bool {
    let capitals = text.chars().filter(|c| c.is_uppercase()).count();
    capitals > 1 && text.chars().count() <= 8 && text.chars().all(char::is_alphanumeric)
}

/// A passage as words.
struct Text<'a> {
    passage: &'a Passage,
    lines: Range<u32>,
    words: Vec<Word>,
    rest: String,
    calls: Vec<Call>,
}

impl<'a> Text<'a> {
    /// The words of a passage, and the calls if there are notes to call.
    fn of(passage: &'a Passage, has_notes: bool) -> Text<'a> {
        let (words, rest) = words::of_passage(passage);
        let calls = if has_notes {
            words::calls(&words, &rest)
        } else {
            Vec::new()
        };
        Text {
            passage,
            lines: lines(passage),
            words,
            rest,
            calls,
        }
    }

    /// Whether any of its lines may be one of these.
    fn meets(&self, lines: &Range<u32>) -> bool {
        meet(&self.lines, lines)
    }
}

/// Whether any line may be in both.
fn meet(a: &Range<u32>, b: &Range<u32>) -> bool {
    a.start < b.end && b.start < a.end
}

/// The lines of the source from the first to the last of a passage.
fn lines(passage: &Passage) -> Range<u32> {
    passage
        .traced
        .lines()
        .map_or(0..0, |(first, last)| first..last + 1)
}

/// Finds the pairs of a document.
pub fn find(
    page: &Page,
    structure: &Structure,
    passages: &[Passage],
    citations: &[Citation],
) -> Vec<Pair> {
    if !passages.iter().any(|p| p.language == Some("fa")) {
        return Vec::new();
    }
    let glosses: Vec<&Footnote> = structure
        .notes
        .iter()
        .filter(|note| notes::is_gloss(&note.text))
        .collect();
    let pages: Vec<Range<u32>> = glosses
        .iter()
        .map(|note| notes::lines_of_page(page, &structure.notes, note))
        .collect();
    let may_call = |p: &Passage| {
        let own = lines(p);
        pages.iter().any(|page| meet(page, &own))
    };
    let has_bracket = |p: &Passage| {
        let bytes = p.traced.text.as_bytes();
        memchr::memchr2(b'(', b')', bytes).is_some()
    };
    let has_latin = |p: &Passage| p.traced.text.bytes().any(|b| b.is_ascii_alphabetic());
    // What has no note on its page and no Latin in brackets is most text, and is not looked at any
    // further.
    let texts: Vec<Text> = passages
        .iter()
        .filter(|p| p.kind != Kind::Reference)
        .filter_map(|p| {
            let may_call = !pages.is_empty() && p.kind != Kind::Footnote && may_call(p);
            (may_call || has_bracket(p) && has_latin(p)).then(|| Text::of(p, may_call))
        })
        .collect();
    let mut pairs = Vec::new();
    for note in glosses {
        pairs.extend(notes::pair(page, &structure.notes, note, &texts));
    }
    for text in &texts {
        inline::find(text, &mut pairs);
    }
    names::find(citations, &mut pairs);
    keywords::find(passages, &mut pairs);
    complete(&mut pairs);
    // Of a pair that comes twice the surer one stays.
    pairs.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    let mut seen = rustc_hash::FxHashSet::default();
    pairs.retain(|p| seen.insert((p.persian.clone(), p.english.to_lowercase())));
    pairs.sort_by_key(|p| p.line);
    pairs
}

/// For each note the line of its call and what it hangs on, where that was found.
pub fn calls(
    page: &Page,
    structure: &Structure,
    passages: &[Passage],
) -> Vec<Option<(u32, String)>> {
    let texts: Vec<Text> = passages
        .iter()
        .filter(|p| !matches!(p.kind, Kind::Footnote | Kind::Reference))
        .map(|p| Text::of(p, true))
        .collect();
    let notes = &structure.notes;
    let call = |note| notes::call(page, notes, note, &texts);
    notes.iter().map(call).collect()
}

/// How sure a pair is. Of the 69 pairs of the two papers for which kavosh was made, checked by eye,
/// 36 are 0.9 or more sure, 21 from 0.8, 12 below; the one that was wrong was among the last.
fn confidence(found: &Found, certainty: Certainty) -> f32 {
    let by_words = 0.6 + 0.38 * found.evidence.min(1.0);
    let by_marks: f64 = if found.quoted { 0.9 } else { 0.0 };
    let loose = if certainty == Certainty::Loose {
        0.85
    } else {
        1.0
    };
    (by_words.max(by_marks) * loose) as f32
}

/// Gives the note that spells an acronym out the acronym, where the text has it in brackets after the
/// same term.
fn complete(pairs: &mut [Pair]) {
    let acronyms: Vec<(String, String)> = pairs
        .iter()
        .filter(|p| align::is_acronym(&p.english))
        .map(|p| (p.persian.clone(), p.english.clone()))
        .collect();
    for pair in pairs.iter_mut().filter(|p| !p.english.contains('(')) {
        let own = acronyms.iter().find(|(persian, acronym)| {
            *persian == pair.persian && align::abbreviates(acronym, &pair.english)
        });
        if let Some((_, acronym)) = own {
            pair.english = format!("{} ({acronym})", pair.english);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::read::decode;
    use crate::document::{citations, passages, structure};

    fn pairs(text: &str) -> Vec<(String, String)> {
        let text = decode(text.as_bytes()).unwrap().text;
        let page = Page::of(&text);
        let structure = structure::find(&page);
        let (passages, _) = passages::cut(&page, &structure);
        let citations = citations::find(&passages, &[]);
        find(&page, &structure, &passages, &citations)
            .into_iter()
            .map(|p| (p.persian, p.english))
            .collect()
    }

    fn assert_pairs(text: &str, expected: &[(&str, &str)]) {
        let found = pairs(text);
        let found: Vec<(&str, &str)> = found
            .iter()
            .map(|(p, e)| (p.as_str(), e.as_str()))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn notes_give_the_english_of_the_term_they_hang_on() {
        assert_pairs(
            "مقاله از قدرت هنجاری1 و «حاکمیت سایبری»2 سخن می‌گوید که در متن آمده است\n1. Normative Power\n2. Cyber Sovereignty\n",
            &[
                ("قدرت هنجاری", "Normative Power"),
                ("حاکمیت سایبری", "Cyber Sovereignty"),
            ],
        );
    }

    #[test]
    fn a_term_is_as_long_as_its_words_tell() {
        assert_pairs(
            "این کشور پیشنهاد خود را به اتحادیه بین‌المللی ارتباطات از راه دور1 داد و گروه متخصصین حکومتی2 آن را توسط سازمان همکاری شانگهای3 خواند\n1. International Telecommunications Union (ITU)\n2. Group of Government Experts (GGE)\n3. Shanghai Cooperation Organisation (SCO)\n",
            &[
                (
                    "اتحادیه بین‌المللی ارتباطات از راه دور",
                    "International Telecommunications Union (ITU)",
                ),
                ("گروه متخصصین حکومتی", "Group of Government Experts (GGE)"),
                (
                    "سازمان همکاری شانگهای",
                    "Shanghai Cooperation Organisation (SCO)",
                ),
            ],
        );
    }

    #[test]
    fn names_end_where_their_sound_does() {
        assert_pairs(
            "پژوهش دیگری که راش دوشی و همکاران1 در سال گذشته نوشتند و به گفته یانگ ژن2 درست است\n1. Rush Doshi, Emily Bruyere and John Ferguson\n2. Yang Zhen\n",
            &[
                (
                    "راش دوشی و همکاران",
                    "Rush Doshi, Emily Bruyere and John Ferguson",
                ),
                ("یانگ ژن", "Yang Zhen"),
            ],
        );
    }

    #[test]
    fn glosses_in_brackets() {
        assert_pairs(
            "گسترش فناوری اطلاعات و ارتباطات (ICT) و رایانش ابری (cloud computing) در ایران (Segal, 2020) و تعاملات میان دولت‌ها (G2G) دیده شد\n",
            &[
                ("فناوری اطلاعات و ارتباطات", "ICT"),
                ("رایانش ابری", "cloud computing"),
                ("تعاملات میان دولت‌ها", "G2G"),
            ],
        );
    }

    #[test]
    fn a_gloss_may_name_its_language() {
        assert_pairs(
            "این نظریه را یورگن هابرماس (به آلمانی: Jürgen Habermas) در کتاب خود نوشت و سرمایه اجتماعی (انگلیسی: social capital) از آن آمد.\n",
            &[
                ("یورگن هابرماس", "Jürgen Habermas"),
                ("سرمایه اجتماعی", "social capital"),
            ],
        );
    }

    #[test]
    fn authors_cited_in_both_scripts() {
        assert_pairs(
            "ساتو (2017) دیپلماسی را رهبری روابط دانسته است. دیپلماسی سنتی از آن جداست (Satow, 2017).\n",
            &[("ساتو", "Satow")],
        );
    }

    #[test]
    fn forms_of_the_english_side() {
        let pair = |english: &str| Pair {
            persian: String::new(),
            english: english.to_owned(),
            line: 1,
            confidence: 1.0,
        };
        assert_eq!(
            pair("Internet of Things (IoT)").english_forms(),
            ["Internet of Things", "IoT"]
        );
        assert_eq!(
            pair("5 Generation or 5G").english_forms(),
            ["5 Generation", "5G"]
        );
    }
}
