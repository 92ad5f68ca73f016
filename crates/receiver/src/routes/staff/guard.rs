//! The guard: the headers of a request in, a session out, or why not.
//! A browser is let in by a cookie that scripts cannot read and other sites cannot send; what changes something must also come from
//! our own pages and repeat the session's form key, so that neither alone carries a forged request.

use crate::ledger::Ledger;
use crate::problem::RouteError;
use crate::staff::{May, Session};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

/// The header of the API that repeats the form key.
pub(super) const FORM_KEY: HeaderName = HeaderName::from_static("countersign-form-key");

/// How the cookie is called and kept, by the receiver's own origin.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Jar {
    /// On HTTPS: bound to the host and to encryption by its name (RFC 6265bis section 4.1.3.2).
    Host,
    /// On plain HTTP, for trying things out.
    Plain,
}

impl Jar {
    /// The jar of a receiver.
    pub(crate) fn of(origin: &str) -> Self {
        if origin.starts_with("https:") { Self::Host } else { Self::Plain }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Host => "__Host-cs_staff",
            Self::Plain => "cs_staff",
        }
    }

    const fn attempt_name(self) -> &'static str {
        match self {
            Self::Host => "__Host-cs_sign_on",
            Self::Plain => "cs_sign_on",
        }
    }

    /// `Set-Cookie` with a token; with an empty one the cookie ends. Without an age it goes with the browser.
    pub(super) fn cookie(self, token: &str) -> HeaderValue {
        let age = if token.is_empty() { "; Max-Age=0" } else { "" };
        self.set(&format!("{}={token}; Path=/; HttpOnly; SameSite=Strict", self.name()), age)
    }

    /// `Set-Cookie` with the secret of an attempt to sign in by the provider, for ten minutes; with an empty one the cookie ends.
    /// It comes along when the provider's site leads back here, which is its use; it opens nothing by itself.
    pub(super) fn attempt(self, secret: &str) -> HeaderValue {
        let age = if secret.is_empty() { "; Max-Age=0" } else { "; Max-Age=600" };
        self.set(&format!("{}={secret}; Path=/; HttpOnly; SameSite=Lax", self.attempt_name()), age)
    }

    fn set(self, pair: &str, age: &str) -> HeaderValue {
        let secure = if self == Self::Host { "; Secure" } else { "" };
        HeaderValue::from_str(&format!("{pair}{secure}{age}")).unwrap_or(HeaderValue::from_static(""))
    }

    /// The token of a request.
    pub(super) fn token(self, headers: &HeaderMap) -> Option<&str> {
        single(headers, self.name())
    }

    /// The secret of the attempt that this browser began.
    pub(super) fn attempt_of(self, headers: &HeaderMap) -> Option<&str> {
        single(headers, self.attempt_name())
    }
}

/// The value of a cookie. Two of one name: neither counts.
fn single<'a>(headers: &'a HeaderMap, called: &str) -> Option<&'a str> {
    let pairs = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(';'));
    let mut found = pairs.filter_map(|pair| pair.trim().split_once('=')).filter(|(name, _)| *name == called);
    match (found.next(), found.next()) {
        (Some((_, value)), None) if !value.is_empty() => Some(value),
        _ => None,
    }
}

/// The session of a request, whatever it may do.
///
/// # Errors
/// [`RouteError::SignedOut`] without one.
pub(super) async fn session(ledger: &Ledger, jar: Jar, headers: &HeaderMap) -> Result<Session, RouteError> {
    let token = jar.token(headers).ok_or(RouteError::SignedOut)?;
    ledger.session(token).await?.ok_or(RouteError::SignedOut)
}

/// The session of a request by somebody who has chosen their password.
///
/// # Errors
/// [`RouteError::SignedOut`] without one, [`RouteError::MustChoose`] before.
pub(super) async fn member(ledger: &Ledger, jar: Jar, headers: &HeaderMap) -> Result<Session, RouteError> {
    let session = session(ledger, jar, headers).await?;
    if session.must_choose { Err(RouteError::MustChoose) } else { Ok(session) }
}

/// The session of a request by somebody whose role includes `what`.
///
/// # Errors
/// As [`session`] and [`grants`].
pub(super) async fn allowed(ledger: &Ledger, jar: Jar, headers: &HeaderMap, what: May) -> Result<Session, RouteError> {
    let session = session(ledger, jar, headers).await?;
    grants(&session, what)?;
    Ok(session)
}

/// Whether a session that is known includes `what`.
///
/// # Errors
/// [`RouteError::MustChoose`] before a password was chosen, [`RouteError::NotAllowed`] for another role.
pub(super) fn grants(session: &Session, what: May) -> Result<(), RouteError> {
    match session {
        Session { must_choose: true, .. } => Err(RouteError::MustChoose),
        session if session.may(what) => Ok(()),
        _ => Err(RouteError::NotAllowed),
    }
}

/// Whether a request that changes something comes from our own pages, or from a program that is no browser.
///
/// # Errors
/// [`RouteError::Foreign`] where the browser says that another site sends it.
pub(super) fn own(headers: &HeaderMap) -> Result<(), RouteError> {
    let text = |name: &HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let host = text(&header::HOST).unwrap_or_default();
    let is_own = match (text(&HeaderName::from_static("sec-fetch-site")), text(&header::ORIGIN)) {
        (Some(site), _) => site == "same-origin" || site == "none",
        (None, Some(origin)) => origin.split_once("://").is_some_and(|(_, rest)| rest == host),
        // Every browser sends one of the two with a form; without either there is no cookie that a browser would add by itself.
        (None, None) => true,
    };
    if is_own { Ok(()) } else { Err(RouteError::Foreign) }
}

/// Whether a request repeats the session's form key.
///
/// # Errors
/// [`RouteError::Foreign`] where it does not.
pub(super) fn keyed(session: &Session, form_key: Option<&str>) -> Result<(), RouteError> {
    if form_key.is_some_and(|form_key| session.owns(form_key)) { Ok(()) } else { Err(RouteError::Foreign) }
}

#[cfg(test)]
mod tests {
    use super::{Jar, own};
    use axum::http::{HeaderMap, HeaderName, HeaderValue};

    fn headers(list: &[(&'static str, &'static str)]) -> HeaderMap {
        list.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn other_sites_change_nothing() {
        let check = |list: &[(&'static str, &'static str)], expected: bool| assert_eq!(own(&headers(list)).is_ok(), expected, "{list:?}");
        check(&[("host", "r.example"), ("sec-fetch-site", "same-origin")], true);
        check(&[("host", "r.example"), ("sec-fetch-site", "none")], true);
        check(&[("host", "r.example"), ("sec-fetch-site", "same-site")], false);
        check(&[("host", "r.example"), ("sec-fetch-site", "cross-site"), ("origin", "https://r.example")], false);
        check(&[("host", "r.example"), ("origin", "https://r.example")], true);
        check(&[("host", "r.example"), ("origin", "https://evil.example")], false);
        check(&[("host", "r.example"), ("origin", "null")], false);
        check(&[("host", "r.example")], true);
    }

    #[test]
    fn a_cookie_counts_once() {
        let check = |jar: Jar, value: &'static str, expected: Option<&str>| {
            assert_eq!(jar.token(&headers(&[("cookie", value)])), expected, "{value}");
        };
        check(Jar::Plain, "a=b; cs_staff=t", Some("t"));
        check(Jar::Plain, "cs_staff=t; cs_staff=u", None);
        check(Jar::Plain, "cs_staff=", None);
        check(Jar::Host, "cs_staff=t", None);
        check(Jar::Host, "__Host-cs_staff=t", Some("t"));
        assert_eq!(Jar::of("https://r.example").cookie("t"), "__Host-cs_staff=t; Path=/; HttpOnly; SameSite=Strict; Secure");
        assert_eq!(Jar::of("http://127.0.0.1:1").cookie(""), "cs_staff=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
        let attempt = "__Host-cs_sign_on=s; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=600";
        assert_eq!(Jar::of("https://r.example").attempt("s"), attempt, "the provider's site leads back with it");
    }
}
