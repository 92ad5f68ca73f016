//! The rows of `site.toml` that ask on the device or at the moment itself: permissions and prompts.
//!
//! In: tables. Out: rows whose form and references are checked, and of each language what a prompt says. A permission or a field that rests on
//! consent is asked for and answered by itself; one that the service cannot do without is explained. Deliberately absent: what a browser calls
//! its permissions, and how they are closed.

use countersign_core::{Basis, DataItem, Purpose, PurposeId, PurposeKind, RichText};

use super::diagnostic::{Code, Report, suggest};
use super::fields::{At, Fields, Localized};
use super::file::{DataRow, SiteFile};

pub(super) const PERMISSION_KEYS: [&str; 11] =
    ["id", "kind", "title", "purpose", "effect", "note", "way", "serves", "data", "instead", "system"];
pub(super) const ASK_KEYS: [&str; 10] = ["id", "kind", "title", "purpose", "effect", "note", "code", "serves", "data", "instead"];

/// A permission of the device, or something else that is asked at the moment itself.
#[derive(Debug)]
pub(super) struct AskRow {
    pub(super) id: At<String>,
    kind: Option<PurposeKind>,
    title: Localized,
    purpose: Option<Localized>,
    effect: Option<Localized>,
    note: Option<Localized>,
    way: Option<Localized>,
    code: Option<Localized>,
    serves: Option<At<String>>,
    pub(super) data: Vec<At<String>>,
    instead: Vec<At<String>>,
    system: Vec<String>,
}

/// What is asked or explained at the moment itself, in one language.
#[derive(Clone, Debug)]
pub struct SiteAsk {
    /// What for, which data, who gets them: as a purpose of its own. It is additional where it is asked for, and core where it is explained.
    pub purpose: Purpose,
    /// Whether it is a permission of the device.
    pub device: bool,
    /// What else is said before the answer.
    pub note: Option<RichText>,
    /// How to close it, in the policy's words.
    pub way: Option<RichText>,
    /// To whom a code goes without which nothing is given, such as the owner of the telephone number.
    pub code: Option<RichText>,
    /// The title of the purpose that it serves.
    pub serves: Option<String>,
    /// Ids of what can be chosen in its place.
    pub instead: Vec<String>,
    /// Names under which systems show it.
    pub system: Vec<String>,
}

/// What is needed to say a row in one language.
pub(super) struct Saying<'a> {
    pub(super) tag: &'a str,
    pub(super) rich: &'a dyn Fn(&str) -> RichText,
    pub(super) item: &'a dyn Fn(&DataRow) -> DataItem,
    /// The section of the text that speaks of a title and a description.
    pub(super) clause: &'a dyn Fn(&str, &str) -> Option<String>,
    /// The purposes of this language.
    pub(super) purposes: &'a [Purpose],
}

pub(super) fn read_ask(fields: &Fields<'_>, tags: &[String]) -> Option<AskRow> {
    let tag = tags.first().map_or("en", String::as_str);
    fields.demand("id", "\"camera\"");
    fields.demand("title", &format!("{{ {tag} = \"...\" }}"));
    let kind = fields.word("kind", &["core", "additional"], |name| match name {
        "core" => Some(PurposeKind::Core),
        "additional" => Some(PurposeKind::Additional),
        _ => None,
    });
    let words = |key: &str| fields.localized(key, tags);
    let list = |key: &str| fields.texts(key).map(|list| list.value).unwrap_or_default();
    let (id, title, serves) = (fields.text("id"), words("title"), fields.text("serves"));
    let (purpose, effect, note, way, code) = (words("purpose"), words("effect"), words("note"), words("way"), words("code"));
    let (data, instead, system) = (list("data"), list("instead"), list("system"));
    Some(AskRow {
        id: id?,
        kind: kind.map(|kind| kind.value),
        title: title?,
        purpose,
        effect,
        note,
        way,
        code,
        serves,
        data,
        instead,
        system: system.into_iter().map(|name| name.value).collect(),
    })
}

/// Everything that is asked or explained, permissions first.
fn rows(file: &SiteFile) -> impl Iterator<Item = (&AskRow, bool)> {
    file.permissions.iter().map(|row| (row, true)).chain(file.asks.iter().map(|row| (row, false)))
}

/// Checks ids and references: a page asks for a purpose, a permission and a field by one name.
pub(super) fn check(file: &SiteFile, report: &Report<'_>) {
    let purposes: Vec<&str> = file.purposes.iter().map(|row| row.id.value.as_str()).collect();
    let asks: Vec<&str> = rows(file).map(|(row, _)| row.id.value.as_str()).collect();
    for (row, device) in rows(file) {
        let id = row.id.value.as_str();
        if purposes.contains(&id) || !device && file.permissions.iter().any(|other| other.id.value == id) {
            let message = format!("`{id}` is the id of another purpose, permission or prompt");
            report.add(Code::DuplicateId, &row.id.span, message, "pages ask for each of them by its id: give it one of its own");
        }
        let unknown = |wanted: &At<String>, known: &[&str], table: &str| {
            if !known.contains(&wanted.value.as_str()) {
                let message = format!("no {table} row is called `{}`", wanted.value);
                report.add(Code::UnknownId, &wanted.span, message, suggest(&wanted.value, known));
            }
        };
        row.serves.iter().for_each(|wanted| unknown(wanted, &purposes, "[[purpose]]"));
        let others: Vec<&str> = asks.iter().copied().filter(|other| *other != id).collect();
        row.instead.iter().for_each(|wanted| unknown(wanted, &others, "other [[permission]] or [[ask]]"));
        let sits = row.serves.as_ref().and_then(|wanted| file.purposes.iter().find(|purpose| purpose.id.value == wanted.value));
        if let (Some(basis), true) = (sits.and_then(|row| row.basis.as_ref()), row.kind == Some(PurposeKind::Core))
            && basis.value == Basis::Consent
        {
            let message = format!("`{id}` is core, and the purpose that it serves rests on consent");
            report.add(Code::CoreByConsent, &row.id.span, message, "leave `kind` out, so that visitors are asked");
        }
    }
}

/// What is asked or explained, in one language.
pub(super) fn asks(file: &SiteFile, saying: &Saying<'_>) -> Vec<SiteAsk> {
    rows(file).filter_map(|(row, device)| ask(file, saying, row, device)).collect()
}

fn ask(file: &SiteFile, saying: &Saying<'_>, row: &AskRow, device: bool) -> Option<SiteAsk> {
    let say = |words: &Option<Localized>| words.as_ref().map(|words| (saying.rich)(words.say(saying.tag)));
    let served = row.serves.as_ref().and_then(|id| saying.purposes.iter().find(|purpose| purpose.id.as_str() == id.value));
    // What the service cannot do without is explained; a permission is the person's to give, unless the author says that it is needed.
    let by_served = served.map_or(PurposeKind::Additional, |purpose| purpose.kind);
    let kind = row.kind.unwrap_or(if device { PurposeKind::Additional } else { by_served });
    let title = row.title.say(saying.tag).to_owned();
    let description = say(&row.purpose).or_else(|| served.and_then(|purpose| purpose.description.clone()));
    let anchor = (saying.clause)(&title, description.as_ref().map_or("", |text| &text.text));
    let item = |id: &At<String>| file.data.iter().find(|item| item.id.value == id.value).map(saying.item);
    let basis = if kind == PurposeKind::Additional { Some(Basis::Consent) } else { served.and_then(|purpose| purpose.basis) };
    Some(SiteAsk {
        purpose: Purpose {
            id: PurposeId::new(&row.id.value).ok()?,
            kind,
            title,
            description,
            effect: say(&row.effect).or_else(|| served.and_then(|purpose| purpose.effect.clone())),
            data: row.data.iter().filter_map(item).collect(),
            recipients: served.and_then(|purpose| purpose.recipients.clone()),
            retention: served.and_then(|purpose| purpose.retention.clone()),
            retention_code: served.and_then(|purpose| purpose.retention_code.clone()),
            storage: served.and_then(|purpose| purpose.storage.clone()),
            source: served.and_then(|purpose| purpose.source),
            basis,
            dpv: served.and_then(|purpose| purpose.dpv.clone()),
            anchor: anchor.or_else(|| served.and_then(|purpose| purpose.anchor.clone())),
            vendors: Vec::new(),
            separate: Vec::new(),
        },
        device,
        note: say(&row.note),
        way: say(&row.way),
        code: say(&row.code),
        serves: served.map(|purpose| purpose.title.clone()),
        instead: row.instead.iter().map(|id| id.value.clone()).collect(),
        system: row.system.clone(),
    })
}
