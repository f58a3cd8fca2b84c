//! Which gap between two glyphs is a space: learned from the gaps of each font.
//!
//! Typesetters that paint no spaces leave two heaps of gaps, those inside words and those between
//! them. The bound lies in the valley between the heaps, which is elsewhere in each font
//! (0.10–0.17 of its size), and nearer to one heap or the other in squeezed and loose lines.

use super::glyph::{Form, Glyph, PageGlyphs};
use super::script::{begins_arabic, is_arabic};
use rustc_hash::FxHashMap;

/// The bound where nothing is learned, in sizes of the font.
const USUAL: f32 = 0.13;
/// The bound between letters that do not join.
const LATIN: f32 = 0.16;
/// Bounds lie between these.
const LEAST: f32 = 0.08;
const MOST: f32 = 0.2;
/// Width of a bin of the histogram, in sizes.
const BIN: f32 = 0.01;
/// Gaps that a font must have for its bound to be learned.
const ENOUGH: u32 = 200;

/// Bounds by font.
#[derive(Clone, Debug, Default)]
pub struct Gaps {
    bounds: FxHashMap<u64, f32>,
}

impl Gaps {
    /// Learns from the pages of a document.
    pub fn learn(pages: &[PageGlyphs]) -> Gaps {
        let bins = (0.4 / BIN) as usize;
        let mut heaps: FxHashMap<u64, Vec<u32>> = FxHashMap::default();
        for page in pages {
            for pair in page.glyphs.windows(2) {
                // Neighbours in painting are most often neighbours on the page, in either order.
                let (a, b) = if pair[0].left <= pair[1].left {
                    (&pair[0], &pair[1])
                } else {
                    (&pair[1], &pair[0])
                };
                let letters = |g: &Glyph| g.text.chars().any(is_arabic);
                if a.font != b.font
                    || (a.baseline - b.baseline).abs() > 0.1 * a.size
                    || !letters(a)
                    || !letters(b)
                {
                    continue;
                }
                let gap = (b.left - a.right) / b.size;
                let bin = (gap / BIN) as usize;
                if gap > 0.0 && bin < bins {
                    heaps.entry(a.font).or_insert_with(|| vec![0; bins])[bin] += 1;
                }
            }
        }
        let bounds = heaps
            .into_iter()
            .filter(|(_, heap)| heap[(LEAST / BIN) as usize / 2..].iter().sum::<u32>() >= ENOUGH)
            .map(|(font, heap)| (font, valley(&heap)))
            .collect();
        Gaps { bounds }
    }

    /// The gap between two neighbours, left and right, above which a space stands between them, in
    /// sizes of the font.
    pub fn between(&self, left: &Glyph, right: &Glyph) -> f32 {
        let arabic = |g: &Glyph| g.text.chars().any(is_arabic);
        if !arabic(left) && !arabic(right) {
            // Letters of Latin words and digits stand further apart in loose lines.
            return LATIN;
        }
        let bound = self.bounds.get(&right.font).copied().unwrap_or(USUAL);
        // Inside a word nothing is parted: the right one of the two is read first.
        if right.form == Form::Join && begins_arabic(&left.text) && begins_arabic(&right.text) {
            return bound.max(2.0 * USUAL);
        }
        bound
    }
}

/// The emptiest place between the heaps; of several the one nearest to the usual bound.
fn valley(heap: &[u32]) -> f32 {
    let weight = |bin: usize| -> u32 {
        (bin.saturating_sub(2)..=(bin + 2).min(heap.len() - 1))
            .map(|i| {
                heap[i]
                    * if i == bin {
                        3
                    } else if i.abs_diff(bin) == 1 {
                        2
                    } else {
                        1
                    }
            })
            .sum()
    };
    let usual = (USUAL / BIN).round() as usize;
    ((LEAST / BIN).round() as usize..=(MOST / BIN).round() as usize)
        .min_by_key(|bin| (weight(*bin), bin.abs_diff(usual)))
        .map_or(USUAL, |bin| (bin as f32 + 0.5) * BIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bound_lies_in_the_valley() {
        let mut heap = vec![0; 40];
        heap[1] = 900;
        heap[2] = 100;
        heap[12] = 5;
        heap[13] = 60;
        heap[14] = 80;
        heap[20] = 300;
        let bound = valley(&heap);
        assert!((0.08..0.12).contains(&bound), "{bound}");
        assert!((valley(&[0; 40]) - USUAL).abs() < 0.01);
    }
}
