//! The best passages, in two steps: the words alone choose candidates, which is quick; what costs
//! more to look at (nearness, titles, authors) then orders them.

use super::bag::Places;
use super::deadline::Deadline;
use super::plan::Plan;
use super::weights::Weights;
use crate::error::Result;
use crate::index::{Snapshot, damaged};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Ordering;
use std::collections::hash_map::Entry;
use tantivy::query::{EnableScoring, Query};
use tantivy::{DocAddress, DocId, DocSet, Score};

/// Passages that are looked at closely, if no more are asked for.
const CANDIDATES: usize = 1000;
/// Of these, those that each net adds at most.
const CAUGHT: usize = 300;
/// Candidates that are looked at closely before the others: what the best of them score tells which of
/// the others can come up to them at all.
const FIRST: usize = 100;
/// Passages between two looks at the clock.
const STEPS: u32 = 1024;

/// The best passages with their scores, the best first.
///
/// # Errors
/// When the index is damaged or the time is up.
pub fn best(
    snapshot: &Snapshot,
    plan: &Plan,
    weights: &Weights,
    limit: usize,
) -> Result<Vec<(f64, DocAddress)>> {
    let limit = limit.min(snapshot.searcher.num_docs().max(1) as usize);
    let (mut candidates, mut unproven) = candidates(snapshot, plan, limit)?;
    candidates.sort_unstable_by(order);
    let near = plan.bags.iter().map(|bag| bag.most()).sum::<f32>() * weights.near;
    let most = plan.lifts.iter().map(|lift| lift.most).sum::<f32>() + near;
    // Bounds are sums of rounded numbers.
    let most = f64::from(most) * 1.001;
    let rest = candidates.split_off(candidates.len().min(FIRST.max(limit)));
    let mut found = closely(snapshot, plan, weights, candidates, &mut unproven)?;
    found.sort_unstable_by(order);
    if let Some((least, _)) = found.get(limit - 1) {
        let least = *least;
        let can_come_up = rest.into_iter().filter(|(score, _)| score + most >= least);
        let rest = can_come_up.collect();
        found.extend(closely(snapshot, plan, weights, rest, &mut unproven)?);
        found.sort_unstable_by(order);
    }
    found.truncate(limit);
    Ok(found)
}

/// The best first; equal scores by place.
fn order(a: &(f64, DocAddress), b: &(f64, DocAddress)) -> Ordering {
    b.0.total_cmp(&a.0).then(a.1.cmp(&b.1))
}

/// Passages with their scores so far.
type Scored = Vec<(f64, DocAddress)>;

/// The passages that the query alone finds best, and those of the nets, with the scores that the query
/// gives to them; and those that are hits only if a lift says so.
fn candidates(
    snapshot: &Snapshot,
    plan: &Plan,
    limit: usize,
) -> Result<(Scored, FxHashSet<DocAddress>)> {
    let mut scores: FxHashMap<DocAddress, f64> = FxHashMap::default();
    // Words alone are quickly gone through, and the clock is looked at meanwhile; anything else is
    // gone through by what looks at the clock itself.
    let timed = plan.deadline.around(plan.query.as_ref());
    let query = if plan.single.is_empty() {
        timed.as_ref()
    } else {
        plan.query.as_ref()
    };
    for (score, at) in top(snapshot, query, limit.max(CANDIDATES), plan.deadline)? {
        scores.insert(at, f64::from(score));
    }
    let mut missed = Vec::new();
    let mut unproven = FxHashSet::default();
    let nets = plan.nets.iter().map(|net| (net, true));
    for (net, makes_hit) in nets.chain(plan.chances.iter().map(|net| (net, false))) {
        for (_, at) in top(snapshot, net.as_ref(), limit.max(CAUGHT), plan.deadline)? {
            if let Entry::Vacant(missing) = scores.entry(at) {
                missing.insert(0.0);
                missed.push(at);
                if !makes_hit {
                    unproven.insert(at);
                }
            }
        }
    }
    missed.sort_unstable();
    // One after the other: a union would go through all that lies between.
    let whole = std::slice::from_ref(&plan.query);
    let parts = if plan.single.is_empty() {
        whole
    } else {
        &plan.single
    };
    for query in parts {
        add(snapshot, query.as_ref(), &missed, |at, score| {
            *scores.entry(at).or_default() += f64::from(score);
            unproven.remove(&at);
        })?;
    }
    let scores = scores.into_iter().map(|(at, score)| (score, at));
    Ok((scores.collect(), unproven))
}

/// Adds to the scores of some passages what costs more to look at, and drops those that are no hits.
fn closely(
    snapshot: &Snapshot,
    plan: &Plan,
    weights: &Weights,
    candidates: Scored,
    unproven: &mut FxHashSet<DocAddress>,
) -> Result<Scored> {
    let mut scores: FxHashMap<DocAddress, f64> = candidates
        .into_iter()
        .map(|(score, at)| (at, score))
        .collect();
    let mut places: Vec<DocAddress> = scores.keys().copied().collect();
    places.sort_unstable();
    for lift in &plan.lifts {
        plan.deadline.check()?;
        add(snapshot, lift.query.as_ref(), &places, |at, score| {
            *scores.entry(at).or_default() += f64::from(score);
            if lift.makes_hit {
                unproven.remove(&at);
            }
        })?;
    }
    for (at, nearness) in nearness(snapshot, plan, &places)? {
        *scores.entry(at).or_default() += f64::from(nearness * weights.near);
    }
    scores.retain(|at, _| !unproven.contains(at));
    Ok(scores.into_iter().map(|(at, score)| (score, at)).collect())
}

/// The passages to which a query gives the best scores. Unlike with Tantivy's own collector, what was
/// found in one segment spares work in the next.
fn top(
    snapshot: &Snapshot,
    query: &dyn Query,
    limit: usize,
    deadline: Deadline,
) -> Result<Vec<(Score, DocAddress)>> {
    let failed = |e: tantivy::TantivyError| damaged(&snapshot.path, &e);
    let scoring = EnableScoring::enabled_from_searcher(&snapshot.searcher);
    let weight = query.weight(scoring).map_err(failed)?;
    let mut best = Top::new(limit);
    for (ord, segment) in (0..).zip(snapshot.searcher.segment_readers()) {
        deadline.check()?;
        let alive = segment.alive_bitset();
        let mut steps = 0_u32;
        let least = best.least;
        let mut visit = |passage: DocId, score: Score| {
            steps += 1;
            if steps.is_multiple_of(STEPS) && deadline.is_over() {
                return Score::INFINITY;
            }
            if alive.is_none_or(|alive| alive.is_alive(passage)) {
                best.add(score, DocAddress::new(ord, passage));
            }
            best.least
        };
        weight
            .for_each_pruning(least, segment, &mut visit)
            .map_err(failed)?;
    }
    deadline.check()?;
    Ok(best.found())
}

/// The best so far, up to twice as many as are wanted.
struct Top {
    limit: usize,
    found: Vec<(Score, DocAddress)>,
    /// Only what scores more can still be among the best.
    least: Score,
}

impl Top {
    fn new(limit: usize) -> Top {
        Top {
            limit: limit.max(1),
            found: Vec::new(),
            least: Score::MIN,
        }
    }

    /// Adds a passage; they come in the order of their addresses, so of equals the first stays.
    fn add(&mut self, score: Score, at: DocAddress) {
        if score <= self.least {
            return;
        }
        self.found.push((score, at));
        if self.found.len() >= 2 * self.limit {
            self.shorten();
        }
    }

    fn shorten(&mut self) {
        let order = |a: &(Score, DocAddress), b: &(Score, DocAddress)| {
            b.0.total_cmp(&a.0).then(a.1.cmp(&b.1))
        };
        if self.found.len() > self.limit {
            self.found.select_nth_unstable_by(self.limit - 1, order);
            self.found.truncate(self.limit);
            self.least = self.found[self.limit - 1].0;
        }
    }

    fn found(mut self) -> Vec<(Score, DocAddress)> {
        self.shorten();
        self.found
    }
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
/// When the index is damaged or the time is up.
pub fn nearness(
    snapshot: &Snapshot,
    plan: &Plan,
    passages: &[DocAddress],
) -> Result<Vec<(DocAddress, f32)>> {
    let mut found = Vec::new();
    for bag in plan.bags.iter().filter(|bag| bag.words.len() > 1) {
        for passages in passages.chunk_by(|a, b| a.segment_ord == b.segment_ord) {
            plan.deadline.check()?;
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
