//! The contents of a document: its headings as a nested list of links.
//!
//! Rendered here for the policy page; in the dialog `src/ports/contents.ts` makes the same list from the headings of the article.

use countersign_core::{Document, Heading, Msg, Notice};
use maud::{Markup, html};

/// How many contents lists the navigation has, at most: the levels of HTML headings below the title.
const DEEPEST: u8 = 6;

/// A heading and the level it is shown at: 2 to 6, without gaps between a heading and the ones below it.
pub(crate) struct Entry<'a> {
    /// The heading.
    pub(crate) heading: Heading<'a>,
    /// The number in `h2` to `h6`.
    pub(crate) level: u8,
}

/// The headings with their levels.
///
/// A source may jump from the first depth to the third; a screen reader's outline may not, so the level counts the headings above.
pub(crate) fn entries(document: &Document) -> Vec<Entry<'_>> {
    let mut above: Vec<u8> = Vec::new();
    let mut entries = Vec::new();
    for heading in document.headings() {
        while above.last().is_some_and(|&last| last >= heading.depth) {
            above.pop();
        }
        above.push(heading.depth);
        // At most six depths are above each other, so the level fits; the deepest two share `h6`.
        let level = (above.len() as u8 + 1).min(DEEPEST);
        entries.push(Entry { heading, level });
    }
    entries
}

/// The navigation: every heading, in its place.
pub(crate) fn contents(notice: &Notice, entries: &[Entry<'_>], more: &Markup) -> Markup {
    html! {
        @if !entries.is_empty() {
            (navigation(notice, &html! {
                (links(&mut entries.iter().peekable(), 2))
                (more)
            }))
        }
    }
}

/// The frame of the navigation.
pub(crate) fn navigation(notice: &Notice, inside: &Markup) -> Markup {
    html! {
        nav.cs-contents part="contents" aria-label=(notice.say(Msg::Contents)) {
            details open {
                summary { (notice.say(Msg::Contents)) }
                (inside)
            }
        }
    }
}

/// The entries of one level, each followed by those below it.
fn links<'a>(rest: &mut std::iter::Peekable<std::slice::Iter<'a, Entry<'a>>>, level: u8) -> Markup {
    html! {
        ul {
            @while let Some(entry) = rest.next_if(|entry| entry.level >= level) {
                li {
                    (link(&entry.heading.anchor, &html! { (entry.heading.text) }))
                    @if rest.peek().is_some_and(|next| next.level > level) { (links(rest, level + 1)) }
                }
            }
        }
    }
}

/// A link to a heading.
pub(crate) fn link(anchor: &str, inside: &Markup) -> Markup {
    html! { a href={ "#" (anchor) } { (inside) } }
}
