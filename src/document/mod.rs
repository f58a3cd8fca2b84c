//! What a document is: readers, structure, passages.

pub mod read;
