use std::fs;
use std::path::Path;

use lindera::dictionary::{DictionaryBuilder, Metadata};
use proptest::prelude::*;

use super::*;

fn cut_with(dictionaries: &Dictionaries, run: &str) -> String {
    let mut words = Vec::new();
    Segmenter::new(dictionaries).segment(run, |range| words.push(&run[range]));
    assert_eq!(words.concat(), run, "the words cover the run");
    words.join("|")
}

fn cut(run: &str) -> String {
    cut_with(&Dictionaries::embedded(), run)
}

/// A dictionary of `words` in `directory`, whose unknown words are runs of any characters.
fn build(directory: &Path, words: &[&str]) {
    let source = directory.join("source");
    fs::create_dir(&source).unwrap();
    let lexicon: String = words
        .iter()
        .map(|word| format!("{word},0,0,100\n"))
        .collect();
    fs::write(source.join("lex.csv"), lexicon).unwrap();
    fs::write(source.join("matrix.def"), "1 1\n0 0 0\n").unwrap();
    fs::write(source.join("char.def"), "DEFAULT 0 1 0\n").unwrap();
    fs::write(source.join("unk.def"), "DEFAULT,0,0,20000\n").unwrap();
    let metadata = Metadata {
        name: "tiny".into(),
        ..Metadata::default()
    };
    DictionaryBuilder::new(metadata)
        .build_dictionary(&source, directory)
        .unwrap();
}

#[test]
fn chinese_is_cut_into_the_parts_of_compounds() {
    assert_eq!(
        cut("中国主张尊重网络主权原则"),
        "中国|主张|尊重|网络|主权|原则"
    );
    assert_eq!(cut("世界互联网大会"), "世界|互联网|大会");
    assert_eq!(cut("互联网络"), "互联|网络");
    assert_eq!(cut("网络空间命运共同体"), "网络|空间|命运|共同体");
    assert_eq!(cut("人类命运共同体"), "人类|命运|共同体");
    assert_eq!(cut("中华人民共和国"), "中华|人民|共和国");
    assert_eq!(cut("网络化"), "网络|化");
}

#[test]
fn unknown_and_traditional_characters_stand_alone() {
    assert_eq!(
        cut("\u{9FFE}\u{9FFD}网络\u{2A6D0}"),
        "\u{9FFE}|\u{9FFD}|网络|\u{2A6D0}"
    );
    assert_eq!(cut("網絡主權"), "網|絡|主|權");
}

#[test]
fn japanese_without_a_dictionary() {
    assert_eq!(
        cut("国際関係のサイバー主権"),
        "国|際|関|係|の|サイバー|主|権"
    );
    assert_eq!(cut("データベース"), "データベース");
    assert_eq!(cut("ひらがな"), "ひ|ら|が|な");
}

#[test]
fn korean_without_a_dictionary() {
    assert_eq!(cut("사이버주권"), "사이버주권");
    assert_eq!(cut("대한민국中国"), "대한민국|中国");
}

#[test]
fn other_characters_are_words_too() {
    assert_eq!(cut(""), "");
    assert_eq!(cut("网络。\nabc 主权"), "网络|。\nabc |主权");
}

#[test]
fn given_dictionaries_are_used() {
    let directory = tempfile::tempdir().unwrap();
    build(
        directory.path(),
        &[
            "国際",
            "関係",
            "の",
            "サイバー",
            "主権",
            "대한",
            "민국",
            "网络主权",
        ],
    );
    let given = |language| {
        Dictionaries::embedded()
            .with_directory(language, directory.path())
            .unwrap()
    };

    let japanese = given(CjkLanguage::Japanese);
    assert_eq!(
        cut_with(&japanese, "国際関係のサイバー主権"),
        "国際|関係|の|サイバー|主権"
    );
    assert_eq!(
        cut_with(&japanese, "网络主权"),
        "网络|主权",
        "without kana it is Chinese"
    );
    assert_eq!(
        cut_with(&given(CjkLanguage::Korean), "대한민국"),
        "대한|민국"
    );
    assert_eq!(
        cut_with(&given(CjkLanguage::Chinese), "网络主权"),
        "网络主权"
    );

    let fingerprint = japanese.fingerprint();
    assert!(fingerprint.starts_with(&Dictionaries::embedded().fingerprint()));
    assert!(fingerprint.contains(" japanese=tiny-"), "{fingerprint}");
}

#[test]
fn a_missing_directory_is_named() {
    let error = Dictionaries::embedded()
        .with_directory(CjkLanguage::Korean, Path::new("/no/such"))
        .err()
        .unwrap();
    assert!(error.starts_with("korean dictionary /no/such: "), "{error}");
}

#[test]
fn the_embedded_dictionary_is_the_shipped_list() {
    assert_eq!(chinese::WORDS, 124_581);
    assert!(
        Dictionaries::embedded()
            .fingerprint()
            .starts_with("chinese=jieba-0.42.1-")
    );
    let word = |word| chinese::DICTIONARY.prefix_dictionary.find_surface(word);
    assert_eq!(word("网络").len(), 1);
    assert!(word("网络").pop().unwrap().word_cost() < word("主权").pop().unwrap().word_cost());
}

#[test]
fn a_word_on_the_border_of_two_pieces_stays_whole() {
    for filling in PIECE - 3..PIECE + 3 {
        let run = format!("{}互联网", "的".repeat(filling));
        assert!(
            cut(&run).ends_with("的|互联网"),
            "after {filling} characters"
        );
    }
}

#[test]
fn long_runs_take_linear_time() {
    for text in ["网络主权", "\u{9FFE}", "がカ网", "한"] {
        let run = text.repeat((1 << 20) / text.len());
        assert_eq!(cut(&run).replace('|', ""), run);
    }
}

#[test]
fn a_segmenter_can_be_sent() {
    fn sent<T: Send>() {}
    sent::<Segmenter>();
}

proptest! {
    #[test]
    fn words_cover_any_text(run in any::<String>()) {
        cut(&run);
    }

    #[test]
    fn words_cover_any_run(run in "[\u{4E00}-\u{9FFF}网络主权\u{3040}-\u{30FF}\u{AC00}-\u{D7FF}\u{20000}-\u{20100}]{0,600}") {
        cut(&run);
    }
}
