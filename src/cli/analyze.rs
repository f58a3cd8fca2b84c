//! `kavosh analyze`

use super::args::{AnalyzeArgs, InspectFormat};
use super::output::Output;
use super::{Outcome, read_input};
use crate::analysis::Analyzer;
use crate::error::{Error, Result};
use crate::language::cjk::Dictionaries;
use serde_json::json;
use std::path::Path;

/// Shows the tokens of a text.
///
/// # Errors
/// When standard input is no text, or a dictionary cannot be opened.
pub fn run(args: &AnalyzeArgs, output: &mut Output) -> Result<Outcome> {
    let text = if args.text == "-" {
        read_input(Path::new("-"))?
    } else {
        args.text.clone()
    };
    let mut dictionaries = Dictionaries::embedded();
    for (language, folder) in &args.dictionaries {
        dictionaries = dictionaries
            .with_directory(*language, folder)
            .map_err(Error::Input)?;
    }
    let mut analyzer = Analyzer::new(&dictionaries);
    let mut result = Ok(());
    let mut count = 0;
    analyzer.tokens(&text, |token| {
        count += 1;
        if result.is_err() {
            return;
        }
        result = match args.format {
            InspectFormat::Json => output.json(&json!({
                "position": token.position,
                "start": token.start,
                "end": token.end,
                "script": token.script.name(),
                "exact": token.exact,
                "lemma": token.lemma,
                "rule": token.rule.phrase(),
            })),
            InspectFormat::Tsv => output.row(&[
                &token.position.to_string(),
                &token.start.to_string(),
                &token.end.to_string(),
                token.script.name(),
                token.exact,
                token.lemma,
                token.rule.phrase(),
            ]),
        };
    });
    result?;
    Ok(Outcome::of_hits(count))
}
