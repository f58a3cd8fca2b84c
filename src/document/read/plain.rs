//! Plain text, most often what an extractor made of a PDF.

use super::{Reader, Sink, read_text, whole_file};
use crate::error::{Error, Result};
use std::path::Path;

/// `.txt`: a document a file, in any encoding that [`super::decode`] finds.
pub struct Plain;

impl Reader for Plain {
    fn extensions(&self) -> &'static [&'static str] {
        &["txt", "text"]
    }

    fn read(&self, path: &Path, sink: &mut Sink, _bad: &mut dyn FnMut(Error)) -> Result<()> {
        sink(whole_file(read_text(path)?))
    }
}
