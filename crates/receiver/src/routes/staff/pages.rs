//! The pages behind the sign-in: forms in, pages or ways to them out.
//! Whoever is not signed in is led to the door; nothing tells whether what they asked for is there.

use super::html::{self, Part, Tried};
use super::{api, guard};
use crate::problem::RouteError;
use crate::rights::{Decision, Request, RequestPage};
use crate::routes::{Shared, receipts};
use crate::staff::{Choosing, Password, Session, SignIn};
use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use maud::Markup;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::time::Duration;

/// Requests and acts on one page.
const LIMIT: u32 = 50;
const WRONG: &str =
    "The name or the password is wrong, or there were too many attempts. Wait a few minutes, or ask an operator for another password.";

/// Which part of a list.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Place {
    state: String,
    skip: u32,
    after: i64,
}

/// A page as an answer; templates are strings here, and maud escaped every value in them.
fn shown(status: StatusCode, page: Markup) -> Response {
    (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], page.into_string()).into_response()
}

/// Why a page cannot be shown, as a page.
fn failed(error: RouteError) -> Response {
    match error {
        RouteError::SignedOut => Redirect::to("/staff/sign-in").into_response(),
        RouteError::MustChoose => Redirect::to("/staff/password").into_response(),
        RouteError::Foreign => shown(
            StatusCode::FORBIDDEN,
            html::trouble(None, "This form was not sent from a page of yours. Open the page again and repeat."),
        ),
        RouteError::NotFound => shown(StatusCode::NOT_FOUND, html::trouble(None, "There is no such request.")),
        other => {
            let response = other.into_response();
            shown(response.status(), html::trouble(None, "The receiver cannot do this now. Nothing is lost; try again."))
        }
    }
}

pub(super) async fn style() -> Response {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("staff.css")).into_response()
}

pub(super) async fn door(State(shared): State<Shared>, headers: HeaderMap) -> Response {
    match guard::session(&shared.ledger, shared.jar, &headers).await {
        Ok(_) => Redirect::to("/staff/").into_response(),
        Err(_) => shown(StatusCode::OK, html::door(None)),
    }
}

pub(super) async fn sign_in(State(shared): State<Shared>, headers: HeaderMap, body: Body) -> Response {
    let outcome = async {
        guard::own(&headers)?;
        let form = form(&shared, body).await?;
        shared.ledger.sign_in(field(&form, "name"), &Password::new(field(&form, "password"))).await.map_err(RouteError::Failed)
    };
    match outcome.await {
        Ok(SignIn::Done(token)) => ([(header::SET_COOKIE, shared.jar.cookie(&token))], Redirect::to("/staff/")).into_response(),
        Ok(SignIn::Refused) => shown(StatusCode::UNAUTHORIZED, html::door(Some(WRONG))),
        Err(error) => failed(error),
    }
}

pub(super) async fn sign_out(State(shared): State<Shared>, headers: HeaderMap, body: Body) -> Response {
    let outcome = async {
        let (session, _) = posted(&shared, &headers, body).await?;
        Ok(shared.ledger.sign_out(&session).await?)
    };
    match outcome.await {
        Ok(()) => ([(header::SET_COOKIE, shared.jar.cookie(""))], Redirect::to("/staff/sign-in")).into_response(),
        Err(error) => failed(error),
    }
}

pub(super) async fn password(State(shared): State<Shared>, headers: HeaderMap) -> Response {
    match guard::session(&shared.ledger, shared.jar, &headers).await {
        Ok(session) => shown(StatusCode::OK, html::password(&session, None)),
        Err(error) => failed(error),
    }
}

pub(super) async fn choose(State(shared): State<Shared>, headers: HeaderMap, body: Body) -> Response {
    let outcome = async {
        let (session, form) = posted(&shared, &headers, body).await?;
        let (current, new) = (Password::new(field(&form, "current")), Password::new(field(&form, "new")));
        let choosing = shared.ledger.choose_password(&session, &current, &new).await.map_err(RouteError::Failed)?;
        Ok((session, choosing))
    };
    match outcome.await {
        Ok((_, Choosing::Done(token))) => ([(header::SET_COOKIE, shared.jar.cookie(&token))], Redirect::to("/staff/")).into_response(),
        Ok((session, Choosing::Refused(fault))) => shown(StatusCode::UNPROCESSABLE_ENTITY, html::password(&session, Some(fault))),
        Err(error) => failed(error),
    }
}

pub(super) async fn queue(State(shared): State<Shared>, headers: HeaderMap, place: Result<Query<Place>, QueryRejection>) -> Response {
    let place = place.map(|Query(place)| place).unwrap_or_default();
    let outcome = async {
        let session = guard::member(&shared.ledger, shared.jar, &headers).await?;
        let state = (!place.state.is_empty()).then(|| api::state_of(&place.state)).transpose()?;
        let requests = shared.ledger.requests(RequestPage { site: None, state, skip: place.skip, limit: LIMIT }).await?;
        let today = |request: &Request| today(&shared, request);
        Ok(html::queue(&session, &Part { state, skip: place.skip, limit: LIMIT, requests: &requests, today: &today }))
    };
    page(outcome.await)
}

pub(super) async fn request(State(shared): State<Shared>, headers: HeaderMap, Path(rid): Path<String>) -> Response {
    let outcome = async {
        let session = guard::member(&shared.ledger, shared.jar, &headers).await?;
        let request = shared.ledger.request(&rid).await?.ok_or(RouteError::NotFound)?;
        shared.ledger.note_reading(&session.staff, &request).await?;
        detail(&shared, &session, &request, None).await
    };
    page(outcome.await)
}

pub(super) async fn decide(State(shared): State<Shared>, headers: HeaderMap, Path(rid): Path<String>, body: Body) -> Response {
    let outcome = async {
        let (session, form) = posted(&shared, &headers, body).await?;
        if session.must_choose {
            return Err(RouteError::MustChoose);
        }
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

pub(super) async fn record(State(shared): State<Shared>, headers: HeaderMap, place: Result<Query<Place>, QueryRejection>) -> Response {
    let after = place.map_or(0, |Query(place)| place.after);
    let outcome = async {
        let session = guard::member(&shared.ledger, shared.jar, &headers).await?;
        let acts = shared.ledger.acts(after, LIMIT).await?;
        Ok(html::record(&session, &acts, LIMIT as usize))
    };
    page(outcome.await)
}

fn page(outcome: Result<Markup, RouteError>) -> Response {
    outcome.map_or_else(failed, |markup| shown(StatusCode::OK, markup))
}

async fn detail(shared: &Shared, session: &Session, request: &Request, tried: Option<&Tried<'_>>) -> Result<Markup, RouteError> {
    let acts = shared.ledger.acts_on(request).await?;
    Ok(html::request(session, request, &acts, today(shared, request), tried))
}

fn today(shared: &Shared, request: &Request) -> Date {
    shared.sites.rights(&request.site).today(shared.ledger.now())
}

/// The session and the fields of a form that one of our own pages sent.
async fn posted(shared: &Shared, headers: &HeaderMap, body: Body) -> Result<(Session, BTreeMap<String, String>), RouteError> {
    guard::own(headers)?;
    let session = guard::session(&shared.ledger, shared.jar, headers).await?;
    let form = form(shared, body).await?;
    guard::keyed(&session, form.get("form_key").map(String::as_str))?;
    Ok((session, form))
}

async fn form(shared: &Shared, body: Body) -> Result<BTreeMap<String, String>, RouteError> {
    let body = receipts::read(body, Duration::from_secs(shared.limits.body_secs.get().into())).await?;
    Ok(form_urlencoded::parse(&body).into_owned().collect())
}

fn field<'a>(form: &'a BTreeMap<String, String>, name: &str) -> &'a str {
    form.get(name).map_or("", String::as_str)
}
