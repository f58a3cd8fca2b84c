//! Files that are no text: reported with their reason, counted, and the rest is indexed.

use super::env::Env;
use super::paper::PAPER;

/// Indexes the paper beside a bad file, which must be named with its reason; the paper is found.
#[track_caller]
fn reported(name: &str, content: &[u8], reason: &str) {
    let env = Env::new();
    env.write("papers/good.txt", PAPER);
    env.write(&format!("papers/{name}"), content);
    env.run(&["index", "papers"])
        .exits(2)
        .says(&format!("papers/{name}"))
        .says(reason)
        .says("\n1 could not be read; see above\n")
        .says("\n1 documents, ");
    assert_eq!(env.found("حاکمیت"), ["good"]);
    env.run(&["check"]).exits(0);
}

#[test]
fn an_empty_file() {
    reported("empty.txt", b"", "the file is empty");
    reported("blank.md", b" \n\t\n\r\n", "the file is empty");
}

#[test]
fn binary_data_of_known_and_unknown_kind() {
    reported(
        "a.txt",
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj",
        "this is a PDF",
    );
    reported(
        "a.txt",
        b"PK\x03\x04\x14\0\x06\0",
        "a zip archive (docx, epub)",
    );
    reported("a.md", b"\x89PNG\r\n\x1a\n", "a PNG picture");
    let noise: Vec<u8> = (0..4096u32).map(|i| (i * i % 251) as u8).collect();
    reported("noise.txt", &noise, "binary data, no text");
}

#[test]
fn one_line_of_two_mebibytes() {
    let mut text = "کاوش ".repeat((2 << 20) / 9).into_bytes();
    text.push(b'\n');
    reported(
        "long.txt",
        &text,
        "long.txt:1: a line of more than 1024 KiB",
    );
}

#[test]
fn a_long_line_is_named_by_its_number() {
    let text = format!("نخست\nدوم\n{}\n", "x".repeat(1_100_000));
    reported(
        "long.txt",
        text.as_bytes(),
        "long.txt:3: a line of more than",
    );
}

#[test]
fn a_line_just_below_the_limit_is_indexed() {
    let env = Env::new();
    env.write("papers/a.txt", "کاوش متن. ".repeat(60_000));
    env.run(&["index", "papers"]).exits(0);
    assert_eq!(env.found("کاوش"), ["a"]);
}

#[cfg(unix)]
#[test]
fn a_dangling_link() {
    let env = Env::new();
    env.write("papers/good.txt", "کاوش\n");
    std::os::unix::fs::symlink("nowhere", env.path("papers/dangling.txt")).unwrap();
    env.run(&["index", "papers"])
        .exits(2)
        .says("papers/dangling.txt: no such file or directory")
        .says("1 could not be read");
    assert_eq!(env.found("کاوش"), ["good"]);
}

#[cfg(unix)]
#[test]
fn a_loop_of_folders_ends_and_is_reported() {
    let env = Env::new();
    env.write("papers/sub/deep/good.txt", "کاوش\n");
    std::os::unix::fs::symlink("../..", env.path("papers/sub/deep/up")).unwrap();
    env.run(&["index", "papers"])
        .exits(2)
        .says("papers/sub/deep/up: a link back to papers")
        .says("1 could not be read");
    assert_eq!(env.found("کاوش"), ["sub/deep/good"]);
}

#[cfg(unix)]
#[test]
fn a_file_without_permission() {
    use std::os::unix::fs::PermissionsExt;
    let env = Env::new();
    env.write("papers/good.txt", "کاوش\n");
    env.write("papers/secret.txt", "کاوش\n");
    let secret = env.path("papers/secret.txt");
    std::fs::set_permissions(&secret, std::fs::Permissions::from_mode(0o000)).unwrap();
    if std::fs::read(&secret).is_ok() {
        eprintln!("skipped: this user may read everything");
        return;
    }
    env.run(&["index", "papers"])
        .exits(2)
        .says("papers/secret.txt: permission denied");
    assert_eq!(env.found("کاوش"), ["good"]);
}

#[test]
fn a_folder_with_the_name_of_a_file_is_a_folder() {
    let env = Env::new();
    env.write("papers/folder.txt/inner.txt", "کاوش\n");
    env.run(&["index", "papers"]).exits(0);
    assert_eq!(env.found("کاوش"), ["folder.txt/inner"]);
    env.run(&["repair", "papers/folder.txt"])
        .exits(2)
        .says("papers/folder.txt: is a directory");
}

#[test]
fn a_named_file_of_another_kind_is_an_error() {
    let env = Env::new();
    env.write("a.xyz", "x");
    env.run(&["index", "a.xyz"]).exits(2).says(
        "a.xyz: no reader for this kind of file; known are .txt .text .md .markdown .jsonl .ndjson",
    );
}

#[test]
fn every_file_bad_leaves_an_index_that_answers() {
    let env = Env::new();
    env.write("papers/a.txt", "");
    env.write("papers/b.txt", b"\0\0\0\0\x01\x02");
    env.run(&["index", "papers"])
        .exits(2)
        .says("2 could not be read")
        .says("\n0 documents, 0 passages, 0 bytes, ");
    env.run(&["search", "کاوش"]).exits(1);
}

#[test]
fn invalid_bytes_in_a_good_file_are_warned_of_and_the_file_kept() {
    let env = Env::new();
    let mut text = "کاوش در متن‌های فارسی و انگلیسی.\n".repeat(40).into_bytes();
    text.extend(b"one bad byte \xff here\n");
    env.write("papers/a.txt", text);
    env.run(&["index", "papers"])
        .exits(0)
        .says("papers/a.txt: 1 lines hold bytes that are not valid UTF-8");
    assert_eq!(env.hits("\"bad byte\"")[0]["document"]["id"], "a");
}

#[cfg(target_os = "linux")]
#[test]
fn a_second_file_with_a_name_in_no_encoding_was_lost() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let env = Env::new();
    env.write("papers/c.txt", "کاوش\n");
    for name in [&b"b\xff.txt"[..], b"b\xfe.txt"] {
        let path = env.path("papers").join(OsStr::from_bytes(name));
        std::fs::write(path, "کاوش\n").unwrap();
    }
    let run = env.run(&["index", "papers"]);
    if run.code == Some(0) {
        assert_eq!(env.found("کاوش").len(), 3, "{}", run.err);
    } else {
        run.exits(2).says("could not be read");
    }
}
