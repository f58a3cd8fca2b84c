//! Evaluation as at TREC: judgements, runs, measures.

mod metrics;
mod paired;
mod qrels;

pub use metrics::{Measures, Ranked, mean, measure};
pub use paired::randomization;
pub use qrels::{Judged, Qrels, read};

use crate::error::{Error, Result};
use crate::search::{BatchQuery, Engine, SearchOptions, Session, run};
use serde::Serialize;

/// The outcome of an evaluation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Evaluation {
    /// Queries that were measured: those with a relevant judgement.
    pub queries: usize,
    /// Queries without one, left out.
    pub unjudged: usize,
    /// Queries that are not well formed; they count as finding nothing.
    pub malformed: usize,
    /// Means over the queries.
    #[serde(flatten)]
    pub mean: Measures,
    /// Each query's own measures.
    #[serde(skip)]
    pub each: Vec<(String, Measures)>,
}

/// Runs queries and measures the answers against judgements.
///
/// # Errors
/// When the index cannot be read, or no query has a judgement.
pub fn evaluate(
    engine: &Engine,
    queries: &[BatchQuery],
    qrels: &Qrels,
    options: SearchOptions,
    threads: usize,
) -> Result<Evaluation> {
    let mut each = Vec::new();
    let (mut unjudged, mut malformed) = (0, 0);
    let rank = |session: &mut Session, query: &BatchQuery| session.rank(&query.query, options);
    run(engine, queries, threads, rank, |query, answer| {
        let items = match answer {
            Err(Error::Query { .. }) => {
                malformed += 1;
                Vec::new()
            }
            answer => answer?,
        };
        let Some(judged) = qrels.get(&query.qid).filter(|j| !j.is_empty()) else {
            unjudged += 1;
            return Ok(());
        };
        let ranking: Vec<Ranked> = items
            .into_iter()
            .map(|item| Ranked {
                document: item.id,
                lines: item.lines,
            })
            .collect();
        each.push((query.qid.clone(), measure(&ranking, judged)));
        Ok(())
    })?;
    if each.is_empty() {
        return Err(Error::Input(
            "no query has a judgement; the first column of queries and judgements must agree"
                .into(),
        ));
    }
    let all: Vec<Measures> = each.iter().map(|(_, m)| *m).collect();
    Ok(Evaluation {
        queries: each.len(),
        unjudged,
        malformed,
        mean: mean(&all),
        each,
    })
}
