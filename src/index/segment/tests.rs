//! What is written here is what Tantivy's own writer would write of the same entries.

use super::Builder;
use crate::analysis::Analyzer;
use crate::index::schema::{Fields, only_inflected, schema};
use crate::language::cjk::Dictionaries;
use proptest::prelude::*;
use tantivy::index::{Segment, SegmentComponent};
use tantivy::tokenizer::{PreTokenizedString, Token};
use tantivy::{Index, IndexWriter, TantivyDocument, Term};

/// An entry: its passage if it has one, terms of its title, a number.
type Entry = (Option<String>, Vec<String>, Option<i64>);

fn empty() -> (Index, IndexWriter) {
    let index = Index::create_in_ram(schema().0);
    let writer = index.writer_with_num_threads(1, 15_000_000).unwrap();
    (index, writer)
}

fn analyzer() -> Analyzer {
    Analyzer::new(&Dictionaries::embedded())
}

/// The index that Tantivy makes.
fn theirs(entries: &[Entry], fields: &Fields) -> Index {
    let (index, mut writer) = empty();
    let terms = |terms: &[String]| PreTokenizedString {
        text: String::new(),
        tokens: (0..)
            .zip(terms)
            .map(|(position, text)| Token {
                position,
                text: text.clone(),
                ..Token::default()
            })
            .collect(),
    };
    for (passage, title, year) in entries {
        let mut entry = TantivyDocument::default();
        if let Some(text) = passage {
            let (mut lemmas, mut exact, mut inflected, mut bases) =
                (vec![], vec![], vec![], vec![]);
            analyzer().tokens(text, |token| {
                lemmas.push(token.lemma.to_owned());
                if token.is_base {
                    bases.push(token.lemma.to_owned());
                } else {
                    exact.push(token.exact.to_owned());
                    inflected.push(token.lemma.to_owned());
                }
            });
            let only = inflected.iter().filter(|lemma| !bases.contains(lemma));
            exact.extend(only.map(|lemma| only_inflected(lemma)));
            entry.add_pre_tokenized_text(fields.lemma, terms(&lemmas));
            entry.add_pre_tokenized_text(fields.exact, terms(&exact));
            entry.add_text(fields.text, text);
        }
        if !title.is_empty() {
            entry.add_pre_tokenized_text(fields.title, terms(title));
            entry.add_text(fields.kind, &title[0]);
        }
        if let Some(year) = year {
            entry.add_i64(fields.year, *year);
        }
        entry.add_u64(fields.ordinal, title.len() as u64);
        writer.add_document(entry).unwrap();
    }
    writer.commit().unwrap();
    index
}

/// The index that is made here.
fn ours(entries: &[Entry], fields: &Fields, memory: usize) -> Index {
    let (index, mut writer) = empty();
    let mut builder = Builder::new(&writer, fields, memory).unwrap();
    let mut analyzer = analyzer();
    for (passage, title, year) in entries {
        let (mut stored, mut columns) = (TantivyDocument::default(), TantivyDocument::default());
        if let Some(text) = passage {
            builder.passage(&mut analyzer, text);
            stored.add_text(fields.text, text);
        }
        // The terms of an entry that did not come.
        builder.numbers(fields.title, ["unused", "aa"]);
        builder.numbers(fields.author, ["unused"]);
        if !title.is_empty() {
            let numbers = builder.numbers(fields.title, title);
            builder.terms(fields.title, &numbers);
            builder.term(&Term::from_field_text(fields.kind, &title[0]));
        }
        if let Some(year) = year {
            builder.term(&Term::from_field_i64(fields.year, *year));
            columns.add_i64(fields.year, *year);
        }
        columns.add_u64(fields.ordinal, title.len() as u64);
        builder.end(&stored).unwrap();
        builder.columns(&columns).unwrap();
    }
    builder.finish(&writer).unwrap();
    writer.commit().unwrap();
    index
}

/// Both give the same files, byte for byte, whether ours are written at once or in small parts.
fn compare(entries: &[Entry]) {
    let fields = schema().1;
    let theirs = theirs(entries, &fields);
    for memory in [1 << 20, 1 << 9, 0] {
        compare_with(&theirs, &ours(entries, &fields, memory), entries.len());
    }
}

fn compare_with(theirs: &Index, ours: &Index, entries: usize) {
    let [theirs, ours] = [theirs, ours].map(|index| {
        let mut segments = index.searchable_segments().unwrap();
        assert_eq!(segments.len(), 1);
        segments.remove(0)
    });
    assert_eq!(ours.meta().num_docs() as usize, entries);
    for component in [
        SegmentComponent::FieldNorms,
        SegmentComponent::Terms,
        SegmentComponent::Postings,
        SegmentComponent::Positions,
        SegmentComponent::FastFields,
        SegmentComponent::Store,
    ] {
        let bytes = |segment: &Segment| {
            let file = segment.open_read(component.clone()).unwrap();
            file.read_bytes().unwrap().to_vec()
        };
        assert!(bytes(&ours) == bytes(&theirs), "{component:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn a_segment_is_what_tantivy_makes_of_the_same_entries(
        entries in proptest::collection::vec((
            proptest::option::of(
                "((کتاب|کتاب‌ها|می‌روند|رفت|حاکمیت|books|book|网络空间|۱۲|[آ-ث]{1,3})[ ،]){0,40}"
            ),
            proptest::collection::vec("[a-c]{1,2}", 0..4),
            proptest::option::of(-3i64..2100),
        ), 1..60)
    ) {
        compare(&entries);
    }
}

#[test]
fn words_in_more_entries_than_a_block_of_postings_holds() {
    let entry = |at: i64| {
        let text = "کتاب و کتاب‌ها ".repeat(1 + at as usize % 5) + &format!("w{}", at % 7);
        (
            Some(text),
            vec!["t".to_owned(); at as usize % 3],
            Some(at % 2),
        )
    };
    compare(&(0..700).map(entry).collect::<Vec<_>>());
}
