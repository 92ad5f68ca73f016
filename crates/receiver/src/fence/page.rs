//! Puts together what an answer says: on a page, and on the answer to a receipt.
//! In: the request's headers, the answer, the table, the time. Out: the answer with its headers.
//! Deliberately absent: the `cookies` and `storage` types of `Clear-Site-Data`, which would take the choice and its receipts along.

use super::policy::{FenceKind, Nonce, policy};
use super::table::Table;
use super::tracking::{Status, TK};
use super::visit::Visit;
use super::{clear::clear, watch::Watch};
use crate::admit::Admitted;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::response::Response;
use jiff::Timestamp;

const CLEAR_SITE_DATA: HeaderName = HeaderName::from_static("clear-site-data");
/// An ETag can stand in for a cookie (RFC 9110 section 8.8.3): what the browser cached of this origin goes.
const CACHE: HeaderValue = HeaderValue::from_static("\"cache\"");
const VARY: HeaderValue = HeaderValue::from_static("cookie, dnt, sec-gpc");
const PRIVATE: HeaderValue = HeaderValue::from_static("private, no-cache");

/// Takes from a request for a page what would have it answered with "not modified", in part, or compressed: the browser would keep the old
/// policy with the old page, and a nonce has no place in a compressed one. A HEAD answer has the length of the page with its nonce.
pub(crate) fn prepare(request: &mut Request, kind: FenceKind) {
    if kind == FenceKind::Strict {
        *request.method_mut() = Method::GET;
    }
    let headers = request.headers_mut();
    let conditions = [header::IF_MATCH, header::IF_MODIFIED_SINCE, header::IF_NONE_MATCH, header::IF_RANGE, header::IF_UNMODIFIED_SINCE];
    for name in conditions.iter().chain([&header::RANGE]) {
        headers.remove(name);
    }
    if kind == FenceKind::Strict {
        headers.remove(header::ACCEPT_ENCODING);
    }
}

/// Puts policy, tracking status and cookies on a page.
pub(crate) fn dress_page(
    watch: Option<&Watch>, fence: Option<FenceKind>, request: &HeaderMap, path: &str, now: Timestamp, response: &mut Response,
) {
    let table = watch.and_then(Watch::table);
    let visit = table.as_deref().map(|table| Visit::new(request, table, now));
    let known = table.as_deref().zip(visit.as_ref());
    if let Some(kind) = fence {
        let (policy, nonce) = policy(kind, request, known);
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
        response.headers_mut().remove(header::ETAG);
        response.headers_mut().remove(header::LAST_MODIFIED);
        if let Some(nonce) = nonce {
            response.headers_mut().append(header::VARY, HeaderValue::from_static("user-agent"));
            response.extensions_mut().insert(Nonce(nonce));
        }
    }
    let Some((table, visit)) = known else { return };
    let headers = response.headers_mut();
    headers.insert(TK, visit.status().value());
    headers.append(header::VARY, VARY);
    headers.insert(header::CACHE_CONTROL, PRIVATE);
    set_cookies(table, visit, request, path, now, headers);
    if visit.has_closed && is_view(request) {
        headers.insert(CLEAR_SITE_DATA, CACHE);
    }
}

/// Puts tracking status, and where the request bears the state, cookies and the order to clear the cache, on the answer to a receipt that
/// was appended.
///
/// Our widget sends receipts without cookies. A browser clears nothing then, and complains; so does another site's page, whose request
/// comes without the state (SameSite=Lax) and must not clear anything here.
pub(crate) fn after_receipt(watch: Option<&Watch>, request: &HeaderMap, receipt: &Admitted, now: Timestamp, headers: &mut HeaderMap) {
    let changes = receipt.gives || receipt.withdraws;
    headers.insert(TK, if changes { Status::Updated } else { Status::NotTracking }.value());
    let Some(table) = watch.and_then(Watch::table) else { return };
    let visit = Visit::new(request, &table, now);
    if visit.state.is_none() {
        return;
    }
    if receipt.withdraws || receipt.is_refusal() {
        headers.insert(CLEAR_SITE_DATA, CACHE);
    }
    set_cookies(&table, &visit, request, "/v1/receipts", now, headers);
}

fn set_cookies(table: &Table, visit: &Visit, request: &HeaderMap, path: &str, now: Timestamp, headers: &mut HeaderMap) {
    if !is_view(request) {
        return;
    }
    let second = u64::try_from(now.as_second()).unwrap_or_default();
    for line in visit.again(request, table, now).into_iter().chain(clear(request, path, table, visit, second)) {
        headers.append(header::SET_COOKIE, line);
    }
}

/// Whether a person is looking, by Fetch Metadata where the browser sends it. A prefetched answer may be older than a choice that is made
/// meanwhile; another site's frame or image bears the trackers' cookies without the state.
fn is_view(request: &HeaderMap) -> bool {
    let says = |name: &str| request.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_ahead = [says("sec-purpose"), says("purpose")].iter().any(|purpose| purpose.contains("prefetch"));
    !is_ahead && (says("sec-fetch-site") != "cross-site" || says("sec-fetch-dest") == "document")
}
