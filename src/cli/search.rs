//! `kavosh search`

use super::Outcome;
use super::args::{SearchArgs, SearchFormat, When};
use super::output::Output;
use super::show::{self, View};
use crate::error::Result;
use crate::search::{Engine, SearchOptions};
use crate::text::letters::{Class, letter};
use std::path::Path;

/// The identifier of a query that was typed.
const QID: &str = "1";

/// Searches and shows the hits.
///
/// # Errors
/// When the query is not well formed or the index cannot be read.
pub fn run(index: &Path, args: &SearchArgs, output: &mut Output) -> Result<Outcome> {
    let engine = Engine::open(index)?.with_timeout(args.timeout);
    let mut session = engine.session();
    let options = SearchOptions {
        limit: args.limit,
        unit: args.unit.into(),
        explain: args.explain,
        expand: !args.no_expand,
    };
    if let Some(meant) = session.meant(&args.query)? {
        anstream::eprintln!("{}", did_you_mean(&meant));
    }
    if args.format == SearchFormat::Trec {
        let items = session.rank(&args.query, options)?;
        super::batch::trec(output, QID, &items)?;
        return Ok(Outcome::of_hits(items.len()));
    }
    let hits = session.search(QID, &args.query, options)?;
    if args.format == SearchFormat::Json {
        for hit in &hits {
            output.json(hit)?;
        }
        return Ok(Outcome::of_hits(hits.len()));
    }
    let view = View::of(output, isolates(args.isolates, output));
    for (index, hit) in hits.iter().enumerate() {
        if index > 0 {
            output.line("")?;
        }
        show::hit(output, &view, hit)?;
    }
    if hits.is_empty() {
        anstream::eprintln!("no hits");
    }
    Ok(Outcome::of_hits(hits.len()))
}

/// The question whether another query was meant, in its language.
fn did_you_mean(meant: &str) -> String {
    let is_persian = meant.chars().any(|c| letter(c).class == Class::Arabic);
    if is_persian {
        format!("آیا منظورتان «{meant}» بود؟")
    } else {
        format!("did you mean `{meant}`?")
    }
}

/// Whether to use isolates: where asked for, and on terminals that are known to reorder text.
pub fn isolates(when: When, output: &Output) -> bool {
    let known = || {
        std::env::var_os("VTE_VERSION").is_some()
            || std::env::var_os("KONSOLE_VERSION").is_some()
            || std::env::var_os("MLTERM").is_some()
            || std::env::var("TERM_PROGRAM")
                .is_ok_and(|p| p == "Apple_Terminal" || p == "iTerm.app")
    };
    match when {
        When::Always => true,
        When::Never => false,
        When::Auto => output.terminal && known(),
    }
}
