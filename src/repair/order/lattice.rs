//! What a search leaves behind: the hypotheses that it kept, those that met them at the same place,
//! and the ends. Every way back through them is a reading, and the ways are found best first.

use super::search::Hypothesis;
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// Steps after which the search for ways stops: some forty ways back through a line of twenty words.
const PATIENCE: usize = 4_000;

/// The hypotheses of a search.
#[derive(Default)]
pub(super) struct Lattice {
    /// Those kept; the first is the start of the line.
    pub all: Vec<Hypothesis>,
    /// Worse ones with the same future, each with the place of the one kept.
    met: Vec<(u32, Hypothesis)>,
    /// Those that have read the whole line, when the search is over the best first.
    pub last: Vec<Hypothesis>,
}

impl Lattice {
    /// Remembers a hypothesis that has the same future as the better one at a place of `all`, if it is
    /// not more than `gap` behind it.
    pub fn meet(&mut self, better: u32, hypothesis: &Hypothesis, gap: Option<f32>) {
        let (Some(gap), Some(kept)) = (gap, self.all.get(better as usize)) else {
            return;
        };
        if kept.score - hypothesis.score <= gap {
            self.met.push((better, *hypothesis));
        }
    }

    /// Remembers a hypothesis that has read the whole line: the best one, or all within `gap` of it.
    pub fn end(&mut self, hypothesis: Hypothesis, gap: Option<f32>) {
        match (self.last.first().map(|best| best.score), gap) {
            (None, _) => self.last.push(hypothesis),
            (Some(best), None) if hypothesis.score > best => self.last[0] = hypothesis,
            (Some(best), Some(gap)) if hypothesis.score > best - gap => {
                self.last.push(hypothesis);
                if hypothesis.score > best {
                    let end = self.last.len() - 1;
                    self.last.swap(0, end);
                }
            }
            _ => {}
        }
    }

    /// Brings what was found into order, when the search is over.
    pub fn sort(&mut self) {
        self.met.sort_by_key(|(place, _)| *place);
        self.last.sort_by(|a, b| b.score.total_cmp(&a.score));
    }

    /// The hypotheses that lead to one, in order, and itself.
    pub fn back(&self, last: &Hypothesis) -> Vec<Hypothesis> {
        let mut path = vec![*last];
        while let Some(before) = path.last().map(|h| h.parent).filter(|&parent| parent > 0) {
            path.push(self.all[before as usize]);
        }
        path.reverse();
        path
    }

    /// Calls `found` with the ways through the line and their scores, the best first, until it says
    /// that it has enough or none is left within `gap` of the best.
    pub fn paths(&self, gap: f32, mut found: impl FnMut(&[Hypothesis], f32) -> bool) {
        let Some(best) = self.last.first() else {
            return;
        };
        let floor = best.score - gap;
        // Steps taken so far, each with the place of the one taken before it, later in the line.
        let mut steps: Vec<(Hypothesis, u32)> = Vec::new();
        let mut open: BinaryHeap<Way> = BinaryHeap::new();
        for last in &self.last {
            steps.push((*last, u32::MAX));
            open.push(Way {
                score: last.score,
                step: steps.len() as u32 - 1,
            });
        }
        let mut path = Vec::new();
        for _ in 0..PATIENCE {
            let Some(Way { score, step }) = open.pop() else {
                return;
            };
            let parent = steps[step as usize].0.parent;
            if parent == 0 {
                path.clear();
                let mut at = step;
                while let Some(&(hypothesis, after)) = steps.get(at as usize) {
                    path.push(hypothesis);
                    at = after;
                }
                if !found(&path, score) {
                    return;
                }
                continue;
            }
            let kept = self.all[parent as usize];
            let start = self.met.partition_point(|(place, _)| *place < parent);
            let met = self.met[start..]
                .iter()
                .take_while(|(place, _)| *place == parent);
            for hypothesis in met.map(|(_, met)| met).chain([&kept]) {
                let score = score - (kept.score - hypothesis.score);
                if score >= floor {
                    steps.push((*hypothesis, step));
                    open.push(Way {
                        score,
                        step: steps.len() as u32 - 1,
                    });
                }
            }
        }
    }
}

/// A way from the end of the line to a step, and what the best reading that goes it scores.
#[derive(Clone, Copy, PartialEq)]
struct Way {
    score: f32,
    step: u32,
}

impl Eq for Way {}

impl PartialOrd for Way {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Way {
    fn cmp(&self, other: &Self) -> Ordering {
        // Of equals the one found first, so that the same line gives the same readings.
        self.score
            .total_cmp(&other.score)
            .then(other.step.cmp(&self.step))
    }
}

#[cfg(test)]
mod tests {
    use super::super::costs::{Costs, Damage, LineEnd};
    use super::super::judge::Known;
    use super::super::memory::{Memory, Names};
    use super::super::search::{Context, Means, Reading, Search, Width};
    use super::super::units::units;
    use crate::lexicon::model::{SENTENCE, model};

    const WIDTH: Width = Width {
        beam: 40,
        margin: 40.0,
        bound: f32::NEG_INFINITY,
    };

    /// The readings of a scattered line within a gap.
    fn readings(line: &str, many: usize, gap: f32) -> (Option<Reading>, Vec<Reading>) {
        let units = units(line);
        let costs = Costs::of(Damage::Scattered);
        let (memory, names) = (Memory::default(), Names::default());
        let means = Means {
            model: model(),
            costs: &costs,
            prices: &costs.prices(),
            memory: &memory,
            names: &names,
            context: Context {
                before: [SENTENCE; 2],
                ..Context::default()
            },
        };
        let cuts = vec![0.0; units.len()];
        let mut search = Search::new(&units, &cuts, LineEnd::Unknown, means);
        let mut known = Known::default();
        let best = search.run(WIDTH, &mut known);
        (best, search.readings(WIDTH, many, gap, &mut known))
    }

    const LINE: &str = "خود قلمرو در اینترنت قواعد دارد حق دولت هر که معناست این به";

    #[test]
    fn readings_come_best_first_and_once() {
        let (best, found) = readings(LINE, 12, 9.0);
        assert_eq!(found.len(), 12);
        assert_eq!(best.expect("a reading").score, found[0].score);
        for pair in found.windows(2) {
            assert!(pair[0].score >= pair[1].score);
        }
        for (at, one) in found.iter().enumerate() {
            assert!(one.score >= found[0].score - 9.0);
            assert!(found[..at].iter().all(|other| !other.says_the_same(one)));
            let read: usize = one.steps.iter().map(|s| usize::from(s.token.units)).sum();
            assert_eq!(read, units(LINE).len(), "every letter is read once");
        }
    }

    #[test]
    fn without_a_gap_only_the_best_is_left() {
        let (best, found) = readings(LINE, 12, 0.0);
        assert_eq!(found.len(), 1);
        assert!(best.expect("a reading").says_the_same(&found[0]));
    }
}
