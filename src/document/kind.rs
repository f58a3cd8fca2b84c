//! What a piece of a paper is.

use serde::{Deserialize, Serialize};

/// The kind of a passage, as hits and `kind:` name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Running text.
    Body,
    /// The title of a section.
    Heading,
    /// The abstract, in any language.
    Abstract,
    /// The list of keywords.
    Keywords,
    /// Items of a list.
    List,
    /// Cells of a table.
    Table,
    /// The caption of a table or figure.
    Caption,
    /// A note at the foot of a page.
    Footnote,
    /// An entry of the list of references.
    Reference,
}

impl Kind {
    /// All kinds, in the order of their codes in the index.
    pub const ALL: [Kind; 9] = [
        Kind::Body,
        Kind::Heading,
        Kind::Abstract,
        Kind::Keywords,
        Kind::List,
        Kind::Table,
        Kind::Caption,
        Kind::Footnote,
        Kind::Reference,
    ];

    /// The name in JSON, in `kind:` and on the terminal.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Body => "body",
            Kind::Heading => "heading",
            Kind::Abstract => "abstract",
            Kind::Keywords => "keywords",
            Kind::List => "list",
            Kind::Table => "table",
            Kind::Caption => "caption",
            Kind::Footnote => "footnote",
            Kind::Reference => "reference",
        }
    }

    /// The kind of this name.
    pub fn from_name(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|k| k.name() == name)
    }
}
