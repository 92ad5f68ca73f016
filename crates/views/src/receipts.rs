//! The visitor's receipts: what each states in plain words, how far it got, what proves it, and copies to keep (STANDARDS rule U36).
//!
//! Enters: receipts and outcomes of checks as the verifier reads them. Leaves: the content of the dialog's shadow root, the same for paper,
//! and the report of the page that verifies files. Absent: a notice, because receipts outlive it; and any judgement.

mod checks;
mod claims;
mod terms;
mod words;

use countersign_core::{Kind, Posting};
use maud::{Markup, html};

use crate::parts::{dir, fill};
use crate::url::Url;
pub use checks::{CheckGroup, CheckLine};
pub use claims::{Piece, PurposeCard, ReceiptFact};
use words::ReceiptWord as Word;
pub use words::{ReceiptWord, Tongue};

/// One receipt.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ReceiptCard {
    /// The receipt's id.
    pub id: String,
    /// When it was made; RFC 3339, UTC.
    pub at: String,
    /// What made it; `None` where it cannot be read.
    pub kind: Option<Kind>,
    /// How far it got; `None` where nobody keeps count.
    pub state: Option<Posting>,
    /// Purposes with their state.
    pub purposes: Vec<PurposeCard>,
    /// What else it states.
    pub facts: Vec<ReceiptFact>,
    /// Numbers and digests.
    pub technical: Vec<ReceiptFact>,
    /// What the verification showed; empty before it.
    pub checks: Vec<CheckLine>,
    /// Whether there is a proof from the log to download.
    pub has_proof: bool,
}

/// The visitor's list.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct ReceiptList {
    /// The receipts, in the order in which they are shown.
    pub cards: Vec<ReceiptCard>,
    /// Chains, logs and whatever else was judged.
    pub groups: Vec<CheckGroup>,
    /// The verdict over all; `None` before the verification.
    pub verdict: Option<String>,
    /// Who can be asked for what is missing.
    pub host: Option<String>,
    /// What they were asked for and did not give.
    pub not_had: Vec<String>,
    /// The page that verifies files.
    pub page: String,
}

/// The list in the dialog, in the language of `tag`.
#[must_use]
pub fn receipts(tag: &str, list: &ReceiptList) -> String {
    let tongue = Tongue::of(tag);
    let say = |word: Word| word.say(tongue);
    let button = |hook: &str, word: Word| html! { button.cs-button type="button" part="button" data-cs=(hook) { (say(word)) } };
    html! {
        div.cs-sheet part="sheet" lang=(tongue.tag()) dir=(dir(tongue.tag())) {
            // No header element: outside an article that is the page's banner landmark, and the page has its own.
            div.cs-head part="header" {
                button.cs-icon type="button" data-cs="back" aria-label=(say(Word::Back)) { span.cs-arrow aria-hidden="true" {} }
                h1 part="title" tabindex="-1" autofocus { (say(Word::Heading)) }
                button.cs-icon type="button" data-cs="close" aria-label=(say(Word::Close)) { span.cs-cross aria-hidden="true" {} }
            }
            div.cs-body part="body" tabindex="0" role="region" aria-label=(say(Word::Heading)) { (body(tongue, list)) }
            p.cs-status part="status" role="status" {}
            @if !list.cards.is_empty() {
                div.cs-actions.cs-tools part="actions" {
                    (button("verify", Word::Verify)) (button("print", Word::Print)) (button("download", Word::DownloadAll))
                }
            }
        }
    }
    .into_string()
}

/// What is inside the sheet's body.
fn body(tongue: Tongue, list: &ReceiptList) -> Markup {
    let say = |word: Word| word.say(tongue);
    html! {
        @if list.cards.is_empty() { p.cs-note { (say(Word::Empty)) } } @else {
            p.cs-note { (say(Word::Intro)) }
            @if let Some(verdict) = &list.verdict { (checks::result(tongue, verdict)) (ask(tongue, list)) }
            ul.cs-receipts { @for card in &list.cards { li.cs-receipt part="receipt" { (folded(tongue, card)) } } }
            (checks::groups(tongue, &list.groups))
        }
        @if let Some(url) = Url::parse(&list.page).filter(|_| !list.page.is_empty()) {
            p.cs-links { a href={ (url.as_str()) "#" (tongue.tag()) } target="_blank" rel="noopener" { (say(Word::VerifyElsewhere)) } }
        }
    }
}

/// The offer to ask the site for what is missing, and what it did not give.
fn ask(tongue: Tongue, list: &ReceiptList) -> Markup {
    let host = list.host.as_deref().unwrap_or_default();
    html! {
        @if !list.not_had.is_empty() { p.cs-note { (fill(Word::NotHad.say(tongue), &[("host", host), ("files", &list.not_had.join(" "))])) } }
        @else if !host.is_empty() {
            div.cs-ask {
                p { (fill(Word::AskNote.say(tongue), &[("host", host)])) }
                button.cs-button type="button" part="button" data-cs="ask" { (fill(Word::Ask.say(tongue), &[("host", host)])) }
            }
        }
    }
}

/// The heading of the list.
#[must_use]
pub fn receipts_heading(tag: &str) -> &'static str {
    Word::Heading.say(Tongue::of(tag))
}

/// The list for paper: everything unfolded, and no control.
#[must_use]
pub fn receipts_on_paper(tag: &str, list: &ReceiptList, site: &str) -> String {
    let tongue = Tongue::of(tag);
    html! {
        div.cs-paper lang=(tongue.tag()) dir=(dir(tongue.tag())) {
            h1 { (Word::Heading.say(tongue)) }
            p { (fill(Word::Printed.say(tongue), &[("site", site)])) }
            @if let Some(verdict) = &list.verdict { (checks::result(tongue, verdict)) }
            @for card in &list.cards { article.cs-receipt { (summary(tongue, card)) (content(tongue, card)) } }
            (checks::groups(tongue, &list.groups))
        }
    }
    .into_string()
}

/// The report of the page that verifies files.
#[must_use]
pub fn receipts_report(tag: &str, list: &ReceiptList) -> String {
    let tongue = Tongue::of(tag);
    html! {
        @for card in &list.cards {
            article.cs-receipt data-cs-about="receipt" { (summary(tongue, card)) (content(tongue, card)) }
        }
        (checks::groups(tongue, &list.groups))
    }
    .into_string()
}

/// One receipt, to unfold.
fn folded(tongue: Tongue, card: &ReceiptCard) -> Markup {
    let say = |word: Word| word.say(tongue);
    let time = moment(&card.at);
    let button = |hook: &str, word: Word| {
        html! {
            button.cs-button type="button" part="button" data-cs=(hook) data-cs-receipt=(card.id) aria-label={ (say(word)) " " (time) } {
                (say(word))
            }
        }
    };
    html! {
        details data-cs-row=(card.id) {
            summary { (summary(tongue, card)) }
            (content(tongue, card))
            div.cs-copies { (button("json", Word::Download)) @if card.has_proof { (button("proof", Word::DownloadProof)) } }
        }
    }
}

/// What, when, what is allowed after it, and how far it got.
fn summary(tongue: Tongue, card: &ReceiptCard) -> Markup {
    let say = |word: Word| word.say(tongue);
    let state = card.state.map(|state| match state {
        Posting::Queued => (Word::Queued, "queued"),
        Posting::Delivered => (Word::Delivered, "delivered"),
        Posting::Countersigned => (Word::Countersigned, "countersigned"),
        Posting::Parked => (Word::Parked, "parked"),
    });
    let worst = card.checks.iter().find(|line| line.verdict == "fails").or(card.checks.iter().find(|line| line.verdict == "holds"));
    html! {
        h2 { (say(heading(card.kind))) " · " (when(&card.at)) }
        @if !card.purposes.is_empty() { span { (gist(tongue, card)) } }
        span.cs-state {
            @if let Some(line) = worst { span.cs-verdict data-cs-verdict=(line.verdict) { (say(if line.verdict == "fails" { Word::IsFails } else { Word::IsHolds })) } " " }
            @if let Some((word, name)) = state { span data-cs-state=(name) { (say(word)) } }
        }
    }
}

/// Everything that a receipt states and that proves it.
fn content(tongue: Tongue, card: &ReceiptCard) -> Markup {
    html! {
        (claims::purposes(tongue, &card.purposes))
        (claims::facts(tongue, &card.facts))
        @if !card.checks.is_empty() { h3 { (Word::Proofs.say(tongue)) } (checks::checks(tongue, &card.checks)) }
        @if !card.technical.is_empty() { h3 { (Word::Technical.say(tongue)) } (claims::facts(tongue, &card.technical)) }
    }
}

/// What a kind is called.
fn heading(kind: Option<Kind>) -> Word {
    match kind {
        Some(Kind::Choice) => Word::Choice,
        Some(Kind::Signal) => Word::Signal,
        Some(Kind::Withdrawal) => Word::Withdrawal,
        Some(Kind::Unsubscribe) => Word::Unsubscribe,
        Some(Kind::RightsRequest) => Word::RightsRequest,
        Some(Kind::Guardian) => Word::Guardian,
        Some(Kind::KeyChange) => Word::KeyChange,
        None => Word::Unreadable,
    }
}

/// What is allowed after it.
fn gist(tongue: Tongue, card: &ReceiptCard) -> String {
    let open: Vec<&str> = card.purposes.iter().filter(|one| one.state == Word::Given).map(|one| one.title.as_str()).collect();
    if open.is_empty() {
        return Word::NothingAllowed.say(tongue).to_owned();
    }
    fill(Word::Allowed.say(tongue), &[("purposes", &open.join(comma(tongue)))])
}

/// The mark between two items of a list.
fn comma(tongue: Tongue) -> &'static str {
    if matches!(tongue, Tongue::Simplified | Tongue::Traditional) { "、" } else { ", " }
}

/// An instant, which the browser may say by its own clock and in its own words.
fn when(at: &str) -> Markup {
    html! { time datetime=(at) { (moment(at)) } }
}

/// A phrase with values in its holes; the hole `at` is an instant.
fn filled(tongue: Tongue, word: Word, values: &[(&'static str, String)]) -> String {
    let values: Vec<(&str, String)> =
        values.iter().map(|(name, value)| (*name, if *name == "at" { moment(value) } else { value.clone() })).collect();
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fill(word.say(tongue), &values)
}

/// An instant as day, minute and zone, which reads the same in every language.
fn moment(at: &str) -> String {
    match (at.get(..10), at.get(11..16)) {
        (Some(day), Some(minute)) => format!("{day} {minute} UTC"),
        _ => at.to_owned(),
    }
}
