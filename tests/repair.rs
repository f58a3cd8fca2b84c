//! Repair against what it promises: nothing lost, clean text left alone, torn text put in order.
//!
//! The decoder is slow where the compiler does not optimize. A debug build reads excerpts and skips
//! the papers, unless `KAVOSH_EXPERIMENTS=1`; `cargo test --release --test repair` reads everything.
//! `KAVOSH_CASES=1000` runs as many cases of each property.

#[allow(dead_code)]
#[path = "../examples/damage.rs"]
mod damage;
#[allow(dead_code)]
#[path = "../examples/word_errors/mod.rs"]
mod word_errors;

use damage::{Damage, damage_text};
use kavosh::document::read::decode;
use kavosh::repair::lessons::Lessons;
use kavosh::repair::order::{self, costs};
use kavosh::repair::{Counts, Repaired, Verdict, lam_alef, repair};
use kavosh::text::SourceText;
use kavosh::text::letters::{Class, fold, letter};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::Command;
use word_errors::{Score, gold_lines, repaired, words};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// Says something past the capture of output.
fn say(what: &str) {
    writeln!(std::io::stderr(), "\n{what}").expect("standard error");
}

/// Whether there is time to read everything.
fn thorough() -> bool {
    !cfg!(debug_assertions) || std::env::var_os("KAVOSH_EXPERIMENTS").is_some()
}

/// The text of a file beside the project, or none, said loudly.
fn shared(path: &str) -> Option<String> {
    let path = root().join("../shared").join(path);
    let text = fs::read_to_string(&path).ok();
    if text.is_none() {
        say(&format!("SKIPPED: no {}", path.display()));
    }
    text
}

fn source(text: &str) -> SourceText {
    decode(text.as_bytes()).expect("text").text
}

// Law 3.

/// Letters and digits of a line, folded and sorted.
fn letters(line: &str) -> BTreeMap<char, usize> {
    let mut counts = BTreeMap::new();
    for c in fold(line).chars().filter(|c| c.is_alphanumeric()) {
        *counts.entry(c).or_default() += 1;
    }
    counts
}

/// Asserts that the lines came out with their letters and digits, each with the way back to its
/// bytes.
fn conserved(content: &str, raw: &SourceText, out: &Repaired) {
    assert_eq!(raw.lines.len(), out.text.lines.len());
    assert_eq!(raw.lines.len(), out.verdicts.len());
    let of_file = |range: std::ops::Range<u64>| {
        let range = range.start as usize..range.end as usize;
        content
            .get(range.clone())
            .unwrap_or_else(|| panic!("{range:?} is no text of the file"))
    };
    for (index, (before, after)) in raw.lines.iter().zip(&out.text.lines).enumerate() {
        let line = &raw.traced.text[before.range.clone()];
        let written = &out.text.traced.text[after.range.clone()];
        let place = || format!("line {}\n  in  {line}\n  out {written}", index + 1);
        assert_eq!(before.number, after.number, "{}", place());
        let (went_in, mut came_out) = (letters(line), letters(written));
        if let Some(lams) = came_out.get_mut(&'ل') {
            *lams = (*lams).min(went_in.get(&'ل').copied().unwrap_or(0));
            if *lams == 0 {
                came_out.remove(&'ل');
            }
        }
        assert_eq!(came_out, went_in, "{}", place());

        let mut sources = Vec::new();
        for (at, c) in written.char_indices() {
            let at = after.range.start + at;
            let at = at..at + c.len_utf8();
            if out.text.traced.spans_in(at.clone()).is_empty() {
                assert!(!c.is_alphanumeric(), "{c:?} has no source: {}", place());
                continue;
            }
            assert_eq!(
                out.text.traced.line_at(at.start),
                Some(before.number),
                "{c:?} is of another line: {}",
                place()
            );
            let ranges = out.text.traced.source_ranges(at);
            let [range] = &ranges[..] else {
                panic!("{c:?} has {} sources: {}", ranges.len(), place());
            };
            let spelled = of_file(range.clone());
            let brackets = "()[]«»";
            let fits = fold(spelled) == fold(c.encode_utf8(&mut [0; 4]))
                || brackets.contains(c) && brackets.contains(spelled)
                || c == 'ل' && spelled.chars().all(|c| c == '\u{640}')
                || c == '\u{200c}' && matches!(spelled, "¬" | "\u{ad}");
            assert!(fits, "{c:?} from {spelled:?}: {}", place());
            if c.is_alphanumeric() && spelled.chars().all(char::is_alphanumeric) {
                let lam = spelled.starts_with('\u{640}');
                sources.extend((!lam).then_some(range.start));
            }
        }
        let read = sources.len();
        sources.sort_unstable();
        sources.dedup();
        assert_eq!(sources.len(), read, "a letter was read twice: {}", place());
    }
}

/// Pieces of lines that are no Persian words of every day.
const PIECES: [&str; 42] = [
    "4-1-2-",
    "(",
    ")",
    "«",
    "»",
    "[",
    "]",
    ".",
    "،",
    "؛",
    ":",
    "-",
    "–",
    "…",
    "¬",
    "12",
    "1",
    "۱۴۰۱",
    "١٣٩٩",
    "2020Segal",
    "(Segal, 2020: 3)",
    ".)ITU, 2016( ",
    ",2021Losito(",
    "5G",
    "Wi-Fi",
    "sovereignty",
    "et al.,",
    "ــدات",
    "حمــات",
    "اســامی",
    "ـ",
    "ــ",
    "‌",
    "\u{200f}",
    "مُدَرِّس",
    "سايبري",
    "كشورها",
    "مسئلهٔ",
    "网络主权",
    "ژ",
    "قفغعظطض",
    "é",
];

/// Lines of Persian words, with strange pieces in between, glued to them or not.
fn lines() -> impl Strategy<Value = String> {
    let words: Vec<String> = CLEAN.split([' ', '\n']).map(str::to_owned).collect();
    let piece = prop_oneof![
        8 => prop::sample::select(words),
        3 => prop::sample::select(&PIECES[..]).prop_map(str::to_owned),
    ];
    let gap = prop_oneof![9 => Just(" "), 1 => Just(""), 1 => Just("  "), 1 => Just("\t")];
    let line = prop::collection::vec((piece, gap), 0..14)
        .prop_map(|pieces| pieces.into_iter().map(|(p, gap)| p + gap).collect());
    prop::collection::vec(line, 1..5).prop_map(|lines: Vec<String>| lines.join("\n") + "\nپایان\n")
}

#[test]
fn no_letter_is_lost_and_every_letter_knows_its_bytes() {
    let cases = std::env::var("KAVOSH_CASES").ok();
    let cases = cases.and_then(|n| n.parse().ok()).unwrap_or(24);
    let mut runner = TestRunner::new(Config {
        cases,
        failure_persistence: None,
        max_shrink_iters: 200,
        ..Config::default()
    });
    let case = (lines(), 0..5u8, any::<u64>());
    let result = runner.run(&case, |(text, damaged, seed)| {
        let runs = |text: &str| damage_text(text, Damage::Runs, seed);
        let kashida = |text: &str| damage_text(text, Damage::Kashida, seed);
        let text = match damaged {
            0 => text,
            1 => runs(&text),
            2 => kashida(&text),
            3 => damage_text(&text, Damage::LamAlef, seed),
            _ => runs(&kashida(&text)),
        };
        let raw = source(&text);
        conserved(&text, &raw, &repair(raw.clone()));
        // The detector would let most of them pass.
        let spelled = || Repaired {
            text: raw.clone(),
            verdicts: vec![Verdict::Clean; raw.lines.len()],
            ..Repaired::default()
        };
        for damage in [costs::Damage::Scattered, costs::Damage::Stretched] {
            let mut lessons = Lessons::default();
            conserved(
                &text,
                &raw,
                &order::restore(spelled(), damage, &lessons, false),
            );
            lessons.learn(&text);
            conserved(
                &text,
                &raw,
                &order::restore(spelled(), damage, &lessons, false),
            );
        }
        conserved(&text, &raw, &lam_alef::restore(spelled()));
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}

// Clean text.

#[test]
fn clean_text_of_any_kind_comes_out_byte_for_byte() {
    let corpus = [
        "corpus/cyber-diplomacy-china.txt",
        "corpus/cyber-diplomacy-iran.txt",
        "corpus/cyber-sovereignty-chinese.txt",
    ];
    let own = [CLEAN, ENGLISH, ARABIC, CHINESE, CODE, TABLE, MARKDOWN].map(str::to_owned);
    for text in corpus.map(read).into_iter().chain(own) {
        let raw = source(&text);
        let before = raw.clone();
        let out = repair(raw);
        assert_eq!(out.text.traced.text, before.traced.text);
        assert!(out.verdicts.iter().all(|v| *v == Verdict::Clean));
        assert_eq!(out.counts, Counts::default());
    }
}

#[test]
fn clean_passages_of_an_encyclopedia_keep_their_words() {
    let Some(records) = shared("retrieval/pquad/corpus.jsonl") else {
        return;
    };
    let texts: Vec<String> = records
        .lines()
        .map(|line| {
            let record: serde_json::Value = serde_json::from_str(line).expect("JSON");
            let text = record["text"].as_str().expect("a text");
            text.replace(['\n', '\r'], " ")
        })
        .collect();
    let out = repaired(&texts.join("\n"));
    // A soft hyphen, or the sign of one, between Persian letters is a ZWNJ of old word processors.
    let plain = |text: &str| words(&fold(&text.replace(['\u{ad}', '¬'], "\u{200c}")), true);
    let changed: Vec<&String> = texts
        .iter()
        .zip(&out)
        .filter(|(text, out)| plain(text) != plain(out))
        .map(|(text, _)| text)
        .collect();
    assert!(
        changed.len() * 2000 <= texts.len(),
        "{} of {} changed, such as {changed:#?}",
        changed.len(),
        texts.len()
    );
}

// Damage undone, in numbers.

/// How the damaged text scores before and after its repair.
fn scores(clean: &str, damage: Damage, seed: u64) -> (Score, Score) {
    let raw = damage_text(clean, damage, seed);
    let out = repaired(&raw);
    let (mut before, mut after) = (Score::default(), Score::default());
    for ((raw, clean), out) in raw.lines().zip(clean.lines()).zip(&out) {
        before.add(raw, clean, raw);
        after.add(raw, clean, out);
    }
    (before, after)
}

#[test]
fn damaged_digests_are_mostly_put_right() {
    // Measured, words with their ZWNJ, over whole digests: runs .071 to .082, kashida .031 to .042.
    let excerpt = |text: &str| -> String {
        let body = text.lines().filter(|l| {
            let persian = l.chars().filter(|c| letter(*c).class == Class::Arabic);
            persian.count() > 50
        });
        body.take(36).flat_map(|l| [l, "\n"]).collect()
    };
    for name in ["china", "iran"] {
        let text = read(&format!("corpus/cyber-diplomacy-{name}.txt"));
        let (text, seeds) = if thorough() {
            (text, 1..=2)
        } else {
            (excerpt(&text), 1..=1)
        };
        for (damage, worst, share) in [(Damage::Runs, 0.11, 0.35), (Damage::Kashida, 0.06, 0.35)] {
            for seed in seeds.clone() {
                let (before, after) = scores(&text, damage, seed);
                let figures = format!(
                    "{name} {damage:?} {seed}: {:.4} -> {:.4}, {} of {} undamaged lines changed",
                    before.joined_wer(),
                    after.joined_wer(),
                    after.undamaged_changed,
                    after.undamaged
                );
                println!("{figures}");
                assert!(after.joined_wer() < worst, "{figures}");
                assert!(
                    after.joined_wer() < share * before.joined_wer(),
                    "{figures}"
                );
                assert!(
                    after.undamaged_changed <= 3 + after.undamaged / 30,
                    "{figures}"
                );
            }
        }
    }
}

#[test]
fn swapped_lam_alefs_of_digests_are_put_in_order() {
    // Measured over four texts, 1,191 lines of them: 2 words wrong in 16,000.
    for name in ["china", "iran"] {
        let text = read(&format!("corpus/cyber-diplomacy-{name}.txt"));
        let (before, after) = scores(&text, Damage::LamAlef, 1);
        assert!(before.errors > 20, "{name}: {before:?}");
        assert!(after.errors * 1000 <= after.words, "{name}: {after:?}");
        assert_eq!(after.undamaged_changed, 0, "{name}: {after:?}");
    }
}

#[test]
fn a_scattered_digest_is_noticed_whatever_lines_are_looked_at_first() {
    let raw = damage_text(&read("corpus/cyber-diplomacy-china.txt"), Damage::Runs, 3);
    assert_eq!(
        order::detect::damage(&source(&raw)),
        Some(costs::Damage::Scattered)
    );
}

#[test]
fn the_open_gold_lines_of_the_papers_are_read_as_they_were_printed() {
    if !thorough() {
        say("SKIPPED: the gold lines, in a debug build without KAVOSH_EXPERIMENTS=1");
        return;
    }
    let Some(table) = shared("gold/gold-lines-dev.tsv") else {
        return;
    };
    let mut papers = BTreeMap::new();
    for name in ["china", "iran"] {
        let Some(text) = shared(&format!("papers/{name}.txt")) else {
            return;
        };
        papers.insert(name.to_owned(), (repaired(&text), Score::default()));
    }
    let mut all = Score::default();
    for row in gold_lines(&table).expect("gold lines") {
        let (lines, score) = papers.get_mut(&row.file).expect("one of the papers");
        let got = &lines[row.number - 1];
        score.add(&row.raw, &row.clean, got);
        all.add(&row.raw, &row.clean, got);
    }
    for (name, worst) in [("china", 0.065), ("iran", 0.035)] {
        let wer = papers[name].1.wer();
        println!("{name}: {wer:.4}");
        assert!(wer <= worst, "{name}: {wer:.4}");
    }
    println!(
        "both: {:.4}, exact {:.3}",
        all.joined_wer(),
        all.exact_share()
    );
    assert!(all.joined_wer() <= 0.05, "{all:?}");
    assert!(all.exact_share() >= 0.8, "{all:?}");
    assert_eq!(all.undamaged_changed, 0, "{all:?}");
}

// Damage undone, line by line.

/// What comes out of a document, its lines compared with the true ones one by one.
#[track_caller]
fn reads(raw: &[&str], expected: &[&str]) {
    let out = repaired(&raw.join("\n"));
    assert_eq!(out.len(), expected.len());
    for (index, (got, expected)) in out.iter().zip(expected).enumerate() {
        assert_eq!(got, expected, "line {}: {}", index + 1, raw[index]);
    }
}

/// The lines of the clean text and some more.
fn clean_and<'a>(more: &[&'a str]) -> Vec<&'a str> {
    CLEAN.lines().chain(more.iter().copied()).collect()
}

#[test]
fn runs_headings_and_calls_of_a_scattered_document_find_their_places() {
    let expected = clean_and(&[
        "4-1-1- قدرت سایبری",
        "4-1-1- قدرت هنجاری",
        "امنیت ملی و دفاع از حاکمیت سایبری[1]",
    ]);
    reads(&SCATTERED, &expected);
}

#[test]
fn a_joiner_is_restored_where_a_run_was_cut_at_one() {
    let out = repaired(&SCATTERED.join("\n")).join("\n");
    for word in ["می‌کوشند", "بین‌المللی", "ظرفیت‌های", "دولت‌ها"]
    {
        assert!(out.contains(word), "{word}");
    }
}

/// White space at a cut tells another thing where the run that follows is the line's last. Once every
/// whole word was taken to begin the last.
#[test]
fn only_the_last_run_of_a_line_is_judged_as_the_last() {
    let twin = read("corpus/damaged/cyber-diplomacy-china.txt");
    let beginning: Vec<&str> = twin.lines().take(30).collect();
    let out = repaired(&beginning.join("\n"));
    let start = "پیش از همه سازمان ملل، پیمان با دولت";
    assert!(out[12].starts_with(start), "{}", out[12]);
}

#[test]
fn torn_lines_lost_lams_and_mirrored_brackets_of_a_stretched_document_are_put_right() {
    let out = repaired(&STRETCHED.join("\n"));
    let citation = &out[13];
    reads(
        &STRETCHED,
        &clean_and(&[
            "کشورها از فضای مجازی و منافع ملی",
            citation,
            "یکی از این مفاهیم (حاکمیت سایبری) نام دارد و در سیاست خارجی مهم است",
        ]),
    );
    // Moved to the front by extraction. The full stop is not put behind it yet.
    assert!(
        citation.starts_with("کشورها از حملات سایبری به جمهوری اسلامی گزارش داده‌اند"),
        "{citation}"
    );
    assert!(citation.contains("(ITU, 2016)"), "{citation}");
}

#[test]
fn a_search_finds_words_that_the_file_holds_scattered() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("doc.txt");
    let content = SCATTERED.join("\n") + "\n";
    fs::write(&file, &content).expect("a file");
    for line in [3, 15] {
        assert!(!SCATTERED[line - 1].contains("حاکمیت سایبری"));
    }
    let run = |args: &[&str]| {
        let output = Command::new(assert_cmd::cargo::cargo_bin!("kavosh"))
            .args(args)
            .current_dir(folder.path())
            .output()
            .expect("the program runs");
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{args:?}: {error}");
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    run(&["index", "doc.txt", "--index", "index"]);
    let phrase = "\"حاکمیت سایبری\"";
    let found = run(&["search", phrase, "--index", "index", "--format", "json"]);
    let mut lines = Vec::new();
    for hit in found.lines() {
        let hit: serde_json::Value = serde_json::from_str(hit).expect("JSON");
        let bytes: Vec<usize> =
            serde_json::from_value(hit["bytes"].clone()).expect("a range of bytes");
        let place = content.get(bytes[0]..bytes[1]).expect("text of the file");
        assert!(letters(place).len() > 5, "{place}");
        for one in hit["matches"].as_array().expect("matches") {
            let line = one["line"].as_u64().expect("a line") as usize;
            let raw = SCATTERED[line - 1];
            assert!(place.contains(raw.trim()), "line {line} of {place}");
            lines.push(line);
        }
    }
    lines.sort_unstable();
    assert_eq!(lines, [3, 6, 15], "{found}");
}

const SCATTERED: [&str; 15] = [
    "هامهمی پیدا کرده است و دولت کشورها جایگاه خارجی سیاست در سایبری دیپلماسی",
    ". د استفاده کنندپیشبرد منافع ملی خو مجازی برای فضای هایظرفیت از کوشندمی",
    "خود قلمرو ینترنت را درا قواعد دارد حق دولت هر که معناست  این به سایبری حاکمیت",
    "در سازمان ملل  مفهوم این نکنند. دخالت آن داخلی تعیین کند و دیگر کشورها در امور",
    "متحد و نهادهای بین‌المللی بارها مطرح شده است، اما هنوز تعریف روشنی از آن در",
    "جریان آزاد اطلاعات که حاکمیت سایبری با معتقدند برخی پژوهشگران .دست نیست",
    "را شرط  انجامد. گروهی دیگر آنناسازگار است و به محدود شدن حقوق شهروندان می",
    ". دانندمی ایرایانه جرایم و سایبری حملات با مقابله و ملی امنیت حفظ برای لازم",
    "تقویت و تازه نیز کوشیده است با تدوین قوانین این میان جمهوری اسلامی ایران در",
    "تازه هایفرصت از و کند ترپررنگ عرصه این در را خود نقش ارتباطی، هایختزیرسا",
    "مانع  هاو نبود هماهنگی میان دستگاه این حال کمبود نیروی متخصص . بابهره ببرد",
    "سازد. می را دشوار دیگر یکشورها با همکاری و است شده ملی راهبرد یک  گیریشکل",
    "سایبری قدرت -4-1-1",
    " قدرت هنجاری -4-1-1",
    "1سایبری حاکمیت از دفاع و ملی امنیت",
];

const STRETCHED: [&str; 15] = [
    "دیپلماســی ســایبری در سیــاست خــارجی کشــورها جایگــاه مهــمی پیــدا کــرده اســت و دولتهــا",
    "ــند. ــتفاده کن ــود اس ــلی خ ــنافع م ــبرد م ــرای پیش ــجازی ب ــای م ــای فض ــند از ظرفیته میکوش",
    "ــود ــت حــق دارد قواعــد اینترنــت را در قلــمرو خ ــه هــر دول حاکمــیت ســایبری بــه ایــن معناســت ک",
    "تعیــین کنــد و دیــگر کشــورها در امــور داخــلی آن دخالــت نکنــند. ایــن مفــهوم در ســازمان مــلل",
    "مــتحد و نهادهــای بینالمللی بــارها مطــرح شــده اســت، امــا هنــوز تعریــف روشــنی از آن در",
    "دســت نیــست. برخــی پژوهشــگران معتقدنــد کــه حاکــمیت سایــبری بــا جریــان آزاد اطلاعات",
    "ناســازگار اســت و بــه مــحدود شــدن حقــوق شــهروندان میانجامــد. گــروهی دیگــر آن را شــرط",
    "ــد. ــانهای میدانن ــم رای ــایبری و جرای ــات س ــا حم ــله ب ــی و مقاب ــنیت مل ــظ ام ــرای حف لازم ب",
    "در ایــن میــان جمــهوری اســامی ایــران نیــز کوشــیده اســت بــا تدویــن قوانــین تــازه و تقویــت",
    "زیرســاختهای ارتباطی، نــقش خــود را در ایــن عرصــه پررنــگتر کــند و از فرصــتهای تــازه",
    "بهره ببرد. با این حال کمبود نیروی متخصص و نبود هماهنگی میان دستگاهها مانع",
    "شــکلگیری یــک راهبــرد ملــی شــده اســت و هــمکاری بــا کشــورهای دیگــر را دشــوار میســازد.",
    "ــافع ملی  کشــورها از فضــای مجــازی و من",
    ".)ITU, 2016( کشــورها از حمــات سایبری به جمهــوری اســامی گــزارش داده‌انــد",
    "یکــی از ایــن مفاهیــم )حاکمیــت ســایبری( نــام دارد و در سیاســت خارجــی مهــم اســت",
];

const CLEAN: &str = "\
دیپلماسی سایبری در سیاست خارجی کشورها جایگاه مهمی پیدا کرده است و دولت‌ها
می‌کوشند از ظرفیت‌های فضای مجازی برای پیشبرد منافع ملی خود استفاده کنند.
حاکمیت سایبری به این معناست که هر دولت حق دارد قواعد اینترنت را در قلمرو خود
تعیین کند و دیگر کشورها در امور داخلی آن دخالت نکنند. این مفهوم در سازمان ملل
متحد و نهادهای بین‌المللی بارها مطرح شده است، اما هنوز تعریف روشنی از آن در
دست نیست. برخی پژوهشگران معتقدند که حاکمیت سایبری با جریان آزاد اطلاعات
ناسازگار است و به محدود شدن حقوق شهروندان می‌انجامد. گروهی دیگر آن را شرط
لازم برای حفظ امنیت ملی و مقابله با حملات سایبری و جرایم رایانه‌ای می‌دانند.
در این میان جمهوری اسلامی ایران نیز کوشیده است با تدوین قوانین تازه و تقویت
زیرساخت‌های ارتباطی، نقش خود را در این عرصه پررنگ‌تر کند و از فرصت‌های تازه
بهره ببرد. با این حال کمبود نیروی متخصص و نبود هماهنگی میان دستگاه‌ها مانع
شکل‌گیری یک راهبرد ملی شده است و همکاری با کشورهای دیگر را دشوار می‌سازد.
";

const ENGLISH: &str = "\
Extraction hands over what the page was painted from, and not what the page said. A line of
Persian may come out with its last run first, while the English beside it is whole (Rid, 2013).
1. A footnote that names a journal, 12(3), pp. 45-67, and a page: https://example.org/a_b?c=1

E.g. “quoted words”, ‘others’, [brackets], a-hyphen, an en dash – and 3 × 4 = 12.
";

const ARABIC: &str = "\
السيادة على الفضاء السيبراني مفهوم حديث في القانون الدولي، وقد اختلف الباحثون في تعريفه.
ترى بعض الدول أن لها الحق في تنظيم الشبكات داخل حدودها، وترى دول أخرى أن الشبكة ملك للجميع.
وفي هذا المقال نعرض آراء الفريقين ثم ننظر في قرارات الأمم المتحدة منذ سنة ٢٠٠٤.
كانت المدرسة القريبة من السوق القديم أول من درّس هذه المادة إلى طلاب الجامعة.
";

const CHINESE: &str = "\
网络主权是国家主权在网络空间的自然延伸。
各国有权自主选择网络发展道路、网络管理模式和互联网公共政策。
“网络空间命运共同体”于2015年提出（见第3节）。
";

const CODE: &str = "\
fn main() {
    let words: Vec<&str> = \"سلام بر شما\".split(' ').collect();
    for (i, word) in words.iter().enumerate() {
        println!(\"{i:>4}\\t{word}\"); // شمارهٔ واژه و خود آن
    }
}
";

const TABLE: &str = "\
سال      کشور      سهم (درصد)    توضیح
۱۳۹۸     ایران     12.5          برآورد
۱۳۹۹     چین       27            رسمی
۱۴۰۰     هند       9/3           —
۱۴۰۱     برزیل     4             ناقص
مجموع    چهار      52/8
";

const MARKDOWN: &str = "\
# جست‌وجو در متن فارسی

- نخستین نکته: *نیم‌فاصله* را نگه دارید[^1].
- نکتهٔ دوم: `kavosh repair a.txt` را اجرا کنید.

| واژه | شمار |
|---|---|
| حاکمیت | ۱۲ |
| سایبری | 30 |

> «نقل قولی کوتاه» از [این صفحه](https://example.org).

[^1]: مانند می‌شود و کتاب‌ها.
";
