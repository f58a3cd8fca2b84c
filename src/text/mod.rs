//! Letters, offsets, sentences: what every other room needs to know about text.

mod edits;
pub mod letters;
mod lines;
mod packed;
pub mod pairs;
mod sentences;
mod trace;

pub use edits::edits;
pub use lines::{Line, Markup, SourceText};
pub use packed::pack;
pub use sentences::{is_terminator, sentence_ends};
pub use trace::{Span, Traced, Units, read_varint, varint};
