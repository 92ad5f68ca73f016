//! The pages of staff as HTML: what was asked, a session and what went wrong in; a page out. Plain forms and tables, no script.
//! Here stands what surrounds every page; each room below has the pages of one kind.
//! Deliberately absent: what may be done (the guard and the verbs decide), and the words of visitors anywhere but on their own page.

pub(super) mod accounts;
pub(super) mod door;
pub(super) mod figures;
pub(super) mod imports;
pub(super) mod people;
pub(super) mod receipt;
pub(super) mod replies;
pub(super) mod requests;

use crate::staff::{May, Session};
use maud::{DOCTYPE, Markup, html};

/// The title of the page on which a password is chosen.
const PASSWORD: &str = "Choose a password";

/// The pages that are led to, each with the right that it takes: whoever lacks it sees no way there.
pub(super) const PAGES: [(May, &str, &str); 7] = [
    (May::Requests, "/staff/requests", "Requests"),
    (May::Look, "/staff/people", "People"),
    (May::Change, "/staff/replies", "Replies"),
    (May::Look, "/staff/figures", "Figures"),
    (May::Import, "/staff/imports", "Lists"),
    (May::Record, "/staff/record", "Record"),
    (May::Accounts, "/staff/accounts", "Accounts"),
];

/// What stands around every page.
pub(super) fn page(title: &str, session: Option<&Session>, main: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " – Countersign" }
                link rel="stylesheet" href="/staff/style.css";
            }
            body {
                header {
                    p.brand { "Countersign" }
                    @if let Some(session) = session {
                        nav aria-label="Pages" {
                            @for (_, address, words) in PAGES.iter().filter(|(what, ..)| session.may(*what)) {
                                a href=(address) aria-current=[(title == *words).then_some("page")] { (words) }
                            }
                            a href="/staff/password" aria-current=[(title == PASSWORD).then_some("page")] { "Password" }
                        }
                        form method="post" action="/staff/sign-out" {
                            (key(session))
                            button.quiet type="submit" { "Sign out " (session.staff) }
                            span.role { (session.role) }
                        }
                    }
                }
                main { h1 { (title) } (main) }
            }
        }
    }
}

pub(super) fn key(session: &Session) -> Markup {
    html! { input type="hidden" name="form_key" value=(session.form_key); }
}

/// What went wrong, said at once by screen readers.
pub(super) fn alert(fault: Option<&str>) -> Markup {
    html! { @if let Some(fault) = fault { p.alert role="alert" { (fault) } } }
}

/// A page that says why there is none.
pub(super) fn trouble(session: Option<&Session>, words: &str) -> Markup {
    page("This did not work", session, &html! { (alert(Some(words))) p { a href="/staff/" { "To the first page" } } })
}

/// The day of an instant.
pub(super) fn day(instant: &str) -> Markup {
    html! { time datetime=(instant) { (instant.get(..10).unwrap_or(instant)) } }
}

/// An instant to the minute, as the receiver's clock says it.
pub(super) fn minute(instant: &str) -> Markup {
    html! { time datetime=(instant) { (instant.get(..16).unwrap_or(instant).replace('T', " ")) " UTC" } }
}
