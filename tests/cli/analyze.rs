//! `kavosh analyze`: the tokens of a text.

use super::env::Env;
use serde_json::json;

#[test]
fn tokens_have_position_bytes_script_forms_and_rule() {
    let env = Env::new();
    env.run(&["analyze", "می‌شود 网络主权 Segal’s ۲۰۲۰"])
        .exits(0)
        .prints(concat!(
            "0\t0\t13\tarabic\tمیشود\tشدن\tverb\n",
            "1\t14\t20\tcjk\t网络\t网络\tdictionary\n",
            "2\t20\t26\tcjk\t主权\t主权\tdictionary\n",
            "3\t27\t36\tlatin\tsegal\tsegal\twhole\n",
            "4\t37\t45\tnumber\t2020\t2020\tnumber\n",
        ));
}

#[test]
fn json_has_the_same_under_names() {
    let env = Env::new();
    let run = env
        .run(&["analyze", "کتاب‌های", "--format", "json"])
        .exits(0);
    assert_eq!(
        run.json(),
        [
            json!({"position": 0, "start": 0, "end": 17, "script": "arabic", "exact": "کتابهای", "lemma": "کتاب", "rule": "plural ha"})
        ]
    );
}

#[test]
fn every_token_lies_in_the_text_where_its_bytes_say() {
    let env = Env::new();
    let text = include_str!("../../corpus/cyber-sovereignty-chinese.txt");
    let run = env
        .run_with_input(&["analyze", "-", "--format", "json"], text.as_bytes())
        .exits(0);
    let tokens = run.json();
    assert!(tokens.len() > 700, "{}", tokens.len());
    let mut last = 0;
    for token in tokens {
        let (start, end) = (
            token["start"].as_u64().unwrap() as usize,
            token["end"].as_u64().unwrap() as usize,
        );
        let slice = text.get(start..end).expect("character boundaries");
        // Two Persian words may be one verb: شده است.
        let bound = token["script"] == "arabic";
        assert_eq!(slice.trim(), slice);
        assert!(bound || !slice.contains(char::is_whitespace), "{slice:?}");
        let position = token["position"].as_u64().unwrap();
        assert!(
            position >= last && position <= last + 1 || last == 0,
            "{token}"
        );
        last = position;
    }
}

#[test]
fn spellings_of_a_word_become_one() {
    let env = Env::new();
    let lemma = |text: &str| {
        let run = env.run(&["analyze", text]).exits(0);
        let rows = run.rows();
        assert_eq!(rows.len(), 1, "{text}: {}", run.out);
        rows[0][5].to_owned()
    };
    for group in [
        &["می‌رود", "ميرود", "میرود", "نمی‌رود"][..],
        &["کتاب‌ها", "كتابها", "کتاب‌هایی", "کتابـــها", "کتابِ"],
        &["بزرگ‌تر", "بزرگترین"],
        &["ﺳﺎﯾﺒﺮﯼ", "سايبري"],
        &["policies", "policy", "Policy's"],
        &["۱۴۰۱", "١٤٠١", "1401"],
    ] {
        for word in group {
            assert_eq!(lemma(word), lemma(group[0]), "{word}");
        }
    }
}

#[test]
fn a_dictionary_that_is_none_is_named() {
    let env = Env::new();
    env.run(&["analyze", "東京に", "--dictionary", "ja=nowhere"])
        .exits(2)
        .says("japanese dictionary nowhere");
}

#[test]
fn standard_input_and_texts_without_words() {
    let env = Env::new();
    env.run_with_input(&["analyze", "-"], "دو\n".as_bytes())
        .exits(0)
        .prints_among("0\t0\t4\tarabic\tدو\t");
    env.run(&["analyze", " ... "]).exits(1).prints("");
    env.run_with_input(&["analyze", "-"], b"\xff")
        .exits(2)
        .says("standard input");
}
