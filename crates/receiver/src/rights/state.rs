//! What can become of a request, and in which order.

/// Where a request stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum RequestState {
    /// It came.
    Received,
    /// The person is asked to show who they are.
    IdentityAsked,
    /// It is clear who asks.
    Identified,
    /// It was answered.
    Answered,
    /// It was refused, with a reason.
    Refused,
}

impl RequestState {
    /// Every state.
    pub const ALL: [Self; 5] = [Self::Received, Self::IdentityAsked, Self::Identified, Self::Answered, Self::Refused];

    /// The name in answers and in the database.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::IdentityAsked => "identity-asked",
            Self::Identified => "identified",
            Self::Answered => "answered",
            Self::Refused => "refused",
        }
    }

    /// The state with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// What may follow. Nobody is answered while it is still asked who they are; what is answered or refused stays so, and a new
    /// request is a new receipt.
    #[must_use]
    pub const fn next(self) -> &'static [Self] {
        match self {
            Self::Received => &[Self::IdentityAsked, Self::Identified, Self::Answered, Self::Refused],
            Self::IdentityAsked => &[Self::Identified, Self::Refused],
            Self::Identified => &[Self::Answered, Self::Refused],
            Self::Answered | Self::Refused => &[],
        }
    }

    /// Whether nothing follows.
    #[must_use]
    pub const fn is_closed(self) -> bool {
        self.next().is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::RequestState::{self, Answered, Identified, IdentityAsked, Received, Refused};

    #[test]
    fn a_request_goes_forward_only() {
        let allowed = [
            (Received, IdentityAsked),
            (Received, Identified),
            (Received, Answered),
            (Received, Refused),
            (IdentityAsked, Identified),
            (IdentityAsked, Refused),
            (Identified, Answered),
            (Identified, Refused),
        ];
        for from in RequestState::ALL {
            for to in RequestState::ALL {
                assert_eq!(from.next().contains(&to), allowed.contains(&(from, to)), "{from:?} to {to:?}");
            }
            assert_eq!(RequestState::from_name(from.name()), Some(from));
        }
    }
}
