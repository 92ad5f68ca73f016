//! A PostgreSQL server for the tests: that of `COUNTERSIGN_TEST_POSTGRES` (a URL whose user may create databases),
//! else one of our own in a temporary folder, which ends with the test.
//! Where neither is possible the caller skips, with a line that says what to install.

use crate::support::free_port;
use countersign_receiver::Database;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// A server with databases that vanish with it.
pub(crate) struct Postgres {
    url: String,
    own: Option<(TempDir, PathBuf)>,
}

impl Postgres {
    /// Starts a server, or finds one; `None` where PostgreSQL is not installed.
    pub(crate) fn start() -> Option<Self> {
        if let Ok(url) = std::env::var("COUNTERSIGN_TEST_POSTGRES") {
            return Some(Self { url: url.trim_end_matches('/').to_owned(), own: None });
        }
        let Some(programs) = programs() else {
            println!("skipped on PostgreSQL: install the Debian package postgresql, or set COUNTERSIGN_TEST_POSTGRES");
            return None;
        };
        let folder = tempfile::Builder::new().prefix("countersign-pg").tempdir().unwrap();
        let data = folder.path().join("data");
        let port = free_port();
        if is_root() {
            assert!(Command::new("chown").arg("postgres").arg(folder.path()).status().unwrap().success());
        }
        run(as_owner(&programs.join("initdb")).arg("-D").arg(&data).args(["-U", "postgres", "--auth=trust", "--no-sync"]));
        let sockets = folder.path().display();
        let options = format!("-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={sockets} -c fsync=off");
        let log = folder.path().join("log");
        run(as_owner(&programs.join("pg_ctl")).arg("-D").arg(&data).arg("-l").arg(log).args(["-w", "-o", &options, "start"]));
        let url = format!("postgres://postgres@127.0.0.1:{port}");
        Some(Self { url, own: Some((folder, programs)) })
    }

    /// A server that runs already.
    pub(crate) fn at(url: &str) -> Self {
        Self { url: url.to_owned(), own: None }
    }

    /// A database of this name, empty.
    pub(crate) async fn database(&self, name: &str) -> Database {
        let pool = sqlx::postgres::PgPool::connect(&format!("{}/postgres", self.url)).await.unwrap();
        for sql in [format!("DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)"), format!("CREATE DATABASE \"{name}\"")] {
            sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&pool).await.unwrap();
        }
        pool.close().await;
        format!("{}/{name}", self.url).parse().unwrap()
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if let Some((folder, programs)) = &self.own {
            let data = folder.path().join("data");
            let _ = as_owner(&programs.join("pg_ctl")).arg("-D").arg(data).args(["-m", "immediate", "stop"]).output();
        }
    }
}

/// The folder of the server's programs, the newest version first.
fn programs() -> Option<PathBuf> {
    let mut found: Vec<_> =
        std::fs::read_dir("/usr/lib/postgresql").ok()?.filter_map(|entry| Some(entry.ok()?.path().join("bin"))).collect();
    found.retain(|folder| folder.join("initdb").exists() && folder.join("pg_ctl").exists());
    found.sort();
    found.pop()
}

fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output().unwrap();
    output.stdout == b"0\n"
}

/// PostgreSQL refuses to run as root.
fn as_owner(program: &Path) -> Command {
    let mut command = Command::new("setpriv");
    if is_root() {
        command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]).arg(program);
    } else {
        command = Command::new(program);
    }
    // A folder that the owner may enter, and a group of its own, so that Ctrl-C ends the test in order.
    command.current_dir("/").process_group(0);
    command
}

fn run(command: &mut Command) {
    // The server keeps what it inherits: its output goes to files, not to a pipe that never ends.
    let Output { status, .. } = command.stdout(std::process::Stdio::null()).output().unwrap();
    assert!(status.success(), "{command:?}");
}
