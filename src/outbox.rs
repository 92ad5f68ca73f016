//! Sending: queued receipts go to the backend in the order of the chain, from one tab at a time, until the backend has each.
//!
//! A receipt leaves the queue only on the backend's word. Crash after the send and before the row is written: it is sent again, and a
//! backend that has it answers the same.

use countersign_core::wire::json::Json;
use countersign_core::{Answer, Posting, Row, deliver, wire};

use crate::app::{App, joined};
use crate::platform::Parsed;

/// The shortest pause between two turns, in milliseconds.
const PAUSE_MS: u64 = 1_000;

/// Sends what is due, and asks for another turn when the next one is.
pub(crate) async fn flush(app: &App) {
    let mut waiting = queued(app).await;
    if waiting.is_empty() {
        return;
    }
    // Without the notice nobody knows where to: what waits stays noted for the next page view.
    let Some(notice) = app.notice().await else {
        return;
    };
    let Some(endpoint) = &notice.endpoint else {
        // A site without a backend: the receipts are the visitor's alone, and nothing waits.
        app.host.waiting(false);
        return;
    };
    // All in order as soon as one is due: a withdrawal must not reach the backend before the grant that it withdraws.
    let due = waiting.iter().any(|row| row.is_due(app.now()));
    for row in waiting.iter_mut().filter(|_| due) {
        let answer = answer(app.ports.post(endpoint, row.id.as_str(), &wire::row_to_event(row, &app.ports.origin())).await);
        let silent = answer == Answer::Nothing;
        let [low, high, ..] = app.random();
        row.take(deliver(answer, row.tries, u16::from_le_bytes([low, high])), app.now());
        app.ports.update(&wire::row_to_json(row)).await;
        if row.posting == Posting::Parked {
            app.ports.warn(&joined(&["CS-W4 kept and not sent again, refused by ", endpoint, ": ", row.id.as_str()]));
        }
        if silent {
            // The others would meet the same silence; they go with the next turn.
            break;
        }
    }
    // Read anew: another tab may have sealed meanwhile.
    if let Some(row) = queued(app).await.first() {
        app.ports.later(row.next_at.0.saturating_sub(app.now().0).max(PAUSE_MS) as f64);
    }
}

/// What is not sent yet, noted for the loader of the next page view.
async fn queued(app: &App) -> Vec<Row> {
    let mut rows = app.rows().await;
    rows.retain(|row| row.posting == Posting::Queued);
    app.host.waiting(!rows.is_empty());
    rows
}

fn answer(value: wasm_bindgen::JsValue) -> Answer {
    let value = Parsed(value);
    match value.member("status").number() {
        None | Some(0) => Answer::Nothing,
        Some(code) => Answer::Status {
            code: code as u16,
            retry_after_secs: value.member("retryAfter").number(),
            countersignature: value.member("countersignature").text(),
        },
    }
}
