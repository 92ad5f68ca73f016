//! The queue of requests, and the record of acts.

use super::{failed, field, page, posted, shown};
use crate::problem::RouteError;
use crate::rights::{Decision, Request, RequestPage};
use crate::routes::Shared;
use crate::routes::staff::html::requests::{Part, Tried};
use crate::routes::staff::{api, guard, html};
use crate::staff::{May, Session};
use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use maud::Markup;
use serde::Deserialize;

/// Requests and acts on one page.
const LIMIT: u32 = 50;

/// Which part of a list.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(in crate::routes::staff) struct Place {
    state: String,
    skip: u32,
    after: i64,
}

pub(in crate::routes::staff) async fn queue(
    State(shared): State<Shared>, headers: HeaderMap, place: Result<Query<Place>, QueryRejection>,
) -> Response {
    let place = place.map(|Query(place)| place).unwrap_or_default();
    let outcome = async {
        let session = guard::allowed(&shared.ledger, shared.jar, &headers, May::Requests).await?;
        let state = (!place.state.is_empty()).then(|| api::state_of(&place.state)).transpose()?;
        let requests = shared.ledger.requests(RequestPage { site: None, state, skip: place.skip, limit: LIMIT }).await?;
        let today = |request: &Request| today(&shared, request);
        Ok(html::requests::queue(&session, &Part { state, skip: place.skip, limit: LIMIT, requests: &requests, today: &today }))
    };
    page(outcome.await)
}

pub(in crate::routes::staff) async fn request(State(shared): State<Shared>, headers: HeaderMap, Path(rid): Path<String>) -> Response {
    let outcome = async {
        let session = guard::allowed(&shared.ledger, shared.jar, &headers, May::Requests).await?;
        let request = shared.ledger.request(&rid).await?.ok_or(RouteError::NotFound)?;
        shared.ledger.note_reading(&session.staff, &request).await?;
        detail(&shared, &session, &request, None).await
    };
    page(outcome.await)
}

pub(in crate::routes::staff) async fn decide(
    State(shared): State<Shared>, headers: HeaderMap, Path(rid): Path<String>, body: Body,
) -> Response {
    let outcome = async {
        let (session, form) = posted(&shared, &headers, body).await?;
        guard::grants(&session, May::Requests)?;
        let (to, reason) = (api::state_of(field(&form, "state"))?, field(&form, "reason"));
        let fault = match api::take(&shared, &session.staff, &rid, to, Some(reason)).await? {
            Decision::Done(_) => return Ok(Redirect::to(&format!("/staff/requests/{rid}")).into_response()),
            Decision::NoReason => "A refusal has to say why. Write what the person shall read.",
            Decision::NotNext(_) => "The request stands elsewhere by now: somebody took a step before you.",
            Decision::Unknown => return Err(RouteError::NotFound),
        };
        let request = shared.ledger.request(&rid).await?.ok_or(RouteError::NotFound)?;
        Ok(shown(StatusCode::UNPROCESSABLE_ENTITY, detail(&shared, &session, &request, Some(&Tried { fault, to, reason })).await?))
    };
    outcome.await.unwrap_or_else(failed)
}

pub(in crate::routes::staff) async fn record(
    State(shared): State<Shared>, headers: HeaderMap, place: Result<Query<Place>, QueryRejection>,
) -> Response {
    let after = place.map_or(0, |Query(place)| place.after);
    let outcome = async {
        let session = guard::allowed(&shared.ledger, shared.jar, &headers, May::Record).await?;
        let acts = shared.ledger.acts(after, LIMIT).await?;
        Ok(html::requests::record(&session, &acts, LIMIT as usize))
    };
    page(outcome.await)
}

async fn detail(shared: &Shared, session: &Session, request: &Request, tried: Option<&Tried<'_>>) -> Result<Markup, RouteError> {
    let acts = shared.ledger.acts_on(request).await?;
    Ok(html::requests::request(session, request, &acts, today(shared, request), tried))
}

fn today(shared: &Shared, request: &Request) -> Date {
    shared.sites.rights(&request.site).today(shared.ledger.now())
}
