//! One side of a difference: the editions that a path holds, one for each language.
//!
//! In: a policy text, a `site.toml`, a `dist/` folder, a folder `policy/VERSION` of one, or one kept edition. Out: editions, the default language
//! first. A policy text is drafted into a site first, so that its facts can be compared too.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail, ensure};
use countersign_policy::{Edition, LOCALES, Severity};
use serde_json::Value;

use crate::output;
use crate::source::Source;

/// The editions of one version.
pub(super) struct Side {
    name: String,
    editions: Vec<Edition>,
}

impl Side {
    /// Reads whatever a path holds.
    pub(super) fn open(path: &Path) -> Result<Self> {
        let name = path.display().to_string();
        let editions = if path.join("manifest.json").is_file() {
            built(path)?
        } else if path.is_dir() {
            version(path)?
        } else if path.extension().is_some_and(|extension| extension == "json") {
            vec![edition(path)?]
        } else {
            compiled(path)?
        };
        ensure!(!editions.is_empty(), "{name} holds no version of a policy that can be compared; build it again with this program");
        Ok(Self { name, editions })
    }

    /// The edition in a language, or in the default one.
    pub(super) fn edition(&self, locale: Option<&str>) -> Result<&Edition> {
        let found = match locale {
            None => self.editions.first(),
            Some(locale) => self.editions.iter().find(|edition| edition.notice.locale == locale),
        };
        found.with_context(|| format!("{} has no {}; it has {}", self.name, locale.unwrap_or("language"), self.locales()))
    }

    /// The edition to compare with another: in the language asked for, else in the other's, else the only one.
    pub(super) fn counterpart(&self, locale: Option<&str>, other: &Edition) -> Result<&Edition> {
        let wanted = locale.unwrap_or(&other.notice.locale);
        match self.edition(Some(wanted)) {
            Err(_) if locale.is_none() && self.editions.len() == 1 => self.edition(None),
            found => found,
        }
    }

    fn locales(&self) -> String {
        self.editions.iter().map(|edition| edition.notice.locale.as_str()).collect::<Vec<_>>().join(", ")
    }
}

/// The editions of a build's own version.
fn built(dist: &Path) -> Result<Vec<Edition>> {
    let path = dist.join("manifest.json");
    let text = fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
    let manifest: Value = serde_json::from_str(&text).with_context(|| format!("{} is not JSON", path.display()))?;
    let member = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
    let version = member(&manifest, "version").with_context(|| format!("{} names no version", path.display()))?;
    let locales = manifest.get("locales").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let tags = locales.iter().filter_map(|locale| member(locale, "tag"));
    let paths = tags.map(|tag| dist.join("policy").join(&version).join(format!("{tag}.json")));
    // Builds of an earlier program kept pages only.
    paths.filter(|path| path.is_file()).map(|path| edition(&path)).collect()
}

/// The editions in a folder of the archive.
fn version(folder: &Path) -> Result<Vec<Edition>> {
    let entries = fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))?;
    let mut paths: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    // What announces a version lies beside its editions, which are called after their languages.
    let is_edition = |name: &str| name.strip_suffix(".json").is_some_and(|tag| LOCALES.contains(&tag));
    paths.retain(|path| path.file_name().and_then(|name| name.to_str()).is_some_and(is_edition));
    paths.sort();
    paths.iter().map(|path| edition(path)).collect()
}

/// One kept edition.
fn edition(path: &Path) -> Result<Edition> {
    let text = fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
    Edition::from_json(&text).with_context(|| format!("{} cannot be compared", path.display()))
}

/// The editions of a site file or a policy text.
fn compiled(path: &Path) -> Result<Vec<Edition>> {
    let (bundle, diagnostics) = Source::open(path)?.compile();
    let Some(bundle) = bundle else {
        for one in diagnostics.iter().filter(|one| one.severity() == Severity::Error) {
            output::note(&format!("{one}\n"));
        }
        bail!("{} has errors; mend them, then compare", path.display());
    };
    Ok(bundle.parts.iter().map(|part| Edition::new(&part.notice, &part.document)).collect())
}
