//! The command line: one file a command. Parsing does no work; commands know nothing of clap.

mod analyze;
mod args;
mod batch;
mod check;
mod cited;
mod complete;
mod evaluate;
mod index;
mod inspect;
mod manual;
mod output;
mod place;
mod progress;
mod repair;
mod search;
mod show;
mod stats;

pub use args::Cli;

use crate::error::{Error, Result};
use args::Command;
use output::Output;
use std::io::Read;
use std::path::Path;

/// How a command ended, for the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Hits were found, or the work is done.
    Done,
    /// Nothing was found.
    NoHits,
    /// The work is done, but for some files or queries.
    Failed,
}

impl Outcome {
    fn of_hits(count: usize) -> Outcome {
        if count > 0 {
            Outcome::Done
        } else {
            Outcome::NoHits
        }
    }

    /// The exit code.
    pub fn code(self) -> u8 {
        match self {
            Outcome::Done => 0,
            Outcome::NoHits => 1,
            Outcome::Failed => 2,
        }
    }
}

/// Runs a command.
///
/// # Errors
/// What went wrong, with its remedy.
pub fn run(cli: &Cli) -> Result<Outcome> {
    let mut output = Output::new(cli.color);
    let out = &mut output;
    let outcome = match &cli.command {
        Command::Index(args) => index::run(&cli.index, args),
        Command::Search(args) => search::run(&cli.index, args, out),
        Command::Batch(args) => batch::run(&cli.index, args, out),
        Command::Complete(args) => complete::run(&cli.index, args, out),
        Command::Repair(args) => repair::run(args, out),
        Command::Inspect(args) => inspect::run(args, out),
        Command::Analyze(args) => analyze::run(args, out),
        Command::Evaluate(args) => evaluate::run(&cli.index, args, out),
        Command::Cited(args) => cited::run(&cli.index, args, out),
        Command::Show(args) => place::show(args, out),
        Command::Open(args) => place::open(args, out),
        Command::Check => check::run(&cli.index, out),
        Command::Stats(args) => stats::run(&cli.index, args, out),
        Command::Completions(args) => manual::completions(args, out),
        Command::Manual(args) => manual::manual(args, out),
    }?;
    output.finish()?;
    Ok(outcome)
}

/// As many threads as asked for, or as there are processors.
fn threads(asked: Option<u16>) -> usize {
    asked.map_or_else(
        || std::thread::available_parallelism().map_or(1, usize::from),
        usize::from,
    )
}

/// A text file, or standard input for `-`.
fn read_input(path: &Path) -> Result<String> {
    if path == Path::new("-") {
        let mut text = String::new();
        std::io::stdin()
            .read_to_string(&mut text)
            .map_err(Error::io("standard input"))?;
        return Ok(text);
    }
    std::fs::read_to_string(path).map_err(Error::io(path))
}
