//! The runs of a block as inline elements: sensitive words, the author's bold, and links inside the text.
//!
//! Enters: runs in text order. Leaves: their words, no others. Wrong references stay words of the text; what is wrong with them is said by
//! `title` and shown by the style sheet, which adds nothing to the text. Absent: addresses outside the document.

use countersign_core::{LinkTarget, Msg, Notice, Run};
use maud::{Markup, html};

use crate::contents::link;
use crate::parts::run;
use crate::voice::voiced;

/// Runs, those of one link inside one element.
pub(crate) fn inline(notice: &Notice, runs: &[Run<'_>]) -> Markup {
    html! {
        @for group in runs.chunk_by(|one, next| one.link.is_some() && one.link == next.link) {
            @let inside = html! { @for run in group { (look(notice, run)) } };
            @match group.first().and_then(|run| run.link) {
                None => (inside),
                Some(link) => (led(notice, link.target, &inside)),
            }
        }
    }
}

/// One run: sensitive words above all, then the author's bold.
fn look(notice: &Notice, piece: &Run<'_>) -> Markup {
    html! {
        @if piece.bold && piece.category.is_none() { b.cs-bold { (voiced(notice, piece.text)) } }
        @else { (run(notice, piece.text, piece.category.is_some())) }
    }
}

/// Words that lead somewhere, or claim to.
fn led(notice: &Notice, target: LinkTarget, inside: &Markup) -> Markup {
    let anchor = target.anchor().unwrap_or_default();
    match target {
        LinkTarget::Heading(_) => link(&anchor, inside),
        LinkTarget::Block(_) => html! { a.cs-term href={ "#" (anchor) } { (inside) } },
        LinkTarget::Doubtful(_) => html! { a.cs-wrong href={ "#" (anchor) } title=(notice.say(Msg::ReferenceDoubtful)) { (inside) } },
        LinkTarget::Broken => html! { span.cs-wrong title=(notice.say(Msg::ReferenceBroken)) { (inside) } },
    }
}
