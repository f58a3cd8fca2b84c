//! What is taken from counts for what was not seen.

/// Discounts for counts of one, two, and three or more.
#[derive(Clone, Copy, Debug)]
pub struct Discounts([f64; 3]);

impl Discounts {
    /// From how many counts are one, two, three and four.
    pub fn new(counts: impl Iterator<Item = u32>) -> Self {
        let mut of = [0f64; 5];
        for count in counts {
            if let Some(number) = of.get_mut(count as usize) {
                *number += 1.0;
            }
        }
        let y = of[1] / (of[1] + 2.0 * of[2]).max(1.0);
        let discount = |count: usize| {
            let next = of[count + 1] / of[count].max(1.0);
            let count = count as f64;
            (count - (count + 1.0) * y * next).clamp(0.1, count - 0.05)
        };
        Self([discount(1), discount(2), discount(3)])
    }

    /// A count less its discount.
    pub fn take(&self, count: u32) -> f64 {
        match count {
            0 => 0.0,
            _ => f64::from(count) - self.0[count.min(3) as usize - 1],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn discounts_grow_with_the_count() {
        let counts = [100, 40, 25, 18].iter().zip(1..);
        let counts = counts.flat_map(|(&times, count)| std::iter::repeat_n(count, times));
        let discounts = Discounts::new(counts);
        let [one, two, three] = discounts.0;
        assert!(0.0 < one && one < two && two < three && three < 3.0);
        assert_eq!(discounts.take(0), 0.0);
        assert_eq!(discounts.take(10), 10.0 - three);
    }
}
