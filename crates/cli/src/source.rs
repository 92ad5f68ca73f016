//! What a build starts from: a `site.toml`, or a policy text from which one is drafted.
//!
//! In: a path. Out: the text of the site file, the name that diagnostics call it, and the folder that its paths are relative to.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use countersign_policy::{Bundle, Diagnostic, compile, draft_site};

/// A site file, written or drafted.
pub(crate) struct Source {
    name: String,
    text: String,
    folder: PathBuf,
}

impl Source {
    /// Reads a `site.toml`, or drafts one where the file has another extension than `toml`.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
        if path.extension().is_some_and(|extension| extension == "toml") {
            let text = fs::read_to_string(path)
                .with_context(|| format!("{} cannot be read; name a site.toml or a policy text", path.display()))?;
            return Ok(Self { name: path.display().to_string(), text, folder });
        }
        Ok(Self { name: format!("{} (drafted site.toml)", path.display()), text: draft(&[path.to_path_buf()], &folder)?, folder })
    }

    /// Checks and compiles it.
    pub(crate) fn compile(&self) -> (Option<Bundle>, Vec<Diagnostic>) {
        compile(&self.name, &self.text, &|path| fs::read(self.folder.join(path)))
    }
}

/// Drafts a site file from policies; its paths are relative to `folder`.
pub(crate) fn draft(policies: &[PathBuf], folder: &Path) -> Result<String> {
    let mut texts = Vec::new();
    for path in policies {
        let bytes = fs::read(path).with_context(|| format!("{} cannot be read; name a policy text", path.display()))?;
        let text = String::from_utf8(bytes).with_context(|| format!("{} is not UTF-8; save it as UTF-8", path.display()))?;
        texts.push((relative(path, folder)?, text));
    }
    let texts: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    draft_site(&texts).map_err(|cause| anyhow::anyhow!("{cause}"))
}

/// A path as written in a file of a folder: relative where it lies inside, whole otherwise.
fn relative(path: &Path, folder: &Path) -> Result<String> {
    let whole = |path: &Path| {
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        fs::canonicalize(path).with_context(|| format!("{} cannot be found", path.display()))
    };
    let (path, folder) = (whole(path)?, whole(folder)?);
    Ok(path.strip_prefix(&folder).unwrap_or(&path).display().to_string())
}
