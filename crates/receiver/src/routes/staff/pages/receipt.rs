//! One receipt, for staff.

use super::page;
use crate::log::Found;
use crate::problem::RouteError;
use crate::routes::Shared;
use crate::routes::staff::{guard, html};
use crate::staff::May;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use countersign_core::from_base64url;
use serde_json::Value;

pub(in crate::routes::staff) async fn receipt(State(shared): State<Shared>, headers: HeaderMap, Path(rid): Path<String>) -> Response {
    let outcome = async {
        let session = guard::allowed(&shared.ledger, shared.jar, &headers, May::Look).await?;
        let Some(Found::Held(entry)) = shared.ledger.by_id(&rid).await? else { return Err(RouteError::NotFound) };
        let payload = entry.jws.split('.').nth(1).and_then(from_base64url);
        let claims: Value = payload.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
        Ok(html::receipt::receipt(&session, &entry, &claims, shared.verify.as_deref()))
    };
    page(outcome.await)
}
