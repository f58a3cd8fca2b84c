//! Whether two rankings differ by more than chance.

/// Rounds of [`randomization`].
const ROUNDS: u32 = 10_000;

/// The p-value of Fisher's paired randomization test, two-sided: how often the mean of the differences,
/// query by query, would be as far from zero if it were chance which of the two rankings got which
/// value. Estimated from 10,000 random assignments, always the same ones.
pub fn randomization(differences: &[f64]) -> f64 {
    // A query that both answer alike says nothing; it only takes time.
    let differing: Vec<f64> = differences.iter().copied().filter(|d| *d != 0.0).collect();
    let observed = differing.iter().sum::<f64>().abs();
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut extreme = 0;
    for _ in 0..ROUNDS {
        let mut sum = 0.0;
        for chunk in differing.chunks(64) {
            // xorshift64: one bit a query.
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            let mut bits = state;
            for difference in chunk {
                sum += if bits & 1 == 0 {
                    *difference
                } else {
                    -difference
                };
                bits >>= 1;
            }
        }
        extreme += u32::from(sum.abs() >= observed - 1e-12);
    }
    f64::from(extreme + 1) / f64::from(ROUNDS + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_difference_is_chance() {
        assert_eq!(randomization(&[]), 1.0);
        assert_eq!(randomization(&[0.0, 0.0]), 1.0);
        assert!(randomization(&[0.1, -0.1, 0.2, -0.2]) > 0.9);
    }

    #[test]
    fn few_queries_prove_little_and_many_much() {
        // Of 8 assignments of three equal signs two are as extreme.
        let three = randomization(&[0.1, 0.1, 0.1]);
        assert!((three - 0.25).abs() < 0.02, "{three}");
        let twenty = randomization(&[0.1; 20]);
        assert!(twenty < 0.001, "{twenty}");
    }
}
