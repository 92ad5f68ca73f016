//! The claims of a receipt, written in a fixed order; what is not known is absent, never null.

use crate::decimal::push_decimal;
use crate::receipt::{Assurance, Chain, Ui, kind_of, status_of};
use crate::wire::json::Object;
use crate::wire::{role_name, source_name};
use crate::{Notice, Pending, Purpose, PurposeId, Recipient, to_base64url};

/// The payload's JSON text.
pub(super) fn payload(entry: &Pending, notice: Option<&Notice>, chain: &Chain, ui: Ui<'_>, assurance: Assurance, salt: [u8; 16]) -> String {
    let mut claims = Object::new();
    claims.string("v", "cs-receipt/1").string("rid", entry.id.as_str()).string("rec", &chain.record).string("sub", &chain.subject);
    claims.string("kind", kind_of(entry).name()).string("iat", &entry.at).number("seq", chain.seq);
    if let Some(prev) = chain.prev {
        claims.string("prev", &prev.to_text());
    }
    claims.string("salt", &to_base64url(&salt)).string("assurance", assurance.name());
    if let Some(notice) = notice {
        let stated = &notice.controller;
        claims.object("ctl", |controller| {
            controller.string("id", &notice.site.id).maybe("name", stated.name.as_deref());
        });
        claims.object("ctl_contact", |contact| {
            contact.maybe("address", stated.address.as_deref()).maybe("email", stated.email.as_deref());
            contact.maybe("phone", stated.phone.as_deref()).maybe("officer", stated.officer.as_deref());
        });
    }
    claims.string("svc", ui.service);
    if let Some(notice) = notice {
        claims.strings("jur", &notice.site.jurisdictions);
    }
    claims.object("ntc", |shown| {
        if let Some(notice) = notice {
            shown.string("id", &notice.id).string("ver", &notice.version);
        }
        shown.string("sha256", &entry.notice.to_text()).string("lang", &entry.locale).number("layer", entry.layer.into());
    });
    claims.object("ui", |widget| {
        widget.string("ver", ui.version).string("digest", ui.digest);
    });
    match notice {
        Some(notice) => claims.list("p", notice.additional(), |list, purpose| known(list, entry, notice, purpose)),
        None => {
            // Without a notice, one for each purpose that the entry itself names.
            let closed = entry.was.iter().filter(|id| !entry.open.contains(id));
            claims.list("p", entry.open.iter().chain(closed), |list, id| {
                list.braced(|claims| bare(claims, entry, id));
            })
        }
    };
    claims.string("wd", ui.page).string("rts", ui.page).string("by", "self");
    claims.object("how", |how| {
        how.string("control", entry.control.name()).string("input", entry.input.name()).truth("trusted", entry.trusted);
    });
    claims.object("sig", |signal| {
        signal.truth("gpc", entry.signal.gpc()).truth("dnt", entry.signal.dnt());
    });
    claims.finish()
}

/// What an entry says of a purpose whose notice is gone.
fn bare(claims: &mut Object, entry: &Pending, id: &PurposeId) {
    claims.string("id", id.as_str()).string("st", status_of(entry, id).name()).string("ct", "expressed").string("nec", "optional");
}

/// What an entry and its notice say of a purpose.
fn known(list: &mut Object, entry: &Pending, notice: &Notice, purpose: &Purpose) {
    list.braced(|claims| {
        bare(claims, entry, &purpose.id);
        if let Some(term) = &purpose.dpv {
            let mut iri = String::from("https://w3id.org/dpv#");
            iri.push_str(term);
            claims.string("cat", &iri);
        }
        claims.list("data", &purpose.data, |list, item| list.text(item.pd.as_deref().unwrap_or(&item.id)));
        let mut sensitive: Vec<&str> = Vec::new();
        for item in &purpose.data {
            for mark in &item.label.marks {
                if !sensitive.contains(&mark.category.name()) {
                    sensitive.push(mark.category.name());
                }
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
    });
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
