//! The suite `a11y`: every surface in every state and language for everybody who reads, hears, sees and works it differently.
//!
//! Two checkers, what can be measured, and the main tasks by keyboard and by what a screen reader is told, in headless Chromium.

use super::{count::Count, scenarios};
use crate::{demo, project::Project};
use anyhow::Result;

/// How long a file of tests may take on a busy machine, in seconds.
const TIMEOUT_SECS: u32 = 600;

/// How many files run at once: the checkers wait for the browser more than they work.
const AT_ONCE: usize = 4;

/// Builds what is visited and runs the tests.
pub(super) fn suite(project: &Project) -> Result<Count> {
    demo::prepare(project)?;
    scenarios::node_tests(project, &["tests/a11y"], AT_ONCE, TIMEOUT_SECS)
}
