//! How a person asked for a change that a member of staff carries out.

/// The way by which a wish came.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Way {
    Call,
    Letter,
    Counter,
    Message,
    Other,
}

impl Way {
    pub(crate) const ALL: [Self; 5] = [Self::Call, Self::Letter, Self::Counter, Self::Message, Self::Other];

    /// The name in forms, tables and exports.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Letter => "letter",
            Self::Counter => "counter",
            Self::Message => "message",
            Self::Other => "other",
        }
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.name() == name)
    }
}
