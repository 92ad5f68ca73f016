//! Runs effects in list order; the only caller of the dialog and of the loader's `apply`.

use countersign_core::{Control, Effect, Msg, Notice, Posting, PurposeId, Row, Status, Surface, status_of, wire};
use countersign_views as views;

use crate::app::App;
use crate::dom::{self, Dialog};
use crate::failure::Failure;

/// Runs one effect.
///
/// # Errors
/// A file that did not arrive; the surface then stays as it was, and the loader's own fallback shows.
pub(crate) async fn run(app: &App, notice: &Notice, effect: Effect) -> Result<(), Failure> {
    match effect {
        Effect::Apply { state, entry } => {
            let withdraws = entry.was.iter().any(|purpose| status_of(&entry, purpose) == Status::Withdrawn);
            let kept = app.host.apply(&state.to_value(), &wire::entry_to_json(&entry));
            let message = match (kept, withdraws) {
                (false, _) if !entry.open.is_empty() => Msg::NotKept,
                (_, true) => Msg::ReloadOffer,
                _ => Msg::Saved,
            };
            if entry.control != Control::Signal {
                dom::announce(notice.say(message));
            }
        }
        Effect::Show(surface) => show(app, notice, &surface).await?,
        Effect::Hide => {
            if let Some(dialog) = app.dialog.borrow().as_ref() {
                dialog.close();
            }
            app.host.surface(false);
        }
    }
    Ok(())
}

async fn show(app: &App, notice: &Notice, surface: &Surface) -> Result<(), Failure> {
    let (markup, anchor) = match surface {
        Surface::Page => return Ok(()),
        Surface::Preferences => (views::layer2(notice, &app.open_purposes()), None),
        Surface::Policy(anchor) => (views::layer3(notice, &*app.document(notice).await?), anchor.clone()),
        Surface::Receipts => {
            let rows = app.store().await.rows().await;
            (views::receipts(notice, &rows.iter().rev().map(|row| listed(notice, row)).collect::<Vec<_>>()), None)
        }
    };
    let mut held = app.dialog.borrow_mut();
    let dialog = match held.as_mut() {
        Some(dialog) => dialog,
        None => held.insert(Dialog::create()?),
    };
    dialog.show(&app.host.html(&markup), &notice.locale, notice.say(Msg::PreferencesTitle), anchor.as_deref())?;
    drop(held);
    app.host.surface(true);
    Ok(())
}

/// A row as the visitor's list shows it.
fn listed(notice: &Notice, row: &Row) -> views::ReceiptRow {
    let title = |id: &PurposeId| {
        notice.purposes.iter().find(|purpose| purpose.id == *id).map_or_else(|| id.to_string(), |purpose| purpose.title.clone())
    };
    views::ReceiptRow {
        id: row.id.to_string(),
        at: row.at.clone(),
        state: match row.posting {
            Posting::Queued => views::ReceiptState::Queued,
            Posting::Delivered => views::ReceiptState::Delivered,
            Posting::Countersigned => views::ReceiptState::Countersigned,
            Posting::Parked => views::ReceiptState::Parked,
        },
        open: row.open.iter().map(title).collect(),
        kind: row.kind,
    }
}
