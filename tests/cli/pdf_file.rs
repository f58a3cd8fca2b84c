//! Small PDF files, written by hand: what is painted where, and what the file says of its letters.

use std::fmt::Write;

/// A file in the making.
#[derive(Default)]
pub struct PdfFile {
    pages: Vec<String>,
    info: String,
    labels: String,
}

/// Width of a glyph of the Persian test font, in thousandths of its size.
const WIDTH: f32 = 500.0;

impl PdfFile {
    pub fn new() -> PdfFile {
        PdfFile::default()
    }

    /// Begins a page, 600 by 800 points.
    pub fn page(&mut self) -> &mut PdfFile {
        self.pages.push(String::new());
        self
    }

    /// Anything in the language of page contents.
    pub fn raw(&mut self, operators: &str) -> &mut PdfFile {
        let page = self.pages.last_mut().expect("a page");
        page.push_str(operators);
        page.push('\n');
        self
    }

    /// A line of Latin text whose baseline begins at a place.
    pub fn latin(&mut self, x: f32, y: f32, size: f32, text: &str) -> &mut PdfFile {
        self.raw(&format!("BT /F1 {size} Tf {x} {y} Td ({text}) Tj ET"))
    }

    /// A line of Persian that ends at the right at `x`: each character is a glyph, painted from
    /// right to left as a typesetter would place it.
    pub fn persian(&mut self, x: f32, y: f32, size: f32, text: &str) -> &mut PdfFile {
        let width = WIDTH / 1000.0 * size;
        let mut at = x;
        for c in text.chars() {
            at -= width;
            if c != ' ' {
                self.raw(&format!(
                    "BT /F2 {size} Tf {at} {y} Td <{:04X}> Tj ET",
                    c as u32
                ));
            }
        }
        self
    }

    /// The same as typesetters write it: one run from left to right, its spaces painted.
    pub fn persian_line(&mut self, x: f32, y: f32, size: f32, text: &str) -> &mut PdfFile {
        let left = x - WIDTH / 1000.0 * size * text.chars().count() as f32;
        let codes = text.chars().rev().fold(String::new(), |mut codes, c| {
            let _ = write!(codes, "{:04X}", c as u32);
            codes
        });
        self.raw(&format!("BT /F2 {size} Tf {left} {y} Td <{codes}> Tj ET"))
    }

    /// An image that fills the page.
    pub fn scan(&mut self) -> &mut PdfFile {
        self.raw("q 600 0 0 800 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \u{7f} EI Q")
    }

    /// Title and author.
    pub fn info(&mut self, title: &str, author: &str) -> &mut PdfFile {
        let hex = |text: &str| {
            text.encode_utf16()
                .fold("FEFF".to_owned(), |s, u| s + &format!("{u:04X}"))
        };
        self.info = format!("<< /Title <{}> /Author <{}> >>", hex(title), hex(author));
        self
    }

    /// What is printed on its pages: pairs of a page, from 0, and a dictionary of labels.
    pub fn labels(&mut self, numbers: &str) -> &mut PdfFile {
        self.labels = format!("/PageLabels << /Nums [{numbers}] >>");
        self
    }

    /// The bytes of the file.
    pub fn bytes(&self) -> Vec<u8> {
        let first = 9;
        let mut objects: Vec<String> = vec![
            format!("<< /Type /Catalog /Pages 2 0 R {} >>", self.labels),
            String::new(),
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".into(),
            "<< /Type /Font /Subtype /Type0 /BaseFont /Persian /Encoding /Identity-H /DescendantFonts [5 0 R] /ToUnicode 6 0 R >>".into(),
            format!("<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Persian /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW {WIDTH} /FontDescriptor 7 0 R >>"),
            stream(&to_unicode()),
            "<< /Type /FontDescriptor /FontName /Persian /Flags 4 /FontBBox [0 -200 1000 800] /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>".into(),
            if self.info.is_empty() { "<< >>".into() } else { self.info.clone() },
        ];
        let mut kids = String::new();
        for (i, content) in self.pages.iter().enumerate() {
            let page = first + 2 * i;
            let _ = write!(kids, "{page} 0 R ");
            objects.push(format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> /Contents {} 0 R >>",
                page + 1
            ));
            objects.push(stream(content));
        }
        objects[1] = format!(
            "<< /Type /Pages /Count {} /Kids [{kids}] >>",
            self.pages.len()
        );
        let mut file = b"%PDF-1.7\n".to_vec();
        let mut places = Vec::new();
        for (i, object) in objects.iter().enumerate() {
            places.push(file.len());
            file.extend_from_slice(format!("{} 0 obj\n{object}\nendobj\n", i + 1).as_bytes());
        }
        let start = file.len();
        file.extend_from_slice(
            format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1).as_bytes(),
        );
        for place in places {
            file.extend_from_slice(format!("{place:010} 00000 n \n").as_bytes());
        }
        let trailer = format!(
            "trailer\n<< /Size {} /Root 1 0 R /Info 8 0 R >>\nstartxref\n{start}\n%%EOF\n",
            objects.len() + 1
        );
        file.extend_from_slice(trailer.as_bytes());
        file
    }
}

fn stream(content: &str) -> String {
    format!(
        "<< /Length {} >>\nstream\n{content}\nendstream",
        content.len()
    )
}

/// Codes are characters.
fn to_unicode() -> String {
    let mut map = String::from(
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def /CMapType 2 def\n1 begincodespacerange <0000> <FFFF> endcodespacerange\n",
    );
    let rows: Vec<u32> = (0x00..=0x20)
        .chain([0x06, 0x20])
        .chain(0xfb..=0xfe)
        .collect();
    let _ = writeln!(map, "{} beginbfrange", rows.len());
    for row in rows {
        let _ = writeln!(map, "<{row:02X}00> <{row:02X}FF> <{row:02X}00>");
    }
    map.push_str("endbfrange endcmap end end");
    map
}
