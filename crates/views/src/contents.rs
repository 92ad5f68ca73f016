//! The contents of a document: its headings as a nested list of links.

use countersign_core::{BlockKind, Document, Heading, Msg, Notice};
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
    let level = |depth: u8| {
        while above.last().is_some_and(|&last| last >= depth) {
            above.pop();
        }
        above.push(depth);
        u8::try_from(above.len() + 1).map_or(DEEPEST, |level| level.min(DEEPEST))
    };
    let mut level = level;
    document.headings().map(|heading| Entry { level: level(heading.depth), heading }).collect()
}

/// The navigation: every heading, in its place.
pub(crate) fn contents(notice: &Notice, entries: &[Entry<'_>], more: &Markup) -> Markup {
    html! {
        @if !entries.is_empty() {
            nav.cs-contents part="contents" aria-label=(notice.say(Msg::Contents)) {
                details {
                    summary { (notice.say(Msg::Contents)) }
                    (links(&mut entries.iter().peekable(), 2))
                    (more)
                }
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
    html! { a href={ "#" (anchor) } data-cs-anchor=(anchor) { (inside) } }
}

/// The headings that the entries of a printed contents list lead to, one for each entry in text order.
///
/// Printed lists are rarely word for word: an entry finds the heading with the same words; else, where as many entries were printed as
/// there are headings of one depth, the heading at its own place among those.
pub(crate) fn printed<'a>(document: &'a Document, entries: &'a [Entry<'a>]) -> Vec<Option<&'a str>> {
    let texts: Vec<&str> =
        document.blocks().iter().filter(|block| block.kind == BlockKind::ContentsEntry).map(|block| document.content(block)).collect();
    let same = (1..=DEEPEST).map(|depth| entries.iter().filter(|entry| entry.heading.depth == depth).collect::<Vec<_>>());
    let same = same.into_iter().find(|level| level.len() == texts.len()).unwrap_or_default();
    let words = |text: &'a str| key(text);
    let keys: Vec<_> = entries.iter().map(|entry| words(entry.heading.text)).collect();
    let find = |(place, text): (usize, &&'a str)| {
        let wanted = words(text);
        let named = keys.iter().position(|key| !wanted.is_empty() && *key == wanted).and_then(|at| entries.get(at));
        named.or_else(|| same.get(place).copied()).map(|entry| entry.heading.anchor.as_str())
    };
    texts.iter().enumerate().map(find).collect()
}

/// The words of a heading without its number, case, space and punctuation.
fn key(text: &str) -> String {
    let bare = text.trim_start_matches(|c: char| !c.is_alphabetic());
    bare.chars().filter(|c| c.is_alphanumeric()).map(|c| c.to_ascii_lowercase()).collect()
}
