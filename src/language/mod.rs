//! What a word is indexed under, language by language.

pub mod bilingual;
pub mod cjk;
pub mod english;
pub mod persian;
pub mod transliteration;
