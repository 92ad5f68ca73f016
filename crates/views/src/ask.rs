//! What is said at the moment itself: the prompt before a permission of the device or a field that rests on consent, and the line beside a
//! field that is explained.
//!
//! Enters: a notice, what is asked, and ways to say words. Leaves: a page of the desk and a line, rendered by the build; what each answer says
//! is compiled too, in `data-cs-say`. Absent: whether somebody has answered, which the browser keeps, and the browser's own prompt, which
//! comes behind this one (REQUIREMENTS JT-02).
//!
//! Hooks: on the sheet `data-cs-field`, `data-cs-mark`, `data-cs-asks`, `data-cs-opens`, `data-cs-query`; `button[data-cs=yes]`,
//! `button[data-cs=no]`, `button[data-cs=instead]` with the field in `data-cs-other`; `button[data-cs-send]` and `input[name=code]`
//! where somebody else has to agree by a code; `data-cs-for` with the roles that it concerns; in the line `button[data-cs-more]`.

use countersign_core::{Msg, Notice, Purpose, PurposeKind, RichText};
use maud::{Markup, html};

use crate::facts;
use crate::parts::{Way, clause, controller, dir, fill, gap, head, list, missing, rich};
use crate::transfers::{self, Transfer};

words! {
    /// Words of prompts and of the page of permissions.
    AskWord in "ask" {
        Allow "allow",
        Refuse "refuse",
        GoOn "go-on",
        NotNow "not-now",
        TakeBack "take-back",
        BrowserNext "browser-next",
        Explained "explained",
        Instead "instead",
        More "more",
        System "system",
        Serves "serves",
        Heading "heading",
        Device "device",
        Note "note",
        None "none",
        Rebuilt "rebuilt",
        Others "others",
        OthersNote "others-note",
        Needed "needed",
        Browser "browser",
        Granted "granted",
        Denied "denied",
        Prompt "prompt",
        Unknown "unknown",
        Opened "opened",
        Closed "closed",
        Way "way",
        Platforms "platforms",
        PlatformsNote "platforms-note",
        Android "android",
        AndroidWay "android-way",
        Ios "ios",
        IosWay "ios-way",
        Computer "computer",
        ComputerWay "computer-way",
        Wechat "wechat",
        WechatWay "wechat-way",
        Abroad "abroad",
        AbroadNote "abroad-note",
        Scenario "scenario",
        Receiver "receiver",
        Safeguard "safeguard",
        Code "code",
        SendCode "send-code",
        CodeSent "code-sent",
        CodeUnsent "code-unsent",
        CodeWrong "code-wrong",
    }
}

/// A way to say them.
pub type AskSay<'w> = dyn Fn(AskWord) -> &'w str + 'w;

/// What is asked or explained.
#[derive(Clone, Debug)]
pub struct AskView<'a> {
    /// What for, which data, who gets them; it is asked for where it is additional, else explained.
    pub purpose: &'a Purpose,
    /// Whether it is a permission of the device.
    pub device: bool,
    /// Whether a yes opens a purpose of the notice itself.
    pub opens: bool,
    /// What else is said before the answer.
    pub note: Option<&'a RichText>,
    /// How to close it, in the policy's words.
    pub way: Option<&'a RichText>,
    /// To whom a code goes without which nothing is given.
    pub code: Option<&'a RichText>,
    /// What leaves the country for it.
    pub abroad: Vec<Transfer<'a>>,
    /// Conditions under which it concerns the visitor; `None`: always.
    pub when: Option<String>,
    /// The title of the purpose that it serves.
    pub serves: Option<&'a str>,
    /// What can be chosen in its place.
    pub instead: Vec<&'a Purpose>,
    /// Names under which systems show it.
    pub system: &'a [String],
    /// What browsers call it when they are asked how it stands.
    pub query: Option<&'a str>,
    /// Changes with what is asked, so that an old answer holds for it no more.
    pub mark: String,
    /// What a receipt says where it is given, refused and withdrawn.
    pub said: [String; 3],
}

impl AskView<'_> {
    /// Whether it rests on consent.
    pub(crate) fn asks(&self) -> bool {
        self.purpose.kind == PurposeKind::Additional
    }
}

/// What a prompt says of a purpose, in the order shown.
const FACTS: [Msg; 5] = [Msg::Data, Msg::Effect, Msg::Recipients, Msg::Retention, Msg::Basis];

/// The prompt: a page of the desk.
#[must_use]
pub fn ask(notice: &Notice, view: &AskView<'_>, say: &AskSay<'_>) -> String {
    let purpose = view.purpose;
    let [yes, no] = if view.asks() { [AskWord::Allow, AskWord::Refuse] } else { [AskWord::GoOn, AskWord::NotNow] };
    let answer = |hook: &str, word: AskWord, said: &str| {
        html! { button.cs-button type="button" part="button" data-cs=(hook) data-cs-say=[view.asks().then_some(said)] { (say(word)) } }
    };
    html! {
        div.cs-sheet part="sheet" lang=(notice.locale) dir=(dir(&notice.locale)) data-cs-desk data-cs-field=(purpose.id.as_str())
            data-cs-mark=(view.mark) data-cs-asks[view.asks()] data-cs-opens[view.opens] data-cs-query=[view.query]
            data-cs-for=[view.when.as_deref()] {
            (head(notice, &purpose.title, Way::Language))
            div.cs-body part="body" {
                p.cs-who { (controller(notice)) }
                p { @if let Some(text) = &purpose.description { (rich(notice, text)) } @else { (missing(notice)) } }
                @if let Some(note) = view.note { p { (rich(notice, note)) } }
                dl.cs-facts {
                    @for label in FACTS { div { dt { (notice.say(label)) } dd { (facts::value(notice, purpose, label)) } } }
                }
                @if !view.abroad.is_empty() {
                    section part="abroad" { h2 { (say(AskWord::Abroad)) } (transfers::table(notice, &view.abroad, say)) }
                }
                (clause(notice, purpose.anchor.as_deref(), &purpose.title))
                @if let Some(words) = view.code { (code(notice, words, say)) }
                p.cs-note { (after(notice, view, say)) }
                (others(notice, view, say))
            }
            p.cs-status part="status" role="status" {}
            div.cs-actions part="actions" { (answer("no", no, &view.said[1])) (answer("yes", yes, &view.said[0])) }
        }
    }
    .into_string()
}

/// What comes after a yes, and how it is taken back (REQUIREMENTS WD-02, WD-03).
fn after(notice: &Notice, view: &AskView<'_>, say: &AskSay<'_>) -> Markup {
    let places = [("choices", notice.say(Msg::PreferencesTitle)), ("permissions", say(AskWord::Heading))];
    html! {
        @if view.asks() {
            @if view.device { (say(AskWord::BrowserNext)) (gap(notice)) }
            (fill(say(AskWord::TakeBack), &places))
        } @else {
            (say(AskWord::Explained))
        }
    }
}

/// The code that somebody else has to pass on, such as the owner of a telephone number: without it nothing is given (REQUIREMENTS JT-10).
fn code(notice: &Notice, words: &RichText, say: &AskSay<'_>) -> Markup {
    html! {
        section part="code" {
            p { (rich(notice, words)) }
            div.cs-form {
                button.cs-link type="button" data-cs-send { (say(AskWord::SendCode)) }
                label for="cs-code" {
                    span { (say(AskWord::Code)) }
                    input #cs-code name="code" maxlength="32" inputmode="numeric" autocomplete="off";
                }
            }
            @for word in [AskWord::CodeSent, AskWord::CodeUnsent, AskWord::CodeWrong] { template data-cs-word=(word.key()) { (say(word)) } }
        }
    }
}

/// Other ways to the same end, each with the data that it takes (REQUIREMENTS JT-07).
fn others(notice: &Notice, view: &AskView<'_>, say: &AskSay<'_>) -> Markup {
    html! {
        @if !view.instead.is_empty() {
            section part="instead" {
                h2 { (say(AskWord::Instead)) }
                @for other in &view.instead {
                    button.cs-link type="button" data-cs="instead" data-cs-other=(other.id.as_str()) { (other.title) }
                    p.cs-note { (facts::value(notice, other, Msg::Data)) }
                }
            }
        }
    }
}

/// The line beside a field, in the page's own style: what for, and a way to more.
#[must_use]
pub fn ask_line(notice: &Notice, view: &AskView<'_>, say: &AskSay<'_>) -> String {
    let purpose = view.purpose;
    html! {
        p data-cs-told=(purpose.id.as_str()) lang=(notice.locale) dir=(dir(&notice.locale)) {
            @if let Some(text) = &purpose.description { (rich(notice, text)) } @else { (purpose.title) }
            @if let Some(note) = view.note { (gap(notice)) (rich(notice, note)) }
            " " button type="button" data-cs-more { (say(AskWord::More)) }
        }
    }
    .into_string()
}

/// The names under which systems show a permission.
pub(crate) fn system(notice: &Notice, names: &[String], say: &AskSay<'_>) -> Markup {
    let quoted = list(notice, &mut names.iter().map(String::as_str), usize::MAX);
    html! { @if !names.is_empty() { p.cs-note { (fill(say(AskWord::System), &[("names", &quoted)])) } } }
}
