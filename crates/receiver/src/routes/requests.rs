//! `GET` and `POST /v1/requests/{rid}`: what became of a request to use a right, and what the visitor tells beside its receipt.
//! The visitor is known by a secret whose SHA-256 the receipt names; whoever does not know it learns nothing, not even that there is a request.

use super::told::{Paced, Unavailable};
use super::{Shared, receipts};
use crate::addresses::Peer;
use crate::json;
use crate::problem::{Problem, RouteError};
use crate::refusal::Refusal;
use crate::rights::{Request, Telling, Told};
use axum::Json;
use axum::body::Body;
use axum::extract::{Extension, Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use utoipa::ToSchema;

/// Characters of a contact, at most.
const MAX_CONTACT: usize = 320;
/// Characters of the visitor's words, at most.
const MAX_WORDS: usize = 4_000;
/// Characters of a secret, at least: 128 bits as base64url.
const MIN_SECRET: usize = 22;

/// Where a request stands, for the visitor.
#[derive(Serialize, ToSchema)]
pub(super) struct RequestStanding {
    /// The id of the receipt, a UUID.
    rid: String,
    /// What is asked.
    right: &'static str,
    /// `received`, `identity-asked`, `identified`, `answered` or `refused`.
    state: &'static str,
    /// When the request came: RFC 3339, UTC, milliseconds.
    received_at: String,
    /// When it changed last.
    changed_at: String,
    /// The last day for an answer, by the site's calendar; absent where no time is stated or where it has not begun.
    #[serde(skip_serializing_if = "Option::is_none")]
    due_on: Option<String>,
    /// Why it was refused, or what was said beside another step.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// Whether a contact was told.
    told: bool,
}

impl RequestStanding {
    fn new(rid: String, request: Request) -> Self {
        Self {
            rid,
            right: request.right.name(),
            state: request.state.name(),
            received_at: request.received_at,
            changed_at: request.changed_at,
            due_on: request.due_on,
            reason: request.reason,
            told: request.told.is_some(),
        }
    }
}

/// What the visitor tells beside the receipt, once.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ToldBody {
    /// Where the answer can reach them: 1 to 320 characters.
    #[schema(min_length = 1, max_length = 320)]
    contact: String,
    /// What it is about: at most 4,000 characters.
    #[serde(default)]
    #[schema(max_length = 4000)]
    words: String,
    /// The language that they read; BCP 47.
    #[schema(min_length = 1, max_length = 35)]
    lang: String,
}

impl ToldBody {
    fn parse(bytes: &[u8]) -> Result<Told, Refusal> {
        let value = json::parse("the body", bytes)?;
        let this: Self = serde_json::from_value(value).map_err(|error| Refusal::malformed(format!("the body: {error}")))?;
        let (contact, words) = (this.contact.trim(), this.words.trim());
        let is_line = !contact.is_empty() && contact.chars().count() <= MAX_CONTACT && !contact.contains(char::is_control);
        let is_text =
            words.chars().count() <= MAX_WORDS && !words.contains(|c: char| c.is_control() && c != '\n' && c != '\r' && c != '\t');
        let is_tag = (1..=35).contains(&this.lang.len()) && this.lang.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        let rules = [
            (is_line, "member contact: must be one line of 1 to 320 characters"),
            (is_text, "member words: must be a text of at most 4,000 characters"),
            (is_tag, "member lang: must be a BCP 47 tag"),
        ];
        match rules.iter().find(|(holds, _)| !holds) {
            Some((_, fault)) => Err(Refusal::malformed(*fault)),
            None => Ok(Told { contact: contact.to_owned(), words: words.to_owned(), lang: this.lang }),
        }
    }
}

/// Where a request stands.
#[utoipa::path(
    get,
    operation_id = "readRequest",
    path = "/v1/requests/{rid}",
    params(("rid" = String, Path, description = "The id of the receipt, a UUID in lower case")),
    security(("secret" = [])),
    responses(
        (status = 200, description = "The request", body = RequestStanding),
        (status = 401, description = "unproven", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "rate-limited", body = Problem, content_type = "application/problem+json"),
        Unavailable,
    ),
)]
pub(super) async fn get(
    State(shared): State<Shared>, Path(rid): Path<String>, peer: Option<Extension<Peer>>, headers: HeaderMap,
) -> Result<Response, RouteError> {
    shared.addresses.pace(&headers, peer.map(|peer| peer.0)).map_err(RouteError::RateLimited)?;
    let secret = secret(&headers)?;
    let request = shared.ledger.own_request(&rid, secret).await?.ok_or(RouteError::Unproven)?;
    Ok(standing(rid, request))
}

/// Tell how the answer can reach the visitor. It is kept in the queue alone: never in a receipt, a log or a message to other systems.
/// It can be told once; the same again is no error.
#[utoipa::path(
    post,
    operation_id = "tellRequest",
    path = "/v1/requests/{rid}",
    params(("rid" = String, Path, description = "The id of the receipt, a UUID in lower case")),
    security(("secret" = [])),
    request_body = ToldBody,
    responses(
        (status = 200, description = "Kept", body = RequestStanding),
        (status = 400, description = "malformed, duplicate-member", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "unproven", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "told-already, closed", body = Problem, content_type = "application/problem+json"),
        Paced,
    ),
)]
pub(super) async fn post(
    State(shared): State<Shared>, Path(rid): Path<String>, peer: Option<Extension<Peer>>, headers: HeaderMap, body: Body,
) -> Result<Response, RouteError> {
    shared.addresses.pace(&headers, peer.map(|peer| peer.0)).map_err(RouteError::RateLimited)?;
    let secret = secret(&headers)?;
    let body = receipts::read(body, Duration::from_secs(shared.limits.body_secs.get().into())).await?;
    let told = ToldBody::parse(&body)?;
    match shared.ledger.tell(&rid, secret, &told).await? {
        Telling::Kept(request) => Ok(standing(rid, *request)),
        Telling::Other => Err(RouteError::ToldAlready),
        Telling::Closed => Err(RouteError::Closed),
        Telling::Unproven => Err(RouteError::Unproven),
    }
}

fn standing(rid: String, request: Request) -> Response {
    ([(header::CACHE_CONTROL, "no-store")], Json(RequestStanding::new(rid, request))).into_response()
}

/// The secret of `Authorization: Bearer` (RFC 6750 section 2.1).
fn secret(headers: &HeaderMap) -> Result<&str, RouteError> {
    let value = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let (scheme, secret) = value.and_then(|value| value.split_once(' ')).ok_or(RouteError::Unproven)?;
    let fits = scheme.eq_ignore_ascii_case("bearer") && (MIN_SECRET..=128).contains(&secret.len());
    if fits { Ok(secret) } else { Err(RouteError::Unproven) }
}
