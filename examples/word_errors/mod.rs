//! How word errors of repaired lines are counted: by `repair_report` and `tests/repair.rs` alike.
//!
//! Words are compared without punctuation, with digits folded, once without ZWNJ and once with it;
//! an error is a word inserted, deleted or replaced (Levenshtein). The same counting as the scorer
//! beside the gold lines does.

use kavosh::error::Error;
use kavosh::index::lessons;
use kavosh::lexicon::model::{model, spell};
use kavosh::repair::{Repaired, look, repair, repair_with};
use kavosh::text::{SourceText, edits};
use std::path::Path;

const ZWNJ: char = '\u{200c}';

/// Errors and lines counted.
#[derive(Debug, Default)]
pub struct Score {
    /// Lines.
    pub lines: usize,
    /// Words of the true lines.
    pub words: usize,
    /// Errors in them.
    pub errors: usize,
    /// The same where a ZWNJ counts.
    pub joined_words: usize,
    /// The same where a ZWNJ counts.
    pub joined_errors: usize,
    /// Lines without an error.
    pub exact: usize,
    /// Lines that had no error before the repair, ZWNJ counted.
    pub undamaged: usize,
    /// Of these, those that have one after it.
    pub undamaged_changed: usize,
}

impl Score {
    /// Counts a line as it was, as it should be and as it came out, and returns its errors.
    pub fn add(&mut self, raw: &str, gold: &str, got: &str) -> usize {
        let (gold_words, got_words) = (words(gold, false), words(got, false));
        let (gold_joined, got_joined) = (words(gold, true), words(got, true));
        let errors = edits(&gold_words, &got_words);
        let joined_errors = edits(&gold_joined, &got_joined);
        let undamaged = words(raw, true) == gold_joined;
        self.lines += 1;
        self.words += gold_words.len();
        self.errors += errors;
        self.joined_words += gold_joined.len();
        self.joined_errors += joined_errors;
        self.exact += usize::from(errors == 0);
        self.undamaged += usize::from(undamaged);
        self.undamaged_changed += usize::from(undamaged && joined_errors > 0);
        errors
    }

    /// Word error rate.
    pub fn wer(&self) -> f64 {
        share(self.errors, self.words)
    }

    /// Word error rate where a ZWNJ counts.
    pub fn joined_wer(&self) -> f64 {
        share(self.joined_errors, self.joined_words)
    }

    /// Share of the lines without an error.
    pub fn exact_share(&self) -> f64 {
        share(self.exact, self.lines)
    }
}

fn share(n: usize, of: usize) -> f64 {
    n as f64 / of.max(1) as f64
}

/// A line of a paper and its transcription.
pub struct GoldLine {
    /// The paper.
    pub file: String,
    /// Its line, from 1.
    pub number: usize,
    /// What kind of line it is.
    pub kind: String,
    /// The line as it stands.
    pub raw: String,
    /// What the printed page said.
    pub clean: String,
}

/// Reads a table of gold lines.
pub fn gold_lines(table: &str) -> Result<Vec<GoldLine>, String> {
    table
        .lines()
        .skip(1)
        .map(|row| {
            let columns: Vec<&str> = row.split('\t').collect();
            let [file, number, kind, raw, clean] = columns[..] else {
                return Err(format!("five columns wanted: {row}"));
            };
            let number = number
                .parse()
                .ok()
                .filter(|n| *n > 0)
                .ok_or_else(|| format!("no number of a line: {row}"))?;
            Ok(GoldLine {
                file: file.to_owned(),
                number,
                kind: kind.to_owned(),
                raw: raw.to_owned(),
                clean: clean.to_owned(),
            })
        })
        .collect()
}

/// Repairs a text as a whole and returns its lines.
pub fn repaired(text: &str) -> Vec<String> {
    lines(&repair(source(text)))
}

/// Repairs a text as a whole with what the papers of an index teach, and returns its lines.
pub fn taught(text: &str, index: &Path) -> Result<Vec<String>, Error> {
    let source = source(text);
    let lessons = lessons(index, &source)?;
    let seen = look(&source);
    Ok(lines(&repair_with(source, seen, &lessons, false)))
}

fn source(text: &str) -> SourceText {
    let mut source = SourceText::default();
    for (number, line) in (1..).zip(text.split('\n')) {
        let start = source.traced.text.len();
        source.traced.append_inserted(line.trim_end_matches('\r'));
        source.end_line(start, number, Default::default());
    }
    source
}

fn lines(repaired: &Repaired) -> Vec<String> {
    repaired.text.line_texts().map(str::to_owned).collect()
}

/// A clean text with its affixes joined (می شود → می‌شود), as repair writes them: whether a text has a
/// space there is its writer's habit and tells nothing about repair.
pub fn joined(text: &str) -> String {
    let model = model();
    let word = |piece: &str| {
        let last = piece.rsplit(ZWNJ).next().unwrap_or(piece);
        spell(last).and_then(|letters| model.find(&letters))
    };
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let mut before = None;
        for piece in line.split(' ') {
            let here = word(piece.split(ZWNJ).next().unwrap_or(piece));
            if let (Some(first), Some(second)) = (before, here)
                && model.joined(first, second) > 0.5
                && out.ends_with(' ')
            {
                out.pop();
                out.push(ZWNJ);
            }
            out.push_str(piece);
            out.push(' ');
            before = word(piece);
        }
        out.truncate(out.trim_end_matches(' ').len());
        out.push('\n');
    }
    out
}

/// The words of a line as they are compared.
pub fn words(text: &str, with_joiners: bool) -> Vec<String> {
    let mut folded = String::new();
    for c in text.chars() {
        match c {
            'ي' | 'ى' | 'ئ' => folded.push('ی'),
            'ك' => folded.push('ک'),
            'ۀ' | 'ة' | 'ۂ' => folded.push('ه'),
            'أ' | 'إ' => folded.push('ا'),
            'ؤ' => folded.push('و'),
            '۰'..='۹' => folded.push((b'0' + (c as u32 - '۰' as u32) as u8) as char),
            '٠'..='٩' => folded.push((b'0' + (c as u32 - '٠' as u32) as u8) as char),
            '\u{64b}'..='\u{655}' | '\u{640}' | '\u{670}' | '\u{200e}' | '\u{200f}' => {}
            ZWNJ if with_joiners => folded.push(c),
            ZWNJ => {}
            c if c.is_alphanumeric() || c == '_' => folded.extend(c.to_lowercase()),
            _ => folded.push(' '),
        }
    }
    folded
        .split(' ')
        .map(|word| word.trim_matches(ZWNJ).to_owned())
        .filter(|word| !word.is_empty())
        .collect()
}
