//! A PostgreSQL of its own for a trial: made in a scratch folder, durable as it comes, killed and started again.
//!
//! Enters: the machine's PostgreSQL programs. Leaves: a running server and its address.
//! As root the programs run as the user `postgres`, because they refuse root.

use super::process::Process;
use crate::{files, project::Project, run, serve};
use anyhow::{Context, Result};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{self, Command},
};

/// A server and the folder of its data.
pub(super) struct Postgres {
    pub(super) process: Process,
    folder: PathBuf,
}

impl Postgres {
    /// Makes a cluster and starts it; `None` where the programs are not there.
    pub(super) fn start(project: &Project) -> Result<Option<Self>> {
        let Some(programs) = programs()? else { return Ok(None) };
        // Not below the checkout: its user must be able to reach it.
        let folder = env::temp_dir().join(format!("countersign-faults-{}", process::id()));
        files::empty(&folder)?;
        let is_root = run::capture(Command::new("id").arg("-u"))?.trim() == "0";
        if is_root {
            run::check(Command::new("chown").arg("postgres:postgres").arg(&folder))?;
        }
        let data = folder.join("data");
        let mut initdb = unprivileged(project, &programs.join("initdb"), is_root);
        run::capture(initdb.current_dir(&folder).arg("-D").arg(&data).args(["-U", "postgres", "--auth=trust", "--no-sync"]))?;
        let port = serve::free_port()?;
        let mut postgres = unprivileged(project, &programs.join("postgres"), is_root);
        postgres.current_dir(&folder).arg("-D").arg(&data).args(["-h", "127.0.0.1", "-p", &port.to_string()]);
        postgres.arg("-k").arg(&folder).args(["-c", "log_min_messages=panic", "-c", "max_connections=50"]);
        let mut server = Self { process: Process::new("PostgreSQL", postgres, port), folder };
        server.process.start()?;
        Ok(Some(server))
    }

    /// The address of its database.
    pub(super) fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.process.port)
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // Killed before its folder goes; the process's own drop finds nothing left to do.
        let _ = self.process.kill();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Whether the programs are there.
pub(super) fn is_there() -> bool {
    programs().is_ok_and(|programs| programs.is_some())
}

/// The folder of the newest PostgreSQL's programs; Debian keeps them off the search path.
fn programs() -> Result<Option<PathBuf>> {
    if let Some(initdb) = run::on_path("initdb") {
        return Ok(initdb.parent().map(Path::to_path_buf));
    }
    let root = Path::new("/usr/lib/postgresql");
    if !root.is_dir() {
        return Ok(None);
    }
    let versions = fs::read_dir(root).context("the folder of PostgreSQL cannot be read")?.flatten();
    let folders = versions.map(|version| version.path().join("bin")).filter(|folder| folder.join("initdb").is_file());
    Ok(folders.max())
}

/// A program that refuses root.
fn unprivileged(project: &Project, program: &Path, is_root: bool) -> Command {
    if !is_root {
        return run::command(project, program);
    }
    let mut command = run::command(project, "setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]).arg(program);
    command
}
