//! Web pages: the text a reader came for, without the menus around it.
//!
//! What stands in `main` or `article` is the content where a page has them. Elsewhere, parts that
//! their element or name calls navigation are left out, and blocks that are mostly links.

use super::extracted::{Extracted, squeezed};
use super::guard::{Limits, Watch};
use super::{Declared, Input, RawDocument, Reader, Sink, guarded};
use crate::error::{Error, Result};
use crate::text::Markup;
use encoding_rs::Encoding;
use html5gum::emitters::default::DefaultEmitter;
use html5gum::{StartTag, Token, Tokenizer};

/// `.html`, `.htm`, `.xhtml`.
pub struct Html;

impl Reader for Html {
    fn extensions(&self) -> &'static [&'static str] {
        &["html", "htm", "xhtml"]
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
    _limits: &Limits,
    watch: &Watch,
) -> std::result::Result<RawDocument, String> {
    let page = parse(&decoded(&bytes), watch);
    let mut out = Extracted::default();
    page.write(&mut out, true);
    Ok(RawDocument {
        declared: page.declared(),
        text: out.finish().ok_or("no text was found in it")?,
        encoding: "HTML",
        ..RawDocument::default()
    })
}

/// Bytes of a page that are searched for the name of its encoding.
const HEAD: usize = 2048;

/// The text of a page: by its mark, as UTF-8 if it is that, by what it declares, else as Windows-1256.
pub fn decoded(bytes: &[u8]) -> String {
    if Encoding::for_bom(bytes).is_none() && std::str::from_utf8(bytes).is_err() {
        let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]).to_lowercase();
        let declared = head.split("charset=").nth(1).and_then(|rest| {
            let label: String = rest
                .trim_start_matches(['"', '\''])
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
                .collect();
            Encoding::for_label(label.as_bytes())
        });
        return declared
            .unwrap_or(encoding_rs::WINDOWS_1256)
            .decode(bytes)
            .0
            .into_owned();
    }
    encoding_rs::UTF_8.decode(bytes).0.into_owned()
}

/// A block of text.
#[derive(Debug)]
struct Block {
    text: String,
    /// Characters inside links.
    linked: usize,
    markup: Markup,
    /// Inside `main` or `article`.
    main: bool,
    /// Inside navigation and the like.
    aside: bool,
    /// An empty line follows.
    ends_paragraph: bool,
}

/// A page, taken apart.
#[derive(Debug, Default)]
pub struct Page {
    title: String,
    authors: Vec<String>,
    year: Option<i32>,
    blocks: Vec<Block>,
}

impl Page {
    /// Title, authors and year that the head of the page declares.
    pub fn declared(&self) -> Declared {
        let title = squeezed(&self.title);
        Declared {
            title: (!title.is_empty()).then_some(title),
            authors: self.authors.clone(),
            year: self.year,
        }
    }

    /// Writes the blocks; `content` leaves out what is no content of the page.
    pub fn write(&self, out: &mut Extracted, content: bool) {
        let size = |test: &dyn Fn(&Block) -> bool| -> usize {
            self.blocks
                .iter()
                .filter(|b| test(b))
                .map(|b| b.text.len())
                .sum()
        };
        let main = size(&|b| b.main && !b.aside) * 3 > size(&|b| !b.aside);
        let plain = size(&|b| !b.aside) * 5 > size(&|_| true);
        for block in &self.blocks {
            let length = block.text.chars().count();
            let left_out = content
                && (plain && block.aside
                    || main && !block.main
                    || !main
                        && block.linked * 10 > length * 7
                        && !matches!(block.markup, Markup::Heading(_)));
            if left_out {
                continue;
            }
            if matches!(block.markup, Markup::Heading(_)) {
                out.blank();
            }
            out.line(&block.text, block.markup);
            if block.ends_paragraph {
                out.blank();
            }
        }
    }
}

/// Elements whose text is never shown.
const HIDDEN: [&str; 11] = [
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "select",
    "button",
    "textarea",
    "iframe",
    "object",
    "math-annotation",
];
/// Elements that are no content.
const ASIDE: [&str; 4] = ["nav", "aside", "footer", "form"];
/// Parts of class names and ids that say the same.
const ASIDE_NAMES: [&str; 14] = [
    "nav",
    "menu",
    "sidebar",
    "footer",
    "breadcrumb",
    "comment",
    "cookie",
    "share",
    "advert",
    "related",
    "social",
    "toolbar",
    "banner",
    "pagination",
];
/// Elements that begin a new block.
const BLOCKS: [&str; 34] = [
    "p",
    "div",
    "section",
    "article",
    "main",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "tr",
    "caption",
    "blockquote",
    "pre",
    "figure",
    "figcaption",
    "header",
    "footer",
    "nav",
    "aside",
    "form",
    "hr",
    "address",
    "body",
    "thead",
    "tbody",
];
/// Elements without an end.
const VOID: [&str; 13] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];

struct Open {
    name: String,
    hidden: bool,
    aside: bool,
    main: bool,
    link: bool,
}

/// Takes a page apart.
pub fn parse(html: &str, watch: &Watch) -> Page {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut walker = Walker::default();
    for (count, token) in Tokenizer::new_with_emitter(html, emitter).enumerate() {
        if count.is_multiple_of(1024) {
            watch.check();
        }
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => walker.start(&tag),
            Token::EndTag(tag) => walker.end(&String::from_utf8_lossy(&tag.name)),
            Token::String(text) => walker.text(&String::from_utf8_lossy(&text)),
            _ => {}
        }
    }
    walker.flush(true);
    walker.page
}

#[derive(Default)]
struct Walker {
    page: Page,
    open: Vec<Open>,
    text: String,
    linked: usize,
    in_title: bool,
    cells: usize,
    pre: usize,
}

/// Elements inside elements, at most; deeper ones are taken flat.
const DEEPEST: usize = 500;

impl Walker {
    fn start(&mut self, tag: &StartTag<()>) {
        let name = String::from_utf8_lossy(&tag.name).to_lowercase();
        let attribute = |key: &str| {
            tag.attributes
                .get(key.as_bytes())
                .map(|v| String::from_utf8_lossy(v).into_owned())
        };
        match name.as_str() {
            "title" if self.page.title.is_empty() => self.in_title = true,
            "meta" => self.meta(&attribute),
            "br" => self.text.push('\n'),
            "td" | "th" => {
                if self.cells > 0 {
                    self.text.push_str(" | ");
                }
                self.cells += 1;
            }
            "pre" => self.pre += 1,
            _ => {}
        }
        if BLOCKS.contains(&name.as_str())
            && (self.cells == 0 || matches!(name.as_str(), "tr" | "table"))
        {
            self.flush(name != "li" && name != "tr");
        }
        if tag.self_closing || VOID.contains(&name.as_str()) {
            return;
        }
        let named = [attribute("class"), attribute("id"), attribute("role")]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" ")
            .to_lowercase();
        let parent = self.open.last();
        let inherits = |test: fn(&Open) -> bool| parent.is_some_and(test);
        let main = inherits(|o| o.main)
            || matches!(name.as_str(), "main" | "article")
            || attribute("role").as_deref() == Some("main");
        let words = || named.split(|c: char| !c.is_alphanumeric());
        let open = Open {
            hidden: inherits(|o| o.hidden)
                || HIDDEN.contains(&name.as_str())
                || attribute("hidden").is_some(),
            aside: inherits(|o| o.aside)
                || ASIDE.contains(&name.as_str())
                || name == "header" && !main
                || name != "body" && name != "html" && words().any(|w| ASIDE_NAMES.contains(&w)),
            main,
            link: inherits(|o| o.link) || name == "a",
            name,
        };
        if self.open.len() < DEEPEST {
            self.open.push(open);
        }
    }

    fn meta(&mut self, attribute: &dyn Fn(&str) -> Option<String>) {
        let key = attribute("name")
            .or(attribute("property"))
            .unwrap_or_default()
            .to_lowercase();
        let Some(content) = attribute("content")
            .map(|c| squeezed(&c))
            .filter(|c| !c.is_empty())
        else {
            return;
        };
        match key.as_str() {
            "citation_title" | "dc.title" => self.page.title = content,
            "author" | "citation_author" | "dc.creator" => self.page.authors.push(content),
            "citation_publication_date" | "citation_date" | "dc.date" => {
                self.page.year = content.get(..4).and_then(|y| y.parse().ok());
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        let name = name.to_lowercase();
        match name.as_str() {
            "title" => self.in_title = false,
            "tr" => {
                self.flush(false);
                self.cells = 0;
            }
            "table" => self.cells = 0,
            "pre" => self.pre = self.pre.saturating_sub(1),
            _ => {}
        }
        if BLOCKS.contains(&name.as_str()) && self.cells == 0 {
            self.flush(name != "li" && name != "tr");
        }
        // An end tag closes what was left open inside; one that nothing opened is passed over.
        if let Some(at) = self.open.iter().rposition(|o| o.name == name) {
            self.open.truncate(at);
        }
    }

    fn text(&mut self, text: &str) {
        if self.in_title {
            self.page.title.push_str(text);
            return;
        }
        if self
            .open
            .last()
            .is_some_and(|o| o.hidden || matches!(o.name.as_str(), "head" | "title"))
        {
            return;
        }
        let text: String = if self.pre > 0 {
            text.to_owned()
        } else {
            text.chars()
                .map(|c| if c.is_ascii_whitespace() { ' ' } else { c })
                .collect()
        };
        if self.open.last().is_some_and(|o| o.link) {
            self.linked += text.trim().chars().count();
        }
        self.text.push_str(&text);
    }

    /// Ends the block in the making.
    fn flush(&mut self, paragraph: bool) {
        let text = std::mem::take(&mut self.text);
        let linked = std::mem::take(&mut self.linked);
        let lines: Vec<String> = text
            .split('\n')
            .map(squeezed)
            .filter(|l| !l.is_empty())
            .collect();
        if lines.is_empty()
            || lines
                .iter()
                .all(|l| l.chars().all(|c| c == '|' || c == ' '))
        {
            if let Some(last) = self.page.blocks.last_mut() {
                last.ends_paragraph |= paragraph;
            }
            return;
        }
        let inside = |name: &str| self.open.iter().rev().take(4).any(|o| o.name == name);
        let heading = self
            .open
            .iter()
            .rev()
            .take(3)
            .find_map(|o| match o.name.as_bytes() {
                [b'h', level @ b'1'..=b'6'] => Some(level - b'0'),
                _ => None,
            });
        let markup = if let Some(level) = heading {
            Markup::Heading(level)
        } else if self.cells > 0 {
            Markup::TableRow
        } else if inside("li") {
            Markup::ListItem
        } else if inside("p") {
            Markup::Paragraph
        } else {
            Markup::None
        };
        let joint = if matches!(markup, Markup::Heading(_) | Markup::TableRow) {
            " "
        } else {
            "\n"
        };
        self.page.blocks.push(Block {
            text: lines.join(joint),
            linked,
            markup,
            main: self.open.last().is_some_and(|o| o.main),
            aside: self.open.last().is_some_and(|o| o.aside),
            ends_paragraph: paragraph,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(html: &str) -> Vec<(Markup, String)> {
        let mut out = Extracted::default();
        parse(html, &Watch::default()).write(&mut out, true);
        let Some(text) = out.finish() else {
            return Vec::new();
        };
        (0..text.lines.len())
            .filter(|i| !text.line(*i).is_empty())
            .map(|i| (text.lines[i].markup, text.line(i).to_owned()))
            .collect()
    }

    #[test]
    fn the_content_is_read_and_the_menus_are_not() {
        let html = "<html><head><title>عنوان &amp; نام</title><style>p{}</style><script>if (a<b) x='<p>no</p>'</script></head><body>\
            <nav><a href=x>خانه</a></nav><div class='side menu'>فهرست</div><h1>دیپلماسی داده</h1>\
            <p>متن <b>نخست</b> مقاله&zwnj;ای<br>سطر دوم</p><ul><li>یک<li>دو</ul>\
            <table><tr><th>الف</th><th>ب</th></tr><tr><td><p>۱</p></td><td>۲</td></tr></table><footer>پایان</footer>";
        let expected = [
            (Markup::Heading(1), "دیپلماسی داده"),
            (Markup::Paragraph, "متن نخست مقاله\u{200c}ای"),
            (Markup::Paragraph, "سطر دوم"),
            (Markup::ListItem, "یک"),
            (Markup::ListItem, "دو"),
            (Markup::TableRow, "الف | ب"),
            (Markup::TableRow, "۱ | ۲"),
        ];
        let found = read(html);
        let found: Vec<(Markup, &str)> = found.iter().map(|(m, t)| (*m, t.as_str())).collect();
        assert_eq!(found, expected);
        assert_eq!(
            parse(html, &Watch::default()).declared().title.as_deref(),
            Some("عنوان & نام")
        );
    }

    #[test]
    fn the_article_is_taken_where_there_is_one() {
        let html = "<div>بالای صفحه</div><article><h2>سر</h2><p>متن بلند مقاله که باید خوانده شود</p></article><div>پایین</div>";
        assert_eq!(read(html).len(), 2);
    }

    #[test]
    fn old_encodings_are_read() {
        let (bytes, _, _) = encoding_rs::WINDOWS_1256.encode("<p>سلام</p>");
        assert_eq!(decoded(&bytes), "<p>سلام</p>");
        assert_eq!(decoded("<p>سلام".as_bytes()), "<p>سلام");
    }

    proptest::proptest! {
        #[test]
        fn any_page_is_read(html in "(<|>|/|table|td|tr|p|li|h1|a| |x|\"|=|&|title){0,60}") {
            read(&html);
        }
    }
}
