//! The page of updates: what changed since each version that is kept, in the words of its language.
//!
//! In: one language of a bundle and the archive. Out: a page of the desk, where there are earlier versions. Deliberately absent: markup and words
//! of its own, and the comparison.

use countersign_core::Notice;
use countersign_policy::{Bundle, Edition, LocalePart, Phrases};
use countersign_views::{Update, UpdateWord, UpdateWords, updates};

use super::Archive;
use super::archive::CHANGES;
use super::desk::DeskPage;
use crate::diff::{Difference, changes, words};

/// How many versions the page tells of; older ones stand on the policy's own page.
const MOST: usize = 6;

/// The page of one language; nothing where no earlier version is kept in it.
pub(super) fn page(bundle: &Bundle, part: &LocalePart, notice: &Notice, archive: &Archive) -> Option<DeskPage> {
    let phrases = Phrases::or_english(&notice.locale)?;
    let tag = &notice.locale;
    let new = Edition::new(&part.notice, &part.document);
    let told = archive.versions_in(tag).filter_map(|version| {
        let old = version.edition(tag)?;
        let mut changes = changes(&Difference::new(&old, &new), None);
        // Word for word stands on the page with all changes.
        changes.sections.clear();
        Some(Update { changes, address: format!("{}policy/{}/{CHANGES}{}.{tag}.html", bundle.base, notice.version, version.name) })
    });
    let told: Vec<Update> = told.take(MOST).collect();
    let word = |word: UpdateWord| phrases.word(UpdateWord::TABLE, word.key());
    (!told.is_empty()).then(|| DeskPage {
        name: "updates".to_owned(),
        label: Some(word(UpdateWord::Heading).to_owned()),
        markup: updates(notice, &told, UpdateWords { update: &word, change: &words(tag) }),
    })
}
