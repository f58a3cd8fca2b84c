//! Time to answer a query, beside plain Tantivy on the same text in the same run.
//!
//! `cargo bench --bench query`; KAVOSH_BENCH_MB sets the size of the text (default 20).
//!
//! With `-- mixed` instead two thousand mixed queries over a large index; see `common/mixed.rs`.
//!
//! kavosh does all that `kavosh search` does: it parses and analyzes the query, ranks passages by
//! words, phrases, nearness, titles and sections, reads the ten best and marks the matches in them.
//! Plain Tantivy finds the ten best and fetches their stored texts; once with an article as its
//! document and once with the very passages that kavosh made.

mod common;
#[allow(dead_code)]
#[path = "../examples/damage.rs"]
mod damage;
#[path = "common/growing.rs"]
mod growing;
#[path = "common/mixed.rs"]
mod mixed;

use common::{Quiet, Texts, median, megabytes, options, plain};
use kavosh::index::{Snapshot, Store, update, usual_memory};
use kavosh::search::{Engine, SearchOptions, Session, Unit};
use std::path::Path;
use std::time::Instant;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, PhraseQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, Value};
use tantivy::{Index, Searcher, TantivyDocument, Term};

/// Queries of each shape.
const QUERIES: usize = 300;
/// Times that each query is asked; its time is the median.
const ROUNDS: usize = 5;
/// Hits of each query.
const HITS: usize = 10;

fn main() {
    if std::env::args().any(|arg| arg == "mixed") {
        return mixed::run();
    }
    let mut texts = Texts::of_size(megabytes() << 20);
    // Plain Tantivy knows ي and ی as two letters; both sides get a text with the Persian ones, so that
    // the same words find the same places.
    for text in &mut texts.documents {
        *text = text.replace('ي', "ی").replace('ك', "ک");
    }
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    println!(
        "query: {:.1} MB of text from {}",
        texts.bytes() as f64 / 1e6,
        texts.source
    );

    let ours = folder.path().join("ours");
    index(&ours, &texts.write(folder.path()));
    let passages = passages(&ours);
    let engine = Engine::open(&ours).expect("the index opens");
    let by_article = Plain::new(&folder.path().join("articles"), texts.documents.clone());
    let by_passage = Plain::new(&folder.path().join("passages"), passages);
    println!(
        "documents (segments): kavosh {} ({}), plain {} articles ({}), {} passages ({})",
        by_passage.searcher.num_docs(),
        engine.snapshot().searcher.segment_readers().len(),
        by_article.searcher.num_docs(),
        by_article.searcher.segment_readers().len(),
        by_passage.searcher.num_docs(),
        by_passage.searcher.segment_readers().len(),
    );
    println!(
        "{QUERIES} queries of each shape; times in µs; ratio: plain over kavosh, above 1 kavosh is faster"
    );

    let words = Drawn::from(&texts);
    let mut session = engine.session();
    for shape in [Shape::Word, Shape::Three, Shape::Phrase] {
        let queries = words.queries(shape);
        for (name, plain) in [("articles", &by_article), ("passages", &by_passage)] {
            beside(&mut session, plain, name, shape, &queries);
        }
    }
    for shape in [Shape::Near, Shape::Prefix, Shape::Documents] {
        alone(&mut session, shape, &words.queries(shape));
    }
}

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Shape {
    /// One word.
    Word,
    /// Three words that follow each other in the text, without quotes.
    Three,
    /// Two neighbours in quotes.
    Phrase,
    /// The first and third of three neighbours, with up to three words between.
    Near,
    /// The first three letters of a word.
    Prefix,
    /// Three words that follow each other, for which documents are ranked.
    Documents,
}

/// A query, in the language of kavosh and as words.
struct Asked {
    text: String,
    words: Vec<String>,
}

/// Neighbouring words of the text to make queries from. Words come as often as the text has them.
struct Drawn {
    triples: Vec<[String; 3]>,
}

impl Drawn {
    fn from(texts: &Texts) -> Drawn {
        let lines: Vec<&str> = texts.documents.iter().flat_map(|t| t.lines()).collect();
        let mut triples = Vec::new();
        // Spread over the whole text; the multiplier is a prime, so the same lines each time. More
        // than are asked, since some will find nothing in a passage (headings set aside, say).
        for number in 0..QUERIES * 8 {
            let words: Vec<&str> = lines[(number * 7_368_787) % lines.len()]
                .split(' ')
                .collect();
            let Some(start) = words
                .len()
                .checked_sub(2)
                .filter(|n| *n > 0)
                .map(|n| number % n)
            else {
                continue;
            };
            let [a, b, c] = [0, 1, 2].map(|i| words[start + i].to_lowercase());
            if [&a, &b, &c].iter().all(|w| usable(w)) {
                triples.push([a, b, c]);
            }
        }
        Drawn { triples }
    }

    fn queries(&self, shape: Shape) -> Vec<Asked> {
        let asked = self.triples.iter().map(|[a, b, c]| {
            let (text, words) = match shape {
                Shape::Word => (a.clone(), vec![a]),
                Shape::Three | Shape::Documents => (format!("{a} {b} {c}"), vec![a, b, c]),
                Shape::Phrase => (format!("\"{a} {b}\""), vec![a, b]),
                Shape::Near => (format!("\"{a} {c}\"~3"), vec![a, c]),
                Shape::Prefix => (
                    format!("{}*", a.chars().take(3).collect::<String>()),
                    vec![a],
                ),
            };
            Asked {
                text,
                words: words.into_iter().cloned().collect(),
            }
        });
        asked.collect()
    }
}

/// Whether both sides take a word for one word: three letters or more and nothing else.
fn usable(word: &str) -> bool {
    word.chars().count() >= 3 && word.chars().all(char::is_alphabetic)
}

/// Indexes a folder with kavosh.
fn index(target: &Path, files: &Path) {
    let summary =
        update(target, &[files.to_owned()], &options(1), &Quiet).expect("indexing succeeds");
    assert_eq!(summary.failed, 0);
}

/// The texts of all passages of an index.
fn passages(path: &Path) -> Vec<String> {
    let store = Store::open(path).expect("the index opens");
    let snapshot = Snapshot::of_store(&store).expect("the index can be read");
    let mut texts = Vec::new();
    for (segment, reader) in snapshot.searcher.segment_readers().iter().enumerate() {
        for document in reader.doc_ids_alive() {
            let at = tantivy::DocAddress::new(segment as u32, document);
            let (text, _) = snapshot.stored(at).expect("a passage can be read");
            // Records of documents and files have no text.
            if !text.is_empty() {
                texts.push(text);
            }
        }
    }
    assert_eq!(
        texts.len() as u64,
        snapshot.passages().expect("passages can be counted")
    );
    texts
}

/// Plain Tantivy, ready to be asked.
struct Plain {
    index: Index,
    field: Field,
    searcher: Searcher,
}

impl Plain {
    fn new(folder: &Path, texts: Vec<String>) -> Plain {
        std::fs::create_dir_all(folder).expect("a folder can be made");
        let (index, field) = plain::index(folder, texts.into_iter(), 1, usual_memory(1));
        let searcher = index.reader().expect("the index can be read").searcher();
        Plain {
            index,
            field,
            searcher,
        }
    }

    /// The number of hits, their texts fetched.
    fn search(&self, asked: &Asked, shape: Shape) -> usize {
        let mut analyzer = self
            .index
            .tokenizers()
            .get("plain")
            .expect("it was registered");
        let mut terms = Vec::new();
        for word in &asked.words {
            analyzer
                .token_stream(word)
                .process(&mut |token| terms.push(Term::from_field_text(self.field, &token.text)));
        }
        let term = |term: Term| {
            Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)) as Box<dyn Query>
        };
        let query: Box<dyn Query> = match shape {
            Shape::Phrase => Box::new(PhraseQuery::new(terms)),
            _ if terms.len() == 1 => term(terms.remove(0)),
            _ => Box::new(BooleanQuery::union(terms.into_iter().map(term).collect())),
        };
        let top = TopDocs::with_limit(HITS).order_by_score();
        let found = self
            .searcher
            .search(&query, &top)
            .expect("the search succeeds");
        let texts = found.into_iter().map(|(_, at)| {
            let document: TantivyDocument = self.searcher.doc(at).expect("a document can be read");
            document
                .get_first(self.field)
                .and_then(|v| v.as_str())
                .map_or(0, str::len)
        });
        texts.filter(|length| *length > 0).count()
    }
}

/// The number of hits, as `kavosh search` would print them.
fn search(session: &mut Session, asked: &Asked, shape: Shape) -> usize {
    let options = SearchOptions {
        limit: HITS,
        unit: match shape {
            Shape::Documents => Unit::Document,
            _ => Unit::Passage,
        },
        explain: false,
        expand: true,
    };
    let hits = session
        .search("1", &asked.text, options)
        .expect("the query is well formed");
    hits.len()
}

/// Asks both in turn and prints their times.
fn beside(session: &mut Session, plain: &Plain, unit: &str, shape: Shape, queries: &[Asked]) {
    // This is the warm-up too.
    let counted: Vec<(&Asked, [usize; 2])> = queries
        .iter()
        .map(|asked| {
            (
                asked,
                [search(session, asked, shape), plain.search(asked, shape)],
            )
        })
        .filter(|(_, hits)| !hits.contains(&0))
        .take(QUERIES)
        .collect();
    assert_eq!(counted.len(), QUERIES, "too few queries find something");
    let mut times = [Vec::new(), Vec::new()];
    for (asked, expected) in &counted {
        let mut mine = [Vec::new(), Vec::new()];
        for _ in 0..ROUNDS {
            mine[0].push(timed(expected[0], || search(session, asked, shape)));
            mine[1].push(timed(expected[1], || plain.search(asked, shape)));
        }
        for (all, mine) in times.iter_mut().zip(mine) {
            all.push(median(mine.into_iter()));
        }
    }
    let [ours, theirs] = times;
    let ratio = median(ours.iter().zip(&theirs).map(|(a, b)| b / a));
    println!(
        "{:<8} kavosh {}   plain, {unit} {}   ratio {ratio:.2}",
        format!("{shape:?}").to_lowercase(),
        spread(ours),
        spread(theirs)
    );
}

/// Asks kavosh what plain Tantivy has no query for, and prints its times.
fn alone(session: &mut Session, shape: Shape, queries: &[Asked]) {
    let counted: Vec<(&Asked, usize)> = queries
        .iter()
        .map(|asked| (asked, search(session, asked, shape)))
        .filter(|(_, hits)| *hits > 0)
        .take(QUERIES)
        .collect();
    assert_eq!(counted.len(), QUERIES, "too few queries find something");
    let mut times = Vec::new();
    for (asked, expected) in &counted {
        let mine = (0..ROUNDS).map(|_| timed(*expected, || search(session, asked, shape)));
        times.push(median(mine));
    }
    println!(
        "{:<8} kavosh {}",
        format!("{shape:?}").to_lowercase(),
        spread(times)
    );
}

/// Microseconds of one search, which must find as much as it did before.
fn timed(expected: usize, work: impl FnOnce() -> usize) -> f64 {
    let start = Instant::now();
    assert_eq!(work(), expected);
    start.elapsed().as_secs_f64() * 1e6
}

/// Median and 99th percentile.
fn spread(mut times: Vec<f64>) -> String {
    times.sort_by(f64::total_cmp);
    format!(
        "median {:>6.0}  p99 {:>6.0}",
        times[times.len() / 2],
        times[times.len() * 99 / 100]
    )
}
