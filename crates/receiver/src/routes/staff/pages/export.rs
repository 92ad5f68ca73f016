//! The list of who must not be written to, as a file for staff.

use super::failed;
use crate::problem::RouteError;
use crate::routes::Shared;
use crate::routes::staff::guard;
use crate::site::SiteId;
use crate::staff::May;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};

pub(in crate::routes::staff) async fn export(State(shared): State<Shared>, headers: HeaderMap, Path(site): Path<String>) -> Response {
    let outcome = async {
        let session = guard::allowed(&shared.ledger, shared.jar, &headers, May::Export).await?;
        let site = site.parse::<SiteId>().map_err(|_| RouteError::NotFound)?;
        let (site, _) = shared.keyrings.named(&site).ok_or(RouteError::NotFound)?;
        let parts = shared.ledger.export(&session.staff, site).await?;
        let name = format!("attachment; filename=\"suppressions-{site}.csv\"");
        let headers = [(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, name)];
        Ok((headers, Body::from_stream(parts)).into_response())
    };
    outcome.await.unwrap_or_else(failed)
}
