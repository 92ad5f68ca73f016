//! Whom an account is linked to: what an admin or an operator typed in, a person of the provider out.

use std::fmt;

/// The longest address, in bytes, inclusive (RFC 5321 section 4.5.3.1).
const MAX_EMAIL: usize = 320;

/// A person of a provider, by one of two names.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Whom {
    /// `sub`, which the provider gives to nobody else.
    Subject(String),
    /// A verified address, until the first sign-on; in lower case.
    Email(String),
}

impl Whom {
    /// By `sub`: 1 to 255 printable ASCII characters.
    ///
    /// # Errors
    /// The text is none.
    pub fn subject(text: &str) -> Result<Self, &'static str> {
        let text = text.trim();
        if (1..=255).contains(&text.len()) && text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
            Ok(Self::Subject(text.to_owned()))
        } else {
            Err("A subject has 1 to 255 printable ASCII characters; whoever is not linked reads theirs when they sign in.")
        }
    }

    /// By an address.
    ///
    /// # Errors
    /// The text is none.
    pub fn email(text: &str) -> Result<Self, &'static str> {
        let text = text.trim().to_lowercase();
        let is_address = text.split_once('@').is_some_and(|(person, host)| !person.is_empty() && !host.is_empty() && !host.contains('@'));
        if is_address && text.len() <= MAX_EMAIL && !text.contains(|c: char| c.is_whitespace() || c.is_control()) {
            Ok(Self::Email(text))
        } else {
            Err("That is no e-mail address.")
        }
    }

    /// `sub` and address, as they are kept.
    pub(crate) fn columns(&self) -> (Option<String>, Option<String>) {
        match self {
            Self::Subject(sub) => (Some(sub.clone()), None),
            Self::Email(email) => (None, Some(email.clone())),
        }
    }
}

impl fmt::Display for Whom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Subject(text) | Self::Email(text)) = self;
        f.write_str(text)
    }
}

#[cfg(test)]
mod tests {
    use super::Whom;

    #[test]
    fn people_have_one_spelling() {
        let check = |found: Result<Whom, &str>, expected: Option<&str>| {
            assert_eq!(found.ok().map(|whom| whom.to_string()).as_deref(), expected);
        };
        check(Whom::email(" Li.Wei@Layang.example"), Some("li.wei@layang.example"));
        check(Whom::email("li wei@layang.example"), None);
        check(Whom::email("li@wei@layang.example"), None);
        check(Whom::email("@layang.example"), None);
        check(Whom::subject("auth0|5f7 "), Some("auth0|5f7"));
        check(Whom::subject(""), None);
        check(Whom::subject("é"), None);
        check(Whom::subject(&"a".repeat(256)), None);
    }
}
