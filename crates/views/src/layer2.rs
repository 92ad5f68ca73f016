//! Layer 2: the preferences, purpose by purpose.
//!
//! Enters: a notice. Leaves: the content of the dialog's shadow root, rendered by the build; what depends on how things stand on the page
//! bears `data-cs-when`, and `src/ports/standing.ts` takes away what does not hold. Absent: a switch for a core purpose (STANDARDS rule
//! U31), and any switch that is on: the browser turns on those that the visitor turned on before (U4).

use countersign_core::{Msg, Notice, Purpose, Stated, decimal};
use maud::{Markup, html};

use crate::facts::{facts, words};
use crate::parts::{Way, clause, controller, dir, edition, fill, head, inset, missing, rich};
use crate::scope;
use crate::signals::signals;

/// The preferences, every switch off. `pages` are those of the desk that it leads to: name and label of each.
#[must_use]
pub fn layer2(notice: &Notice, pages: &[(&str, &str)]) -> String {
    let any = notice.additional().next().is_some();
    // A child opens nothing.
    let grown = notice.asks_age().map(|_| "grown");
    html! {
        div.cs-sheet part="sheet" lang=(notice.locale) dir=(dir(&notice.locale)) {
            (head(notice, notice.say(Msg::PreferencesTitle), Way::Language))
            div.cs-body part="body" {
                p.cs-who { (controller(notice)) }
                (edition(notice))
                (scope::line(notice, pages))
                fieldset part="additional" data-cs-when=[scope::here(notice)] {
                    legend { h2 { (notice.say(Msg::AdditionalHeading)) } }
                    p.cs-note {
                        (notice.say(if any { Msg::AdditionalNote } else { Msg::NoAdditional }))
                        (clause(notice, notice.place(Stated::Additional), notice.say(Msg::AdditionalHeading)))
                    }
                    (besides(notice))
                    @if any { (signals(notice)) }
                    @for purpose in notice.additional() { (choosable(notice, purpose)) }
                }
                @if notice.core().next().is_some() || !notice.insets.is_empty() {
                    section part="core" {
                        h2 { (notice.say(Msg::CoreHeading)) }
                        p.cs-note {
                            (notice.say(Msg::CoreNote))
                            (clause(notice, notice.place(Stated::Core), notice.say(Msg::CoreHeading)))
                        }
                        @for purpose in notice.core() { (needed(notice, purpose)) }
                        (inset(notice, notice.purposes.len()))
                    }
                }
                (inset(notice, notice.purposes.len() + 1))
                (contact(notice))
                p.cs-links {
                    @for (name, label) in pages.iter().filter(|(name, _)| *name != scope::PAGE) { (link(name, label)) }
                    (link("policy", notice.say(Msg::ReadPolicy)))
                    (link("receipts", notice.say(Msg::ReceiptsHeading)))
                    button.cs-link type="button" data-cs="withdraw" data-cs-when="open" { (notice.say(Msg::WithdrawAll)) }
                }
                // What is said where the receipts' own module does not come.
                div part="lost" hidden { p { (notice.say(Msg::ReceiptsLost)) } (link("download", notice.say(Msg::DownloadAll))) }
            }
            p.cs-status part="status" role="status" {}
            @if any {
                div.cs-actions part="actions" data-cs-when=[scope::here(notice)] {
                    (choice("refuse", notice.say(Msg::RefuseAll), None))
                    (choice("save", notice.say(Msg::Save), grown))
                    @if notice.at_once().next().is_some() { (choice("accept", notice.say(Msg::AcceptAll), grown)) }
                }
            }
        }
    }
    .into_string()
}

/// A button that looks like a link, because it leads to another layer.
fn link(hook: &str, label: &str) -> Markup {
    html! { button.cs-link type="button" data-cs=(hook) { (label) } }
}

/// One of the equal buttons.
fn choice(hook: &str, label: &str, when: Option<&str>) -> Markup {
    html! { button.cs-button type="button" part="button" data-cs=(hook) data-cs-when=[when] { (label) } }
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
fn choosable(notice: &Notice, purpose: &Purpose) -> Markup {
    let id = purpose.id.as_str();
    let page = (!purpose.separate.is_empty()).then(|| ["separate-", id].concat());
    html! {
        div.cs-purpose part="purpose" data-cs-when=[notice.scope.when(id)] {
            // The label behind its box, as of every box (WCAG technique G162); the style puts the box at the end of the line.
            h3.cs-row {
                input #{ "cs-on-" (id) } type="checkbox" role="switch" part="switch" name="purpose" value=(id) autocomplete="off"
                    aria-describedby={ "cs-for-" (id) } data-cs-page=[page.as_deref()];
                label for={ "cs-on-" (id) } { (purpose.title) }
            }
            div #{ "cs-for-" (id) } {
                @if page.is_some() { p { span.cs-tag { (notice.say(Msg::SeparateTag)) } } }
                (description(notice, purpose))
            }
            (facts(notice, purpose))
            (kept(notice, purpose))
            (clause(notice, purpose.anchor.as_deref(), &purpose.title))
        }
    }
}

/// One core purpose: information to unfold.
fn needed(notice: &Notice, purpose: &Purpose) -> Markup {
    html! {
        details.cs-purpose part="purpose" data-cs-when=[notice.scope.when(purpose.id.as_str())] {
            summary { h3 { (purpose.title) } }
            (description(notice, purpose))
            (facts(notice, purpose))
            (kept(notice, purpose))
            (clause(notice, purpose.anchor.as_deref(), &purpose.title))
        }
    }
}

/// What the services of a purpose keep on the device.
fn kept(notice: &Notice, purpose: &Purpose) -> Markup {
    let place = notice.purposes.iter().position(|other| other.id == purpose.id);
    inset(notice, place.unwrap_or(usize::MAX))
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
