//! Signing in, by a password or by a provider, and choosing a password.

use super::{PASSWORD, alert, key, page, trouble};
use crate::staff::Session;
use maud::{Markup, html};

/// The page in front of everything; `provider` may let people in too.
pub(in crate::routes::staff) fn door(fault: Option<&str>, provider: Option<&str>) -> Markup {
    let main = html! {
        (alert(fault))
        @if let Some(provider) = provider {
            p { a.button href="/staff/sign-on" { "Sign in with " (provider) } }
            p.note { "Or with a name and a password of this console:" }
        }
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

/// The page of somebody whom the provider let in, which leads on by itself.
pub(in crate::routes::staff) fn signed_in(provider: &str) -> Markup {
    let main = html! { p.done role="status" { (provider) " let you in." } p { a href="/staff/" { "Go on" } } };
    page("You are signed in", None, &main)
}

/// The page of somebody whom it did not.
pub(in crate::routes::staff) fn not_signed_in(why: &str) -> Markup {
    trouble(None, why)
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
