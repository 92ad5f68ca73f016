//! The suite `scenarios`: whole visits with the built widget, loader, demo and receiver, in headless Chromium or, by `COUNTERSIGN_ENGINE`, in
//! `firefox` or `webkit`.
//!
//! Every `*.test.mjs` below `tests/browser` is a test file for Node's runner.
//! It finds programs in `CARGO_TARGET_DIR`, the browser in `CHROMIUM`, the same without a window in `CHROMIUM_SHELL`, and a Python with a
//! JOSE library in `CS_PYTHON`.

use super::count::Count;
use crate::{demo, files::files, install, project::Project, run};
use anyhow::{Result, bail};
use std::env;

/// How long one test may take, or a whole file of them, in seconds.
pub(super) const TIMEOUT_SECS: u32 = 300;

/// How many files run at once: on two processors this many keep them busy, because each waits for more than half of its time.
pub(super) const AT_ONCE: usize = 3;

/// The same in an engine that draws without a graphics processor and starts a browser for each visitor.
const SLOW_TIMEOUT_SECS: u32 = 900;

/// Builds what the scenarios visit and runs them.
pub(super) fn suite(project: &Project) -> Result<Count> {
    let is_other = env::var("COUNTERSIGN_ENGINE").is_ok_and(|engine| engine != "chromium");
    if is_other {
        install::engines(project)?;
    }
    demo::prepare(project)?;
    node_tests(project, &["tests/browser"], AT_ONCE, if is_other { SLOW_TIMEOUT_SECS } else { TIMEOUT_SECS })
}

/// Runs the test files of some folders by Node's runner, so many at once; each file has to end within the time given.
pub(super) fn node_tests(project: &Project, folders: &[&str], at_once: usize, timeout_secs: u32) -> Result<Count> {
    let mut tests = Vec::new();
    for folder in folders {
        let before = tests.len();
        tests.extend(files(&project.at(folder))?.into_iter().filter(|path| path.to_string_lossy().ends_with(".test.mjs")));
        if tests.len() == before {
            bail!("no *.test.mjs below {folder}"); // without a file Node's runner would search the whole checkout
        }
    }
    let browser = install::browser(project)?;
    let mut node = run::command(project, "node");
    node.args(["--test", "--test-reporter=spec"]).arg(format!("--test-concurrency={at_once}"));
    node.arg(format!("--test-timeout={timeout_secs}000"));
    node.args(tests).env("CHROMIUM", &browser.chromium);
    if let Some(shell) = install::shell(project) {
        node.env("CHROMIUM_SHELL", shell);
    }
    if let Some(python) = install::python(project)? {
        node.env("CS_PYTHON", python);
    }
    let (output, status) = run::stream(&mut node)?;
    Ok(Count::of_node(&output).ended(status))
}
