//! The pages behind the sign-in: forms in, pages or ways to them out.
//! Whoever is not signed in is led to the door, and nothing tells whether what they asked for is there.

pub(super) mod accounts;
pub(super) mod door;
pub(super) mod export;
pub(super) mod figures;
pub(super) mod imports;
pub(super) mod people;
pub(super) mod receipt;
pub(super) mod replies;
pub(super) mod requests;
pub(super) mod sign_on;

use super::{guard, html};
use crate::problem::RouteError;
use crate::routes::{Shared, receipts};
use crate::staff::Session;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use maud::Markup;
use std::collections::BTreeMap;
use std::time::Duration;

/// A page as an answer; templates are strings here, and maud escaped every value in them.
fn shown(status: StatusCode, page: Markup) -> Response {
    (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], page.into_string()).into_response()
}

/// Why a page cannot be shown, as a page; status and headers are those of the same failure in the API.
fn failed(error: RouteError) -> Response {
    let words = match &error {
        RouteError::SignedOut => return Redirect::to("/staff/sign-in").into_response(),
        RouteError::MustChoose => return Redirect::to("/staff/password").into_response(),
        RouteError::Foreign => "This form was not sent from a page of yours. Open the page again and repeat.".to_owned(),
        RouteError::NotAllowed => "Your role does not include this. Ask an admin, or somebody whose role does.".to_owned(),
        RouteError::NotFound => "There is nothing here.".to_owned(),
        RouteError::RateLimited(_) => "There were too many attempts from your network. Wait a minute and try again.".to_owned(),
        RouteError::Refused(refusal) => format!("This cannot be taken: {refusal}."),
        _ => "The receiver cannot do this now. Nothing is lost; try again.".to_owned(),
    };
    let (problem, page) = (error.into_response().into_parts().0, html::trouble(None, &words));
    let mut response = shown(problem.status, page);
    *response.extensions_mut() = problem.extensions;
    if let Some(wait) = problem.headers.get(header::RETRY_AFTER) {
        response.headers_mut().insert(header::RETRY_AFTER, wait.clone());
    }
    response
}

pub(super) async fn style() -> Response {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("../../../../../www/console/console.css")).into_response()
}

/// The first page that a member may see; behind the door stands nothing else.
pub(super) async fn first(State(shared): State<Shared>, headers: HeaderMap) -> Response {
    match guard::member(&shared.ledger, shared.jar, &headers).await {
        Ok(session) => {
            let page = html::PAGES.iter().find(|(what, ..)| session.may(*what));
            Redirect::to(page.map_or("/staff/password", |(_, address, _)| address)).into_response()
        }
        Err(error) => failed(error),
    }
}

fn page(outcome: Result<Markup, RouteError>) -> Response {
    outcome.map_or_else(failed, |markup| shown(StatusCode::OK, markup))
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
