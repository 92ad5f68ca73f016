//! `POST /v1/inbound/{site}/{shape}`: replies to text messages, from the site's gateways; and `/v1/replies`, those that a person has to read.
//! The answer is what each gateway takes for a receipt. A database that fails is answered with 503, and the gateway sends the same again.

use super::told::{Paced, Unavailable};
use super::{Shared, receipts, servers};
use crate::addresses::Peer;
use crate::marketing::{Inbound, Outcome, Waiting};
use crate::problem::{Problem, RouteError};
use crate::refusal::Refusal;
use axum::Json;
use axum::body::Body;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Extension, Path, Query, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use utoipa::{IntoParams, ToSchema};

const DEFAULT_LIMIT: u32 = 100;
const MAX_LIMIT: u32 = 1_000;

/// What came of a request in JSON.
#[derive(Serialize, ToSchema)]
pub(super) struct Done {
    /// Senders whose channel is stopped, now or since before.
    stopped: u32,
    /// Senders whose channel is open again.
    joined: u32,
    /// Texts that wait for staff.
    kept: u32,
    /// Replies that came before.
    known: u32,
}

impl From<Outcome> for Done {
    fn from(outcome: Outcome) -> Self {
        let Outcome { stopped, joined, kept, known } = outcome;
        Self { stopped, joined, kept, known }
    }
}

/// Take replies to text messages. The word of a site stops its channel; what is no word is kept for staff.
#[utoipa::path(
    post,
    operation_id = "takeReplies",
    path = "/v1/inbound/{site}/{shape}",
    params(
        ("site" = String, Path, description = "The site's id"),
        ("shape" = String, Path, description = "`json`, `twilio` or `aliyun`"),
        ("key" = Option<String>, Query, description = "The gateway's secret, for those that cannot send a head; not for `twilio`, which signs"),
        ("X-Twilio-Signature" = Option<String>, Header, description = "For `twilio`"),
    ),
    security(("gateway" = []), ()),
    request_body(content(
        (Object = "application/json"),
        (Object = "application/x-www-form-urlencoded"),
    )),
    responses(
        (status = 200, description = "Taken; for `twilio` an empty TwiML document, for `aliyun` its own receipt", content(
            (Done = "application/json"),
            (String = "text/xml"),
        )),
        (status = 400, description = "malformed, duplicate-member", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "unknown-key: no such gateway, a wrong secret or a wrong signature", body = Problem, content_type = "application/problem+json"),
        Paced,
    ),
)]
pub(super) async fn post(
    State(shared): State<Shared>, path: Result<Path<(String, String)>, PathRejection>, uri: Uri, peer: Option<Extension<Peer>>,
    headers: HeaderMap, body: Body,
) -> Result<Response, RouteError> {
    shared.addresses.pace(&headers, peer.map(|peer| peer.0)).map_err(RouteError::RateLimited)?;
    // Whoever does not know the secret does not learn which sites have a gateway either.
    let Path((site, shape)) = path.map_err(|_| RouteError::Unkeyed)?;
    let settings = shared.sites.settings().find(|settings| settings.id.as_str() == site).ok_or(RouteError::Unkeyed)?;
    let gateway = settings.inbound.iter().find(|gateway| gateway.shape.name() == shape).ok_or(RouteError::Unkeyed)?;
    let keys = shared.keyrings.of(&settings.id).ok_or(RouteError::Unkeyed)?;
    let body = receipts::read(body, Duration::from_secs(shared.limits.body_secs.get().into())).await?;
    let request = Inbound { origin: shared.ledger.issuer(), uri: &uri, headers: &headers, body: &body };
    let replies = gateway.read(&request)?.ok_or(RouteError::Unkeyed)?;
    let outcome = shared.ledger.reply(&settings.id, keys, gateway, &replies).await?;
    let no_store = [(header::CACHE_CONTROL, "no-store")];
    Ok(match gateway.receipt() {
        Some((kind, text)) => (no_store, [(header::CONTENT_TYPE, kind)], text).into_response(),
        None => (no_store, Json(Done::from(outcome))).into_response(),
    })
}

/// Which page.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct Page {
    /// Replies after this number; absent: from the first.
    after: Option<u64>,
    /// At most so many, 1 to 1,000; default 100.
    #[param(minimum = 1, maximum = 1_000, default = 100)]
    limit: Option<u32>,
}

/// Replies that wait.
#[derive(Serialize, ToSchema)]
pub(super) struct Replies {
    /// First ones first.
    replies: Vec<ReplyItem>,
}

/// A reply that a person has to read.
#[derive(Serialize, ToSchema)]
struct ReplyItem {
    /// Its number.
    id: u64,
    /// By which gateway it came.
    shape: String,
    /// HMAC-SHA-256 of the sender's address by the site's hash key, base64url; absent where the sender is no address.
    #[serde(skip_serializing_if = "Option::is_none")]
    hash: Option<String>,
    /// The channel.
    channel: String,
    /// When it came: RFC 3339, UTC, milliseconds.
    at: String,
    /// What was written.
    text: String,
}

impl From<Waiting> for ReplyItem {
    fn from(one: Waiting) -> Self {
        let Waiting { id, shape, hash, channel, at, text } = one;
        Self { id, shape, hash: hash.map(|hash| hash.to_string()), channel, at, text }
    }
}

/// Replies that are no word of the site and wait for a person.
#[utoipa::path(
    get,
    operation_id = "listReplies",
    path = "/v1/replies",
    params(Page),
    security(("server" = [])),
    responses(
        (status = 200, description = "One page", body = Replies),
        (status = 400, description = "malformed", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "unknown-key", body = Problem, content_type = "application/problem+json"),
        Unavailable,
    ),
)]
pub(super) async fn list(
    State(shared): State<Shared>, page: Result<Query<Page>, QueryRejection>, headers: HeaderMap,
) -> Result<Response, RouteError> {
    let site = servers::site_of(&shared, &headers)?;
    let wrong = || Refusal::malformed("after must be a whole number, and limit one from 1 to 1,000");
    let Query(page) = page.map_err(|_| wrong())?;
    let limit = page.limit.unwrap_or(DEFAULT_LIMIT);
    if !(1..=MAX_LIMIT).contains(&limit) {
        return Err(wrong().into());
    }
    let replies = shared.ledger.replies(site, page.after.unwrap_or(0), limit).await?.into_iter().map(ReplyItem::from).collect();
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(Replies { replies })).into_response())
}

/// Say that somebody has dealt with a reply; its text is forgotten.
#[utoipa::path(
    delete,
    operation_id = "settleReply",
    path = "/v1/replies/{id}",
    params(("id" = u64, Path, description = "The number of the reply")),
    security(("server" = [])),
    responses(
        (status = 204, description = "The text is forgotten"),
        (status = 401, description = "unknown-key", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "not-found: no such reply waits", body = Problem, content_type = "application/problem+json"),
        Unavailable,
    ),
)]
pub(super) async fn settle(
    State(shared): State<Shared>, id: Result<Path<u64>, PathRejection>, headers: HeaderMap,
) -> Result<Response, RouteError> {
    let site = servers::site_of(&shared, &headers)?;
    let Path(id) = id.map_err(|_| RouteError::NotFound)?;
    if shared.ledger.settle_reply(site, id, "server").await? {
        Ok(StatusCode::NO_CONTENT.into_response())
    } else {
        Err(RouteError::NotFound)
    }
}
