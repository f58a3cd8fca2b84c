//! Plain text, most often what an extractor made of a PDF.

use super::{Input, Limits, Reader, Sink, read_text, whole_file};
use crate::error::{Error, Result};

/// `.txt`: a document a file, in any encoding that [`super::decode`] finds.
pub struct Plain;

impl Reader for Plain {
    fn extensions(&self) -> &'static [&'static str] {
        &["txt", "text"]
    }

    fn read(
        &self,
        input: &Input,
        _limits: &Limits,
        sink: &mut Sink,
        _bad: &mut dyn FnMut(Error),
    ) -> Result<()> {
        sink(whole_file(read_text(input)?))
    }
}
