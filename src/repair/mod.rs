//! Undoing what PDF extraction did to text, line by line, with evidence.
//!
//! A file a kind of damage. What stands here is the first storey: spelling damage that a line shows
//! by itself (`spelling`) and words broken at line ends ([`line_ends`]). A kind that needs a
//! language model takes its place as a further step in [`repair`], between detection and spelling;
//! nothing outside this room knows which steps there are.
//!
//! Law 3: the letters and digits of a line come out as they went in, except where a named repair
//! drops or respells them; clean lines come out unchanged, byte for byte.

pub mod line_ends;
mod spelling;

use crate::text::{Line, SourceText, Traced};
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
    /// Stand-ins for ZWNJ (`¬`) turned into ZWNJ.
    pub joiners: usize,
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
}

/// Repairs a document. Takes the text whole, because most documents need nothing and pass through
/// without a copy.
pub fn repair(raw: SourceText) -> Repaired {
    let suspicions: Vec<Suspicion> = raw.line_texts().map(Suspicion::of).collect();
    if !suspicions.iter().any(|s| s.any()) {
        let verdicts = vec![Verdict::Clean; raw.lines.len()];
        return Repaired {
            text: raw,
            verdicts,
            counts: Counts::default(),
        };
    }
    let mut spelling = Spelling::of_document(&raw);
    let mut out = Repaired {
        text: SourceText {
            traced: Traced::empty_like(&raw.traced),
            lines: Vec::with_capacity(raw.lines.len()),
        },
        verdicts: Vec::with_capacity(raw.lines.len()),
        counts: Counts::default(),
    };
    for (index, suspicion) in suspicions.into_iter().enumerate() {
        let line = &raw.lines[index];
        let start = out.text.traced.text.len();
        let verdict = if suspicion.any() {
            spelling.line(
                &raw.traced,
                line.range.clone(),
                suspicion,
                &mut out.text.traced,
            )
        } else {
            out.text.traced.append(&raw.traced, line.range.clone());
            Verdict::Clean
        };
        out.text.lines.push(Line {
            range: start..out.text.traced.text.len(),
            ..line.clone()
        });
        out.text.traced.append_inserted("\n");
        out.verdicts.push(verdict);
    }
    out.counts = spelling.counts;
    out
}

/// The document as it stands, for `--no-repair`.
pub fn leave(raw: SourceText) -> Repaired {
    Repaired {
        verdicts: vec![Verdict::Clean; raw.lines.len()],
        text: raw,
        counts: Counts::default(),
    }
}
