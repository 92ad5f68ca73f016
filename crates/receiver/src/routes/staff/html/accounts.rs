//! The accounts of staff: a list, a form for a new one, and what can be done to each.

use super::{alert, day, key, minute, page};
use crate::staff::{Member, Role, Session};
use maud::{Markup, html};

/// What became of the change before.
pub(in crate::routes::staff) enum Said {
    Nothing,
    Fault(&'static str),
    Done(String),
    /// A password for one sign-in and whose it is; it is shown this once.
    Password(String, String),
}

/// The accounts; `provider` may let people in too.
pub(in crate::routes::staff) fn list(session: &Session, members: &[Member], said: &Said, provider: Option<&str>) -> Markup {
    let main = html! {
        (told(said))
        div.scroll tabindex="0" role="region" aria-label="Accounts" {
            table {
                thead { tr { th scope="col" { "Name" } th scope="col" { "Role" } th scope="col" { "Since" } th scope="col" { "Signed in" } th scope="col" { "Change" } } }
                tbody { @for member in members { (row(session, member)) } }
            }
        }
        h2 { "Let somebody in" }
        form.card method="post" action="/staff/accounts" {
            (key(session))
            input type="hidden" name="act" value="add";
            label for="new-name" { "Name" }
            input id="new-name" name="name" autocomplete="off" autocapitalize="none" spellcheck="false" required maxlength="32"
                pattern="[a-z0-9._\\-]+" aria-describedby="name-rule";
            p.note id="name-rule" { "1 to 32 of a-z, 0-9, “.”, “_” and “-”." }
            fieldset {
                legend { "Role" }
                @for role in Role::ALL {
                    label.choice { input type="radio" name="role" value=(role.name()) required; " " b { (role) } ": " (words(role)) }
                }
            }
            button type="submit" { "Add" }
        }
        @if let Some(provider) = provider { (link(session, members, provider)) }
    };
    page("Accounts", Some(session), &main)
}

/// A form that lets a person of the provider in as somebody who has an account.
fn link(session: &Session, members: &[Member], provider: &str) -> Markup {
    html! {
        h2 { "Let " (provider) " say who somebody is" }
        form.card method="post" action="/staff/accounts" {
            (key(session))
            input type="hidden" name="act" value="link";
            label for="link-name" { "Account" }
            select id="link-name" name="name" required {
                @for member in members.iter().filter(|member| member.name != session.staff) { option { (member.name) } }
            }
            label for="link-whom" { "The person, as " (provider) " calls them" }
            input id="link-whom" name="whom" autocomplete="off" autocapitalize="none" spellcheck="false" required aria-describedby="whom-rule";
            fieldset {
                legend { "This is" }
                label.choice { input type="radio" name="by" value="email" required; " an e-mail address that " (provider) " has verified" }
                label.choice { input type="radio" name="by" value="subject" required; " a subject, which stays when the address changes" }
            }
            p.note id="whom-rule" { "With an address the first person who shows it is kept. Whoever is not linked reads their subject when they sign in." }
            button type="submit" { "Link" }
        }
    }
}

fn told(said: &Said) -> Markup {
    html! {
        @match said {
            Said::Nothing => {}
            Said::Fault(fault) => (alert(Some(fault))),
            Said::Done(what) => p.done role="status" { (what) },
            Said::Password(name, password) => div.done role="status" {
                p { "The password of " b { (name) } " for one sign-in within seven days. It is shown this once; tell it to nobody else." }
                p { code.secret { (password) } }
            },
        }
    }
}

fn row(session: &Session, member: &Member) -> Markup {
    let is_own = session.staff == member.name;
    html! {
        tr {
            th scope="row" { (member.name) }
            td {
                (member.role)
                @if member.must_choose { br; span.note { "has no password of their own yet" } }
                @if let Some(link) = &member.link { br; span.note { "by the provider as " (link) } }
                @if member.is_locked { br; span.late { "too many failed sign-ins" } }
            }
            td { (day(&member.created_at)) }
            td { @match &member.seen_at { Some(at) => (minute(at)), None => "no" } }
            td {
                @if is_own { span.note { "This is you." } } @else {
                    form.inline method="post" action="/staff/accounts" {
                        (key(session))
                        input type="hidden" name="name" value=(member.name);
                        select name="role" aria-label={ "Role of " (member.name) } {
                            @for role in Role::ALL { option value=(role.name()) selected[role == member.role] { (role) } }
                        }
                        button.quiet type="submit" name="act" value="role" aria-label={ "Give role to " (member.name) } { "Give role" }
                        button.quiet type="submit" name="act" value="reset" aria-label={ "New password for " (member.name) } { "New password" }
                        @if member.link.is_some() {
                            button.quiet type="submit" name="act" value="unlink" aria-label={ "Unlink " (member.name) } { "Unlink" }
                        }
                        button.quiet type="submit" name="act" value="remove" aria-label={ "Remove " (member.name) } { "Remove" }
                    }
                }
            }
        }
    }
}

const fn words(role: Role) -> &'static str {
    match role {
        Role::Viewer => "looks people up and reads the figures",
        Role::Marketer => "also stops and allows messages on request, imports and exports",
        Role::Compliance => "also works on requests and reads the record, but imports nothing",
        Role::Admin => "everything, and these accounts",
    }
}
