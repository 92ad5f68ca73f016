//! Whom the policy concerns: the page on which visitors say who they are, and the line of layer 2 that leads to it (REQUIREMENTS NL-16, NL-18,
//! XB-11).
//!
//! Enters: a notice with its scope, and a way to say words. Leaves: a page of the desk and a line. An answer shows what concerns one group, or
//! the name of the other policy and nothing to agree to. Absent: who the visitor is, which the browser keeps (`src/ports/role.ts`).
//!
//! Hooks: `button[data-cs-role]` with `r:` and a role, `x:` and what another policy covers, or nothing where the answer is taken back.

use countersign_core::{Elsewhere, Msg, Notice, UserRole};
use maud::{Markup, html};

use crate::parts::{desk_page, fill, hole, list};
use crate::url::Url;

words! {
    /// Words of this page.
    ScopeWord in "scope" {
        Heading "heading",
        Note "note",
        Only "only",
        Elsewhere "elsewhere",
        ElsewhereNote "elsewhere-note",
        Applies "applies",
        Everything "everything",
        Kept "kept",
        Left "left",
        Dropped "dropped",
    }
}

/// The page; `titles` names what roles can have for themselves: id and title.
#[must_use]
pub fn scope<'w>(notice: &Notice, titles: &[(&str, &str)], say: &dyn Fn(ScopeWord) -> &'w str) -> String {
    let scope = &notice.scope;
    let body = html! {
        p.cs-note { (say(ScopeWord::Note)) }
        @if !scope.roles.is_empty() { section part="roles" { @for role in &scope.roles { (role_card(notice, role, titles, say)) } } }
        @if !scope.elsewhere.is_empty() {
            section part="elsewhere" {
                h2 { (say(ScopeWord::Elsewhere)) }
                p.cs-note { (say(ScopeWord::ElsewhereNote)) }
                @for other in &scope.elsewhere { (other_card(other, say)) }
            }
        }
        p { (answer("", say(ScopeWord::Everything), say(ScopeWord::Dropped))) }
    };
    desk_page(notice, say(ScopeWord::Heading), &body)
}

/// One answer; `done` is said when it is taken.
fn answer(value: &str, label: &str, done: &str) -> Markup {
    html! { button.cs-link type="button" data-cs-role=(value) data-cs-done=(done) aria-pressed="false" { (label) } }
}

fn role_card<'w>(notice: &Notice, role: &UserRole, titles: &[(&str, &str)], say: &dyn Fn(ScopeWord) -> &'w str) -> Markup {
    let mut own = role.only.iter().filter_map(|id| titles.iter().find(|(known, _)| known == id)).map(|(_, title)| *title);
    let own = list(notice, &mut own, usize::MAX);
    html! {
        div.cs-purpose {
            h2 { (answer(&["r:", &role.id].concat(), &role.title, say(ScopeWord::Kept))) }
            @if !own.is_empty() { p.cs-note { (fill(say(ScopeWord::Only), &[("functions", &own)])) } }
        }
    }
}

fn other_card<'w>(other: &Elsewhere, say: &dyn Fn(ScopeWord) -> &'w str) -> Markup {
    let policy = [("policy", other.policy.as_str())];
    html! {
        div.cs-purpose {
            h3 { (answer(&["x:", &other.id].concat(), &other.title, &fill(say(ScopeWord::Left), &policy))) }
            p.cs-note { (named(say(ScopeWord::Applies), other)) }
        }
    }
}

/// A phrase with the other policy's name in its hole, which leads there where its address is stated.
fn named(phrase: &str, other: &Elsewhere) -> Markup {
    let (before, _, after) = hole(phrase).unwrap_or((phrase, "", ""));
    let url = other.url.as_deref().and_then(Url::parse);
    html! { (before) @if let Some(url) = url { a href=(url.as_str()) { (other.policy) } } @else { (other.policy) } (after) }
}

/// The line of layer 2: for whom it is shown, or which other policy applies; and the way to the page, whose label `pages` has.
pub(crate) fn line(notice: &Notice, pages: &[(&str, &str)]) -> Markup {
    let label = pages.iter().find(|(name, _)| *name == PAGE).map(|(_, label)| *label);
    html! {
        @if let Some(label) = label {
            p.cs-note part="scope" {
                @for role in &notice.scope.roles {
                    span data-cs-when={ "r:" (role.id) } { (fill(notice.say(Msg::ScopeFor), &[("role", &role.title)])) " " }
                }
                button.cs-link type="button" data-cs=(PAGE) { (label) }
            }
            @for other in &notice.scope.elsewhere {
                p data-cs-when={ "x:" (other.id) } { strong { (named(notice.say(Msg::ScopeElsewhere), other)) } }
            }
        }
    }
}

/// The page's name in the desk.
pub const PAGE: &str = "scope";

/// The condition of what is there for everybody whom this policy covers; none where it covers all.
pub(crate) fn here(notice: &Notice) -> Option<&'static str> {
    (!notice.scope.elsewhere.is_empty()).then_some("here")
}
