//! Sealing: pending entries become signed receipts in the store, one tab at a time, each exactly once.
//!
//! Order for each entry: write receipt and head in one transaction, then drop the entry. A crash between leaves the entry pending;
//! its id is found in the store next time and it is dropped without a second receipt.

use countersign_core::wire::json::Json;
use countersign_core::{
    Chain, Gist, Instant, Occasion, Pending, Posting, PublicKey, Receipt, Row, Setting, Signer, Statement, Ui, kind_of, wire,
};

use crate::app::App;
use crate::platform::{Parsed, bytes};

/// How often an entry is tried again when another tab moved the head in between.
const TURNS: u32 = 8;

/// Seals every pending entry that can be sealed.
pub(crate) async fn seal(app: &App) {
    let entries = wire::entries_from(&Parsed(app.ports.parse(&app.host.pending()))).unwrap_or_default();
    if entries.is_empty() {
        return;
    }
    // A receipt names its site: without any notice the entries stay pending.
    let Some(site) = app.notice().await else {
        return;
    };
    // Before an entry ends, so that a page which goes away in between leaves a sign that something waits.
    app.host.waiting(true);
    let signer = signer(app).await;
    let rows = app.rows().await;
    for entry in entries {
        if rows.iter().any(|row| row.id == entry.id) || append(app, &site, &entry, &signer).await {
            app.host.settle(&app.ports.parse(&wire::json::array([wire::json::quote(entry.id.as_str())].into_iter())));
        }
    }
}

async fn signer(app: &App) -> Signer {
    let answer = Parsed(app.ports.signer().await);
    let text = |name| answer.member(name).text().unwrap_or_default();
    let (x, y) = (text("x"), text("y"));
    match text("assurance").as_str() {
        "device" => Signer::Device(PublicKey { x, y }),
        "session" => Signer::Session(PublicKey { x, y }),
        _ => Signer::Nobody,
    }
}

/// Signs one entry and appends it; whether it is in the store now.
async fn append(app: &App, site: &Gist, entry: &Pending, signer: &Signer) -> bool {
    let shown = app.notice_by_digest(&entry.locale, entry.notice).await;
    for _ in 0..TURNS {
        let before = app.ports.head().await.as_string();
        let chain = chain(app, before.as_deref(), signer);
        let Some(receipt) = sign(app, site, shown.as_ref(), entry, &chain, signer).await else {
            return false;
        };
        let kid = if let Signer::Device(key) = signer { Some(key.thumbprint()) } else { None };
        let after = wire::chain_to_json(&chain.next(receipt.tip(), kid));
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
        if app.ports.append(&wire::row_to_json(&row), before.as_deref(), &after).await.is_truthy() {
            return true;
        }
    }
    false
}

/// The place of the next receipt: after the head, or in a new chain where there is none or its key is lost.
fn chain(app: &App, head: Option<&str>, signer: &Signer) -> Chain {
    let id = || app.new_id().as_str().to_owned();
    match head.and_then(|head| wire::chain_from(&Parsed(app.ports.parse(head))).ok()) {
        Some(chain) if chain.holds_to(signer) => chain,
        Some(chain) => chain.anew(id()),
        None => Chain::new(id(), id()),
    }
}

async fn sign(
    app: &App, site: &Gist, shown: Option<&Gist>, entry: &Pending, chain: &Chain, signer: &Signer,
) -> Option<Receipt<countersign_core::Sealed>> {
    let (service, page) = (app.ports.origin(), app.policy_url(shown.unwrap_or(site), &entry.locale));
    let setting = Setting {
        party: &shown.unwrap_or(site).party,
        service: &service,
        page: Some(&page),
        ui: site.widget.map(|digest| Ui { version: env!("CARGO_PKG_VERSION"), digest }),
        chain,
        salt: app.random(),
    };
    let draft = Receipt::draft(&Occasion::of(entry, shown), &Statement::choice(entry, shown), &setting, signer);
    let signature = match signer.key() {
        Some(_) => bytes(&app.ports.sign(draft.signing_input()).await)?,
        None => Vec::new(),
    };
    Some(draft.seal(&signature))
}
