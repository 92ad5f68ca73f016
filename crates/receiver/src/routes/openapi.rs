//! `GET /openapi.json`: the contract of this service, generated from the handlers themselves.

use super::{health, keys, ledger, log, receipts};
use axum::Json;
use utoipa::OpenApi;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Countersign receiver",
        description = "Takes receipts of privacy choices, keeps them in an append-only ledger and countersigns them.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0"),
    ),
    paths(
        receipts::post,
        receipts::get,
        ledger::get,
        keys::get,
        health::get,
        get,
        log::checkpoint,
        log::witnessed,
        log::key,
        log::tile,
        log::proof,
        log::consistency,
        log::cosign,
    )
)]
struct Contract;

/// This document.
#[utoipa::path(get, operation_id = "readContract", path = "/openapi.json", responses((status = 200, description = "OpenAPI", body = Object)))]
pub(super) async fn get() -> Json<utoipa::openapi::OpenApi> {
    Json(Contract::openapi())
}
