//! `GET /.well-known/jwks.json`: the public keys of countersignatures as a JWK Set (RFC 7517 section 5).

use super::told::Unavailable;
use crate::ledger::{Ledger, PublishedKey};
use crate::problem::RouteError;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

/// A JWK Set.
#[derive(Serialize, ToSchema)]
pub(super) struct KeySet {
    /// Oldest first; the last one signs.
    keys: Vec<Key>,
}

/// A public P-256 key.
#[derive(Serialize, ToSchema)]
struct Key {
    #[schema(example = "EC")]
    kty: &'static str,
    #[schema(example = "P-256")]
    crv: &'static str,
    x: String,
    y: String,
    /// The RFC 7638 thumbprint.
    kid: String,
    #[schema(example = "ES256")]
    alg: &'static str,
    #[serde(rename = "use")]
    #[schema(example = "sig")]
    purpose: &'static str,
}

impl From<&PublishedKey> for Key {
    fn from(PublishedKey { jwk, .. }: &PublishedKey) -> Self {
        Self { kty: "EC", crv: "P-256", x: jwk.x().to_owned(), y: jwk.y().to_owned(), kid: jwk.thumbprint(), alg: "ES256", purpose: "sig" }
    }
}

/// The keys of all countersignatures ever made, retired ones too.
#[utoipa::path(
    get,
    operation_id = "readKeys",
    path = "/.well-known/jwks.json",
    responses(
        (status = 200, description = "The key set", body = KeySet, content_type = "application/jwk-set+json"),
        Unavailable,
    ),
)]
pub(super) async fn get(State(ledger): State<Ledger>) -> Result<Response, RouteError> {
    let set = KeySet { keys: ledger.public_keys().await?.iter().map(Key::from).collect() };
    let headers = [(header::CONTENT_TYPE, "application/jwk-set+json"), (header::CACHE_CONTROL, "no-cache")];
    Ok((headers, serde_json::to_vec(&set).unwrap_or_default()).into_response())
}
