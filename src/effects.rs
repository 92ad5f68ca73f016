//! Runs effects in list order; the only caller of the dialog and of the loader's `apply`.

use countersign_core::{Effect, Msg, Notice, Status, Surface, status_of, wire};
use countersign_views as views;

use crate::app::App;
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
            app.ports.announce(notice.say(match (kept, withdraws) {
                (false, _) if !entry.open.is_empty() => Msg::NotKept,
                (_, true) => Msg::ReloadOffer,
                _ => Msg::Saved,
            }));
        }
        Effect::Show(surface) => show(app, notice, &surface).await?,
        Effect::Hide => {
            app.ports.hide();
            app.host.surface(false);
        }
    }
    Ok(())
}

async fn show(app: &App, notice: &Notice, surface: &Surface) -> Result<(), Failure> {
    let (markup, anchor) = match surface {
        Surface::Page => return Ok(()),
        Surface::Preferences => (views::layer2(notice, &app.standing()), ""),
        Surface::Policy(anchor) => {
            let page = app.policy_url(notice, &notice.locale);
            let text = app.text(notice).await.inspect_err(|_| app.ports.lack(notice.say(Msg::LoadFailed), &page))?;
            (views::layer3(notice, &page, text), anchor.as_deref().unwrap_or_default())
        }
    };
    let markup = app.host.html(&markup);
    app.ports.show(&markup, views::LAYERS_CSS, &notice.locale, notice.say(Msg::PreferencesTitle), anchor);
    app.host.surface(true);
    Ok(())
}
