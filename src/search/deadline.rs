//! How long a query may take.
//!
//! The clock is looked at between the steps of planning, at every look-up in a dictionary, and while
//! postings are gone through; so a query is given up soon after its time, whatever it spends it on.

use crate::error::{Error, Result};
use std::time::{Duration, Instant};
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

/// Postings between two looks at the clock.
const STEPS: u32 = 256;

/// When a query is given up; never, by default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Deadline(Option<(Instant, Duration)>);

impl Deadline {
    /// So long after now, if a time is given.
    pub fn after(allowed: Option<Duration>) -> Deadline {
        let at = |allowed| Some((Instant::now().checked_add(allowed)?, allowed));
        Deadline(allowed.and_then(at))
    }

    /// Whether the time is up.
    pub fn is_over(self) -> bool {
        self.0.is_some_and(|(end, _)| Instant::now() >= end)
    }

    /// Goes on, or not.
    ///
    /// # Errors
    /// [`Error::Timeout`] when the time is up.
    pub fn check(self) -> Result<()> {
        match self.0 {
            Some((end, allowed)) if Instant::now() >= end => Err(Error::Timeout { allowed }),
            _ => Ok(()),
        }
    }

    /// A query that finds nothing more when the time is up. Who runs it checks afterwards.
    pub fn around(self, query: &dyn Query) -> Box<dyn Query> {
        match self.0 {
            None => query.box_clone(),
            Some(_) => Box::new(Timed(query.box_clone(), self)),
        }
    }
}

#[derive(Debug)]
struct Timed(Box<dyn Query>, Deadline);

impl Clone for Timed {
    fn clone(&self) -> Timed {
        Timed(self.0.box_clone(), self.1)
    }
}

impl Query for Timed {
    fn weight(&self, scoring: EnableScoring) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(TimedWeight(self.0.weight(scoring)?, self.1)))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.0.query_terms(visitor);
    }
}

struct TimedWeight(Box<dyn Weight>, Deadline);

impl Weight for TimedWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(Box::new(TimedScorer {
            inner: self.0.scorer(reader, boost)?,
            deadline: self.1,
            steps: 0,
            is_over: false,
        }))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        self.0.explain(reader, doc)
    }
}

struct TimedScorer {
    inner: Box<dyn Scorer>,
    deadline: Deadline,
    steps: u32,
    is_over: bool,
}

impl TimedScorer {
    fn is_over(&mut self) -> bool {
        self.steps += 1;
        if self.steps.is_multiple_of(STEPS) {
            self.is_over |= self.deadline.is_over();
        }
        self.is_over
    }
}

impl DocSet for TimedScorer {
    fn advance(&mut self) -> DocId {
        if self.is_over() {
            return TERMINATED;
        }
        self.inner.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.is_over() {
            return TERMINATED;
        }
        self.inner.seek(target)
    }

    fn doc(&self) -> DocId {
        if self.is_over {
            TERMINATED
        } else {
            self.inner.doc()
        }
    }

    fn size_hint(&self) -> u32 {
        self.inner.size_hint()
    }
}

impl Scorer for TimedScorer {
    fn score(&mut self) -> Score {
        self.inner.score()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_is_up_after_the_time_given() {
        assert!(Deadline::default().check().is_ok());
        assert!(
            Deadline::after(Some(Duration::from_secs(3600)))
                .check()
                .is_ok()
        );
        let over = Deadline::after(Some(Duration::ZERO));
        let message = over.check().unwrap_err().to_string();
        assert_eq!(
            message,
            "the query took longer than 0ns and was given up; ask for less, or raise --timeout"
        );
    }
}
