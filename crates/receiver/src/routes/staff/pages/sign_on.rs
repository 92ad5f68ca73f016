//! Signing in by the provider: a browser is sent there, and comes back with an answer that counts in this browser, once.
//! Where it goes on is always the first page of staff: no address of a request is followed.

use super::{failed, shown};
use crate::addresses::Peer;
use crate::problem::RouteError;
use crate::routes::Shared;
use crate::routes::staff::{guard, html};
use crate::staff::{Attempt, Refused, Returned, SignOn};
use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};

/// Leads on from the page that it comes with. A redirect would not do: it goes on as a request of the provider's site,
/// and the cookie of the session, which other sites cannot send, would not come along.
const ON: (HeaderName, HeaderValue) = (HeaderName::from_static("refresh"), HeaderValue::from_static("0; url=/staff/"));

/// What a browser gets.
enum Sent {
    /// To the provider, with the cookie of the attempt.
    There(String, Attempt),
    /// In, with the cookie of the session.
    In(String),
    /// Not in.
    Out(Refused),
}

pub(in crate::routes::staff) async fn begin(State(shared): State<Shared>, peer: Option<Extension<Peer>>, headers: HeaderMap) -> Response {
    let outcome = async {
        let sign_on = shared.sign_on.as_ref().ok_or(RouteError::NotFound)?;
        // Another site can send nobody on this way: who signs in is who wants to.
        guard::own(&headers)?;
        shared.addresses.pace_sign_in(&headers, peer.map(|peer| peer.0)).map_err(RouteError::RateLimited)?;
        let attempt = Attempt::new().map_err(RouteError::Failed)?;
        match sign_on.address(&attempt).await {
            Ok(address) => {
                shared.ledger.begin_sign_on(&attempt, shared.jar.token(&headers)).await?;
                Ok(Sent::There(address, attempt))
            }
            Err(refused) => out(&shared, refused).await,
        }
    };
    answer(&shared, outcome.await)
}

pub(in crate::routes::staff) async fn back(
    State(shared): State<Shared>, peer: Option<Extension<Peer>>, headers: HeaderMap, RawQuery(query): RawQuery,
) -> Response {
    let outcome = async {
        let sign_on = shared.sign_on.as_ref().ok_or(RouteError::NotFound)?;
        shared.addresses.pace_sign_in(&headers, peer.map(|peer| peer.0)).map_err(RouteError::RateLimited)?;
        match come_back(&shared, sign_on, &headers, query.as_deref().unwrap_or_default()).await? {
            Ok(token) => Ok(Sent::In(token)),
            Err(refused) => out(&shared, refused).await,
        }
    };
    answer(&shared, outcome.await)
}

async fn come_back(shared: &Shared, sign_on: &SignOn, headers: &HeaderMap, query: &str) -> Result<Result<String, Refused>, RouteError> {
    let Some(attempt) = shared.jar.attempt_of(headers).map(Attempt::of_cookie) else { return Ok(Err(Refused::NotBegun)) };
    // An answer of elsewhere does not use up the attempt that is under way.
    if !one(query, "state").is_some_and(|state| attempt.owns(&state)) {
        return Ok(Err(Refused::OtherState));
    }
    let Some(before) = shared.ledger.take_sign_on(&attempt).await? else { return Ok(Err(Refused::NotBegun)) };
    let (None, Some(code)) = (one(query, "error"), one(query, "code")) else { return Ok(Err(Refused::Denied)) };
    let issuer = one(query, "iss");
    let returned = Returned { code: &code, issuer: issuer.as_deref() };
    match sign_on.person(&attempt, &returned, shared.ledger.now()).await {
        Ok(person) => shared.ledger.sign_on(&person, &before).await.map_err(RouteError::Failed),
        Err(refused) => Ok(Err(refused)),
    }
}

/// A parameter that stands once; what stands twice is none (RFC 6749 section 3.1).
fn one(query: &str, name: &str) -> Option<String> {
    let mut found = form_urlencoded::parse(query.as_bytes()).filter(|(key, _)| key == name).map(|(_, value)| value.into_owned());
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

async fn out(shared: &Shared, refused: Refused) -> Result<Sent, RouteError> {
    shared.ledger.refused_sign_on(&refused).await?;
    Ok(Sent::Out(refused))
}

fn answer(shared: &Shared, outcome: Result<Sent, RouteError>) -> Response {
    let provider = shared.sign_on.as_ref().map_or("", SignOn::name);
    match outcome {
        Ok(Sent::There(address, attempt)) => {
            ([(header::SET_COOKIE, shared.jar.attempt(attempt.secret()))], Redirect::to(&address)).into_response()
        }
        Ok(Sent::In(token)) => {
            let mut response = shown(StatusCode::OK, html::door::signed_in(provider));
            for cookie in [shared.jar.cookie(&token), shared.jar.attempt("")] {
                response.headers_mut().append(header::SET_COOKIE, cookie);
            }
            response.headers_mut().extend([ON]);
            response
        }
        Ok(Sent::Out(refused)) => {
            let mut response = shown(refused.status(), html::door::not_signed_in(&refused.words(provider)));
            if refused != Refused::OtherState {
                response.headers_mut().append(header::SET_COOKIE, shared.jar.attempt(""));
            }
            response
        }
        Err(error) => failed(error),
    }
}

#[cfg(test)]
mod tests {
    use super::one;

    #[test]
    fn what_stands_twice_is_none() {
        let check = |query: &str, expected: Option<&str>| assert_eq!(one(query, "code").as_deref(), expected, "{query}");
        check("code=a%2Bb&state=c", Some("a+b"));
        check("code=a&state=c&code=a", None);
        check("state=c", None);
        check("", None);
    }
}
