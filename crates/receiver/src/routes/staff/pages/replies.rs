//! Replies that wait for a person.

use super::{failed, field, page, people, posted};
use crate::console::{Asked, Way};
use crate::marketing::Waiting;
use crate::problem::RouteError;
use crate::refusal::Refusal;
use crate::routes::Shared;
use crate::routes::staff::{guard, html};
use crate::site::SiteId;
use crate::staff::May;
use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use countersign_suppression::{State as Stands, Subject, TopicId, Turn};
use serde::Deserialize;

/// Replies of one site on the page; those behind them come as these are dealt with.
const SHOWN: u32 = 50;

/// What became of the step before.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(in crate::routes::staff) struct Said {
    said: String,
}

pub(in crate::routes::staff) async fn list(
    State(shared): State<Shared>, headers: HeaderMap, said: Result<Query<Said>, QueryRejection>,
) -> Response {
    let outcome = async {
        let session = guard::allowed(&shared.ledger, shared.jar, &headers, May::Change).await?;
        let mut waiting = Vec::new();
        for site in people::sites(&shared) {
            waiting.push((site, shared.ledger.replies(site, 0, SHOWN).await?));
        }
        let said = match said.map(|Query(said)| said.said).unwrap_or_default().as_str() {
            "stopped" => Some("Messages are stopped, with a receipt and what they wrote as the note; the reply is settled."),
            "done" => Some("The reply is settled."),
            "late" => Some("Somebody was faster: this reply has been settled already."),
            _ => None,
        };
        Ok(html::replies::list(&session, &waiting, said))
    };
    page(outcome.await)
}

pub(in crate::routes::staff) async fn settle(State(shared): State<Shared>, headers: HeaderMap, body: Body) -> Response {
    let outcome = async {
        let (session, form) = posted(&shared, &headers, body).await?;
        guard::grants(&session, May::Change)?;
        let site = field(&form, "site").parse::<SiteId>().map_err(|_| RouteError::NotFound)?;
        let id = field(&form, "id").parse::<u64>().map_err(|_| RouteError::NotFound)?;
        let stops = match field(&form, "act") {
            "stop" => true,
            "done" => false,
            _ => return Err(Refusal::malformed("act must be stop or done").into()),
        };
        let reply = shared.ledger.replies(&site, id.saturating_sub(1), 1).await?.into_iter().find(|reply| reply.id == id);
        let Some(reply) = reply else { return Ok(Redirect::to("/staff/replies?said=late").into_response()) };
        if stops {
            stop(&shared, &session.staff, &site, &reply).await?;
        }
        // After the stop: a crash in between leaves a reply that is read again, and stopping twice changes nothing.
        let settled = shared.ledger.settle_reply(&site, id, &session.staff).await?;
        let said = if !settled {
            "late"
        } else if stops {
            "stopped"
        } else {
            "done"
        };
        Ok(Redirect::to(&format!("/staff/replies?said={said}")).into_response())
    };
    outcome.await.unwrap_or_else(failed)
}

/// Stops the channel of a reply for whoever wrote it; the address itself was not kept, so its hash has to do.
async fn stop(shared: &Shared, who: &str, site: &SiteId, reply: &Waiting) -> Result<(), RouteError> {
    let hash = reply.hash.ok_or(Refusal::malformed("the sender of this reply is no address"))?;
    let channel = reply.channel.parse().map_err(|fault| Refusal::malformed(format!("the channel {fault}")))?;
    let turn = Turn { channel, topic: TopicId::every(), to: Stands::Withdrawn };
    let asked = Asked { site, subject: Subject::of_hash(hash), turn, way: Way::Message, words: &reply.text };
    shared.ledger.change_for(who, asked).await?;
    Ok(())
}
