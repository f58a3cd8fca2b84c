//! The border between kavosh and the parsers of foreign formats.
//!
//! A hostile or damaged file must not stop a run: it may cost a bounded time and memory, and what
//! goes wrong in it, a panic of a parser too, is a reason that is reported for this file alone.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Once, mpsc};
use std::time::Duration;

/// What one file may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Time to read it.
    pub seconds: u64,
    /// Bytes that what is packed in it may take unpacked, in all.
    pub unpacked: u64,
    /// Pages of a PDF that are read.
    pub pages: usize,
    /// Threads that may work on it.
    pub threads: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            seconds: 120,
            unpacked: 1 << 30,
            pages: 20_000,
            threads: 1,
        }
    }
}

/// What a worker carries with it to notice that it must end.
#[derive(Clone, Debug, Default)]
pub struct Watch {
    ended: Arc<AtomicBool>,
    unpacked: Arc<AtomicU64>,
}

/// The payload of a panic that only leaves a parser; not an error of it.
struct Leave;

impl Watch {
    /// Leaves the worker if its time is over, through whatever parser has called.
    pub fn check(&self) {
        if self.ended.load(Ordering::Relaxed) {
            resume_unwind(Box::new(Leave));
        }
    }

    /// Counts bytes that were unpacked; false if that is more than the limit.
    pub fn unpack(&self, bytes: u64, limits: &Limits) -> bool {
        self.unpacked.fetch_add(bytes, Ordering::Relaxed) + bytes <= limits.unpacked
    }
}

/// Stack of a worker: parsers of nested formats go deep.
pub const STACK: usize = 64 << 20;

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Marks this thread as one whose panics are reported as reasons and not printed.
pub fn quiet() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !GUARDED.with(Cell::get) {
                usual(info);
            }
        }));
    });
    GUARDED.with(|g| g.set(true));
}

/// Runs `work` on a thread of its own, within the limits. The reason if it fails, panics or takes
/// too long; a parser that cannot be left is abandoned.
pub fn run<T: Send + 'static>(
    limits: &Limits,
    work: impl FnOnce(&Watch) -> Result<T, String> + Send + 'static,
) -> Result<T, String> {
    let watch = Watch::default();
    let inside = watch.clone();
    let (send, receive) = mpsc::channel();
    let spawned = std::thread::Builder::new()
        .name("reader".into())
        .stack_size(STACK)
        .spawn(move || {
            quiet();
            let done = catch_unwind(AssertUnwindSafe(|| work(&inside)));
            let _ = send.send(done.unwrap_or_else(|_| Err(panicked())));
        });
    if spawned.is_err() {
        return Err("no thread could be started for it; run the command again".into());
    }
    match receive.recv_timeout(Duration::from_secs(limits.seconds)) {
        Ok(result) => result,
        Err(mpsc::RecvTimeoutError::Timeout) => {
            watch.ended.store(true, Ordering::Relaxed);
            Err(format!(
                "takes more than {} seconds to read; leave it out, or give it more with --file-seconds",
                limits.seconds
            ))
        }
        Err(mpsc::RecvTimeoutError::Disconnected) => Err(panicked()),
    }
}

/// Runs `work` here; a panic of it is a reason.
pub fn caught<T>(work: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    let before = GUARDED.with(Cell::get);
    quiet();
    let done = catch_unwind(AssertUnwindSafe(work));
    GUARDED.with(|g| g.set(before));
    done.unwrap_or_else(|_| Err(panicked()))
}

fn panicked() -> String {
    "damaged in a way that its reader does not survive; mend it or leave it out".into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_wrong_is_a_reason() {
        let limits = Limits {
            seconds: 1,
            ..Limits::default()
        };
        assert_eq!(run(&limits, |_| Ok(7)), Ok(7));
        assert_eq!(run::<()>(&limits, |_| Err("so".into())), Err("so".into()));
        let reason = run::<()>(&limits, |_| panic!("inside a parser")).unwrap_err();
        assert!(reason.contains("damaged"), "{reason}");
        let reason = run::<()>(&limits, |watch| {
            loop {
                std::thread::sleep(Duration::from_millis(5));
                watch.check();
            }
        })
        .unwrap_err();
        assert!(reason.contains("--file-seconds"), "{reason}");
    }
}
