//! `/log/{site}/...`: the log of a site as C2SP `tlog-tiles` has it, readable by anybody and from any page.
//! Tiles and entries never change and may be kept for ever, so that any cache or static host can stand in front.

use super::Shared;
use super::told::Unavailable;
use crate::ledger::Ledger;
use crate::log::Cosigned;
use crate::problem::{Problem, RouteError};
use crate::refusal::Refusal;
use crate::site::SiteId;
use crate::sites::Sites;
use axum::body::Bytes;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use countersign_core::log::TileId;
use serde::Deserialize;
use std::sync::Arc;
use utoipa::IntoParams;

const TEXT: &str = "text/plain; charset=utf-8";
const BYTES: &str = "application/octet-stream";
/// What never changes.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// What grows.
const A_MOMENT: &str = "public, max-age=1";
/// What is made for the asker.
const NEVER: &str = "no-store";
/// A checkpoint with a few signature lines is far smaller.
const MAX_NOTE_BYTES: usize = 16_384;

/// The latest checkpoint: a signed note with the origin, size and root of the log, and the lines of witnesses.
#[utoipa::path(
    get,
    operation_id = "readCheckpoint",
    path = "/log/{site}/checkpoint",
    params(("site" = String, Path, description = "The site's id")),
    responses(
        (status = 200, description = "The checkpoint", body = String, content_type = "text/plain"),
        (status = 404, description = "not-found", body = Problem, content_type = "application/problem+json"),
        Unavailable,
    ),
)]
pub(super) async fn checkpoint(State(ledger): State<Ledger>, Path(site): Path<String>) -> Result<Response, RouteError> {
    let note = ledger.checkpoint(&known(&site)?).await?.ok_or(RouteError::NotFound)?;
    Ok(answer(TEXT, A_MOMENT, note))
}

/// The latest checkpoint that a witness has signed.
#[utoipa::path(
    get,
    operation_id = "readWitnessedCheckpoint",
    path = "/log/{site}/witnessed",
    params(("site" = String, Path, description = "The site's id")),
    responses(
        (status = 200, description = "The checkpoint", body = String, content_type = "text/plain"),
        (status = 404, description = "not-found", body = Problem, content_type = "application/problem+json"),
        Unavailable,
    ),
)]
pub(super) async fn witnessed(State(ledger): State<Ledger>, Path(site): Path<String>) -> Result<Response, RouteError> {
    let note = ledger.witnessed(&known(&site)?).await?.ok_or(RouteError::NotFound)?;
    Ok(answer(TEXT, A_MOMENT, note))
}

/// The keys that signed checkpoints of this log, oldest first, one a line; the last one signs.
#[utoipa::path(
    get,
    operation_id = "readLogKeys",
    path = "/log/{site}/key",
    params(("site" = String, Path, description = "The site's id")),
    responses(
        (status = 200, description = "Verifier keys", body = String, content_type = "text/plain"),
        (status = 404, description = "not-found", body = Problem, content_type = "application/problem+json"),
        Unavailable,
    ),
)]
pub(super) async fn key(State(ledger): State<Ledger>, Path(site): Path<String>) -> Result<Response, RouteError> {
    let keys = ledger.log_keys(&known(&site)?).await?;
    if keys.is_empty() {
        return Err(RouteError::NotFound);
    }
    Ok(answer(TEXT, A_MOMENT, keys.iter().map(|key| format!("{key}\n")).collect::<String>()))
}

/// A tile of hashes, `<L>/<N>` or `<L>/<N>.p/<W>`, or a bundle of entries, `entries/<N>` or `entries/<N>.p/<W>`.
#[utoipa::path(
    get,
    operation_id = "readTile",
    path = "/log/{site}/tile/{tile}",
    params(
        ("site" = String, Path, description = "The site's id"),
        ("tile" = String, Path, description = "Level and place, or `entries` and place, in the spelling of C2SP tlog-tiles"),
    ),
    responses(
        (status = 200, description = "The hashes, 32 bytes each, or the entries, each with its length before it", body = Vec<u8>, content_type = "application/octet-stream"),
        (status = 404, description = "not-found", body = Problem, content_type = "application/problem+json"),
        Unavailable,
    ),
)]
pub(super) async fn tile(State(ledger): State<Ledger>, Path((site, tile)): Path<(String, String)>) -> Result<Response, RouteError> {
    let site = known(&site)?;
    let bytes = match tile.strip_prefix("entries/") {
        Some(path) => {
            let (place, width) = TileId::parse_entries(path).ok_or(RouteError::NotFound)?;
            ledger.entries(&site, place, width).await?
        }
        None => {
            let (id, width) = TileId::parse(&tile).ok_or(RouteError::NotFound)?;
            ledger.tile(&site, id, width).await?
        }
    };
    Ok(answer(BYTES, FOR_EVER, bytes.ok_or(RouteError::NotFound)?))
}

/// That an entry stands in the log of the latest checkpoint: a C2SP `tlog-proof`.
#[utoipa::path(
    get,
    operation_id = "readProof",
    path = "/log/{site}/proof/{index}",
    params(
        ("site" = String, Path, description = "The site's id"),
        ("index" = u64, Path, description = "The place of the entry, from 0"),
    ),
    responses(
        (status = 200, description = "The proof", body = String, content_type = "text/plain"),
        (status = 404, description = "not-found", body = Problem, content_type = "application/problem+json"),
        Unavailable,
    ),
)]
pub(super) async fn proof(State(ledger): State<Ledger>, Path((site, index)): Path<(String, String)>) -> Result<Response, RouteError> {
    let index = index.parse().map_err(|_| RouteError::NotFound)?;
    let proof = ledger.proof(&known(&site)?, index).await?.ok_or(RouteError::NotFound)?;
    Ok(answer(TEXT, NEVER, proof))
}

/// Two sizes of a log.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Sizes {
    /// The smaller size.
    #[param(format = "uint64")]
    from: u64,
    /// The larger one, at most that of the log.
    #[param(format = "uint64")]
    to: u64,
}

/// That the log of one size grew into that of another: hashes in base64, one a line (RFC 6962 section 2.1.2).
#[utoipa::path(
    get,
    operation_id = "readConsistency",
    path = "/log/{site}/consistency",
    params(("site" = String, Path, description = "The site's id"), Sizes),
    responses(
        (status = 200, description = "The proof; empty where the sizes are the same or the first is 0", body = String, content_type = "text/plain"),
        (status = 400, description = "malformed", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "not-found", body = Problem, content_type = "application/problem+json"),
        Unavailable,
    ),
)]
pub(super) async fn consistency(
    State(ledger): State<Ledger>, Path(site): Path<String>, sizes: Result<Query<Sizes>, QueryRejection>,
) -> Result<Response, RouteError> {
    let wrong = || Refusal::malformed("from and to must be whole numbers, and from at most to");
    let Query(Sizes { from, to }) = sizes.map_err(|_| wrong())?;
    if from > to {
        return Err(wrong().into());
    }
    let hashes = ledger.consistency(&known(&site)?, from, to).await?.ok_or(RouteError::NotFound)?;
    Ok(answer(TEXT, FOR_EVER, hashes.iter().map(|hash| STANDARD.encode(hash.bytes()) + "\n").collect::<String>()))
}

/// Keep the cosignatures of witnesses that the configuration names. The body is a checkpoint of this log with their lines beneath.
#[utoipa::path(
    post,
    operation_id = "addCosignatures",
    path = "/log/{site}/cosignatures",
    params(("site" = String, Path, description = "The site's id")),
    request_body(content = String, content_type = "text/plain"),
    responses(
        (status = 204, description = "Kept"),
        (status = 400, description = "malformed", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "not-found: the log never gave out this checkpoint", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "too-large", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "bad-signature", body = Problem, content_type = "application/problem+json"),
        Unavailable,
    ),
)]
pub(super) async fn cosign(State(shared): State<Shared>, Path(site): Path<String>, body: Bytes) -> Result<Response, RouteError> {
    let site = known(&site)?;
    if body.len() > MAX_NOTE_BYTES {
        return Err(Refusal::TooLarge { what: "a checkpoint", limit: MAX_NOTE_BYTES }.into());
    }
    let sites: &Arc<Sites> = &shared.sites;
    let body = std::str::from_utf8(&body).map_err(|_| Refusal::malformed("a checkpoint is UTF-8"))?;
    match shared.ledger.cosign(&site, body, sites.witnesses(&site)).await? {
        Cosigned::Kept(_) => Ok(StatusCode::NO_CONTENT.into_response()),
        Cosigned::Malformed => Err(Refusal::malformed("the body is not a checkpoint with signature lines").into()),
        Cosigned::Unknown => Err(RouteError::NotFound),
        Cosigned::NoWitness => Err(Refusal::bad_signature("no line is of a witness that this site's configuration names").into()),
        Cosigned::BadSignature => Err(Refusal::bad_signature("a line of a witness does not verify; nothing was kept").into()),
    }
}

fn known(site: &str) -> Result<SiteId, RouteError> {
    site.parse().map_err(|_| RouteError::NotFound)
}

/// An answer that any page may read: what is in a log is for everybody.
fn answer(media_type: &'static str, life: &'static str, body: impl IntoResponse) -> Response {
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(life));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}
