//! Probabilities in one byte: the negative logarithm in steps, and tables back.

/// How many steps one nat has.
#[derive(Clone, Copy, Debug)]
pub struct Scale(f32);

impl Scale {
    /// Of words after words: e⁻¹⁶ to 1, a step is 6 %.
    pub const SUCCESSOR: Scale = Scale(16.0);
    /// Of words by themselves: e⁻²¹ to 1, a step is 9 %.
    pub const SINGLE: Scale = Scale(12.0);
    /// Of what is left for words that a context does not list: e⁻⁸ to 1, a step is 3 %.
    pub const BACKOFF: Scale = Scale(32.0);
    /// Of letters: e⁻¹⁶ to 1.
    pub const LETTER: Scale = Scale(16.0);

    /// The nearest step; what lies beyond the ends of the scale goes to the end.
    pub fn step(self, probability: f64) -> u8 {
        (-probability.ln() * f64::from(self.0))
            .round()
            .clamp(0.0, 255.0) as u8
    }

    /// The negative logarithm of a step.
    #[inline]
    pub fn nats(self, step: u8) -> f32 {
        f32::from(step) / self.0
    }

    /// The probability of a step.
    pub fn probability(self, step: u8) -> f32 {
        (-self.nats(step)).exp()
    }

    /// The probabilities of all steps.
    pub fn table(self) -> [f32; 256] {
        std::array::from_fn(|step| self.probability(step as u8))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_keep_probabilities_within_half_a_step() {
        for scale in [Scale::SUCCESSOR, Scale::SINGLE, Scale::BACKOFF] {
            for nats in 1..7 {
                let p = (-0.97 * f64::from(nats)).exp();
                let back = f64::from(scale.probability(scale.step(p)));
                let half = (0.5001 / f64::from(scale.0)).exp();
                assert!(back / p < half && p / back < half, "{p} {back}");
            }
            assert_eq!(scale.probability(scale.step(1.0)), 1.0);
            assert_eq!(scale.step(0.0), 255);
        }
    }
}
