//! `kavosh index`

use super::args::IndexArgs;
use super::progress::Progress;
use super::{Outcome, threads};
use crate::error::Result;
use crate::index::{Options, Summary, update, usual_memory};
use std::path::Path;
use std::time::Instant;

/// Indexes and tells what was done.
///
/// # Errors
/// As [`update`].
pub fn run(index: &Path, args: &IndexArgs) -> Result<Outcome> {
    let start = Instant::now();
    let progress = Progress::new();
    let threads = threads(args.threads);
    let options = Options {
        threads,
        memory: args.memory.unwrap_or_else(|| usual_memory(threads)),
        rebuild: args.rebuild,
        repair: !args.no_repair,
        dictionaries: args.dictionaries.clone(),
        limits: args.limits.limits(),
    };
    let summary = update(index, &args.paths, &options, &progress);
    progress.finish();
    let summary = summary?;
    tell(&summary, start.elapsed().as_secs_f64());
    Ok(if summary.failed > 0 {
        Outcome::Failed
    } else {
        Outcome::Done
    })
}

fn tell(summary: &Summary, seconds: f64) {
    let known = summary.added + summary.unchanged;
    if known + summary.deleted + summary.failed == 0 {
        anstream::eprintln!("nothing to index: no file of a known kind there");
    } else if summary.added + summary.deleted == 0 && summary.unchanged == 0 {
        anstream::eprintln!("nothing could be indexed");
    } else if summary.added + summary.deleted == 0 {
        anstream::eprintln!("nothing to do: {} unchanged", files(summary.unchanged));
    } else {
        anstream::eprintln!(
            "{} new, {} changed, {} unchanged, {} deleted",
            files(summary.added - summary.changed),
            summary.changed,
            summary.unchanged,
            summary.deleted
        );
    }
    if summary.skipped > 0 {
        anstream::eprintln!("{} of other kinds passed over", files(summary.skipped));
    }
    if summary.failed > 0 {
        anstream::eprintln!("{} could not be read; see above", summary.failed);
    }
    let megabytes = summary.bytes as f64 / 1e6;
    anstream::eprintln!(
        "{} documents, {} passages, {} bytes, {seconds:.2} s, {:.2} MB/s",
        summary.documents,
        summary.passages,
        summary.bytes,
        megabytes / seconds.max(1e-9)
    );
}

fn files(count: usize) -> String {
    format!("{count} file{}", if count == 1 { "" } else { "s" })
}
