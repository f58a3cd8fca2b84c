//! Persian: word groups to terms, by lexicon and rules together.
//!
//! A paper that went through a PDF has lost its joiners, so the three spellings of a word (solid,
//! spaced, with ZWNJ) must give the same terms: [`analyze`] takes a group of pieces joined by ZWNJ
//! and finds words, endings and compounds in it; [`Binding`] tells the tokenizer which words between
//! spaces to put into a group.
//!
//! The caution is that of a library catalogue: a word left with its ending is found a little less
//! often, a word robbed of its last letters is found where it does not stand. In doubt a word stays
//! whole.

mod binding;
mod compounds;
mod endings;
mod form;
mod lemma;
mod nouns;
mod plurals;
mod rule;
mod suffixes;
mod tables;
mod verbs;

#[cfg(test)]
mod tests;

pub use binding::Binding;
pub use compounds::object;
pub use rule::Rule;
pub use tables::version;

use crate::text::letters::ZWNJ;
use lemma::Word;

/// One index term of a Persian word group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// First byte within the group.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// The folded form without ZWNJ.
    pub exact: String,
    /// The form it is found under, whatever its ending.
    pub lemma: String,
    /// Why.
    pub rule: Rule,
}

/// Appends the terms of a group in order.
///
/// `group`: a folded word ([`fold`](crate::text::letters::fold)) whose parts are joined by ZWNJ,
/// written by the author or put by the tokenizer between a free-standing affix and its word.
pub fn analyze(group: &str, terms: &mut Vec<Term>) {
    if !group.contains(ZWNJ) {
        if !group.is_empty() {
            word(
                &Piece {
                    start: 0,
                    end: group.len(),
                    text: group,
                },
                "",
                None,
                terms,
            );
        }
        return;
    }
    let mut at = 0;
    let mut pieces = Vec::new();
    for text in group.split(ZWNJ) {
        if !text.is_empty() {
            pieces.push(Piece {
                start: at,
                end: at + text.len(),
                text,
            });
        }
        at += text.len() + ZWNJ.len_utf8();
    }
    let mut rest = &pieces[..];
    while !rest.is_empty() {
        let taken = verb(rest, terms)
            .or_else(|| indefinite(rest, terms))
            .unwrap_or_else(|| unit(rest, terms));
        rest = &rest[taken..];
    }
}

/// What stands between two ZWNJ, and where.
struct Piece<'a> {
    start: usize,
    end: usize,
    text: &'a str,
}

/// A verb among the first pieces: how many it takes. می شود, خواهد شد, شده است.
fn verb(pieces: &[Piece], terms: &mut Vec<Term>) -> Option<usize> {
    if let [first, second, ..] = pieces
        && let Some(lemma) = verbs::periphrastic(first.text, second.text)
    {
        terms.push(Term {
            start: first.start,
            end: second.end,
            exact: format!("{}{}", first.text, second.text),
            lemma: lemma.to_string(),
            rule: Rule::Verb,
        });
        return Some(2);
    }
    let durative = |piece: &Piece| piece.text.ends_with("می");
    if !pieces.iter().take(2).any(durative) {
        return None;
    }
    (2..=pieces.len().min(4)).rev().find_map(|taken| {
        let exact: String = pieces[..taken].iter().map(|piece| piece.text).collect();
        let lemma = tables::irregular(&exact).or_else(|| verbs::durative(&exact))?;
        terms.push(Term {
            start: pieces[0].start,
            end: pieces[taken - 1].end,
            exact,
            lemma: lemma.to_string(),
            rule: Rule::Verb,
        });
        Some(taken)
    })
}

/// چه زبانی "which language": what stands there has an indefinite ی, whatever it is elsewhere.
fn indefinite(pieces: &[Piece], terms: &mut Vec<Term>) -> Option<usize> {
    let [determiner, noun, ..] = pieces else {
        return None;
    };
    let stem = tables::is_indefinite_determiner(determiner.text)
        .then(|| suffixes::indefinite_by_place(noun.text))??;
    word(determiner, "", None, terms);
    terms.push(Term {
        start: noun.start,
        end: noun.end,
        exact: noun.text.to_string(),
        lemma: stem,
        rule: Rule::Indefinite,
    });
    Some(2)
}

/// One or more words and the endings of the last: how many pieces it takes.
fn unit(pieces: &[Piece], terms: &mut Vec<Term>) -> usize {
    let ending = |at: usize| {
        let piece = pieces.get(at)?;
        endings::after(pieces[at - 1].text, piece.text)
    };
    let mut words = 1;
    // An affix that fits no word here begins a unit of its own.
    let affix = |piece: &str| endings::binds_forward(piece) || endings::binds_backward(piece);
    while words < pieces.len() && ending(words).is_none() && !affix(pieces[words].text) {
        words += 1;
    }
    let rule = ending(words);
    let mut taken = words;
    if rule.is_some() {
        taken += 1;
        // کتاب‌ها‌ی, بزرگ‌تر‌ها: more endings follow an ending.
        while taken < pieces.len() && endings::after("ه", pieces[taken].text).is_some() {
            taken += 1;
        }
    }
    let endings: String = pieces[words..taken]
        .iter()
        .map(|piece| piece.text)
        .collect();
    let end = pieces[taken - 1].end;
    let solid: String = pieces[..words].iter().map(|piece| piece.text).collect();
    let whole = || {
        tables::irregular(&solid).is_some()
            || compounds::is_whole(&solid) && lemma::cuts(&solid).is_none()
    };
    if words > 1 && !affix(pieces[0].text) && whole() {
        let piece = Piece {
            start: pieces[0].start,
            end,
            text: &solid,
        };
        word(&piece, &endings, rule, terms);
        return taken;
    }
    for piece in &pieces[..words - 1] {
        word(piece, "", None, terms);
    }
    let last = &pieces[words - 1];
    word(
        &Piece {
            start: last.start,
            end,
            text: last.text,
        },
        &endings,
        rule,
        terms,
    );
    taken
}

/// A solid word with the endings that followed it, cut if it is a compound. `piece.end` lies after
/// the endings.
fn word(piece: &Piece, endings: &str, rule: Option<Rule>, terms: &mut Vec<Term>) {
    let exact = format!("{}{endings}", piece.text);
    let found = match rule {
        None => lemma::of_solid(piece.text),
        Some(rule) => lemma::of_joined(piece.text, &exact, rule),
    };
    let cuts = match found {
        Word::One(lemma, rule) => {
            return terms.push(Term {
                start: piece.start,
                end: piece.end,
                exact,
                lemma,
                rule,
            });
        }
        Word::Compound(cuts) => cuts,
    };
    let mut from = 0;
    for cut in cuts {
        let (start, end) = (piece.start + from, piece.start + cut);
        word(
            &Piece {
                start,
                end,
                text: &piece.text[from..cut],
            },
            "",
            None,
            terms,
        );
        from = cut;
    }
    let (start, text) = (piece.start + from, &piece.text[from..]);
    word(
        &Piece {
            start,
            end: piece.end,
            text,
        },
        endings,
        rule,
        terms,
    );
}
