//! The decoder: the most probable text of which a line is the scattered image.
//!
//! The line is cut into runs, the runs are read from the last to the first, and language model,
//! memory and the costs of cuts judge the text that comes out. Hypotheses meet in buckets by the
//! number of units read, always at the end of a word, so that nothing half-read competes with
//! whole words; within a bucket they are ordered by their cost so far and an estimate of what the
//! unread units will cost.

use super::costs::{Costs, Pace, Place, Prices};
use super::memory::{self, Memory};
use super::readings::{NEVER, Piece, Reader, Token, What};
use super::units::{Kind, Unit};
use crate::lexicon::model::{self, COMMA, LATIN, Model, NUMBER, SENTENCE, UNKNOWN, Word};
use rustc_hash::{FxHashMap, FxHashSet};

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
                    || step.token.word == SENTENCE
            })
            .map(|step| step.token.word)
            .collect()
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

#[derive(Clone, Copy, Debug)]
struct Hypothesis {
    step: Step,
    words: [Word; 2],
    score: f32,
    total: f32,
    pace: Pace,
    in_run: u8,
    parent: u32,
    run: Piece,
    at: u16,
}

impl Hypothesis {
    fn ended(&self) -> bool {
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
                | self.step.token.what as u64,
            memory::pair(self.words[0], self.words[1]),
        )
    }
}

/// What was asked of the model before.
#[derive(Default)]
struct Known {
    /// What the model has listed for two words.
    contexts: FxHashMap<u64, model::Context>,
    /// Weighted log probabilities of words after two others.
    language: FxHashMap<u64, f32>,
    /// Log probabilities of a space and of a ZWNJ between two words.
    joins: FxHashMap<u64, (f32, f32)>,
}

/// Estimated cost of a word border without white space.
const NAKED: f32 = 2.0;
/// What such a border costs at most once the words are known.
const NAKED_AT_MOST: f32 = 0.5;
/// Estimated cost of an unknown word, besides its spelling.
const UNKNOWN_WORD: f32 = 3.8;
/// Estimated cost of a number.
const NUMERAL: f32 = 3.5;
/// Estimated cost of a Latin phrase.
const PHRASE: f32 = 4.2;
/// Estimated cost of a mark.
const MARK: f32 = 1.2;
/// Estimated cost of a piece of a word.
const FRAGMENT: f32 = 9.0;
/// Estimated cost of each of its letters.
const FRAGMENT_LETTER: f32 = 0.8;
/// Hypotheses kept that have read the same runs.
const ENDED: usize = 20;
/// Hypotheses kept that have read the same runs and the same part of another.
const INSIDE: usize = 2;
/// Estimated cost of the junctions of a word.
const STEP: f32 = 0.3;

/// A ZWNJ is where a run ends as good as always (78 of 78 in the open gold lines).
const ALWAYS: f32 = 0.02;

/// What it is worth that the line then begins with the number of a heading.
const HEADING: f32 = 6.0;
/// Cost of white space, or none, where it tells nothing: after the end of a sentence.
const FLAT: f32 = 0.7;

/// The better of a space and a ZWNJ.
fn cheaper(space: f32, joiner: f32) -> (f32, Join) {
    if joiner < space {
        (joiner, Join::Joiner)
    } else {
        (space, Join::Space)
    }
}

/// A token that can be read next.
struct Offer {
    /// Score that a hypothesis needs for it to be worth reading.
    need: f32,
    /// What the units unread after it are expected to cost.
    future: f32,
    token: Token,
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
    /// The neighbours.
    pub context: Context<'a>,
}

/// The decoder of one line.
pub struct Search<'a> {
    units: &'a [Unit],
    cuts: &'a [f32],
    means: Means<'a>,
    reader: Reader<'a>,
    /// What the units before each place are expected to cost.
    ahead: Vec<f32>,
    known: Known,
    /// The tokens with which a run can begin, by the end of the run.
    starts: Vec<Option<Vec<Token>>>,
}

impl<'a> Search<'a> {
    /// Prepares to read a line, in which a run that begins at a unit costs what `cuts` says.
    pub fn new(units: &'a [Unit], cuts: &'a [f32], means: Means<'a>) -> Self {
        let Means {
            model,
            costs,
            prices,
            ..
        } = means;
        let mut search = Search {
            units,
            cuts,
            means,
            reader: Reader::new(units, cuts, model, costs, prices),
            ahead: Vec::new(),
            known: Known::default(),
            starts: vec![None; units.len() + 1],
        };
        search.ahead = search.estimate();
        search
    }

    /// The best reading; none if there is nothing to read or no way to read it.
    pub fn run(&mut self, width: Width) -> Option<Reading> {
        let mut known = std::mem::take(&mut self.known);
        let mut starts = std::mem::take(&mut self.starts);
        let reading = self.look(width, &mut known, &mut starts);
        (self.known, self.starts) = (known, starts);
        reading
    }

    fn look(
        &self,
        width: Width,
        known: &mut Known,
        starts: &mut [Option<Vec<Token>>],
    ) -> Option<Reading> {
        let n = self.units.len();
        if n == 0 || n > usize::from(u16::MAX) {
            return None;
        }
        let ahead = &self.ahead;
        let mut arena: Vec<Hypothesis> = Vec::new();
        let mut buckets: Vec<Vec<Hypothesis>> = vec![Vec::new(); n];
        let mut tops = vec![f32::NEG_INFINITY; n + 1];
        let mut inside: FxHashMap<(Piece, u16), Vec<Offer>> = FxHashMap::default();
        let mut best: Option<Hypothesis> = None;
        let end = n as u16;
        buckets[0].push(Hypothesis {
            step: Step {
                token: Token {
                    word: 0,
                    what: What::Nothing,
                    pieces: [(0, 0); 3],
                    count: 0,
                    lam: u16::MAX,
                    units: 0,
                    cost: 0.0,
                    least: 0.0,
                    run: (end, end),
                    at: end,
                },
                join: Join::Glued,
            },
            words: self.means.context.before,
            score: 0.0,
            total: -ahead[n],
            pace: Pace::Start,
            in_run: 0,
            parent: u32::MAX,
            run: (end, end),
            at: end,
        });
        let mut seen = FxHashSet::default();
        let mut covered: FxHashMap<(Piece, u16), usize> = FxHashMap::default();
        for read in 0..n {
            let mut bucket = std::mem::take(&mut buckets[read]);
            bucket.sort_unstable_by(|a, b| b.total.total_cmp(&a.total));
            seen.clear();
            let mut kept = 0;
            // What can be read next is sorted by the score that it needs to be worth keeping, so
            // that each hypothesis looks at the part of the list that it can afford.
            let affordable = |tokens: &[Token], tops: &[f32]| {
                let mut list: Vec<Offer> = tokens
                    .iter()
                    .filter_map(|&token| {
                        let reached = read + usize::from(token.units);
                        let done = token.at == token.run.1 && token.run.0 == 0;
                        if reached > n || (reached == n) != done {
                            return None;
                        }
                        let inside = ahead[usize::from(token.run.1)] - ahead[usize::from(token.at)];
                        let future = ahead[usize::from(token.run.0)] + inside;
                        let floor = width.bound.max(tops[reached] - width.margin);
                        Some(Offer {
                            need: floor + future + token.cost + token.least,
                            future,
                            token,
                        })
                    })
                    .collect();
                list.sort_unstable_by(|a, b| a.need.total_cmp(&b.need));
                list
            };
            let mut fresh: Option<Vec<Offer>> = None;
            inside.clear();
            covered.clear();
            let mut ended = 0;
            for hypothesis in bucket {
                if hypothesis.total < width.bound.max(tops[read] - width.margin)
                    || kept >= width.beam
                {
                    break;
                }
                if !seen.insert(hypothesis.key()) {
                    continue;
                }
                let alike = if hypothesis.ended() {
                    &mut ended
                } else {
                    covered.entry((hypothesis.run, hypothesis.at)).or_insert(0)
                };
                *alike += 1;
                if *alike > if hypothesis.ended() { ENDED } else { INSIDE } {
                    continue;
                }
                kept += 1;
                let parent = arena.len() as u32;
                arena.push(hypothesis);
                let from = (usize::from(hypothesis.run.0), usize::from(hypothesis.run.1));
                let tokens = if hypothesis.ended() {
                    fresh.get_or_insert_with(|| {
                        let tokens = starts[from.0].get_or_insert_with(|| self.run_starts(from.0));
                        affordable(tokens, &tops)
                    })
                } else {
                    inside
                        .entry((hypothesis.run, hypothesis.at))
                        .or_insert_with(|| {
                            let mut out = Vec::new();
                            self.reader
                                .read(usize::from(hypothesis.at), from, 0.0, &mut out);
                            affordable(&out, &tops)
                        })
                };
                for Offer {
                    need,
                    future,
                    token,
                } in &*tokens
                {
                    if hypothesis.score < *need {
                        break;
                    }
                    let reached = read + usize::from(token.units);
                    let floor = width.bound.max(tops[reached] - width.margin) + future;
                    let mut next = self.follow(&hypothesis, token, known);
                    if next.score - token.least < floor {
                        continue;
                    }
                    self.speak(&mut next, hypothesis.step.token.what, known);
                    next.parent = parent;
                    if reached == n {
                        if let Some(after) = self.means.context.after {
                            next.score += self.language(next.words, after, known);
                        }
                        if best.is_none_or(|best| next.score > best.score) {
                            best = Some(next);
                        }
                        continue;
                    }
                    next.total = next.score - future;
                    if next.score >= floor {
                        tops[reached] = tops[reached].max(next.total);
                        buckets[reached].push(next);
                    }
                }
            }
        }
        let mut last = best?;
        let mut reading = Reading {
            steps: vec![last.step],
            score: last.score,
        };
        while let Some(parent) = arena.get(last.parent as usize) {
            if parent.step.token.what != What::Nothing {
                reading.steps.push(parent.step);
            }
            last = *parent;
        }
        reading.steps.reverse();
        Some(reading)
    }

    /// The tokens with which a run can begin that ends at `end`.
    fn run_starts(&self, end: usize) -> Vec<Token> {
        let mut out = Vec::new();
        for start in (0..end).rev() {
            let cut = if start == 0 { 0.0 } else { self.cuts[start] };
            if cut < NEVER {
                let torn = if self.units[start].torn {
                    self.means.costs.torn_start
                } else {
                    0.0
                };
                self.reader.read(start, (start, end), cut + torn, &mut out);
            }
            if self.units[start].border {
                break;
            }
        }
        out
    }

    /// What the units before each place will cost, roughly: the line is read in its own order, and
    /// each word is taken to follow whichever of its two neighbours predicts it better (in a run
    /// that is the one before it, between runs of one word the one after it). The costs are shared
    /// out over the letters.
    fn estimate(&self) -> Vec<f32> {
        let reader = &self.reader;
        let n = self.units.len();
        let tears = self.units.iter().any(|u| u.torn);
        let mut best: Vec<(f32, usize, Option<Token>)> = vec![(f32::INFINITY, 0, None); n + 1];
        best[0].0 = 0.0;
        for start in 0..n {
            if best[start].0.is_infinite() {
                continue;
            }
            for token in reader.whole(start) {
                let end = start + usize::from(token.units);
                let naked = token.what.is_word()
                    && self
                        .units
                        .get(end)
                        .is_some_and(|u| u.spaces == 0 && u.kind == Kind::Letter);
                let cost = token.cost
                    + if naked { NAKED } else { 0.0 }
                    + match token.what {
                        What::Word => -self.means.model.unigram(token.word).ln() * 0.7,
                        What::Unknown => UNKNOWN_WORD,
                        What::Number => NUMERAL,
                        What::Latin => PHRASE,
                        _ => MARK,
                    };
                if best[start].0 + cost < best[end].0 {
                    best[end] = (best[start].0 + cost, start, Some(*token));
                }
            }
            if self.units[start].kind == Kind::Letter {
                let end = reader.word_end(start, n);
                for end in start + 1..=end {
                    let torn = self.units[start].torn
                        || tears && self.units.get(end).is_none_or(|u| u.torn);
                    let cost = (FRAGMENT + FRAGMENT_LETTER * (end - start) as f32)
                        * if torn { 0.5 } else { 1.0 };
                    if best[start].0 + cost < best[end].0 {
                        best[end] = (best[start].0 + cost, start, None);
                    }
                }
            }
        }
        let mut path = Vec::new();
        let mut end = n;
        while end > 0 {
            let (cost, start, token) = best[end];
            path.push((start, end, cost - best[start].0, token));
            end = start;
        }
        path.reverse();
        let word = |index: usize| {
            path.get(index)
                .and_then(|(.., token)| token.filter(|t| t.what == What::Word))
        };
        let mut share = vec![0.0f32; n + 1];
        for (index, &(start, end, cost, token)) in path.iter().enumerate() {
            let cost = match token.filter(|t| t.what == What::Word) {
                Some(token) => {
                    let after = |other: Option<Token>| {
                        other.map_or(f32::NEG_INFINITY, |o| {
                            let context = self.means.model.context_of_one(o.word);
                            self.weighted(
                                self.means.model.after(&context, token.word),
                                o.word,
                                token.word,
                            )
                        })
                    };
                    let alone = self.means.model.unigram(token.word).ln() * 0.7;
                    let likely = alone
                        .max(after(index.checked_sub(1).and_then(word)))
                        .max(after(word(index + 1)));
                    (cost + alone - likely).min(NAKED_AT_MOST - likely) + STEP
                }
                None => cost,
            };
            for at in start..end {
                share[at + 1] = cost / (end - start) as f32;
            }
        }
        for at in 0..n {
            share[at + 1] += share[at];
        }
        share
    }

    /// The hypothesis that reads `token` after `from`, before the language model has spoken.
    fn follow(&self, from: &Hypothesis, token: &Token, known: &mut Known) -> Hypothesis {
        let mut score = from.score - token.cost;
        let mut join = Join::Space;
        let (mut pace, mut in_run) = (from.pace, from.in_run);
        if from.step.token.what != What::Nothing {
            let new_run = from.ended();
            let (cost, how) = if new_run {
                let space = self
                    .units
                    .get(usize::from(from.run.0))
                    .is_some_and(|u| u.spaces > 0);
                self.cut(from, token, space, known)
            } else {
                self.uncut(from, token, known)
            };
            score -= cost;
            join = how;
            if new_run {
                pace = pace.after(in_run);
                in_run = 0;
            }
        }
        if token.count > 1 {
            pace = pace.after(in_run + 1);
            in_run = 0;
        }
        Hypothesis {
            step: Step {
                token: *token,
                join,
            },
            words: from.words,
            score,
            total: score,
            pace,
            in_run,
            parent: 0,
            run: token.run,
            at: token.at,
        }
    }

    /// Adds what the language model says of the token that `next` has just read after a token of
    /// kind `before`.
    fn speak(&self, next: &mut Hypothesis, before: What, known: &mut Known) {
        let token = next.step.token;
        let words = next.words;
        next.words = [words[1], token.word];
        match token.what {
            What::Word => {
                next.score += self.language(words, token.word, known);
                next.in_run = (next.in_run + 1).min(2);
            }
            What::Unknown => {
                next.score += self.language(words, UNKNOWN, known);
                next.in_run = (next.in_run + 1).min(2);
            }
            What::Number | What::Latin => {
                next.score += self.foreign(words, &token, before, known);
            }
            _ if token.word == SENTENCE => {
                next.score += 0.7 * self.language(words, SENTENCE, known);
                next.words = [SENTENCE; 2];
            }
            _ if token.word == COMMA => {
                next.score += 0.7 * self.language(words, COMMA, known);
            }
            _ => next.words = words,
        }
    }

    /// Log probabilities of a space and of a ZWNJ between two words.
    fn joins(&self, a: Word, b: Word, known: &mut Known) -> (f32, f32) {
        *known.joins.entry(memory::pair(a, b)).or_insert_with(|| {
            let joined = self.means.model.joined(a, b);
            ((1.0 - joined).ln(), joined.ln())
        })
    }

    /// Cost of going on in another run, and how the token then hangs on the one before.
    fn cut(&self, from: &Hypothesis, token: &Token, space: bool, known: &mut Known) -> (f32, Join) {
        let before = from.step.token.what;
        let prices = self.means.prices;
        let pause = prices.at_space(from.pace, from.in_run, true);
        let last = token.run.0 == 0;
        if before.is_word() && token.what.is_word() {
            let (apart, joined) = self.joins(from.words[1], token.word, known);
            return cheaper(
                pause + prices.evidence(Place::Space, space, last) - apart,
                ALWAYS + prices.evidence(Place::Joiner, space, last) - joined,
            );
        }
        let cost = match (before, token.what) {
            (_, What::Closing) if token.word == COMMA => 3.0,
            (_, What::Closing) => 0.9,
            (What::Closing, what) if what.is_word() && from.words[1] == COMMA => {
                pause + prices.evidence(Place::Space, space, last)
            }
            (What::Closing, what) if what.is_word() => pause + FLAT,
            (a, b) if a.is_foreign() || b.is_foreign() => 0.1,
            _ => pause.min(1.2),
        };
        (cost, Join::Space)
    }

    /// Cost of going on in the same run.
    fn uncut(&self, from: &Hypothesis, token: &Token, known: &mut Known) -> (f32, Join) {
        let before = from.step.token.what;
        let first = &self.units[usize::from(token.pieces[0].0)];
        let costs = self.means.costs;
        let stay = self.means.prices.at_space(from.pace, from.in_run, false);
        let glued = first.spaces == 0;
        if before.is_word() && token.what.is_word() {
            if first.joiner {
                return (0.0, Join::Joiner);
            }
            let (apart, joined) = self.joins(from.words[1], token.word, known);
            if !glued {
                return (
                    stay,
                    if joined > -0.1 {
                        Join::Joiner
                    } else {
                        Join::Space
                    },
                );
            }
            return cheaper(costs.lost_space - apart, costs.lost_joiner - joined);
        }
        let join = if glued { Join::Glued } else { Join::Space };
        let cost = match (before, token.what) {
            (_, What::Closing) if token.word == COMMA => 0.02,
            (_, What::Closing) => 0.5,
            (What::Closing, what) if what.is_word() => {
                stay + if glued { costs.lost_space / 2.0 } else { 0.0 }
            }
            (a, b) if a.is_foreign() && b.is_word() || a.is_word() && b.is_foreign() => {
                costs.uncut_number
            }
            (What::Number, _) | (_, What::Number) => self.means.costs.uncut_number * 0.4,
            (a, b) if a.is_foreign() || b.is_foreign() => 0.5,
            _ if glued => 0.3,
            _ => stay * 0.7,
        };
        (cost, join)
    }

    /// What a number or a Latin phrase costs here.
    fn foreign(&self, words: [Word; 2], token: &Token, before: What, known: &mut Known) -> f32 {
        match (token.what, words[1]) {
            (What::Latin, LATIN) => -0.7,
            (What::Latin, _) => -4.0,
            (_, LATIN) => -1.5,
            // A number at the start of the line that stood at its end: a heading's or list's number.
            _ if before == What::Nothing && self.leads(token) => HEADING,
            _ => self.language(words, NUMBER, known).max(-6.0),
        }
    }

    /// Whether a number at the end of the line is that of a heading: 4-1-.
    fn leads(&self, token: &Token) -> bool {
        let (first, end) = token.pieces[0];
        let last = &self.units[usize::from(end) - 1];
        usize::from(end) == self.units.len() && first > 0 && matches!(last.c, '-' | '–')
    }

    /// Log probability of `word` after `words`: language model and memory, weighted.
    fn language(&self, words: [Word; 2], word: Word, known: &mut Known) -> f32 {
        // Words take 16 bits.
        let key = u64::from(words[0]) << 40 | u64::from(words[1]) << 20 | u64::from(word);
        let contexts = &mut known.contexts;
        *known.language.entry(key).or_insert_with(|| {
            let context = contexts
                .entry(key >> 20)
                .or_insert_with(|| self.means.model.context(words));
            self.weighted(self.means.model.after(context, word), words[1], word)
        })
    }

    /// A probability of the model with what the memory says of the pair mixed in, as a weighted
    /// logarithm.
    fn weighted(&self, general: f32, before: Word, word: Word) -> f32 {
        let mixed = match self
            .means
            .memory
            .probability(before, word, self.means.context.own)
        {
            Some(here) => general + self.means.costs.memory * (here - general),
            None => general,
        };
        mixed.max(1e-12).ln() * self.means.costs.language
    }
}
