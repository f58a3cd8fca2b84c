//! Verifies an index: header, checksums, and that records and passages agree.

use super::record::Place;
use super::sealed;
use super::snapshot::Snapshot;
use super::store::{Store, damaged};
use crate::error::{Error, Result};
use rustc_hash::FxHashMap;
use std::path::Path;
use tantivy::collector::DocSetCollector;

/// What was verified and what was found wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Files in the index.
    pub files: usize,
    /// Documents in the index.
    pub documents: usize,
    /// Passages in the index.
    pub passages: u64,
    /// Segments of the index.
    pub segments: usize,
    /// What is wrong, in words; empty if all is well.
    pub problems: Vec<String>,
}

/// Verifies the index in a folder.
///
/// # Errors
/// When it cannot be opened at all.
pub fn check(path: &Path) -> Result<Report> {
    Ok(Store::read(path, verify)?.1)
}

fn verify(store: &Store) -> Report {
    let mut report = Report::default();
    match sealed::files(&store.index) {
        Ok(files) => {
            let folder = store.path.join(&store.header.generation);
            for file in files {
                match sealed::is_whole(&folder.join(&file)) {
                    Ok(true) => {}
                    Ok(false) => report
                        .problems
                        .push(format!("{}: checksum does not match", file.display())),
                    Err(error) => report.problems.push(Error::io(&file)(error).to_string()),
                }
            }
        }
        Err(error) => report
            .problems
            .push(damaged(&store.path, &error).to_string()),
    }
    // Damaged files can make Tantivy fail in any way; what they hold is not looked at.
    if report.problems.is_empty()
        && let Err(error) = agree(store, &mut report)
    {
        report.problems.push(error.to_string());
    }
    report
}

/// Whether files, documents and passages count each other rightly and every passage can be read.
fn agree(store: &Store, report: &mut Report) -> Result<()> {
    let snapshot = Snapshot::of_store(store)?;
    let files = snapshot.files()?;
    let documents = snapshot.documents()?;
    report.segments = snapshot.searcher.segment_readers().len();
    (report.files, report.documents, report.passages) =
        (files.len(), documents.len(), snapshot.passages()?);
    let mut by_file: FxHashMap<&str, (u64, u64)> = FxHashMap::default();
    for document in &documents {
        let counts = by_file.entry(&document.file).or_default();
        counts.0 += 1;
        counts.1 += u64::from(document.passages);
    }
    for file in &files {
        let counted = by_file.remove(file.key.as_str()).unwrap_or_default();
        if counted != (file.documents, file.passages) {
            report.problems.push(format!(
                "{}: {} documents and {} passages are there, {} and {} are recorded",
                file.path, counted.0, counted.1, file.documents, file.passages
            ));
        }
    }
    for key in by_file.keys() {
        report.problems.push(format!(
            "{key}: has documents but no record; `kavosh index` on its folder completes it"
        ));
    }
    let recorded: u64 = documents.iter().map(|d| u64::from(d.passages)).sum();
    if recorded != report.passages {
        report.problems.push(format!(
            "{} passages are there, {recorded} are recorded",
            report.passages
        ));
    }
    let query = snapshot.all_passages();
    let all = snapshot
        .searcher
        .search(&query, &DocSetCollector)
        .map_err(|e| damaged(&store.path, &e))?;
    let unreadable = all
        .into_iter()
        .filter(|at| match snapshot.stored(*at) {
            Ok((text, data)) => Place::unpack(&data, text).is_none(),
            Err(_) => true,
        })
        .count();
    if unreadable > 0 {
        report
            .problems
            .push(format!("{unreadable} passages cannot be read"));
    }
    Ok(())
}
