//! The program: parse, run, map to an exit code.

use clap::Parser;
use kavosh::cli::{Cli, run};
use std::process::ExitCode;

fn main() -> ExitCode {
    // clap exits with 0 after help and version, and with 2 after a wrong argument.
    let cli = Cli::parse();
    match run(&cli) {
        Ok(outcome) => ExitCode::from(outcome.code()),
        // Whoever reads our output has read enough (`| head`).
        Err(error) if error.is_broken_pipe() => ExitCode::SUCCESS,
        Err(error) => {
            anstream::eprintln!("kavosh: {error}");
            ExitCode::from(2)
        }
    }
}
