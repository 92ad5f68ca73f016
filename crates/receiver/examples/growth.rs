//! What a place in a growing log costs: `growth DATABASE ENTRIES`, for `cargo xtask bench receiver --growth ENTRIES`.
//!
//! Enters: a SQLite file that is made anew, or a PostgreSQL URL, and the largest size. Leaves: one line for each power of ten from
//! 1,000 on: microseconds for an append in full batches, for an inclusion proof and a consistency proof of random places, and their hashes.
//! Receipts are stand-ins of some 40 bytes without a signature, because what grows with the log is the log and not the receipt.

use anyhow::{Context, ensure};
use countersign_core::log::StapledProof;
use countersign_core::{Assurance, Digest, Kind};
use countersign_receiver::{Admitted, Appended, Database, Ledger, Origin, SiteId, Uuid};
use jiff::Timestamp;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// Appends that wait together: as many as go into one batch.
const BATCH: u64 = 512;
/// How many appends and proofs are timed at each size.
const TIMED: u64 = 4 * BATCH;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let database: Database = arguments.next().context("give a database")?.parse().map_err(anyhow::Error::msg)?;
    let entries: u64 = arguments.next().context("give the largest size")?.parse().context("the size is no number")?;
    ensure!(entries >= 1_000, "give at least 1000 entries");
    if let Database::Sqlite(path) = &database {
        for side in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{side}", path.display()));
        }
    }
    let issuer: Origin = "https://receipts.layang.example".parse().map_err(anyhow::Error::msg)?;
    let ledger = Ledger::open_or_create(&database, &issuer, Timestamp::now).await?;
    let site: SiteId = "growth".parse().map_err(anyhow::Error::msg)?;
    say(&format!("{:>10}  {:>9}  {:>9}  {:>6}  {:>11}  {:>6}", "entries", "append us", "proof us", "hashes", "consist. us", "hashes"));
    let mut size = 0;
    for goal in (3..).map(|power| 10_u64.pow(power)).take_while(|goal| *goal <= entries) {
        while size < goal {
            size += append(&ledger, &site, size, BATCH.min(goal - size)).await?;
        }
        let begun = Instant::now();
        for _ in 0..TIMED / BATCH {
            size += append(&ledger, &site, size, BATCH).await?;
        }
        let appended = begun.elapsed();
        let (proof, inclusion) = inclusions(&ledger, &site, size).await?;
        let (consistency, hashes) = consistencies(&ledger, &site, size).await?;
        let [append, proof, consistency] = [appended, proof, consistency].map(|time| time.as_micros() / u128::from(TIMED));
        say(&format!("{goal:>10}  {append:>9}  {proof:>9}  {inclusion:>6}  {consistency:>11}  {hashes:>6}"));
    }
    ledger.close().await;
    Ok(())
}

/// Appends `count` receipts at once and waits for all.
async fn append(ledger: &Ledger, site: &SiteId, from: u64, count: u64) -> anyhow::Result<u64> {
    let mut tasks = JoinSet::new();
    for number in from..from + count {
        let (ledger, receipt) = (ledger.clone(), receipt(site, number)?);
        tasks.spawn(async move { ledger.append(&receipt).await });
    }
    while let Some(done) = tasks.join_next().await {
        ensure!(matches!(done??, Appended::New(_)), "a receipt was not new");
    }
    Ok(count)
}

/// Time of many inclusion proofs, and the most hashes that one of them had.
async fn inclusions(ledger: &Ledger, site: &SiteId, size: u64) -> anyhow::Result<(Duration, usize)> {
    let (begun, mut most) = (Instant::now(), 0);
    for number in 0..TIMED {
        let proof = ledger.proof(site, place(number, size)).await?.context("a place has no proof")?;
        most = most.max(StapledProof::parse(&proof).context("a proof cannot be read")?.path.len());
    }
    Ok((begun.elapsed(), most))
}

/// Time of many consistency proofs, and the most hashes that one of them had.
async fn consistencies(ledger: &Ledger, site: &SiteId, size: u64) -> anyhow::Result<(Duration, usize)> {
    let (begun, mut most) = (Instant::now(), 0);
    for number in 0..TIMED {
        let proof = ledger.consistency(site, 1 + place(number, size - 1), size).await?.context("a size has no proof")?;
        most = most.max(proof.len());
    }
    Ok((begun.elapsed(), most))
}

/// Places all over the log: multiples of the golden ratio, which never fall together.
fn place(number: u64, size: u64) -> u64 {
    let spread = u128::from(number.wrapping_mul(0x9e37_79b9_7f4a_7c15)) * u128::from(size);
    u64::try_from(spread >> 64).unwrap_or(0)
}

fn receipt(site: &SiteId, number: u64) -> anyhow::Result<Admitted> {
    let id = format!("00000000-0000-4000-8000-{number:012x}");
    let jws = format!("growth.{id}.");
    let uuid: Uuid = id.try_into().map_err(anyhow::Error::msg)?;
    Ok(Admitted {
        leaf: Digest::of(jws.as_bytes()),
        jws,
        rid: uuid.clone(),
        site: site.clone(),
        kind: Kind::Choice,
        made_at: Timestamp::now(),
        svc: "https://layang.example".to_owned(),
        assurance: Assurance::Server,
        key: None,
        next_key: None,
        rec: uuid,
        seq: 0,
        prev: None,
        gives: false,
        withdraws: false,
        asked: None,
        turned: None,
    })
}

#[expect(clippy::print_stdout, reason = "an example that prints its figures")]
fn say(line: &str) {
    println!("{line}");
}
