//! Compiles the embedded lexicon: `cargo run --release --example compile_lexicon -- SOURCES OUT`.
//!
//! SOURCES is a folder with the lists that `src/lexicon/data/SOURCES.md` describes, OUT the file to
//! write, `src/lexicon/data/persian.lexicon`. The same lists give the same bytes.

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [sources, out] = &arguments[..] else {
        eprintln!("usage: compile_lexicon SOURCES OUT");
        return ExitCode::from(2);
    };
    let compiled =
        kavosh::lexicon::compile::compile(sources.as_ref()).and_then(|(bytes, report)| {
            std::fs::write(out, &bytes).map_err(|error| format!("{out}: {error}"))?;
            Ok(format!("{report}; {} bytes", bytes.len()))
        });
    match compiled {
        Ok(report) => {
            eprintln!("{report}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("compile_lexicon: {error}");
            ExitCode::from(2)
        }
    }
}
