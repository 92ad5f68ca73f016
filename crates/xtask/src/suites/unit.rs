//! The suite `unit`: everything that needs no browser.
//!
//! Rust tests of all crates, and five checks that count as one test each: format, lints natively and in wasm,
//! tidy, size.

use super::{count::Count, faults};
use crate::{
    install::{self, WASM},
    project::Project,
    report, run, size, tidy,
};
use anyhow::Result;
use std::{process::Command, thread};

/// What is tested together: all but this program, which has a build of its own already, and the crate that only makes sense in a browser.
/// The features of libraries are those of the commands then, which need no build of their own.
const TOGETHER: [&str; 5] = ["--workspace", "--exclude", "wasm-test-runner", "--exclude", "xtask"];

/// Runs the checks and the tests.
pub(super) fn suite(project: &Project) -> Result<Count> {
    install::wasm_target(project)?;
    let mut count = Count::default();
    count += checked("format", || passes(run::cargo(project).args(["fmt", "--all", "--check"])));
    count += checked("tidy", || tidy::tidy(project));
    count += lints(project);
    // The test programs run one after the other and often wait; the files of the web are built meanwhile.
    let (tests, size) = thread::scope(|scope| {
        let size = scope.spawn(|| report::apart(|| checked("size", || size::size(project))));
        (tests(project), size.join().unwrap_or(Count::one(false)))
    });
    count += tests?;
    count += size;
    Ok(count)
}

/// Lints by compiling, natively and for the browser, what the tests need anyway. Where something is found, what follows goes on without.
fn lints(project: &Project) -> Count {
    project.lint(true);
    let mut count = checked("lints", || compiles(project, &[&TOGETHER, &["--package", "xtask"], &["--package", "wasm-test-runner"]]));
    count += checked("lints of the widget", || compiles(project, &[&["--package", "countersign", "--target", WASM]]));
    project.lint(count.failed == 0);
    count
}

/// Whether what is named compiles, tests and all, each together.
fn compiles(project: &Project, together: &[&[&str]]) -> Result<bool> {
    for packages in together {
        run::check(run::dev_cargo(project).args(["test", "--quiet", "--no-run", "--all-targets"]).args(*packages))?;
    }
    Ok(true)
}

/// Runs cargo's tests; all of them, also after a failure.
fn tests(project: &Project) -> Result<Count> {
    // The storage port is held to one contract on SQLite and PostgreSQL.
    faults::servers(project);
    let python = install::python(project)?;
    let mut count = Count::default();
    for packages in [&TOGETHER[..], &["--package", "xtask"]] {
        let mut cargo = run::dev_cargo(project);
        cargo.args(["test", "--no-fail-fast"]).args(packages);
        if let Some(python) = &python {
            cargo.env("CS_PYTHON", python);
        }
        let (output, status) = run::stream(&mut cargo)?;
        count += Count::of_cargo(&output).ended(status);
    }
    Ok(count)
}

/// Runs one check and counts it as one test.
fn checked(name: &str, check: impl FnOnce() -> Result<bool>) -> Count {
    let passed = report::timed(&format!("check {name}"), check).unwrap_or_else(|error| {
        report::progress(&format!("{name}: {error:#}"));
        false
    });
    report::result(&format!("check {name} ... {}", if passed { "ok" } else { "FAILED" }));
    Count::one(passed)
}

/// Whether a command succeeds.
fn passes(command: &mut Command) -> Result<bool> {
    run::check(command).map(|()| true)
}
