//! The pages about children, from what `site.toml` states and the phrases of its language.
//!
//! In: one language of a bundle. Out: the question for an age and the guardian's page, where the site states ages. Deliberately absent: markup
//! and words of its own.

use countersign_core::{Notice, Right};
use countersign_policy::{Additional, LocalePart, Phrases};
use countersign_views::{AgeWord, ChildrenView, age, guardian};

use super::desk::DeskPage;

/// The pages of one language.
pub(super) fn pages(part: &LocalePart, notice: &Notice) -> Vec<DeskPage> {
    let Some(phrases) = Phrases::or_english(&notice.locale) else { return Vec::new() };
    let Some(said) = &part.children else { return Vec::new() };
    let word = |word: AgeWord| phrases.word(AgeWord::TABLE, word.key());
    let view = ChildrenView {
        children: &said.children,
        opens: said.additional == Additional::Guardian,
        method: said.method,
        contact: said.contact.as_deref(),
        rules: said.rules.as_ref(),
        asks_deletion: part.rights.iter().any(|row| row.right == Some(Right::Delete)),
    };
    let label = Some(word(AgeWord::Guardian).to_owned());
    vec![
        DeskPage { name: "guardian".to_owned(), label, markup: guardian(notice, &view, &word) },
        DeskPage { name: "age".to_owned(), label: None, markup: age(notice, &view, &word) },
    ]
}
