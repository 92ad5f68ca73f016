//! A ledger from before logs: its receipts, in their order, each to the end of the log of its site, with what was answered then.
//! Runs when the ledger is opened, before the first request; a crash in between leaves the rest for the next time.
//! Where one ledger held several sites, a countersignature of then names the place in the ledger, not in the log.

use super::append::{open_tree, sealed_checkpoint};
use crate::ledger::Keeper;
use crate::site::SiteId;
use crate::store::{OldRow, Row, StoreError, rid_hash};
use countersign_core::from_base64url;
use countersign_core::log::leaf_hash;
use serde_json::Value;

/// Rows that are moved in one transaction.
const AT_ONCE: u32 = 512;

/// Moves every old row; how many there were.
pub(crate) async fn adopt(keeper: &Keeper) -> Result<u64, StoreError> {
    let mut count = 0;
    loop {
        let rows = keeper.storage.before_logs(AT_ONCE).await?;
        let Some(last) = rows.last().map(|row| row.idx) else { return Ok(count) };
        count += rows.len() as u64;
        for group in rows.chunk_by(|left, right| site_of(&left.jws).ok() == site_of(&right.jws).ok()) {
            append(keeper, group).await?;
        }
        // A crash before this line leaves rows that stand in their logs too, and are known there by their ids.
        keeper.storage.forget_before_logs(last).await?;
    }
}

async fn append(keeper: &Keeper, group: &[OldRow]) -> Result<(), StoreError> {
    let Some(first) = group.first() else { return Ok(()) };
    let site = site_of(&first.jws)?;
    let mut batch = keeper.storage.begin(site.as_str(), &keeper.origin_of(site.as_str())).await?;
    let log = batch.log().clone();
    let rids: Vec<_> = group.iter().map(|row| rid_hash(&row.rid)).collect();
    let known = batch.find(&rids, &[]).await?;
    let is_new = |row: &&OldRow| !known.iter().any(|known| known.rid.as_ref() == Some(&row.rid));
    let rows: Vec<Row> = group.iter().filter(is_new).zip(log.size..).map(|(row, idx)| moved(row, log.id, idx)).collect();
    if rows.is_empty() {
        return Ok(());
    }
    let mut tree = open_tree(batch.as_mut(), &log).await?;
    rows.iter().for_each(|row| tree.push(leaf_hash(&row.leaf)));
    let (checkpoint, _) = sealed_checkpoint(keeper, &log, &mut tree)?;
    batch.write(&rows, &tree.changed(), &checkpoint).await?;
    batch.commit().await
}

fn moved(row: &OldRow, log: i64, idx: i64) -> Row {
    let [header, payload] = parts(&row.jws);
    let text = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
    Row {
        log,
        idx,
        rid_hash: rid_hash(&row.rid).bytes().to_vec(),
        leaf: row.leaf.clone(),
        kind: row.kind.clone(),
        gap: row.gap,
        received_at: row.received_at.clone(),
        erased_at: None,
        rid: Some(row.rid.clone()),
        rec: Some(row.rec.clone()),
        seq: Some(row.seq),
        assurance: text(&payload, "assurance"),
        kid: text(&header, "kid"),
        next_kid: None,
        jws: Some(row.jws.clone()),
        countersignature: Some(row.countersignature.clone()),
        // Before logs nobody asked for rights.
        request: None,
        turned: None,
    }
}

/// Header and payload of a receipt that was admitted once.
fn parts(jws: &str) -> [Value; 2] {
    let mut parts = jws.split('.').map(|part| from_base64url(part).and_then(|json| serde_json::from_slice(&json).ok()));
    [(); 2].map(|()| parts.next().flatten().unwrap_or_default())
}

fn site_of(jws: &str) -> Result<SiteId, StoreError> {
    let [_, payload] = parts(jws);
    let named = payload.pointer("/ctl/id").and_then(Value::as_str).and_then(|id| id.parse().ok());
    named
        .or_else(|| SiteId::of_service(payload.get("svc")?.as_str()?))
        .ok_or(StoreError::Corrupt("a receipt names neither a site nor the origin of its page"))
}
