//! Readers: from a file to documents whose text still knows its bytes.
//!
//! A format joins by implementing [`Reader`] in a file of its own and standing in [`READERS`].

mod archive;
mod encoding;
mod epub;
mod extracted;
pub mod guard;
mod html;
mod input;
mod json_lines;
mod labels;
mod markdown;
mod opendocument;
mod package;
mod pdf;
mod plain;
mod word;
mod xml;

pub use encoding::{Decoded, LONGEST_LINE, NotText, decode};
pub use guard::Limits;
pub use input::{Input, LARGEST_FILE};
pub use labels::{LabelRange, PageLabels, Style};

use crate::error::{Error, Result};
use crate::text::SourceText;
use std::path::Path;

/// What a file or record says of itself outside its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Declared {
    /// Title of the work.
    pub title: Option<String>,
    /// Its authors, as written.
    pub authors: Vec<String>,
    /// Year of publication, in the calendar in which it is given.
    pub year: Option<i32>,
}

/// A document as it was read, before repair.
#[derive(Clone, Debug, Default)]
pub struct RawDocument {
    /// Name of the document inside a file that holds several; none if the file is the document.
    pub id: Option<String>,
    /// Path inside an archive, if the file is one.
    pub member: Option<String>,
    /// What the format declares.
    pub declared: Declared,
    /// The text and its lines.
    pub text: SourceText,
    /// Encoding of the file (WHATWG name).
    pub encoding: &'static str,
    /// Share of the letters of Arabic script that stand in known words, where the reader measured
    /// it: how well the text of a PDF can be read.
    pub known_letters: Option<f64>,
    /// The numbers that its pages bear, where they are not their places in the file.
    pub labels: PageLabels,
    /// What was lost in reading, in words for the user.
    pub warnings: Vec<String>,
}

/// Receives documents one by one; an error from it ends the reading.
pub type Sink<'a> = dyn FnMut(RawDocument) -> Result<()> + 'a;

/// Reads the files of one format.
pub trait Reader: Sync {
    /// File name extensions in lower case, without the dot.
    fn extensions(&self) -> &'static [&'static str];

    /// Hands the documents of the file to `sink`.
    ///
    /// # Errors
    /// When the file cannot be read or holds no document of this format. A record that cannot be
    /// read in a file of many is handed to `bad` with its reason, and the rest goes on.
    fn read(
        &self,
        input: &Input,
        limits: &Limits,
        sink: &mut Sink,
        bad: &mut dyn FnMut(Error),
    ) -> Result<()>;
}

/// All formats, in the order in which they are documented.
pub const READERS: [&dyn Reader; 10] = [
    &plain::Plain,
    &markdown::Markdown,
    &json_lines::JsonLines,
    &pdf::Pdf,
    &word::Word,
    &opendocument::OpenDocument,
    &html::Html,
    &epub::Epub,
    &archive::Archive,
    &archive::Packed,
];

/// The reader for a file, by its extension; none if no format claims it.
pub fn reader_for(path: &Path) -> Option<&'static dyn Reader> {
    let extension = path.extension()?.to_str()?.to_lowercase();
    READERS
        .into_iter()
        .find(|r| r.extensions().contains(&extension.as_str()))
}

/// Reads the file of one document, on all processors.
///
/// # Errors
/// When the format is not known, the file cannot be read, or it does not hold exactly one document.
pub fn read_one(path: &Path) -> Result<RawDocument> {
    let reader = reader_for(path).ok_or_else(|| unknown_format(path))?;
    let mut documents = Vec::new();
    let mut problem = None;
    let limits = Limits {
        threads: std::thread::available_parallelism().map_or(1, usize::from),
        ..Limits::default()
    };
    reader.read(
        &Input::file(path),
        &limits,
        &mut |document| {
            documents.push(document);
            Ok(())
        },
        &mut |error| {
            problem.get_or_insert(error);
        },
    )?;
    match (documents.pop(), documents.is_empty()) {
        (Some(document), true) => Ok(document),
        (Some(_), false) => Err(Error::document(
            path,
            format!(
                "holds {} documents, and this command shows one; put one into a file of its own",
                documents.len() + 1
            ),
        )),
        (None, _) => Err(problem.unwrap_or_else(|| Error::document(path, "holds no document"))),
    }
}

/// The error for a file that no reader claims.
pub fn unknown_format(path: &Path) -> Error {
    let known: Vec<String> = READERS
        .iter()
        .flat_map(|r| r.extensions())
        .map(|e| format!(".{e}"))
        .collect();
    Error::document(
        path,
        format!(
            "no reader for this kind of file; known are {}",
            known.join(" ")
        ),
    )
}

/// Reads a whole file and decodes it, for the readers of single documents.
fn read_text(input: &Input) -> Result<Decoded> {
    let path = input.path();
    decode(&input.bytes()?).map_err(|not_text| match not_text {
        NotText::Empty => Error::document(path, "the file is empty"),
        NotText::Binary(None) => Error::document(
            path,
            "binary data, no text; give it its true extension or leave it out",
        ),
        NotText::Binary(Some(kind)) => Error::document(
            path,
            format!("this is {kind}, no text; give it its true extension or convert it to text"),
        ),
        NotText::LongLine(line) => Error::Document {
            path: path.to_owned(),
            line: Some(line),
            reason: format!(
                "a line of more than {} KiB, no text of lines; break it into lines",
                LONGEST_LINE >> 10
            ),
        },
    })
}

/// Reads a file of one document inside the guard: what a parser of a foreign format needs, and what
/// goes wrong in it, is the file's alone. `read` is given the bytes and says the reason if it fails.
fn guarded(
    input: &Input,
    limits: &Limits,
    sink: &mut Sink,
    read: fn(Vec<u8>, &Limits, &guard::Watch) -> std::result::Result<RawDocument, String>,
) -> Result<()> {
    let bytes = input.bytes()?.into_owned();
    let inside = *limits;
    let document = guard::run(limits, move |watch| read(bytes, &inside, watch))
        .map_err(|reason| Error::document(input.path(), reason))?;
    sink(document)
}

/// The document of a file that holds one.
fn whole_file(decoded: Decoded) -> RawDocument {
    let mut warnings = Vec::new();
    if decoded.damaged_lines > 0 {
        warnings.push(format!(
            "{} lines hold bytes that are not valid {}; they are shown as \u{fffd}",
            decoded.damaged_lines, decoded.encoding
        ));
    }
    RawDocument {
        text: decoded.text,
        encoding: decoded.encoding,
        warnings,
        ..RawDocument::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_told_by_extension_in_any_case() {
        assert!(reader_for(Path::new("a/B.TXT")).is_some());
        assert!(reader_for(Path::new("a/b.jsonl")).is_some());
        assert!(reader_for(Path::new("a/txt")).is_none());
        assert!(reader_for(Path::new("a/b.xyz")).is_none());
    }

    #[test]
    fn no_extension_is_claimed_twice() {
        let mut all: Vec<_> = READERS.iter().flat_map(|r| r.extensions()).collect();
        let count = all.len();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), count);
    }
}
