//! The folder of an index: which generation is current, who made it, who may write.
//!
//! ```text
//! index/
//!   kavosh.json      the current generation, the fingerprint, the dictionaries given
//!   kavosh.lock      held by the one process that writes
//!   generation-3/    a Tantivy index
//! ```
//!
//! An update commits into the current generation; a rebuild makes a new one and then renames a new
//! `kavosh.json` into place, so that until that moment, and after a crash, the old index stands.

use super::schema::{SCHEMA_VERSION, schema};
use super::sealed::Sealed;
use crate::analysis;
use crate::error::{Error, Result};
use crate::language::cjk::{CjkLanguage, Dictionaries};
use crate::repair;
use serde::{Deserialize, Serialize};
use std::fs::{self, File, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};
use tantivy::{Index, IndexSettings};

const HEADER: &str = "kavosh.json";
const LOCK: &str = "kavosh.lock";
const GENERATION: &str = "generation-";
/// Begins the names of files that Tantivy writes to be renamed.
const TEMPORARY: &str = ".tmp";

/// The header of an index: what `kavosh.json` holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Name of the folder of the current generation.
    pub generation: String,
    /// What the index depends on; see `fingerprint`.
    pub fingerprint: String,
    /// Version of kavosh that made the index, for the reader of the file.
    pub version: String,
    /// Given dictionaries by language.
    #[serde(default)]
    pub dictionaries: Vec<(String, PathBuf)>,
    /// Hash of all the above, so that damage is noticed.
    #[serde(default)]
    pub checksum: String,
}

impl Header {
    fn checksum(&self) -> String {
        let plain = Header {
            checksum: String::new(),
            ..self.clone()
        };
        let json = serde_json::to_vec(&plain).unwrap_or_default();
        blake3::hash(&json).to_hex()[..16].to_owned()
    }

    /// As it stands in the file, but for the line end. Strings always serialize.
    fn json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// Reads what was written; none if a single byte of it is another one.
    fn parse(json: &[u8]) -> Option<Header> {
        let header: Header = serde_json::from_slice(json).ok()?;
        let is_ours = json.strip_suffix(b"\n").unwrap_or(json) == header.json().as_bytes();
        (is_ours && header.checksum == header.checksum()).then_some(header)
    }
}

/// What makes two indexes alike: schema, repair, analyzer, tables, dictionaries.
pub fn fingerprint(dictionaries: &Dictionaries) -> String {
    format!(
        "schema={SCHEMA_VERSION} repair={} {}",
        repair::version(),
        analysis::fingerprint(dictionaries)
    )
}

/// An open index of the current generation.
pub struct Store {
    /// Folder of the index.
    pub path: PathBuf,
    /// Its header.
    pub header: Header,
    /// The Tantivy index.
    pub index: Index,
    /// The dictionaries with which it was made.
    pub dictionaries: Dictionaries,
}

impl Store {
    /// The same generation with its files read through small windows, not mapped: to be written to,
    /// or read from the first entry to the last.
    ///
    /// # Errors
    /// When it is damaged.
    pub fn streamed(&self) -> Result<Index> {
        let index = Sealed::streamed(&self.path.join(&self.header.generation))
            .and_then(Index::open)
            .map_err(|e| damaged(&self.path, &e))?;
        Ok(index)
    }

    /// Opens an index for reading.
    ///
    /// # Errors
    /// When there is none, it is damaged, or another version made it; the message names the command
    /// that mends it.
    pub fn open(path: &Path) -> Result<Store> {
        // A rebuild may replace the generation between reading its name and opening it.
        let before = read_header(path)?;
        match Store::open_once(path) {
            Err(Error::Index { .. }) if read_header(path)? != before => Store::open_once(path),
            result => result,
        }
    }

    fn open_once(path: &Path) -> Result<Store> {
        let header = read_header(path)?.ok_or_else(|| {
            Error::index(
                path,
                format!(
                    "there is none; make one with `kavosh index FOLDER --index {}`",
                    path.display()
                ),
            )
        })?;
        let dictionaries = load_dictionaries(path, &header.dictionaries)?;
        let current = fingerprint(&dictionaries);
        if header.fingerprint != current {
            return Err(Error::index(
                path,
                format!(
                    "made with other settings ({} by kavosh {}, now {current}); make it anew with `kavosh index --rebuild FOLDER --index {}`",
                    header.fingerprint,
                    header.version,
                    path.display()
                ),
            ));
        }
        let folder = path.join(&header.generation);
        let index = Sealed::mapped(&folder)
            .and_then(Index::open)
            .map_err(|e| damaged(path, &e))?;
        Ok(Store {
            path: path.to_owned(),
            header,
            index,
            dictionaries,
        })
    }
}

/// Times that a generation may be taken away while it is read before what was read counts anyhow.
const TRIES: usize = 5;

impl Store {
    /// Opens an index and reads it with `read`.
    ///
    /// A rebuild may take a generation away while its files are opened, and Tantivy takes a missing
    /// file of positions for an empty one. So what was read counts only if its generation is still the
    /// current one afterwards; otherwise it is read again.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn read<T>(path: &Path, read: impl Fn(&Store) -> T) -> Result<(Store, T)> {
        let mut tries = TRIES;
        loop {
            let store = Store::open(path)?;
            let found = read(&store);
            tries -= 1;
            if tries == 0 || store.is_current() {
                return Ok((store, found));
            }
        }
    }

    /// Whether its generation is still the current one.
    fn is_current(&self) -> bool {
        matches!(read_header(&self.path), Ok(Some(header)) if header.generation == self.header.generation)
    }
}

/// The right to write to an index, held until dropped, also if the process is killed.
pub struct WriteLock {
    path: PathBuf,
    _file: File,
}

impl WriteLock {
    /// Takes the lock, making the folder if there is none, and clears away what a killed process
    /// left.
    ///
    /// # Errors
    /// When another process writes, the folder cannot be made, or it holds something that is no
    /// index.
    pub fn take(path: &Path) -> Result<WriteLock> {
        refuse_foreign_folder(path)?;
        fs::create_dir_all(path).map_err(Error::io(path))?;
        let lock_path = path.join(LOCK);
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&lock_path)
            .map_err(Error::io(&lock_path))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(Error::index(
                    path,
                    "another kavosh is writing to it; wait until it has finished and run the command again",
                ));
            }
            Err(TryLockError::Error(error)) => return Err(Error::io(&lock_path)(error)),
        }
        let lock = WriteLock {
            path: path.to_owned(),
            _file: file,
        };
        lock.clear_leftovers();
        Ok(lock)
    }

    /// Opens the index, or makes an empty one.
    ///
    /// # Errors
    /// As [`Store::open`], except that a missing index is made.
    pub fn open_or_create(&self, dictionaries: &[(CjkLanguage, PathBuf)]) -> Result<Store> {
        let given = name_dictionaries(dictionaries)?;
        match read_header(&self.path)? {
            Some(header) if !given.is_empty() && given != header.dictionaries => Err(Error::index(
                &self.path,
                format!(
                    "made with other dictionaries; make it anew with `kavosh index --rebuild FOLDER --index {}`",
                    self.path.display()
                ),
            )),
            Some(_) => Store::open(&self.path),
            None => {
                let store = self.create(dictionaries)?;
                self.publish(&store)?;
                Ok(store)
            }
        }
    }

    /// Makes an empty generation beside the current one, which stays current until
    /// [`WriteLock::publish`].
    pub fn create(&self, dictionaries: &[(CjkLanguage, PathBuf)]) -> Result<Store> {
        let last = self
            .generations()
            .into_iter()
            .map(|(n, _)| n)
            .max()
            .unwrap_or(0);
        let generation = format!("{GENERATION}{}", last + 1);
        let folder = self.path.join(&generation);
        fs::create_dir_all(&folder).map_err(Error::io(&folder))?;
        let index = Sealed::mapped(&folder)
            .and_then(|folder| Index::create(folder, schema().0, IndexSettings::default()))
            .map_err(|e| damaged(&self.path, &e))?;
        let names = name_dictionaries(dictionaries)?;
        let dictionaries = load_dictionaries(&self.path, &names)?;
        Ok(Store {
            path: self.path.clone(),
            header: Header {
                generation,
                fingerprint: fingerprint(&dictionaries),
                version: env!("CARGO_PKG_VERSION").to_owned(),
                dictionaries: names,
                checksum: String::new(),
            },
            index,
            dictionaries,
        })
    }

    /// Makes a generation the current one and removes the others.
    pub fn publish(&self, store: &Store) -> Result<()> {
        let mut header = store.header.clone();
        header.checksum = header.checksum();
        let json = header.json();
        let target = self.path.join(HEADER);
        let temporary = self.path.join(format!("{HEADER}.new"));
        let mut file = File::create(&temporary).map_err(Error::io(&temporary))?;
        file.write_all(json.as_bytes())
            .and_then(|()| file.write_all(b"\n"))
            .and_then(|()| file.sync_all())
            .map_err(Error::io(&temporary))?;
        fs::rename(&temporary, &target).map_err(Error::io(&target))?;
        self.clear_leftovers();
        Ok(())
    }

    /// Removes generations that are not current, and what a killed process wrote to be renamed. What
    /// cannot be removed does no harm.
    fn clear_leftovers(&self) {
        let Ok(header) = read_header(&self.path) else {
            return;
        };
        let _ = fs::remove_file(self.path.join(format!("{HEADER}.new")));
        let current = header.map(|h| h.generation);
        for (_, folder) in self.generations() {
            if folder.file_name().and_then(|n| n.to_str()) != current.as_deref() {
                let _ = fs::remove_dir_all(folder);
                continue;
            }
            for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
                if entry.file_name().to_string_lossy().starts_with(TEMPORARY) {
                    let _ = fs::remove_file(entry.path());
                }
            }
        }
    }

    fn generations(&self) -> Vec<(u64, PathBuf)> {
        let Ok(entries) = fs::read_dir(&self.path) else {
            return Vec::new();
        };
        entries
            .flatten()
            .filter_map(|entry| {
                let name = entry.file_name();
                let number = name.to_str()?.strip_prefix(GENERATION)?.parse().ok()?;
                Some((number, entry.path()))
            })
            .collect()
    }
}

/// A rebuild that failed gives its space back: the disk may be full because of it.
impl Drop for WriteLock {
    fn drop(&mut self) {
        self.clear_leftovers();
    }
}

/// An index is made in a folder of its own: a slip of the fingers must not mix it with papers.
fn refuse_foreign_folder(path: &Path) -> Result<()> {
    if path.join(HEADER).exists() || !path.exists() {
        return Ok(());
    }
    let entries = fs::read_dir(path).map_err(Error::io(path))?;
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let ours =
            name.starts_with('.') || name.starts_with(GENERATION) || name.starts_with("kavosh.");
        if !ours {
            return Err(Error::index(
                path,
                format!(
                    "the folder holds other files ({name}); name an empty or new folder with --index"
                ),
            ));
        }
    }
    Ok(())
}

fn read_header(path: &Path) -> Result<Option<Header>> {
    let file = path.join(HEADER);
    let json = match fs::read(&file) {
        Ok(json) => json,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Error::io(&file)(error)),
    };
    let damaged = || {
        Error::index(
            path,
            format!(
                "{HEADER} is damaged; make the index anew with `kavosh index --rebuild FOLDER --index {}`",
                path.display()
            ),
        )
    };
    Header::parse(&json).map(Some).ok_or_else(damaged)
}

fn name_dictionaries(given: &[(CjkLanguage, PathBuf)]) -> Result<Vec<(String, PathBuf)>> {
    given
        .iter()
        .map(|(language, folder)| {
            let folder = fs::canonicalize(folder).map_err(Error::io(folder))?;
            Ok((language.to_string(), folder))
        })
        .collect()
}

fn load_dictionaries(path: &Path, names: &[(String, PathBuf)]) -> Result<Dictionaries> {
    let mut dictionaries = Dictionaries::embedded();
    for (language, folder) in names {
        let language: CjkLanguage = language
            .parse()
            .map_err(|reason: String| Error::index(path, reason))?;
        dictionaries = dictionaries
            .with_directory(language, folder)
            .map_err(|reason| Error::index(path, reason))?;
    }
    Ok(dictionaries)
}

/// An error of Tantivy about an index, in words.
pub fn damaged(path: &Path, error: &tantivy::TantivyError) -> Error {
    use tantivy::TantivyError as T;
    let text = error.to_string();
    let says = |what: &[&str]| what.iter().any(|what| text.contains(what));
    if says(&["No space left", "StorageFull"]) {
        return Error::index(
            path,
            "the disk is full; the index is as last committed; free some space and run the command again",
        );
    }
    if says(&[
        "quota exceeded",
        "QuotaExceeded",
        "File too large",
        "FileTooLarge",
    ]) {
        return Error::index(
            path,
            "a quota or a limit on the size of files is reached; the index is as last committed; raise it and run the command again",
        );
    }
    match error {
        T::LockFailure(..) => Error::index(
            path,
            "another kavosh is writing to it; wait until it has finished and run the command again",
        ),
        T::IncompatibleIndex(_) => Error::index(
            path,
            format!(
                "made by another version of Tantivy; make it anew with `kavosh index --rebuild FOLDER --index {}`",
                path.display()
            ),
        ),
        T::DataCorruption(_) | T::OpenReadError(_) | T::OpenDirectoryError(_) => Error::index(
            path,
            format!(
                "damaged ({text}); make it anew with `kavosh index --rebuild FOLDER --index {}`",
                path.display()
            ),
        ),
        _ => Error::index(path, text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().unwrap()
    }

    #[test]
    fn a_missing_index_names_the_command_that_makes_it() {
        let folder = folder();
        let error = Store::open(&folder.path().join("x"))
            .err()
            .unwrap()
            .to_string();
        assert!(error.contains("kavosh index FOLDER --index"), "{error}");
    }

    #[test]
    fn one_process_writes_at_a_time() {
        let folder = folder();
        let path = folder.path().join("index");
        let first = WriteLock::take(&path).unwrap();
        let error = WriteLock::take(&path).err().unwrap().to_string();
        assert!(error.contains("another kavosh is writing"), "{error}");
        drop(first);
        WriteLock::take(&path).unwrap();
    }

    #[test]
    fn a_folder_with_other_files_is_refused() {
        let folder = folder();
        fs::write(folder.path().join("paper.txt"), "x").unwrap();
        let error = WriteLock::take(folder.path()).err().unwrap().to_string();
        assert!(error.contains("paper.txt"), "{error}");
    }

    #[test]
    fn a_rebuild_replaces_the_generation_only_when_published() {
        let folder = folder();
        let path = folder.path().join("index");
        let lock = WriteLock::take(&path).unwrap();
        let first = lock.open_or_create(&[]).unwrap().header.generation;
        let second = lock.create(&[]).unwrap();
        assert_eq!(Store::open(&path).unwrap().header.generation, first);
        lock.publish(&second).unwrap();
        assert_eq!(
            Store::open(&path).unwrap().header.generation,
            second.header.generation
        );
        assert!(!path.join(first).exists());
    }

    #[test]
    fn another_analyzer_and_a_flipped_byte_are_refused() {
        let folder = folder();
        let path = folder.path().join("index");
        let lock = WriteLock::take(&path).unwrap();
        let mut store = lock.open_or_create(&[]).unwrap();
        store.header.fingerprint = "schema=0".into();
        lock.publish(&store).unwrap();
        let error = Store::open(&path).err().unwrap().to_string();
        assert!(error.contains("--rebuild"), "{error}");
        let file = path.join(HEADER);
        let text = fs::read_to_string(&file)
            .unwrap()
            .replace("schema=0", "schema=1");
        fs::write(&file, text).unwrap();
        let error = Store::open(&path).err().unwrap().to_string();
        assert!(error.contains("damaged"), "{error}");
    }
}
