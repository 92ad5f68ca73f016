//! Rules for dependencies: which crate of ours may use which, and that web-sys stays in the widget.
//!
//! Enters: `cargo metadata`. Leaves: each edge that is not in the table, at the line of its `Cargo.toml`.

use super::Fault;
use crate::{project::Project, run};
use anyhow::{Context, Result};
use serde_json::Value;
use std::{fs, path::Path};

/// Each package of ours and what of ours it may use; an edge that is not here needs a decision in `www/docs/`.
const EDGES: [(&str, &[&str]); 13] = [
    ("countersign", &["countersign-core", "countersign-views"]),
    ("countersign-core", &[]),
    ("countersign-policy", &["countersign-core"]),
    ("countersign-views", &["countersign-core"]),
    ("countersign-json", &[]),
    ("countersign-outward", &[]),
    ("countersign-suppression", &["countersign-core"]),
    ("countersign-receiver", &["countersign-core", "countersign-json", "countersign-outward", "countersign-suppression"]),
    ("countersign-verify", &["countersign-core", "countersign-json"]),
    ("countersign-verify-page", &["countersign-core", "countersign-verify", "countersign-views"]),
    (
        "countersign-cli",
        &[
            "countersign-core",
            "countersign-outward",
            "countersign-policy",
            "countersign-suppression",
            "countersign-verify",
            "countersign-views",
        ],
    ),
    ("xtask", &[]),
    ("wasm-test-runner", &[]),
];

/// The package that may touch the browser.
const WIDGET: &str = "countersign";

/// All faults of the workspace.
pub(super) fn check(project: &Project) -> Result<Vec<Fault>> {
    let metadata = run::capture(run::cargo(project).args(["metadata", "--no-deps", "--format-version", "1"]))?;
    let metadata: Value = serde_json::from_str(&metadata).context("cargo metadata is no JSON")?;
    let mut faults = Vec::new();
    for (package, dependency, manifest) in dependencies(&metadata) {
        if let Some(what) = fault(package, dependency) {
            let manifest = Path::new(manifest);
            let text = fs::read_to_string(manifest).unwrap_or_default();
            let path = manifest.strip_prefix(&project.root).unwrap_or(manifest).to_string_lossy().into_owned();
            faults.push(Fault { path, line: line_of(&text, dependency), what });
        }
    }
    Ok(faults)
}

/// Package, dependency and manifest of every declared dependency.
fn dependencies(metadata: &Value) -> impl Iterator<Item = (&str, &str, &str)> {
    metadata["packages"].as_array().into_iter().flatten().flat_map(|package| {
        let name = package["name"].as_str().unwrap_or_default();
        let manifest = package["manifest_path"].as_str().unwrap_or_default();
        let listed = package["dependencies"].as_array().into_iter().flatten();
        listed.map(move |dependency| (name, dependency["name"].as_str().unwrap_or_default(), manifest))
    })
}

/// What is wrong with one edge.
fn fault(package: &str, dependency: &str) -> Option<String> {
    let Some((_, may_use)) = EDGES.iter().find(|(name, _)| *name == package) else {
        return Some(format!("{package} is not in the table of edges: add it in crates/xtask/src/tidy/edges.rs"));
    };
    if dependency == "web-sys" && package != WIDGET {
        return Some(format!("{package} uses web-sys: only the widget in src/ may touch the browser"));
    }
    let ours = EDGES.iter().any(|(name, _)| *name == dependency);
    (ours && !may_use.contains(&dependency)).then(|| {
        let allowed = if may_use.is_empty() { "nothing of ours".to_owned() } else { may_use.join(", ") };
        format!("{package} uses {dependency}, but may use {allowed}: move the code, or decide on the edge in www/docs/ and add it to crates/xtask/src/tidy/edges.rs")
    })
}

/// The line of a manifest that declares a dependency, from 1.
fn line_of(manifest: &str, dependency: &str) -> usize {
    let declares = |line: &str| line.strip_prefix(dependency).is_some_and(|rest| rest.starts_with(['.', ' ', '=']));
    manifest.lines().position(declares).map_or(1, |index| index + 1)
}

#[cfg(test)]
mod tests {
    use super::{dependencies, fault, line_of};

    #[test]
    fn edges_follow_the_table() {
        for (package, dependency, allowed) in [
            ("countersign-core", "sha2", true),
            ("countersign-core", "countersign-views", false),
            ("countersign-views", "countersign-core", true),
            ("countersign-receiver", "countersign-views", false),
            ("countersign", "web-sys", true),
            ("countersign-views", "web-sys", false),
            ("newcomer", "sha2", false),
        ] {
            assert_eq!(fault(package, dependency).is_none(), allowed, "{package} -> {dependency}");
        }
    }

    #[test]
    fn the_line_is_the_declaration() {
        let manifest = "[dependencies]\ncountersign-core-extra = \"1\"\ncountersign-core.workspace = true\n";
        assert_eq!(line_of(manifest, "countersign-core"), 3);
        assert_eq!(line_of(manifest, "absent"), 1);
    }

    #[test]
    fn metadata_lists_every_edge() {
        let metadata = serde_json::json!({ "packages": [
            { "name": "a", "manifest_path": "a/Cargo.toml", "dependencies": [{ "name": "b" }, { "name": "c" }] }] });
        let found: Vec<_> = dependencies(&metadata).collect();
        assert_eq!(found, [("a", "b", "a/Cargo.toml"), ("a", "c", "a/Cargo.toml")]);
    }
}
