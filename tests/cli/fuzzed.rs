//! The entry points of the fuzz targets over fixed inputs: whole files of each format, cut off, with
//! bits turned, with pieces doubled and taken out. Fuzzing itself is described in `fuzz/README.md`.
//!
//! `KAVOSH_SEEDS=fuzz/corpus cargo test --test cli fuzzed` writes the files for the fuzzer to begin
//! with. `KAVOSH_CASES=500` makes as many changes of each file.

use super::pdf_file::PdfFile;
use std::path::Path;

#[path = "../fuzzed/entry.rs"]
mod entry;
#[path = "../fuzzed/seeds.rs"]
pub mod made;

/// The seeds of all entry points.
fn seeds() -> Vec<made::Seed> {
    let mut seeds = made::seeds();
    let mut rich = PdfFile::new();
    rich.info("دیپلماسی داده", "سارا احمدی")
        .labels("0 << /S /r >> 1 << /S /D /St 117 >>");
    for _ in 0..2 {
        rich.page().latin(50.0, 760.0, 18.0, "Cyber Sovereignty");
        for line in 0..6 {
            let y = 700.0 - 20.0 * line as f32;
            rich.persian(
                550.0,
                y,
                12.0,
                "دولت ها می کوشند بر گردش اطلاعات شهروندان نظارت کنند",
            );
        }
        rich.raw(
            "50 400 m 550 400 l S 50 300 m 550 300 l S 50 300 m 50 400 l S 550 300 m 550 400 l S",
        );
        rich.raw("/Span << /ActualText <FEFF0644> >> BDC BT /F2 12 Tf 50 200 Td <0644> Tj ET EMC");
    }
    seeds.push(("pdf", rich.bytes()));
    let mut scan = PdfFile::new();
    scan.page().scan();
    seeds.push(("pdf", scan.bytes()));
    seeds
}

/// Runs an input through its entry point.
fn run(name: &str, data: &[u8]) {
    match name {
        "repair" => entry::repair(data),
        "query" => entry::query(data),
        "gz" => entry::reader("txt.gz", data),
        extension => entry::reader(extension, data),
    }
}

/// Folder of the fuzz target that begins with a seed.
fn target(name: &str) -> &str {
    match name {
        "docx" => "word",
        "odt" => "opendocument",
        "md" => "markdown",
        "zip" => "archive",
        "gz" => "packed",
        "jsonl" => "json_lines",
        "txt" => "text",
        same => same,
    }
}

/// The n-th change of a file: the same in every run.
fn changed(original: &[u8], number: u64) -> Vec<u8> {
    // Steps of a linear congruential generator (Knuth's MMIX): enough to spread the places.
    let mut state = number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mut next = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below.max(1)
    };
    let mut bytes = original.to_vec();
    for _ in 0..=next(3) {
        let length = bytes.len();
        if length == 0 {
            break;
        }
        let (at, piece) = (next(length), next(40) + 1);
        let end = (at + piece).min(length);
        match next(5) {
            0 => bytes.truncate(at),
            1 | 2 => bytes[at] ^= 1 << next(8),
            3 => drop(bytes.drain(at..end)),
            _ => {
                let copy = bytes[at..end].to_vec();
                let place = next(length);
                bytes.splice(place..place, copy);
            }
        }
    }
    bytes
}

#[test]
fn whole_files_and_damaged_ones_are_read_or_refused_with_a_reason() {
    let cases = std::env::var("KAVOSH_CASES")
        .ok()
        .and_then(|n| n.parse().ok());
    for (name, original) in seeds() {
        run(name, &original);
        for number in 0..cases.unwrap_or(60) {
            run(name, &changed(&original, number));
        }
    }
}

/// What the fuzzer found.
#[test]
fn a_year_of_many_digits_is_no_year() {
    let digits = "8".repeat(90);
    for query in [format!("year:{digits}"), format!("year:{digits}..1402")] {
        run("query", query.as_bytes());
    }
}

#[test]
fn seeds_are_written_where_they_are_wanted() {
    let folder = std::env::var("KAVOSH_SEEDS").ok();
    let all = seeds();
    assert!(all.iter().all(|(_, bytes)| !bytes.is_empty()));
    let Some(folder) = folder else { return };
    for (number, (name, bytes)) in all.iter().enumerate() {
        let folder = Path::new(&folder).join(target(name));
        std::fs::create_dir_all(&folder).expect("a folder for seeds");
        std::fs::write(folder.join(format!("seed{number}")), bytes).expect("a seed");
    }
}
