//! `GET /metrics`: what the service counted, in the text format of OpenMetrics 1.0; only at the address of `--metrics`.

use crate::metrics::Metrics;
use crate::problem::RouteError;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

pub(super) async fn get(State(metrics): State<Arc<Metrics>>) -> Result<Response, RouteError> {
    let text = metrics.text().map_err(|_| RouteError::Lost)?;
    Ok(([(header::CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")], text).into_response())
}
