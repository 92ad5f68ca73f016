//! The suite `leaks`: pages that try to reach third parties, in Chromium, Firefox and WebKitGTK, against a sink that counts requests.
//!
//! The engines run beside each other, because each of them mostly waits, and in whole browsers as people have them; the tests of what the gate adds beside it need Chromium only.

use super::{count::Count, scenarios};
use crate::{install, project::Project, web};
use anyhow::Result;

/// The folders of the suite.
const FOLDERS: [&str; 4] = ["tests/leaks", "tests/auto", "tests/calls", "tests/gate"];

/// Two files for each engine, and two of the others beside them.
const AT_ONCE: usize = 8;

/// One file holds half of the visits of an engine.
const TIMEOUT_SECS: u32 = 1200;

/// Builds the loader and the command that writes it for the suite's site, and runs the tests.
pub(super) fn suite(project: &Project) -> Result<Count> {
    install::engines(project)?;
    web::web(project)?;
    scenarios::node_tests(project, &FOLDERS, AT_ONCE, TIMEOUT_SECS)
}
