//! One attempt to sign in by a provider: a secret that one browser holds in; `state`, `nonce` and the verifier of PKCE out.
//! All three are made of that secret by a keyed hash, each under a name of its own, so that an answer counts in the browser that asked,
//! for the attempt that it asked in, and nothing of them needs to be kept (RFC 6749 section 10.12, RFC 7636, OpenID Connect Core 15.5.2).

use crate::staff::password::token;
use aws_lc_rs::hmac::{HMAC_SHA256, Key, sign};
use countersign_core::{Digest, to_base64url};
use jiff::SignedDuration;

/// So long a person may take at the provider.
pub(crate) const ATTEMPT: SignedDuration = SignedDuration::from_mins(10);

/// The secret of an attempt, 43 base64url characters, which stand in the browser's cookie.
pub(crate) struct Attempt(String);

impl Attempt {
    /// Another attempt.
    pub(crate) fn new() -> anyhow::Result<Self> {
        token().map(Self)
    }

    /// The attempt of a cookie, whatever it holds: what nobody began is not found.
    pub(crate) fn of_cookie(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// What the cookie holds.
    pub(crate) fn secret(&self) -> &str {
        &self.0
    }

    /// What it is kept by.
    pub(crate) fn hash(&self) -> Digest {
        Digest::of(self.0.as_bytes())
    }

    /// What comes back with the answer.
    pub(crate) fn state(&self) -> String {
        self.made("state")
    }

    /// Whether `state` belongs to this attempt; compared by digests, so that the time tells nothing.
    pub(crate) fn owns(&self, state: &str) -> bool {
        Digest::of(state.as_bytes()) == Digest::of(self.state().as_bytes())
    }

    /// What stands in the ID token.
    pub(crate) fn nonce(&self) -> String {
        self.made("nonce")
    }

    /// What the provider is shown with the code: 43 characters of those that RFC 7636 section 4.1 names.
    pub(crate) fn verifier(&self) -> String {
        self.made("verifier")
    }

    /// Its hash, S256, which the provider is told before.
    pub(crate) fn challenge(&self) -> String {
        Digest::of(self.verifier().as_bytes()).to_string()
    }

    fn made(&self, name: &str) -> String {
        to_base64url(sign(&Key::new(HMAC_SHA256, self.0.as_bytes()), name.as_bytes()).as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::Attempt;

    #[test]
    fn each_value_is_its_own_and_its_attempts() {
        let (one, other) = (Attempt::new().unwrap(), Attempt::new().unwrap());
        let values = |attempt: &Attempt| [attempt.secret().to_owned(), attempt.state(), attempt.nonce(), attempt.verifier()];
        let all: std::collections::BTreeSet<String> = values(&one).into_iter().chain(values(&other)).collect();
        assert_eq!((all.len(), all.iter().all(|value| value.len() == 43)), (8, true));
        assert_eq!(values(&one), values(&Attempt::of_cookie(one.secret())));
        assert!(one.owns(&one.state()) && !one.owns(&other.state()) && !one.owns(""));
    }

    /// RFC 7636 appendix B has the S256 of a verifier; ours is the same function over another.
    #[test]
    fn the_challenge_is_s256() {
        let digest = countersign_core::Digest::of(b"dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
        assert_eq!(digest.to_string(), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }
}
