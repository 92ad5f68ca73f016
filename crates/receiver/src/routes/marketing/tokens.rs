//! `POST /v1/marketing/tokens`: the addresses of somebody whom the site has signed in, in; a token for a page of their account out.
//! With it the page shows and changes what holds for these addresses, for an hour; nothing is kept here.

use super::mint;
use crate::problem::{Problem, RouteError};
use crate::refusal::Refusal;
use crate::routes::{Shared, servers};
use crate::values::format_instant;
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use countersign_suppression::{ACCOUNT_HOURS, Address, AddressKind, Token};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Whose page it is: one address of each kind at most, and one at least.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AccountBody {
    /// An e-mail address.
    email: Option<String>,
    /// A telephone number with its calling code.
    phone: Option<String>,
    /// The site's own name for the account, such as a customer number.
    account: Option<String>,
}

/// A token for a page of an account.
#[derive(Serialize, ToSchema)]
pub(super) struct AccountToken {
    /// What the page shows as `Authorization: Bearer`.
    token: String,
    /// Until when it works: RFC 3339, UTC, milliseconds.
    expires_at: String,
}

/// Mint a token for a page of somebody's account. Whoever has it may read and change what this person is sent.
#[utoipa::path(
    post,
    operation_id = "mintAccountToken",
    path = "/v1/marketing/tokens",
    security(("server" = [])),
    request_body = AccountBody,
    responses(
        (status = 200, description = "The token", body = AccountToken),
        (status = 400, description = "malformed, duplicate-member", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "unknown-key", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "not-found: the site has no marketing_keys", body = Problem, content_type = "application/problem+json"),
        (status = 408, description = "too-slow", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "too-large", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn mint(State(shared): State<Shared>, headers: HeaderMap, body: Body) -> Result<Response, RouteError> {
    let site = servers::site_of(&shared, &headers)?;
    let keys = shared.keyrings.of(site).ok_or(RouteError::NotFound)?;
    let body: AccountBody = mint::read(&shared, body).await?;
    let given = [(AddressKind::Email, body.email), (AddressKind::Phone, body.phone), (AddressKind::Account, body.account)];
    let read = |(kind, text): (AddressKind, Option<String>)| {
        let address = Address::parse(kind, text.as_deref()?, None);
        Some(address.map_err(|error| Refusal::malformed(format!("member {}: {error}", kind.name()))))
    };
    let addresses = given.into_iter().filter_map(read).collect::<Result<Vec<_>, _>>()?;
    let now = shared.ledger.now();
    let token = Token::account(&addresses, milliseconds(now)).ok_or_else(|| Refusal::malformed("the body: names no address"))?;
    let token = keys.mint(site.as_str(), &token).map_err(|error| RouteError::Failed(error.into()))?;
    let hours = SignedDuration::from_hours(i64::try_from(ACCOUNT_HOURS).unwrap_or(1));
    let expires_at = format_instant(now.saturating_add(hours).unwrap_or(now));
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(AccountToken { token, expires_at })).into_response())
}

/// Milliseconds since 1970, as tokens count.
pub(super) fn milliseconds(now: Timestamp) -> u64 {
    u64::try_from(now.as_millisecond()).unwrap_or_default()
}
