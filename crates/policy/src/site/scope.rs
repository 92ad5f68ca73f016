//! Whom a policy concerns: the tables `[[role]]` and `[[elsewhere]]` of `site.toml`.
//!
//! In: tables. Out: rows whose form and references are checked, and the scope of each language's notice. A row of a role names what concerns
//! it alone; what no role names concerns everybody. Deliberately absent: who a visitor is, which the browser alone keeps.

use countersign_core::{Elsewhere, Scope, UserRole};

use super::diagnostic::{Code, Report, suggest};
use super::fields::{At, Fields, Localized};
use super::file::SiteFile;
use super::sdk::is_web_address;

pub(super) const ROLE_KEYS: [&str; 3] = ["id", "title", "only"];
pub(super) const ELSEWHERE_KEYS: [&str; 4] = ["id", "title", "policy", "url"];

/// A group of people.
#[derive(Debug)]
pub(super) struct RoleRow {
    pub(super) id: At<String>,
    title: Localized,
    only: Vec<At<String>>,
}

/// A product or a group of people under another policy.
#[derive(Debug)]
pub(super) struct ElsewhereRow {
    pub(super) id: At<String>,
    title: Localized,
    policy: Localized,
    url: Option<At<String>>,
}

pub(super) fn read_role(fields: &Fields<'_>, tags: &[String]) -> Option<RoleRow> {
    let tag = tags.first().map_or("en", String::as_str);
    fields.demand("id", "\"courier\"");
    fields.demand("title", &format!("{{ {tag} = \"...\" }}"));
    let (id, title) = (fields.text("id"), fields.localized("title", tags));
    let only = fields.texts("only").map(|list| list.value).unwrap_or_default();
    Some(RoleRow { id: id?, title: title?, only })
}

pub(super) fn read_elsewhere(fields: &Fields<'_>, tags: &[String]) -> Option<ElsewhereRow> {
    let tag = tags.first().map_or("en", String::as_str);
    fields.demand("id", "\"overseas\"");
    fields.demand("title", &format!("{{ {tag} = \"...\" }}"));
    fields.demand("policy", &format!("{{ {tag} = \"...\" }}"));
    let (id, url) = (fields.text("id"), fields.text("url"));
    let (title, policy) = (fields.localized("title", tags), fields.localized("policy", tags));
    Some(ElsewhereRow { id: id?, title: title?, policy: policy?, url })
}

/// Checks that roles name what there is, and that the other policy is a page that a visitor can open.
pub(super) fn check(file: &SiteFile, report: &Report<'_>) {
    let asked = file.permissions.iter().chain(&file.asks).map(|row| row.id.value.as_str());
    let known: Vec<&str> = file.purposes.iter().map(|row| row.id.value.as_str()).chain(asked).collect();
    for wanted in file.roles.iter().flat_map(|row| &row.only).filter(|wanted| !known.contains(&wanted.value.as_str())) {
        let message = format!("no [[purpose]], [[permission]] or [[ask]] row is called `{}`", wanted.value);
        report.add(Code::UnknownId, &wanted.span, message, suggest(&wanted.value, &known));
    }
    for row in &file.elsewhere {
        let is_path = |text: &str| text.starts_with('/') && !text.contains([' ', '"', '<', '>', '\\']);
        if let Some(url) = row.url.as_ref().filter(|url| !is_web_address(&url.value) && !is_path(&url.value)) {
            let help = "write a path of this site or the whole address of the other policy: \"https://global.example/privacy\"";
            report.add(Code::NotAnAddress, &url.span, format!("`{}` is no web address", url.value), help);
        }
    }
}

/// The scope of one language's notice.
pub(super) fn scope(file: &SiteFile, tag: &str) -> Scope {
    let role = |row: &RoleRow| UserRole {
        id: row.id.value.clone(),
        title: row.title.say(tag).to_owned(),
        only: row.only.iter().map(|id| id.value.clone()).collect(),
    };
    let elsewhere = |row: &ElsewhereRow| Elsewhere {
        id: row.id.value.clone(),
        title: row.title.say(tag).to_owned(),
        policy: row.policy.say(tag).to_owned(),
        url: row.url.as_ref().map(|url| url.value.clone()),
    };
    Scope { roles: file.roles.iter().map(role).collect(), elsewhere: file.elsewhere.iter().map(elsewhere).collect() }
}
