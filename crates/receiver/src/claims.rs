//! The payload of a receipt (`cs-receipt/1`, formats page section 7) in; what the ledger needs of it out.
//! Every claim is checked for shape, and each of the seven kinds has the claims of its own and none of another's. What a widget cannot know once a notice is gone (`ctl`, `jur`, the names in `ntc`)
//! may be absent, because a choice must not be lost for it; claims that this version does not know are left alone,
//! because the signature covers them and the receipt is kept verbatim.
//! Deliberately absent: any judgement of the choices themselves.

mod kinds;
mod parts;

use crate::jwk::PublicJwk;
use crate::jws::Signer;
use crate::refusal::Refusal;
use crate::rights::Asked;
use crate::site::SiteId;
use crate::values::{DigestClaim, Instant, Salt, Uuid};
use countersign_core::{Assurance, Kind};
use countersign_json::has_null;
use kinds::{After, Channel, Guardian, RightsRequest};
use parts::{By, Contact, Controller, How, Notice, Purpose, PurposeState, Signal, Version, Widget, is_country, is_url};
use serde::Deserialize;
use serde_json::Value;
use std::collections::HashSet;

/// Integers above this are not exact in ECMAScript (2^53 - 1).
const MAX_SEQ: u64 = 9_007_199_254_740_991;

/// The claims of a receipt, checked.
#[derive(Debug, Deserialize)]
pub(crate) struct Claims {
    v: Version,
    pub(crate) rid: Uuid,
    pub(crate) rec: Uuid,
    pub(crate) sub: Uuid,
    #[serde(deserialize_with = "parts::kind")]
    pub(crate) kind: Kind,
    pub(crate) iat: Instant,
    pub(crate) seq: u64,
    pub(crate) prev: Option<DigestClaim>,
    after: Option<After>,
    #[serde(rename = "salt")]
    _salt: Salt,
    #[serde(deserialize_with = "parts::assurance")]
    pub(crate) assurance: Assurance,
    ctl: Option<Controller>,
    ctl_contact: Option<Contact>,
    pub(crate) svc: String,
    jur: Option<Vec<String>>,
    ntc: Option<Notice>,
    ui: Option<Widget>,
    p: Option<Vec<Purpose>>,
    grd: Option<Guardian>,
    ch: Option<Vec<Channel>>,
    rq: Option<RightsRequest>,
    of: Option<DigestClaim>,
    key: Option<Value>,
    /// Thumbprint of the key that a change of keys hands on to.
    #[serde(skip)]
    pub(crate) next_key: Option<String>,
    wd: Option<String>,
    rts: Option<String>,
    by: By,
    #[serde(rename = "how")]
    _how: How,
    #[serde(rename = "sig")]
    _sig: Signal,
}

impl Claims {
    /// Reads and checks a payload.
    ///
    /// # Errors
    /// [`Refusal::Malformed`] naming the first claim that is missing or malformed.
    pub(crate) fn parse(payload: Value) -> Result<Self, Refusal> {
        if has_null(&payload) {
            return Err(Refusal::malformed("the payload holds null; leave absent claims out"));
        }
        let mut claims: Self = serde_path_to_error::deserialize(payload).map_err(|error| {
            let place = error.path().to_string();
            Refusal::malformed(format!("payload claim {place}: {}", error.into_inner()))
        })?;
        if let Some(fault) = claims.fault() {
            return Err(Refusal::malformed(format!("payload claim {fault}")));
        }
        if let Some(key) = claims.key.take() {
            let jwk = PublicJwk::from_value(&key).map_err(|error| Refusal::malformed(format!("payload claim key: {error}")))?;
            claims.next_key = Some(jwk.thumbprint());
        }
        Ok(claims)
    }

    /// The site: the controller's id, or, where the receipt could name none, what follows from the page's origin.
    ///
    /// # Errors
    /// [`Refusal::Malformed`] where `svc` names no host.
    pub(crate) fn site(&self) -> Result<SiteId, Refusal> {
        match &self.ctl {
            Some(controller) => Ok(controller.id.clone()),
            None => SiteId::of_service(&self.svc).ok_or_else(|| Refusal::malformed("payload claim svc: must be an http or https origin")),
        }
    }

    /// Whether a purpose is given.
    pub(crate) fn gives(&self) -> bool {
        self.p.iter().flatten().any(|purpose| purpose.st == PurposeState::Given)
    }

    /// Whether a purpose is withdrawn.
    pub(crate) fn withdraws(&self) -> bool {
        self.p.iter().flatten().any(|purpose| purpose.st == PurposeState::Withdrawn)
    }

    /// What a request to use a right asks.
    pub(crate) fn asked(&self) -> Option<Asked> {
        self.rq.as_ref().map(RightsRequest::asked)
    }

    /// Who the payload says has signed.
    pub(crate) fn signer(&self) -> Signer {
        match self.assurance {
            Assurance::Device | Assurance::Session => Signer::Browser,
            Assurance::Server => Signer::Nobody,
        }
    }

    /// The first rule that the types alone cannot hold.
    fn fault(&self) -> Option<&'static str> {
        let mut ids = HashSet::new();
        let Version::V1 = self.v;
        let rules = [
            (self.seq <= MAX_SEQ, "seq: must be at most 2^53 - 1"),
            (self.prev.is_some() == (self.seq > 0), "prev: must be there exactly when seq is above 0"),
            (self.ctl.as_ref().is_none_or(Controller::is_stated), "ctl: name must not be empty"),
            (is_url(&self.svc), "svc: must be an http or https origin"),
            (self.jur.iter().flatten().all(|code| is_country(code)), "jur: must hold ISO 3166-1 alpha-2 codes"),
            (self.after.is_none() || self.seq == 0, "after: must stand only at seq 0"),
            (self.ntc.as_ref().is_none_or(Notice::is_stated), "ntc: id, ver and lang must not be empty, and layer must be 0 to 3"),
            (
                self.ui.as_ref().is_none_or(Widget::is_stated),
                "ui: ver must not be empty, and the widget's digest must stand once, as sha256 or as digest of 16 hexadecimal digits",
            ),
            (self.ctl_contact.as_ref().is_none_or(Contact::is_stated), "ctl_contact: what is not stated must be left out"),
            (self.wd.iter().chain(&self.rts).all(|url| is_url(url)), "wd and rts: must be http or https URLs"),
            (self.p.iter().flatten().all(Purpose::is_stated), "p: every purpose must have an id"),
            (self.p.iter().flatten().all(|purpose| ids.insert(&purpose.id)), "p: a purpose stands twice"),
        ];
        rules.iter().chain(&self.rules_of_kind()).find(|(holds, _)| !holds).map(|(_, fault)| *fault)
    }

    /// What each kind must hold, and must not.
    fn rules_of_kind(&self) -> [(bool, &'static str); 8] {
        let is_guardian = self.kind == Kind::Guardian;
        let chooses = is_guardian || matches!(self.kind, Kind::Choice | Kind::Signal | Kind::Withdrawal);
        let asks = self.kind == Kind::RightsRequest;
        let stops = self.kind == Kind::Unsubscribe;
        [
            (self.ntc.is_some() || !chooses, "ntc: is missing; a choice names the notice that was shown"),
            (self.p.is_some() == chooses, "p: must be there in choice, signal, withdrawal and guardian, and in no other kind"),
            (self.grd.is_some() == is_guardian, "grd: must be there in guardian, and in no other kind"),
            (matches!(self.by, By::Guardian) == is_guardian, "by: must be guardian in a receipt of kind guardian, and in no other"),
            (
                self.ch.is_some() == stops && self.ch.iter().flatten().count() == self.channels(),
                "ch: must be there in unsubscribe, and in no other kind, with each channel and topic once",
            ),
            (!stops || self.channels() > 0, "ch: must name a channel"),
            (
                self.rq.is_some() == asks && self.rq.as_ref().is_none_or(RightsRequest::is_stated),
                "rq: must be there in rights-request, and in no other kind, with an ISO 8601 duration as due or 1 to 365 working_days, not both",
            ),
            (
                self.key.is_some() == (self.kind == Kind::KeyChange) && (self.of.is_none() || asks || stops),
                "key and of: key must be there in key-change, and in no other kind; of stands only in unsubscribe and rights-request",
            ),
        ]
    }

    /// How many channels are named, counted by channel and topic.
    fn channels(&self) -> usize {
        self.ch.iter().flatten().map(Channel::name).collect::<HashSet<_>>().len()
    }
}
