//! What a receipt states, and what an entry makes of each purpose (formats page, section 7).

use crate::{Control, Pending, PurposeId};

/// What a receipt states.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    /// The visitor chose.
    Choice,
    /// The browser's signal refused, or the visitor's switch that stands for one.
    Signal,
    /// Something that was open was closed and nothing was opened.
    Withdrawal,
    /// Messages on a channel were stopped, or allowed again.
    Unsubscribe,
    /// A right was asked for.
    RightsRequest,
    /// A guardian chose for a child.
    Guardian,
    /// Another key takes over the chain.
    KeyChange,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 7] =
        [Self::Choice, Self::Signal, Self::Withdrawal, Self::Unsubscribe, Self::RightsRequest, Self::Guardian, Self::KeyChange];

    /// The kind with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }

    /// The name in receipts and event types.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Choice => "choice",
            Self::Signal => "signal",
            Self::Withdrawal => "withdrawal",
            Self::Unsubscribe => "unsubscribe",
            Self::RightsRequest => "rights-request",
            Self::Guardian => "guardian",
            Self::KeyChange => "key-change",
        }
    }
}

/// The state of one purpose after the event (DPV `ConsentGiven`, `ConsentRefused`, `ConsentWithdrawn`).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Status {
    /// Open.
    Given,
    /// Shut, and was not open before.
    Refused,
    /// Shut, and was open before.
    Withdrawn,
}

impl Status {
    /// The name in receipts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// What one purpose's state is after an entry.
#[must_use]
pub fn status_of(entry: &Pending, purpose: &PurposeId) -> Status {
    match (entry.open.contains(purpose), entry.was.contains(purpose)) {
        (true, _) => Status::Given,
        (false, true) => Status::Withdrawn,
        (false, false) => Status::Refused,
    }
}

/// What kind of statement an entry is.
#[must_use]
pub fn kind_of(entry: &Pending) -> Kind {
    if let Some(said) = &entry.said {
        return said.kind;
    }
    let closes = entry.was.iter().any(|purpose| !entry.open.contains(purpose));
    let opens = entry.open.iter().any(|purpose| !entry.was.contains(purpose));
    match entry.control {
        Control::Signal | Control::DoNotTrack => Kind::Signal,
        _ if closes && !opens => Kind::Withdrawal,
        _ => Kind::Choice,
    }
}
