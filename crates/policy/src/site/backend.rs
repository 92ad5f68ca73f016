//! `[[backend]]`: where receipts go, and how they are put.
//!
//! In: rows of `site.toml`. Out: [`Backend`]s, whose `how` is the JSON of the formats page, section 8. `endpoint` in `[site]` is the
//! short form of one row. Deliberately absent: secrets; everything here is public, because browsers send it.

use countersign_core::Backend;
use countersign_core::wire::json::Object;

use super::diagnostic::{Code, Report, suggest};
use super::fields::{At, Fields};
use super::file::SiteFile;

pub(super) const BACKEND_KEYS: [&str; 6] = ["url", "function", "format", "fields", "headers", "token"];

/// The first is what is put where a row names none.
const FORMATS: [&str; 4] = ["cloudevents", "jose", "text", "form"];

/// What a form can say of a receipt.
const FORM_FIELDS: [&str; 5] = ["receipt", "rid", "kind", "sub", "time"];

/// Headers that the widget or the browser writes itself (Fetch, "forbidden request-header", and the contract of section 8).
const OWN_HEADERS: [&str; 8] =
    ["authorization", "content-length", "content-type", "cookie", "host", "idempotency-key", "origin", "referer"];

/// One row.
#[derive(Debug)]
pub(super) struct BackendRow {
    url: Option<At<String>>,
    function: Option<At<String>>,
    format: Option<&'static str>,
    fields: Vec<(String, At<String>)>,
    headers: Vec<(String, At<String>)>,
    token: Option<At<String>>,
}

/// Reads one row; `None` where it says no place or two.
pub(super) fn read_backend(fields: &Fields<'_>, report: &Report<'_>) -> Option<BackendRow> {
    let row = BackendRow {
        url: fields.text("url"),
        function: fields.text("function"),
        format: fields.word("format", &FORMATS, |name| FORMATS.into_iter().find(|known| *known == name)).map(|format| format.value),
        fields: fields.pairs("fields"),
        headers: fields.pairs("headers"),
        token: fields.text("token"),
    };
    if fields.has("url") == fields.has("function") {
        let help = "write either `url = \"/v1/receipts\"` or `function = \"name\"`";
        report.add(Code::Missing, &fields.span(), "a [[backend]] needs one place for receipts".to_owned(), help);
    }
    (row.url.is_some() != row.function.is_some()).then_some(row)
}

/// Checks addresses, names and headers of every row.
pub(super) fn check(file: &SiteFile, report: &Report<'_>) {
    if let (Some(endpoint), false) = (&file.site.endpoint, file.backends.is_empty()) {
        let help = "make it the `url` of a [[backend]], and leave `endpoint` out";
        report.add(Code::UnknownKey, &endpoint.span, "`endpoint` stands beside [[backend]]".to_owned(), help);
    }
    for address in file.site.endpoint.iter().chain(file.backends.iter().filter_map(|row| row.url.as_ref())) {
        check_address(address, report);
    }
    let mut known: Vec<&str> = Vec::new();
    for row in &file.backends {
        for name in row.function.iter().chain(&row.token) {
            if !name.value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte)) {
                let help = "write letters, digits, \"-\", \"_\" and \".\", such as \"crm\"";
                report.add(Code::NotAnId, &name.span, format!("`{}` cannot name a function", name.value), help);
            }
        }
        if let Some(place) = row.url.as_ref().or(row.function.as_ref()) {
            if known.contains(&place.value.as_str()) {
                let help = "leave one of the two out: a receipt goes to each place once";
                report.add(Code::DuplicateId, &place.span, format!("`{}` stands in two [[backend]] rows", place.value), help);
            }
            known.push(&place.value);
        }
        check_names(row, report);
    }
}

fn check_address(address: &At<String>, report: &Report<'_>) {
    let text = &address.value;
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let starts = text.starts_with('/') && !text.starts_with("//") || rest.is_some_and(|rest| !rest.is_empty());
    if !starts || text.contains(['"', '\'', '<', '>', ' ', '\\', ';', ',']) {
        let help = "write a path of this site or a whole address: \"/v1/receipts\"";
        report.add(Code::NotAnAddress, &address.span, format!("`{text}` is no address for receipts"), help);
    }
}

fn check_names(row: &BackendRow, report: &Report<'_>) {
    for (name, value) in &row.fields {
        if !FORM_FIELDS.contains(&name.as_str()) {
            report.add(Code::UnknownKey, &value.span, format!("a form has no `{name}`"), suggest(name, &FORM_FIELDS));
        }
    }
    if let (Some((_, first)), false) = (row.fields.first(), row.format == Some("form")) {
        let help = "write `format = \"form\"`, or leave `fields` out";
        report.add(Code::UnknownKey, &first.span, "`fields` are those of a form".to_owned(), help);
    }
    for (name, value) in &row.headers {
        let token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
        let printable = value.value.bytes().all(|byte| (0x20..0x7f).contains(&byte));
        if name.is_empty() || !name.bytes().all(token) || !printable || OWN_HEADERS.contains(&name.to_ascii_lowercase().as_str()) {
            let help = "write a name of letters, digits and \"-\" that the widget does not write itself, and a value in ASCII; for bearer \
                        tokens there is `token`";
            report.add(Code::NotAnId, &value.span, format!("`{name}` cannot be sent as a header"), help);
        }
    }
}

/// The backends, in the order of the file.
pub(super) fn backends(file: &SiteFile) -> Vec<Backend> {
    let short = file.site.endpoint.iter().map(|endpoint| Backend::at(&endpoint.value));
    short.chain(file.backends.iter().map(lower)).collect()
}

fn lower(row: &BackendRow) -> Backend {
    let to = match (&row.url, &row.function) {
        (Some(url), _) => url.value.clone(),
        (None, name) => ["function:", name.as_ref().map_or("", |name| &name.value)].concat(),
    };
    let format = row.format.filter(|format| *format != FORMATS[0]);
    if row.function.is_none() && format.is_none() && row.headers.is_empty() && row.token.is_none() {
        return Backend { to, how: String::new() };
    }
    let mut how = Object::new();
    how.maybe("format", format);
    for (name, pairs) in [("fields", &row.fields), ("headers", &row.headers)] {
        if !pairs.is_empty() {
            how.object(name, |object| {
                for (key, value) in pairs {
                    object.string(key, &value.value);
                }
            });
        }
    }
    how.maybe("token", row.token.as_ref().map(|token| token.value.as_str()));
    Backend { to, how: how.finish() }
}
