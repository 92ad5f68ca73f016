//! Rules for paths: what may stand at the top, and that documents name only what exists.

use super::{Fault, Source};
use anyhow::{Context, Result};
use std::{fs, path::Path};

/// Documents whose paths must exist.
pub(super) const NAMES_PATHS: [&str; 2] = ["README.md", "www/docs/architecture.md"];

/// Everything that may stand at the top of the checkout, besides names that start with a dot.
const TOP_LEVEL: [&str; 14] = [
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "clippy.toml",
    "crates",
    "node_modules",
    "package-lock.json",
    "package.json",
    "src",
    "target",
    "tests",
    "tsconfig.json",
];

/// Faults among the names at the top.
pub(super) fn top_level(root: &Path) -> Result<Vec<Fault>> {
    let mut faults = Vec::new();
    for entry in fs::read_dir(root).context("the checkout cannot be read")? {
        let name = entry.context("the checkout cannot be read")?.file_name().to_string_lossy().into_owned();
        if !allowed(&name) {
            faults.push(Fault { path: name, line: 1, what: "not one of the names at the top: move it into a room".to_owned() });
        }
    }
    Ok(faults)
}

fn allowed(name: &str) -> bool {
    name == "www" || name.starts_with('.') || TOP_LEVEL.contains(&name)
}

/// Faults among the paths that a document names in backticks.
pub(super) fn check(source: &Source, root: &Path) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut fenced = false;
    for (number, line) in (1..).zip(source.text.lines()) {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if !fenced {
            for path in named(line).filter(|path| !root.join(path).exists()) {
                let what = format!("`{path}` does not exist: name where it lies now, or take it out");
                faults.push(Fault { path: source.path.clone(), line: number, what });
            }
        }
    }
    faults
}

/// The paths in backticks on one line: what starts in a folder of ours and is no pattern and not built.
fn named(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2).filter(|word| {
        let ours = ["src/", "www/", "tests/", "crates/", ".ci/", ".cargo/"].iter().any(|room| word.starts_with(room));
        ours && !word.contains(['*', '<', '{', ' ', '…']) && !word.split('/').any(|part| part == "dist")
    })
}

#[cfg(test)]
mod tests {
    use super::{allowed, check, named};
    use crate::tidy::Source;

    #[test]
    fn only_paths_of_ours_count() {
        let line = "`src/lib.rs` and `crates/*/src`, `www/demo/dist/x`, `cargo xtask web`, `tests/`; not src/none.rs; `/v1/receipts`";
        assert_eq!(named(line).collect::<Vec<_>>(), ["src/lib.rs", "tests/"]);
    }

    #[test]
    fn a_path_that_is_gone_is_a_fault_with_its_line() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let text = "`src/main.rs`\n```\n`src/gone.rs`\n```\n`src/gone.rs`\n".to_owned();
        let faults = check(&Source { path: "README.md".to_owned(), text }, root);
        assert_eq!(faults.iter().map(|fault| fault.line).collect::<Vec<_>>(), [5]);
    }

    #[test]
    fn the_top_is_a_closed_list() {
        for (name, expected) in [("Cargo.toml", true), (".github", true), ("www", true), ("docs", false), ("run.sh", false)] {
            assert_eq!(allowed(name), expected, "{name}");
        }
    }
}
