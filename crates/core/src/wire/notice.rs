//! The notice on the wire, format 3 of `formats.md`: plain members, and sensitive mentions inside strings between private-use
//! characters, so that a mention costs two characters and no offsets.

use miniserde::{Deserialize, Serialize};

use super::names::{basis_from_name, basis_name, role_from_name, role_name, source_from_name, source_name};
use super::{WireError, read};
use crate::{
    Category, Controller, DataItem, Digest, LocaleLink, Mark, Notice, NoticeDraft, Place, Purpose, PurposeId, PurposeKind, Recipient,
    RichText, Site, Vendor,
};

/// A mention opens with U+E000 plus its category's index and closes with [`CLOSE`]; both lie in the Private Use Area.
const OPEN: u32 = 0xE000;
const CLOSE: char = '\u{E0FF}';

#[derive(Deserialize, Serialize)]
struct WireNotice {
    v: String,
    id: String,
    version: String,
    locale: String,
    drafted: bool,
    title: String,
    effective: Option<String>,
    updated: Option<String>,
    site: WireSite,
    controller: WireController,
    purposes: Vec<WirePurpose>,
    sensitive: Vec<String>,
    locales: Vec<(String, String)>,
    text: String,
    messages: Vec<String>,
}

#[derive(Deserialize, Serialize)]
struct WireSite {
    id: String,
    origin: Option<String>,
    endpoint: Option<String>,
    choice_days: u32,
    jurisdictions: Vec<String>,
}

#[derive(Deserialize, Serialize)]
struct WireController {
    name: Option<String>,
    address: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    officer: Option<String>,
    response_days: Option<u32>,
}

#[derive(Deserialize, Serialize)]
struct WirePurpose {
    id: String,
    core: bool,
    title: String,
    description: Option<String>,
    effect: Option<String>,
    data: Vec<WireItem>,
    recipients: Option<Vec<WireRecipient>>,
    retention: Option<(String, Option<String>)>,
    storage: Option<Vec<(String, String)>>,
    source: Option<String>,
    basis: Option<String>,
    dpv: Option<String>,
    anchor: Option<String>,
    vendors: Vec<WireVendor>,
}

#[derive(Deserialize, Serialize)]
struct WireItem {
    id: String,
    label: String,
    pd: Option<String>,
    optional: bool,
}

#[derive(Deserialize, Serialize)]
struct WireRecipient {
    name: String,
    country: Option<(String, String)>,
    role: Option<String>,
}

#[derive(Deserialize, Serialize)]
struct WireVendor {
    name: String,
    hosts: Vec<String>,
    storage: Vec<String>,
}

/// Writes a notice. Its bytes are what `receipt.ntc.sha256` is taken over.
#[must_use]
pub fn notice_to_json(notice: &Notice) -> String {
    let controller = &notice.controller;
    miniserde::json::to_string(&WireNotice {
        v: "cs-notice/1".to_owned(),
        id: notice.id.clone(),
        version: notice.version.clone(),
        locale: notice.locale.clone(),
        drafted: notice.drafted,
        title: notice.title.clone(),
        effective: notice.effective.clone(),
        updated: notice.updated.clone(),
        site: WireSite {
            id: notice.site.id.clone(),
            origin: notice.site.origin.clone(),
            endpoint: notice.site.endpoint.clone(),
            choice_days: notice.site.choice_days,
            jurisdictions: notice.site.jurisdictions.clone(),
        },
        controller: WireController {
            name: controller.name.clone(),
            address: controller.address.clone(),
            email: controller.email.clone(),
            phone: controller.phone.clone(),
            officer: controller.officer.clone(),
            response_days: controller.response_days,
        },
        purposes: notice.purposes.iter().map(purpose_to_wire).collect(),
        sensitive: notice.sensitive.clone(),
        locales: notice.locales.iter().map(|link| (link.tag.clone(), link.name.clone())).collect(),
        text: notice.text.to_string(),
        messages: notice.messages.clone(),
    })
}

fn purpose_to_wire(purpose: &Purpose) -> WirePurpose {
    WirePurpose {
        id: purpose.id.to_string(),
        core: purpose.kind == PurposeKind::Core,
        title: purpose.title.clone(),
        description: purpose.description.as_ref().map(rich_to_wire),
        effect: purpose.effect.as_ref().map(rich_to_wire),
        data: purpose.data.iter().map(item_to_wire).collect(),
        recipients: purpose.recipients.as_ref().map(|list| list.iter().map(recipient_to_wire).collect()),
        retention: purpose.retention.as_ref().map(|words| (words.clone(), purpose.retention_code.clone())),
        storage: purpose.storage.as_ref().map(|places| places.iter().map(place_to_wire).collect()),
        source: purpose.source.map(|source| source_name(source).to_owned()),
        basis: purpose.basis.map(|basis| basis_name(basis).to_owned()),
        dpv: purpose.dpv.clone(),
        anchor: purpose.anchor.clone(),
        vendors: purpose.vendors.iter().map(vendor_to_wire).collect(),
    }
}

fn item_to_wire(item: &DataItem) -> WireItem {
    WireItem { id: item.id.clone(), label: rich_to_wire(&item.label), pd: item.pd.clone(), optional: item.optional }
}

fn recipient_to_wire(recipient: &Recipient) -> WireRecipient {
    WireRecipient {
        name: recipient.name.clone(),
        country: recipient.country.as_ref().map(place_to_wire),
        role: recipient.role.map(|role| role_name(role).to_owned()),
    }
}

fn place_to_wire(place: &Place) -> (String, String) {
    (place.code.clone(), place.name.clone())
}

fn vendor_to_wire(vendor: &Vendor) -> WireVendor {
    WireVendor { name: vendor.name.clone(), hosts: vendor.hosts.clone(), storage: vendor.storage.clone() }
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

/// Reads and checks a notice.
///
/// # Errors
/// [`WireError::Shape`] for wrong members or an unknown version, the first id or name that does not fit, or every fault of the check.
pub fn notice_from_json(text: &str) -> Result<Notice, WireError> {
    let wire: WireNotice = read(text)?;
    if wire.v != "cs-notice/1" {
        return Err(WireError::Shape);
    }
    let site = wire.site;
    let controller = wire.controller;
    let draft = NoticeDraft {
        id: wire.id,
        version: wire.version,
        locale: wire.locale,
        drafted: wire.drafted,
        title: wire.title,
        effective: wire.effective,
        updated: wire.updated,
        site: Site {
            id: site.id,
            origin: site.origin,
            endpoint: site.endpoint,
            choice_days: site.choice_days,
            jurisdictions: site.jurisdictions,
        },
        controller: Controller {
            name: controller.name,
            address: controller.address,
            email: controller.email,
            phone: controller.phone,
            officer: controller.officer,
            response_days: controller.response_days,
        },
        purposes: wire.purposes.into_iter().map(purpose_from_wire).collect::<Result<_, _>>()?,
        sensitive: wire.sensitive,
        locales: wire.locales.into_iter().map(|(tag, name)| LocaleLink { tag, name }).collect(),
        text: Digest::parse(&wire.text).ok_or(WireError::Name("digest", wire.text))?,
        messages: wire.messages,
    };
    draft.check().map_err(WireError::Notice)
}

fn purpose_from_wire(wire: WirePurpose) -> Result<Purpose, WireError> {
    let (retention, retention_code) = wire.retention.map_or((None, None), |(words, code)| (Some(words), code));
    Ok(Purpose {
        id: PurposeId::new(&wire.id)?,
        kind: if wire.core { PurposeKind::Core } else { PurposeKind::Additional },
        title: wire.title,
        description: wire.description.map(|text| rich_from_wire(&text)),
        effect: wire.effect.map(|text| rich_from_wire(&text)),
        data: wire.data.into_iter().map(item_from_wire).collect(),
        recipients: wire.recipients.map(|list| list.into_iter().map(recipient_from_wire).collect::<Result<_, _>>()).transpose()?,
        retention,
        retention_code,
        storage: wire.storage.map(|places| places.into_iter().map(place_from_wire).collect()),
        source: named("source", wire.source, source_from_name)?,
        basis: named("basis", wire.basis, basis_from_name)?,
        dpv: wire.dpv,
        anchor: wire.anchor,
        vendors: wire.vendors.into_iter().map(|v| Vendor { name: v.name, hosts: v.hosts, storage: v.storage }).collect(),
    })
}

fn item_from_wire(wire: WireItem) -> DataItem {
    DataItem { id: wire.id, label: rich_from_wire(&wire.label), pd: wire.pd, optional: wire.optional }
}

fn recipient_from_wire(wire: WireRecipient) -> Result<Recipient, WireError> {
    let role = named("role", wire.role, role_from_name)?;
    Ok(Recipient { name: wire.name, country: wire.country.map(place_from_wire), role })
}

fn place_from_wire((code, name): (String, String)) -> Place {
    Place { code, name }
}

fn named<T>(list: &'static str, name: Option<String>, find: fn(&str) -> Option<T>) -> Result<Option<T>, WireError> {
    name.map(|name| find(&name).ok_or(WireError::Name(list, name))).transpose()
}

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
