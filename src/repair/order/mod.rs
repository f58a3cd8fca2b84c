//! Restoring the order of lines that were torn into runs and emitted last run first, and with the
//! order the joiners, the spaces and the lams that went with it.
//!
//! [`detect`] decides from the document whether and how it was torn; everything else passes. Then
//! all Persian lines are read twice by the decoder ([`search`]): first each after the line before
//! it, then between its neighbours and with what the whole document taught ([`memory`]: its words
//! and pairs; [`tally`]: how it was torn).

pub mod costs;
pub mod detect;
pub mod expected;
pub mod judge;
pub mod memory;
pub mod readings;
pub mod search;
pub mod tally;
pub mod units;
pub mod write;

use super::{Repaired, Verdict};
use crate::lexicon::model::{self, FIRST, Model, SENTENCE, Word};
use crate::text::Traced;
use crate::text::letters::TATWEEL;
use costs::{Costs, Damage};
use judge::Known;
use memory::Memory;
use readings::NEVER;
use search::{Context, Means, Reading, Search, Width};
use tally::Tally;
use units::{Kind, Unit};

/// Longest line that is read, in units; longer ones are paragraphs, which no extractor tears.
const LONGEST: usize = 400;
/// How often the document is read.
const ROUNDS: usize = 2;

/// What was done to the lines of a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Lines whose runs were put in another order.
    pub reordered: usize,
    /// Runs into which those lines had been cut, besides the first of each.
    pub cuts: usize,
    /// ZWNJs that were put in.
    pub joiners: usize,
    /// Words parted that stood without a space.
    pub spaces: usize,
    /// Lams restored before an alef.
    pub lams: usize,
    /// Brackets turned.
    pub brackets: usize,
}

/// Restores the order of a document that was torn in this way, and drops the tatweels; with the
/// explanations if asked to `explain`.
pub fn restore(spelled: Repaired, damage: Damage, explain: bool) -> Repaired {
    let read = read(spelled.text.line_texts(), damage);
    let mut out = Repaired::empty_like(&spelled.text);
    let mut counts = spelled.counts;
    for (index, line) in read.iter().enumerate() {
        let source = spelled.text.lines[index].clone();
        let range = source.range.clone();
        let from = &spelled.text.traced;
        let before = spelled.verdicts[index];
        let verdict = out.line(source, |text| {
            let start = text.text.len();
            match &line.reading {
                Some(reading) if !line.is_left(damage) => {
                    write::write(
                        from,
                        range.start,
                        &line.units,
                        reading,
                        damage,
                        text,
                        &mut counts.order,
                    );
                    counts.tatweel += from.text[range.clone()].matches(TATWEEL).count();
                }
                _ => counts.tatweel += without_tatweels(from, range.clone(), text),
            }
            if line.is_doubtful() {
                Verdict::Unsure
            } else if before == Verdict::Clean && text.text[start..] != from.text[range] {
                Verdict::Repaired
            } else {
                before
            }
        });
        out.verdicts.push(verdict);
        if explain {
            out.explanations.push(line.explain());
        }
    }
    out.counts = counts;
    out
}

/// Why a line was read as it was.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The runs of the line in reading order.
    pub runs: Vec<String>,
    /// Log probability of the reading with all its costs, in nats.
    pub score: f32,
    /// The same of the line as it stands, where that was looked at.
    pub standing: Option<f32>,
}

/// Appends a line without the tatweels in its words, and says how many there were.
fn without_tatweels(from: &Traced, range: std::ops::Range<usize>, out: &mut Traced) -> usize {
    let mut dropped = 0;
    let mut start = range.start;
    for (at, _) in from.text[range.clone()].match_indices(TATWEEL) {
        let at = range.start + at;
        out.append(from, start..at);
        start = at + TATWEEL.len_utf8();
        dropped += 1;
    }
    out.append(from, start..range.end);
    dropped
}

/// A line and how it was read.
pub struct Line {
    /// What stands in it.
    pub units: Vec<Unit>,
    /// How it was read; none if it was not: no Persian letters, too long, no way to read it.
    pub reading: Option<Reading>,
    /// Whether it was read in the order in which it stands.
    pub untouched: bool,
    /// Whether its best reading makes no sense: it is left alone.
    pub nonsense: bool,
    /// Score of the line as it stands, where that was looked at.
    standing: Option<f32>,
    /// Whether the order in which it stands is beyond doubt, or beyond hope.
    settled: Option<bool>,
    /// The words of the reading.
    words: Vec<Word>,
}

impl Line {
    /// Whether the line is left as it stands: it makes no sense in any order, or it was not torn
    /// and nothing else can be missing from it.
    fn is_left(&self, damage: Damage) -> bool {
        self.nonsense && !self.untouched || self.untouched && damage == Damage::Scattered
    }

    /// The runs and scores of its reading.
    fn explain(&self) -> Option<Explanation> {
        let reading = self.reading.as_ref()?;
        let mut runs: Vec<String> = Vec::new();
        let mut end = None;
        for step in &reading.steps {
            for &(first, last) in step.token.pieces() {
                if end != Some(first) || runs.is_empty() {
                    runs.push(String::new());
                }
                let run = runs.last_mut()?;
                for unit in &self.units[usize::from(first)..usize::from(last)] {
                    if unit.spaces > 0 && !run.is_empty() {
                        run.push(' ');
                    }
                    run.push(unit.c);
                }
                end = Some(last);
            }
        }
        Some(Explanation {
            runs,
            score: reading.score,
            standing: self.standing,
        })
    }

    /// Whether nothing certain can be said of the line.
    fn is_doubtful(&self) -> bool {
        self.nonsense || self.reading.is_none() && self.units.iter().any(|u| u.kind == Kind::Letter)
    }
}

/// Reads all lines of a document that was torn in this way.
pub fn read<'a>(lines: impl Iterator<Item = &'a str>, damage: Damage) -> Vec<Line> {
    let model = model::model();
    let mut lines: Vec<Line> = lines
        .map(|line| Line {
            units: units::units(line),
            reading: None,
            untouched: true,
            settled: None,
            nonsense: false,
            standing: None,
            words: Vec::new(),
        })
        .collect();
    for Line { units, .. } in &mut lines {
        match (damage, leading_citation(units)) {
            (Damage::Scattered, _) => units::heading_number(units),
            (Damage::Stretched, 0) => {}
            // Each part of a citation that was moved is a run of its own.
            (Damage::Stretched, end) => {
                for unit in units[1..=end].iter_mut().filter(|unit| !unit.inside) {
                    unit.border = true;
                }
            }
        }
    }
    let mut costs = Costs::of(damage);
    let mut memory = Memory::default();
    let mut known = Known::default();
    for round in 0..ROUNDS {
        let mut before = [SENTENCE; 2];
        for at in 0..lines.len() {
            let line = &lines[at];
            if line.units.len() > LONGEST || line.units.iter().all(|u| u.kind != Kind::Letter) {
                continue;
            }
            let context = Context {
                before,
                after: lines[at + 1..]
                    .iter()
                    .find_map(|l| l.words.first().copied())
                    .filter(|&word| word >= FIRST),
                own: &line.words,
            };
            let decoder = Decoder {
                damage,
                costs: &costs,
                model,
                memory: &memory,
                wide: round + 1 == ROUNDS,
            };
            let Some(choice) = decoder.line(&line.units, &context, line.settled, &mut known) else {
                continue;
            };
            let line = &mut lines[at];
            line.words = choice.reading.words();
            line.untouched = choice.untouched;
            line.settled = choice.settled;
            line.nonsense = choice.nonsense;
            line.standing = choice.standing.or(line.standing);
            line.reading = Some(choice.reading);
            for &word in &line.words {
                // What stands outside the sentences, a number or a citation, ends one.
                before = if word < FIRST {
                    [SENTENCE; 2]
                } else {
                    [before[1], word]
                };
            }
        }
        if round + 1 < ROUNDS {
            memory = Memory::default();
            let mut tally = Tally::default();
            for line in &lines {
                memory.add(&line.words, 1.0);
                if let Some(reading) = &line.reading {
                    tally.add(&line.units, reading, line.untouched);
                }
            }
            if damage == Damage::Scattered {
                tally.adjust(&mut costs);
            }
        }
    }
    lines
}

/// How far the searches of the first reading of a document look: what they find is mostly right,
/// and no more than the neighbours and the memory of the second.
const FIRST_READING: Width = Width { beam: 20, ..NARROW };
/// How far the first search of a line looks; its score tells the second what can be dropped.
const NARROW: Width = Width {
    beam: 12,
    margin: 6.0,
    bound: f32::NEG_INFINITY,
};
/// How far the second search looks.
const WIDE: Width = Width {
    beam: 60,
    margin: 40.0,
    bound: f32::NEG_INFINITY,
};

/// What the lines of a document are read with.
struct Decoder<'a> {
    damage: Damage,
    costs: &'a Costs,
    model: &'a Model,
    memory: &'a Memory,
    /// Whether to look further than the first search does.
    wide: bool,
}

impl Decoder<'_> {
    /// The better of the line as it stands and its best other order; only one of them where that is
    /// `settled`.
    fn line(
        &self,
        units: &[Unit],
        context: &Context,
        settled: Option<bool>,
        known: &mut Known,
    ) -> Option<Choice> {
        let mut search = |cuts: &[f32], costs: &Costs, wide: bool| {
            let prices = costs.prices();
            let means = Means {
                model: self.model,
                costs,
                prices: &prices,
                memory: self.memory,
                context: *context,
            };
            let mut search = Search::new(units, cuts, means);
            known.begin_line();
            if !wide {
                return search.run(FIRST_READING, known);
            }
            let first = search.run(NARROW, known)?;
            let bound = first.score - costs.slack;
            let second = search.run(Width { bound, ..WIDE }, known);
            Some(second.filter(|s| s.score > first.score).unwrap_or(first))
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
                search(&vec![NEVER; units.len()], &still, false)
            })
            .flatten();
        let letters = units.iter().filter(|u| u.kind == Kind::Letter).count() as f32;
        let free = match self.damage {
            _ if settled == Some(true) => None,
            Damage::Scattered => search(&cuts, self.costs, self.wide),
            Damage::Stretched if moved => search(&cuts, self.costs, self.wide),
            // A line without torn words may still be scattered, if it makes no sense as it stands.
            Damage::Stretched => {
                let poor = plain.as_ref().is_none_or(|p| p.score < -NONSENSE * letters);
                poor.then(|| search(&anywhere(units), &Costs::of(Damage::Scattered), self.wide))
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
        let standing = plain.as_ref().map(|plain| plain.score);
        let reading = if lead >= 0.0 { plain } else { free }?;
        Some(Choice {
            untouched: lead >= 0.0 || !moved && reading.cuts() == 0,
            settled: (lead.is_finite() && lead.abs() > SETTLED).then_some(lead > 0.0),
            standing,
            nonsense: letters >= 8.0 && reading.score < -NONSENSE * letters,
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
        for at in 1..units.len() {
            let unit = &units[at];
            if unit.inside || unit.torn {
                continue;
            }
            cuts[at] = if at <= leading {
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
struct Choice {
    reading: Reading,
    /// Whether in the order in which it stands.
    untouched: bool,
    /// Whether that order is beyond doubt, or beyond hope.
    settled: Option<bool>,
    /// Whether it makes no sense even so.
    nonsense: bool,
    /// Score of the line as it stands, if it was looked at.
    standing: Option<f32>,
}

/// Chance that a line without torn words in a stretched document is in order.
const UNTOUCHED: f32 = 0.97;
/// Lead in nats at which the first reading settles whether a line is in order.
const SETTLED: f32 = 12.0;
/// Cost of a cut beside a citation that was moved to the front of its line.
const MOVED: f32 = 0.3;
/// Nats a letter above which a line makes no sense as it stands.
const NONSENSE: f32 = 2.6;

/// The number of units of the citation in Latin letters that stands before the Persian part of a
/// line with a bracket between them, `.)ITU, 2016( `: it belongs at the end. 0 if there is none.
fn leading_citation(units: &[Unit]) -> usize {
    let end = units
        .iter()
        .position(|u| u.kind == Kind::Letter)
        .unwrap_or(0);
    let latin = units[..end].iter().any(|u| u.kind == Kind::Latin);
    let bracket = end > 0 && matches!(units[end - 1].c, '(' | ')');
    if latin && bracket { end } else { 0 }
}
