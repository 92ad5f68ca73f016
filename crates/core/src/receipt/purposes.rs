//! The claim `p`: one entry for each additional purpose; what is not known is absent, never null.
//!
//! What an entry decided is written when it is sealed; what the notice states of a purpose is written once, when the notice is built, and
//! goes into every receipt as it stands.

use crate::decimal::push_decimal;
use crate::receipt::status_of;
use crate::wire::json::Object;
use crate::wire::{role_name, source_name};
use crate::{Gist, Notice, Pending, Purpose, PurposeId, Recipient, Status};

/// How the claims of a prompt's answer begin.
pub(super) const PROMPTED: &str = "\"p\":";

/// The claim `p` of an answer to one prompt, a member of a JSON object without its braces: what was asked, and nothing else.
#[must_use]
pub fn prompted(notice: &Notice, asked: &Purpose, status: Status) -> String {
    let mut claims = Object::new();
    claims.list("p", [asked], |list, asked| {
        list.braced(|claims| {
            let stated = stated(notice, asked);
            states(claims, &asked.id, status, &stated);
            claims.spliced(&stated);
        });
    });
    claims.inner().to_owned()
}

/// Writes the claim. Without the notice that was shown, one entry for each purpose that the pending entry itself names.
pub(super) fn purposes(claims: &mut Object, entry: &Pending, gist: Option<&Gist>) {
    match gist {
        Some(gist) => claims.list("p", gist.choices.iter().filter(|choice| concerns(entry, &choice.id)), |list, choice| {
            list.braced(|claims| {
                bare(claims, entry, &choice.id, &choice.claims);
                claims.spliced(&choice.claims);
            });
        }),
        None => {
            let closed = entry.was.iter().filter(|id| !entry.open.contains(id));
            claims.list("p", entry.open.iter().chain(closed).filter(|id| concerns(entry, id)), |list, id| {
                list.braced(|claims| bare(claims, entry, id, ""));
            })
        }
    };
}

/// Whether an entry says anything of a purpose.
fn concerns(entry: &Pending, id: &PurposeId) -> bool {
    entry.about.is_empty() || entry.about.iter().any(|about| about == id.as_str())
}

/// What a purpose with a consent of its own states first: which type of consent that is, and why.
const EXPLICIT: &str = "\"ct\":\"explicit\"";

/// What an entry says of a purpose beside what the notice states, which may be gone.
fn bare(claims: &mut Object, entry: &Pending, id: &PurposeId, stated: &str) {
    states(claims, id, status_of(entry, id), stated);
}

/// The members that every entry has.
fn states(claims: &mut Object, id: &PurposeId, status: Status, stated: &str) {
    claims.string("id", id.as_str()).string("st", status.name());
    if !stated.starts_with(EXPLICIT) {
        claims.string("ct", "expressed");
    }
    claims.string("nec", "optional");
}

/// What a notice states of a purpose: members of a JSON object without its braces.
pub(crate) fn stated(notice: &Notice, purpose: &Purpose) -> String {
    let mut claims = Object::new();
    if !purpose.separate.is_empty() {
        claims.string("ct", "explicit").list("sep", &purpose.separate, |list, reason| list.text(reason.name()));
    }
    if let Some(term) = &purpose.dpv {
        claims.string("cat", &["https://w3id.org/dpv#", term].concat());
    }
    claims.list("data", &purpose.data, |list, item| list.text(item.pd.as_deref().unwrap_or(&item.id)));
    let mut sensitive: Vec<&str> = Vec::new();
    for mark in purpose.data.iter().flat_map(|item| &item.label.marks) {
        if !sensitive.contains(&mark.category.name()) {
            sensitive.push(mark.category.name());
        }
    }
    if !sensitive.is_empty() {
        claims.list("sens", sensitive, Object::text);
    }
    claims.maybe("src", purpose.source.map(source_name));
    if let Some(recipients) = &purpose.recipients {
        claims.list("rcp", recipients, recipient);
    }
    if let Some(places) = &purpose.storage {
        claims.list("loc", places, |list, place| list.text(&place.code));
    }
    claims.maybe("ret", purpose.retention_code.as_deref());
    if let Some(abroad) = crosses_border(notice, purpose) {
        claims.truth("xb", abroad);
    }
    let mut lasts = String::from("P");
    push_decimal(&mut lasts, notice.site.choice_days.into());
    lasts.push('D');
    claims.string("exp", &lasts);
    claims.inner().to_owned()
}

/// Whether data leave the site's jurisdictions; `None` where neither a place nor a jurisdiction is stated.
fn crosses_border(notice: &Notice, purpose: &Purpose) -> Option<bool> {
    let mut known = None;
    let recipients = purpose.recipients.iter().flatten().filter_map(|recipient| recipient.country.as_ref());
    for place in recipients.chain(purpose.storage.iter().flatten()) {
        if !notice.site.jurisdictions.is_empty() {
            known = Some(known == Some(true) || notice.is_abroad(place));
        }
    }
    known
}

fn recipient(list: &mut Object, recipient: &Recipient) {
    list.braced(|claims| {
        claims.string("name", &recipient.name).maybe("role", recipient.role.map(role_name));
        claims.maybe("country", recipient.country.as_ref().map(|place| place.code.as_str()));
    });
}
