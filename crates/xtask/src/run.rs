//! Runs other programs.
//!
//! Enters: a command. Leaves: its success, its output, or an error that names the command.
//! Deliberately absent: shells; every argument is passed as it is.

use crate::{project::Project, report};
use anyhow::{Context, Result, bail};
use std::{
    env,
    ffi::OsStr,
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Command, ExitStatus, Stdio},
};

/// A command that runs in the checkout and builds into the project's build folder.
pub(crate) fn command(project: &Project, program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(&project.root).env("CARGO_TARGET_DIR", &project.target);
    command
}

/// The cargo that runs this program.
pub(crate) fn cargo(project: &Project) -> Command {
    command(project, env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// The same for programs of this workspace in the dev profile. Where the project is linted, clippy's driver stands in for rustc for our own
/// crates, which compiles them as well: a pass of its own over the lints checks every library a second time.
/// It leaves out optimizations of the middle representation, so nothing that ships or is measured may come from here.
pub(crate) fn dev_cargo(project: &Project) -> Command {
    let mut command = cargo(project);
    if project.is_linted() {
        let beside = command.get_program().to_os_string();
        let driver = PathBuf::from(beside).with_file_name(format!("clippy-driver{}", env::consts::EXE_SUFFIX));
        let driver = if driver.is_file() { driver } else { "clippy-driver".into() };
        // As `cargo clippy -- -D warnings` hands them over.
        command.env("RUSTC_WORKSPACE_WRAPPER", driver).env("CLIPPY_ARGS", "-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__");
    }
    command
}

/// A script of an npm package, run by Node.
pub(crate) fn node_tool(project: &Project, script: &str) -> Command {
    let mut node = command(project, "node");
    node.arg(project.at("node_modules").join(script));
    node
}

/// Where a program lies on the search path, if it does.
pub(crate) fn on_path(program: &str) -> Option<PathBuf> {
    let folders = env::var_os("PATH")?;
    env::split_paths(&folders).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// Runs a command whose output the user sees; an error when it fails.
pub(crate) fn check(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot start {}", shown(command)))?;
    if !status.success() {
        bail!("{} ended with {status}", shown(command));
    }
    Ok(())
}

/// Runs a command and returns its standard output; an error, with its standard error, when it fails.
pub(crate) fn capture(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| format!("cannot start {}", shown(command)))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("{} ended with {}\n{}", shown(command), output.status, said.trim());
    }
    String::from_utf8(output.stdout).with_context(|| format!("{} answered with bytes that are no UTF-8", shown(command)))
}

/// Runs a command, passes its standard output on line by line, and returns it with the command's end.
pub(crate) fn stream(command: &mut Command) -> Result<(String, ExitStatus)> {
    let name = shown(command);
    let mut child = command.stdout(Stdio::piped()).spawn().with_context(|| format!("cannot start {name}"))?;
    let mut said = String::new();
    if let Some(pipe) = child.stdout.take() {
        for line in BufReader::new(pipe).split(b'\n') {
            let line = line.with_context(|| format!("the output of {name} broke off"))?;
            let line = String::from_utf8_lossy(&line);
            report::result(&line);
            said.push_str(&line);
            said.push('\n');
        }
    }
    let status = child.wait().with_context(|| format!("{name} was lost"))?;
    Ok((said, status))
}

/// A command as a person would type it, without its environment.
fn shown(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|argument| argument.to_string_lossy().into_owned()));
    words.join(" ")
}
