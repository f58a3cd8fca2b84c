//! Where the bytes of a document come from: a file, or a member of an archive.

use crate::error::{Error, Result};
use std::borrow::Cow;
use std::fs::File;
use std::io::{BufRead, BufReader, Cursor};
use std::path::{Path, PathBuf};

/// The largest file that is read whole (JSON Lines files are read line by line and may be larger).
pub const LARGEST_FILE: u64 = 1 << 30;

/// Something to read, with the path by which users know it.
#[derive(Clone, Debug)]
pub struct Input {
    path: PathBuf,
    held: Option<Vec<u8>>,
}

impl Input {
    /// A file.
    pub fn file(path: &Path) -> Input {
        Input {
            path: path.to_owned(),
            held: None,
        }
    }

    /// A file whose bytes are at hand. If they were unpacked, `path` is that of the archive with the
    /// member's name behind it.
    pub fn held(path: PathBuf, bytes: Vec<u8>) -> Input {
        Input {
            path,
            held: Some(bytes),
        }
    }

    /// The path for messages, and whose extension tells the format.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// All bytes.
    ///
    /// # Errors
    /// When the file cannot be read or is larger than [`LARGEST_FILE`].
    pub fn bytes(&self) -> Result<Cow<'_, [u8]>> {
        if let Some(bytes) = &self.held {
            return Ok(Cow::Borrowed(bytes));
        }
        let size = std::fs::metadata(&self.path)
            .map_err(Error::io(&self.path))?
            .len();
        if size > LARGEST_FILE {
            return Err(Error::document(
                &self.path,
                format!("larger than {} MiB; split it", LARGEST_FILE >> 20),
            ));
        }
        std::fs::read(&self.path)
            .map(Cow::Owned)
            .map_err(Error::io(&self.path))
    }

    /// A reader of the bytes, for formats that need not be held whole.
    ///
    /// # Errors
    /// When the file cannot be opened.
    pub fn open(&self) -> Result<Box<dyn BufRead + '_>> {
        match &self.held {
            Some(bytes) => Ok(Box::new(Cursor::new(bytes))),
            None => {
                let file = File::open(&self.path).map_err(Error::io(&self.path))?;
                Ok(Box::new(BufReader::with_capacity(1 << 16, file)))
            }
        }
    }
}
