//! Sending: queued receipts go to the backend in the order of the chain, from one tab at a time, until the backend has each.
//!
//! A receipt leaves the queue only on the backend's word. Crash after the send and before the row is written: it is sent again, and a
//! backend that has it answers the same.

use std::rc::Rc;

use countersign_core::{Answer, Posting, Row, deliver};

use crate::app::{self, App};
use crate::platform::{now, post, random, timer};

/// Sends what is due, and comes back when the next one is.
pub(crate) async fn flush(app: Rc<App>) {
    let store = app.store().await;
    let rows = store.rows().await;
    let mut waiting: Vec<Row> = rows.into_iter().filter(|row| row.posting == Posting::Queued).collect();
    if waiting.is_empty() {
        app.host.waiting(false);
        return;
    }
    app.host.waiting(true);
    let Some(endpoint) = app.endpoint().await else {
        // A site without a backend: the receipts are the visitor's alone, and nothing waits.
        app.host.waiting(false);
        return;
    };
    for row in waiting.iter_mut().filter(|row| row.is_due(now())) {
        let answer = post(&endpoint, row).await;
        let offline = answer == Answer::Nothing;
        let chance = random().map_or(u16::MAX, u16::from_le_bytes);
        row.take(deliver(answer, row.tries, chance), now());
        store.update(row).await;
        if offline {
            // The others would meet the same silence; they stay due and go with the next turn.
            break;
        }
    }
    waiting.retain(|row| row.posting == Posting::Queued);
    app.host.waiting(!waiting.is_empty());
    if let Some(next_at) = waiting.iter().map(|row| row.next_at).max() {
        timer(next_at.0.saturating_sub(now().0).max(1_000), app::sync);
    }
}
