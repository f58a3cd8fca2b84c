//! `kavosh complete`

use super::Outcome;
use super::args::{CompleteArgs, InspectFormat};
use super::output::Output;
use crate::error::Result;
use crate::search::Engine;
use std::path::Path;

/// Prints completions from the words of the index.
///
/// # Errors
/// When the index cannot be read.
pub fn run(index: &Path, args: &CompleteArgs, output: &mut Output) -> Result<Outcome> {
    let engine = Engine::open(index)?;
    let found = engine.session().complete(&args.prefix, args.limit)?;
    for completion in &found {
        match args.format {
            InspectFormat::Json => output.json(completion)?,
            InspectFormat::Tsv => {
                output.row(&[&completion.text, &completion.passages.to_string()])?;
            }
        }
    }
    Ok(Outcome::of_hits(found.len()))
}
