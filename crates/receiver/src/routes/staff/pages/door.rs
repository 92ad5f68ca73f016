//! The door: signing in and out, and choosing a password.

use super::{failed, field, form, posted, shown};
use crate::addresses::Peer;
use crate::problem::RouteError;
use crate::routes::Shared;
use crate::routes::staff::{guard, html};
use crate::staff::{Choosing, Password, SignIn, SignOn};
use axum::Extension;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};

const WRONG: &str =
    "The name or the password is wrong, or there were too many attempts. Wait a few minutes, or ask an admin for another password.";

/// How the provider is called by which staff may sign in too.
fn provider(shared: &Shared) -> Option<&str> {
    shared.sign_on.as_ref().map(SignOn::name)
}

pub(in crate::routes::staff) async fn door(State(shared): State<Shared>, headers: HeaderMap) -> Response {
    match guard::session(&shared.ledger, shared.jar, &headers).await {
        Ok(_) => Redirect::to("/staff/").into_response(),
        Err(_) => shown(StatusCode::OK, html::door::door(None, provider(&shared))),
    }
}

pub(in crate::routes::staff) async fn sign_in(
    State(shared): State<Shared>, peer: Option<Extension<Peer>>, headers: HeaderMap, body: Body,
) -> Response {
    let outcome = async {
        guard::own(&headers)?;
        shared.addresses.pace_sign_in(&headers, peer.map(|peer| peer.0)).map_err(RouteError::RateLimited)?;
        let form = form(&shared, body).await?;
        let (name, password, before) = (field(&form, "name"), Password::new(field(&form, "password")), shared.jar.token(&headers));
        shared.ledger.sign_in(name, &password, before).await.map_err(RouteError::Failed)
    };
    match outcome.await {
        Ok(SignIn::Done(token)) => ([(header::SET_COOKIE, shared.jar.cookie(&token))], Redirect::to("/staff/")).into_response(),
        Ok(SignIn::Refused) => shown(StatusCode::UNAUTHORIZED, html::door::door(Some(WRONG), provider(&shared))),
        Err(error) => failed(error),
    }
}

pub(in crate::routes::staff) async fn sign_out(State(shared): State<Shared>, headers: HeaderMap, body: Body) -> Response {
    let outcome = async {
        let (session, _) = posted(&shared, &headers, body).await?;
        Ok(shared.ledger.sign_out(&session).await?)
    };
    match outcome.await {
        Ok(()) => ([(header::SET_COOKIE, shared.jar.cookie(""))], Redirect::to("/staff/sign-in")).into_response(),
        Err(error) => failed(error),
    }
}

pub(in crate::routes::staff) async fn password(State(shared): State<Shared>, headers: HeaderMap) -> Response {
    match guard::session(&shared.ledger, shared.jar, &headers).await {
        Ok(session) => shown(StatusCode::OK, html::door::password(&session, None)),
        Err(error) => failed(error),
    }
}

pub(in crate::routes::staff) async fn choose(State(shared): State<Shared>, headers: HeaderMap, body: Body) -> Response {
    let outcome = async {
        let (session, form) = posted(&shared, &headers, body).await?;
        let (current, new) = (Password::new(field(&form, "current")), Password::new(field(&form, "new")));
        let choosing = shared.ledger.choose_password(&session, &current, &new).await.map_err(RouteError::Failed)?;
        Ok((session, choosing))
    };
    match outcome.await {
        Ok((_, Choosing::Done(token))) => ([(header::SET_COOKIE, shared.jar.cookie(&token))], Redirect::to("/staff/")).into_response(),
        Ok((session, Choosing::Refused(fault))) => shown(StatusCode::UNPROCESSABLE_ENTITY, html::door::password(&session, Some(fault))),
        Err(error) => failed(error),
    }
}
