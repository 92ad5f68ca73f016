//! The suite `marketing`: links of messages, lists and the console of staff, with the built command, receiver and a browser.
//!
//! What needs no browser is tested inside the receiver and the command, in the suite `unit`.

use super::{count::Count, scenarios};
use crate::{demo, project::Project};
use anyhow::Result;

/// Builds what the tests run, and runs them.
pub(super) fn suite(project: &Project) -> Result<Count> {
    demo::prepare(project)?;
    scenarios::node_tests(project, &["tests/marketing"], scenarios::AT_ONCE, scenarios::TIMEOUT_SECS)
}
