//! Sealing: pending entries become signed receipts in the store, one tab at a time, each exactly once.
//!
//! Order for each entry: write receipt and head in one transaction, then drop the entry. A crash between leaves the entry pending;
//! its id is found in the store next time and it is dropped without a second receipt.

use countersign_core::wire::json::Json;
use countersign_core::{Assurance, Chain, Instant, Notice, Pending, Posting, PublicKey, Receipt, Row, Ui, kind_of, wire};

use crate::app::App;
use crate::platform::{Parsed, bytes};

/// How often an entry is tried again when another tab moved the head in between.
const TURNS: u32 = 8;

/// The key that signs, and what it is worth.
struct Signer {
    key: Option<PublicKey>,
    assurance: Assurance,
}

/// Seals every pending entry that can be sealed.
pub(crate) async fn seal(app: &App) {
    let entries = wire::entries_from(&Parsed(app.ports.parse(&app.host.pending()))).unwrap_or_default();
    if entries.is_empty() {
        return;
    }
    // Before an entry ends, so that a page which goes away in between leaves a sign that something waits.
    app.host.waiting(true);
    let signer = signer(app).await;
    let rows = app.rows().await;
    for entry in entries {
        if rows.iter().any(|row| row.id == entry.id) || append(app, &entry, &signer).await {
            app.host.settle(&app.ports.parse(&wire::json::array([wire::json::quote(entry.id.as_str())].into_iter())));
        }
    }
}

async fn signer(app: &App) -> Signer {
    let answer = Parsed(app.ports.signer().await);
    let text = |name| answer.member(name).text().unwrap_or_default();
    let (x, y) = (text("x"), text("y"));
    match text("assurance").as_str() {
        "device" => Signer { key: Some(PublicKey { x, y }), assurance: Assurance::Device },
        "session" => Signer { key: Some(PublicKey { x, y }), assurance: Assurance::Session },
        _ => Signer { key: None, assurance: Assurance::Server },
    }
}

/// Signs one entry and appends it; whether it is in the store now.
async fn append(app: &App, entry: &Pending, signer: &Signer) -> bool {
    let notice = app.notice_by_digest(&entry.locale, entry.notice).await.ok();
    for _ in 0..TURNS {
        let before = app.ports.head().await.as_string();
        let chain = before.as_deref().and_then(|head| wire::chain_from(&Parsed(app.ports.parse(head))).ok()).unwrap_or_else(|| Chain {
            record: app.new_id().as_str().to_owned(),
            subject: app.new_id().as_str().to_owned(),
            seq: 0,
            prev: None,
        });
        let Some(receipt) = sign(app, entry, notice.as_deref(), &chain, signer).await else {
            return false;
        };
        let (seq, subject) = (chain.seq, chain.subject.clone());
        let after = wire::chain_to_json(&Chain { seq: seq + 1, prev: Some(receipt.tip()), ..chain });
        let row = Row {
            id: entry.id.clone(),
            seq,
            at: entry.at.clone(),
            kind: kind_of(entry),
            open: entry.open.clone(),
            subject,
            jws: receipt.jws().to_owned(),
            posting: Posting::Queued,
            tries: 0,
            next_at: Instant(0),
            proof: None,
        };
        if app.ports.append(&wire::row_to_json(&row), before.as_deref(), &after).await.is_truthy() {
            return true;
        }
    }
    false
}

async fn sign(
    app: &App, entry: &Pending, notice: Option<&Notice>, chain: &Chain, signer: &Signer,
) -> Option<Receipt<countersign_core::Sealed>> {
    let (digest, service, page) = (app.host.ui(), app.ports.origin(), app.policy_url(notice, &entry.locale));
    let ui = Ui { version: env!("CARGO_PKG_VERSION"), digest: &digest, service: &service, page: &page };
    let draft = Receipt::draft(entry, notice, chain, ui, signer.key.as_ref(), signer.assurance, app.random());
    let signature = match signer.key {
        Some(_) => bytes(&app.ports.sign(draft.signing_input()).await)?,
        None => Vec::new(),
    };
    Some(draft.seal(&signature))
}
