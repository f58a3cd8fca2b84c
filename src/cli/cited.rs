//! `kavosh cited`

use super::Outcome;
use super::args::{CitedArgs, ListFormat};
use super::output::Output;
use crate::error::Result;
use crate::index::{CitedWork, cited};
use std::path::Path;

/// Places of a work that people are shown.
const MOST_PLACES: usize = 6;

/// Lists the works that are cited.
///
/// # Errors
/// When the index cannot be read.
pub fn run(index: &Path, args: &CitedArgs, output: &mut Output) -> Result<Outcome> {
    let mut works = cited(index, args.name.as_deref())?;
    works.truncate(args.limit.unwrap_or(usize::MAX));
    for work in &works {
        match args.format {
            ListFormat::Json => output.json(work)?,
            ListFormat::Tsv => output.row(&[
                &work.count.to_string(),
                &work.documents.to_string(),
                &work.authors,
                &work.year,
                &places(work, usize::MAX, " "),
            ])?,
            ListFormat::Text => text(work, output)?,
        }
    }
    Ok(Outcome::of_hits(works.len()))
}

fn text(work: &CitedWork, output: &mut Output) -> Result<()> {
    let title = format!("{}, {}", work.authors, work.year);
    let title = output.styled(anstyle::Style::new().bold(), &title);
    let also = match &work.also[..] {
        [] => String::new(),
        forms => format!(" (also {})", forms.join("; ")),
    };
    let more = work.places.len().saturating_sub(MOST_PLACES);
    let more = if more > 0 {
        format!(", {more} more")
    } else {
        String::new()
    };
    output.line(&format!("{:>5}  {title}{also}", work.count))?;
    output.line(&format!("       {}{more}", places(work, MOST_PLACES, ", ")))
}

/// Where a work is cited, as `document:line`.
fn places(work: &CitedWork, most: usize, between: &str) -> String {
    let places: Vec<String> = work
        .places
        .iter()
        .take(most)
        .map(|p| format!("{}:{}", p.document, p.line))
        .collect();
    places.join(between)
}
