//! The embedded model, asked about real Persian.

use super::alphabet::spell;
use super::*;
use crate::lexicon::container;

/// Sentences of everyday and scholarly Persian.
const SENTENCES: [&str; 12] = [
    "سیاست خارجی ایران در دهه‌های اخیر",
    "حاکمیت سایبری چین و امنیت ملی",
    "قانون اساسی جمهوری اسلامی ایران",
    "او گفت که نمی‌تواند به خانه برود",
    "فناوری اطلاعات و ارتباطات در آموزش عالی",
    "نتایج این پژوهش نشان می‌دهد که",
    "بسیاری از کشورها به این نتیجه رسیده‌اند",
    "کتاب‌های تازه در بازار منتشر می‌شود",
    "سازمان ملل متحد و حقوق بشر",
    "با توجه به آنچه گفته شد",
    "روابط بین‌المللی در قرن بیستم",
    "دولت باید از تولید داخلی حمایت کند",
];

fn word(letters: &str) -> Word {
    let run = spell(letters).expect("letters");
    model().find(&run).unwrap_or_else(|| panic!("{letters}"))
}

fn logarithm(words: impl Iterator<Item = Word>) -> f32 {
    let mut before = [SENTENCE; 2];
    let mut sum = 0.0;
    for word in words.chain([SENTENCE]) {
        sum += model().probability(before, word).ln();
        before = [before[1], word];
    }
    sum
}

/// All words with their letters, by walking the tree.
fn all_words() -> Vec<(Vec<u8>, Word)> {
    let mut words = Vec::new();
    let mut open = vec![(Model::ROOT, Vec::new())];
    while let Some((node, run)) = open.pop() {
        if let Some(word) = model().word(node) {
            words.push((run.clone(), word));
        }
        for letter in 1..=LETTERS as u8 {
            if let Some(next) = model().step(node, letter) {
                let mut run = run.clone();
                run.push(letter);
                open.push((next, run));
            }
        }
    }
    words
}

#[test]
fn the_version_is_the_hash_of_the_tables() {
    assert_eq!(model().version(), container::hash_of(BYTES));
}

#[test]
fn every_word_is_found_by_its_letters_and_has_a_number_of_its_own() {
    let words = all_words();
    assert_eq!(words.len() + FIRST as usize, model().len());
    let mut seen = vec![false; model().len()];
    for (run, word) in words {
        assert_eq!(model().find(&run), Some(word));
        assert!(word >= FIRST && !std::mem::replace(&mut seen[word as usize], true));
    }
    assert!(seen[FIRST as usize..].iter().all(|&seen| seen));
}

#[test]
fn numbers_follow_frequency() {
    assert!(word("و") < word("ایران") && word("ایران") < word("سایبری"));
    let mut lengths = vec![0; model().len()];
    for (run, word) in all_words() {
        lengths[word as usize] = run.len();
    }
    // Single letters are given less than their count.
    let words = (FIRST..model().len() as Word).filter(|&word| lengths[word as usize] > 1);
    assert!(words.is_sorted_by_key(|word| -model().unigram(word)));
    assert_eq!(model().spelling(word("سایبری")), "سایبری");
    assert_eq!(model().spelling(NUMBER), "<number>");
}

#[test]
fn sentences_are_more_probable_than_their_reverse() {
    for sentence in SENTENCES {
        let words: Vec<Word> = tokens(sentence, model()).into_iter().map(|t| t.0).collect();
        assert!(!words.contains(&UNKNOWN), "{sentence}");
        let forward = logarithm(words.iter().copied());
        let backward = logarithm(words.iter().rev().copied());
        assert!(forward > backward + 5.0, "{sentence} {forward} {backward}");
    }
}

#[test]
fn probabilities_after_a_context_sum_to_one() {
    let contexts = [
        [SENTENCE, SENTENCE],
        [word("در"), word("سال")],
        [word("می"), word("شود")],
        [word("سیاست"), word("خارجی")],
        [UNKNOWN, word("سایبری")],
        [NUMBER, UNKNOWN],
    ];
    for before in contexts {
        let context = model().context(before);
        let mut sum = 0.0;
        for word in 0..model().len() as Word {
            let p = model().probability(before, word);
            assert!(p > 0.0);
            assert_eq!(p, model().after(&context, word));
            sum += f64::from(p);
        }
        assert!((0.97..1.03).contains(&sum), "{before:?} {sum}");
    }
    let single: f32 = (0..model().len() as Word).map(|w| model().unigram(w)).sum();
    assert!((0.97..1.03).contains(&single), "{single}");
}

#[test]
fn a_sentence_end_hides_what_stands_before_it() {
    let [this, other] = [word("ایران"), word("کتاب")];
    let after = |first| model().probability([first, SENTENCE], word("در"));
    assert_eq!(after(this), after(other));
}

#[test]
fn what_is_written_together_joins_and_nothing_else() {
    for (first, second) in [
        ("می", "شود"),
        ("نمی", "تواند"),
        ("کتاب", "ها"),
        ("کشور", "های"),
        ("بزرگ", "ترین"),
        ("شده", "اند"),
        ("بین", "المللی"),
        ("بهره", "برداری"),
        ("سیاست", "گذاری"),
        ("برنامه", "ریزی"),
        ("پیش", "نویس"),
        ("تصمیم", "گیری"),
    ] {
        let p = model().joined(word(first), word(second));
        assert!((0.7..=0.995).contains(&p), "{first} {second} {p}");
    }
    for (first, second) in [
        ("در", "سال"),
        ("سیاست", "خارجی"),
        ("امنیت", "ملی"),
        ("بر", "اساس"),
        ("ایران", "و"),
        ("که", "در"),
        ("حقوق", "بشر"),
        ("به", "طور"),
    ] {
        let p = model().joined(word(first), word(second));
        assert!((0.0005..0.45).contains(&p), "{first} {second} {p}");
    }
    assert!(model().joined(UNKNOWN, word("ها")) > 0.9);
    assert!(model().joined(SENTENCE, word("ها")) < 0.001);
}

#[test]
fn affixes_and_function_words_are_known_as_such() {
    assert!(model().is_prefix(word("می")) && !model().is_prefix(word("ها")));
    assert!(model().is_suffix(word("هایشان")) && !model().is_suffix(word("می")));
    assert!(model().is_function(word("به")) && !model().is_function(word("کتاب")));
}

#[test]
fn unknown_words_are_likelier_the_more_they_look_like_words() {
    let cost = |letters: &str| model().unknown(&spell(letters).expect("letters"));
    assert!(cost("لیجیان") > cost("قثصپغژ") + 5.0);
}

#[test]
fn text_is_parted_as_good_spelling_has_it() {
    let parts = |text: &str| -> Vec<String> {
        tokens(text, model())
            .into_iter()
            .map(|(word, bytes)| match word {
                UNKNOWN => format!("?{}", &text[bytes]),
                _ => model().spelling(word),
            })
            .collect()
    };
    for (text, expected) in [
        ("کتابها", "کتاب ها"),
        ("كتاب‌هاي او", "کتاب های او"),
        ("نمیشود", "نمی شود"),
        ("تنها میان رهایی", "تنها میان رهایی"),
        ("شدهاند", "شده اند"),
        ("مهمترین", "مهم ترین"),
        ("درتاریخ", "?درتاریخ"),
        ("مثلاً «ایران»،", "مثلا ایران <comma>"),
        (
            "سال ۱۲٫۵؟! U.S. است.",
            "سال <number> <sentence> <latin> <sentence> است <sentence>",
        ),
    ] {
        assert_eq!(parts(text).join(" "), expected, "{text}");
    }
}

#[test]
fn tokens_know_their_bytes() {
    let text = "کتابهای  می‌شود.";
    let found: Vec<&str> = tokens(text, model())
        .into_iter()
        .map(|t| &text[t.1])
        .collect();
    assert_eq!(found, ["کتاب", "های", "می", "شود", "."]);
}

#[test]
fn damaged_bytes_are_refused() {
    assert!(Model::open(b"").is_err());
    for length in [30, 1000, BYTES.len() / 2, BYTES.len() - 1] {
        assert!(Model::open(&BYTES[..length]).is_err(), "{length}");
    }
    // A file of the same frame with other tables.
    assert!(Model::open(container::write(&[]).leak()).is_err());
}

#[test]
fn that_introduces_speech_and_ends_no_sentence() {
    let after = |words: [&str; 2], next| model().probability(words.map(word), next);
    let said = ["گفت", "که"];
    assert!(after(said, COLON) > 10.0 * after(said, SENTENCE));
}
