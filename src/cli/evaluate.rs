//! `kavosh evaluate`

use super::args::{EvaluateArgs, ReportFormat};
use super::output::Output;
use super::{Outcome, read_input, threads};
use crate::error::Result;
use crate::evaluation::{self, Measures};
use crate::search::{Engine, SearchOptions, read_queries};
use serde_json::json;
use std::path::Path;

/// Measures the ranking.
///
/// # Errors
/// When a file or the index cannot be read, or nothing can be measured.
pub fn run(index: &Path, args: &EvaluateArgs, output: &mut Output) -> Result<Outcome> {
    let queries = read_queries(&read_input(&args.queries)?);
    let qrels = evaluation::read(&args.qrels)?;
    let engine = Engine::open(index)?;
    let options = SearchOptions {
        limit: args.limit,
        unit: args.unit.into(),
        explain: false,
        expand: !args.no_expand,
    };
    let found = evaluation::evaluate(&engine, &queries, &qrels, options, threads(args.threads))?;
    if found.malformed > 0 {
        anstream::eprintln!(
            "{} queries are not well formed and count as finding nothing; `kavosh batch` names them",
            found.malformed
        );
    }
    if args.format == ReportFormat::Json {
        let mut report = json!(found);
        if args.by_query
            && let Some(object) = report.as_object_mut()
        {
            let each = found
                .each
                .iter()
                .map(|(qid, m)| (qid.clone(), json!(m)))
                .collect();
            object.insert("by_query".into(), serde_json::Value::Object(each));
        }
        output.json(&report)?;
        return Ok(Outcome::Done);
    }
    if args.by_query {
        for (qid, measures) in &found.each {
            for (name, value) in named(measures) {
                output.row(&[name, qid, &format!("{value:.4}")])?;
            }
        }
    }
    output.row(&["queries", "all", &found.queries.to_string()])?;
    for (name, value) in named(&found.mean) {
        output.row(&[name, "all", &format!("{value:.4}")])?;
    }
    if found.unjudged > 0 {
        anstream::eprintln!(
            "{} queries have no relevant judgement and were left out",
            found.unjudged
        );
    }
    Ok(Outcome::Done)
}

/// Measures under the names that trec_eval users expect.
fn named(m: &Measures) -> [(&'static str, f64); 5] {
    [
        ("ndcg@10", m.ndcg_10),
        ("map", m.map),
        ("mrr@10", m.mrr_10),
        ("recall@10", m.recall_10),
        ("recall@100", m.recall_100),
    ]
}
