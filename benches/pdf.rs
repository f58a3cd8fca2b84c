//! Speed and memory of the PDF reader beside pdftotext (poppler), on the same files in the same run.
//!
//! `cargo bench --bench pdf [-- FOLDER]`
//!
//! Both run as whole programs over the same files, in turn. What counts is processor time of the
//! children (`/proc/self/stat`, hundredths of a second), so that neither threads nor other work on
//! the machine matter; where the system does not tell it, time on the wall. Where pdftotext is not
//! installed (Debian: `poppler-utils`), that is said, and kavosh is measured alone. Files are those
//! of FOLDER, of `shared/pdf` beside the project, or papers made here. Memory is what a book made
//! here takes at most (`VmHWM` in `/proc/PID/status`).

#[allow(dead_code)] // only what papers need is used here
#[path = "../tests/cli/pdf_file.rs"]
mod pdf_file;

use kavosh::document::read::read_one;
use pdf_file::PdfFile;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// Rounds in which each program reads all files; the median counts.
const ROUNDS: usize = 3;
/// Times that a round reads each file: what is counted must be much longer than the clock's ticks.
const TIMES: usize = 2;

fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (source, files) = files(folder.path());
    let pages: usize = files.iter().map(|f| pages(f)).sum();
    println!("pdf: {} files, {pages} pages, {source}", files.len());
    let kavosh = |file: &Path| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kavosh"));
        command.arg("inspect").arg(file).arg("text");
        command
    };
    let poppler = |file: &Path| {
        let mut command = Command::new("pdftotext");
        command.arg(file).arg("-");
        command
    };
    let installed = Command::new("pdftotext")
        .arg("-v")
        .stderr(Stdio::null())
        .status()
        .is_ok();
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        ours.push(seconds(&files, &kavosh));
        if installed {
            theirs.push(seconds(&files, &poppler));
        }
    }
    let ours = report("kavosh inspect FILE text", pages, ours);
    if installed {
        let theirs = report("pdftotext", pages, theirs);
        println!("{:<28} {:>8.2}   bar 0.5", "ratio of speeds", theirs / ours);
    } else {
        println!("pdftotext is not installed: kavosh is measured alone");
    }
    let book = folder.path().join("book.pdf");
    fs::write(&book, papers(BOOK)).expect("a file");
    let bytes = fs::metadata(&book).map_or(0, |m| m.len());
    println!(
        "a book made here: {BOOK} pages, {:.1} MB",
        bytes as f64 / 1e6
    );
    let one = std::slice::from_ref(&book);
    report(
        "kavosh inspect FILE text",
        BOOK,
        vec![seconds(one, &kavosh)],
    );
    report_memory("kavosh inspect FILE text", kavosh(&book));
    if installed {
        report("pdftotext", BOOK, vec![seconds(one, &poppler)]);
        report_memory("pdftotext", poppler(&book));
    }
}

/// Pages of the book whose memory is measured.
const BOOK: usize = 600;

/// A file of so many full pages of different lines.
fn papers(pages: usize) -> Vec<u8> {
    let corpus = include_str!("../corpus/cyber-diplomacy-china.txt");
    let letters = |w: &&str| w.chars().all(|c| ('ا'..='ی').contains(&c));
    let words: Vec<&str> = corpus.split_whitespace().filter(letters).collect();
    let mut words = words.into_iter().cycle();
    let mut file = PdfFile::new();
    for page in 0..pages {
        file.page();
        for line in 0..40 {
            let text: Vec<&str> = words.by_ref().take(13).collect();
            file.persian_line(550.0, 760.0 - 17.0 * line as f32, 11.0, &text.join(" "));
        }
        file.latin(300.0, 30.0, 9.0, &(page + 1).to_string());
    }
    file.bytes()
}

/// PDF files and where they come from.
fn files(folder: &Path) -> (String, Vec<PathBuf>) {
    let of = |folder: &Path| -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let mut files: Vec<PathBuf> = entries
            .map(|entry| entry.path())
            .filter(|path| path.extension().is_some_and(|e| e == "pdf"))
            .collect();
        files.sort();
        files
    };
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/pdf");
    let asked = std::env::args()
        .skip(1)
        .find(|argument| !argument.starts_with('-'))
        .map(PathBuf::from);
    for place in asked.into_iter().chain([shared]) {
        let files = of(&place);
        if !files.is_empty() {
            return (format!("from {}", place.display()), files);
        }
    }
    println!("shared/ is missing beside the project: measuring papers that are made here");
    for number in 0..8 {
        fs::write(folder.join(format!("{number}.pdf")), papers(30)).expect("a file");
    }
    ("made here".into(), of(folder))
}

/// Pages that are read of a file.
fn pages(file: &Path) -> usize {
    let document = read_one(file).expect("files of the bench are read");
    let last = document
        .text
        .lines
        .iter()
        .filter_map(|line| line.page)
        .max();
    last.unwrap_or(0) as usize
}

/// Seconds that reading all files once takes.
fn seconds(files: &[PathBuf], command: &dyn Fn(&Path) -> Command) -> f64 {
    let (before, began) = (children(), Instant::now());
    for _ in 0..TIMES {
        for file in files {
            let status = command(file)
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status();
            assert!(status.is_ok_and(|s| s.success()), "{}", file.display());
        }
    }
    let taken = match (before, children()) {
        (Some(before), Some(after)) if after > before => after - before,
        _ => began.elapsed().as_secs_f64(),
    };
    taken / TIMES as f64
}

/// Processor time of the children that have ended, in seconds (proc(5): fields 16 and 17 of
/// `/proc/self/stat`, in ticks of which Linux shows a hundred a second); none elsewhere.
fn children() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    let after_name = stat.rsplit_once(')')?.1;
    let mut fields = after_name.split_whitespace().skip(13);
    let user: f64 = fields.next()?.parse().ok()?;
    let system: f64 = fields.next()?.parse().ok()?;
    Some((user + system) / 100.0)
}

/// Prints and gives the median of the seconds.
fn report(name: &str, pages: usize, mut seconds: Vec<f64>) -> f64 {
    seconds.sort_by(f64::total_cmp);
    let median = seconds[seconds.len() / 2];
    println!(
        "{name:<28} {:>8.0} pages/s   {:.2} ms a page",
        pages as f64 / median,
        1000.0 * median / pages as f64
    );
    median
}

/// Prints the memory that a program takes at most: asked for each time that some of its output has
/// come, so also when all of it is made.
fn report_memory(name: &str, mut command: Command) {
    let child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
    let mut child = child.expect("the program runs");
    let mut out = child.stdout.take().expect("its output");
    let (mut buffer, mut most) = ([0; 1 << 16], None);
    while out.read(&mut buffer).is_ok_and(|n| n > 0) {
        most = high_water(child.id()).or(most);
    }
    child.wait().expect("the program ends");
    match most {
        Some(most) => println!("{name:<28} {most:>8.0} MB at most"),
        None => println!("{name:<28} the system does not tell its memory"),
    }
}

/// The most memory that a process had, in MB (proc(5)); none where the system does not tell.
fn high_water(process: u32) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|l| l.starts_with("VmHWM:"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1024.0)
}
