//! A damage simulator: what careless PDF extraction does to clean Persian text, on purpose.
//!
//! usage: `damage runs|kashida|lam-alef FILE [--seed N]` (damaged text on standard output)
//!
//! Three mechanisms, all measured on real papers:
//!
//! - `runs`: the line is cut into runs, and the runs come out last to first, each right inside. A
//!   space at a cut is a run of its own and so stays between the two; a ZWNJ always ends a run and
//!   is lost. Now and then a cut falls inside a word. Numbers and Latin phrases are runs of their
//!   own, a comma stays with the word before it. The white space that ended the line is a run of its
//!   own, and then begins the line as it is emitted, or ends the last run. Some lines stay whole.
//! - `kashida`: every ZWNJ is lost; in a justified line each word carries one kashida (two
//!   tatweels, on some lines one), best after س ش ض ص ی; the lam of لا vanishes exactly where a
//!   kashida stands right before it (حملات → حمــات); some lines are cut at kashidas and come out
//!   last piece first; brackets are mirrored, Latin citations at the end move to the front.
//! - `lam-alef`: alef and lam of the ligature لا change places (اطلاعات → اطالعات), nothing else.
//!
//! Letters and digits of a line are conserved, but for the lam just named. Blank lines and lines
//! without a Persian letter stay as they are. A line's damage depends only on the seed, its
//! number and its text, so editing one line leaves the damage of the others alone.
//!
//! The functions are pure; a test can take them with
//! `#[allow(dead_code)] #[path = "../examples/damage.rs"] mod damage;`.

use std::io::Write;
use std::process::ExitCode;

const ZWNJ: char = '\u{200c}';
const TATWEEL: char = '\u{640}';

/// A small generator (`SplitMix64`), the same on every machine.
pub struct Rng(u64);

impl Rng {
    pub fn new(seed: u64) -> Self {
        Rng(seed)
    }

    /// The generator of one line of a document.
    pub fn for_line(seed: u64, line: u64) -> Self {
        let mut rng = Rng(seed ^ line.wrapping_mul(0xd134_2543_de82_ef95));
        rng.next_u64();
        rng
    }

    pub fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number in `0..n` (0 if `n` is 0).
    pub fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.next_u64()) * n as u128) >> 64) as usize
    }

    /// True with probability `p`.
    pub fn chance(&mut self, p: f64) -> bool {
        ((self.next_u64() >> 11) as f64) / ((1u64 << 53) as f64) < p
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Damage {
    Runs,
    Kashida,
    LamAlef,
}

/// Damages a whole text line by line; line ends, and a form feed before a line, stay.
pub fn damage_text(text: &str, damage: Damage, seed: u64) -> String {
    let mut out = String::with_capacity(text.len() * 5 / 4);
    for (number, full) in text.split_inclusive('\n').enumerate() {
        let mut rng = Rng::for_line(seed, number as u64 + 1);
        let body = full.trim_end_matches(['\n', '\r']);
        let line = body.trim_start_matches('\u{c}');
        out.push_str(&body[..body.len() - line.len()]);
        out.push_str(&match damage {
            Damage::Runs => damage_runs(line, &mut rng),
            Damage::Kashida => damage_kashida(line, &mut rng),
            Damage::LamAlef => damage_lam_alef(line, &mut rng),
        });
        out.push_str(&full[body.len()..]);
    }
    out
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Persian,
    Digit,
    Latin,
    Neutral,
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}'
        | '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e4}' | '\u{6e7}' | '\u{6e8}' | '\u{6ea}'..='\u{6ed}')
}

fn class(c: char) -> Class {
    match c {
        '0'..='9' | '\u{660}'..='\u{669}' | '\u{6f0}'..='\u{6f9}' => Class::Digit,
        '\u{600}'..='\u{6ff}' if c.is_alphabetic() && c != TATWEEL => Class::Persian,
        _ if c.is_alphabetic() => Class::Latin,
        _ => Class::Neutral,
    }
}

fn has_persian(line: &str) -> bool {
    line.chars().any(|c| class(c) == Class::Persian)
}

/// A character with the marks that sit on it: nothing ever comes between them.
fn clusters(line: &str) -> Vec<(Class, &str)> {
    let mut starts: Vec<usize> = Vec::new();
    for (at, c) in line.char_indices() {
        if at == 0 || !is_mark(c) {
            starts.push(at);
        }
    }
    starts.push(line.len());
    let cluster = |w: &[usize]| {
        let text = &line[w[0]..w[1]];
        (text.chars().next().map_or(Class::Neutral, class), text)
    };
    starts.windows(2).map(cluster).collect()
}

/// Chance of a cut at a space, by what was cut before in the line (nothing, a run of one word, a
/// longer one), after the first word of the run and after a later one.
const AT_SPACE: [[f64; 2]; 3] = [[0.62, 0.11], [0.89, 0.29], [0.47, 0.12]];
/// Chance of a cut after the first letter of a word or before the last, and elsewhere inside it:
/// 1.4 % of all pairs of letters, three of four of them at the first or last.
const INSIDE_WORD: [f64; 2] = [0.018, 0.008];
/// Chance of white space where a word is cut.
const SPACE_IN_WORD: f64 = 0.05;
/// Chance that a full stop is cut from the word before it.
const STOP_CUT: f64 = 0.4;
/// Chance that the space at a cut is lost, which happens after a full stop only.
const SPACE_LOST: f64 = 0.1;
/// Chance that a paragraph ends with white space of its own run; where a line was broken there always
/// is one, cut off like any other or not.
const SPACE_AT_END: f64 = 0.5;
const SPACE_DOUBLED: f64 = 0.04;
const NUMBER_REVERSED: f64 = 0.02;
/// Share of lines that stay whole.
const WHOLE: f64 = 0.1;

/// The runs of a line in the making.
struct Runs {
    runs: Vec<String>,
    /// Row of [`AT_SPACE`].
    pace: usize,
    /// Words in the last run.
    words: usize,
}

impl Runs {
    fn push(&mut self, text: &str) {
        if let Some(run) = self.runs.last_mut() {
            run.push_str(text);
        }
    }

    fn cut(&mut self) {
        self.runs.push(String::new());
        self.pace = match self.words {
            0 => self.pace,
            1 => 1,
            _ => 2,
        };
        self.words = 0;
    }

    /// Chance of a cut at a space that comes now.
    fn chance(&self) -> f64 {
        AT_SPACE[self.pace][usize::from(self.words >= 2)]
    }
}

/// Cuts the line into runs and emits them last to first.
pub fn damage_runs(line: &str, rng: &mut Rng) -> String {
    if !has_persian(line) || rng.chance(WHOLE) {
        return line.to_string();
    }
    let split_citations = rng.chance(0.4);
    let western = |a: Class, b: Class| a != Class::Persian && b != Class::Persian;
    // Unless citations are split, a number among Latin words stays with them.
    let apart = |a: Class, b: Class| a != b && (split_citations || !western(a, b));

    let mut out = Runs {
        runs: vec![String::new()],
        pace: 0,
        words: 0,
    };
    let mut strong = Class::Neutral; // of the last letter or digit
    let mut before = Class::Neutral; // of the last cluster
    let cells = clusters(line);
    let kind_at = |at: usize| cells.get(at).map_or(Class::Neutral, |c| c.0);
    for (i, &(kind, text)) in cells.iter().enumerate() {
        if kind != Class::Neutral {
            if before != Class::Neutral && apart(strong, kind) {
                out.cut();
            } else if kind == Class::Persian && before == kind {
                let first = i < 2 || kind_at(i - 2) != kind;
                let last = kind_at(i + 1) != kind;
                if rng.chance(INSIDE_WORD[usize::from(!first && !last)]) {
                    out.cut();
                    out.words = 1;
                    if rng.chance(SPACE_IN_WORD) {
                        out.runs.insert(out.runs.len() - 1, " ".to_string());
                    }
                }
            }
            out.words += usize::from(kind == Class::Persian && before != kind);
            strong = kind;
        } else if text.starts_with(char::is_whitespace) {
            let next = cells[i..]
                .iter()
                .map(|c| c.0)
                .find(|&k| k != Class::Neutral);
            let next = next.unwrap_or(strong);
            let turn = apart(strong, next);
            if turn || (!western(strong, next) && rng.chance(out.chance())) {
                let stop = i > 0 && cells[i - 1].1 == ".";
                out.cut();
                // The space is a run of its own.
                if text != " " || !stop || !rng.chance(SPACE_LOST) {
                    out.push(text);
                    if rng.chance(SPACE_DOUBLED) {
                        out.push(" ");
                    }
                    out.cut();
                }
                before = kind;
                continue;
            }
        } else if text == "\u{200c}" {
            out.cut();
            before = kind;
            continue;
        } else {
            // What follows a number is set apart from it: `4-1-` comes out as `-4-1`.
            let mut after = cells[i + 1..].iter().filter(|c| c.1 != " ");
            let inside = after.next().is_some_and(|c| c.0 == Class::Digit);
            let number = split_citations && before == Class::Digit && !inside;
            let stop = text == "." && before == Class::Persian;
            if number || stop && rng.chance(STOP_CUT) {
                out.cut();
            }
        }
        out.push(text);
        before = kind;
    }
    if out.runs.len() > 1 {
        if line.ends_with(['.', '؟', '!', ':']) {
            out.cut();
            out.push(if rng.chance(SPACE_AT_END) { " " } else { "" });
        } else {
            if rng.chance(out.chance()) {
                out.cut();
            }
            out.push(" ");
        }
    }
    let runs = out.runs;
    let mut out = String::with_capacity(line.len());
    for run in runs.iter().rev() {
        let number = run.chars().count() == 4 && run.chars().all(|c| class(c) == Class::Digit);
        if number && rng.chance(NUMBER_REVERSED) {
            out.extend(run.chars().rev());
        } else {
            out.push_str(run);
        }
    }
    out
}

/// Share of the lam-alefs that stay whole (3 of 441 in ten theses).
const LAM_ALEF_WHOLE: f64 = 0.007;

/// Emits alef and lam of the ligature لا in the order in which they are painted.
pub fn damage_lam_alef(line: &str, rng: &mut Rng) -> String {
    let mut out = String::with_capacity(line.len());
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        let alef = (c == 'ل').then(|| chars.next_if(|&next| is_alef(next)));
        match alef.flatten() {
            Some(alef) if !rng.chance(LAM_ALEF_WHOLE) => out.extend([alef, c]),
            alef => {
                out.push(c);
                out.extend(alef);
            }
        }
    }
    out
}

/// Does the letter connect to the one after it?
fn joins_next(c: char) -> bool {
    "بپتثجچحخسشصضطظعغفقکكگلمنهیيىئ".contains(c)
}

fn is_alef(c: char) -> bool {
    matches!(c, 'ا' | 'آ' | 'أ' | 'إ')
}

/// How much a typesetter's kashida likes to stand after this letter.
fn liking(c: char) -> usize {
    match c {
        'س' => 60,
        'ش' => 56,
        'ض' => 36,
        'ص' => 20,
        'ی' => 5,
        _ => 2,
    }
}

const JUSTIFIED_WIDTH: usize = 68;
const STRETCHED: f64 = 0.96;

/// A word (clusters, joiners among them) with its kashida; `None` if it takes none.
fn stretch(word: &[(Class, &str)], tatweels: &str, rng: &mut Rng) -> Option<String> {
    let base = |i: usize| word.get(i).and_then(|c| c.1.chars().next()).unwrap_or(' ');
    let mut weights = vec![0usize; word.len()];
    for i in 0..word.len().saturating_sub(1) {
        let (here, next) = (base(i), base(i + 1));
        let connected = joins_next(here) && word[i + 1].0 == Class::Persian && next != 'ء';
        if connected && !(here == 'ل' && is_alef(next)) {
            let near_end = base(i + 2) == ' ' || word.len() - i <= 3;
            weights[i] = liking(here) + if near_end { 4 } else { 0 };
        }
    }
    let mut left = rng.below(weights.iter().sum());
    if weights.iter().all(|&w| w == 0) || !rng.chance(STRETCHED) {
        return None;
    }
    let mut place = 0;
    for (i, &weight) in weights.iter().enumerate() {
        if left < weight {
            place = i;
            break;
        }
        left -= weight;
    }
    let mut out = String::new();
    for (i, cell) in word.iter().enumerate() {
        // The lam-alef ligature right after a kashida loses its lam.
        let lost_lam = i == place + 1 && cell.1 == "ل" && base(i + 1) == 'ا';
        if !lost_lam {
            out.push_str(cell.1);
        }
        if i == place {
            out.push_str(tatweels);
        }
    }
    Some(out)
}

fn mirror(c: char) -> char {
    match c {
        '(' => ')',
        ')' => '(',
        '[' => ']',
        ']' => '[',
        '«' => '»',
        '»' => '«',
        c => c,
    }
}

/// The Latin citation in brackets that ends the line, with what follows it: `(Rid, 2013).`
fn last_citation(line: &str) -> Option<usize> {
    let at = line.rfind('(')?;
    let tail = &line[at..];
    let close = tail.rfind(')')?;
    let latin = tail.chars().any(|c| c.is_ascii_alphabetic()) && !has_persian(tail);
    (at > 0 && latin && tail.len() - close <= 3 && has_persian(&line[..at])).then_some(at)
}

/// Stretches a justified line with kashidas and does what extraction then does to it.
pub fn damage_kashida(line: &str, rng: &mut Rng) -> String {
    if !has_persian(line) {
        return line.to_string();
    }
    let width = line.chars().filter(|&c| c != ZWNJ && !is_mark(c)).count();
    let justified = width >= JUSTIFIED_WIDTH && !line.contains("   ") && rng.chance(0.92);
    let single = rng.chance(0.08);
    let tatweels: String = std::iter::repeat_n(TATWEEL, if single { 1 } else { 2 }).collect();
    let mirrored = rng.chance(0.8);
    let reversed = justified && !single && rng.chance(0.22);
    let cut_each = if rng.chance(0.5) { 0.92 } else { 0.12 };

    // Words with their kashidas; `pieces` are what the line falls into where it is cut at one.
    let mut pieces: Vec<String> = vec![String::new()];
    let (body, citation) = match last_citation(line) {
        Some(at) if rng.chance(0.8) => line.split_at(at),
        _ => (line, ""),
    };
    let cells = clusters(body);
    let mut at = 0;
    while at < cells.len() {
        let in_word = |c: &(Class, &str)| c.0 == Class::Persian || c.1 == "\u{200c}";
        let end = at + cells[at..].iter().take_while(|c| in_word(c)).count();
        let stretched = if justified && end > at {
            stretch(&cells[at..end], &tatweels, rng)
        } else {
            None
        };
        let end = end.max(at + 1);
        let plain = || cells[at..end].iter().map(|c| c.1).collect::<String>();
        let text = stretched.unwrap_or_else(plain).replace(ZWNJ, "");
        match text.find(tatweels.as_str()) {
            Some(cut) if cut > 0 && reversed && rng.chance(cut_each) => {
                if let Some(piece) = pieces.last_mut() {
                    piece.push_str(&text[..cut]);
                }
                pieces.push(text[cut..].to_string());
            }
            _ => {
                let here = cells[at].1 == " " && at > 0 && cells[at - 1].0 == Class::Persian;
                let call = cells.get(at + 1..).unwrap_or_default();
                let digits = call.iter().take_while(|c| c.0 == Class::Digit).count();
                let free = call.get(digits).is_none_or(|c| c.1 == " ");
                let glued = here && (1..=2).contains(&digits) && free && rng.chance(0.2);
                if let (false, Some(piece)) = (glued, pieces.last_mut()) {
                    piece.push_str(&text);
                }
            }
        }
        at = end;
    }
    pieces.reverse();
    let mut out = pieces.join(" ");
    if !citation.is_empty() {
        let close = citation.rfind(')').map_or(citation.len(), |i| i + 1);
        out = format!(
            "{}{} {}",
            &citation[close..],
            &citation[..close],
            out.trim_end()
        );
    }
    if mirrored {
        out.chars().map(mirror).collect()
    } else {
        out
    }
}

fn run() -> Result<String, String> {
    const USAGE: &str = "usage: damage runs|kashida FILE [--seed N]";
    let (mut words, mut seed) = (Vec::new(), 1u64);
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        if arg == "--seed" {
            let value = args.next().ok_or(USAGE)?;
            seed = value
                .parse()
                .map_err(|_| format!("--seed: `{value}` is not a number\n{USAGE}"))?;
        } else {
            words.push(arg);
        }
    }
    let [mechanism, file] = words.as_slice() else {
        return Err(USAGE.to_string());
    };
    let damage = match mechanism.as_str() {
        "runs" => Damage::Runs,
        "kashida" => Damage::Kashida,
        "lam-alef" => Damage::LamAlef,
        _ => return Err(USAGE.to_string()),
    };
    let text = std::fs::read_to_string(file).map_err(|e| format!("{file}: {e}"))?;
    Ok(damage_text(&text, damage, seed))
}

fn main() -> ExitCode {
    match run() {
        Ok(text) => match std::io::stdout().lock().write_all(text.as_bytes()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(e) if e.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
            Err(e) => {
                eprintln!("damage: standard output: {e}");
                ExitCode::from(2)
            }
        },
        Err(message) => {
            eprintln!("damage: {message}");
            ExitCode::from(2)
        }
    }
}
