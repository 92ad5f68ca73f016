//! The suite `visual`: pictures of every surface in every state and language, held against what somebody last looked at.
//!
//! The pictures are left in `target/pictures/`; `COUNTERSIGN_PICTURES=all` takes every device, scheme and theme, and
//! `COUNTERSIGN_REWRITE=1` makes what is seen now what is expected.

use super::{count::Count, scenarios};
use crate::{demo, project::Project};
use anyhow::Result;

/// How long a file of tests may take on a busy machine, in seconds.
const TIMEOUT_SECS: u32 = 600;

/// Builds what is visited and runs the tests.
pub(super) fn suite(project: &Project) -> Result<Count> {
    demo::prepare(project)?;
    scenarios::node_tests(project, &["tests/visual"], 2, TIMEOUT_SECS)
}
