//! `docs/relevance.md`, made from the files of the experiments.

use super::ablation::Ablation;
use super::{Experiment, Ranks, root};
use serde::Deserialize;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

/// `experiments/relevance/peers.json`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Peers {
    source: String,
    peers: Vec<Peer>,
}

/// A figure of another engine.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Peer {
    set: String,
    measure: String,
    engine: String,
    value: f64,
}

pub fn file() -> PathBuf {
    root().join("docs/relevance.md")
}

const HEAD: &str = "# Relevance

<!-- Made from the files in experiments/ by `KAVOSH_UPDATE=1 cargo test --test experiments`; do not edit. -->

How well kavosh ranks, on which sets, beside which other engines, and what each step of the ranking is worth.
`KAVOSH_EXPERIMENTS=1 cargo test --release --test experiments` runs everything on this page again and
fails if a figure differs; with `KAVOSH_UPDATE=1` it writes the new figures and this page. The sets are not part of
the project, except the corpus that ships; they are looked for beside it.
The weights were tuned on these sets, so their figures flatter; each weight is one meaning and a round number.
";

pub fn render(experiments: &[Experiment], ablation: &Ablation) -> String {
    let peers = root().join("experiments/relevance/peers.json");
    let peers = fs::read_to_string(peers).expect("the peers can be read");
    let peers: Peers = serde_json::from_str(&peers).expect("the peers are well formed");
    let mut page = HEAD.to_owned();
    sets(&mut page, experiments);
    beside(&mut page, experiments, &peers);
    steps(&mut page, ablation);
    page
}

fn sets(page: &mut String, experiments: &[Experiment]) {
    page.push_str("\n## Sets\n\n");
    page.push_str(
        "| set | ranked | documents | passages | queries | nDCG@10 | MAP | MRR@10 | recall@10 | recall@100 |\n|---|---|---|---|---|---|---|---|---|---|\n",
    );
    for experiment in experiments {
        let (Some(m), Some(s)) = (&experiment.expected, &experiment.statistics) else {
            continue;
        };
        let unit = match experiment.unit {
            Ranks::Passage => "passages",
            Ranks::Document => "documents",
        };
        let [ndcg, map, mrr, recall_10, recall_100] =
            m.named().map(|(_, value)| format!("{value:.4}"));
        writeln!(
            page,
            "| {} | {unit} | {} | {} | {} | {ndcg} | {map} | {mrr} | {recall_10} | {recall_100} |",
            experiment.name, s.documents, s.passages, s.queries
        )
        .expect("a string");
    }
    page.push_str("\nEach by two commands:\n\n```sh\n");
    for experiment in experiments {
        let unit = match experiment.unit {
            Ranks::Passage => "passage",
            Ranks::Document => "document",
        };
        let excluded: Vec<String> = experiment
            .exclude
            .iter()
            .map(|path| format!(" (without {path})"))
            .collect();
        writeln!(
            page,
            "# {}{}\nkavosh index {} --index /tmp/{}\nkavosh evaluate --queries {} --qrels {} --unit {unit} --limit {}{} --index /tmp/{}",
            experiment.name,
            excluded.concat(),
            experiment.index.join(" "),
            experiment.name,
            experiment.queries,
            experiment.qrels,
            experiment.limit,
            if experiment.expand { "" } else { " --no-expand" },
            experiment.name,
        )
        .expect("a string");
    }
    page.push_str("```\n\nThe judgements of `papers` are a table of queries with their places, which the driver turns into TREC form.\n");
}

fn beside(page: &mut String, experiments: &[Experiment], peers: &Peers) {
    writeln!(
        page,
        "\n## Beside other engines\n\nThe figures of the others were {}.\n",
        peers.source
    )
    .expect("a string");
    page.push_str(
        "| set | measure | kavosh | other engine | its figure | difference |\n|---|---|---|---|---|---|\n",
    );
    for peer in &peers.peers {
        let experiment = experiments.iter().find(|e| e.name == peer.set);
        let measures = experiment.and_then(|e| e.expected).map(|m| m.named());
        let named = measures.and_then(|m| m.into_iter().find(|(name, _)| *name == peer.measure));
        let Some((_, ours)) = named else { continue };
        writeln!(
            page,
            "| {} | {} | {ours:.4} | {} | {:.3} | {:+.3} |",
            peer.set,
            peer.measure,
            peer.engine,
            peer.value,
            ours - peer.value
        )
        .expect("a string");
    }
}

fn steps(page: &mut String, ablation: &Ablation) {
    page.push_str(
        "\n## What each step gains\n\nEach step is left out by itself; a figure is what is lost by that, with the p-value of a paired randomization test over the queries (10,000 rounds, two-sided). Measured over a hundred hits.\n\n| step |",
    );
    for set in &ablation.sets {
        let share = if set.every == 1 {
            String::new()
        } else {
            format!(" (1 query in {})", set.every)
        };
        write!(page, " {} {}{share} |", set.experiment, set.measure).expect("a string");
    }
    page.push_str("\n|---|");
    page.push_str(&"---|".repeat(ablation.sets.len()));
    page.push_str("\n| all of them |");
    let of = |set: &super::ablation::Set, step: Option<&str>| {
        ablation.found.iter().find(move |gain| {
            gain.experiment == set.experiment
                && gain.measure == set.measure
                && step.is_none_or(|step| gain.step == step)
        })
    };
    for set in &ablation.sets {
        let value = of(set, None).map_or("–".to_owned(), |gain| format!("{:.4}", gain.with));
        write!(page, " {value} |").expect("a string");
    }
    page.push('\n');
    for step in &ablation.steps {
        write!(page, "| {} |", step.name).expect("a string");
        for set in &ablation.sets {
            let cell = match of(set, Some(&step.name)) {
                None => "–".to_owned(),
                Some(gain) if gain.with == gain.without => "0".to_owned(),
                Some(gain) => format!("{:+.4} (p {:.3})", gain.with - gain.without, gain.p),
            };
            write!(page, " {cell} |").expect("a string");
        }
        page.push('\n');
    }
}
