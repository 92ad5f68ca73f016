//! The suite `engines`: the same widget where a browser is another, an older or a narrower one.
//!
//! Without WebAssembly and without web APIs that are younger than the oldest browsers we serve, in Chromium, Firefox and WebKitGTK, and as a
//! package that other bundlers have packed. `www/docs/engines.md` says what each row expects.

use super::{count::Count, scenarios};
use crate::{demo, install, package, project::Project};
use anyhow::Result;

/// Builds what is visited and runs the tests.
pub(super) fn suite(project: &Project) -> Result<Count> {
    install::engines(project)?;
    demo::prepare(project)?;
    package::package(project)?;
    scenarios::node_tests(project, &["tests/engines"], scenarios::AT_ONCE, scenarios::TIMEOUT_SECS)
}
