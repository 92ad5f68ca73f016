//! Where the full text says what layers 1 and 2 sum up.
//!
//! Anchors are those of [`crate::Document::headings`]; [`START`] stands for what comes before the first heading.

use crate::notice::NoticeDraft;

/// The anchor of the start of the text.
pub const START: &str = "s-0";

/// A section of the policy that layer 2 leads to.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Clause {
    /// The heading as printed, its number included; a long one is cut.
    pub label: String,
    /// Its anchor.
    pub anchor: String,
}

/// A fact of the notice that is no part of a purpose; the order is the wire order, so new ones go at the end.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Stated {
    /// Who is responsible and how to reach them.
    Contact,
    /// Within which time requests are answered.
    Response,
    /// What the policy means by sensitive data.
    Sensitive,
    /// Since when the policy applies.
    Dates,
    /// What refusing does to the functions that the service depends on.
    Core,
    /// What refusing does to the functions that are the visitor's choice.
    Additional,
    /// Who else gets data.
    Recipients,
    /// How long data are kept.
    Retention,
    /// Where data are kept, and whether they leave the country.
    Storage,
}

impl Stated {
    /// Every fact, in wire order.
    pub const ALL: [Self; 9] = [
        Self::Contact,
        Self::Response,
        Self::Sensitive,
        Self::Dates,
        Self::Core,
        Self::Additional,
        Self::Recipients,
        Self::Retention,
        Self::Storage,
    ];
}

impl NoticeDraft {
    /// The anchor of the clause that states a fact, where one does.
    #[must_use]
    pub fn place(&self, fact: Stated) -> Option<&str> {
        self.places.get(fact as usize).map(String::as_str).filter(|anchor| !anchor.is_empty())
    }
}
