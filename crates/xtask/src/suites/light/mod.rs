//! The suite `light`: what can be counted instead of timed, against budgets, because a count is the same on every machine.
//!
//! Operations of the widget's wasm, functions that the loader calls, requests and elements; the budgets stand in `budgets.toml`.
//! Deliberately absent: times, which `cargo xtask bench` measures.

mod operations;

use super::{count::Count, scenarios};
use crate::{project::Project, web};
use anyhow::{Context, Result};
use std::fs;

/// Builds what is counted and runs the test files of `tests/light`.
pub(super) fn suite(project: &Project) -> Result<Count> {
    web::web(project)?;
    let (widget, folder) = (web::assets(project).join("widget.wasm"), project.built("light"));
    let module = fs::read(&widget).with_context(|| format!("{} cannot be read", widget.display()))?;
    fs::create_dir_all(&folder).context("the folder for counting cannot be created")?;
    fs::write(folder.join("widget.wasm"), operations::counted(&module)?).context("the counting module cannot be written")?;
    scenarios::node_tests(project, &["tests/light"], scenarios::AT_ONCE, scenarios::TIMEOUT_SECS)
}
