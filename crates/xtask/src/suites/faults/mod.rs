//! The suite `faults`: what happens to acknowledged receipts when something is killed under load.
//!
//! Each trial loads receivers over a ledger of its own, kills without warning, and ends with `countersign-receiver check`:
//! every acknowledged receipt exactly once and with the same bytes, in a log that never forked.
//! The moments are random and their seed is printed; `CS_SEED` runs them again.
//! `CS_KILLS=20` kills every server so often: minutes more than a run of all suites can spend.
//! Then the faults of browsers, `tests/faults`: what the ledger holds after each.

mod ground;
mod nats;
mod postgres;
mod process;
mod trials;

use super::{count::Count, scenarios};
use crate::{demo, files, install, load, project::Project, report, web};
use anyhow::{Context, Result};
use ground::{Ground, Moments};
use std::{
    env,
    error::Error,
    fs,
    str::FromStr,
    time::{SystemTime, UNIX_EPOCH},
};

/// Receipts a second, sent whether or not they are answered.
const RATE: u32 = 2_200;
/// Enough for the longest trial.
const BODIES: usize = 120_000;
/// Enough until a server was killed once more.
const BODIES_A_KILL: usize = 16_000;

/// A trial: what it is called, and what it does.
type Trial = (&'static str, fn(&Ground<'_>, &mut Moments) -> Result<Outcome>);

/// How a trial ended, where nothing is wrong.
enum Outcome {
    Held,
    /// Not run, because the machine lacks this.
    Skipped(&'static str),
}

const TRIALS: [Trial; 4] = [
    ("a kill of one of three NATS servers keeps the feed whole", trials::nats),
    ("kills of a receiver over SQLite lose nothing", trials::receiver),
    ("kills of PostgreSQL lose nothing", trials::postgres),
    ("two receivers share one PostgreSQL and one of them is killed", trials::two_receivers),
];

/// Runs the trials one after the other.
pub(super) fn suite(project: &Project) -> Result<Count> {
    servers(project);
    web::commands(project)?;
    let folder = project.built("faults");
    files::empty(&folder)?;
    let kills = number("CS_KILLS")?;
    let bodies = folder.join("bodies.txt");
    report::timed("signing receipts ahead", || {
        load::sign(&load::Sign {
            out: bodies.clone(),
            count: BODIES.max(BODIES_A_KILL * kills.unwrap_or(0)),
            chains: 4_000,
            site: "layang-express".to_owned(),
        })
    })?;
    let seed = number("CS_SEED")?.unwrap_or_else(|| SystemTime::now().duration_since(UNIX_EPOCH).map_or(1, |now| now.as_secs()));
    report::result(&format!("moments by seed {seed}"));
    let mut moments = Moments::new(seed);
    let ground = Ground { project, folder: folder.clone(), bodies, rate: RATE, kills };
    let mut count = Count::default();
    for (name, trial) in TRIALS {
        count += judged(name, report::timed(name, || trial(&ground, &mut moments)));
    }
    if count.failed == 0 {
        fs::remove_dir_all(&folder).context("the folder of the trials cannot be removed")?;
    }
    demo::prepare(project)?;
    count += scenarios::node_tests(project, &["tests/faults"], scenarios::AT_ONCE, scenarios::TIMEOUT_SECS)?;
    Ok(count)
}

/// A whole number of the environment, where one is given.
fn number<N: FromStr<Err: Error + Send + Sync + 'static>>(name: &str) -> Result<Option<N>> {
    env::var(name).ok().map(|text| text.parse().with_context(|| format!("{name} must be a whole number, not {text:?}"))).transpose()
}

/// Installs the servers that are missing; where that is impossible, says so, and the trials that need them are skipped.
pub(super) fn servers(project: &Project) {
    let missing = [(postgres::is_there(), "postgresql"), (nats::is_there(), "nats-server")];
    let missing: Vec<&str> = missing.into_iter().filter(|(is_there, _)| !is_there).map(|(_, package)| package).collect();
    if missing.is_empty() {
        return;
    }
    if let Err(error) = install::debian(project, "a server of the fault suite is", &missing, "go without the trials that kill it") {
        report::progress(&format!("{error:#}"));
    }
}

/// Says how a trial ended and counts it.
fn judged(name: &str, outcome: Result<Outcome>) -> Count {
    match outcome {
        Ok(Outcome::Held) => {
            report::result(&format!("{name} ... ok"));
            Count::one(true)
        }
        Ok(Outcome::Skipped(lack)) => {
            report::result(&format!("{name} ... skipped: {lack}"));
            Count { skipped: 1, ..Count::default() }
        }
        Err(error) => {
            report::result(&format!("{name} ... FAILED: {error:#}"));
            Count::one(false)
        }
    }
}
