//! The page of rights in the desk: what a person may ask for, how, by when an answer is due, a form for each that asks, and the ways to take
//! back what was agreed to.
//!
//! Enters: a notice, its rights and ways to say words. Leaves: a sheet that the build renders once for each language. What a form says is
//! compiled too: `data-cs-say` holds the claims of its receipt. Deliberately absent: the addresses and words that people enter, which a
//! script sends beside the receipt and never in it, and the state of requests, for which empty pieces stand ready.
//!
//! Hooks (`src/desk/rights.ts`): `details[data-cs-right]`, in it `template[data-cs-form]` with `form[data-cs-say]` with the fields `contact`, `words`, `case` and `read`;
//! `[data-cs-to]` leads to another right; `[data-cs-requests]` with its address, and in it `template[data-cs-request]` for one request,
//! `template[data-cs-word]` for each word.

mod contacts;
mod words;

use countersign_core::{Msg, Notice, RichText, Starts};
use maud::{Markup, html};

use crate::parts::{controller, desk_page, fill, gap, missing, rich};
pub use words::RightWord;

/// What the visitor does in the layers; every page says how.
const WITHDRAW: &str = "withdraw";

/// One right.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RightView<'a> {
    /// Its name, a key of the words.
    pub id: &'a str,
    /// How, in the author's words.
    pub way: Option<&'a RichText>,
    /// Of what the person may pick one: circumstances, or what it is for.
    pub cases: &'a [RichText],
    /// Which documents to enclose.
    pub documents: &'a [RichText],
    /// What has to be read and agreed to first.
    pub first: Option<&'a RichText>,
    /// By when an answer is due, in words.
    pub deadline: Option<String>,
    /// A longer time that the policy names too, in words.
    pub also: Option<String>,
    /// Whether that counts working days.
    pub working: bool,
    /// From when it counts.
    pub starts: Starts,
    /// The claims of the receipt that asks; `None` where the visitor does it in the layers.
    pub claims: Option<String>,
}

/// Where the page leads, and where contact and words go.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct RightPlaces<'a> {
    /// Where contact and words of a request go; without it no form asks for any.
    pub requests: Option<&'a str>,
    /// The page of the desk with the permissions of the device, where there is one.
    pub permissions: Option<&'a str>,
}

/// The page.
#[must_use]
pub fn rights<'w>(notice: &Notice, rights: &[RightView<'_>], places: RightPlaces<'_>, say: &dyn Fn(RightWord) -> &'w str) -> String {
    let page = Page { notice, rights, places, say };
    let body = html! {
        p.cs-note {
            @if places.requests.is_some() { (fill(say(RightWord::Note), &[("controller", controller(notice))])) }
            @else { (say(RightWord::NoForm)) }
        }
        section part="rights" {
            @for right in rights { (page.right(right)) }
            @if !rights.iter().any(|right| right.id == WITHDRAW) { (page.withdrawing(None)) }
        }
        @if let Some(address) = places.requests { (page.requests(address)) }
        (contacts::contacts(notice, say))
    };
    desk_page(notice, say(RightWord::Heading), &body)
}

struct Page<'a, 'w> {
    notice: &'a Notice,
    rights: &'a [RightView<'a>],
    places: RightPlaces<'a>,
    say: &'a dyn Fn(RightWord) -> &'w str,
}

impl Page<'_, '_> {
    fn say(&self, word: RightWord) -> &str {
        (self.say)(word)
    }

    fn title(&self, id: &str) -> &str {
        RightWord::ALL.iter().find(|word| word.key() == id).map_or("", |word| self.say(*word))
    }

    fn right(&self, right: &RightView<'_>) -> Markup {
        let Some(claims) = &right.claims else { return self.withdrawing(right.way) };
        html! {
            details.cs-purpose data-cs-right=(right.id) {
                summary { h2 { (self.title(right.id)) } }
                dl.cs-facts {
                    div { dt { (self.say(RightWord::How)) } dd { (self.way(right.way)) } }
                    div { dt { (self.say(RightWord::Within)) } dd { (self.deadline(right)) } }
                    @if !right.documents.is_empty() {
                        div { dt { (self.say(RightWord::Documents)) } dd { ul.cs-plain { @for one in right.documents { li { (rich(self.notice, one)) } } } } }
                    }
                }
                // A form is made when its fold is opened, so that no page carries a dozen of them.
                @if self.places.requests.is_some() { template data-cs-form { (self.form(right, claims)) } }
            }
        }
    }

    fn way(&self, way: Option<&RichText>) -> Markup {
        html! { @if let Some(way) = way { (rich(self.notice, way)) } @else { (missing(self.notice)) } }
    }

    /// Every way to take something back stands side by side: the choices, the device, the data, the account.
    fn withdrawing(&self, way: Option<&RichText>) -> Markup {
        let asked = |id: &str| self.rights.iter().any(|right| right.id == id);
        html! {
            details.cs-purpose data-cs-right=(WITHDRAW) {
                summary { h2 { (self.title(WITHDRAW)) } }
                dl.cs-facts { div { dt { (self.say(RightWord::How)) } dd { (self.way(way)) } } }
                p.cs-note { (self.say(RightWord::Routes)) }
                ul.cs-plain part="routes" {
                    li { (route("back", None, self.say(RightWord::RouteSettings))) }
                    @if let Some(page) = self.places.permissions { li { (route(page, None, self.say(RightWord::RoutePermissions))) } }
                    @for id in ["delete", "close-account"] {
                        @if asked(id) { li { (route("", Some(id), self.title(id))) } }
                    }
                }
            }
        }
    }

    fn deadline(&self, right: &RightView<'_>) -> Markup {
        let from = if right.starts == Starts::Identity { RightWord::FromIdentity } else { RightWord::FromReceived };
        html! {
            @if let Some(deadline) = &right.deadline {
                span.cs-line { (deadline) }
                span.cs-line { (self.say(from)) }
                @if right.working { span.cs-line { (self.say(RightWord::WorkingNote)) } }
                @if let Some(also) = &right.also { span.cs-line { (fill(self.say(RightWord::Also), &[("deadline", also)])) } }
            } @else {
                (missing(self.notice))
            }
        }
    }

    /// The form of one right. No two elements have one id.
    fn form(&self, right: &RightView<'_>, claims: &str) -> Markup {
        let names = ["case", "contact", "contact-hint", "words", "words-hint"];
        let [case, contact, hint, words, note] = names.map(|name| ["cs-", right.id, "-", name].concat());
        html! {
            form.cs-form data-cs-say=(claims) {
                @if let Some(first) = right.first {
                    p { strong { (self.say(RightWord::First)) } }
                    p { (rich(self.notice, first)) }
                    label.cs-check { input type="checkbox" name="read" required autocomplete="off"; span { (self.say(RightWord::Agree)) } }
                }
                @if !right.cases.is_empty() {
                    label for=(case) {
                        span { (self.say(RightWord::Case)) }
                        select id=(case) name="case" autocomplete="off" {
                            option value="" { (self.say(RightWord::CaseNone)) }
                            @for one in right.cases { option { (one.text) } }
                        }
                    }
                }
                label for=(contact) {
                    span { (self.say(RightWord::Contact)) }
                    input id=(contact) name="contact" maxlength="320" autocomplete="email" required aria-describedby=(hint);
                }
                p.cs-note id=(hint) { (self.say(RightWord::ContactHint)) }
                label for=(words) {
                    span { (self.say(RightWord::Words)) }
                    textarea id=(words) name="words" rows="3" maxlength="3000" aria-describedby=(note) {}
                }
                p.cs-note id=(note) { (self.say(RightWord::WordsHint)) (gap(self.notice)) (self.say(RightWord::Identity)) }
                button.cs-button type="submit" part="button" { (self.say(RightWord::Send)) }
            }
        }
    }

    /// The requests of this browser: a script fills in one piece for each, and takes its words from the templates.
    fn requests(&self, address: &str) -> Markup {
        html! {
            section part="requests" data-cs-requests=(address) {
                h2 tabindex="-1" { (self.say(RightWord::Requests)) }
                p.cs-note data-cs-empty { (self.say(RightWord::RequestsEmpty)) }
                ul.cs-plain {}
                template data-cs-request {
                    li.cs-purpose {
                        h3 {}
                        p { strong data-cs-state {} }
                        @for piece in ["reason", "due", "asked", "contact", "reference"] { p.cs-note data-cs-fact=(piece) hidden {} }
                        button.cs-link type="button" data-cs-forget hidden { (self.say(RightWord::Forget)) }
                    }
                }
                @for word in words::SAID { template data-cs-word=(word.key()) { (self.say(word)) } }
                button.cs-link type="button" data-cs="receipts" { (self.notice.say(Msg::ReceiptsHeading)) }
            }
        }
    }
}

/// A way to another place: by a control of the dialog, or to another right of this page.
fn route(hook: &str, to: Option<&str>, label: &str) -> Markup {
    html! { button.cs-link type="button" data-cs=[Some(hook).filter(|hook| !hook.is_empty())] data-cs-to=[to] { (label) } }
}
