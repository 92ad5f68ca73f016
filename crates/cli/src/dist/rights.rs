//! The page of rights, from what `site.toml` states and the phrases of its language.
//!
//! In: one language of a bundle. Out: a page of the desk. Deliberately absent: markup and words of its own.

use countersign_core::{Deadline, Notice, asking};
use countersign_policy::{LocalePart, Phrases, SiteRight};
use countersign_views::{RightPlaces, RightView, RightWord, rights};

use super::desk::DeskPage;

/// The page of one language, which leads to the page of permissions; nothing where the site states no rights.
pub(super) fn page(part: &LocalePart, notice: &Notice, permissions: Option<&DeskPage>) -> Option<DeskPage> {
    let phrases = Phrases::or_english(&notice.locale)?;
    let word = |word: RightWord| phrases.word(RightWord::TABLE, word.key());
    let views: Vec<RightView<'_>> = part.rights.iter().map(|row| view(row, phrases)).collect();
    let places = RightPlaces { requests: part.requests.as_deref(), permissions: permissions.map(|page| page.name.as_str()) };
    (!views.is_empty()).then(|| DeskPage {
        name: "rights".to_owned(),
        label: Some(word(RightWord::Heading).to_owned()),
        markup: rights(notice, &views, places, &word),
    })
}

/// One right in words.
fn view<'a>(row: &'a SiteRight, phrases: &Phrases) -> RightView<'a> {
    RightView {
        id: &row.id,
        way: row.way.as_ref(),
        cases: &row.cases,
        documents: &row.documents,
        first: row.first.as_ref(),
        deadline: row.deadline.map(|deadline| phrases.deadline(deadline)),
        also: row.also.map(|deadline| phrases.deadline(deadline)),
        working: matches!(row.deadline, Some(Deadline::WorkingDays(_))),
        starts: row.starts,
        claims: row.right.map(|right| asking(right, row.deadline, row.starts)),
    }
}
