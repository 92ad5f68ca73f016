//! Checks the rules of the house that no compiler knows.
//!
//! Enters: the files of the checkout and cargo's metadata. Leaves: every fault, with file, line and what to do.
//! Deliberately absent: format and lints, which `rustfmt` and `clippy` check.

mod edges;
mod paths;
mod requirements;
mod rows;
mod text;

use crate::{project::Project, report};
use anyhow::{Context, Result};
use std::{fmt, fs, path::Path};

/// One broken rule.
#[derive(Debug, Eq, PartialEq)]
struct Fault {
    /// The file, relative to the checkout.
    path: String,
    /// The line, from 1.
    line: usize,
    /// What is wrong and what to do about it.
    what: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{}:{}: {}", self.path, self.line, self.what)
    }
}

/// One text file of the checkout.
struct Source {
    /// Relative to the checkout, with forward slashes.
    path: String,
    text: String,
}

/// Folders that are built or fetched, wherever they stand.
const BUILT: [&str; 4] = [".git", "dist", "node_modules", "target"];

/// Checks everything and prints every fault; `false` where there is one.
pub(crate) fn tidy(project: &Project) -> Result<bool> {
    let mut sources = Vec::new();
    read(&project.root, &project.root, &mut sources)?;
    sources.sort_by(|one, other| one.path.cmp(&other.path));
    let mut faults = paths::top_level(&project.root)?;
    for source in &sources {
        faults.extend(text::check(source));
        if paths::NAMES_PATHS.contains(&source.path.as_str()) {
            faults.extend(paths::check(source, &project.root));
        }
        if source.path == requirements::TABLE {
            faults.extend(requirements::check(source, &sources));
        }
        if source.path == rows::TABLE {
            faults.extend(rows::check(source, &sources));
        }
    }
    faults.extend(edges::check(project)?);
    for fault in &faults {
        report::result(&fault.to_string());
    }
    report::progress(&format!("tidy: {} files, {} faults", sources.len(), faults.len()));
    Ok(faults.is_empty())
}

/// Reads every text file below a folder; files that are no UTF-8 are pictures and the like.
fn read(root: &Path, folder: &Path, sources: &mut Vec<Source>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))? {
        let path = entry.with_context(|| format!("{} cannot be read", folder.display()))?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if BUILT.contains(&name.as_str()) {
            continue;
        }
        if path.is_dir() {
            read(root, &path, sources)?;
        } else if let Some(text) = fs::read(&path).ok().and_then(|bytes| String::from_utf8(bytes).ok()) {
            let relative = path.strip_prefix(root).unwrap_or(&path);
            sources.push(Source { path: relative.to_string_lossy().replace('\\', "/"), text });
        }
    }
    Ok(())
}
