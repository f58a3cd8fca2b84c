//! Files that are zip archives inside: Word, OpenDocument, EPUB, and archives of papers.

use super::guard::{Limits, Watch};
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Entries of an archive that are looked at.
const MOST_ENTRIES: usize = 100_000;

/// An archive in memory.
pub struct Package<'w> {
    archive: ZipArchive<Cursor<Vec<u8>>>,
    limits: Limits,
    watch: &'w Watch,
}

impl<'w> Package<'w> {
    /// Opens an archive; the reason if it is none.
    pub fn open(bytes: Vec<u8>, limits: &Limits, watch: &'w Watch) -> Result<Package<'w>, String> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|e| {
            format!("no zip archive inside, or a damaged one ({e}); get it again or save it anew")
        })?;
        if archive.len() > MOST_ENTRIES {
            return Err(format!("holds more than {MOST_ENTRIES} entries; split it"));
        }
        Ok(Package {
            archive,
            limits: *limits,
            watch,
        })
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.archive.len()
    }

    /// Name of an entry if it is a file whose path stays inside the archive: `Ok(None)` for folders,
    /// an error for paths that leave it.
    pub fn name(&mut self, index: usize) -> Result<Option<String>, String> {
        let entry = self
            .archive
            .by_index_raw(index)
            .map_err(|e| e.to_string())?;
        let raw = entry.name().map_err(|e| e.to_string())?.into_owned();
        if entry.is_dir() {
            return Ok(None);
        }
        match entry.enclosed_name() {
            Some(path) if !raw.contains('\\') => Ok(Some(path.to_string_lossy().into_owned())),
            _ => Err(format!(
                "the entry `{raw}` points out of the archive; it is left out"
            )),
        }
    }

    /// The bytes of an entry.
    pub fn bytes(&mut self, index: usize) -> Result<Vec<u8>, String> {
        self.watch.check();
        let entry = self.archive.by_index(index).map_err(|e| reason(&e))?;
        let mut bytes = Vec::new();
        let most = self.limits.unpacked;
        let read = entry.take(most + 1).read_to_end(&mut bytes);
        // What a bomb unpacked before it failed counts too.
        if !self.watch.unpack(bytes.len() as u64, &self.limits) {
            return Err(format!(
                "unpacks to more than {} MiB; leave it out, or allow more with --file-memory",
                most >> 20
            ));
        }
        read.map_err(|e| format!("an entry is damaged ({e}); get it again or save it anew"))?;
        Ok(bytes)
    }

    /// The bytes of an entry by its name; `Ok(None)` if there is none.
    pub fn file(&mut self, name: &str) -> Result<Option<Vec<u8>>, String> {
        match self.archive.index_for_name(name) {
            Some(index) => self.bytes(index).map(Some),
            None => Ok(None),
        }
    }
}

fn reason(error: &zip::result::ZipError) -> String {
    let text = error.to_string();
    if text.to_lowercase().contains("password") {
        "encrypted; unpack it with its password first".into()
    } else {
        format!("an entry cannot be read ({text}); get it again or save it anew")
    }
}
