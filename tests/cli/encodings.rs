//! One text in several encodings: the same hits, each with the bytes of its own file.

use super::env::Env;
use encoding_rs::WINDOWS_1256;

/// Arabic ي and ك: Windows-1256 has no Persian ی and ک.
const TEXT: &str = "\
حاكميت سايبري در روابط بين الملل
اين مقاله به بررسي آن مي پردازد و نشان مي دهد كه دولت ها در فضاي سايبر رقابت مي كنند.
قدرت هنجاري مفهوم اصلي مقاله است و با نفوذ فرهنگي پيوند دارد.
";

/// The text that a reader of any of them sees.
const REPAIRED: &str = "این مقاله به بررسی آن می پردازد و نشان می دهد که دولت ها در فضای سایبر رقابت می کنند. قدرت هنجاری مفهوم اصلی مقاله است و با نفوذ فرهنگی پیوند دارد.";

fn utf16(text: &str, big: bool, bom: bool) -> Vec<u8> {
    let mut units: Vec<u16> = if bom { vec![0xfeff] } else { Vec::new() };
    units.extend(text.encode_utf16());
    let bytes = |u: &u16| {
        if big {
            u.to_be_bytes()
        } else {
            u.to_le_bytes()
        }
    };
    units.iter().flat_map(bytes).collect()
}

/// Decodes a slice of a file, to compare it with the hit.
fn decoded(name: &str, bytes: &[u8]) -> String {
    match name {
        "windows" => WINDOWS_1256
            .decode_without_bom_handling(bytes)
            .0
            .into_owned(),
        "utf8" | "bom" => String::from_utf8(bytes.to_vec()).unwrap(),
        _ => {
            let unit = |pair: &[u8]| match name {
                "big" => u16::from_be_bytes([pair[0], pair[1]]),
                _ => u16::from_le_bytes([pair[0], pair[1]]),
            };
            let units: Vec<u16> = bytes.chunks_exact(2).map(unit).collect();
            String::from_utf16(&units).unwrap()
        }
    }
}

#[test]
fn the_same_text_in_six_encodings_gives_the_same_hits() {
    let (windows, _, lossy) = WINDOWS_1256.encode(TEXT);
    assert!(!lossy);
    let files: [(&str, Vec<u8>); 6] = [
        ("utf8", TEXT.as_bytes().to_vec()),
        ("bom", format!("\u{feff}{TEXT}").into_bytes()),
        ("little", utf16(TEXT, false, true)),
        ("big", utf16(TEXT, true, true)),
        ("markless", utf16(TEXT, false, false)),
        ("windows", windows.into_owned()),
    ];
    let env = Env::new();
    for (name, bytes) in &files {
        env.write(&format!("papers/{name}.txt"), bytes);
    }
    env.run(&["index", "papers"]).exits(0);
    let hits = env.hits("\"قدرت هنجاری\"");
    assert_eq!(hits.len(), files.len());
    for hit in hits {
        let name = hit["document"]["id"].as_str().unwrap();
        assert!(
            hit["text"].as_str().unwrap().ends_with(REPAIRED),
            "{name}: {}",
            hit["text"]
        );
        assert_eq!(hit["lines"][1], 3, "{name}");
        assert_eq!(hit["matches"][0]["line"], 3, "{name}");
        let bytes = &files.iter().find(|(n, _)| *n == name).unwrap().1;
        let at = |i: usize| hit["bytes"][i].as_u64().unwrap() as usize;
        let slice = decoded(name, &bytes[at(0)..at(1)]);
        assert!(slice.ends_with("پيوند دارد."), "{name}: {slice}");
        assert!(slice.contains("قدرت هنجاري"), "{name}: {slice}");
        assert!(!slice.starts_with('\u{feff}'), "{name}");
    }
}

#[test]
fn carriage_returns_and_form_feeds_do_not_shift_lines() {
    let env = Env::indexed(&[(
        "a.txt",
        "نخستین سطر این متن\r\n\r\n\u{c}کاوش در صفحهٔ دوم\r\nسطر چهارم\r\n",
    )]);
    let hit = &env.hits("کاوش")[0];
    assert_eq!(hit["matches"][0]["line"], 3);
    assert!(!hit["text"].as_str().unwrap().contains(['\r', '\u{c}']));
}

#[test]
fn persian_digits_arabic_digits_and_european_digits_are_one() {
    let env = Env::indexed(&[
        ("a.txt", "در سال ۱۳۹۹ بود\n"),
        ("b.txt", "في سنة ١٣٩٩ كان\n"),
        ("c.txt", "in the year 1399\n"),
    ]);
    for query in ["۱۳۹۹", "١٣٩٩", "1399"] {
        assert_eq!(env.found(query), ["a", "b", "c"], "{query}");
    }
}
