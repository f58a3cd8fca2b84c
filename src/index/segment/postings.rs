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
struct Place {
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

    /// Bytes of memory, with those that [`Postings::write`] will take.
    pub fn memory(&self) -> usize {
        self.terms.memory()
            + self.terms.len() * (size_of::<u32>() + size_of::<(u64, &[u8], u32)>())
            + self.tokens.capacity() * size_of::<u32>()
            + self.tokens.len() * size_of::<Place>()
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
        let (places, ends) = self.sorted();
        let mut entries: Vec<(DocId, u32)> = Vec::new();
        let mut deltas = Vec::new();
        for (term, number) in self.terms.sorted() {
            let number = number as usize;
            let start = number.checked_sub(1).map_or(0, |before| ends[before]);
            entries.clear();
            deltas.clear();
            let mut last = None;
            for Place { entry, position } in &places[start as usize..ends[number] as usize] {
                match entries.last_mut() {
                    Some((same, count)) if *same == *entry => *count += 1,
                    _ => {
                        entries.push((*entry, 1));
                        last = None;
                    }
                }
                deltas.push(position - last.unwrap_or(0));
                last = Some(*position);
            }
            if has_positions {
                writer.new_term(term, entries.len() as u32, true)?;
                let mut rest = &deltas[..];
                for &(entry, count) in &entries {
                    let (deltas, more) = rest.split_at(count as usize);
                    writer.write_doc(entry, count, deltas);
                    rest = more;
                }
            } else {
                writer.new_term(term, 0, false)?;
                for &(entry, _) in &entries {
                    writer.write_doc(entry, 0, &[]);
                }
            }
            writer.close_term()?;
        }
        writer.close()
    }

    /// The places of the tokens, those of each term together and in order; and for each term, by its
    /// number, where its places end.
    fn sorted(&self) -> (Vec<Place>, Vec<u32>) {
        let mut ends = vec![0; self.terms.len()];
        for term in &self.tokens {
            ends[*term as usize] += 1;
        }
        let mut start = 0;
        for end in &mut ends {
            start += std::mem::replace(end, start);
        }
        let mut places = vec![Place::default(); self.tokens.len()];
        for (at, entry) in self.entries.iter().enumerate() {
            let tokens = entry.start as usize..self.end_of(at) as usize;
            for (position, term) in (0..).zip(&self.tokens[tokens]) {
                let end = &mut ends[*term as usize];
                places[*end as usize] = Place {
                    entry: entry.number,
                    position,
                };
                *end += 1;
            }
        }
        (places, ends)
    }

    /// The token after the last of an entry.
    fn end_of(&self, at: usize) -> u32 {
        let next = self.entries.get(at + 1);
        next.map_or(self.tokens.len() as u32, |next| next.start)
    }
}
