//! `GET /v1/ledger`: the public index of the ledger, page by page, without the receipts.
//! It exists only when the operator asks for it.

use super::told::Unavailable;
use crate::ledger::Ledger;
use crate::log::Listed;
use crate::problem::{Problem, RouteError};
use crate::refusal::Refusal;
use crate::site::SiteId;
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

const DEFAULT_LIMIT: u32 = 100;
const MAX_LIMIT: u32 = 1000;

/// Which page.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Page {
    /// Whose log; absent: the one that was begun first.
    #[param(pattern = "^[a-z0-9-]{1,64}$")]
    site: Option<String>,
    /// Entries after this index; absent: from the first.
    #[param(format = "uint64")]
    after: Option<u64>,
    /// At most so many, 1 to 1000; default 100.
    #[param(minimum = 1, maximum = 1000, default = 100)]
    limit: Option<u32>,
}

/// One page of the ledger.
#[derive(Serialize, ToSchema)]
pub(super) struct LedgerPage {
    /// How many entries the ledger has.
    size: u64,
    /// The entries of this page, by index.
    entries: Vec<LedgerEntry>,
}

/// One entry, without its receipt.
#[derive(Serialize, ToSchema)]
struct LedgerEntry {
    /// Its place, from 0.
    index: u64,
    /// The receipt's id; absent after erasure.
    #[serde(skip_serializing_if = "Option::is_none")]
    rid: Option<String>,
    /// When it came: RFC 3339, UTC, milliseconds.
    received_at: String,
    /// `choice`, `signal` or `withdrawal`.
    kind: String,
    /// SHA-256 of the ASCII bytes of the receipt's JWS, base64url.
    receipt_sha256: String,
}

impl From<Listed> for LedgerEntry {
    fn from(entry: Listed) -> Self {
        Self {
            index: entry.index,
            rid: entry.rid,
            received_at: entry.received_at,
            kind: entry.kind,
            receipt_sha256: entry.leaf.to_string(),
        }
    }
}

/// The ledger's entries in order; only with `--public-ledger`.
#[utoipa::path(
    get,
    operation_id = "listLedger",
    path = "/v1/ledger",
    params(Page),
    responses(
        (status = 200, description = "One page", body = LedgerPage),
        (status = 400, description = "malformed", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "The ledger is not public", body = Problem, content_type = "application/problem+json"),
        Unavailable,
    ),
)]
pub(super) async fn get(State(ledger): State<Ledger>, page: Result<Query<Page>, QueryRejection>) -> Result<Response, RouteError> {
    let wrong = || Refusal::malformed("after must be a whole number, and limit one from 1 to 1000");
    let Query(page) = page.map_err(|_| wrong())?;
    let limit = page.limit.unwrap_or(DEFAULT_LIMIT);
    if !(1..=MAX_LIMIT).contains(&limit) {
        return Err(wrong().into());
    }
    let site = match &page.site {
        Some(text) => Some(text.parse::<SiteId>().map_err(|fault| Refusal::malformed(format!("site {fault}")))?),
        None => ledger.logs().await?.into_iter().next().map(|log| log.site),
    };
    let (size, entries) = match site {
        Some(site) => ledger.since(&site, page.after, limit).await?,
        None => (0, Vec::new()),
    };
    let page = LedgerPage { size, entries: entries.into_iter().map(LedgerEntry::from).collect() };
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(page)).into_response())
}
