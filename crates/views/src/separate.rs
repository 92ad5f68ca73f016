//! The screen of a purpose with a consent of its own: what has to be said before the choice, and both answers.
//!
//! Enters: a notice, one of its purposes, what the site says beside that, and ways to say words. Leaves: a page of the desk. Each answer bears
//! `data-cs-say`, the claims of its receipt, which names this purpose alone. Absent: a third answer; Back and Close leave everything as it was.
//!
//! PIPL Art. 14, 23, 25, 26, 29, 30 and 39; GB/T 42574-2023 asks for a page that is about this one thing.

use countersign_core::{Msg, Notice, Purpose, Recipient, RichText, Separate, Status, prompted};
use maud::{Markup, html};

use crate::facts::{role_phrase, value, words};
use crate::parts::{Way, clause, controller, dir, fill, head, missing, rich};

words! {
    /// Words of this screen.
    SeparateWord in "separate" {
        Lead "lead",
        Why "why",
        Sensitive "sensitive",
        ThirdParty "third-party",
        Publication "publication",
        CrossBorder "cross-border",
        PublicFace "public-face",
        Asks "asks",
        For "for",
        Necessity "necessity",
        Impact "impact",
        Gets "gets",
        Contact "contact",
        Country "country",
        Role "role",
        Method "method",
        Rights "rights",
        Accept "accept",
        Refuse "refuse",
        Accepted "accepted",
        Refused "refused",
    }
}

/// A recipient, beside what the notice says of it.
#[derive(Clone, Copy, Debug, Default)]
pub struct PartyView<'a> {
    /// Where to reach it.
    pub contact: Option<&'a str>,
    /// What it does with the data.
    pub method: Option<&'a RichText>,
    /// How rights are used against it.
    pub rights: Option<&'a RichText>,
}

/// What the site says of the purpose beside the notice.
#[derive(Clone, Debug, Default)]
pub struct SeparateView<'a> {
    /// Why the data are needed.
    pub necessity: Option<&'a RichText>,
    /// What it means for the person.
    pub impact: Option<&'a RichText>,
    /// The recipients, in the order of the purpose.
    pub parties: Vec<PartyView<'a>>,
}

/// The screen of one purpose.
#[must_use]
pub fn separate<'w>(notice: &Notice, purpose: &Purpose, view: &SeparateView<'_>, say: &dyn Fn(SeparateWord) -> &'w str) -> String {
    let answer = |word: SeparateWord, status: Status, done: SeparateWord| {
        html! {
            button.cs-button type="button" part="button" data-cs-separate=(status.name()) data-cs-say=(prompted(notice, purpose, status))
                data-cs-done=(fill(say(done), &[("purpose", &purpose.title)])) { (say(word)) }
        }
    };
    html! {
        div.cs-sheet part="sheet" lang=(notice.locale) dir=(dir(&notice.locale)) data-cs-desk {
            (head(notice, &purpose.title, Way::Back))
            div.cs-body part="body" {
                p { (say(SeparateWord::Lead)) }
                section part="reasons" {
                    h2 { (say(SeparateWord::Why)) }
                    ul.cs-reasons { @for reason in &purpose.separate { li { (say(reason_word(*reason))) } } }
                }
                (particulars(notice, purpose, view, say))
                @for (place, recipient) in purpose.recipients.iter().flatten().enumerate() {
                    (party(notice, purpose, recipient, view.parties.get(place).copied().unwrap_or_default(), say))
                }
                p { (clause(notice, purpose.anchor.as_deref(), &purpose.title)) }
            }
            p.cs-status part="status" role="status" {}
            div.cs-actions part="actions" {
                (answer(SeparateWord::Refuse, Status::Refused, SeparateWord::Refused))
                (answer(SeparateWord::Accept, Status::Given, SeparateWord::Accepted))
            }
        }
    }
    .into_string()
}

/// The sentence for a reason.
fn reason_word(reason: Separate) -> SeparateWord {
    match reason {
        Separate::Sensitive => SeparateWord::Sensitive,
        Separate::ThirdParty => SeparateWord::ThirdParty,
        Separate::Publication => SeparateWord::Publication,
        Separate::CrossBorder => SeparateWord::CrossBorder,
        Separate::PublicFace => SeparateWord::PublicFace,
    }
}

/// A label and its value.
fn row(label: &str, value: &Markup) -> Markup {
    html! { div { dt { (label) } dd { (value) } } }
}

/// Words of the author, or that they are missing.
fn said(notice: &Notice, text: Option<&RichText>) -> Markup {
    html! { @if let Some(text) = text { (rich(notice, text)) } @else { (missing(notice)) } }
}

/// Who asks, for what, which data, why and what follows from it.
fn particulars<'w>(notice: &Notice, purpose: &Purpose, view: &SeparateView<'_>, say: &dyn Fn(SeparateWord) -> &'w str) -> Markup {
    let fact = |label: Msg| row(notice.say(label), &value(notice, purpose, label));
    html! {
        dl.cs-facts {
            (row(say(SeparateWord::Asks), &html! { (controller(notice)) }))
            (row(say(SeparateWord::For), &said(notice, purpose.description.as_ref())))
            (fact(Msg::Data))
            (row(say(SeparateWord::Necessity), &said(notice, view.necessity)))
            (row(say(SeparateWord::Impact), &said(notice, view.impact)))
            @for label in [Msg::Effect, Msg::Retention, Msg::Storage] { (fact(label)) }
        }
    }
}

/// Somebody who gets the data: name, contact, country, purpose, data, method and the way to use rights against it.
fn party<'w>(
    notice: &Notice, purpose: &Purpose, recipient: &Recipient, view: PartyView<'_>, say: &dyn Fn(SeparateWord) -> &'w str,
) -> Markup {
    let country = recipient.country.as_ref().map_or("", |place| &place.name);
    html! {
        section part="recipient" {
            h2 { (fill(say(SeparateWord::Gets), &[("recipient", &recipient.name)])) }
            dl.cs-facts {
                (row(say(SeparateWord::Contact), &words(notice, view.contact.unwrap_or_default())))
                (row(say(SeparateWord::Country), &words(notice, country)))
                @if let Some(role) = recipient.role { (row(say(SeparateWord::Role), &html! { (notice.say(role_phrase(role))) })) }
                (row(say(SeparateWord::For), &said(notice, purpose.description.as_ref())))
                (row(notice.say(Msg::Data), &value(notice, purpose, Msg::Data)))
                (row(say(SeparateWord::Method), &said(notice, view.method)))
                (row(say(SeparateWord::Rights), &said(notice, view.rights)))
            }
        }
    }
}
