//! What every trial needs: receivers over one ledger, a load against them from a process of its own, and the checker at the end.
//!
//! Enters: where the ledger is. Leaves: whether the checker found every acknowledged receipt in it.

use super::process::Process;
use crate::{load::Summary, project::Project, report, run, serve};
use anyhow::{Context, Result, ensure};
use std::{
    env,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

/// The receivers' name for themselves: the same for all that share a ledger, because it stands in the log's checkpoints.
const ORIGIN: &str = "https://receipts.layang.example";
/// Every so many-th receipt is sent twice.
const TWICE: &str = "25";

/// The checkout, the signed bodies, and a scratch folder.
pub(super) struct Ground<'a> {
    pub(super) project: &'a Project,
    pub(super) folder: PathBuf,
    pub(super) bodies: PathBuf,
    pub(super) rate: u32,
    /// How often each trial kills; without it as often as a run of all suites has time for.
    pub(super) kills: Option<usize>,
}

/// A load that runs.
pub(super) struct Load {
    child: Child,
    pub(super) acknowledged: PathBuf,
}

impl Ground<'_> {
    /// How often a trial kills that does so `usually` times.
    pub(super) fn kills(&self, usually: usize) -> usize {
        self.kills.unwrap_or(usually)
    }

    /// A receiver over `database` that is not started yet; `more` are further arguments.
    pub(super) fn receiver(&self, name: &str, database: &str, more: &[String]) -> Result<Process> {
        let port = serve::free_port()?;
        let mut command = run::command(self.project, self.project.program("countersign-receiver"));
        command.args(["serve", "--create", "--origin", ORIGIN, "--listen", &format!("127.0.0.1:{port}"), "--database", database]);
        command.args(more);
        if env::var_os("RUST_LOG").is_none() {
            command.env("RUST_LOG", "off"); // what goes wrong while something is killed is expected; the checker judges
        }
        Ok(Process::new(name, command, port))
    }

    /// Sends receipts to these receivers until [`Load::end`].
    pub(super) fn load(&self, receivers: &[&Process]) -> Result<Load> {
        let acknowledged = self.folder.join("acknowledged.jsonl");
        let program = env::current_exe().context("this program has no path")?;
        let mut command = run::command(self.project, program);
        command.args(["load", "send", "--twice", TWICE, "--rate", &self.rate.to_string()]);
        command.arg("--bodies").arg(&self.bodies).arg("--acknowledged").arg(&acknowledged);
        command.arg("--to").args(receivers.iter().map(|receiver| format!("127.0.0.1:{}", receiver.port)));
        let child = command.stdout(Stdio::piped()).spawn().context("the load cannot be started")?;
        Ok(Load { child, acknowledged })
    }

    /// Runs the checker over a ledger and what was acknowledged.
    pub(super) fn check(&self, database: &str, acknowledged: &Path) -> Result<()> {
        let mut command = run::command(self.project, self.project.program("countersign-receiver"));
        command.env("RUST_LOG", "error").args(["check", "--database", database, "--acknowledged"]).arg(acknowledged);
        run::check(&mut command)
    }
}

impl Load {
    /// Ends it in order: what is on its way is sent until it is acknowledged.
    pub(super) fn end(self) -> Result<Summary> {
        run::check(Command::new("kill").args(["-TERM", &self.child.id().to_string()]))?;
        let output = self.child.wait_with_output().context("the load was lost")?;
        let summary = Summary::parse(&String::from_utf8_lossy(&output.stdout))?;
        ensure!(summary.refused == 0, "{} receipts were refused, the first with {}", summary.refused, summary.refusal);
        ensure!(summary.unanswered == 0, "{} receipts were never answered", summary.unanswered);
        ensure!(summary.acknowledged > 0, "nothing was acknowledged");
        report::result(&format!(
            "  {} acknowledged in {:.1} s, {:.0} a second through all outages; {} attempts in vain; half within {:.1} ms, the slowest {:.0} ms",
            summary.acknowledged,
            summary.seconds,
            summary.per_second(),
            summary.retried,
            summary.p50_ms,
            summary.max_ms
        ));
        Ok(summary)
    }
}

/// Moments at random: each call gives a pause between the two, both inclusive.
pub(super) struct Moments(u64);

impl Moments {
    /// From a seed, which the suite prints.
    pub(super) fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    /// The next pause.
    pub(super) fn between(&mut self, least: u64, most: u64) -> Duration {
        Duration::from_millis(least + self.next() % (most - least + 1))
    }

    /// One of so many.
    pub(super) fn pick(&mut self, count: usize) -> usize {
        usize::try_from(self.next()).unwrap_or(0) % count
    }

    /// xorshift64* (Vigna 2016).
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 1
    }
}
