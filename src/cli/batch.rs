//! `kavosh batch`

use super::args::{BatchArgs, BatchFormat};
use super::output::Output;
use super::{Outcome, read_input, threads};
use crate::error::Result;
use crate::search::{BatchQuery, Engine, RankedItem, SearchOptions, Session, read_queries};
use std::path::Path;

/// Name of the system in a TREC run.
const RUN: &str = "kavosh";

/// Answers the queries of a file.
///
/// # Errors
/// When the file or the index cannot be read. A wrong query is told and the rest goes on.
pub fn run(index: &Path, args: &BatchArgs, output: &mut Output) -> Result<Outcome> {
    let queries = read_queries(&read_input(&args.file)?);
    let engine = Engine::open(index)?.with_timeout(args.timeout);
    let options = SearchOptions {
        limit: args.limit,
        unit: args.unit.into(),
        explain: false,
        expand: !args.no_expand,
    };
    let mut tally = Tally::default();
    let threads = threads(args.threads);
    match args.format {
        BatchFormat::Json => {
            let answer =
                |session: &mut Session, q: &BatchQuery| session.search(&q.qid, &q.query, options);
            crate::search::run(&engine, &queries, threads, answer, |query, hits| {
                let Some(hits) = tally.take(query, hits, Vec::len) else {
                    return Ok(());
                };
                hits.iter().try_for_each(|hit| output.json(hit))
            })?;
        }
        BatchFormat::Trec | BatchFormat::Tsv => {
            let answer = |session: &mut Session, q: &BatchQuery| session.rank(&q.query, options);
            crate::search::run(&engine, &queries, threads, answer, |query, items| {
                let Some(items) = tally.take(query, items, Vec::len) else {
                    return Ok(());
                };
                if args.format == BatchFormat::Trec {
                    trec(output, &query.qid, &items)
                } else {
                    columns(output, &query.qid, &items)
                }
            })?;
        }
    }
    Ok(tally.outcome())
}

/// Counts hits and failures.
#[derive(Default)]
struct Tally {
    hits: usize,
    failed: usize,
}

impl Tally {
    fn take<T>(
        &mut self,
        query: &BatchQuery,
        answer: Result<T>,
        count: impl Fn(&T) -> usize,
    ) -> Option<T> {
        match answer {
            Ok(hits) => {
                self.hits += count(&hits);
                Some(hits)
            }
            Err(error) => {
                anstream::eprintln!("query {}: {error}", query.qid);
                self.failed += 1;
                None
            }
        }
    }

    fn outcome(&self) -> Outcome {
        if self.failed > 0 {
            Outcome::Failed
        } else {
            Outcome::of_hits(self.hits)
        }
    }
}

/// Writes lines of a TREC run: `qid Q0 docno rank score run`.
///
/// # Errors
/// When standard output is closed.
pub fn trec(output: &mut Output, qid: &str, items: &[RankedItem]) -> Result<()> {
    let qid = qid.replace(char::is_whitespace, "_");
    items.iter().enumerate().try_for_each(|(index, item)| {
        output.line(&format!(
            "{qid} Q0 {} {} {:.4} {RUN}",
            item.docno(),
            index + 1,
            item.score
        ))
    })
}

fn columns(output: &mut Output, qid: &str, items: &[RankedItem]) -> Result<()> {
    items.iter().enumerate().try_for_each(|(index, item)| {
        let (first, last) = item.lines.map_or((String::new(), String::new()), |(a, b)| {
            (a.to_string(), b.to_string())
        });
        let score = format!("{:.4}", item.score);
        output.row(&[
            qid,
            &(index + 1).to_string(),
            &score,
            &item.id,
            &first,
            &last,
        ])
    })
}
