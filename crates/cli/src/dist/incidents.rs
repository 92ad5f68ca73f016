//! The page of incidents, from what `site.toml` states and the phrases of its language.
//!
//! In: one language of a bundle. Out: a page of the desk. Deliberately absent: markup and words of its own.

use countersign_core::Notice;
use countersign_policy::{LocalePart, Phrases};
use countersign_views::{IncidentView, IncidentWord, incidents};

use super::desk::DeskPage;

/// The page of one language; nothing where the site names no incidents.
pub(super) fn page(part: &LocalePart, notice: &Notice) -> Option<DeskPage> {
    let phrases = Phrases::or_english(&notice.locale)?;
    let word = |word: IncidentWord| phrases.word(IncidentWord::TABLE, word.key());
    let rows = part.incidents.iter();
    let views: Vec<IncidentView<'_>> = rows
        .map(|row| IncidentView { date: &row.date, words: row.words.each_ref().map(Option::as_ref), channels: row.channels.as_ref() })
        .collect();
    (!views.is_empty()).then(|| DeskPage {
        name: "incidents".to_owned(),
        label: Some(word(IncidentWord::Heading).to_owned()),
        markup: incidents(notice, &views, &word),
    })
}
