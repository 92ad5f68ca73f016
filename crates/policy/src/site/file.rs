//! The shape of `site.toml`: one struct for each table, with the span of every value that a check may have to point at.
//!
//! In: TOML text. Out: a [`SiteFile`]; what does not fit is in the report and absent here. Deliberately absent: references between
//! rows, other files.

use std::ops::Range;

use countersign_core::wire::{basis_from_name, role_from_name, source_from_name};
use countersign_core::{Basis, Category, PurposeKind, Role, Source, StoredName};
use toml_edit::{Document, Item, Table, TableLike};

use super::asked::{ASK_KEYS, AskRow, PERMISSION_KEYS, read_ask};
use super::backend::{BACKEND_KEYS, BackendRow, read_backend};
use super::channel::{CHANNEL_KEYS, ChannelRow, TOPIC_KEYS, TopicRow, read_channel, read_topic};
use super::children::{self, ChildrenTable};
use super::clauses::{TRACKING_KEYS, TrackingRow, read_tracking};
use super::consent::CallFamily;
use super::diagnostic::{Code, Report, suggest};
use super::duration;
use super::fields::{At, Fields, Localized};
use super::incident::{INCIDENT_KEYS, IncidentRow, read_incident};
use super::phrases::LOCALES;
use super::position::Position;
use super::rights::{CALENDAR_KEYS, CalendarTable, RIGHT_KEYS, RightRow, read_calendar, read_right};
use super::scope::{ELSEWHERE_KEYS, ElsewhereRow, ROLE_KEYS, RoleRow, read_elsewhere, read_role};
use super::sdk::{SDK_KEYS, SdkRow, read_sdk};
use super::separate::{self, ApartKeys, PartyKeys};
use super::wechat::{self, WechatTable};

const TOP: [&str; 23] = [
    "site",
    "controller",
    "notice",
    "locale",
    "purpose",
    "data",
    "recipient",
    "vendor",
    "sensitive",
    "permission",
    "ask",
    "channel",
    "topic",
    "incident",
    "role",
    "elsewhere",
    "sdk",
    "tracking",
    "backend",
    "right",
    "calendar",
    "children",
    "wechat",
];

const VENDOR_KEYS: [&str; 5] = ["id", "hosts", "storage", "calls", "consent"];

/// Everything an author wrote.
#[derive(Debug, Default)]
pub(super) struct SiteFile {
    pub(super) site: SiteTable,
    pub(super) controller: ControllerTable,
    pub(super) notice: NoticeTable,
    pub(super) locales: Vec<LocaleRow>,
    pub(super) purposes: Vec<PurposeRow>,
    pub(super) data: Vec<DataRow>,
    pub(super) recipients: Vec<RecipientRow>,
    pub(super) vendors: Vec<VendorRow>,
    pub(super) permissions: Vec<AskRow>,
    pub(super) asks: Vec<AskRow>,
    pub(super) channels: Vec<ChannelRow>,
    pub(super) topics: Vec<TopicRow>,
    pub(super) incidents: Vec<IncidentRow>,
    pub(super) roles: Vec<RoleRow>,
    pub(super) elsewhere: Vec<ElsewhereRow>,
    pub(super) sdks: Vec<SdkRow>,
    pub(super) sensitive: Vec<SensitiveRow>,
    pub(super) tracking: Vec<TrackingRow>,
    pub(super) backends: Vec<BackendRow>,
    pub(super) rights: Vec<RightRow>,
    pub(super) calendar: CalendarTable,
    pub(super) children: Option<ChildrenTable>,
    pub(super) wechat: Option<WechatTable>,
}

#[derive(Debug, Default)]
pub(super) struct SiteTable {
    pub(super) id: Option<At<String>>,
    pub(super) origin: Option<At<String>>,
    pub(super) cookie_domain: Option<At<String>>,
    pub(super) base: Option<At<String>>,
    pub(super) endpoint: Option<At<String>>,
    pub(super) requests: Option<At<String>>,
    pub(super) jurisdictions: Vec<At<String>>,
    pub(super) strict: bool,
    pub(super) choice_days: Option<u32>,
    pub(super) position: Position,
}

#[derive(Debug, Default)]
pub(super) struct ControllerTable {
    pub(super) name: Option<At<String>>,
    pub(super) address: Option<At<String>>,
    pub(super) registered: Option<At<String>>,
    pub(super) email: Option<At<String>>,
    pub(super) phone: Option<At<String>>,
    pub(super) officer: Option<At<String>>,
    pub(super) response_days: Option<u32>,
}

#[derive(Debug, Default)]
pub(super) struct NoticeTable {
    pub(super) id: Option<At<String>>,
    pub(super) version: Option<At<String>>,
    pub(super) effective: Option<At<String>>,
    pub(super) updated: Option<At<String>>,
    pub(super) drafted: bool,
}

#[derive(Debug)]
pub(super) struct LocaleRow {
    pub(super) tag: At<String>,
    pub(super) policy: At<String>,
    /// Another language that is shown beside it.
    pub(super) beside: Option<At<String>>,
}

#[derive(Debug)]
pub(super) struct PurposeRow {
    pub(super) id: At<String>,
    pub(super) kind: PurposeKind,
    pub(super) title: Localized,
    pub(super) description: Option<Localized>,
    pub(super) effect: Option<Localized>,
    pub(super) data: Vec<At<String>>,
    pub(super) recipients: Option<Vec<At<String>>>,
    pub(super) retention: Option<At<String>>,
    pub(super) storage: Option<Vec<At<String>>>,
    pub(super) source: Option<Source>,
    pub(super) basis: Option<At<Basis>>,
    pub(super) dpv: Option<At<String>>,
    pub(super) vendors: Vec<At<String>>,
    pub(super) apart: ApartKeys,
}

#[derive(Debug)]
pub(super) struct DataRow {
    pub(super) id: At<String>,
    pub(super) label: Localized,
    pub(super) pd: Option<At<String>>,
    pub(super) sensitive: Option<Category>,
    pub(super) optional: bool,
}

#[derive(Debug)]
pub(super) struct RecipientRow {
    pub(super) id: At<String>,
    pub(super) name: At<String>,
    /// Other names of the same one.
    pub(super) also: Vec<At<String>>,
    /// Its own policy.
    pub(super) policy: Option<At<String>>,
    pub(super) country: Option<At<String>>,
    pub(super) role: Option<Role>,
    pub(super) party: PartyKeys,
}

#[derive(Debug)]
pub(super) struct VendorRow {
    pub(super) id: At<String>,
    pub(super) hosts: Vec<At<String>>,
    pub(super) storage: Vec<StoredName>,
    /// How it is told of choices; `None` inside: not at all.
    pub(super) calls: Option<At<Option<CallFamily>>>,
    /// The consent types that its purpose grants.
    pub(super) consent: Option<Vec<At<String>>>,
}

/// What the author says about words: a category, or `None` where they stay plain.
#[derive(Debug)]
pub(super) struct SensitiveRow {
    pub(super) words: At<String>,
    pub(super) category: Option<Category>,
    /// The only language in which the row counts.
    pub(super) locale: Option<String>,
}

impl SensitiveRow {
    /// Whether the row counts in a language.
    pub(super) fn counts_in(&self, tag: &str) -> bool {
        self.locale.as_ref().is_none_or(|locale| locale == tag)
    }
}

/// Reads the file; the report says what is wrong with it.
pub(super) fn read(text: &str, report: &Report<'_>) -> SiteFile {
    let document = match Document::parse(text) {
        Ok(document) => document,
        Err(error) => {
            let message = error.message().trim().replace('\n', "; ");
            report.add(Code::Syntax, &error.span().unwrap_or(0..0), message, "write TOML 1.0: `key = \"value\"`, tables in [brackets]");
            return SiteFile::default();
        }
    };
    let root = document.as_table();
    let _known = Fields::new(root, "site.toml", 0..0, &TOP, report);
    for (key, example) in [("site", "[site]"), ("controller", "[controller]"), ("notice", "[notice]"), ("locale", "[[locale]]")] {
        if !root.contains_key(key) {
            report.add(Code::Missing, &(0..0), format!("there is no {example} table"), format!("add `{example}` with its required keys"));
        }
    }
    // The draft mark is read first because it says which other keys may be absent.
    let notice = single(root, "notice", "[notice]", &["id", "version", "effective", "updated", "drafted"], report, read_notice);
    let drafted = notice.drafted;
    let locales: Vec<LocaleRow> = rows(root, "locale", "[[locale]]", &["tag", "policy", "beside"], report, read_locale);
    let tags: Vec<String> = locales.iter().map(|row| row.tag.value.clone()).collect();
    let site_keys = ["id", "origin", "cookie_domain", "base", "endpoint", "requests", "jurisdictions", "strict", "choice_days", "position"];
    let controller_keys = ["name", "address", "registered_address", "email", "phone", "officer", "response_days"];
    let purpose_keys =
        ["id", "kind", "title", "description", "effect", "data", "recipients", "retention", "storage", "source", "basis", "dpv", "vendors"];
    let purpose_keys = [&purpose_keys[..], &separate::PURPOSE_KEYS].concat();
    let recipient_keys = [&["id", "name", "also", "policy", "country", "role"][..], &separate::RECIPIENT_KEYS].concat();
    SiteFile {
        site: single(root, "site", "[site]", &site_keys, report, read_site),
        controller: single(root, "controller", "[controller]", &controller_keys, report, |fields, _| read_controller(fields, drafted)),
        purposes: rows(root, "purpose", "[[purpose]]", &purpose_keys, report, |fields, report| {
            read_purpose(fields, &tags, drafted, report)
        }),
        data: rows(root, "data", "[[data]]", &["id", "label", "pd", "sensitive", "optional"], report, |fields, _| read_data(fields, &tags)),
        recipients: rows(root, "recipient", "[[recipient]]", &recipient_keys, report, |fields, _| read_recipient(fields, &tags)),
        sensitive: rows(root, "sensitive", "[[sensitive]]", &["words", "category", "locale"], report, |fields, report| {
            read_sensitive(fields, &tags, report)
        }),
        vendors: rows(root, "vendor", "[[vendor]]", &VENDOR_KEYS, report, |fields, _| read_vendor(fields)),
        permissions: rows(root, "permission", "[[permission]]", &PERMISSION_KEYS, report, |fields, _| read_ask(fields, &tags)),
        asks: rows(root, "ask", "[[ask]]", &ASK_KEYS, report, |fields, _| read_ask(fields, &tags)),
        incidents: rows(root, "incident", "[[incident]]", &INCIDENT_KEYS, report, |fields, report| read_incident(fields, &tags, report)),
        roles: rows(root, "role", "[[role]]", &ROLE_KEYS, report, |fields, _| read_role(fields, &tags)),
        elsewhere: rows(root, "elsewhere", "[[elsewhere]]", &ELSEWHERE_KEYS, report, |fields, _| read_elsewhere(fields, &tags)),
        sdks: rows(root, "sdk", "[[sdk]]", &SDK_KEYS, report, |fields, _| read_sdk(fields, &tags)),
        channels: rows(root, "channel", "[[channel]]", &CHANNEL_KEYS, report, |fields, _| read_channel(fields, &tags)),
        topics: rows(root, "topic", "[[topic]]", &TOPIC_KEYS, report, |fields, _| read_topic(fields, &tags)),
        rights: rows(root, "right", "[[right]]", &RIGHT_KEYS, report, |fields, report| read_right(fields, &tags, report)),
        calendar: single(root, "calendar", "[calendar]", &CALENDAR_KEYS, report, |fields, _| read_calendar(fields)),
        children: single(root, "children", "[children]", &children::KEYS, report, |fields, report| {
            Some(children::read(fields, &tags, report))
        }),
        wechat: single(root, "wechat", "[wechat]", &wechat::KEYS, report, |fields, _| Some(wechat::read(fields))),
        tracking: rows(root, "tracking", "[[tracking]]", &TRACKING_KEYS, report, |fields, report| read_tracking(fields, &tags, report)),
        backends: rows(root, "backend", "[[backend]]", &BACKEND_KEYS, report, read_backend),
        notice,
        locales,
    }
}

/// One `[table]`; its default where it is absent or of another type.
fn single<T: Default>(
    root: &Table, key: &str, name: &'static str, allowed: &[&str], report: &Report<'_>, read: impl Fn(&Fields<'_>, &Report<'_>) -> T,
) -> T {
    let Some(item) = root.get(key) else { return T::default() };
    let span = key_span(root, key, item);
    match item.as_table_like() {
        Some(table) => read(&Fields::new(table, name, span, allowed, report), report),
        None => {
            report.add(Code::WrongType, &span, format!("`{key}` is not one table"), format!("write {name} once and its keys below it"));
            T::default()
        }
    }
}

/// Every `[[row]]` that could be read.
fn rows<T>(
    root: &Table, key: &str, name: &'static str, allowed: &[&str], report: &Report<'_>,
    read: impl Fn(&Fields<'_>, &Report<'_>) -> Option<T>,
) -> Vec<T> {
    let Some(item) = root.get(key) else { return Vec::new() };
    let Some(tables) = item.as_array_of_tables() else {
        report.add(
            Code::WrongType,
            &key_span(root, key, item),
            format!("`{key}` is not a list of tables"),
            format!("write {name} for each row"),
        );
        return Vec::new();
    };
    let row = |table: &Table| read(&Fields::new(table, name, table.span().unwrap_or(0..0), allowed, report), report);
    tables.iter().filter_map(row).collect()
}

fn key_span(root: &Table, key: &str, item: &Item) -> Range<usize> {
    item.span().or_else(|| TableLike::key(root, key).and_then(toml_edit::Key::span)).unwrap_or(0..0)
}

fn read_site(fields: &Fields<'_>, _: &Report<'_>) -> SiteTable {
    fields.demand("id", "\"my-site\"");
    SiteTable {
        id: fields.text("id"),
        origin: fields.text("origin"),
        cookie_domain: fields.text("cookie_domain"),
        base: fields.text("base"),
        endpoint: fields.text("endpoint"),
        requests: fields.text("requests"),
        jurisdictions: fields.texts("jurisdictions").map(|list| list.value).unwrap_or_default(),
        strict: fields.flag("strict").unwrap_or(false),
        choice_days: fields.number("choice_days", 1..=390),
        position: fields
            .word("position", &Position::ALL.map(Position::name), Position::from_name)
            .map(|word| word.value)
            .unwrap_or_default(),
    }
}

fn read_controller(fields: &Fields<'_>, drafted: bool) -> ControllerTable {
    if !drafted {
        fields.demand("name", "\"Name of the company\"");
    }
    ControllerTable {
        name: fields.text("name"),
        address: fields.text("address"),
        registered: fields.text("registered_address"),
        email: fields.text("email"),
        phone: fields.text("phone"),
        officer: fields.text("officer"),
        response_days: fields.number("response_days", 1..=365),
    }
}

fn read_notice(fields: &Fields<'_>, report: &Report<'_>) -> NoticeTable {
    fields.demand("version", "\"1.0\"");
    let date = |key: &str| {
        let date = fields.text(key)?;
        if !duration::is_date(&date.value) {
            report.add(Code::NotADate, &date.span, format!("`{}` is not a date", date.value), "write year, month and day: \"2026-12-01\"");
        }
        Some(date)
    };
    NoticeTable {
        id: fields.text("id"),
        version: fields.text("version"),
        effective: date("effective"),
        updated: date("updated"),
        drafted: fields.flag("drafted").unwrap_or(false),
    }
}

fn read_locale(fields: &Fields<'_>, report: &Report<'_>) -> Option<LocaleRow> {
    fields.demand("tag", "\"en\"");
    fields.demand("policy", "\"policy/en.policy.md\"");
    let tag = fields.text("tag");
    if let Some(tag) = tag.as_ref().filter(|tag| !LOCALES.contains(&tag.value.as_str())) {
        let message = format!("Countersign does not speak `{}`", tag.value);
        report.add(Code::UnknownLocale, &tag.span, message, suggest(&tag.value, &LOCALES));
    }
    let policy = fields.text("policy");
    Some(LocaleRow { tag: tag?, policy: policy?, beside: fields.text("beside") })
}

fn read_purpose(fields: &Fields<'_>, tags: &[String], drafted: bool, report: &Report<'_>) -> Option<PurposeRow> {
    let tag = tags.first().map_or("en", String::as_str);
    let entry = format!("{{ {tag} = \"...\" }}");
    fields.demand("id", "\"analytics\"");
    fields.demand("kind", "\"core\"` or `kind = \"additional\"");
    fields.demand("title", &entry);
    if !drafted {
        fields.demand("description", &entry);
        fields.demand("data", "[\"id-of-a-data-row\"]");
    }
    let kind = fields.word("kind", &["core", "additional"], |name| match name {
        "core" => Some(PurposeKind::Core),
        "additional" => Some(PurposeKind::Additional),
        _ => None,
    });
    if !drafted && kind.as_ref().is_some_and(|kind| kind.value == PurposeKind::Additional) {
        fields.demand("effect", &entry);
    }
    let retention = fields.text("retention");
    if let Some(text) = retention.as_ref().filter(|text| duration::parse(&text.value).is_none()) {
        let help = "write whole years, months, weeks or days: \"P13M\" for 13 months, \"P2Y\", \"P90D\"";
        report.add(Code::NotADuration, &text.span, format!("`{}` is not an ISO 8601 duration", text.value), help);
    }
    let data = fields.texts("data");
    if let Some(data) = data.as_ref().filter(|data| data.value.is_empty() && !drafted) {
        report.add(Code::Empty, &data.span, "a purpose without data", "name at least one [[data]] row");
    }
    let list = |key: &str| fields.texts(key).map(|list| list.value);
    let sources = ["provided", "observed", "inferred", "third-party"];
    let bases = ["consent", "contract", "legal-duty", "legitimate-interest"];
    let row = (fields.text("id"), fields.localized("title", tags), fields.localized("description", tags), fields.localized("effect", tags));
    let rest = (list("recipients"), list("storage"), list("vendors"), fields.text("dpv"));
    let words = (fields.word("source", &sources, source_from_name), fields.word("basis", &bases, basis_from_name));
    Some(PurposeRow {
        id: row.0?,
        kind: kind?.value,
        title: row.1?,
        description: row.2,
        effect: row.3,
        data: data.map(|data| data.value).unwrap_or_default(),
        recipients: rest.0,
        retention,
        storage: rest.1,
        source: words.0.map(|source| source.value),
        basis: words.1,
        dpv: rest.3,
        vendors: rest.2.unwrap_or_default(),
        apart: separate::read_purpose(fields, tags, report),
    })
}

fn read_data(fields: &Fields<'_>, tags: &[String]) -> Option<DataRow> {
    fields.demand("id", "\"page-views\"");
    fields.demand("label", "{ en = \"pages you open\" }");
    let names: Vec<&str> = Category::ALL.iter().map(|category| category.name()).collect();
    let id = fields.text("id");
    let label = fields.localized("label", tags);
    let pd = fields.text("pd");
    let sensitive = fields.word("sensitive", &names, Category::from_name).map(|category| category.value);
    let optional = fields.flag("optional").unwrap_or(false);
    Some(DataRow { id: id?, label: label?, pd, sensitive, optional })
}

fn read_recipient(fields: &Fields<'_>, tags: &[String]) -> Option<RecipientRow> {
    fields.demand("id", "\"partner\"");
    fields.demand("name", "\"Name of the partner\"");
    let (id, name, country) = (fields.text("id"), fields.text("name"), fields.text("country"));
    let role = fields.word("role", &["processor", "controller", "authority"], role_from_name).map(|role| role.value);
    let also = fields.texts("also").map(|list| list.value).unwrap_or_default();
    let (policy, party) = (fields.text("policy"), separate::read_recipient(fields, tags));
    Some(RecipientRow { id: id?, name: name?, also, policy, country, role, party })
}

fn read_vendor(fields: &Fields<'_>) -> Option<VendorRow> {
    fields.demand("id", "\"google-analytics\"");
    let (hosts, storage) = (fields.texts("hosts").map(|list| list.value).unwrap_or_default(), fields.stored("storage"));
    let families: Vec<&str> = CallFamily::ALL.iter().map(|family| family.name()).chain(["none"]).collect();
    let calls = fields.word("calls", &families, |name| if name == "none" { Some(None) } else { CallFamily::from_name(name).map(Some) });
    let consent = fields.texts("consent").map(|list| list.value);
    Some(VendorRow { id: fields.text("id")?, hosts, storage, calls, consent })
}

fn read_sensitive(fields: &Fields<'_>, tags: &[String], report: &Report<'_>) -> Option<SensitiveRow> {
    fields.demand("words", "\"membership tier\"");
    fields.demand("category", "\"property\"` or `category = \"plain\"");
    let names: Vec<&str> = Category::ALL.iter().map(|category| category.name()).chain(["plain"]).collect();
    let words = fields.text("words");
    let category = fields.word("category", &names, |name| if name == "plain" { Some(None) } else { Category::from_name(name).map(Some) });
    let locale = fields.text("locale");
    if let Some(tag) = locale.as_ref().filter(|tag| !tags.contains(&tag.value)) {
        let known: Vec<&str> = tags.iter().map(String::as_str).collect();
        let message = format!("`locale` is `{}`, which no [[locale]] declares", tag.value);
        report.add(Code::ForeignLocale, &tag.span, message, suggest(&tag.value, &known));
    }
    Some(SensitiveRow { words: words?, category: category?.value, locale: locale.map(|tag| tag.value) })
}
