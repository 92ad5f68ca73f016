//! A version that applies later than today: its pages stand beside those of the version that applies, and nothing else changes
//! (REQUIREMENTS UP-13).
//!
//! In: the files of a build and the folder of the last one. Out: the files to write in their place. Deliberately absent: a clock; whoever
//! builds says what day it is.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use super::Files;

/// Marks the folder of a version that does not apply yet.
pub(super) const NAME: &str = "applies-from.json";

/// The version that applies in a folder; `None` where no build has made it.
pub(crate) fn version_in(dist: &Path) -> Result<Option<String>> {
    let path = dist.join("manifest.json");
    let Ok(text) = fs::read_to_string(&path) else { return Ok(None) };
    let manifest: Value = serde_json::from_str(&text).with_context(|| format!("{} is damaged", path.display()))?;
    Ok(manifest.get("version").and_then(Value::as_str).map(str::to_owned))
}

/// What to write while a version does not apply yet: its own folder with the mark, and everything else as it stands.
pub(crate) fn beside(dist: &Path, files: Files, version: &str, from: &str) -> Result<Files> {
    let own = format!("policy/{version}/");
    let mut kept: Files = files.into_iter().filter(|(path, _)| path.starts_with(&own)).collect();
    kept.insert(format!("{own}{NAME}"), format!("{:#}\n", json!({ "v": "cs-ahead/1", "from": from })).into_bytes());
    collect(dist, "", &mut kept)?;
    Ok(kept)
}

/// Every file below a folder but those of `policy/`, which the archive keeps.
fn collect(folder: &Path, prefix: &str, files: &mut Files) -> Result<()> {
    let unread = || format!("{} cannot be read", folder.display());
    for entry in fs::read_dir(folder).with_context(unread)? {
        let path = entry.with_context(unread)?.path();
        let name = format!(
            "{prefix}{}",
            path.file_name().and_then(|name| name.to_str()).with_context(|| format!("{} has no plain name", path.display()))?
        );
        if name == "policy" {
            continue;
        }
        if path.is_dir() {
            collect(&path, &format!("{name}/"), files)?;
        } else {
            files.insert(name, fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))?);
        }
    }
    Ok(())
}
