//! Streams that unpack to more than a file may take, found before the parser unpacks them.
//!
//! The parser unpacks a stream whole. So each stream that could be large is unpacked once into
//! nothing and counted. Deflate packs at most 1,032 to one, hence short streams that are packed
//! once are left alone. Nothing unpacks an image: it is not part of the sum, and only one that
//! could pass the limit alone is counted, lest a file names it for something else (`hayro` refuses
//! it as the content of a page).

use crate::document::read::guard::{Limits, Watch};
use flate2::{Decompress, FlushDecompress, Status};
use memchr::memmem;

/// How many bytes a packed byte gives at most.
const DENSEST: u64 = 1_032;
/// Packed bytes below which a stream is not looked at: it gives 16 MiB at most.
const SHORT: usize = 16 << 10;
/// Bytes before a stream in which its dictionary is looked for.
const DICTIONARY: usize = 2 << 10;
/// Bytes unpacked at a time.
const CHUNK: usize = 64 << 10;

/// The reason if some stream, or all together, unpack to more than the limit.
pub fn check(file: &[u8], limits: &Limits, watch: &Watch) -> Result<(), String> {
    let finder = memmem::Finder::new(b"stream");
    let mut short = 0u64;
    let mut at = 0;
    while let Some(found) = finder.find(&file[at..]) {
        let keyword = at + found;
        at = keyword + b"stream".len();
        if file[..keyword].ends_with(b"end") {
            continue;
        }
        watch.check();
        let dictionary = dictionary(&file[..keyword]);
        let filters = memmem::find_iter(dictionary, b"/FlateDecode").count()
            + memmem::find_iter(dictionary, b"/Fl ").count();
        if filters == 0 {
            continue;
        }
        let start = at
            + file[at..]
                .iter()
                .take(2)
                .take_while(|b| b"\r\n".contains(b))
                .count();
        let end = memmem::find(&file[start..], b"endstream").map_or(file.len(), |n| start + n);
        at = end;
        let packed = (end - start) as u64;
        let image = is_image(dictionary);
        if filters == 1 && image && packed * DENSEST <= limits.unpacked {
            continue;
        }
        if filters == 1 && end - start < SHORT {
            short += packed;
            continue;
        }
        let unpacked = count(&file[start..end], filters, limits.unpacked, watch);
        let counted = if image { 0 } else { unpacked };
        if unpacked > limits.unpacked || !watch.unpack(counted, limits) {
            return Err(too_much(limits));
        }
    }
    // Short ones together: what they could give at the worst, a thousandth of it as the usual case.
    if short / 8 > limits.unpacked {
        return Err(too_much(limits));
    }
    Ok(())
}

/// Whether a dictionary is that of an image.
fn is_image(dictionary: &[u8]) -> bool {
    memmem::find_iter(dictionary, b"/Subtype").any(|at| {
        let name = dictionary[at + b"/Subtype".len()..].trim_ascii_start();
        name.starts_with(b"/Image")
    })
}

fn too_much(limits: &Limits) -> String {
    format!(
        "unpacks to more than {} MiB; leave it out, or allow more with --file-memory",
        limits.unpacked >> 20
    )
}

/// The bytes of the dictionary that ends before a stream.
fn dictionary(before: &[u8]) -> &[u8] {
    let near = &before[before.len().saturating_sub(DICTIONARY)..];
    match memmem::rfind(near, b" obj") {
        Some(object) => &near[object..],
        None => near,
    }
}

/// How many bytes a stream gives, packed once or more often, up to a bit over `most`.
fn count(packed: &[u8], times: usize, most: u64, watch: &Watch) -> u64 {
    let mut decoder = Decompress::new(true);
    let mut inner = (times > 1).then(|| Decompress::new(true));
    let mut buffer = vec![0; CHUNK];
    let mut sink = vec![0; CHUNK];
    let mut total = 0u64;
    loop {
        watch.check();
        let read = decoder.total_in() as usize;
        let before = decoder.total_out();
        let Ok(status) = decoder.decompress(
            &packed[read.min(packed.len())..],
            &mut buffer,
            FlushDecompress::None,
        ) else {
            break;
        };
        let given = (decoder.total_out() - before) as usize;
        total += given as u64;
        if let Some(inner) = &mut inner {
            total += drain(inner, &buffer[..given], &mut sink, most, watch);
        }
        let stuck = given == 0 && decoder.total_in() as usize == read;
        if total > most || status == Status::StreamEnd || stuck {
            break;
        }
    }
    total
}

fn drain(
    decoder: &mut Decompress,
    mut packed: &[u8],
    sink: &mut [u8],
    most: u64,
    watch: &Watch,
) -> u64 {
    let mut total = 0;
    loop {
        watch.check();
        let (read, before) = (decoder.total_in(), decoder.total_out());
        if decoder
            .decompress(packed, sink, FlushDecompress::None)
            .is_err()
        {
            break;
        }
        packed = &packed[(decoder.total_in() - read) as usize..];
        let given = decoder.total_out() - before;
        total += given;
        if given == 0 || total > most {
            break;
        }
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn file(stream: &[u8], filter: &str) -> Vec<u8> {
        let mut file = format!(
            "1 0 obj\n<< /Length {} /Filter {filter} >>\nstream\n",
            stream.len()
        )
        .into_bytes();
        file.extend_from_slice(stream);
        file.extend_from_slice(b"\nendstream\nendobj\n");
        file
    }

    #[test]
    fn large_streams_are_found_and_usual_ones_pass() {
        let limits = Limits {
            unpacked: 20 << 20,
            ..Limits::default()
        };
        let bomb = packed(&vec![b' '; 40 << 20]);
        assert!(check(&file(&bomb, "/FlateDecode"), &limits, &Watch::default()).is_err());
        assert!(
            check(
                &file(&bomb, "/FlateDecode"),
                &Limits::default(),
                &Watch::default()
            )
            .is_ok()
        );
        let twice = packed(&bomb);
        assert!(twice.len() < SHORT);
        assert!(
            check(
                &file(&twice, "[/FlateDecode /FlateDecode]"),
                &limits,
                &Watch::default()
            )
            .is_err()
        );
        assert!(
            check(
                &file(&packed(b"usual"), "/FlateDecode"),
                &limits,
                &Watch::default()
            )
            .is_ok()
        );
        assert!(check(b"stream", &limits, &Watch::default()).is_ok());
        // An image is never unpacked, unless it could be what it says it is not.
        let image = |stream: &[u8]| file(stream, "/FlateDecode /Subtype /Image");
        let flat = packed(&vec![b' '; 18 << 20]);
        assert!(flat.len() as u64 * DENSEST < 20 << 20);
        let many = image(&flat).repeat(3);
        assert!(check(&many, &limits, &Watch::default()).is_ok());
        assert!(check(&image(&bomb), &limits, &Watch::default()).is_err());
    }
}
