//! The collection list and the third-party list as tables (Network Data Regulations Art. 21; STANDARDS rule U17).
//!
//! Enters: a notice. Leaves: two tables from the same rows that layer 2 shows.

use countersign_core::{Msg, Notice, Recipient, Role};
use maud::{Markup, html};

use crate::contents::link;
use crate::facts;
use crate::parts::missing;

/// The anchor of the collection list.
const COLLECTION: &str = "cs-collection";
/// The anchor of the third-party list.
const THIRD_PARTIES: &str = "cs-third-parties";
/// The anchor of the list of those who work on behalf of the site.
const ENTRUSTED: &str = "cs-entrusted";

/// The columns of the collection list behind the purpose.
const COLLECTED: [Msg; 6] = [Msg::Data, Msg::Origin, Msg::Basis, Msg::Retention, Msg::Storage, Msg::Effect];
/// The columns of the third-party list.
const SHARED: [Msg; 6] = [Msg::Recipients, Msg::Country, Msg::Purpose, Msg::Data, Msg::Retention, Msg::Cookies];

/// Links to the lists, for the contents.
pub(crate) fn links(notice: &Notice) -> Markup {
    let lists = [
        (COLLECTION, Msg::CollectionList, true),
        (THIRD_PARTIES, Msg::ThirdPartyList, true),
        (ENTRUSTED, Msg::EntrustedList, has(notice, Kind::Entrusted)),
    ];
    html! {
        ul {
            @for (anchor, title, there) in lists {
                @if there { li { (link(anchor, &html! { (notice.say(title)) })) } }
            }
        }
    }
}

/// The lists, each under its heading: those who use data for themselves apart from those who only work on behalf of the site.
pub(crate) fn lists(notice: &Notice) -> Markup {
    html! {
        (table(notice, COLLECTION, Msg::CollectionList, &[&[Msg::Purpose], &COLLECTED[..]].concat(), &collection(notice)))
        (table(notice, THIRD_PARTIES, Msg::ThirdPartyList, &SHARED, &third_parties(notice, Kind::Shared)))
        @if has(notice, Kind::Entrusted) {
            (table(notice, ENTRUSTED, Msg::EntrustedList, &SHARED, &third_parties(notice, Kind::Entrusted)))
        }
    }
}

/// In which of the two lists somebody stands.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Kind {
    /// Those who get data for purposes of their own, or of whom that is not stated.
    Shared,
    /// Those who work on behalf of the site.
    Entrusted,
}

impl Kind {
    fn of(recipient: &Recipient) -> Self {
        if recipient.role == Some(Role::Processor) { Self::Entrusted } else { Self::Shared }
    }
}

/// Whether anybody stands in a list.
fn has(notice: &Notice, kind: Kind) -> bool {
    notice.purposes.iter().flat_map(|purpose| purpose.recipients.iter().flatten()).any(|recipient| Kind::of(recipient) == kind)
}

/// A table that scrolls by itself where the page is narrow.
fn table(notice: &Notice, id: &str, title: Msg, columns: &[Msg], rows: &Markup) -> Markup {
    html! {
        section.cs-list {
            h2 id=(id) { (notice.say(title)) }
            div.cs-scroll tabindex="0" role="region" aria-label=(notice.say(title)) {
                table {
                    thead { tr { @for column in columns { th scope="col" { (notice.say(*column)) } } } }
                    tbody { (rows) }
                }
            }
        }
    }
}

/// One row for each purpose.
fn collection(notice: &Notice) -> Markup {
    html! {
        @for purpose in &notice.purposes {
            tr {
                th scope="row" { (purpose.title) }
                @for label in COLLECTED { td { (facts::value(notice, purpose, label)) } }
            }
        }
    }
}

/// One row for each purpose and recipient; services stand for themselves where no recipient is stated.
fn third_parties(notice: &Notice, kind: Kind) -> Markup {
    let nobody = kind == Kind::Shared
        && !has(notice, kind)
        && notice
            .purposes
            .iter()
            .all(|purpose| purpose.recipients.as_ref().is_some_and(|list| !list.is_empty() || purpose.vendors.is_empty()));
    html! {
        @if nobody { tr { td colspan=(SHARED.len()) { (notice.say(Msg::Nobody)) } } }
        @for purpose in &notice.purposes {
            @for recipient in purpose.recipients.iter().flatten().filter(|recipient| Kind::of(recipient) == kind) {
                tr {
                    th scope="row" {
                        (facts::names(recipient))
                        @if let Some(role) = recipient.role { span.cs-line.cs-role { (notice.say(facts::role_phrase(role))) } }
                    }
                    td { @if let Some(place) = &recipient.country { (place.name) } @else { (missing(notice)) } }
                    td { (purpose.title) }
                    td { (facts::value(notice, purpose, Msg::Data)) }
                    td { (facts::value(notice, purpose, Msg::Retention)) }
                    td { (facts::services(&purpose.vendors)) }
                }
            }
            @if kind == Kind::Shared && purpose.recipients.iter().flatten().next().is_none() {
                @for vendor in &purpose.vendors {
                    tr {
                        th scope="row" { (vendor.name) }
                        td { (missing(notice)) }
                        td { (purpose.title) }
                        td { (facts::value(notice, purpose, Msg::Data)) }
                        td { (facts::value(notice, purpose, Msg::Retention)) }
                        td { (facts::services(std::slice::from_ref(vendor))) }
                    }
                }
            }
        }
    }
}
