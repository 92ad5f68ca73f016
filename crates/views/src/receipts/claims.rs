//! What a receipt states, as a list of facts that a person can read.
//!
//! Enters: labels and values. Leaves: markup. Instants, countries and durations stand in elements that the browser may say in its own words
//! (`time`, `data-cs-region`, `data-cs-span`); without that they read as they are written.

use maud::{Markup, html};

use super::comma;
use super::terms::term;
use super::words::{ReceiptWord as Word, Tongue};
use crate::url::Url;

/// A value as a visitor reads it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Piece {
    /// As it stands.
    Text(String),
    /// A term that receipts hold.
    Term(String),
    /// A kind of sensitive data.
    Sensitive(String),
    /// A phrase.
    Word(Word),
    /// A phrase with values in its holes.
    Filled(Word, Vec<(&'static str, String)>),
    /// An instant; RFC 3339, UTC.
    Moment(String),
    /// A country; ISO 3166-1 alpha-2.
    Region(String),
    /// A duration; ISO 8601.
    Span(String),
    /// An address; one that is not http or https reads as text.
    Link(String),
    /// A number or digest.
    Code(String),
    /// An aside to what stands before it.
    Aside(Vec<Piece>),
}

/// A label and its values.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ReceiptFact {
    /// What it is.
    pub label: Word,
    /// The values; a fact without any is left out.
    pub values: Vec<Piece>,
}

/// One purpose of a receipt.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PurposeCard {
    /// Its title, or its id.
    pub title: String,
    /// Its state after the event.
    pub state: Word,
    /// What is said of it.
    pub facts: Vec<ReceiptFact>,
}

/// A list of facts.
pub(super) fn facts(tongue: Tongue, facts: &[ReceiptFact]) -> Markup {
    html! {
        dl.cs-facts {
            @for fact in facts.iter().filter(|fact| !fact.values.is_empty()) {
                div { dt { (fact.label.say(tongue)) } dd { (pieces(tongue, &fact.values)) } }
            }
        }
    }
}

/// Values as a list in running text.
fn pieces(tongue: Tongue, values: &[Piece]) -> Markup {
    html! {
        @for (place, value) in values.iter().enumerate() {
            @if place > 0 && !matches!(value, Piece::Aside(_)) { (comma(tongue)) }
            (piece(tongue, value))
        }
    }
}

fn piece(tongue: Tongue, value: &Piece) -> Markup {
    html! {
        @match value {
            Piece::Text(text) => (text),
            Piece::Term(name) => (term(name, tongue)),
            Piece::Sensitive(name) => strong.cs-sensitive { (term(name, tongue)) },
            Piece::Word(word) => (word.say(tongue)),
            Piece::Filled(word, values) => (super::filled(tongue, *word, values)),
            Piece::Moment(at) => (super::when(at)),
            Piece::Region(code) => span data-cs-region=(code) { (code) },
            Piece::Span(code) => span data-cs-span=(code) { (code) },
            Piece::Link(address) => {
                @match Url::parse(address).filter(|_| address.starts_with("http")) {
                    Some(url) => a href=(url.as_str()) target="_blank" rel="noopener noreferrer" { (address) },
                    None => (address),
                }
            },
            Piece::Code(text) => code { (text) },
            Piece::Aside(values) => {
                @let (open, close) = if matches!(tongue, Tongue::Simplified | Tongue::Traditional) { ("（", "）") } else { (" (", ")") };
                (open) (pieces(tongue, values)) (close)
            },
        }
    }
}

/// The purposes of a receipt, each with its state and what is said of it.
pub(super) fn purposes(tongue: Tongue, cards: &[PurposeCard]) -> Markup {
    html! {
        @if !cards.is_empty() {
            h3 { (Word::Purposes.say(tongue)) }
            ul.cs-decided {
                @for card in cards {
                    li { p { b { (card.title) } " " span.cs-tag { (card.state.say(tongue)) } } (facts(tongue, &card.facts)) }
                }
            }
        }
    }
}
