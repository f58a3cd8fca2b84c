//! How a line is read: as it stands or in another order, narrowly and then widely, and which of the
//! readings is chosen.

use super::choice;
use super::costs::{Costs, Damage, LineEnd};
use super::judge::Known;
use super::memory::{Memory, Names};
use super::readings::NEVER;
use super::search::{Context, Means, Reading, Search, Width};
use super::units::{Kind, Unit, has_odd_space};
use crate::lexicon::model::Model;

/// How far the searches of the first reading of a document look: what they find is mostly right,
/// and no more than the neighbours and the memory of the second.
const FIRST_READING: Width = Width {
    beam: 16,
    margin: 8.0,
    ..NARROW
};
/// How far the first search of a line looks; its score tells the second what can be dropped.
const NARROW: Width = Width {
    beam: 12,
    margin: 6.0,
    bound: f32::NEG_INFINITY,
};
/// How far the second search looks.
const WIDE: Width = Width {
    beam: 40,
    margin: 20.0,
    bound: f32::NEG_INFINITY,
};
/// How far below the score of the first search a hypothesis of the second may fall, with what it is
/// expected to cost, and still be followed.
const SLACK: f32 = 7.0;

/// How many readings of the second search are weighed against each other.
const MANY: usize = 16;
/// How far they may score below the best, in nats.
const GAP: f32 = 4.0;

/// What the lines of a document are read with.
pub struct Decoder<'a> {
    /// How the document was torn.
    pub damage: Damage,
    /// The costs.
    pub costs: &'a Costs,
    /// The language model.
    pub model: &'a Model,
    /// What the document taught so far.
    pub memory: &'a Memory,
    /// Its words that no list knows.
    pub names: &'a Names,
    /// Whether to look further than the first search does.
    pub wide: bool,
    /// Where the white space is that ended the line.
    pub line_end: LineEnd,
}

impl Decoder<'_> {
    /// The better of the line as it stands and its best other order; only one of them where that is
    /// `settled`.
    pub fn line(
        &self,
        units: &[Unit],
        context: &Context,
        settled: Option<bool>,
        known: &mut Known,
    ) -> Option<Choice> {
        let mut search = |cuts: &[f32], costs: &Costs, width: Option<Width>| {
            let prices = costs.prices();
            let means = Means {
                model: self.model,
                costs,
                prices: &prices,
                memory: self.memory,
                names: self.names,
                context: *context,
            };
            let mut search = Search::new(units, cuts, self.line_end, means);
            known.begin_line();
            if let Some(width) = width {
                return search.run(width, known);
            }
            let first = search.run(NARROW, known)?;
            search.expect(&first);
            let bound = first.score - SLACK;
            let wide = Width { bound, ..WIDE };
            let mut readings = search.readings(wide, MANY, GAP, known);
            if readings.first().is_none_or(|best| best.score < first.score) {
                readings.insert(0, first);
            }
            choice::fewest_errors(readings)
        };
        let cuts = self.cuts(units);
        let moved = cuts.contains(&MOVED) || units.iter().any(|u| u.torn);
        let plain = (!moved && settled != Some(false))
            .then(|| {
                let still = Costs {
                    cut: [[0.004; 2]; 3],
                    uncut_number: 0.05,
                    ..self.costs.clone()
                };
                search(&vec![NEVER; units.len()], &still, Some(NARROW))
            })
            .flatten();
        let letters = units.iter().filter(|u| u.kind == Kind::Letter).count() as f32;
        let others = units
            .chunk_by(|a, b| a.kind != Kind::Letter && b.kind != Kind::Letter && b.spaces == 0)
            .filter(|run| matches!(run[0].kind, Kind::Digit | Kind::Latin))
            .count() as f32;
        let width = (!self.wide).then_some(FIRST_READING);
        let free = match self.damage {
            _ if settled == Some(true) => None,
            Damage::Scattered => search(&cuts, self.costs, width),
            Damage::Stretched if moved => search(&cuts, self.costs, width),
            // A line without torn words may still be scattered, if it makes no sense as it stands.
            Damage::Stretched => {
                let poor = plain.as_ref().is_none_or(|p| p.score < -NONSENSE * letters);
                poor.then(|| search(&anywhere(units), &Costs::of(Damage::Scattered), width))
                    .flatten()
            }
        };
        let untouched = match self.damage {
            Damage::Scattered => self.costs.untouched,
            Damage::Stretched => UNTOUCHED,
        };
        let lead = match (&plain, &free) {
            (Some(plain), Some(free)) => {
                plain.score - free.score + (untouched / (1.0 - untouched)).ln()
            }
            (Some(_), None) => f32::INFINITY,
            (None, _) => f32::NEG_INFINITY,
        };
        let lead = match self.damage {
            Damage::Scattered => lead + self.costs.lead_of_spaces(has_odd_space(units)),
            Damage::Stretched => lead,
        };
        let standing = plain.as_ref().map(|plain| plain.score);
        let reading = if lead >= 0.0 { plain } else { free }?;
        Some(Choice {
            untouched: lead >= 0.0 || !moved && reading.cuts() == 0,
            settled: (lead.is_finite() && lead.abs() > SETTLED).then_some(lead > 0.0),
            standing,
            nonsense: letters >= 8.0 && reading.score < -NONSENSE * letters - OTHER * others,
            reading,
        })
    }

    /// What a run costs that begins at each unit.
    fn cuts(&self, units: &[Unit]) -> Vec<f32> {
        let mut cuts = anywhere(units);
        if self.damage == Damage::Scattered {
            return cuts;
        }
        // Where the last piece of a torn line, its true start, begins is not marked: at white space
        // wider than usual if there is any, else anywhere after the last torn place.
        let letter = |at: usize| units[at].kind == Kind::Letter;
        let last = units.iter().rposition(|u| u.torn);
        let first_letter = units.iter().position(|u| u.kind == Kind::Letter);
        let first_torn = first_letter.is_some_and(|at| units[at].torn);
        let wide = last.is_some_and(|last| units[last + 1..].iter().any(|u| u.spaces >= 2));
        let leading = leading_citation(units);
        let alef = cut_off_alef(units);
        for at in 1..units.len() {
            let unit = &units[at];
            if unit.inside || unit.torn {
                continue;
            }
            let moved = at <= leading || alef.is_some_and(|alef| at == alef || unit.spaces >= 2);
            cuts[at] = if moved {
                MOVED
            } else if first_torn && last.is_some_and(|last| at > last) {
                match (unit.spaces, wide) {
                    (2, _) => 0.0,
                    (1, true) => 6.0,
                    (1, false) => 1.5,
                    (_, true) => 9.0,
                    (_, false) => 4.0,
                }
            } else if last.is_some() && letter(at) != letter(at - 1) {
                6.0
            } else {
                NEVER
            };
        }
        cuts
    }
}

/// What runs cost that may begin anywhere but inside a number or a Latin phrase.
fn anywhere(units: &[Unit]) -> Vec<f32> {
    units
        .iter()
        .map(|u| if u.inside { NEVER } else { 0.0 })
        .collect()
}

/// How a line was read.
pub struct Choice {
    /// The reading.
    pub reading: Reading,
    /// Whether in the order in which it stands.
    pub untouched: bool,
    /// Whether that order is beyond doubt, or beyond hope.
    pub settled: Option<bool>,
    /// Whether it makes no sense even so.
    pub nonsense: bool,
    /// Score of the line as it stands, if it was looked at.
    pub standing: Option<f32>,
}

/// Chance that a line without torn words in a stretched document is in order.
const UNTOUCHED: f32 = 0.97;
/// Lead in nats at which the first reading settles whether a line is in order.
const SETTLED: f32 = 12.0;
/// Cost of a cut beside a citation that was moved to the front of its line, or an آ to its end.
const MOVED: f32 = 0.3;
/// Nats a letter above which a line makes no sense as it stands.
const NONSENSE: f32 = 2.6;
/// Nats that a number or a Latin word may cost besides: where it was cut off, so were its neighbours.
const OTHER: f32 = 6.0;

/// The آ that stands alone at the end of a line: extractors cut it off the word that begins the line
/// (`گاهــی بخــش …  آ` for `آگاهی‌بخش …`).
fn cut_off_alef(units: &[Unit]) -> Option<usize> {
    let last = units.len().checked_sub(1)?;
    (last > 0 && units[last].c == 'آ' && units[last].spaces > 0).then_some(last)
}

/// The number of units of the citation in Latin letters that stands before the Persian part of a
/// line with a bracket between them, `.)ITU, 2016( `: it belongs at the end. 0 if there is none.
pub fn leading_citation(units: &[Unit]) -> usize {
    let end = units
        .iter()
        .position(|u| u.kind == Kind::Letter)
        .unwrap_or(0);
    let latin = units[..end].iter().any(|u| u.kind == Kind::Latin);
    let bracket = end > 0 && matches!(units[end - 1].c, '(' | ')');
    if latin && bracket { end } else { 0 }
}
