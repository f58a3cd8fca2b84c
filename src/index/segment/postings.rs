//! Where the terms of a field stand, until a segment is written.
//!
//! While entries come in, the number of each term is only appended to a list: that touches no memory
//! but the end of the list, where Tantivy's writer looks up each term and goes to the end of its
//! postings. When the segment is full, the list is sorted by term once, by counting.

use super::dictionary::Dictionary;
use std::io;
use tantivy::DocId;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{FieldSerializer, InvertedIndexSerializer};
use tantivy::schema::Field;

/// The terms of one field.
#[derive(Default)]
pub struct Postings {
    pub terms: Dictionary,
    /// The number of each token's term, entry after entry.
    tokens: Vec<u32>,
    entries: Vec<Entry>,
}

/// An entry of the index that has the field.
#[derive(Clone, Copy)]
struct Entry {
    number: DocId,
    /// Its first token.
    start: u32,
}

/// Where a token stands.
#[derive(Clone, Copy, Default)]
pub struct Place {
    /// The number of the entry.
    entry: DocId,
    /// Its place among the tokens of the entry, from 0.
    position: u32,
}

impl Postings {
    /// The tokens that are pushed from now on are those of this entry, whose number is higher than that
    /// of the last.
    pub fn begin(&mut self, number: DocId) {
        self.entries.push(Entry {
            number,
            start: self.tokens.len() as u32,
        });
    }

    /// Adds a token: the number of its term.
    #[inline]
    pub fn push(&mut self, term: u32) {
        if self.tokens.len() == self.tokens.capacity() {
            self.grow();
        }
        self.tokens.push(term);
    }

    /// By a quarter, not to twice the size: this is most of what a segment holds.
    #[cold]
    fn grow(&mut self) {
        self.tokens
            .reserve_exact((self.tokens.len() / 4).max(1 << 12));
    }

    /// Tokens of the entry that was begun last.
    pub fn len(&self) -> u32 {
        let start = self.entries.last().map_or(0, |entry| entry.start);
        self.tokens.len() as u32 - start
    }

    /// Whether there is no token at all.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// Tokens of all entries.
    pub fn tokens(&self) -> usize {
        self.tokens.len()
    }

    /// Bytes of memory, with those that [`Postings::write`] will take for each term.
    pub fn memory(&self) -> usize {
        self.terms.memory()
            + self.terms.len() * 3 * size_of::<u32>()
            + self.tokens.capacity() * size_of::<u32>()
            + self.entries.capacity() * size_of::<Entry>()
    }

    /// Writes the postings of all terms that have any, with positions (places in the entry) or without.
    /// The places of tokens are held for a range of the terms at a time: for so many tokens, or for one
    /// term.
    ///
    /// # Errors
    /// When the files cannot be written, or there are more than 4,294,967,295 tokens.
    pub fn write(
        &mut self,
        field: Field,
        has_positions: bool,
        places: usize,
        norms: Option<FieldNormReader>,
        files: &mut InvertedIndexSerializer,
    ) -> io::Result<()> {
        if u32::try_from(self.tokens.len()).is_err() {
            return Err(io::Error::other("a document has too many words"));
        }
        let mut writer = files.new_field(field, self.tokens.len() as u64, norms)?;
        let order = self.terms.sorted();
        // Numbers are given as terms come, so those of frequent ones are near each other, which is good as
        // long as one range holds all. To take range after range, terms must be numbered in their order.
        let is_one = self.tokens.len() <= places;
        if !is_one {
            self.renumber(&order);
        }
        let starts = self.starts();
        let (mut held, mut list) = (Vec::new(), List::default());
        let mut done = 0;
        while done < order.len() {
            let fits = |end: usize| is_one || (starts[end] - starts[done]) as usize <= places;
            let end = (done + 1..order.len()).find(|&end| !fits(end + 1));
            let end = end.unwrap_or(order.len());
            self.places(done, &starts[done..=end], &mut held);
            for (at, &number) in order.iter().enumerate().take(end).skip(done) {
                let here = if is_one { number as usize } else { at };
                let [start, end] = [here, here + 1].map(|n| (starts[n] - starts[done]) as usize);
                if start < end {
                    list.fill(&held[start..end]);
                    list.write(self.terms.term(number), has_positions, &mut writer)?;
                }
            }
            done = end;
        }
        writer.close()
    }

    /// Puts for each token the place of its term in an order in place of the term's number.
    fn renumber(&mut self, order: &[u32]) {
        let mut places = vec![0; order.len()];
        for (place, number) in (0..).zip(order) {
            places[*number as usize] = place;
        }
        for token in &mut self.tokens {
            *token = places[*token as usize];
        }
    }

    /// How many tokens stand before those of each term, by its number, and how many there are.
    fn starts(&self) -> Vec<u32> {
        let mut starts = vec![0; self.terms.len() + 1];
        for token in &self.tokens {
            starts[*token as usize + 1] += 1;
        }
        let mut before = 0;
        for start in &mut starts {
            before += *start;
            *start = before;
        }
        starts
    }

    /// The places of the tokens of a range of terms, those of each term together and in order.
    /// [`Postings::starts`] are those of the range and the first behind it.
    fn places(&self, first: usize, starts: &[u32], places: &mut Vec<Place>) {
        let Some((last, starts)) = starts.split_last() else {
            return;
        };
        let base = starts.first().copied().unwrap_or(*last);
        // Tokens of other terms go, without a question, to a place behind.
        let outside = starts.len();
        let mut next: Vec<u32> = starts.iter().chain([last]).map(|s| s - base).collect();
        places.resize((last - base) as usize + 1, Place::default());
        for (at, entry) in self.entries.iter().enumerate() {
            let tokens = entry.start as usize..self.end_of(at) as usize;
            for (position, term) in (0..).zip(&self.tokens[tokens]) {
                let term = (*term as usize).wrapping_sub(first).min(outside);
                let next = &mut next[term];
                places[*next as usize] = Place {
                    entry: entry.number,
                    position,
                };
                *next += u32::from(term < outside);
            }
        }
    }

    /// The token after the last of an entry.
    fn end_of(&self, at: usize) -> u32 {
        let next = self.entries.get(at + 1);
        next.map_or(self.tokens.len() as u32, |next| next.start)
    }
}

/// The postings of one term at a time.
#[derive(Default)]
struct List {
    /// The entries, and how many tokens each has.
    entries: Vec<(DocId, u32)>,
    /// The position of each token, less that of the one before in its entry.
    deltas: Vec<u32>,
}

impl List {
    fn fill(&mut self, places: &[Place]) {
        self.entries.clear();
        self.deltas.clear();
        let mut last = 0;
        for place in places {
            match self.entries.last_mut() {
                Some((entry, tokens)) if *entry == place.entry => *tokens += 1,
                _ => {
                    self.entries.push((place.entry, 1));
                    last = 0;
                }
            }
            self.deltas.push(place.position - last);
            last = place.position;
        }
    }

    fn write(
        &self,
        term: &[u8],
        has_positions: bool,
        writer: &mut FieldSerializer,
    ) -> io::Result<()> {
        if has_positions {
            writer.new_term(term, self.entries.len() as u32, true)?;
            let mut rest = &self.deltas[..];
            for &(entry, tokens) in &self.entries {
                let (deltas, more) = rest.split_at(tokens as usize);
                writer.write_doc(entry, tokens, deltas);
                rest = more;
            }
        } else {
            writer.new_term(term, 0, false)?;
            for &(entry, _) in &self.entries {
                writer.write_doc(entry, 0, &[]);
            }
        }
        writer.close_term()
    }
}
