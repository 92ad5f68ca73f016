//! `GET /health`: 200 once the ledger can be read and locked for writing.

use super::told::Unavailable;
use crate::ledger::Ledger;
use crate::problem::RouteError;
use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

/// The receiver is well.
#[derive(Serialize, ToSchema)]
pub(super) struct Health {
    #[schema(example = "ok")]
    status: &'static str,
    /// How many entries the ledger has.
    size: u64,
}

/// Whether the ledger can be read and written.
#[utoipa::path(
    get,
    operation_id = "checkHealth",
    path = "/health",
    responses(
        (status = 200, description = "It can", body = Health),
        Unavailable,
    ),
)]
pub(super) async fn get(State(ledger): State<Ledger>) -> Result<Response, RouteError> {
    let health = Health { status: "ok", size: ledger.size().await? };
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(health)).into_response())
}
