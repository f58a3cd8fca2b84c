//! What the lexicon knows about one form.

/// Parts of speech and habits of a form, as a set of bits.
///
/// The parts of speech are those of the dictionaries, which give several to many words; the habits
/// are observed in running text and tell a word that takes endings from a form that has one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flags(pub u16);

impl Flags {
    /// A noun, says a dictionary.
    pub const NOUN: Flags = Flags(1);
    /// An adjective, says a dictionary.
    pub const ADJECTIVE: Flags = Flags(1 << 1);
    /// An adverb, says a dictionary.
    pub const ADVERB: Flags = Flags(1 << 2);
    /// A form of a verb, says a dictionary.
    pub const VERB: Flags = Flags(1 << 3);
    /// Preposition, conjunction, pronoun, determiner.
    pub const FUNCTION: Flags = Flags(1 << 4);
    /// A numeral.
    pub const NUMERAL: Flags = Flags(1 << 5);
    /// A plural, says a dictionary.
    pub const PLURAL: Flags = Flags(1 << 6);
    /// Two of the three dictionaries or more have the form.
    pub const DICTIONARY: Flags = Flags(1 << 7);
    /// Seen with plural endings: so the form itself is a word, not an inflected one.
    pub const TAKES_PLURAL: Flags = Flags(1 << 8);
    /// Seen with comparative endings: so it is an adjective or adverb.
    pub const TAKES_DEGREE: Flags = Flags(1 << 9);
    /// The cuts part the words of a compound (بهره‌برداری); else they part endings (کتاب‌های).
    pub const COMPOUND: Flags = Flags(1 << 10);
    /// Singular noun or adjective in Lilak (which counts forms with an indefinite ی among them).
    pub const LEMMA: Flags = Flags(1 << 11);
    /// Seen mostly where an indefinite noun stands: after یک or هیچ, before که. Of a form in ی it
    /// tells the ending of کشوری "a country" from that of دولتی "governmental".
    pub const INDEFINITE: Flags = Flags(1 << 12);

    /// Whether any of `other` is set.
    pub fn any(self, other: Flags) -> bool {
        self.0 & other.0 != 0
    }
}

impl std::ops::BitOr for Flags {
    type Output = Flags;
    fn bitor(self, other: Flags) -> Flags {
        Flags(self.0 | other.0)
    }
}

impl std::ops::BitOrAssign for Flags {
    fn bitor_assign(&mut self, other: Flags) {
        self.0 |= other.0;
    }
}

/// What is known about one form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    id: u32,
    solid: u8,
    joined: u8,
    flags: Flags,
    cuts: u16,
}

impl Entry {
    /// Most cuts that a form can have.
    pub const MAX_CUTS: usize = 3;

    /// Reads a record: solid count, joined count, flags (2 bytes), cuts (2 bytes), little-endian.
    pub(super) fn from_record(id: u32, record: &[u8]) -> Self {
        Self {
            id,
            solid: record[0],
            joined: record[1],
            flags: Flags(u16::from_le_bytes([record[2], record[3]])),
            cuts: u16::from_le_bytes([record[4], record[5]]),
        }
    }

    /// Number of the form in this lexicon, dense from 0: the key of further tables.
    pub fn id(&self) -> u32 {
        self.id
    }

    /// Approximate number of times the form stands in the counted text of 11.7 million words,
    /// in all spellings; within 9 %.
    pub fn count(&self) -> u32 {
        from_bucket(self.solid) + from_bucket(self.joined)
    }

    /// The count of the solid spelling as a bucket of [`bucket`]: for comparisons by ratio.
    pub fn solid(&self) -> u8 {
        self.solid
    }

    /// The count of the spelling with ZWNJ or space at the cuts, as a bucket of [`bucket`].
    pub fn joined(&self) -> u8 {
        self.joined
    }

    /// Parts of speech and habits.
    pub fn flags(&self) -> Flags {
        self.flags
    }

    /// Whether any of `flags` is set.
    pub fn is(&self, flags: Flags) -> bool {
        self.flags.any(flags)
    }

    /// Where the form is written with ZWNJ: letters before each cut, ascending.
    pub fn cuts(&self) -> impl Iterator<Item = usize> + use<> {
        let cuts = self.cuts;
        (0..Self::MAX_CUTS)
            .map(move |i| usize::from(cuts >> (5 * i) & 31))
            .take_while(|&cut| cut > 0)
    }
}

/// Packs letter offsets of cuts (1–31, at most three) into a record's field.
pub(super) fn pack_cuts(cuts: &[usize]) -> Option<u16> {
    if cuts.len() > Entry::MAX_CUTS || cuts.iter().any(|cut| !(1..32).contains(cut)) {
        return None;
    }
    Some(
        cuts.iter()
            .rev()
            .fold(0, |bits, &cut| bits << 5 | cut as u16),
    )
}

/// A count on a scale of quarter octaves: 0 for none, 4 more for each doubling.
pub fn bucket(count: u64) -> u8 {
    ((count as f64 + 1.0).log2() * 4.0).round() as u8
}

/// The count in the middle of a bucket.
fn from_bucket(bucket: u8) -> u32 {
    (f64::from(bucket) / 4.0).exp2().round() as u32 - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_keep_counts_within_nine_percent() {
        for count in (1..100).chain((100..1_000_000).step_by(997)) {
            let back = f64::from(from_bucket(bucket(count))) + 1.0;
            let ratio = back / (count as f64 + 1.0);
            assert!((0.8..1.25).contains(&ratio), "{count} {back}");
            assert!(
                count < 20 || (0.91..1.10).contains(&ratio),
                "{count} {back}"
            );
        }
        assert_eq!(from_bucket(0), 0);
    }

    #[test]
    fn cuts_pack_and_unpack() {
        for cuts in [vec![], vec![3], vec![2, 31], vec![1, 2, 3]] {
            let packed = pack_cuts(&cuts).expect("fits");
            let mut record = [0; 6];
            record[4..].copy_from_slice(&packed.to_le_bytes());
            assert_eq!(
                Entry::from_record(0, &record).cuts().collect::<Vec<_>>(),
                cuts
            );
        }
        assert_eq!(pack_cuts(&[1, 2, 3, 4]), None);
        assert_eq!(pack_cuts(&[32]), None);
    }
}
