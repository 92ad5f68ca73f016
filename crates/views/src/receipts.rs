//! The visitor's receipts: when, what, how far each one got, and a copy to keep (STANDARDS rule U36).
//!
//! Enters: rows that the widget read from its store. Leaves: the content of the dialog's shadow root. Absent: the receipts themselves.

use countersign_core::{Kind, Msg, Notice, Posting};
use maud::{Markup, html};

use crate::parts::{Way, colon, dir, fill, head, list, parens};

/// One receipt, as far as a list shows it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ReceiptRow {
    /// The receipt's id.
    pub id: String,
    /// When the choice was made; RFC 3339, UTC.
    pub at: String,
    /// How far it got.
    pub state: Posting,
    /// Titles of the purposes that it opened, in this notice's language; empty: everything refused.
    pub open: Vec<String>,
    /// What made it.
    pub kind: Kind,
}

/// The list of receipts, in the order given.
#[must_use]
pub fn receipts(notice: &Notice, rows: &[ReceiptRow]) -> String {
    html! {
        div.cs-sheet part="sheet" lang=(notice.locale) dir=(dir(&notice.locale)) {
            (head(notice, notice.say(Msg::ReceiptsHeading), Way::Back))
            div.cs-body part="body" tabindex="0" role="region" aria-label=(notice.say(Msg::ReceiptsHeading)) {
                @if rows.is_empty() { p.cs-note { (notice.say(Msg::ReceiptsEmpty)) } } @else {
                    ul.cs-receipts { @for row in rows { (receipt(notice, row)) } }
                }
            }
            p.cs-status part="status" role="status" {}
            @if !rows.is_empty() {
                div.cs-actions part="actions" {
                    button.cs-button type="button" part="button" data-cs="download" { (notice.say(Msg::DownloadAll)) }
                }
            }
        }
    }
    .into_string()
}

/// One receipt.
fn receipt(notice: &Notice, row: &ReceiptRow) -> Markup {
    let state = match row.state {
        Posting::Queued => (Msg::ReceiptQueued, "queued"),
        Posting::Delivered => (Msg::ReceiptDelivered, "delivered"),
        Posting::Countersigned => (Msg::ReceiptCountersigned, "countersigned"),
        Posting::Parked => (Msg::ReceiptParked, "parked"),
    };
    let kind = match row.kind {
        Kind::Choice | Kind::Unsubscribe | Kind::RightsRequest | Kind::Guardian | Kind::KeyChange => None,
        Kind::Signal => Some(Msg::KindSignal),
        Kind::Withdrawal => Some(Msg::KindWithdrawal),
    };
    let time = moment(&row.at);
    let (open, close) = parens(notice);
    html! {
        li.cs-receipt part="receipt" {
            time datetime=(row.at) { (time) }
            p {
                @if row.open.is_empty() { (notice.say(Msg::ReceiptNothing)) } @else {
                    (fill(notice.say(Msg::ReceiptGiven), &[("purposes", &list(notice, &mut row.open.iter().map(String::as_str), usize::MAX))]))
                }
                @if let Some(kind) = kind { (open) (notice.say(kind)) (close) }
            }
            p.cs-state data-cs-state=(state.1) { (notice.say(state.0)) }
            button.cs-button type="button" part="button" data-cs="download" data-cs-receipt=(row.id)
                aria-label={ (notice.say(Msg::ReceiptDownload)) (colon(notice)) (time) } { (notice.say(Msg::ReceiptDownload)) }
        }
    }
}

/// An instant as day, minute and zone, which reads the same in every language.
fn moment(at: &str) -> String {
    let (Some(day), Some(minute)) = (at.get(..10), at.get(11..16)) else {
        return at.to_owned();
    };
    let mut text = day.to_owned();
    text.push(' ');
    text.push_str(minute);
    text.push_str(" UTC");
    text
}
