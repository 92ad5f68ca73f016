//! Earlier versions of the policy: a build keeps the pages of every other version that stands in the folder it replaces.
//!
//! In: the folder of the last build. Out: which versions it holds in which languages. A version of the archive is never changed.

use std::cmp::Ordering;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use countersign_policy::Bundle;

/// The versions to keep, newest first.
#[derive(Default)]
pub(crate) struct Archive {
    versions: Vec<Version>,
}

struct Version {
    name: String,
    folder: PathBuf,
    locales: Vec<String>,
}

/// Finds the other versions in the folder that is to be replaced.
pub(crate) fn archived(dist: &Path, bundle: &Bundle) -> Result<Archive> {
    let current = bundle.parts.first().map_or("", |part| part.notice.version.as_str());
    let mut archive = Archive::default();
    let root = dist.join("policy");
    if !dist.join("manifest.json").is_file() || !root.is_dir() {
        return Ok(archive);
    }
    for folder in names(&root)? {
        let path = root.join(&folder);
        if folder == current || !path.is_dir() {
            continue;
        }
        let locales = names(&path)?.iter().filter_map(|name| name.strip_suffix(".html").map(str::to_owned)).collect();
        archive.versions.push(Version { name: folder, folder: path, locales });
    }
    archive.versions.sort_by(|a, b| natural(&b.name, &a.name));
    Ok(archive)
}

impl Archive {
    /// The versions that a language has a page of, newest first.
    pub(super) fn versions_in(&self, tag: &str) -> impl Iterator<Item = &str> {
        self.versions.iter().filter(move |version| version.locales.iter().any(|locale| locale == tag)).map(|version| version.name.as_str())
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
