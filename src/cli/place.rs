//! `kavosh show` and `kavosh open`: from the place of a hit, `path:line`, back to the paper.

use super::Outcome;
use super::args::{OpenArgs, ShowArgs};
use super::output::Output;
use super::search::isolates;
use super::show::{self, View};
use crate::document::read::{Input, Limits, RawDocument, reader_for, unknown_format};
use crate::document::{Document, outline};
use crate::error::{Error, Result};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Shows the passage at a place, with those around it.
///
/// # Errors
/// When the file cannot be read or has no such line.
pub fn show(args: &ShowArgs, output: &mut Output) -> Result<Outcome> {
    let place = Place::parse(&args.hit)?;
    let document = Document::build(place.document()?, !args.no_repair);
    let (first, last) = place.lines.unwrap_or((1, 1));
    let at = |p: &crate::document::Passage| p.traced.lines().unwrap_or((0, 0));
    let touched = |p: &crate::document::Passage| at(p).0 <= last && at(p).1 >= first;
    let found: Vec<usize> = (0..document.passages.len())
        .filter(|i| touched(&document.passages[*i]))
        .collect();
    // A running head or an empty line is in no passage; the next one is meant.
    let nearest = || document.passages.iter().position(|p| at(p).0 >= first);
    let Some((from, to)) = found
        .first()
        .copied()
        .zip(found.last().copied())
        .or_else(|| nearest().map(|i| (i, i)))
    else {
        return Err(Error::Input(format!(
            "{}: no passage at line {first}; the document ends before",
            place.path.display()
        )));
    };
    let view = View::of(output, isolates(args.isolates, output));
    if let Some(title) = &document.about.title {
        show::title(output, &view, title)?;
    }
    let mut section = None;
    let shown =
        from.saturating_sub(args.context)..(to + args.context + 1).min(document.passages.len());
    for index in shown {
        let passage = &document.passages[index];
        let path = outline::path(&document.sections, passage.section);
        if section.as_ref() != Some(&path) {
            show::section(output, &view, &path)?;
            section = Some(path);
        }
        let (first, last) = at(passage);
        let mut about = format!("  {}", passage.kind.name());
        let label = passage.page.map(|page| document.labels.label(page));
        if let Some(page) = label.filter(|label| !label.is_empty()) {
            about += &format!("  p. {page}");
        }
        let lines = format!("{}:{first}-{last}", place.path.display());
        show::place(output, &lines, &about)?;
        let length = passage.traced.text.chars().count();
        let marks: &[(usize, usize)] = if (from..=to).contains(&index) && args.context > 0 {
            &[(0, length)]
        } else {
            &[]
        };
        show::text(output, &view, &passage.traced.text, marks)?;
    }
    Ok(Outcome::Done)
}

/// Hands a file and a page, or line, to a viewer.
///
/// # Errors
/// When the file is not there or no viewer is.
pub fn open(args: &OpenArgs, output: &mut Output) -> Result<Outcome> {
    let place = Place::parse(&args.hit)?;
    if place.member.is_some() {
        return Err(Error::Input(format!(
            "{} is inside an archive; unpack it and open the file",
            place.path.display()
        )));
    }
    let line = place.lines.map_or(1, |l| l.0);
    let page = if place.lines.is_some() {
        page_of(&place, line)
    } else {
        None
    };
    let named = args
        .viewer
        .clone()
        .or_else(|| std::env::var("KAVOSH_VIEWER").ok());
    let command = match named {
        Some(template) => from_template(&template, &place.file, page, line),
        None => viewer(&place.file, page, line),
    };
    let Some((program, arguments)) = command.split_first() else {
        return Err(Error::Input("the viewer is an empty command".into()));
    };
    if args.dry_run {
        let words: Vec<String> = command
            .iter()
            .map(|w| w.to_string_lossy().into_owned())
            .collect();
        output.line(&words.join(" "))?;
        return Ok(Outcome::Done);
    }
    let in_terminal = program_name(program).is_some_and(|n| TERMINAL_EDITORS.contains(&n.as_str()));
    let mut child = Command::new(program);
    child.args(arguments);
    if !in_terminal {
        child
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
    }
    let no_viewer = |error: std::io::Error| {
        Error::Input(format!(
            "cannot start {}: {error}; name a viewer with --viewer 'evince -p {{page}} {{file}}'",
            program.to_string_lossy()
        ))
    };
    let mut started = child.spawn().map_err(no_viewer)?;
    if in_terminal {
        started.wait().map_err(no_viewer)?;
    }
    Ok(Outcome::Done)
}

/// A place as search prints it.
struct Place {
    /// The path as typed, without the lines.
    path: PathBuf,
    /// The file that holds it.
    file: PathBuf,
    /// The path inside the file, if that is an archive.
    member: Option<String>,
    lines: Option<(u32, u32)>,
}

impl Place {
    /// `path`, `path:line` or `path:first-last`; a path may hold colons itself.
    fn parse(hit: &str) -> Result<Place> {
        let (path, lines) = match hit.rsplit_once(':') {
            Some((path, lines)) if !Path::new(hit).exists() => match parse_lines(lines) {
                Some(lines) => (path, Some(lines)),
                None => (hit, None),
            },
            _ => (hit, None),
        };
        let path = PathBuf::from(path);
        let file = path
            .ancestors()
            .find(|p| p.is_file())
            .ok_or_else(|| {
                Error::Input(format!(
                    "{hit}: no such file; name a hit as search prints it, path:line, from the folder where you indexed"
                ))
            })?
            .to_owned();
        let member = path
            .strip_prefix(&file)
            .ok()
            .map(|m| m.to_string_lossy().into_owned())
            .filter(|m| !m.is_empty());
        Ok(Place {
            path,
            file,
            member,
            lines,
        })
    }

    /// The document at this place.
    fn document(&self) -> Result<RawDocument> {
        let reader = reader_for(&self.file).ok_or_else(|| unknown_format(&self.file))?;
        let line = self.lines.map_or(0, |l| l.0);
        let limits = Limits {
            threads: super::threads(None),
            ..Limits::default()
        };
        let mut found: Option<RawDocument> = None;
        let mut problem = None;
        reader.read(
            &Input::file(&self.file),
            &limits,
            &mut |document| {
                let right_member = self.member.is_none() || document.member == self.member;
                // Of the records of a file the one that reaches to the line.
                let begins = document.text.lines.first().map_or(0, |l| l.number);
                if right_member && (found.is_none() || begins <= line) {
                    found = Some(document);
                }
                Ok(())
            },
            &mut |error| {
                problem.get_or_insert(error);
            },
        )?;
        found.ok_or_else(|| {
            problem.unwrap_or_else(|| Error::document(&self.path, "is not in the archive any more"))
        })
    }
}

fn parse_lines(text: &str) -> Option<(u32, u32)> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let (first, last) = (first.parse().ok()?, last.parse().ok()?);
    (first <= last).then_some((first, last))
}

/// The page of a line by its place in the file, from 1, as viewers want it, in formats that have
/// pages.
fn page_of(place: &Place, line: u32) -> Option<u32> {
    let document = place.document().ok()?;
    let lines = &document.text.lines;
    lines
        .iter()
        .rfind(|l| l.number <= line)
        .and_then(|l| l.page)
}

/// Editors that need the terminal.
const TERMINAL_EDITORS: [&str; 6] = ["vi", "vim", "nvim", "nano", "less", "hx"];

/// Viewers of PDF files that can begin at a page, and how they are told.
const PDF_VIEWERS: [(&str, &[&str]); 7] = [
    ("evince", &["-p", "{page}", "{file}"]),
    ("papers", &["-p", "{page}", "{file}"]),
    ("okular", &["-p", "{page}", "{file}"]),
    ("zathura", &["-P", "{page}", "{file}"]),
    ("atril", &["-p", "{page}", "{file}"]),
    ("mupdf", &["{file}", "{page}"]),
    ("xpdf", &["{file}", "{page}"]),
];

/// The command that shows a file at its page or line.
fn viewer(file: &Path, page: Option<u32>, line: u32) -> Vec<OsString> {
    let is_pdf = file
        .extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("pdf"));
    if is_pdf
        && let Some((program, words)) = PDF_VIEWERS.iter().find(|(program, _)| is_on_path(program))
    {
        let mut command = vec![OsString::from(program)];
        command.extend(words.iter().map(|w| filled(w, file, page, line)));
        return command;
    }
    let opener = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    vec![opener.into(), file.into()]
}

fn from_template(template: &str, file: &Path, page: Option<u32>, line: u32) -> Vec<OsString> {
    let mut command: Vec<OsString> = template
        .split_whitespace()
        .map(|w| filled(w, file, page, line))
        .collect();
    if !template.contains("{file}") {
        command.push(file.into());
    }
    command
}

fn filled(word: &str, file: &Path, page: Option<u32>, line: u32) -> OsString {
    if word == "{file}" {
        return file.into();
    }
    word.replace("{file}", &file.to_string_lossy())
        .replace("{page}", &page.unwrap_or(1).to_string())
        .replace("{line}", &line.to_string())
        .into()
}

fn is_on_path(program: &str) -> bool {
    std::env::var_os("PATH").is_some_and(|path| {
        std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
    })
}

fn program_name(program: &std::ffi::OsStr) -> Option<String> {
    Some(
        Path::new(program)
            .file_name()?
            .to_string_lossy()
            .into_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_parsed() {
        assert_eq!(parse_lines("12"), Some((12, 12)));
        assert_eq!(parse_lines("12-15"), Some((12, 15)));
        assert_eq!(parse_lines("15-12"), None);
        assert_eq!(parse_lines("x"), None);
    }

    #[test]
    fn viewers_are_told_the_page() {
        let command = from_template("evince -p {page} {file}", Path::new("a b.pdf"), Some(7), 3);
        assert_eq!(command, ["evince", "-p", "7", "a b.pdf"]);
        assert_eq!(
            from_template("less +{line}", Path::new("a.txt"), None, 3),
            ["less", "+3", "a.txt"]
        );
    }
}
