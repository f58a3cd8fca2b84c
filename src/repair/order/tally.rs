//! How a document was torn, counted over a first reading of it: what the second reading is judged
//! by. The counts start from the usual chances, as if twenty cases of each had been seen.

use super::costs::{Costs, Pace};
use super::search::{Join, Reading};
use super::units::{Unit, has_odd_space};

/// Weight of the usual chances, in cases.
const PRIOR: f32 = 20.0;

/// Cases counted: how many of them were positive, of how many.
#[derive(Clone, Copy, Debug, Default)]
struct Cases {
    positive: f32,
    all: f32,
}

impl Cases {
    fn add(&mut self, positive: bool) {
        self.positive += f32::from(u8::from(positive));
        self.all += 1.0;
    }

    fn adjust(&self, usual: &mut f32) {
        *usual = (self.positive + PRIOR * *usual) / (self.all + PRIOR);
    }
}

/// What was seen in the lines of a document.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    cut: [[Cases; 2]; 3],
    space_at: [Cases; 3],
    untouched: Cases,
    odd_space: [Cases; 2],
}

/// Usual chances of [`Costs::odd_space`]: 64 of 75 torn lines of the open gold have such space; of whole
/// lines few do, but some that are taken for whole are torn.
const ODD_SPACE: [f32; 2] = [0.85, 0.3];

impl Tally {
    /// Counts a line.
    pub fn add(&mut self, units: &[Unit], reading: &Reading, untouched: bool) {
        self.untouched.add(untouched);
        self.odd_space[usize::from(untouched)].add(has_odd_space(units));
        if untouched {
            return;
        }
        let (mut pace, mut in_run) = (Pace::Start, 0u8);
        for pair in reading.steps.windows(2) {
            let [before, here] = [pair[0].token, pair[1].token];
            if before.what.is_word() {
                in_run = (in_run + 1).min(2);
            }
            if before.count > 1 {
                pace = pace.after(in_run);
                in_run = 1;
                let pieces = before.pieces();
                let borders = pieces[1..pieces.len() - 1]
                    .iter()
                    .map(|p| p.1)
                    .chain([before.run.1]);
                for border in borders.filter(|_| before.run.0 > 0) {
                    let space = units.get(usize::from(border)).is_some_and(|u| u.spaces > 0);
                    self.space_at[2].add(space);
                }
            }
            let cut = before.at == before.run.1;
            if before.what.is_word() && here.what.is_word() {
                if pair[1].join == Join::Space {
                    self.cut[pace as usize][usize::from(in_run >= 2)].add(cut);
                }
                if cut && here.run.0 > 0 {
                    let space = units[usize::from(before.run.0)].spaces > 0;
                    self.space_at[usize::from(pair[1].join == Join::Joiner)].add(space);
                }
            }
            if cut {
                pace = pace.after(in_run);
                in_run = 0;
            }
        }
    }

    /// Moves the chances towards what was seen.
    pub fn adjust(&self, costs: &mut Costs) {
        for (cases, usual) in self
            .cut
            .iter()
            .flatten()
            .zip(costs.cut.iter_mut().flatten())
        {
            cases.adjust(usual);
        }
        for (cases, usual) in self.space_at.iter().zip(&mut costs.space_at) {
            cases.adjust(usual);
            *usual = usual.clamp(0.02, 0.99);
        }
        costs.odd_space = ODD_SPACE;
        for (cases, usual) in self.odd_space.iter().zip(&mut costs.odd_space) {
            cases.adjust(usual);
        }
        self.untouched.adjust(&mut costs.untouched);
        costs.untouched = costs.untouched.clamp(0.02, 0.98);
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::lessons::Lessons;
    use super::super::{costs::Damage, read};
    use super::*;

    #[test]
    fn few_cases_hardly_move_a_chance_and_many_do() {
        let adjusted = |cases: usize| {
            let mut seen = Cases::default();
            (0..cases).for_each(|_| seen.add(true));
            let mut chance = 0.5;
            seen.adjust(&mut chance);
            chance
        };
        assert_eq!(adjusted(0), 0.5);
        assert!(adjusted(2) < 0.6);
        assert!(adjusted(2000) > 0.99);
    }

    #[test]
    fn white_space_tells_as_much_as_it_did_in_the_document() {
        let usual = Costs::of(Damage::Scattered);
        assert_eq!(usual.lead_of_spaces(true), 0.0);
        assert_eq!(usual.lead_of_spaces(false), 0.0);
        let adjusted = |whole: bool| {
            let mut tally = Tally::default();
            (0..80).for_each(|_| tally.odd_space[0].add(true));
            (0..80).for_each(|_| tally.odd_space[1].add(!whole));
            let mut costs = usual.clone();
            tally.adjust(&mut costs);
            costs
        };
        // Torn lines have it and whole ones do not: 97 and 6 of 100 of them.
        assert!((adjusted(true).lead_of_spaces(true) - (0.06f32 / 0.97).ln()).abs() < 1e-4);
        assert!(adjusted(true).lead_of_spaces(false) > 3.0);
        // Where all lines have it, it tells little.
        assert!(adjusted(false).lead_of_spaces(true).abs() < 0.2);
    }

    #[test]
    fn lines_torn_at_every_space_raise_the_chance_of_a_cut_there() {
        let line = "است شده مطرح بارها ملی نهادهای در سایبری حاکمیت مفهوم";
        let lines = read(
            [line; 12].into_iter(),
            Damage::Scattered,
            &Lessons::default(),
        );
        let mut tally = Tally::default();
        for line in &lines {
            assert!(!line.untouched);
            tally.add(
                &line.units,
                line.reading.as_ref().expect("a reading"),
                false,
            );
        }
        let usual = Costs::of(Damage::Scattered);
        let mut costs = usual.clone();
        tally.adjust(&mut costs);
        assert!(costs.cut[Pace::Short as usize][0] > usual.cut[Pace::Short as usize][0]);
        assert!(costs.untouched < usual.untouched);
        assert!(costs.space_at.iter().all(|c| (0.02..=0.99).contains(c)));
    }
}
