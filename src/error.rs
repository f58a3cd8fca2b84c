//! The one error of the project. A message names what it is about, the reason, and what to do.

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Result with [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

/// Everything that can go wrong.
#[derive(Debug)]
pub enum Error {
    /// A file or folder cannot be opened, read or written.
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file was read, but is no document that kavosh understands.
    Document {
        /// The file.
        path: PathBuf,
        /// Line from 1, where one can be named.
        line: Option<u32>,
        /// Why, and what helps.
        reason: String,
    },
    /// A query is not well formed.
    Query {
        /// The query as typed.
        query: String,
        /// First character of the place, counted in Unicode scalar values.
        start: usize,
        /// Characters of the place, at least one.
        len: usize,
        /// What is wrong and how it is meant.
        reason: String,
    },
    /// The index is missing, damaged, in use, or made by another version.
    Index {
        /// Folder of the index.
        path: PathBuf,
        /// Why, and the command that mends it.
        reason: String,
    },
    /// A query took longer than it may.
    Timeout {
        /// The time that it was given.
        allowed: Duration,
    },
    /// An argument or an input file of a command (queries, judgements) is wrong.
    Input(String),
}

impl Error {
    /// An [`Error::Io`] about `path`, for `map_err`.
    pub fn io(path: impl AsRef<Path>) -> impl FnOnce(std::io::Error) -> Error {
        let path = path.as_ref().to_owned();
        move |source| Error::Io { path, source }
    }

    /// An [`Error::Document`] about a whole file.
    pub fn document(path: impl AsRef<Path>, reason: impl Into<String>) -> Error {
        Error::Document {
            path: path.as_ref().to_owned(),
            line: None,
            reason: reason.into(),
        }
    }

    /// An [`Error::Index`] about the index in `path`.
    pub fn index(path: impl AsRef<Path>, reason: impl Into<String>) -> Error {
        Error::Index {
            path: path.as_ref().to_owned(),
            reason: reason.into(),
        }
    }

    /// Whether this is the reader of our output having closed it, which is no error.
    pub fn is_broken_pipe(&self) -> bool {
        matches!(self, Error::Io { source, .. } if source.kind() == std::io::ErrorKind::BrokenPipe)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Io { path, source } => {
                write!(
                    f,
                    "{}: {}",
                    path.display(),
                    lower_first(&source.to_string())
                )?;
                match source.kind() {
                    std::io::ErrorKind::NotFound => write!(f, "; check the path"),
                    std::io::ErrorKind::PermissionDenied => {
                        write!(f, "; give yourself permission to it, or leave it out")
                    }
                    std::io::ErrorKind::StorageFull => {
                        write!(f, "; free some space and run the command again")
                    }
                    _ => Ok(()),
                }
            }
            Error::Document { path, line, reason } => {
                write!(f, "{}", path.display())?;
                if let Some(line) = line {
                    write!(f, ":{line}")?;
                }
                write!(f, ": {reason}")
            }
            Error::Query {
                query,
                start,
                len,
                reason,
            } => {
                // Isolates are not used here: the place is also named by number, since a caret
                // cannot point into text that a terminal reorders.
                let place: String = query.chars().skip(*start).take(*len).collect();
                writeln!(f, "{reason} (at character {}: `{place}`)", start + 1)?;
                writeln!(f, "  {query}")?;
                write!(f, "  {}{}", " ".repeat(*start), "^".repeat((*len).max(1)))
            }
            Error::Index { path, reason } => write!(f, "index {}: {reason}", path.display()),
            Error::Timeout { allowed } => write!(
                f,
                "the query took longer than {allowed:?} and was given up; ask for less, or raise --timeout"
            ),
            Error::Input(reason) => write!(f, "{reason}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map(|c| c.to_lowercase().chain(chars).collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_error_points_at_its_place() {
        let error = Error::Query {
            query: "abc \"def".into(),
            start: 4,
            len: 1,
            reason: "this quote is never closed".into(),
        };
        assert_eq!(
            error.to_string(),
            "this quote is never closed (at character 5: `\"`)\n  abc \"def\n      ^"
        );
    }

    #[test]
    fn an_io_error_names_the_file_and_what_to_do() {
        let error = Error::io("a/b.txt")(std::io::ErrorKind::PermissionDenied.into());
        assert_eq!(
            error.to_string(),
            "a/b.txt: permission denied; give yourself permission to it, or leave it out"
        );
    }
}
