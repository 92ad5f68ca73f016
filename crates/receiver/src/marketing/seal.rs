//! The receipt of a wish: what changes, the time and random bytes in; a receipt that passed the receiver's own door out.
//! No device stands behind it (`assurance` is `server`, `alg` is `none`): the countersignature and the log are its proof.
//! Each is a chain of its own, because nothing here knows a browser.

use super::wish::Wish;
use crate::admit::{Admitted, admit};
use crate::config::Origin;
use crate::store::StoreError;
use crate::values::format_instant;
use aws_lc_rs::rand::SecureRandom;
use countersign_core::to_base64url;
use countersign_suppression::Turn;
use jiff::Timestamp;
use serde_json::{Value, json};
use std::fmt::Write;

const HEADER: &str = r#"{"alg":"none","typ":"cs-receipt+jws"}"#;

/// Random bytes of one receipt: three ids and a salt.
struct Random([[u8; 16]; 4]);

impl Random {
    fn new(random: &dyn SecureRandom) -> Result<Self, StoreError> {
        let mut parts = [[0; 16]; 4];
        for part in &mut parts {
            random.fill(part).map_err(|_| StoreError::Corrupt("the system gives no random bytes"))?;
        }
        Ok(Self(parts))
    }
}

/// Seals what changes of a wish.
///
/// # Errors
/// [`StoreError::Corrupt`] where the system gives no random bytes, or what is asked for makes no receipt.
pub(crate) fn seal(
    wish: &Wish, turns: Vec<Turn>, issuer: &Origin, now: Timestamp, random: &dyn SecureRandom,
) -> Result<Admitted, StoreError> {
    let Random([rid, record, person, salt]) = Random::new(random)?;
    let channels: Vec<Value> = turns.iter().map(channel).collect();
    let mut payload = json!({
        "v": "cs-receipt/1", "rid": uuid(rid), "rec": uuid(record), "sub": uuid(person), "kind": "unsubscribe",
        "iat": format_instant(now), "seq": 0, "salt": to_base64url(&salt), "assurance": "server",
        "ctl": {"id": wish.site.as_str()}, "svc": issuer.as_str(), "ch": channels, "by": wish.how.by(),
        "how": {"control": wish.how.name(), "input": "none", "trusted": false},
        "sig": {"gpc": wish.signals.gpc, "dnt": wish.signals.dnt},
    });
    if let (Some(of), Some(claims)) = (wish.subject.commitment(salt), payload.as_object_mut()) {
        claims.insert("of".to_owned(), of.into());
    }
    let jws = format!("{}.{}.", to_base64url(HEADER.as_bytes()), to_base64url(payload.to_string().as_bytes()));
    // Through the door that every receipt passes: what this file gets wrong never reaches a log.
    let mut admitted = admit(Some("application/jose"), None, jws.as_bytes()).map_err(|refusal| {
        tracing::error!(%refusal, "a receipt of our own is malformed");
        StoreError::Corrupt("a receipt of our own is malformed")
    })?;
    admitted.turned = Some(wish.turned(turns));
    Ok(admitted)
}

fn channel(turn: &Turn) -> Value {
    match turn.topic.named() {
        Some(topic) => json!({"id": turn.channel.as_str(), "topic": topic, "st": turn.to.name()}),
        None => json!({"id": turn.channel.as_str(), "st": turn.to.name()}),
    }
}

/// A random UUID (RFC 9562 version 4).
fn uuid(mut bytes: [u8; 16]) -> String {
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let mut text = String::with_capacity(36);
    for (place, byte) in bytes.iter().enumerate() {
        if matches!(place, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::marketing::How;
    use aws_lc_rs::rand::SystemRandom;
    use countersign_core::{commitment, from_base64url};
    use countersign_suppression::{Address, AddressKind, Keyring, State};

    #[test]
    fn the_receipt_says_what_changed_and_names_nobody() {
        let keys = Keyring::parse(&Keyring::generate(&SystemRandom::new()).unwrap()).unwrap();
        let address = Address::parse(AddressKind::Email, "ana@example.com", None).unwrap();
        let turn = |topic: &str, to: State| Turn { channel: "email".parse().unwrap(), topic: topic.parse().unwrap(), to };
        let turns = vec![turn("offers", State::Withdrawn), turn("", State::Given)];
        let wish = Wish::new(&"layang".parse().unwrap(), keys.subject(address), How::Desk, turns.clone());
        let issuer = "https://r.example".parse().unwrap();
        let admitted = seal(&wish, turns, &issuer, "2026-11-26T06:14:31.250Z".parse().unwrap(), &SystemRandom::new()).unwrap();
        let payload: Value = serde_json::from_slice(&from_base64url(admitted.jws.split('.').nth(1).unwrap()).unwrap()).unwrap();
        assert_eq!(payload["ch"], json!([{"id": "email", "topic": "offers", "st": "withdrawn"}, {"id": "email", "st": "given"}]));
        assert_eq!((&payload["by"], &payload["how"]["control"]), (&json!("agent"), &json!("desk")));
        let salt: [u8; 16] = from_base64url(payload["salt"].as_str().unwrap()).unwrap().try_into().unwrap();
        assert_eq!(payload["of"], json!(commitment(salt, "ana@example.com")));
        assert!(!payload.to_string().contains("ana"));
        assert_eq!(admitted.site.as_str(), "layang");
    }
}
