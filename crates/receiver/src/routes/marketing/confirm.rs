//! `GET` and `POST /c/{token}`: the second half of a double opt-in. `GET` shows a button and changes nothing, because scanners open links
//! before people do; the button's `POST` is the consent, and its receipt says `confirm`.
//! A confirmation works for 48 hours, and not against a later wish: who stopped messages after it was made has to ask anew.

use super::form::{field, fields};
use super::html::{self, confirming, trouble};
use super::link::{Link, shown, signals};
use super::unsubscribe::Asked;
use crate::addresses::Peer;
use crate::marketing::{How, Wish};
use crate::problem::RouteError;
use crate::routes::{Shared, receipts};
use axum::body::Body;
use axum::extract::{Extension, Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use countersign_suppression::{Purpose, State as Allowed};
use std::time::Duration;

pub(in crate::routes) async fn get(
    State(shared): State<Shared>, Path(token): Path<String>, Query(asked): Query<Asked>, peer: Option<Extension<Peer>>, headers: HeaderMap,
) -> Response {
    match Link::open(&shared, Purpose::Confirm, &token, asked.lang.as_deref(), &headers, peer.map(|peer| peer.0)) {
        Ok(link) => page(&link).await.unwrap_or_else(IntoResponse::into_response),
        Err(answer) => *answer,
    }
}

pub(in crate::routes) async fn post(
    State(shared): State<Shared>, Path(token): Path<String>, Query(asked): Query<Asked>, peer: Option<Extension<Peer>>, headers: HeaderMap,
    body: Body,
) -> Response {
    match Link::open(&shared, Purpose::Confirm, &token, asked.lang.as_deref(), &headers, peer.map(|peer| peer.0)) {
        Ok(link) => confirm(&link, &headers, body).await.unwrap_or_else(IntoResponse::into_response),
        Err(answer) => *answer,
    }
}

async fn page(link: &Link<'_>) -> Result<Response, RouteError> {
    let standing = link.standing().await?;
    let asked = if standing.may_write(&link.token.channel, &link.token.topic) { html::Asked::Confirmed } else { html::Asked::Open };
    Ok(shown(StatusCode::OK, confirming(&link.frame(), &link.concern(), asked, None)))
}

async fn confirm(link: &Link<'_>, headers: &HeaderMap, body: Body) -> Result<Response, RouteError> {
    let body = receipts::read(body, Duration::from_secs(link.shared.limits.body_secs.get().into())).await?;
    if field(&fields(headers, &body), "act") != Some("confirm") {
        return Ok(shown(StatusCode::BAD_REQUEST, trouble(&link.frame(), "unclear-title", "unclear-lead")));
    }
    if stopped_since(link).await? {
        return Ok(shown(StatusCode::GONE, trouble(&link.frame(), "ended-title", "confirm-used")));
    }
    let (channel, topic) = (link.channel(), link.token.topic.clone());
    let wish = Wish::allow(link.site, link.subject(), How::Confirm, channel, topic).with_signals(signals(headers)).from_source("link");
    let entry = link.carry(wish).await?;
    let rid = entry.as_ref().map(|entry| entry.rid.as_str());
    Ok(shown(StatusCode::OK, confirming(&link.frame(), &link.concern(), html::Asked::Confirmed, rid)))
}

/// Whether the person has stopped anything on the channel since the link was made. So a confirmation that somebody finds again later
/// does not undo what was said after it.
async fn stopped_since(link: &Link<'_>) -> Result<bool, RouteError> {
    let held = link.shared.ledger.standing(link.site, link.subject().hash()).await?;
    let is_later = |at: &str| at.parse::<jiff::Timestamp>().is_ok_and(|at| super::tokens::milliseconds(at) > link.token.minted_ms());
    let stops = held.iter().filter(|held| held.turn.to == Allowed::Withdrawn && held.turn.channel == link.token.channel);
    Ok(stops.filter(|held| held.turn.topic.is_every() || held.turn.topic == link.token.topic).any(|held| is_later(&held.at)))
}
