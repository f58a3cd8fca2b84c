//! A hit as a person reads it.
//!
//! ```text
//! china.txt:180-196  body  p. 118  7.31
//! جایگاه دیپلماسی سایبری چین
//! 4 بررسی دیپلماسی سایبری چین › 4-1 اهداف › 4-1-1 قدرت هنجاری
//!     the passage, wrapped, its matches marked
//!     cyber sovereignty = حاکمیت سایبری      where the glossary led to a match
//! ```
//!
//! The first line is all left to right, so that path and line can be copied; Persian and English
//! stand on lines of their own, which keeps them readable in terminals that do not reorder text and
//! in those that do.

use super::output::Output;
use crate::error::Result;
use crate::search::Hit;
use crate::text::letters::{Class, letter};
use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthChar;

const PATH: Style = AnsiColor::Magenta.on_default();
const DIM: Style = Style::new().dimmed();
const TITLE: Style = Style::new().bold();
const SECTION: Style = AnsiColor::Cyan.on_default();
const MATCH: Style = AnsiColor::Red.on_default().bold();

const LEFT_TO_RIGHT: char = '\u{2066}';
const RIGHT_TO_LEFT: char = '\u{2067}';
const END_OF_ISOLATE: char = '\u{2069}';

/// Widest text, in columns: longer lines are hard to read.
const WIDEST: usize = 100;
/// What stands before each line of a passage.
const INDENT: &str = "    ";

/// How to show hits.
pub struct View {
    /// Columns to wrap at; none to leave a passage on one line.
    pub width: Option<usize>,
    /// Whether to put isolates around lines of text.
    pub isolates: bool,
}

impl View {
    /// The view that suits an output: wrapped to the terminal, or unwrapped in a pipe.
    pub fn of(output: &Output, isolates: bool) -> View {
        let width = output.terminal.then(|| {
            let columns = terminal_size::terminal_size().map_or(80, |(w, _)| usize::from(w.0));
            columns.clamp(30, WIDEST)
        });
        View { width, isolates }
    }
}

/// Writes a hit.
///
/// # Errors
/// When standard output is closed.
pub fn hit(output: &mut Output, view: &View, hit: &Hit) -> Result<()> {
    let place = format!("{}:{}-{}", hit.document.path, hit.lines.0, hit.lines.1);
    let mut about = format!("  {}", hit.kind.name());
    let number = hit.page.map(|page| page.to_string());
    if let Some(page) = number.or_else(|| hit.page_label.clone()) {
        about += &format!("  p. {page}");
    }
    about += &format!("  {:.2}", hit.score);
    self::place(output, &place, &about)?;
    if let Some(title) = &hit.document.title {
        self::title(output, view, title)?;
    }
    section(output, view, &hit.section)?;
    let all = hit.matches.iter().chain(&hit.translations);
    let mut marks: Vec<(usize, usize)> = all.map(|m| (m.start, m.end)).collect();
    marks.sort_unstable();
    text(output, view, &hit.text, &marks)?;
    if let Some(line) = translated(hit) {
        let line = isolated(&line, &line, view);
        output.line(&output.styled(DIM, &format!("{INDENT}{line}")))?;
    }
    for part in hit.explain.iter().flatten() {
        let line = format!("{INDENT}{:>8.4}  {}", part.score, part.part);
        output.line(&output.styled(DIM, &line))?;
    }
    Ok(())
}

/// Writes where a passage stands, and what it is.
pub fn place(output: &mut Output, place: &str, about: &str) -> Result<()> {
    output.line(&format!(
        "{}{}",
        output.styled(PATH, place),
        output.styled(DIM, about)
    ))
}

/// Writes a title.
pub fn title(output: &mut Output, view: &View, title: &str) -> Result<()> {
    output.line(&output.styled(TITLE, &isolated(title, title, view)))
}

/// Writes the path of a section, if there is one.
pub fn section(output: &mut Output, view: &View, path: &[String]) -> Result<()> {
    if path.is_empty() {
        return Ok(());
    }
    let path = path.join(" › ");
    output.line(&output.styled(SECTION, &isolated(&path, &path, view)))
}

/// Writes a passage, its marks (character ranges, in order) set off.
pub fn text(output: &mut Output, view: &View, whole: &str, marks: &[(usize, usize)]) -> Result<()> {
    for line in wrap(whole, marks, view.width.map(|w| w - INDENT.len())) {
        let mut text = String::new();
        for (piece, marked) in line {
            if marked {
                text += &output.styled(MATCH, &piece);
            } else {
                text += &piece;
            }
        }
        output.line(&format!("{INDENT}{}", isolated(&text, whole, view)))?;
    }
    Ok(())
}

/// What the glossary led to, with the words of the query for which it stands: each pair once.
fn translated(hit: &Hit) -> Option<String> {
    let mut pairs: Vec<String> = Vec::new();
    for found in &hit.translations {
        let Some(via) = &found.via else { continue };
        let text = hit.text.chars().skip(found.start);
        let text: String = text.take(found.end - found.start).collect();
        let pair = format!("{via} = {text}");
        if !pairs.contains(&pair) {
            pairs.push(pair);
        }
    }
    (!pairs.is_empty()).then(|| pairs.join("; "))
}

/// A line between an isolate and its end: a terminal that reorders text then gives it the direction
/// of the whole text it is a line of, whatever letter it begins with.
fn isolated(line: &str, whole: &str, view: &View) -> String {
    if !view.isolates {
        return line.to_owned();
    }
    let mut letters = whole.chars().map(|c| letter(c).class);
    let isolate = match letters.find(|c| matches!(c, Class::Arabic | Class::Latin)) {
        Some(Class::Arabic) => RIGHT_TO_LEFT,
        _ => LEFT_TO_RIGHT,
    };
    format!("{isolate}{line}{END_OF_ISOLATE}")
}

/// Pieces of a line with whether each is marked.
type Line = Vec<(String, bool)>;

/// Breaks a text into lines of at most `width` columns at spaces, keeping its marks (character
/// ranges, in order). Without a width it stays one line.
fn wrap(text: &str, marks: &[(usize, usize)], width: Option<usize>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut line: Line = Vec::new();
    let mut columns = 0;
    let mut at = 0;
    for word in text.split_inclusive(' ') {
        let word_columns: usize = word
            .trim_end()
            .chars()
            .filter_map(UnicodeWidthChar::width)
            .sum();
        if width.is_some_and(|w| columns > 0 && columns + word_columns > w) {
            trim_end(&mut line);
            lines.push(std::mem::take(&mut line));
            columns = 0;
        }
        for c in word.chars() {
            let marked = marks
                .iter()
                .any(|(start, end)| (*start..*end).contains(&at));
            match line.last_mut() {
                Some((piece, kind)) if *kind == marked => piece.push(c),
                _ => line.push((c.to_string(), marked)),
            }
            columns += c.width().unwrap_or(0);
            at += 1;
        }
    }
    trim_end(&mut line);
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

fn trim_end(line: &mut Line) {
    if let Some((piece, _)) = line.last_mut() {
        piece.truncate(piece.trim_end().len());
        if piece.is_empty() {
            line.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_spaces_and_marks_survive() {
        let lines = wrap("one two three four", &[(4, 13)], Some(9));
        let shown: Vec<Vec<(&str, bool)>> = lines
            .iter()
            .map(|l| l.iter().map(|(p, m)| (p.as_str(), *m)).collect())
            .collect();
        assert_eq!(
            shown,
            [
                vec![("one ", false), ("two", true)],
                vec![("three", true)],
                vec![("four", false)]
            ]
        );
    }

    #[test]
    fn zwnj_takes_no_column_and_long_words_stay_whole() {
        let lines = wrap("می‌شود می‌شود averyverylongword x", &[], Some(11));
        let shown: Vec<String> = lines
            .iter()
            .map(|l| l.iter().map(|p| p.0.as_str()).collect())
            .collect();
        assert_eq!(shown, ["می‌شود می‌شود", "averyverylongword", "x"]);
        assert_eq!(wrap("a b", &[], None).len(), 1);
        assert!(wrap("", &[], None).is_empty());
    }
}
