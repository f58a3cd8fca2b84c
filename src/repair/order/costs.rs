//! What the decoder pays for what: every number of the search, in nats, in one place.
//!
//! The chances of a cut were counted on alignments of the open half of the gold lines
//! (shared/gold, 75 scattered lines); `examples/repair_report.rs` prints what they give.

/// How the lines of a document were torn apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// Runs end at ZWNJ, at changes of format (often every word), now and then inside a word.
    Scattered,
    /// Runs end inside words, at a kashida, and the torn piece begins with a tatweel.
    Stretched,
}

/// Where in its run and its line a junction stands: what the chance of a cut depends on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Pace {
    /// In the first run of the line.
    #[default]
    Start,
    /// After a run of one word.
    Short,
    /// After a run of several words.
    Long,
}

impl Pace {
    /// The pace after a run of `words` words; a run of numbers and marks alone changes nothing.
    pub fn after(self, words: u8) -> Pace {
        match words {
            0 => self,
            1 => Pace::Short,
            _ => Pace::Long,
        }
    }
}

/// The costs of one kind of damage.
#[derive(Clone, Debug)]
pub struct Costs {
    /// Chance of a cut at a space: by pace, after the first word of the run and after a later one.
    pub cut: [[f32; 2]; 3],
    /// Cut inside a word: behind its first or before its last letter, and elsewhere.
    pub inside_word: [f32; 2],
    /// Chance that white space stands in the line where a run was cut off, if the cut fell on a
    /// space, on a ZWNJ, inside a word: a space is a run of its own and stays between the two.
    pub space_at: [f32; 3],
    /// The same where the line's last run begins, if it is not known where the white space is that
    /// ended the line: a run of its own, or the end of that run.
    pub space_at_last: f32,
    /// Chance that it is the end of that run, if it does not begin the line.
    pub space_kept: f32,
    /// A ZWNJ lost without a cut.
    pub lost_joiner: f32,
    /// A space lost without a cut.
    pub lost_space: f32,
    /// A word that no list knows, besides its spelling.
    pub unknown: f32,
    /// A word begun at a torn place, which by its nature is inside a word.
    pub torn_start: f32,
    /// A number or Latin phrase that is not cut from the Persian word beside it.
    pub uncut_number: f32,
    /// A lam restored before an alef after a kashida.
    pub lam: f32,
    /// Weight of the language model.
    pub language: f32,
    /// Share of the document's own words in it.
    pub memory: f32,
    /// Chance that a line was not torn at all.
    pub untouched: f32,
    /// Chance that white space begins a line that was torn, or stands double in it, and one that was
    /// not: what a cut leaves. Says nothing before the document was read once.
    pub odd_space: [f32; 2],
}

impl Costs {
    /// The costs of a kind of damage.
    pub fn of(damage: Damage) -> Costs {
        let scattered = Costs {
            cut: [[0.62, 0.11], [0.89, 0.29], [0.47, 0.12]],
            inside_word: [4.3, 4.8],
            space_at: [0.98, 0.05, 0.05],
            space_at_last: 0.45,
            space_kept: 0.9,
            lost_joiner: 3.5,
            lost_space: 6.0,
            unknown: 1.0,
            torn_start: 4.0,
            uncut_number: 3.0,
            lam: 0.7,
            language: 0.85,
            memory: 0.15,
            untouched: 0.3,
            odd_space: [0.5; 2],
        };
        match damage {
            Damage::Scattered => scattered,
            Damage::Stretched => Costs {
                cut: [[0.5; 2]; 3],
                space_at: [0.5; 3],
                space_at_last: 0.5,
                lost_joiner: 0.1,
                lost_space: 5.0,
                uncut_number: 0.0,
                memory: 0.1,
                ..scattered
            },
        }
    }

    /// Nats by which a line that has such white space, or has none, is likelier whole than torn.
    pub fn lead_of_spaces(&self, odd: bool) -> f32 {
        let [torn, whole] = (self.odd_space).map(|chance| if odd { chance } else { 1.0 - chance });
        (whole / torn).ln()
    }

    /// The chances as costs.
    pub fn prices(&self) -> Prices {
        let pair = |chance: f32| [-(1.0 - chance).ln(), -chance.ln()];
        Prices {
            cut: self.cut.map(|by_words| by_words.map(pair)),
            space_at: self.space_at.map(pair),
            space_at_last: pair(self.space_at_last),
            space_kept: pair(self.space_kept),
        }
    }
}

/// The chances of [`Costs`] as costs: of the event that did not happen, and of the one that did.
#[derive(Clone, Debug)]
pub struct Prices {
    cut: [[[f32; 2]; 2]; 3],
    space_at: [[f32; 2]; 3],
    space_at_last: [f32; 2],
    space_kept: [f32; 2],
}

impl Prices {
    /// Cost of cutting, or of not cutting, at a space after `words` words of a run.
    pub fn at_space(&self, pace: Pace, words: u8, cut: bool) -> f32 {
        self.cut[pace as usize][usize::from(words >= 2)][usize::from(cut)]
    }

    /// Cost of so much white space (0, 1, 2 for more) where a run was cut off that another follows.
    pub fn evidence(&self, place: Place, spaces: u8) -> f32 {
        self.space_at[place as usize][usize::from(spaces > 0)]
    }

    /// The same if the run that follows is the last of the line. The white space at the end of a line
    /// either was cut off like any other, and then begins the line as it was emitted, or ends the last
    /// run, and then stands here, besides that of the cut.
    pub fn evidence_at_last(&self, place: Place, spaces: u8, end: LineEnd) -> f32 {
        match (end, place) {
            (LineEnd::Cut, _) | (LineEnd::Unknown, Place::Space) => self.evidence(place, spaces),
            (LineEnd::Unknown, _) => self.space_at_last[usize::from(spaces > 0)],
            (LineEnd::Kept, Place::Space) => self.space_kept[usize::from(spaces > 1)],
            (LineEnd::Kept, _) => self.space_kept[usize::from(spaces > 0)],
        }
    }
}

/// Where the white space is that ended a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LineEnd {
    /// It was cut off and begins the line as it was emitted.
    Cut,
    /// It was not, and must end the last run of the line.
    Kept,
    /// The document does not tell, or there was none.
    #[default]
    Unknown,
}

/// What a cut fell on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A space.
    Space,
    /// A ZWNJ.
    Joiner,
    /// The inside of a word.
    Word,
}
