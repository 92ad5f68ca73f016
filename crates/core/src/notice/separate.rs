//! What makes a purpose one that needs a consent of its own (PIPL Art. 23, 25, 26, 29, 39), and who is a child (Art. 31; GDPR Art. 8).
//!
//! Enters: names of `site.toml` and of editions. Leaves: values. Which purposes need such a consent is derived in `crates/policy`, because
//! the author has the last word. Deliberately absent: words of any language.

use super::{NoticeDraft, Purpose};

/// Why a purpose needs a consent of its own.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Separate {
    /// It uses sensitive data (Art. 29).
    Sensitive,
    /// Somebody else gets data for purposes of their own (Art. 23).
    ThirdParty,
    /// Data are made public (Art. 25).
    Publication,
    /// Data leave the country (Art. 39).
    CrossBorder,
    /// Pictures or features of people that were taken in public places serve another purpose than safety (Art. 26).
    PublicFace,
}

impl Separate {
    /// Every reason, in the order shown.
    pub const ALL: [Self; 5] = [Self::Sensitive, Self::ThirdParty, Self::Publication, Self::CrossBorder, Self::PublicFace];

    /// The name in `site.toml`, in editions and in receipts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sensitive => "sensitive",
            Self::ThirdParty => "third-party",
            Self::Publication => "publication",
            Self::CrossBorder => "cross-border",
            Self::PublicFace => "public-face",
        }
    }

    /// The reason with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.name() == name)
    }
}

/// Below which ages somebody is a child, and what follows.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Children {
    /// Ages in years that the policy names, rising; below the last a guardian decides. Never empty.
    pub ages: Vec<u32>,
    /// Whether visitors are asked before anything optional opens.
    pub asks: bool,
}

impl Children {
    /// The age from which a person decides alone.
    #[must_use]
    pub fn grown(&self) -> u32 {
        self.ages.last().copied().unwrap_or_default()
    }
}

impl NoticeDraft {
    /// The purposes that "accept all" opens, in the order shown: those without a consent of their own that concern everybody.
    pub fn at_once(&self) -> impl Iterator<Item = &Purpose> {
        self.additional().filter(|purpose| purpose.separate.is_empty() && self.is_for_everybody(purpose))
    }

    /// The purposes that it leaves out, in the order shown.
    pub fn besides(&self) -> impl Iterator<Item = &Purpose> {
        self.additional().filter(|purpose| !purpose.separate.is_empty() || !self.is_for_everybody(purpose))
    }

    /// The purposes that are asked for one by one, in the order shown.
    pub fn apart(&self) -> impl Iterator<Item = &Purpose> {
        self.additional().filter(|purpose| !purpose.separate.is_empty())
    }

    /// The rule about children, where visitors are asked for their age.
    #[must_use]
    pub fn asks_age(&self) -> Option<&Children> {
        self.children.as_ref().filter(|children| children.asks)
    }
}
