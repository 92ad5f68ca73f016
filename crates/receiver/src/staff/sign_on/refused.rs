//! Why somebody was not signed in by the provider: in words for them, for the record, and as a status.
//! Deliberately absent: anything that the provider or the browser wrote but the name that the provider has for the person.

use axum::http::StatusCode;

/// Why not.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Refused {
    /// The provider does not answer, or not as a provider does; what is amiss.
    Away(&'static str),
    /// This browser began nothing, or it was too long ago, or it counted already.
    NotBegun,
    /// The answer belongs to another attempt.
    OtherState,
    /// The provider let nobody in.
    Denied,
    /// The provider does not know the code, or no longer.
    Code,
    /// What the provider says of the person does not hold; which part.
    Token(&'static str),
    /// Nobody here is linked to the person, whom the provider calls so.
    Unlinked(String),
    /// Roles come from the provider, and it names none.
    NoRole,
    /// Somebody else has the name that the person would get.
    NameTaken,
    /// The name that the person would get is none.
    NoName,
}

impl Refused {
    /// The status of the page that says so.
    pub(crate) const fn status(&self) -> StatusCode {
        match self {
            Self::Away(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::NotBegun | Self::OtherState => StatusCode::BAD_REQUEST,
            _ => StatusCode::FORBIDDEN,
        }
    }

    /// What the record says.
    pub(crate) fn record(&self) -> String {
        let why = match self {
            Self::Away(why) => return format!("sign-on failed: the provider {why}"),
            Self::NotBegun => "not begun in this browser, or over",
            Self::OtherState => "the answer of another attempt",
            Self::Denied => "the provider let nobody in",
            Self::Code => "the provider does not know the code",
            Self::Token(why) => return format!("sign-on refused: the ID token {why}"),
            Self::Unlinked(_) => "nobody is linked to this person",
            Self::NoRole => "the provider names no role",
            Self::NameTaken => "somebody else has the name",
            Self::NoName => "no name that counts",
        };
        format!("sign-on refused: {why}")
    }

    /// What the person reads; `provider` is how the configuration calls it.
    pub(crate) fn words(&self, provider: &str) -> String {
        match self {
            Self::Away(_) => format!(
                "{provider} cannot be asked now, so nobody can be signed in by it. Try again in a minute, or sign in with a name and a password of this console."
            ),
            Self::NotBegun => format!(
                "This sign-in was not begun in this browser, took longer than ten minutes, or counted already. Begin again with “Sign in with {provider}”."
            ),
            Self::OtherState => format!("This is the answer to another sign-in. Begin again with “Sign in with {provider}”."),
            Self::Denied => format!("{provider} did not sign you in. Begin again, or ask whoever runs {provider}."),
            Self::Code => format!("{provider} no longer knows this sign-in. Begin again with “Sign in with {provider}”."),
            Self::Token(why) => {
                format!("What {provider} says of you does not hold: the ID token {why}. Begin again; if it stays so, tell an admin.")
            }
            Self::Unlinked(sub) => {
                format!("{provider} knows you, but nobody here is linked to you. Ask an admin to link your account to this subject: {sub}")
            }
            Self::NoRole => format!("{provider} knows you, but gives you no role here. Ask whoever runs {provider}."),
            Self::NameTaken => "Your name belongs to an account here that is not linked to you. Ask an admin to link it.".to_owned(),
            Self::NoName => {
                format!("{provider} gives you no name of 1 to 32 characters of a-z, 0-9, “.”, “_” and “-”. Ask an admin for an account.")
            }
        }
    }
}
