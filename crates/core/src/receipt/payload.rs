//! The claims of a receipt, written in a fixed order; what is not known is absent, never null.

use crate::receipt::{Chain, Occasion, Party, Shown, Signer, Statement, Ui};
use crate::to_base64url;
use crate::wire::json::Object;

/// What every receipt has beside its statement.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'a> {
    /// Who is responsible.
    pub party: &'a Party,
    /// The page's origin, or that of the server that made the receipt.
    pub service: &'a str,
    /// Where to withdraw and where the rights are described.
    pub page: Option<&'a str>,
    /// Which widget made the receipt; `None` where none did.
    pub ui: Option<Ui<'a>>,
    /// The place in the chain.
    pub chain: &'a Chain,
    /// Sixteen random bytes.
    pub salt: [u8; 16],
}

/// The payload's JSON text.
pub(super) fn payload(occasion: &Occasion<'_>, statement: &Statement, setting: &Setting<'_>, signer: &Signer) -> String {
    let Setting { party, chain, .. } = setting;
    let mut claims = Object::new();
    claims.string("v", "cs-receipt/1").string("rid", occasion.id.as_str()).string("rec", &chain.record).string("sub", &chain.subject);
    claims.string("kind", statement.kind.name()).string("iat", &occasion.at.to_rfc3339()).number("seq", chain.seq);
    if let Some(prev) = chain.prev {
        claims.string("prev", &prev.to_text());
    }
    if let Some(after) = &chain.after {
        claims.object("after", |before| {
            before.string("rec", &after.record).number("seq", after.seq).string("sha256", &after.tip.to_text());
        });
    }
    claims.string("salt", &to_base64url(&setting.salt)).string("assurance", signer.assurance().name());
    claims.spliced(&party.claims).string("svc", setting.service).strings("jur", &party.jurisdictions);
    if let Some(shown) = &occasion.shown {
        claims.object("ntc", |notice| write_shown(notice, shown));
    }
    if let Some(ui) = setting.ui {
        claims.object("ui", |widget| {
            widget.string("ver", ui.version).string("sha256", &ui.digest.to_text());
        });
    }
    claims.members(&statement.claims).maybe("wd", setting.page).maybe("rts", setting.page).string("by", statement.by.name());
    claims.object("how", |how| {
        how.string("control", occasion.control.name()).string("input", occasion.input.name()).truth("trusted", occasion.trusted);
    });
    claims.object("sig", |signal| {
        signal.truth("gpc", occasion.signal.gpc()).truth("dnt", occasion.signal.dnt());
    });
    claims.finish()
}

fn write_shown(claims: &mut Object, shown: &Shown<'_>) {
    if let Some(gist) = shown.gist {
        claims.string("id", &gist.id).string("ver", &gist.version);
    }
    claims.string("sha256", &shown.digest.to_text());
    if let Some(catalogue) = shown.gist.and_then(|gist| gist.catalogue) {
        claims.string("catalogue", &catalogue.to_text());
    }
    claims.string("lang", shown.locale).number("layer", shown.layer.into());
}
