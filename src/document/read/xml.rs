//! XML as the readers of office formats need it: names without prefix, attributes, text.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// What a reader of a format hears.
pub trait Listener {
    /// An element begins; its name without prefix, and its attributes.
    fn start(&mut self, name: &str, attributes: &Attributes);
    /// An element ends.
    fn end(&mut self, name: &str);
    /// Text.
    fn text(&mut self, text: &str);
}

/// Attributes of an element.
pub struct Attributes<'a>(&'a BytesStart<'a>);

impl Attributes<'_> {
    /// The value of the attribute of this name, whatever its prefix.
    pub fn get(&self, name: &str) -> Option<String> {
        self.0
            .attributes()
            .with_checks(false)
            .flatten()
            .find(|a| a.key.local_name().into_inner() == name)
            .map(|a| unescaped(&a.value))
    }
}

/// Elements inside elements, at most.
const DEEPEST: usize = 2_000;

/// Tells `listener` what is in a document; the reason where it stops being well formed.
pub fn walk(bytes: &[u8], listener: &mut dyn Listener, check: &dyn Fn()) -> Result<(), String> {
    let text = decoded(bytes);
    let mut reader = Reader::from_str(&text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    let mut depth = 0usize;
    let mut events = 0u32;
    loop {
        events = events.wrapping_add(1);
        if events.is_multiple_of(1024) {
            check();
        }
        let event = reader
            .read_event()
            .map_err(|e| format!("its XML is damaged ({e})"))?;
        match event {
            Event::Start(element) => {
                depth += 1;
                if depth > DEEPEST {
                    return Err("its XML is nested too deeply".into());
                }
                listener.start(&name(&element), &Attributes(&element));
            }
            Event::Empty(element) => {
                let name = name(&element);
                listener.start(&name, &Attributes(&element));
                listener.end(&name);
            }
            Event::End(element) => {
                depth = depth.saturating_sub(1);
                listener.end(element.local_name().into_inner());
            }
            Event::Text(text) => listener.text(&text),
            Event::CData(text) => listener.text(&text),
            Event::GeneralRef(entity) => {
                listener.text(&unescaped(&format!("&{};", &*entity)));
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

fn name(element: &BytesStart) -> String {
    element.local_name().into_inner().to_owned()
}

/// XML of office formats is UTF-8; UTF-16 is allowed.
fn decoded(bytes: &[u8]) -> String {
    let (encoding, bytes) = encoding_rs::Encoding::for_bom(bytes)
        .map_or((encoding_rs::UTF_8, bytes), |(encoding, length)| {
            (encoding, &bytes[length..])
        });
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// The predefined entities and references by number opened; others stay.
fn unescaped(text: &str) -> String {
    quick_xml::escape::unescape(text).map_or_else(|_| text.to_owned(), |t| t.into_owned())
}
