//! Finding an address and changing what holds for it on request.
//! No page has a plain address in its own: that of a person is the address as the site's keys seal it, for half a day.

use super::{failed, field, page, posted, shown};
use crate::console::{Asked, Way};
use crate::marketing::Carried;
use crate::problem::RouteError;
use crate::refusal::Refusal;
use crate::routes::Shared;
use crate::routes::staff::html::people::{self, Channel, Shown, Sought, Tried};
use crate::routes::staff::{channels, guard};
use crate::site::SiteId;
use crate::staff::{May, Session};
use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use countersign_suppression::{Address, AddressKind, ChannelId, Keyring, Purpose, State as Stands, Token, TopicId, Turn};
use maud::Markup;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Characters of the evidence, at most.
const MAX_WORDS: usize = 2_000;

/// What became of the change before.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(in crate::routes::staff) struct Said {
    said: String,
}

pub(in crate::routes::staff) async fn find(State(shared): State<Shared>, headers: HeaderMap) -> Response {
    let outcome = async {
        let session = guard::allowed(&shared.ledger, shared.jar, &headers, May::Look).await?;
        Ok(people::find(&session, &sites(&shared), &Sought::default()))
    };
    page(outcome.await)
}

pub(in crate::routes::staff) async fn seek(State(shared): State<Shared>, headers: HeaderMap, body: Body) -> Response {
    let outcome = async {
        let (session, form) = posted(&shared, &headers, body).await?;
        guard::grants(&session, May::Look)?;
        match link(&shared, &form) {
            Ok(link) => Ok(Redirect::to(&format!("/staff/people/{link}")).into_response()),
            Err(fault) => {
                let sought =
                    Sought { fault: Some(&fault), site: field(&form, "site"), kind: field(&form, "kind"), text: field(&form, "text") };
                Ok(shown(StatusCode::UNPROCESSABLE_ENTITY, people::find(&session, &sites(&shared), &sought)))
            }
        }
    };
    outcome.await.unwrap_or_else(failed)
}

pub(in crate::routes::staff) async fn person(
    State(shared): State<Shared>, headers: HeaderMap, Path(link): Path<String>, said: Result<Query<Said>, QueryRejection>,
) -> Response {
    let outcome = async {
        let session = guard::allowed(&shared.ledger, shared.jar, &headers, May::Look).await?;
        let said = match said.map(|Query(said)| said.said).unwrap_or_default().as_str() {
            "done" => Some("It is done, and stands in the receipt below."),
            "held" => Some("It held already: nothing changed, and there is no new receipt."),
            _ => None,
        };
        view(&shared, &session, &link, said, None).await
    };
    page(outcome.await)
}

pub(in crate::routes::staff) async fn change(
    State(shared): State<Shared>, headers: HeaderMap, Path(link): Path<String>, body: Body,
) -> Response {
    let outcome = async {
        let (session, form) = posted(&shared, &headers, body).await?;
        guard::grants(&session, May::Change)?;
        let (site, keys, address) = opened(&shared, &link)?;
        let words = field(&form, "words").trim();
        let fault = match wished(&form, &address, words)? {
            Ok((turn, way)) => {
                let asked = Asked { site, subject: keys.subject(address), turn, way, words };
                let said = match shared.ledger.change_for(&session.staff, asked).await? {
                    Carried::Done(_) => "done",
                    Carried::Held => "held",
                };
                return Ok(Redirect::to(&format!("/staff/people/{link}?said={said}")).into_response());
            }
            Err(fault) => fault,
        };
        let tried = Tried { fault, at: field(&form, "at"), to: field(&form, "to"), way: field(&form, "way"), words };
        Ok(shown(StatusCode::UNPROCESSABLE_ENTITY, view(&shared, &session, &link, None, Some(&tried)).await?))
    };
    outcome.await.unwrap_or_else(failed)
}

/// The change that a form asks for; what the member of staff has to mend; or what no form of ours sends.
fn wished(form: &BTreeMap<String, String>, address: &Address, words: &str) -> Result<Result<(Turn, Way), &'static str>, Refusal> {
    let (channel, topic) = field(form, "at").split_once('/').unwrap_or((field(form, "at"), ""));
    let channel: ChannelId = channel.parse().map_err(|fault| Refusal::malformed(format!("the channel {fault}")))?;
    let topic: TopicId = topic.parse().map_err(|fault| Refusal::malformed(format!("the topic {fault}")))?;
    let to = Stands::from_name(field(form, "to")).ok_or_else(|| Refusal::malformed("to must be given or withdrawn"))?;
    let way = Way::from_name(field(form, "way")).ok_or_else(|| Refusal::malformed("the way is not one of the form"))?;
    if AddressKind::of(&channel) != address.kind() {
        return Err(Refusal::malformed("the channel does not reach such an address"));
    }
    if words.chars().count() > MAX_WORDS || words.contains(|c: char| c.is_control() && c != '\n' && c != '\r' && c != '\t') {
        return Ok(Err("The evidence has at most 2,000 characters, and no control characters."));
    }
    if to == Stands::Given && words.is_empty() {
        return Ok(Err("Allowing messages needs evidence: write who asked for them, when and how."));
    }
    Ok(Ok((Turn { channel, topic, to }, way)))
}

/// The page of a person.
async fn view(shared: &Shared, session: &Session, link: &str, said: Option<&str>, tried: Option<&Tried<'_>>) -> Result<Markup, RouteError> {
    let (site, keys, address) = opened(shared, link)?;
    let person = shared.ledger.look_up(&session.staff, site, keys.hash(&address)).await?;
    let held = person.held.iter().map(|held| held.turn.channel.as_str());
    let channels: Vec<Channel> = channels::of(shared, site, address.kind(), held);
    Ok(people::person(session, &Shown { site, address: &address, link, channels: &channels, person: &person, said, tried }))
}

/// Whom a page is about.
fn opened<'a>(shared: &'a Shared, link: &str) -> Result<(&'a SiteId, &'a Keyring, Address), RouteError> {
    let now_ms = u64::try_from(shared.ledger.now().as_millisecond()).unwrap_or(0);
    let (site, keys, token) = shared.keyrings.open(link).ok_or(RouteError::NotFound)?;
    if token.purpose == Purpose::Desk && !token.is_expired(now_ms) { Ok((site, keys, token.address)) } else { Err(RouteError::NotFound) }
}

/// The address of the page of whoever a form looks for; or what to mend in it.
fn link(shared: &Shared, form: &BTreeMap<String, String>) -> Result<String, String> {
    let text = field(form, "text").trim();
    let (site, keys, address) = match field(form, "kind") {
        "link" => {
            // The whole address of a link, or what stands last in it.
            let sealed = text.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
            let sealed = sealed.split(['?', '#']).next().unwrap_or_default();
            let (site, keys, token) =
                shared.keyrings.open(sealed).ok_or("No key here has made this link. Copy it whole, from the message itself.")?;
            (site, keys, token.address)
        }
        kind => {
            let kind = AddressKind::from_name(kind).ok_or("Choose what you look for.")?;
            let site = field(form, "site").parse::<SiteId>().map_err(|_| "Choose a site.")?;
            let (site, keys) = shared.keyrings.named(&site).ok_or("Choose a site.")?;
            (site, keys, Address::parse(kind, text, None).map_err(|fault| format!("What you look for {fault}."))?)
        }
    };
    let now_ms = u64::try_from(shared.ledger.now().as_millisecond()).unwrap_or(0);
    // The channel says nothing here: a token has one.
    let channel = "desk".parse::<ChannelId>().map_err(|fault| fault.to_string())?;
    let token = Token::new(Purpose::Desk, address, channel, TopicId::every(), now_ms);
    keys.mint(site.as_str(), &token).map_err(|fault| fault.to_string())
}

pub(super) fn sites(shared: &Shared) -> Vec<&SiteId> {
    shared.keyrings.sites().collect()
}
