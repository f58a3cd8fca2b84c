//! The index: its folder, its fields, how it is brought up to date and verified.

mod check;
mod cited;
pub mod cites;
mod entries;
mod glossary;
mod record;
mod schema;
mod sealed;
mod segment;
mod snapshot;
mod stats;
mod store;
mod teachers;
mod update;
mod walk;
mod writer;

pub use check::{Report, check};
pub use cited::{CitedAt, CitedWork, cited};
pub use glossary::{MOST_WORDS, Translation, key};
pub use record::{CitationRecord, DocumentRecord, FileRecord, Place};
pub use schema::{Fields, INFLECTED, LEAD, group_of, only_inflected};
pub use snapshot::{Snapshot, bad_record};
pub use stats::{Stats, stats};
pub use store::{Header, Store, damaged};
pub use teachers::lessons;
pub use update::{Observer, Options, Summary, update, usual_memory};
