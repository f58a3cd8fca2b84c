//! A line as the decoder sees it: letters, numbers, Latin phrases and marks, with what stands
//! between them.

use super::costs::LineEnd;
use crate::lexicon::model;
use crate::text::letters::{Class, TATWEEL, ZWNJ, letter};
use std::ops::Range;

/// What a unit is to the decoder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A letter of a Persian word.
    Letter,
    /// A digit.
    Digit,
    /// A letter of another script.
    Latin,
    /// A mark that is no part of a word.
    Mark,
}

/// One character of the line that is neither a space nor a joiner nor a tatweel.
#[derive(Clone, Debug)]
pub struct Unit {
    /// The character.
    pub c: char,
    /// Its bytes in the line, with the vowel signs that follow it.
    pub bytes: Range<usize>,
    /// Code of the folded letter in the language model, 0 for what is no Persian letter.
    pub letter: u8,
    /// What it is.
    pub kind: Kind,
    /// White space before it in the line, counted up to two.
    pub spaces: u8,
    /// Whether a ZWNJ stands before it.
    pub joiner: bool,
    /// Bytes of the tatweels between it and the letter before, empty if there are none.
    pub stretch: Range<usize>,
    /// Whether tatweels stand between it and white space (or the start of the line): the word is
    /// torn here, and a run begins.
    pub torn: bool,
    /// Whether a run must begin here.
    pub border: bool,
    /// First unit after the number or Latin phrase that begins here, which moves as a whole; the
    /// next unit for letters and marks.
    pub end: usize,
    /// Whether a number or Latin phrase goes on here, so that no run can begin.
    pub inside: bool,
}

/// Marks that may stand inside a Latin phrase.
const IN_LATIN: &str = ",.:;&’'-–";

/// Reads a line.
pub fn units(line: &str) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    let mut spaces = 0u8;
    let mut joiner = false;
    let mut stretch = 0..0;
    for (at, c) in line.char_indices() {
        let end = at + c.len_utf8();
        if c == TATWEEL {
            stretch = if stretch.is_empty() {
                at..end
            } else {
                stretch.start..end
            };
            continue;
        }
        if c == ZWNJ {
            joiner = true;
            continue;
        }
        if c.is_whitespace() {
            spaces = (spaces + 1).min(2);
            continue;
        }
        let class = letter(c).class;
        if class == Class::Ignored {
            if let Some(last) = units.last_mut().filter(|last| last.bytes.end == at) {
                last.bytes.end = end;
            }
            continue;
        }
        let code = model::letter(c).unwrap_or(0);
        let kind = match class {
            Class::Arabic if code > 0 => Kind::Letter,
            Class::Digit => Kind::Digit,
            class if class.is_word() => Kind::Latin,
            _ => Kind::Mark,
        };
        let spaced = spaces > 0 || units.is_empty();
        let torn = spaced && !stretch.is_empty() && kind == Kind::Letter;
        units.push(Unit {
            c,
            bytes: at..end,
            letter: code,
            kind,
            spaces,
            joiner,
            torn,
            border: torn,
            stretch: std::mem::replace(&mut stretch, 0..0),
            end: units.len() + 1,
            inside: false,
        });
        (spaces, joiner) = (0, false);
    }
    find_atoms(&mut units);
    calls_before_citations(&mut units);
    units
}

/// Where the white space is that ended a line, as far as the line tells by itself. The line of a
/// heading ends a paragraph.
pub fn line_end(units: &[Unit]) -> LineEnd {
    let ends_with_hyphen = |unit: &Unit| unit.inside && matches!(unit.c, '-' | '–');
    match (units.first(), units.last()) {
        (_, Some(last)) if ends_with_hyphen(last) => LineEnd::Unknown,
        (Some(first), _) if first.spaces > 0 => LineEnd::Cut,
        (Some(_), _) => LineEnd::Kept,
        (None, _) => LineEnd::Unknown,
    }
}

/// Whether white space begins a line or stands double in it, as where runs were cut off.
pub fn has_odd_space(units: &[Unit]) -> bool {
    (units.first().is_some_and(|unit| unit.spaces > 0))
        || units.iter().skip(1).any(|unit| unit.spaces > 1)
}

/// Puts the hyphen behind the number of a heading that a scattered line ends with: what was
/// `4-1-1- قدرت هنجاری` is emitted as ` قدرت هنجاری -4-1-1`. Number and hyphen move as a whole.
pub fn heading_number(units: &mut [Unit]) {
    let is_hyphen = |unit: &Unit| matches!(unit.c, '-' | '–');
    let start = units
        .iter()
        .rposition(|unit| !unit.inside && unit.kind == Kind::Digit)
        .filter(|&start| units[start].end == units.len());
    let Some(hyphen) = start.and_then(|start| start.checked_sub(1)) else {
        return;
    };
    if is_hyphen(&units[hyphen]) && units[hyphen + 1].spaces == 0 {
        units[hyphen..].rotate_left(1);
        let end = units.len();
        (units[hyphen].end, units[hyphen].inside) = (end, false);
        units[hyphen].spaces = units[end - 1].spaces;
        (units[end - 1].spaces, units[end - 1].inside) = (0, true);
    }
}

/// Puts right what is emitted of a call and a citation after a Persian word: the citation comes
/// first, glued to the word, then the bracket before it, then the call,
/// `سنتیSatow, 2017( 1(` for `سنتی[1] (Satow, 2017)`.
fn calls_before_citations(units: &mut [Unit]) {
    for start in 1..units.len() {
        let glued = units[start].kind == Kind::Latin
            && !units[start].inside
            && units[start].spaces == 0
            && units[start - 1].kind == Kind::Letter;
        let bracket = units[start].end;
        if !glued || !units.get(bracket).is_some_and(|u| matches!(u.c, '(' | ')')) {
            continue;
        }
        let call = bracket + 1;
        let end = match units.get(call) {
            Some(unit) if unit.kind == Kind::Digit && unit.end - call <= 2 => unit.end,
            _ => call,
        };
        let order: Vec<Unit> = [call..end, bracket..call, start..bracket]
            .into_iter()
            .flat_map(|r| units[r].to_vec())
            .collect();
        units[start..end].clone_from_slice(&order);
        let mut at = start;
        for length in [end - call, 1, bracket - start] {
            if length > 0 {
                units[at].end = at + length;
                at += length;
            }
        }
        units[start].spaces = 0;
        break;
    }
}

/// Finds numbers (2035, 4-1-1, 3G) and Latin phrases (Segal et al., 2017).
fn find_atoms(units: &mut [Unit]) {
    let mut start = 0;
    while start < units.len() {
        let end = match units[start].kind {
            Kind::Digit => number_end(units, start),
            Kind::Latin => latin_end(units, start),
            _ => start + 1,
        };
        if units[start..end]
            .iter()
            .any(|unit| unit.kind == Kind::Latin)
        {
            units[start].kind = Kind::Latin;
        }
        units[start].end = end;
        units[start + 1..end]
            .iter_mut()
            .for_each(|unit| unit.inside = true);
        start = end;
    }
}

/// End of the number at `start`: its parts may be joined by hyphens, points and slashes, and one or
/// two digits may lead a Latin abbreviation (5G).
fn number_end(units: &[Unit], start: usize) -> usize {
    let glued = |at: usize, kind| {
        units
            .get(at)
            .is_some_and(|u| u.kind == kind && u.spaces == 0)
    };
    let mut end = start + 1;
    loop {
        if glued(end, Kind::Digit) {
            end += 1;
        } else if glued(end, Kind::Latin) && end - start <= 2 && !is_listed(units, start) {
            return latin_end(units, end);
        } else if glued(end, Kind::Mark)
            && matches!(units[end].c, '-' | '/' | '.' | '٫' | '%')
            && glued(end + 1, Kind::Digit)
        {
            end += 2;
        } else {
            return end;
        }
    }
}

/// Whether the digits at `start` are glued to a Persian word before them: a call, not a part of
/// what follows.
fn is_listed(units: &[Unit], start: usize) -> bool {
    start > 0 && units[start].spaces == 0 && units[start - 1].kind == Kind::Letter
}

/// End of the Latin phrase at `start`: Latin words and the years and pages that follow them.
fn latin_end(units: &[Unit], start: usize) -> usize {
    let word_end = |from: usize| {
        let mut at = from + 1;
        while units.get(at).is_some_and(|u| {
            u.spaces == 0
                && (matches!(u.kind, Kind::Latin | Kind::Digit)
                    || matches!(u.c, '-' | '’' | '\'' | '.' | '/' | '@' | '_')
                        && units.get(at + 1).is_some_and(|next| {
                            next.spaces == 0 && matches!(next.kind, Kind::Latin | Kind::Digit)
                        }))
        }) {
            at += 1;
        }
        at
    };
    let mut end = word_end(start);
    loop {
        let mut next = end;
        while next < units.len()
            && next < end + 3
            && units[next].kind == Kind::Mark
            && IN_LATIN.contains(units[next].c)
        {
            next += 1;
        }
        let Some(unit) = units.get(next) else {
            return end;
        };
        if !matches!(unit.kind, Kind::Latin | Kind::Digit) || unit.spaces == 0 && next == end {
            return end;
        }
        let after = word_end(next);
        // A year glued to the next name belongs to the citation before it: `,2021Losito`.
        let digits = units[next..after]
            .iter()
            .take_while(|u| u.kind == Kind::Digit)
            .count();
        if digits == 4 && digits < after - next {
            return end;
        }
        // Digits after white space and no mark are more often a call or another run.
        end = after;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn atoms(line: &str) -> Vec<String> {
        let units = units(line);
        (0..units.len())
            .filter(|&at| !units[at].inside)
            .map(|at| units[at..units[at].end].iter().map(|u| u.c).collect())
            .collect()
    }

    #[test]
    fn numbers_and_latin_phrases_move_as_a_whole() {
        assert_eq!(atoms("4-1-2 3G"), ["4-1-2", "3G"]);
        assert_eq!(
            atoms("(Doshi et.al., 2021: 6)."),
            [
                "(",
                "Doshietal2021:6".replace("etal", "et.al.,").as_str(),
                ")",
                "."
            ]
        );
        assert_eq!(atoms(",2021Losito("), [",", "2021", "Losito", "("]);
    }

    #[test]
    fn tatweels_tell_where_a_word_is_torn() {
        let units = units("ــت  حفــظ");
        assert!(units[0].torn && units[0].letter > 0);
        assert_eq!(units[1].spaces, 2);
        assert!(!units[3].torn && !units[3].stretch.is_empty());
    }

    #[test]
    fn the_number_of_a_heading_takes_its_hyphen_back() {
        let mut line = units(" قدرت هنجاری -4-1-1");
        heading_number(&mut line);
        let number = line
            .iter()
            .position(|u| u.kind == Kind::Digit)
            .expect("digits");
        assert_eq!((line[number].end, line[number].inside), (line.len(), false));
        let text: String = line[number..].iter().map(|u| u.c).collect();
        assert_eq!(text, "4-1-1-");
        assert!(line[number + 1..].iter().all(|u| u.inside));
    }

    #[test]
    fn a_call_glued_before_a_citation_comes_first() {
        let text: String = units("سنتیSatow, 2017( 1(").iter().map(|u| u.c).collect();
        assert_eq!(text, "سنتی1(Satow,2017(");
    }

    #[test]
    fn the_white_space_of_the_end_begins_the_line_or_must_stand_inside() {
        assert_eq!(line_end(&units(" قدرت در")), LineEnd::Cut);
        assert_eq!(line_end(&units("قدرت  در")), LineEnd::Kept);
        assert_eq!(line_end(&units("")), LineEnd::Unknown);
        let mut heading = units(" قدرت هنجاری -4-1-1");
        heading_number(&mut heading);
        assert_eq!(line_end(&heading), LineEnd::Unknown);
    }
}
