//! `GET /v1/suppressions` and `/v1/suppressions/changes`: who must not be written to, and what changed, for the site's own servers.
//! Both are streams with a cursor: lines in the order in which they came, each with its number, after which the next page goes on. As NDJSON,
//! or as CSV whose fields no spreadsheet takes for formulas. Addresses stand there as keyed hashes; whoever has the keys can tell whose they are.

use super::told::Unavailable;
use super::{Shared, servers};
use crate::marketing::{Change, Suppression};
use crate::problem::{Problem, RouteError};
use crate::refusal::Refusal;
use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderName, header};
use axum::response::{IntoResponse, Response};
use countersign_suppression::push_row;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// After which number the next page goes on.
pub(super) const NEXT: HeaderName = HeaderName::from_static("countersign-next");
const DEFAULT_LIMIT: u32 = 1_000;
const MAX_LIMIT: u32 = 10_000;

/// Which part of a stream, and in which form.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct Part {
    /// Lines after this number; absent: from the first.
    #[param(minimum = 0)]
    after: Option<u64>,
    /// At most so many, 1 to 10,000; default 1,000.
    #[param(minimum = 1, maximum = 10_000, default = 1_000)]
    limit: Option<u32>,
    /// `ndjson`, the default, or `csv`.
    #[serde(default)]
    format: Form,
}

/// How lines are written.
#[derive(Clone, Copy, Default, Deserialize, Eq, PartialEq, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Form {
    /// One JSON object a line.
    #[default]
    Ndjson,
    /// A first row of names, and a row each.
    Csv,
}

/// A suppression that holds.
#[derive(Serialize, ToSchema)]
pub(super) struct SuppressionLine {
    /// Its number.
    seq: u64,
    /// HMAC-SHA-256 of the address by the site's hash key, base64url.
    hash: String,
    /// The channel.
    channel: String,
    /// The topic; empty for every topic.
    topic: String,
    /// `asked`, `complaint`, `bounce` or `list`.
    reason: String,
    /// Since when: RFC 3339, UTC, milliseconds.
    at: String,
    /// The control of the receipt.
    how: String,
    /// By which way it came.
    source: String,
    /// The receipt's id.
    rid: String,
}

/// A change.
#[derive(Serialize, ToSchema)]
pub(super) struct ChangeLine {
    /// Its number.
    seq: u64,
    /// HMAC-SHA-256 of the address by the site's hash key, base64url.
    hash: String,
    /// The channel.
    channel: String,
    /// The topic; empty for every topic, which ends what held for single ones.
    topic: String,
    /// `given` or `withdrawn`.
    state: &'static str,
    /// When: RFC 3339, UTC, milliseconds.
    at: String,
    /// The control of the receipt.
    how: String,
    /// The receipt's id.
    rid: String,
}

/// A line of a stream.
trait Line: Serialize {
    const NAMES: &'static [&'static str];
    fn seq(&self) -> u64;
    /// The fields behind the number, in the order of the names.
    fn fields(&self) -> Vec<&str>;
}

impl Line for SuppressionLine {
    const NAMES: &'static [&'static str] = &["seq", "hash", "channel", "topic", "reason", "at", "how", "source", "rid"];

    fn seq(&self) -> u64 {
        self.seq
    }

    fn fields(&self) -> Vec<&str> {
        vec![&self.hash, &self.channel, &self.topic, &self.reason, &self.at, &self.how, &self.source, &self.rid]
    }
}

impl Line for ChangeLine {
    const NAMES: &'static [&'static str] = &["seq", "hash", "channel", "topic", "state", "at", "how", "rid"];

    fn seq(&self) -> u64 {
        self.seq
    }

    fn fields(&self) -> Vec<&str> {
        vec![&self.hash, &self.channel, &self.topic, self.state, &self.at, &self.how, &self.rid]
    }
}

impl From<Suppression> for SuppressionLine {
    fn from(one: Suppression) -> Self {
        let Suppression { seq, hash, channel, topic, reason, at, how, source, rid } = one;
        Self { seq, hash: hash.to_string(), channel: channel.to_string(), topic: topic.to_string(), reason, at, how, source, rid }
    }
}

impl From<Change> for ChangeLine {
    fn from(one: Change) -> Self {
        let Change { seq, hash, turn, at, how, rid } = one;
        let (channel, topic, state) = (turn.channel.to_string(), turn.topic.to_string(), turn.to.name());
        Self { seq, hash: hash.to_string(), channel, topic, state, at, how, rid }
    }
}

/// Who must not be written to, as it stands.
#[utoipa::path(
    get,
    operation_id = "listSuppressions",
    path = "/v1/suppressions",
    params(Part),
    security(("server" = [])),
    responses(
        (status = 200, description = "One line a suppression; `Countersign-Next` is the number after which the next page goes on, and absent where this is the last one", content(
            (SuppressionLine = "application/x-ndjson"),
            (String = "text/csv"),
        )),
        (status = 400, description = "malformed", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "unknown-key", body = Problem, content_type = "application/problem+json"),
        Unavailable,
    ),
)]
pub(super) async fn list(
    State(shared): State<Shared>, part: Result<Query<Part>, QueryRejection>, headers: HeaderMap,
) -> Result<Response, RouteError> {
    let site = servers::site_of(&shared, &headers)?;
    let (part, after, limit) = checked(part)?;
    let lines = shared.ledger.suppressions(site, after, limit).await?;
    Ok(answer(part.format, limit, &lines.into_iter().map(SuppressionLine::from).collect::<Vec<_>>()))
}

/// Every change of who may be written to: what was withdrawn and what was given.
#[utoipa::path(
    get,
    operation_id = "listMarketingChanges",
    path = "/v1/suppressions/changes",
    params(Part),
    security(("server" = [])),
    responses(
        (status = 200, description = "One line a change; `Countersign-Next` as for suppressions", content(
            (ChangeLine = "application/x-ndjson"),
            (String = "text/csv"),
        )),
        (status = 400, description = "malformed", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "unknown-key", body = Problem, content_type = "application/problem+json"),
        Unavailable,
    ),
)]
pub(super) async fn changes(
    State(shared): State<Shared>, part: Result<Query<Part>, QueryRejection>, headers: HeaderMap,
) -> Result<Response, RouteError> {
    let site = servers::site_of(&shared, &headers)?;
    let (part, after, limit) = checked(part)?;
    let lines = shared.ledger.changes(site, after, limit).await?;
    Ok(answer(part.format, limit, &lines.into_iter().map(ChangeLine::from).collect::<Vec<_>>()))
}

fn checked(part: Result<Query<Part>, QueryRejection>) -> Result<(Part, u64, u32), Refusal> {
    let wrong =
        || Refusal::malformed("after must be a whole number, limit one from 1 to 10,000, and format ndjson or csv; there is nothing else");
    let Query(part) = part.map_err(|_| wrong())?;
    let limit = part.limit.unwrap_or(DEFAULT_LIMIT);
    if !(1..=MAX_LIMIT).contains(&limit) {
        return Err(wrong());
    }
    let after = part.after.unwrap_or(0);
    Ok((part, after, limit))
}

/// A page. The store gave at most `limit` lines: where there are as many, more may follow.
fn answer<L: Line>(form: Form, limit: u32, lines: &[L]) -> Response {
    let mut text = String::new();
    if form == Form::Csv {
        push_row(&mut text, L::NAMES.iter().copied());
    }
    for line in lines {
        match form {
            Form::Ndjson => {
                text.push_str(&serde_json::to_string(line).unwrap_or_default());
                text.push('\n');
            }
            Form::Csv => push_row(&mut text, std::iter::once(line.seq().to_string().as_str()).chain(line.fields())),
        }
    }
    let kind = if form == Form::Csv { "text/csv; charset=utf-8" } else { "application/x-ndjson" };
    let mut response = ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-store")], Body::from(text)).into_response();
    let is_full = u32::try_from(lines.len()).is_ok_and(|count| count >= limit);
    if let Some(last) = lines.last().filter(|_| is_full) {
        response.headers_mut().insert(NEXT, last.seq().into());
    }
    response
}
