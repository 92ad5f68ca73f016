//! `GET` and `POST /u/{token}`: the link that every message has.
//! `GET` shows a page with one button and changes nothing, whoever opens it: link scanners do. A mail program that follows RFC 8058 sends
//! `List-Unsubscribe=One-Click` and is done, without a cookie, a redirect or a page. Everything else comes from the page's own buttons.

use super::form::{field, fields};
use super::html::{Said, Stopping, stopping, trouble};
use super::link::{Link, shown, signals};
use crate::addresses::Peer;
use crate::log::Entry;
use crate::marketing::{How, Wish};
use crate::problem::RouteError;
use crate::routes::{Shared, receipts};
use axum::body::Body;
use axum::extract::{Extension, Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use countersign_suppression::{Purpose, Standing, State as Allowed, TopicId, Turn};
use serde::Deserialize;
use std::time::Duration;

/// What follows the question mark.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    pub(super) lang: Option<String>,
}

/// What a request asks for.
enum Act {
    OneClick,
    Stop,
    StopEvery,
    Allow,
    /// These topics, of those that the page showed.
    Choose {
        shown: Vec<TopicId>,
        given: Vec<TopicId>,
    },
}

impl Act {
    /// Reads the fields; `None` where they ask for nothing.
    fn read(fields: &[(String, String)]) -> Option<Self> {
        if field(fields, "List-Unsubscribe").is_some_and(|value| value.eq_ignore_ascii_case("One-Click")) {
            return Some(Self::OneClick);
        }
        let topics = |name: &str| {
            let named = fields.iter().filter(|(found, _)| found == name);
            named.filter_map(|(_, value)| value.parse().ok()).filter(|topic: &TopicId| !topic.is_every()).collect::<Vec<_>>()
        };
        match field(fields, "act")? {
            "stop" => Some(Self::Stop),
            "stop-every" => Some(Self::StopEvery),
            "allow" => Some(Self::Allow),
            "choose" => Some(Self::Choose { shown: topics("shown"), given: topics("topic") }),
            _ => None,
        }
    }

    const fn said(&self) -> Said {
        match self {
            Self::OneClick | Self::Stop | Self::StopEvery => Said::Stopped,
            Self::Allow => Said::Allowed,
            Self::Choose { .. } => Said::Saved,
        }
    }

    /// What shall hold then.
    fn turns(&self, link: &Link<'_>) -> Vec<Turn> {
        let turn = |topic: &TopicId, to: Allowed| Turn { channel: link.channel(), topic: topic.clone(), to };
        match self {
            Self::OneClick | Self::Stop => vec![turn(&link.token.topic, Allowed::Withdrawn)],
            Self::StopEvery => vec![turn(&TopicId::every(), Allowed::Withdrawn)],
            Self::Allow => vec![turn(&link.token.topic, Allowed::Given)],
            Self::Choose { shown, given } => {
                shown.iter().map(|topic| turn(topic, if given.contains(topic) { Allowed::Given } else { Allowed::Withdrawn })).collect()
            }
        }
    }
}

pub(in crate::routes) async fn get(
    State(shared): State<Shared>, Path(token): Path<String>, Query(asked): Query<Asked>, peer: Option<Extension<Peer>>, headers: HeaderMap,
) -> Response {
    match Link::open(&shared, Purpose::Unsubscribe, &token, asked.lang.as_deref(), &headers, peer.map(|peer| peer.0)) {
        Ok(link) => page(&link, None).await.unwrap_or_else(IntoResponse::into_response),
        Err(answer) => *answer,
    }
}

pub(in crate::routes) async fn post(
    State(shared): State<Shared>, Path(token): Path<String>, Query(asked): Query<Asked>, peer: Option<Extension<Peer>>, headers: HeaderMap,
    body: Body,
) -> Response {
    match Link::open(&shared, Purpose::Unsubscribe, &token, asked.lang.as_deref(), &headers, peer.map(|peer| peer.0)) {
        Ok(link) => act(&link, &headers, body).await.unwrap_or_else(IntoResponse::into_response),
        Err(answer) => *answer,
    }
}

async fn act(link: &Link<'_>, headers: &HeaderMap, body: Body) -> Result<Response, RouteError> {
    let body = receipts::read(body, Duration::from_secs(link.shared.limits.body_secs.get().into())).await?;
    let Some(act) = Act::read(&fields(headers, &body)) else {
        return Ok(shown(StatusCode::BAD_REQUEST, trouble(&link.frame(), "unclear-title", "unclear-lead")));
    };
    let how = if matches!(act, Act::OneClick) { How::OneClick } else { How::Page };
    let wish = Wish::new(link.site, link.subject(), how, act.turns(link)).with_signals(signals(headers)).from_source("link");
    let entry = link.carry(wish).await?;
    page(link, Some((&act, entry))).await
}

/// The page as things stand, or as they stand after what was done.
async fn page(link: &Link<'_>, done: Option<(&Act, Option<Entry>)>) -> Result<Response, RouteError> {
    let standing = link.standing().await?;
    let (said, entry) = match done {
        Some((act, entry)) => (act.said(), entry),
        None => (said(link, &standing), None),
    };
    let (frame, concern, choices) = (link.frame(), link.concern(), link.choices(&standing));
    let rid = entry.as_ref().map(|entry| entry.rid.as_str());
    Ok(shown(StatusCode::OK, stopping(&Stopping { frame, concern, said, choices: &choices, rid })))
}

/// Whether messages are stopped already.
fn said(link: &Link<'_>, standing: &Standing) -> Said {
    match standing.state(&link.token.channel, &link.token.topic) {
        Some(Allowed::Withdrawn) => Said::Stopped,
        Some(Allowed::Given) | None => Said::Open,
    }
}
