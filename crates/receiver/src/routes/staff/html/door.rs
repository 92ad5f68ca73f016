//! Signing in, and choosing a password.

use super::{PASSWORD, alert, key, page};
use crate::staff::Session;
use maud::{Markup, html};

/// The page in front of everything.
pub(in crate::routes::staff) fn door(fault: Option<&str>) -> Markup {
    let main = html! {
        (alert(fault))
        form.card method="post" action="/staff/sign-in" {
            label for="name" { "Name" }
            input id="name" name="name" autocomplete="username" autocapitalize="none" spellcheck="false" required;
            label for="password" { "Password" }
            input id="password" name="password" type="password" autocomplete="current-password" required;
            button type="submit" { "Sign in" }
        }
    };
    page("Sign in", None, &main)
}

/// The page on which a password is chosen.
pub(in crate::routes::staff) fn password(session: &Session, fault: Option<&str>) -> Markup {
    let main = html! {
        @if session.must_choose { p { "The password that you have is good for one sign-in. Choose your own to go on." } }
        (alert(fault))
        form.card method="post" action="/staff/password" {
            (key(session))
            input type="hidden" name="username" autocomplete="username" value=(session.staff);
            label for="current" { "Current password" }
            input id="current" name="current" type="password" autocomplete="current-password" required;
            label for="new" { "New password" }
            input id="new" name="new" type="password" autocomplete="new-password" minlength="12" required aria-describedby="rule";
            p.note id="rule" { "At least 12 characters. Every other session of yours ends." }
            button type="submit" { "Choose this password" }
        }
    };
    page(PASSWORD, Some(session), &main)
}
