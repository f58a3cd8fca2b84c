//! `kavosh repair`

use super::Outcome;
use super::args::{RepairArgs, RepairFormat};
use super::output::Output;
use crate::document::read::read_one;
use crate::error::Result;
use crate::index::lessons;
use crate::repair::lessons::Lessons;
use crate::repair::line_ends::LineEnds;
use crate::repair::{Counts, Repaired, Verdict, look, repair_with};

/// Shows a repaired document.
///
/// # Errors
/// When the file cannot be read.
pub fn run(args: &RepairArgs, output: &mut Output) -> Result<Outcome> {
    let raw = read_one(&args.file)?;
    for warning in &raw.warnings {
        anstream::eprintln!("{}: {warning}", args.file.display());
    }
    let seen = look(&raw.text);
    let lessons = match &args.learn_from {
        Some(index) if seen.is_torn() => lessons(index, &raw.text)?,
        _ => Lessons::default(),
    };
    let repaired = repair_with(raw.text, seen, &lessons, args.explain);
    summarize(&repaired);
    match args.format {
        RepairFormat::Tsv => {
            for (index, verdict) in repaired.verdicts.iter().enumerate() {
                let number = repaired.text.lines[index].number.to_string();
                let text = repaired.text.line(index);
                let [runs, score, standing] = reasons(&repaired, index);
                let row = [&number, text, verdict.name(), &runs, &score, &standing];
                output.row(&row[..if args.explain { 6 } else { 3 }])?;
            }
        }
        RepairFormat::Text if args.explain => {
            for (index, verdict) in repaired.verdicts.iter().enumerate() {
                if *verdict == Verdict::Clean {
                    continue;
                }
                let number = repaired.text.lines[index].number;
                let [runs, score, standing] = reasons(&repaired, index);
                output.line(&format!(
                    "{number} {}: {}",
                    verdict.name(),
                    repaired.text.line(index)
                ))?;
                if !runs.is_empty() {
                    output.line(&format!(
                        "  runs {runs}\n  score {score}, as it stands {standing}"
                    ))?;
                }
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

/// Why a line was read as it was: its runs, the score of the reading and that of the line as it
/// stands; empty or `-` where there is nothing to say.
fn reasons(repaired: &Repaired, index: usize) -> [String; 3] {
    match repaired.explanations.get(index).and_then(Option::as_ref) {
        Some(why) => [
            why.runs.join(" | "),
            format!("{:.1}", why.score),
            why.standing
                .map_or("-".into(), |score| format!("{score:.1}")),
        ],
        None => [String::new(), "-".into(), "-".into()],
    }
}

/// Says on standard error what was done to the document, if anything.
fn summarize(repaired: &Repaired) {
    let Counts {
        tatweel,
        letters,
        digits,
        forms,
        marks,
        joiners,
        lam_alefs,
        years,
        order,
    } = repaired.counts;
    let unsure = repaired
        .verdicts
        .iter()
        .filter(|v| **v == Verdict::Unsure)
        .count();
    let done: Vec<String> = [
        (order.reordered, "lines reordered"),
        (order.cuts, "cuts"),
        (order.joiners + joiners, "ZWNJs restored"),
        (order.spaces, "words parted"),
        (order.lams, "lams restored"),
        (order.brackets, "brackets turned"),
        (lam_alefs, "lam-alefs put in order"),
        (years, "years turned"),
        (tatweel, "tatweels dropped"),
        (letters, "letters respelled"),
        (digits, "digits respelled"),
        (forms, "presentation forms replaced"),
        (marks, "invisible marks dropped"),
        (unsure, "lines unsure"),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, what)| format!("{count} {what}"))
    .collect();
    if !done.is_empty() {
        anstream::eprintln!("repaired: {}", done.join(", "));
    }
}
