//! The queue as JSON, for programs of the site's own: sign in, list, read, decide, sign out, and the record of acts.

use super::guard::{self, FORM_KEY};
use crate::addresses::Peer;
use crate::json;
use crate::problem::{Problem, RouteError};
use crate::refusal::Refusal;
use crate::rights::{Decision, Request, RequestPage, RequestState};
use crate::routes::told::{Paced, Unavailable, Unread};
use crate::routes::{Shared, receipts};
use crate::site::SiteId;
use crate::staff::{May, Password, SignIn};
use crate::store::ActRow;
use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::time::Duration;
use utoipa::{IntoParams, ToSchema};

/// Characters of a reason, at most.
const MAX_REASON: usize = 2_000;
const MAX_LIMIT: u32 = 1_000;

/// A sign-in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SignInBody {
    name: String,
    password: String,
}

/// A session that has begun; its token is in the cookie.
#[derive(Serialize, ToSchema)]
struct SessionBegun {
    /// What every request that changes something repeats in the header `Countersign-Form-Key`.
    form_key: String,
    /// Whether another password has to be chosen at `/staff/password` before anything else.
    must_choose: bool,
    /// `viewer`, `marketer`, `compliance` or `admin`: what the member may see and do.
    role: &'static str,
}

/// Which part of the queue.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Which {
    /// Only of this site.
    #[param(pattern = "^[a-z0-9-]{1,64}$")]
    site: Option<String>,
    /// Only in this state; absent: those that wait for something.
    state: Option<String>,
    /// So many are passed over.
    #[param(format = "uint32")]
    skip: Option<u32>,
    /// At most so many, 1 to 1000; default 100.
    #[param(minimum = 1, maximum = 1000, default = 100)]
    limit: Option<u32>,
}

/// A request, for staff.
#[derive(Serialize, ToSchema)]
struct StaffRequest {
    site: String,
    /// The id of the receipt; absent once that is erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    rid: Option<String>,
    right: &'static str,
    state: &'static str,
    /// The states that may follow.
    next: Vec<&'static str>,
    received_at: String,
    changed_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    due_on: Option<String>,
    /// The time that the receipt names.
    #[serde(skip_serializing_if = "Option::is_none")]
    promised: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    contact: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lang: Option<String>,
}

/// A part of the queue.
#[derive(Serialize, ToSchema)]
struct StaffQueue {
    /// Those due first in front, those without a day behind.
    requests: Vec<StaffRequest>,
}

/// A request with what was done to it.
#[derive(Serialize, ToSchema)]
struct StaffDetail {
    #[serde(flatten)]
    request: StaffRequest,
    acts: Vec<StaffAct>,
}

/// Something that was done.
#[derive(Serialize, ToSchema)]
struct StaffAct {
    /// Its number in the record.
    id: i64,
    at: String,
    /// The member of staff; absent: the visitor.
    #[serde(skip_serializing_if = "Option::is_none")]
    who: Option<String>,
    what: String,
    /// The request that it was done to.
    #[serde(skip_serializing_if = "Option::is_none")]
    rid: Option<String>,
    /// The receipt of the change that it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    receipt: Option<String>,
}

/// Acts in order.
#[derive(Serialize, ToSchema)]
struct StaffRecord {
    acts: Vec<StaffAct>,
}

/// A step.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct StepBody {
    /// The state that follows.
    state: String,
    /// What the visitor reads about it; a refusal has to have one. At most 2,000 characters.
    #[schema(max_length = 2000)]
    reason: Option<String>,
}

/// Which part of the record.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct After {
    /// Acts after this number; absent: from the first.
    #[param(minimum = 0)]
    after: Option<i64>,
    /// At most so many, 1 to 1000; default 100.
    #[param(minimum = 1, maximum = 1000, default = 100)]
    limit: Option<u32>,
}

impl From<Request> for StaffRequest {
    fn from(request: Request) -> Self {
        let told = request.told;
        Self {
            site: request.site.to_string(),
            rid: request.rid,
            right: request.right.name(),
            state: request.state.name(),
            next: request.state.next().iter().map(|state| state.name()).collect(),
            received_at: request.received_at,
            changed_at: request.changed_at,
            due_on: request.due_on,
            promised: request.promised,
            reason: request.reason,
            lang: told.as_ref().map(|told| told.lang.clone()),
            words: told.as_ref().map(|told| told.words.clone()),
            contact: told.map(|told| told.contact),
        }
    }
}

impl From<ActRow> for StaffAct {
    fn from(row: ActRow) -> Self {
        Self { id: row.id, at: row.at, who: row.who, what: row.what, rid: row.rid, receipt: row.receipt }
    }
}

/// Sign in: the cookie holds the session, for 12 hours at most and 30 minutes without use.
#[utoipa::path(
    post,
    operation_id = "signIn",
    path = "/v1/staff/session",
    request_body = SignInBody,
    responses(
        (status = 200, description = "Signed in", body = SessionBegun),
        (status = 400, description = "malformed, duplicate-member", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "signed-out: name or password is wrong, or there were too many attempts", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "foreign", body = Problem, content_type = "application/problem+json"),
        Paced,
    ),
)]
pub(super) async fn sign_in(
    State(shared): State<Shared>, peer: Option<Extension<Peer>>, headers: HeaderMap, body: Body,
) -> Result<Response, RouteError> {
    guard::own(&headers)?;
    shared.addresses.pace_sign_in(&headers, peer.map(|peer| peer.0)).map_err(RouteError::RateLimited)?;
    let body: SignInBody = json_of(&shared, body).await?;
    let (password, before) = (Password::new(&body.password), shared.jar.token(&headers));
    let outcome = shared.ledger.sign_in(&body.name, &password, before).await.map_err(RouteError::Failed)?;
    let SignIn::Done(token) = outcome else { return Err(RouteError::SignedOut) };
    let session = shared.ledger.session(&token).await?.ok_or(RouteError::SignedOut)?;
    let cookie = [(header::SET_COOKIE, shared.jar.cookie(&token))];
    Ok((cookie, Json(SessionBegun { form_key: session.form_key, must_choose: session.must_choose, role: session.role.name() }))
        .into_response())
}

/// Sign out.
#[utoipa::path(
    delete,
    operation_id = "signOut",
    path = "/v1/staff/session",
    security(("staff" = [])),
    params(("Countersign-Form-Key" = Option<String>, Header, description = "The form key of the session")),
    responses(
        (status = 204, description = "Signed out"),
        (status = 401, description = "signed-out", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "foreign", body = Problem, content_type = "application/problem+json"),
        Unavailable,
    ),
)]
pub(super) async fn sign_out(State(shared): State<Shared>, headers: HeaderMap) -> Result<Response, RouteError> {
    guard::own(&headers)?;
    let session = guard::session(&shared.ledger, shared.jar, &headers).await?;
    guard::keyed(&session, form_key(&headers))?;
    shared.ledger.sign_out(&session).await?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, shared.jar.cookie(""))]).into_response())
}

/// A part of the queue.
#[utoipa::path(
    get,
    operation_id = "listRequests",
    path = "/v1/staff/requests",
    params(Which),
    security(("staff" = [])),
    responses(
        (status = 200, description = "The part", body = StaffQueue),
        (status = 400, description = "malformed", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "signed-out", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "must-choose, not-allowed", body = Problem, content_type = "application/problem+json"),
        Unavailable,
    ),
)]
pub(super) async fn list(
    State(shared): State<Shared>, headers: HeaderMap, which: Result<Query<Which>, QueryRejection>,
) -> Result<Response, RouteError> {
    guard::allowed(&shared.ledger, shared.jar, &headers, May::Requests).await?;
    let Query(which) = which.map_err(|_| Refusal::malformed("skip and limit must be whole numbers, limit one from 1 to 1000"))?;
    let site = which.site.as_deref().map(str::parse::<SiteId>).transpose();
    let site = site.map_err(|fault| Refusal::malformed(format!("site {fault}")))?;
    let state = which.state.as_deref().map(state_of).transpose()?;
    let page = RequestPage { site: site.as_ref(), state, skip: which.skip.unwrap_or(0), limit: limit(which.limit)? };
    let requests = shared.ledger.requests(page).await?;
    Ok(Json(StaffQueue { requests: requests.into_iter().map(StaffRequest::from).collect() }).into_response())
}

/// A request with everything about it.
#[utoipa::path(
    get,
    operation_id = "readStaffRequest",
    path = "/v1/staff/requests/{rid}",
    params(("rid" = String, Path, description = "The id of the receipt, a UUID in lower case")),
    security(("staff" = [])),
    responses(
        (status = 200, description = "The request", body = StaffDetail),
        (status = 401, description = "signed-out", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "must-choose, not-allowed", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "not-found", body = Problem, content_type = "application/problem+json"),
        Unavailable,
    ),
)]
pub(super) async fn read(State(shared): State<Shared>, headers: HeaderMap, Path(rid): Path<String>) -> Result<Response, RouteError> {
    let session = guard::allowed(&shared.ledger, shared.jar, &headers, May::Requests).await?;
    let request = shared.ledger.request(&rid).await?.ok_or(RouteError::NotFound)?;
    // Reading what a person wrote is an act too.
    shared.ledger.note_reading(&session.staff, &request).await?;
    detail(&shared, request).await
}

/// Take a request a step further.
#[utoipa::path(
    post,
    operation_id = "decideRequest",
    path = "/v1/staff/requests/{rid}/state",
    params(
        ("rid" = String, Path, description = "The id of the receipt, a UUID in lower case"),
        ("Countersign-Form-Key" = Option<String>, Header, description = "The form key of the session"),
    ),
    security(("staff" = [])),
    request_body = StepBody,
    responses(
        (status = 200, description = "Done", body = StaffDetail),
        (status = 400, description = "malformed, duplicate-member", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "signed-out", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "foreign, must-choose, not-allowed", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "not-found", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "not-next", body = Problem, content_type = "application/problem+json"),
        Unread,
    ),
)]
pub(super) async fn decide(
    State(shared): State<Shared>, headers: HeaderMap, Path(rid): Path<String>, body: Body,
) -> Result<Response, RouteError> {
    guard::own(&headers)?;
    let session = guard::allowed(&shared.ledger, shared.jar, &headers, May::Requests).await?;
    guard::keyed(&session, form_key(&headers))?;
    let step: StepBody = json_of(&shared, body).await?;
    match take(&shared, &session.staff, &rid, state_of(&step.state)?, step.reason.as_deref()).await? {
        Decision::Done(request) => detail(&shared, *request).await,
        Decision::NotNext(from) => Err(RouteError::NotNext(from)),
        Decision::NoReason => Err(Refusal::malformed("member reason: a refusal has to say why").into()),
        Decision::Unknown => Err(RouteError::NotFound),
    }
}

/// The record of acts: what staff did, and what visitors added.
#[utoipa::path(
    get,
    operation_id = "listActs",
    path = "/v1/staff/acts",
    params(After),
    security(("staff" = [])),
    responses(
        (status = 200, description = "Acts in order", body = StaffRecord),
        (status = 400, description = "malformed", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "signed-out", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "must-choose, not-allowed", body = Problem, content_type = "application/problem+json"),
        Unavailable,
    ),
)]
pub(super) async fn acts(
    State(shared): State<Shared>, headers: HeaderMap, after: Result<Query<After>, QueryRejection>,
) -> Result<Response, RouteError> {
    guard::allowed(&shared.ledger, shared.jar, &headers, May::Record).await?;
    let Query(page) = after.map_err(|_| Refusal::malformed("after must be a whole number, and limit one from 1 to 1000"))?;
    let acts = shared.ledger.acts(page.after.unwrap_or(0), limit(page.limit)?).await?;
    Ok(Json(StaffRecord { acts: acts.into_iter().map(StaffAct::from).collect() }).into_response())
}

/// Takes a step for somebody; of the reason, what is more than spaces.
pub(super) async fn take(shared: &Shared, who: &str, rid: &str, to: RequestState, reason: Option<&str>) -> Result<Decision, RouteError> {
    let reason = reason.map(str::trim).filter(|reason| !reason.is_empty());
    let is_text = |reason: &str| {
        reason.chars().count() <= MAX_REASON && !reason.contains(|c: char| c.is_control() && c != '\n' && c != '\r' && c != '\t')
    };
    if reason.is_some_and(|reason| !is_text(reason)) {
        return Err(Refusal::malformed("member reason: must be a text of at most 2,000 characters").into());
    }
    let Some(request) = shared.ledger.request(rid).await? else { return Ok(Decision::Unknown) };
    Ok(shared.ledger.decide(who, rid, to, reason, &shared.sites.rights(&request.site)).await?)
}

async fn detail(shared: &Shared, request: Request) -> Result<Response, RouteError> {
    let acts = shared.ledger.acts_on(&request).await?.into_iter().map(StaffAct::from).collect();
    Ok(Json(StaffDetail { request: request.into(), acts }).into_response())
}

fn form_key(headers: &HeaderMap) -> Option<&str> {
    headers.get(FORM_KEY).and_then(|value| value.to_str().ok())
}

pub(super) fn state_of(name: &str) -> Result<RequestState, Refusal> {
    let names = RequestState::ALL.map(RequestState::name).join(", ");
    RequestState::from_name(name).ok_or_else(|| Refusal::malformed(format!("state must be one of {names}")))
}

fn limit(asked: Option<u32>) -> Result<u32, Refusal> {
    let limit = asked.unwrap_or(100);
    if (1..=MAX_LIMIT).contains(&limit) { Ok(limit) } else { Err(Refusal::malformed("limit must be a whole number from 1 to 1000")) }
}

async fn json_of<T: DeserializeOwned>(shared: &Shared, body: Body) -> Result<T, RouteError> {
    let body = receipts::read(body, Duration::from_secs(shared.limits.body_secs.get().into())).await?;
    let value = json::parse("the body", &body)?;
    serde_json::from_value(value).map_err(|error| Refusal::malformed(format!("the body: {error}")).into())
}
