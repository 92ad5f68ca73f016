//! The page of rights in the desk: what a person may ask for, how, by when an answer is due, and a form for each that asks.
//!
//! Enters: a notice, its rights and ways to say words. Leaves: markup that the build renders once for each language. What a form says is
//! compiled too: `data-cs-say` holds the claims of its receipt. Deliberately absent: the addresses and words that people enter, which a
//! script sends beside the receipt and never in it, and the state of requests, for which empty pieces stand ready.
//!
//! Hooks: `form[data-cs-ask]` with `input[name=contact]` and `textarea[name=words]`; `[data-cs-requests]` with its address, and in it
//! `template[data-cs-request]` for one request, `template[data-cs-word]` for each word; `button[data-cs=choices]`.

use countersign_core::{Msg, Notice, RichText, Starts};
use maud::{Markup, html};

use crate::parts::{controller, desk_page, fill, gap, missing, rich};

words! {
    /// Words of this page.
    RightWord in "right" {
        Heading "heading",
        Note "note",
        Access "access",
        Copy "copy",
        Correct "correct",
        Delete "delete",
        Withdraw "withdraw",
        Transfer "transfer",
        Restrict "restrict",
        Object "object",
        Explain "explain",
        CloseAccount "close-account",
        Complain "complain",
        Deceased "deceased",
        How "how",
        Within "within",
        FromReceived "from-received",
        FromIdentity "from-identity",
        WorkingNote "working-note",
        Contact "contact",
        ContactHint "contact-hint",
        Words "words",
        WordsHint "words-hint",
        Identity "identity",
        Send "send",
        NoForm "no-form",
        Choices "choices",
        Requests "requests",
        RequestsEmpty "requests-empty",
        Waiting "waiting",
        Received "received",
        IdentityAsked "identity-asked",
        Identified "identified",
        Answered "answered",
        Refused "refused",
        Unknown "unknown",
        AskedOn "asked-on",
        DueOn "due-on",
        Reason "reason",
        Reference "reference",
        Sent "sent",
        NotSent "not-sent",
    }
}

/// The words that a script says, each in a template of its own.
const SAID: [RightWord; 12] = [
    RightWord::Waiting,
    RightWord::Received,
    RightWord::IdentityAsked,
    RightWord::Identified,
    RightWord::Answered,
    RightWord::Refused,
    RightWord::Unknown,
    RightWord::AskedOn,
    RightWord::DueOn,
    RightWord::Reason,
    RightWord::Reference,
    RightWord::Sent,
];

/// One right.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RightView<'a> {
    /// Its name, a key of the words.
    pub id: &'a str,
    /// How, in the author's words.
    pub way: Option<&'a RichText>,
    /// By when an answer is due, in words.
    pub deadline: Option<String>,
    /// Whether that counts working days.
    pub working: bool,
    /// From when it counts.
    pub starts: Starts,
    /// The claims of the receipt that asks; `None` where the visitor does it in the layers.
    pub claims: Option<String>,
}

/// The page; `requests` is where contact and words go, and without it no form asks for any.
#[must_use]
pub fn rights<'w>(notice: &Notice, rights: &[RightView<'_>], requests: Option<&str>, say: &dyn Fn(RightWord) -> &'w str) -> String {
    let page = Page { notice, requests, say };
    let body = html! {
        section part="rights" {
            @if requests.is_some() {
                p.cs-note { (fill(say(RightWord::Note), &[("controller", controller(notice))])) (gap(notice)) (say(RightWord::Identity)) }
            } @else {
                p.cs-note { (say(RightWord::NoForm)) }
            }
            @for right in rights { (page.right(right)) }
            (page.contacts())
        }
        @if let Some(address) = requests { (page.requests(address)) }
    };
    desk_page(notice, say(RightWord::Heading), &body)
}

struct Page<'a, 'w> {
    notice: &'a Notice,
    requests: Option<&'a str>,
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
        html! {
            details.cs-purpose data-cs-right=(right.id) {
                summary { h3 { (self.title(right.id)) } }
                dl.cs-facts {
                    div { dt { (self.say(RightWord::How)) } dd { @if let Some(way) = right.way { (rich(self.notice, way)) } @else { (missing(self.notice)) } } }
                    @if right.claims.is_some() { div { dt { (self.say(RightWord::Within)) } dd { (self.deadline(right)) } } }
                }
                @match &right.claims {
                    Some(claims) => @if self.requests.is_some() { (self.form(right.id, claims)) },
                    None => button type="button" data-cs="choices" { (self.say(RightWord::Choices)) },
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
            } @else {
                (missing(self.notice))
            }
        }
    }

    /// The form of one right. No two elements have one id.
    fn form(&self, id: &str, claims: &str) -> Markup {
        let [contact, hint, words, note] = ["contact", "contact-hint", "words", "words-hint"].map(|name| ["cs-", id, "-", name].concat());
        html! {
            form.cs-ask data-cs-ask=(id) data-cs-say=(claims) {
                label for=(contact) { (self.say(RightWord::Contact)) }
                input id=(contact) name="contact" maxlength="320" autocomplete="email" required aria-describedby=(hint);
                p.cs-note id=(hint) { (self.say(RightWord::ContactHint)) }
                label for=(words) { (self.say(RightWord::Words)) }
                textarea id=(words) name="words" rows="3" maxlength="4000" aria-describedby=(note) {}
                p.cs-note id=(note) { (self.say(RightWord::WordsHint)) }
                button type="submit" { (self.say(RightWord::Send)) }
                p role="status" {}
                template data-cs-word="not-sent" { (self.say(RightWord::NotSent)) }
            }
        }
    }

    /// How to reach whoever answers, for whom the forms are not the way.
    fn contacts(&self) -> Markup {
        let controller = &self.notice.controller;
        let email = |address: &str| html! { a href={ "mailto:" (address) } { (address) } };
        let rows = [
            (Msg::Email, controller.email.as_deref().map(email)),
            (Msg::Phone, controller.phone.as_ref().map(|phone| html! { (phone) })),
            (Msg::Address, controller.address.as_ref().map(|address| html! { (address) })),
        ];
        html! {
            dl.cs-facts {
                @for (label, value) in rows {
                    @if let Some(value) = value { div { dt { (self.notice.say(label)) } dd { (value) } } }
                }
            }
        }
    }

    /// The requests of this browser: a script fills in one piece for each, and takes its words from the templates.
    fn requests(&self, address: &str) -> Markup {
        html! {
            section part="requests" data-cs-requests=(address) {
                h2 { (self.say(RightWord::Requests)) }
                p.cs-note data-cs-empty { (self.say(RightWord::RequestsEmpty)) }
                ul.cs-requests {}
                template data-cs-request {
                    li { h3 {} p data-cs-state {} p data-cs-due {} p data-cs-reason {} p.cs-note data-cs-asked {} p.cs-note data-cs-reference {} }
                }
                @for word in SAID { template data-cs-word=(word.key()) { (self.say(word)) } }
            }
        }
    }
}
