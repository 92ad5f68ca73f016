//! The suite `loader`: the loader alone, on made-up pages in headless Chromium, before any wasm.

use super::{count::Count, scenarios};
use crate::{install, project::Project};
use anyhow::Result;

/// Runs the test files of `tests/loader`, which bundle the loader themselves.
pub(super) fn suite(project: &Project) -> Result<Count> {
    install::npm(project)?;
    scenarios::node_tests(project, &["tests/loader"], scenarios::AT_ONCE, scenarios::TIMEOUT_SECS)
}
