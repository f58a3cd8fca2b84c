//! Archives of papers (`.zip`) and packed files (`.gz`), read in place.
//!
//! A member is read by the reader of its own name. What archives inside archives unpack to counts
//! together, and they are opened to a depth of three.

use super::guard::{self, Limits, Watch};
use super::package::Package;
use super::{Input, RawDocument, Reader, Sink, reader_for, unknown_format};
use crate::error::{Error, Result};
use std::io::Read;
use std::path::Path;
use std::time::Instant;

/// Archives inside archives.
const DEEPEST: usize = 3;

/// `.zip`.
pub struct Archive;

/// `.gz` of one file.
pub struct Packed;

impl Reader for Archive {
    fn extensions(&self) -> &'static [&'static str] {
        &["zip"]
    }

    fn read(
        &self,
        input: &Input,
        limits: &Limits,
        sink: &mut Sink,
        bad: &mut dyn FnMut(Error),
    ) -> Result<()> {
        let mut tour = Tour {
            limits: *limits,
            watch: Watch::default(),
            began: Instant::now(),
            found: 0,
            failed: 0,
        };
        tour.archive(input, "", 1, sink, bad)?;
        if tour.found + tour.failed == 0 {
            return Err(Error::document(
                input.path(),
                "no document of a known kind in it",
            ));
        }
        Ok(())
    }
}

struct Tour {
    limits: Limits,
    watch: Watch,
    began: Instant,
    found: usize,
    failed: usize,
}

impl Tour {
    fn archive(
        &mut self,
        input: &Input,
        prefix: &str,
        depth: usize,
        sink: &mut Sink,
        bad: &mut dyn FnMut(Error),
    ) -> Result<()> {
        let reason = |reason: String| Error::document(input.path(), reason);
        let bytes = input.bytes()?.into_owned();
        let (limits, watch) = (self.limits, self.watch.clone());
        let mut package =
            guard::caught(|| Package::open(bytes, &limits, &watch)).map_err(reason)?;
        for index in 0..package.len() {
            if self.began.elapsed().as_secs() >= self.limits.seconds {
                return Err(reason(format!(
                    "takes more than {} seconds to read; unpack it, or give it more with --file-seconds",
                    self.limits.seconds
                )));
            }
            let name = match guard::caught(|| package.name(index)) {
                Ok(Some(name)) => name,
                Ok(None) => continue,
                Err(why) => {
                    self.failed += 1;
                    bad(reason(why));
                    continue;
                }
            };
            let hidden = name
                .split('/')
                .any(|part| part.starts_with('.') || part == "__MACOSX");
            let Some(reader) = reader_for(Path::new(&name)).filter(|_| !hidden) else {
                continue;
            };
            let path = input.path().join(&name);
            let member = match guard::caught(|| package.bytes(index)) {
                Ok(bytes) => Input::held(path, bytes),
                Err(why) => {
                    self.failed += 1;
                    bad(Error::document(&path, why));
                    // Nothing more can be unpacked once the bound is reached.
                    if !self.watch.unpack(0, &self.limits) {
                        return Err(reason(format!(
                            "unpacks to more than {} MiB; unpack it yourself, or allow more with --file-memory",
                            self.limits.unpacked >> 20
                        )));
                    }
                    continue;
                }
            };
            let inner = format!("{prefix}{name}");
            if name.to_lowercase().ends_with(".zip") {
                if depth >= DEEPEST {
                    self.failed += 1;
                    bad(Error::document(
                        member.path(),
                        "an archive too deep inside others; unpack it",
                    ));
                } else if let Err(error) =
                    self.archive(&member, &format!("{inner}/"), depth + 1, sink, bad)
                {
                    self.failed += 1;
                    pass_on(error, bad)?;
                }
                continue;
            }
            let mut documents = 0;
            let read = reader.read(
                &member,
                &self.limits,
                &mut |mut document: RawDocument| {
                    documents += 1;
                    document.member = Some(match document.member.take() {
                        Some(deeper) => format!("{inner}/{deeper}"),
                        None => inner.clone(),
                    });
                    sink(document)
                },
                bad,
            );
            self.found += documents;
            if let Err(error) = read {
                self.failed += 1;
                pass_on(error, bad)?;
            }
        }
        Ok(())
    }
}

/// What is wrong with a member is reported; what is wrong with the index ends the reading.
fn pass_on(error: Error, bad: &mut dyn FnMut(Error)) -> Result<()> {
    if matches!(error, Error::Index { .. }) {
        return Err(error);
    }
    bad(error);
    Ok(())
}

impl Reader for Packed {
    fn extensions(&self) -> &'static [&'static str] {
        &["gz"]
    }

    fn read(
        &self,
        input: &Input,
        limits: &Limits,
        sink: &mut Sink,
        bad: &mut dyn FnMut(Error),
    ) -> Result<()> {
        let inner = input.path().with_extension("");
        let reader = reader_for(&inner)
            .filter(|r| !r.extensions().contains(&"gz"))
            .ok_or_else(|| unknown_format(&inner))?;
        let packed = input.bytes()?.into_owned();
        let most = limits.unpacked;
        let unpacked = guard::run(limits, move |_| {
            let mut out = Vec::new();
            flate2::read::MultiGzDecoder::new(packed.as_slice())
                .take(most + 1)
                .read_to_end(&mut out)
                .map_err(|e| format!("damaged gzip data ({e}); get it again"))?;
            if out.len() as u64 > most {
                return Err(format!(
                    "unpacks to more than {} MiB; unpack it, or allow more with --file-memory",
                    most >> 20
                ));
            }
            Ok(out)
        })
        .map_err(|reason| Error::document(input.path(), reason))?;
        reader.read(&Input::held(inner, unpacked), limits, sink, bad)
    }
}
