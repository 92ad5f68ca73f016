//! A ledger in small: a browser's chain of receipts, the receiver's countersignatures, the log over them, and a witness.
//!
//! Everything is made with the signing halves of the libraries, from fixed keys, so that every run sees the same bytes.

use countersign_core::log::{Checkpoint, KeyKind, Note, NoteKey, NoteSignature, StapledProof, Tree, cosigned_text, leaf_hash};
use countersign_core::{Digest, PublicKey, to_base64url};
use countersign_verify::{Check, Evidence, Report, Verdict};
use ed25519_dalek::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};

pub(crate) const ORIGIN: &str = "pos.example/log/layang";
pub(crate) const REC: &str = "00000000-0000-4000-8000-0000000000aa";

/// A P-256 key from a seed.
pub(crate) fn key(seed: u8) -> (SigningKey, PublicKey) {
    let key = SigningKey::from_slice(&[seed; 32]).unwrap();
    let point = key.verifying_key().to_sec1_point(false);
    let public = PublicKey { x: to_base64url(point.x().unwrap()), y: to_base64url(point.y().unwrap()) };
    (key, public)
}

pub(crate) fn jwk(public: &PublicKey) -> Value {
    json!({ "kty": "EC", "crv": "P-256", "x": public.x, "y": public.y })
}

/// A compact JWS.
pub(crate) fn jws(key: &SigningKey, header: &Value, payload: &Value) -> String {
    let input = format!("{}.{}", to_base64url(header.to_string().as_bytes()), to_base64url(payload.to_string().as_bytes()));
    let signature: Signature = key.sign(input.as_bytes());
    format!("{input}.{}", to_base64url(&signature.to_bytes()))
}

pub(crate) fn rid(seq: u64) -> String {
    format!("00000000-0000-4000-8000-{seq:012}")
}

/// The claims of the receipt at a place of the chain.
pub(crate) fn claims(seq: u64, prev: Option<&str>) -> Value {
    let mut claims = json!({
        "v": "cs-receipt/1", "rid": rid(seq), "rec": REC, "sub": "00000000-0000-4000-8000-0000000000bb",
        "kind": "choice", "iat": "2026-11-23T06:00:00.000Z", "seq": seq, "salt": "AAAAAAAAAAAAAAAAAAAAAA", "assurance": "device",
        "ctl": { "id": "layang", "name": "Layang Express" }, "svc": "https://layang.example", "ntc": { "id": "privacy", "ver": "1.0", "lang": "en" },
        "p": [{ "id": "analytics", "st": "refused" }, { "id": "maps", "st": "given" }], "by": "self",
    });
    if let Some(prev) = prev {
        claims["prev"] = json!(Digest::of(prev.as_bytes()).to_text());
    }
    claims
}

/// A receipt signed by the key of this seed.
pub(crate) fn sign(seed: u8, claims: &Value) -> String {
    let (key, public) = key(seed);
    jws(&key, &json!({ "alg": "ES256", "typ": "cs-receipt+jws", "jwk": jwk(&public), "kid": public.thumbprint() }), claims)
}

/// Receipts 0 to `count - 1` of one chain.
pub(crate) fn chain(count: u64) -> Vec<String> {
    let mut made: Vec<String> = Vec::new();
    for seq in 0..count {
        made.push(sign(7, &claims(seq, made.last().map(String::as_str))));
    }
    made
}

pub(crate) fn countersignature(receipt: &str, index: u64) -> String {
    let payload = json!({
        "v": "cs-countersignature/1", "rid": rid(index), "sha256": Digest::of(receipt.as_bytes()).to_text(),
        "rcv": "2026-11-23T06:00:01.000Z", "iss": "https://pos.example", "index": index,
    });
    jws(&key(9).0, &json!({ "alg": "ES256", "typ": "cs-countersignature+jws", "kid": key(9).1.thumbprint() }), &payload)
}

/// The receiver's key set.
pub(crate) fn key_set() -> String {
    let mut entry = jwk(&key(9).1);
    entry["kid"] = json!(key(9).1.thumbprint());
    json!({ "keys": [entry] }).to_string()
}

fn note_key(name: &str, kind: KeyKind, seed: u8) -> (ed25519_dalek::SigningKey, NoteKey) {
    let key = ed25519_dalek::SigningKey::from_bytes(&[seed; 32]);
    let public = NoteKey::new(name, kind, key.verifying_key().to_bytes()).unwrap();
    (key, public)
}

/// The verifier key of the log.
pub(crate) fn log_key() -> String {
    note_key(ORIGIN, KeyKind::Ed25519, 11).1.to_string()
}

/// The verifier key of the witness.
pub(crate) fn witness_key() -> String {
    note_key("witness.example/w1", KeyKind::Cosignature, 12).1.to_string()
}

/// A tree over receipts.
pub(crate) fn tree(receipts: &[String]) -> Tree {
    let mut tree = Tree::default();
    for receipt in receipts {
        tree.push(leaf_hash(Digest::of(receipt.as_bytes()).bytes()));
    }
    tree
}

/// The checkpoint of a tree, signed by the log and cosigned by the witness.
pub(crate) fn checkpoint(tree: &mut Tree) -> Note {
    let text = Checkpoint { origin: ORIGIN.to_owned(), size: tree.size(), root: tree.root().unwrap() }.to_string();
    let (log, log_public) = note_key(ORIGIN, KeyKind::Ed25519, 11);
    let (witness, witness_public) = note_key("witness.example/w1", KeyKind::Cosignature, 12);
    let time = 1_795_413_700_u64;
    let cosigned = witness.sign(cosigned_text(time, &text).as_bytes()).to_bytes();
    let line = |key: &NoteKey, bytes: Vec<u8>| NoteSignature { name: key.name().to_owned(), key_id: key.id(), bytes };
    let signatures = vec![
        line(&log_public, log.sign(text.as_bytes()).to_bytes().to_vec()),
        line(&witness_public, [time.to_be_bytes().as_slice(), &cosigned].concat()),
    ];
    Note { text, signatures }
}

/// The proof that a receipt stands at a place of the log over all of them.
pub(crate) fn proof(receipts: &[String], index: u64) -> String {
    let mut tree = tree(receipts);
    StapledProof { index, path: tree.inclusion(index).unwrap(), checkpoint: checkpoint(&mut tree) }.to_string()
}

/// Judges some files; the name of each is its place in the list.
pub(crate) fn judge<B: AsRef<[u8]>>(files: &[B]) -> Report {
    let mut evidence = Evidence::default();
    for (number, file) in files.iter().enumerate() {
        evidence.add(&format!("file {number}"), file.as_ref());
    }
    evidence.judge()
}

/// The outcomes of the checks of one name.
pub(crate) fn outcomes(report: &Report, name: &str) -> Vec<Verdict> {
    let checks = report.sections.iter().flat_map(|section| &section.checks);
    checks.filter(|check| check.name == name).map(|check: &Check| check.verdict).collect()
}
