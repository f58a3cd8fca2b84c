//! `kavosh index` over time: changed, new, gone and renamed files, rebuilding.

use super::env::Env;
use std::fs;

#[test]
fn changed_new_and_deleted_files_are_followed() {
    let env = Env::indexed(&[
        ("stays.txt", "کاوش ماندنی\n"),
        ("changes.txt", "کاوش کهنه\n"),
        ("goes.txt", "کاوش رفتنی\n"),
    ]);
    env.write("papers/changes.txt", "کاوش تازه\n");
    env.write("papers/comes.txt", "کاوش نورسیده\n");
    fs::remove_file(env.path("papers/goes.txt")).unwrap();
    env.run(&["index", "papers"])
        .exits(0)
        .says("1 file new, 1 changed, 1 unchanged, 1 deleted\n")
        .says("\n3 documents, 3 passages, ");
    assert_eq!(env.found("کاوش"), ["changes", "comes", "stays"]);
    assert_eq!(env.found("کهنه"), Vec::<String>::new());
    assert_eq!(env.found("رفتنی"), Vec::<String>::new());
    assert_eq!(env.found("تازه"), ["changes"]);
    env.run(&["check"]).exits(0);
    env.run(&["index", "papers"])
        .exits(0)
        .says("nothing to do: 3 files unchanged");
}

#[test]
fn only_the_last_file_deleted_leaves_an_empty_index() {
    let env = Env::indexed(&[("a.txt", "کاوش\n")]);
    fs::remove_file(env.path("papers/a.txt")).unwrap();
    env.run(&["index", "papers"])
        .exits(0)
        .says("1 deleted")
        .says("\n0 documents, 0 passages, 0 bytes, ");
    env.run(&["search", "کاوش"]).exits(1).says("no hits");
    env.run(&["check"]).exits(0).prints_among("ok: 0 files");
}

#[test]
fn a_touched_file_of_the_same_content_is_left_alone() {
    let env = Env::indexed(&[("a.txt", "کاوش\n")]);
    env.write("papers/a.txt", "کاوش\n");
    env.run(&["index", "papers"])
        .exits(0)
        .says("nothing to do: 1 file unchanged");
}

#[test]
fn a_renamed_file_has_its_new_name_only() {
    let env = Env::indexed(&[("old.txt", "کاوش\n")]);
    fs::rename(env.path("papers/old.txt"), env.path("papers/new.txt")).unwrap();
    env.run(&["index", "papers"])
        .exits(0)
        .says("1 file new, 0 changed, 0 unchanged, 1 deleted");
    assert_eq!(env.found("کاوش"), ["new"]);
    assert_eq!(env.hits("کاوش")[0]["document"]["path"], "papers/new.txt");
}

#[test]
fn two_files_that_swap_their_contents_are_both_read_again() {
    let env = Env::indexed(&[("a.txt", "کاوش نخست\n"), ("b.txt", "کاوش دوم\n")]);
    env.write("papers/a.txt", "کاوش دوم\n");
    env.write("papers/b.txt", "کاوش نخست\n");
    env.run(&["index", "papers"]).exits(0).says("2 changed");
    assert_eq!(env.found("نخست"), ["b"]);
    assert_eq!(env.found("دوم"), ["a"]);
}

#[test]
fn a_folder_not_given_is_not_taken_for_deleted() {
    let env = Env::new();
    env.write("one/a.txt", "کاوش\n");
    env.write("two/b.txt", "کاوش\n");
    env.run(&["index", "one"]).exits(0);
    env.run(&["index", "two"])
        .exits(0)
        .says("1 file new, 0 changed, 0 unchanged, 0 deleted");
    assert_eq!(env.found("کاوش"), ["a", "b"]);
    fs::remove_file(env.path("one/a.txt")).unwrap();
    env.run(&["index", "two"]).exits(0).says("nothing to do");
    assert_eq!(env.found("کاوش"), ["a", "b"]);
}

#[test]
fn a_rebuild_makes_the_same_index_anew() {
    let env = Env::corpus();
    let hits = |env: &Env| {
        env.run(&["search", "حاکمیت سایبری", "--format", "json"])
            .out
    };
    let before = hits(&env);
    env.run(&["index", "papers", "--rebuild"])
        .exits(0)
        .says("4 files new, 0 changed, 0 unchanged, 0 deleted");
    assert_eq!(hits(&env), before);
    let generations = fs::read_dir(env.path("index"))
        .unwrap()
        .filter(|e| e.as_ref().unwrap().path().is_dir())
        .count();
    assert_eq!(generations, 1, "the old generation was left behind");
    env.run(&["check"]).exits(0);
}

#[test]
fn a_rebuild_of_one_folder_forgets_the_others() {
    let env = Env::new();
    env.write("one/a.txt", "کاوش\n");
    env.write("two/b.txt", "کاوش\n");
    env.run(&["index", "one", "two"]).exits(0);
    env.run(&["index", "two", "--rebuild"]).exits(0);
    assert_eq!(env.found("کاوش"), ["b"]);
}

#[test]
fn text_is_read_again_when_repair_is_turned_off() {
    let env = Env::indexed(&[("a.txt", "حاكمـــيت سايبري در گسترۀ پهن جهان\n")]);
    assert_eq!(
        env.hits("حاکمیت")[0]["text"],
        "حاکمیت سایبری در گسترۀ پهن جهان"
    );
    env.run(&["index", "papers", "--no-repair"])
        .exits(0)
        .says("1 changed");
    // Folding still finds it, but the text stands as in the file.
    assert_eq!(
        env.hits("حاکمیت")[0]["text"],
        "حاكمـــيت سايبري در گسترۀ پهن جهان"
    );
}

#[test]
fn a_file_that_turned_bad_is_dropped_and_comes_back() {
    let env = Env::indexed(&[("a.txt", "کاوش\n"), ("b.txt", "کاوش\n")]);
    env.write("papers/a.txt", b"\x7fELF\0\0\0");
    env.run(&["index", "papers"])
        .exits(2)
        .says("papers/a.txt: this is a program")
        .says("1 could not be read");
    assert_eq!(env.found("کاوش"), ["b"]);
    env.run(&["check"]).exits(0);
    env.write("papers/a.txt", "کاوش\n");
    env.run(&["index", "papers"]).exits(0).says("1 file new");
    assert_eq!(env.found("کاوش"), ["a", "b"]);
}

#[test]
fn a_file_that_turned_bad_was_called_nothing_to_do() {
    let env = Env::indexed(&[("a.txt", "کاوش\n"), ("b.txt", "کاوش\n")]);
    env.write("papers/a.txt", b"\x7fELF\0\0\0");
    env.run(&["index", "papers"])
        .exits(2)
        .never_says("nothing to do");
}

#[test]
fn a_bibliography_beside_the_papers_is_followed() {
    let env = Env::indexed(&[
        ("one.txt", "کاوش نخست\n"),
        (
            "two.txt",
            "پژوهش دوم درباره شبکه‌ها\nنام نویسنده\n\nچکیده\nکاوش دوم.\n",
        ),
    ]);
    env.write(
        "papers/one.ris",
        "TY  - JOUR\nTI  - One Paper\nAU  - Lovelace, Ada\nPY  - 2001\nDO  - 10.1000/one\nER  - \n",
    );
    env.write(
        "papers/all.bib",
        "@book{b, title = {پژوهش دوم درباره شبکه‌ها}, author = {صادقی، مریم}, year = 2002}",
    );
    env.run(&["index", "papers"])
        .exits(0)
        .says("0 files new, 2 changed, 0 unchanged, 0 deleted");
    let document = |id: &str| {
        let hits = env.hits(&format!("کاوش doc:{id}"));
        hits[0]["document"].clone()
    };
    let one = document("one");
    assert_eq!(one["title"], "One Paper");
    assert_eq!(one["authors"][0], "Ada Lovelace");
    assert_eq!(one["year"], 2001);
    assert_eq!(one["doi"], "10.1000/one");
    let two = document("two");
    assert_eq!(two["authors"][0], "مریم صادقی");
    assert_eq!(two["year"], 2002);
    assert!(two.get("doi").is_none());
    env.run(&["index", "papers"]).exits(0).says("nothing to do");
    fs::remove_file(env.path("papers/one.ris")).unwrap();
    env.run(&["index", "papers"]).exits(0).says("2 changed");
    assert_eq!(document("one")["title"], "کاوش نخست");
    assert_eq!(document("one")["year"], serde_json::Value::Null);
    env.write("papers/all.bib", "@book{b, title = {open");
    env.run(&["index", "papers"])
        .exits(2)
        .says("all.bib: no bibliography");
}

/// So many different words fill a segment before a run ends.
#[test]
fn a_run_that_writes_several_segments_is_updated_like_any_other() {
    let env = Env::new();
    let write = |name: &str, mark: &str| {
        let words: Vec<String> = (0..90_000).map(|n| format!("{mark}{n}")).collect();
        let lines: Vec<String> = words.chunks(12).map(|line| line.join(" ")).collect();
        env.write(&format!("papers/{name}.txt"), lines.join("\n"));
    };
    for name in ["a", "b", "c"] {
        write(name, name);
    }
    let index = ["index", "papers", "--threads", "1", "--memory", "1M"];
    env.run(&index).exits(0);
    let files = fs::read_dir(env.path("index/generation-1")).expect("the index");
    let names = files.map(|file| file.expect("a file").file_name());
    let segments = names.filter(|name| name.to_string_lossy().ends_with(".term"));
    assert!(segments.count() > 1);
    write("b", "d");
    env.run(&index).exits(0);
    for (word, expected) in [("a7", "a"), ("c89999", "c"), ("d45678", "b")] {
        assert_eq!(env.found(word), [expected], "{word}");
    }
    assert!(env.found("b45678").is_empty());
    env.run(&["check"]).exits(0);
}
