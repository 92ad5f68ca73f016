//! Consent calls: what a site's vendors are told of the visitor's choice, and which purpose decides it.
//!
//! In: the vendor rows of a checked file and the catalogue. Out: one [`Calls`] for each family in use. Deliberately absent: the calls
//! themselves, which the page makes (`src/calls/`).
//!
//! Consent types are those of Google Consent Mode v2; Microsoft's calls use the first and the fourth of them.

use countersign_core::{PurposeId, PurposeKind};

use super::file::{PurposeRow, SiteFile, VendorRow};
use super::vendors::{CatalogueVendor, catalogue};

/// The consent types, in the order in which they are told.
pub(super) const TYPES: [&str; 7] = [
    "ad_storage",
    "ad_user_data",
    "ad_personalization",
    "analytics_storage",
    "functionality_storage",
    "personalization_storage",
    "security_storage",
];

/// Types that may be granted without a choice, where the site says so: what a page needs to work and to be safe.
const WITHOUT_CHOICE: [&str; 2] = ["functionality_storage", "security_storage"];

/// Vendors that are told in the same way.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum CallFamily {
    /// Google Consent Mode v2 (`dataLayer`).
    Google,
    /// Microsoft UET (`uetq`).
    Uet,
    /// Microsoft Clarity (`clarity`).
    Clarity,
    /// Meta Pixel (`fbq`).
    Meta,
    /// TikTok Pixel (`ttq`).
    TikTok,
    /// Matomo (`_paq`).
    Matomo,
    /// Sensors Data (`sensors`).
    Sensors,
}

/// What one family is told.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Calls {
    /// The family.
    pub family: CallFamily,
    /// What decides about each of its types, in the family's order; one grant of everything for families without types.
    pub grants: Vec<Grant>,
}

/// What decides about one consent type.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Grant {
    /// The type is granted while any of these is open.
    pub purposes: Vec<PurposeId>,
    /// The site says that it needs no choice.
    pub always: bool,
}

impl CallFamily {
    /// Every family, in the order in which they are told.
    pub const ALL: [Self; 7] = [Self::Google, Self::Uet, Self::Clarity, Self::Meta, Self::TikTok, Self::Matomo, Self::Sensors];

    /// The name in `vendors.toml` and `site.toml`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Google => "google",
            Self::Uet => "uet",
            Self::Clarity => "clarity",
            Self::Meta => "meta",
            Self::TikTok => "tiktok",
            Self::Matomo => "matomo",
            Self::Sensors => "sensors",
        }
    }

    /// The family of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|family| family.name() == name)
    }

    /// The consent types that it takes; none where it takes one word for everything.
    pub(super) const fn types(self) -> &'static [&'static str] {
        match self {
            Self::Google => &TYPES,
            Self::Uet => &["ad_storage"],
            Self::Clarity => &["ad_storage", "analytics_storage"],
            Self::Meta | Self::TikTok | Self::Matomo | Self::Sensors => &[],
        }
    }

    /// Whether what a vendor of the other family grants counts here: both ask in the name of one company.
    fn shares(self, other: Self) -> bool {
        self == other || matches!((self, other), (Self::Uet, Self::Clarity) | (Self::Clarity, Self::Uet))
    }
}

/// The families in use, with what decides about each.
pub(super) fn calls(file: &SiteFile) -> Vec<Calls> {
    CallFamily::ALL
        .into_iter()
        .filter(|family| vendors(file).any(|vendor| vendor.family == Some(*family)))
        .map(|family| of(family, file))
        .collect()
}

fn of(family: CallFamily, file: &SiteFile) -> Calls {
    let types = family.types();
    let decided = |of: Option<&str>| {
        let mut grant = Grant::default();
        for vendor in vendors(file).filter(|vendor| of.map_or(vendor.family == Some(family), |of| vendor.grants(family, of))) {
            match (vendor.purpose.kind, of) {
                (PurposeKind::Additional, _) => grant.purposes.extend(PurposeId::new(&vendor.purpose.id.value)),
                (PurposeKind::Core, Some(of)) => grant.always |= vendor.row.consent.is_some() && WITHOUT_CHOICE.contains(&of),
                (PurposeKind::Core, None) => {}
            }
        }
        grant.purposes.dedup();
        grant
    };
    let grants = if types.is_empty() { vec![decided(None)] } else { types.iter().map(|of| decided(Some(of))).collect() };
    Calls { family, grants }
}

/// How a row's vendor is told: as the row says, else as the catalogue does.
pub(super) fn family(row: &VendorRow) -> Option<CallFamily> {
    row.calls.as_ref().map_or_else(|| known(row).and_then(|known| known.calls), |calls| calls.value)
}

fn known(row: &VendorRow) -> Option<&'static CatalogueVendor> {
    catalogue().iter().find(|vendor| vendor.id == row.id.value)
}

/// A vendor in a purpose.
struct Listed<'a> {
    purpose: &'a PurposeRow,
    row: &'a VendorRow,
    family: Option<CallFamily>,
}

fn vendors(file: &SiteFile) -> impl Iterator<Item = Listed<'_>> {
    let rows = file.purposes.iter().flat_map(|purpose| purpose.vendors.iter().map(move |id| (purpose, id)));
    rows.filter_map(|(purpose, id)| {
        let row = file.vendors.iter().find(|row| row.id.value == id.value)?;
        Some(Listed { purpose, row, family: family(row) })
    })
}

impl Listed<'_> {
    /// Whether its purpose grants a type to a family: by the row's own words; else by the catalogue's, and by the purpose's name.
    ///
    /// A vendor without calls speaks for nobody, unless its row names types: then for what runs in a Google container.
    fn grants(&self, family: CallFamily, of: &str) -> bool {
        let speaks = self.family.map_or(self.row.consent.is_some() && family == CallFamily::Google, |own| family.shares(own));
        let told = match &self.row.consent {
            Some(own) => own.iter().any(|name| name.value == of),
            None => {
                known(self.row).is_some_and(|known| known.consent.iter().any(|name| name == of))
                    || by_purpose(&self.purpose.id.value).contains(&of)
            }
        };
        speaks && told
    }
}

/// The types that a purpose's name stands for.
fn by_purpose(id: &str) -> &'static [&'static str] {
    match id {
        "analytics" => &["analytics_storage"],
        "marketing" => &["ad_storage", "ad_user_data", "ad_personalization"],
        "functional" => &["functionality_storage", "personalization_storage"],
        _ => &[],
    }
}

#[cfg(test)]
mod tests;
