//! Data that leave the country: in which case, who gets them and where, and how they are protected there (REQUIREMENTS XB-02, XB-03; PIPL
//! Art. 39, GDPR Art. 13(1)(f)).
//!
//! Enters: a notice, its purposes, and what the site states about safeguards. Leaves: a page of the desk, and the same table for the prompt
//! of an act that sends data abroad. What is not stated is said to be so, never left out. Absent: whether a transfer is lawful.

use countersign_core::{Msg, Notice, Purpose, RichText, Stated};
use maud::{Markup, html};

use crate::ask::{AskSay, AskWord};
use crate::facts::names;
use crate::parts::{clause, desk_page, missing, parens, rich};

/// One row: data of a purpose that somebody gets, or that lie, outside the site's jurisdictions.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Transfer<'a> {
    /// In which case: what the data are used for.
    pub scenario: &'a str,
    /// Who gets them; `None`: the site itself keeps them there.
    pub receiver: Option<String>,
    /// In which country.
    pub country: &'a str,
    /// How they are protected there; `None`: not stated.
    pub safeguard: Option<&'a RichText>,
}

/// What leaves the country for one purpose; `safeguard` answers for a recipient's name.
#[must_use]
pub fn transfers_of<'a>(notice: &Notice, purpose: &'a Purpose, safeguard: &dyn Fn(&str) -> Option<&'a RichText>) -> Vec<Transfer<'a>> {
    let mut rows = Vec::new();
    for one in purpose.recipients.iter().flatten() {
        if let Some(place) = one.country.as_ref().filter(|place| notice.is_abroad(place)) {
            let receiver = Some(names(one));
            rows.push(Transfer { scenario: &purpose.title, receiver, country: &place.name, safeguard: safeguard(&one.name) });
        }
    }
    // A place of storage that belongs to nobody of them is the site's own.
    for place in purpose.storage.iter().flatten().filter(|place| notice.is_abroad(place)) {
        if !rows.iter().any(|row| row.country == place.name) {
            rows.push(Transfer { scenario: &purpose.title, receiver: None, country: &place.name, safeguard: None });
        }
    }
    rows
}

/// The page.
#[must_use]
pub fn transfers(notice: &Notice, rows: &[Transfer<'_>], say: &AskSay<'_>) -> String {
    let body = html! {
        p.cs-note {
            (say(AskWord::AbroadNote))
            @if !rows.is_empty() { (clause(notice, notice.place(Stated::Storage), notice.say(Msg::Storage))) }
        }
        (table(notice, rows, say))
    };
    desk_page(notice, say(AskWord::Abroad), &body)
}

/// The three columns; without rows the way to the clause that speaks of it, or that nothing is stated.
pub(crate) fn table(notice: &Notice, rows: &[Transfer<'_>], say: &AskSay<'_>) -> Markup {
    html! {
        div.cs-scroll tabindex="0" role="region" aria-label=(say(AskWord::Abroad)) {
            table {
                tr { @for word in [AskWord::Scenario, AskWord::Receiver, AskWord::Safeguard] { th { (say(word)) } } }
                @for row in rows { (line(notice, row)) }
                @if rows.is_empty() { (unknown(notice)) }
            }
        }
    }
}

/// What is told apart by nobody: the policy's own words where a clause has some, else that it has none.
fn unknown(notice: &Notice) -> Markup {
    let place = notice.place(Stated::Storage);
    html! {
        tr {
            @if place.is_some() { td colspan="3" { (clause(notice, place, notice.say(Msg::Storage))) } }
            @else { @for _ in 0..3 { td { (missing(notice)) } } }
        }
    }
}

fn line(notice: &Notice, row: &Transfer<'_>) -> Markup {
    let (open, close) = parens(notice);
    html! {
        tr {
            td { (row.scenario) }
            td { @if let Some(receiver) = &row.receiver { (receiver) (open) (row.country) (close) } @else { (row.country) } }
            td { @if let Some(words) = row.safeguard { (rich(notice, words)) } @else { (missing(notice)) } }
        }
    }
}
