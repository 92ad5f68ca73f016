//! What a build starts from: a `site.toml`, or a policy text from which one is drafted.
//!
//! In: a path. Out: the text of the site file, the name that diagnostics call it, and the folder that its paths are relative to.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use countersign_policy::{Bundle, Diagnostic, MAX_POLICY_BYTES, PolicyFile, compile, draft_site, read_policy};

use crate::output;

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
        if is_site(path) {
            let text = fs::read_to_string(path)
                .with_context(|| format!("{} cannot be read; name a site.toml or a policy text", path.display()))?;
            return Ok(Self { name: path.display().to_string(), text, folder });
        }
        Ok(Self { name: format!("{} (drafted site.toml)", path.display()), text: draft(&[path.to_path_buf()], &folder)?, folder })
    }

    /// The text of the site file.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The folder that its paths are relative to.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Checks and compiles it.
    pub(crate) fn compile(&self) -> (Option<Bundle>, Vec<Diagnostic>) {
        compile(&self.name, &self.text, &|path| bytes(&self.folder.join(path)))
    }
}

/// Whether a path names a site file; every other file is read as a policy.
pub(crate) fn is_site(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "toml")
}

/// Reads a policy, whatever its encoding and format; says so where the encoding had to be guessed.
pub(crate) fn policy(path: &Path) -> Result<PolicyFile> {
    let name = path.display().to_string();
    let bytes = bytes(path).with_context(|| format!("{name} cannot be read; name a policy text"))?;
    let policy = read_policy(&name, &bytes).map_err(|cause| anyhow::anyhow!("{name} {cause}; {}", cause.remedy()))?;
    if policy.guessed {
        output::note(&format!("{name} is not UTF-8; it reads like {} and was read so", policy.encoding));
    }
    Ok(policy)
}

/// The bytes of a file; of one that is too long for a policy, one more than the limit.
fn bytes(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    fs::File::open(path)?.take(MAX_POLICY_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Drafts a site file from policies; its paths are relative to `folder`.
pub(crate) fn draft(policies: &[PathBuf], folder: &Path) -> Result<String> {
    let mut texts = Vec::new();
    for path in policies {
        texts.push((relative(path, folder)?, policy(path)?.text));
    }
    let texts: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    draft_site(&texts).map_err(|cause| anyhow::anyhow!("{cause}"))
}

/// A path as written in a file of a folder: relative where it lies inside, whole otherwise.
fn relative(path: &Path, folder: &Path) -> Result<String> {
    let whole = |path: &Path| {
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        fs::canonicalize(path).with_context(|| format!("{} cannot be found; name a policy text that is there", path.display()))
    };
    let (path, folder) = (whole(path)?, whole(folder)?);
    Ok(path.strip_prefix(&folder).unwrap_or(&path).display().to_string())
}
