use super::*;
use crate::lexicon::lexicon;
use crate::text::letters::fold;
use proptest::prelude::*;

const TABLE: &str = include_str!("morphology.txt");

/// The groups that the tokenizer makes of a text: affixes between spaces joined to their words.
fn groups(text: &str) -> Vec<String> {
    let mut groups: Vec<String> = Vec::new();
    for piece in fold(text).split(' ').filter(|piece| !piece.is_empty()) {
        match groups.last_mut() {
            Some(group) if Binding::forward(group).meets(Binding::backward(piece)) => {
                group.push(ZWNJ);
                group.push_str(piece);
            }
            _ => groups.push(piece.to_string()),
        }
    }
    groups
}

fn terms(text: &str) -> Vec<Term> {
    let mut terms = Vec::new();
    groups(text)
        .iter()
        .for_each(|group| analyze(group, &mut terms));
    terms
}

fn lemmas(text: &str) -> Vec<String> {
    terms(text).into_iter().map(|term| term.lemma).collect()
}

fn rows() -> impl Iterator<Item = &'static str> {
    TABLE.lines().filter(|line| !line.starts_with('#'))
}

#[test]
fn the_table_of_morphology_holds() {
    let (mut checked, mut wrong) = (0, Vec::new());
    for (expected, spellings) in rows().filter_map(|row| row.split_once(": ")) {
        let expected: Vec<String> = expected.split('+').map(folded_lemma).collect();
        for spelling in spellings.split(' ') {
            checked += 1;
            let found = lemmas(&typed(spelling));
            if found != expected {
                wrong.push(format!("{spelling}: {found:?}, not {expected:?}"));
            }
        }
    }
    assert!(checked >= 600, "{checked}");
    assert!(
        wrong.is_empty(),
        "{} of {checked} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// The table names lemmas as a reader would write them; an entry may prefer another spelling.
fn folded_lemma(lemma: &str) -> String {
    let folded = crate::text::letters::fold_solid(lemma);
    tables::irregular(&folded)
        .filter(|lemma| !verbs::is_infinitive(lemma))
        .map_or(folded, str::to_string)
}

/// The words of a row of the table, as they are typed.
fn typed(word: &str) -> String {
    word.replace('|', "\u{200c}").replace('_', " ")
}

#[test]
fn pairs_of_one_lemma_meet() {
    let (mut checked, mut wrong) = (0, Vec::new());
    for row in rows().filter_map(|row| row.strip_prefix("= ")) {
        let (one, other) = row.split_once(' ').expect("two words");
        checked += 1;
        let (one, other) = (lemmas(&typed(one)), lemmas(&typed(other)));
        if one != other {
            wrong.push(format!("{row}: {one:?}, {other:?}"));
        }
    }
    assert!(checked >= 350, "{checked}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn words_of_different_meaning_share_no_lemma() {
    let mut checked = 0;
    for row in rows().filter_map(|row| row.strip_prefix("≠ ")) {
        let (one, other) = row.split_once(' ').expect("two words");
        checked += 1;
        let others = lemmas(&typed(other));
        assert!(
            lemmas(&typed(one))
                .iter()
                .all(|lemma| !others.contains(lemma)),
            "{row}"
        );
    }
    assert!(checked >= 300, "{checked}");
}

#[test]
fn the_three_spellings_have_one_exact_form() {
    for spelling in ["کتاب\u{200c}های", "کتابهای", "کتاب های"] {
        let terms = terms(spelling);
        assert_eq!(terms.len(), 1, "{spelling}");
        assert_eq!(terms[0].exact, "کتابهای");
    }
}

#[test]
fn ranges_are_those_of_the_parts() {
    let range = |group: &str| {
        let mut terms = Vec::new();
        analyze(group, &mut terms);
        let slice = |term: &Term| group[term.start..term.end].to_string();
        terms.iter().map(slice).collect::<Vec<_>>()
    };
    assert_eq!(range("بینالمللی"), ["بین", "المللی"]);
    assert_eq!(
        range("سیاست\u{200c}گذاری\u{200c}های"),
        ["سیاست", "گذاری\u{200c}های"]
    );
    assert_eq!(range("می\u{200c}شود"), ["می\u{200c}شود"]);
    assert_eq!(range("تهیهکنندگان"), ["تهیه", "کنندگان"]);
}

#[test]
fn an_affix_that_does_not_fit_is_a_term_of_its_own() {
    assert_eq!(lemmas("می ناب"), ["می", "ناب"]);
    assert_eq!(lemmas("چشم تر"), ["چشم", "تر"]);
    assert_eq!(lemmas("و ای کاش"), ["و", "ای", "کاش"]);
    assert_eq!(lemmas("سی ام"), ["سیام"]);
    assert_eq!(lemmas("از ام"), ["از", "ام"]);
}

#[test]
fn neighbours_are_understood_together() {
    assert_eq!(lemmas("به چه زبانی"), ["به", "چه", "زبان"]);
    assert_eq!(lemmas("چه بازی"), ["چه", "بازی"]);
    assert_eq!(lemmas("چه می شود"), ["چه", "شدن"]);
    assert_eq!(lemmas("زبانی"), ["زبانی"]);
    assert_eq!(lemmas("نخواهد شد"), ["شدن"]);
    assert_eq!(lemmas("خواهد که"), ["خواستن", "که"]);
    assert_eq!(lemmas("داده است"), ["دادن"]);
    assert_eq!(lemmas("این داده"), ["این", "داده"]);
    assert_eq!(lemmas("کتاب است"), ["کتاب", "بودن"]);
    assert_eq!(lemmas("غیر قانونی"), ["غیرقانونی"]);
    assert_eq!(lemmas("غیر از"), ["غیر", "از"]);
    assert_eq!(lemmas("گفته های"), ["گفتن"]);
}

#[test]
fn rules_say_why() {
    for (form, phrase) in [
        ("ایران", "whole"),
        ("منابع", "entry"),
        ("می\u{200c}شود", "verb"),
        ("کتابها", "plural ha"),
        ("بزرگتر", "degree"),
        ("کتابش", "possessive"),
        ("زیباست", "copula"),
        ("نخواهد شد", "verb"),
    ] {
        assert_eq!(terms(form)[0].rule.to_string(), phrase, "{form}");
    }
}

/// Forms whose lemma has a lemma of its own. A noun and a verb form spelled alike: کردها are
/// Kurds, کرد alone is taken for "did". Everything else must be a fixed point.
#[test]
fn a_lemma_is_its_own_lemma() {
    let mut exceptions = Vec::new();
    let mut forms = 0;
    for (form, _) in lexicon().iter() {
        forms += 1;
        for once in lemmas(&form) {
            let twice = lemmas(&once);
            if twice != [once.as_str()] {
                exceptions.push(format!("{form} → {once} → {}", twice.join("+")));
            }
        }
    }
    let homograph = |line: &&String| !line.ends_with('ن');
    let other: Vec<_> = exceptions.iter().filter(homograph).collect();
    assert!(forms > 50_000);
    assert!(other.is_empty(), "{} of {forms}:\n{other:#?}", other.len());
    assert!(
        exceptions.len() < forms / 200,
        "{}:\n{exceptions:#?}",
        exceptions.len()
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn any_letters_give_terms_in_order_within_bounds(
        group in "[ابپتمیهوندرشگکسلعآخ\u{200c}]{0,14}"
    ) {
        check(&group)?;
    }

    #[test]
    fn any_affixes_give_terms_in_order_within_bounds(
        pieces in prop::collection::vec(
            prop::sample::select(vec![
                "می", "نمی", "ها", "های", "ای", "ی", "تر", "ترین", "ام", "اند", "کتاب", "شد", "شود",
                "شده", "بر", "بین", "المللی", "م", "ش", "", "بهرهبرداری", "2035", "ai", "و", "ه",
            ]),
            0..7,
        )
    ) {
        check(&pieces.join("\u{200c}"))?;
        check(&pieces.concat())?;
    }
}

fn check(group: &str) -> Result<(), TestCaseError> {
    let mut terms = Vec::new();
    analyze(group, &mut terms);
    let mut end = 0;
    for term in &terms {
        prop_assert!(!term.lemma.is_empty() && !term.exact.is_empty());
        prop_assert!(end <= term.start && term.start < term.end && term.end <= group.len());
        prop_assert!(group.is_char_boundary(term.start) && group.is_char_boundary(term.end));
        let solid = group[term.start..term.end].replace(ZWNJ, "");
        prop_assert_eq!(&solid, &term.exact);
        end = term.end;
    }
    let solid = group.replace(ZWNJ, "");
    let exact: String = terms.iter().map(|term| term.exact.as_str()).collect();
    prop_assert_eq!(solid, exact);
    Ok(())
}
