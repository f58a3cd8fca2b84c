//! The file that holds the lexicon: a few named tables, read in place.
//!
//! | bytes | content |
//! |---|---|
//! | 8 | `KAVOSHLX` |
//! | 16 | version: the first 8 bytes of the BLAKE3 hash of all that follows, hexadecimal |
//! | 4 | number of tables |
//! | 16 each | directory: name (8 bytes), offset from the start of the file, length (u32 LE) |
//! | … | the tables, each at a multiple of 8 |
//!
//! A reader asks for the tables it knows and ignores others, so that counts of word pairs can join
//! later without a new format.

/// Forms to numbers: a finite state map over one-byte letters.
pub const FORMS: [u8; 8] = *b"forms   ";
/// Numbers to records of six bytes.
pub const RECORDS: [u8; 8] = *b"records ";

const MAGIC: &[u8; 8] = b"KAVOSHLX";
const BODY: usize = 24;
const SLOT: usize = 16;

/// An opened file.
pub struct Container {
    bytes: &'static [u8],
    version: &'static str,
}

impl Container {
    /// Checks the frame; the tables themselves are not read.
    pub fn open(bytes: &'static [u8]) -> Result<Self, String> {
        let version = bytes
            .strip_prefix(MAGIC)
            .and_then(|rest| rest.get(..16))
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .ok_or("not a lexicon")?;
        Ok(Self { bytes, version })
    }

    /// Hash of the content as written when it was compiled.
    pub fn version(&self) -> &'static str {
        self.version
    }

    /// The table of that name.
    pub fn table(&self, name: [u8; 8]) -> Result<&'static [u8], String> {
        let damaged = || format!("table {} is missing", String::from_utf8_lossy(&name));
        let number = |at: usize| {
            let bytes = self.bytes.get(at..at + 4)?;
            Some(u32::from_le_bytes(bytes.try_into().ok()?) as usize)
        };
        let count = number(BODY).ok_or_else(damaged)?;
        (0..count)
            .map(|slot| BODY + 4 + slot * SLOT)
            .find(|&at| self.bytes.get(at..at + 8) == Some(&name[..]))
            .and_then(|at| {
                let (offset, length) = (number(at + 8)?, number(at + 12)?);
                self.bytes.get(offset..offset.checked_add(length)?)
            })
            .ok_or_else(damaged)
    }
}

/// Writes tables into one file.
pub fn write(tables: &[([u8; 8], &[u8])]) -> Vec<u8> {
    let mut bytes = vec![0; BODY + 4 + tables.len() * SLOT];
    bytes[BODY..BODY + 4].copy_from_slice(&(tables.len() as u32).to_le_bytes());
    for (slot, (name, table)) in tables.iter().enumerate() {
        bytes.resize(bytes.len().next_multiple_of(8), 0);
        let at = BODY + 4 + slot * SLOT;
        let offset = bytes.len() as u32;
        bytes[at..at + 8].copy_from_slice(name);
        bytes[at + 8..at + 12].copy_from_slice(&offset.to_le_bytes());
        bytes[at + 12..at + 16].copy_from_slice(&(table.len() as u32).to_le_bytes());
        bytes.extend_from_slice(table);
    }
    bytes[..8].copy_from_slice(MAGIC);
    let hash = hash_of(&bytes);
    bytes[8..BODY].copy_from_slice(hash.as_bytes());
    bytes
}

/// The version that belongs to the content of a file.
pub fn hash_of(bytes: &[u8]) -> String {
    blake3::hash(&bytes[BODY..]).to_hex()[..16].to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_found_by_name_and_others_ignored() {
        let bytes = write(&[(FORMS, b"abc"), (*b"pairs   ", b"later"), (RECORDS, b"")]);
        let container = Container::open(bytes.leak()).expect("opens");
        assert_eq!(container.table(FORMS), Ok(&b"abc"[..]));
        assert_eq!(container.table(RECORDS), Ok(&b""[..]));
        assert!(container.table(*b"nothing ").is_err());
        assert_eq!(container.version().len(), 16);
    }
}
