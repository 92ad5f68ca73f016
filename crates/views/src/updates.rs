//! The page of updates in the desk: what changed since the version that a choice was made for, and the purposes that are asked again.
//!
//! Enters: a notice, what changed since each version that is kept, and ways to say words. Leaves: a sheet that the build renders once for each
//! language, with a piece for every version and a row for every additional purpose; a script takes away those that do not concern the visitor.
//! Deliberately absent: which version that is, and what was chosen.
//!
//! Hooks (`src/desk/updates.ts`): `[part=sheet][data-cs-version]`; `[data-cs-since]` with an older version; `[data-cs-asked]`, in it
//! `[data-cs-again]` with a purpose, and `[data-cs-page]` where it has a page of its own; `[data-cs-stands]` with the hole `{version}`; `[data-cs-answer]` with `refuse` or `accept`.

use countersign_core::{Msg, Notice, Purpose};
use maud::{Markup, html};

use crate::changes::{ChangeWord, Changes, changed_facts};
use crate::facts::facts;
use crate::parts::{Way, dir, edition, fill, head, missing, rich};
use crate::url::Url;

words! {
    /// Words of this page, and of the message that announces a version.
    UpdateWord in "update" {
        Heading "heading",
        News "news",
        Asked "asked",
        AskedNote "asked-note",
        Stands "stands",
        Since "since",
        NoFacts "no-facts",
        Whole "whole",
        Refuse "refuse",
        Accept "accept",
        Subject "subject",
        Greeting "greeting",
        Applies "applies",
        AppliesNow "applies-now",
        Choices "choices",
        InFull "in-full",
    }
}

/// What changed since one version.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Update {
    /// Facts that differ; the page leaves the text to the page with all changes.
    pub changes: Changes,
    /// Address of that page.
    pub address: String,
}

/// The words of two groups.
#[derive(Clone, Copy)]
pub struct UpdateWords<'a, 'w> {
    /// This page's own.
    pub update: &'a dyn Fn(UpdateWord) -> &'w str,
    /// Those of changes.
    pub change: &'a dyn Fn(ChangeWord) -> &'w str,
}

/// The page; `updates` has the newest version first.
#[must_use]
pub fn updates(notice: &Notice, updates: &[Update], words: UpdateWords<'_, '_>) -> String {
    let say = words.update;
    html! {
        div.cs-sheet part="sheet" lang=(notice.locale) dir=(dir(&notice.locale)) data-cs-desk data-cs-version=(notice.version) {
            (head(notice, say(UpdateWord::Heading), Way::Back))
            div.cs-body part="body" tabindex="0" role="region" aria-label=(say(UpdateWord::Heading)) {
                (edition(notice))
                section part="asked" data-cs-asked {
                    h2 { (say(UpdateWord::Asked)) }
                    p.cs-note { (say(UpdateWord::AskedNote)) }
                    @for purpose in notice.additional() { (again(notice, purpose)) }
                }
                p.cs-note data-cs-stands { (say(UpdateWord::Stands)) }
                @for update in updates { (since(update, words)) }
            }
            p.cs-status part="status" role="status" {}
            div.cs-actions part="actions" data-cs-asked {
                (choice("refuse", None, say(UpdateWord::Refuse)))
                (choice("", Some("back"), notice.say(Msg::Choose)))
                (choice("accept", None, say(UpdateWord::Accept)))
            }
        }
    }
    .into_string()
}

/// One of the equal buttons: an answer, or the way to the choices one by one.
fn choice(answer: &str, hook: Option<&str>, label: &str) -> Markup {
    let answer = Some(answer).filter(|answer| !answer.is_empty());
    html! { button.cs-button type="button" part="button" data-cs=[hook] data-cs-answer=[answer] { (label) } }
}

fn again(notice: &Notice, purpose: &Purpose) -> Markup {
    html! {
        div.cs-purpose data-cs-again=(purpose.id) {
            h3 { (purpose.title) }
            p { @if let Some(text) = &purpose.description { (rich(notice, text)) } @else { (missing(notice)) } }
            (facts(notice, purpose))
            // What has a consent of its own is answered on its own page.
            @if !purpose.separate.is_empty() {
                button.cs-link type="button" data-cs-page={ "separate-" (purpose.id) } { (notice.say(Msg::SeparateTag)) }
            }
        }
    }
}

fn since(update: &Update, words: UpdateWords<'_, '_>) -> Markup {
    let (old, new) = &update.changes.versions;
    html! {
        section part="since" data-cs-since=(old) {
            h2 { (fill((words.update)(UpdateWord::Since), &[("old", old), ("new", new)])) }
            @if update.changes.facts.is_empty() { p.cs-note { ((words.update)(UpdateWord::NoFacts)) } }
            (changed_facts(&update.changes.facts, words.change))
            @if let Some(url) = Url::parse(&update.address) {
                p.cs-links { a href=(url.as_str()) { ((words.update)(UpdateWord::Whole)) } }
            }
        }
    }
}
