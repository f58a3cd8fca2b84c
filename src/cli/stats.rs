//! `kavosh stats`

use super::Outcome;
use super::args::{ReportFormat, StatsArgs};
use super::output::Output;
use crate::error::Result;
use crate::index::{Stats, stats};
use std::path::Path;

/// Tells what is in the index.
///
/// # Errors
/// When it cannot be read.
pub fn run(index: &Path, args: &StatsArgs, output: &mut Output) -> Result<Outcome> {
    let stats = stats(index)?;
    match args.format {
        ReportFormat::Json => output.json(&stats)?,
        ReportFormat::Text => text(&stats, output)?,
    }
    Ok(Outcome::Done)
}

fn text(stats: &Stats, output: &mut Output) -> Result<()> {
    let share = stats.index_bytes as f64 / stats.file_bytes.max(1) as f64;
    for (name, value) in [
        ("files", stats.files.to_string()),
        ("documents", stats.documents.to_string()),
        ("passages", stats.passages.to_string()),
        ("sections", stats.sections.to_string()),
        (
            "citations",
            format!("{} (in {} documents)", stats.citations, stats.citing),
        ),
        ("tokens", stats.tokens.to_string()),
        ("lemmas", stats.lemmas.to_string()),
        ("lines repaired", stats.lines_repaired.to_string()),
        ("lines unsure", stats.lines_unsure.to_string()),
        (
            "pairs of terms",
            format!(
                "{} in {} documents",
                stats.pairs, stats.documents_with_pairs
            ),
        ),
        ("bytes of files", stats.file_bytes.to_string()),
        (
            "bytes of index",
            format!("{} ({share:.2} of the files)", stats.index_bytes),
        ),
        ("segments", stats.segments.to_string()),
        ("made by", format!("kavosh {}", stats.version)),
        ("fingerprint", stats.fingerprint.clone()),
    ] {
        output.line(&format!("{name:<15} {value}"))?;
    }
    let known = &stats.known_letters;
    if let Some(median) = known.median {
        let percent = |share: f64| format!("{:.1} %", 100.0 * share);
        output.line(&format!(
            "\nletters in known words, {} PDF documents",
            known.documents
        ))?;
        output.line(&format!("  {:<13} {}", "median", percent(median)))?;
        for (i, document) in known.lowest.iter().enumerate() {
            let name = if i == 0 { "lowest" } else { "" };
            output.line(&format!(
                "  {name:<13} {}  {}",
                percent(document.share),
                document.path
            ))?;
        }
    }
    for (title, counts) in [
        ("passages by kind", &stats.kinds),
        ("passages by language", &stats.languages),
    ] {
        output.line(&format!("\n{title}"))?;
        for (name, count) in counts {
            output.line(&format!("  {name:<13} {count}"))?;
        }
    }
    Ok(())
}
