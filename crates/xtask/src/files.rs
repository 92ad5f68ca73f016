//! Folders of files: listing and copying.
//!
//! Enters: a folder. Leaves: its files, or a copy whose files are ours to write, whatever the source allows.
//! Deliberately absent: links and permissions, which no folder of the project needs.

use anyhow::{Context, Result};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Every file below a folder, sorted by path.
pub(crate) fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        for path in entries(&folder)? {
            if path.is_dir() { open.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    Ok(found)
}

/// Copies a folder; entries of the given names are left out, and each file passes through `edit`.
pub(crate) fn copy(from: &Path, to: &Path, without: &[&str], edit: &dyn Fn(Vec<u8>) -> Vec<u8>) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("{} cannot be created", to.display()))?;
    for path in entries(from)? {
        let name = path.file_name().unwrap_or_default();
        let target = to.join(name);
        if without.iter().any(|entry| name == *entry) {
            continue;
        }
        if path.is_dir() {
            copy(&path, &target, without, edit)?;
            continue;
        }
        let bytes = fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))?;
        fs::write(&target, edit(bytes)).with_context(|| format!("{} cannot be written", target.display()))?;
    }
    Ok(())
}

/// Replaces one string by another in what is text, and leaves everything else alone.
pub(crate) fn replace(bytes: Vec<u8>, old: &str, new: &str) -> Vec<u8> {
    String::from_utf8(bytes).map_or_else(|other| other.into_bytes(), |text| text.replace(old, new).into_bytes())
}

/// Makes a folder empty, whether or not it is there.
pub(crate) fn empty(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("{} cannot be emptied", folder.display()))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("{} cannot be created", folder.display()))
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let listed = fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))?;
    let path = |entry: std::io::Result<fs::DirEntry>| Ok(entry.with_context(|| format!("{} cannot be read", folder.display()))?.path());
    listed.map(path).collect()
}

#[cfg(test)]
mod tests {
    use super::{copy, empty, files, replace};
    use std::fs;

    #[test]
    fn a_copied_site_names_the_other_origin_and_keeps_pictures() {
        let folder = std::env::temp_dir().join(format!("countersign-copy-{}", std::process::id()));
        let (from, to) = (folder.join("from"), folder.join("to"));
        empty(&from.join("deep")).unwrap();
        empty(&from.join("without")).unwrap();
        fs::write(from.join("index.html"), "<img src=http://old/p.gif><img src=http://old/q.gif>").unwrap();
        fs::write(from.join("deep/picture.png"), [0xff, 0x00, 0xfe]).unwrap();
        fs::write(from.join("without/file"), "").unwrap();
        copy(&from, &to, &["without"], &|bytes| replace(bytes, "http://old", "http://new:1")).unwrap();
        assert_eq!(files(&to).unwrap(), [to.join("deep/picture.png"), to.join("index.html")]);
        let page = fs::read_to_string(to.join("index.html")).unwrap();
        assert_eq!(page, "<img src=http://new:1/p.gif><img src=http://new:1/q.gif>");
        assert_eq!(fs::read(to.join("deep/picture.png")).unwrap(), [0xff, 0x00, 0xfe]);
        fs::remove_dir_all(&folder).unwrap();
    }
}
