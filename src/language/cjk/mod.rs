//! Words of Chinese, Japanese and Korean.
//!
//! These are written without spaces, or in Korean with few, so a dictionary must tell the words.
//! Chinese has an embedded one; Japanese and Korean ones are large and are given as directories.
//!
//! A search wants the same cut in a query and in a text, and parts rather than compounds, so that
//! a query for a part finds the whole: 网络主权 is 网络 | 主权, 世界互联网大会 is
//! 世界 | 互联网 | 大会, 人类命运共同体 is 人类 | 命运 | 共同体. For Chinese the dictionary sees to
//! that (it has hardly any compounds), for Japanese lindera's decomposing mode does.

mod chinese;
mod dictionaries;
mod script;

use std::ops::Range;

use lindera::mode::{Mode, Penalty};
use lindera::worker::SegmentWorker;

pub use dictionaries::{CjkLanguage, Dictionaries};
use script::{Script, stretches};

/// Longest text in characters that a dictionary is asked to cut at once. It bounds memory; the
/// last word of such a piece is cut anew with what follows it.
const PIECE: usize = 512;

/// Cuts runs of Han, Kana and Hangul into words.
///
/// It keeps its working memory, so one of them serves a thread best; it can be sent to another.
pub struct Segmenter {
    dictionaries: Dictionaries,
    /// In the order of [`CjkLanguage`], made when first needed.
    workers: [Option<SegmentWorker>; 3],
}

impl Segmenter {
    /// Shares the tables of `dictionaries`; cheap.
    pub fn new(dictionaries: &Dictionaries) -> Segmenter {
        Segmenter {
            dictionaries: dictionaries.clone(),
            workers: [None, None, None],
        }
    }

    /// Calls `word` with byte ranges of `run`, in order; together they cover `run` wholly, and
    /// they begin and end at character boundaries.
    ///
    /// Each script has its way:
    ///
    /// - Han is cut by the Chinese dictionary, unknown characters one by one.
    /// - Han and Kana side by side are Japanese, and go to a Japanese dictionary together. Without
    ///   one, Katakana is a word, Hiragana is cut into characters and Han is taken as Chinese.
    /// - Hangul is cut by a Korean dictionary. Without one it is a word: Korean has spaces.
    /// - Other characters side by side are a word.
    pub fn segment(&mut self, run: &str, mut word: impl FnMut(Range<usize>)) {
        let japanese = self.dictionaries.get(CjkLanguage::Japanese).is_some();
        for (may_be_japanese, part) in stretches(run, Script::is_japanese) {
            let text = &run[part.clone()];
            let mut word =
                |range: Range<usize>| word(part.start + range.start..part.start + range.end);
            if japanese && may_be_japanese && text.chars().any(|c| Script::of(c).is_kana()) {
                self.cut(CjkLanguage::Japanese, text, 0..text.len(), &mut word);
                continue;
            }
            for (script, range) in stretches(text, |script| script) {
                match script {
                    Script::Han => self.cut(CjkLanguage::Chinese, text, range, &mut word),
                    Script::Hangul => self.cut(CjkLanguage::Korean, text, range, &mut word),
                    Script::Hiragana => characters(text, range, &mut word),
                    Script::Katakana | Script::Other => word(range),
                }
            }
        }
    }

    /// Cuts `text[range]` with the dictionary of `language`; it is one word if there is none.
    fn cut(
        &mut self,
        language: CjkLanguage,
        text: &str,
        range: Range<usize>,
        word: &mut impl FnMut(Range<usize>),
    ) {
        let Some(worker) = self.worker(language) else {
            return word(range);
        };
        let mut start = range.start;
        while start < range.end {
            let rest = &text[start..range.end];
            let piece = rest
                .char_indices()
                .nth(PIECE)
                .map_or(rest, |(end, _)| &rest[..end]);
            let tokens = worker.segment(piece).unwrap_or_default();
            let sure = match piece.len() < rest.len() {
                true => &tokens[..tokens.len().saturating_sub(1)],
                false => &tokens[..],
            };
            for token in sure {
                word(start + token.byte_start..start + token.byte_end);
            }
            // A dictionary that knows no way through a piece leaves it whole.
            start += match sure.last() {
                Some(token) => token.byte_end,
                None => {
                    word(start..start + piece.len());
                    piece.len()
                }
            };
        }
    }

    fn worker(&mut self, language: CjkLanguage) -> Option<&mut SegmentWorker> {
        let worker = &mut self.workers[language as usize];
        if worker.is_none() {
            let dictionary = self.dictionaries.get(language)?.clone();
            let mode = match language {
                CjkLanguage::Japanese => Mode::Decompose(Penalty::default()),
                CjkLanguage::Chinese | CjkLanguage::Korean => Mode::Normal,
            };
            let segmenter = lindera::segmenter::Segmenter::new(mode, dictionary, None);
            *worker = Some(segmenter.keep_whitespace(true).into_worker());
        }
        worker.as_mut()
    }
}

/// Every character of `text[range]` is a word.
fn characters(text: &str, range: Range<usize>, word: &mut impl FnMut(Range<usize>)) {
    for (at, character) in text[range.clone()].char_indices() {
        let start = range.start + at;
        word(start..start + character.len_utf8());
    }
}

#[cfg(test)]
mod tests;
