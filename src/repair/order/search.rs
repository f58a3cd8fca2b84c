//! The decoder: the most probable text of which a line is the scattered image.
//!
//! The line is cut into runs, the runs are read from the last to the first, and language model,
//! memory and the costs of cuts judge the text that comes out ([`judge`](super::judge)). Hypotheses
//! meet in buckets by the number of units read, always at the end of a word, so that nothing
//! half-read competes with whole words; within a bucket they are ordered by their cost so far and an
//! estimate of what the unread units will cost ([`expected`](super::expected)).

use super::costs::{Costs, LineEnd, Pace, Prices};
use super::expected::Expected;
use super::judge::Known;
use super::lattice::Lattice;
use super::memory::{self, Memory, Names};
use super::readings::{Piece, Reader, Token, What};
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
    /// What it costs in nats, with the junction before it.
    pub cost: f32,
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

/// Tokens that a unit of a line begins, rather more than fewer.
const TOKENS: usize = 16;

/// Nats by which a run must not begin worse than the line is expected to be read.
const HOPELESS: f32 = 12.0;
/// Nats at which a run is not begun for what it leaves broken before it, with its own cost.
const LEAVES_BROKEN: f32 = 8.5;

/// A token that can be read next.
#[derive(Clone, Copy)]
struct Next {
    /// Its place in the list of all tokens of the line.
    token: u32,
    /// The run in which it leaves off.
    run: Piece,
    /// Its cost, with that of beginning its run if it does.
    cost: f32,
    /// What the units unread after it are expected to cost.
    future: f32,
    /// How many are read with it.
    reached: u16,
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

impl Width {
    /// The least total that is followed among hypotheses that have read so many units.
    #[inline]
    fn floor(&self, tops: &[f32], read: u16) -> f32 {
        self.bound.max(tops[usize::from(read)] - self.margin)
    }
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
#[derive(Default)]
struct Tokens {
    all: Vec<Token>,
    /// Those that begin at each unit and end where its written word ends or before, in a run that
    /// goes on after it.
    whole: Vec<Range<u32>>,
    /// Those that begin in the last word of a run, by the run and their first unit.
    last: FxHashMap<(Piece, u16), Range<u32>>,
}

impl Tokens {
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
    /// What the unread units are expected to cost.
    expected: Expected,
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
        let mut reader = Reader::new(units, cuts, line_end, model, costs, prices, names);
        let mut tokens = Tokens {
            all: Vec::with_capacity(TOKENS * units.len()),
            whole: Vec::with_capacity(units.len()),
            ..Tokens::default()
        };
        for at in 0..units.len() {
            let whole = tokens.add(|all| reader.whole(at, all));
            tokens.whole.push(whole);
        }
        let mut search = Search {
            units,
            cuts,
            means,
            reader,
            line_end,
            expected: Expected::default(),
            tokens,
        };
        (search.expected, search.reader.ending) = search.expected();
        search
    }

    /// The tokens that begin at a unit and end where its written word ends or before.
    pub(super) fn whole(&self, at: usize) -> &[Token] {
        let Range { start, end } = self.tokens.whole[at];
        &self.tokens.all[start as usize..end as usize]
    }

    /// From here on expects the units of the line to cost what this reading of it paid for them, which
    /// lets a search see what cannot be better.
    pub fn expect(&mut self, reading: &Reading) {
        self.expected.learn(reading);
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
        let mut buckets = std::mem::take(&mut known.buckets);
        buckets.iter_mut().for_each(Vec::clear);
        if buckets.len() < n {
            buckets.resize_with(n, Vec::new);
        }
        let mut tops = vec![f32::NEG_INFINITY; n + 1];
        let end = n as u16;
        buckets[0].push(Hypothesis {
            words: self.means.context.before,
            score: 0.0,
            total: -self.expected.all(),
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
        let mut starts: Vec<(f32, Next)> = Vec::new();
        for read in 0..n {
            let mut bucket = std::mem::take(&mut buckets[read]);
            let floor = width.floor(&tops, read as u16);
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
                    // All that have ended here have read the same units, all from here on, and the
                    // first has the highest score: what it cannot afford none can.
                    fresh = true;
                    starts.clear();
                    self.starts(usize::from(hypothesis.run.0), read, |next, least| {
                        let floor = width.floor(&tops, next.reached) + next.future;
                        let need = floor + next.cost + least;
                        if hypothesis.score >= need {
                            starts.push((need, next));
                        }
                    });
                }
                let mut follow = |search: &Self, next: Next| {
                    let token = &search.tokens.all[next.token as usize];
                    let Next {
                        run,
                        cost,
                        future,
                        reached,
                        ..
                    } = next;
                    let floor = width.floor(&tops, reached) + future;
                    if hypothesis.score - cost - token.least < floor {
                        return;
                    }
                    let (score, join, pace, in_run) =
                        search.junction(hypothesis, token, cost, known);
                    if score - token.least < floor {
                        return;
                    }
                    let mut read = Hypothesis {
                        words: hypothesis.words,
                        score,
                        total: 0.0,
                        parent,
                        token: next.token,
                        run,
                        at: token.at,
                        what: token.what,
                        join,
                        pace,
                        in_run,
                    };
                    search.speak(&mut read, token, hypothesis.what, known);
                    let reached = usize::from(reached);
                    if reached == n {
                        read.score -= search.end_of_line(&read);
                        if let Some(after) = search.means.context.after {
                            read.score += search.language(read.words, after, known);
                        }
                        lattice.end(read, gap);
                        return;
                    }
                    read.total = read.score - future;
                    if read.score >= floor {
                        tops[reached] = tops[reached].max(read.total);
                        buckets[reached].push(read);
                    }
                };
                if hypothesis.ended() {
                    for &(need, next) in &starts {
                        if hypothesis.score >= need {
                            follow(self, next);
                        }
                    }
                } else {
                    for token in self.tokens_at(usize::from(hypothesis.at), hypothesis.run) {
                        if let Some(next) = self.next(token, hypothesis.run, read) {
                            follow(self, next);
                        }
                    }
                }
            }
            buckets[read] = bucket;
        }
        known.buckets = buckets;
        lattice.sort();
        Some(lattice)
    }

    /// A token of the run `run`, `read` units being read before it; none if it would end the line too
    /// early.
    fn next(&self, at: u32, run: Piece, read: usize) -> Option<Next> {
        let token = &self.tokens.all[at as usize];
        // One that ends before its run does is the same in all runs.
        let run = if token.run.1 == u16::MAX {
            run
        } else {
            token.run
        };
        let n = self.units.len();
        let reached = read + usize::from(token.units);
        let done = token.at == run.1 && run.0 == 0;
        if reached > n || (reached == n) != done {
            return None;
        }
        Some(Next {
            token: at,
            run,
            cost: token.cost,
            future: self.expected.unread(run, token.at),
            reached: reached as u16,
        })
    }

    /// Calls `found` with the tokens with which a run can begin that ends at `end`, where `read` units
    /// are read, and the least that the language model is expected to add to each.
    fn starts(&mut self, end: usize, read: usize, mut found: impl FnMut(Next, f32)) {
        let affordable = self.expected.unread((end as u16, end as u16), end as u16) + HOPELESS;
        for start in (0..end).rev() {
            let cut = if start == 0 { 0.0 } else { self.cuts[start] };
            let torn = if self.units[start].torn {
                self.means.costs.torn_start
            } else {
                0.0
            };
            if cut + torn + self.expected.ending(start) < LEAVES_BROKEN {
                let run = (start as u16, end as u16);
                for at in self.tokens_at(start, run) {
                    if let Some(next) = self.next(at, run, read) {
                        let cost = next.cost + cut + torn;
                        let least = self.tokens.all[at as usize].least;
                        if cost + next.future + least < affordable {
                            found(Next { cost, ..next }, least);
                        }
                    }
                }
            }
            if self.units[start].border {
                break;
            }
        }
    }

    /// The tokens that begin at a unit of a run.
    fn tokens_at(&mut self, at: usize, run: Piece) -> Range<u32> {
        let end = usize::from(run.1);
        if self.reader.word_end(at, self.units.len()) < end {
            return self.tokens.whole[at].clone();
        }
        let place = (run, at as u16);
        if let Some(known) = self.tokens.last.get(&place) {
            return known.clone();
        }
        let reader = &mut self.reader;
        let tokens = (self.tokens).add(|all| reader.read(at, (usize::from(run.0), end), all));
        self.tokens.last.insert(place, tokens.clone());
        tokens
    }

    /// The reading of hypotheses in order.
    fn reading<'h>(&self, path: impl Iterator<Item = &'h Hypothesis>, score: f32) -> Reading {
        let mut before = 0.0;
        let steps = path.map(|hypothesis| Step {
            cost: std::mem::replace(&mut before, hypothesis.score) - hypothesis.score,
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
