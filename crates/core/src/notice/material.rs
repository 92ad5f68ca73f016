//! What in a notice is material: a change of it asks the visitor again (PIPL Art. 14: purpose, method or type of data).
//!
//! In: a notice. Out: the facts that count, and the fingerprint over all of them. What a list names counts, not its order; wording, language
//! and dates do not. Deliberately absent: the comparison of two notices. No browser code calls this: it is computed when a site is built.

use std::collections::BTreeSet;

use super::{Notice, Purpose, PurposeKind, Recipient};
use crate::Digest;
use crate::wire::{basis_name, role_name};

/// One fact of a purpose that counts.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Fact {
    /// Whether it is core or additional.
    Kind,
    /// Which data it uses.
    Data,
    /// Who gets them, in which country and role.
    Recipients,
    /// Where they are stored.
    Storage,
    /// How long they are kept.
    Retention,
    /// On what ground.
    Basis,
    /// Which services run in the page, and the hosts that they talk to.
    Vendors,
}

impl Fact {
    /// Every fact, in the order that notices show them.
    pub const ALL: [Self; 7] = [Self::Kind, Self::Data, Self::Recipients, Self::Storage, Self::Retention, Self::Basis, Self::Vendors];

    /// Its stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Data => "data",
            Self::Recipients => "recipients",
            Self::Storage => "storage",
            Self::Retention => "retention",
            Self::Basis => "basis",
            Self::Vendors => "vendors",
        }
    }

    /// What a purpose states about it: each value with its members, none where nothing is stated.
    ///
    /// Data are ids; recipients are name, country and role, each empty where it is not stated; vendors are name and host, with an empty
    /// host for the name itself.
    #[must_use]
    pub fn of<'a>(self, purpose: &'a Purpose) -> BTreeSet<Vec<&'a str>> {
        let one = |value: Option<&'static str>| value.map(|value| vec![value]).into_iter().collect();
        match self {
            Self::Kind => one(Some(if purpose.kind == PurposeKind::Core { "core" } else { "additional" })),
            Self::Data => purpose.data.iter().map(|item| vec![item.id.as_str()]).collect(),
            Self::Recipients => {
                let country = |one: &'a Recipient| one.country.as_ref().map_or("", |place| &place.code);
                let listed = purpose.recipients.iter().flatten();
                listed.map(|one| vec![one.name.as_str(), country(one), one.role.map_or("", role_name)]).collect()
            }
            Self::Storage => purpose.storage.iter().flatten().map(|place| vec![place.code.as_str()]).collect(),
            Self::Retention => purpose.retention_code.iter().map(|code| vec![code.as_str()]).collect(),
            Self::Basis => one(purpose.basis.map(basis_name)),
            Self::Vendors => {
                let named = purpose.vendors.iter().flat_map(|vendor| {
                    std::iter::once("").chain(vendor.hosts.iter().map(String::as_str)).map(|host| vec![vendor.name.as_str(), host])
                });
                named.collect()
            }
        }
    }
}

/// One fact about the notice as a whole that counts.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Term {
    /// Who decides about the data.
    Name,
    /// Where that one is written to.
    Email,
    /// Where that one is called.
    Phone,
    /// Days until an answer to a person who uses a right.
    ResponseDays,
    /// Where the law applies.
    Jurisdictions,
}

impl Term {
    /// Every term, in the order that notices show them.
    pub const ALL: [Self; 5] = [Self::Name, Self::Email, Self::Phone, Self::ResponseDays, Self::Jurisdictions];

    /// Its stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::ResponseDays => "response-days",
            Self::Jurisdictions => "jurisdictions",
        }
    }

    /// What a notice states about it.
    #[must_use]
    pub fn of(self, notice: &Notice) -> BTreeSet<String> {
        let controller = &notice.controller;
        let stated = |text: &Option<String>| text.iter().cloned().collect();
        match self {
            Self::Name => stated(&controller.name),
            Self::Email => stated(&controller.email),
            Self::Phone => stated(&controller.phone),
            Self::ResponseDays => controller.response_days.map(|days| days.to_string()).into_iter().collect(),
            Self::Jurisdictions => notice.site.jurisdictions.iter().cloned().collect(),
        }
    }
}

/// The material fingerprint: 8 base64url characters over every [`Term`] and every [`Fact`] of every purpose.
///
/// Two notices have the same one exactly when nothing in them that counts differs.
#[must_use]
pub fn material(notice: &Notice) -> String {
    let mut bytes = Vec::new();
    for term in Term::ALL {
        let values = term.of(notice);
        put_count(&mut bytes, values.len());
        values.iter().for_each(|value| put_text(&mut bytes, value));
    }
    let mut purposes: Vec<&Purpose> = notice.purposes.iter().collect();
    purposes.sort_by(|a, b| a.id.cmp(&b.id));
    for purpose in purposes {
        put_text(&mut bytes, purpose.id.as_str());
        for fact in Fact::ALL {
            let values = fact.of(purpose);
            put_count(&mut bytes, values.len());
            for value in values {
                value.into_iter().for_each(|part| put_text(&mut bytes, part));
            }
        }
    }
    let mut text = Digest::of(&bytes).to_string();
    text.truncate(8);
    text
}

/// A count and a full stop, so that lists of other lengths never read alike.
fn put_count(bytes: &mut Vec<u8>, count: usize) {
    bytes.extend_from_slice(crate::decimal(count as u64).as_bytes());
    bytes.push(b'.');
}

/// A text behind its length.
fn put_text(bytes: &mut Vec<u8>, text: &str) {
    put_count(bytes, text.len());
    bytes.extend_from_slice(text.as_bytes());
}
