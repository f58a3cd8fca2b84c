//! Many queries at once: read from a file, answered on all threads, in the order of the file.

use super::engine::{Engine, Session};
use crate::error::Result;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, mpsc};

/// A query of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchQuery {
    /// Its identifier.
    pub qid: String,
    /// Its text.
    pub query: String,
}

/// Reads queries, one a line: `qid<TAB>query`, further columns ignored; a header that begins with
/// `qid` is skipped; a line without a tab is a query whose qid is its line number.
pub fn read_queries(text: &str) -> Vec<BatchQuery> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    text.lines()
        .enumerate()
        .filter(|(index, line)| !line.trim().is_empty() && (*index > 0 || !line.starts_with("qid")))
        .map(|(index, line)| {
            let mut columns = line.split('\t');
            match (columns.next(), columns.next()) {
                (Some(qid), Some(query)) => BatchQuery {
                    qid: qid.trim().to_owned(),
                    query: query.to_owned(),
                },
                _ => BatchQuery {
                    qid: (index + 1).to_string(),
                    query: line.to_owned(),
                },
            }
        })
        .collect()
}

/// Answers queries on `threads` threads, each with a session of its own, and hands each answer to
/// `sink` in the order of the queries. `answer` is what is done for a query.
///
/// # Errors
/// The first error of `sink`. A query that fails is handed to `sink` with its error.
pub fn run<T: Send>(
    engine: &Engine,
    queries: &[BatchQuery],
    threads: usize,
    answer: impl Fn(&mut Session, &BatchQuery) -> Result<T> + Sync,
    mut sink: impl FnMut(&BatchQuery, Result<T>) -> Result<()>,
) -> Result<()> {
    let next = AtomicUsize::new(0);
    let stop = AtomicBool::new(false);
    // Answers wait here for those before them; threads may not run far ahead of what is printed.
    let (sender, receiver) = mpsc::sync_channel(threads * 16);
    let sender = Mutex::new(Some(sender));
    std::thread::scope(|scope| {
        for _ in 0..threads.clamp(1, queries.len().max(1)) {
            let Some(sender) = sender.lock().ok().and_then(|s| s.clone()) else {
                break;
            };
            let (next, stop, answer) = (&next, &stop, &answer);
            scope.spawn(move || {
                let mut session = engine.session();
                while !stop.load(Ordering::Relaxed) {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(query) = queries.get(index) else {
                        break;
                    };
                    if sender.send((index, answer(&mut session, query))).is_err() {
                        break;
                    }
                }
            });
        }
        if let Ok(mut sender) = sender.lock() {
            sender.take();
        }
        let mut waiting = BTreeMap::new();
        let mut expected = 0;
        let mut result = Ok(());
        for (index, answer) in &receiver {
            waiting.insert(index, answer);
            while let Some(answer) = waiting.remove(&expected) {
                if result.is_ok() {
                    result = sink(&queries[expected], answer);
                    stop.store(result.is_err(), Ordering::Relaxed);
                }
                expected += 1;
            }
        }
        result
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_with_and_without_identifier() {
        let found = read_queries("qid\tquery\nD1\tحاکمیت سایبری\tfa\tterm\n\nnormative power\n");
        assert_eq!(
            found,
            [
                BatchQuery {
                    qid: "D1".into(),
                    query: "حاکمیت سایبری".into()
                },
                BatchQuery {
                    qid: "4".into(),
                    query: "normative power".into()
                },
            ]
        );
    }
}
