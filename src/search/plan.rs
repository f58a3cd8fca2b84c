//! From a parsed query to what Tantivy runs and what is highlighted.
//!
//! Tantivy's own query parser is not used: it refuses what people type, and with two fields for one
//! text it would build phrases that can never match.

mod respell;
mod translate;

use super::bag::{Bag, Sought, is_asking, share};
use super::deadline::Deadline;
use super::engine::{SearchOptions, Unit as Ranked};
use super::highlight::{Matcher, Target};
use super::query::{Clause, Field, Node, Occur, Unit};
use super::shield::Shield;
use super::vocabulary::{Vocabulary, letters};
use super::weights::Weights;
use crate::analysis::{Analyzer, Script};
use crate::document::in_both_calendars;
use crate::error::Result;
use crate::index::{LEAD, cites, only_inflected};
use std::ops::Bound;
use tantivy::Term;
use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur as TOccur, PhraseQuery, Query,
    RangeQuery, TermQuery,
};
use tantivy::schema::{Field as TField, IndexRecordOption};

/// Most words of a term.
const LONGEST_TERM: usize = 8;

/// A query ready to run.
pub struct Plan {
    /// What decides which passages are hits, and the part of their scores that is quickly found.
    pub query: Box<dyn Query>,
    /// What lifts a hit without making one: titles, authors, the form that was typed.
    pub lifts: Vec<Lift>,
    /// Whether the query is nothing but words side by side.
    pub is_words: bool,
    /// Beside words: passages that are hits too, or must not be missed among the candidates.
    pub nets: Vec<Box<dyn Query>>,
    /// Nets for what stands for words. What they catch is a hit if a lift says so: they know nothing of
    /// the conditions under which it does.
    pub chances: Vec<Box<dyn Query>>,
    /// The words of a query that is nothing but words, each by itself; together they are `query`.
    pub single: Vec<Box<dyn Query>>,
    /// Where documents are ranked: what stands for words in their passages, such as other spellings.
    pub extras: Vec<Box<dyn Query>>,
    /// Words side by side, for nearness and for ranking documents.
    pub bags: Vec<Bag>,
    /// What is highlighted in a hit.
    pub targets: Vec<Target>,
    /// The scored parts with what they stand for, for `--explain`.
    pub parts: Vec<(String, Box<dyn Query>)>,
    /// When it must be done.
    pub deadline: Deadline,
}

/// A query that lifts hits.
pub struct Lift {
    /// The query.
    pub query: Box<dyn Query>,
    /// The most that it adds to a score.
    pub most: f32,
    /// Whether what it finds is a hit: it stands for words of the query.
    pub makes_hit: bool,
}

/// The most that BM25 gives for a word, as a multiple of its rarity: k1 + 1.
const SATURATED: f32 = 2.2;

/// Clauses of a query of Tantivy.
type Clauses = Vec<(TOccur, Box<dyn Query>)>;

/// A token of the query.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Word {
    exact: String,
    lemma: String,
    script: Script,
    is_base: bool,
    /// Bytes in the analyzed text: neighbours that touch came from one run.
    start: usize,
    end: usize,
}

/// Plans a query.
///
/// # Errors
/// When the index cannot be read.
pub fn plan(
    node: &Node,
    vocabulary: &Vocabulary,
    analyzer: &mut Analyzer,
    weights: &Weights,
    options: SearchOptions,
) -> Result<Plan> {
    let mut planner = Planner {
        vocabulary,
        analyzer,
        weights,
        unit: options.unit,
        expand: options.expand,
        is_words: is_words(node),
        lifts: Vec::new(),
        nets: Vec::new(),
        chances: Vec::new(),
        instead: Vec::new(),
        bounds: Vec::new(),
        single: Vec::new(),
        extras: Vec::new(),
        bags: Vec::new(),
        targets: Vec::new(),
        parts: Vec::new(),
        negated: false,
    };
    let query = planner.node(node)?;
    if !planner.instead.is_empty() {
        let instead = std::mem::take(&mut planner.instead);
        planner.chances.push(Box::new(BooleanQuery::new(instead)));
    }
    // Only passages are hits. Records share the year with them and nothing that is searched.
    let query = if only_passages(node) {
        query
    } else {
        Box::new(BooleanQuery::new(vec![
            (TOccur::Must, query),
            (TOccur::Must, planner.vocabulary.passages()),
        ]))
    };
    Ok(Plan {
        query,
        lifts: planner.lifts,
        is_words: planner.is_words,
        nets: planner.nets,
        chances: planner.chances,
        single: planner.single,
        extras: planner.extras,
        bags: planner.bags,
        targets: planner.targets,
        parts: planner.parts,
        deadline: vocabulary.deadline(),
    })
}

/// Whether a query is nothing but words side by side.
fn is_words(node: &Node) -> bool {
    let plain = |clause: &Clause| {
        let field = Field::Text;
        clause.occur == Occur::May
            && matches!(&clause.unit, Unit::Word { field: f, .. } if *f == field)
    };
    matches!(node, Node::Group(clauses) if clauses.iter().all(plain))
}

/// Whether a query can match nothing but passages.
fn only_passages(node: &Node) -> bool {
    let unit = |unit: &Unit| match unit {
        Unit::Nested(node) => only_passages(node),
        Unit::Year(..) => false,
        _ => true,
    };
    match node {
        Node::Or(parts) => parts.iter().all(only_passages),
        Node::And(parts) => parts.iter().any(only_passages),
        Node::Group(clauses) => {
            let of = |occur| clauses.iter().filter(move |c| c.occur == occur);
            let mut may = of(Occur::May).peekable();
            of(Occur::Must).any(|c| unit(&c.unit))
                || of(Occur::Must).next().is_none()
                    && may.peek().is_some()
                    && may.all(|c| unit(&c.unit))
        }
    }
}

struct Planner<'a> {
    vocabulary: &'a Vocabulary<'a>,
    analyzer: &'a mut Analyzer,
    weights: &'a Weights,
    unit: Ranked,
    is_words: bool,
    lifts: Vec<Lift>,
    nets: Vec<Box<dyn Query>>,
    chances: Vec<Box<dyn Query>>,
    /// Single words that stand for those of the query, to be one net.
    instead: Clauses,
    /// The most that each clause gives that stands for words of the bag being planned.
    bounds: Vec<f32>,
    /// The words of the query, each by itself.
    single: Vec<Box<dyn Query>>,
    extras: Vec<Box<dyn Query>>,
    bags: Vec<Bag>,
    targets: Vec<Target>,
    parts: Vec<(String, Box<dyn Query>)>,
    negated: bool,
    /// Whether words also stand for what the glossary calls them in the other language.
    expand: bool,
}

impl Planner<'_> {
    fn node(&mut self, node: &Node) -> Result<Box<dyn Query>> {
        match node {
            Node::Or(parts) => self.all(parts, TOccur::Should),
            Node::And(parts) => self.all(parts, TOccur::Must),
            Node::Group(clauses) => self.group(clauses),
        }
    }

    fn all(&mut self, parts: &[Node], occur: TOccur) -> Result<Box<dyn Query>> {
        let mut clauses = Vec::with_capacity(parts.len());
        for part in parts {
            clauses.push((occur, self.node(part)?));
        }
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    fn group(&mut self, clauses: &[Clause]) -> Result<Box<dyn Query>> {
        let mut out: Vec<(TOccur, Box<dyn Query>)> = Vec::new();
        let mut run = String::new();
        for clause in clauses {
            // Words side by side are analyzed together, so that the pieces of a word find each
            // other as they do in a document (کتاب ها).
            if let Clause {
                occur: Occur::May,
                unit:
                    Unit::Word {
                        field: Field::Text,
                        text,
                    },
            } = clause
            {
                if !run.is_empty() {
                    run.push(' ');
                }
                run.push_str(text);
                continue;
            }
            self.bag(&std::mem::take(&mut run), &mut out)?;
            let negated = self.negated;
            self.negated |= clause.occur == Occur::MustNot;
            let query = self.unit(&clause.unit)?;
            self.negated = negated;
            let occur = match clause.occur {
                Occur::May => TOccur::Should,
                Occur::Must => TOccur::Must,
                Occur::MustNot => TOccur::MustNot,
            };
            let query = if occur == TOccur::MustNot {
                Shield::around(query)
            } else {
                query
            };
            out.push((occur, query));
        }
        self.bag(&run, &mut out)?;
        // Beside filters alone, words are what is asked for: one of them at least must match.
        let mut musts = clauses.iter().filter(|c| c.occur == Occur::Must).peekable();
        if musts.peek().is_some() && musts.all(|c| c.unit.is_filter()) {
            let (may, mut rest): (Vec<_>, Vec<_>) = out
                .into_iter()
                .partition(|(occur, _)| *occur == TOccur::Should);
            if !may.is_empty() {
                rest.push((TOccur::Must, Box::new(BooleanQuery::new(may))));
            }
            out = rest;
        }
        if let [(TOccur::Should, _)] = out.as_slice()
            && let Some((_, only)) = out.pop()
        {
            return Ok(only);
        }
        if out.iter().all(|(occur, _)| *occur == TOccur::MustNot) {
            // Nothing is asked for, only excluded: everything else matches.
            out.push((TOccur::Must, self.vocabulary.passages()));
        }
        Ok(Box::new(BooleanQuery::new(out)))
    }

    /// Words side by side: each may match; together and near each other they score more.
    fn bag(&mut self, text: &str, out: &mut Vec<(TOccur, Box<dyn Query>)>) -> Result<()> {
        let words = self.words(text);
        if words.is_empty() {
            return Ok(());
        }
        let alone = words.iter().all(|w| is_asking(&w.lemma));
        let mut bag = Bag::default();
        for word in &words {
            let share = share(&word.lemma, alone, self.weights);
            bag.words.push(Sought {
                lemma: word.lemma.clone(),
                share,
                rarity: share * self.vocabulary.rarity(&word.lemma)? as f32,
            });
        }
        let mut clauses: Vec<(TOccur, Box<dyn Query>)> = Vec::new();
        // What stands for words in other ways than the words themselves.
        let mut others: Vec<(TOccur, Box<dyn Query>)> = Vec::new();
        self.bounds.clear();
        let runs = cjk_runs(&words);
        for (index, word) in words.iter().enumerate() {
            let in_run = runs.iter().any(|run| run.contains(&index));
            if !in_run {
                let share = bag.words[index].share;
                self.word(word, share, &mut clauses, &mut others)?;
            }
        }
        // The words of one run of Chinese belong together; alone they match too much.
        for run in &runs {
            let phrase = self.phrase(self.vocabulary.fields().lemma, &words[run.clone()], 0);
            let lemmas: Vec<String> = words[run.clone()].iter().map(|w| w.lemma.clone()).collect();
            let name = label("phrase", &words[run.clone()]);
            self.stands_in(&mut others, name, phrase, self.weights.word, &lemmas)?;
            for word in &mut bag.words[run.clone()] {
                (word.share, word.rarity) = (0.0, 0.0);
            }
        }
        self.solid(&words, &mut others)?;
        let is_term = self.whole(&words)?;
        if self.expand {
            self.translations(&words, is_term, &mut others)?;
        }
        let matchers = words.iter().map(|w| Matcher::Lemma(w.lemma.clone()));
        let matchers = matchers.collect();
        let target = if is_term {
            Target::term(matchers)
        } else {
            Target::bag(matchers, self.frequent(&words)?)
        };
        self.target(target);
        if !self.negated {
            self.bags.push(bag);
        }
        if self.unit == Ranked::Document && !self.negated {
            // The words are scored for the whole document; what their passages need not tell again.
            if self.is_words {
                self.extras
                    .extend(others.iter().map(|(_, q)| q.box_clone()));
            }
            let words: Box<dyn Query> = Box::new(BooleanQuery::new(clauses));
            clauses = vec![(TOccur::Should, constant(words, 0.0))];
        }
        // Words alone choose candidates quickly. What stands for them is cast as nets of its own, see
        // `stands_in`, and lifts what is caught.
        if self.is_words && self.unit == Ranked::Passage && !clauses.is_empty() {
            let lifts = others.into_iter().zip(std::mem::take(&mut self.bounds));
            self.lifts.extend(lifts.map(|((_, query), most)| Lift {
                query,
                most,
                makes_hit: true,
            }));
            self.single
                .extend(clauses.iter().map(|(_, query)| query.box_clone()));
        } else {
            clauses.append(&mut others);
        }
        self.leads(&words, &mut clauses)?;
        out.extend(clauses);
        Ok(())
    }

    /// Where words stand only in the title or among the authors, the beginning of the document is the
    /// hit that shows it.
    fn leads(&mut self, words: &[Word], clauses: &mut Vec<(TOccur, Box<dyn Query>)>) -> Result<()> {
        let fields = self.vocabulary.fields().clone();
        let mut found: Vec<(TOccur, Box<dyn Query>)> = Vec::new();
        for word in words.iter().filter(|w| !is_asking(&w.lemma)) {
            for (field, term) in [(fields.title, &word.lemma), (fields.author, &word.exact)] {
                let term = Term::from_field_text(field, term);
                if self.vocabulary.count(&term)? > 0 && !self.vocabulary.is_frequent(&word.lemma)? {
                    let term = TermQuery::new(term, IndexRecordOption::Basic);
                    found.push((TOccur::Should, Box::new(term)));
                }
            }
        }
        if found.is_empty() {
            return Ok(());
        }
        let lead = constant(
            Box::new(BooleanQuery::new(vec![
                (
                    TOccur::Must,
                    Box::new(BooleanQuery::new(found)) as Box<dyn Query>,
                ),
                (
                    TOccur::Must,
                    Box::new(self.vocabulary.term(fields.lead, LEAD)),
                ),
            ])),
            0.0,
        );
        if self.is_words {
            self.nets.push(lead);
        } else {
            clauses.push((TOccur::Should, lead));
        }
        Ok(())
    }

    /// A single word: in the text, where it makes a hit, and in all fields that lift one.
    fn word(
        &mut self,
        word: &Word,
        share: f32,
        clauses: &mut Vec<(TOccur, Box<dyn Query>)>,
        others: &mut Vec<(TOccur, Box<dyn Query>)>,
    ) -> Result<()> {
        let fields = self.vocabulary.fields().clone();
        let w = self.weights;
        let text = self.vocabulary.term(fields.lemma, &word.lemma);
        let name = format!("text:{}", word.lemma);
        self.score(clauses, name, Box::new(text), w.word * share);
        for (name, field, term, weight) in [
            ("exact", fields.exact, &word.exact, w.exact),
            ("section", fields.section, &word.lemma, w.section),
            ("title", fields.title, &word.lemma, w.title),
            ("author", fields.author, &word.exact, w.author),
        ] {
            if field == fields.exact && word.is_base {
                continue;
            }
            let rarity = self
                .vocabulary
                .rarity_of(&Term::from_field_text(field, term))?;
            let Some(rarity) = rarity else { continue };
            let query = self.vocabulary.term(field, term);
            let most = weight * share * SATURATED * rarity as f32;
            let name = format!("{name}:{term}");
            self.lift(name, Box::new(query), weight * share, most);
        }
        self.otherwise(word, share, others)
    }

    /// What the weight of a query is multiplied with that stands for words of the bag. Where documents are
    /// ranked, the words count in the whole of one, and what a passage brings is added as a share.
    fn in_place_of_words(&self) -> f32 {
        match self.unit {
            Ranked::Passage => 1.0,
            Ranked::Document if self.weights.passage > 0.0 => 1.0 / self.weights.passage,
            Ranked::Document => 1.0,
        }
    }

    /// All words in a row. Whether the index has them so: then they are a term.
    fn whole(&mut self, words: &[Word]) -> Result<bool> {
        let is_short = (2..=LONGEST_TERM).contains(&words.len());
        if !is_short || self.negated || !self.frequent(words)?.contains(&false) {
            return Ok(false);
        }
        let phrase = self.phrase(self.vocabulary.fields().lemma, words, 0);
        let stands = self.vocabulary.is_anywhere(phrase.as_ref())?;
        if stands {
            let lemmas = words.iter().map(|w| w.lemma.as_str());
            if self.is_words
                && self.unit == Ranked::Passage
                && !self.vocabulary.is_costly(lemmas)?
            {
                self.nets.push(phrase.box_clone());
            }
            let rarity = self.rarity(words.iter().map(|w| w.lemma.as_str()))?;
            let most = self.weights.whole * SATURATED * rarity;
            self.lift(label("phrase", words), phrase, self.weights.whole, most);
        }
        Ok(stands)
    }

    fn unit(&mut self, unit: &Unit) -> Result<Box<dyn Query>> {
        let fields = self.vocabulary.fields().clone();
        Ok(match unit {
            Unit::Nested(node) => self.node(node)?,
            Unit::Word {
                field: Field::Text,
                text,
            } => {
                let words = self.words(text);
                self.required(&words, 0)
            }
            Unit::Phrase {
                field: Field::Text,
                text,
                slop,
            } => {
                let words = self.words(text);
                self.required(&words, *slop)
            }
            Unit::Word {
                field: Field::Cites,
                text,
            }
            | Unit::Phrase {
                field: Field::Cites,
                text,
                ..
            } => self.cites(text),
            Unit::Word { field, text } => self.in_field(*field, text, 0),
            Unit::Phrase { field, text, slop } => self.in_field(*field, text, *slop),
            Unit::Prefix { field, text } => {
                let text = letters(text);
                if matches!(field, Field::Text | Field::Exact) {
                    self.target(Target::phrase(vec![Matcher::Prefix(text.clone())], 0));
                }
                let expand = |field| self.vocabulary.with_prefix(field, &text);
                let terms = match field {
                    Field::Text | Field::Exact => (expand(fields.exact)?, expand(fields.lemma)?),
                    _ => (expand(self.tantivy_field(*field).0)?, Vec::new()),
                };
                self.any_of(*field, &format!("{text}*"), terms)
            }
            Unit::Fuzzy {
                field,
                text,
                distance,
            } => {
                let text = letters(text);
                let expand = |field| self.vocabulary.within(field, &text, *distance);
                let terms = match field {
                    Field::Text | Field::Exact => (expand(fields.exact)?, expand(fields.lemma)?),
                    _ => (expand(self.tantivy_field(*field).0)?, Vec::new()),
                };
                if matches!(field, Field::Text | Field::Exact) {
                    let all = terms.0.iter().chain(&terms.1).cloned().collect();
                    self.target(Target::phrase(vec![Matcher::Exacts(all)], 0));
                }
                self.any_of(*field, &format!("{text}~{distance}"), terms)
            }
            Unit::Year(first, last) => {
                let term = |year| Term::from_field_i64(fields.year, year);
                let ranges = in_both_calendars(*first, *last)
                    .into_iter()
                    .map(|(first, last)| {
                        let range: Box<dyn Query> = Box::new(RangeQuery::new(
                            Bound::Included(term(first)),
                            Bound::Included(term(last)),
                        ));
                        (TOccur::Should, range)
                    });
                constant(Box::new(BooleanQuery::new(ranges.collect())), 0.0)
            }
            Unit::Kind(kind) => constant(
                Box::new(self.vocabulary.term(fields.kind, kind.name())),
                0.0,
            ),
            Unit::Language(code) => {
                constant(Box::new(self.vocabulary.term(fields.language, code)), 0.0)
            }
            Unit::Document { id, prefix: false } => {
                constant(Box::new(self.vocabulary.term(fields.id, id)), 0.0)
            }
            Unit::Document { id, prefix: true } => {
                let ids = self.vocabulary.with_prefix(fields.id, id)?;
                let clauses = ids
                    .iter()
                    .map(|id| {
                        (
                            TOccur::Should,
                            Box::new(self.vocabulary.term(fields.id, id)) as Box<dyn Query>,
                        )
                    })
                    .collect();
                constant(Box::new(BooleanQuery::new(clauses)), 0.0)
            }
        })
    }

    /// Words that must stand in this order in the text.
    fn required(&mut self, words: &[Word], slop: u32) -> Box<dyn Query> {
        if words.is_empty() {
            return Box::new(EmptyQuery);
        }
        let fields = self.vocabulary.fields().clone();
        self.target(Target::phrase(
            words
                .iter()
                .map(|w| Matcher::Lemma(w.lemma.clone()))
                .collect(),
            slop,
        ));
        let phrase = self.phrase(fields.lemma, words, slop);
        let mut clauses: Vec<(TOccur, Box<dyn Query>)> = Vec::new();
        let name = if slop == 0 { "phrase" } else { "near" };
        self.score(&mut clauses, label(name, words), phrase, self.weights.word);
        let must = clauses
            .pop()
            .map_or_else(|| Box::new(EmptyQuery) as Box<dyn Query>, |c| c.1);
        let mut clauses = vec![(TOccur::Must, must)];
        for word in words.iter().filter(|w| !w.is_base) {
            let exact = self.vocabulary.term(fields.exact, &word.exact);
            self.score(
                &mut clauses,
                format!("exact:{}", word.exact),
                Box::new(exact),
                self.weights.exact,
            );
        }
        Box::new(BooleanQuery::new(clauses))
    }

    /// Passages that cite somebody: each name is asked for as typed, or as it sounds in the other
    /// script, with the year if one is given.
    fn cites(&mut self, text: &str) -> Box<dyn Query> {
        let field = self.vocabulary.fields().cites;
        let mut all: Vec<(TOccur, Box<dyn Query>)> = Vec::new();
        for wanted in cites::wanted(text) {
            if let Some(name) = wanted.name {
                self.target(Target::phrase(vec![Matcher::Exact(name)], 0));
            }
            let any = wanted.terms.iter().map(|term| {
                let query: Box<dyn Query> = Box::new(self.vocabulary.term(field, term));
                (TOccur::Should, query)
            });
            let any: Box<dyn Query> = Box::new(BooleanQuery::new(any.collect()));
            all.push((TOccur::Must, any));
        }
        if all.is_empty() {
            return Box::new(EmptyQuery);
        }
        constant(Box::new(BooleanQuery::new(all)), 0.0)
    }

    /// Words that must stand in this order in a field other than the text.
    fn in_field(&mut self, field: Field, text: &str, slop: u32) -> Box<dyn Query> {
        let words = self.words(text);
        if words.is_empty() {
            return Box::new(EmptyQuery);
        }
        let (tantivy_field, exact) = self.tantivy_field(field);
        let terms: Vec<String> = words
            .iter()
            .map(|w| {
                if exact {
                    w.exact.clone()
                } else {
                    w.lemma.clone()
                }
            })
            .collect();
        let query = if field == Field::Exact {
            for term in &terms {
                self.target(Target::phrase(vec![Matcher::Exact(term.clone())], 0));
            }
            // The exact field has no positions; the words of a compound must all be there.
            let clauses = words
                .iter()
                .map(|w| (TOccur::Must, self.exactly(w)))
                .collect();
            Box::new(BooleanQuery::new(clauses))
        } else {
            self.terms_phrase(tantivy_field, &terms, slop)
        };
        let mut clauses = Vec::new();
        self.score(
            &mut clauses,
            format!("{field:?}:{}", terms.join(" ")).to_lowercase(),
            query,
            self.weights.word,
        );
        clauses
            .pop()
            .map_or_else(|| Box::new(EmptyQuery) as Box<dyn Query>, |c| c.1)
    }

    /// Passages that have a word in just this form.
    fn exactly(&self, word: &Word) -> Box<dyn Query> {
        if word.is_base {
            self.base(&word.lemma)
        } else {
            Box::new(
                self.vocabulary
                    .term(self.vocabulary.fields().exact, &word.exact),
            )
        }
    }

    /// Passages in which a lemma stands as such; see [`Fields::exact`](crate::index::Fields).
    fn base(&self, lemma: &str) -> Box<dyn Query> {
        let fields = self.vocabulary.fields();
        let mark = self.vocabulary.term(fields.exact, &only_inflected(lemma));
        Box::new(BooleanQuery::new(vec![
            (
                TOccur::Must,
                Box::new(self.vocabulary.term(fields.lemma, lemma)),
            ),
            (TOccur::MustNot, Box::new(mark)),
        ]))
    }

    /// The field in the index, and whether it holds exact forms.
    fn tantivy_field(&self, field: Field) -> (TField, bool) {
        let fields = self.vocabulary.fields();
        match field {
            Field::Text => (fields.lemma, false),
            Field::Exact => (fields.exact, true),
            Field::Title => (fields.title, false),
            Field::Section => (fields.section, false),
            Field::Author => (fields.author, true),
            Field::Cites => (fields.cites, true),
        }
    }

    /// Any of some terms, each scored by itself so that rare ones count more: `terms` are those of the
    /// field (for the text, its inflected forms), and lemmas that count where they stand as such.
    fn any_of(
        &mut self,
        field: Field,
        name: &str,
        terms: (Vec<String>, Vec<String>),
    ) -> Box<dyn Query> {
        let in_field = match field {
            Field::Text => self.vocabulary.fields().exact,
            _ => self.tantivy_field(field).0,
        };
        let forms = terms
            .0
            .iter()
            .map(|t| Box::new(self.vocabulary.term(in_field, t)) as Box<dyn Query>);
        let bases = terms.1.iter().map(|lemma| self.base(lemma));
        let clauses = forms
            .chain(bases)
            .map(|query| (TOccur::Should, query))
            .collect();
        let mut out = Vec::new();
        self.score(
            &mut out,
            name.to_owned(),
            Box::new(BooleanQuery::new(clauses)),
            self.weights.word,
        );
        out.pop()
            .map_or_else(|| Box::new(EmptyQuery) as Box<dyn Query>, |c| c.1)
    }

    fn phrase(&self, field: TField, words: &[Word], slop: u32) -> Box<dyn Query> {
        let terms: Vec<String> = words.iter().map(|w| w.lemma.clone()).collect();
        self.terms_phrase(field, &terms, slop)
    }

    fn terms_phrase(&self, field: TField, terms: &[String], slop: u32) -> Box<dyn Query> {
        if let [term] = terms {
            return Box::new(self.vocabulary.term(field, term));
        }
        let terms = terms
            .iter()
            .map(|t| Term::from_field_text(field, t))
            .enumerate()
            .collect();
        Box::new(PhraseQuery::new_with_offset_and_slop(terms, slop))
    }

    /// Adds a scored clause, and notes it for `--explain`.
    fn score(
        &mut self,
        clauses: &mut Vec<(TOccur, Box<dyn Query>)>,
        name: String,
        query: Box<dyn Query>,
        weight: f32,
    ) {
        if weight == 0.0 {
            return;
        }
        let query: Box<dyn Query> = Box::new(BoostQuery::new(query, weight));
        if !self.negated {
            self.parts.push((name, query.box_clone()));
        }
        clauses.push((TOccur::Should, query));
    }

    /// Adds a scored clause for what stands for words of the query, which are `terms` in a row in the
    /// text. Passages that have them are candidates too: single terms together are one net, which is as
    /// quickly drawn as words are; a row is a net of its own, unless that is costly.
    fn stands_in(
        &mut self,
        others: &mut Clauses,
        name: String,
        query: Box<dyn Query>,
        weight: f32,
        terms: &[String],
    ) -> Result<()> {
        if weight == 0.0 {
            return Ok(());
        }
        let rarity = self.rarity(terms.iter().map(String::as_str))?;
        self.bounds.push(weight * SATURATED * rarity);
        if self.is_words && self.unit == Ranked::Passage {
            let field = self.vocabulary.fields().lemma;
            let net = Box::new(BoostQuery::new(self.terms_phrase(field, terms, 0), weight));
            let words = terms.iter().map(String::as_str);
            match terms {
                [_] => self.instead.push((TOccur::Should, net)),
                _ if !self.vocabulary.is_costly(words)? => self.chances.push(net),
                _ => {}
            }
        }
        self.score(others, name, query, weight);
        Ok(())
    }

    /// Adds what lifts a hit by at most `most`, and notes it for `--explain`.
    fn lift(&mut self, name: String, query: Box<dyn Query>, weight: f32, most: f32) {
        if weight != 0.0 && !self.negated {
            let query: Box<dyn Query> = Box::new(BoostQuery::new(query, weight));
            self.parts.push((name, query.box_clone()));
            self.lifts.push(Lift {
                query,
                most,
                makes_hit: false,
            });
        }
    }

    fn target(&mut self, target: Target) {
        if !self.negated {
            self.targets.push(target);
        }
    }

    fn words(&mut self, text: &str) -> Vec<Word> {
        let mut words = Vec::new();
        self.analyzer.tokens(text, |token| {
            words.push(Word {
                exact: token.exact.to_owned(),
                lemma: token.lemma.to_owned(),
                script: token.script,
                is_base: token.is_base,
                start: token.start,
                end: token.end,
            });
        });
        words
    }

    /// Which words are so frequent that they say little.
    fn frequent(&self, words: &[Word]) -> Result<Vec<bool>> {
        words
            .iter()
            .map(|w| self.vocabulary.is_frequent(&w.lemma))
            .collect()
    }
}

/// Ranges of words that came from one run of Chinese, Japanese or Korean without a space: two to
/// four of them are one term to a reader.
fn cjk_runs(words: &[Word]) -> Vec<std::ops::Range<usize>> {
    let mut runs: Vec<std::ops::Range<usize>> = Vec::new();
    for index in 0..words.len() {
        if words[index].script != Script::Cjk {
            continue;
        }
        match runs.last_mut() {
            Some(run) if run.end == index && words[index - 1].end == words[index].start => {
                run.end += 1
            }
            _ => runs.push(index..index + 1),
        }
    }
    runs.retain(|run| (2..=4).contains(&run.len()));
    runs
}

fn constant(query: Box<dyn Query>, score: f32) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, score))
}

fn label(name: &str, words: &[Word]) -> String {
    let lemmas: Vec<&str> = words.iter().map(|w| w.lemma.as_str()).collect();
    format!("{name}:{}", lemmas.join(" "))
}

impl Vocabulary<'_> {
    /// A query for a term with its frequency.
    pub fn term(&self, field: TField, text: &str) -> TermQuery {
        TermQuery::new(
            Term::from_field_text(field, text),
            IndexRecordOption::WithFreqs,
        )
    }

    /// A query for all passages, without scores.
    fn passages(&self) -> Box<dyn Query> {
        constant(Box::new(self.all_passages()), 0.0)
    }
}
