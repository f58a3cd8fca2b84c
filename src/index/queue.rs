//! What waits to be written, bounded by its bytes.
//!
//! Tantivy hands entries from the threads that read to those that write through a queue of ten
//! thousand batches. A batch is a whole document here; while a segment is written to disk, which
//! takes seconds, the queue could grow to gigabytes.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tantivy::TantivyDocument;
use tantivy::schema::Document;

/// Bytes that may wait. A document that is larger waits alone.
const MOST: usize = 32 << 20;

/// After so long without progress a document is handed over anyhow: the threads that write may have
/// ended with an error, which only handing over tells.
const PATIENCE: Duration = Duration::from_secs(5);

/// Counts the bytes that wait.
#[derive(Clone, Default)]
pub struct Queue(Arc<(Mutex<usize>, Condvar)>);

impl Queue {
    /// Waits until there is room, and takes it for the entries of a document.
    pub fn hold(&self, entries: Vec<(TantivyDocument, usize)>) -> Vec<Held> {
        let bytes: usize = entries.iter().map(|(_, bytes)| bytes).sum();
        let (_, freed) = &*self.0;
        let is_full = |waiting: &mut usize| *waiting > 0 && *waiting + bytes > MOST;
        let waited = freed.wait_timeout_while(self.waiting(), PATIENCE, is_full);
        let (mut waiting, _) = waited.unwrap_or_else(PoisonError::into_inner);
        *waiting += bytes;
        let held = |(entry, bytes)| Held {
            entry,
            bytes,
            queue: self.clone(),
        };
        entries.into_iter().map(held).collect()
    }

    fn waiting(&self) -> MutexGuard<'_, usize> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An entry of the index that holds its room in the queue until it is written.
pub struct Held {
    entry: TantivyDocument,
    bytes: usize,
    queue: Queue,
}

impl Drop for Held {
    fn drop(&mut self) {
        *self.queue.waiting() -= self.bytes;
        self.queue.0.1.notify_all();
    }
}

impl Document for Held {
    type Value<'a> = <TantivyDocument as Document>::Value<'a>;
    type FieldsValuesIter<'a> = <TantivyDocument as Document>::FieldsValuesIter<'a>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        self.entry.iter_fields_and_values()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(bytes: usize) -> Vec<(TantivyDocument, usize)> {
        vec![(TantivyDocument::default(), bytes)]
    }

    #[test]
    fn who_comes_to_a_full_queue_waits_until_something_is_written() {
        let queue = Queue::default();
        let first = queue.hold(entry(MOST));
        std::thread::scope(|scope| {
            let second = scope.spawn(|| queue.hold(entry(5)));
            drop(first);
            assert_eq!(second.join().unwrap().len(), 1);
        });
        assert_eq!(*queue.waiting(), 0);
    }

    #[test]
    fn a_document_that_is_too_large_waits_alone() {
        let queue = Queue::default();
        let large = queue.hold(entry(2 * MOST));
        assert_eq!(*queue.waiting(), 2 * MOST);
        drop(large);
        assert_eq!(*queue.waiting(), 0);
    }
}
