//! The door: the bytes of a request in, a verified receipt out, or the reason why not.
//! Takes the four bodies of the formats page, section 8; whatever passes is safe to append.
//! Deliberately absent: HTTP answers, the database, the clock.

use crate::claims::Claims;
use crate::json;
use crate::jws::Compact;
use crate::marketing::Turned;
use crate::refusal::{MAX_BODY_BYTES, Refusal};
use crate::rights::Asked;
use crate::site::SiteId;
use crate::values::Uuid;
use countersign_core::{Assurance, Digest, Kind};
use jiff::Timestamp;
use serde_json::Value;

/// The field of a form that holds the receipt.
const FORM_FIELD: &str = "receipt";

/// A receipt whose form, claims and signature hold.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Admitted {
    /// The compact JWS, verbatim.
    pub jws: String,
    /// SHA-256 of the ASCII bytes of `jws`: what the ledger's log will hold.
    pub leaf: Digest,
    /// The receipt's id.
    pub rid: Uuid,
    /// The site whose log it belongs to.
    pub site: SiteId,
    /// What the receipt records.
    pub kind: Kind,
    /// When it was made, by the visitor's clock.
    pub made_at: Timestamp,
    /// The origin of the page.
    pub svc: String,
    /// How much the device stands behind it.
    pub assurance: Assurance,
    /// RFC 7638 thumbprint of the key that signed; absent exactly where nobody did.
    pub key: Option<String>,
    /// Thumbprint of the key that signs from here on; only in a change of keys.
    pub next_key: Option<String>,
    /// The chain it belongs to.
    pub rec: Uuid,
    /// Its place in the chain, from 0.
    pub seq: u64,
    /// The leaf of the receipt before it; absent exactly when `seq` is 0.
    pub prev: Option<Digest>,
    /// Whether a purpose is given in it.
    pub gives: bool,
    /// Whether a purpose is withdrawn in it.
    pub withdraws: bool,
    /// The right that it asks to use.
    pub asked: Option<Asked>,
    /// Whose rows it changes, and how; only in what the receiver seals itself.
    pub turned: Option<Turned>,
}

impl Admitted {
    /// Whether it is a choice that gives nothing.
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        self.kind == Kind::Choice && !self.gives
    }
}

/// Reads a request.
/// `content_type` and `idempotency_key` are the header values, when present; `body` is at most 65,536 bytes.
///
/// # Errors
/// A [`Refusal`] naming the first thing that is wrong.
pub fn admit(content_type: Option<&str>, idempotency_key: Option<&str>, body: &[u8]) -> Result<Admitted, Refusal> {
    if body.len() > MAX_BODY_BYTES {
        return Err(Refusal::TooLarge { what: "a request body", limit: MAX_BODY_BYTES });
    }
    let admitted = match media_type(content_type).as_str() {
        "application/cloudevents+json" => from_cloud_event(body)?,
        "application/jose" | "text/plain" => {
            let jws = std::str::from_utf8(body).map_err(|_| Refusal::malformed("a compact JWS is ASCII"))?;
            verify(jws)?.0
        }
        "application/x-www-form-urlencoded" => from_form(body)?,
        _ => return Err(Refusal::MediaType),
    };
    // A structured-field string, so the quotes belong to it; a bare id means the same.
    match idempotency_key.map(|key| key.trim_matches('"')) {
        Some(key) if key != admitted.rid.as_str() => {
            Err(Refusal::malformed("header Idempotency-Key must be the quoted rid of the receipt, or be left out"))
        }
        _ => Ok(admitted),
    }
}

/// The type and subtype in lower case, without parameters; empty when absent.
fn media_type(content_type: Option<&str>) -> String {
    let essence = content_type.unwrap_or_default().split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

/// A form post (WHATWG URL, section 5.1): the field `receipt` holds the compact JWS; other fields are passed over.
fn from_form(body: &[u8]) -> Result<Admitted, Refusal> {
    let mut fields = form_urlencoded::parse(body).filter(|(name, _)| name == FORM_FIELD).map(|(_, value)| value);
    match (fields.next(), fields.next()) {
        (Some(jws), None) => Ok(verify(&jws)?.0),
        (Some(_), Some(_)) => Err(Refusal::DuplicateMember("the form: field receipt stands twice; send one receipt".to_owned())),
        (None, _) => Err(Refusal::malformed("the form: field receipt is missing; it holds the compact JWS")),
    }
}

fn verify(jws: &str) -> Result<(Admitted, Claims), Refusal> {
    let mut compact = Compact::parse(jws)?;
    let claims = Claims::parse(compact.payload.take())?;
    let key = compact.verify(claims.signer())?;
    let admitted = Admitted {
        jws: jws.to_owned(),
        leaf: Digest::of(jws.as_bytes()),
        rid: claims.rid.clone(),
        site: claims.site()?,
        kind: claims.kind,
        made_at: claims.iat.at(),
        svc: claims.svc.clone(),
        assurance: claims.assurance,
        key,
        next_key: claims.next_key.clone(),
        rec: claims.rec.clone(),
        seq: claims.seq,
        prev: claims.prev.map(|prev| prev.0),
        gives: claims.gives(),
        withdraws: claims.kind == Kind::Withdrawal || claims.withdraws(),
        asked: claims.asked(),
        turned: None,
    };
    Ok((admitted, claims))
}

/// A structured CloudEvent (CloudEvents 1.0, JSON event format). It is only the envelope: what it repeats
/// of the receipt must agree with it, and nothing of it is kept.
fn from_cloud_event(body: &[u8]) -> Result<Admitted, Refusal> {
    let event = json::parse("the CloudEvent", body)?;
    let text = |name: &str| event.get(name).and_then(Value::as_str);
    let Some(jws) = text("data") else {
        return Err(Refusal::malformed("CloudEvent attribute data must be the compact JWS as a string"));
    };
    let (admitted, claims) = verify(jws)?;
    let event_type = format!("dev.countersign.receipt.v1.{}", claims.kind.name());
    let required = [("specversion", "1.0"), ("id", claims.rid.as_str()), ("source", claims.svc.as_str()), ("type", event_type.as_str())];
    let optional = [("subject", claims.sub.as_str()), ("time", claims.iat.as_str()), ("datacontenttype", "application/jose")];
    let wrong = required
        .iter()
        .find(|(name, value)| text(name) != Some(value))
        .or_else(|| optional.iter().find(|(name, value)| event.get(name).is_some() && text(name) != Some(value)));
    match wrong {
        Some((name, value)) => Err(Refusal::malformed(format!("CloudEvent attribute {name} must be {value:?}"))),
        None => Ok(admitted),
    }
}
