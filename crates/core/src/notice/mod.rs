//! The notice: what layers 1 and 2 say for one locale, and the document behind layer 3.
//!
//! A [`NoticeDraft`] is plain data; only [`NoticeDraft::check`] makes a [`Notice`], and only a notice can be rendered or compiled.
//! The rows follow ISO/IEC 29184:2020 (content of a notice) and the table duty of the Network Data Regulations Art. 21; the shape is
//! ours. What a source does not state is `None`, shown as "not stated", never invented.

mod category;
mod clause;
mod document;
mod gist;
mod link;
mod material;
mod message;
mod renewal;
mod rich_text;
mod scope;
mod separate;
mod stored;

pub use category::Category;
pub use clause::{Clause, START, Stated};
pub use document::{Block, BlockKind, Document, DocumentError, Heading, Mark, Run};
pub use gist::{Choosable, Gist};
pub use link::{Link, LinkTarget};
pub use material::{Fact, Term, material};
pub use message::Msg;
pub use renewal::{Renewal, renewal};
pub use rich_text::RichText;
pub use scope::{Elsewhere, Scope, UserRole};
pub use separate::{Children, Separate};
pub use stored::{StoreKind, StoredName};

use crate::{Digest, PurposeId};

/// A notice before it was checked: plain data for one locale.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NoticeDraft {
    /// The notice's id.
    pub id: String,
    /// The policy version.
    pub version: String,
    /// The language; BCP 47.
    pub locale: String,
    /// Whether it was drafted from the text alone, without an author's `site.toml`.
    pub drafted: bool,
    /// The policy's title.
    pub title: String,
    /// The day the policy takes effect; ISO 8601 date.
    pub effective: Option<String>,
    /// The day it was last changed; ISO 8601 date.
    pub updated: Option<String>,
    /// The site.
    pub site: Site,
    /// Who is responsible.
    pub controller: Controller,
    /// Core and additional purposes, in the order shown.
    pub purposes: Vec<Purpose>,
    /// Who is a child; `None`: not stated. It is the build's matter and no part of the wire.
    pub children: Option<Children>,
    /// Whom it concerns; likewise.
    pub scope: Scope,
    /// The kinds of sensitive data concerned, as phrases of this locale, in the order shown.
    pub sensitive: Vec<String>,
    /// What decides which words are sensitive: the policy's own list, laws and standards, as names of this locale.
    pub lists: Vec<String>,
    /// Where the full text states each of [`Stated::ALL`], as an anchor; empty where it does not. [`NoticeDraft::place`] reads them.
    pub places: Vec<String>,
    /// The sections of the full text that layer 2 leads to, in text order.
    pub clauses: Vec<Clause>,
    /// The languages of this notice, this one included.
    pub locales: Vec<LocaleLink>,
    /// Digest of the file with the full text; [`Digest::NONE`] until [`Notice::with_text`] names one.
    pub text: Digest,
    /// What layer 2 has folded, as markup; none until [`Notice::with_insets`] names it. For each purpose, in order, what its services keep on
    /// the device; then what the widget itself keeps; then what stands behind the purposes.
    pub insets: Vec<String>,
    /// Digest of the vendor catalogue that the notice was built with; `None` until [`Notice::with_build`] names it.
    pub catalogue: Option<Digest>,
    /// Digest of the widget's script followed by its wasm, likewise.
    pub widget: Option<Digest>,
    /// The widget's phrases in this language: one for each of [`Msg::ALL`], in that order.
    pub messages: Vec<String>,
}

/// The site that shows the notice.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Site {
    /// A short stable name.
    pub id: String,
    /// Scheme, host and port; `None` means wherever the page runs.
    pub origin: Option<String>,
    /// The domain that the state cookie is set for; `None` means the page's host alone. It is the loader's matter and no part of the wire.
    pub cookie_domain: Option<String>,
    /// Where receipts go; none means that they stay on the device.
    pub backends: Vec<Backend>,
    /// Days that a choice holds; 1 to 390.
    pub choice_days: u32,
    /// Where the law applies; ISO 3166-1 alpha-2.
    pub jurisdictions: Vec<String>,
}

/// One place that receipts go to.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Backend {
    /// Its address; or `function:` and the name that the page's own script answers to.
    pub to: String,
    /// How receipts are put, as JSON text; empty for CloudEvents alone (formats page, section 8).
    pub how: String,
}

impl Backend {
    /// One that takes CloudEvents.
    #[must_use]
    pub fn at(address: &str) -> Self {
        Self { to: address.to_owned(), how: String::new() }
    }

    /// The address; `None` where a function of the page stands in its place.
    #[must_use]
    pub fn address(&self) -> Option<&str> {
        (!self.to.starts_with("function:")).then_some(&self.to)
    }
}

/// Who decides about the data (ISO/IEC TS 27560 `pii_controllers`).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Controller {
    /// The name; `None` where a drafted notice found none.
    pub name: Option<String>,
    /// Postal address.
    pub address: Option<String>,
    /// The registered address, where that is another one.
    pub registered: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Phone number as printed.
    pub phone: Option<String>,
    /// Who answers for data protection.
    pub officer: Option<String>,
    /// Days until an answer to a request.
    pub response_days: Option<u32>,
}

/// One purpose: one row of layer 2 and, when additional, one choice.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Purpose {
    /// Stable id.
    pub id: PurposeId,
    /// Core or additional (GB/T 35273-2020 App. C).
    pub kind: PurposeKind,
    /// Its name.
    pub title: String,
    /// What it is for.
    pub description: Option<RichText>,
    /// What refusing does.
    pub effect: Option<RichText>,
    /// Which data.
    pub data: Vec<DataItem>,
    /// Who gets them; `None`: not stated; empty: nobody else.
    pub recipients: Option<Vec<Recipient>>,
    /// How long, in words of this locale.
    pub retention: Option<String>,
    /// How long; ISO 8601 duration.
    pub retention_code: Option<String>,
    /// Where they are stored; `None`: not stated.
    pub storage: Option<Vec<Place>>,
    /// Where they come from.
    pub source: Option<Source>,
    /// On what ground.
    pub basis: Option<Basis>,
    /// DPV 2.3 purpose term.
    pub dpv: Option<String>,
    /// The heading of layer 3 that says more.
    pub anchor: Option<String>,
    /// Services that run when the purpose is open.
    pub vendors: Vec<Vendor>,
    /// Why it needs a consent of its own; none where it is asked for with the others.
    pub separate: Vec<Separate>,
}

/// Whether a service can be had without a purpose.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum PurposeKind {
    /// The service depends on it: information, no switch.
    Core,
    /// The visitor chooses.
    Additional,
}

/// One kind of data within a purpose.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DataItem {
    /// Stable id.
    pub id: String,
    /// Its name, with its sensitive part marked.
    pub label: RichText,
    /// DPV 2.3 personal data term.
    pub pd: Option<String>,
    /// Whether the visitor may leave it out.
    pub optional: bool,
}

/// Somebody who gets data.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Recipient {
    /// The name.
    pub name: String,
    /// Other names under which the policy speaks of it.
    pub also: Vec<String>,
    /// Its own policy: a web address.
    pub policy: Option<String>,
    /// In which country.
    pub country: Option<Place>,
    /// In which role.
    pub role: Option<Role>,
}

/// A country with its name in the notice's locale.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Place {
    /// ISO 3166-1 alpha-2.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// A recipient's role.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Role {
    /// On behalf of the controller.
    Processor,
    /// For purposes of its own.
    Controller,
    /// A public authority.
    Authority,
}

/// Where data come from (ISO/IEC TS 27560 `collection_method`).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Source {
    /// The person gives them.
    Provided,
    /// They are seen while the service is used.
    Observed,
    /// They are derived from other data.
    Inferred,
    /// Somebody else gives them.
    ThirdParty,
}

/// The ground of processing (PIPL Art. 13, GDPR Art. 6, PDPA s. 6).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Basis {
    /// The person's consent.
    Consent,
    /// A contract with the person.
    Contract,
    /// A duty by law.
    LegalDuty,
    /// A legitimate interest.
    LegitimateInterest,
}

/// A service that a purpose runs in the page.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Vendor {
    /// Its name.
    pub name: String,
    /// Host suffixes, each with an optional path prefix.
    pub hosts: Vec<String>,
    /// What it keeps on the device.
    pub storage: Vec<StoredName>,
}

/// One language of a notice.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LocaleLink {
    /// BCP 47 tag.
    pub tag: String,
    /// The language's own name for itself.
    pub name: String,
}

/// Why a draft is no notice.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Fault {
    /// Two purposes have this id.
    DuplicatePurpose(PurposeId),
    /// An additional purpose of an author's notice says no effect of refusing.
    NoEffect(PurposeId),
    /// A purpose of an author's notice names no data.
    NoData(PurposeId),
    /// A purpose's marks do not fit its text.
    BrokenMark(PurposeId),
    /// The number of phrases is not that of [`Msg::ALL`].
    Messages {
        /// How many there are.
        actual: usize,
    },
    /// The notice's own language is not among its locales.
    ForeignLocale(String),
    /// `choice_days` is not 1 to 390.
    ChoiceDays(u32),
}

/// A checked notice for one locale.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Notice(NoticeDraft);

impl std::ops::Deref for Notice {
    type Target = NoticeDraft;

    fn deref(&self) -> &NoticeDraft {
        &self.0
    }
}

impl Notice {
    /// The same notice with the digest of the file that holds its full text.
    #[must_use]
    pub fn with_text(mut self, text: Digest) -> Self {
        self.0.text = text;
        self
    }

    /// The same notice with the digests of the catalogue and of the widget that it is built with, for its receipts to name.
    #[must_use]
    pub fn with_build(mut self, catalogue: Digest, widget: Digest) -> Self {
        self.0.catalogue = Some(catalogue);
        self.0.widget = Some(widget);
        self
    }

    /// The same notice with what layer 2 has folded.
    #[must_use]
    pub fn with_insets(mut self, insets: Vec<String>) -> Self {
        self.0.insets = insets;
        self
    }
}

impl NoticeDraft {
    /// Checks the draft.
    ///
    /// # Errors
    /// Every fault, in the order of the notice.
    pub fn check(self) -> Result<Notice, Vec<Fault>> {
        let mut faults = Vec::new();
        for (place, purpose) in self.purposes.iter().enumerate() {
            let id = || purpose.id.clone();
            if self.purposes.iter().take(place).any(|earlier| earlier.id == purpose.id) {
                faults.push(Fault::DuplicatePurpose(id()));
            }
            if !self.drafted && purpose.kind == PurposeKind::Additional && purpose.effect.is_none() {
                faults.push(Fault::NoEffect(id()));
            }
            if !self.drafted && purpose.data.is_empty() {
                faults.push(Fault::NoData(id()));
            }
            let texts = purpose.description.iter().chain(&purpose.effect).chain(purpose.data.iter().map(|item| &item.label));
            if texts.into_iter().any(|text| !fits(text)) {
                faults.push(Fault::BrokenMark(id()));
            }
        }
        if self.messages.len() != Msg::ALL.len() {
            faults.push(Fault::Messages { actual: self.messages.len() });
        }
        if !self.locales.iter().any(|link| link.tag == self.locale) {
            faults.push(Fault::ForeignLocale(self.locale.clone()));
        }
        if !(1..=390).contains(&self.site.choice_days) {
            faults.push(Fault::ChoiceDays(self.site.choice_days));
        }
        if faults.is_empty() { Ok(Notice(self)) } else { Err(faults) }
    }

    /// The purposes that are the visitor's choice, in the order shown.
    pub fn additional(&self) -> impl Iterator<Item = &Purpose> {
        self.purposes.iter().filter(|purpose| purpose.kind == PurposeKind::Additional)
    }

    /// The purposes that the service depends on, in the order shown.
    pub fn core(&self) -> impl Iterator<Item = &Purpose> {
        self.purposes.iter().filter(|purpose| purpose.kind == PurposeKind::Core)
    }

    /// A phrase of the widget in this language; empty only in a draft that would not pass the check.
    #[must_use]
    pub fn say(&self, message: Msg) -> &str {
        self.messages.get(message as usize).map_or("", String::as_str)
    }

    /// Whether a place lies outside every jurisdiction of the site.
    #[must_use]
    pub fn is_abroad(&self, place: &Place) -> bool {
        !self.site.jurisdictions.is_empty() && !self.site.jurisdictions.contains(&place.code)
    }

    /// The countries outside the site's jurisdictions that data reach by storage or recipient, each once, in the order met.
    #[must_use]
    pub fn abroad(&self) -> Vec<&Place> {
        let mut found: Vec<&Place> = Vec::new();
        for purpose in &self.purposes {
            let recipients = purpose.recipients.iter().flatten().filter_map(|recipient| recipient.country.as_ref());
            for place in recipients.chain(purpose.storage.iter().flatten()) {
                if self.is_abroad(place) && !found.iter().any(|known| known.code == place.code) {
                    found.push(place);
                }
            }
        }
        found
    }
}

/// Whether marks are in order, apart, not empty, and on characters.
fn fits(text: &RichText) -> bool {
    let mut at = 0;
    text.marks.iter().all(|mark| {
        let fits = at <= mark.start && mark.start < mark.end && text.text.get(mark.start..mark.end).is_some();
        at = mark.end;
        fits
    })
}

#[cfg(test)]
pub(crate) mod tests;
