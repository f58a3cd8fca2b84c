//! The names that stand beside a year and make it a citation.

use super::Found;
use super::names_before::{self, Names};
use super::scan::{Scan, What};

/// The citation of the year at `at`, if names stand beside it.
pub fn with_names(
    scan: &Scan,
    at: usize,
    year: String,
    after: usize,
    last: Option<&Found>,
    known: &dyn Fn(&str) -> bool,
) -> Option<Found> {
    let left = Left::of(scan, at);
    let (page, end) = scan
        .page(after)
        .or_else(|| Some((left.page.clone()?, after)))
        .unwrap_or((String::new(), after));
    let found = |names: Names, end: usize| Found {
        tokens: names.tokens.start.min(at)..end.max(names.tokens.end),
        year_at: at,
        authors: names.authors,
        year: year.clone(),
        page: page.clone(),
        same: false,
    };
    // Another year of the same authors.
    if let Some(last) = last
        && last.tokens.end == left.end
        && left.end > 0
        && !left.brackets
    {
        let names = Names {
            tokens: last.tokens.end..last.tokens.end,
            authors: last.authors.clone(),
        };
        return Some(found(names, end));
    }
    let closed = (end..end + 3)
        .take_while(|i| matches!(scan.what(*i), Some(What::Mark(_))))
        .any(|i| scan.is_bracket(i));
    let turned = turned(scan, at, after);
    if let Some(names) = &turned
        && scan.before(left.end) != Some(What::Latin)
    {
        return Some(found(names.clone(), end));
    }
    match scan.before(left.end) {
        Some(What::Latin) if scan.arabic => {
            if let Some(names) = names_before::latin_run(scan, left.end) {
                let opened = (names.tokens.start.saturating_sub(3)..names.tokens.start)
                    .rev()
                    .take_while(|i| matches!(scan.what(*i), Some(What::Mark(_))))
                    .any(|i| scan.is_bracket(i));
                if left.comma || left.brackets || closed || opened {
                    return Some(found(names, end));
                }
            }
            // A name that begins before the year and goes on after it.
            let head = scan.word(left.end - 1);
            if matches!(head, "of" | "the" | "and" | "for")
                && let Some(tail) = &turned
            {
                let start = (0..left.end)
                    .rev()
                    .take_while(|i| scan.what(*i) == Some(What::Latin))
                    .last()?;
                return Some(found(
                    Names {
                        authors: format!("{} {}", scan.slice(start, left.end), tail.authors),
                        tokens: start..tail.tokens.end,
                    },
                    end,
                ));
            }
            turned.map(|names| found(names, end))
        }
        Some(What::Latin) => {
            let names = match inside(scan, at) {
                Some(open) if open + 1 < at && !left.opened => {
                    let start = (open + 1..left.end)
                        .rev()
                        .find(|i| matches!(scan.what(*i), Some(What::Mark(';') | What::Number)))
                        .map_or(open + 1, |i| i + 1);
                    let names = names_before::latin_names(scan, start..left.end)?;
                    let words = names.tokens.clone();
                    let words = words.filter(|i| scan.what(*i) == Some(What::Latin)).count();
                    (left.comma || words <= 6 && names.tokens.start == start).then_some(names)?
                }
                _ if left.opened => names_before::latin_before(scan, left.end)?,
                _ => return None,
            };
            Some(found(names, end))
        }
        Some(What::Arabic) => {
            if left.opened {
                if let Some(names) = reversed(scan, after) {
                    return Some(found(names, end));
                }
                let names = names_before::persian_before(scan, left.end, known)?;
                // Other words in the bracket, as where its end was displaced: only sure names.
                let sure = closed
                    || (names.tokens.clone()).all(|i| known(scan.word(i)) || scan.word(i) == "و")
                    || left.called
                    || names.authors.ends_with("همکاران");
                return sure.then(|| found(names, end));
            }
            let start = boundary(scan, left.end)?;
            let names = names_before::persian_names(scan, start..left.end, left.comma)?;
            Some(found(names, end))
        }
        _ => reversed(scan, after).map(|names| found(names, end)),
    }
}

/// What stands between a year and the names before it.
#[derive(Debug, Default)]
struct Left {
    /// The token after the names.
    end: usize,
    comma: bool,
    brackets: bool,
    /// A bracket stands directly before the year: the names are outside of it.
    opened: bool,
    /// The call of a note stands after the names.
    called: bool,
    /// A page that stands before the year.
    page: Option<String>,
}

impl Left {
    fn of(scan: &Scan, at: usize) -> Left {
        let mut left = Left {
            end: at,
            ..Left::default()
        };
        let colon = |i: usize| scan.what(i) == Some(What::Mark(':'));
        if at >= 2
            && scan.what(at - 1) == Some(What::Number)
            && colon(at - 2)
            && scan.year(at - 1).is_none()
        {
            left.page = scan.number(at - 1).map(|n| n.to_string());
            left.end = at - 2;
        }
        left.opened = left.end > 0 && scan.is_bracket(left.end - 1);
        while left.end > 0 && at - left.end < 7 {
            let i = left.end - 1;
            if scan.is_comma(i) {
                left.comma = true;
            } else if scan.what(i) == Some(What::Mark(']'))
                && scan.what(i.wrapping_sub(1)) == Some(What::Number)
                && scan.what(i.wrapping_sub(2)) == Some(What::Mark('['))
            {
                left.called = true;
                left.end = i - 2;
                continue;
            } else if scan.is_bracket(i) {
                left.brackets = true;
            } else if scan.what(i) == Some(What::Number)
                && left.brackets
                && i > 0
                && scan.glued(i - 1)
                && matches!(scan.before(i), Some(What::Arabic | What::Latin))
                && scan.word(i).chars().count() <= 2
            {
                // A call that touches the name.
                left.called = true;
            } else {
                let mark = matches!(scan.what(i), Some(What::Mark('.' | ':' | '-' | '’' | '»')));
                let and = left.end == at && matches!(scan.word(i), "و" | "and" | "&");
                if !mark && !and {
                    break;
                }
            }
            left.end = i;
        }
        left
    }
}

/// The bracket that is open at a place, in text whose brackets are in order, or all mirrored.
fn inside(scan: &Scan, at: usize) -> Option<usize> {
    let before = (at.saturating_sub(90)..at)
        .rev()
        .find(|i| scan.is_bracket(*i))?;
    let after = (at..at + 40).find(|i| scan.is_bracket(*i));
    let is = |i: usize, brackets: [char; 2]| matches!(scan.what(i), Some(What::Mark(c)) if brackets.contains(&c));
    let mirrored = is(before, [')', ']']) && after.is_some_and(|i| is(i, ['(', '[']));
    (is(before, ['(', '[']) || mirrored && before + 12 > at).then_some(before)
}

/// Where the stretch of a bracket begins that ends before `end`: after a bracket, a semicolon or an
/// earlier year.
fn boundary(scan: &Scan, end: usize) -> Option<usize> {
    (end.saturating_sub(24)..end)
        .rev()
        .find(|i| {
            scan.is_bracket(*i)
                || matches!(scan.what(*i), Some(What::Mark(';' | '؛')))
                || scan.what(*i) == Some(What::Number)
        })
        .filter(|i| scan.what(*i) != Some(What::Number) || scan.year(*i).is_some())
        .map(|i| i + 1)
}

/// A year that touches the Latin name after it, or has a mark and a bracket on its other side: a run
/// that was turned (`,2017Chan(`).
fn turned(scan: &Scan, at: usize, after: usize) -> Option<Names> {
    if !scan.arabic || !scan.glued(at) || !scan.is_capital(after) {
        return None;
    }
    let names = names_before::latin_run_after(scan, after)?;
    let marked = |i: usize| scan.is_bracket(i) || scan.is_comma(i);
    let beside = at.checked_sub(1).is_some_and(marked);
    (beside || marked(names.tokens.end)).then_some(names)
}

/// A line that was left in reverse order of its words: `(2019) همکاران و آسوی`.
fn reversed(scan: &Scan, after: usize) -> Option<Names> {
    let name = after + 3;
    (scan.is_bracket(after)
        && scan.word(after + 1) == "همکاران"
        && scan.word(after + 2) == "و"
        && scan.what(name) == Some(What::Arabic))
    .then(|| Names {
        tokens: after + 1..name + 1,
        authors: format!("{} و همکاران", scan.word(name)),
    })
}
