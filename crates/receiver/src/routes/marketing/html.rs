//! The pages that a person's links lead to, as HTML: what a link says and what holds in, a page out. Plain forms, no script.
//! Whoever opens one changes nothing; each button says what it does, and stopping is the first of them.
//! Deliberately absent: the address itself (it is shown masked), and anything of another host.

use super::words::Words;
use countersign_core::Digest;
use countersign_suppression::{Address, TopicId};
use maud::{DOCTYPE, Markup, PreEscaped, html};

const STYLE: &str = include_str!("link.css");

/// The Content-Security-Policy of these pages: their own style by its hash, their own forms, and nothing else.
pub(super) fn policy() -> String {
    let digest = Digest::of(STYLE.as_bytes());
    let style = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, digest.bytes());
    format!("default-src 'none'; style-src 'sha256-{style}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
}

/// What stands around every page.
pub(super) struct Frame<'a> {
    pub(super) words: &'static Words,
    /// What the site calls itself; empty where no link opened.
    pub(super) site: &'a str,
    /// The page's own path, for its forms and for other languages.
    pub(super) path: &'a str,
}

/// Whom and what a link concerns.
pub(super) struct Concern<'a> {
    pub(super) address: &'a Address,
    pub(super) topic: &'a TopicId,
    /// What the site calls them, where it says so.
    pub(super) channel_title: &'a str,
    pub(super) topic_title: &'a str,
}

/// One topic among the finer choices.
pub(super) struct Choice<'a> {
    pub(super) id: &'a str,
    pub(super) title: &'a str,
    pub(super) description: Option<&'a str>,
    pub(super) is_given: bool,
}

/// What a page says first.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Said {
    /// Messages may come, and can be stopped.
    Open,
    /// They are stopped.
    Stopped,
    /// They are allowed again.
    Allowed,
    /// The finer choices are kept.
    Saved,
}

/// The page of an unsubscribe link.
pub(super) struct Stopping<'a> {
    pub(super) frame: Frame<'a>,
    pub(super) concern: Concern<'a>,
    pub(super) said: Said,
    pub(super) choices: &'a [Choice<'a>],
    /// The receipt of what was just done.
    pub(super) rid: Option<&'a str>,
}

/// Draws the page of an unsubscribe link.
pub(super) fn stopping(page: &Stopping<'_>) -> Markup {
    let Stopping { frame, concern, said, choices, rid } = page;
    let words = frame.words;
    let (title, lead) = match said {
        Said::Open => ("stop-title", sentence(frame, concern, "stop-lead")),
        Said::Stopped => ("stopped-title", sentence(frame, concern, "stopped-lead")),
        Said::Allowed => ("allowed-title", sentence(frame, concern, "allowed-lead")),
        Said::Saved => ("saved-title", sentence(frame, concern, "saved-lead")),
    };
    let main = html! {
        p.lead { (lead) }
        p.note { (words.service()) }
        (receipt(words, *rid))
        @if *said == Said::Stopped {
            (button(frame, "allow", words.say("undo"), "quiet"))
        } @else if *said != Said::Saved {
            (button(frame, "stop", words.say("stop"), ""))
        }
        @if !choices.is_empty() { (finer(frame, choices)) }
        @if !concern.topic.is_every() || *said == Said::Saved {
            (button(frame, "stop-every", words.say("stop-every"), "quiet"))
        }
    };
    shell(frame, words.say(title), &main)
}

fn finer(frame: &Frame<'_>, choices: &[Choice<'_>]) -> Markup {
    let words = frame.words;
    html! {
        form.card method="post" action=(frame.path) {
            input type="hidden" name="act" value="choose";
            fieldset aria-describedby="choices-note" {
                legend { h2 { (words.say("choices")) } }
                p.note id="choices-note" { (words.say("choices-note")) }
                @for choice in choices {
                    // Which topics the page showed: what it did not show, it does not change.
                    input type="hidden" name="shown" value=(choice.id);
                    label.choice {
                        input type="checkbox" name="topic" value=(choice.id) checked[choice.is_given];
                        span { (choice.title) @if let Some(text) = choice.description { span.note { (text) } } }
                    }
                }
            }
            button type="submit" { (words.say("save")) }
        }
    }
}

/// What the page of a confirmation says.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Asked {
    /// Whether messages are wanted.
    Open,
    /// They are.
    Confirmed,
}

/// Draws the page of a confirmation.
pub(super) fn confirming(frame: &Frame<'_>, concern: &Concern<'_>, asked: Asked, rid: Option<&str>) -> Markup {
    let words = frame.words;
    let main = html! {
        @if asked == Asked::Open {
            p.lead { (sentence(frame, concern, "confirm-lead")) }
            (button(frame, "confirm", words.say("confirm"), ""))
            p.note { (words.say("confirm-else")) }
        } @else {
            p.lead { (sentence(frame, concern, "allowed-lead")) }
            (receipt(words, rid))
        }
    };
    shell(frame, words.say(if asked == Asked::Open { "confirm-title" } else { "allowed-title" }), &main)
}

/// Draws a page on which nothing can be done, and nothing was.
pub(super) fn trouble(frame: &Frame<'_>, title: &str, lead: &str) -> Markup {
    let words = frame.words;
    shell(frame, words.say(title), &html! { p.lead { (words.say(lead)) } })
}

fn receipt(words: &Words, rid: Option<&str>) -> Markup {
    html! {
        @if let Some(rid) = rid {
            div.receipt {
                p { (words.fill("receipt", &[("rid", rid)])) }
                p.note { (words.say("receipt-note")) }
            }
        }
    }
}

/// A sentence about whom and what a link concerns; about every topic it is another one.
fn sentence(frame: &Frame<'_>, concern: &Concern<'_>, key: &str) -> String {
    let every = format!("{key}-every");
    let key = if concern.topic.is_every() && !frame.words.say(&every).is_empty() { &every } else { key };
    let address = concern.address.masked();
    let holes = [("site", frame.site), ("topic", concern.topic_title), ("address", &address), ("channel", concern.channel_title)];
    frame.words.fill(key, &holes)
}

fn button(frame: &Frame<'_>, act: &str, text: &str, class: &str) -> Markup {
    html! {
        form method="post" action=(frame.path) {
            input type="hidden" name="act" value=(act);
            button class=[Some(class).filter(|class| !class.is_empty())] type="submit" { (text) }
        }
    }
}

fn shell(frame: &Frame<'_>, title: &str, main: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(frame.words.tag) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="robots" content="noindex, nofollow";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                @if !frame.site.is_empty() { header { p { (frame.site) } } }
                main { h1 { (title) } (main) }
                footer {
                    nav aria-label=(frame.words.say("languages")) {
                        @for words in Words::all() {
                            @let here = (words.tag == frame.words.tag).then_some("true");
                            a href={ (frame.path) "?lang=" (words.tag) } lang=(words.tag) hreflang=(words.tag) aria-current=[here] { (words.name()) }
                        }
                    }
                }
            }
        }
    }
}
