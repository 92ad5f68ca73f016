//! Whether a request comes from the gateway: the secret that its address or its head bears, or the signature of Twilio.
//! Twilio signs (`X-Twilio-Signature`) with HMAC-SHA-1 by the account's token: the whole address, then name and value of every field in the
//! order of names. SHA-1 is no choice of ours; HMAC does not rest on what is broken about it.
//! Secrets are compared by their digests, and signatures by the library, so that the time of a comparison tells nothing.

use super::settings::InboundSecret;
use axum::http::{HeaderMap, Uri, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use countersign_core::Digest;

const SIGNATURE: &str = "x-twilio-signature";

/// Whether the address (`?key=`) or the head (`Authorization: Bearer`) bears the secret.
pub(super) fn bears_secret(secret: &InboundSecret, uri: &Uri, headers: &HeaderMap) -> bool {
    let bearer = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).and_then(|value| value.split_once(' '));
    let bearer = bearer.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).map(|(_, given)| given.to_owned());
    let query = uri.query().unwrap_or_default();
    let key = || form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "key").map(|(_, given)| given.into_owned());
    bearer.or_else(key).is_some_and(|given| Digest::of(given.as_bytes()) == Digest::of(secret.as_str().as_bytes()))
}

/// Whether the form is signed for this address.
pub(super) fn is_signed(secret: &InboundSecret, address: &str, fields: &[(String, String)], headers: &HeaderMap) -> bool {
    let given = headers.get(SIGNATURE).and_then(|value| STANDARD.decode(value.as_bytes()).ok());
    let key = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret.as_str().as_bytes());
    given.is_some_and(|given| aws_lc_rs::hmac::verify(&key, signed(address, fields).as_bytes(), &given).is_ok())
}

fn signed(address: &str, fields: &[(String, String)]) -> String {
    let mut fields: Vec<_> = fields.iter().collect();
    fields.sort();
    let fields = fields.into_iter().flat_map(|(name, value)| [name.as_str(), value.as_str()]);
    std::iter::once(address).chain(fields).collect()
}
