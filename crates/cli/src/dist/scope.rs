//! The page on which visitors say who they are, from what `site.toml` states and the phrases of its language.
//!
//! In: one language of a bundle. Out: a page of the desk. Deliberately absent: markup and words of its own.

use countersign_core::Notice;
use countersign_policy::{LocalePart, Phrases};
use countersign_views::{SCOPE_PAGE, ScopeWord, scope};

use super::desk::DeskPage;

/// The page of one language; nothing where the policy concerns everybody alike.
pub(super) fn page(part: &LocalePart, notice: &Notice) -> Option<DeskPage> {
    let phrases = Phrases::or_english(&notice.locale)?;
    let say = |word: ScopeWord| phrases.word(ScopeWord::TABLE, word.key());
    let named = notice.purposes.iter().chain(part.asks.iter().map(|asked| &asked.purpose));
    let titles: Vec<(&str, &str)> = named.map(|purpose| (purpose.id.as_str(), purpose.title.as_str())).collect();
    (!notice.scope.is_everybody()).then(|| DeskPage {
        name: SCOPE_PAGE.to_owned(),
        label: Some(say(ScopeWord::Heading).to_owned()),
        markup: scope(notice, &titles, &say),
    })
}
