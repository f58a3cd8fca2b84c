//! Measures of a ranking, as trec_eval defines them.

use super::qrels::Judged;
use serde::Serialize;

/// The measures of one query, or their means over several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Measures {
    /// Normalized discounted cumulative gain of the first ten (gain = grade, discount = log2(rank + 1)).
    #[serde(rename = "ndcg@10")]
    pub ndcg_10: f64,
    /// Average precision.
    pub map: f64,
    /// Reciprocal rank of the first relevant among the first ten.
    #[serde(rename = "mrr@10")]
    pub mrr_10: f64,
    /// Share of the relevant among the first ten, of at most ten.
    #[serde(rename = "recall@10")]
    pub recall_10: f64,
    /// Share of the relevant among the first hundred.
    #[serde(rename = "recall@100")]
    pub recall_100: f64,
}

/// One ranked item, as far as judging goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranked {
    /// Identifier of the document.
    pub document: String,
    /// First and last line of the passage; the whole document otherwise.
    pub lines: Option<(u32, u32)>,
}

/// Measures a ranking against the judgements of its query.
///
/// An item that overlaps several judged places finds them all, but gains only once; a place that was
/// already found gains nothing again. So a system wins nothing by returning the same place twice.
pub fn measure(ranking: &[Ranked], judged: &[Judged]) -> Measures {
    let mut found = vec![false; judged.len()];
    let mut gains = Vec::with_capacity(ranking.len());
    let (mut found_10, mut found_100, mut shared) = (0, 0, 0);
    for (index, item) in ranking.iter().enumerate() {
        let mut gain = 0;
        let mut new = 0;
        for (place, seen) in judged.iter().zip(found.iter_mut()) {
            if !*seen && covers(item, place) {
                *seen = true;
                new += 1;
                gain = gain.max(place.grade);
            }
        }
        shared += usize::max(new, 1) - 1;
        found_10 += if index < 10 { new } else { 0 };
        found_100 += if index < 100 { new } else { 0 };
        gains.push(gain);
    }
    // Places that one item found together are one item of the ideal ranking.
    let items = (judged.len() - shared).max(1);
    let mut ideal: Vec<u32> = judged.iter().map(|j| j.grade).collect();
    ideal.sort_unstable_by(|a, b| b.cmp(a));
    ideal.truncate(items);
    let mut hits = 0.0;
    let mut precision = 0.0;
    for (index, gain) in gains.iter().enumerate() {
        if *gain > 0 {
            hits += 1.0;
            precision += hits / (index + 1) as f64;
        }
    }
    let first = gains.iter().take(10).position(|g| *g > 0);
    let ideal_gain = discounted(ideal.iter().take(10));
    Measures {
        ndcg_10: if ideal_gain > 0.0 {
            discounted(gains.iter().take(10)) / ideal_gain
        } else {
            0.0
        },
        map: precision / items as f64,
        mrr_10: first.map_or(0.0, |index| 1.0 / (index + 1) as f64),
        recall_10: found_10.min(10) as f64 / judged.len().clamp(1, 10) as f64,
        recall_100: found_100 as f64 / judged.len().max(1) as f64,
    }
}

/// Means over queries.
pub fn mean(all: &[Measures]) -> Measures {
    let n = all.len().max(1) as f64;
    let of = |value: fn(&Measures) -> f64| all.iter().map(value).sum::<f64>() / n;
    Measures {
        ndcg_10: of(|m| m.ndcg_10),
        map: of(|m| m.map),
        mrr_10: of(|m| m.mrr_10),
        recall_10: of(|m| m.recall_10),
        recall_100: of(|m| m.recall_100),
    }
}

fn covers(item: &Ranked, place: &Judged) -> bool {
    item.document == place.document
        && match (item.lines, place.lines) {
            (Some((first, last)), Some((from, to))) => first <= to && from <= last,
            _ => true,
        }
}

fn discounted<'a>(gains: impl Iterator<Item = &'a u32>) -> f64 {
    gains
        .enumerate()
        .map(|(index, gain)| f64::from(*gain) / ((index + 2) as f64).log2())
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(document: &str, grade: u32) -> Judged {
        Judged {
            document: document.into(),
            lines: None,
            grade,
        }
    }

    fn ranked(documents: &[&str]) -> Vec<Ranked> {
        documents
            .iter()
            .map(|d| Ranked {
                document: (*d).into(),
                lines: None,
            })
            .collect()
    }

    fn close(a: f64, b: f64) {
        assert!((a - b).abs() < 1e-9, "{a} {b}");
    }

    #[test]
    fn measures_worked_out_by_hand() {
        // Relevant: a (grade 1), b (2), c (1). Ranking: x a y b.
        let m = measure(
            &ranked(&["x", "a", "y", "b"]),
            &[judged("a", 1), judged("b", 2), judged("c", 1)],
        );
        // DCG = 1/log2(3) + 2/log2(5); ideal = 2/log2(2) + 1/log2(3) + 1/log2(4).
        let dcg = 1.0 / 3f64.log2() + 2.0 / 5f64.log2();
        let ideal = 2.0 + 1.0 / 3f64.log2() + 0.5;
        close(m.ndcg_10, dcg / ideal);
        // Precision 1/2 at rank 2 and 2/4 at rank 4, over three relevant.
        close(m.map, (0.5 + 0.5) / 3.0);
        close(m.mrr_10, 0.5);
        close(m.recall_10, 2.0 / 3.0);
        close(m.recall_100, 2.0 / 3.0);
    }

    #[test]
    fn only_the_first_ten_and_hundred_count() {
        let mut documents: Vec<String> = (0..150).map(|i| format!("x{i}")).collect();
        documents[10] = "a".into();
        documents[120] = "b".into();
        let ranking: Vec<Ranked> = documents
            .into_iter()
            .map(|document| Ranked {
                document,
                lines: None,
            })
            .collect();
        let m = measure(&ranking, &[judged("a", 1), judged("b", 1)]);
        close(m.ndcg_10, 0.0);
        close(m.mrr_10, 0.0);
        close(m.recall_100, 0.5);
        close(m.map, (1.0 / 11.0 + 2.0 / 121.0) / 2.0);
    }

    #[test]
    fn nothing_found_and_nothing_relevant() {
        let m = measure(&[], &[judged("a", 1)]);
        assert_eq!(m, Measures::default());
        assert_eq!(measure(&ranked(&["a"]), &[]).map, 0.0);
    }

    #[test]
    fn a_passage_finds_the_places_it_overlaps_once() {
        let place = |first, last| Judged {
            document: "p".into(),
            lines: Some((first, last)),
            grade: 1,
        };
        let passage = |first, last| Ranked {
            document: "p".into(),
            lines: Some((first, last)),
        };
        let judged = [place(10, 11), place(14, 14), place(40, 41)];
        // The first passage covers two places, the second the same two again, the third the last.
        let m = measure(&[passage(9, 15), passage(10, 14), passage(41, 50)], &judged);
        close(m.recall_10, 1.0);
        // Two items in the ideal ranking; gains 1 0 1.
        close(m.ndcg_10, (1.0 + 0.5) / (1.0 + 1.0 / 3f64.log2()));
        close(m.map, (1.0 + 2.0 / 3.0) / 2.0);
    }

    #[test]
    fn means_are_over_queries() {
        let a = Measures {
            map: 1.0,
            ..Measures::default()
        };
        close(mean(&[a, Measures::default()]).map, 0.5);
    }
}
