//! kavosh (کاوش, "search, exploration"): full-text search over Persian and English scholarly texts
//! as they really come out of PDFs.

pub mod analysis;
pub mod cli;
pub mod document;
pub mod error;
pub mod evaluation;
pub mod index;
pub mod language;
pub mod lexicon;
pub mod repair;
pub mod search;
pub mod text;
