//! The program: parse, run, map to an exit code.

use clap::Parser;
use kavosh::cli::{Cli, run};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

fn main() -> ExitCode {
    // clap exits with 0 after help and version, and with 2 after a wrong argument.
    let cli = Cli::parse();
    // Tantivy trusts the bytes of its segments; damaged ones can make it panic. The message of the
    // panic comes first on standard error, for a bug report.
    match catch_unwind(AssertUnwindSafe(|| run(&cli))) {
        Ok(Ok(outcome)) => ExitCode::from(outcome.code()),
        // Whoever reads our output has read enough (`| head`).
        Ok(Err(error)) if error.is_broken_pipe() => ExitCode::SUCCESS,
        Ok(Err(error)) => {
            anstream::eprintln!("kavosh: {error}");
            ExitCode::from(2)
        }
        Err(_) => {
            anstream::eprintln!(
                "kavosh: something failed inside, see above; `kavosh check` tells whether the index is damaged"
            );
            ExitCode::from(2)
        }
    }
}
