//! Measures the surfaces themselves: what pressing something costs, what Lighthouse says of the demo with and without the widget, and how long
//! the widget's Rust takes to start, as wasm and as JavaScript.
//!
//! Enters: the longest policy at hand, the demo, `tests/bench/*.mjs`, and their arguments. Leaves: their tables.
//! Deliberately absent: a verdict that fails, because other work on the machine slows every time; bytes and faults are tests.

use crate::{install, project::Project, report, run, web};
use anyhow::Result;
use std::path::PathBuf;

/// The policy of a real courier that budgets speak of, where it is at hand.
const LONG: &str = "policies/nbexpress.en.txt";

/// Interaction to next paint of each choice and layer.
pub(super) fn interactions(project: &Project, arguments: &[String]) -> Result<()> {
    web::web(project)?;
    let (source, what) = match project.shared(LONG) {
        Some(policy) => (policy, "a policy of 46,000 bytes"),
        None => (project.at("www/demo/site.toml"), "the demo's policy, because ../shared/policies is not at hand"),
    };
    let dist = project.built("bench-surfaces");
    web::site(project, &source, &dist)?;
    report::progress(&format!("measuring with {what}"));
    measure(project, "interactions.mjs", &[dist], arguments)
}

/// Lighthouse over the demo, with and without the widget in turns.
pub(super) fn lighthouse(project: &Project, arguments: &[String]) -> Result<()> {
    web::web(project)?;
    measure(project, "lighthouse.mjs", &[project.at("www/demo/site"), project.at("www/demo/dist")], arguments)
}

/// How long the Rust side takes to start in both of its forms.
pub(super) fn fallback(project: &Project, arguments: &[String]) -> Result<()> {
    web::web(project)?;
    measure(project, "fallback.mjs", &[web::assets(project), web::glue(project)], arguments)
}

fn measure(project: &Project, script: &str, paths: &[PathBuf], arguments: &[String]) -> Result<()> {
    let browser = install::browser(project)?;
    let mut node = run::command(project, "node");
    node.arg(project.at("tests/bench").join(script)).args(paths).args(arguments).env("CHROMIUM", &browser.chromium);
    report::timed("measuring", || run::check(&mut node))
}
