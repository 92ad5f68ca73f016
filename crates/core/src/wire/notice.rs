//! The whole notice on the wire, as an edition keeps it (section 2.1 of `formats.md`): plain members, and sensitive mentions inside strings between private-use
//! characters, so that a mention costs two characters and no offsets.

use super::json::{Json, Object};
use super::names::{basis_from_name, basis_name, role_from_name, role_name, source_from_name, source_name};
use super::read::{Reader, read};
use super::{WireError, parse};
use crate::{
    Backend, Category, Clause, Controller, DataItem, Digest, LocaleLink, Mark, Notice, NoticeDraft, Place, Purpose, PurposeKind, Recipient,
    RichText, Scope, Separate, Site, StoredName, Vendor,
};

/// A mention opens with U+E000 plus its category's index and closes with [`CLOSE`]; both lie in the Private Use Area.
const OPEN: u32 = 0xE000;
const CLOSE: char = '\u{E0FF}';

/// Writes a notice whole, as it is kept.
#[must_use]
pub fn notice_to_json(notice: &Notice) -> String {
    let mut object = Object::new();

    object.string("v", "cs-notice/1").string("id", &notice.id).string("version", &notice.version).string("locale", &notice.locale);
    object.truth("drafted", notice.drafted).string("title", &notice.title);
    object.maybe("effective", notice.effective.as_deref()).maybe("updated", notice.updated.as_deref());
    object.object("site", |site| {
        let stated = &notice.site;
        site.string("id", &stated.id).maybe("origin", stated.origin.as_deref());
        site.list("backends", &stated.backends, |list, backend| list.pair(&backend.to, &backend.how));
        site.number("choice_days", stated.choice_days.into()).strings("jurisdictions", &stated.jurisdictions);
    });
    object.object("controller", |controller| {
        let stated = &notice.controller;
        controller.maybe("name", stated.name.as_deref()).maybe("address", stated.address.as_deref());
        controller.maybe("registered", stated.registered.as_deref());
        controller.maybe("email", stated.email.as_deref()).maybe("phone", stated.phone.as_deref());
        controller.maybe("officer", stated.officer.as_deref());
        if let Some(days) = stated.response_days {
            controller.number("response_days", days.into());
        }
    });
    object.list("purposes", &notice.purposes, purpose_to_json).strings("sensitive", &notice.sensitive);
    object.strings("lists", &notice.lists).strings("places", &notice.places);
    object.list("clauses", &notice.clauses, |list, clause| list.pair(&clause.label, &clause.anchor));
    object.list("locales", &notice.locales, |list, link| list.pair(&link.tag, &link.name));
    object.string("text", &notice.text.to_text()).strings("insets", &notice.insets);
    for (name, digest) in [("catalogue", notice.catalogue), ("widget", notice.widget)] {
        object.maybe(name, digest.map(|digest| digest.to_text()).as_deref());
    }
    object.strings("messages", &notice.messages);
    object.finish()
}

fn purpose_to_json(list: &mut Object, purpose: &Purpose) {
    list.braced(|object| {
        purpose_members(object, purpose);
        object.list("vendors", &purpose.vendors, vendor_to_json);
    });
}

fn purpose_members(object: &mut Object, purpose: &Purpose) {
    let rich = |text: &Option<RichText>| text.as_ref().map(rich_to_wire);
    object.string("id", purpose.id.as_str()).flag("core", purpose.kind == PurposeKind::Core).string("title", &purpose.title);
    object.maybe("description", rich(&purpose.description).as_deref()).maybe("effect", rich(&purpose.effect).as_deref());
    object.list("data", &purpose.data, item_to_json);
    if let Some(recipients) = &purpose.recipients {
        object.list("recipients", recipients, recipient_to_json);
    }
    object.maybe("retention", purpose.retention.as_deref()).maybe("retention_code", purpose.retention_code.as_deref());
    if let Some(places) = &purpose.storage {
        object.list("storage", places, |list, place| list.pair(&place.code, &place.name));
    }
    object.maybe("source", purpose.source.map(source_name)).maybe("basis", purpose.basis.map(basis_name));
    object.maybe("dpv", purpose.dpv.as_deref()).maybe("anchor", purpose.anchor.as_deref());
    if !purpose.separate.is_empty() {
        object.list("separate", &purpose.separate, |list, reason| list.text(reason.name()));
    }
}

fn item_to_json(list: &mut Object, item: &DataItem) {
    list.braced(|object| {
        object.string("id", &item.id).string("label", &rich_to_wire(&item.label)).maybe("pd", item.pd.as_deref());
        object.flag("optional", item.optional);
    });
}

fn recipient_to_json(list: &mut Object, recipient: &Recipient) {
    list.braced(|object| {
        object.string("name", &recipient.name).maybe("role", recipient.role.map(role_name));
        object.maybe("policy", recipient.policy.as_deref());
        if !recipient.also.is_empty() {
            object.strings("also", &recipient.also);
        }
        if let Some(place) = &recipient.country {
            object.list("country", [&place.code, &place.name], |list, value| list.text(value));
        }
    });
}

fn vendor_to_json(list: &mut Object, vendor: &Vendor) {
    list.braced(|object| {
        object.string("name", &vendor.name).strings("hosts", &vendor.hosts);
        object.list("storage", &vendor.storage, |list, stored| list.text(&stored.to_text()));
    });
}

fn rich_to_wire(rich: &RichText) -> String {
    let mut text = String::new();
    for (run, category) in rich.runs() {
        if let Some(open) = category.and_then(|category| char::from_u32(OPEN + category.index() as u32)) {
            text.push(open);
        }
        text.push_str(run);
        if category.is_some() {
            text.push(CLOSE);
        }
    }
    text
}

/// Reads and checks a notice from JSON text.
///
/// # Errors
/// [`WireError::Shape`] for wrong members or an unknown version, the first id or name that does not fit, or every fault of the check.
pub fn notice_from_json(json: &str) -> Result<Notice, WireError> {
    read(&parse(json)?, draft_from)?.check().map_err(WireError::Notice)
}

fn draft_from<J: Json>(from: &Reader<'_, J>) -> NoticeDraft {
    if from.text("v") != "cs-notice/1" {
        from.fail(WireError::Shape);
    }
    NoticeDraft {
        id: from.text("id"),
        version: from.text("version"),
        locale: from.text("locale"),
        drafted: from.truth("drafted"),
        title: from.text("title"),
        effective: from.maybe_text("effective"),
        updated: from.maybe_text("updated"),
        site: from.object("site", |site| Site {
            id: site.text("id"),
            origin: site.maybe_text("origin"),
            cookie_domain: None,
            backends: site.list("backends", |backend| {
                let (to, how) = backend.pair();
                Backend { to, how }
            }),
            choice_days: site.number32("choice_days"),
            jurisdictions: site.texts("jurisdictions"),
        }),
        controller: from.object("controller", |controller| Controller {
            name: controller.maybe_text("name"),
            address: controller.maybe_text("address"),
            registered: controller.maybe_text("registered"),
            email: controller.maybe_text("email"),
            phone: controller.maybe_text("phone"),
            officer: controller.maybe_text("officer"),
            response_days: controller.maybe_number32("response_days"),
        }),
        purposes: from.list("purposes", purpose_from),
        children: None,
        scope: Scope::default(),
        sensitive: from.texts("sensitive"),
        lists: from.texts("lists"),
        places: from.texts("places"),
        clauses: from.list("clauses", |clause| {
            let (label, anchor) = clause.pair();
            Clause { label, anchor }
        }),
        locales: from.list("locales", |link| {
            let (tag, name) = link.pair();
            LocaleLink { tag, name }
        }),
        text: from.named("text", Digest::parse, Digest::NONE),
        insets: from.texts("insets"),
        catalogue: from.maybe_named("catalogue", Digest::parse),
        widget: from.maybe_named("widget", Digest::parse),
        messages: from.texts("messages"),
    }
}

fn purpose_from<J: Json>(from: &Reader<'_, J>) -> Purpose {
    let rich = |name| from.maybe_text(name).map(|text| rich_from_wire(&text));
    Purpose {
        id: from.purpose(&from.text("id")),
        kind: if from.flag("core") { PurposeKind::Core } else { PurposeKind::Additional },
        title: from.text("title"),
        description: rich("description"),
        effect: rich("effect"),
        data: from.list("data", |item| DataItem {
            id: item.text("id"),
            label: rich_from_wire(&item.text("label")),
            pd: item.maybe_text("pd"),
            optional: item.flag("optional"),
        }),
        recipients: from.maybe_list("recipients", |recipient| Recipient {
            name: recipient.text("name"),
            also: recipient.maybe_texts("also"),
            policy: recipient.maybe_text("policy"),
            country: recipient.maybe_object("country", place_from),
            role: recipient.maybe_named("role", role_from_name),
        }),
        retention: from.maybe_text("retention"),
        retention_code: from.maybe_text("retention_code"),
        storage: from.maybe_list("storage", place_from),
        source: from.maybe_named("source", source_from_name),
        basis: from.maybe_named("basis", basis_from_name),
        dpv: from.maybe_text("dpv"),
        anchor: from.maybe_text("anchor"),
        vendors: vendors_from(from),
        separate: from.maybe_texts("separate").iter().filter_map(|name| Separate::from_name(name)).collect(),
    }
}

fn vendors_from<J: Json>(from: &Reader<'_, J>) -> Vec<Vendor> {
    let vendors = from.maybe_list("vendors", |vendor| Vendor {
        name: vendor.text("name"),
        hosts: vendor.texts("hosts"),
        storage: vendor.texts("storage").iter().map(|text| StoredName::from_text(text)).collect(),
    });
    vendors.unwrap_or_default()
}

fn place_from<J: Json>(from: &Reader<'_, J>) -> Place {
    let (code, name) = from.pair();
    Place { code, name }
}

#[inline(never)]
fn rich_from_wire(text: &str) -> RichText {
    let mut rich = RichText::default();
    let mut open: Option<(usize, Category)> = None;
    for letter in text.chars() {
        let category = u32::from(letter).checked_sub(OPEN).and_then(|index| Category::from_index(index as usize));
        if letter == CLOSE {
            if let Some((start, category)) = open.take() {
                rich.marks.push(Mark { start, end: rich.text.len(), category });
            }
        } else if let Some(category) = category {
            open = Some((rich.text.len(), category));
        } else {
            rich.text.push(letter);
        }
    }
    rich.marks.retain(|mark| mark.start < mark.end);
    rich
}
