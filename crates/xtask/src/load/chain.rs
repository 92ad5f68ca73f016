//! One visitor's chain of receipts, signed as a widget signs them (formats page, section 7).
//!
//! Enters: a site, and one call for each receipt. Leaves: compact JWS, each naming the one before it.

use anyhow::{Context, Result, anyhow};
use aws_lc_rs::{
    rand::{self, SystemRandom},
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL};
use sha2::{Digest, Sha256};

/// A key, and where the chain stands.
pub(super) struct Chain {
    pair: EcdsaKeyPair,
    /// The protected header, base64url: the same for all receipts of a key.
    header: String,
    record: String,
    subject: String,
    seq: u64,
    prev: Option<String>,
}

impl Chain {
    /// A new chain with a new key.
    pub(super) fn new() -> Result<Self> {
        let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).map_err(|_| anyhow!("no key could be made"))?;
        let header = header(pair.public_key().as_ref())?;
        Ok(Self { pair, header, record: uuid()?, subject: uuid()?, seq: 0, prev: None })
    }

    /// Signs the next receipt; `iat` is its time, RFC 3339.
    pub(super) fn next(&mut self, site: &str, iat: &str) -> Result<String> {
        let payload = BASE64URL.encode(self.payload(site, iat)?);
        let mut jws = format!("{}.{payload}", self.header);
        let signature = self.pair.sign(&SystemRandom::new(), jws.as_bytes()).map_err(|_| anyhow!("a receipt could not be signed"))?;
        jws.push('.');
        BASE64URL.encode_string(signature.as_ref(), &mut jws);
        self.prev = Some(BASE64URL.encode(Sha256::digest(jws.as_bytes())));
        self.seq += 1;
        Ok(jws)
    }

    fn payload(&self, site: &str, iat: &str) -> Result<String> {
        let Self { record, subject, seq, .. } = self;
        let rid = uuid()?;
        let salt = BASE64URL.encode(random::<16>()?);
        let prev = self.prev.as_ref().map(|prev| format!(r#""prev":"{prev}","#)).unwrap_or_default();
        // Every other choice of a visitor takes back what the one before it gave.
        let state = if seq % 2 == 0 { "given" } else { "refused" };
        Ok(format!(
            r#"{{"v":"cs-receipt/1","rid":"{rid}","rec":"{record}","sub":"{subject}","kind":"choice","iat":"{iat}","seq":{seq},{prev}"salt":"{salt}","assurance":"device","ctl":{{"id":"{site}","name":"Layang Express Sdn. Bhd."}},"ctl_contact":{{"email":"privacy@layang.example"}},"svc":"https://layang.example","jur":["MY","CN"],"ntc":{{"id":"layang-privacy","ver":"1.0","sha256":"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE","catalogue":"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE","lang":"zh-Hans","layer":2}},"ui":{{"ver":"0.1.0","sha256":"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE"}},"p":[{},{}],"wd":"https://layang.example/#cs","rts":"https://layang.example/#cs","by":"self","how":{{"control":"save","input":"pointer","trusted":true}},"sig":{{"gpc":false,"dnt":false}}}}"#,
            purpose("analytics", state),
            purpose("marketing", "refused"),
        ))
    }
}

/// A purpose entry with as much in it as a courier's notice states.
fn purpose(id: &str, state: &str) -> String {
    format!(
        r#"{{"id":"{id}","cat":"https://w3id.org/dpv#OptimiseUserInterface","st":"{state}","ct":"expressed","nec":"optional","data":["BrowsingBehaviour"],"rcp":[{{"name":"Metrik","role":"processor","country":"SG"}}],"loc":["SG"],"xb":true,"exp":"P180D"}}"#
    )
}

/// The protected header of a public key given as an uncompressed point (SEC 1 section 2.3.3).
fn header(point: &[u8]) -> Result<String> {
    let coordinates = point.strip_prefix(&[4]).filter(|rest| rest.len() == 64).context("a public key has an unknown form")?;
    let (x, y) = coordinates.split_at(32);
    let jwk = format!(r#"{{"crv":"P-256","kty":"EC","x":"{}","y":"{}"}}"#, BASE64URL.encode(x), BASE64URL.encode(y));
    // RFC 7638: the members stand in the order of their names already.
    let kid = BASE64URL.encode(Sha256::digest(jwk.as_bytes()));
    Ok(BASE64URL.encode(format!(r#"{{"alg":"ES256","typ":"cs-receipt+jws","jwk":{jwk},"kid":"{kid}"}}"#)))
}

/// A random UUID (RFC 9562, version 4).
fn uuid() -> Result<String> {
    let mut bits = u128::from_be_bytes(random()?);
    bits = bits & !(0xf << 76) | 0x4 << 76;
    bits = bits & !(0x3 << 62) | 0x2 << 62;
    let hex = format!("{bits:032x}");
    Ok([&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-"))
}

fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    rand::fill(&mut bytes).map_err(|_| anyhow!("the system gives no random bytes"))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::{BASE64URL, Chain, uuid};
    use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
    use base64::Engine;
    use serde_json::Value;
    use sha2::{Digest, Sha256};

    fn part(jws: &str, place: usize) -> Value {
        serde_json::from_slice(&BASE64URL.decode(jws.split('.').nth(place).unwrap()).unwrap()).unwrap()
    }

    #[test]
    fn receipts_of_a_chain_verify_and_name_the_one_before() {
        let mut chain = Chain::new().unwrap();
        let (first, second) = (chain.next("a", "2026-01-01T00:00:00.000Z").unwrap(), chain.next("a", "2026-01-01T00:00:00.000Z").unwrap());
        for jws in [&first, &second] {
            let jwk = part(jws, 0)["jwk"].clone();
            let coordinate = |name: &str| BASE64URL.decode(jwk[name].as_str().unwrap()).unwrap();
            let point = [vec![4], coordinate("x"), coordinate("y")].concat();
            let (input, signature) = jws.rsplit_once('.').unwrap();
            let key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point);
            assert!(key.verify(input.as_bytes(), &BASE64URL.decode(signature).unwrap()).is_ok());
        }
        let (genesis, next) = (part(&first, 1), part(&second, 1));
        assert_eq!((&genesis["seq"], &next["seq"], genesis.get("prev")), (&Value::from(0), &Value::from(1), None));
        assert_eq!(next["prev"], BASE64URL.encode(Sha256::digest(first.as_bytes())));
        assert_ne!(genesis["rid"], next["rid"]);
    }

    #[test]
    fn uuids_say_version_and_variant() {
        for _ in 0..64 {
            let id = uuid().unwrap();
            assert_eq!((id.len(), &id[14..15], "89ab".contains(&id[19..20])), (36, "4", true), "{id}");
        }
    }
}
