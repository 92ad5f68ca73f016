//! `POST /v1/receipts` and `GET /v1/receipts/{rid}`: receipts in, countersignatures out.

use super::told::{Paced, Unavailable};
use super::{IDEMPOTENCY_KEY, Shared};
use crate::addresses::Peer;
use crate::admit::admit;
use crate::fence::{Watch, after_receipt};
use crate::ledger::Ledger;
use crate::log::{Appended, Entry, Found};
use crate::metrics::Taken;
use crate::problem::{Problem, RouteError};
use crate::refusal::{MAX_BODY_BYTES, Refusal};
use axum::Json;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Extension, Path, State};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::sync::Arc;
use std::time::Duration;
use utoipa::ToSchema;

const SUBSTITUTED: &str =
    "header member kid: the receipt before this one was signed with another key, and no change of keys names this one";
const JOSE: &str = "application/jose";

/// What the receiver says about a receipt it holds.
#[derive(Serialize, ToSchema)]
pub(super) struct Acknowledgment {
    /// The receipt's id, a UUID.
    rid: String,
    /// Its place in the ledger, from 0.
    index: u64,
    /// When it came: RFC 3339, UTC, milliseconds.
    received_at: String,
    /// A compact JWS of the receiver (`cs-countersignature+jws`).
    countersignature: String,
    /// SHA-256 of the ASCII bytes of the receipt's JWS, base64url.
    receipt_sha256: String,
    /// That the receipt stands in its site's log: a C2SP `tlog-proof`.
    proof: String,
}

/// The same with the receipt itself.
#[derive(Serialize, ToSchema)]
pub(super) struct StoredReceipt {
    #[serde(flatten)]
    acknowledgment: Acknowledgment,
    /// The receipt: its compact JWS, verbatim.
    receipt: String,
}

impl From<Entry> for Acknowledgment {
    fn from(entry: Entry) -> Self {
        Self {
            rid: entry.rid,
            index: entry.index,
            received_at: entry.received_at,
            countersignature: entry.countersignature,
            receipt_sha256: entry.leaf.to_string(),
            proof: entry.proof,
        }
    }
}

/// Append a receipt. An answer of 200 or 201 means that it is on the disk; `Tk` says whether tracking changed. Where the request bears the
/// state cookie and something was refused or withdrawn, `Clear-Site-Data` empties the browser's cache.
#[utoipa::path(
    post,
    operation_id = "appendReceipt",
    path = "/v1/receipts",
    params(("Idempotency-Key" = Option<String>, Header, description = "The quoted rid of the receipt")),
    request_body(
        description = "A structured CloudEvent with the compact JWS in `data`, the compact JWS itself, or a form with it: at most 16,384 bytes, in a body of at most 65,536",
        content(
            (inline(CloudEvent) = "application/cloudevents+json"),
            (String = "application/jose"),
            (String = "text/plain"),
            (inline(Form) = "application/x-www-form-urlencoded"),
        ),
    ),
    responses(
        (status = 201, description = "Appended", body = Acknowledgment),
        (status = 200, description = "The same receipt was there already; the answer it got then", body = Acknowledgment),
        (status = 400, description = "malformed, duplicate-member, unknown-extension", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "duplicate-conflict, out-of-order", body = Problem, content_type = "application/problem+json"),
        (status = 410, description = "erased", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "unsupported-media-type", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "bad-algorithm, bad-signature, key-mismatch, clock-ahead, unknown-site", body = Problem, content_type = "application/problem+json"),
        Paced,
    ),
)]
pub(super) async fn post(
    State(shared): State<Shared>, Extension(watch): Extension<Option<Arc<Watch>>>, peer: Option<Extension<Peer>>, headers: HeaderMap,
    body: Body,
) -> Result<Response, RouteError> {
    let Shared { ledger, sites, addresses, limits, metrics, .. } = shared;
    addresses.pace(&headers, peer.map(|peer| peer.0)).map_err(RouteError::RateLimited)?;
    let body = read(body, Duration::from_secs(limits.body_secs.get().into())).await?;
    let receipt = admit(text(&headers, &header::CONTENT_TYPE), text(&headers, &IDEMPOTENCY_KEY), &body)?;
    let receipt = sites.judge(receipt, ledger.now())?;
    sites.pace(&receipt.site).map_err(RouteError::RateLimited)?;
    let (appender, kept) = (ledger.clone(), receipt.clone());
    // In a task of its own: a sender that hangs up, or a timeout, does not interrupt a commit.
    let append = tokio::spawn(async move { appender.append(&kept).await });
    let (status, outcome, entry) = match append.await.map_err(|_| RouteError::Lost)?? {
        Appended::New(entry) => (StatusCode::CREATED, "new", entry),
        Appended::Known(entry) => (StatusCode::OK, "known", entry),
        // What a sender brings changes no rows, so it cannot hold already.
        Appended::Conflict | Appended::Held => return Err(RouteError::Conflict),
        Appended::Erased => return Err(RouteError::Gone),
        Appended::OutOfOrder => return Err(Refusal::OutOfOrder.into()),
        Appended::KeySubstituted => return Err(Refusal::KeyMismatch(SUBSTITUTED.to_owned()).into()),
    };
    let site = if sites.names(&receipt.site) { receipt.site.to_string() } else { String::new() };
    metrics.taken(&Taken { site, kind: receipt.kind.name(), outcome });
    let location = format!("/v1/receipts/{}", entry.rid);
    let common = [(header::CACHE_CONTROL, "no-store".to_owned()), (header::LOCATION, location)];
    let mut response = (status, common, Json(Acknowledgment::from(entry))).into_response();
    after_receipt(watch.as_deref(), &headers, &receipt, ledger.now(), response.headers_mut());
    Ok(response)
}

/// The whole body, at most as long as a body may be, within `limit`.
pub(super) async fn read(body: Body, limit: Duration) -> Result<Bytes, RouteError> {
    match tokio::time::timeout(limit, to_bytes(body, MAX_BODY_BYTES)).await {
        Err(_) => Err(RouteError::TooSlow),
        Ok(Err(_)) => Err(Refusal::TooLarge { what: "a request body", limit: MAX_BODY_BYTES }.into()),
        Ok(Ok(bytes)) => Ok(bytes),
    }
}

/// The envelope of a receipt: CloudEvents 1.0, JSON event format.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the body; admit reads it member by member")]
struct CloudEvent {
    #[schema(example = "1.0")]
    specversion: String,
    /// The receipt's `rid`.
    id: String,
    /// The receipt's `svc`.
    source: String,
    #[schema(example = "dev.countersign.receipt.v1.choice")]
    r#type: String,
    /// The receipt's `sub`.
    subject: Option<String>,
    /// The receipt's `iat`.
    time: Option<String>,
    #[schema(example = "application/jose")]
    datacontenttype: Option<String>,
    /// The compact JWS.
    data: String,
}

/// A form post; other fields are passed over.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the body; admit reads it field by field")]
struct Form {
    /// The compact JWS.
    receipt: String,
}

/// A receipt by its id, with its countersignature; with `Accept: application/jose` the bare JWS.
#[utoipa::path(
    get,
    operation_id = "readReceipt",
    path = "/v1/receipts/{rid}",
    params(("rid" = String, Path, description = "The receipt's id, a UUID in lower case")),
    responses(
        (status = 200, description = "The receipt", content(
            (StoredReceipt = "application/json"),
            (String = "application/jose"),
        )),
        (status = 404, description = "not-found", body = Problem, content_type = "application/problem+json"),
        (status = 410, description = "erased", body = Problem, content_type = "application/problem+json"),
        Unavailable,
    ),
)]
pub(super) async fn get(State(ledger): State<Ledger>, Path(rid): Path<String>, headers: HeaderMap) -> Result<Response, RouteError> {
    let entry = match ledger.by_id(&rid).await?.ok_or(RouteError::NotFound)? {
        Found::Held(entry) => *entry,
        Found::Erased { .. } => return Err(RouteError::Gone),
    };
    let common = [(header::CACHE_CONTROL, "no-store"), (header::VARY, "accept")];
    if wants_jose(text(&headers, &header::ACCEPT).unwrap_or_default()) {
        return Ok((common, [(header::CONTENT_TYPE, JOSE)], entry.jws).into_response());
    }
    let receipt = entry.jws.clone();
    Ok((common, Json(StoredReceipt { acknowledgment: entry.into(), receipt })).into_response())
}

fn wants_jose(accept: &str) -> bool {
    let mut types = accept.split(',').map(|range| range.split(';').next().unwrap_or_default().trim());
    // The first type that we have decides; quality values are not weighed.
    types.find(|name| [JOSE, "application/json"].contains(name)) == Some(JOSE)
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}
