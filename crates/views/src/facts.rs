//! The facts of one purpose, one small function for each, so that layer 2 and the tables say the same.
//!
//! What the source does not state is said to be missing, never left out (REQUIREMENTS NL-23); what it states for all purposes at once is one
//! link away.

use countersign_core::{Basis, Msg, Notice, Purpose, Recipient, Role, Source, Stated, Vendor};
use maud::{Markup, html};

use crate::parts::{clause, colon, comma, list, missing, parens, rich};
use crate::url::Url;

/// What is said of every purpose, in the order shown.
const FACTS: [Msg; 7] = [Msg::Data, Msg::Effect, Msg::Recipients, Msg::Retention, Msg::Storage, Msg::Origin, Msg::Basis];

/// The facts as a list of labels and values.
pub(crate) fn facts(notice: &Notice, purpose: &Purpose) -> Markup {
    html! {
        dl.cs-facts {
            @for label in FACTS {
                div { dt { (notice.say(label)) } dd { (value(notice, purpose, label)) } }
            }
        }
    }
}

/// The value that stands beside a label, in layer 2 and in the tables.
pub(crate) fn value(notice: &Notice, purpose: &Purpose, label: Msg) -> Markup {
    match label {
        Msg::Data => data(notice, purpose),
        Msg::Effect => html! { @if let Some(text) = &purpose.effect { (rich(notice, text)) } @else { (missing(notice)) } },
        Msg::Recipients => recipients(notice, purpose),
        Msg::Retention => words_or(notice, purpose.retention.as_deref().unwrap_or_default(), Stated::Retention, label),
        Msg::Storage => {
            let mut places = purpose.storage.iter().flatten().map(|place| place.name.as_str());
            words_or(notice, &list(notice, &mut places, usize::MAX), Stated::Storage, label)
        }
        Msg::Origin => words(notice, purpose.source.map_or("", |source| notice.say(source_phrase(source)))),
        Msg::Basis => words(notice, purpose.basis.map_or("", |basis| notice.say(basis_phrase(basis)))),
        _ => missing(notice),
    }
}

/// Words, or that nothing is stated where there are none.
pub(crate) fn words(notice: &Notice, words: &str) -> Markup {
    html! { @if words.is_empty() { (missing(notice)) } @else { (words) } }
}

/// Words; where there are none, the way to the clause that speaks of the fact for all purposes, or that nothing is stated.
fn words_or(notice: &Notice, words: &str, fact: Stated, label: Msg) -> Markup {
    html! { @if words.is_empty() { (elsewhere(notice, fact, label)) } @else { (words) } }
}

/// The way to the clause that speaks of a fact for all purposes, or that nothing is stated.
fn elsewhere(notice: &Notice, fact: Stated, label: Msg) -> Markup {
    let place = notice.place(fact);
    html! { @if place.is_some() { (clause(notice, place, notice.say(label))) } @else { (missing(notice)) } }
}

/// Which data, the sensitive parts in bold.
fn data(notice: &Notice, purpose: &Purpose) -> Markup {
    html! {
        @for (place, item) in purpose.data.iter().enumerate() {
            @if place > 0 { (comma(notice)) }
            (rich(notice, &item.label))
            @if item.optional { " " span.cs-tag { (notice.say(Msg::ItemOptional)) } }
        }
        @if purpose.data.is_empty() { (missing(notice)) }
    }
}

/// Who else gets the data, each on a line.
fn recipients(notice: &Notice, purpose: &Purpose) -> Markup {
    html! {
        @match &purpose.recipients {
            None => (elsewhere(notice, Stated::Recipients, Msg::Recipients)),
            Some(none) if none.is_empty() => (notice.say(Msg::Nobody)),
            Some(some) => @for one in some { span.cs-line { (recipient(notice, one)) } },
        }
    }
}

/// A recipient with country and role.
fn recipient(notice: &Notice, recipient: &Recipient) -> Markup {
    let (open, close) = parens(notice);
    html! {
        (names(recipient)) (open)
        @if let Some(place) = &recipient.country { (place.name) } @else { (country_missing(notice)) }
        @if let Some(role) = recipient.role { (comma(notice)) (notice.say(role_phrase(role))) }
        (close)
        @if let Some(url) = recipient.policy.as_deref().and_then(Url::parse) {
            " " a href=(url.as_str()) rel="noreferrer" aria-label={ (notice.say(Msg::PolicyLink)) (colon(notice)) (recipient.name) } { (notice.say(Msg::PolicyLink)) }
        }
    }
}

/// A recipient's names: one and the same under each.
pub(crate) fn names(recipient: &Recipient) -> String {
    std::iter::once(&recipient.name).chain(&recipient.also).map(String::as_str).collect::<Vec<_>>().join(" / ")
}

/// "Country: not stated".
fn country_missing(notice: &Notice) -> Markup {
    html! { (notice.say(Msg::Country)) (colon(notice)) (missing(notice)) }
}

/// The services that run in the page, each on a line with its cookie and storage names.
pub(crate) fn services(vendors: &[Vendor]) -> Markup {
    html! {
        @for vendor in vendors {
            span.cs-line { (vendor.name) @for name in &vendor.storage { " " code { (name.name) } } }
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

/// The phrase for where data come from.
fn source_phrase(source: Source) -> Msg {
    match source {
        Source::Provided => Msg::SourceProvided,
        Source::Observed => Msg::SourceObserved,
        Source::Inferred => Msg::SourceInferred,
        Source::ThirdParty => Msg::SourceThirdParty,
    }
}

/// The phrase for a ground.
fn basis_phrase(basis: Basis) -> Msg {
    match basis {
        Basis::Consent => Msg::BasisConsent,
        Basis::Contract => Msg::BasisContract,
        Basis::LegalDuty => Msg::BasisLegalDuty,
        Basis::LegitimateInterest => Msg::BasisLegitimateInterest,
    }
}
