//! The trials: what is killed, how often, and when.

use super::Outcome;
use super::ground::{Ground, Moments};
use super::nats::{Nats, get};
use super::postgres::Postgres;
use crate::report;
use anyhow::{Context, Result};
use std::{fs, thread};

/// What the suite says where a database server cannot be had.
const NO_POSTGRES: &str = "PostgreSQL is missing (Debian: postgresql)";
/// The same for the message server.
const NO_NATS: &str = "nats-server is missing (Debian: nats-server)";

/// Kills the receiver; what is on its way is sent again to the next one.
pub(super) fn receiver(ground: &Ground<'_>, moments: &mut Moments) -> Result<Outcome> {
    let database = ground.folder.join("ledger.sqlite");
    let database = database.to_str().context("the folder's path is no UTF-8")?;
    let mut receiver = ground.receiver("the receiver", database, &[])?;
    receiver.start()?;
    let load = ground.load(&[&receiver])?;
    for _ in 0..ground.kills(20) {
        thread::sleep(moments.between(200, 1_800));
        receiver.kill()?;
        receiver.start()?;
    }
    thread::sleep(moments.between(500, 1_000));
    let acknowledged = load.acknowledged.clone();
    load.end()?;
    // The last kill has no load: what the checker reads was never closed in order.
    receiver.kill()?;
    ground.check(database, &acknowledged)?;
    Ok(Outcome::Held)
}

/// Kills PostgreSQL under a receiver that stays.
pub(super) fn postgres(ground: &Ground<'_>, moments: &mut Moments) -> Result<Outcome> {
    let Some(mut postgres) = Postgres::start(ground.project)? else { return Ok(Outcome::Skipped(NO_POSTGRES)) };
    let database = postgres.url();
    let mut receiver = ground.receiver("the receiver", &database, &[])?;
    receiver.start()?;
    let load = ground.load(&[&receiver])?;
    for _ in 0..ground.kills(3) {
        thread::sleep(moments.between(1_500, 4_000));
        postgres.process.kill()?;
        thread::sleep(moments.between(0, 500));
        postgres.process.start()?;
    }
    thread::sleep(moments.between(1_500, 2_500));
    let acknowledged = load.acknowledged.clone();
    load.end()?;
    receiver.kill()?;
    ground.check(&database, &acknowledged)?;
    Ok(Outcome::Held)
}

/// Two receivers append to one log; now one of them is killed, now the other.
pub(super) fn two_receivers(ground: &Ground<'_>, moments: &mut Moments) -> Result<Outcome> {
    let Some(postgres) = Postgres::start(ground.project)? else { return Ok(Outcome::Skipped(NO_POSTGRES)) };
    let database = postgres.url();
    let mut receivers = Vec::new();
    for name in ["the first receiver", "the second receiver"] {
        let mut receiver = ground.receiver(name, &database, &[])?;
        receiver.start()?;
        receivers.push(receiver);
    }
    let load = ground.load(&receivers.iter().collect::<Vec<_>>())?;
    for _ in 0..ground.kills(4) {
        thread::sleep(moments.between(1_000, 3_000));
        let one = moments.pick(receivers.len());
        let Some(receiver) = receivers.get_mut(one) else { continue };
        receiver.kill()?;
        thread::sleep(moments.between(0, 500));
        receiver.start()?;
    }
    thread::sleep(moments.between(1_000, 2_000));
    let acknowledged = load.acknowledged.clone();
    load.end()?;
    drop(receivers);
    ground.check(&database, &acknowledged)?;
    Ok(Outcome::Held)
}

/// Kills one of three NATS servers while the receiver feeds them; the stream has every receipt once in the end.
pub(super) fn nats(ground: &Ground<'_>, moments: &mut Moments) -> Result<Outcome> {
    let Some(mut nats) = Nats::start(&ground.folder.join("nats"))? else { return Ok(Outcome::Skipped(NO_NATS)) };
    let database = ground.folder.join("feed.sqlite");
    let database = database.to_str().context("the folder's path is no UTF-8")?;
    let config = ground.folder.join("receiver.toml");
    fs::write(&config, format!("[nats]\nservers = {:?}\nreplicas = 3\n", nats.urls())).context("a configuration cannot be written")?;
    let config = ["--config".to_owned(), config.to_string_lossy().into_owned()];
    let mut receiver = ground.receiver("the receiver", database, &config)?;
    receiver.start()?;
    let load = ground.load(&[&receiver])?;
    for _ in 0..ground.kills(2) {
        thread::sleep(moments.between(2_000, 4_000));
        let one = moments.pick(nats.servers.len());
        let Some(server) = nats.servers.get_mut(one) else { continue };
        server.kill()?;
        thread::sleep(moments.between(1_000, 3_000));
        server.start()?;
    }
    let acknowledged = load.acknowledged.clone();
    load.end()?;
    let size = get(receiver.port, "/health")?["size"].as_u64().context("the receiver does not tell its size")?;
    report::timed("waiting until the stream has caught up", || nats.wait_for(size))?;
    receiver.kill()?;
    ground.check(database, &acknowledged)?;
    Ok(Outcome::Held)
}
