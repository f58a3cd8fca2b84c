//! The page of each line, from the numbers in running heads and from where notes end.

use super::super::notes::Footnote;
use super::super::shape::Page;
use super::Furniture;

impl Furniture {
    /// Tells pages from a few heads and the notes: where notes end, a page does. A stretch between two
    /// such places is a page if its length is about that of the others; where pages without notes
    /// make it longer, its lines stay without a page.
    pub fn pages_from_notes(&mut self, page: &Page, notes: &[Footnote]) {
        let [(first, first_page), .., (last, last_page)] = self.anchors[..] else {
            return;
        };
        let length = (last - first) as f64 / f64::from(last_page - first_page);
        let mut breaks: Vec<usize> = vec![0];
        for (at, note) in notes.iter().enumerate() {
            let goes_on = notes
                .get(at + 1)
                .is_some_and(|next| page.next(note.lines.end - 1) == Some(next.lines.start));
            if !goes_on {
                breaks.push(page.next(note.lines.end - 1).unwrap_or(self.pages.len()));
            }
        }
        breaks.extend(self.anchors.iter().map(|a| a.0));
        breaks.push(self.pages.len());
        breaks.sort_unstable();
        breaks.dedup();
        let pages_in =
            |from: usize, to: usize| (((to - from) as f64 / length).round() as u32).max(1);
        let fits = |from: usize, to: usize, edge: bool| {
            let share = (to - from) as f64 / length;
            share < 1.5 && (edge || share > 0.5)
        };
        for pair in self.anchors.clone().windows(2) {
            let ((from, mut number), (to, next)) = (pair[0], pair[1]);
            let inside: Vec<usize> = breaks
                .iter()
                .copied()
                .filter(|b| (from..=to).contains(b))
                .collect();
            let counts: Vec<u32> = inside.windows(2).map(|w| pages_in(w[0], w[1])).collect();
            if counts.iter().sum::<u32>() != next - number {
                continue;
            }
            for (stretch, count) in inside.windows(2).zip(counts) {
                if count == 1 {
                    self.pages[stretch[0]..stretch[1]].fill(Some(number));
                }
                number += count;
            }
        }
        let mut number = last_page;
        let mut from = last;
        for to in breaks.iter().copied().filter(|b| *b > last) {
            if !fits(from, to, to == self.pages.len()) {
                break;
            }
            self.pages[from..to].fill(Some(number));
            (from, number) = (to, number + 1);
        }
        let mut number = first_page;
        let mut to = first;
        for from in breaks.iter().rev().copied().filter(|b| *b < first) {
            if !fits(from, to, from == 0) || number < 2 {
                break;
            }
            number -= 1;
            self.pages[from..to].fill(Some(number));
            to = from;
        }
    }
}

/// The longest run of numbers that rise with their lines, by few at a time.
pub fn rising(numbers: &[(usize, u32)]) -> Vec<(usize, u32)> {
    let mut best: Vec<usize> = Vec::new();
    let mut length = vec![1usize; numbers.len()];
    let mut before = vec![usize::MAX; numbers.len()];
    // Quadratic in the worst case, so looking back is bounded; pages are near each other.
    for i in 0..numbers.len() {
        for j in i.saturating_sub(30)..i {
            let step = i64::from(numbers[i].1) - i64::from(numbers[j].1);
            if (1..=6).contains(&step) && length[j] + 1 > length[i] {
                (length[i], before[i]) = (length[j] + 1, j);
            }
        }
    }
    if let Some(mut at) = (0..numbers.len()).max_by_key(|i| length[*i]) {
        while at != usize::MAX {
            best.push(at);
            at = before[at];
        }
    }
    best.reverse();
    best.into_iter().map(|i| numbers[i]).collect()
}

/// Spreads page numbers over the lines between them. A number that stands after a form feed or
/// begins its page counts forward, one at the foot counts backward; heads are the common case.
pub fn assign_pages(
    page: &Page,
    furniture: &[bool],
    numbers: &[(usize, u32)],
    pages: &mut [Option<u32>],
) {
    if numbers.is_empty() {
        let mut current = None;
        if page.text.lines.iter().any(|l| l.new_page) {
            current = Some(1);
        }
        for (index, line) in page.text.lines.iter().enumerate() {
            if line.new_page && index > 0 {
                current = current.map(|n| n + 1);
            }
            pages[index] = current;
        }
        return;
    }
    let at_foot = numbers
        .iter()
        .filter(|(line, _)| is_foot(page, furniture, *line))
        .count()
        * 2
        > numbers.len();
    let mut next = 0;
    for (index, slot) in pages.iter_mut().enumerate() {
        if at_foot {
            while next < numbers.len() && numbers[next].0 < index {
                next += 1;
            }
            *slot = numbers
                .get(next)
                .map(|n| n.1)
                .or(numbers.last().map(|n| n.1 + 1));
        } else {
            while next + 1 < numbers.len() && numbers[next + 1].0 <= index {
                next += 1;
            }
            let (line, number) = numbers[next];
            *slot = if index >= line {
                Some(number)
            } else {
                number.checked_sub(1)
            };
        }
    }
}

/// Whether a page number stands at the foot: the next page begins right after it.
fn is_foot(page: &Page, furniture: &[bool], line: usize) -> bool {
    page.next(line)
        .is_some_and(|n| page.text.lines[n].new_page && !furniture[n])
        && !page.text.lines[line].new_page
}
