//! The decoder: the most probable text of which a line is the scattered image.
//!
//! The line is cut into runs, the runs are read from the last to the first, and language model,
//! memory and the costs of cuts judge the text that comes out ([`judge`](super::judge)). Hypotheses
//! meet in buckets by the number of units read, always at the end of a word, so that nothing
//! half-read competes with whole words; within a bucket they are ordered by their cost so far and an
//! estimate of what the unread units will cost ([`expected`](super::expected)).

use super::costs::{Costs, LineEnd, Pace, Prices};
use super::judge::Known;
use super::lattice::Lattice;
use super::memory::{self, Memory, Names};
use super::readings::{NEVER, Piece, Reader, Token, What};
use super::units::Unit;
use crate::lexicon::model::{COLON, COMMA, Model, SENTENCE, Word};
use rustc_hash::FxHashMap;
use std::collections::hash_map::Entry;
use std::ops::Range;

/// What stands around the line.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context<'a> {
    /// The last two words of the line before.
    pub before: [Word; 2],
    /// The first word of the line after.
    pub after: Option<Word>,
    /// What the line itself was read as before.
    pub own: &'a [Word],
}

/// How a token hangs on the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Join {
    /// Nothing between them.
    Glued,
    /// A space.
    Space,
    /// A ZWNJ.
    Joiner,
}

/// A token of a finished reading.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// The token.
    pub token: Token,
    /// How it hangs on the one before.
    pub join: Join,
}

/// A finished reading of a line.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// Its tokens in reading order.
    pub steps: Vec<Step>,
    /// Log probability, in nats.
    pub score: f32,
}

impl Reading {
    /// The words as the language model knows them.
    pub fn words(&self) -> Vec<Word> {
        self.steps
            .iter()
            .filter(|step| {
                step.token.what.is_word()
                    || step.token.what.is_foreign()
                    || matches!(step.token.word, SENTENCE | COMMA | COLON)
            })
            .map(|step| step.token.word)
            .collect()
    }

    /// Whether another reading has the same words in the same order, wherever it cuts the line.
    pub(super) fn says_the_same(&self, other: &Reading) -> bool {
        self.steps.len() == other.steps.len()
            && self.steps.iter().zip(&other.steps).all(|(a, b)| {
                a.join == b.join
                    && a.token.word == b.token.word
                    && a.token.lam == b.token.lam
                    && a.token.pieces() == b.token.pieces()
            })
    }

    /// How many times reading jumps to another place of the line.
    pub fn cuts(&self) -> usize {
        let pieces: Vec<Piece> = self
            .steps
            .iter()
            .flat_map(|s| s.token.pieces().iter().copied())
            .collect();
        pieces
            .windows(2)
            .filter(|pair| pair[0].1 != pair[1].0)
            .count()
    }
}

/// A reading in the making, up to the end of a word. Small, because buckets of them are sorted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hypothesis {
    /// The last two words.
    pub words: [Word; 2],
    pub score: f32,
    /// The score with what the unread units are expected to cost.
    total: f32,
    /// Its predecessor among those kept.
    pub parent: u32,
    /// Its last token in the list of all tokens of the line.
    token: u32,
    /// The run that is being read, and where in it.
    pub run: Piece,
    at: u16,
    /// What the last token is, and how it hangs on the one before.
    pub what: What,
    pub join: Join,
    pub pace: Pace,
    /// Words read of the run, up to two.
    pub in_run: u8,
}

impl Hypothesis {
    /// Whether its run is read to the end.
    pub fn ended(&self) -> bool {
        self.at == self.run.1
    }

    /// What is the same in hypotheses that have the same future.
    fn key(&self) -> (u64, u64) {
        let place = if self.ended() {
            (self.run.0, 0, 0)
        } else {
            (self.run.0, self.run.1, self.at)
        };
        (
            u64::from(place.0) << 40
                | u64::from(place.1) << 24
                | u64::from(place.2) << 8
                | (self.pace as u64) << 6
                | u64::from(self.in_run) << 4
                | self.what as u64,
            memory::pair(self.words[0], self.words[1]),
        )
    }
}

/// Hypotheses kept that have read the same runs.
const ENDED: usize = 8;
/// Hypotheses kept that have read the same runs and the same part of another.
const INSIDE: usize = 2;

/// A token that a run can begin with.
struct Offer {
    /// Score that a hypothesis needs for it to be worth reading.
    need: f32,
    /// What the units unread after it are expected to cost.
    future: f32,
    token: u32,
}

/// How far a search looks.
#[derive(Clone, Copy, Debug)]
pub struct Width {
    /// Hypotheses kept for each number of units read.
    pub beam: usize,
    /// Distance from the best of them at which others are dropped.
    pub margin: f32,
    /// Score that a hypothesis with what it is expected to cost must reach.
    pub bound: f32,
}

/// What a line is read with.
#[derive(Clone, Copy)]
pub struct Means<'a> {
    /// The language model.
    pub model: &'a Model,
    /// The costs.
    pub costs: &'a Costs,
    /// The costs of cuts.
    pub prices: &'a Prices,
    /// What the document taught so far.
    pub memory: &'a Memory,
    /// The words of the document that no list knows.
    pub names: &'a Names,
    /// The neighbours.
    pub context: Context<'a>,
}
/// The tokens that can be read from a line, in one list, and where in it to look.
struct Tokens {
    all: Vec<Token>,
    /// Those that begin at each unit and end before the run does.
    whole: Vec<Range<u32>>,
    /// Those with which a run can begin, by the end of the run.
    starts: Vec<Option<Range<u32>>>,
    /// Those that begin in the last word of a run, by the run and their first unit.
    last: FxHashMap<(Piece, u16), Range<u32>>,
}

impl Tokens {
    fn slice(&self, range: &Range<u32>) -> &[Token] {
        &self.all[range.start as usize..range.end as usize]
    }

    fn add(&mut self, read: impl FnOnce(&mut Vec<Token>)) -> Range<u32> {
        let start = self.all.len() as u32;
        read(&mut self.all);
        start..self.all.len() as u32
    }
}

/// The decoder of one line.
pub struct Search<'a> {
    pub(super) units: &'a [Unit],
    cuts: &'a [f32],
    pub(super) means: Means<'a>,
    pub(super) reader: Reader<'a>,
    /// Where the white space is that ended the line.
    pub(super) line_end: LineEnd,
    /// What the units before each place are expected to cost.
    ahead: Vec<f32>,
    tokens: Tokens,
}

impl<'a> Search<'a> {
    /// Prepares to read a line, in which a run that begins at a unit costs what `cuts` says.
    pub fn new(units: &'a [Unit], cuts: &'a [f32], line_end: LineEnd, means: Means<'a>) -> Self {
        let Means {
            model,
            costs,
            prices,
            names,
            ..
        } = means;
        let mut search = Search {
            units,
            cuts,
            means,
            reader: Reader::new(units, cuts, line_end, model, costs, prices, names),
            line_end,
            ahead: Vec::new(),
            tokens: Tokens {
                all: Vec::new(),
                whole: Vec::with_capacity(units.len()),
                starts: vec![None; units.len() + 1],
                last: FxHashMap::default(),
            },
        };
        for at in 0..units.len() {
            let whole = search.reader.whole(at);
            let range = search.tokens.add(|all| all.extend_from_slice(whole));
            search.tokens.whole.push(range);
        }
        search.ahead = search.expected();
        search
    }

    /// The best reading; none if there is nothing to read or no way to read it. What `known` holds
    /// must have been asked for this line, or nothing ([`Known::begin_line`]).
    pub fn run(&mut self, width: Width, known: &mut Known) -> Option<Reading> {
        let lattice = self.explore(width, None, known)?;
        let last = lattice.last.first()?;
        let path = lattice.back(last);
        Some(self.reading(path.iter(), last.score))
    }

    /// The best readings that differ in the order or the borders of their words, at most `many`, the
    /// best first; none if there is none. They score at most `gap` less than the best.
    pub fn readings(
        &mut self,
        width: Width,
        many: usize,
        gap: f32,
        known: &mut Known,
    ) -> Vec<Reading> {
        let Some(lattice) = self.explore(width, Some(gap), known) else {
            return Vec::new();
        };
        let mut out: Vec<Reading> = Vec::new();
        lattice.paths(gap, |path, score| {
            let reading = self.reading(path.iter(), score);
            if out.iter().all(|other| !other.says_the_same(&reading)) {
                out.push(reading);
            }
            out.len() < many
        });
        out
    }

    /// Looks through the readings; what is within `gap` of the best that it meets at the same place is
    /// remembered.
    fn explore(&mut self, width: Width, gap: Option<f32>, known: &mut Known) -> Option<Lattice> {
        let n = self.units.len();
        if n == 0 || n > usize::from(u16::MAX) {
            return None;
        }
        let mut lattice = Lattice::default();
        let mut buckets: Vec<Vec<Hypothesis>> = vec![Vec::new(); n];
        let mut tops = vec![f32::NEG_INFINITY; n + 1];
        let end = n as u16;
        buckets[0].push(Hypothesis {
            words: self.means.context.before,
            score: 0.0,
            total: -self.ahead[n],
            parent: u32::MAX,
            token: u32::MAX,
            run: (end, end),
            at: end,
            what: What::Nothing,
            join: Join::Glued,
            pace: Pace::Start,
            in_run: 0,
        });
        let mut seen: FxHashMap<(u64, u64), u32> = FxHashMap::default();
        let mut covered: FxHashMap<(Piece, u16), usize> = FxHashMap::default();
        let mut offers: Vec<Offer> = Vec::new();
        for read in 0..n {
            let mut bucket = std::mem::take(&mut buckets[read]);
            let floor = width.bound.max(tops[read] - width.margin);
            bucket.retain(|hypothesis| hypothesis.total >= floor);
            bucket.sort_unstable_by(|a, b| b.total.total_cmp(&a.total));
            seen.clear();
            covered.clear();
            let mut fresh = false;
            let (mut kept, mut ended) = (0, 0);
            for hypothesis in &bucket {
                if kept >= width.beam {
                    break;
                }
                let place = match seen.entry(hypothesis.key()) {
                    Entry::Occupied(better) => {
                        lattice.meet(*better.get(), hypothesis, gap);
                        continue;
                    }
                    Entry::Vacant(place) => place.insert(u32::MAX),
                };
                let (alike, most) = if hypothesis.ended() {
                    (&mut ended, ENDED)
                } else {
                    let alike = covered.entry((hypothesis.run, hypothesis.at));
                    (alike.or_insert(0), INSIDE)
                };
                *alike += 1;
                if *alike > most {
                    continue;
                }
                kept += 1;
                let parent = lattice.all.len() as u32;
                *place = parent;
                lattice.all.push(*hypothesis);
                if hypothesis.ended() && !fresh {
                    self.offer(read, hypothesis.run.0, width, &tops, &mut offers);
                    fresh = true;
                }
                let mut follow = |search: &Self, at: u32, run: Piece, future: f32| {
                    let token = &search.tokens.all[at as usize];
                    let reached = read + usize::from(token.units);
                    let floor = width.bound.max(tops[reached] - width.margin) + future;
                    if hypothesis.score - token.cost - token.least < floor {
                        return;
                    }
                    let (score, join, pace, in_run) = search.junction(hypothesis, token, known);
                    if score - token.least < floor {
                        return;
                    }
                    let mut next = Hypothesis {
                        words: hypothesis.words,
                        score,
                        total: 0.0,
                        parent,
                        token: at,
                        run,
                        at: token.at,
                        what: token.what,
                        join,
                        pace,
                        in_run,
                    };
                    search.speak(&mut next, token, hypothesis.what, known);
                    if reached == n {
                        next.score -= search.end_of_line(&next);
                        if let Some(after) = search.means.context.after {
                            next.score += search.language(next.words, after, known);
                        }
                        lattice.end(next, gap);
                        return;
                    }
                    next.total = next.score - future;
                    if next.score >= floor {
                        tops[reached] = tops[reached].max(next.total);
                        buckets[reached].push(next);
                    }
                };
                if hypothesis.ended() {
                    for offer in &offers {
                        if hypothesis.score < offer.need {
                            break;
                        }
                        let run = self.tokens.all[offer.token as usize].run;
                        follow(self, offer.token, run, offer.future);
                    }
                } else {
                    for at in self.going_on(hypothesis) {
                        let token = &self.tokens.all[at as usize];
                        let run = if token.run.1 == u16::MAX {
                            hypothesis.run
                        } else {
                            token.run
                        };
                        if let Some(future) = self.future(token, run, read) {
                            follow(self, at, run, future);
                        }
                    }
                }
            }
        }
        lattice.sort();
        Some(lattice)
    }

    /// What the units unread after a token of the run `run` are expected to cost, `read` units being
    /// read before it; none if it would end the line too early.
    fn future(&self, token: &Token, run: Piece, read: usize) -> Option<f32> {
        let n = self.units.len();
        let reached = read + usize::from(token.units);
        let done = token.at == run.1 && run.0 == 0;
        if reached > n || (reached == n) != done {
            return None;
        }
        let ahead = |at: u16| self.ahead[usize::from(at)];
        Some(ahead(run.0) + ahead(run.1) - ahead(token.at))
    }

    /// The tokens with which a run that ends at `end` can begin, sorted by the score that they need
    /// to be worth keeping, so that each hypothesis looks at the part of the list that it can afford.
    fn offer(
        &mut self,
        read: usize,
        end: u16,
        width: Width,
        tops: &[f32],
        offers: &mut Vec<Offer>,
    ) {
        let starts = self.run_starts(usize::from(end));
        offers.clear();
        offers.extend((starts.start..).zip(self.tokens.slice(&starts)).filter_map(
            |(at, token)| {
                let future = self.future(token, token.run, read)?;
                let reached = read + usize::from(token.units);
                let floor = width.bound.max(tops[reached] - width.margin);
                Some(Offer {
                    need: floor + future + token.cost + token.least,
                    future,
                    token: at,
                })
            },
        ));
        offers.sort_unstable_by(|a, b| a.need.total_cmp(&b.need));
    }

    /// The tokens with which a run can begin that ends at `end`.
    fn run_starts(&mut self, end: usize) -> Range<u32> {
        if let Some(starts) = &self.tokens.starts[end] {
            return starts.clone();
        }
        let (reader, units, costs) = (&self.reader, self.units, self.means.costs);
        let starts = self.tokens.add(|out| {
            for start in (0..end).rev() {
                let cut = if start == 0 { 0.0 } else { self.cuts[start] };
                if cut < NEVER {
                    let torn = if units[start].torn {
                        costs.torn_start
                    } else {
                        0.0
                    };
                    reader.read(start, (start, end), cut + torn, out);
                }
                if units[start].border {
                    break;
                }
            }
        });
        self.tokens.starts[end] = Some(starts.clone());
        starts
    }

    /// The tokens with which a run goes on.
    fn going_on(&mut self, from: &Hypothesis) -> Range<u32> {
        let at = usize::from(from.at);
        if self.reader.word_end(at, self.units.len()) < usize::from(from.run.1) {
            return self.tokens.whole[at].clone();
        }
        if let Some(known) = self.tokens.last.get(&(from.run, from.at)) {
            return known.clone();
        }
        let run = (usize::from(from.run.0), usize::from(from.run.1));
        let reader = &self.reader;
        let range = self.tokens.add(|out| reader.read(at, run, 0.0, out));
        self.tokens.last.insert((from.run, from.at), range.clone());
        range
    }

    /// The reading of hypotheses in order.
    fn reading<'h>(&self, path: impl Iterator<Item = &'h Hypothesis>, score: f32) -> Reading {
        let steps = path.map(|hypothesis| Step {
            token: Token {
                run: hypothesis.run,
                ..self.tokens.all[hypothesis.token as usize]
            },
            join: hypothesis.join,
        });
        Reading {
            steps: steps.collect(),
            score,
        }
    }
}
