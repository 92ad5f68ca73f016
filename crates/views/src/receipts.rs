//! The visitor's receipts: when, what, how far each one got, and a copy to keep (STANDARDS rule U36).
//!
//! Enters: receipts as the verifier reads them. Leaves: the content of the dialog's shadow root. Absent: a notice, because receipts outlive
//! it; and any judgement.

mod words;

use countersign_core::{Kind, Posting};
use maud::{Markup, html};

use crate::parts::{dir, fill};
use words::ReceiptWord as Word;
pub use words::{ReceiptWord, Tongue};

/// One receipt, as far as a list shows it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ReceiptCard {
    /// The receipt's id.
    pub id: String,
    /// When the choice was made; RFC 3339, UTC.
    pub at: String,
    /// How far it got.
    pub state: Posting,
    /// Titles of the purposes that it opened; empty: everything refused.
    pub open: Vec<String>,
    /// What made it.
    pub kind: Kind,
}

/// The list of receipts, in the order given; `tag` is the language of the page.
#[must_use]
pub fn receipts(tag: &str, cards: &[ReceiptCard]) -> String {
    let tongue = Tongue::of(tag);
    let say = |word: Word| word.say(tongue);
    html! {
        div.cs-sheet part="sheet" lang=(tongue.tag()) dir=(dir(tongue.tag())) {
            // No header element: outside an article that is the page's banner landmark, and the page has its own.
            div.cs-head part="header" {
                button.cs-icon type="button" data-cs="back" aria-label=(say(Word::Back)) { span.cs-arrow aria-hidden="true" {} }
                h1 part="title" tabindex="-1" autofocus { (say(Word::Heading)) }
                button.cs-icon type="button" data-cs="close" aria-label=(say(Word::Close)) { span.cs-cross aria-hidden="true" {} }
            }
            div.cs-body part="body" tabindex="0" role="region" aria-label=(say(Word::Heading)) {
                @if cards.is_empty() { p.cs-note { (say(Word::Empty)) } } @else {
                    p.cs-note { (say(Word::Intro)) }
                    ul.cs-receipts { @for card in cards { (receipt(tongue, card)) } }
                }
            }
            p.cs-status part="status" role="status" {}
            @if !cards.is_empty() {
                div.cs-actions part="actions" {
                    button.cs-button type="button" part="button" data-cs="download" { (say(Word::DownloadAll)) }
                }
            }
        }
    }
    .into_string()
}

/// The heading of the list.
#[must_use]
pub fn receipts_heading(tag: &str) -> &'static str {
    Word::Heading.say(Tongue::of(tag))
}

/// One receipt.
fn receipt(tongue: Tongue, card: &ReceiptCard) -> Markup {
    let say = |word: Word| word.say(tongue);
    let (state, name) = match card.state {
        Posting::Queued => (Word::Queued, "queued"),
        Posting::Delivered => (Word::Delivered, "delivered"),
        Posting::Countersigned => (Word::Countersigned, "countersigned"),
        Posting::Parked => (Word::Parked, "parked"),
    };
    let time = moment(&card.at);
    html! {
        li.cs-receipt part="receipt" {
            p { (say(heading(card.kind))) ", " time datetime=(card.at) { (time) } }
            p { (gist(tongue, &card.open)) }
            p.cs-state data-cs-state=(name) { (say(state)) }
            button.cs-button type="button" part="button" data-cs="json" data-cs-receipt=(card.id)
                aria-label={ (say(Word::Download)) " " (time) } { (say(Word::Download)) }
        }
    }
}

/// What a kind is called.
fn heading(kind: Kind) -> Word {
    match kind {
        Kind::Choice => Word::Choice,
        Kind::Signal => Word::Signal,
        Kind::Withdrawal => Word::Withdrawal,
        Kind::Unsubscribe => Word::Unsubscribe,
        Kind::RightsRequest => Word::RightsRequest,
        Kind::Guardian => Word::Guardian,
        Kind::KeyChange => Word::KeyChange,
    }
}

/// What is allowed after it.
fn gist(tongue: Tongue, open: &[String]) -> String {
    if open.is_empty() {
        return Word::NothingAllowed.say(tongue).to_owned();
    }
    let comma = if matches!(tongue, Tongue::Simplified | Tongue::Traditional) { "、" } else { ", " };
    fill(Word::Allowed.say(tongue), &[("purposes", &open.join(comma))])
}

/// An instant as day, minute and zone, which reads the same in every language.
fn moment(at: &str) -> String {
    match (at.get(..10), at.get(11..16)) {
        (Some(day), Some(minute)) => format!("{day} {minute} UTC"),
        _ => at.to_owned(),
    }
}
