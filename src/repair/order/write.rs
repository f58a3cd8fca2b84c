//! A reading written out: words in their true order, with spaces, joiners and brackets put right,
//! every character with its way back to the source.

use super::Counts;
use super::costs::Damage;
use super::readings::What;
use super::search::{Join, Reading};
use super::units::{Kind, Unit};
use crate::lexicon::model;
use crate::text::Traced;
use crate::text::letters::ZWNJ;

/// Brackets and quotation marks that come in pairs.
const PAIRS: [(char, char); 3] = [('(', ')'), ('«', '»'), ('[', ']')];

/// Appends the line that begins at byte `start` of `from`, as it was read, to `out`.
pub fn write(
    from: &Traced,
    start: usize,
    units: &[Unit],
    reading: &Reading,
    damage: Damage,
    out: &mut Traced,
    counts: &mut Counts,
) {
    let brackets = brackets(units, reading);
    let begin = out.text.len();
    let cuts = reading.cuts();
    counts.reordered += usize::from(cuts > 0);
    counts.cuts += cuts;
    counts.brackets += brackets.len();
    for (index, step) in reading.steps.iter().enumerate() {
        let token = &step.token;
        let call = is_call(units, reading, index);
        if out.text.len() > begin {
            match step.join {
                _ if call => out.append_inserted("["),
                Join::Space if closes_up(units, reading, index, &brackets) => {}
                Join::Space => out.append_inserted(" "),
                Join::Joiner if stays_solid(units, reading, index, damage) => {}
                Join::Joiner => {
                    counts.joiners += 1;
                    out.append_inserted(ZWNJ.encode_utf8(&mut [0; 4]));
                }
                Join::Glued if parts(reading, index) => {
                    counts.spaces += 1;
                    out.append_inserted(" ");
                }
                Join::Glued => {}
            }
        }
        for &(first, end) in token.pieces() {
            for at in first..end {
                let unit = &units[usize::from(at)];
                let bytes = start + unit.bytes.start..start + unit.bytes.end;
                if at > first && unit.spaces > 0 {
                    out.append_inserted(" ");
                }
                if at == token.lam {
                    counts.lams += 1;
                    out.append_replacement(
                        "ل",
                        from,
                        start + unit.stretch.start..start + unit.stretch.end,
                    );
                }
                match brackets.iter().find(|bracket| bracket.unit == at) {
                    Some(bracket) => {
                        out.append_recoded(bracket.c.encode_utf8(&mut [0; 4]), from, bytes);
                    }
                    None => out.append(from, bytes),
                }
            }
        }
        if call {
            out.append_inserted("]");
        }
    }
}

/// Chance of a number after a word above which a number after it is a number: سال 19 (year 19), not
/// the call of a footnote.
const NUMBERED: f32 = 0.1;

/// Whether a number is the call of a footnote: one or two digits that touched the word (or quotation
/// mark) before them in the line, as a raised digit does, after a word that takes no number.
fn is_call(units: &[Unit], reading: &Reading, index: usize) -> bool {
    let Some(before) = index.checked_sub(1).map(|at| &reading.steps[at].token) else {
        return false;
    };
    let here = &reading.steps[index].token;
    let (first, end) = here.pieces[0];
    let digits = units[usize::from(first)..usize::from(end)]
        .iter()
        .all(|u| u.kind == Kind::Digit);
    let quoted = matches!(units[usize::from(before.pieces[0].0)].c, '»' | '”' | '«');
    if here.what != What::Number || !digits || end - first > 2 || !(before.what.is_word() || quoted)
    {
        return false;
    }
    // Cut off, the call stood left of the run that it ends; else right of its word.
    let touches = if before.at == before.run.1 {
        let start = before.run.0;
        end == start && units[usize::from(start)].spaces == 0
    } else {
        units[usize::from(first)].spaces == 0
    };
    let model = model::model();
    touches && (quoted || model.after(&model.context_of_one(before.word), model::NUMBER) < NUMBERED)
}

/// Whether two parts of a word that stand solid in the line are left so: where lost ZWNJs leave a
/// cut, solid is how it was written; elsewhere none is put after a letter that does not join.
fn stays_solid(units: &[Unit], reading: &Reading, index: usize, damage: Damage) -> bool {
    let [before, here] = [index - 1, index].map(|at| &reading.steps[at].token);
    let end = before.pieces[usize::from(before.count) - 1].1;
    let next = &units[usize::from(here.pieces[0].0)];
    let solid = end == here.pieces[0].0 && next.spaces == 0 && !next.joiner;
    let last = units[usize::from(end) - 1].c;
    let joins = !matches!(last, 'ا' | 'آ' | 'د' | 'ذ' | 'ر' | 'ز' | 'ژ' | 'و');
    solid && (damage == Damage::Scattered || !joins)
}

/// Whether a number or Latin phrase is glued to a Persian word: a footnote call, or a lost space.
fn parts(reading: &Reading, index: usize) -> bool {
    let [before, here] = [index - 1, index].map(|at| reading.steps[at].token.what);
    before.is_word() && here.is_foreign()
        || before.is_foreign() && (here.is_word() || here.is_foreign())
}

/// Whether no space belongs between a token and the one before, though reading jumped there.
fn closes_up(units: &[Unit], reading: &Reading, index: usize, brackets: &[Bracket]) -> bool {
    let unit_of = |at: u16| {
        let c = brackets.iter().find(|b| b.unit == at).map(|b| b.c);
        c.unwrap_or(units[usize::from(at)].c)
    };
    let here = &reading.steps[index].token;
    let before = &reading.steps[index - 1].token;
    let first = unit_of(here.pieces[0].0);
    let last = unit_of(before.pieces[usize::from(before.count) - 1].1 - 1);
    let is_mark = |what| matches!(what, What::Mark | What::Closing);
    is_mark(here.what)
        && matches!(
            first,
            '.' | '،' | '؛' | ':' | '؟' | '!' | ')' | '»' | ']' | ','
        )
        || is_mark(before.what) && matches!(last, '(' | '«' | '[')
}

/// A bracket and what it should be.
struct Bracket {
    unit: u16,
    c: char,
}

/// Which way each bracket of the line should open. Extractors emit the bracket that was painted,
/// mirrored or not, so its code says little; white space at its sides says which way it opened in
/// its run, and what is left is paired in the order of reading.
fn brackets(units: &[Unit], reading: &Reading) -> Vec<Bracket> {
    let order: Vec<u16> = reading
        .steps
        .iter()
        .flat_map(|step| {
            step.token
                .pieces()
                .iter()
                .flat_map(|&(first, end)| first..end)
        })
        .collect();
    let mut out = Vec::new();
    for (open, close) in PAIRS {
        let mut sides: Vec<(u16, Option<bool>)> = Vec::new();
        for (index, &at) in order.iter().enumerate() {
            let unit = &units[usize::from(at)];
            if unit.c != open && unit.c != close {
                continue;
            }
            let before = index.checked_sub(1).map(|i| order[i]);
            let after = order.get(index + 1).copied();
            let starts = before.is_none_or(|b| b + 1 == at && unit.spaces > 0);
            let ends = after.is_none_or(|a| {
                let next = &units[usize::from(a)];
                a == at + 1 && (next.spaces > 0 || next.kind == Kind::Mark)
            });
            let touches_before = before.is_some_and(|b| b + 1 == at && unit.spaces == 0);
            let touches_after =
                after.is_some_and(|a| a == at + 1 && units[usize::from(a)].spaces == 0);
            sides.push((
                at,
                match (starts, ends) {
                    (true, false) if touches_after => Some(true),
                    (false, true) if touches_before => Some(false),
                    _ => None,
                },
            ));
        }
        let mut inside = false;
        for index in 0..sides.len() {
            let (at, side) = sides[index];
            let opens = side.unwrap_or_else(|| {
                if inside {
                    false
                } else {
                    sides
                        .get(index + 1)
                        .is_some_and(|&(_, next)| next != Some(true))
                        || sides.len() == 1 && units[usize::from(at)].c == open
                }
            });
            inside = opens;
            let c = if opens { open } else { close };
            if c != units[usize::from(at)].c {
                out.push(Bracket { unit: at, c });
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::super::lessons::Lessons;
    use super::super::read;
    use super::*;

    /// A line read as one of a torn document, written out.
    fn written(line: &str, damage: Damage) -> (String, Counts) {
        let mut from = Traced::default();
        from.append_inserted(line);
        let read = read(std::iter::once(line), damage, &Lessons::default());
        let reading = read[0].reading.as_ref().expect("a reading");
        let (mut out, mut counts) = (Traced::default(), Counts::default());
        write(
            &from,
            0,
            &read[0].units,
            reading,
            damage,
            &mut out,
            &mut counts,
        );
        (out.text, counts)
    }

    #[test]
    fn brackets_open_and_close_whichever_way_they_came() {
        for line in [
            "یکی از مفاهیم )حاکمیت سایبری( نام دارد",
            "یکی از مفاهیم (حاکمیت سایبری) نام دارد",
        ] {
            let (text, counts) = written(line, Damage::Stretched);
            assert_eq!(text, "یکی از مفاهیم (حاکمیت سایبری) نام دارد");
            assert_eq!(counts.brackets, if line.contains(")ح") { 2 } else { 0 });
        }
    }

    #[test]
    fn a_lam_that_a_kashida_swallowed_is_written_and_counted() {
        let (text, counts) = written("جمهــوری اســامی و حمــات ســایبری", Damage::Stretched);
        assert_eq!(text, "جمهوری اسلامی و حملات سایبری");
        assert_eq!(counts.lams, 2);
    }
}
