//! The kinds of sensitive personal data: what a mark in a policy text and a data item in a notice can carry.
//!
//! Groups follow PIPL Art. 28, GB/T 35273-2020 App. B, GB/T 45574-2025 App. A, GDPR Art. 9 and 10, and the Malaysian PDPA s. 4;
//! names are ours.

/// One kind of sensitive personal data.
///
/// The order is part of the wire format: a notice's sensitive words name a category by its place in [`Category::ALL`], so new ones go at the end.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Category {
    /// Identity cards, passports, licenses and their numbers.
    IdentityDocument,
    /// Face, fingerprint, iris, gait and the like.
    Biometric,
    /// Recordings of speech or conversation.
    VoiceRecording,
    /// Bank, card and payment accounts.
    FinancialAccount,
    /// Passwords and other secrets that prove who somebody is.
    Authentication,
    /// Deposits, income, real estate, virtual property.
    Property,
    /// Payment, transaction and credit records.
    Transaction,
    /// Precise location and whereabouts.
    Location,
    /// Call logs and the content of messages.
    Communication,
    /// Address books and friend lists.
    AddressBook,
    /// Browsing history.
    Browsing,
    /// Criminal records and offenses.
    CriminalRecord,
    /// Data of children.
    Minor,
    /// Phone numbers, where the policy itself lists them.
    PhoneNumber,
    /// Disability and other specific identities.
    SpecialIdentity,
    /// Medical and health data.
    Health,
    /// Genetic data.
    Genetic,
    /// Religious or philosophical belief.
    Religion,
    /// Ethnic origin and race.
    Ethnicity,
    /// Political opinion and trade union membership.
    Politics,
    /// Sex life, orientation and marital history.
    SexLife,
}

impl Category {
    /// Every category, in wire order.
    pub const ALL: [Self; 21] = [
        Self::IdentityDocument,
        Self::Biometric,
        Self::VoiceRecording,
        Self::FinancialAccount,
        Self::Authentication,
        Self::Property,
        Self::Transaction,
        Self::Location,
        Self::Communication,
        Self::AddressBook,
        Self::Browsing,
        Self::CriminalRecord,
        Self::Minor,
        Self::PhoneNumber,
        Self::SpecialIdentity,
        Self::Health,
        Self::Genetic,
        Self::Religion,
        Self::Ethnicity,
        Self::Politics,
        Self::SexLife,
    ];

    /// The name in files: lower case, words parted by `_`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::IdentityDocument => "identity_document",
            Self::Biometric => "biometric",
            Self::VoiceRecording => "voice_recording",
            Self::FinancialAccount => "financial_account",
            Self::Authentication => "authentication",
            Self::Property => "property",
            Self::Transaction => "transaction",
            Self::Location => "location",
            Self::Communication => "communication",
            Self::AddressBook => "address_book",
            Self::Browsing => "browsing",
            Self::CriminalRecord => "criminal_record",
            Self::Minor => "minor",
            Self::PhoneNumber => "phone_number",
            Self::SpecialIdentity => "special_identity",
            Self::Health => "health",
            Self::Genetic => "genetic",
            Self::Religion => "religion",
            Self::Ethnicity => "ethnicity",
            Self::Politics => "politics",
            Self::SexLife => "sex_life",
        }
    }

    /// The category with this name in files, if there is one.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.name() == name)
    }

    /// The place in [`Category::ALL`], the form on the wire.
    #[must_use]
    pub fn index(self) -> usize {
        self as usize
    }

    /// The category at this place in [`Category::ALL`], if there is one.
    #[must_use]
    pub fn from_index(index: usize) -> Option<Self> {
        Self::ALL.get(index).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::Category;

    #[test]
    fn names_and_places_lead_back() {
        for (place, category) in Category::ALL.into_iter().enumerate() {
            assert_eq!(category.index(), place);
            assert_eq!(Category::from_index(place), Some(category));
            assert_eq!(Category::from_name(category.name()), Some(category));
        }
        assert_eq!(Category::from_index(Category::ALL.len()), None);
        assert_eq!(Category::from_name("shoe_size"), None);
    }
}
