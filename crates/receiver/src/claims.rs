//! The payload of a receipt (`cs-receipt/1`, formats page section 7) in; what the ledger needs of it out.
//! Every claim is checked for shape. What a widget cannot know once a notice is gone (`ctl`, `jur`, the names in `ntc`)
//! may be absent, because a choice must not be lost for it; claims that this version does not know are left alone,
//! because the signature covers them and the receipt is kept verbatim.
//! Deliberately absent: any judgement of the choices themselves.

use crate::json::has_null;
use crate::jws::Signer;
use crate::refusal::Refusal;
use crate::site::SiteId;
use crate::values::{DigestClaim, Instant, Salt, Uuid};
use countersign_core::{Assurance, Control, Input, Kind};
use serde::Deserialize;
use serde::de::{Deserializer, Error};
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
    #[serde(deserialize_with = "kind")]
    pub(crate) kind: Kind,
    pub(crate) iat: Instant,
    pub(crate) seq: u64,
    pub(crate) prev: Option<DigestClaim>,
    #[serde(rename = "salt")]
    _salt: Salt,
    #[serde(deserialize_with = "assurance")]
    pub(crate) assurance: Assurance,
    ctl: Option<Controller>,
    ctl_contact: Option<Contact>,
    pub(crate) svc: String,
    jur: Option<Vec<String>>,
    ntc: Notice,
    ui: Option<Widget>,
    p: Vec<Purpose>,
    wd: Option<String>,
    rts: Option<String>,
    #[serde(rename = "by")]
    _by: By,
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
        let claims: Self = serde_path_to_error::deserialize(payload).map_err(|error| {
            let place = error.path().to_string();
            Refusal::malformed(format!("payload claim {place}: {}", error.into_inner()))
        })?;
        match claims.fault() {
            Some(fault) => Err(Refusal::malformed(format!("payload claim {fault}"))),
            None => Ok(claims),
        }
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
        self.p.iter().any(|purpose| purpose.st == PurposeState::Given)
    }

    /// Whether a purpose is withdrawn.
    pub(crate) fn withdraws(&self) -> bool {
        self.p.iter().any(|purpose| purpose.st == PurposeState::Withdrawn)
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
            (self.ntc.is_stated(), "ntc: id, ver and lang must not be empty, and layer must be 0 to 3"),
            (self.ui.as_ref().is_none_or(Widget::is_stated), "ui: ver must not be empty, and digest must be 16 hexadecimal digits"),
            (self.ctl_contact.as_ref().is_none_or(Contact::is_stated), "ctl_contact: what is not stated must be left out"),
            (self.wd.iter().chain(&self.rts).all(|url| is_url(url)), "wd and rts: must be http or https URLs"),
            (self.p.iter().all(Purpose::is_stated), "p: every purpose must have an id"),
            (self.p.iter().all(|purpose| ids.insert(&purpose.id)), "p: a purpose stands twice"),
        ];
        rules.iter().find(|(holds, _)| !holds).map(|(_, fault)| *fault)
    }
}

#[derive(Debug, Deserialize)]
enum Version {
    #[serde(rename = "cs-receipt/1")]
    V1,
}

#[derive(Debug, Deserialize)]
struct Controller {
    id: SiteId,
    name: Option<String>,
}

impl Controller {
    fn is_stated(&self) -> bool {
        self.name.as_ref().is_none_or(|name| !name.is_empty())
    }
}

#[derive(Debug, Deserialize)]
struct Contact {
    address: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    officer: Option<String>,
}

impl Contact {
    fn is_stated(&self) -> bool {
        [&self.address, &self.email, &self.phone, &self.officer].into_iter().flatten().all(|text| !text.is_empty())
    }
}

#[derive(Debug, Deserialize)]
struct Notice {
    id: Option<String>,
    ver: Option<String>,
    #[serde(rename = "sha256")]
    _sha256: DigestClaim,
    lang: String,
    layer: u8,
}

impl Notice {
    fn is_stated(&self) -> bool {
        [&self.id, &self.ver].into_iter().flatten().chain([&self.lang]).all(|text| !text.is_empty()) && self.layer <= 3
    }
}

#[derive(Debug, Deserialize)]
struct Widget {
    ver: String,
    digest: String,
}

impl Widget {
    fn is_stated(&self) -> bool {
        let is_hex = |byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        !self.ver.is_empty() && self.digest.len() == 16 && self.digest.bytes().all(is_hex)
    }
}

#[derive(Debug, Deserialize)]
struct Purpose {
    id: String,
    st: PurposeState,
    #[serde(rename = "ct")]
    _ct: ConsentType,
    #[serde(rename = "nec")]
    _nec: Necessity,
    #[serde(default, rename = "data")]
    _data: Vec<String>,
    #[serde(default, rename = "sens")]
    _sens: Vec<String>,
    #[serde(default, rename = "rcp")]
    _rcp: Vec<Recipient>,
    #[serde(rename = "xb")]
    _xb: Option<bool>,
}

impl Purpose {
    fn is_stated(&self) -> bool {
        !self.id.is_empty()
    }
}

#[derive(Debug, Deserialize)]
struct Recipient {
    #[serde(rename = "name")]
    _name: String,
}

#[derive(Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "lowercase")]
enum PurposeState {
    Given,
    Refused,
    Withdrawn,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum ConsentType {
    Expressed,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Necessity {
    Optional,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum By {
    #[serde(rename = "self")]
    Oneself,
}

#[derive(Debug, Deserialize)]
struct How {
    #[serde(rename = "control", deserialize_with = "control")]
    _control: Control,
    #[serde(rename = "input", deserialize_with = "input")]
    _input: Input,
    #[serde(rename = "trusted")]
    _trusted: bool,
}

#[derive(Debug, Deserialize)]
struct Signal {
    #[serde(rename = "gpc")]
    _gpc: bool,
    #[serde(rename = "dnt")]
    _dnt: bool,
}

fn is_url(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(|c: char| c.is_whitespace() || c.is_control()))
}

fn is_country(code: &str) -> bool {
    code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn kind<'de, D: Deserializer<'de>>(text: D) -> Result<Kind, D::Error> {
    word(text, Kind::from_name, "must be choice, signal or withdrawal")
}

fn assurance<'de, D: Deserializer<'de>>(text: D) -> Result<Assurance, D::Error> {
    let all = [Assurance::Device, Assurance::Session, Assurance::Server];
    word(text, |name| all.into_iter().find(|one| one.name() == name), "must be device, session or server")
}

fn control<'de, D: Deserializer<'de>>(text: D) -> Result<Control, D::Error> {
    word(text, Control::from_name, "must be a control of the formats page, section 6")
}

fn input<'de, D: Deserializer<'de>>(text: D) -> Result<Input, D::Error> {
    word(text, Input::from_name, "must be pointer, keyboard, script or none")
}

/// Reads a word whose list core owns.
fn word<'de, D: Deserializer<'de>, T>(text: D, from_name: impl Fn(&str) -> Option<T>, rule: &'static str) -> Result<T, D::Error> {
    from_name(&String::deserialize(text)?).ok_or_else(|| D::Error::custom(rule))
}
