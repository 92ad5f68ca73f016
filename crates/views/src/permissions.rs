//! The page of permissions in the desk: what the site may ask the device for, what each is for, how it stands, and how it is closed.
//!
//! Enters: a notice, what is asked, and ways to say words. Leaves: a page that the build renders once for each language; what a switch says is
//! compiled too. Absent: how things stand, for which the browser fills in switches and lines, and any switch that is on. A permission that
//! the service cannot do without has no switch and says why (REQUIREMENTS PM-15).
//!
//! Hooks: `[data-cs-field]` around each with `data-cs-mark` and `data-cs-query`; `input[name=permission]` and `input[name=field]`, a group each, with `data-cs-given` and
//! `data-cs-withdrawn`; `[data-cs-browser]` for the browser's word; `template[data-cs-word]` for what a script says; `details[data-cs-platform]`.

use countersign_core::{Msg, Notice};
use maud::{Markup, html};

use crate::ask::{AskSay, AskView, AskWord, system};
use crate::facts;
use crate::parts::{clause, desk_page, missing, rich};

/// The words that a script says.
const SAID: [AskWord; 6] = [AskWord::Granted, AskWord::Denied, AskWord::Prompt, AskWord::Unknown, AskWord::Opened, AskWord::Closed];

/// Each platform with how a permission is closed on it.
const PLATFORMS: [(&str, AskWord, AskWord); 4] = [
    ("android", AskWord::Android, AskWord::AndroidWay),
    ("ios", AskWord::Ios, AskWord::IosWay),
    ("computer", AskWord::Computer, AskWord::ComputerWay),
    ("wechat", AskWord::Wechat, AskWord::WechatWay),
];

/// The page.
#[must_use]
pub fn permissions(notice: &Notice, views: &[AskView<'_>], say: &AskSay<'_>) -> String {
    let device: Vec<_> = views.iter().filter(|view| view.device).collect();
    let others: Vec<_> = views.iter().filter(|view| !view.device && !view.opens && view.asks()).collect();
    let body = html! {
        fieldset part="device" {
            legend { h2 { (say(AskWord::Device)) } }
            p.cs-note { (say(AskWord::Note)) }
            @if notice.drafted && !device.is_empty() { p.cs-note { (say(AskWord::Rebuilt)) } }
            @if device.is_empty() { p.cs-missing { (say(AskWord::None)) } }
            @for view in &device { (row(notice, view, say)) }
        }
        @if !others.is_empty() {
            fieldset part="asked" {
                legend { h2 { (say(AskWord::Others)) } }
                p.cs-note { (say(AskWord::OthersNote)) }
                @for view in &others { (row(notice, view, say)) }
            }
        }
        @if !device.is_empty() { (platforms(say)) }
        @for word in SAID { template data-cs-word=(word.key()) { (say(word)) } }
    };
    desk_page(notice, say(AskWord::Heading), &body)
}

/// One permission: a switch where it is the visitor's to give.
fn row(notice: &Notice, view: &AskView<'_>, say: &AskSay<'_>) -> Markup {
    let purpose = view.purpose;
    let id = purpose.id.as_str();
    html! {
        div.cs-purpose part="permission" data-cs-field=(id) data-cs-mark=(view.mark) data-cs-query=[view.query] data-cs-when=[view.when.as_deref()] {
            @if view.asks() {
                h3.cs-row {
                    input #{ "cs-may-" (id) } type="checkbox" role="switch" part="switch" name=(if view.device { "permission" } else { "field" }) value=(id)
                        autocomplete="off" aria-describedby={ "cs-why-" (id) } data-cs-given=(view.said[0]) data-cs-withdrawn=(view.said[2]);
                    label for={ "cs-may-" (id) } { (purpose.title) }
                }
            } @else {
                h3 { (purpose.title) " " span.cs-tag { (say(AskWord::Needed)) } }
            }
            div #{ "cs-why-" (id) } {
                p { @if let Some(text) = &purpose.description { (rich(notice, text)) } @else { (missing(notice)) } }
                @if let Some(note) = view.note { p { (rich(notice, note)) } }
            }
            (system(notice, view.system, say))
            (values(notice, view, say))
            (clause(notice, purpose.anchor.as_deref(), &purpose.title))
        }
    }
}

/// What is stated of it, and the browser's word.
fn values(notice: &Notice, view: &AskView<'_>, say: &AskSay<'_>) -> Markup {
    let purpose = view.purpose;
    let fact = |label: Msg| html! { div { dt { (notice.say(label)) } dd { (facts::value(notice, purpose, label)) } } };
    html! {
        dl.cs-facts {
            @if let Some(title) = view.serves { div { dt { (say(AskWord::Serves)) } dd { (title) } } }
            @if !purpose.data.is_empty() { (fact(Msg::Data)) }
            (fact(Msg::Effect))
            @if view.device { div { dt { (say(AskWord::Browser)) } dd data-cs-browser { (say(AskWord::Unknown)) } } }
            @if let Some(way) = view.way { div { dt { (say(AskWord::Way)) } dd { (rich(notice, way)) } } }
        }
    }
}

/// How a permission is closed outside the site, for each platform; the browser opens its own.
fn platforms(say: &AskSay<'_>) -> Markup {
    html! {
        section part="platforms" {
            h2 { (say(AskWord::Platforms)) }
            p.cs-note { (say(AskWord::PlatformsNote)) }
            @for (name, title, way) in PLATFORMS {
                details.cs-purpose data-cs-platform=(name) { summary { h3 { (say(title)) } } p { (say(way)) } }
            }
        }
    }
}
