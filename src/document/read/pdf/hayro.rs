//! Glyphs by way of hayro, which parses the file, decodes its fonts and runs its pages.

use super::font::{self, FontTable};
use super::glyph::{Bookmark, FileFacts, Form, Glyph as PageGlyph, GlyphSource, PageGlyphs, Rule};
use super::labels;
use crate::document::read::guard::Watch;
use hayro_interpret::font::{Glyph, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::object::{Dict, Name, Object, Stream};
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point, Rect};
use hayro_interpret::{
    BlendMode, CacheKey, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, SoftMask, TransformExt, interpret_page,
};
use rustc_hash::FxHashMap;
use std::collections::hash_map::Entry;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// Glyphs of one page that are read at most; more are an attack or a map.
const MOST_GLYPHS: usize = 400_000;
/// Rules of one page that are kept; more are a drawing.
const MOST_RULES: usize = 20_000;
/// Bookmarks that are read.
const MOST_BOOKMARKS: usize = 5_000;

/// A PDF file, opened.
pub struct HayroSource<'a> {
    pdf: Pdf,
    watch: &'a Watch,
}

impl<'a> HayroSource<'a> {
    /// Opens a file; the reason if that fails.
    pub fn open(data: Vec<u8>, watch: &'a Watch) -> Result<Self, String> {
        let pdf = Pdf::new(data).map_err(|error| match error {
            LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
                "encrypted, and it wants a password; decrypt it (qpdf --decrypt) and index that".to_owned()
            }
            LoadPdfError::Decryption(_) => {
                "encrypted in a way that is not known or damaged; decrypt it (qpdf --decrypt) and index that".to_owned()
            }
            LoadPdfError::Invalid => {
                "damaged, no pages can be found in it; get it again, or mend it (qpdf FILE OUT)".to_owned()
            }
        })?;
        Ok(HayroSource { pdf, watch })
    }
}

impl GlyphSource for HayroSource<'_> {
    fn pages(&self) -> usize {
        self.pdf.pages().len()
    }

    fn facts(&self) -> FileFacts {
        let metadata = self.pdf.metadata();
        let text = |bytes: &Option<Box<[u8]>>| {
            bytes
                .as_ref()
                .map(|b| pdf_text(b))
                .filter(|t| !t.trim().is_empty())
        };
        let program = |bytes| text(bytes).unwrap_or_default();
        FileFacts {
            title: text(&metadata.title),
            author: text(&metadata.author),
            producer: format!(
                "{} {}",
                program(&metadata.creator),
                program(&metadata.producer)
            ),
            bookmarks: self.bookmarks(),
            labels: labels::read(self.pdf.xref()),
        }
    }

    fn read(
        &self,
        next: &(dyn Fn() -> Option<usize> + Sync),
        each: &mut dyn FnMut(usize, PageGlyphs),
    ) {
        let cache = InterpreterCache::new();
        let mut known = Known::default();
        while let Some(number) = next() {
            self.watch.check();
            let Some(page) = self.pdf.pages().get(number) else {
                continue;
            };
            let mut canvas = Canvas::new(page, &mut known, self.watch);
            let done = catch_unwind(AssertUnwindSafe(|| {
                if is_painted_by_an_image(page) {
                    return false;
                }
                let bounds = Rect::new(
                    0.0,
                    0.0,
                    f64::from(canvas.page.width),
                    f64::from(canvas.page.height),
                );
                let transform = page.initial_transform(true).to_kurbo();
                let settings = InterpreterSettings::default();
                let mut context =
                    Context::new(transform, bounds, &cache, self.pdf.xref(), settings);
                interpret_page(page, &mut context, &mut canvas);
                true
            }));
            let mut glyphs = canvas.page;
            if !done.unwrap_or(false) {
                self.watch.check();
                glyphs.failure = Some("its content is damaged".to_owned());
            }
            each(number, glyphs);
        }
    }
}

/// Whether a page names an image for its content, which only a hostile file does: images are not
/// counted as what is unpacked (see `bombs`), contents are unpacked whole and kept.
fn is_painted_by_an_image(page: &Page<'_>) -> bool {
    let is_image = |stream: &Stream<'_>| {
        stream
            .dict()
            .get::<Name<'_>>(b"Subtype".as_slice())
            .is_some_and(|name| &*name == b"Image")
    };
    let contents = b"Contents".as_slice();
    match page.raw().get::<Object<'_>>(contents) {
        Some(Object::Stream(stream)) => is_image(&stream),
        Some(Object::Array(array)) => array.iter::<Stream<'_>>().any(|stream| is_image(&stream)),
        _ => false,
    }
}

impl HayroSource<'_> {
    /// The outline of the file, in order; what is linked in a circle ends at the bound.
    fn bookmarks(&self) -> Vec<Bookmark> {
        let mut found = Vec::new();
        let xref = self.pdf.xref();
        let first = xref
            .get::<Dict<'_>>(xref.root_id())
            .and_then(|root| root.get::<Dict<'_>>(b"Outlines".as_slice()))
            .and_then(|outlines| outlines.get::<Dict<'_>>(b"First".as_slice()));
        let mut waiting: Vec<(u8, Dict<'_>)> = first.map(|d| (1, d)).into_iter().collect();
        while let Some((level, item)) = waiting.pop() {
            if found.len() >= MOST_BOOKMARKS {
                break;
            }
            let title = match item.get::<Object<'_>>(b"Title".as_slice()) {
                Some(Object::String(text)) => pdf_text(text.as_bytes()),
                _ => String::new(),
            };
            found.push(Bookmark { level, title });
            if let Some(next) = item.get::<Dict<'_>>(b"Next".as_slice()) {
                waiting.push((level, next));
            }
            if level < 12
                && let Some(child) = item.get::<Dict<'_>>(b"First".as_slice())
            {
                waiting.push((level + 1, child));
            }
        }
        found.retain(|b| !b.title.trim().is_empty());
        found
    }
}

/// A text string of a PDF file: UTF-16 or UTF-8 with their marks, else PDFDocEncoding, of which the
/// part that is Latin-1 is read.
pub fn pdf_text(bytes: &[u8]) -> String {
    let utf16 = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|c| unit([c[0], c[1]])).collect();
        String::from_utf16_lossy(&units)
    };
    match bytes {
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => bytes.iter().map(|b| char::from(*b)).collect(),
        },
    }
}

/// A glyph of a font, looked up once.
struct Seen {
    text: Arc<str>,
    declared: Option<Arc<str>>,
    form: Form,
    opens: Option<bool>,
    shape: u64,
    font: u64,
    advance: f32,
    bold: bool,
}

/// Fonts and glyphs that were met, kept from page to page.
#[derive(Default)]
struct Known {
    fonts: FxHashMap<u128, FontTable>,
    glyphs: FxHashMap<(u128, u32), Seen>,
}

impl Known {
    fn seen(&mut self, glyph: &Glyph<'_>) -> &Seen {
        let key = match glyph {
            Glyph::Outline(outline) => outline.identifier().cache_key(),
            Glyph::Type3(type3) => type3.cache_key(),
        };
        match self.glyphs.entry((key, glyph.char_code())) {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(entry) => entry.insert(Seen::of(glyph, key, &mut self.fonts)),
        }
    }
}

impl Seen {
    fn of(glyph: &Glyph<'_>, key: u128, fonts: &mut FxHashMap<u128, FontTable>) -> Seen {
        let declared = match glyph.as_unicode() {
            Some(BfString::Char(c)) => c.to_string(),
            Some(BfString::String(text)) => text,
            None => String::new(),
        };
        let mut bold = false;
        let mut font = 0;
        let (reading, advance) = match glyph {
            Glyph::Outline(outline) => {
                let mut own = None;
                if let Some(data) = outline.font_data() {
                    font = data.cache_key as u64;
                    let name = data
                        .postscript_name
                        .as_deref()
                        .unwrap_or_default()
                        .to_lowercase();
                    bold = data.weight.is_some_and(|w| w >= 600)
                        || ["bold", "black", "heavy", "titr"]
                            .iter()
                            .any(|b| name.contains(b));
                    let table = fonts
                        .entry(data.cache_key)
                        .or_insert_with(|| FontTable::new(data.data));
                    own = table.get(outline.glyph_id().to_u32());
                }
                (
                    font::reading(&declared, own.as_ref()),
                    outline.advance_width().unwrap_or(500.0),
                )
            }
            Glyph::Type3(type3) => {
                font = 3;
                (
                    font::reading(&declared, None),
                    type3.advance_width().unwrap_or(500.0),
                )
            }
        };
        Seen {
            text: reading.text.into(),
            declared: reading.declared.map(Into::into),
            form: reading.form,
            opens: reading.opens,
            shape: shape_name(key, glyph.char_code()),
            font,
            advance,
            bold,
        }
    }
}

/// Collects what a page paints.
struct Canvas<'k> {
    page: PageGlyphs,
    known: &'k mut Known,
    watch: &'k Watch,
    /// For each open marked content, the replacement that holds for it.
    marked: Vec<Option<u32>>,
}

impl<'k> Canvas<'k> {
    fn new(page: &Page<'_>, known: &'k mut Known, watch: &'k Watch) -> Self {
        let (width, height) = page.render_dimensions();
        Canvas {
            page: PageGlyphs {
                width,
                height,
                ..PageGlyphs::default()
            },
            known,
            watch,
            marked: Vec::new(),
        }
    }

    /// A straight piece of a path is a rule if it is thin and long.
    fn rule(&mut self, piece: Rect) {
        let (width, height) = (piece.width(), piece.height());
        let (x, y) = (piece.center().x as f32, piece.center().y as f32);
        if width < THICKEST_RULE && height > SHORTEST_RULE && self.page.vertical.len() < MOST_RULES
        {
            self.page.vertical.push(Rule {
                at: x,
                from: piece.y0 as f32,
                to: piece.y1 as f32,
            });
        } else if height < THICKEST_RULE
            && width > SHORTEST_RULE
            && self.page.horizontal.len() < MOST_RULES
        {
            self.page.horizontal.push(Rule {
                at: y,
                from: piece.x0 as f32,
                to: piece.x1 as f32,
            });
        }
    }
}

/// Rules are thinner and longer than this, in points.
const THICKEST_RULE: f64 = 2.6;
const SHORTEST_RULE: f64 = 5.0;
/// Paths of more pieces are drawings.
const LONGEST_PATH: usize = 400;

impl Device<'_> for Canvas<'_> {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'_>, mode: &DrawMode) {
        self.watch.check();
        if matches!(mode, DrawMode::Invisible) || path.elements().len() > LONGEST_PATH {
            return;
        }
        let stroked = matches!(mode, DrawMode::Stroke(_));
        let (mut last, mut start) = (Point::ZERO, Point::ZERO);
        let mut outline: Option<Rect> = None;
        for element in path.elements() {
            match element {
                PathEl::MoveTo(to) => {
                    if let Some(piece) = outline.take() {
                        self.rule(piece);
                    }
                    last = props.transform * *to;
                    start = last;
                    outline = (!stroked).then(|| Rect::from_points(last, last));
                }
                PathEl::LineTo(to) => {
                    let to = props.transform * *to;
                    if stroked {
                        self.rule(Rect::from_points(last, to));
                    }
                    outline = outline.map(|r| r.union_pt(to));
                    last = to;
                }
                PathEl::ClosePath => {
                    if stroked {
                        self.rule(Rect::from_points(last, start));
                    }
                    if let Some(piece) = outline.take() {
                        self.rule(piece);
                    }
                }
                _ => outline = None,
            }
        }
        if let Some(piece) = outline {
            self.rule(piece);
        }
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}

    fn draw_image(&mut self, image: Image<'_, '_>, props: ImageDrawProps<'_>) {
        self.watch.check();
        let (width, height) = (f64::from(image.width()), f64::from(image.height()));
        let placed = props
            .transform
            .transform_rect_bbox(Rect::new(0.0, 0.0, width, height));
        let area = f64::from(self.page.width * self.page.height).max(1.0);
        self.page.image = self.page.image.max((placed.area() / area).min(1.0) as f32);
    }

    fn begin_marked_content(&mut self, _: &[u8], properties: Option<&Dict<'_>>) {
        let text = properties.and_then(|p| match p.get::<Object<'_>>(b"ActualText".as_slice()) {
            Some(Object::String(text)) => Some(pdf_text(text.as_bytes())),
            _ => None,
        });
        let holds = match text {
            Some(text) => {
                self.page.replacements.push(text);
                Some(self.page.replacements.len() as u32 - 1)
            }
            None => self.marked.last().copied().flatten(),
        };
        self.marked.push(holds);
    }

    fn end_marked_content(&mut self) {
        self.marked.pop();
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, '_>, props: DrawProps<'_>, _: &DrawMode) {
        self.watch.check();
        let replaced_by = self.marked.last().copied().flatten();
        for placed in run.glyphs() {
            if self.page.glyphs.len() >= MOST_GLYPHS {
                return;
            }
            let transform = props.transform * placed.transform();
            let Some(glyph) = place(self.known.seen(placed), transform) else {
                continue;
            };
            let glyph = PageGlyph {
                replaced_by,
                painted: self.page.glyphs.len() as u32,
                ..glyph
            };
            self.page.glyphs.push(glyph);
        }
    }
}

/// Names a shape by its content, so that it is the same in every run and on every thread; never 0.
fn shape_name(key: u128, code: u32) -> u64 {
    let mixed = (key as u64) ^ ((key >> 64) as u64);
    (mixed.rotate_left(code % 63) ^ u64::from(code)) | 1
}

/// Puts a glyph on the page, in the frame in which its line is level.
fn place(seen: &Seen, transform: Affine) -> Option<PageGlyph> {
    let [a, b, c, d, ..] = transform.as_coeffs();
    let start = transform * Point::ZERO;
    let end = transform * Point::new(f64::from(seen.advance), 0.0);
    let size = 1000.0 * (c * c + d * d).sqrt();
    let on_page = start.is_finite() && end.is_finite() && (0.5..2000.0).contains(&size);
    if !on_page {
        return None;
    }
    // Quarter turns clockwise, y downwards.
    let turn = if a.abs() >= b.abs() {
        if a >= 0.0 { 0 } else { 2 }
    } else if b > 0.0 {
        1
    } else {
        3
    };
    let level = |p: Point| match turn {
        0 => (p.x, p.y),
        1 => (p.y, -p.x),
        2 => (-p.x, -p.y),
        _ => (-p.y, p.x),
    };
    let ((x0, y), (x1, _)) = (level(start), level(end));
    Some(PageGlyph {
        text: seen.text.clone(),
        declared: seen.declared.clone(),
        left: x0.min(x1) as f32,
        right: x0.max(x1) as f32,
        baseline: y as f32,
        size: size as f32,
        shape: seen.shape,
        font: seen.font,
        form: seen.form,
        opens: seen.opens,
        bold: seen.bold,
        embedded: false,
        replaced_by: None,
        turn,
        painted: 0,
    })
}
