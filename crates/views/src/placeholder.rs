//! What stands in the place of an embed that is held: who would get what, and the ways to show it.
//!
//! Enters: a notice and the words for it. Leaves: the pieces that the gate's module puts together, one frame and one text for each purpose,
//! because an element can wait for several. Absent: the element's size and the style of the box, which are the module's.

use countersign_core::{Msg, Notice, Purpose};
use maud::{Markup, html};

use crate::parts::{comma, dir, hole, list, missing};

words! {
    /// The placeholder's own words.
    HeldWord in "held" {
        Label "label",
        Gets "gets",
        Uses "uses",
        Once "once",
        Always "always",
    }
}

/// The frame, with the holes `{purposes}` for titles and `{texts}` for what is said of each purpose.
#[must_use]
pub fn placeholder_frame<'a>(notice: &Notice, say: &impl Fn(HeldWord) -> &'a str) -> String {
    html! {
        section aria-label=(say(HeldWord::Label)) lang=(notice.locale) dir=(dir(&notice.locale)) {
            // Where the element is too small for the rest, this button leads to it.
            button data-cs="more" aria-haspopup="dialog" { (say(HeldWord::Label)) }
            div {
                p { (say(HeldWord::Label)) }
                "{texts}"
                button data-cs="once" { (say(HeldWord::Once)) }
                button data-cs="always" { (say(HeldWord::Always)) }
                button data-cs="choose" { (notice.say(Msg::ButtonLabel)) }
                // Only in that dialog.
                button data-cs="close" { (notice.say(Msg::Close)) }
            }
        }
    }
    .into_string()
}

/// Who would get what if an embed of this purpose were shown: the recipients, else the services, else nobody is named.
#[must_use]
pub fn placeholder_text<'a>(notice: &Notice, purpose: &Purpose, say: &impl Fn(HeldWord) -> &'a str) -> String {
    let recipients = list(notice, &mut purpose.recipients.iter().flatten().map(|one| one.name.as_str()), usize::MAX);
    let services = list(notice, &mut purpose.vendors.iter().map(|vendor| vendor.name.as_str()), usize::MAX);
    let who = if recipients.is_empty() { &services } else { &recipients };
    let phrase = say(if who.is_empty() { HeldWord::Uses } else { HeldWord::Gets });
    html! { p { (filled(phrase, who, &data(notice, purpose))) } }.into_string()
}

/// Which data, what is sensitive in bold; layer 2 says of each what else there is to say.
fn data(notice: &Notice, purpose: &Purpose) -> Markup {
    html! {
        @for (place, item) in purpose.data.iter().enumerate() {
            @if place > 0 { (comma(notice)) }
            @for (text, category) in item.label.runs() {
                @if category.is_some() { strong.cs-sensitive { (text) } } @else { (text) }
            }
        }
        @if purpose.data.is_empty() { (missing(notice)) }
    }
}

/// A purpose's title, fit to stand in the holes of the frame.
#[must_use]
pub fn placeholder_title(purpose: &Purpose) -> String {
    html! { (purpose.title) }.into_string()
}

/// A phrase with names in its hole `recipients` and markup in its hole `data`. Nothing but sensitive data is bold.
fn filled(phrase: &str, recipients: &str, data: &Markup) -> Markup {
    let Some((before, name, after)) = hole(phrase) else { return html! { (phrase) } };
    html! {
        (before)
        @if name == "data" { (data) } @else { (recipients) }
        (filled(after, recipients, data))
    }
}
