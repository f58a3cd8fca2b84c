//! Search: the query language, what it becomes, ranking, highlights, many queries at once.

mod batch;
mod engine;
mod highlight;
mod hit;
mod plan;
mod query;
mod shield;
mod vocabulary;
mod weights;

pub use batch::{BatchQuery, read_queries, run};
pub use engine::{Engine, RankedItem, SearchOptions, Session, Unit};
pub use hit::{Hit, HitDocument, Match, Part};
pub use query::{LONGEST_QUERY, Node, parse};
pub use vocabulary::{MOST_EXPANSIONS, Vocabulary};
pub use weights::Weights;
