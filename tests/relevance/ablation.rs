//! What each step of the ranking gains: each is left out by itself, on each set, and the answers
//! compared query by query.

use super::{Experiment, Indexed, index, root};
use kavosh::evaluation::{self, Measures, randomization};
use kavosh::search::{Engine, Weights, read_queries};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

/// `experiments/relevance/ablation.json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ablation {
    pub sets: Vec<Set>,
    pub steps: Vec<Step>,
    /// What came out, for each step its sets.
    pub found: Vec<Gain>,
}

/// An experiment, and the measure that counts in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Set {
    pub experiment: String,
    pub measure: String,
    /// Only each so-manieth query is asked, where there are thousands.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub every: usize,
}

fn one() -> usize {
    1
}

fn is_one(every: &usize) -> bool {
    *every == 1
}

/// A step of the ranking.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    pub name: String,
    /// The weights that leave it out.
    pub without: serde_json::Value,
}

/// What a step gains on a set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Gain {
    pub step: String,
    pub experiment: String,
    pub measure: String,
    pub with: f64,
    pub without: f64,
    /// Of a paired randomization test.
    pub p: f64,
}

pub fn file() -> PathBuf {
    root().join("experiments/relevance/ablation.json")
}

pub fn read() -> Ablation {
    let text = fs::read_to_string(file()).expect("the ablation can be read");
    serde_json::from_str(&text).expect("the ablation is well formed")
}

impl Ablation {
    /// Runs all steps on all sets that are there.
    pub fn run(&self, experiments: &[Experiment]) -> Ablation {
        let mut indexes: BTreeMap<Vec<String>, Indexed> = BTreeMap::new();
        let mut each: BTreeMap<(String, usize), Vec<Measures>> = BTreeMap::new();
        let mut found = Vec::new();
        for set in &self.sets {
            let experiment = experiments.iter().find(|e| e.name == set.experiment);
            let experiment = experiment.expect("an ablation names experiments");
            if let Some(missing) = experiment.missing() {
                super::say(&format!(
                    "SKIPPED: there is no {missing} beside the project"
                ));
                continue;
            }
            let inputs = [&experiment.index[..], &experiment.exclude[..]].concat();
            let indexed = indexes.entry(inputs).or_insert_with(|| index(experiment));
            let mut measured = |step: usize, weights: Weights| -> Vec<f64> {
                let key = (set.experiment.clone(), step);
                let all = each
                    .entry(key)
                    .or_insert_with(|| measure(experiment, indexed, set.every, weights));
                all.iter().map(|m| value(m, &set.measure)).collect()
            };
            let full = measured(0, Weights::default());
            for (number, step) in self.steps.iter().enumerate() {
                let weights = serde_json::from_value(step.without.clone()).expect("weights");
                let without = measured(number + 1, weights);
                let pairs = full.iter().zip(&without);
                let differences: Vec<f64> = pairs.map(|(a, b)| a - b).collect();
                let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
                let rounded = |value: f64| (value * 1e4).round() / 1e4;
                found.push(Gain {
                    step: step.name.clone(),
                    experiment: set.experiment.clone(),
                    measure: set.measure.clone(),
                    with: rounded(mean(&full)),
                    without: rounded(mean(&without)),
                    p: rounded(randomization(&differences)),
                });
            }
        }
        Ablation {
            found,
            ..self.clone()
        }
    }
}

/// The measures of each query of an experiment, under some weights. A hundred hits are enough for the
/// measures that are compared, and save most of the time.
fn measure(
    experiment: &Experiment,
    indexed: &Indexed,
    every: usize,
    weights: Weights,
) -> Vec<Measures> {
    let engine = Engine::open(&indexed.path()).expect("the index opens");
    let engine = engine.with_weights(weights);
    let queries = fs::read_to_string(root().join(&experiment.queries)).expect("the queries");
    let mut options = experiment.options();
    options.limit = options.limit.min(100);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let asked: Vec<_> = read_queries(&queries).into_iter().step_by(every).collect();
    let qrels = experiment.judgements();
    let evaluated = evaluation::evaluate(&engine, &asked, &qrels, options, threads);
    let evaluated = evaluated.expect("the experiment can be evaluated");
    evaluated.each.into_iter().map(|(_, m)| m).collect()
}

fn value(measures: &Measures, name: &str) -> f64 {
    match name {
        "ndcg@10" => measures.ndcg_10,
        "map" => measures.map,
        "mrr@10" => measures.mrr_10,
        "recall@10" => measures.recall_10,
        "recall@100" => measures.recall_100,
        _ => panic!("there is no measure `{name}`"),
    }
}
