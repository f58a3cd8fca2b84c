//! Where results go: standard output, with or without colour.

use super::args::When;
use crate::error::{Error, Result};
use std::io::{BufWriter, IsTerminal, StdoutLock, Write};

/// Standard output, buffered, that knows whether a person looks at it.
pub struct Output {
    out: BufWriter<StdoutLock<'static>>,
    /// Whether to use colours.
    pub color: bool,
    /// Whether a terminal shows it.
    pub terminal: bool,
}

impl Output {
    /// Standard output with colours as asked for.
    pub fn new(color: When) -> Output {
        let stdout = std::io::stdout();
        let terminal = stdout.is_terminal();
        let color = match color {
            When::Always => true,
            When::Never => false,
            When::Auto => {
                anstream::AutoStream::choice(&stdout) != anstream::ColorChoice::Never && terminal
            }
        };
        Output {
            out: BufWriter::with_capacity(1 << 16, stdout.lock()),
            color,
            terminal,
        }
    }

    /// Writes text as it is.
    ///
    /// # Errors
    /// When standard output is closed or full.
    pub fn write(&mut self, text: &str) -> Result<()> {
        self.out.write_all(text.as_bytes()).map_err(failed)
    }

    /// Writes a line.
    ///
    /// # Errors
    /// As [`Output::write`].
    pub fn line(&mut self, text: &str) -> Result<()> {
        self.write(text)?;
        self.write("\n")
    }

    /// Writes one row of columns; tabs and line breaks inside a column become spaces.
    ///
    /// # Errors
    /// As [`Output::write`].
    pub fn row(&mut self, columns: &[&str]) -> Result<()> {
        for (index, column) in columns.iter().enumerate() {
            if index > 0 {
                self.write("\t")?;
            }
            self.write(&column.replace(['\t', '\n', '\r', '\u{c}'], " "))?;
        }
        self.write("\n")
    }

    /// Writes a value as JSON on a line of its own.
    ///
    /// # Errors
    /// As [`Output::write`].
    pub fn json(&mut self, value: &impl serde::Serialize) -> Result<()> {
        serde_json::to_writer(&mut self.out, value).map_err(|e| failed(e.into()))?;
        self.write("\n")
    }

    /// Hands everything over.
    ///
    /// # Errors
    /// As [`Output::write`].
    pub fn finish(mut self) -> Result<()> {
        self.out.flush().map_err(failed)
    }

    /// Text in a style, if colours are used.
    pub fn styled(&self, style: anstyle::Style, text: &str) -> String {
        if self.color {
            format!("{}{text}{}", style.render(), style.render_reset())
        } else {
            text.to_owned()
        }
    }
}

fn failed(source: std::io::Error) -> Error {
    Error::Io {
        path: "standard output".into(),
        source,
    }
}
