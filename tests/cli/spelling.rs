//! Words that the index does not know, and words that were only begun.

use super::queries::library;

#[test]
fn a_misspelt_word_is_asked_about() {
    let env = library();
    for (query, says) in [
        ("حاکمییت سایبری", "آیا منظورتان «حاکمیت سایبری» بود؟"),
        ("هاکمیت", "آیا منظورتان «حاکمیت» بود؟"),
        ("normatve power", "did you mean `normative power`?"),
        ("\"normatve power\"", "did you mean `\"normative power\"`?"),
    ] {
        env.run(&["search", query]).says(says);
    }
}

#[test]
fn the_other_keyboard_layout_is_recognized() {
    let env = library();
    for (query, says) in [
        ("shdfvd", "آیا منظورتان «سایبری» بود؟"),
        ("حاکمیت shdfvd", "آیا منظورتان «حاکمیت سایبری» بود؟"),
        (";jhf", "آیا منظورتان «کتاب» بود؟"),
        ("حخصثق", "did you mean `power`?"),
    ] {
        env.run(&["search", query]).says(says);
    }
}

#[test]
fn nothing_is_asked_where_all_words_are_known_or_nothing_is_near() {
    let env = library();
    for query in [
        "حاکمیت سایبری",
        "حاکمیت‌های سایبری",
        "حاکمیتسایبری",
        "joseph",
        "title:cybr",
        "حاکمیتت*",
        "powr~",
        "zzzzzzzz",
        "power AND states",
        "2019",
    ] {
        let run = env.run(&["search", query]);
        run.never_says("did you mean").never_says("منظورتان");
    }
}

#[test]
fn the_question_does_not_touch_standard_output() {
    let env = library();
    let args = ["search", "حاکمییت چین", "--format", "json"];
    let run = env.run(&args).exits(0).says("آیا منظورتان");
    assert!(run.json().iter().all(|hit| hit["query"] == "حاکمییت چین"));
    env.run(&["search", "zzzzpower", "--format", "json"])
        .exits(1)
        .prints("");
}

#[test]
fn beginnings_are_completed_with_their_passages() {
    let env = library();
    env.run(&["complete", "حاک"]).exits(0).prints("حاکمیت\t2\n");
    env.run(&["complete", "حاكـم"])
        .exits(0)
        .prints("حاکمیت\t2\n");
    env.run(&["complete", "pow", "--format", "json"])
        .exits(0)
        .prints("{\"text\":\"power\",\"passages\":2}\n");
    env.run(&["complete", "zzz"]).exits(1).prints("");
    env.run(&["complete", ""]).exits(1).prints("");
}

#[test]
fn after_other_words_only_what_follows_them_is_offered() {
    let env = library();
    env.run(&["complete", "حاکمیت س"])
        .exits(0)
        .prints("حاکمیت سایبری\t1\n");
    env.run(&["complete", "normative p"])
        .exits(0)
        .prints("normative power\t1\n");
    env.run(&["complete", "power n"]).exits(1).prints("");
}
