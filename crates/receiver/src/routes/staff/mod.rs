//! What staff see and do, each by their role: pages at `/staff/`, and the queue as JSON at `/v1/staff/`, both behind one sign-in.
//! No answer here is kept by a cache, shown in a frame, or holds anything of another host, and no page runs a script.

mod api;
mod channels;
mod guard;
mod html;
mod pages;

pub(super) use api::{__path_acts, __path_decide, __path_list, __path_read, __path_sign_in, __path_sign_out};
pub(super) use guard::Jar;

use super::Shared;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware;
use axum::response::Response;
use axum::routing::{get, post};

const HEADERS: [(HeaderName, HeaderValue); 6] = [
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"),
    ),
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
];

/// The routes of staff.
pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route("/staff/", get(pages::first))
        .route("/staff/sign-in", get(pages::door::door).post(pages::door::sign_in))
        .route("/staff/sign-out", post(pages::door::sign_out))
        .route("/staff/sign-on", get(pages::sign_on::begin))
        .route("/staff/sign-on/back", get(pages::sign_on::back))
        .route("/staff/password", get(pages::door::password).post(pages::door::choose))
        .route("/staff/requests", get(pages::requests::queue))
        .route("/staff/requests/{rid}", get(pages::requests::request).post(pages::requests::decide))
        .route("/staff/record", get(pages::requests::record))
        .route("/staff/accounts", get(pages::accounts::list).post(pages::accounts::change))
        .route("/staff/people", get(pages::people::find).post(pages::people::seek))
        .route("/staff/people/{link}", get(pages::people::person).post(pages::people::change))
        .route("/staff/receipts/{rid}", get(pages::receipt::receipt))
        .route("/staff/replies", get(pages::replies::list).post(pages::replies::settle))
        .route("/staff/figures", get(pages::figures::figures))
        .route("/staff/export/{site}", get(pages::export::export))
        .route(
            "/staff/imports",
            get(pages::imports::list).post(pages::imports::stage).layer(DefaultBodyLimit::max(pages::imports::MAX_FORM)),
        )
        .route("/staff/imports/{id}", get(pages::imports::one).post(pages::imports::settle))
        .route("/staff/style.css", get(pages::style))
        .route("/v1/staff/session", post(api::sign_in).delete(api::sign_out))
        .route("/v1/staff/requests", get(api::list))
        .route("/v1/staff/requests/{rid}", get(api::read))
        .route("/v1/staff/requests/{rid}/state", post(api::decide))
        .route("/v1/staff/acts", get(api::acts))
        .layer(middleware::map_response(harden))
}

async fn harden(mut response: Response) -> Response {
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, value);
    }
    response
}
