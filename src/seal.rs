//! Sealing: pending entries become signed receipts in the store, one tab at a time, each exactly once.
//!
//! Order for each entry: write receipt and head in one transaction, then drop the entry. A crash between leaves the entry pending;
//! the store has its id already next time and takes no second receipt.

use countersign_core::wire::json::Json;
use countersign_core::{Chain, Control, Gist, Input, Occasion, PublicKey, Receipt, Sealed, Setting, Signal, Signer, Statement, Ui, wire};

use crate::app::App;
use crate::platform::{Parsed, bytes};

/// How often a receipt is tried again when another tab moved the head in between.
const TURNS: u32 = 8;

/// One receipt to be made.
struct Matter<'a> {
    occasion: Occasion<'a>,
    statement: Statement,
    signer: &'a Signer,
    /// The key that takes over, if this says so.
    next: Option<&'a PublicKey>,
    salt: [u8; 16],
}

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
    let signer = signer(app, &site).await;
    for entry in entries {
        let shown = app.notice_by_digest(&entry.locale, entry.notice).await;
        let shown = shown.as_ref();
        let salt = entry.said.as_ref().and_then(|said| said.salt).unwrap_or_else(|| app.random());
        let (occasion, statement) = (Occasion::of(&entry, shown), Statement::of(&entry, shown));
        if append(app, &site, &Matter { occasion, statement, signer: &signer, next: None, salt }).await {
            app.host.settle(entry.id.as_str());
        }
    }
}

/// The key that signs. Where one has taken over from another that the chain still holds to, the old one says so first; a crash before
/// that is written leaves both keys, and it is said the next time.
async fn signer(app: &App, site: &Gist) -> Signer {
    let answer = Parsed(app.ports.signer().await);
    let key = |from: &Parsed| {
        let text = |name| from.member(name).text().unwrap_or_default();
        PublicKey { x: text("x"), y: text("y") }
    };
    let signer = match answer.member("assurance").text().as_deref() {
        Some("device") => Signer::Device(key(&answer)),
        Some("session") => Signer::Session(key(&answer)),
        _ => Signer::Nobody,
    };
    let old = Signer::Device(key(&answer.member("old")));
    if let (Signer::Device(next), Some(head)) = (&signer, head(app).await.1)
        && !head.holds_to(&signer)
        && head.holds_to(&old)
    {
        let (id, at) = (app.new_id(), app.now());
        let (control, input, trusted, signal) = (Control::Rotate, Input::None, false, Signal::None);
        let occasion = Occasion { id: &id, at, control, input, trusted, signal, shown: None };
        let statement = Statement::key_change(next);
        append(app, site, &Matter { occasion, statement, signer: &old, next: Some(next), salt: app.random() }).await;
    }
    signer
}

/// The head as it is stored, and as it reads.
async fn head(app: &App) -> (Option<String>, Option<Chain>) {
    let text = app.ports.head().await.as_string();
    let chain = text.as_deref().and_then(|head| wire::chain_from(&Parsed(app.ports.parse(head))).ok());
    (text, chain)
}

/// Signs one receipt and appends it; whether it is in the store now.
async fn append(app: &App, site: &Gist, matter: &Matter<'_>) -> bool {
    for _ in 0..TURNS {
        let (before, chain) = head(app).await;
        let id = || app.new_id().as_str().to_owned();
        let chain = match chain {
            Some(chain) if chain.holds_to(matter.signer) => chain,
            // The key is lost: what is signed from now on belongs to another chain.
            Some(chain) => chain.anew(id()),
            None => Chain::new(id(), id()),
        };
        let Some(receipt) = sign(app, site, matter, &chain).await else {
            return false;
        };
        let kid = match (matter.next, matter.signer) {
            (Some(key), _) | (None, Signer::Device(key)) => Some(key.thumbprint()),
            _ => None,
        };
        let after = wire::chain_to_json(&chain.next(receipt.tip(), kid));
        let seq = chain.before + chain.seq;
        if app.ports.append(receipt.jws(), seq as f64, before.as_deref(), &after).await.is_truthy() {
            return true;
        }
    }
    false
}

async fn sign(app: &App, site: &Gist, matter: &Matter<'_>, chain: &Chain) -> Option<Receipt<Sealed>> {
    let shown = matter.occasion.shown;
    let notice = shown.and_then(|shown| shown.gist).unwrap_or(site);
    let (service, page) = (app.ports.origin(), app.policy_url(notice, shown.map_or(&site.locale, |shown| shown.locale)));
    let setting = Setting {
        party: &notice.party,
        service: &service,
        page: Some(&page),
        ui: site.widget.map(|digest| Ui { version: env!("CARGO_PKG_VERSION"), digest }),
        chain,
        salt: matter.salt,
    };
    let draft = Receipt::draft(&matter.occasion, &matter.statement, &setting, matter.signer);
    let signature = match matter.signer.key() {
        Some(_) => bytes(&app.ports.sign(draft.signing_input(), matter.next.is_some()).await)?,
        None => Vec::new(),
    };
    Some(draft.seal(&signature))
}
