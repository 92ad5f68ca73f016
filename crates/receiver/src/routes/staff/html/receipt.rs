//! A receipt for staff: what it claims, what the receiver answered, and the way to the page that verifies it.

use super::page;
use crate::log::Entry;
use crate::staff::Session;
use maud::{Markup, html};
use serde_json::Value;

/// A receipt. `verify` is the address of the verifying page, where this receiver serves one.
pub(in crate::routes::staff) fn receipt(session: &Session, entry: &Entry, claims: &Value, verify: Option<&str>) -> Markup {
    let text = |pointer: &str| claims.pointer(pointer).and_then(Value::as_str);
    let row = |name: &str, value: Option<&str>| html! { @if let Some(value) = value { div { dt { (name) } dd { (value) } } } };
    let main = html! {
        dl {
            (row("What it records", text("/kind").map(kind_words)))
            @for channel in claims["ch"].as_array().into_iter().flatten() {
                div {
                    dt { (channel["id"].as_str().unwrap_or("?")) ", " (channel["topic"].as_str().unwrap_or("every topic")) }
                    dd { @if channel["st"] == "given" { span.open { "may be sent" } } @else { strong.late { "stopped" } } }
                }
            }
            @for purpose in claims["p"].as_array().into_iter().flatten() {
                div { dt { (purpose["id"].as_str().unwrap_or("?")) } dd { (purpose["st"].as_str().unwrap_or("?")) } }
            }
            (row("Who acted", text("/by").map(by_words)))
            (row("By", text("/how/control").map(super::people::how_words)))
            (row("Made", text("/iat")))
            (row("Came", Some(&entry.received_at)))
            (row("Address, as a commitment", text("/of")))
            div { dt { "Place in the log" } dd { (entry.index) } }
            div { dt { "SHA-256 of the receipt" } dd { code { (entry.leaf) } } }
            div { dt { "Id" } dd { code { (entry.rid) } } }
        }
        p.note { "The receipt names no address: whoever knows the address can check the commitment, and nobody else can." }
        p.ways {
            @if let Some(verify) = verify { a.button href={ (verify) "?receipt=" (entry.rid) } { "Verify this receipt" } " " }
            a href={ "/v1/receipts/" (entry.rid) } { "The receipt with its countersignature and proof" }
        }
    };
    page("Receipt", Some(session), &main)
}

fn kind_words(kind: &str) -> &str {
    match kind {
        "unsubscribe" => "messages stopped, or allowed",
        "rights-request" => "a request to use a right",
        "choice" => "a choice",
        "signal" => "a signal of the browser",
        "withdrawal" => "a withdrawal",
        "guardian" => "a guardian's choice",
        "key-change" => "a change of keys",
        other => other,
    }
}

fn by_words(by: &str) -> &str {
    match by {
        "self" => "the person",
        "guardian" => "a guardian",
        "agent" => "staff, at the person's request",
        other => other,
    }
}
