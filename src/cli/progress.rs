//! The progress bar, and messages that do not tear it.

use crate::error::Error;
use crate::index::Observer;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::path::Path;

/// Shows how far indexing is, on a terminal only.
pub struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// A bar on standard error, hidden unless that is a terminal.
    pub fn new() -> Progress {
        let target = if std::io::stderr().is_terminal() {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(Some(0), target);
        let template =
            "{bar:30} {decimal_bytes}/{decimal_total_bytes}  {decimal_bytes_per_sec}  {eta} left";
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Progress { bar }
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }

    fn say(&self, message: &str) {
        self.bar.suspend(|| anstream::eprintln!("{message}"));
    }
}

impl Observer for Progress {
    fn total(&self, bytes: u64) {
        self.bar.set_length(bytes);
    }

    fn advance(&self, bytes: u64) {
        self.bar.inc(bytes);
    }

    fn failed(&self, error: &Error) {
        self.say(&error.to_string());
    }

    fn warn(&self, path: &Path, message: &str) {
        self.say(&format!("{}: {message}", path.display()));
    }
}
