//! The best passages, in two steps: the words alone choose candidates, which is quick; what costs
//! more to look at (nearness, titles, authors) then orders them.

use super::bag::Places;
use super::plan::Plan;
use super::weights::Weights;
use crate::error::Result;
use crate::index::{Snapshot, damaged};
use rustc_hash::FxHashMap;
use std::collections::hash_map::Entry;
use tantivy::collector::TopDocs;
use tantivy::query::{EnableScoring, Query};
use tantivy::{DocAddress, DocSet, Score};

/// Passages that are looked at closely, if no more are asked for.
const CANDIDATES: usize = 1000;

/// The best passages with their scores, the best first.
///
/// # Errors
/// When the index is damaged.
pub fn best(
    snapshot: &Snapshot,
    plan: &Plan,
    weights: &Weights,
    limit: usize,
) -> Result<Vec<(f64, DocAddress)>> {
    let limit = limit.min(snapshot.searcher.num_docs().max(1) as usize);
    let candidates = limit.max(CANDIDATES);
    let mut scores: FxHashMap<DocAddress, f64> = FxHashMap::default();
    for (score, at) in top(snapshot, &plan.query, candidates)? {
        scores.insert(at, f64::from(score));
    }
    let mut missed = Vec::new();
    for net in &plan.nets {
        for (_, at) in top(snapshot, net, candidates)? {
            if let Entry::Vacant(missing) = scores.entry(at) {
                missing.insert(0.0);
                missed.push(at);
            }
        }
    }
    missed.sort_unstable();
    add(snapshot, &plan.query, &missed, |at, score| {
        *scores.entry(at).or_default() += f64::from(score);
    })?;
    let mut places: Vec<DocAddress> = scores.keys().copied().collect();
    places.sort_unstable();
    for (_, lift) in &plan.lifts {
        add(snapshot, lift, &places, |at, score| {
            *scores.entry(at).or_default() += f64::from(score);
        })?;
    }
    for (at, nearness) in nearness(snapshot, plan, &places)? {
        *scores.entry(at).or_default() += f64::from(nearness * weights.near);
    }
    let mut found: Vec<(f64, DocAddress)> = scores.into_iter().map(|(at, s)| (s, at)).collect();
    found.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    found.truncate(limit);
    Ok(found)
}

fn top(snapshot: &Snapshot, query: &dyn Query, limit: usize) -> Result<Vec<(Score, DocAddress)>> {
    snapshot
        .searcher
        .search(query, &TopDocs::with_limit(limit).order_by_score())
        .map_err(|e| damaged(&snapshot.path, &e))
}

/// Hands on the scores that a query gives to some passages, which ascend.
///
/// # Errors
/// When the index is damaged.
pub fn add(
    snapshot: &Snapshot,
    query: &dyn Query,
    passages: &[DocAddress],
    mut sink: impl FnMut(DocAddress, Score),
) -> Result<()> {
    let failed = |e: tantivy::TantivyError| damaged(&snapshot.path, &e);
    let scoring = EnableScoring::enabled_from_searcher(&snapshot.searcher);
    let weight = query.weight(scoring).map_err(failed)?;
    for passages in passages.chunk_by(|a, b| a.segment_ord == b.segment_ord) {
        let segment = snapshot.searcher.segment_reader(passages[0].segment_ord);
        let mut scorer = weight.scorer(segment, 1.0).map_err(failed)?;
        for at in passages {
            if scorer.doc() < at.doc_id {
                scorer.seek(at.doc_id);
            }
            if scorer.doc() == at.doc_id {
                sink(*at, scorer.score());
            }
        }
    }
    Ok(())
}

/// How near the words of the query stand to each other in some passages, which ascend; see
/// [`Bag::nearness`](super::bag::Bag::nearness).
///
/// # Errors
/// When the index is damaged.
pub fn nearness(
    snapshot: &Snapshot,
    plan: &Plan,
    passages: &[DocAddress],
) -> Result<Vec<(DocAddress, f32)>> {
    let mut found = Vec::new();
    for bag in plan.bags.iter().filter(|bag| bag.words.len() > 1) {
        for passages in passages.chunk_by(|a, b| a.segment_ord == b.segment_ord) {
            let segment = snapshot.searcher.segment_reader(passages[0].segment_ord);
            let mut places = Places::open(snapshot, segment, bag)?;
            for at in passages {
                places.read(at.doc_id);
                let nearness = bag.nearness(&places.positions);
                if nearness > 0.0 {
                    found.push((*at, nearness));
                }
            }
        }
    }
    Ok(found)
}
