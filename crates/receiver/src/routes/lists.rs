//! `POST /v1/suppressions/check` and `/import`: lists of addresses from the site's own servers.
//! *Check* answers for each address whether it may be written to about a topic, exactly and in the order of the list; nothing of it is kept.
//! *Import* takes over what another system knows: it stops whoever it names as stopped, and allows whoever it names as allowed only where this
//! receiver has never heard anything else: an import lifts nothing. Each change is a receipt; the same list again changes nothing.

use super::told::Unread;
use super::{Shared, servers};
use crate::marketing::{ImportRow, Imported, Reason};
use crate::problem::{Problem, RouteError};
use crate::refusal::Refusal;
use axum::Json;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use countersign_suppression::{
    Address, AddressHash, AddressKind, CallingCode, ChannelId, Keyring, State as Standing, Subject, TopicId, Turn,
};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use utoipa::ToSchema;

/// The longest body, in bytes, inclusive.
const MAX_BODY: usize = 2 * 1024 * 1024;
/// Addresses that one request may ask for.
const MAX_CHECKED: usize = 10_000;
/// Rows that one request may bring: each is a receipt.
const MAX_ROWS: usize = 1_000;
/// The longest name of a source, in characters.
const MAX_SOURCE: usize = 64;

/// Who is asked for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Question {
    /// The channel.
    #[schema(example = "email")]
    channel: String,
    /// The topic; absent: every topic.
    #[serde(default)]
    topic: String,
    /// The calling code of telephone numbers without one, such as `60`.
    code: Option<String>,
    /// Addresses, at most 10,000; or hashes.
    #[serde(default)]
    addresses: Vec<String>,
    /// HMAC-SHA-256 of addresses by the site's hash key, base64url.
    #[serde(default)]
    hashes: Vec<String>,
}

/// What holds for each, in the order of the question.
#[derive(Serialize, ToSchema)]
pub(super) struct Answers {
    /// `yes`; `never-asked` where no consent is known; `stopped` where it must not be; `malformed` where it is no address of the channel.
    answers: Vec<&'static str>,
}

/// A list.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct List {
    /// Where it comes from, in 1 to 64 characters; staff read it.
    source: String,
    /// Why its addresses are stopped: `asked`, `complaint`, `bounce` or `list`, the default.
    reason: Option<String>,
    /// The calling code of telephone numbers without one, such as `60`.
    code: Option<String>,
    /// At most 1,000.
    rows: Vec<ListRow>,
}

/// A row of a list.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ListRow {
    /// The address, or its hash.
    address: Option<String>,
    /// HMAC-SHA-256 of the address by the site's hash key, base64url.
    hash: Option<String>,
    /// The channel.
    #[schema(example = "sms")]
    channel: String,
    /// The topic; absent: every topic.
    #[serde(default)]
    topic: String,
    /// `withdrawn`, the default, or `given`.
    state: Option<String>,
}

/// What became of a list.
#[derive(Default, Serialize, ToSchema)]
pub(super) struct Report {
    /// Rows that changed something.
    changed: usize,
    /// Rows that held already.
    held: usize,
    /// Rows that would have allowed what somebody has stopped; it stays stopped.
    left: usize,
    /// Rows that are none; the others were taken.
    refused: Vec<RefusedRow>,
}

/// A row that is none.
#[derive(Serialize, ToSchema)]
pub(super) struct RefusedRow {
    /// Its place in the list, from 0.
    row: usize,
    /// What is wrong with it.
    why: String,
}

/// Ask whom of a list may be written to.
#[utoipa::path(
    post,
    operation_id = "checkAddresses",
    path = "/v1/suppressions/check",
    security(("server" = [])),
    request_body = Question,
    responses(
        (status = 200, description = "The answers", body = Answers),
        (status = 400, description = "malformed", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "unknown-key", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "no-marketing-keys", body = Problem, content_type = "application/problem+json"),
        Unread,
    ),
)]
pub(super) async fn check(State(shared): State<Shared>, headers: HeaderMap, body: Body) -> Result<Response, RouteError> {
    let (site, keys) = servers::marketer_of(&shared, &headers)?;
    let question: Question = parsed(&read(&shared, body).await?)?;
    let channel: ChannelId = question.channel.parse().map_err(|fault| wrong("channel", fault))?;
    let topic: TopicId = question.topic.parse().map_err(|fault| wrong("topic", fault))?;
    let code = code(question.code.as_deref())?;
    let count = question.addresses.len() + question.hashes.len();
    if count > MAX_CHECKED || !question.addresses.is_empty() && !question.hashes.is_empty() {
        return Err(Refusal::malformed(format!("send addresses or hashes, at most {MAX_CHECKED} in one request")).into());
    }
    let kind = AddressKind::of(&channel);
    let of_address = |text: &String| Some(keys.hash(&Address::parse(kind, text, code.as_ref()).ok()?));
    let asked: Vec<Option<AddressHash>> =
        question.addresses.iter().map(of_address).chain(question.hashes.iter().map(|text| AddressHash::parse(text))).collect();
    let hashes: Vec<AddressHash> = asked.iter().flatten().copied().collect();
    let mut states = shared.ledger.may_write(site, &channel, &topic, &hashes).await?.into_iter();
    let answer = |asked: &Option<AddressHash>| match asked.and_then(|_| states.next()) {
        None => "malformed",
        Some(None) => "never-asked",
        Some(Some(Standing::Given)) => "yes",
        Some(Some(Standing::Withdrawn)) => "stopped",
    };
    let answers = asked.iter().map(answer).collect();
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(Answers { answers })).into_response())
}

/// Take over a list of another system. What it allows never lifts what somebody has stopped.
#[utoipa::path(
    post,
    operation_id = "importAddresses",
    path = "/v1/suppressions/import",
    security(("server" = [])),
    request_body = List,
    responses(
        (status = 200, description = "Every row is taken, or named as refused", body = Report),
        (status = 400, description = "malformed", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "unknown-key", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "no-marketing-keys", body = Problem, content_type = "application/problem+json"),
        Unread,
    ),
)]
pub(super) async fn import(State(shared): State<Shared>, headers: HeaderMap, body: Body) -> Result<Response, RouteError> {
    let (site, keys) = servers::marketer_of(&shared, &headers)?;
    let list: List = parsed(&read(&shared, body).await?)?;
    let source = list.source.trim();
    if !(1..=MAX_SOURCE).contains(&source.chars().count()) || source.contains(char::is_control) {
        return Err(Refusal::malformed(format!("member source: must be one line of 1 to {MAX_SOURCE} characters")).into());
    }
    let reason = match list.reason.as_deref() {
        None => Reason::List,
        Some(name) => Reason::from_name(name).ok_or_else(|| wrong("reason", "must be asked, complaint, bounce or list"))?,
    };
    let code = code(list.code.as_deref())?;
    if list.rows.len() > MAX_ROWS {
        return Err(Refusal::malformed(format!("member rows: at most {MAX_ROWS} in one request")).into());
    }
    let mut report = Report::default();
    let mut rows = Vec::with_capacity(list.rows.len());
    for (row, one) in list.rows.iter().enumerate() {
        match one.read(keys, code.as_ref()) {
            Ok(listed) => rows.push(listed),
            Err(why) => report.refused.push(RefusedRow { row, why }),
        }
    }
    let (ledger, site, source) = (shared.ledger.clone(), site.clone(), format!("import:{source}"));
    // In a task of its own: a sender that hangs up does not leave a part undone that it believes done.
    let taken = tokio::spawn(async move { ledger.take_over(&site, rows, reason, &source).await });
    for one in taken.await.map_err(|_| RouteError::Lost)?? {
        match one {
            Imported::Changed => report.changed += 1,
            Imported::Held => report.held += 1,
            Imported::Left => report.left += 1,
        }
    }
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(report)).into_response())
}

impl ListRow {
    fn read(&self, keys: &Keyring, code: Option<&CallingCode>) -> Result<ImportRow, String> {
        let channel: ChannelId = self.channel.parse().map_err(|fault| format!("channel {fault}"))?;
        let topic: TopicId = self.topic.parse().map_err(|fault| format!("topic {fault}"))?;
        let to = match self.state.as_deref() {
            None => Standing::Withdrawn,
            Some(name) => Standing::from_name(name).ok_or("state must be withdrawn or given")?,
        };
        let subject = match (&self.address, &self.hash) {
            (Some(address), None) => {
                let address = Address::parse(AddressKind::of(&channel), address, code).map_err(|fault| format!("address {fault}"))?;
                keys.subject(address)
            }
            (None, Some(hash)) => Subject::of_hash(AddressHash::parse(hash).ok_or("hash must be 32 bytes in base64url, 43 characters")?),
            _ => return Err("a row has an address or a hash".to_owned()),
        };
        Ok(ImportRow { subject, turn: Turn { channel, topic, to } })
    }
}

async fn read(shared: &Shared, body: Body) -> Result<axum::body::Bytes, RouteError> {
    let limit = Duration::from_secs(shared.limits.body_secs.get().into());
    match tokio::time::timeout(limit, to_bytes(body, MAX_BODY)).await {
        Err(_) => Err(RouteError::TooSlow),
        Ok(Err(_)) => Err(Refusal::TooLarge { what: "a list", limit: MAX_BODY }.into()),
        Ok(Ok(bytes)) => Ok(bytes),
    }
}

fn parsed<T: for<'de> Deserialize<'de>>(body: &[u8]) -> Result<T, Refusal> {
    // Straight into its type: a list of ten thousand is read in milliseconds, and a member that stands twice is an error all the same.
    serde_json::from_slice(body).map_err(|error| Refusal::malformed(format!("the body: {error}")))
}

fn code(text: Option<&str>) -> Result<Option<CallingCode>, Refusal> {
    text.map(str::parse).transpose().map_err(|fault| wrong("code", fault))
}

fn wrong(member: &str, fault: impl std::fmt::Display) -> Refusal {
    Refusal::malformed(format!("member {member}: {fault}"))
}
