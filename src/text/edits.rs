//! How far two rows of anything are apart.

/// Items to insert, delete or replace to make one row of the other (Levenshtein's distance).
pub fn edits<T: PartialEq>(a: &[T], b: &[T]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let next = (diagonal + usize::from(x != y))
                .min(row[j] + 1)
                .min(row[j + 1] + 1);
            diagonal = row[j + 1];
            row[j + 1] = next;
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::edits;

    #[test]
    fn worked_out_by_hand() {
        let words = |text: &'static str| -> Vec<&str> { text.split_whitespace().collect() };
        for (a, b, expected) in [
            ("", "", 0),
            ("a b c", "", 3),
            ("", "a b", 2),
            ("a b c", "a b c", 0),
            ("a b c", "a c", 1),
            ("a b c", "a x c d", 2),
            ("a b", "b a", 2),
        ] {
            assert_eq!(edits(&words(a), &words(b)), expected, "{a} / {b}");
        }
    }
}
