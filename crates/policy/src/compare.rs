//! Comparing two versions of a policy text: what stayed, what was reworded, added, removed, moved or only renumbered.
//!
//! In: two readings. Out: a [`Comparison`] in the order of the new text, with places in both. Other line wrapping, white space and bullets are
//! no change; other quotation marks, full-width forms and dashes are typography. The cost grows with the texts, not with their product.
//! Deliberately absent: facts (see [`compare_notices`]), colors and HTML.

mod assemble;
mod clauses;
mod edition;
mod fold;
mod likeness;
mod notices;
mod order;
mod parts;
mod side;
mod words;

pub use edition::{Edition, EditionError};
pub use notices::{FactChange, NoticeChange, PurposeChange, PurposeFate, TermChange, compare_notices};
pub use words::{Piece, PieceKind};

use std::collections::HashSet;
use std::ops::Range;

use crate::read::Reading;
use fold::Folder;
use side::Side;

/// What became of a clause.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum ClauseKind {
    /// The same words in the same place.
    Unchanged,
    /// The same words with other quotation marks, dashes or full-width forms.
    Typography,
    /// The same words under another printed number.
    Renumbered,
    /// The same words in another place.
    Moved,
    /// Other words in another place.
    MovedAndChanged,
    /// Other words.
    Changed,
    /// Only in the new text.
    Added,
    /// Only in the old text.
    Removed,
}

impl ClauseKind {
    /// Every kind, from the least to the greatest change.
    pub const ALL: [Self; 8] = [
        Self::Unchanged,
        Self::Typography,
        Self::Renumbered,
        Self::Moved,
        Self::MovedAndChanged,
        Self::Changed,
        Self::Added,
        Self::Removed,
    ];

    /// Its stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unchanged => "unchanged",
            Self::Typography => "typography",
            Self::Renumbered => "renumbered",
            Self::Moved => "moved",
            Self::MovedAndChanged => "moved-and-changed",
            Self::Changed => "changed",
            Self::Added => "added",
            Self::Removed => "removed",
        }
    }
}

/// What became of a heading that stands in both texts.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub struct HeadingChange {
    /// Its printed number is another one.
    pub renumbered: bool,
    /// Its words are others.
    pub retitled: bool,
}

/// Where a clause stands in one text.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ClausePlace {
    /// The printed number of a list item; empty where there is none.
    pub number: String,
    /// Its words in the text, without number and bullet.
    pub span: Range<usize>,
    /// The place of its section among [`Reading::headings`]; `None` before the first heading.
    pub section: Option<usize>,
}

/// A clause, or several that belong together because one was split or two were joined.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ClauseChange {
    /// What became of it.
    pub kind: ClauseKind,
    /// Its place in the old text; `None` where it was added.
    pub old: Option<ClausePlace>,
    /// Its place in the new text; `None` where it was removed.
    pub new: Option<ClausePlace>,
    /// Its words; none where it is unchanged.
    pub pieces: Vec<Piece>,
}

/// A section of the new text, or one that only the old text has, with the clauses under its heading.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SectionChange {
    /// The place of its heading among the old text's; `None` where it was added, or stands before any heading.
    pub old: Option<usize>,
    /// The place of its heading among the new text's; `None` where it was removed, or stands before any heading.
    pub new: Option<usize>,
    /// Whether it is what stands before any heading.
    pub preamble: bool,
    /// Whether it stands elsewhere than before.
    pub moved: bool,
    /// What became of its heading.
    pub heading: HeadingChange,
    /// The words of its heading, where they are others.
    pub title: Vec<Piece>,
    /// The clauses in the order of the new text, each removed one behind the one that it followed.
    pub clauses: Vec<ClauseChange>,
}

impl SectionChange {
    /// Whether only the new text has it.
    #[must_use]
    pub fn is_added(&self) -> bool {
        self.old.is_none() && !self.preamble
    }

    /// Whether only the old text has it.
    #[must_use]
    pub fn is_removed(&self) -> bool {
        self.new.is_none() && !self.preamble
    }

    /// Whether anything in it is to be told.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.is_added()
            || self.is_removed()
            || self.moved
            || self.heading != HeadingChange::default()
            || self.clauses.iter().any(|clause| clause.kind != ClauseKind::Unchanged)
    }
}

/// The difference between two versions of a text.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Comparison {
    /// Every section of both texts, in the order of the new one.
    pub sections: Vec<SectionChange>,
}

impl Comparison {
    /// Whether both texts say the same in the same order under the same headings, typography aside.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.changed().all(|section| {
            let print = |clause: &ClauseChange| matches!(clause.kind, ClauseKind::Unchanged | ClauseKind::Typography);
            !section.is_added()
                && !section.is_removed()
                && !section.moved
                && section.heading == HeadingChange::default()
                && section.clauses.iter().all(print)
        })
    }

    /// Whether there is nothing to tell at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changed().next().is_none()
    }

    /// The sections in which anything changed.
    pub fn changed(&self) -> impl Iterator<Item = &SectionChange> {
        self.sections.iter().filter(|section| section.is_changed())
    }

    /// How many clauses are of a kind.
    #[must_use]
    pub fn count(&self, kind: ClauseKind) -> usize {
        self.sections.iter().flat_map(|section| &section.clauses).filter(|clause| clause.kind == kind).count()
    }
}

/// Compares two versions of a policy.
#[must_use]
pub fn compare(old: &Reading, new: &Reading) -> Comparison {
    let mut folder = Folder::default();
    let (mut left, mut right) = (Side::new(old, &mut folder, &HashSet::new()), Side::new(new, &mut folder, &HashSet::new()));
    let mut parts = parts::pair(&left, &right);
    let (plain_old, plain_new) = (parts::plain(&left, &parts.of_old, &right), parts::plain(&right, &parts.of_new, &left));
    if !plain_old.is_empty() || !plain_new.is_empty() {
        (left, right) = (Side::new(old, &mut folder, &plain_old), Side::new(new, &mut folder, &plain_new));
        parts = parts::pair(&left, &right);
    }
    let groups = clauses::group(&left, &right, &parts);
    assemble::assemble(&left, &right, &parts, &groups)
}
