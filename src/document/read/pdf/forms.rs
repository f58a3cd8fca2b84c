//! Presentation forms: the letters of a shape, and how the shape joins.
//!
//! The blocks of presentation forms list the shapes of a letter one after the other, isolated,
//! final, initial, medial; so the place of a character among its neighbours of the same letters
//! tells its form. Ligatures stand in ranges by form.

use super::glyph::Form;
use super::script::is_mark;
use crate::text::letters::{TATWEEL, base_letters, is_presentation_form};

/// The letters of a character that stands for a shape, and the joining of the last of them; none
/// for other characters.
pub fn of_char(c: char) -> Option<(String, Form)> {
    if matches!(c, '\u{fb00}'..='\u{fb06}') {
        return Some((letters(c), Form::Unknown));
    }
    if c == '\u{fdfc}' {
        return Some(("ریال".into(), Form::Unknown));
    }
    if !is_presentation_form(c) {
        return None;
    }
    let mut text = letters(c);
    if text.chars().any(is_mark) {
        // A mark alone is given upon a space or a tatweel.
        text.retain(|c| c != ' ' && c != TATWEEL);
    }
    Some((text, form(c)))
}

/// The text with presentation forms opened, and the joining of its last letter as they tell it.
pub fn open(text: &str) -> (String, Form) {
    let mut out = String::with_capacity(text.len());
    let mut joining = Form::Unknown;
    for c in text.chars() {
        match of_char(c) {
            Some((letters, form)) => {
                out.push_str(&letters);
                joining = form;
            }
            None => {
                out.push(c);
                if !is_mark(c) {
                    joining = Form::Unknown;
                }
            }
        }
    }
    (out, joining)
}

fn letters(c: char) -> String {
    let mut text = String::new();
    base_letters(c, |base| text.push(base));
    text
}

fn form(c: char) -> Form {
    match c {
        '\u{fbe8}' | '\u{fbe9}' => Form::Join,
        '\u{fb50}'..='\u{fbff}' | '\u{fe80}'..='\u{fefc}' => {
            let base = letters(c);
            let before = (1..4)
                .take_while(|back| {
                    char::from_u32(c as u32 - back).is_some_and(|other| letters(other) == base)
                })
                .count();
            if before < 2 { Form::End } else { Form::Join }
        }
        '\u{fc00}'..='\u{fc96}' | '\u{fcf5}'..='\u{fd2c}' => Form::End,
        '\u{fc97}'..='\u{fcf1}' | '\u{fd2d}'..='\u{fd3b}' => Form::Join,
        _ => Form::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_told_by_their_place() {
        for (c, text, form) in [
            ('ﻼ', "لا", Form::End),
            ('ﻻ', "لا", Form::End),
            ('ﺑ', "ب", Form::Join),
            ('ﺐ', "ب", Form::End),
            ('ﺒ', "ب", Form::Join),
            ('ﺏ', "ب", Form::End),
            ('ﮐ', "ک", Form::Join),
            ('ﮏ', "ک", Form::End),
            ('ﯽ', "ی", Form::End),
            ('ﯾ', "ی", Form::Join),
            ('ﻤ', "م", Form::Join),
            ('ﺀ', "ء", Form::End),
            ('ﻪ', "ه", Form::End),
        ] {
            assert_eq!(of_char(c), Some((text.into(), form)), "{c}");
        }
        assert_eq!(of_char('ب'), None);
        assert_eq!(open("ﺳﻼ").0, "سلا");
        assert_eq!(open("ﺑﺎر"), ("بار".into(), Form::Unknown));
        assert_eq!(open("ﹶ").0, "\u{64e}");
    }
}
