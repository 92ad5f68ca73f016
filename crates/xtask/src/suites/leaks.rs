//! The suite `leaks`: pages that try to reach third parties, in Chromium, Firefox and WebKitGTK, against a sink that counts requests.
//!
//! The engines run beside each other, because each of them mostly waits; the tests of what the gate adds beside it need Chromium only.

use super::{count::Count, scenarios};
use crate::{install, project::Project, web};
use anyhow::Result;

/// The folders of the suite.
const FOLDERS: [&str; 4] = ["tests/leaks", "tests/auto", "tests/calls", "tests/gate"];

/// One file holds all visits of an engine.
const TIMEOUT_SECS: u32 = 1200;

/// Builds the loader and the command that writes it for the suite's site, and runs the tests.
pub(super) fn suite(project: &Project) -> Result<Count> {
    install::engines(project)?;
    web::web(project)?;
    scenarios::node_tests(project, &FOLDERS, 3, TIMEOUT_SECS)
}
