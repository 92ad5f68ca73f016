//! The contents of a document: its headings as a nested list of links.
//!
//! Rendered here for the policy page; in the dialog `src/ports/contents.ts` makes the same list from the headings of the article.

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

/// The headings that the entries of a printed contents list lead to, one for each entry in text order.
///
/// Printed lists are rarely word for word. An entry finds the heading with the same words, numbers aside; else, where as many entries
/// were printed as there are headings of one depth, the heading at its own place among those.
pub(crate) fn printed<'a>(document: &Document, entries: &'a [Entry<'_>]) -> Vec<Option<&'a str>> {
    let mut texts = Vec::new();
    for block in document.blocks() {
        if block.kind == BlockKind::ContentsEntry {
            texts.push(key(document.content(block)));
        }
    }
    if texts.is_empty() {
        return Vec::new();
    }
    let mut keys = Vec::new();
    let mut counts = [0; DEEPEST as usize + 1];
    for entry in entries {
        keys.push(key(entry.heading.text));
        if let Some(count) = counts.get_mut(usize::from(entry.heading.depth)) {
            *count += 1;
        }
    }
    // The depth that has as many headings as the printed list has entries; its headings are taken in order.
    let depth = counts.iter().position(|&count| count == texts.len());
    let mut peers = entries.iter().filter(|entry| Some(usize::from(entry.heading.depth)) == depth);
    let mut targets = Vec::new();
    for text in &texts {
        let peer = peers.next();
        let same = keys.iter().position(|key| key == text).or_else(|| keys.iter().position(|key| is_near(key, text)));
        let found = same.and_then(|at| entries.get(at)).or(peer);
        targets.push(found.map(|entry| entry.heading.anchor.as_str()));
    }
    targets
}

/// The words of a heading without case, space, punctuation and the digits in front.
///
/// Letters beyond ASCII stay, the punctuation of Chinese goes.
fn key(text: &str) -> String {
    let spare = |c: char| match c {
        '\u{80}'..='\u{bf}' | '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{303f}' | '\u{ff01}'..='\u{ff20}' => true,
        _ => c.is_ascii() && !c.is_ascii_alphanumeric(),
    };
    let bare = text.trim_start_matches(|c: char| spare(c) || c.is_ascii_digit());
    bare.chars().filter(|&c| !spare(c)).map(|c| c.to_ascii_lowercase()).collect()
}

/// Whether two keys differ only by a short number in front, such as `iv` or `四`.
fn is_near(one: &str, other: &str) -> bool {
    let (long, short) = if one.len() < other.len() { (other, one) } else { (one, other) };
    short.len() >= 6 && long.len() - short.len() <= 9 && long.ends_with(short)
}
