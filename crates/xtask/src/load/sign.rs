//! Signs receipts ahead of time, so that signing costs nothing while something is measured.
//!
//! Enters: how many receipts over how many chains. Leaves: a file with one JWS a line, first of every chain the first receipt,
//! then of every chain the second, and so on. Memory holds one such round, whatever the count.

use super::{Sign, chain::Chain};
use anyhow::{Context, Result, anyhow, ensure};
use jiff::Timestamp;
use std::{
    fs::File,
    io::{BufWriter, Write},
    num::NonZeroUsize,
    thread,
};

/// Signs and writes.
pub(crate) fn sign(options: &Sign) -> Result<()> {
    ensure!(options.chains > 0, "receipts need at least one chain: give --chains");
    let cannot_write = || format!("{} cannot be written", options.out.display());
    let mut file = BufWriter::new(File::create(&options.out).with_context(cannot_write)?);
    let iat = format!("{:.3}", Timestamp::now());
    let mut chains: Vec<Chain> = Vec::new();
    let mut left = options.count;
    while left > 0 {
        let round = left.min(options.chains);
        for jws in signed(&mut chains, round, &options.site, &iat)? {
            writeln!(file, "{jws}").with_context(cannot_write)?;
        }
        left -= round;
    }
    file.flush().with_context(cannot_write)
}

/// One receipt each of the first `round` chains, by all processors; chains that are not there yet are made.
fn signed(chains: &mut Vec<Chain>, round: usize, site: &str, iat: &str) -> Result<Vec<String>> {
    let processors = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    while chains.len() < round {
        chains.push(Chain::new()?);
    }
    let share = round.div_ceil(processors);
    let shares: Vec<Result<Vec<String>>> = thread::scope(|scope| {
        let work =
            chains[..round].chunks_mut(share).map(|share| scope.spawn(|| share.iter_mut().map(|chain| chain.next(site, iat)).collect()));
        let running: Vec<_> = work.collect();
        running.into_iter().map(|thread| thread.join().unwrap_or_else(|_| Err(anyhow!("a thread that signs broke off")))).collect()
    });
    let mut all = Vec::with_capacity(round);
    for share in shares {
        all.extend(share?);
    }
    Ok(all)
}
