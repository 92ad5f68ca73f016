//! The page of channels, from what `site.toml` states and the phrases of its language.
//!
//! In: one language of a bundle. Out: a page of the desk. Deliberately absent: markup and words of its own.

use countersign_core::Notice;
use countersign_policy::{LocalePart, Phrases};
use countersign_views::{ChannelView, ChannelWord, channels};

use super::desk::DeskPage;

/// The page of one language; nothing where the site names no channels.
pub(super) fn page(part: &LocalePart, notice: &Notice) -> Option<DeskPage> {
    let phrases = Phrases::or_english(&notice.locale)?;
    let word = |word: ChannelWord| phrases.word(ChannelWord::TABLE, word.key());
    let rows = part.channels.iter();
    let views: Vec<ChannelView<'_>> = rows
        .map(|row| ChannelView { id: &row.id, description: row.description.as_ref(), words: &row.words, way: row.way.as_ref() })
        .collect();
    (!views.is_empty()).then(|| DeskPage {
        name: "channels".to_owned(),
        label: Some(word(ChannelWord::Heading).to_owned()),
        markup: channels(notice, &views, &word),
    })
}
