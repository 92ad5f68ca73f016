//! Third-party code in a site's apps: the tables `[[sdk]]` of `site.toml`.
//!
//! In: tables. Out: rows whose form is checked, and of each language what layer 2 lists: name, what for, what it needs of the device.
//! Deliberately absent: services of the page, which a `[[vendor]]` holds shut; no script can hold code inside an app.

use countersign_core::RichText;

use super::diagnostic::{Code, Report};
use super::fields::{At, Fields, Localized};
use super::file::SiteFile;
use super::marks::Marker;

pub(super) const SDK_KEYS: [&str; 4] = ["name", "purpose", "needs", "policy"];

/// Code of a third party.
#[derive(Debug)]
pub(super) struct SdkRow {
    name: At<String>,
    purpose: Option<Localized>,
    needs: Option<Localized>,
    policy: Option<At<String>>,
}

/// Code of a third party as one language's table says it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SiteSdk {
    /// Its name.
    pub name: String,
    /// What it is for; `None`: not stated.
    pub purpose: Option<RichText>,
    /// What it needs of the device; `None`: not stated.
    pub needs: Option<RichText>,
    /// Its own policy: a web address.
    pub policy: Option<String>,
}

pub(super) fn read_sdk(fields: &Fields<'_>, tags: &[String]) -> Option<SdkRow> {
    fields.demand("name", "\"Name of the SDK\"");
    let (name, purpose, needs) = (fields.text("name"), fields.localized("purpose", tags), fields.localized("needs", tags));
    Some(SdkRow { policy: fields.text("policy"), name: name?, purpose, needs })
}

/// Each name stands once, and a policy is a page that a visitor can open.
pub(super) fn check(file: &SiteFile, report: &Report<'_>) {
    for (place, row) in file.sdks.iter().enumerate() {
        if file.sdks.iter().take(place).any(|other| other.name.value.eq_ignore_ascii_case(&row.name.value)) {
            let message = format!("[[sdk]] has two rows called `{}`", row.name.value);
            report.add(Code::DuplicateId, &row.name.span, message, "keep one row for each");
        }
        if let Some(policy) = row.policy.as_ref().filter(|policy| !is_web_address(&policy.value)) {
            let help = "write the whole address of its policy: \"https://partner.example/privacy\"";
            report.add(Code::NotAnAddress, &policy.span, format!("`{}` is no web address", policy.value), help);
        }
    }
}

/// Whether a text is a whole web address.
pub(super) fn is_web_address(text: &str) -> bool {
    let whole = ["https://", "http://"].iter().any(|scheme| text.len() > scheme.len() && text.starts_with(scheme));
    whole && !text.contains([' ', '"', '<', '>'])
}

/// The code of one language, in the order of the file.
pub(super) fn sdks(file: &SiteFile, tag: &str, marker: &Marker) -> Vec<SiteSdk> {
    let rich = |words: &Option<Localized>| words.as_ref().map(|words| marker.rich(words.say(tag)));
    let sdk = |row: &SdkRow| SiteSdk {
        name: row.name.value.clone(),
        purpose: rich(&row.purpose),
        needs: rich(&row.needs),
        policy: row.policy.as_ref().map(|policy| policy.value.clone()),
    };
    file.sdks.iter().map(sdk).collect()
}
