//! Everything a route can fail with in, an RFC 9457 problem document out.
//! The sender reads what to do; the cause of a failure of ours goes to the log and nowhere else,
//! and what the sender did wrong goes to the sender and never into the log.

use crate::refusal::Refusal;
use crate::rights::RequestState;
use crate::sites::Wait;
use crate::store::StoreError;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::error::Error;
use utoipa::ToSchema;

/// How long a sender waits after 503, in seconds.
const RETRY_AFTER_SECS: HeaderValue = HeaderValue::from_static("5");

/// What a route can fail with.
#[derive(Debug)]
pub(crate) enum RouteError {
    Refused(Refusal),
    Conflict,
    /// The receipt was here and is erased.
    Gone,
    NotFound,
    MethodNotAllowed,
    Unavailable(StoreError),
    /// The sender, or its site, has sent more than it may; seconds to wait.
    RateLimited(Wait),
    /// The body did not come in time.
    TooSlow,
    /// The request took longer than the limit.
    TimedOut,
    /// The task that appended ended early.
    Lost,
    /// A file could not be read to its end.
    Unreadable(axum::Error),
    /// No request has this id and secret.
    Unproven,
    /// The site has no keys of marketing.
    NoMarketingKeys,
    /// The request bears no API key of a site.
    Unkeyed,
    /// The request bears no token of an account's page, or one that has ended.
    Untokened,
    /// Something else was told about the request before.
    ToldAlready,
    /// The request is answered or refused.
    Closed,
    /// There is no session, or name or password is wrong.
    SignedOut,
    /// The password is good for one sign-in alone.
    MustChoose,
    /// The role of the member of staff does not include this.
    NotAllowed,
    /// The request does not come from our own pages, or does not repeat the session's form key.
    Foreign,
    /// A step that does not follow from where the request stands.
    NotNext(RequestState),
    /// Something of ours that is no database.
    Failed(anyhow::Error),
}

impl From<Refusal> for RouteError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<StoreError> for RouteError {
    fn from(cause: StoreError) -> Self {
        Self::Unavailable(cause)
    }
}

/// An RFC 9457 problem document, `application/problem+json`.
#[derive(Serialize, ToSchema)]
pub(crate) struct Problem {
    /// `about:blank`, or `urn:countersign:problem:` and a word of the formats page, section 8.1.
    #[serde(rename = "type")]
    #[schema(example = "urn:countersign:problem:malformed")]
    kind: &'static str,
    /// The HTTP status.
    status: u16,
    /// One phrase for the type.
    title: &'static str,
    /// What is wrong and what to do.
    detail: String,
}

/// The word of a problem's type, left on the answer for the metrics.
#[derive(Clone, Copy)]
pub(crate) struct Word(pub(crate) &'static str);

impl RouteError {
    fn problem(&self) -> (StatusCode, Problem) {
        let (status, kind, title) = match self {
            Self::Refused(refusal) => refused(refusal),
            Self::Conflict => {
                (StatusCode::CONFLICT, "urn:countersign:problem:duplicate-conflict", "The receipt id exists with other bytes")
            }
            Self::Gone => (StatusCode::GONE, "urn:countersign:problem:erased", "The receipt has been erased"),
            Self::NotFound => (StatusCode::NOT_FOUND, "urn:countersign:problem:not-found", "There is nothing here"),
            Self::MethodNotAllowed => (StatusCode::METHOD_NOT_ALLOWED, "about:blank", "Method Not Allowed"),
            Self::RateLimited(_) => (StatusCode::TOO_MANY_REQUESTS, "urn:countersign:problem:rate-limited", "Too many receipts"),
            Self::TooSlow => (StatusCode::REQUEST_TIMEOUT, "urn:countersign:problem:too-slow", "The request came too slowly"),
            Self::Unproven => (StatusCode::UNAUTHORIZED, "urn:countersign:problem:unproven", "This is not shown to be your request"),
            Self::Unkeyed => (StatusCode::UNAUTHORIZED, "urn:countersign:problem:unknown-key", "This is no key of a site's server"),
            Self::NoMarketingKeys => {
                (StatusCode::CONFLICT, "urn:countersign:problem:no-marketing-keys", "The site has no keys of marketing")
            }
            Self::Untokened => {
                (StatusCode::UNAUTHORIZED, "urn:countersign:problem:unknown-token", "This token opens nothing, or no longer")
            }
            Self::ToldAlready => (StatusCode::CONFLICT, "urn:countersign:problem:told-already", "Something else was told before"),
            Self::Closed => (StatusCode::CONFLICT, "urn:countersign:problem:closed", "The request is closed"),
            Self::SignedOut => (StatusCode::UNAUTHORIZED, "urn:countersign:problem:signed-out", "Nobody is signed in"),
            Self::MustChoose => (StatusCode::FORBIDDEN, "urn:countersign:problem:must-choose", "A password has to be chosen first"),
            Self::NotAllowed => (StatusCode::FORBIDDEN, "urn:countersign:problem:not-allowed", "The role does not include this"),
            Self::Foreign => (StatusCode::FORBIDDEN, "urn:countersign:problem:foreign", "The request comes from elsewhere"),
            Self::NotNext(_) => (StatusCode::CONFLICT, "urn:countersign:problem:not-next", "This step does not follow"),
            Self::Unavailable(_) | Self::TimedOut | Self::Lost | Self::Unreadable(_) | Self::Failed(_) => {
                (StatusCode::SERVICE_UNAVAILABLE, "urn:countersign:problem:unavailable", "The receiver cannot do this now")
            }
        };
        let detail = match self {
            Self::Refused(refusal) => refusal.to_string(),
            Self::Conflict => "Send the receipt as it was sent first, or seal a new one under a new id.".to_owned(),
            Self::Gone => "Its place in the log and the hash of it remain; a new choice makes a new receipt.".to_owned(),
            Self::NotFound => "Check the address and the id.".to_owned(),
            Self::MethodNotAllowed => "The Allow header names the methods of this address.".to_owned(),
            Self::RateLimited(Wait(secs)) => format!("Send the same request again in {secs} seconds."),
            Self::TooSlow => "Send the same request again, the whole body at once.".to_owned(),
            Self::Unproven => "Send the receipt first, and then its secret as Authorization: Bearer with the id of the receipt.".to_owned(),
            Self::NoMarketingKeys => {
                "Make a keys file with countersign links --new-keys, and name it as marketing_keys of the site in receiver.toml.".to_owned()
            }
            Self::Untokened => "Load the page again: the site's server has a new one minted by POST /v1/marketing/tokens.".to_owned(),
            Self::Unkeyed => {
                "Send the key as Authorization: Bearer, and name its SHA-256 in api_keys of the site in receiver.toml.".to_owned()
            }
            Self::ToldAlready => "It can be told once. Whoever answers will ask at the contact that was told.".to_owned(),
            Self::Closed => "Ask again with a new receipt.".to_owned(),
            Self::SignedOut => "Sign in with the right name and password; after several failures wait a few minutes.".to_owned(),
            Self::MustChoose => "Sign in at /staff/ in a browser and choose a password.".to_owned(),
            Self::NotAllowed => "Ask an admin for another role, or let somebody do it whose role includes it.".to_owned(),
            Self::Foreign => "Send it from the receiver's own pages, with the session's form key.".to_owned(),
            Self::NotNext(from) => match from.next().iter().map(|state| state.name()).collect::<Vec<_>>().as_slice() {
                [] => format!("The request is {}, and nothing follows.", from.name()),
                next => format!("The request is {}; what can follow is {}.", from.name(), next.join(", ")),
            },
            Self::Unavailable(_) | Self::TimedOut | Self::Lost | Self::Unreadable(_) | Self::Failed(_) => {
                "Nothing is lost; send the same request again later.".to_owned()
            }
        };
        (status, Problem { kind, status: status.as_u16(), title, detail })
    }

    fn log(&self) {
        match self {
            Self::Unavailable(cause) => tracing::error!(cause = %chain(cause), "the ledger failed"),
            Self::Failed(cause) => tracing::error!(cause = %format!("{cause:#}"), "a request failed"),
            Self::TimedOut => tracing::error!("a request timed out"),
            Self::Lost => tracing::error!("an append ended without a result"),
            Self::Unreadable(cause) => tracing::error!(cause = %chain(cause), "a file cannot be read"),
            _ => {}
        }
    }
}

/// The problem type of a receipt that is turned away, with its status and phrase.
fn refused(refusal: &Refusal) -> (StatusCode, &'static str, &'static str) {
    const BAD: StatusCode = StatusCode::BAD_REQUEST;
    const UNFIT: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
    match refusal {
        Refusal::Malformed(_) => (BAD, "urn:countersign:problem:malformed", "The request is malformed"),
        Refusal::DuplicateMember(_) => (BAD, "urn:countersign:problem:duplicate-member", "A member name stands twice"),
        Refusal::UnknownExtension => (BAD, "urn:countersign:problem:unknown-extension", "The receipt asks for an extension"),
        Refusal::BadAlgorithm(_) => (UNFIT, "urn:countersign:problem:bad-algorithm", "The algorithm is not allowed"),
        Refusal::BadSignature(_) => (UNFIT, "urn:countersign:problem:bad-signature", "The signature does not hold"),
        Refusal::KeyMismatch(_) => (UNFIT, "urn:countersign:problem:key-mismatch", "The key is another one"),
        Refusal::ClockAhead { .. } => (UNFIT, "urn:countersign:problem:clock-ahead", "The receipt comes from the future"),
        Refusal::UnknownSite(_) => (UNFIT, "urn:countersign:problem:unknown-site", "The site is not served here"),
        Refusal::OutOfOrder => (StatusCode::CONFLICT, "urn:countersign:problem:out-of-order", "The chain says another place"),
        Refusal::TooLarge { .. } => (StatusCode::PAYLOAD_TOO_LARGE, "urn:countersign:problem:too-large", "The request is too large"),
        Refusal::MediaType => {
            (StatusCode::UNSUPPORTED_MEDIA_TYPE, "urn:countersign:problem:unsupported-media-type", "The media type is not taken here")
        }
    }
}

impl IntoResponse for RouteError {
    fn into_response(self) -> Response {
        self.log();
        let (status, problem) = self.problem();
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        let headers = [(header::CONTENT_TYPE, "application/problem+json"), (header::CACHE_CONTROL, "no-store")];
        let mut response = (status, headers, body).into_response();
        if status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, RETRY_AFTER_SECS);
        }
        if status == StatusCode::UNAUTHORIZED {
            // RFC 9110 section 11.6.1; the browser shows no window for either.
            let door = if matches!(self, Self::Unproven | Self::Unkeyed | Self::Untokened) { "Bearer" } else { "Cookie" };
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(door));
        }
        if let Self::RateLimited(Wait(secs)) = self {
            response.headers_mut().insert(header::RETRY_AFTER, secs.into());
        }
        response.extensions_mut().insert(Word(problem.kind.rsplit(':').next().unwrap_or(problem.kind)));
        response
    }
}

/// An error and everything under it, in one line.
pub(crate) fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}
