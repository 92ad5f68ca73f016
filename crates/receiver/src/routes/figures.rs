//! `GET /o/{token}.gif` and `GET /r/{token}`: an opened message and a followed link; `GET /v1/figures`, how many there were.
//! A pixel is the same bytes for everybody and every token, and a link leads on whoever follows it: whether anything is counted is decided
//! after the answer. Where a link leads is sealed into its token, so that nobody can make one of ours lead elsewhere.

use super::told::Unavailable;
use super::{Shared, servers};
use crate::fence::signal_from;
use crate::marketing::Figure;
use crate::problem::{Problem, RouteError};
use crate::refusal::Refusal;
use axum::Json;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use countersign_core::Signal;
use countersign_suppression::{Purpose, Token};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// One transparent pixel (GIF89a), 43 bytes.
const PIXEL: &[u8; 43] =
    b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff\x21\xf9\x04\x01\0\0\0\0\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0\x3b";

/// The pixel of a message.
#[utoipa::path(
    get,
    operation_id = "openMessage",
    path = "/o/{token}.gif",
    params(("token" = String, Path, description = "The token of the message")),
    responses((status = 200, description = "A transparent pixel, whatever the token", content_type = "image/gif", body = [u8])),
)]
pub(super) async fn open(
    State(shared): State<Shared>, method: Method, file: Result<Path<String>, PathRejection>, headers: HeaderMap,
) -> Response {
    if let Ok(Path(file)) = file {
        seen(&shared, &method, &headers, file.strip_suffix(".gif").unwrap_or_default(), Purpose::Open);
    }
    let fixed =
        [(header::CONTENT_TYPE, "image/gif"), (header::CACHE_CONTROL, "no-store, private"), (header::REFERRER_POLICY, "no-referrer")];
    (fixed, PIXEL.as_slice()).into_response()
}

/// A link of a message: on to where it leads.
#[utoipa::path(
    get,
    operation_id = "followLink",
    path = "/r/{token}",
    params(("token" = String, Path, description = "The token of the link")),
    responses(
        (status = 302, description = "`Location` is where the link leads, with nothing added"),
        (status = 404, description = "not-found: no link of a site here", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn follow(
    State(shared): State<Shared>, method: Method, token: Result<Path<String>, PathRejection>, headers: HeaderMap,
) -> Result<Response, RouteError> {
    let Path(text) = token.map_err(|_| RouteError::NotFound)?;
    let token = seen(&shared, &method, &headers, &text, Purpose::Click).ok_or(RouteError::NotFound)?;
    let target = HeaderValue::from_str(&token.note).ok().filter(|_| is_web(&token.note)).ok_or(RouteError::NotFound)?;
    let fixed = [
        (header::LOCATION, target),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store, private")),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    ];
    Ok((StatusCode::FOUND, fixed).into_response())
}

/// Opens a token and leaves what follows from it to be looked up afterwards. A browser's signal is a no, and so is a question for the head.
fn seen(shared: &Shared, method: &Method, headers: &HeaderMap, text: &str, purpose: Purpose) -> Option<Token> {
    let (site, keys, token) = shared.keyrings.open(text).filter(|(_, _, token)| token.purpose == purpose)?;
    let is_over = token.is_expired(u64::try_from(shared.ledger.now().as_millisecond()).unwrap_or_default());
    if !is_over && method == Method::GET && signal_from(headers) == Signal::None {
        shared.figures.seen(site, keys, token.clone());
    }
    Some(token)
}

/// Whether an address is one of the web: nothing else is led to, whatever was sealed.
fn is_web(address: &str) -> bool {
    address.parse::<axum::http::Uri>().is_ok_and(|uri| matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some())
}

/// Which days.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct Span {
    /// The first day: `YYYY-MM-DD`, UTC.
    #[param(format = "date")]
    from: String,
    /// The last day.
    #[param(format = "date")]
    to: String,
}

/// Counts by day.
#[derive(Serialize, ToSchema)]
pub(super) struct Report {
    /// By day, day of sending, channel and topic.
    figures: Vec<FigureItem>,
}

/// Counts of one day, one day of sending, one channel and one topic.
#[derive(Serialize, ToSchema)]
struct FigureItem {
    /// On which day it was opened or followed.
    #[schema(format = "date")]
    day: String,
    /// On which day the links of the message were made.
    #[schema(format = "date")]
    sent_on: String,
    /// The channel.
    channel: String,
    /// The topic; empty for every topic.
    topic: String,
    /// How often the message was opened, not by how many; null for one to four times.
    opens: Option<u64>,
    /// How often a link was followed; null for one to four times.
    clicks: Option<u64>,
}

impl From<Figure> for FigureItem {
    fn from(one: Figure) -> Self {
        let Figure { day, sent_on, channel, topic, opens, clicks } = one;
        Self { day, sent_on, channel: channel.to_string(), topic: topic.to_string(), opens, clicks }
    }
}

/// How often messages were opened and links followed, of those who allow that it is counted.
#[utoipa::path(
    get,
    operation_id = "readFigures",
    path = "/v1/figures",
    params(Span),
    security(("server" = [])),
    responses(
        (status = 200, description = "Counts by day", body = Report),
        (status = 400, description = "malformed", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "unknown-key", body = Problem, content_type = "application/problem+json"),
        Unavailable,
    ),
)]
pub(super) async fn report(
    State(shared): State<Shared>, span: Result<Query<Span>, QueryRejection>, headers: HeaderMap,
) -> Result<Response, RouteError> {
    let site = servers::site_of(&shared, &headers)?;
    let wrong = || Refusal::malformed("from and to must be days, YYYY-MM-DD, and nothing else is asked for");
    let Query(span) = span.map_err(|_| wrong())?;
    let day = |text: &str| text.parse::<Date>().ok().filter(|date| date.to_string() == text);
    if day(&span.from).is_none() || day(&span.to).is_none() {
        return Err(wrong().into());
    }
    let figures = shared.ledger.opened(site, &span.from, &span.to).await?.into_iter().map(FigureItem::from).collect();
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(Report { figures })).into_response())
}
