//! Layer 2: the preferences, purpose by purpose.
//!
//! Enters: a notice, or two in different languages. Leaves: the content of the dialog's shadow root, rendered by the build; what depends on how things stand on the page
//! bears `data-cs-when`, and `src/ports/standing.ts` takes away what does not hold. Absent: a switch for a core purpose (STANDARDS rule
//! U31), and any switch that is on: the browser turns on those that the visitor turned on before (U4).

use countersign_core::{Msg, Notice, Purpose, Stated, decimal};
use maud::{Markup, html};

use crate::beside::{Both, Second};
use crate::facts::{facts, words};
use crate::parts::{Way, clause, controller, dir, edition, fill, head, inset, missing, rich};
use crate::scope;
use crate::signals::signals;

/// The facts that clauses about a group of purposes state, and what the group is called.
const ADDITIONAL: (Stated, Msg) = (Stated::Additional, Msg::AdditionalHeading);
const CORE: (Stated, Msg) = (Stated::Core, Msg::CoreHeading);

/// The preferences, every switch off. `pages` are those of the desk that it leads to: name and label of each.
#[must_use]
pub fn layer2(notice: &Notice, pages: &[(&str, &str)]) -> String {
    preferences(Both { own: notice, second: None }, pages)
}

/// The preferences in two languages beside each other; every control says both.
#[must_use]
pub fn layer2_beside(notice: &Notice, pages: &[(&str, &str)], second: Second<'_>) -> String {
    preferences(Both { own: notice, second: Some(second) }, pages)
}

fn preferences(both: Both<'_>, pages: &[(&str, &str)]) -> String {
    let notice = both.own;
    let any = notice.additional().next().is_some();
    html! {
        div.cs-sheet.cs-wide[both.second.is_some()] part="sheet" lang=(notice.locale) dir=(dir(&notice.locale)) {
            (head(notice, &both.say(Msg::PreferencesTitle), Way::Language))
            div.cs-body part="body" {
                (both.pair(|notice| html! { p.cs-who { (controller(notice)) } (edition(notice)) }))
                (both.halves(scope::line(notice, pages), |second| Some(scope::line(second.notice, second.pages))))
                fieldset part="additional" data-cs-when=[scope::here(notice)] {
                    legend { h2 { (both.say(Msg::AdditionalHeading)) } }
                    (both.pair(|notice| html! { (note(notice, if any { Msg::AdditionalNote } else { Msg::NoAdditional }, ADDITIONAL)) (besides(notice)) }))
                    @if any { (signals(both)) }
                    @for purpose in notice.additional() { (choosable(both, purpose)) }
                }
                @if notice.core().next().is_some() || !notice.insets.is_empty() {
                    section part="core" {
                        h2 { (both.say(Msg::CoreHeading)) }
                        (both.pair(|notice| note(notice, Msg::CoreNote, CORE)))
                        @for purpose in notice.core() { (needed(both, purpose)) }
                        (both.pair(|notice| inset(notice, notice.purposes.len())))
                    }
                }
                (both.pair(|notice| inset(notice, notice.purposes.len() + 1)))
                (both.pair(contact))
                (links(both, pages))
                // What is said where the receipts' own module does not come.
                div part="lost" hidden { p { (both.say(Msg::ReceiptsLost)) } (link("download", &both.say(Msg::DownloadAll))) }
            }
            p.cs-status part="status" role="status" {}
            @if any { (choices(both)) }
        }
    }
    .into_string()
}

/// The way to the pages of the desk and to the other layers.
fn links(both: Both<'_>, pages: &[(&str, &str)]) -> Markup {
    let named = |name: &str, label: &str| {
        both.words(label, |second| second.pages.iter().find(|(other, _)| *other == name).map(|(_, label)| *label))
    };
    html! {
        p.cs-links {
            @for (name, label) in pages.iter().filter(|(name, _)| *name != scope::PAGE) { (link(name, &named(name, label))) }
            (link("policy", &both.say(Msg::ReadPolicy)))
            (link("receipts", &both.say(Msg::ReceiptsHeading)))
            button.cs-link type="button" data-cs="withdraw" data-cs-when="open" { (both.say(Msg::WithdrawAll)) }
        }
    }
}

/// The equal buttons.
fn choices(both: Both<'_>) -> Markup {
    // A child opens nothing.
    let grown = both.own.asks_age().map(|_| "grown");
    html! {
        div.cs-actions part="actions" data-cs-when=[scope::here(both.own)] {
            (choice("refuse", &both.say(Msg::RefuseAll), None))
            (choice("save", &both.say(Msg::Save), grown))
            @if both.own.at_once().next().is_some() { (choice("accept", &both.say(Msg::AcceptAll), grown)) }
        }
    }
}

/// A button that looks like a link, because it leads to another layer.
fn link(hook: &str, label: &Markup) -> Markup {
    html! { button.cs-link type="button" data-cs=(hook) { (label) } }
}

/// One of the equal buttons.
fn choice(hook: &str, label: &Markup, when: Option<&str>) -> Markup {
    html! { button.cs-button type="button" part="button" data-cs=(hook) data-cs-when=[when] { (label) } }
}

/// What is said of a group of purposes, and the way to the clause about it; `of` is the fact and what the group is called.
fn note(notice: &Notice, words: Msg, of: (Stated, Msg)) -> Markup {
    html! { p.cs-note { (notice.say(words)) (clause(notice, notice.place(of.0), notice.say(of.1))) } }
}

/// What accepting everything leaves out, and what a child is told.
fn besides(notice: &Notice) -> Markup {
    html! {
        @if notice.apart().next().is_some() { p.cs-note { (notice.say(Msg::SeparateNote)) } }
        @if let Some(children) = notice.asks_age() {
            p.cs-note data-cs-when="child" { (fill(notice.say(Msg::ChildNote), &[("age", &decimal(children.grown().into()))])) }
        }
    }
}

/// One additional purpose with its switch.
fn choosable(both: Both<'_>, purpose: &Purpose) -> Markup {
    let id = purpose.id.as_str();
    let page = (!purpose.separate.is_empty()).then(|| ["separate-", id].concat());
    html! {
        div.cs-purpose part="purpose" data-cs-when=[both.own.scope.when(id)] {
            // The label behind its box, as of every box (WCAG technique G162); the style puts the box at the end of the line.
            h3.cs-row {
                input #{ "cs-on-" (id) } type="checkbox" role="switch" part="switch" name="purpose" value=(id) autocomplete="off"
                    aria-describedby={ "cs-for-" (id) } data-cs-page=[page.as_deref()];
                label for={ "cs-on-" (id) } { (both.title(purpose)) }
            }
            div #{ "cs-for-" (id) } {
                @if page.is_some() { p { span.cs-tag { (both.say(Msg::SeparateTag)) } } }
                (both.pair_of(purpose, description))
            }
            (both.pair_of(purpose, details))
        }
    }
}

/// One core purpose: information to unfold.
fn needed(both: Both<'_>, purpose: &Purpose) -> Markup {
    html! {
        details.cs-purpose part="purpose" data-cs-when=[both.own.scope.when(purpose.id.as_str())] {
            summary { h3 { (both.title(purpose)) } }
            (both.pair_of(purpose, |notice, purpose| html! { (description(notice, purpose)) (details(notice, purpose)) }))
        }
    }
}

/// The facts of a purpose, what its services keep on the device, and the way to its clause.
fn details(notice: &Notice, purpose: &Purpose) -> Markup {
    let place = notice.purposes.iter().position(|other| other.id == purpose.id);
    html! {
        (facts(notice, purpose))
        (inset(notice, place.unwrap_or(usize::MAX)))
        (clause(notice, purpose.anchor.as_deref(), &purpose.title))
    }
}

/// What a purpose is for.
pub(crate) fn description(notice: &Notice, purpose: &Purpose) -> Markup {
    html! { p { @if let Some(text) = &purpose.description { (rich(notice, text)) } @else { (missing(notice)) } } }
}

/// Who is responsible, how to reach them, and how long an answer takes.
pub(crate) fn contact(notice: &Notice) -> Markup {
    let known = &notice.controller;
    let ways = [
        (Msg::Officer, &known.officer, ""),
        (Msg::Address, &known.address, ""),
        (Msg::RegisteredAddress, &known.registered, ""),
        (Msg::Email, &known.email, "mailto:"),
        (Msg::Phone, &known.phone, "tel:"),
    ];
    let response = match known.response_days {
        Some(days) => fill(notice.say(Msg::ResponseDays), &[("days", &decimal(days.into()))]),
        None => notice.say(Msg::ResponseMissing).to_owned(),
    };
    html! {
        section part="controller" {
            h2 { (notice.say(Msg::ControllerHeading)) }
            p {
                (words(notice, known.name.as_deref().unwrap_or_default()))
                (clause(notice, notice.place(Stated::Contact), notice.say(Msg::ControllerHeading)))
            }
            dl.cs-facts {
                @for (label, value, scheme) in ways.into_iter().filter(|(label, value, _)| *label != Msg::RegisteredAddress || value.is_some()) {
                    div { dt { (notice.say(label)) } dd { @if let Some(value) = value { (reach(scheme, value)) } @else { (missing(notice)) } } }
                }
            }
            p {
                span.cs-missing[known.response_days.is_none()] { (response) }
                (clause(notice, notice.place(Stated::Response), &response))
            }
        }
    }
}

/// A value as a link that writes or calls; plain text where it does not fit one.
///
/// An address may not hold what could mean more than itself: in RFC 6068 a `?` adds recipients and text.
fn reach(scheme: &str, value: &str) -> Markup {
    let mut href = scheme.to_owned();
    let phone = scheme == "tel:";
    for c in value.chars() {
        match c {
            '0'..='9' | '+' => href.push(c),
            _ if phone => {}
            'a'..='z' | 'A'..='Z' | '.' | '@' | '_' | '-' | '\u{80}'.. => href.push(c),
            _ => href.clear(),
        }
    }
    let fits = !scheme.is_empty() && href.len() > scheme.len() && href.get(..scheme.len()) == Some(scheme);
    html! { @if fits { a href=(href) { (value) } } @else { (value) } }
}
