//! The files of a generation, each sealed with a checksum of all its bytes.
//!
//! Tantivy's own checksums leave gaps: none covers `meta.json` and the list of managed files, and none
//! the version in the footer of a segment file. So every file ends here in four bytes, the CRC-32 of
//! those before, which Tantivy never sees. Files that are read whole when an index is opened are
//! verified then, segment files by `kavosh check`.

use crc32fast::Hasher;
use std::fmt;
use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use tantivy::HasLen;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, Directory, DirectoryLock, FileHandle, FileSlice, Lock, MmapDirectory,
    OwnedBytes, TerminatingWrite, WatchCallback, WatchHandle, WritePtr,
};

/// Bytes of a seal.
const SEAL: usize = 4;

/// Bytes that are read at once where files are not mapped.
const WINDOW: usize = 1 << 17;

/// A folder whose files are sealed.
#[derive(Clone, Debug)]
pub struct Sealed {
    files: MmapDirectory,
    folder: PathBuf,
    is_mapped: bool,
}

impl Sealed {
    /// Opens a folder, which exists. Its files are mapped into memory: searches read little of them,
    /// here and there.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn mapped(folder: &Path) -> tantivy::Result<Sealed> {
        Ok(Sealed {
            files: MmapDirectory::open(folder)?,
            folder: folder.to_owned(),
            is_mapped: true,
        })
    }

    /// Opens a folder whose files are read through a small window each. A merge reads whole segments
    /// from the first byte to the last; mapped, all of that would stay in memory until it is done.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn streamed(folder: &Path) -> tantivy::Result<Sealed> {
        Ok(Sealed {
            is_mapped: false,
            ..Sealed::mapped(folder)?
        })
    }
}

/// Whether the seal of a file fits its bytes.
///
/// # Errors
/// When the file cannot be read.
pub fn is_whole(path: &Path) -> io::Result<bool> {
    let mut file = File::open(path)?;
    let Some(mut left) = file.metadata()?.len().checked_sub(SEAL as u64) else {
        return Ok(false);
    };
    let mut hasher = Hasher::new();
    let mut buffer = vec![0; 1 << 18];
    while left > 0 {
        let part = buffer
            .len()
            .min(usize::try_from(left).unwrap_or(usize::MAX));
        file.read_exact(&mut buffer[..part])?;
        hasher.update(&buffer[..part]);
        left -= part as u64;
    }
    let mut seal = [0; SEAL];
    file.read_exact(&mut seal)?;
    Ok(seal == hasher.finalize().to_le_bytes())
}

/// What stands before the seal, if that fits.
fn opened(mut bytes: Vec<u8>) -> Option<Vec<u8>> {
    let (content, seal) = bytes.split_last_chunk::<SEAL>()?;
    let is_whole = crc32fast::hash(content).to_le_bytes() == *seal;
    bytes.truncate(bytes.len() - SEAL);
    is_whole.then_some(bytes)
}

fn broken(path: &Path) -> OpenReadError {
    let reason = format!("{}: checksum does not match", path.display());
    OpenReadError::wrap_io_error(
        io::Error::new(io::ErrorKind::InvalidData, reason),
        path.to_owned(),
    )
}

impl Directory for Sealed {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let file = if self.is_mapped {
            self.files.open_read(path)?
        } else {
            FileSlice::new(Arc::new(Streamed::open(&self.folder, path)?))
        };
        match file.num_bytes().get_bytes().checked_sub(SEAL as u64) {
            Some(content) => Ok(Arc::new(file.slice_to(content as usize))),
            None => Err(broken(path)),
        }
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let inner = self.files.open_write(path)?;
        Ok(BufWriter::new(Box::new(Sealing {
            inner,
            hasher: Hasher::new(),
        })))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        opened(self.files.atomic_read(path)?).ok_or_else(|| broken(path))
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        let mut sealed = data.to_owned();
        sealed.extend(crc32fast::hash(data).to_le_bytes());
        self.files.atomic_write(path, &sealed)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.files.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.files.exists(path)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.files.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        self.files.acquire_lock(lock)
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.files.watch(callback)
    }
}

/// A file of which the last window is kept.
struct Streamed {
    path: PathBuf,
    length: usize,
    /// The file, and what was read last with the place where it begins.
    last: Mutex<(File, usize, OwnedBytes)>,
}

impl Streamed {
    fn open(folder: &Path, name: &Path) -> Result<Streamed, OpenReadError> {
        let path = folder.join(name);
        let failed = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound => OpenReadError::FileDoesNotExist(name.to_owned()),
            _ => OpenReadError::wrap_io_error(error, name.to_owned()),
        };
        let file = File::open(&path).map_err(failed)?;
        let length = file.metadata().map_err(failed)?.len();
        Ok(Streamed {
            path,
            length: usize::try_from(length).unwrap_or(usize::MAX),
            last: Mutex::new((file, 0, OwnedBytes::empty())),
        })
    }
}

impl FileHandle for Streamed {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let (file, start, bytes) = &mut *last;
        if *start <= range.start && range.end <= *start + bytes.len() {
            return Ok(bytes.slice(range.start - *start..range.end - *start));
        }
        let end = range.end.max((range.start + WINDOW).min(self.length));
        let mut read = vec![0; end - range.start];
        file.seek(SeekFrom::Start(range.start as u64))?;
        file.read_exact(&mut read)?;
        let read = OwnedBytes::new(read);
        let wanted = read.slice(0..range.len());
        if read.len() <= WINDOW {
            (*start, *bytes) = (range.start, read);
        }
        Ok(wanted)
    }
}

impl HasLen for Streamed {
    fn len(&self) -> usize {
        self.length
    }
}

impl fmt::Debug for Streamed {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}", self.path.display())
    }
}

/// Writes a file and, at its end, the seal.
struct Sealing {
    inner: WritePtr,
    hasher: Hasher,
}

impl Write for Sealing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl TerminatingWrite for Sealing {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        let seal = self.hasher.clone().finalize().to_le_bytes();
        self.inner.write_all(&seal)?;
        self.inner.terminate_ref(token)
    }
}

/// The files of an index that `kavosh check` reads: those of the segments of its last commit, and what
/// names them.
///
/// # Errors
/// When the list cannot be read.
pub fn files(index: &tantivy::Index) -> tantivy::Result<Vec<PathBuf>> {
    let managed = index.directory().list_managed_files();
    let mut files: Vec<PathBuf> = index
        .load_metas()?
        .list_segment_files()
        .into_iter()
        .filter(|file| managed.contains(file))
        .chain(["meta.json", ".managed.json"].map(PathBuf::from))
        .collect();
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_every_flipped_bit_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let directory = Sealed::mapped(folder.path()).unwrap();
        let content: Vec<u8> = (0..=255).collect();
        let name = Path::new("segment");
        let mut file = directory.open_write(name).unwrap();
        file.write_all(&content).unwrap();
        file.terminate().unwrap();
        let read = directory.open_read(name).unwrap().read_bytes().unwrap();
        assert_eq!(read.as_slice(), content);
        directory
            .atomic_write(Path::new("meta.json"), &content)
            .unwrap();
        let atomic = directory.atomic_read(Path::new("meta.json")).unwrap();
        assert_eq!(atomic, content);
        let path = folder.path().join(name);
        let good = std::fs::read(&path).unwrap();
        assert_eq!(
            good,
            std::fs::read(folder.path().join("meta.json")).unwrap()
        );
        assert!(is_whole(&path).unwrap());
        for bit in 0..good.len() * 8 {
            let mut bad = good.clone();
            bad[bit / 8] ^= 1 << (bit % 8);
            std::fs::write(&path, &bad).unwrap();
            assert!(!is_whole(&path).unwrap(), "bit {bit}");
            assert_eq!(opened(bad), None, "bit {bit}");
        }
        for length in 0..good.len() {
            assert_eq!(opened(good[..length].to_owned()), None, "{length} bytes");
        }
    }

    #[test]
    fn streamed_files_read_as_mapped_ones() {
        let folder = tempfile::tempdir().unwrap();
        let mapped = Sealed::mapped(folder.path()).unwrap();
        let streamed = Sealed::streamed(folder.path()).unwrap();
        let content: Vec<u8> = (0..3 * WINDOW).map(|n| (n * n % 251) as u8).collect();
        let name = Path::new("segment");
        let mut file = streamed.open_write(name).unwrap();
        file.write_all(&content).unwrap();
        file.terminate().unwrap();
        let [mapped, streamed] = [mapped, streamed].map(|d| d.open_read(name).unwrap());
        let size = content.len();
        for range in [
            0..5,
            3..9,
            0..size,
            WINDOW - 1..WINDOW + 1,
            7..2 * WINDOW,
            size..size,
            2..4,
        ] {
            let read = streamed.slice(range.clone()).read_bytes().unwrap();
            assert_eq!(read.as_slice(), &content[range.clone()], "{range:?}");
            let read = mapped.slice(range.clone()).read_bytes().unwrap();
            assert_eq!(read.as_slice(), &content[range.clone()], "{range:?}");
        }
    }
}
