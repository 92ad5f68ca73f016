//! The accounts of staff, for admins.

use super::{failed, field, page, posted, shown};
use crate::problem::RouteError;
use crate::routes::Shared;
use crate::routes::staff::guard;
use crate::routes::staff::html::accounts::{self, Said};
use crate::staff::{AccountAct, AccountOutcome, May, Role, Session, SignOn, StaffName, Whom};
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use std::collections::BTreeMap;

pub(in crate::routes::staff) async fn list(State(shared): State<Shared>, headers: HeaderMap) -> Response {
    let outcome = async {
        let session = guard::allowed(&shared.ledger, shared.jar, &headers, May::Accounts).await?;
        Ok(accounts::list(&session, &shared.ledger.members().await?, &Said::Nothing, provider(&shared)))
    };
    page(outcome.await)
}

pub(in crate::routes::staff) async fn change(State(shared): State<Shared>, headers: HeaderMap, body: Body) -> Response {
    let outcome = async {
        let (session, form) = posted(&shared, &headers, body).await?;
        guard::grants(&session, May::Accounts)?;
        let said = changed(&shared, &session, &form).await?;
        let status = if matches!(said, Said::Fault(_)) { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        Ok(shown(status, accounts::list(&session, &shared.ledger.members().await?, &said, provider(&shared))))
    };
    outcome.await.unwrap_or_else(failed)
}

fn provider(shared: &Shared) -> Option<&str> {
    shared.sign_on.as_ref().map(SignOn::name)
}

fn whom(form: &BTreeMap<String, String>) -> Result<Whom, &'static str> {
    match field(form, "by") {
        "email" => Whom::email(field(form, "whom")),
        "subject" => Whom::subject(field(form, "whom")),
        _ => Err("Say whether this is an e-mail address or a subject."),
    }
}

async fn changed(shared: &Shared, session: &Session, form: &BTreeMap<String, String>) -> Result<Said, RouteError> {
    let Ok(name) = field(form, "name").trim().parse::<StaffName>() else {
        return Ok(Said::Fault("A name has 1 to 32 characters of a-z, 0-9, “.”, “_” and “-”."));
    };
    let role = field(form, "role").parse::<Role>();
    let (act, done) = match (field(form, "act"), role) {
        ("add", Ok(role)) => (AccountAct::Add(role), String::new()),
        ("role", Ok(role)) => (AccountAct::Give(role), format!("{name} is {role} from now on.")),
        ("reset", _) => (AccountAct::Reset, String::new()),
        ("remove", _) => (AccountAct::Remove, format!("{name} is out, and so are their sessions. What they did stays in the record.")),
        ("unlink", _) => (AccountAct::Unlink, format!("{name} signs in by a password alone from now on.")),
        ("link", _) => match (&shared.sign_on, whom(form)) {
            (Some(sign_on), Ok(whom)) => {
                let done = format!("{} lets {whom} in as {name} from now on.", sign_on.name());
                (AccountAct::Link(sign_on.issuer().to_owned(), whom), done)
            }
            (Some(_), Err(fault)) => return Ok(Said::Fault(fault)),
            (None, _) => return Ok(Said::Fault("No provider is configured here.")),
        },
        _ => return Ok(Said::Fault("Choose a role.")),
    };
    Ok(match shared.ledger.account(session, &name, act).await.map_err(RouteError::Failed)? {
        AccountOutcome::Password(password) => Said::Password(name.to_string(), password),
        AccountOutcome::Done => Said::Done(done),
        AccountOutcome::Taken => Said::Fault("Somebody has this name already. Choose another."),
        AccountOutcome::Unknown => Said::Fault("Nobody has this name. Somebody else may have removed them."),
        AccountOutcome::NotLinked => Said::Fault("Nobody has this name, or another account is linked to this person already."),
        AccountOutcome::Own => Said::Fault("Nobody changes their own account here: another admin can, or an operator on the command line."),
    })
}
