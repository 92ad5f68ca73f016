//! The notice on the wire, format 3 of `formats.md`: plain members, and sensitive mentions inside strings between private-use
//! characters, so that a mention costs two characters and no offsets.

use super::json::{Json, Object, array, quote, strings};
use super::names::{basis_from_name, basis_name, role_from_name, role_name, source_from_name, source_name};
use super::{WireError, items, maybe_named, maybe_text, named, number32, parse, text, texts, truth};
use crate::{
    Category, Controller, DataItem, Digest, LocaleLink, Mark, Notice, NoticeDraft, Place, Purpose, PurposeId, PurposeKind, Recipient,
    RichText, Site, Vendor,
};

/// A mention opens with U+E000 plus its category's index and closes with [`CLOSE`]; both lie in the Private Use Area.
const OPEN: u32 = 0xE000;
const CLOSE: char = '\u{E0FF}';

/// Writes a notice. Its bytes are what `receipt.ntc.sha256` is taken over.
#[must_use]
pub fn notice_to_json(notice: &Notice) -> String {
    let all = |list: &[String]| strings(list.iter().map(String::as_str));
    let mut site = Object::new();
    site.string("id", &notice.site.id).maybe("origin", notice.site.origin.as_deref());
    site.maybe("endpoint", notice.site.endpoint.as_deref()).number("choice_days", notice.site.choice_days.into());
    site.raw("jurisdictions", &all(&notice.site.jurisdictions));
    let stated = &notice.controller;
    let mut controller = Object::new();
    controller.maybe("name", stated.name.as_deref()).maybe("address", stated.address.as_deref());
    controller.maybe("email", stated.email.as_deref()).maybe("phone", stated.phone.as_deref());
    controller.maybe("officer", stated.officer.as_deref());
    if let Some(days) = stated.response_days {
        controller.number("response_days", days.into());
    }
    let mut object = Object::new();
    object.string("v", "cs-notice/1").string("id", &notice.id).string("version", &notice.version).string("locale", &notice.locale);
    object.truth("drafted", notice.drafted).string("title", &notice.title);
    object.maybe("effective", notice.effective.as_deref()).maybe("updated", notice.updated.as_deref());
    object.raw("site", &site.finish()).raw("controller", &controller.finish());
    object.raw("purposes", &array(notice.purposes.iter().map(purpose_to_json))).raw("sensitive", &all(&notice.sensitive));
    object.raw("locales", &array(notice.locales.iter().map(|link| strings([link.tag.as_str(), &link.name].into_iter()))));
    object.string("text", &notice.text.to_string()).raw("messages", &all(&notice.messages));
    object.finish()
}

fn purpose_to_json(purpose: &Purpose) -> String {
    let rich = |text: &Option<RichText>| text.as_ref().map(rich_to_wire);
    let mut object = Object::new();
    object.string("id", purpose.id.as_str()).truth("core", purpose.kind == PurposeKind::Core).string("title", &purpose.title);
    object.maybe("description", rich(&purpose.description).as_deref()).maybe("effect", rich(&purpose.effect).as_deref());
    object.raw("data", &array(purpose.data.iter().map(item_to_json)));
    if let Some(recipients) = &purpose.recipients {
        object.raw("recipients", &array(recipients.iter().map(recipient_to_json)));
    }
    object.maybe("retention", purpose.retention.as_deref()).maybe("retention_code", purpose.retention_code.as_deref());
    if let Some(places) = &purpose.storage {
        object.raw("storage", &array(places.iter().map(place_to_json)));
    }
    object.maybe("source", purpose.source.map(source_name)).maybe("basis", purpose.basis.map(basis_name));
    object.maybe("dpv", purpose.dpv.as_deref()).maybe("anchor", purpose.anchor.as_deref());
    object.raw("vendors", &array(purpose.vendors.iter().map(vendor_to_json)));
    object.finish()
}

fn item_to_json(item: &DataItem) -> String {
    let mut object = Object::new();
    object.string("id", &item.id).string("label", &rich_to_wire(&item.label)).maybe("pd", item.pd.as_deref());
    object.truth("optional", item.optional);
    object.finish()
}

fn recipient_to_json(recipient: &Recipient) -> String {
    let mut object = Object::new();
    object.string("name", &recipient.name).maybe("role", recipient.role.map(role_name));
    if let Some(place) = &recipient.country {
        object.raw("country", &place_to_json(place));
    }
    object.finish()
}

/// Code and name.
fn place_to_json(place: &Place) -> String {
    strings([place.code.as_str(), &place.name].into_iter())
}

fn vendor_to_json(vendor: &Vendor) -> String {
    let all = |list: &[String]| strings(list.iter().map(String::as_str));
    let mut object = Object::new();
    object.raw("name", &quote(&vendor.name)).raw("hosts", &all(&vendor.hosts)).raw("storage", &all(&vendor.storage));
    object.finish()
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
/// As [`notice_from`].
pub fn notice_from_json(json: &str) -> Result<Notice, WireError> {
    notice_from(&parse(json)?)
}

/// Reads and checks a notice.
///
/// # Errors
/// [`WireError::Shape`] for wrong members or an unknown version, the first id or name that does not fit, or every fault of the check.
pub fn notice_from<J: Json>(value: &J) -> Result<Notice, WireError> {
    if text(value, "v")? != "cs-notice/1" {
        return Err(WireError::Shape);
    }
    let site = value.member("site").ok_or(WireError::Shape)?;
    let controller = value.member("controller").ok_or(WireError::Shape)?;
    let draft = NoticeDraft {
        id: text(value, "id")?,
        version: text(value, "version")?,
        locale: text(value, "locale")?,
        drafted: truth(value, "drafted")?,
        title: text(value, "title")?,
        effective: maybe_text(value, "effective"),
        updated: maybe_text(value, "updated"),
        site: Site {
            id: text(&site, "id")?,
            origin: maybe_text(&site, "origin"),
            endpoint: maybe_text(&site, "endpoint"),
            choice_days: number32(&site, "choice_days")?,
            jurisdictions: texts(&site, "jurisdictions")?,
        },
        controller: Controller {
            name: maybe_text(&controller, "name"),
            address: maybe_text(&controller, "address"),
            email: maybe_text(&controller, "email"),
            phone: maybe_text(&controller, "phone"),
            officer: maybe_text(&controller, "officer"),
            response_days: number32(&controller, "response_days").ok(),
        },
        purposes: items(value, "purposes")?.iter().map(purpose_from).collect::<Result<_, _>>()?,
        sensitive: texts(value, "sensitive")?,
        locales: items(value, "locales")?
            .iter()
            .map(|link| pair(link).map(|(tag, name)| LocaleLink { tag, name }))
            .collect::<Result<_, _>>()?,
        text: named(value, "text", Digest::parse)?,
        messages: texts(value, "messages")?,
    };
    draft.check().map_err(WireError::Notice)
}

fn purpose_from<J: Json>(value: &J) -> Result<Purpose, WireError> {
    let rich = |name| maybe_text(value, name).map(|text| rich_from_wire(&text));
    let recipients = match items(value, "recipients") {
        Ok(list) => Some(list.iter().map(recipient_from).collect::<Result<_, _>>()?),
        Err(_) => None,
    };
    let storage = match items(value, "storage") {
        Ok(list) => Some(list.iter().map(place_from).collect::<Result<_, _>>()?),
        Err(_) => None,
    };
    Ok(Purpose {
        id: PurposeId::new(&text(value, "id")?)?,
        kind: if truth(value, "core")? { PurposeKind::Core } else { PurposeKind::Additional },
        title: text(value, "title")?,
        description: rich("description"),
        effect: rich("effect"),
        data: items(value, "data")?.iter().map(item_from).collect::<Result<_, _>>()?,
        recipients,
        retention: maybe_text(value, "retention"),
        retention_code: maybe_text(value, "retention_code"),
        storage,
        source: maybe_named(value, "source", source_from_name)?,
        basis: maybe_named(value, "basis", basis_from_name)?,
        dpv: maybe_text(value, "dpv"),
        anchor: maybe_text(value, "anchor"),
        vendors: items(value, "vendors")?.iter().map(vendor_from).collect::<Result<_, _>>()?,
    })
}

fn item_from<J: Json>(value: &J) -> Result<DataItem, WireError> {
    Ok(DataItem {
        id: text(value, "id")?,
        label: rich_from_wire(&text(value, "label")?),
        pd: maybe_text(value, "pd"),
        optional: truth(value, "optional")?,
    })
}

fn recipient_from<J: Json>(value: &J) -> Result<Recipient, WireError> {
    Ok(Recipient {
        name: text(value, "name")?,
        country: value.member("country").map(|place| place_from(&place)).transpose()?,
        role: maybe_named(value, "role", role_from_name)?,
    })
}

fn place_from<J: Json>(value: &J) -> Result<Place, WireError> {
    pair(value).map(|(code, name)| Place { code, name })
}

fn vendor_from<J: Json>(value: &J) -> Result<Vendor, WireError> {
    Ok(Vendor { name: text(value, "name")?, hosts: texts(value, "hosts")?, storage: texts(value, "storage")? })
}

/// An array of two strings.
fn pair<J: Json>(value: &J) -> Result<(String, String), WireError> {
    let parts = value.items().ok_or(WireError::Shape)?;
    match parts.as_slice() {
        [first, second] => Ok((first.text().ok_or(WireError::Shape)?, second.text().ok_or(WireError::Shape)?)),
        _ => Err(WireError::Shape),
    }
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
