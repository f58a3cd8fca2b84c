//! Brings an index up to date with files and folders: reads what is new or changed, drops what is
//! gone, leaves the rest alone.
//!
//! A file is known by its canonical path and the hash of its content. Every file is deleted before
//! it is added, so that a run which was killed between two commits is simply completed by the next.
//!
//! Papers whose lines were torn apart are read last, with what the others teach ([`Teachers`]): all
//! that are in the index when the run comes to them.

use super::record::{DocumentRecord, FileRecord};
use super::snapshot::Snapshot;
use super::store::{Store, WriteLock};
use super::teachers::Teachers;
use super::walk::{Candidate, Walk};
use super::writer::{Lane, Writer};
use crate::analysis::Analyzer;
use crate::document::Document;
use crate::document::bibliography::Shelf;
use crate::document::read::{Input, Limits, RawDocument, reader_for};
use crate::error::{Error, Result};
use crate::language::cjk::CjkLanguage;
use crate::repair::lessons::Lessons;
use crate::repair::{self, Verdict};
use rustc_hash::{FxHashMap, FxHashSet};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

/// How to index.
#[derive(Clone, Debug)]
pub struct Options {
    /// Threads that read and analyze, and threads that write.
    pub threads: usize,
    /// Bytes that the writing threads use before they write a segment.
    pub memory: usize,
    /// Whether to make the index anew.
    pub rebuild: bool,
    /// Whether to repair text.
    pub repair: bool,
    /// Dictionaries for Chinese, Japanese, Korean.
    pub dictionaries: Vec<(CjkLanguage, PathBuf)>,
    /// What one file may cost; its threads are settled by how many files there are.
    pub limits: Limits,
}

/// The bytes of memory for so many threads if nobody says how many: 200 MiB each, a segment of some
/// 130 MB of text, so that few need merging; but not more than 1 GiB.
pub fn usual_memory(threads: usize) -> usize {
    threads.saturating_mul(200 << 20).min(1 << 30)
}

/// What a run did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Files read because they were new or had changed.
    pub added: usize,
    /// Of these, those that had been in the index before.
    pub changed: usize,
    /// Files that were as before.
    pub unchanged: usize,
    /// Files that are gone and were dropped.
    pub deleted: usize,
    /// Files of kinds that no reader knows.
    pub skipped: usize,
    /// Files and records that could not be read.
    pub failed: usize,
    /// Bytes read.
    pub bytes: u64,
    /// Documents in the index after the run.
    pub documents: u64,
    /// Passages in the index after the run.
    pub passages: u64,
}

/// Hears what happens during a run. Called from several threads.
pub trait Observer: Sync {
    /// The work ahead, in bytes, once it is known.
    fn total(&self, bytes: u64);
    /// So many bytes more are done.
    fn advance(&self, bytes: u64);
    /// A file or record that could not be read, with its reason.
    fn failed(&self, error: &Error);
    /// Something of a file was lost or is doubtful.
    fn warn(&self, path: &Path, message: &str);
}

/// Bytes of input after which what is done so far is committed.
const COMMIT_EVERY: u64 = 512 << 20;

/// Indexes files and folders.
///
/// # Errors
/// When a path does not exist, the index cannot be opened or written, or another process writes to
/// it. A file that cannot be read is no error of the run; it is told to `observer` and counted.
pub fn update(
    index: &Path,
    paths: &[PathBuf],
    options: &Options,
    observer: &dyn Observer,
) -> Result<Summary> {
    for path in paths {
        std::fs::metadata(path).map_err(Error::io(path))?;
    }
    let lock = WriteLock::take(index)?;
    let store = if options.rebuild {
        lock.create(&options.dictionaries)?
    } else {
        lock.open_or_create(&options.dictionaries)?
    };
    let snapshot = Snapshot::of_store(&store)?;
    let walk = Walk::new(paths, &store.path);
    let mut summary = Summary {
        skipped: walk.skipped,
        ..Summary::default()
    };
    for error in &walk.errors {
        summary.failed += 1;
        observer.failed(error);
    }
    let known: FxHashMap<String, FileRecord> = Snapshot::streamed(&store)?
        .files()?
        .into_iter()
        .map(|record| (record.key.clone(), record))
        .collect();
    let writer = Writer::new(&store, options.threads, options.memory)?;
    let mut wrote = false;
    // What a killed run left has no record, but is there.
    let mut orphans = FxHashSet::default();
    for key in snapshot.file_keys()? {
        if !known.contains_key(&key) && snapshot.has_file(&key)? {
            orphans.insert(key);
        }
    }
    for key in walk.gone(known.keys().chain(&orphans)) {
        writer.delete_file(key)?;
        summary.deleted += 1;
        wrote = true;
    }
    observer.total(walk.candidates.iter().map(|c| c.bytes).sum());
    let shelves = shelves(&walk.candidates, &mut |error| {
        summary.failed += 1;
        observer.failed(&error);
    });
    let mut run = Run {
        writer: &writer,
        store: &store,
        snapshot: &snapshot,
        known: &known,
        orphans: &orphans,
        shelves,
        options,
        limits: options.limits,
        observer,
        names: Mutex::new(Names::new(&known, &walk.candidates, &snapshot)?),
        summary: Mutex::new(summary),
        uncommitted: Mutex::new(0),
        wrote: AtomicBool::new(wrote),
        waiting: Mutex::new(Vec::new()),
        teachers: None,
    };
    let done = run.all(&walk.candidates).and_then(|()| run.torn());
    let wrote = run.wrote.load(Ordering::Relaxed);
    let mut summary = run
        .summary
        .into_inner()
        .map_err(|_| Error::index(index, "a thread failed; run the command again"))?;
    let done = done.and_then(|()| {
        if wrote || options.rebuild {
            writer.commit()
        } else {
            Ok(())
        }
    });
    if let Err(error) = done {
        writer.abandon();
        return Err(error);
    }
    writer.finish()?;
    if options.rebuild {
        lock.publish(&store)?;
    }
    let files = Snapshot::streamed(&store)?.files()?;
    summary.documents = files.iter().map(|f| f.documents).sum();
    summary.passages = files.iter().map(|f| f.passages).sum();
    Ok(summary)
}

struct Run<'a> {
    writer: &'a Writer,
    store: &'a Store,
    snapshot: &'a Snapshot,
    known: &'a FxHashMap<String, FileRecord>,
    /// Keys of files that are in the index without a record.
    orphans: &'a FxHashSet<String>,
    /// The bibliographies of each folder that has papers.
    shelves: FxHashMap<PathBuf, Shelf>,
    options: &'a Options,
    limits: Limits,
    observer: &'a dyn Observer,
    names: Mutex<Names>,
    summary: Mutex<Summary>,
    uncommitted: Mutex<u64>,
    wrote: AtomicBool,
    /// Files with torn documents, which are read when all others are.
    waiting: Mutex<Vec<Reading<'a>>>,
    /// What those can learn from, when their turn has come.
    teachers: Option<Teachers>,
}

/// A file that is read.
#[derive(Clone)]
struct Reading<'a> {
    candidate: &'a Candidate,
    /// What becomes of it.
    record: FileRecord,
    /// Whether it was in the index before.
    is_known: bool,
    /// Whether what was in the index of it is deleted, if anything was. Not before something new comes,
    /// so that what waits is there as it was.
    is_cleared: bool,
    /// What it looked like when it was hashed.
    stamp: Option<(SystemTime, u64)>,
    /// Bytes that were told to be done.
    done: u64,
}

/// What a thread works with.
struct Desk<'w> {
    analyzer: Analyzer,
    lane: Lane<'w>,
}

/// What became of a document that was read.
enum Made {
    /// The document and what is recorded of it.
    Document(Box<(Document, DocumentRecord)>),
    /// It waits for those that teach.
    Torn,
    /// It cannot be in the index, or is since the file was read for the first time.
    Nothing,
}

impl<'a> Run<'a> {
    /// Works through the candidates on all threads.
    fn all(&self, candidates: &'a [Candidate]) -> Result<()> {
        self.each(candidates.len(), |number, limits, desk| {
            self.file(&candidates[number], limits, desk)
        })
    }

    /// Works through the files that waited.
    fn torn(&mut self) -> Result<()> {
        let waiting = self.waiting.get_mut();
        let mut waiting = std::mem::take(waiting.unwrap_or_else(PoisonError::into_inner));
        if waiting.is_empty() {
            return Ok(());
        }
        waiting.sort_by(|a, b| a.candidate.key.cmp(&b.candidate.key));
        self.writer.commit()?;
        // Their passages lie all over the index.
        self.teachers = Some(Teachers::of_snapshot(Snapshot::streamed(self.store)?));
        self.each(waiting.len(), |number, limits, desk| {
            let reading = waiting[number].clone();
            let input = Input::file(&reading.candidate.path);
            self.read(reading, &input, limits, desk)
        })
    }

    /// Whether the files that waited are read, whose errors and other documents were met before.
    fn reads_again(&self) -> bool {
        self.teachers.is_some()
    }

    /// Does so many pieces of work on all threads; the first error that concerns the index ends it.
    fn each(
        &self,
        count: usize,
        work: impl Fn(usize, &Limits, &mut Desk) -> Result<()> + Sync,
    ) -> Result<()> {
        let next = AtomicUsize::new(0);
        let threads = self.options.threads;
        let stop = AtomicBool::new(false);
        let first_error = Mutex::new(None);
        std::thread::scope(|scope| {
            for thread in 0..threads.clamp(1, count.max(1)) {
                let (next, stop, first_error, work) = (&next, &stop, &first_error, &work);
                scope.spawn(move || {
                    let mut desk = Desk {
                        analyzer: Analyzer::new(&self.store.dictionaries),
                        lane: self.writer.lane(thread),
                    };
                    while !stop.load(Ordering::Relaxed) {
                        let number = next.fetch_add(1, Ordering::Relaxed);
                        if number >= count {
                            break;
                        }
                        // Threads that find no file any more help with the pages of the last ones.
                        let limits = Limits {
                            threads: (threads / (count - number)).max(1),
                            ..self.limits
                        };
                        if let Err(error) = work(number, &limits, &mut desk) {
                            stop.store(true, Ordering::Relaxed);
                            if let Ok(mut first) = first_error.lock() {
                                first.get_or_insert(error);
                            }
                        }
                    }
                });
            }
        });
        match first_error.into_inner() {
            Ok(None) => Ok(()),
            Ok(Some(error)) => Err(error),
            Err(_) => Err(Error::index(
                &self.store.path,
                "a thread failed; run the command again",
            )),
        }
    }

    /// One file. An error concerns the index; what is wrong with the file is reported and counted.
    fn file(&self, candidate: &'a Candidate, limits: &Limits, desk: &mut Desk) -> Result<()> {
        let shelf = self.shelf(&candidate.path);
        let stamp = stamp(&candidate.path);
        let (input, hash) = match hashed(&candidate.path, self.options.repair, shelf) {
            Ok(hashed) => hashed,
            Err(error) => {
                self.fail(&error);
                return Ok(());
            }
        };
        let old = self.known.get(&candidate.key);
        if let Some(record) = old.filter(|record| record.hash == hash) {
            if record.bad > 0 {
                self.observer.failed(&Error::document(
                    &candidate.path,
                    format!(
                        "records that could not be read: {}; --rebuild names them",
                        record.bad
                    ),
                ));
            }
            self.count(|summary| {
                summary.unchanged += 1;
                summary.failed += record.bad as usize;
            });
            self.observer.advance(candidate.bytes);
            return Ok(());
        }
        self.wrote.store(true, Ordering::Relaxed);
        let record = FileRecord {
            key: candidate.key.clone(),
            path: candidate.path.display().to_string(),
            hash,
            bytes: candidate.bytes,
            ..FileRecord::default()
        };
        let reading = Reading {
            candidate,
            record,
            is_known: old.is_some(),
            is_cleared: old.is_none() && !self.orphans.contains(&candidate.key),
            stamp,
            done: 0,
        };
        self.read(reading, &input, limits, desk)
    }

    /// Reads a file: the documents that were not torn, or when the others have come to teach, those
    /// that were.
    fn read(
        &self,
        reading: Reading<'a>,
        input: &Input,
        limits: &Limits,
        desk: &mut Desk,
    ) -> Result<()> {
        let Reading {
            candidate,
            mut record,
            is_known,
            mut is_cleared,
            stamp: before,
            mut done,
        } = reading;
        let Some(reader) = reader_for(&candidate.path) else {
            return Ok(());
        };
        let mut seen = FxHashSet::default();
        let mut bad = 0;
        let mut waits = false;
        let read = reader.read(
            input,
            limits,
            &mut |raw| {
                // The text of a packed file may be longer than the file.
                let size = raw.text.traced.source_hull().map_or(0, |r| r.end - r.start);
                let size = size.min(candidate.bytes - done);
                let analyzer = &mut desk.analyzer;
                let made = self.document(candidate, raw, analyzer, &mut record, &mut seen)?;
                match made {
                    Made::Torn => {
                        waits = true;
                        return Ok(());
                    }
                    Made::Nothing if self.reads_again() => return Ok(()),
                    Made::Nothing => {}
                    Made::Document(made) => {
                        let (document, about) = *made;
                        if !is_cleared {
                            self.writer.delete_file(&candidate.key)?;
                            is_cleared = true;
                        }
                        let passages = desk.lane.add_document(analyzer, &document, about)?;
                        record.documents += 1;
                        record.passages += u64::from(passages);
                    }
                }
                done += size;
                self.observer.advance(size);
                self.commit_sometimes(size)
            },
            &mut |error| {
                if !self.reads_again() {
                    bad += 1;
                    self.fail(&error);
                }
            },
        );
        record.bad += bad;
        if waits && read.is_ok() {
            let waiting = self.waiting.lock();
            waiting
                .unwrap_or_else(PoisonError::into_inner)
                .push(Reading {
                    candidate,
                    record,
                    is_known,
                    is_cleared,
                    stamp: before,
                    done,
                });
            return Ok(());
        }
        self.observer.advance(candidate.bytes.saturating_sub(done));
        if let Err(error) = read {
            // Only an error of the index ends the run; the file is left out whole.
            if matches!(error, Error::Index { .. }) {
                return Err(error);
            }
            desk.lane.delete_file(&candidate.key)?;
            self.fail(&error);
            self.count(|summary| summary.deleted += usize::from(is_known));
            return Ok(());
        }
        // What was read may be neither what was hashed nor what is there now.
        if stamp(&candidate.path) != before {
            record.hash.clear();
            let message = "changed while it was read; the next run reads it again";
            self.observer.warn(&candidate.path, message);
        }
        if !is_cleared {
            self.writer.delete_file(&candidate.key)?;
        }
        desk.lane.add_file(&record)?;
        self.count(|summary| {
            summary.added += 1;
            summary.changed += usize::from(is_known);
            summary.bytes += candidate.bytes;
        });
        Ok(())
    }

    fn document(
        &self,
        candidate: &Candidate,
        mut raw: RawDocument,
        analyzer: &mut Analyzer,
        file: &mut FileRecord,
        seen: &mut FxHashSet<String>,
    ) -> Result<Made> {
        let id = match &raw.id {
            Some(id) => {
                if !seen.insert(id.clone()) || self.is_taken(id, &candidate.key)? {
                    if !self.reads_again() {
                        self.fail(&Error::document(
                            &candidate.path,
                            format!(
                                "the id `{id}` is already used; give each document an id of its own"
                            ),
                        ));
                        file.bad += 1;
                    }
                    return Ok(Made::Nothing);
                }
                id.clone()
            }
            None => {
                let id = self
                    .names
                    .lock()
                    .map(|names| names.of(candidate))
                    .unwrap_or_else(|_| candidate.key.clone());
                file.id = Some(id.clone());
                match &raw.member {
                    Some(member) => member_id(&id, member, seen),
                    None => id,
                }
            }
        };
        let path = match &raw.member {
            Some(member) => candidate.path.join(member),
            None => candidate.path.clone(),
        };
        let is_file = raw.id.is_none() && raw.member.is_none();
        let text = std::mem::take(&mut raw.text);
        let look = self.options.repair.then(|| repair::look(&text));
        let torn = look.is_some_and(|look| look.is_torn());
        let repaired = match (look, &self.teachers) {
            (_, None) if torn => return Ok(Made::Torn),
            (_, Some(_)) if !torn => return Ok(Made::Nothing),
            (None, _) => repair::leave(text),
            (Some(look), teachers) => {
                let lessons = match teachers {
                    Some(teachers) => teachers.lessons(&text, analyzer)?,
                    None => Lessons::default(),
                };
                repair::repair_with(text, look, &lessons, false)
            }
        };
        let mut document = Document::of_repaired(raw, repaired);
        if is_file
            && let Some(shelf) = self.shelf(&candidate.path)
            && let Some(entry) = shelf.about(&candidate.path, document.about.title.as_deref())
        {
            document.describe(entry);
        }
        for warning in &document.warnings {
            self.observer.warn(&path, warning);
        }
        let lines = |verdict| document.verdicts.iter().filter(|v| **v == verdict).count() as u32;
        let record = DocumentRecord {
            id,
            path: path.display().to_string(),
            file: candidate.key.clone(),
            title: document.about.title.clone(),
            authors: document.about.authors.clone(),
            year: document.about.year,
            doi: document.doi.clone(),
            languages: document.languages.iter().map(|l| (*l).to_owned()).collect(),
            sections: document.sections.clone(),
            citations: document.citations.iter().map(Into::into).collect(),
            passages: 0,
            pairs: document.glossary.len() as u32,
            labels: document.labels.clone(),
            known_letters: document
                .known_letters
                .map(|share| (share * 1000.0).round() as u16),
            repaired: (lines(Verdict::Repaired), lines(Verdict::Unsure)),
            torn,
        };
        Ok(Made::Document(Box::new((document, record))))
    }

    /// The bibliographies beside a file.
    fn shelf(&self, path: &Path) -> Option<&Shelf> {
        self.shelves.get(path.parent()?)
    }

    /// Whether another file has a document of this name.
    fn is_taken(&self, id: &str, key: &str) -> Result<bool> {
        if let Ok(mut names) = self.names.lock()
            && !names.claim(id, key)
        {
            return Ok(true);
        }
        Ok(self.snapshot.document(id)?.is_some_and(|record| {
            record.file != key
                && self.known.contains_key(&record.file)
                && Path::new(&record.file).exists()
        }))
    }

    fn commit_sometimes(&self, bytes: u64) -> Result<()> {
        let due = {
            let Ok(mut uncommitted) = self.uncommitted.lock() else {
                return Ok(());
            };
            *uncommitted += bytes;
            let due = *uncommitted >= COMMIT_EVERY;
            if due {
                *uncommitted = 0;
            }
            due
        };
        if due { self.writer.commit() } else { Ok(()) }
    }

    fn fail(&self, error: &Error) {
        self.observer.failed(error);
        self.count(|summary| summary.failed += 1);
    }

    fn count(&self, change: impl FnOnce(&mut Summary)) {
        if let Ok(mut summary) = self.summary.lock() {
            change(&mut summary);
        }
    }
}

/// The name of a document inside an archive: its path below the archive's, without its extension
/// unless another member has that name.
fn member_id(archive: &str, member: &str, seen: &mut FxHashSet<String>) -> String {
    let without = Path::new(member).with_extension("");
    let short = format!("{archive}/{}", without.display());
    if seen.insert(short.clone()) {
        return short;
    }
    let mut long = format!("{archive}/{member}");
    while !seen.insert(long.clone()) {
        long.push('+');
    }
    long
}

/// The names of documents that are files: the path below the indexed folder without its extension,
/// made longer where two would be the same.
struct Names {
    by_key: FxHashMap<String, String>,
    taken: FxHashMap<String, String>,
}

impl Names {
    fn new(
        known: &FxHashMap<String, FileRecord>,
        candidates: &[Candidate],
        snapshot: &Snapshot,
    ) -> Result<Names> {
        let mut names = Names {
            by_key: FxHashMap::default(),
            taken: FxHashMap::default(),
        };
        // What is in the index keeps its name.
        for record in known.values() {
            if let Some(id) = &record.id {
                names.by_key.insert(record.key.clone(), id.clone());
                names.taken.insert(id.clone(), record.key.clone());
            }
        }
        for candidate in candidates {
            if names.by_key.contains_key(&candidate.key) {
                continue;
            }
            let mut choice = candidate.key.clone();
            for name in candidate.names() {
                let in_index = snapshot
                    .document(&name)?
                    .is_some_and(|d| d.file != candidate.key);
                if !names.taken.contains_key(&name) && !in_index {
                    choice = name;
                    break;
                }
            }
            names.taken.insert(choice.clone(), candidate.key.clone());
            names.by_key.insert(candidate.key.clone(), choice);
        }
        Ok(names)
    }

    fn of(&self, candidate: &Candidate) -> String {
        self.by_key
            .get(&candidate.key)
            .cloned()
            .unwrap_or_else(|| candidate.key.clone())
    }

    /// Takes a name for a file; false if another file of this run has it.
    fn claim(&mut self, id: &str, key: &str) -> bool {
        self.taken
            .entry(id.to_owned())
            .or_insert_with(|| key.to_owned())
            == key
    }
}

/// The bibliographies of the folders in which candidates lie.
fn shelves(candidates: &[Candidate], bad: &mut dyn FnMut(Error)) -> FxHashMap<PathBuf, Shelf> {
    let mut shelves = FxHashMap::default();
    for folder in candidates.iter().filter_map(|c| c.path.parent()) {
        if !shelves.contains_key(folder) {
            shelves.insert(folder.to_owned(), Shelf::of_folder(folder, bad));
        }
    }
    shelves
}

/// What changes when a file is written to, as far as that can be seen without reading it.
fn stamp(path: &Path) -> Option<(SystemTime, u64)> {
    let metadata = std::fs::metadata(path).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}

/// Bytes up to which a file is held from the time it is hashed until it is read.
const HELD: usize = 4 << 20;

/// A file, and a hash of its content, of the settings that decide what becomes of it, and of the
/// bibliographies beside it.
fn hashed(path: &Path, repair: bool, shelf: Option<&Shelf>) -> Result<(Input, String)> {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&[u8::from(repair)]);
    for bibliography in shelf.map(|s| s.hashes(path)).unwrap_or_default() {
        hasher.update(bibliography.as_bytes());
    }
    let mut file = File::open(path).map_err(Error::io(path))?;
    let mut bytes = Vec::new();
    let mut whole = true;
    loop {
        let part = file.by_ref().take(HELD as u64).read_to_end(&mut bytes);
        let read = part.map_err(Error::io(path))?;
        hasher.update(&bytes);
        if read < HELD {
            break;
        }
        whole = false;
        bytes.clear();
    }
    let hash = hasher.finalize().to_hex()[..32].to_owned();
    let input = match whole {
        true => Input::held(path.to_owned(), bytes),
        false => Input::file(path),
    };
    Ok((input, hash))
}
