//! Which files there are below the given paths.

use crate::document::bibliography::is_bibliography;
use crate::document::read::{reader_for, unknown_format};
use crate::error::{Error, Result};
use rustc_hash::FxHashSet;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// A file that can be indexed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Path as given, or below a folder as given.
    pub path: PathBuf,
    /// Canonical path, the key of the file.
    pub key: String,
    /// Bytes.
    pub bytes: u64,
    /// Path below the indexed folder.
    below: PathBuf,
    /// Name of the indexed folder.
    root: String,
}

impl Candidate {
    /// Names for its document, the one wanted first.
    pub fn names(&self) -> Vec<String> {
        let slashes = |path: &Path| {
            let parts: Vec<_> = path.iter().map(|p| p.to_string_lossy()).collect();
            parts.join("/")
        };
        let with_extension = slashes(&self.below);
        let mut names = vec![
            slashes(&self.below.with_extension("")),
            with_extension.clone(),
        ];
        if !self.root.is_empty() {
            names.push(format!("{}/{with_extension}", self.root));
        }
        names
    }
}

/// What was found below some paths.
#[derive(Debug, Default)]
pub struct Walk {
    /// Files that a reader claims, in the order of their paths.
    pub candidates: Vec<Candidate>,
    /// Files that no reader claims; bibliographies beside papers are not among them.
    pub skipped: usize,
    /// What could not be looked at: loops, folders without permission, named files of unknown kind.
    pub errors: Vec<Error>,
    /// Canonical paths that were looked at.
    roots: Vec<PathBuf>,
    /// Canonical paths below which something could not be looked at.
    blind: Vec<PathBuf>,
}

impl Walk {
    /// Walks the paths, which exist. Hidden files and the index itself are passed over, links are
    /// followed.
    pub fn new(paths: &[PathBuf], index: &Path) -> Walk {
        let mut walk = Walk::default();
        let index = canonical(index).ok();
        let mut seen = FxHashSet::default();
        for path in paths {
            match canonical(path) {
                Ok(root) => walk.roots.push(root),
                Err(error) => {
                    walk.errors.push(error);
                    continue;
                }
            }
            walk.below(path, index.as_deref(), &mut seen);
        }
        walk
    }

    fn below(&mut self, root: &Path, index: Option<&Path>, seen: &mut FxHashSet<String>) {
        let entries = WalkDir::new(root)
            .follow_links(true)
            .sort_by_file_name()
            .into_iter()
            .filter_entry(|entry| {
                let hidden =
                    entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.');
                let is_index = entry.file_type().is_dir()
                    && index.is_some_and(|i| entry.path().canonicalize().is_ok_and(|p| p == i));
                !hidden && !is_index
            });
        for entry in entries {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    self.unreadable(root, error);
                    continue;
                }
            };
            if !entry.file_type().is_file() {
                continue;
            }
            let path = entry.path();
            if reader_for(path).is_none() {
                if entry.depth() == 0 {
                    self.errors.push(unknown_format(path));
                } else if !is_bibliography(path) {
                    self.skipped += 1;
                }
                continue;
            }
            let key = match canonical(path) {
                Ok(path) => key_of(&path),
                Err(error) => {
                    self.errors.push(error);
                    continue;
                }
            };
            if !seen.insert(key.clone()) {
                continue;
            }
            let below = match path.strip_prefix(root) {
                Ok(below) if !below.as_os_str().is_empty() => below.to_owned(),
                _ => PathBuf::from(path.file_name().unwrap_or(path.as_os_str())),
            };
            let root_name = root
                .canonicalize()
                .ok()
                .filter(|_| entry.depth() > 0)
                .and_then(|r| Some(r.file_name()?.to_string_lossy().into_owned()));
            self.candidates.push(Candidate {
                path: path.to_owned(),
                key,
                bytes: entry.metadata().map(|m| m.len()).unwrap_or(0),
                below,
                root: root_name.unwrap_or_default(),
            });
        }
    }

    fn unreadable(&mut self, root: &Path, error: walkdir::Error) {
        let path = error.path().unwrap_or(root).to_owned();
        if let Some(ancestor) = error.loop_ancestor() {
            let reason = format!("a link back to {}; it is not followed", ancestor.display());
            self.errors.push(Error::document(&path, reason));
            return;
        }
        self.blind
            .push(canonical(&path).unwrap_or_else(|_| path.clone()));
        let source = error
            .into_io_error()
            .unwrap_or_else(|| std::io::Error::other("cannot be looked at"));
        self.errors.push(Error::io(&path)(source));
    }

    /// The known files that lie below the given paths and are there no more. What could not be
    /// looked at is not gone.
    pub fn gone<'a>(&self, known: impl Iterator<Item = &'a String>) -> Vec<&'a String> {
        let found: FxHashSet<&String> = self.candidates.iter().map(|c| &c.key).collect();
        let mut gone: Vec<&String> = known
            .filter(|key| {
                let path = Path::new(key);
                !found.contains(key)
                    && self.roots.iter().any(|root| path.starts_with(root))
                    && !self.blind.iter().any(|blind| path.starts_with(blind))
            })
            .collect();
        gone.sort();
        gone
    }
}

/// The key of a canonical path: the path, with a hash of its bytes where it is not Unicode, so that
/// two such names stay two.
fn key_of(path: &Path) -> String {
    match path.to_str() {
        Some(path) => path.to_owned(),
        None => {
            let hash = blake3::hash(path.as_os_str().as_encoded_bytes()).to_hex();
            format!("{}#{}", path.to_string_lossy(), &hash[..8])
        }
    }
}

fn canonical(path: &Path) -> Result<PathBuf> {
    path.canonicalize().map_err(Error::io(path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn files_are_found_named_and_missed() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("papers");
        fs::create_dir_all(root.join("sub")).unwrap();
        for name in ["a.txt", "sub/b.md", ".hidden.txt", "c.xyz"] {
            fs::write(root.join(name), "x").unwrap();
        }
        let walk = Walk::new(std::slice::from_ref(&root), Path::new("none"));
        let names: Vec<String> = walk
            .candidates
            .iter()
            .map(|c| c.names()[0].clone())
            .collect();
        assert_eq!(names, ["a", "sub/b"]);
        assert_eq!(
            walk.candidates[1].names()[1..],
            ["sub/b.md", "papers/sub/b.md"]
        );
        assert_eq!(walk.skipped, 1);
        let gone = root
            .canonicalize()
            .unwrap()
            .join("old.txt")
            .to_string_lossy()
            .into_owned();
        let elsewhere = "/elsewhere/old.txt".to_owned();
        assert_eq!(
            walk.gone([&gone, &elsewhere, &walk.candidates[0].key].into_iter()),
            [&gone]
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_loop_of_folders_is_reported_and_ends() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.txt"), "x").unwrap();
        std::os::unix::fs::symlink(folder.path(), folder.path().join("loop")).unwrap();
        let walk = Walk::new(&[folder.path().to_owned()], Path::new("none"));
        assert_eq!(walk.candidates.len(), 1);
        assert!(walk.errors[0].to_string().contains("a link back to"));
    }

    #[test]
    fn a_named_file_of_unknown_kind_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.xyz");
        fs::write(&file, "x").unwrap();
        let walk = Walk::new(&[file], Path::new("none"));
        assert!(walk.errors[0].to_string().contains("known are .txt"));
    }
}
