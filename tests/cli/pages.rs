//! Reading order: pages with columns, notes, tables and figures, whose lines must come out as they
//! were set.
//!
//! Each page is made here of distinct lines, given in the order in which a reader takes them and
//! painted in another, so that nothing but their places tells it. What comes out is compared line
//! by line.

use super::env::Env;
use super::pdf_file::PdfFile;
use kavosh::document::read::read_one;
use kavosh::text::Markup;

/// Edges of the page's text, and of its two columns.
const LEFT: f32 = 40.0;
const RIGHT: f32 = 560.0;
const MIDDLE: [f32; 2] = [290.0, 310.0];
/// Size of the text and distance of its lines.
const SIZE: f32 = 10.0;
const LEADING: f32 = 15.0;
/// Size of notes and running heads.
const SMALL: f32 = 8.0;
/// Width of a glyph of the Persian test font, and of Helvetica on average or a little more, in sizes.
const WIDTHS: [f32; 2] = [0.5, 0.56];

/// The words of a text that are letters throughout, over and over.
fn supply(text: &'static str, test: fn(char) -> bool) -> impl Iterator<Item = &'static str> {
    let words: Vec<&str> = text
        .split_whitespace()
        .filter(|w| w.chars().all(test))
        .collect();
    words.into_iter().cycle()
}

/// What is set at a place.
struct Placed {
    page: usize,
    /// The edge at which it begins: right of Persian, left of English.
    x: f32,
    y: f32,
    size: f32,
    text: String,
    latin: bool,
}

/// A document in the making, and the lines that must be read of it.
struct Sheets {
    pages: usize,
    placed: Vec<Placed>,
    drawn: Vec<(usize, String)>,
    expected: Vec<(usize, Markup, String)>,
    words: [Box<dyn Iterator<Item = &'static str>>; 2],
}

impl Sheets {
    fn new() -> Sheets {
        let persian = include_str!("../../corpus/cyber-diplomacy-china.txt");
        let english = include_str!("../../corpus/searching-persian-text.md");
        Sheets {
            pages: 0,
            placed: Vec::new(),
            drawn: Vec::new(),
            expected: Vec::new(),
            words: [
                Box::new(supply(persian, |c| ('ا'..='ی').contains(&c))),
                Box::new(supply(english, |c| c.is_ascii_lowercase())),
            ],
        }
    }

    fn page(&mut self) -> &mut Sheets {
        self.pages += 1;
        self
    }

    /// Words that fill a line of some width.
    fn fill(&mut self, width: f32, size: f32, latin: bool) -> String {
        let room = (width / (size * WIDTHS[usize::from(latin)])) as usize;
        let mut line = String::new();
        for word in self.words[usize::from(latin)].by_ref() {
            if line.chars().count() + 1 + word.chars().count() > room {
                break;
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        line
    }

    fn set(&mut self, x: f32, y: f32, size: f32, text: &str, latin: bool) {
        let page = self.pages;
        let text = text.to_owned();
        self.placed.push(Placed {
            page,
            x,
            y,
            size,
            text,
            latin,
        });
    }

    fn expect(&mut self, markup: Markup, text: &str) {
        self.expected.push((self.pages, markup, text.to_owned()));
    }

    /// Lines of Persian prose between two edges, the first at `top`; gives the place below.
    fn prose(&mut self, left: f32, right: f32, top: f32, lines: usize) -> f32 {
        self.lines(left, right, top, lines, SIZE, false)
    }

    /// The same in English.
    fn english(&mut self, left: f32, right: f32, top: f32, lines: usize) -> f32 {
        self.lines(left, right, top, lines, SIZE, true)
    }

    fn lines(
        &mut self,
        left: f32,
        right: f32,
        top: f32,
        count: usize,
        size: f32,
        latin: bool,
    ) -> f32 {
        for line in 0..count {
            let text = self.fill(right - left, size, latin);
            let x = if latin { left } else { right };
            self.set(x, top - LEADING * line as f32, size, &text, latin);
            self.expect(Markup::None, &text);
        }
        top - LEADING * count as f32
    }

    /// A heading that ends at the right at `x`.
    fn heading(&mut self, x: f32, y: f32, text: &str) -> f32 {
        self.set(x, y, 1.4 * SIZE, text, false);
        self.expect(Markup::Heading(1), text);
        y - 2.0 * LEADING
    }

    /// Notes below a short rule, numbered.
    fn notes(&mut self, left: f32, right: f32, top: f32, numbers: &[char]) {
        self.rule(right - 80.0, right, top + 12.0);
        for (i, number) in numbers.iter().enumerate() {
            let text = self.fill(right - left - 10.0, SMALL, false);
            let y = top - 11.0 * i as f32;
            self.set(right, y, SMALL, &format!("{number} {text}"), false);
            self.expect(Markup::Footnote, &format!("{number}. {text}"));
        }
    }

    /// What stands above or below the text on each page.
    fn furniture(&mut self, x: f32, y: f32, text: &str, latin: bool) {
        self.set(x, y, SMALL, text, latin);
        self.expect(Markup::Furniture, text);
    }

    /// A horizontal ruling.
    fn rule(&mut self, left: f32, right: f32, y: f32) {
        self.draw(&format!("{left} {y} m {right} {y} l S"));
    }

    fn draw(&mut self, operators: &str) {
        self.drawn.push((self.pages, operators.to_owned()));
    }

    /// A table with rulings, its first column at the right.
    fn table(&mut self, left: f32, right: f32, top: f32, rows: &[&[&str]]) -> f32 {
        let columns = rows[0].len();
        let width = (right - left) / columns as f32;
        let bottom = top - 20.0 * rows.len() as f32;
        for row in 0..=rows.len() {
            self.rule(left, right, top - 20.0 * row as f32);
        }
        for column in 0..=columns {
            let x = left + width * column as f32;
            self.draw(&format!("{x} {bottom} m {x} {top} l S"));
        }
        for (i, row) in rows.iter().enumerate() {
            for (j, cell) in row.iter().enumerate() {
                let x = right - width * j as f32 - 5.0;
                self.set(x, top - 20.0 * i as f32 - 14.0, SIZE, cell, false);
            }
            self.expect(Markup::TableRow, &row.join(" | "));
        }
        bottom - 2.0 * LEADING
    }

    /// A drawing in a frame, with a caption of its own below it.
    fn figure(&mut self, left: f32, right: f32, top: f32, caption: &str) -> f32 {
        let (width, bottom) = (right - left, top - 80.0);
        self.draw(&format!("{left} {bottom} {width} 80 re S"));
        for step in 1..8 {
            let x = left + width * step as f32 / 8.0;
            let y = bottom + 10.0 * (step * 5 % 8) as f32;
            self.draw(&format!("{x} {bottom} m {x} {y} l S"));
        }
        let middle = (left + right) / 2.0;
        let half = 0.5 * SMALL * 0.5 * caption.chars().count() as f32;
        self.set(middle + half, bottom - 14.0, SMALL, caption, false);
        self.expect(Markup::None, caption);
        bottom - 14.0 - 2.0 * LEADING
    }

    /// The file, painted from the last line to the first.
    fn file(&self) -> PdfFile {
        let mut file = PdfFile::new();
        for page in 1..=self.pages {
            file.page();
            for (_, operators) in self.drawn.iter().filter(|d| d.0 == page) {
                file.raw(operators);
            }
            for line in self.placed.iter().rev().filter(|p| p.page == page) {
                if line.latin {
                    file.latin(line.x, line.y, line.size, &line.text);
                } else {
                    file.persian_line(line.x, line.y, line.size, &line.text);
                }
            }
        }
        file
    }
}

/// A kind of page: what it is, and how it is set.
type Layout = (&'static str, fn(&mut Sheets));

const LAYOUTS: &[Layout] = &[
    ("a title above two columns with notes below each", |s| {
        s.page();
        let top = s.heading(480.0, 750.0, "دیپلماسی داده در منطقه");
        for [left, right, number] in [[MIDDLE[1], RIGHT, 0.0], [LEFT, MIDDLE[0], 1.0]] {
            s.prose(left, right, top, 30);
            s.notes(
                left,
                right,
                200.0,
                if number == 0.0 {
                    &['۱', '۲']
                } else {
                    &['۳', '۴']
                },
            );
        }
    }),
    ("notes of different height below two columns", |s| {
        s.page();
        s.prose(MIDDLE[1], RIGHT, 750.0, 30);
        s.notes(
            MIDDLE[1],
            RIGHT,
            240.0,
            &['۱', '۲', '۳', '۴', '۵', '۶', '۷'],
        );
        s.prose(LEFT, MIDDLE[0], 750.0, 34);
        s.notes(LEFT, MIDDLE[0], 190.0, &['۸', '۹']);
    }),
    ("a figure with its caption above the notes", |s| {
        s.page();
        let below = s.prose(LEFT, RIGHT, 750.0, 30) - LEADING;
        s.figure(200.0, 400.0, below, "شکل سه روند رشد کشورها");
        s.notes(LEFT, RIGHT, 120.0, &['۱', '۲']);
    }),
    (
        "English lines at the left and at the right of a Persian page",
        |s| {
            s.page();
            let below = s.prose(LEFT, RIGHT, 750.0, 12);
            s.set(LEFT, below, SIZE, "[[20 8] [1 32]]", true);
            s.expect(Markup::None, "[[20 8] [1 32]]");
            s.set(RIGHT - 60.0, below - LEADING, SIZE, "SaDE", true);
            s.set(RIGHT - 10.0, below - LEADING, SIZE, "4", true);
            s.expect(Markup::None, "4 SaDE");
            s.prose(LEFT, RIGHT, below - 2.0 * LEADING, 12);
        },
    ),
    ("notes across the page below two columns", |s| {
        s.page();
        s.prose(MIDDLE[1], RIGHT, 750.0, 36);
        s.prose(LEFT, MIDDLE[0], 750.0, 36);
        s.notes(LEFT, RIGHT, 150.0, &['۱', '۲', '۳']);
    }),
    ("an abstract across both columns", |s| {
        s.page();
        let top = s.heading(480.0, 750.0, "حاکمیت سایبری چین");
        let top = s.prose(80.0, 520.0, top, 6) - LEADING;
        s.prose(MIDDLE[1], RIGHT, top, 30);
        s.prose(LEFT, MIDDLE[0], top, 30);
    }),
    ("a heading across both columns between two bands", |s| {
        s.page();
        s.prose(MIDDLE[1], RIGHT, 750.0, 14);
        s.prose(LEFT, MIDDLE[0], 750.0, 14);
        let top = s.heading(400.0, 510.0, "هنجارهای تازه");
        s.prose(MIDDLE[1], RIGHT, top, 14);
        s.prose(LEFT, MIDDLE[0], top, 14);
    }),
    ("headings inside the columns", |s| {
        s.page();
        for (left, right, texts) in [
            (MIDDLE[1], RIGHT, ["پیشینه", "روش پژوهش"]),
            (LEFT, MIDDLE[0], ["یافته ها", "نتیجه"]),
        ] {
            let below = s.heading(right, 750.0, texts[0]);
            let below = s.prose(left, right, below, 12) - LEADING;
            let below = s.heading(right, below, texts[1]);
            s.prose(left, right, below, 14);
        }
    }),
    ("two English columns", |s| {
        s.page();
        s.english(LEFT, MIDDLE[0], 750.0, 40);
        s.english(MIDDLE[1], RIGHT, 750.0, 40);
    }),
    (
        "a Persian abstract beside an English one, then Persian columns",
        |s| {
            s.page();
            s.prose(MIDDLE[1], RIGHT, 750.0, 10);
            s.english(LEFT, MIDDLE[0], 750.0, 10);
            s.heading(400.0, 560.0, "پیشگفتار نویسنده");
            s.prose(MIDDLE[1], RIGHT, 530.0, 24);
            s.prose(LEFT, MIDDLE[0], 530.0, 24);
        },
    ),
    ("English columns above Persian ones", |s| {
        s.page();
        s.english(LEFT, MIDDLE[0], 750.0, 12);
        s.english(MIDDLE[1], RIGHT, 750.0, 12);
        s.heading(400.0, 530.0, "پیشگفتار نویسنده");
        s.prose(MIDDLE[1], RIGHT, 500.0, 24);
        s.prose(LEFT, MIDDLE[0], 500.0, 24);
    }),
    ("a table with rulings inside a column", |s| {
        s.page();
        let below = s.prose(MIDDLE[1], RIGHT, 750.0, 12);
        let rows: &[&[&str]] = &[
            &["کشور", "شمار", "نهاد"],
            &["چین", "هفت", "وزارت"],
            &["ایران", "پنج", "شورا"],
            &["روسیه", "سه", "مرکز"],
        ];
        let below = s.table(MIDDLE[1], RIGHT, below, rows);
        s.prose(MIDDLE[1], RIGHT, below, 12);
        s.prose(LEFT, MIDDLE[0], 750.0, 32);
    }),
    ("a table across both columns", |s| {
        s.page();
        s.prose(MIDDLE[1], RIGHT, 750.0, 14);
        s.prose(LEFT, MIDDLE[0], 750.0, 14);
        let rows: &[&[&str]] = &[
            &["کشور", "شمار", "نهاد"],
            &["چین", "هفت", "وزارت"],
            &["ایران", "پنج", "شورا"],
        ];
        let below = s.table(LEFT, RIGHT, 530.0, rows);
        s.prose(MIDDLE[1], RIGHT, below, 14);
        s.prose(LEFT, MIDDLE[0], below, 14);
    }),
    ("a figure in a column and one across both", |s| {
        s.page();
        let below = s.prose(MIDDLE[1], RIGHT, 750.0, 8) - LEADING;
        let below = s.figure(MIDDLE[1] + 30.0, RIGHT - 30.0, below, "شکل یک روند رشد");
        s.prose(MIDDLE[1], RIGHT, below, 8);
        s.prose(LEFT, MIDDLE[0], 750.0, 24);
        s.figure(
            LEFT + 80.0,
            RIGHT - 80.0,
            370.0,
            "شکل دو سهم کشورهای منطقه از پهنای باند",
        );
        s.prose(MIDDLE[1], RIGHT, 220.0, 10);
        s.prose(LEFT, MIDDLE[0], 220.0, 10);
    }),
    ("running heads and numbers of pages over columns", |s| {
        for number in ["117", "118", "119"] {
            s.page();
            s.furniture(420.0, 780.0, "فصلنامه مطالعات سیاست", false);
            s.prose(MIDDLE[1], RIGHT, 740.0, 40);
            s.prose(LEFT, MIDDLE[0], 740.0, 40);
            s.furniture(290.0, 40.0, number, true);
        }
    }),
    ("columns whose lines do not stand at the same height", |s| {
        s.page();
        s.prose(MIDDLE[1], RIGHT, 750.0, 36);
        s.prose(LEFT, MIDDLE[0], 744.0, 36);
    }),
    ("a last column that ends early", |s| {
        s.page();
        s.prose(MIDDLE[1], RIGHT, 750.0, 40);
        s.prose(LEFT, MIDDLE[0], 750.0, 9);
    }),
    ("a last column of three lines", |s| {
        s.page();
        s.prose(MIDDLE[1], RIGHT, 750.0, 40);
        s.prose(LEFT, MIDDLE[0], 750.0, 3);
    }),
    ("three columns", |s| {
        s.page();
        for (left, right) in [(395.0, 560.0), (217.0, 383.0), (40.0, 205.0)] {
            s.prose(left, right, 750.0, 36);
        }
    }),
    ("two pages of a book on a sheet, with notes", |s| {
        s.page();
        for (left, right, numbers) in [
            (MIDDLE[1] + 20.0, RIGHT, ['۵', '۶']),
            (LEFT, MIDDLE[0] - 20.0, ['۷', '۸']),
        ] {
            s.prose(left, right, 700.0, 26);
            s.notes(left, right, 270.0, &numbers);
        }
    }),
    ("verses of two halves", |s| {
        s.page();
        s.prose(LEFT, RIGHT, 750.0, 6);
        for verse in 0..8 {
            let y = 640.0 - 20.0 * verse as f32;
            let (right, left) = (s.fill(100.0, SIZE, false), s.fill(100.0, SIZE, false));
            s.set(430.0, y, SIZE, &right, false);
            s.set(270.0, y, SIZE, &left, false);
            s.expect(Markup::None, &format!("{right}\t{left}"));
        }
        s.prose(LEFT, RIGHT, 460.0, 6);
    }),
    ("a numbered bibliography in two columns", |s| {
        s.page();
        let mut number = 0;
        for (left, right) in [(LEFT, MIDDLE[0]), (MIDDLE[1], RIGHT)] {
            let mut y = 750.0;
            for _ in 0..12 {
                number += 1;
                let text = s.fill(right - left - 24.0, SIZE, true);
                s.set(left, y, SIZE, &format!("[{number}]"), true);
                s.set(left + 24.0, y, SIZE, &text, true);
                s.expect(Markup::None, &format!("[{number}] {text}"));
                y = s.english(left + 24.0, right, y - LEADING, 2);
            }
        }
    }),
];

#[test]
fn lines_of_pages_with_columns_notes_tables_and_figures_come_out_as_they_were_set() {
    let env = Env::new();
    let (mut pages, mut wrong) = (0, Vec::new());
    for (name, layout) in LAYOUTS {
        let mut sheets = Sheets::new();
        layout(&mut sheets);
        env.write("a.pdf", sheets.file().bytes());
        let raw = read_one(&env.path("a.pdf")).expect(name);
        let texts = raw.text.lines.iter().zip(raw.text.line_texts());
        let read: Vec<(usize, Markup, String)> = texts
            .filter(|(_, text)| !text.is_empty())
            .map(|(line, text)| {
                (
                    line.page.unwrap_or(0) as usize,
                    line.markup,
                    text.to_owned(),
                )
            })
            .collect();
        pages += sheets.pages;
        if read != sheets.expected {
            wrong.push(*name);
            report(name, &sheets.expected, &read);
        }
    }
    println!("{pages} pages are compared");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Shows the first lines that differ.
fn report(name: &str, expected: &[(usize, Markup, String)], read: &[(usize, Markup, String)]) {
    let at = expected.iter().zip(read).position(|(a, b)| a != b);
    let at = at.unwrap_or(expected.len().min(read.len()));
    println!("{name}: line {at} of {} and {}", expected.len(), read.len());
    for lines in [expected, read] {
        for line in lines.iter().skip(at).take(4) {
            println!("    {line:?}");
        }
        println!();
    }
}
