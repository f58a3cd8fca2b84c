//! Compiling the language model from a text; run by `examples/compile_model.rs`, not by kavosh.
//!
//! The text is cut into tokens ([`raw`]), the words of the model are chosen and the rest is parted
//! or unknown ([`vocabulary`], [`stream`]). Then the parts are made one after another: joining
//! ([`joining`]), classes ([`clusters`], [`class_model`]), pairs and triples ([`counts`],
//! [`smoothing`], [`mod@prune`]), laid out ([`pack`], [`letters`], [`tables`]), and the weight of the
//! classes found on lines kept from training ([`mixture`], [`measure`]). Nothing depends on the
//! order of a hash map, so the same text gives the same bytes.

pub mod careful;
pub mod class_model;
pub mod clusters;
pub mod counts;
pub mod discounts;
pub mod endings;
pub mod evidence;
pub mod joining;
pub mod letters;
pub mod measure;
pub mod mixture;
pub mod pack;
pub mod prune;
pub mod raw;
pub mod smoothing;
pub mod stream;
pub mod tables;
pub mod vocabulary;

use super::model::ngrams::KINDS;
use super::model::{FIRST, Model, SENTENCE, UNKNOWN, Word, tokens};
use class_model::Classed;
use counts::Counts;
use measure::perplexity;
use prune::{Mixed, prune};
use smoothing::{Kept, Smoothed};
use stream::Stream;
use tables::Tables;
use vocabulary::Vocabulary;

/// Bytes for pairs and triples of words.
const WORD_BYTES: usize = 8_000_000;
/// Classes, those of the special tokens among them, …
const CLASSES: usize = 400;
/// … and bytes for their triples.
const CLASS_BYTES: usize = 1_000_000;
/// Weight of the classes while pairs and triples are pruned.
const CLASS_WEIGHT: f64 = 0.3;

/// Compiles a text into the bytes to embed, and a report. `others` are texts with names to measure
/// the finished model on.
pub fn compile(text: &str, others: &[(String, String)]) -> Result<(Vec<u8>, String), String> {
    let lexicon = super::lexicon();
    let raw = raw::Raw::read(text);
    let vocabulary = Vocabulary::choose(&raw, lexicon);
    let size = vocabulary.words.len() + FIRST as usize;
    let mut report = format!("{} spellings\n{}", raw.spellings.len(), vocabulary.report);

    let training = Stream::training(&raw, &vocabulary);
    let joining = joining::Joining::learn(&training, &vocabulary, lexicon);
    let labels = labels(&vocabulary);
    let training = training.without(&labels).words;
    let held_out = Stream::held_out(&raw, &vocabulary);
    let sites = joining.sites(&held_out);
    let held_out = held_out.without(&labels).words;
    let (tuning, measured) = held_out.split_at(held_out.len() / 2);
    report += &format!(
        "{}{size} words, {} tokens, {} held out\n",
        joining.report,
        training.len(),
        held_out.len()
    );

    let classes = clusters::cluster(&training, &vocabulary, CLASSES);
    let classed = Classed::new(&training, classes, CLASSES);
    let class_kept = classed.prune(CLASS_BYTES);
    let class_model = Smoothed::new(&classed.counts, &class_kept);
    let by_class = |before, word| classed.probability(&class_model, before, word);
    let counts = Counts::new(&training, size);
    report += &whole(&counts, measured, by_class);
    let mixed = Mixed {
        other: &by_class,
        weight: CLASS_WEIGHT,
    };
    let kept = prune(&counts, &mixed, prune::WORDS, WORD_BYTES);
    let words = Smoothed::new(&counts, &kept);
    report += &line(
        "pruned",
        perplexity(measured, |b, w| words.probability(b, w)),
    );

    let mut tables = Tables::new(size, CLASSES);
    tables.add_words(&vocabulary, &labels, &counts);
    tables.add_ngrams(&counts, &kept, &words);
    tables.add_classes(&classed, &class_kept, &class_model);
    tables.add_joining(joining);
    report += &weigh(&mut tables, tuning, measured)?;
    let bytes = tables.write();
    let model = Model::open(bytes.clone().leak())?;
    let (right, cost) = measure::joining(&sites, &model);
    report += &format!("joining: {right:.4} right, {cost:.4} nats a place, held out\n");
    for (name, text) in others {
        let words: Vec<Word> = std::iter::once(SENTENCE)
            .chain(tokens(text, &model).into_iter().map(|(word, _)| word))
            .collect();
        let unknown = words.iter().filter(|&&word| word == UNKNOWN).count();
        let value = perplexity(&words, |b, w| f64::from(model.probability(b, w)));
        report += &line(
            &format!("{name}, {} tokens, {unknown} unknown", words.len()),
            value,
        );
    }
    report += &tables.report();
    Ok((bytes, report))
}

/// Which words are single letters other than و: labels and footnote marks, as a rule.
fn labels(vocabulary: &Vocabulary) -> Vec<bool> {
    let and = vocabulary.find("و");
    let is_label = |(word, run): (Word, &Vec<u8>)| run.len() == 1 && Some(word) != and;
    std::iter::repeat_n(false, FIRST as usize)
        .chain((FIRST..).zip(&vocabulary.words).map(is_label))
        .collect()
}

/// What all pairs and triples would give.
fn whole(counts: &Counts, measured: &[Word], by_class: impl Fn([Word; 2], Word) -> f64) -> String {
    let mut kept = Kept::all(counts);
    let triples = Smoothed::new(counts, &kept);
    kept.triples.fill(false);
    let pairs = Smoothed::new(counts, &kept);
    let mixed = |before, word| {
        let words = triples.probability(before, word);
        words + CLASS_WEIGHT * (by_class(before, word) - words)
    };
    [
        format!(
            "{} pairs, {} triples\n",
            counts.pairs.keys.len(),
            counts.triples.keys.len()
        ),
        line(
            "all pairs",
            perplexity(measured, |b, w| pairs.probability(b, w)),
        ),
        line(
            "all triples",
            perplexity(measured, |b, w| triples.probability(b, w)),
        ),
        line("classes", perplexity(measured, &by_class)),
        line("all triples and classes", perplexity(measured, mixed)),
    ]
    .concat()
}

/// Finds the weights of the classes with the tables as they are rounded.
fn weigh(tables: &mut Tables, tuning: &[Word], measured: &[Word]) -> Result<String, String> {
    let model = Model::open(tables.write().leak())?;
    let mut report = line(
        "pruned and rounded",
        perplexity(measured, |b, w| f64::from(model.probability(b, w))),
    );
    let [one] = mixture::weights(tuning, |b, w| (0, model.both(b, w).1));
    let mixed = |before, word| {
        let (_, [words, classes]) = model.both(before, word);
        words + one * (classes - words)
    };
    report += &line(
        &format!("with classes at {one:.2}"),
        perplexity(measured, mixed),
    );
    let weights = mixture::weights::<KINDS>(tuning, |b, w| model.both(b, w));
    tables.weigh(weights);
    let model = Model::open(tables.write().leak())?;
    report += &line(
        "with classes by kind of context",
        perplexity(measured, |b, w| f64::from(model.probability(b, w))),
    );
    report += &format!("weights by kind {weights:.2?}\n");
    Ok(report)
}

fn line(what: &str, perplexity: f64) -> String {
    format!("perplexity {perplexity:.1}: {what}\n")
}
