//! Earlier versions of the policy: a build keeps the files of every other version that stands in the folder it replaces.
//!
//! In: the folder of the last build. Out: which versions it holds in which languages, and in which languages it holds this version with
//! another text. A version of the archive is never changed.

use std::cmp::Ordering;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use countersign_policy::{Bundle, Edition};

use super::ahead;

/// What pages with changes are called, before the old version's name.
pub(super) const CHANGES: &str = "changes-";

/// The versions to keep, newest first.
#[derive(Default)]
pub(crate) struct Archive {
    versions: Vec<Version>,
    /// The languages in which the version that is built stands there with another text.
    other_text: Vec<String>,
}

/// One version that is kept.
pub(super) struct Version {
    pub(super) name: String,
    folder: PathBuf,
    locales: Vec<String>,
    /// Whether it has never applied: it is kept, and nothing is compared with it.
    ahead: bool,
}

/// Finds the versions in the folder that is to be replaced.
pub(crate) fn archived(dist: &Path, bundle: &Bundle) -> Result<Archive> {
    let current = bundle.parts.first().map_or("", |part| part.notice.version.as_str());
    let mut archive = Archive::default();
    let root = dist.join("policy");
    if !dist.join("manifest.json").is_file() || !root.is_dir() {
        return Ok(archive);
    }
    for folder in names(&root)?.into_iter().filter(|name| root.join(name).is_dir()) {
        let version = Version::new(folder, &root)?;
        if version.name != current {
            archive.versions.push(version);
            continue;
        }
        for part in &bundle.parts {
            let new = Edition::new(&part.notice, &part.document);
            if version.edition(&part.notice.locale).is_some_and(|old| !new.is_same_version(&old)) {
                archive.other_text.push(part.notice.locale.clone());
            }
        }
    }
    archive.versions.sort_by(|a, b| natural(&b.name, &a.name));
    Ok(archive)
}

impl Version {
    fn new(name: String, root: &Path) -> Result<Self> {
        let folder = root.join(&name);
        let pages = names(&folder)?.into_iter().filter(|name| !name.starts_with(CHANGES));
        let locales = pages.filter_map(|name| name.strip_suffix(".html").map(str::to_owned)).collect();
        let ahead = folder.join(ahead::NAME).is_file();
        Ok(Self { name, folder, locales, ahead })
    }

    /// The edition in a language; `None` where a build of an earlier program kept none, or one that cannot be read any more.
    pub(super) fn edition(&self, tag: &str) -> Option<Edition> {
        Edition::from_json(&fs::read_to_string(self.folder.join(format!("{tag}.json"))).ok()?).ok()
    }
}

impl Archive {
    /// The versions that a language has a page of, newest first.
    pub(super) fn versions_in(&self, tag: &str) -> impl Iterator<Item = &Version> {
        self.versions.iter().filter(move |version| !version.ahead && version.locales.iter().any(|locale| locale == tag))
    }

    /// The last version that is kept with its edition in a language, and that edition.
    pub(super) fn last_edition(&self, tag: &str) -> Option<(&str, Edition)> {
        self.versions_in(tag).find_map(|version| Some((version.name.as_str(), version.edition(tag)?)))
    }

    /// The languages in which the version that is built stands in the old folder with another text or other facts.
    pub(crate) fn other_text(&self) -> &[String] {
        &self.other_text
    }

    /// Copies the versions into a new folder.
    pub(super) fn copy_into(&self, dist: &Path) -> Result<()> {
        for version in &self.versions {
            let target = dist.join("policy").join(&version.name);
            fs::create_dir_all(&target).with_context(|| format!("{} cannot be made", target.display()))?;
            for name in names(&version.folder)?.iter().filter(|name| version.folder.join(name).is_file()) {
                fs::copy(version.folder.join(name), target.join(name))
                    .with_context(|| format!("version {} cannot be kept", version.name))?;
            }
        }
        Ok(())
    }
}

/// The names in a folder, sorted.
fn names(folder: &Path) -> Result<Vec<String>> {
    let entries = fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))?;
    let mut names: Vec<String> = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
    names.sort();
    Ok(names)
}

/// Compares versions so that `1.10` comes after `1.9`.
fn natural(a: &str, b: &str) -> Ordering {
    let parts = |text: &str| -> Vec<(u64, String)> {
        text.split(['.', '-', '_']).map(|part| (part.parse().unwrap_or(0), part.to_owned())).collect()
    };
    parts(a).cmp(&parts(b))
}

#[cfg(test)]
mod tests {
    use super::natural;

    #[test]
    fn versions_are_compared_by_number() {
        let mut versions = ["1.10", "1.9", "2.0", "1.0", "1"];
        versions.sort_by(|a, b| natural(a, b));
        assert_eq!(versions, ["1", "1.0", "1.9", "1.10", "2.0"]);
    }
}
