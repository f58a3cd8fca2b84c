//! PDF: glyphs with their places become words, lines, columns and paragraphs.
//!
//! A PDF file holds no text but painted glyphs; what it says of their letters is often wrong. So
//! everything is put together from where glyphs stand and what shapes they have:
//!
//! 1. [`glyph`], [`hayro`], [`font`]: glyphs of a page, each read by the font's own table and the
//!    file's; `forms` and `script` know characters.
//! 2. [`gaps`], [`page`], [`cells`], [`overlaps`], [`columns`], [`line`], [`order`], [`brackets`]:
//!    lines in reading order, page by page.
//! 3. [`readings`], [`joiners`]: what only the whole document can tell.
//! 4. [`quality`], [`roles`], [`text`]: what can be read, what it is, and the text of it.
//!
//! The text has lines, numbered from 1 as `kavosh inspect FILE text` shows them, and pages, counted
//! from 1 by their places in the file; `labels` says what is printed on them. Bytes of a hit are
//! those of this text in UTF-8.

mod bombs;
mod brackets;
mod cells;
mod columns;
mod font;
mod forms;
mod gaps;
mod glyph;
mod hayro;
mod joiners;
mod labels;
mod line;
mod order;
mod overlaps;
mod page;
mod quality;
mod readings;
mod roles;
mod script;
mod text;

use super::guard::{self, Limits, Watch};
use super::{Input, RawDocument, Reader, Sink, guarded};
use crate::error::{Error, Result};
use gaps::Gaps;
use glyph::{GlyphSource, PageGlyphs};
use page::{Facts, PageLines};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// `.pdf`.
pub struct Pdf;

impl Reader for Pdf {
    fn extensions(&self) -> &'static [&'static str] {
        &["pdf"]
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

/// Reads a file; the reason if it gives no text.
fn read(
    bytes: Vec<u8>,
    limits: &Limits,
    watch: &Watch,
) -> std::result::Result<RawDocument, String> {
    if bytes.is_empty() {
        return Err("the file is empty".into());
    }
    bombs::check(&bytes, limits, watch)?;
    let source = hayro::HayroSource::open(bytes, watch)?;
    document(&source, limits, watch)
}

/// The document that a source of glyphs gives.
fn document(
    source: &dyn GlyphSource,
    limits: &Limits,
    watch: &Watch,
) -> std::result::Result<RawDocument, String> {
    let count = source.pages();
    if count == 0 {
        return Err("it has no pages; get it again, or mend it (qpdf FILE OUT)".into());
    }
    let facts = source.facts();
    let pages = extract(source, count.min(limits.pages), limits.threads);
    let mut setting = Facts {
        gaps: Gaps::learn(&pages),
        tex: facts.producer.contains("TeX") || facts.producer.contains("dvipdf"),
        ..Facts::default()
    };
    for glyph in pages.iter().flat_map(|p| &p.glyphs) {
        if glyph.text.chars().any(script::is_arabic) {
            setting.arabic_fonts.insert(glyph.font);
        }
    }
    let mut pages = compose(pages, &setting, limits.threads, watch);
    let inferred = {
        let mut lines: Vec<_> = pages.iter_mut().flat_map(|p| &mut p.lines).collect();
        readings::choose(&mut lines);
        watch.check();
        let inferred = readings::decipher(&mut lines);
        joiners::settle(&mut lines);
        inferred
    };
    watch.check();
    text::document(&pages, &facts, count, inferred)
}

/// The glyphs of all pages, on several threads.
fn extract(source: &dyn GlyphSource, count: usize, threads: usize) -> Vec<PageGlyphs> {
    let next = AtomicUsize::new(0);
    let pages: Mutex<Vec<PageGlyphs>> = Mutex::new(vec![PageGlyphs::default(); count]);
    on_threads(threads.min(count), || {
        source.read(
            &|| Some(next.fetch_add(1, Ordering::Relaxed)).filter(|n| *n < count),
            &mut |number, page| {
                if let Ok(mut pages) = pages.lock() {
                    pages[number] = page;
                }
            },
        );
    });
    pages.into_inner().unwrap_or_default()
}

/// The lines of all pages, on several threads.
fn compose(pages: Vec<PageGlyphs>, facts: &Facts, threads: usize, watch: &Watch) -> Vec<PageLines> {
    let count = pages.len();
    let next = AtomicUsize::new(0);
    let glyphs: Vec<Mutex<PageGlyphs>> = pages.into_iter().map(Mutex::new).collect();
    let lines: Mutex<Vec<PageLines>> = Mutex::new(vec![PageLines::default(); count]);
    on_threads(threads.min(count), || {
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(slot) = glyphs.get(number) else {
                break;
            };
            watch.check();
            let page = slot
                .lock()
                .map(|mut p| std::mem::take(&mut *p))
                .unwrap_or_default();
            let composed = page::compose(page, facts);
            if let Ok(mut lines) = lines.lock() {
                lines[number] = composed;
            }
        }
    });
    lines.into_inner().unwrap_or_default()
}

/// Runs `work` on so many threads, this one among them; a panic of one is a panic of all.
fn on_threads(threads: usize, work: impl Fn() + Sync) {
    if threads <= 1 {
        return work();
    }
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads)
            .filter_map(|_| {
                std::thread::Builder::new()
                    .stack_size(guard::STACK)
                    .spawn_scoped(scope, || {
                        guard::quiet();
                        work();
                    })
                    .ok()
            })
            .collect();
        work();
        for other in others {
            if let Err(panic) = other.join() {
                std::panic::resume_unwind(panic);
            }
        }
    });
}
