//! Names of authors in two scripts: `ساتو (2017)` and `(Satow, 2017)`, cited in one year, of either
//! calendar.

use super::super::citations::Citation;
use super::Pair;
use super::align::is_acronym;
use super::words::Word;
use crate::language::transliteration::{NEAR, likeness, short_likeness};
use crate::text::letters::{Class, fold_solid, letter};

/// Likeness that two citations of one year must have to be one author's.
const LIKE: f64 = 0.75;
/// How sure a pair of names is that a year supports.
const CONFIDENCE: f32 = 0.85;

/// Persian for "and others".
const COLLEAGUES: [&str; 3] = ["همکاران", "دیگران", "همکارانش"];

/// The place before «و همکاران», if it ends there.
pub fn before_colleagues(words: &[Word], end: usize) -> usize {
    let ends = |i: usize, ok: &dyn Fn(&str) -> bool| {
        i.checked_sub(1)
            .is_some_and(|i| ok(words[i].folded.as_str()))
    };
    if ends(end, &|w| COLLEAGUES.contains(&w)) && ends(end - 1, &|w| w == "و") {
        end - 2
    } else {
        end
    }
}

/// The persons that an author string names.
#[derive(Debug, Default, PartialEq)]
struct Persons<'a> {
    /// The words of each name; initials are left out.
    names: Vec<Vec<&'a str>>,
    /// Whether others are mentioned without their names: et al., «و همکاران».
    others: bool,
}

impl<'a> Persons<'a> {
    fn of(authors: &'a str) -> Persons<'a> {
        let mut persons = Persons::default();
        let mut name = Vec::new();
        for token in authors.split_whitespace() {
            let word = token.trim_matches(['،', ',', ';', '؛', '.', ')', '(']);
            let ends = token.ends_with(['،', ',', ';', '؛']);
            let parts = matches!(word, "و" | "and" | "&");
            let others = COLLEAGUES.contains(&word)
                || matches!(word.to_lowercase().as_str(), "et" | "al" | "et.al");
            persons.others |= others;
            if !parts && !others && word.chars().count() > 1 {
                name.push(word);
            }
            if (parts || ends || others) && !name.is_empty() {
                persons.names.push(std::mem::take(&mut name));
            }
        }
        if !name.is_empty() {
            persons.names.push(name);
        }
        persons
    }
}

fn sounds_alike(persian: &str, latin: &str) -> f64 {
    likeness(persian, latin).max(short_likeness(persian, latin))
}

/// How alike the surnames of two persons are, the other names too where both have them.
fn alike(persian: &[&str], latin: &[&str]) -> f64 {
    let (Some(p), Some(l)) = (persian.last(), latin.last()) else {
        return 0.0;
    };
    let whole = solid(persian).map_or(0.0, |p| sounds_alike(&p, l));
    let last = sounds_alike(p, l).max(whole);
    match (persian, latin) {
        ([p, _, ..], [l, _, ..]) => last.min((last + sounds_alike(p, l)) / 2.0 + 0.1),
        _ => last,
    }
}

/// The last two words as one, where a surname came in two pieces: رنا رد.
fn solid(name: &[&str]) -> Option<String> {
    match name {
        [.., before, last] => Some(format!("{before}{last}")),
        _ => None,
    }
}

/// A Persian name, its surname in one piece if that is how it sounds like the Latin one.
fn mended(persian: &[&str], latin: &[&str]) -> String {
    if let ([first @ .., _, last], Some(l), Some(whole)) = (persian, latin.last(), solid(persian))
        && sounds_alike(last, l) < LIKE
        && sounds_alike(&whole, l) >= LIKE
    {
        let mut words = first.to_vec();
        words.push(&whole);
        return words.join(" ");
    }
    persian.join(" ")
}

/// Whether a Persian citation's year is that of a Latin one, which may be of the other calendar.
fn one_year(persian: &str, latin: &str) -> bool {
    let year = |text: &str| -> Option<u32> {
        let digits = text.trim_end_matches(|c: char| c.is_ascii_lowercase());
        digits.parse().ok()
    };
    match (year(persian), year(latin)) {
        (Some(p), Some(l)) => p == l || p < 1500 && (621..=622).contains(&l.saturating_sub(p)),
        _ => false,
    }
}

/// Appends the pairs of authors who are cited in both scripts in one year and sound alike. Who is
/// paired already, by a note, is left out.
pub fn find(citations: &[Citation], pairs: &mut Vec<Pair>) {
    let is_persian = |c: &&Citation| c.authors.chars().any(|c| letter(c).class == Class::Arabic);
    let (persian, latin): (Vec<&Citation>, Vec<&Citation>) = citations.iter().partition(is_persian);
    for cited in persian {
        let known = |p: &Pair| fold_solid(&p.persian) == fold_solid(&cited.authors);
        if pairs.iter().any(known) {
            continue;
        }
        let own = Persons::of(&cited.authors);
        let mut best: Option<(f64, u32, &Citation, Persons)> = None;
        for other in latin.iter().filter(|l| one_year(&cited.year, &l.year)) {
            let theirs = Persons::of(&other.authors);
            let Some(score) = fit(&own, &theirs) else {
                continue;
            };
            let far = cited.line.abs_diff(other.line);
            let better =
                |(s, f, ..): &(f64, u32, &Citation, Persons)| score > *s || score == *s && far < *f;
            if best.as_ref().is_none_or(better) {
                best = Some((score, far, other, theirs));
            }
        }
        let Some((_, _, other, theirs)) = best else {
            continue;
        };
        let mut add = |persian: String, english: String| {
            pairs.push(Pair {
                persian,
                english,
                line: other.line,
                confidence: CONFIDENCE,
            });
        };
        // First names that the Latin leaves out: the persons are told one by one.
        let fuller = own
            .names
            .iter()
            .zip(&theirs.names)
            .any(|(p, l)| p.len() > l.len());
        if own.names.len() > 1 && own.names.len() == theirs.names.len() && fuller {
            for (p, l) in own.names.iter().zip(&theirs.names) {
                add(mended(p, l), l.join(" "));
            }
        } else {
            add(cited.authors.clone(), other.authors.clone());
        }
    }
}

/// How well two lists of persons fit: name by name if they are equally long, else by the first.
fn fit(persian: &Persons, latin: &Persons) -> Option<f64> {
    let named = persian.names.len();
    let open = persian.others || latin.others;
    if named == 0 || named != latin.names.len() && !open {
        return None;
    }
    let of_each: Vec<f64> = persian
        .names
        .iter()
        .zip(&latin.names)
        .map(|(p, l)| alike(p, l))
        .collect();
    let all = of_each.iter().all(|l| *l >= LIKE);
    (all && !of_each.is_empty()).then(|| of_each.iter().sum::<f64>() / of_each.len() as f64)
}

/// The surnames of a pair that names persons, each with the other script's, where they are not the
/// whole pair: `توماس رنارد` and `Renard` are also رنارد and Renard.
pub fn surnames(pair: &Pair) -> Vec<(String, String)> {
    let plain = pair.english.split('(').next().unwrap_or_default();
    let (persian, latin) = (Persons::of(&pair.persian), Persons::of(plain));
    let is_name = |w: &&str| w.starts_with(char::is_uppercase) && !is_acronym(w);
    let mut found = Vec::new();
    for (p, l) in persian.names.iter().zip(&latin.names) {
        let whole = p.len() == 1 && l.len() == 1 && persian.names.len() + latin.names.len() == 2;
        if p.len() > 3 || l.len() > 3 || !l.iter().all(is_name) || whole && !persian.others {
            continue;
        }
        let (Some(surname), Some(name)) = (p.last(), l.last()) else {
            continue;
        };
        let first = p.len().min(l.len()) == 1 || likeness(p[0], l[0]) >= NEAR;
        if first && likeness(surname, name) >= NEAR {
            found.push(((*surname).to_owned(), (*name).to_owned()));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn citation(line: u32, authors: &str, year: &str) -> Citation {
        Citation {
            line,
            authors: authors.to_owned(),
            year: year.to_owned(),
            page: String::new(),
            raw: String::new(),
            number: None,
            passage: 0,
        }
    }

    fn found(citations: &[(u32, &str, &str)]) -> Vec<(String, String, u32)> {
        let citations: Vec<Citation> = citations
            .iter()
            .map(|(line, authors, year)| citation(*line, authors, year))
            .collect();
        let mut pairs = Vec::new();
        find(&citations, &mut pairs);
        pairs
            .into_iter()
            .map(|p| (p.persian, p.english, p.line))
            .collect()
    }

    #[track_caller]
    fn check(citations: &[(u32, &str, &str)], expected: &[(&str, &str, u32)]) {
        let found = found(citations);
        let found: Vec<(&str, &str, u32)> = found
            .iter()
            .map(|(p, e, line)| (p.as_str(), e.as_str(), *line))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn authors_of_one_year_that_sound_alike() {
        check(
            &[
                (1, "هابرماس", "1996"),
                (4, "Habermas", "1996"),
                (9, "Habermas", "1996"),
                (9, "Rawls", "1996"),
                (12, "بوزان", "1991"),
                (13, "Buzan", "1998"),
            ],
            &[("هابرماس", "Habermas", 4)],
        );
    }

    #[test]
    fn a_year_of_the_other_calendar_is_the_same_year() {
        check(
            &[(3, "کاظمی راد", "1399"), (3, "Kazemi Rad", "2020")],
            &[("کاظمی راد", "Kazemi Rad", 3)],
        );
    }

    #[test]
    fn names_of_one_consonant_are_told_by_their_vowels() {
        check(
            &[(1, "هایه", "2004"), (2, "Haye", "2004"), (3, "Poe", "2004")],
            &[("هایه", "Haye", 2)],
        );
    }

    #[test]
    fn colleagues_stay_with_the_name() {
        check(
            &[
                (1, "مارتینز و همکاران", "2018"),
                (5, "Martinez et al.", "2018"),
            ],
            &[("مارتینز و همکاران", "Martinez et al.", 5)],
        );
    }

    #[test]
    fn persons_with_first_names_are_told_one_by_one() {
        check(
            &[
                (1, "ژان تیرول و پل میل گروم", "2017"),
                (5, "Tirole, Milgrom", "2017"),
                (7, "اسمیت و جونز", "2001"),
                (9, "Smith & Jones", "2001"),
            ],
            &[
                ("ژان تیرول", "Tirole", 5),
                ("پل میلگروم", "Milgrom", 5),
                ("اسمیت و جونز", "Smith & Jones", 9),
            ],
        );
    }

    #[test]
    fn surnames_of_a_pair() {
        let surnames = |persian: &str, english: &str| {
            surnames(&Pair {
                persian: persian.to_owned(),
                english: english.to_owned(),
                line: 1,
                confidence: 1.0,
            })
        };
        let pair = |p: &str, l: &str| (p.to_owned(), l.to_owned());
        assert_eq!(surnames("آدام سگال", "Adam Segal"), [pair("سگال", "Segal")]);
        assert_eq!(surnames("ژان تیرول", "Tirole"), [pair("تیرول", "Tirole")]);
        assert_eq!(
            surnames("اسمیت و جونز", "Smith & Jones"),
            [pair("اسمیت", "Smith"), pair("جونز", "Jones")]
        );
        assert_eq!(
            surnames("مارتینز و همکاران", "Martinez et al."),
            [pair("مارتینز", "Martinez")]
        );
        assert_eq!(surnames("ساتو", "Satow"), []);
        assert_eq!(surnames("قدرت هنجاری", "Normative Power"), []);
    }
}
