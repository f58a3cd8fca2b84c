//! Undoing what PDF extraction did to text, line by line, with evidence.
//!
//! A folder or file a kind of damage: spelling damage that a line shows by itself (`spelling`),
//! lines torn into runs and emitted in the wrong order ([`order`]), ligatures that came out alef
//! first ([`lam_alef`]), words without the space between them ([`glued`]), years whose digits were
//! reversed ([`years`]), words broken at line ends ([`line_ends`]). Nothing outside this room knows
//! which steps there are. What other documents teach comes in as [`lessons`].
//!
//! Law 3: the letters and digits of a line come out as they went in, except where a named repair
//! drops, respells or restores them; clean lines come out unchanged, byte for byte.

pub mod glued;
pub mod lam_alef;
pub mod lessons;
pub mod line_ends;
pub mod order;
mod spelling;
pub mod years;

use crate::text::{Line, SourceText, Traced};
use lessons::Lessons;
pub use order::detect::Look;
use spelling::{Spelling, Suspicion};

/// What repair says of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing to repair.
    #[default]
    Clean,
    /// Something was repaired, and the line can be trusted.
    Repaired,
    /// The line shows damage that could not be undone with confidence.
    Unsure,
}

impl Verdict {
    /// The word for it in the output of `kavosh repair`.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Clean => "clean",
            Verdict::Repaired => "repaired",
            Verdict::Unsure => "unsure",
        }
    }
}

/// How often each repair was made in a document, in characters unless said otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Tatweels dropped from inside words.
    pub tatweel: usize,
    /// Arabic and other letters respelled as the Persian ones.
    pub letters: usize,
    /// Arabic digits respelled as the Persian ones.
    pub digits: usize,
    /// Presentation forms turned into letters.
    pub forms: usize,
    /// Invisible marks (bidi controls, soft hyphens, byte order marks) dropped.
    pub marks: usize,
    /// Stand-ins for ZWNJ (`¬`, soft hyphens between Persian letters) turned into ZWNJ.
    pub joiners: usize,
    /// Lam-alefs that stood alef first.
    pub lam_alefs: usize,
    /// Years turned whose digits stood last to first.
    pub years: usize,
    /// What restoring the order of lines did.
    pub order: order::Counts,
}

/// A document after repair.
#[derive(Clone, Debug, Default)]
pub struct Repaired {
    /// The text, its lines one for one those that went in.
    pub text: SourceText,
    /// What was found of each line.
    pub verdicts: Vec<Verdict>,
    /// What was done.
    pub counts: Counts,
    /// Why each line was read as it was, if that was asked for and the document was torn.
    pub explanations: Vec<Option<order::Explanation>>,
}

/// Counts changes of what repair makes of a text.
const VERSION: u32 = 7;

/// What repair depends on, for the fingerprint of an index: its own version and the language model.
pub fn version() -> String {
    format!("{VERSION}-{}", crate::lexicon::model::model().version())
}

/// Looks at a document before it is repaired. Only Persian lines are put in order.
pub fn look(raw: &SourceText) -> Look {
    let mut seen = order::detect::look(raw);
    seen.damage = seen.damage.filter(|_| spelling::is_persian(raw));
    seen
}

/// Repairs a document by itself. Takes the text whole, because most documents need nothing and pass
/// through without a copy.
pub fn repair(raw: SourceText) -> Repaired {
    let seen = look(&raw);
    repair_with(raw, seen, &Lessons::default(), false)
}

/// Repairs a document that was looked at, with what others taught; if asked to `explain`, says of each
/// line why it was read as it was.
pub fn repair_with(raw: SourceText, seen: Look, lessons: &Lessons, explain: bool) -> Repaired {
    let spelled = respell(raw, seen.is_torn());
    if let Some(damage) = seen.damage {
        return years::restore(order::restore(spelled, damage, lessons, explain));
    }
    let mut out = spelled;
    if lam_alef::is_swapped(&out.text) && spelling::is_persian(&out.text) {
        out = lam_alef::restore(out);
    }
    if seen.unknown && spelling::is_persian(&out.text) && glued::is_glued(&out.text) {
        out = glued::restore(out);
    }
    years::restore(out)
}

/// The first step: what a line shows by itself. Tatweels stay if a later step reads what they tell.
fn respell(raw: SourceText, keep_tatweel: bool) -> Repaired {
    let suspicions: Vec<Suspicion> = raw.line_texts().map(Suspicion::of).collect();
    if !suspicions.iter().any(|s| s.any()) {
        let verdicts = vec![Verdict::Clean; raw.lines.len()];
        return Repaired {
            text: raw,
            verdicts,
            counts: Counts::default(),
            explanations: Vec::new(),
        };
    }
    let mut spelling = Spelling::of_document(&raw, keep_tatweel);
    let mut out = Repaired::empty_like(&raw);
    for (index, suspicion) in suspicions.into_iter().enumerate() {
        let line = raw.lines[index].clone();
        let range = line.range.clone();
        let verdict = out.line(line, |text| {
            if suspicion.any() {
                return spelling.line(&raw.traced, range, suspicion, text);
            }
            text.append(&raw.traced, range);
            Verdict::Clean
        });
        out.verdicts.push(verdict);
    }
    out.counts = spelling.counts;
    out
}

impl Repaired {
    /// Nothing yet, to be filled with the lines of a document one for one.
    fn empty_like(raw: &SourceText) -> Repaired {
        let mut traced = Traced::empty_like(&raw.traced);
        traced.text.reserve(raw.traced.text.len());
        traced.spans.reserve(raw.traced.spans.len());
        Repaired {
            text: SourceText {
                traced,
                lines: Vec::with_capacity(raw.lines.len()),
            },
            verdicts: Vec::with_capacity(raw.lines.len()),
            counts: Counts::default(),
            explanations: Vec::new(),
        }
    }

    /// Adds the line that `write` appends in place of `line`, and returns what it says of it.
    fn line(&mut self, line: Line, write: impl FnOnce(&mut Traced) -> Verdict) -> Verdict {
        let start = self.text.traced.text.len();
        let verdict = write(&mut self.text.traced);
        self.text.lines.push(Line {
            range: start..self.text.traced.text.len(),
            ..line
        });
        self.text.traced.append_inserted("\n");
        verdict
    }
}

/// The document as it stands, for `--no-repair`.
pub fn leave(raw: SourceText) -> Repaired {
    Repaired {
        verdicts: vec![Verdict::Clean; raw.lines.len()],
        text: raw,
        counts: Counts::default(),
        explanations: Vec::new(),
    }
}
