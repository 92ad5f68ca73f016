//! The suite `widget`: the root package's tests, inside headless Chromium.

use super::count::Count;
use crate::{
    install::{self, WASM},
    project::Project,
    run,
};
use anyhow::Result;

/// How long one test binary may take in the browser, in seconds; a busy machine needs more than the default of 20.
const TIMEOUT_SECS: &str = "120";

/// Compiles the tests to wasm and runs them by chromedriver.
pub(super) fn suite(project: &Project) -> Result<Count> {
    install::wasm_target(project)?;
    let browser = install::browser(project)?;
    let mut cargo = run::dev_cargo(project);
    cargo.args(["test", "--package", "countersign", "--target", WASM, "--no-fail-fast"]);
    cargo.env("CHROMEDRIVER", &browser.driver).env("WASM_BINDGEN_TEST_TIMEOUT", TIMEOUT_SECS);
    let (output, status) = run::stream(&mut cargo)?;
    Ok(Count::of_cargo(&output).ended(status))
}
