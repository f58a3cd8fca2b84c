//! BibTeX and RIS files beside papers: what they say of a paper goes before what its text shows.
//!
//! `paper.bib` or `paper.ris` beside `paper.pdf` is about that paper. Other such files of the folder
//! are about the papers whose titles they give.

use super::read::{decode, guard};
use super::years::years;
use crate::error::{Error, Result};
use crate::text::letters::{digit_value, fold_solid, letter};
use biblib::CitationParser;
use std::path::{Path, PathBuf};

/// What a bibliography says of a work.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Its title; empty if none is given.
    pub title: String,
    /// Its authors, first names first.
    pub authors: Vec<String>,
    /// Year of publication, in the calendar in which it is given.
    pub year: Option<i32>,
    /// Digital object identifier, without `https://doi.org/`.
    pub doi: Option<String>,
}

/// Larger files are no bibliography of a folder's papers. Bytes.
const LARGEST: u64 = 64 << 20;

/// Whether a file is a bibliography, by its extension.
pub fn is_bibliography(path: &Path) -> bool {
    format_of(path).is_some()
}

#[derive(Clone, Copy)]
enum Format {
    Bib,
    Ris,
}

fn format_of(path: &Path) -> Option<Format> {
    match path.extension()?.to_str()?.to_lowercase().as_str() {
        "bib" => Some(Format::Bib),
        "ris" => Some(Format::Ris),
        _ => None,
    }
}

/// Reads a bibliography.
///
/// # Errors
/// When the file cannot be read, is too large, or is not of the format that its extension names.
pub fn read(path: &Path) -> Result<Vec<Entry>> {
    let size = std::fs::metadata(path).map_err(Error::io(path))?.len();
    if size > LARGEST {
        return Err(Error::document(
            path,
            format!("larger than {} MiB; split it", LARGEST >> 20),
        ));
    }
    let bytes = std::fs::read(path).map_err(Error::io(path))?;
    entries(path, &bytes)
}

fn entries(path: &Path, bytes: &[u8]) -> Result<Vec<Entry>> {
    let wrong = |reason: String| Error::document(path, reason);
    let decoded = decode(bytes).map_err(|_| wrong("no text; leave it out".into()))?;
    let text = decoded.text.traced.text;
    let parsed = match format_of(path) {
        Some(Format::Bib) => guard::caught(|| bibtex(&text)),
        Some(Format::Ris) => guard::caught(|| ris(&text)),
        None => Err("neither .bib nor .ris".into()),
    };
    parsed.map_err(|reason| wrong(format!("no bibliography: {reason}; mend or remove it")))
}

fn bibtex(text: &str) -> std::result::Result<Vec<Entry>, String> {
    use biblatex::{Bibliography, ChunksExt};
    let bibliography = Bibliography::parse(text).map_err(|error| error.to_string())?;
    let entry = |entry: &biblatex::Entry| {
        let field = |name: &str| entry.get(name).map(|chunks| chunks.format_verbatim());
        let authors = entry.author().unwrap_or_default();
        let name = |p: biblatex::Person| full_name(&[&p.given_name, &p.prefix, &p.name, &p.suffix]);
        Entry {
            title: plain(&field("title").unwrap_or_default()),
            authors: authors.into_iter().map(name).collect(),
            year: field("date")
                .or_else(|| field("year"))
                .as_deref()
                .and_then(year),
            doi: field("doi").as_deref().and_then(doi),
        }
    };
    Ok(bibliography.iter().map(entry).collect())
}

fn ris(text: &str) -> std::result::Result<Vec<Entry>, String> {
    let parsed = biblib::RisParser::new().parse(&ascii_years(text));
    let citations = parsed.map_err(|error| error.to_string())?;
    let entry = |citation: biblib::Citation| Entry {
        title: plain(&citation.title),
        authors: citation
            .authors
            .iter()
            .map(|a| {
                let part = |p: &Option<String>| p.clone().unwrap_or_default();
                full_name(&[&part(&a.given_name), &part(&a.middle_name), &a.name])
            })
            .collect(),
        year: citation.date.map(|d| d.year),
        doi: citation.doi.as_deref().and_then(doi),
    };
    Ok(citations.into_iter().map(entry).collect())
}

/// Years of RIS in ASCII digits, which alone are parsed.
fn ascii_years(text: &str) -> String {
    let ascii = |c: char| digit_value(c).map_or(c, |d| char::from(b'0' + d));
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        if line.starts_with("PY") || line.starts_with("Y1") || line.starts_with("DA") {
            out.extend(line.chars().map(ascii));
        } else {
            out.push_str(line);
        }
        out.push('\n');
    }
    out
}

/// The parts of a name in their order. `سگال، آدام` with the Persian comma, at which no parser cuts,
/// is turned.
fn full_name(parts: &[&str]) -> String {
    let all: Vec<&str> = parts.iter().flat_map(|p| p.split_whitespace()).collect();
    let name = all.join(" ");
    // Cut at the space behind the comma, it came turned already.
    let name = name.trim_end_matches('،');
    match name.split_once('،') {
        Some((surname, given)) => format!("{} {}", given.trim(), surname.trim()),
        None => name.to_owned(),
    }
}

/// One line, without the braces that keep capitals.
fn plain(text: &str) -> String {
    let text = text.replace(['{', '}'], "");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn year(text: &str) -> Option<i32> {
    years(text).next().map(|(_, year)| year)
}

fn doi(text: &str) -> Option<String> {
    let at = text.find("10.")?;
    Some(text[at..].trim().to_owned())
}

/// The bibliographies of a folder.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    files: Vec<Shelved>,
}

#[derive(Clone, Debug)]
struct Shelved {
    path: PathBuf,
    entries: Vec<Entry>,
    hash: blake3::Hash,
}

impl Shelf {
    /// Reads the bibliographies that lie in a folder, not below it. What cannot be read is told to
    /// `bad`, and the rest is used.
    pub fn of_folder(folder: &Path, bad: &mut dyn FnMut(Error)) -> Shelf {
        // A folder that cannot be listed is named by the walk that led here.
        let listed = std::fs::read_dir(if folder.as_os_str().is_empty() {
            Path::new(".")
        } else {
            folder
        });
        let paths = listed.into_iter().flatten().flatten().map(|e| e.path());
        let mut paths: Vec<PathBuf> = paths.filter(|p| is_bibliography(p)).collect();
        paths.sort();
        let mut shelf = Shelf::default();
        for path in paths {
            match read(&path).and_then(|entries| {
                let bytes = std::fs::read(&path).map_err(Error::io(&path))?;
                Ok((entries, blake3::hash(&bytes)))
            }) {
                Ok((entries, hash)) => shelf.files.push(Shelved {
                    path,
                    entries,
                    hash,
                }),
                Err(error) => bad(error),
            }
        }
        shelf
    }

    /// The entry about a paper: the only one of the file that has its name, else one with its title.
    pub fn about(&self, paper: &Path, title: Option<&str>) -> Option<&Entry> {
        let own: Vec<&Shelved> = self.own(paper).collect();
        if let [file] = own[..]
            && let [entry] = &file.entries[..]
        {
            return Some(entry);
        }
        let title = key(title?);
        if !title.1 {
            return None;
        }
        let files = own.into_iter().chain(&self.files);
        files
            .flat_map(|file| &file.entries)
            .find(|entry| key(&entry.title).0 == title.0)
    }

    /// What decides about a paper here, for the hash of its file; none without bibliographies.
    pub fn hashes(&self, paper: &Path) -> Vec<blake3::Hash> {
        let own: Vec<blake3::Hash> = self.own(paper).map(|f| f.hash).collect();
        if own.is_empty() {
            self.files.iter().map(|f| f.hash).collect()
        } else {
            own
        }
    }

    fn own<'a>(&'a self, paper: &Path) -> impl Iterator<Item = &'a Shelved> {
        let stem = paper.file_stem().map(|s| s.to_owned());
        self.files
            .iter()
            .filter(move |file| file.path.file_stem() == stem.as_deref())
    }
}

/// The letters of a title in one spelling, and whether they are enough to know it by.
fn key(title: &str) -> (String, bool) {
    let is_word = |c: &char| letter(*c).class.is_word();
    let key: String = fold_solid(title)
        .to_lowercase()
        .chars()
        .filter(is_word)
        .collect();
    let enough = key.chars().count() >= 8;
    (key, enough)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(title: &str, authors: &[&str], year: i32, doi: Option<&str>) -> Entry {
        Entry {
            title: title.to_owned(),
            authors: authors.iter().map(|a| (*a).to_owned()).collect(),
            year: Some(year),
            doi: doi.map(str::to_owned),
        }
    }

    #[track_caller]
    fn check(name: &str, text: &str, expected: &[Entry]) {
        let found = entries(Path::new(name), text.as_bytes()).unwrap();
        assert_eq!(found, expected);
    }

    #[test]
    fn bibtex_in_two_scripts() {
        check(
            "a.bib",
            "@article{a, title = {The {Cyber} Question}, author = {van der Berg, Jan and Ada Lovelace},\n  year = 2020, doi = {https://doi.org/10.1000/xyz}}\n@book{b, title = {شبکه‌های نو}, author = {کاظمی، رضا and مریم صادقی}, year = {۱۳۹۹}}\n",
            &[
                entry(
                    "The Cyber Question",
                    &["Jan van der Berg", "Ada Lovelace"],
                    2020,
                    Some("10.1000/xyz"),
                ),
                entry("شبکه‌های نو", &["رضا کاظمی", "مریم صادقی"], 1399, None),
            ],
        );
    }

    #[test]
    fn ris_in_two_scripts() {
        check(
            "a.RIS",
            "TY  - JOUR\nTI  - The Cyber Question\nAU  - Lovelace, Ada\nPY  - 2020\nDO  - 10.1000/xyz\nER  - \n\nTY  - BOOK\nTI  - شبکه‌های نو\nAU  - کاظمی، رضا\nPY  - ۱۳۹۹\nER  - \n",
            &[
                entry(
                    "The Cyber Question",
                    &["Ada Lovelace"],
                    2020,
                    Some("10.1000/xyz"),
                ),
                entry("شبکه‌های نو", &["رضا کاظمی"], 1399, None),
            ],
        );
    }

    #[test]
    fn what_is_no_bibliography_is_named_with_its_reason() {
        let error = entries(Path::new("x/a.bib"), b"@article{a, title = {open").unwrap_err();
        let message = error.to_string();
        assert!(message.contains("a.bib"), "{message}");
        assert!(message.contains("mend or remove it"), "{message}");
    }

    #[test]
    fn the_file_of_its_name_or_the_title_tells_about_a_paper() {
        let folder = tempfile::tempdir().unwrap();
        let write =
            |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        write(
            "one.bib",
            "@article{a, title = {First Paper of All}, year = 2001}",
        );
        write(
            "all.bib",
            "@article{b, title = {Second Paper of All}, year = 2002}\n@book{c, title = {Another}}",
        );
        write("bad.ris", "no tags at all");
        let mut bad = Vec::new();
        let shelf = Shelf::of_folder(folder.path(), &mut |error| bad.push(error.to_string()));
        let year = |name: &str, title: Option<&str>| {
            shelf.about(Path::new(name), title).and_then(|e| e.year)
        };
        assert_eq!(year("x/one.pdf", None), Some(2001));
        assert_eq!(year("two.txt", None), None);
        assert_eq!(year("two.txt", Some("Second paper of all.")), Some(2002));
        assert_eq!(year("two.txt", Some("Third paper of all")), None);
        assert_eq!(shelf.hashes(Path::new("one.txt")).len(), 1);
        let none = Shelf::of_folder(Path::new("/no/such/folder"), &mut |_| panic!());
        assert!(none.hashes(Path::new("one.txt")).is_empty());
    }
}
