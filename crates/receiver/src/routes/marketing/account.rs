//! `GET` and `POST /v1/marketing/account`: on a page of an account, what somebody is sent whom the site has signed in, and what they change.
//! In: a token that the site's server had minted for this person's addresses. Out: channels that reach them, and what they allow.
//! Whoever has the token may allow as well as stop, because the site vouches for the person; so it lasts an hour and is no link of a message.
//! Deliberately absent: the addresses themselves, and anything about a channel for which the token names none.

use super::link::{carry, signals};
use super::mint::read;
use super::tokens::milliseconds;
use crate::addresses::Peer;
use crate::marketing::{How, MarketingWords, Wish, standing};
use crate::problem::{Problem, RouteError};
use crate::refusal::Refusal;
use crate::routes::told::{Paced, Unavailable};
use crate::routes::{Shared, servers};
use crate::site::SiteId;
use axum::Json;
use axum::body::Body;
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use countersign_suppression::{Address, AddressKind, ChannelId, Keyring, Purpose, TopicId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What somebody is sent.
#[derive(Serialize, ToSchema)]
pub(super) struct AccountView {
    /// Ids of the channels that reach this person.
    reach: Vec<String>,
    /// What they allow; everything else they do not.
    allowed: Vec<Allowed>,
}

/// Something that is allowed.
#[derive(Serialize, ToSchema)]
pub(super) struct Allowed {
    /// Id of the channel.
    channel: String,
    /// Id of the topic; absent where the channel has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    topic: Option<String>,
}

/// What shall hold.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PressBody {
    /// Id of the channel.
    channel: String,
    /// Id of the topic; absent: every topic.
    #[serde(default)]
    topic: String,
    /// Whether messages are allowed.
    allowed: bool,
}

/// Somebody whom the site has signed in.
struct Person<'a> {
    shared: &'a Shared,
    site: &'a SiteId,
    keys: &'a Keyring,
    words: &'a MarketingWords,
    addresses: Vec<Address>,
}

impl<'a> Person<'a> {
    /// Opens the token that a request bears.
    fn of(shared: &'a Shared, headers: &HeaderMap, peer: Option<Extension<Peer>>) -> Result<Self, RouteError> {
        shared.addresses.pace(headers, peer.map(|peer| peer.0)).map_err(RouteError::RateLimited)?;
        let opened = servers::bearer(headers).and_then(|text| shared.keyrings.open(text));
        let now = milliseconds(shared.ledger.now());
        let valid = opened.filter(|(.., token)| token.purpose == Purpose::Account && !token.is_expired(now));
        let (site, keys, token) = valid.ok_or(RouteError::Untokened)?;
        let words = shared.marketing.of(site).and_then(|table| table.languages.first()).ok_or(RouteError::NotFound)?;
        Ok(Self { shared, site, keys, words, addresses: token.addresses() })
    }

    /// The address that a channel reaches.
    fn at(&self, channel: &ChannelId) -> Option<&Address> {
        self.addresses.iter().find(|address| address.kind() == AddressKind::of(channel))
    }

    /// The topics of a channel; every topic as one where it has none.
    fn topics(&self, channel: &ChannelId) -> Vec<TopicId> {
        let of_channel = self.words.topics.iter().filter(|topic| topic.channels.contains(channel));
        let topics: Vec<TopicId> = of_channel.map(|topic| topic.id.clone()).collect();
        if topics.is_empty() { vec![TopicId::every()] } else { topics }
    }

    async fn view(&self) -> Result<Response, RouteError> {
        let mut view = AccountView { reach: Vec::new(), allowed: Vec::new() };
        for channel in self.words.channels.iter().map(|row| &row.id) {
            let Some(address) = self.at(channel) else { continue };
            let held = standing(&self.shared.ledger.standing(self.site, self.keys.hash(address)).await?);
            let allowed = self.topics(channel).into_iter().filter(|topic| held.may_write(channel, topic));
            view.allowed.extend(allowed.map(|topic| Allowed { channel: channel.to_string(), topic: topic.named().map(str::to_owned) }));
            view.reach.push(channel.to_string());
        }
        Ok(([(header::CACHE_CONTROL, "no-store")], Json(view)).into_response())
    }

    /// The wish of a press, where channel and topic are the site's and the channel reaches this person.
    fn wish(&self, body: &PressBody) -> Result<Wish, Refusal> {
        let channel = self.words.channels.iter().map(|row| &row.id).find(|id| id.as_str() == body.channel);
        let channel = channel.ok_or_else(|| Refusal::malformed("member channel: the site has no channel with this id"))?;
        let topic = self.topics(channel).into_iter().find(|topic| topic.as_str() == body.topic);
        let topic = topic.ok_or_else(|| Refusal::malformed("member topic: the channel has no topic with this id"))?;
        let address = self.at(channel).ok_or_else(|| Refusal::malformed("member channel: the token names no address that it reaches"))?;
        let subject = self.keys.subject(address.clone());
        let wish = if body.allowed { Wish::allow } else { Wish::stop };
        Ok(wish(self.site, subject, How::Page, channel.clone(), topic).from_source("account"))
    }
}

/// What somebody is sent, for a page of their account.
#[utoipa::path(
    get,
    operation_id = "readAccount",
    path = "/v1/marketing/account",
    security(("account" = [])),
    responses(
        (status = 200, description = "What reaches this person and what they allow", body = AccountView),
        (status = 401, description = "unknown-token", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "not-found: the site has no marketing.json", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "rate-limited", body = Problem, content_type = "application/problem+json"),
        Unavailable,
    ),
)]
pub(super) async fn get(State(shared): State<Shared>, peer: Option<Extension<Peer>>, headers: HeaderMap) -> Result<Response, RouteError> {
    Person::of(&shared, &headers, peer)?.view().await
}

/// Allow or stop messages. What holds already changes nothing and makes no receipt.
#[utoipa::path(
    post,
    operation_id = "changeAccount",
    path = "/v1/marketing/account",
    security(("account" = [])),
    request_body = PressBody,
    responses(
        (status = 200, description = "What holds then", body = AccountView),
        (status = 400, description = "malformed, duplicate-member", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "unknown-token", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "not-found: the site has no marketing.json", body = Problem, content_type = "application/problem+json"),
        Paced,
    ),
)]
pub(super) async fn post(
    State(shared): State<Shared>, peer: Option<Extension<Peer>>, headers: HeaderMap, body: Body,
) -> Result<Response, RouteError> {
    let person = Person::of(&shared, &headers, peer)?;
    let body: PressBody = read(&shared, body).await?;
    let wish = person.wish(&body)?.with_signals(signals(&headers));
    carry(&shared, person.site, wish).await?;
    person.view().await
}
