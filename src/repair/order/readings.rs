//! The tokens that can be read from a place of a scattered line: words whole, words torn over two or
//! three runs, unknown words, numbers, Latin phrases and marks.

use super::costs::{Costs, LineEnd, Place, Prices};
use super::memory::Names;
use super::units::{Kind, Unit};
use crate::lexicon::model::{self, Model, Word};

/// A cost that forbids.
pub const NEVER: f32 = 1e6;

/// Nats by which a context makes a word likelier, at most as a rule.
const CONTEXT: f32 = 7.0;

/// Cost of a torn word, with that of what it leaves broken, at which it is not read.
const HOPELESS: f32 = 17.0;

/// Cost of a word of one letter other than و.
const SINGLE: f32 = 3.0;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum What {
    /// The start of the line.
    Nothing,
    /// A known word.
    Word,
    /// A word that no list knows.
    Unknown,
    /// A number.
    Number,
    /// A Latin phrase.
    Latin,
    /// A mark that stands after what it belongs to: . ، : ؛ ) »
    Closing,
    /// Any other mark.
    Mark,
}

impl What {
    /// Whether the token is a Persian word.
    pub fn is_word(self) -> bool {
        matches!(self, What::Word | What::Unknown)
    }

    /// Whether the token is a number or a Latin phrase.
    pub fn is_foreign(self) -> bool {
        matches!(self, What::Number | What::Latin)
    }
}

/// A stretch of units, first and one past the last.
pub type Piece = (u16, u16);

/// A token that can be read next, and where reading stands then: at unit `at` of the run `run`.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// Its number in the language model.
    pub word: Word,
    /// What it is.
    pub what: What,
    /// The units it is read from, in reading order.
    pub pieces: [Piece; 3],
    /// How many of them there are.
    pub count: u8,
    /// The alef before which a lost lam is read, or `u16::MAX`.
    pub lam: u16,
    /// Units read.
    pub units: u16,
    /// Costs of spelling and of cuts inside it.
    pub cost: f32,
    /// The least that the language model is expected to add to it.
    pub least: f32,
    /// The run in which reading goes on.
    pub run: Piece,
    /// The unit at which it goes on; the end of the run if a new run is to be begun.
    pub at: u16,
}

impl Token {
    /// Its units in reading order.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces[..usize::from(self.count)]
    }
}

/// What tokens are read from.
pub struct Reader<'a> {
    /// The line.
    pub units: &'a [Unit],
    /// Cost of a run that begins at each unit, [`NEVER`] where none can.
    pub cuts: &'a [f32],
    /// Where the white space is that ended the line.
    pub line_end: LineEnd,
    /// The language model.
    pub model: &'a Model,
    /// The costs.
    pub costs: &'a Costs,
    /// The costs of cuts.
    pub prices: &'a Prices,
    /// The words of the document that no list knows.
    pub names: &'a Names,
    /// Code of lam in the model.
    lam: Option<u8>,
    /// Code of و in the model.
    and: Option<u8>,
    /// The first unit after each that cannot belong to the same written word.
    word_ends: Vec<usize>,
    /// What it costs that the words before each unit end there; zero before that is known.
    pub ending: Vec<f32>,
    /// Words half read, for use.
    open: Vec<Partial>,
}

/// A word half read.
#[derive(Clone, Copy)]
struct Partial {
    node: model::Node,
    at: usize,
    run: (usize, usize),
    pieces: [Piece; 3],
    done: usize,
    start: usize,
    units: usize,
    lam: u16,
    cost: f32,
}

impl<'a> Reader<'a> {
    /// Reads what does not depend on how the line is cut.
    pub fn new(
        units: &'a [Unit],
        cuts: &'a [f32],
        line_end: LineEnd,
        model: &'a Model,
        costs: &'a Costs,
        prices: &'a Prices,
        names: &'a Names,
    ) -> Self {
        let mut word_ends: Vec<usize> = (1..=units.len()).collect();
        for at in (1..units.len()).rev() {
            let unit = &units[at];
            if unit.kind == Kind::Letter && unit.spaces == 0 && !unit.torn && !unit.joiner {
                word_ends[at - 1] = word_ends[at];
            }
        }
        Reader {
            units,
            cuts,
            line_end,
            model,
            costs,
            prices,
            names,
            lam: model::letter('ل'),
            and: model::letter('و'),
            word_ends,
            open: Vec::new(),
            ending: vec![0.0; units.len() + 1],
        }
    }

    /// Adds the tokens that begin at unit `start` and end where its written word ends or before, in a
    /// run that goes on after it.
    pub fn whole(&mut self, start: usize, out: &mut Vec<Token>) {
        // A run without end: no word is torn. Nothing begins inside a number.
        if !self.units[start].inside {
            self.read(start, (0, usize::MAX), out);
        }
    }

    /// Adds the tokens that begin at unit `start` of the run `run` (first unit, one past the last).
    pub fn read(&mut self, start: usize, run: (usize, usize), out: &mut Vec<Token>) {
        let unit = &self.units[start];
        if unit.kind != Kind::Letter {
            if unit.end <= run.1 {
                out.push(self.token(self.foreign(start), run, unit.end, 0.0, (start, unit.end)));
            }
            return;
        }
        let whole = self.words(start, run, out);
        let end = self.word_end(start, run.1);
        if !whole {
            self.unknown(start, end, run, out);
        }
    }

    /// The cost of a word in a context that makes it as likely as contexts do.
    fn least(&self, word: Word) -> f32 {
        (self.model.surprise(word) - CONTEXT).max(0.0) * self.costs.language
    }

    /// The first unit after `start` that cannot belong to the same written word.
    pub fn word_end(&self, start: usize, limit: usize) -> usize {
        self.word_ends[start].min(limit).max(start + 1)
    }

    fn foreign(&self, at: usize) -> (What, Word) {
        let unit = &self.units[at];
        match unit.kind {
            Kind::Digit => (What::Number, model::NUMBER),
            Kind::Latin => (What::Latin, model::LATIN),
            _ => match unit.c {
                '.' | '؟' | '!' | '؛' | '?' | ';' => (What::Closing, model::SENTENCE),
                ':' => (What::Closing, model::COLON),
                '،' | ',' => (What::Closing, model::COMMA),
                _ => (What::Mark, model::UNKNOWN),
            },
        }
    }

    fn token(
        &self,
        (what, word): (What, Word),
        run: (usize, usize),
        at: usize,
        cost: f32,
        piece: (usize, usize),
    ) -> Token {
        Token {
            word,
            what,
            pieces: [(piece.0 as u16, piece.1 as u16), (0, 0), (0, 0)],
            count: 1,
            lam: u16::MAX,
            units: (piece.1 - piece.0) as u16,
            cost,
            least: 0.0,
            run: (run.0 as u16, run.1 as u16),
            at: at as u16,
        }
    }

    /// Known words, also torn ones; says whether the written word as it stands is one.
    fn words(&mut self, start: usize, run: (usize, usize), out: &mut Vec<Token>) -> bool {
        let mut whole = false;
        let mut open = std::mem::take(&mut self.open);
        open.push(Partial {
            node: Model::ROOT,
            at: start,
            run,
            pieces: [(0, 0); 3],
            done: 0,
            start,
            units: 0,
            lam: u16::MAX,
            cost: 0.0,
        });
        while let Some(mut part) = open.pop() {
            loop {
                if part.at > part.start
                    && let Some(word) = self.model.word(part.node)
                {
                    let mut pieces = part.pieces;
                    pieces[part.done] = (part.start as u16, part.at as u16);
                    whole |= part.done == 0 && part.at == self.word_end(start, run.1);
                    let less = if part.done > 0 && part.at == part.start + 1 {
                        self.cut_before_last(part.start, part.units - 1)
                    } else {
                        0.0
                    };
                    out.push(Token {
                        word,
                        what: What::Word,
                        pieces,
                        count: part.done as u8 + 1,
                        lam: part.lam,
                        units: part.units as u16,
                        cost: part.cost - less + self.single(&part),
                        least: self.least(word),
                        run: (part.run.0 as u16, part.run.1 as u16),
                        at: part.at as u16,
                    });
                }
                if part.at == part.run.1 {
                    self.go_on_in_next_run(&part, &mut open);
                    break;
                }
                let Some(unit) = self.units.get(part.at) else {
                    break;
                };
                let inside = part.at > part.start;
                if unit.kind != Kind::Letter
                    || inside && (unit.spaces > 0 || unit.torn || unit.joiner)
                {
                    break;
                }
                if let Some(lam) = self.lam
                    && self.may_have_lost_lam(unit)
                    && part.lam == u16::MAX
                    && let Some(node) = self.model.step(part.node, lam)
                    && let Some(node) = self.model.step(node, unit.letter)
                {
                    open.push(Partial {
                        node,
                        at: part.at + 1,
                        units: part.units + 1,
                        lam: part.at as u16,
                        cost: part.cost + self.costs.lam,
                        ..part
                    });
                }
                let Some(node) = self.model.step(part.node, unit.letter) else {
                    break;
                };
                part.node = node;
                part.at += 1;
                part.units += 1;
            }
        }
        self.open = open;
        whole
    }

    /// What a word of one letter costs besides: it is a label or, mostly, a piece of a torn word.
    fn single(&self, part: &Partial) -> f32 {
        let single = part.units == 1 && Some(self.units[part.start].letter) != self.and;
        if single { SINGLE } else { 0.0 }
    }

    /// The lam of a lam-alef is lost after a kashida, and only there.
    fn may_have_lost_lam(&self, unit: &Unit) -> bool {
        unit.c == 'ا' && !unit.stretch.is_empty()
    }

    /// A word that reaches the end of its run goes on at the start of the run before it in the line.
    fn go_on_in_next_run(&self, part: &Partial, open: &mut Vec<Partial>) {
        let end = part.run.0;
        if end == 0 || part.done >= 2 || part.at == part.start {
            return;
        }
        for start in (0..end).rev() {
            let unit = &self.units[start];
            if unit.kind == Kind::Letter
                && (self.model.step(part.node, unit.letter).is_some()
                    || self.may_have_lost_lam(unit))
            {
                let cost = part.cost + self.cut_inside(start, end, part.units);
                if cost + self.ending[start] < HOPELESS {
                    let mut pieces = part.pieces;
                    pieces[part.done] = (part.start as u16, part.at as u16);
                    open.push(Partial {
                        at: start,
                        start,
                        run: (start, end),
                        pieces,
                        done: part.done + 1,
                        cost,
                        ..*part
                    });
                }
            }
            if unit.border {
                break;
            }
        }
    }

    /// Cost of a word that goes on, after `read` letters, in the run from `start` to `end`, the one
    /// before it in the line.
    fn cut_inside(&self, start: usize, end: usize, read: usize) -> f32 {
        let torn = if self.units[start].torn {
            0.0
        } else {
            let spaces = self.units[end].spaces;
            let evidence = match start {
                0 => self
                    .prices
                    .evidence_at_last(Place::Word, spaces, self.line_end),
                _ => self.prices.evidence(Place::Word, spaces),
            };
            self.costs.inside_word[usize::from(read > 1)] + evidence
        };
        torn + self.cuts[start]
    }

    /// What a word costs less than [`cut_inside`](Self::cut_inside) said that was cut before its last
    /// letter, at unit `last`, after `read` letters.
    fn cut_before_last(&self, last: usize, read: usize) -> f32 {
        let [edge, inner] = self.costs.inside_word;
        if read > 1 && !self.units[last].torn {
            inner - edge
        } else {
            0.0
        }
    }

    /// The written word as it stands, and torn over two runs, where no list knows it.
    fn unknown(&self, start: usize, end: usize, run: (usize, usize), out: &mut Vec<Token>) {
        let letters = |from: usize, to: usize| self.units[from..to].iter().map(|u| u.letter);
        let mut word: Vec<u8> = letters(start, end).collect();
        let cost = |word: &[u8]| {
            let spelled = self.costs.unknown - self.model.unknown(word);
            let here = self.names.cost(word).unwrap_or(f32::INFINITY);
            self.costs.language * spelled.min(here)
        };
        out.push(self.token(
            (What::Unknown, model::UNKNOWN),
            run,
            end,
            cost(&word),
            (start, end),
        ));
        if end != run.1 || run.0 == 0 || end - start > 8 {
            return;
        }
        let known = word.len();
        for next in (0..run.0).rev() {
            let unit = &self.units[next];
            let cut = self.cut_inside(next, run.0, known);
            if unit.kind == Kind::Letter && cut + self.ending[next] < HOPELESS {
                let stop = self.word_end(next, run.0);
                word.truncate(known);
                word.extend(letters(next, stop));
                if stop - next <= 8 && word.len() >= 3 {
                    let less = match stop - next {
                        1 => self.cut_before_last(next, known),
                        _ => 0.0,
                    };
                    let mut token = self.token(
                        (What::Unknown, model::UNKNOWN),
                        (next, run.0),
                        stop,
                        cost(&word) + cut - less,
                        (start, end),
                    );
                    token.pieces[1] = (next as u16, stop as u16);
                    token.count = 2;
                    token.units = word.len() as u16;
                    out.push(token);
                }
            }
            if unit.border {
                break;
            }
        }
    }
}
