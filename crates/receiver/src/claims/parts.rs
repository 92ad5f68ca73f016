//! The parts that receipts of every kind are made of, each checked for its own shape.

use crate::site::SiteId;
use crate::values::DigestClaim;
use countersign_core::{Assurance, Control, Input, Kind, Right, Starts};
use serde::Deserialize;
use serde::de::{Deserializer, Error};

/// Controls of kinds that are not made in the widget's layers.
const CONTROLS_ELSEWHERE: [&str; 7] = ["unsubscribe", "one-click", "keyword", "desk", "request", "confirm", "rotate"];

/// The schema.
#[derive(Debug, Deserialize)]
pub(super) enum Version {
    #[serde(rename = "cs-receipt/1")]
    V1,
}

#[derive(Debug, Deserialize)]
pub(super) struct Controller {
    pub(super) id: SiteId,
    name: Option<String>,
}

impl Controller {
    pub(super) fn is_stated(&self) -> bool {
        self.name.as_ref().is_none_or(|name| !name.is_empty())
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Contact {
    address: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    officer: Option<String>,
}

impl Contact {
    pub(super) fn is_stated(&self) -> bool {
        [&self.address, &self.email, &self.phone, &self.officer].into_iter().flatten().all(|text| !text.is_empty())
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Notice {
    id: Option<String>,
    ver: Option<String>,
    #[serde(rename = "sha256")]
    _sha256: DigestClaim,
    lang: String,
    layer: u8,
    #[serde(rename = "catalogue")]
    _catalogue: Option<DigestClaim>,
}

impl Notice {
    pub(super) fn is_stated(&self) -> bool {
        [&self.id, &self.ver].into_iter().flatten().chain([&self.lang]).all(|text| !text.is_empty()) && self.layer <= 3
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Widget {
    ver: String,
    /// 16 digits: the form of widgets before the format was frozen, whose receipts may still wait on a device.
    digest: Option<String>,
    sha256: Option<DigestClaim>,
}

impl Widget {
    pub(super) fn is_stated(&self) -> bool {
        let is_hex = |byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        let is_short = |digest: &String| digest.len() == 16 && digest.bytes().all(is_hex);
        !self.ver.is_empty() && self.digest.is_some() != self.sha256.is_some() && self.digest.iter().all(is_short)
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Purpose {
    pub(super) id: String,
    pub(super) st: PurposeState,
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
    pub(super) fn is_stated(&self) -> bool {
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
pub(super) enum PurposeState {
    Given,
    Refused,
    Withdrawn,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum ConsentType {
    Expressed,
    Explicit,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Necessity {
    Optional,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum By {
    #[serde(rename = "self")]
    Oneself,
    Guardian,
    Agent,
}

#[derive(Debug, Deserialize)]
pub(super) struct How {
    #[serde(rename = "control", deserialize_with = "control")]
    _control: (),
    #[serde(rename = "input", deserialize_with = "input")]
    _input: Input,
    #[serde(rename = "trusted")]
    _trusted: bool,
}

#[derive(Debug, Deserialize)]
pub(super) struct Signal {
    #[serde(rename = "gpc")]
    _gpc: bool,
    #[serde(rename = "dnt")]
    _dnt: bool,
}

pub(super) fn is_url(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(|c: char| c.is_whitespace() || c.is_control()))
}

pub(super) fn is_country(code: &str) -> bool {
    code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase())
}

pub(super) fn kind<'de, D: Deserializer<'de>>(text: D) -> Result<Kind, D::Error> {
    word(text, Kind::from_name, "must be a kind of the formats page, section 7")
}

pub(super) fn assurance<'de, D: Deserializer<'de>>(text: D) -> Result<Assurance, D::Error> {
    let all = [Assurance::Device, Assurance::Session, Assurance::Server];
    word(text, |name| all.into_iter().find(|one| one.name() == name), "must be device, session or server")
}

pub(super) fn right<'de, D: Deserializer<'de>>(text: D) -> Result<Right, D::Error> {
    word(text, Right::from_name, "must be a right of the formats page, section 7.2")
}

pub(super) fn starts<'de, D: Deserializer<'de>>(text: D) -> Result<Starts, D::Error> {
    word(text, Starts::from_name, "must be received or identity")
}

fn control<'de, D: Deserializer<'de>>(text: D) -> Result<(), D::Error> {
    let is_known = |name: &str| (Control::from_name(name).is_some() || CONTROLS_ELSEWHERE.contains(&name)).then_some(());
    word(text, is_known, "must be a control of the formats page, section 7")
}

fn input<'de, D: Deserializer<'de>>(text: D) -> Result<Input, D::Error> {
    word(text, Input::from_name, "must be pointer, keyboard, script or none")
}

/// Reads a word whose list core owns.
fn word<'de, D: Deserializer<'de>, T>(text: D, from_name: impl Fn(&str) -> Option<T>, rule: &'static str) -> Result<T, D::Error> {
    from_name(&String::deserialize(text)?).ok_or_else(|| D::Error::custom(rule))
}
