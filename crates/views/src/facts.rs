//! The facts of one purpose, one small function for each, so that layer 2 and the tables say the same.
//!
//! What the source does not state is said to be missing, never left out (REQUIREMENTS NL-23).

use countersign_core::{Basis, Msg, Notice, Purpose, Recipient, Role, Source, Vendor};
use maud::{Markup, html};

use crate::parts::{colon, comma, list, missing, parens, rich};

/// The facts as a list of labels and values.
pub(crate) fn facts(notice: &Notice, purpose: &Purpose) -> Markup {
    html! {
        dl.cs-facts {
            (fact(notice, Msg::Data, &data(notice, purpose)))
            (fact(notice, Msg::Effect, &effect(notice, purpose)))
            (fact(notice, Msg::Recipients, &recipients(notice, purpose)))
            (fact(notice, Msg::Retention, &retention(notice, purpose)))
            (fact(notice, Msg::Storage, &storage(notice, purpose)))
            (fact(notice, Msg::Origin, &origin(notice, purpose)))
            (fact(notice, Msg::Basis, &basis(notice, purpose)))
            @if !purpose.vendors.is_empty() { (fact(notice, Msg::Cookies, &services(&purpose.vendors))) }
        }
    }
}

/// One label and its value.
pub(crate) fn fact(notice: &Notice, label: Msg, value: &Markup) -> Markup {
    html! { div { dt { (notice.say(label)) } dd { (value) } } }
}

/// Which data, the sensitive parts in bold.
pub(crate) fn data(notice: &Notice, purpose: &Purpose) -> Markup {
    html! {
        @for (place, item) in purpose.data.iter().enumerate() {
            @if place > 0 { (comma(notice)) }
            (rich(notice, &item.label))
            @if item.optional { " " span.cs-tag { (notice.say(Msg::ItemOptional)) } }
        }
        @if purpose.data.is_empty() { (missing(notice)) }
    }
}

/// What refusing does.
pub(crate) fn effect(notice: &Notice, purpose: &Purpose) -> Markup {
    html! { @if let Some(text) = &purpose.effect { (rich(notice, text)) } @else { (missing(notice)) } }
}

/// Who else gets the data, each on a line.
pub(crate) fn recipients(notice: &Notice, purpose: &Purpose) -> Markup {
    html! {
        @match &purpose.recipients {
            None => (missing(notice)),
            Some(none) if none.is_empty() => (notice.say(Msg::Nobody)),
            Some(some) => @for one in some { span.cs-line { (recipient(notice, one)) } },
        }
    }
}

/// A recipient with country and role.
fn recipient(notice: &Notice, recipient: &Recipient) -> Markup {
    let (open, close) = parens(notice);
    html! {
        (recipient.name) (open)
        @if let Some(place) = &recipient.country { (place.name) } @else { (country_missing(notice)) }
        @if let Some(role) = recipient.role { (comma(notice)) (notice.say(role_phrase(role))) }
        (close)
    }
}

/// "Country: not stated".
fn country_missing(notice: &Notice) -> Markup {
    html! { (notice.say(Msg::Country)) (colon(notice)) (missing(notice)) }
}

/// How long.
pub(crate) fn retention(notice: &Notice, purpose: &Purpose) -> Markup {
    html! { @if let Some(words) = &purpose.retention { (words) } @else { (missing(notice)) } }
}

/// In which countries.
pub(crate) fn storage(notice: &Notice, purpose: &Purpose) -> Markup {
    let places = list(notice, purpose.storage.iter().flatten().map(|place| place.name.as_str()), usize::MAX);
    html! { @if places.is_empty() { (missing(notice)) } @else { (places) } }
}

/// Where the data come from.
pub(crate) fn origin(notice: &Notice, purpose: &Purpose) -> Markup {
    phrase(notice, purpose.source.map(|source| match source {
        Source::Provided => Msg::SourceProvided,
        Source::Observed => Msg::SourceObserved,
        Source::Inferred => Msg::SourceInferred,
        Source::ThirdParty => Msg::SourceThirdParty,
    }))
}

/// On what ground.
pub(crate) fn basis(notice: &Notice, purpose: &Purpose) -> Markup {
    phrase(notice, purpose.basis.map(|basis| match basis {
        Basis::Consent => Msg::BasisConsent,
        Basis::Contract => Msg::BasisContract,
        Basis::LegalDuty => Msg::BasisLegalDuty,
        Basis::LegitimateInterest => Msg::BasisLegitimateInterest,
    }))
}

/// The services that run in the page, each on a line with its cookie and storage names.
pub(crate) fn services(vendors: &[Vendor]) -> Markup {
    html! {
        @for vendor in vendors {
            span.cs-line { (vendor.name) @for name in &vendor.storage { " " code { (name) } } }
        }
    }
}

/// The phrase for a role.
pub(crate) fn role_phrase(role: Role) -> Msg {
    match role {
        Role::Processor => Msg::RoleProcessor,
        Role::Controller => Msg::RoleController,
        Role::Authority => Msg::RoleAuthority,
    }
}

/// A phrase, or that nothing is stated.
fn phrase(notice: &Notice, message: Option<Msg>) -> Markup {
    html! { @if let Some(message) = message { (notice.say(message)) } @else { (missing(notice)) } }
}
