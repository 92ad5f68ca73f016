//! Sealing: pending entries become signed receipts in the store, one tab at a time, each exactly once.
//!
//! Order for each entry: write receipt and head in one transaction, then drop the entry. A crash between leaves the entry pending;
//! its id is found in the store next time and it is dropped without a second receipt.

use std::rc::Rc;

use countersign_core::{Assurance, Chain, Instant, Notice, Pending, Posting, Receipt, ReceiptId, Row, Ui, kind_of, wire};

use crate::app::App;
use crate::platform::{Head, SignedBy, Store, random};

/// How often an entry is tried again when another tab moved the head in between.
const TURNS: u32 = 8;

/// Seals every pending entry that can be sealed.
pub(crate) async fn seal(app: Rc<App>) {
    let entries = wire::entries_from_json(&app.host.pending()).unwrap_or_default();
    if entries.is_empty() {
        return;
    }
    let store = app.store().await;
    let key = store.key().await;
    let mut sealed: Vec<ReceiptId> = store.rows().await.into_iter().map(|row| row.id).collect();
    for entry in entries {
        let notice = app.notice_by_digest(&entry.locale, entry.notice).await.ok();
        if sealed.contains(&entry.id) || append(&app, &store, &entry, notice.as_deref(), &key).await {
            sealed.push(entry.id.clone());
            app.host.settle(vec![entry.id.to_string()]);
        }
    }
}

/// Signs one entry and appends it; whether it is in the store now.
async fn append(app: &App, store: &Store, entry: &Pending, notice: Option<&Notice>, signed_by: &SignedBy) -> bool {
    for _ in 0..TURNS {
        let before = store.head().await;
        let Some((row, after)) = sign(app, entry, notice, before.as_ref(), signed_by).await else {
            return false;
        };
        if store.append(&row, before.as_ref(), &after).await {
            return true;
        }
        if store.head().await == before {
            return false;
        }
    }
    false
}

/// A new chain for a browser that has none yet.
fn fresh_head() -> Option<Head> {
    let id = || Some(ReceiptId::from_random(random()?).to_string());
    Some(Head { record: id()?, subject: id()?, next_seq: 0, tip: None })
}

async fn sign(app: &App, entry: &Pending, notice: Option<&Notice>, before: Option<&Head>, signed_by: &SignedBy) -> Option<(Row, Head)> {
    let head = before.cloned().or_else(fresh_head)?;
    let chain = Chain { record: head.record.clone(), subject: head.subject.clone(), seq: head.next_seq, prev: head.tip };
    let assurance = match signed_by {
        SignedBy::Device(_) => Assurance::Device,
        SignedBy::Session(_) => Assurance::Session,
        SignedBy::Nothing => Assurance::Server,
    };
    let (digest, service, page) = (app.host.ui(), app.origin(), app.policy_url(notice, &entry.locale));
    let ui = Ui { version: env!("CARGO_PKG_VERSION"), digest: &digest, service: &service, page: &page };
    let key = signed_by.key();
    let draft = Receipt::draft(entry, notice, &chain, ui, key.map(|key| &key.public), assurance, random()?);
    let signature = match key {
        Some(key) => key.sign(draft.signing_input()).await?,
        None => Vec::new(),
    };
    let receipt = draft.seal(&signature);
    let row = Row {
        id: entry.id.clone(),
        seq: chain.seq,
        at: entry.at.clone(),
        kind: kind_of(entry),
        open: entry.open.clone(),
        subject: chain.subject,
        jws: receipt.jws().to_owned(),
        posting: Posting::Queued,
        tries: 0,
        next_at: Instant(0),
        proof: None,
    };
    let after = Head { next_seq: head.next_seq.saturating_add(1), tip: Some(receipt.tip()), ..head };
    Some((row, after))
}
