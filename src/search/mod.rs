//! Search: the query language, what it becomes, ranking, highlights, many queries at once.

mod bag;
mod batch;
mod complete;
mod deadline;
mod documents;
mod engine;
mod expand;
mod highlight;
mod hit;
mod loanwords;
mod nearby;
mod passages;
mod plan;
mod query;
mod shield;
mod spelling;
mod vocabulary;
mod weights;

pub use batch::{BatchQuery, read_queries, run};
pub use complete::Completion;
pub use documents::Saturation;
pub use engine::{Engine, RankedItem, SearchOptions, Session, Unit};
pub use hit::{Hit, HitDocument, Match, Part};
pub use query::{LONGEST_QUERY, Node, parse};
pub use vocabulary::{MOST_EXPANSIONS, Vocabulary};
pub use weights::Weights;
