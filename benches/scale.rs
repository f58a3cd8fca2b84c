//! How an index grows: its size, the memory and the time that it takes, and the time of an update of
//! one file, from 10 MB of text on.
//!
//! `cargo bench --bench scale`; KAVOSH_BENCH_MB sets the largest text (default 20, the table of
//! docs/performance.md was made with 1000), KAVOSH_BENCH_KEEP a folder in which texts and indexes are
//! left for other measurements. The program itself is run, as users run it; its memory is what
//! Linux tells as the peak of its resident set, pages of mapped files among it.

mod common;
#[allow(dead_code)]
#[path = "../examples/damage.rs"]
mod damage;
#[path = "common/growing.rs"]
mod growing;

use common::megabytes;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Sizes of the texts in megabytes; the last is the largest that was asked for.
const SIZES: [usize; 5] = [10, 30, 100, 300, 1000];

fn main() {
    let most = megabytes();
    let temporary = tempfile::tempdir().expect("a temporary folder can be made");
    let kept = std::env::var_os("KAVOSH_BENCH_KEEP").map(PathBuf::from);
    let folder = kept.as_deref().unwrap_or(temporary.path());
    println!(
        "{:>6} {:>9} {:>8} {:>8} {:>10} {:>9} {:>11} {:>8} {:>9} {:>9} {:>9}",
        "MB",
        "passages",
        "seconds",
        "cpu",
        "cpu ms/MB",
        "peak MB",
        "anonymous",
        "segments",
        "size",
        "update s",
        "no-op s"
    );
    for size in SIZES.into_iter().filter(|s| *s < most).chain([most]) {
        let folder = folder.join(size.to_string());
        std::fs::create_dir_all(&folder).expect("a folder can be made");
        let (texts, bytes) = growing::write(&folder, size * 1_000_000);
        let first = kavosh(&folder, &["index", "texts", "--threads", "1"]);
        // One file more in the middle of the others, then nothing at all.
        let changed = texts.join("000/000037.txt");
        let mut text = std::fs::read_to_string(&changed).expect("a text can be read");
        text.push_str("یک بند تازه در پایان\n");
        std::fs::write(&changed, text).expect("a text can be written");
        let update = kavosh(&folder, &["index", "texts"]);
        let nothing = kavosh(&folder, &["index", "texts"]);
        let megabytes = bytes as f64 / 1e6;
        println!(
            "{megabytes:>6.0} {:>9} {:>8.1} {:>8.1} {:>10.1} {:>9.0} {:>11.0} {:>8} {:>9.3} {:>9.2} {:>9.2}",
            first.passages,
            first.wall.as_secs_f64(),
            first.cpu.as_secs_f64(),
            first.cpu.as_secs_f64() * 1e3 / megabytes,
            first.peak as f64 / 1e6,
            first.anonymous as f64 / 1e6,
            segments(&folder.join("index")),
            bytes_below(&folder.join("index")) as f64 / bytes as f64,
            update.wall.as_secs_f64(),
            nothing.wall.as_secs_f64(),
        );
        if kept.is_none() {
            std::fs::remove_dir_all(&folder).expect("a temporary folder can be removed");
        }
    }
}

/// What a run took.
struct Run {
    wall: Duration,
    cpu: Duration,
    /// Most bytes resident, and most of these that no file backs.
    peak: u64,
    anonymous: u64,
    passages: String,
}

/// Runs the program and looks at it while it runs.
fn kavosh(folder: &Path, args: &[&str]) -> Run {
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_kavosh"))
        .args(args)
        .current_dir(folder)
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let process = PathBuf::from(format!("/proc/{}", child.id()));
    let (mut peak, mut anonymous, mut cpu) = (0, 0, Duration::ZERO);
    let status = loop {
        if let Some(status) = child.try_wait().expect("its state") {
            break status;
        }
        if let Ok(text) = std::fs::read_to_string(process.join("status")) {
            peak = peak.max(kilobytes(&text, "VmHWM:") * 1024);
            anonymous = anonymous.max(kilobytes(&text, "RssAnon:") * 1024);
        }
        if let Ok(text) = std::fs::read_to_string(process.join("stat")) {
            cpu = cpu.max(ticks(&text));
        }
        std::thread::sleep(Duration::from_millis(10));
    };
    let wall = start.elapsed();
    let mut told = String::new();
    let mut stderr = child.stderr.take().expect("its standard error");
    std::io::Read::read_to_string(&mut stderr, &mut told).expect("what it told");
    assert!(status.success(), "{told}");
    let last = told.lines().last().unwrap_or_default();
    Run {
        wall,
        cpu,
        peak,
        anonymous,
        passages: last.split(' ').nth(2).unwrap_or_default().to_owned(),
    }
}

/// A line of `/proc/PID/status`.
fn kilobytes(status: &str, name: &str) -> u64 {
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|l| l.trim().trim_end_matches(" kB").parse().ok())
        .unwrap_or(0)
}

/// Processor time out of `/proc/PID/stat`, in hundredths of a second as Linux counts it.
fn ticks(stat: &str) -> Duration {
    let after = stat.rsplit(") ").next().unwrap_or_default();
    let fields = after.split(' ').skip(11).take(2);
    let ticks: u64 = fields.filter_map(|f| f.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}

fn segments(index: &Path) -> usize {
    let (_, snapshot) = kavosh::index::Snapshot::open(index).expect("the index opens");
    snapshot.searcher.segment_readers().len()
}

fn bytes_below(folder: &Path) -> u64 {
    let files = walkdir::WalkDir::new(folder).into_iter().flatten();
    files
        .filter_map(|entry| entry.metadata().ok())
        .filter(std::fs::Metadata::is_file)
        .map(|metadata| metadata.len())
        .sum()
}
