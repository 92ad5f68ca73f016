//! What the door promises of any body: it never panics, and what it admits is a receipt whose signature holds, kept verbatim.

use countersign_core::{Assurance, Digest};
use countersign_receiver::{MAX_JWS_BYTES, admit};
use serde_json::Value;
use std::collections::HashSet;
use std::sync::LazyLock;

/// The media types that are taken, and one that is not.
pub(crate) const TYPES: [&str; 5] =
    ["application/jose", "application/cloudevents+json", "application/x-www-form-urlencoded", "text/plain", "application/json"];

/// The receipts of the format's test vectors. Nobody here has other signed ones.
pub(crate) static KNOWN: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let vectors: Value = serde_json::from_str(include_str!("../../../../tests/fixtures/receipts.json")).unwrap();
    let receipts = vectors["receipts"].as_array().unwrap();
    receipts.iter().map(|receipt| receipt["jws"].as_str().unwrap().to_owned()).collect()
});

/// The first byte chooses the media type; whether the body was admitted.
pub(crate) fn check_chosen(bytes: &[u8]) -> bool {
    let Some((first, body)) = bytes.split_first() else { return false };
    let media_type = TYPES[usize::from(*first) % TYPES.len()];
    let Ok(admitted) = admit(Some(media_type), None, body) else { return false };
    assert_ne!(media_type, "application/json");
    assert!(admitted.jws.len() <= MAX_JWS_BYTES && admitted.jws.is_ascii());
    assert_eq!(admitted.leaf, Digest::of(admitted.jws.as_bytes()));
    assert_eq!(admitted.key.is_none(), admitted.assurance == Assurance::Server);
    // What was signed was signed by a key of the vectors, so it is one of them to the byte.
    assert!(admitted.key.is_none() || KNOWN.contains(&admitted.jws), "a forged receipt passed: {}", admitted.jws);
    assert_eq!(admit(Some("application/jose"), None, admitted.jws.as_bytes()).as_ref(), Ok(&admitted));
    true
}
