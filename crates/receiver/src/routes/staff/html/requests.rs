//! The queue of requests, one request, and the record of acts.

use super::{alert, day, key, page};
use crate::rights::{Request, RequestState};
use crate::staff::Session;
use crate::store::ActRow;
use countersign_core::{Right, Starts};
use jiff::civil::Date;
use maud::{Markup, html};

/// Which part of the queue is shown.
pub(in crate::routes::staff) struct Part<'a> {
    pub(in crate::routes::staff) state: Option<RequestState>,
    pub(in crate::routes::staff) skip: u32,
    pub(in crate::routes::staff) limit: u32,
    pub(in crate::routes::staff) requests: &'a [Request],
    /// The day that it is for the site of each request.
    pub(in crate::routes::staff) today: &'a dyn Fn(&Request) -> Date,
}

/// The queue.
pub(in crate::routes::staff) fn queue(session: &Session, part: &Part<'_>) -> Markup {
    let link = |state: Option<RequestState>, words: &str| {
        let here = (state == part.state).then_some("page");
        let name = state.map_or("", RequestState::name);
        html! { a href={ "/staff/requests?state=" (name) } aria-current=[here] { (words) } }
    };
    let shown = u32::try_from(part.requests.len()).unwrap_or(u32::MAX);
    let main = html! {
        nav.filter aria-label="Which requests" {
            (link(None, "Open"))
            @for state in RequestState::ALL { (link(Some(state), state_words(state))) }
        }
        @if part.requests.is_empty() {
            p { "There are no such requests." }
        } @else {
            div.scroll tabindex="0" role="region" aria-label="Requests" {
                table {
                    thead { tr { th scope="col" { "Answer due" } th scope="col" { "Right" } th scope="col" { "State" } th scope="col" { "Came" } th scope="col" { "Site" } } }
                    tbody { @for request in part.requests { (row(request, part)) } }
                }
            }
        }
        nav.pages aria-label="Parts of the list" {
            @if part.skip > 0 { a href=(address(part, part.skip.saturating_sub(part.limit))) { "Those before" } }
            @if shown == part.limit { a href=(address(part, part.skip.saturating_add(part.limit))) { "Those after" } }
        }
    };
    page("Requests", Some(session), &main)
}

fn address(part: &Part<'_>, skip: u32) -> String {
    format!("/staff/requests?state={}&skip={skip}", part.state.map_or("", RequestState::name))
}

fn row(request: &Request, part: &Part<'_>) -> Markup {
    html! {
        tr {
            td { (due(request, (part.today)(request))) }
            th scope="row" {
                @match &request.rid {
                    Some(rid) => a href={ "/staff/requests/" (rid) } { (right_words(request.right)) },
                    None => { (right_words(request.right)) " (erased)" }
                }
            }
            td { (state_words(request.state)) }
            td { (day(&request.received_at)) }
            td { (request.site) }
        }
    }
}

/// The last day for an answer, and how near it is, in words as well as in color.
fn due(request: &Request, today: Date) -> Markup {
    let date = request.due_on.as_ref().and_then(|due| due.parse::<Date>().ok());
    let left = date.map(|date| date.duration_since(today).as_hours() / 24);
    let count = |days: i64| if days == 1 { "1 day".to_owned() } else { format!("{days} days") };
    html! {
        @match (&request.due_on, left) {
            (Some(due), _) if request.state.is_closed() => time datetime=(due) { (due) },
            (Some(due), Some(left)) if left < 0 => { time datetime=(due) { (due) } " " strong.late { "late by " (count(-left)) } },
            (Some(due), Some(left)) => { time datetime=(due) { (due) } " " span.left { @if left == 0 { "today" } @else { (count(left)) " left" } } },
            _ if request.starts == Starts::Identity && !request.state.is_closed() => "begins once it is clear who asks",
            _ => "not stated",
        }
    }
}

/// A step that could not be taken: why, and what was entered, which stays in the form.
pub(in crate::routes::staff) struct Tried<'a> {
    pub(in crate::routes::staff) fault: &'a str,
    pub(in crate::routes::staff) to: RequestState,
    pub(in crate::routes::staff) reason: &'a str,
}

/// One request with everything about it.
pub(in crate::routes::staff) fn request(
    session: &Session, request: &Request, acts: &[ActRow], today: Date, tried: Option<&Tried<'_>>,
) -> Markup {
    let rid = request.rid.as_deref().unwrap_or_default();
    let main = html! {
        (alert(tried.map(|tried| tried.fault)))
        dl {
            div { dt { "State" } dd { (state_words(request.state)) } }
            div { dt { "Answer due" } dd { (due(request, today)) } }
            @if let Some(promised) = &request.promised { div { dt { "Time that the receipt names" } dd { (promised) } } }
            div { dt { "Came" } dd { time datetime=(request.received_at) { (request.received_at) } } }
            div { dt { "Site" } dd { (request.site) } }
            div { dt { "Receipt" } dd { a href={ "/v1/receipts/" (rid) } { code { (rid) } } } }
            @if let Some(reason) = &request.reason { div { dt { "What the person reads" } dd.words { (reason) } } }
        }
        h2 { "What the person tells" }
        @match &request.told {
            Some(told) => dl {
                div { dt { "Contact" } dd { (told.contact) } }
                div { dt { "Language" } dd { (told.lang) } }
                div { dt { "Words" } dd.words lang=(told.lang) { @if told.words.is_empty() { "none" } @else { (told.words) } } }
            },
            None => p { "Nothing yet. The answer can wait at the person's own page: they read there what you write below." }
        }
        @if !request.state.next().is_empty() { (step(session, request, rid, tried)) }
        h2 { "Record" }
        @if acts.is_empty() { p { "Nobody did anything yet." } } @else { (record_table(acts, false)) }
    };
    page(right_words(request.right), Some(session), &main)
}

fn step(session: &Session, request: &Request, rid: &str, tried: Option<&Tried<'_>>) -> Markup {
    html! {
        h2 { "Next step" }
        form.card method="post" action={ "/staff/requests/" (rid) } {
            (key(session))
            fieldset {
                legend { "This request" }
                @for state in request.state.next() {
                    label.choice { input type="radio" name="state" value=(state.name()) required checked[tried.is_some_and(|tried| tried.to == *state)]; " " (step_words(*state)) }
                }
            }
            label for="reason" { "What the person reads" }
            textarea id="reason" name="reason" rows="4" maxlength="2000" aria-describedby="hint" { (tried.map_or("", |tried| tried.reason)) }
            p.note id="hint" { "A refusal has to say why. Otherwise this may stay empty." }
            button type="submit" { "Take this step" }
        }
    }
}

/// The record of acts.
pub(in crate::routes::staff) fn record(session: &Session, acts: &[ActRow], limit: usize) -> Markup {
    let last = acts.last().filter(|_| acts.len() == limit);
    let main = html! {
        @if acts.is_empty() { p { "Nothing was done after this." } } @else { (record_table(acts, true)) }
        nav.pages aria-label="Parts of the list" { @if let Some(last) = last { a href={ "/staff/record?after=" (last.id) } { "Those after" } } }
    };
    page("Record", Some(session), &main)
}

fn record_table(acts: &[ActRow], linked: bool) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label="Record" {
            table {
                thead { tr { th scope="col" { "When" } th scope="col" { "Who" } th scope="col" { "What" } @if linked { th scope="col" { "Request or receipt" } } } }
                tbody {
                    @for act in acts {
                        tr {
                            td { time datetime=(act.at) { (act.at) } }
                            td { (act.who.as_deref().unwrap_or("the person")) }
                            td { (act.what) }
                            @if linked { td { @if let Some(rid) = &act.rid { a href={ "/staff/requests/" (rid) } { code { (rid) } } } @else if let Some(rid) = &act.receipt { a href={ "/staff/receipts/" (rid) } { code { (rid) } } } } }
                        }
                    }
                }
            }
        }
    }
}

const fn state_words(state: RequestState) -> &'static str {
    match state {
        RequestState::Received => "Received",
        RequestState::IdentityAsked => "Identity asked",
        RequestState::Identified => "Identity clear",
        RequestState::Answered => "Answered",
        RequestState::Refused => "Refused",
    }
}

const fn step_words(state: RequestState) -> &'static str {
    match state {
        RequestState::Received => "stands as it came",
        RequestState::IdentityAsked => "waits: the person was asked to show who they are",
        RequestState::Identified => "is in progress: it is clear who asks",
        RequestState::Answered => "is answered",
        RequestState::Refused => "is refused",
    }
}

const fn right_words(right: Right) -> &'static str {
    match right {
        Right::Access => "See the data",
        Right::Copy => "Copy of the data",
        Right::Correct => "Correct the data",
        Right::Delete => "Delete the data",
        Right::Transfer => "Transfer the data",
        Right::Restrict => "Limit the use",
        Right::Object => "Object to a use",
        Right::Explain => "Explain an automated decision",
        Right::CloseAccount => "Close the account",
        Right::Complain => "Complaint",
        Right::Deceased => "Relative of somebody who has died",
    }
}
