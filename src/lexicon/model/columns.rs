//! Columns of numbers inside embedded bytes, read in place.
//!
//! The bytes of a model lie wherever the linker put them, so nothing here asks for alignment: each
//! number is put together from its bytes, which compiles to one load.

/// Numbers of two bytes.
#[derive(Clone, Copy)]
pub struct Shorts(&'static [u8]);

impl Shorts {
    /// A column of `count` numbers, or what is wrong with its length.
    pub fn open(bytes: &'static [u8], count: usize, name: &str) -> Result<Self, String> {
        exact(bytes, count.checked_mul(2), name).map(Self)
    }

    /// The number at a place.
    #[inline(always)]
    pub fn get(&self, at: usize) -> u16 {
        let at = at * 2;
        u16::from_le_bytes([self.0[at], self.0[at + 1]])
    }

    /// Where a number stands in the ascending part `from..to` of the column.
    #[inline]
    pub fn find(&self, from: usize, to: usize, number: u16) -> Option<usize> {
        let (part, _) = self.0[from * 2..to * 2].as_chunks::<2>();
        part.binary_search_by_key(&number, |&bytes| u16::from_le_bytes(bytes))
            .ok()
            .map(|place| from + place)
    }
}

/// Numbers of three bytes.
#[derive(Clone, Copy)]
pub struct Threes(&'static [u8]);

impl Threes {
    /// A column of `count` numbers, or what is wrong with its length.
    pub fn open(bytes: &'static [u8], count: usize, name: &str) -> Result<Self, String> {
        exact(bytes, count.checked_mul(3), name).map(Self)
    }

    /// The number at a place.
    #[inline(always)]
    pub fn get(&self, at: usize) -> u32 {
        let at = at * 3;
        u32::from_le_bytes([self.0[at], self.0[at + 1], self.0[at + 2], 0])
    }
}

/// Numbers of eight bytes.
#[derive(Clone, Copy)]
pub struct Longs(&'static [u8]);

impl Longs {
    /// A column of all the bytes, or what is wrong with their number.
    pub fn open(bytes: &'static [u8], name: &str) -> Result<Self, String> {
        exact(bytes, Some(bytes.len() / 8 * 8), name).map(Self)
    }

    /// How many numbers there are.
    pub fn len(&self) -> usize {
        self.0.len() / 8
    }

    /// The number at a place.
    #[inline(always)]
    pub fn get(&self, at: usize) -> u64 {
        let bytes = &self.0[at * 8..at * 8 + 8];
        u64::from_le_bytes(bytes.try_into().expect("eight bytes"))
    }
}

/// A set of numbers below a bound, which counts how many of them are smaller than a given one: for
/// each 64 numbers 8 bytes of bits and 4 bytes with the count of all before.
#[derive(Clone, Copy)]
pub struct Ranks(&'static [u8]);

/// Bytes for 64 numbers in [`Ranks`].
const BLOCK: usize = 12;

impl Ranks {
    /// A set of numbers below `bound`, or what is wrong with its length.
    pub fn open(bytes: &'static [u8], bound: usize, name: &str) -> Result<Self, String> {
        exact(bytes, bound.div_ceil(64).checked_mul(BLOCK), name).map(Self)
    }

    /// How many smaller numbers the set has, if it has this one.
    #[inline]
    pub fn rank(&self, number: usize) -> Option<usize> {
        let at = number / 64 * BLOCK;
        let block = &self.0[at..at + BLOCK];
        let bits = u64::from_le_bytes(block[..8].try_into().expect("eight bytes"));
        let bit = 1u64 << (number % 64);
        if bits & bit == 0 {
            return None;
        }
        let before = u32::from_le_bytes(block[8..].try_into().expect("four bytes"));
        Some(before as usize + (bits & (bit - 1)).count_ones() as usize)
    }

    /// How many numbers the set has.
    pub fn count(&self) -> usize {
        self.0.chunks_exact(BLOCK).last().map_or(0, |block| {
            let bits = u64::from_le_bytes(block[..8].try_into().expect("eight bytes"));
            let before = u32::from_le_bytes(block[8..].try_into().expect("four bytes"));
            before as usize + bits.count_ones() as usize
        })
    }

    /// Writes a set given as one truth value a number.
    pub fn write(members: &[bool]) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(members.len().div_ceil(64) * BLOCK);
        let mut before = 0u32;
        for block in members.chunks(64) {
            let bits = (0..).zip(block).map(|(at, &is)| u64::from(is) << at).sum();
            bytes.extend_from_slice(&u64::to_le_bytes(bits));
            bytes.extend_from_slice(&before.to_le_bytes());
            before += bits.count_ones();
        }
        bytes
    }
}

/// Refuses bytes of another length than expected.
pub fn exact(
    bytes: &'static [u8],
    length: Option<usize>,
    name: &str,
) -> Result<&'static [u8], String> {
    if Some(bytes.len()) == length {
        Ok(bytes)
    } else {
        Err(format!(
            "table of {name}: {} bytes instead of {length:?}",
            bytes.len()
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_in_their_part_only() {
        let numbers = [9u16, 1, 4, 7, 300, 65_535, 2];
        let bytes: Vec<u8> = numbers.iter().flat_map(|n| n.to_le_bytes()).collect();
        let column = Shorts::open(bytes.leak(), 7, "test").expect("opens");
        for (at, &number) in numbers.iter().enumerate() {
            assert_eq!(column.get(at), number);
        }
        for (at, &number) in numbers.iter().enumerate().take(6).skip(1) {
            assert_eq!(column.find(1, 6, number), Some(at));
        }
        for number in [0, 2, 9, 301] {
            assert_eq!(column.find(1, 6, number), None);
        }
        assert_eq!(column.find(3, 3, 7), None);
    }

    #[test]
    fn ranks_count_what_is_smaller() {
        let members: Vec<bool> = (0..200).map(|n| n % 3 == 0).collect();
        let set = Ranks::open(Ranks::write(&members).leak(), 200, "test").expect("opens");
        for number in 0..200 {
            assert_eq!(set.rank(number), (number % 3 == 0).then_some(number / 3));
        }
        assert_eq!(set.count(), 67);
    }

    #[test]
    fn lengths_that_do_not_fit_are_refused() {
        assert!(Shorts::open(b"abc", 2, "test").is_err());
        assert!(Threes::open(b"abc", 2, "test").is_err());
        assert!(Longs::open(b"abc", "test").is_err());
        assert!(Ranks::open(b"abc", 1, "test").is_err());
    }
}
