//! `kavosh repair`

use super::Outcome;
use super::args::{RepairArgs, RepairFormat};
use super::output::Output;
use crate::document::read::read_one;
use crate::error::Result;
use crate::repair::line_ends::LineEnds;
use crate::repair::repair;

/// Shows a repaired document.
///
/// # Errors
/// When the file cannot be read.
pub fn run(args: &RepairArgs, output: &mut Output) -> Result<Outcome> {
    let raw = read_one(&args.file)?;
    for warning in &raw.warnings {
        anstream::eprintln!("{}: {warning}", args.file.display());
    }
    let repaired = repair(raw.text);
    match args.format {
        RepairFormat::Tsv => {
            for (index, verdict) in repaired.verdicts.iter().enumerate() {
                let number = repaired.text.lines[index].number.to_string();
                output.row(&[&number, repaired.text.line(index), verdict.name()])?;
            }
        }
        RepairFormat::Text => {
            let lines: Vec<&str> = repaired.text.line_texts().collect();
            for line in LineEnds::of_lines(lines.iter().copied()).joined(&lines) {
                output.line(&line)?;
            }
        }
    }
    Ok(Outcome::Done)
}
