//! The suite `interop`: receipts of three engines and our receiver, held against software that is not ours.
//!
//! The example backends run as they stand in `www/examples/backends`; receipts and countersignatures are verified by `jose` and a Python
//! JOSE library, the log by Go's `golang.org/x/mod/sumdb`. What cannot be installed is named and skipped.

use super::{count::Count, scenarios};
use crate::{demo, install, project::Project};
use anyhow::Result;

/// Builds the demo, installs what the examples need, and runs the tests.
pub(super) fn suite(project: &Project) -> Result<Count> {
    install::engines(project)?;
    install::program(project, "php", &["php-cli"], "the example backend in PHP");
    install::program(project, "go", &["golang-go", "golang-golang-x-mod-dev"], "verification of the log by Go");
    install::npm_in(project, &project.at("www/examples/backends/express"))?;
    demo::prepare(project)?;
    scenarios::node_tests(project, &["tests/interop"], 2, scenarios::TIMEOUT_SECS)
}
