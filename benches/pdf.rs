//! Speed of the PDF reader beside pdftotext (poppler), on the same files in the same run.
//!
//! `cargo bench --bench pdf [-- FOLDER]`
//!
//! Both run as whole programs over the same files, in turn. What counts is processor time of the
//! children (`/proc/self/stat`, hundredths of a second), so that neither threads nor other work on
//! the machine matter; where the system does not tell it, time on the wall. Where pdftotext is not
//! installed (Debian: `poppler-utils`), that is said, and kavosh is measured alone. Files are those
//! of FOLDER, of `shared/pdf` beside the project, or papers made here.

#[allow(dead_code)] // only what papers need is used here
#[path = "../tests/cli/pdf_file.rs"]
mod pdf_file;

use kavosh::document::read::read_one;
use pdf_file::PdfFile;
use std::fs;
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
    if !installed {
        println!("pdftotext is not installed: kavosh was measured alone");
        return;
    }
    let theirs = report("pdftotext", pages, theirs);
    println!("{:<28} {:>8.2}   bar 0.5", "ratio of speeds", theirs / ours);
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
        let mut file = PdfFile::new();
        for page in 0..30 {
            file.page();
            for line in 0..40 {
                let text = "دولت ها می کوشند با تصویب قانون های تازه بر گردش اطلاعات نظارت کنند";
                file.persian(550.0, 760.0 - 17.0 * line as f32, 11.0, text);
            }
            file.latin(300.0, 30.0, 9.0, &page.to_string());
        }
        fs::write(folder.join(format!("{number}.pdf")), file.bytes()).expect("a file");
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
