//! Layer 2, in two languages where the site shows one beside another.
//!
//! In: a bundle, one of its languages, and what layer 2 of that language leads to. Out: layer 2, and what is in the folds of the second
//! language under names of their own. Deliberately absent: the banner, which `loader.rs` makes, and markup of its own.

use countersign_core::Notice;
use countersign_policy::{Bundle, LocalePart};
use countersign_views::{Second, layer2 as alone, layer2_beside, second_fold, to_read};

use super::{Archive, desk, insets, policy_url};

/// The language that the site wants beside another.
pub(super) fn second<'a>(bundle: &'a Bundle, part: &LocalePart) -> Option<&'a LocalePart> {
    bundle.parts.iter().find(|other| Some(&other.notice.locale) == part.beside.as_ref())
}

/// Layer 2 of a language with the folds of the one beside it: their names and what is in them.
pub(super) fn layer2(
    bundle: &Bundle, part: &LocalePart, (notice, pages): (&Notice, &[(&str, &str)]), archive: &Archive,
) -> (String, Vec<(String, String)>) {
    let Some(other) = second(bundle, part) else {
        return (alone(notice, pages), Vec::new());
    };
    let (folded, policy) = (insets::of(other), policy_url(bundle, &other.notice));
    let contents = folded.contents.iter();
    let contents = contents.map(|(name, markup)| (second_fold(&other.notice.locale, name), to_read(&other.notice.locale, &policy, markup)));
    let contents = contents.collect();
    let shown = other.notice.clone().with_insets(folded.folds);
    let others = desk::pages(bundle, other, &shown, archive);
    let second = Second { notice: &shown, pages: &desk::links(&others), policy: &policy };
    (layer2_beside(notice, pages, second), contents)
}
