//! The lists by which data are sensitive: the policy's own, those of law and standard, and the author's word.
//!
//! Sources: PIPL Art. 28; GB/T 45574-2025 Appendix A; GB/T 35273-2020 Appendix B; GDPR Art. 9 and 10; section 4 of the Malaysian Personal
//! Data Protection Act 2010 as amended by Act A1727. Deliberately absent: the terms, which stand in `data/lexicon`.

/// One list.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum List {
    /// The author of the site says so, in Markdown or in `site.toml`.
    Author,
    /// The policy's own definition names the category.
    Policy,
    /// Personal Information Protection Law of China, Art. 28.
    Pipl28,
    /// GB/T 45574-2025, Appendix A.
    Gbt45574A,
    /// GB/T 35273-2020, Appendix B, with the children of its section 3.2.
    Gbt35273B,
    /// GDPR Art. 9.
    Gdpr9,
    /// GDPR Art. 10.
    Gdpr10,
    /// Malaysian PDPA, section 4, with biometric data by Act A1727.
    Pdpa4,
}

impl List {
    /// Every list, in the order of decision: the first that holds a category is the one that a mark rests on.
    pub const ALL: [Self; 8] =
        [Self::Author, Self::Policy, Self::Pipl28, Self::Gbt45574A, Self::Gbt35273B, Self::Gdpr9, Self::Gdpr10, Self::Pdpa4];

    /// The name in files and in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Author => "author",
            Self::Policy => "policy",
            Self::Pipl28 => "pipl-28",
            Self::Gbt45574A => "gbt-45574-a",
            Self::Gbt35273B => "gbt-35273-b",
            Self::Gdpr9 => "gdpr-9",
            Self::Gdpr10 => "gdpr-10",
            Self::Pdpa4 => "pdpa-4",
        }
    }

    /// How the law or the standard is cited; `None` for the policy's own list and the author's word.
    #[must_use]
    pub const fn citation(self) -> Option<&'static str> {
        match self {
            Self::Author | Self::Policy => None,
            Self::Pipl28 => Some("PIPL Art. 28"),
            Self::Gbt45574A => Some("GB/T 45574-2025 App. A"),
            Self::Gbt35273B => Some("GB/T 35273-2020 App. B"),
            Self::Gdpr9 => Some("GDPR Art. 9"),
            Self::Gdpr10 => Some("GDPR Art. 10"),
            Self::Pdpa4 => Some("PDPA 2010 s. 4"),
        }
    }

    /// The list with this name, if there is one.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|list| list.name() == name)
    }
}

/// A set of lists.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Lists(u8);

impl Lists {
    /// Every list of law and standard.
    pub(crate) fn of_law() -> Self {
        List::ALL.into_iter().filter(|list| list.citation().is_some()).collect()
    }

    /// Whether a list is in the set.
    pub(crate) fn has(self, list: List) -> bool {
        self.0 & (1 << list as u8) != 0
    }

    /// The first list of both sets, in the order of decision.
    pub(crate) fn first_of(self, other: Self) -> Option<List> {
        List::ALL.into_iter().find(|list| self.has(*list) && other.has(*list))
    }

    /// The lists, in the order of decision.
    pub(crate) fn iter(self) -> impl Iterator<Item = List> {
        List::ALL.into_iter().filter(move |list| self.has(*list))
    }
}

impl FromIterator<List> for Lists {
    fn from_iter<I: IntoIterator<Item = List>>(lists: I) -> Self {
        Self(lists.into_iter().fold(0, |bits, list| bits | (1 << list as u8)))
    }
}

#[cfg(test)]
mod tests {
    use super::{List, Lists};

    #[test]
    fn names_lead_back_and_sets_keep_the_order() {
        for list in List::ALL {
            assert_eq!(List::from_name(list.name()), Some(list));
        }
        let both: Lists = [List::Pdpa4, List::Pipl28].into_iter().collect();
        assert_eq!(both.iter().collect::<Vec<_>>(), [List::Pipl28, List::Pdpa4]);
        assert_eq!(both.first_of([List::Pdpa4].into_iter().collect()), Some(List::Pdpa4));
        assert_eq!(both.first_of([List::Gdpr9].into_iter().collect()), None);
        assert!(!Lists::of_law().has(List::Policy));
    }
}
