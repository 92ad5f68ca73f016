//! The screens of purposes with a consent of their own, from what `site.toml` states and the phrases of its language.
//!
//! In: one language of a bundle. Out: a page of the desk for each. Deliberately absent: markup and words of its own.

use countersign_core::{Notice, Purpose};
use countersign_policy::{LocalePart, Phrases, SiteSeparate};
use countersign_views::{PartyView, SeparateView, SeparateWord, separate};

use super::desk::DeskPage;

/// The pages of one language, opened by the switches of layer 2.
pub(super) fn pages(part: &LocalePart, notice: &Notice) -> Vec<DeskPage> {
    let Some(phrases) = Phrases::or_english(&notice.locale) else { return Vec::new() };
    let word = |word: SeparateWord| phrases.word(SeparateWord::TABLE, word.key());
    let page = |purpose: &Purpose| {
        let said = part.separate.iter().find(|row| row.purpose == purpose.id);
        DeskPage {
            name: format!("separate-{}", purpose.id),
            label: None,
            markup: separate(notice, purpose, &said.map(view).unwrap_or_default(), &word),
        }
    };
    notice.apart().map(page).collect()
}

fn view(row: &SiteSeparate) -> SeparateView<'_> {
    let parties = row.parties.iter().map(|party| PartyView {
        contact: party.contact.as_deref(),
        method: party.method.as_ref(),
        rights: party.rights.as_ref(),
    });
    SeparateView { necessity: row.necessity.as_ref(), impact: row.impact.as_ref(), parties: parties.collect() }
}
