//! The query language at the command line: what is found.

use super::env::Env;

const NO_ONE: [&str; 0] = [];

/// A handful of documents that differ in what they hold.
pub fn library() -> Env {
    Env::indexed(&[
        (
            "china.txt",
            "حاکمیت سایبری در چین مهم است و دولت آن را حفظ می‌کند.\n",
        ),
        ("iran.txt", "حاکمیت ملی و امنیت سایبری در ایران بررسی شد.\n"),
        (
            "power.txt",
            "The normative power of states and cyber power in world politics.\n",
        ),
        (
            "far.txt",
            "Normative claims about soft and hard power were made.\n",
        ),
        ("chinese.txt", "我们维护网络主权和国家安全。\n"),
        (
            "sub/books.md",
            "---\ntitle: کتاب‌های فارسی\nauthor: علی رضایی\nyear: 1399\n---\n\n# درآمد\n\nنویسنده کتاب‌هایش را می‌نویسد.\n",
        ),
        (
            "sub/nye.md",
            "---\ntitle: Cyber Power\nauthor: Joseph Nye\nyear: 2010\n---\n\n# Introduction\n\nStates use networks.\n",
        ),
    ])
}

#[track_caller]
pub fn finds(env: &Env, query: &str, documents: &[&str]) {
    assert_eq!(env.found(query), documents, "query: {query}");
}

#[test]
fn letters_joiners_and_spaces_do_not_matter() {
    let env = Env::corpus();
    let hits = |query: &str| {
        let mut hits = env.hits(query);
        for hit in &mut hits {
            hit.as_object_mut().unwrap().remove("query");
        }
        hits
    };
    let expected = hits("حاکمیت سایبری");
    assert!(expected.len() > 20);
    for query in [
        "حاكميت سايبري",
        "حاکمیت‌سایبری",
        "حاکمیت  سایبری",
        " حاکمیت\tسایبری ",
        "حاکمیـــت سایبری",
    ] {
        assert_eq!(hits(query), expected, "query: {query}");
    }
}

#[test]
fn words_phrases_and_nearness() {
    let env = library();
    finds(&env, "حاکمیت", &["china", "iran"]);
    finds(&env, "\"حاکمیت سایبری\"", &["china"]);
    finds(&env, "\"حاکمیت سایبری\"~2", &["china"]);
    finds(&env, "\"حاکمیت سایبری\"~3", &["china", "iran"]);
    finds(&env, "\"سایبری حاکمیت\"", &NO_ONE);
    finds(&env, "\"normative power\"", &["power"]);
    finds(&env, "\"normative power\"~۵", &["far", "power"]);
}

#[test]
fn inflected_forms_are_found_and_exact_takes_the_form_as_it_is() {
    let env = library();
    finds(&env, "کتاب", &["sub/books"]);
    finds(&env, "کتاب‌ها", &["sub/books"]);
    finds(&env, "exact:کتابهایش", &["sub/books"]);
    finds(&env, "exact:نوشتن", &NO_ONE);
    finds(&env, "state", &["power", "sub/nye"]);
    finds(&env, "exact:state", &NO_ONE);
    finds(&env, "exact:states", &["power", "sub/nye"]);
}

#[test]
fn operators_and_signs() {
    let env = library();
    finds(&env, "حاکمیت AND امنیت", &["iran"]);
    finds(&env, "امنیت OR چین", &["china", "iran"]);
    finds(&env, "حاکمیت NOT امنیت", &["china"]);
    finds(&env, "حاکمیت -امنیت", &["china"]);
    finds(&env, "حاکمیت +امنیت", &["iran"]);
    finds(
        &env,
        "(امنیت OR normative) AND (ملی OR hard)",
        &["far", "iran"],
    );
    finds(&env, "power NOT (normative OR soft)", &["sub/nye"]);
}

#[test]
fn an_excluded_phrase_tripped_an_assertion() {
    let env = library();
    finds(&env, "-\"normative power\" power", &["far", "sub/nye"]);
    finds(&env, "power NOT \"cyber power\"", &["far", "sub/nye"]);
}

#[test]
fn prefixes_and_misspelt_words() {
    let env = library();
    finds(&env, "حاکم*", &["china", "iran"]);
    finds(&env, "normat*", &["far", "power"]);
    finds(&env, "zzz*", &NO_ONE);
    finds(&env, "normatve~", &["far", "power"]);
    finds(&env, "nrmatve~1", &NO_ONE);
    finds(&env, "nrmatve~2", &["far", "power"]);
    finds(&env, "حاکمییت~", &["china", "iran"]);
}

#[test]
fn fields_and_filters() {
    let env = library();
    finds(&env, "title:cyber", &["sub/nye"]);
    finds(&env, "title:\"کتابهای فارسی\"", &["sub/books"]);
    finds(&env, "section:introduction", &["sub/nye"]);
    finds(&env, "author:رضایی", &["sub/books"]);
    finds(&env, "author:\"joseph nye\"", &["sub/nye"]);
    finds(&env, "year:2010", &["sub/nye"]);
    finds(&env, "year:۲۰۰۹..۲۰۱۱", &["sub/nye"]);
    // Years of the other calendar that overlap count: 1389 ended in 2011, 1399 in 2021.
    finds(&env, "year:1389..", &["sub/books", "sub/nye"]);
    finds(&env, "year:1390..", &["sub/books"]);
    finds(&env, "year:..۱۳۹۰", &["sub/nye"]);
    finds(&env, "year:2011..2020", &["sub/books"]);
    finds(&env, "year:2011..2019", &NO_ONE);
    finds(&env, "kind:heading", &["sub/books", "sub/nye"]);
    finds(&env, "lang:zh", &["chinese"]);
    finds(&env, "power lang:en", &["far", "power", "sub/nye"]);
    finds(&env, "doc:china", &["china"]);
    finds(&env, "doc:ch*", &["china", "chinese"]);
    finds(&env, "doc:sub/*", &["sub/books", "sub/nye"]);
    finds(&env, "doc:chin", &NO_ONE);
    finds(&env, "حاکمیت -doc:iran", &["china"]);
}

#[test]
fn a_word_of_the_title_made_every_passage_a_hit() {
    let text = "---\ntitle: حکمرانی اینترنت\nauthor: Joseph Nye\n---\n\n# درآمد\n\nنخست از شبکه‌ها سخن می‌رود.\n\n# نتیجه\n\nسپس از دولت‌ها و حکمرانی آنها.\n";
    let env = super::env::Env::indexed(&[("a.md", text), ("b.txt", "متنی دیگر\n")]);
    let texts = |query: &str| -> Vec<String> {
        let hits = env.hits(query);
        let mut texts: Vec<String> = hits.iter().map(|h| h["text"].to_string()).collect();
        texts.sort();
        texts
    };
    // What says it, and the beginning of the paper that has it in its title.
    let said = "\"سپس از دولت‌ها و حکمرانی آنها.\"";
    assert_eq!(texts("حکمرانی"), ["\"درآمد\"", said]);
    assert_eq!(texts("اینترنت"), ["\"درآمد\""]);
    assert_eq!(texts("nye"), ["\"درآمد\""]);
    assert_eq!(texts("شبکه +حکمرانی"), [said]);
    assert_eq!(texts("title:حکمرانی").len(), 4);
}

#[test]
fn a_heading_without_persian_letters_was_called_arabic() {
    // مقدمه and درآمد have no letter that only Persian has.
    let env = library();
    finds(&env, "lang:ar", &NO_ONE);
    let heading = env.hits("lang:fa kind:heading");
    assert_eq!(heading.len(), 1, "{heading:#?}");
}

#[test]
fn chinese_words_are_found_in_a_sentence_without_spaces() {
    let env = library();
    finds(&env, "网络主权", &["chinese"]);
    finds(&env, "\"网络主权\"", &["chinese"]);
    finds(&env, "安全", &["chinese"]);
    finds(&env, "全和", &NO_ONE);
    let hit = &env.hits("网络主权")[0];
    assert_eq!(
        hit["matches"],
        serde_json::json!([{"start": 4, "end": 8, "line": 1}])
    );
}
