//! What a site's server asks for before it writes: `POST /v1/marketing/links`, the links and header fields of messages,
//! and `POST /v1/marketing/opt-ins`, the link of a confirmation. Nothing is kept, and nobody is written to, by either.

use super::tokens::milliseconds;
use crate::json;
use crate::problem::{Problem, RouteError};
use crate::refusal::Refusal;
use crate::routes::told::Unread;
use crate::routes::{Shared, receipts, servers};
use crate::values::format_instant;
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use countersign_suppression::{Address, AddressKind, CONFIRM_HOURS, CallingCode, ChannelId, ListHeaders, Purpose, Token, TopicId};
use jiff::SignedDuration;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::time::Duration;
use utoipa::ToSchema;

/// Messages that are about to be sent.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct LinksBody {
    /// Id of the channel.
    channel: String,
    /// Id of the topic; absent: every topic.
    #[serde(default)]
    topic: String,
    /// To whom, as many as a body of 65,536 bytes holds.
    addresses: Vec<String>,
    /// The calling code of telephone numbers without one.
    calling_code: Option<String>,
}

/// The link of one message.
#[derive(Serialize, ToSchema)]
pub(super) struct LinkOf {
    /// The page on which the person stops messages.
    url: String,
    /// The value of the field `List-Unsubscribe`; only where the receiver is at HTTPS.
    #[serde(skip_serializing_if = "Option::is_none")]
    list_unsubscribe: Option<String>,
    /// The value of the field `List-Unsubscribe-Post`; likewise.
    #[serde(skip_serializing_if = "Option::is_none")]
    list_unsubscribe_post: Option<&'static str>,
}

/// The links, in the order of the addresses.
#[derive(Serialize, ToSchema)]
pub(super) struct Links {
    links: Vec<LinkOf>,
}

/// Who asked to be written to.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OptInBody {
    /// Id of the channel.
    channel: String,
    /// Id of the topic; absent: every topic.
    #[serde(default)]
    topic: String,
    /// At which address.
    address: String,
    /// The calling code of a telephone number without one.
    calling_code: Option<String>,
}

/// The link of a confirmation.
#[derive(Serialize, ToSchema)]
pub(super) struct OptIn {
    /// What to send to the address, and to nobody else: a page with one button.
    url: String,
    /// Until when it works: RFC 3339, UTC, milliseconds.
    expires_at: String,
    /// Whether the person may be written to already.
    held: bool,
}

/// What a body says of channel, topic and calling code.
struct About {
    channel: ChannelId,
    topic: TopicId,
    code: Option<CallingCode>,
}

impl About {
    fn read(channel: &str, topic: &str, code: Option<&str>) -> Result<Self, Refusal> {
        let fault = |name: &str, error: &dyn std::fmt::Display| Refusal::malformed(format!("member {name}: {error}"));
        Ok(Self {
            channel: channel.parse().map_err(|error| fault("channel", &error))?,
            topic: topic.parse().map_err(|error| fault("topic", &error))?,
            code: code.map(str::parse).transpose().map_err(|error: &str| fault("calling_code", &error))?,
        })
    }

    fn address(&self, text: &str) -> Result<Address, countersign_suppression::AddressError> {
        Address::parse(AddressKind::of(&self.channel), text, self.code.as_ref())
    }
}

/// Mint the links of messages that are about to be sent; `countersign links` does it for millions without asking anybody.
#[utoipa::path(
    post,
    operation_id = "mintLinks",
    path = "/v1/marketing/links",
    security(("server" = [])),
    request_body = LinksBody,
    responses(
        (status = 200, description = "The links", body = Links),
        (status = 400, description = "malformed, duplicate-member", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "unknown-key", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "not-found: the site has no marketing_keys", body = Problem, content_type = "application/problem+json"),
        (status = 408, description = "too-slow", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "too-large", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn links(State(shared): State<Shared>, headers: HeaderMap, body: Body) -> Result<Response, RouteError> {
    let site = servers::site_of(&shared, &headers)?;
    let keys = shared.keyrings.of(site).ok_or(RouteError::NotFound)?;
    let body: LinksBody = read(&shared, body).await?;
    let about = About::read(&body.channel, &body.topic, body.calling_code.as_deref())?;
    let now_ms = milliseconds(shared.ledger.now());
    let link = |(place, text): (usize, &String)| {
        let address = about.address(text).map_err(|error| Refusal::malformed(format!("member addresses[{place}]: {error}")))?;
        let token = Token::new(Purpose::Unsubscribe, address, about.channel.clone(), about.topic.clone(), now_ms);
        let token = keys.mint(site.as_str(), &token).map_err(|error| RouteError::Failed(error.into()))?;
        let url = format!("{}/u/{token}", shared.ledger.issuer());
        let list_unsubscribe = ListHeaders::new(&url, None).ok().map(|headers| headers.list_unsubscribe);
        let list_unsubscribe_post = list_unsubscribe.as_ref().map(|_| ListHeaders::POST);
        Ok(LinkOf { url, list_unsubscribe, list_unsubscribe_post })
    };
    let links = body.addresses.iter().enumerate().map(link).collect::<Result<_, RouteError>>()?;
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(Links { links })).into_response())
}

/// Mint the link of a confirmation. Send it to the address: whoever opens it there and presses its button may be written to.
#[utoipa::path(
    post,
    operation_id = "mintOptIn",
    path = "/v1/marketing/opt-ins",
    security(("server" = [])),
    request_body = OptInBody,
    responses(
        (status = 200, description = "The link", body = OptIn),
        (status = 400, description = "malformed, duplicate-member", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "unknown-key", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "not-found: the site has no marketing_keys", body = Problem, content_type = "application/problem+json"),
        Unread,
    ),
)]
pub(super) async fn opt_in(State(shared): State<Shared>, headers: HeaderMap, body: Body) -> Result<Response, RouteError> {
    let site = servers::site_of(&shared, &headers)?;
    let keys = shared.keyrings.of(site).ok_or(RouteError::NotFound)?;
    let body: OptInBody = read(&shared, body).await?;
    let about = About::read(&body.channel, &body.topic, body.calling_code.as_deref())?;
    let address = about.address(&body.address).map_err(|error| Refusal::malformed(format!("member address: {error}")))?;
    let now = shared.ledger.now();
    let states = shared.ledger.may_write(site, &about.channel, &about.topic, &[keys.hash(&address)]).await?;
    let held = states.first().copied().flatten() == Some(countersign_suppression::State::Given);
    let token = Token::new(Purpose::Confirm, address, about.channel, about.topic, milliseconds(now));
    let token = keys.mint(site.as_str(), &token).map_err(|error| RouteError::Failed(error.into()))?;
    let hours = SignedDuration::from_hours(i64::try_from(CONFIRM_HOURS).unwrap_or(1));
    let expires_at = format_instant(now.saturating_add(hours).unwrap_or(now));
    let opt_in = OptIn { url: format!("{}/c/{token}", shared.ledger.issuer()), expires_at, held };
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(opt_in)).into_response())
}

/// Reads a JSON body.
pub(super) async fn read<T: DeserializeOwned>(shared: &Shared, body: Body) -> Result<T, RouteError> {
    let body = receipts::read(body, Duration::from_secs(shared.limits.body_secs.get().into())).await?;
    let value = json::parse("the body", &body)?;
    Ok(serde_json::from_value(value).map_err(|error| Refusal::malformed(format!("the body: {error}")))?)
}
