//! `kavosh check`

use super::Outcome;
use super::output::Output;
use crate::error::Result;
use std::path::Path;

/// Verifies the index.
///
/// # Errors
/// When it cannot be opened.
pub fn run(index: &Path, output: &mut Output) -> Result<Outcome> {
    let report = crate::index::check(index)?;
    for problem in &report.problems {
        anstream::eprintln!("{problem}");
    }
    if report.problems.is_empty() {
        output.line(&format!(
            "ok: {} files, {} documents, {} passages in {} segments; checksums, fingerprint and counts agree",
            report.files, report.documents, report.passages, report.segments
        ))?;
        Ok(Outcome::Done)
    } else {
        anstream::eprintln!(
            "index {} is damaged; make it anew with `kavosh index --rebuild FOLDER --index {}`",
            index.display(),
            index.display()
        );
        Ok(Outcome::Failed)
    }
}
