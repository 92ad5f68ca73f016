//! Preference signals: what the browser itself expresses about tracking.
//!
//! Global Privacy Control (W3C Privacy WG) and Do Not Track (W3C TPE, retired and still sent). A signal can only deny: `DNT: 0` and
//! `globalPrivacyControl = false` are the same as no signal.

/// Which denying signals the browser sends; the order is the wire order.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum Signal {
    /// None.
    #[default]
    None,
    /// Do Not Track.
    Dnt,
    /// Global Privacy Control.
    Gpc,
    /// Both.
    Both,
}

impl Signal {
    /// Every signal, in wire order.
    pub const ALL: [Self; 4] = [Self::None, Self::Dnt, Self::Gpc, Self::Both];

    /// The letter in the state cookie and in pending entries.
    #[must_use]
    pub const fn letter(self) -> char {
        match self {
            Self::None => 'n',
            Self::Dnt => 'd',
            Self::Gpc => 'g',
            Self::Both => 'b',
        }
    }

    /// The signal with this letter.
    #[must_use]
    pub fn from_letter(letter: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|signal| letter.chars().eq([signal.letter()]))
    }

    /// Whether Do Not Track is sent.
    #[must_use]
    pub const fn dnt(self) -> bool {
        matches!(self, Self::Dnt | Self::Both)
    }

    /// Whether Global Privacy Control is sent.
    #[must_use]
    pub const fn gpc(self) -> bool {
        matches!(self, Self::Gpc | Self::Both)
    }

    /// Whether this says anything that `earlier` did not.
    #[must_use]
    pub const fn adds_to(self, earlier: Self) -> bool {
        self.dnt() && !earlier.dnt() || self.gpc() && !earlier.gpc()
    }
}
