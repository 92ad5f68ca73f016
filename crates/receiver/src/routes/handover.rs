//! `POST /v1/handover` and `POST /v1/handover/redeem`: what somebody chose in a mini program or an app, for the page that it shows next, and
//! the other way round. A code for one use travels by the page's address, and nothing else does.
//! Without an API key a code carries refusals alone. Of a code that is unknown, used, ended or of another site one answer is given.

use super::told::Paced;
use super::{Shared, receipts, servers};
use crate::addresses::Peer;
use crate::handover::{Decided, Handover, HandoverFault, MadeBy};
use crate::json;
use crate::problem::{Problem, RouteError};
use crate::refusal::Refusal;
use crate::site::SiteId;
use axum::Json;
use axum::body::Body;
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::time::Duration;
use utoipa::ToSchema;

/// What is handed over.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct HandoverBody {
    /// The site's id; with an API key that of the key, and then it may be absent.
    #[schema(example = "layang-express")]
    site: Option<String>,
    /// `granted` or `refused`, by the purpose's id; at most 64. Without an API key `refused` alone.
    purposes: BTreeMap<String, Decided>,
    /// Digest of the notice file that was shown, as its name has it.
    #[schema(min_length = 43, max_length = 43)]
    notice: String,
}

/// A code for one use.
#[derive(Serialize, ToSchema)]
pub(super) struct HandoverCode {
    /// 32 characters of base64url.
    code: String,
    /// Until when it works: RFC 3339, UTC, milliseconds.
    expires_at: String,
}

/// A code that came.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RedeemBody {
    /// The id of the site that the page belongs to.
    #[schema(example = "layang-express")]
    site: String,
    /// The code.
    code: String,
}

/// What was handed over.
#[derive(Serialize, ToSchema)]
pub(super) struct HandedOver {
    /// The site's id.
    site: String,
    /// `granted` or `refused`, by the purpose's id.
    purposes: BTreeMap<String, Decided>,
    /// Digest of the notice file that was shown.
    notice: String,
    /// `server`: the site's own server vouches; `anyone`: it refuses alone.
    by: String,
    /// When the code was made: RFC 3339, UTC, milliseconds.
    made_at: String,
}

/// Hand over what somebody chose. Nothing is kept but the choice, under the hash of the code, for five minutes.
#[utoipa::path(
    post,
    operation_id = "handOver",
    path = "/v1/handover",
    security(("server" = []), ()),
    request_body = HandoverBody,
    responses(
        (status = 200, description = "The code", body = HandoverCode),
        (status = 400, description = "malformed, duplicate-member", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "unknown-key: the key is none, or something is granted without one", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "unknown-site", body = Problem, content_type = "application/problem+json"),
        Paced,
    ),
)]
pub(super) async fn make(
    State(shared): State<Shared>, peer: Option<Extension<Peer>>, headers: HeaderMap, body: Body,
) -> Result<Response, RouteError> {
    let vouching = headers.contains_key(header::AUTHORIZATION).then(|| servers::site_of(&shared, &headers)).transpose()?;
    if vouching.is_none() {
        shared.addresses.pace_handover(&headers, peer.map(|peer| peer.0)).map_err(RouteError::RateLimited)?;
    }
    let HandoverBody { site, purposes, notice } = read(&shared, body).await?;
    let site = match (vouching, site) {
        (Some(own), None) => own.clone(),
        (Some(own), Some(named)) if own.as_str() == named => own.clone(),
        (Some(_), Some(_)) => {
            return Err(unknown("member site: is not the site of the API key; leave it out, or use that site's key").into());
        }
        (None, Some(named)) => site_of(&shared, &headers, named)?,
        (None, None) => return Err(Refusal::malformed("member site: is missing; name the id of the site in site.toml").into()),
    };
    let made_by = if vouching.is_some() { MadeBy::Server } else { MadeBy::Anyone };
    let handover = Handover::new(purposes, &notice, made_by).map_err(|fault| match fault {
        HandoverFault::Grants => RouteError::Unkeyed,
        HandoverFault::Malformed(words) => Refusal::malformed(words).into(),
    })?;
    let (code, expires_at) = shared.ledger.hand_over(&site, &handover).await.map_err(RouteError::Failed)?;
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(HandoverCode { code, expires_at })).into_response())
}

/// Take what a code stands for. It works once.
#[utoipa::path(
    post,
    operation_id = "redeemHandover",
    path = "/v1/handover/redeem",
    request_body = RedeemBody,
    responses(
        (status = 200, description = "What was handed over", body = HandedOver),
        (status = 400, description = "malformed, duplicate-member", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "not-found: the code is unknown, used, ended or of another site", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "unknown-site", body = Problem, content_type = "application/problem+json"),
        Paced,
    ),
)]
pub(super) async fn redeem(
    State(shared): State<Shared>, peer: Option<Extension<Peer>>, headers: HeaderMap, body: Body,
) -> Result<Response, RouteError> {
    shared.addresses.pace_handover(&headers, peer.map(|peer| peer.0)).map_err(RouteError::RateLimited)?;
    let RedeemBody { site, code } = read(&shared, body).await?;
    let site = site_of(&shared, &headers, site)?;
    let taken = shared.ledger.redeem(&site, &code).await?.ok_or(RouteError::NotFound)?;
    let handed =
        HandedOver { site: site.as_str().to_owned(), purposes: taken.purposes, notice: taken.notice, by: taken.by, made_at: taken.made_at };
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(handed)).into_response())
}

/// A site that is named by whoever has no key: one that is served here, and where a page asks, one of its own pages.
fn site_of(shared: &Shared, headers: &HeaderMap, named: String) -> Result<SiteId, RouteError> {
    let site = SiteId::try_from(named).map_err(|fault| Refusal::malformed(format!("member site: {fault}")))?;
    let origin = headers.get(header::ORIGIN).and_then(|origin| origin.to_str().ok());
    if shared.sites.speaks(&site, origin) {
        Ok(site)
    } else {
        Err(unknown(
            "member site: no such site is served here, or the page is none of its own; add it or the page's origin to receiver.toml",
        )
        .into())
    }
}

fn unknown(words: &str) -> Refusal {
    Refusal::UnknownSite(words.to_owned())
}

async fn read<T: DeserializeOwned>(shared: &Shared, body: Body) -> Result<T, RouteError> {
    let body = receipts::read(body, Duration::from_secs(shared.limits.body_secs.get().into())).await?;
    let value = json::parse("the body", &body)?;
    Ok(serde_json::from_value(value).map_err(|error| Refusal::malformed(format!("the body: {error}")))?)
}
