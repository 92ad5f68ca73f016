//! Processes that a trial kills without warning and starts again at the same address.
//!
//! Enters: how to start one. Leaves: a running process, killed by SIGKILL when asked or dropped.
//! Deliberately absent: an orderly end, which is what `Server` of the demo is for.

use crate::report;
use anyhow::{Context, Result, bail};
use std::{
    net::TcpStream,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// How long a process may take until it answers.
const START: Duration = Duration::from_secs(60);

/// How often a start may fail at once.
const MOST_ENDS: u32 = 25;

/// A program with its arguments, and the port at which it answers.
pub(super) struct Process {
    name: String,
    command: Command,
    pub(super) port: u16,
    child: Option<Child>,
}

impl Process {
    /// Takes note of how to start it.
    pub(super) fn new(name: impl Into<String>, mut command: Command, port: u16) -> Self {
        command.stdin(Stdio::null()).stdout(Stdio::null());
        Self { name: name.into(), command, port, child: None }
    }

    /// Starts it and waits until its port answers. A start that fails at once is tried again for a while:
    /// what was killed a moment ago may still hold the port or a lock.
    pub(super) fn start(&mut self) -> Result<()> {
        let begun = Instant::now();
        let mut ends = 0;
        while begun.elapsed() < START && ends < MOST_ENDS {
            let mut child = match self.child.take() {
                Some(child) => child,
                None => self.command.spawn().with_context(|| format!("{} cannot be started", self.name))?,
            };
            let has_ended = child.try_wait().with_context(|| format!("{} was lost", self.name))?.is_some();
            if !has_ended {
                self.child = Some(child);
                if TcpStream::connect(("127.0.0.1", self.port)).is_ok() {
                    return Ok(());
                }
            }
            ends += u32::from(has_ended);
            thread::sleep(Duration::from_millis(if has_ended { 200 } else { 20 }));
        }
        bail!("{} did not answer at port {}: it ended {ends} times in {:.0} seconds", self.name, self.port, begun.elapsed().as_secs_f32())
    }

    /// Kills it and all that it has started, without warning.
    pub(super) fn kill(&mut self) -> Result<()> {
        let Some(mut child) = self.child.take() else { return Ok(()) };
        let mut ids = children(child.id());
        ids.insert(0, child.id());
        let ids = ids.iter().map(u32::to_string);
        Command::new("kill").arg("-KILL").args(ids).stderr(Stdio::null()).status().context("kill cannot be started")?;
        child.wait().with_context(|| format!("{} was lost", self.name))?;
        Ok(())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if let Err(error) = self.kill() {
            report::progress(&format!("{}: {error:#}", self.name));
        }
    }
}

/// The processes whose parent is `parent`, from Linux's list of processes.
fn children(parent: u32) -> Vec<u32> {
    let listed = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let is_child = |id: &u32| {
        // `pid (name) state ppid ...`; the name may hold spaces and parentheses.
        let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
        let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
        after_name.split_whitespace().nth(1) == Some(parent.to_string().as_str())
    };
    listed.filter_map(|entry| entry.file_name().to_str()?.parse().ok()).filter(is_child).collect()
}

#[cfg(test)]
mod tests {
    use super::{Process, children};
    use crate::serve::free_port;
    use std::process::Command;

    #[test]
    fn a_process_dies_with_its_children_and_starts_again() {
        let port = free_port().unwrap();
        let mut node = Command::new("node");
        node.args(["-e", &format!("require('net').createServer().listen({port}, '127.0.0.1')")]);
        let mut process = Process::new("test", node, port);
        for _ in 0..2 {
            process.start().unwrap();
            assert!(children(std::process::id()).contains(&process.child.as_ref().unwrap().id()));
            process.kill().unwrap();
            assert!(std::net::TcpStream::connect(("127.0.0.1", port)).is_err());
        }
    }
}
