//! The claims of a receipt, written in a fixed order; what is not known is absent, never null.

use crate::receipt::{Assurance, Chain, Ui, kind_of, status_of};
use crate::wire::json::{Object, array, strings};
use crate::wire::{role_name, source_name};
use crate::{Notice, Pending, Purpose, PurposeId, Recipient, to_base64url};

/// The payload's JSON text.
pub(super) fn payload(entry: &Pending, notice: Option<&Notice>, chain: &Chain, ui: Ui<'_>, assurance: Assurance, salt: [u8; 16]) -> String {
    let mut claims = Object::new();
    claims.string("v", "cs-receipt/1").string("rid", entry.id.as_str()).string("rec", &chain.record).string("sub", &chain.subject);
    claims.string("kind", kind_of(entry).name()).string("iat", &entry.at).number("seq", chain.seq);
    if let Some(prev) = chain.prev {
        claims.string("prev", &prev.to_string());
    }
    claims.string("salt", &to_base64url(&salt)).string("assurance", assurance.name());
    if let Some(notice) = notice {
        let mut controller = Object::new();
        controller.string("id", &notice.site.id).maybe("name", notice.controller.name.as_deref());
        claims.raw("ctl", &controller.finish());
        let mut contact = Object::new();
        let stated = &notice.controller;
        contact.maybe("address", stated.address.as_deref()).maybe("email", stated.email.as_deref());
        contact.maybe("phone", stated.phone.as_deref()).maybe("officer", stated.officer.as_deref());
        claims.raw("ctl_contact", &contact.finish());
    }
    claims.string("svc", ui.service);
    if let Some(notice) = notice {
        claims.raw("jur", &strings(notice.site.jurisdictions.iter().map(String::as_str)));
    }
    let mut shown = Object::new();
    if let Some(notice) = notice {
        shown.string("id", &notice.id).string("ver", &notice.version);
    }
    shown.string("sha256", &entry.notice.to_string()).string("lang", &entry.locale).number("layer", entry.layer.into());
    claims.raw("ntc", &shown.finish());
    let mut widget = Object::new();
    widget.string("ver", ui.version).string("digest", ui.digest);
    claims.raw("ui", &widget.finish());
    claims.raw("p", &purposes(entry, notice));
    claims.string("wd", ui.page).string("rts", ui.page).string("by", "self");
    let mut how = Object::new();
    how.string("control", entry.control.name()).string("input", entry.input.name()).truth("trusted", entry.trusted);
    claims.raw("how", &how.finish());
    let mut signal = Object::new();
    signal.truth("gpc", entry.signal.gpc()).truth("dnt", entry.signal.dnt());
    claims.raw("sig", &signal.finish());
    claims.finish()
}

/// One entry for each additional purpose; without a notice, one for each purpose that the entry itself names.
fn purposes(entry: &Pending, notice: Option<&Notice>) -> String {
    match notice {
        Some(notice) => array(notice.additional().map(|purpose| known(entry, notice, purpose))),
        None => {
            let closed = entry.was.iter().filter(|id| !entry.open.contains(id));
            array(entry.open.iter().chain(closed).map(|id| bare(entry, id).finish()))
        }
    }
}

/// What an entry says of a purpose whose notice is gone.
fn bare(entry: &Pending, id: &PurposeId) -> Object {
    let mut claims = Object::new();
    claims.string("id", id.as_str()).string("st", status_of(entry, id).name()).string("ct", "expressed").string("nec", "optional");
    claims
}

/// What an entry and its notice say of a purpose.
fn known(entry: &Pending, notice: &Notice, purpose: &Purpose) -> String {
    let mut claims = bare(entry, &purpose.id);
    if let Some(term) = &purpose.dpv {
        let mut iri = String::from("https://w3id.org/dpv#");
        iri.push_str(term);
        claims.string("cat", &iri);
    }
    claims.raw("data", &strings(purpose.data.iter().map(|item| item.pd.as_deref().unwrap_or(&item.id))));
    let mut sensitive: Vec<&str> = Vec::new();
    for mark in purpose.data.iter().flat_map(|item| &item.label.marks) {
        if !sensitive.contains(&mark.category.name()) {
            sensitive.push(mark.category.name());
        }
    }
    if !sensitive.is_empty() {
        claims.raw("sens", &strings(sensitive.into_iter()));
    }
    claims.maybe("src", purpose.source.map(source_name));
    if let Some(recipients) = &purpose.recipients {
        claims.raw("rcp", &array(recipients.iter().map(recipient)));
    }
    if let Some(places) = &purpose.storage {
        claims.raw("loc", &strings(places.iter().map(|place| place.code.as_str())));
    }
    claims.maybe("ret", purpose.retention_code.as_deref());
    let recipients = purpose.recipients.iter().flatten().filter_map(|recipient| recipient.country.as_ref());
    let mut reached = recipients.chain(purpose.storage.iter().flatten()).peekable();
    if reached.peek().is_some() && !notice.site.jurisdictions.is_empty() {
        claims.truth("xb", reached.any(|place| notice.is_abroad(place)));
    }
    let mut lasts = String::from("P");
    lasts.push_str(&notice.site.choice_days.to_string());
    lasts.push('D');
    claims.string("exp", &lasts);
    claims.finish()
}

fn recipient(recipient: &Recipient) -> String {
    let mut claims = Object::new();
    claims.string("name", &recipient.name).maybe("role", recipient.role.map(role_name));
    claims.maybe("country", recipient.country.as_ref().map(|place| place.code.as_str()));
    claims.finish()
}
