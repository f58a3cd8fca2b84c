//! A guard around excluded queries.
//!
//! Tantivy asks the scorer of an excluded query for documents that may lie before the one it stands
//! on (`seek_danger` from `Exclude`), and its phrase scorer asserts that nobody does. The guard
//! answers such questions itself and otherwise passes everything on.

use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, Term};

/// A query whose scorer may be asked for any document.
#[derive(Debug)]
pub struct Shield(Box<dyn Query>);

impl Shield {
    /// Guards a query.
    pub fn around(query: Box<dyn Query>) -> Box<dyn Query> {
        Box::new(Shield(query))
    }
}

impl Clone for Shield {
    fn clone(&self) -> Shield {
        Shield(self.0.box_clone())
    }
}

impl Query for Shield {
    fn weight(&self, scoring: EnableScoring) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(ShieldWeight(self.0.weight(scoring)?)))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.0.query_terms(visitor);
    }
}

struct ShieldWeight(Box<dyn Weight>);

impl Weight for ShieldWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(Box::new(ShieldScorer(self.0.scorer(reader, boost)?)))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        self.0.explain(reader, doc)
    }
}

/// Passes on what every scorer must have. What Tantivy derives from that, `seek_danger` among it,
/// it derives here, from `doc` and `seek`, and so never goes back.
struct ShieldScorer(Box<dyn Scorer>);

impl DocSet for ShieldScorer {
    fn advance(&mut self) -> DocId {
        self.0.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.0.seek(target)
    }

    fn doc(&self) -> DocId {
        self.0.doc()
    }

    fn size_hint(&self) -> u32 {
        self.0.size_hint()
    }
}

impl Scorer for ShieldScorer {
    fn score(&mut self) -> Score {
        self.0.score()
    }
}
