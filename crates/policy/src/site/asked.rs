//! The rows of `site.toml` that ask on the device: permissions.
//!
//! In: tables. Out: rows whose form is checked. Deliberately absent: the notice, which does not hold them yet.

use super::fields::{At, Fields, Localized};

/// A permission of the device.
#[derive(Debug)]
pub(super) struct PermissionRow {
    pub(super) id: At<String>,
}

pub(super) const PERMISSION_KEYS: [&str; 5] = ["id", "title", "purpose", "effect", "system"];

pub(super) fn read_permission(fields: &Fields<'_>, tags: &[String]) -> Option<PermissionRow> {
    let tag = tags.first().map_or("en", String::as_str);
    fields.demand("id", "\"camera\"");
    fields.demand("title", &format!("{{ {tag} = \"...\" }}"));
    let id = fields.text("id");
    check_words(fields, &["title", "purpose", "effect"], tags);
    let _names = fields.texts("system");
    Some(PermissionRow { id: id? })
}

/// Reads localized keys for their form alone.
fn check_words(fields: &Fields<'_>, keys: &[&str], tags: &[String]) {
    for key in keys {
        let _words: Option<Localized> = fields.localized(key, tags);
    }
}
