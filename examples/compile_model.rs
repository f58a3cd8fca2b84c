//! Compiles the embedded language model:
//! `xz -dc TEXT.xz | cargo run --release --example compile_model -- OUT [OTHER…]`.
//!
//! The text (see `src/lexicon/data/SOURCES.md`) comes on standard input, a line or paragraph a line;
//! OUT is the file to write, `src/lexicon/data/persian.model`. The same text gives the same bytes.
//! The report on standard error says what was chosen, and how well it foresees the lines kept from
//! training and the texts OTHER.

use std::io::Read;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [out, others @ ..] = &arguments[..] else {
        eprintln!("usage: compile_model OUT [OTHER…] < TEXT");
        return ExitCode::from(2);
    };
    match compile(out, others) {
        Ok(report) => {
            eprintln!("{report}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("compile_model: {error}");
            ExitCode::from(2)
        }
    }
}

fn compile(out: &str, others: &[String]) -> Result<String, String> {
    let mut text = Vec::new();
    std::io::stdin()
        .read_to_end(&mut text)
        .map_err(|error| format!("standard input: {error}"))?;
    let text = String::from_utf8_lossy(&text);
    let others = others
        .iter()
        .map(|path| match std::fs::read_to_string(path) {
            Ok(text) => Ok((path.clone(), text)),
            Err(error) => Err(format!("{path}: {error}")),
        })
        .collect::<Result<Vec<_>, _>>()?;
    let (bytes, report) = kavosh::lexicon::train::compile(&text, &others)?;
    std::fs::write(out, &bytes).map_err(|error| format!("{out}: {error}"))?;
    Ok(format!("{report}\n{} bytes", bytes.len()))
}
