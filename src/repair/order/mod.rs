//! Restoring the order of lines that were torn into runs and emitted last run first, and with the
//! order the joiners, the spaces and the lams that went with it.
//!
//! [`detect`] decides from the document whether and how it was torn; everything else passes. Then
//! all Persian lines are read twice by the decoder ([`search`]): first each after the line before
//! it, then between its neighbours and with what the whole document taught ([`memory`]: its words
//! and pairs; [`tally`]: how it was torn), both times with what other documents taught ([`Lessons`]).

mod choice;
pub mod costs;
pub mod decoder;
pub mod detect;
pub mod expected;
pub mod judge;
mod lattice;
pub mod memory;
pub mod readings;
pub mod search;
pub mod tally;
pub mod units;
pub mod write;

use super::lessons::Lessons;
use super::{Repaired, Verdict};
use crate::lexicon::model::{self, COLON, COMMA, FIRST, SENTENCE, Word};
use crate::text::Traced;
use crate::text::letters::TATWEEL;
use costs::{Costs, Damage, LineEnd};
use decoder::Decoder;
use judge::Known;
use memory::Names;
use search::{Context, Reading};
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
pub fn restore(spelled: Repaired, damage: Damage, lessons: &Lessons, explain: bool) -> Repaired {
    let read = read(spelled.text.line_texts(), damage, lessons);
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

/// Share of the lines that begin with white space from which it is that of their ends: more than
/// chance, and no more than a document has of which half the lines are whole.
const LEADING: f64 = 0.1;

/// Whether the lines of a document still have the white space at which a word processor broke them.
fn ends_tell(lines: &[Line]) -> bool {
    let read = || lines.iter().filter(|line| is_read(&line.units));
    let leading = read().filter(|line| line.units[0].spaces > 0).count();
    leading as f64 > LEADING * read().count() as f64
}

/// Whether a line is read at all.
fn is_read(units: &[Unit]) -> bool {
    units.len() <= LONGEST && units.iter().any(|unit| unit.kind == Kind::Letter)
}

/// Reads all lines of a document that was torn in this way.
pub fn read<'a>(
    lines: impl Iterator<Item = &'a str>,
    damage: Damage,
    lessons: &Lessons,
) -> Vec<Line> {
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
        match (damage, decoder::leading_citation(units)) {
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
    let ends_tell = damage == Damage::Scattered && ends_tell(&lines);
    // Where kashidas tore the lines all ZWNJs are lost, and what stands solid again and again is no name.
    let names = match damage {
        Damage::Scattered => {
            let mut names = lessons.names();
            lines.iter().for_each(|line| names.count(&line.units));
            names.settle(model)
        }
        Damage::Stretched => Names::default(),
    };
    let mut memory = lessons.memory();
    let mut known = Known::default();
    for round in 0..ROUNDS {
        let mut before = [SENTENCE; 2];
        for at in 0..lines.len() {
            let line = &lines[at];
            if !is_read(&line.units) {
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
                names: &names,
                wide: round + 1 == ROUNDS,
                line_end: if ends_tell {
                    units::line_end(&line.units)
                } else {
                    LineEnd::Unknown
                },
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
                before = if word < FIRST && !matches!(word, COMMA | COLON) {
                    [SENTENCE; 2]
                } else {
                    [before[1], word]
                };
            }
        }
        if round + 1 < ROUNDS {
            memory = lessons.memory();
            known = Known::default();
            let mut tally = Tally::default();
            for line in &lines {
                memory.add(&line.words, 1.0);
                if let Some(reading) = &line.reading {
                    tally.add(&line.units, reading, line.untouched);
                    if damage == Damage::Scattered {
                        memory.add_borders(&line.units, reading);
                    }
                }
            }
            if damage == Damage::Scattered {
                tally.adjust(&mut costs);
            }
        }
    }
    lines
}
