//! The page of data that leave the country, from what `site.toml` states and the phrases of its language.
//!
//! In: one language of a bundle. Out: a page of the desk. Deliberately absent: markup and words of its own.

use countersign_core::{Notice, Purpose};
use countersign_policy::{LocalePart, Phrases};
use countersign_views::{AskWord, Transfer, transfers, transfers_of};

use super::desk::DeskPage;

/// The page's name in the desk.
pub(super) const NAME: &str = "transfers";

/// The page of one language; nothing where an author states that no data leave. A draft has it always, because there silence says nothing.
pub(super) fn page(part: &LocalePart, notice: &Notice) -> Option<DeskPage> {
    let phrases = Phrases::or_english(&notice.locale)?;
    let say = |word: AskWord| phrases.word(AskWord::TABLE, word.key());
    let rows: Vec<Transfer<'_>> = notice.purposes.iter().flat_map(|purpose| of(part, notice, purpose)).collect();
    (notice.drafted || !rows.is_empty()).then(|| DeskPage {
        name: NAME.to_owned(),
        label: (!notice.drafted).then(|| say(AskWord::Abroad).to_owned()),
        markup: transfers(notice, &rows, &say),
    })
}

/// What leaves the country for one purpose, with what the site states about its protection.
pub(super) fn of<'a>(part: &'a LocalePart, notice: &Notice, purpose: &'a Purpose) -> Vec<Transfer<'a>> {
    transfers_of(notice, purpose, &|name| part.safeguards.iter().find(|(known, _)| known == name).map(|(_, words)| words))
}
