//! Regimes, and how much a finding weighs under them.
//!
//! In: names and jurisdictions. Out: values that order themselves. Deliberately absent: what a regime asks, which is data.

use std::fmt;

use crate::mark;

/// A body of law.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Regime {
    /// Mainland China: PIPL, the Network Data Regulations and the national standards.
    Pipl,
    /// Malaysia: the Personal Data Protection Act 2010 as amended in 2024.
    Pdpa,
    /// The European Union: GDPR and the ePrivacy Directive.
    Gdpr,
}

impl Regime {
    /// Every regime.
    pub const ALL: &[Self] = &[Self::Pipl, Self::Pdpa, Self::Gdpr];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pipl => "pipl",
            Self::Pdpa => "pdpa",
            Self::Gdpr => "gdpr",
        }
    }

    /// The regime of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|regime| regime.name() == name)
    }

    /// The regimes of jurisdictions, ISO 3166-1 alpha-2; all of them where none is known.
    #[must_use]
    pub fn of_jurisdictions<'a>(codes: impl IntoIterator<Item = &'a str>) -> Vec<Self> {
        let one = |code: &str| match code {
            "CN" => Some(Self::Pipl),
            "MY" => Some(Self::Pdpa),
            code if mark::EUROPE.contains(&code) => Some(Self::Gdpr),
            _ => None,
        };
        let mut list: Vec<_> = codes.into_iter().filter_map(one).collect();
        list.sort_unstable();
        list.dedup();
        if list.is_empty() { Self::ALL.to_vec() } else { list }
    }
}

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Weight {
    /// A law demands the words and they are not there, or the text cannot be used as it is.
    Error,
    /// A contradiction or a trap, or a demand that depends on facts outside the text.
    Warning,
    /// Good practice.
    Note,
}

impl Weight {
    /// The weight of a name.
    pub(super) fn from_name(name: &str) -> Option<Self> {
        [Self::Error, Self::Warning, Self::Note].into_iter().find(|weight| weight.to_string() == name)
    }
}

impl fmt::Display for Weight {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        })
    }
}

/// A text of law under one regime.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LawRef {
    /// The regime.
    pub regime: Regime,
    /// Law and article, such as `PIPL Art. 39`.
    pub article: String,
}

#[cfg(test)]
mod tests {
    use super::Regime;

    #[test]
    fn jurisdictions_choose_their_law() {
        for (codes, expected) in [
            (&["MY", "CN"][..], &[Regime::Pipl, Regime::Pdpa][..]),
            (&["DE", "FR"], &[Regime::Gdpr]),
            (&["BR"], Regime::ALL),
            (&[], Regime::ALL),
        ] {
            assert_eq!(Regime::of_jurisdictions(codes.iter().copied()), expected, "{codes:?}");
        }
    }
}
