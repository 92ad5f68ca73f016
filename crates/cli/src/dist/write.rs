//! Writing a build: everything into a folder beside the target, then two renames.
//!
//! A crash before the renames leaves the old folder and a hidden temporary one; a crash between them leaves the old folder under the name
//! `.<name>.old`, which the next build takes away once it has replaced it.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

use super::{Archive, Files};

/// Replaces `target` by the files and the archive.
///
/// # Errors
/// Where a folder or file cannot be written; `target` is then as it was. A folder that is not empty and holds no `manifest.json` was not
/// made by a build, and is refused.
pub(crate) fn write(target: &Path, files: &Files, archive: &Archive) -> Result<()> {
    let name = target.file_name().and_then(|name| name.to_str()).with_context(|| format!("{} names no folder", target.display()))?;
    let parent = target.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    refuse_foreign(target)?;
    fs::create_dir_all(parent).with_context(|| format!("{} cannot be made", parent.display()))?;
    let fresh = tempfile::Builder::new()
        .prefix(&format!(".{name}."))
        .tempdir_in(parent)
        .with_context(|| format!("nothing can be written in {}", parent.display()))?;
    for (path, bytes) in files {
        let path = fresh.path().join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        }
        fs::write(&path, bytes).with_context(|| format!("{} cannot be written", path.display()))?;
    }
    archive.copy_into(fresh.path())?;
    share(fresh.path())?;
    replace(target, fresh.path(), &parent.join(format!(".{name}.old")))
}

fn refuse_foreign(target: &Path) -> Result<()> {
    let full = target.is_dir() && fs::read_dir(target).is_ok_and(|mut entries| entries.next().is_some());
    if target.exists() && !target.is_dir() || full && !target.join("manifest.json").is_file() {
        bail!("{} was not made by a build; name an empty or new folder with -o", target.display());
    }
    Ok(())
}

/// A temporary folder is its owner's alone; a built one is for the web server too.
fn share(folder: &Path) -> Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).context("the new folder cannot be made readable")?;
    }
    Ok(())
}

fn replace(target: &Path, fresh: &Path, old: &Path) -> Result<()> {
    let there = target.exists();
    if there {
        if old.exists() {
            fs::remove_dir_all(old).with_context(|| format!("{} is left over and cannot be removed", old.display()))?;
        }
        fs::rename(target, old).with_context(|| format!("{} cannot be moved aside", target.display()))?;
    }
    if let Err(cause) = fs::rename(fresh, target) {
        if there {
            fs::rename(old, target).with_context(|| format!("the old folder lies at {} and cannot be moved back", old.display()))?;
        }
        return Err(cause).with_context(|| format!("{} cannot be replaced", target.display()));
    }
    if old.exists() {
        fs::remove_dir_all(old).with_context(|| format!("{} cannot be removed", old.display()))?;
    }
    Ok(())
}
