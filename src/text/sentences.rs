//! Where sentences end, in Persian, English and Chinese.
//!
//! A rule, not a model: the text comes from PDFs and a full stop may be lost or glued. What must not
//! happen is a cut inside an abbreviation, an initial, a number or a citation.

use super::pairs::{ANY, Pairs};

/// Byte offsets just after each sentence of `text`, in order; the last is the end of the text.
pub fn sentence_ends(text: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut depth = 0i32;
    let mut next = 0;
    while let Some((at, c)) = next_mark(text, next) {
        next = at + c.len_utf8();
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = (depth - 1).max(0),
            _ => {}
        }
        if !is_terminator(c) {
            continue;
        }
        let mut chars = text[next..].char_indices().peekable();
        // Closing quotes and brackets belong to the sentence they close.
        while let Some(&(_, next)) = chars.peek() {
            if is_terminator(next) || matches!(next, '»' | '”' | '"' | '’' | '」' | '』' | '）')
            {
                chars.next();
            } else {
                break;
            }
        }
        let end = chars.peek().map_or(text.len(), |(i, _)| next + *i);
        next = end;
        if c == '.' && !ends_sentence(&text[..at], &text[end..]) {
            continue;
        }
        // A question mark inside brackets ends nothing; an unbalanced bracket must not swallow the
        // rest of the text either.
        if depth > 0
            && text[end..]
                .chars()
                .take(200)
                .any(|c| matches!(c, ')' | ']'))
        {
            continue;
        }
        depth = 0;
        ends.push(end);
    }
    if ends.last() != Some(&text.len()) {
        ends.push(text.len());
    }
    ends
}

/// Where a bracket or a terminator may begin.
static MARKS: Pairs = Pairs::new(&[
    (b".!?()[]", ANY),
    (&[0xd8], &[(0x9f, 0x9f)]),       // ؟
    (&[0xdb], &[(0x94, 0x94)]),       // ۔
    (&[0xe2, 0xe3], &[(0x80, 0x80)]), // … and 。
    (&[0xef], &[(0xbc, 0xbc)]),       // ！ ？
]);

/// The next bracket or terminator at or after `from`.
fn next_mark(text: &str, mut from: usize) -> Option<(usize, char)> {
    loop {
        let at = MARKS.find(text.as_bytes(), from)?;
        let c = text[at..].chars().next()?;
        if is_terminator(c) || matches!(c, '(' | ')' | '[' | ']') {
            return Some((at, c));
        }
        from = at + 1;
    }
}

/// Whether `c` can end a sentence.
pub fn is_terminator(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '؟' | '۔' | '。' | '！' | '？' | '…')
}

/// Whether a full stop between these two texts ends a sentence.
fn ends_sentence(before: &str, after: &str) -> bool {
    let Some(next) = after.chars().next() else {
        return true;
    };
    if !next.is_whitespace() {
        // Arabic letters may follow a full stop without space (.بنابراین); URLs and decimals may not.
        return matches!(
            super::letters::letter(next).class,
            super::letters::Class::Arabic
        ) && before
            .chars()
            .next_back()
            .is_some_and(|c| !c.is_ascii_alphanumeric());
    }
    let word = before
        .rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '«' | '"'))
        .next()
        .unwrap_or("");
    if word.is_empty() {
        return true;
    }
    // Initials (J. S. Nye), abbreviations (et al., pp., No.), list numbers (1.).
    if word.chars().count() == 1 && word.chars().all(char::is_alphabetic) {
        return false;
    }
    if word
        .chars()
        .all(|c| super::letters::digit_value(c).is_some())
        && word.chars().count() <= 2
    {
        return false;
    }
    if word.contains('.') && word.split('.').all(|p| p.chars().count() <= 2) {
        return false;
    }
    const ABBREVIATIONS: [&str; 24] = [
        "al", "pp", "p", "vol", "no", "ed", "eds", "dr", "mr", "mrs", "prof", "vs", "cf", "fig",
        "st", "jr", "inc", "ca", "etc", "approx", "ch", "sec", "trans", "univ",
    ];
    !ABBREVIATIONS.contains(&word.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentences(text: &str) -> Vec<&str> {
        let mut start = 0;
        sentence_ends(text)
            .into_iter()
            .map(|end| {
                let sentence = text[start..end].trim();
                start = end;
                sentence
            })
            .collect()
    }

    #[test]
    fn persian_and_english_sentences() {
        assert_eq!(
            sentences("چین قدرتی بزرگ است. آیا چنین است؟ It is (Segal, 2020: 3). Yes!"),
            [
                "چین قدرتی بزرگ است.",
                "آیا چنین است؟",
                "It is (Segal, 2020: 3).",
                "Yes!"
            ]
        );
    }

    #[test]
    fn abbreviations_initials_and_numbers_do_not_end_a_sentence() {
        for text in [
            "Doshi et al. argue so",
            "written by J. S. Nye in 1990",
            "see pp. 12 and No. 3 there",
            "the U.S. Department of State",
            "a rate of 3.5 percent at www.scio.gov.cn today",
            "1. First point",
        ] {
            assert_eq!(sentences(text), [text]);
        }
    }

    #[test]
    fn an_unbalanced_bracket_does_not_swallow_the_rest() {
        assert_eq!(sentences("One (two. Three. Four.").len(), 3);
    }

    #[test]
    fn chinese_full_stops_need_no_space() {
        assert_eq!(
            sentences("网络主权很重要。第二句。"),
            ["网络主权很重要。", "第二句。"]
        );
    }
}
