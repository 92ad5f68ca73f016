//! Lists of addresses that must not be written to: staged, looked at, carried out or discarded.

use super::{failed, field, page, people, posted, shown};
use crate::console::{Import, ImportState, Staged, Staging};
use crate::ledger::Ledger;
use crate::problem::RouteError;
use crate::refusal::Refusal;
use crate::routes::Shared;
use crate::routes::staff::{channels, guard, html};
use crate::site::SiteId;
use crate::staff::{May, Session};
use axum::body::Body;
use axum::extract::multipart::MultipartError;
use axum::extract::rejection::QueryRejection;
use axum::extract::{FromRequest, Multipart, Path, Query, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use countersign_suppression::{CallingCode, ChannelId, TopicId};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::time::Duration;

/// Bytes of a file, at most; a larger list goes through the command.
const MAX_FILE: usize = 8 * 1024 * 1024;
/// The same with the other fields of the form.
pub(in crate::routes::staff) const MAX_FORM: usize = MAX_FILE + 16 * 1024;
const NOT_OURS: &str = "the form is not one of ours, or broke off";
/// Lists on the page.
const LISTS: u32 = 50;
/// How long a form waits for its list before it says that it goes on in the background.
const PATIENCE: Duration = Duration::from_secs(4);

/// What became of the step before.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(in crate::routes::staff) struct Said {
    said: String,
}

pub(in crate::routes::staff) async fn list(State(shared): State<Shared>, headers: HeaderMap) -> Response {
    let outcome = async {
        let session = guard::allowed(&shared.ledger, shared.jar, &headers, May::Import).await?;
        overview(&shared, &session, None).await
    };
    page(outcome.await)
}

async fn overview(shared: &Shared, session: &Session, fault: Option<&str>) -> Result<maud::Markup, RouteError> {
    let imports = shared.ledger.imports(LISTS).await?;
    Ok(html::imports::list(session, &people::sites(shared), &channels::COMMON, &imports, fault))
}

/// Takes a file. The form key stands in front of it, so that nothing of a forged request is read.
pub(in crate::routes::staff) async fn stage(State(shared): State<Shared>, request: Request) -> Response {
    let outcome = async {
        guard::own(request.headers())?;
        let session = guard::allowed(&shared.ledger, shared.jar, request.headers(), May::Import).await?;
        let mut parts = Multipart::from_request(request, &()).await.map_err(|_| Refusal::malformed(NOT_OURS))?;
        let (mut form, mut file, mut name) = (BTreeMap::new(), None, String::new());
        while let Some(part) = parts.next_field().await.map_err(broken)? {
            let field = part.name().unwrap_or_default().to_owned();
            if field == "file" {
                guard::keyed(&session, form.get("form_key").map(String::as_str))?;
                name = part.file_name().unwrap_or_default().to_owned();
                file = Some(part.bytes().await.map_err(broken)?);
            } else {
                form.insert(field, part.text().await.map_err(broken)?);
            }
        }
        guard::keyed(&session, form.get("form_key").map(String::as_str))?;
        let fault = match staged(&shared, &session, &form, &name, file.as_deref().unwrap_or_default()).await? {
            Ok(id) => return Ok(Redirect::to(&format!("/staff/imports/{id}")).into_response()),
            Err(fault) => fault,
        };
        Ok(shown(StatusCode::UNPROCESSABLE_ENTITY, overview(&shared, &session, Some(&fault)).await?))
    };
    outcome.await.unwrap_or_else(failed)
}

/// Why a form cannot be read on: it is too long, or broken off.
fn broken(fault: MultipartError) -> Refusal {
    match fault.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Refusal::TooLarge { what: "a list", limit: MAX_FILE },
        _ => Refusal::malformed(NOT_OURS),
    }
}

/// Stages what a form brought: its number, or what to mend.
async fn staged(
    shared: &Shared, session: &Session, form: &BTreeMap<String, String>, name: &str, file: &[u8],
) -> Result<Result<i64, String>, RouteError> {
    let site = field(form, "site").parse::<SiteId>().ok();
    let Some((site, keys)) = site.as_ref().and_then(|site| shared.keyrings.named(site)) else {
        return Ok(Err("Choose a site.".to_owned()));
    };
    let channel = field(form, "channel").parse::<ChannelId>().ok();
    let code = match field(form, "code").trim() {
        "" => None,
        code => match code.parse::<CallingCode>() {
            Ok(code) => Some(code),
            Err(fault) => return Ok(Err(format!("The calling code {fault}."))),
        },
    };
    // The name is the browser's word, and is shown: one line of it is enough.
    let name: String = name.chars().filter(|c| !c.is_control()).take(100).collect();
    let wish = Staging { site, name: &name, channel: channel.as_ref(), topic: &TopicId::every(), code: code.as_ref() };
    Ok(match shared.ledger.stage(&session.staff, file, &wish, keys).await? {
        Staged::Waits(id) => Ok(id),
        Staged::Unreadable(fault) => Err(format!("The file cannot be read: {fault}.")),
        Staged::NoAddress => Err("The first line has no column address: name the column of the addresses so.".to_owned()),
        Staged::Nothing(faults) => Err(format!("Not one line of it can be taken. {}.", faults.replace('\n', "; "))),
    })
}

pub(in crate::routes::staff) async fn one(
    State(shared): State<Shared>, headers: HeaderMap, Path(id): Path<i64>, said: Result<Query<Said>, QueryRejection>,
) -> Response {
    let outcome = async {
        let session = guard::allowed(&shared.ledger, shared.jar, &headers, May::Import).await?;
        let import = shared.ledger.import(id).await?.ok_or(RouteError::NotFound)?;
        let said = match said.map(|Query(said)| said.said).unwrap_or_default().as_str() {
            "late" => Some("Somebody was faster: this list has been settled already."),
            _ => None,
        };
        let keys = shared.keyrings.of(&import.site);
        let preview = match (import.state, keys) {
            (ImportState::Staged, Some(keys)) => Some(shared.ledger.preview(&import, keys).await?),
            _ => None,
        };
        Ok(html::imports::one(&session, &import, preview.as_ref(), said))
    };
    page(outcome.await)
}

pub(in crate::routes::staff) async fn settle(
    State(shared): State<Shared>, headers: HeaderMap, Path(id): Path<i64>, body: Body,
) -> Response {
    let outcome = async {
        let (session, form) = posted(&shared, &headers, body).await?;
        guard::grants(&session, May::Import)?;
        let import = shared.ledger.import(id).await?.ok_or(RouteError::NotFound)?;
        let done = match field(&form, "act") {
            "discard" => shared.ledger.discard(&session.staff, id).await?,
            "commit" => commit(&shared, &session, import).await?,
            _ => return Err(Refusal::malformed("act must be commit or discard").into()),
        };
        let said = if done { "" } else { "?said=late" };
        Ok(Redirect::to(&format!("/staff/imports/{id}{said}")).into_response())
    };
    outcome.await.unwrap_or_else(failed)
}

/// Carries a list out, in a task of its own that no closed connection interrupts; waits for a short one.
async fn commit(shared: &Shared, session: &Session, import: Import) -> Result<bool, RouteError> {
    let (ledger, keyrings, who): (Ledger, _, String) = (shared.ledger.clone(), shared.keyrings.clone(), session.staff.clone());
    let work = tokio::spawn(async move {
        let keys = keyrings.of(&import.site).ok_or(RouteError::NotFound)?;
        let outcome = ledger.commit(&who, &import, keys).await;
        if let Err(fault) = &outcome {
            tracing::error!(cause = %crate::problem::chain(fault), list = import.id, "a list was not carried out to its end");
        }
        Ok::<bool, RouteError>(outcome?)
    });
    match tokio::time::timeout(PATIENCE, work).await {
        Ok(done) => done.map_err(|_| RouteError::Lost)?,
        Err(_) => Ok(true),
    }
}
