//! E-books (`.epub`): the chapters in the order of the spine.

use super::extracted::Extracted;
use super::guard::{Limits, Watch};
use super::html;
use super::package::Package;
use super::word::Properties;
use super::xml::{self, Attributes, Listener};
use super::{Input, RawDocument, Reader, Sink, guarded};
use crate::error::{Error, Result};
use rustc_hash::FxHashMap;

/// `.epub`.
pub struct Epub;

impl Reader for Epub {
    fn extensions(&self) -> &'static [&'static str] {
        &["epub"]
    }

    fn read(
        &self,
        input: &Input,
        limits: &Limits,
        sink: &mut Sink,
        _bad: &mut dyn FnMut(Error),
    ) -> Result<()> {
        guarded(input, limits, sink, read)
    }
}

fn read(
    bytes: Vec<u8>,
    limits: &Limits,
    watch: &Watch,
) -> std::result::Result<RawDocument, String> {
    let mut package = Package::open(bytes, limits, watch)?;
    let check = || watch.check();
    let mut container = Book::default();
    if let Some(xml) = package.file("META-INF/container.xml")? {
        xml::walk(&xml, &mut container, &check)?;
    }
    let path = container
        .root
        .ok_or("no book inside; give it its true extension")?;
    let xml = package
        .file(&path)?
        .ok_or("its list of chapters is missing; get it again")?;
    let mut book = Book::default();
    xml::walk(&xml, &mut book, &check)?;
    let mut properties = Properties::default();
    xml::walk(&xml, &mut properties, &check)?;
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut out = Extracted::default();
    let mut warnings = Vec::new();
    for id in &book.spine {
        let Some(href) = book.manifest.get(id) else {
            continue;
        };
        let name = resolve(folder, href);
        match package.file(&name)? {
            Some(chapter) => {
                out.blank();
                html::parse(&html::decoded(&chapter), watch).write(&mut out, false);
            }
            None => warnings.push(format!("the chapter {name} is missing in it")),
        }
    }
    Ok(RawDocument {
        declared: properties.declared(),
        text: out
            .finish()
            .ok_or("no text was found in it; it may be encrypted or hold images only")?,
        encoding: "EPUB",
        warnings,
        ..RawDocument::default()
    })
}

/// A name relative to the folder of the list, `%20` and the like opened.
fn resolve(folder: &str, href: &str) -> String {
    let href = href.split('#').next().unwrap_or(href);
    let mut parts: Vec<&str> = folder.split('/').filter(|p| !p.is_empty()).collect();
    for part in href.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let joined = parts.join("/");
    let mut bytes = Vec::with_capacity(joined.len());
    let raw = joined.as_bytes();
    let mut at = 0;
    while at < raw.len() {
        let escaped = (raw[at] == b'%')
            .then(|| raw.get(at + 1..at + 3))
            .flatten()
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        bytes.push(escaped.unwrap_or(raw[at]));
        at += if escaped.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// What the container and the list of a book name.
#[derive(Default)]
struct Book {
    root: Option<String>,
    manifest: FxHashMap<String, String>,
    spine: Vec<String>,
}

impl Listener for Book {
    fn start(&mut self, name: &str, attributes: &Attributes) {
        match name {
            "rootfile" if self.root.is_none() => self.root = attributes.get("full-path"),
            "item" => {
                if let (Some(id), Some(href)) = (attributes.get("id"), attributes.get("href")) {
                    self.manifest.insert(id, href);
                }
            }
            "itemref" => self.spine.extend(attributes.get("idref")),
            _ => {}
        }
    }

    fn end(&mut self, _: &str) {}

    fn text(&mut self, _: &str) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_resolved_inside_the_book() {
        assert_eq!(
            resolve("OEBPS", "text/ch%201.xhtml#a"),
            "OEBPS/text/ch 1.xhtml"
        );
        assert_eq!(resolve("OEBPS/a", "../b.xhtml"), "OEBPS/b.xhtml");
        assert_eq!(resolve("", "../../x"), "x");
    }
}
