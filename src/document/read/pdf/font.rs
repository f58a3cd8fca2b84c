//! What an embedded font itself says of its glyphs.
//!
//! Persian fonts list their presentation forms in their table of characters (`cmap`), and subsets
//! made by word processors keep it. So it tells the joining form of a glyph, and with it every
//! joiner that was lost, without statistics; and it is right where the table of the PDF file
//! (`ToUnicode`), which the producer guessed, is wrong: digits, tatweels that carry the letter they
//! lengthen, letters mapped to a space. Names of glyphs (`meem.fina`, `uniFEE2`) tell the same
//! where a font has no such table.

use super::forms;
use super::glyph::Form;
use super::script::{bracket, is_arabic, is_mark};
use crate::text::letters::{TATWEEL, digit_value};
use skrifa::{FontRef, GlyphId, MetadataProvider};
use std::sync::Arc;

/// The reading of a glyph by its font.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnReading {
    /// Its letters.
    pub text: Option<String>,
    isolated_or_final: bool,
    initial_or_medial: bool,
}

impl OwnReading {
    /// How it joins, if all characters that the glyph stands for agree.
    pub fn form(&self) -> Form {
        match (self.isolated_or_final, self.initial_or_medial) {
            (true, false) => Form::End,
            (false, true) => Form::Join,
            _ => Form::Unknown,
        }
    }

    fn add_form(&mut self, form: Form) {
        self.isolated_or_final |= form == Form::End;
        self.initial_or_medial |= form == Form::Join;
    }
}

/// A font program.
pub type Program = Arc<dyn AsRef<[u8]> + Send + Sync>;

/// What a font says of its glyphs, read when they are asked for: a page shows a few dozen of the
/// thousands that a font may have.
pub struct FontTable {
    program: Program,
    /// Glyphs and their characters, by glyph; those of one glyph in the order of the font's table.
    characters: Vec<(u32, char)>,
}

impl FontTable {
    /// Reads a font program; one that is no font, or has no table, gives no readings.
    pub fn new(program: Program) -> FontTable {
        let mut characters: Vec<(u32, char)> = Vec::new();
        if let Ok(font) = FontRef::from_index((*program).as_ref(), 0) {
            characters.extend(font.charmap().mappings().filter_map(|(code, glyph)| {
                let c = char::from_u32(code).filter(|c| is_told(*c))?;
                Some((glyph.to_u32(), c))
            }));
        }
        characters.sort_by_key(|(glyph, _)| *glyph);
        FontTable {
            program,
            characters,
        }
    }

    /// The reading of a glyph; its name counts where the table has no character for it.
    pub fn get(&self, glyph: u32) -> Option<OwnReading> {
        let mut reading = OwnReading::default();
        let first = self.characters.partition_point(|c| c.0 < glyph);
        let own = self.characters[first..].iter().take_while(|c| c.0 == glyph);
        for (_, c) in own {
            reading.add(*c);
        }
        if reading.text.is_none()
            && let Ok(font) = FontRef::from_index((*self.program).as_ref(), 0)
            && let Some(name) = font.glyph_names().get(GlyphId::new(glyph))
        {
            reading.add_name(name.as_str());
        }
        (reading != OwnReading::default()).then_some(reading)
    }
}

impl OwnReading {
    /// A character that the glyph stands for.
    fn add(&mut self, c: char) {
        match forms::of_char(c) {
            Some((letters, form)) => {
                if letters.chars().filter(|c| !is_mark(*c)).count() <= 2 {
                    self.add_form(form);
                }
                if self.text.is_none() {
                    self.text = Some(letters);
                }
            }
            None => {
                if is_arabic(c) {
                    self.add_form(Form::End);
                }
                // One glyph may serve several characters (a space and a no-break space, a digit in
                // two blocks): letters and digits tell most.
                let told = |text: &str| {
                    text.chars()
                        .any(|c| is_arabic(c) || digit_value(c).is_some())
                };
                if self
                    .text
                    .as_deref()
                    .is_none_or(|old| !told(old) && told(&c.to_string()))
                {
                    self.text = Some(c.to_string());
                }
            }
        }
    }

    /// What the name of a glyph tells, where nothing else told its text.
    fn add_name(&mut self, name: &str) {
        let (base, suffix) = name.split_once('.').unwrap_or((name, ""));
        let form = match suffix.split(['.', '_']).next().unwrap_or_default() {
            "fina" | "isol" | "fin" => Form::End,
            "init" | "medi" | "ini" | "med" => Form::Join,
            _ => Form::Unknown,
        };
        if let Some(c) = base
            .strip_prefix("uni")
            .filter(|hex| hex.len() == 4)
            .and_then(|hex| u32::from_str_radix(hex, 16).ok())
            .and_then(char::from_u32)
            .filter(|c| is_told(*c))
        {
            if form == Form::Unknown && !is_arabic(c) || forms::of_char(c).is_some() {
                self.add(c);
                return;
            }
            self.text = Some(c.to_string());
        }
        if form != Form::Unknown && !(self.isolated_or_final || self.initial_or_medial) {
            self.add_form(form);
        }
    }
}

/// Characters that say something: no controls, no private use.
fn is_told(c: char) -> bool {
    !c.is_control() && !matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{fffd}' | '\u{f0000}'..)
}

/// Whether the file's table says nothing of a glyph.
pub fn is_untold(text: &str) -> bool {
    text.chars().all(|c| !is_told(c))
}

/// A glyph's reading, from what the file's table and the font say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// The text; empty if nothing tells it.
    pub text: String,
    /// What the file's table says, where the font's letter was preferred to it.
    pub declared: Option<String>,
    /// How it joins.
    pub form: Form,
    /// For a bracket: its painted shape.
    pub opens: Option<bool>,
}

/// Joins both tables. Where they name different letters the font's is taken and the other kept.
pub fn reading(declared: &str, own: Option<&OwnReading>) -> Reading {
    let (mut text, mut form) = forms::open(declared);
    if text == "ال" {
        // No glyph shows an alef joined to the lam after it: the table was written backwards.
        text = "لا".into();
    }
    let untold = is_untold(declared);
    if untold {
        text.clear();
    }
    let mut out = Reading::default();
    if let Some(own) = own {
        let font_says = own.text.as_deref().unwrap_or_default();
        out.opens = bracket(font_says).map(|b| b.1);
        if !font_says.is_empty() && prefers_font(&text, declared, font_says) {
            if !untold {
                out.declared = Some(std::mem::take(&mut text));
            }
            text = font_says.to_owned();
            form = Form::Unknown;
        }
        if form == Form::Unknown
            && text.chars().filter(|c| !is_mark(*c)).count() <= 2
            && own.text.as_deref().is_none_or(|t| t.chars().any(is_arabic))
        {
            form = own.form();
        }
    }
    // A hyphen that is painted is a hyphen.
    if text == "\u{ad}" {
        text = "-".into();
    }
    Reading { text, form, ..out }
}

/// Whether the font's letter counts for more than the file's.
fn prefers_font(text: &str, declared: &str, font_says: &str) -> bool {
    if text.is_empty() {
        return true;
    }
    let (mut declared_chars, mut own_chars) = (text.chars(), font_says.chars());
    let (Some(a), None, Some(b), None) = (
        declared_chars.next(),
        declared_chars.next(),
        own_chars.next(),
        own_chars.next(),
    ) else {
        return false;
    };
    let digits = (digit_value(a), digit_value(b));
    b == TATWEEL && a != TATWEEL
        || declared == " " && is_arabic(b)
        || is_arabic(a) && is_arabic(b) && skeleton(a) != skeleton(b)
        || matches!(digits, (Some(a), Some(b)) if a != b)
}

/// Letters that fonts and files spell one for the other are no contradiction.
fn skeleton(c: char) -> char {
    match c {
        'ي' | 'ى' | 'ے' | 'ې' => 'ی',
        'ك' | 'ڪ' => 'ک',
        'ة' | 'ۀ' | 'ھ' | 'ە' | 'ہ' => 'ه',
        'أ' | 'إ' | 'ٱ' => 'ا',
        'ؤ' => 'و',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(chars: &[char]) -> OwnReading {
        let mut reading = OwnReading::default();
        for c in chars {
            reading.add(*c);
        }
        reading
    }

    #[test]
    fn the_font_tells_forms_and_mends_wrong_tables() {
        let medial = own(&['ﻤ']);
        assert_eq!(medial.form(), Form::Join);
        let read = reading("م", Some(&medial));
        assert_eq!(
            (read.text.as_str(), read.form, read.declared),
            ("م", Form::Join, None)
        );
        let read = reading("3", Some(&own(&['9'])));
        assert_eq!(
            (read.text.as_str(), read.declared.as_deref()),
            ("9", Some("3"))
        );
        assert_eq!(reading("ز", Some(&own(&['ـ']))).text, "ـ");
        assert_eq!(reading(" ", Some(&own(&['ﺐ']))).text, "ب");
        assert_eq!(reading("ي", Some(&own(&['ی']))).declared, None);
        assert_eq!(reading("", Some(&own(&['گ']))).text, "گ");
        assert_eq!(reading("ال", None).text, "لا");
        assert_eq!(reading("\u{f0b7}", None).text, "");
        assert_eq!(reading(")", Some(&own(&['(']))).opens, Some(true));
    }

    #[test]
    fn names_tell_forms() {
        let named = |name: &str| {
            let mut reading = OwnReading::default();
            reading.add_name(name);
            reading
        };
        assert_eq!(named("meem-ar.fina").form(), Form::End);
        assert_eq!(named("uniFEE3").form(), Form::Join);
        assert_eq!(named("uniFEE3").text.as_deref(), Some("م"));
        assert_eq!(named("uni0645.medi").form(), Form::Join);
    }

    #[test]
    fn no_font_gives_no_readings() {
        let table = FontTable::new(Arc::new(b"no font"));
        assert_eq!(table.get(0), None);
    }
}
