//! Installs what a command lacks, and says so.
//!
//! Enters: the checkout and the machine. Leaves: tools that are there, or an error that names the exact packages.
//! Deliberately absent: anything that replaces what the machine already has.

use crate::{project::Project, report, run};
use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The compilation target of the widget.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// Debian packages that the browser suites need.
const BROWSER_PACKAGES: [&str; 3] = ["chromium", "chromium-driver", "fonts-noto-cjk"];

/// Chromium without its window, as a Debian package and as a program.
const SHELL: &str = "chromium-headless-shell";

/// The other engines of the leak suite: Debian packages, and programs of which one shows that the package is there.
const ENGINES: [(&str, &[&str]); 3] =
    [("firefox-esr", &["firefox-esr", "firefox"]), ("webkit2gtk-driver", &["WebKitWebDriver"]), ("xvfb", &["Xvfb"])];

/// A browser and its WebDriver.
#[derive(Clone, Debug)]
pub(crate) struct Browser {
    /// The Chromium program.
    pub(crate) chromium: PathBuf,
    /// The chromedriver program.
    pub(crate) driver: PathBuf,
}

/// Adds the wasm target to the Rust toolchain in use.
pub(crate) fn wasm_target(project: &Project) -> Result<()> {
    let sysroot = run::capture(run::command(project, "rustc").args(["--print", "sysroot"]))?;
    if PathBuf::from(sysroot.trim()).join("lib/rustlib").join(WASM).is_dir() {
        return Ok(());
    }
    if run::on_path("rustup").is_none() {
        bail!("the Rust toolchain lacks the target {WASM} and there is no rustup: install the target by your system's packages");
    }
    report::timed(&format!("installing the Rust target {WASM}"), || {
        run::check(run::command(project, "rustup").args(["target", "add", WASM]))
    })
}

/// Installs the project's npm packages.
pub(crate) fn npm(project: &Project) -> Result<()> {
    npm_in(project, &project.root)
}

/// Installs the npm packages of a folder's `package-lock.json`, unless exactly these are already there.
pub(crate) fn npm_in(project: &Project, folder: &Path) -> Result<()> {
    node(project)?;
    let lock = fs::read(folder.join("package-lock.json")).with_context(|| format!("{} has no package-lock.json", folder.display()))?;
    let wanted: String = Sha256::digest(&lock).iter().map(|byte| format!("{byte:02x}")).collect();
    let stamp = folder.join("node_modules/.countersign-lock");
    if fs::read_to_string(&stamp).is_ok_and(|found| found == wanted) {
        return Ok(());
    }
    report::timed("installing npm packages", || {
        let mut npm = run::command(project, "npm");
        run::check(npm.current_dir(folder).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]))
    })?;
    fs::write(&stamp, wanted).with_context(|| format!("{} cannot be written", stamp.display()))
}

/// Checks that Node and npm are there and new enough.
fn node(project: &Project) -> Result<()> {
    let remedy = "install Node.js 20.19 or newer with npm (Debian: nodejs and npm; or nodejs.org)";
    if run::on_path("node").is_none() || run::on_path("npm").is_none() {
        bail!("Node.js is missing: {remedy}");
    }
    let version = run::capture(run::command(project, "node").arg("--version"))?;
    if !new_enough(&version) {
        bail!("Node.js {} is too old: {remedy}", version.trim());
    }
    Ok(())
}

/// Whether a version such as `v20.20.2` is at least 20.19, from which on Vite runs.
fn new_enough(version: &str) -> bool {
    let mut parts = version.trim().trim_start_matches('v').split('.').map(str::parse::<u32>);
    match (parts.next(), parts.next()) {
        (Some(Ok(major)), Some(Ok(minor))) => (major, minor) >= (20, 19),
        _ => false,
    }
}

/// Finds Chromium and chromedriver, installing them with apt where that is possible.
///
/// `CHROMIUM` and `CHROMEDRIVER` name other programs.
pub(crate) fn browser(project: &Project) -> Result<Browser> {
    if let Some(found) = find_browser() {
        return Ok(found);
    }
    debian(project, "Chromium or chromedriver is", &BROWSER_PACKAGES, "set CHROMIUM and CHROMEDRIVER to the programs")?;
    find_browser().context("the packages are installed, but chromium and chromedriver are not on the search path")
}

/// The same engine in the same version without a window, in which a page costs a third of the processor time.
///
/// `None` where it cannot be had, or where `CHROMIUM` names what to test with: then the whole browser does the same tests.
pub(crate) fn shell(project: &Project) -> Option<PathBuf> {
    if env::var_os("CHROMIUM").is_some() || !program(project, SHELL, &[SHELL], "the quicker form of Chromium") {
        return None;
    }
    run::on_path(SHELL)
}

/// Sees to it that Firefox, WebKitGTK and a screen for it are there, installing them with apt where that is possible.
///
/// `FIREFOX` names another program.
pub(crate) fn engines(project: &Project) -> Result<()> {
    let named = env::var_os("FIREFOX").is_some();
    let lacks = |programs: &[&str]| !programs.iter().any(|program| run::on_path(program).is_some());
    let missing: Vec<&str> = ENGINES
        .iter()
        .filter(|(package, programs)| lacks(programs) && !(named && package.starts_with("firefox")))
        .map(|(package, _)| *package)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    debian(project, "an engine of the leak suite is", &missing, "install Firefox, WebKitWebDriver and Xvfb in another way")
}

/// Sees to it that a program of a Debian package is there; `false`, with a line that says what is skipped, where it cannot be installed.
pub(crate) fn program(project: &Project, program: &str, packages: &[&str], skipped: &str) -> bool {
    if run::on_path(program).is_some() {
        return true;
    }
    let installed = debian(project, &format!("{program} is"), packages, "install it in another way");
    if let Err(error) = &installed {
        report::progress(&format!("{skipped} is skipped: {error:#}"));
    }
    installed.is_ok()
}

/// Installs Debian packages, or says which ones to install.
pub(crate) fn debian(project: &Project, what: &str, packages: &[&str], otherwise: &str) -> Result<()> {
    let names = packages.join(" ");
    let Some(apt) = apt(project) else {
        bail!("{what} missing and apt-get cannot be used here: install the packages {names}, or {otherwise}");
    };
    report::timed(&format!("installing {names}"), || {
        run::check(apt_get(project, &apt).args(["update", "-q"]))?;
        run::check(apt_get(project, &apt).args(["install", "-y", "-q", "--no-install-recommends"]).args(packages))
    })
}

/// The browser that is already there.
fn find_browser() -> Option<Browser> {
    let named = |variable: &str| env::var_os(variable).map(PathBuf::from).filter(|file| file.is_file());
    let chromium = named("CHROMIUM").or_else(|| ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(run::on_path))?;
    let driver = named("CHROMEDRIVER").or_else(|| run::on_path("chromedriver"))?;
    Some(Browser { chromium, driver })
}

/// The words that start apt-get with the rights to install, where that needs no password.
fn apt(project: &Project) -> Option<Vec<&'static str>> {
    run::on_path("apt-get")?;
    let user = run::capture(run::command(project, "id").arg("-u")).ok()?;
    if user.trim() == "0" {
        return Some(vec!["apt-get"]);
    }
    run::on_path("sudo")?;
    run::capture(run::command(project, "sudo").args(["-n", "true"])).ok()?;
    Some(vec!["sudo", "-n", "apt-get"])
}

fn apt_get(project: &Project, words: &[&str]) -> Command {
    let mut words = words.iter();
    let mut command = run::command(project, words.next().unwrap_or(&"apt-get"));
    command.args(words).env("DEBIAN_FRONTEND", "noninteractive");
    command
}

/// A Python with a JOSE library: the one of the FastAPI example, with everything that the example needs.
///
/// `None`, with a line that says so, where there is no `python3` or it cannot install: the tests that need it are then skipped.
pub(crate) fn python(project: &Project) -> Result<Option<PathBuf>> {
    python_with(project, "venv", "www/examples/backends/fastapi/requirements.txt")
}

/// A Python with what a requirements file of the checkout lists, in a virtual environment of the build folder.
///
/// `None`, with a line that says so, where there is no `python3` or it cannot install: what needs it is then skipped.
pub(crate) fn python_with(project: &Project, folder: &str, requirements: &str) -> Result<Option<PathBuf>> {
    let folder = project.built(folder);
    let python = folder.join("bin/python");
    let wanted = fs::read_to_string(project.at(requirements)).with_context(|| format!("{requirements} cannot be read"))?;
    let ready = folder.join(".countersign-ready");
    if fs::read_to_string(&ready).is_ok_and(|found| found == wanted) {
        return Ok(Some(python));
    }
    if run::on_path("python3").is_none() {
        report::progress(&format!("python3 is missing: what needs {requirements} is skipped"));
        return Ok(None);
    }
    let installed = report::timed(&format!("installing the Python packages of {requirements}"), || {
        run::check(run::command(project, "python3").args(["-m", "venv"]).arg(&folder))?;
        run::check(run::command(project, &python).args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "-r",
            requirements,
        ]))
    });
    if let Err(error) = installed {
        report::progress(&format!("what needs {requirements} is skipped: {error:#} (Debian: install python3-venv)"));
        return Ok(None);
    }
    fs::write(&ready, wanted).context("the virtual environment cannot be written")?;
    Ok(Some(python))
}

#[cfg(test)]
mod tests {
    use super::new_enough;

    #[test]
    fn node_versions_compare_as_numbers() {
        for (version, expected) in [
            ("v20.20.2\n", true),
            ("v20.19.0", true),
            ("v20.18.3", false),
            ("v20.9.1", false),
            ("v9.99.0", false),
            ("v100.0.0", true),
            ("", false),
        ] {
            assert_eq!(new_enough(version), expected, "{version}");
        }
    }
}
