//! Where the terms of a field stand, until a segment is written.
//!
//! While entries come in, the number of each term is only appended to a list: that touches no memory
//! but the end of the list, where Tantivy's writer looks up each term and goes to the end of its
//! postings. When the segment is full, the list is sorted by term once, by counting.

use super::dictionary::Dictionary;
use std::io;
use tantivy::DocId;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::InvertedIndexSerializer;
use tantivy::schema::Field;

/// Tokens for which one note is taken of the entry they are in.
const STRIDE: usize = 128;

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

/// What is counted of a term.
#[derive(Clone, Copy)]
struct Count {
    /// Where its next token goes; in the end, where its tokens end.
    end: u32,
    /// Entries that have it.
    entries: u32,
    /// The last of these, and one.
    last: u32,
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

    /// Bytes of memory, with those that [`Postings::write`] will take.
    pub fn memory(&self) -> usize {
        self.terms.memory()
            + self.terms.len() * (size_of::<Count>() + size_of::<(u64, &[u8], u32)>())
            + (self.tokens.capacity() + self.tokens.len()) * size_of::<u32>()
            + self.entries.capacity() * size_of::<Entry>()
    }

    /// Writes the postings of all terms, with positions (places in the entry) or without.
    ///
    /// # Errors
    /// When the files cannot be written, or there are more than 4,294,967,295 tokens.
    pub fn write(
        &self,
        field: Field,
        has_positions: bool,
        norms: Option<FieldNormReader>,
        files: &mut InvertedIndexSerializer,
    ) -> io::Result<()> {
        if u32::try_from(self.tokens.len()).is_err() {
            return Err(io::Error::other("a document has too many words"));
        }
        let mut writer = files.new_field(field, self.tokens.len() as u64, norms)?;
        let (order, counts) = self.sorted();
        // The entry in which every so many tokens are.
        let mut notes = Vec::with_capacity(self.tokens.len() / STRIDE + 1);
        for (at, entry) in self.entries.iter().enumerate() {
            while notes.len() * STRIDE < self.end_of(at) as usize {
                debug_assert!(entry.start as usize <= notes.len() * STRIDE);
                notes.push(at as u32);
            }
        }
        let mut deltas = Vec::new();
        for (term, number) in self.terms.sorted() {
            let count = counts[number as usize];
            let before = number.checked_sub(1).map_or(0, |n| counts[n as usize].end);
            let tokens = &order[before as usize..count.end as usize];
            let entries = if has_positions { count.entries } else { 0 };
            writer.new_term(term, entries, has_positions)?;
            let mut tokens = tokens.iter().peekable();
            let mut at = 0;
            while let Some(&token) = tokens.next() {
                at = at.max(notes[token as usize / STRIDE] as usize);
                while self.end_of(at) <= token {
                    at += 1;
                }
                let Entry { number, start } = self.entries[at];
                let end = self.end_of(at);
                deltas.clear();
                deltas.push(token - start);
                let mut last = token;
                while let Some(&next) = tokens.next_if(|next| **next < end) {
                    deltas.push(next - last);
                    last = next;
                }
                if has_positions {
                    writer.write_doc(number, deltas.len() as u32, &deltas);
                } else {
                    writer.write_doc(number, 0, &[]);
                }
            }
            writer.close_term()?;
        }
        writer.close()
    }

    /// The tokens of each term together, in order, as their places in the list; and what is counted of
    /// each term.
    fn sorted(&self) -> (Vec<u32>, Vec<Count>) {
        let none = Count {
            end: 0,
            entries: 0,
            last: 0,
        };
        let mut counts = vec![none; self.terms.len()];
        for term in &self.tokens {
            counts[*term as usize].end += 1;
        }
        let mut start = 0;
        for count in &mut counts {
            start += std::mem::replace(&mut count.end, start);
        }
        let mut order = vec![0; self.tokens.len()];
        for (at, entry) in self.entries.iter().enumerate() {
            for token in entry.start..self.end_of(at) {
                let count = &mut counts[self.tokens[token as usize] as usize];
                order[count.end as usize] = token;
                count.end += 1;
                if count.last != entry.number + 1 {
                    count.last = entry.number + 1;
                    count.entries += 1;
                }
            }
        }
        (order, counts)
    }

    /// The token after the last of an entry.
    fn end_of(&self, at: usize) -> u32 {
        let next = self.entries.get(at + 1);
        next.map_or(self.tokens.len() as u32, |next| next.start)
    }
}
