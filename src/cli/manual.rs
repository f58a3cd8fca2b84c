//! `kavosh manual` and `kavosh completions`, from the definitions of the command line.

use super::Outcome;
use super::args::{Cli, CompletionsArgs, ManualArgs};
use super::output::Output;
use crate::error::{Error, Result};
use clap::CommandFactory;

/// Prints a manual page in roff.
///
/// # Errors
/// When there is no such command.
pub fn manual(args: &ManualArgs, output: &mut Output) -> Result<Outcome> {
    let mut command = Cli::command();
    command.build();
    let page = match &args.command {
        None => clap_mangen::Man::new(command),
        Some(name) => {
            let found = command.find_subcommand(name).cloned().ok_or_else(|| {
                Error::Input(format!(
                    "there is no command `{name}`; `kavosh help` lists them"
                ))
            })?;
            // The page of a command is named as its file would be: kavosh-search(1).
            let title: &'static str = Box::leak(format!("kavosh-{name}").into_boxed_str());
            clap_mangen::Man::new(found.name(title))
        }
    };
    let mut roff = Vec::new();
    page.render(&mut roff).map_err(Error::io("manual"))?;
    output.write(&String::from_utf8_lossy(&roff))?;
    Ok(Outcome::Done)
}

/// Prints a completion script.
///
/// # Errors
/// When standard output is closed.
pub fn completions(args: &CompletionsArgs, output: &mut Output) -> Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "kavosh", &mut script);
    output.write(&String::from_utf8_lossy(&script))?;
    Ok(Outcome::Done)
}
