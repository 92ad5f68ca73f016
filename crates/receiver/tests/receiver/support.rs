//! Receipts to send, a service to send them to, and answers to look at.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use countersign_core::{Digest, from_base64url, to_base64url};
use countersign_receiver::{Database, Entry, Found, Ledger, Origin, RouterOptions, SiteId, router};
use jiff::Timestamp;
use p256::ecdsa::signature::{Signer, Verifier};
use p256::ecdsa::{Signature, SigningKey, VerifyingKey};
use serde_json::{Value, json};
use std::hash::{BuildHasher, RandomState};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU16, Ordering};
use tempfile::TempDir;
use tower::ServiceExt;

pub(crate) const CLOUD_EVENT: &str = "application/cloudevents+json";
pub(crate) const FORM: &str = "application/x-www-form-urlencoded";
pub(crate) const JOSE: &str = "application/jose";

/// The clock of the tests.
pub(crate) fn clock() -> Timestamp {
    "2026-11-23T06:14:31.250Z".parse().unwrap()
}

/// A port that is free at this moment, another with each call. The system gives none of these to a connection that goes out: those begin at
/// 32768 on Linux and at 49152 elsewhere, and a port from there could be in use again before the server has started.
pub(crate) fn free_port() -> u16 {
    const LISTENING: [u16; 2] = [20_000, 32_768];
    // Begins anywhere, so that two programs beside each other do not meet.
    static PLACE: LazyLock<AtomicU16> = LazyLock::new(|| {
        let [low, high, ..] = RandomState::new().hash_one(()).to_le_bytes();
        AtomicU16::new(u16::from_le_bytes([low, high]))
    });
    let [first, end] = LISTENING;
    let mut ports = (first..end).map(|_| first + PLACE.fetch_add(1, Ordering::Relaxed) % (end - first));
    ports.find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok()).unwrap()
}

/// A browser's key, the same for the same seed.
pub(crate) fn browser_key(seed: u8) -> SigningKey {
    SigningKey::from_slice(&[seed.max(1); 32]).unwrap()
}

pub(crate) fn jwk(key: &SigningKey) -> Value {
    let point = key.verifying_key().to_sec1_point(false);
    let bytes = point.as_bytes();
    json!({"crv": "P-256", "kty": "EC", "x": to_base64url(&bytes[1..33]), "y": to_base64url(&bytes[33..])})
}

/// The RFC 7638 thumbprint; serde_json sorts members by name and writes no white space.
pub(crate) fn thumbprint(jwk: &Value) -> String {
    digest(&jwk.to_string())
}

/// SHA-256 of a text, base64url.
pub(crate) fn digest(text: &str) -> String {
    Digest::of(text.as_bytes()).to_string()
}

/// A UUID that holds `number`.
pub(crate) fn uuid(number: u64) -> String {
    format!("00000000-0000-4000-8000-{number:012x}")
}

/// A receipt before it is signed. Tests change what they are about.
#[derive(Clone)]
pub(crate) struct Draft {
    pub(crate) key: SigningKey,
    pub(crate) header: Value,
    pub(crate) payload: Value,
}

impl Draft {
    pub(crate) fn new(number: u64) -> Self {
        let key = browser_key(7);
        let jwk = jwk(&key);
        let header = json!({"alg": "ES256", "typ": "cs-receipt+jws", "kid": thumbprint(&jwk), "jwk": jwk});
        let payload = json!({
            "v": "cs-receipt/1", "rid": uuid(number), "rec": uuid(900_000), "sub": uuid(900_001), "kind": "choice",
            "iat": "2026-11-23T06:14:30.000Z", "seq": 0, "salt": to_base64url(&[9; 16]), "assurance": "device",
            "ctl": {"id": "layang-express", "name": "Layang Express Sdn. Bhd."},
            "ctl_contact": {"email": "privacy@layang.example"},
            "svc": "https://layang.example", "jur": ["MY", "CN"],
            "ntc": {"id": "layang-privacy", "ver": "1.0", "sha256": to_base64url(&[1; 32]), "lang": "zh-Hans", "layer": 2},
            "ui": {"ver": "0.1.0", "sha256": digest("widget")},
            "p": [{
                "id": "analytics", "st": "given", "ct": "expressed", "nec": "optional", "data": ["BrowsingBehaviour"],
                "rcp": [{"name": "Metrik Analytics", "role": "processor", "country": "SG"}], "xb": true,
            }],
            "wd": "https://layang.example/#cs", "rts": "https://layang.example/#cs", "by": "self",
            "how": {"control": "save", "input": "pointer", "trusted": true}, "sig": {"gpc": false, "dnt": false},
        });
        Self { key, header, payload }
    }

    pub(crate) fn with_header(mut self, name: &str, value: Value) -> Self {
        self.header[name] = value;
        self
    }

    pub(crate) fn without_header(mut self, name: &str) -> Self {
        self.header.as_object_mut().unwrap().remove(name);
        self
    }

    /// Sets a claim by its JSON pointer without the first slash.
    pub(crate) fn with(mut self, pointer: &str, value: Value) -> Self {
        let (parent, name) = pointer.rsplit_once('/').map_or(("", pointer), |(parent, name)| (parent, name));
        let parent = if parent.is_empty() { String::new() } else { format!("/{parent}") };
        self.payload.pointer_mut(&parent).unwrap()[name] = value;
        self
    }

    pub(crate) fn without(mut self, pointer: &str) -> Self {
        let (parent, name) = pointer.rsplit_once('/').map_or(("", pointer), |(parent, name)| (parent, name));
        let parent = if parent.is_empty() { String::new() } else { format!("/{parent}") };
        self.payload.pointer_mut(&parent).unwrap().as_object_mut().unwrap().remove(name).unwrap();
        self
    }

    pub(crate) fn unsigned(self) -> Self {
        self.with_header("alg", json!("none")).without_header("jwk").without_header("kid").with("assurance", json!("server"))
    }

    /// The compact JWS; the signature part is empty with alg "none".
    pub(crate) fn seal(&self) -> String {
        seal_text(&self.key, &self.header.to_string(), &self.payload.to_string())
    }

    pub(crate) fn rid(&self) -> String {
        self.payload["rid"].as_str().unwrap().to_owned()
    }
}

/// Signs header and payload as they are spelled.
pub(crate) fn seal_text(key: &SigningKey, header: &str, payload: &str) -> String {
    let input = format!("{}.{}", to_base64url(header.as_bytes()), to_base64url(payload.as_bytes()));
    let is_unsigned = serde_json::from_str::<Value>(header).is_ok_and(|header| header["alg"] == "none");
    let signature: Signature = key.sign(input.as_bytes());
    let signature = if is_unsigned { String::new() } else { to_base64url(&signature.to_bytes()) };
    format!("{input}.{signature}")
}

/// The structured CloudEvent around a receipt.
pub(crate) fn cloud_event(jws: &str) -> Value {
    let claims = payload_of(jws);
    json!({
        "specversion": "1.0", "id": claims["rid"], "source": claims["svc"],
        "type": format!("dev.countersign.receipt.v1.{}", claims["kind"].as_str().unwrap()),
        "subject": claims["sub"], "time": claims["iat"], "datacontenttype": JOSE, "data": jws,
    })
}

pub(crate) fn payload_of(jws: &str) -> Value {
    serde_json::from_slice(&from_base64url(jws.split('.').nth(1).unwrap()).unwrap()).unwrap()
}

pub(crate) fn header_of(jws: &str) -> Value {
    serde_json::from_slice(&from_base64url(jws.split('.').next().unwrap()).unwrap()).unwrap()
}

/// Verifies a countersignature with the key set, by the independent implementation.
pub(crate) fn verifies(jws: &str, key_set: &Value) -> bool {
    let kid = header_of(jws)["kid"].clone();
    let key = key_set["keys"].as_array().unwrap().iter().find(|key| key["kid"] == kid).unwrap();
    let mut point = vec![4];
    point.extend(from_base64url(key["x"].as_str().unwrap()).unwrap());
    point.extend(from_base64url(key["y"].as_str().unwrap()).unwrap());
    let key = VerifyingKey::from_sec1_bytes(&point).unwrap();
    let (input, signature) = jws.rsplit_once('.').unwrap();
    let signature = Signature::from_slice(&from_base64url(signature).unwrap()).unwrap();
    key.verify(input.as_bytes(), &signature).is_ok()
}

/// A receiver over a database that vanishes with it.
pub(crate) struct Service {
    pub(crate) folder: TempDir,
    pub(crate) ledger: Ledger,
    router: Router,
}

/// An answer, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

pub(crate) fn issuer() -> Origin {
    "https://receipts.layang.example".parse().unwrap()
}

/// The site of the drafts.
pub(crate) fn site() -> SiteId {
    "layang-express".parse().unwrap()
}

pub(crate) fn database(folder: &Path) -> Database {
    file(folder).into()
}

pub(crate) fn file(folder: &Path) -> PathBuf {
    folder.join("ledger.db")
}

impl Service {
    pub(crate) async fn start() -> Self {
        Self::start_with(RouterOptions { public_ledger: true, ..RouterOptions::default() }).await
    }

    pub(crate) async fn start_with(options: RouterOptions) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::open_or_create(&database(folder.path()), &issuer(), clock).await.unwrap();
        let router = router(ledger.clone(), &options);
        Self { folder, ledger, router }
    }

    /// A receiver over a ledger that is open already.
    pub(crate) fn over(ledger: Ledger, options: &RouterOptions) -> Self {
        Self { folder: tempfile::tempdir().unwrap(), router: router(ledger.clone(), options), ledger }
    }

    /// The entry of a receipt that is here.
    pub(crate) async fn entry(&self, rid: &str) -> Entry {
        match self.ledger.by_id(rid).await.unwrap() {
            Some(Found::Held(entry)) => *entry,
            other => panic!("{rid}: {other:?}"),
        }
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    pub(crate) async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.send(request("GET", path, headers, Vec::new())).await
    }

    pub(crate) async fn post(&self, content_type: &str, body: impl Into<Vec<u8>>) -> Answer {
        self.send(request("POST", "/v1/receipts", &[("content-type", content_type)], body.into())).await
    }
}

pub(crate) fn request(method: &str, path: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Request<Body> {
    let builder = Request::builder().method(method).uri(path);
    let builder = headers.iter().fold(builder, |builder, (name, value)| builder.header(*name, *value));
    builder.body(Body::from(body)).unwrap()
}
